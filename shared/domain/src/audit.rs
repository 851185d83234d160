//! The audit log: who did what, when, on which channel, and what it changed. Each event is written in the transaction
//! of its change.

pub mod chain;
mod verb;

pub use verb::Verb;

use crate::identity::TokenHash;
use crate::identity::{AuditEventId, MemberId, MessageId, WorkspaceId};
use crate::workspace::Role;
use crate::workspace::rules::Band;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The channel of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A WhatsApp button or message.
    WhatsApp,
    /// A link in a message or an email.
    WebLink,
    /// An API request, by a person or by the system that carries out budget shifts.
    Api,
    /// The product itself, such as a digest that supersedes an old proposal.
    System,
    /// The administrators' API.
    Admin,
}

/// The outcome of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum Outcome {
    /// The change was made.
    Executed,
    /// Nothing was changed.
    Denied {
        /// The reason, as a fixed word of the product; never what the person sent.
        reason: String,
    },
}

/// One event of the audit log, written once and never altered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// The identifier; the same if the same request arrives twice.
    pub id: AuditEventId,
    pub workspace: WorkspaceId,
    /// When it happened.
    pub at: Timestamp,
    /// The member who did it; `None` if the product or an administrator did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<MemberId>,
    /// The administrator who did it, who need not be a member: the subject of the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrator: Option<String>,
    /// The channel.
    pub source: Source,
    /// The verb of what was done.
    pub verb: Verb,
    /// The object to which it was done.
    pub object: String,
    /// A description of the state before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// A description of the state after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    pub outcome: Outcome,
    /// The inbound WhatsApp message that requested it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_sid: Option<String>,
    /// What the action was based on, so that it can be proven later that it was allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// What an executed action was based on at that time. It is compared with the stored facts every night.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The token that was used up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenHash>,
    /// The role of the person at that time.
    pub role: Role,
    /// The version of the workspace's rules.
    pub rules_version: u64,
    /// The version of the target that was acted on.
    pub target_version: u64,
    /// The approval that the amount required, if money moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// The person who approved first, if two approvals were needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_approver: Option<MemberId>,
}

/// The part of an event that says where, when and how something was requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// The identifier of the event.
    pub id: AuditEventId,
    pub workspace: WorkspaceId,
    /// When it happened.
    pub at: Timestamp,
    /// The channel.
    pub source: Source,
}

impl AuditEvent {
    /// Creates the event of something that was done. Its author is the product itself, unless [`by`](Self::by) names
    /// somebody.
    #[must_use]
    pub fn executed(occasion: Occasion, verb: Verb, object: impl Into<String>) -> Self {
        Self::new(occasion, verb, object.into(), Outcome::Executed)
    }

    /// Creates the event of an attempt that changed nothing; `reason` is a fixed word of the product.
    #[must_use]
    pub fn denied(occasion: Occasion, verb: Verb, object: impl Into<String>, reason: &str) -> Self {
        Self::new(occasion, verb, object.into(), Outcome::Denied { reason: reason.to_owned() })
    }

    fn new(occasion: Occasion, verb: Verb, object: String, outcome: Outcome) -> Self {
        let Occasion { id, workspace, at, source } = occasion;
        Self {
            id,
            workspace,
            at,
            actor: None,
            administrator: None,
            source,
            verb,
            object,
            before: None,
            after: None,
            outcome,
            message_sid: None,
            evidence: None,
        }
    }

    /// Sets the member who did it.
    #[must_use]
    pub fn by(self, member: &MemberId) -> Self {
        Self { actor: Some(member.clone()), ..self }
    }

    /// Sets the administrator who did it, by the subject of the token.
    #[must_use]
    pub fn by_administrator(self, subject: &str) -> Self {
        Self { administrator: Some(subject.to_owned()), ..self }
    }

    /// Adds a description of the state before, for readers of the log.
    #[must_use]
    pub fn from_state(self, before: impl Into<String>) -> Self {
        Self { before: Some(before.into()), ..self }
    }

    /// Adds a description of the state after, for readers of the log.
    #[must_use]
    pub fn to_state(self, after: impl Into<String>) -> Self {
        Self { after: Some(after.into()), ..self }
    }

