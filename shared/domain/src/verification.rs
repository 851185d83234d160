//! The nightly verification that nobody acted without permission. For every executed action it derives again from the
//! stored state that person, role, rules, token, webhook, consent, target and second approver were correct at that
//! time. What the event itself claims is never enough.
//!
//! [`prove()`] is pure. The use case reads page by page; [`canary`] makes attempts each night that must be refused.

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

/// The verdict on an executed event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is a person's action, and it was allowed.
    Proven(Basis),
    /// It is not a person's action: nobody tapped, wrote or made a request.
    NotAPersons(Origin),
    /// Nothing in the stored state shows that it was allowed.
    Unproven(Violation),
}

/// The basis of a proven action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A button on the person's phone.
    Button,
    /// A link that was sent only to the person.
    Link,
    /// The login of the person.
    LoggedIn,
    /// Free text that the person wrote from the verified phone.
    Words,
    /// STOP or START from the person.
    Consent,
    /// A change of members or rules by an owner of the workspace.
    Owner,
}

impl Basis {
    /// Returns the label used in a report.
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

/// The origin of an event that is not a person's action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// WhatsApp permanently refused a message, which ends the consent.
    Suppression,
    /// A budget or an outcome reported by the system that carries out budget shifts, or by an import.
    Integrator,
    /// A change of memberships or rules by an operator of the product.
    Operator,
    /// An administrator, authenticated by the issuer, had a message sent again.
    Administrator,
}

impl Origin {
    /// Returns the label used in a report.
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

/// The stored state of what an event refers to; whatever is missing or cannot be read is `None`.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    /// The token referred to by the event.
    pub token: Option<WhatsAppActionToken>,
    /// The message that carried the token.
    pub carrier: Option<Message>,
    /// The conversation entry of the person's message.
    pub entry: Option<WhatsAppConversationEntry>,
    /// Whether another message arrived earlier with the same signature.
    pub signature_seen: bool,
    /// The target in its current state.
    pub target: Option<Target>,
    /// The audit event of the first of two approvals.
    pub first: Option<AuditEvent>,
}
