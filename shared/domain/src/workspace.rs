//! A workspace, its people and their consent: who exists, what they may do, and whether they want messages.

use crate::address::WhatsAppAddress;
use crate::identity::{MemberId, WorkspaceId};
use crate::instant::EpochSecond;
use crate::money::{Currency, Money};
use asked_cards::AskedCards;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use preferences::{DigestDays, QuietHours};
use rules::ActionRules;
use serde::{Deserialize, Serialize};

pub mod asked_cards;
pub mod preferences;
pub mod roster;
pub mod rules;
pub mod same_person;

/// How long the session stays open after a message of the person, in seconds (Meta, customer service window).
const SESSION_SECONDS: i64 = 24 * 3600;
/// How much of the session must be left for a message to be sent in it, in seconds: WhatsApp's clock decides, not ours.
const LEAST_LEFT_SECONDS: i64 = 600;

/// A tenant: a business with its own facts, people and rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// The identifier.
    pub id: WorkspaceId,
    /// The name as people know it.
    pub name: String,
    /// The IANA time zone that determines where its days end, such as `America/New_York`.
    pub zone: String,
    /// The currency of its facts.
    pub currency: Currency,
    /// The target return on ad spend, in hundredths (350 is 3.50).
    pub target_roas_hundredths: i64,
    /// The one-tap limit: the largest budget shift per day that one tap may approve.
    pub single_tap_limit: Money,
    /// Who may do what, up to which amount, and for how long it can be undone.
    #[serde(default)]
    pub rules: ActionRules,
}

/// The role of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Owns the workspace.
    Owner,
    /// Runs the campaigns.
    Marketer,
    /// May view, but not decide anything.
    Viewer,
}

impl Role {
    /// Reports whether this role may decide anything at all; [`rules`] determine who may decide what.
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
    /// The identifier within the workspace.
    pub id: MemberId,
    /// The workspace of this membership.
    pub workspace: WorkspaceId,
    /// The first name, used to address the person in messages.
    pub name: String,
    /// The role of the person.
    pub role: Role,
    /// Whether the membership is active; a removed person may do nothing.
    pub active: bool,
    /// The IANA time zone in which the person lives.
    pub zone: String,
    /// The language of the person's messages, such as `en`.
    pub language: String,
    /// The e-mail address.
    pub email: String,
    /// When the role or the membership last changed; tokens issued before are void.
    #[serde(default)]
    pub changed_at: Timestamp,
    /// The person's former roles, oldest first, so that what was allowed at a time can be determined later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Membership>,
    /// The person's most recent assignees, latest first; at most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent_assignees: Vec<MemberId>,
}

/// The state of a membership from a point in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// When this state began.
    pub since: Timestamp,
    pub role: Role,
    /// Whether the membership was active.
    pub active: bool,
}

impl Member {
    /// How many former states of a membership are kept.
    const KEPT_HISTORY: usize = 50;

    /// Returns the member with a changed role or membership from a point in time. The former state is kept.
    #[must_use]
    pub fn changed(&self, role: Role, active: bool, at: Timestamp) -> Self {
        let mut history = self.history.clone();
        history.push(Membership { since: self.changed_at, role: self.role, active: self.active });
        let superfluous = history.len().saturating_sub(Self::KEPT_HISTORY);
        history.drain(..superfluous);
        Self { role, active, changed_at: at, history, ..self.clone() }
    }

    /// Returns the role that the person had at a time, or `None` if the membership was not active or the role is not
    /// known.
    #[must_use]
    pub fn role_at(&self, at: Timestamp) -> Option<Role> {
        let now = Membership { since: self.changed_at, role: self.role, active: self.active };
        let of_then = self.history.iter().chain([&now]).rfind(|known| known.since <= at);
        of_then.filter(|known| known.active).map(|known| known.role)
    }
}

impl std::fmt::Debug for Member {
    /// Leaves out the name and the address, so that they do not end up in a log by accident.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("Member");
        shown.field("id", &self.id).field("workspace", &self.workspace).field("role", &self.role);
        shown.field("active", &self.active).finish_non_exhaustive()
    }
}

