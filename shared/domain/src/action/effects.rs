//! What an action writes in addition to its target, in one transaction.

use crate::audit::AuditEvent;
use crate::identity::{CampaignId, MemberId, WorkspaceId};
use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::target::Target;
use crate::message::Message;
use crate::message::conversation::{Expecting, IdleTexts, WhatsAppConversationEntry};
use crate::message::job::QueueJob;
use crate::message::reference::DeliveryJob;
use crate::notification::{EmailState, MemberNotification};
use crate::workspace::asked_cards::AskedCards;
use jiff::Timestamp;

/// How an action uses its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenUse {
    /// The token is used up, and must not have expired.
    Fresh,
    /// The token is used up however old it is: a decline never expires.
    AnyAge,
    /// The token stays valid because it represents a logged-in person; it must not have expired.
    Kept,
    /// There is no token: the request is free text.
    Absent,
}

/// A change to be written, with everything that the decision depends on.
#[derive(Debug, Clone)]
pub struct PlannedChange {
    /// The target after the change.
    pub after: Target,
    /// How the token is used.
    pub token: TokenUse,
    /// What else must be unchanged since it was read.
    pub conditions: ChangeConditions,
    /// The audit event.
    pub audit: AuditEvent,
}

/// What a change depends on in addition to the token, the target, the person and the rules.
#[derive(Debug, Clone, Default)]
pub struct ChangeConditions {
    /// The campaigns that must be active and have the version that the shift is based on.
    pub campaigns: Vec<(CampaignId, u64)>,
    /// Whether the change depends on another person who may approve: then nobody may have joined, left or changed roles
    /// in the meantime.
    pub needs_another: bool,
    /// The first of two approvers, of whom the second must still be another person: their addresses are as they were
    /// read.
    pub first_approver: Option<MemberId>,
    /// The future owner of a recommendation, who must be an active member with permission to decide.
    pub candidate: Option<MemberId>,
    /// The person's most recent assignees, as they are to be stored.
    pub recent_assignees: Option<Vec<MemberId>>,
}

impl ChangeConditions {
    /// Requires that both budgets of a shift are the ones it was computed from.
    #[must_use]
    pub fn on_budgets(shift: &BudgetAdjustment) -> Self {
        let sides = [&shift.from, &shift.to];
        let campaigns = sides.map(|side| (side.campaign.clone(), side.campaign_version)).into();
        Self { campaigns, ..Self::default() }
    }
}

/// The cards that a request asked for, to be stored unless another request asked for cards in the meantime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardsRequest {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The cards that are asked for, with those from before.
    pub cards: AskedCards,
    /// The version that was read; `None` if nobody had asked for cards.
    pub read: Option<u64>,
    /// When the person asked by WhatsApp, which opens the session.
    pub heard_at: Option<Timestamp>,
}

/// What an action produces in addition to the change: the reply and everything that is to be sent.
#[derive(Debug, Clone, Default)]
pub struct SideEffects {
    /// The conversation entry with the reply, for a request that came from WhatsApp.
    pub entry: Option<WhatsAppConversationEntry>,
    /// The messages to be sent.
    pub messages: Vec<Message>,
    /// The notifications to people.
    pub notifications: Vec<MemberNotification>,
    /// How the person's next text is to be interpreted.
    pub expecting: Option<Expecting>,
    /// The new count of the person's texts that led to no action. Set only if nothing changes: a change resets the
    /// count.
    pub idle_texts: Option<IdleTexts>,
    /// The cards that were asked for. Set only if nothing changes: a change always gets its cards.
    pub asked_cards: Option<CardsRequest>,
}

impl SideEffects {
    /// Returns the side effects of an entry alone.
    #[must_use]
    pub fn from_entry(entry: &WhatsAppConversationEntry) -> Self {
        Self { entry: Some(entry.clone()), ..Self::default() }
    }

    /// Returns the jobs that send everything.
    #[must_use]
    pub fn jobs(&self) -> Vec<QueueJob> {
        jobs_of(&self.messages, &self.notifications)
    }
}

/// Returns the jobs that send the messages, followed by those that send the mails of the notifications.
#[must_use]
pub fn jobs_of(messages: &[Message], notifications: &[MemberNotification]) -> Vec<QueueJob> {
    let delivery = |message: &Message| {
        QueueJob::Message(DeliveryJob {
            workspace: message.workspace.clone(),
            member: message.member.clone(),
            message: message.id.clone(),
        })
    };
    let mailed = notifications.iter().filter(|notification| notification.email.state == EmailState::Waiting);
    messages
        .iter()
        .map(delivery)
        .chain(mailed.map(|notification| QueueJob::NotificationMail(notification.job())))
        .collect()
}
