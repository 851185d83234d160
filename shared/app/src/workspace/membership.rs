//! Adds, changes and removes members. The roster, from which replies name people, is updated together with them.

use super::{Change, TRIES};
use crate::schedule::place;
use domain::address::EmailAddress;
use domain::audit::{AuditEvent, Verb};
use domain::error::with_causes;
use domain::identity::MemberId;
use domain::schedule::job::PlaceJob;
use domain::text::free::GivenName;
use domain::workspace::roster::Roster;
use domain::workspace::same_person::{KnownBy, SharedAddress};
use domain::workspace::{Member, Role};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt;
use store::memberships::{MembershipRead, MembershipWrites};
use store::{Store, StoreError};

/// The requested change of a membership.
#[derive(Debug, Clone)]
pub enum MembershipRequest {
    /// The person joins, or comes back.
    Add(NewMember),
    /// The person gets a different role.
    Role(Role),
    /// The person leaves.
    Remove,
}

/// A person who joins a workspace.
#[derive(Clone)]
pub struct NewMember {
    /// The first name, used to address the person in messages.
    pub name: String,
    /// The role of the person.
    pub role: Role,
    /// The IANA time zone in which the person lives.
    pub zone: String,
    /// The language of the person's messages, such as `en`.
    pub language: String,
    /// The e-mail address.
    pub email: String,
}

impl fmt::Debug for NewMember {
    /// Leaves out the name and the address, so that they do not end up in a log by accident.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("NewMember").field("role", &self.role).finish_non_exhaustive()
    }
}

/// The result of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipChanged {
    /// The membership in its current state.
    pub member: Member,
    /// Whether anything changed.
    pub is_new: bool,
}