/// A person's consent to WhatsApp messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// The person opted in.
    OptedIn,
    /// The person opted out.
    OptedOut,
}

/// A person's WhatsApp subscription: the address, the consent and the preferred time.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsAppSubscription {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The phone number in E.164, if WhatsApp shows it.
    pub phone: Option<String>,
    /// The business-scoped user id, such as `US.1349…`, if WhatsApp provided it.
    pub business_scoped_id: Option<String>,
    /// Whether the person consents to messages.
    pub consent: Consent,
    /// When the consent last changed.
    pub consent_changed_at: Timestamp,
    /// The wording that the person agreed to.
    pub consent_wording: String,
    /// The time of the daily digest, on the clock of where the person lives.
    pub digest_time: Time,
    /// The days on which it comes.
    #[serde(default, skip_serializing_if = "DigestDays::are_all")]
    pub digest_days: DigestDays,
    /// The hours in which the person wants no message that they did not ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// Whether the address has to be verified (again) before any request from it is carried out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
    /// The number of texts in a row that led to no action, since the last tap or keyword; see
    /// [`MOST_IDLE_REPLIES`](crate::message::conversation::MOST_IDLE_REPLIES).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub idle_texts: u32,
    /// When the person unsubscribed from digests by mail; `None` while they may be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mails_ended_at: Option<Timestamp>,
    /// When the person last wrote or tapped something that changed what is stored; this opens the session for 24 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_heard_at: Option<Timestamp>,
    /// The cards that the person asked for last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_cards: Option<AskedCards>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Who sent a message that claims to come from a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SenderMatch {
    /// The person.
    Person,
    /// Some of what WhatsApp shows about the sender matches the person and some does not: the number has another owner,
    /// or the person has another number.
    Changed,
    /// Somebody else.
    Stranger,
}

impl std::fmt::Debug for WhatsAppSubscription {
    /// Leaves out the addresses, so that they do not end up in a log by accident.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("WhatsAppSubscription");
        shown.field("workspace", &self.workspace).field("member", &self.member);
        shown.field("consent", &self.consent).finish_non_exhaustive()
    }
}

impl WhatsAppSubscription {
    /// Returns the address to send to: the number if known, otherwise the business-scoped id.
    #[must_use]
    pub fn address(&self) -> Option<WhatsAppAddress> {
        let text = self.phone.as_ref().or(self.business_scoped_id.as_ref())?;
        Some(WhatsAppAddress::from_stored(text))
    }

    /// Reports whether the session (24-hour window), in which messages need no template, is open and stays so long enough for
    /// a message to be sent.
    #[must_use]
    pub fn session_is_open(&self, now: EpochSecond) -> bool {
        let open_until = self.last_heard_at.map(|at| EpochSecond::from(at).plus_seconds(SESSION_SECONDS));
        open_until.is_some_and(|until| until.seconds_since(now) >= LEAST_LEFT_SECONDS)
    }

    /// Returns when the quiet hours in which the person is now end, or `None` if it is no quiet hour; `zone` is where the
    /// person lives. An unknown zone is treated as UTC.
    #[must_use]
    pub fn quiet_until(&self, zone: &str, now: Timestamp) -> Option<Timestamp> {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        self.quiet_hours?.until(now, &zone)
    }

    /// Returns every known address of the person.
    #[must_use]
    pub fn addresses(&self) -> Vec<WhatsAppAddress> {
        let own = [self.phone.as_ref(), self.business_scoped_id.as_ref()];
        own.into_iter().flatten().map(|text| WhatsAppAddress::from_stored(text)).collect()
    }

    /// Reports whether a message with these sender addresses comes from this person: a number or id that is shown must
    /// be the stored one. A known number with a different business-scoped id belongs to somebody else, because numbers
    /// are reassigned to new owners.
    #[must_use]
    pub fn is_sender(&self, addresses: &[WhatsAppAddress]) -> bool {
        self.sender(addresses) == SenderMatch::Person
    }

    /// Returns who sent a message with these sender addresses; see [`WhatsAppSubscription::is_sender`].
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
