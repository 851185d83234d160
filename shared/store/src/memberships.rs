//! Changes to memberships and rules by owners: the reads, and the writes with the conditions that the decisions were
//! based on.

use crate::error::StoreError;
use crate::item::take;
use crate::item::{self, value};
use crate::key::Key;
use crate::table::{Item, Store};
use crate::transaction::{NotWritten, check, put, update};
use crate::workspaces::rules_version;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, TransactWriteItem, Update};
use domain::audit::AuditEvent;
use domain::identity::{MemberId, WorkspaceId};
use domain::workspace::roster::Roster;
use domain::workspace::{Member, Role, Workspace};
use jiff::Timestamp;

/// What a change to a membership or to the rules depends on; missing items are `None`.
#[derive(Debug, Clone, Default)]
pub struct MembershipRead {
    pub workspace: Option<Workspace>,
    /// The members of the workspace.
    pub roster: Option<Roster>,
    /// The membership that changes.
    pub member: Option<Member>,
    /// The membership of the person who makes the change.
    pub actor: Option<Member>,
}

/// The writes of a membership change.
pub struct MembershipWrites<'a> {
    /// The membership as it was read, or `None` for a new one.
    pub before: Option<&'a Member>,
    /// The new membership.
    pub after: &'a Member,
    /// The new roster, one version after the one that was read.
    pub roster: &'a Roster,
    /// The person who must still be an owner, or `None` if an operator makes the change.
    pub owner: Option<&'a MemberId>,
    /// The audit event.
    pub audit: &'a AuditEvent,
}

/// The writes of a rules change.
pub struct RulesWrites<'a> {
    /// The workspace as it was read.
    pub before: &'a Workspace,
    /// The workspace in its new state.
    pub after: &'a Workspace,
    /// The time from which the new rules apply.
    pub since: Timestamp,
    /// The person who must still be an owner, or `None` if an operator makes the change.
    pub owner: Option<&'a MemberId>,
    /// The audit event.
    pub audit: &'a AuditEvent,
}

