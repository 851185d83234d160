//! Domain events: tells the rest of the product on EventBridge what was done, at least once.

use crate::audit::{AuditEvent, Outcome, Source};
use crate::error::BoxError;
use crate::identity::{AuditEventId, MemberId, WorkspaceId};
use async_trait::async_trait;
use jiff::Timestamp;
use serde::Serialize;

/// What every event of the product has as its source.
pub const SOURCE: &str = "whatsapp-command-center";
/// Something that was done. The same event may come twice; then it has the same `id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DomainEvent {
    /// What kind of event it is, EventBridge's `detail-type`.
    #[serde(skip)]
    pub detail_type: &'static str,
    /// The audit event that it tells of.
    pub id: AuditEventId,
    pub workspace: WorkspaceId,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it; nobody when the product did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<MemberId>,
    /// The channel.
    pub source: Source,
    /// What it was done to.
    pub object: String,
    /// The state before, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The state after, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl DomainEvent {
    /// Makes the domain event of an audit event; nothing when nothing was done.
    #[must_use]
    pub fn from_audit(audit: &AuditEvent) -> Option<Self> {
        match audit.outcome {
            Outcome::Denied { .. } => None,
            Outcome::Executed => Some(Self {
                detail_type: audit.verb.event(),
                id: audit.id.clone(),
                workspace: audit.workspace.clone(),
                at: audit.at,
                actor: audit.actor.clone(),
                source: audit.source,
                object: audit.object.clone(),
                before: audit.before.clone(),
                after: audit.after.clone(),
            }),
        }
    }
}

/// Why the bus does not have an event, by what the caller should do.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The bus did not take it: try again; the event may be there twice then, with the same identifier.
    #[error("the event bus did not take the event: try again")]
    Unavailable(#[source] BoxError),
    /// The bus will never take this event: a defect of ours. Trying again would hold up every later one.
    #[error("the event bus refuses the event for its form: the code must change")]
    Refused(#[source] BoxError),
}

/// Carries domain events to the rest of the product, at least once.
#[async_trait]
pub trait EventBus: Send + Sync {
    /// Publishes events in their order; gives for each, in the same order, whether the bus has it.
    async fn publish(&self, events: &[DomainEvent]) -> Vec<Result<(), PublishError>>;
}
