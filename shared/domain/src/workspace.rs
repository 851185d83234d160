//! A workspace, its people and their consent: who exists, what they may do, and whether they asked for messages.

use crate::address::WhatsAppAddress;
use crate::identity::{MemberId, WorkspaceId};
use crate::money::{Currency, Money};
use jiff::Timestamp;
use jiff::civil::Time;
use rules::ActionRules;
use serde::{Deserialize, Serialize};

pub mod roster;
pub mod rules;

/// A tenant: a business with its own facts, people and rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// The identifier.
    pub id: WorkspaceId,
    /// The name that people know it by.
    pub name: String,
    /// The IANA time zone that its days end in, such as `America/New_York`.
    pub zone: String,
    /// The currency of its facts.
    pub currency: Currency,
    /// The return on ad spend that it aims for, in hundredths (350 is 3.50).
    pub target_roas_hundredths: i64,
    /// The largest budget shift that one tap may approve, per day.
    pub single_tap_limit: Money,
    /// Who may do what, up to which amount, and for how long it can be undone.
    #[serde(default)]
    pub rules: ActionRules,
}

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Owns the workspace.
    Owner,
    /// Runs the campaigns.
    Marketer,
    /// Reads, and decides nothing.
    Viewer,
}

impl Role {
    /// Reports whether this role may decide anything at all; who may decide what is a matter of [`rules`].
    #[must_use]
    pub fn may_decide(self) -> bool {
        match self {
            Self::Owner | Self::Marketer => true,
            Self::Viewer => false,
        }
    }
}

/// A person in a workspace.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The identifier inside the workspace.
    pub id: MemberId,
    /// The workspace that this membership is of.
    pub workspace: WorkspaceId,
    /// The first name, as messages address the person.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// Whether the membership stands; a removed person may do nothing.
    pub active: bool,
    /// The IANA time zone that the person lives in.
    pub zone: String,
    /// The language of the person's messages, such as `en`.
    pub language: String,
    /// The e-mail address.
    pub email: String,
    /// When the role or the membership last changed; tokens from before are void.
    #[serde(default)]
    pub changed_at: Timestamp,
    /// The roles that the person had, oldest first, so that what was allowed at a time can be told later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Membership>,
    /// Whom the person last gave recommendations to, latest first; at most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent_assignees: Vec<MemberId>,
}

/// What a membership was from a time on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// From when on.
    pub since: Timestamp,
    pub role: Role,
    /// Whether the membership stood.
    pub active: bool,
}

impl Member {
    /// How many former memberships are kept.
    const KEPT_HISTORY: usize = 50;

    /// Returns the member with another role or standing, from a time on. What was before is kept.
    #[must_use]
    pub fn changed(&self, role: Role, active: bool, at: Timestamp) -> Self {
        let mut history = self.history.clone();
        history.push(Membership { since: self.changed_at, role: self.role, active: self.active });
        let superfluous = history.len().saturating_sub(Self::KEPT_HISTORY);
        history.drain(..superfluous);
        Self { role, active, changed_at: at, history, ..self.clone() }
    }

    /// Returns the role that the person had at a time; nothing when the membership did not stand, or nobody can tell.
    #[must_use]
    pub fn role_at(&self, at: Timestamp) -> Option<Role> {
        let now = Membership { since: self.changed_at, role: self.role, active: self.active };
        let of_then = self.history.iter().chain([&now]).rfind(|known| known.since <= at);
        of_then.filter(|known| known.active).map(|known| known.role)
    }
}

impl std::fmt::Debug for Member {
    /// Leaves out the name and the address, so that no log has them by accident.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("Member");
        shown.field("id", &self.id).field("workspace", &self.workspace).field("role", &self.role);
        shown.field("active", &self.active).finish_non_exhaustive()
    }
}

/// Where a person's consent to WhatsApp messages stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// The person asked for messages.
    OptedIn,
    /// The person said stop.
    OptedOut,
}

/// A person's WhatsApp subscription: the address, the consent and the wish when to hear from us.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsAppSubscription {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The phone number in E.164, when WhatsApp shows it.
    pub phone: Option<String>,
    /// The business-scoped user id, such as `US.1349…`, when WhatsApp told it.
    pub business_scoped_id: Option<String>,
    /// Whether the person agreed to get messages.
    pub consent: Consent,
    /// When the consent last changed.
    pub consent_changed_at: Timestamp,
    /// The wording that the person agreed to.
    pub consent_wording: String,
    /// The local time of the daily digest.
    pub digest_time: Time,
    /// Whether the address has to be verified (again) before anything is done for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
    /// How many texts in a row nothing came of, since the last tap or keyword; see
    /// [`MOST_IDLE_REPLIES`](crate::message::conversation::MOST_IDLE_REPLIES).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub idle_texts: u32,
    /// When the person asked for no more digests by mail; nothing while they may come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mails_ended_at: Option<Timestamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Who a message that claims to come from a person comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SenderMatch {
    /// The person.
    Person,
    /// Something that WhatsApp shows of the sender is the person's and something is not: the number has another owner,
    /// or the person has another number.
    Changed,
    /// Somebody else.
    Stranger,
}

impl std::fmt::Debug for WhatsAppSubscription {
    /// Leaves out the addresses, so that no log has them by accident.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("WhatsAppSubscription");
        shown.field("workspace", &self.workspace).field("member", &self.member);
        shown.field("consent", &self.consent).finish_non_exhaustive()
    }
}

impl WhatsAppSubscription {
    /// Returns the address to send to: the number when it is known, else the business-scoped id.
    #[must_use]
    pub fn address(&self) -> Option<WhatsAppAddress> {
        let text = self.phone.as_ref().or(self.business_scoped_id.as_ref())?;
        Some(WhatsAppAddress::from_stored(text))
    }

    /// Returns every address that the person is known by.
    #[must_use]
    pub fn addresses(&self) -> Vec<WhatsAppAddress> {
        let own = [self.phone.as_ref(), self.business_scoped_id.as_ref()];
        own.into_iter().flatten().map(|text| WhatsAppAddress::from_stored(text)).collect()
    }

    /// Reports whether a message that claims these sender addresses comes from this person: a number or id that is shown is
    /// the one that is stored. A known number with another business-scoped id is another person: numbers are given to
    /// new owners.
    #[must_use]
    pub fn is_sender(&self, addresses: &[WhatsAppAddress]) -> bool {
        self.sender(addresses) == SenderMatch::Person
    }

    /// Says who a message with these sender addresses comes from; see [`WhatsAppSubscription::is_sender`].
    #[must_use]
    pub fn sender(&self, addresses: &[WhatsAppAddress]) -> SenderMatch {
        let (numbers, scoped): (Vec<_>, Vec<_>) = addresses
            .iter()
            .map(WhatsAppAddress::without_scheme)
            .partition(|address| address.starts_with('+'));
        let kinds = [(&self.phone, numbers), (&self.business_scoped_id, scoped)];
        let fits = kinds.map(|(own, shown)| {
            let compared = own.as_deref().filter(|_| !shown.is_empty());
            compared.map(|own| shown.contains(&own))
        });
        match (fits.contains(&Some(true)), fits.contains(&Some(false))) {
            (true, false) => SenderMatch::Person,
            (true, true) => SenderMatch::Changed,
            (false, _) => SenderMatch::Stranger,
        }
    }
}

#[cfg(test)]
mod tests;