    /// Sets the inbound WhatsApp message that requested it.
    #[must_use]
    pub fn asked_by(self, message_sid: &str) -> Self {
        Self { message_sid: Some(message_sid.to_owned()), ..self }
    }

    /// Adds what the action was based on.
    #[must_use]
    pub fn because(self, evidence: Evidence) -> Self {
        Self { evidence: Some(evidence), ..self }
    }

    /// Creates the identifier of the event caused by an inbound message: the same message always causes the same event.
    #[must_use]
    pub fn id_for_message(message_sid: &str) -> AuditEventId {
        AuditEventId::hashed("in-", message_sid)
    }

    /// Creates the identifier of the event by which a message changes one person's consent. An address may belong to
    /// several people of a workspace, and one STOP ends the messages of all of them, with one event each.
    #[must_use]
    pub fn id_for_consent(message_sid: &str, member: &MemberId) -> AuditEventId {
        AuditEventId::hashed("in-", &format!("{message_sid}|{member}"))
    }

    /// Creates the identifier of the event by which somebody who may not use a token, or a person's number, tries to: one
    /// for each stranger, however often they try. `stranger` is a keyed hash of the sender's address.
    #[must_use]
    pub fn id_for_stranger(tried: &str, stranger: &str) -> AuditEventId {
        AuditEventId::hashed("st-", &format!("{tried}|{stranger}"))
    }

    /// Creates the identifier of the event caused by a link or an API request, from the token that it uses up and the
    /// time, because only a successful request uses the token up.
    #[must_use]
    pub fn id_for_token(token: &TokenHash, at: Timestamp) -> AuditEventId {
        AuditEventId::hashed("web-", &format!("{}|{at}", token.as_str()))
    }

    /// Creates the identifier of the event of what a link or a bearer token was denied: the same attempt is the same event,
    /// however often and whenever it is made. `denied` is whatever tells two of them apart.
    #[must_use]
    pub fn id_for_denied(token: &TokenHash, denied: &str) -> AuditEventId {
        AuditEventId::hashed("web-", &format!("{}|denied|{denied}", token.as_str()))
    }

    /// Creates the identifier of the event that a bearer token was issued, which differs from those of its later use.
    #[must_use]
    pub fn id_for_bearer(token: &TokenHash) -> AuditEventId {
        AuditEventId::hashed("api-", token.as_str())
    }

    /// Creates the event of a consent that ends because WhatsApp reports that the person does not want messages.
    /// `message` is the message that was refused; `code` is the error code.
    #[must_use]
    pub fn suppressed(
        workspace: &WorkspaceId,
        member: &MemberId,
        message: &MessageId,
        code: Option<u32>,
        at: Timestamp,
    ) -> Self {
        let code = code.map_or_else(|| "none".to_owned(), |code| code.to_string());
        let id = AuditEventId::hashed("out-", message.as_str());
        let occasion = Occasion { id, workspace: workspace.clone(), at, source: Source::System };
        Self::executed(occasion, Verb::OptOut, format!("subscription of {member}"))
            .from_state("opted_in")
            .to_state(format!("opted_out; message {message} was refused with code {code}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_message_gives_the_same_event_and_another_message_another() {
        let one = AuditEvent::id_for_message("SM0123456789abcdef0123456789abcdef");
        assert_eq!(one, AuditEvent::id_for_message("SM0123456789abcdef0123456789abcdef"));
        assert_ne!(one, AuditEvent::id_for_message("SM0123456789abcdef0123456789abcdee"));
    }

    #[test]
    fn an_event_from_before_there_were_administrators_is_read_and_written_as_it_was() {
        let old = serde_json::json!({
            "id": "in-1", "workspace": "acme", "at": "2026-11-22T08:00:00Z", "actor": "maya", "source": "whats_app",
            "verb": "opt_out", "object": "subscription of maya", "outcome": { "result": "executed" },
        });
        let event: AuditEvent = serde_json::from_value(old.clone()).unwrap();
        assert_eq!((&event.administrator, serde_json::to_value(&event).unwrap()), (&None, old));
    }

    #[test]
    fn an_odd_message_id_still_gives_a_valid_event() {
        let odd = AuditEvent::id_for_message("SM äöü #".repeat(20).as_str());
        assert!(odd.as_str().len() <= AuditEventId::LONGEST);
        assert!(odd.as_str().parse::<AuditEventId>().is_ok());
    }
}
