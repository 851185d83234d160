//! What an action writes beside its target, in one transaction.

use crate::action::context::{ActionFacts, Actor};
use crate::audit::AuditEvent;
use crate::identity::{CampaignId, MemberId};
use crate::insight::target::Target;
use crate::message::Message;
use crate::message::conversation::{Expecting, IdleTexts, WhatsAppConversationEntry};
use crate::notification::MemberNotice;

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

/// What an action writes.
pub struct ActionWrites<'a> {
    /// Who acts.
    pub actor: &'a Actor<'a>,
    /// What was read.
    pub facts: &'a ActionFacts,
    /// What becomes of the token.
    pub token: TokenUse,
    /// What the action is about, as it is to be.
    pub after: &'a Target,
    /// The campaigns that must run and have the version that the shift is based on.
    pub campaigns: &'a [(CampaignId, u64)],
    /// Whether it rests on somebody else who may approve: then nobody may have joined, left or changed roles meanwhile.
    pub needs_another: bool,
    /// The person who is to own a recommendation, who must be an active member that decides.
    pub candidate: Option<&'a MemberId>,
    /// Whom the person last gave recommendations to, as it is to be.
    pub recent_assignees: Option<&'a [MemberId]>,
    /// The audit event.
    pub audit: &'a AuditEvent,
    /// What the action leaves beside the change.
    pub left: &'a Left,
}

/// What an action leaves beside the change: what was said and what is to be sent.
#[derive(Debug, Clone, Default)]
pub struct Left {
    /// The log entry with the reply, for what came from WhatsApp.
    pub entry: Option<WhatsAppConversationEntry>,
    /// The messages to be sent.
    pub messages: Vec<Message>,
    /// The notices to people.
    pub notices: Vec<MemberNotice>,
    /// What the person's next text is taken for.
    pub expecting: Option<Expecting>,
    /// What becomes of the number of the person's texts that nothing came of. Only for what changes nothing: a change
    /// forgets them.
    pub idle_texts: Option<IdleTexts>,
}

impl Left {
    /// Gives what only an entry leaves.
    #[must_use]
    pub fn of(entry: &WhatsAppConversationEntry) -> Self {
        Self { entry: Some(entry.clone()), ..Self::default() }
    }
}
