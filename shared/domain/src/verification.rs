//! The nightly proof that nobody acted who may not: for every executed action it is derived again, from what is stored,
//! that person, role, rules, token, webhook, consent, target and second approver were right at that time. The event's own
//! word is never enough.
//!
//! [`prove()`] is pure; the use case reads page by page, [`canary`] tries each night what must be refused.

pub mod canary;
pub mod history;
mod prove;
pub mod report;
pub mod violation;

pub use crate::verification::violation::Violation;
pub use prove::prove;

use crate::audit::AuditEvent;
use crate::insight::target::Target;
use crate::message::Message;
use crate::message::conversation::WhatsAppConversationEntry;
use crate::token::WhatsAppActionToken;
use serde::{Deserialize, Serialize};

/// What an executed event is found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// An action of a person, and it was allowed.
    Proven(Basis),
    /// No action of a person: nobody tapped, wrote or asked.
    NotAPersons(Origin),
    /// Nothing stored shows that it was allowed.
    Unproven(Violation),
}

/// What a proven action rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A button on the person's phone.
    Button,
    /// A link that was sent to the person alone.
    Link,
    /// The person was logged in.
    LoggedIn,
    /// The person wrote it from the verified phone.
    Words,
    /// The person said STOP or START.
    Consent,
    /// An owner of the workspace changed who is in it, or its rules.
    Owner,
}

impl Basis {
    /// Names it for who reads a report.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Button => "by a button",
            Self::Link => "by a link",
            Self::LoggedIn => "by a login",
            Self::Words => "in words",
            Self::Consent => "STOP or START",
            Self::Owner => "by an owner",
        }
    }
}

/// Where an event comes from that is no action of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// WhatsApp refused a message for good, which ends the consent.
    Suppression,
    /// The system that carries out budget shifts, or an import, reported a budget or an outcome.
    Integrator,
    /// An operator of the product changed memberships or rules.
    Operator,
    /// An administrator, whom the issuer vouched for, had a message sent again.
    Administrator,
}

impl Origin {
    /// Names it for who reads a report.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Suppression => "WhatsApp ended the consent",
            Self::Integrator => "reports of budgets and outcomes",
            Self::Operator => "changes by an operator",
            Self::Administrator => "messages that an administrator sent again",
        }
    }
}

/// What is stored of the things that an event speaks of; what is not there, or cannot be read, is `None`.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    /// The token that the event names.
    pub token: Option<WhatsAppActionToken>,
    /// The message that carried the token.
    pub carrier: Option<Message>,
    /// The log entry of the person's message.
    pub entry: Option<WhatsAppConversationEntry>,
    /// Whether another message came with the same signature before.
    pub signature_seen: bool,
    /// What was acted on, as it is now.
    pub target: Option<Target>,
    /// The event of the first of two approvals.
    pub first: Option<AuditEvent>,
}
