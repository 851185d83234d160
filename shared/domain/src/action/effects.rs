//! What an action writes beside its target, in one transaction.

use crate::audit::AuditEvent;
use crate::identity::{CampaignId, MemberId};
use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::target::Target;
use crate::message::Message;
use crate::message::conversation::{Expecting, IdleTexts, WhatsAppConversationEntry};
use crate::message::job::QueueJob;
use crate::message::reference::DeliveryJob;
use crate::notification::{EmailState, MemberNotification};

/// What becomes of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenUse {
    /// It is used up, and must not be too old.
    Fresh,
    /// It is used up, however old it is: a no is never too late.
    AnyAge,
    /// It stays, since it stands for a person who is logged in; it must not be too old.
    Kept,
    /// There is none: the request is written in words.
    Absent,
}

/// A change as it is to be written, with everything that it is decided on.
#[derive(Debug, Clone)]
pub struct PlannedChange {
    /// What the action is about, as it is to be.
    pub after: Target,
    /// What becomes of the token.
    pub token: TokenUse,
    /// What else must be as it was read.
    pub conditions: ChangeConditions,
    /// The audit event.
    pub audit: AuditEvent,
}

/// What a change depends on beside the token, the target, the person and the rules.
#[derive(Debug, Clone, Default)]
pub struct ChangeConditions {
    /// The campaigns that must run and have the version that the shift is based on.
    pub campaigns: Vec<(CampaignId, u64)>,
    /// Whether it depends on somebody else who may approve: then nobody may have joined, left or changed roles meanwhile.
    pub needs_another: bool,
    /// The person who is to own a recommendation, who must be an active member that decides.
    pub candidate: Option<MemberId>,
    /// Whom the person last gave recommendations to, as it is to be.
    pub recent_assignees: Option<Vec<MemberId>>,
}

impl ChangeConditions {
    /// Requires that both budgets of a shift are as it was computed.
    #[must_use]
    pub fn on_budgets(shift: &BudgetAdjustment) -> Self {
        let sides = [&shift.from, &shift.to];
        let campaigns = sides.map(|side| (side.campaign.clone(), side.campaign_version)).into();
        Self { campaigns, ..Self::default() }
    }
}

/// What an action leaves beside the change: what was said and what is to be sent.
#[derive(Debug, Clone, Default)]
pub struct SideEffects {
    /// The log entry with the reply, for what came from WhatsApp.
    pub entry: Option<WhatsAppConversationEntry>,
    /// The messages to be sent.
    pub messages: Vec<Message>,
    /// The notifications to people.
    pub notifications: Vec<MemberNotification>,
    /// What the person's next text is taken for.
    pub expecting: Option<Expecting>,
    /// What becomes of the number of the person's texts that nothing came of. Only for what changes nothing: a change
    /// forgets them.
    pub idle_texts: Option<IdleTexts>,
}

impl SideEffects {
    /// Returns what only an entry leaves.
    #[must_use]
    pub fn from_entry(entry: &WhatsAppConversationEntry) -> Self {
        Self { entry: Some(entry.clone()), ..Self::default() }
    }

    /// Returns the jobs that have everything sent.
    #[must_use]
    pub fn jobs(&self) -> Vec<QueueJob> {
        jobs_of(&self.messages, &self.notifications)
    }
}

/// Returns the jobs that have messages sent, and then the mails of the notifications that are mailed.
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