/// Why a membership was not changed.
#[derive(Debug, thiserror::Error)]
pub enum MembershipError {
    /// There is no such workspace.
    #[error("there is no such workspace: check its identifier")]
    UnknownWorkspace,
    /// There is no such person in the workspace.
    #[error("there is no such person in the workspace: check the identifier, or add the person first")]
    UnknownMember,
    /// The person is already in the workspace.
    #[error(
        "a person with this identifier is in the workspace already: change the role instead, or choose another"
    )]
    AlreadyMember,
    /// Another active member has the same address: one person would be two.
    #[error(
        "another active member has the same {0}, and two members are two people: remove that member first, or give another address"
    )]
    SharedAddress(SharedAddress),
    /// Nobody would be left who may change anything.
    #[error("this is the last owner of the workspace: make somebody else an owner first")]
    LastOwner,
    /// The requester is not an owner of the workspace.
    #[error("only an owner of the workspace may change who is in it: ask one of them")]
    MayNot,
    /// Nothing of the name can be seen.
    #[error("a person needs a name that messages can address")]
    NoName,
    /// The time zone is not in the zone database.
    #[error("the time zone is not in the IANA zone database: write it as in America/New_York")]
    UnknownZone,
    /// The address is not one to which mail can be sent.
    #[error(transparent)]
    Email(#[from] domain::address::NotAnAddress),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds, changes or removes a member. A request that matches the current state changes nothing.
///
/// # Errors
/// If the requester is not allowed to, the request cannot be fulfilled, or the store fails; trying again is safe.
pub async fn change_membership(
    store: &Store,
    change: &Change,
    member: &MemberId,
    wish: &MembershipRequest,
) -> Result<MembershipChanged, MembershipError> {
    for _try in 0..TRIES {
        let read = store.read_membership(&change.workspace, member, change.actor.as_ref()).await?;
        if read.workspace.is_none() {
            return Err(MembershipError::UnknownWorkspace);
        }
        if !change.is_by_owner(read.actor.as_ref()) {
            change.log_denied(store, Verb::ChangeMembership, member.as_str()).await?;
            return Err(MembershipError::MayNot);
        }
        let roster = roster(store, change, &read).await?;
        let after = after(change, member, wish, &read)?;
        one_person_each(store, &read, &after).await?;
        if let Some(same) = read.member.as_ref().filter(|before| **before == after) {
            return Ok(MembershipChanged { member: same.clone(), is_new: false });
        }
        let writes = MembershipWrites {
            before: read.member.as_ref(),
            after: &after,
            roster: &roster.with(&after),
            owner: change.actor.as_ref(),
            audit: &event(change, read.member.as_ref(), &after),
        };
        match store.write_membership(&writes).await {
            Ok(()) => {
                place_again(store, read.member.as_ref(), &after).await;
                return Ok(MembershipChanged { member: after, is_new: true });
            }
            // Somebody else changed the membership, the roster or the requester's own membership in the meantime.
            Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::ConditionFailed.into())
}

/// Gives whoever came back to another zone a place there. If that fails, the next night does it.
async fn place_again(store: &Store, before: Option<&Member>, after: &Member) {
    if before.is_none_or(|before| before.zone == after.zone) {
        return;
    }
    if let Err(error) = place(store, &PlaceJob { workspace: after.workspace.clone() }).await {
        tracing::warn!(
            cause = with_causes(&error),
            "a member who came back has no place in the schedule yet"
        );
    }
}

/// Returns the roster. In a workspace that was set up before rosters were kept, it is created from the members.
async fn roster(store: &Store, change: &Change, read: &MembershipRead) -> Result<Roster, MembershipError> {
    if let Some(roster) = &read.roster {
        return Ok(roster.clone());
    }
    let settings = store.settings(&change.workspace).await?.ok_or(MembershipError::UnknownWorkspace)?;
    Ok(Roster::new(&change.workspace, &settings.members))
}

fn after(
    change: &Change,
    id: &MemberId,
    wish: &MembershipRequest,
    read: &MembershipRead,
) -> Result<Member, MembershipError> {
    let active = read.member.as_ref().filter(|member| member.active);
    Ok(match (wish, &read.member, active) {
        (MembershipRequest::Add(_), _, Some(_)) => return Err(MembershipError::AlreadyMember),
        (MembershipRequest::Add(new), Some(before), None) => {
            let back = before.changed(new.role, true, change.at);
            Member { id: id.clone(), ..joined(change, back, new)? }
        }
        (MembershipRequest::Add(new), None, None) => joined(change, stranger(change, id, new.role), new)?,
        (MembershipRequest::Role(role), _, Some(before)) if before.role == *role => before.clone(),
        (MembershipRequest::Role(role), _, Some(before)) => before.changed(*role, true, change.at),
        (MembershipRequest::Remove, _, Some(before)) => before.changed(before.role, false, change.at),
        (MembershipRequest::Remove, Some(before), None) => before.clone(),
        (MembershipRequest::Role(_), _, None) | (MembershipRequest::Remove, None, None) => {
            return Err(MembershipError::UnknownMember);
        }
    })
}

/// Checks what takes everybody's addresses, which are read only when it matters: an address belongs to one active member,
/// and two records of one person are not two owners. That nobody joined, left or changed roles in the meantime is a
/// condition of the write: each of these is a new version of the roster.
async fn one_person_each(
    store: &Store,
    read: &MembershipRead,
    after: &Member,
) -> Result<(), MembershipError> {
    let active = read.member.as_ref().filter(|member| member.active);
    let joins = after.active && active.is_none();
    let is_owner = |member: &Member| member.active && member.role == Role::Owner;
    let retires = active.is_some_and(is_owner) && !is_owner(after);
    if !joins && !retires {
        return Ok(());
    }
    let settings = store.settings(&after.workspace).await?.ok_or(MembershipError::UnknownWorkspace)?;
    let (members, subscriptions) = (&settings.members, &settings.subscriptions);
    let me = KnownBy { member: Some(after), ..KnownBy::among(&after.id, members, subscriptions) };
    let shared = |other: &Member| me.shares(&KnownBy::among(&other.id, members, subscriptions));
    let mut others = members.iter().filter(|other| other.active && other.id != after.id);
    if joins {
        return others.find_map(shared).map_or(Ok(()), |shared| Err(MembershipError::SharedAddress(shared)));
    }
    let is_another = others.any(|other| is_owner(other) && shared(other).is_none());
    if is_another { Ok(()) } else { Err(MembershipError::LastOwner) }
}

fn stranger(change: &Change, id: &MemberId, role: Role) -> Member {
    Member {
        id: id.clone(),
        workspace: change.workspace.clone(),
        name: String::new(),
        role,
        active: true,
        zone: String::new(),
        language: String::new(),
        email: String::new(),
        changed_at: change.at,
        history: Vec::new(),
        recent_assignees: Vec::new(),
    }
}

fn joined(change: &Change, member: Member, new: &NewMember) -> Result<Member, MembershipError> {
    let name = GivenName::clean(&new.name).map_err(|_nothing_said| MembershipError::NoName)?;
    TimeZone::get(&new.zone).map_err(|_unknown| MembershipError::UnknownZone)?;
    let email = EmailAddress::parse(&new.email)?;
    Ok(Member {
        workspace: change.workspace.clone(),
        name: name.to_string(),
        zone: new.zone.clone(),
        language: new.language.clone(),
        email: email.as_str().to_owned(),
        ..member
    })
}

fn event(change: &Change, before: Option<&Member>, after: &Member) -> AuditEvent {
    let executed = change.executed(Verb::ChangeMembership, after.id.as_str(), describe(after));
    AuditEvent { before: before.map(describe), ..executed }
}

/// Describes a membership, for readers of the audit log.
fn describe(member: &Member) -> String {
    let role = match member.role {
        Role::Owner => "owner",
        Role::Marketer => "marketer",
        Role::Viewer => "viewer",
    };
    let standing = if member.active { "member" } else { "removed" };
    let since = member.changed_at;
    if since == Timestamp::UNIX_EPOCH {
        return format!("{role}, {standing}");
    }
    format!("{role}, {standing} since {since}")
}