impl Store {
    /// Reads what a membership change depends on, in one batch.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn read_membership(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        actor: Option<&MemberId>,
    ) -> Result<MembershipRead, StoreError> {
        self.read_people(workspace, Some(member), actor).await
    }

    /// Reads what a rules change depends on, in one batch.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn read_rules(
        &self,
        workspace: &WorkspaceId,
        actor: Option<&MemberId>,
    ) -> Result<MembershipRead, StoreError> {
        self.read_people(workspace, None, actor).await
    }

    async fn read_people(
        &self,
        workspace: &WorkspaceId,
        member: Option<&MemberId>,
        actor: Option<&MemberId>,
    ) -> Result<MembershipRead, StoreError> {
        let (settings, roster) = (Key::workspace(workspace), Key::roster(workspace));
        let mut people: Vec<Key> =
            member.into_iter().chain(actor).map(|id| Key::member(workspace, id)).collect();
        people.dedup();
        let keys: Vec<Key> = [settings.clone(), roster.clone()].into_iter().chain(people).collect();
        let mut found = self.get_all(&keys).await?;
        let person = |id: Option<&MemberId>| {
            let stored = id.and_then(|id| found.get(&Key::member(workspace, id)).cloned());
            stored.map(item::read).transpose()
        };
        let (member, actor) = (person(member)?, person(actor)?);
        Ok(MembershipRead {
            workspace: take(&mut found, &settings)?,
            roster: take(&mut found, &roster)?,
            member,
            actor,
        })
    }

    /// Writes a membership change: the member, the roster and the audit event.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] if the membership, the roster or the owner changed since: read and decide
    /// again. Any other error if the store cannot be written.
    pub async fn write_membership(&self, writes: &MembershipWrites<'_>) -> Result<(), StoreError> {
        let workspace = &writes.after.workspace;
        let mut all = vec![
            self.member_write(writes.before, writes.after)?,
            self.roster_write(writes.roster)?,
            self.audit_put(writes.audit)?,
        ];
        // An owner who changes their own membership is covered by the condition of that write, and a transaction may
        // contain an item only once.
        if let Some(owner) = writes.owner.filter(|owner| **owner != writes.after.id) {
            all.push(self.still_owner(workspace, owner)?);
        }
        conditioned(self.transact(all).await)
    }

    /// Writes a rules change: the rules of the workspace, the version kept in the history, and the audit event.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] if the rules or the owner changed since: read and decide again. Any other
    /// error if the store cannot be written.
    pub async fn write_rules(&self, writes: &RulesWrites<'_>) -> Result<(), StoreError> {
        let workspace = &writes.after.id;
        let version = rules_version(writes.after, writes.since);
        let kept = item::write(&Key::rules(workspace, version.version), &version)?;
        let mut all = vec![self.rules_write(writes)?, self.put_new(kept)?, self.audit_put(writes.audit)?];
        if let Some(owner) = writes.owner {
            all.push(self.still_owner(workspace, owner)?);
        }
        conditioned(self.transact(all).await)
    }

    /// Writes only the attributes that a membership change affects: the recent assignees are written elsewhere.
    fn member_write(&self, before: Option<&Member>, after: &Member) -> Result<TransactWriteItem, StoreError> {
        let key = Key::member(&after.workspace, &after.id);
        let Some(before) = before else {
            return self.put_new(item::write(&key, after)?);
        };
        update(
            Update::builder()
                .table_name(&self.table)
                .set_key(Some(key.attributes()))
                .update_expression(
                    "SET #name = :name, #role = :role, active = :active, #zone = :zone, #language = :language, \
                     email = :email, changed_at = :now, history = :history",
                )
                .condition_expression(
                    "#role = :was_role AND active = :was_active AND (changed_at = :before OR attribute_not_exists(changed_at))",
                )
                .expression_attribute_names("#name", "name")
                .expression_attribute_names("#role", "role")
                .expression_attribute_names("#zone", "zone")
                .expression_attribute_names("#language", "language")
                .expression_attribute_values(":name", value(&after.name)?)
                .expression_attribute_values(":role", value(&after.role)?)
                .expression_attribute_values(":active", value(&after.active)?)
                .expression_attribute_values(":zone", value(&after.zone)?)
                .expression_attribute_values(":language", value(&after.language)?)
                .expression_attribute_values(":email", value(&after.email)?)
                .expression_attribute_values(":now", value(&after.changed_at)?)
                .expression_attribute_values(":history", value(&after.history)?)
                .expression_attribute_values(":was_role", value(&before.role)?)
                .expression_attribute_values(":was_active", value(&before.active)?)
                .expression_attribute_values(":before", value(&before.changed_at)?),
        )
    }

    fn roster_write(&self, after: &Roster) -> Result<TransactWriteItem, StoreError> {
        let stored: Item = item::write(&Key::roster(&after.workspace), after)?;
        let read = after.version.saturating_sub(1);
        // A roster stored before versions were introduced has no version, and neither has a missing one.
        let condition =
            if read == 0 { "attribute_not_exists(version) OR version = :read" } else { "version = :read" };
        put(Put::builder()
            .table_name(&self.table)
            .set_item(Some(stored))
            .condition_expression(condition)
            .expression_attribute_values(":read", value(&read)?))
    }

    fn rules_write(&self, writes: &RulesWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let (before, after) = (writes.before, writes.after);
        // A workspace stored before rules were introduced has none; it is read as having the first version.
        let unset = if before.rules.version == 1 { "attribute_not_exists(#rules) OR " } else { "" };
        update(
            Update::builder()
                .table_name(&self.table)
                .set_key(Some(Key::workspace(&after.id).attributes()))
                .update_expression("SET #rules = :rules, single_tap_limit = :limit")
                .condition_expression(format!(
                    "single_tap_limit = :was_limit AND ({unset}#rules.#version = :was_version)"
                ))
                .expression_attribute_names("#rules", "rules")
                .expression_attribute_names("#version", "version")
                .expression_attribute_values(":rules", value(&after.rules)?)
                .expression_attribute_values(":limit", value(&after.single_tap_limit)?)
                .expression_attribute_values(":was_limit", value(&before.single_tap_limit)?)
                .expression_attribute_values(":was_version", value(&before.rules.version)?),
        )
    }

    fn still_owner(
        &self,
        workspace: &WorkspaceId,
        owner: &MemberId,
    ) -> Result<TransactWriteItem, StoreError> {
        check(
            ConditionCheck::builder()
                .table_name(&self.table)
                .set_key(Some(Key::member(workspace, owner).attributes()))
                .condition_expression("active = :yes AND #role = :owner")
                .expression_attribute_names("#role", "role")
                .expression_attribute_values(":yes", value(&true)?)
                .expression_attribute_values(":owner", value(&Role::Owner)?),
        )
    }
}

fn conditioned(written: Result<(), NotWritten>) -> Result<(), StoreError> {
    match written {
        Ok(()) => Ok(()),
        Err(NotWritten::Conditions(_)) => Err(StoreError::ConditionFailed),
        Err(NotWritten::Store(error)) => Err(error),
    }
}
