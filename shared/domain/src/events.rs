//! Domain events: tell the rest of the product on EventBridge what was done, at least once.

use crate::audit::{AuditEvent, Outcome, Source};
use crate::error::BoxError;
use crate::identity::{AuditEventId, MemberId, WorkspaceId};
use async_trait::async_trait;
use jiff::Timestamp;
use serde::Serialize;

/// The source of every event of the product.
pub const SOURCE: &str = "whatsapp-command-center";
/// Something that was done. An event may be delivered twice, with the same `id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DomainEvent {
    /// The kind of the event, EventBridge's `detail-type`.
    #[serde(skip)]
    pub detail_type: &'static str,
    /// The identifier of the audit event.
    pub id: AuditEventId,
    pub workspace: WorkspaceId,
    /// When it was done.
    pub at: Timestamp,
    /// The member who did it; `None` if the product did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<MemberId>,
    /// The channel.
    pub source: Source,
    /// The object to which it was done.
    pub object: String,
    /// A description of the state before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// A description of the state after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl DomainEvent {
    /// Creates the domain event of an audit event, or returns `None` if nothing was done.
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
    /// The bus did not accept it: try again. The event may then be there twice, with the same identifier.
    #[error("the event bus did not take the event: try again")]
    Unavailable(#[source] BoxError),
    /// The bus will never accept this event, because of a defect in our code. Trying again would hold up every later
    /// event.
    #[error("the event bus refuses the event for its form: the code must change")]
    Refused(#[source] BoxError),
}

/// Delivers domain events to the rest of the product, at least once.
#[async_trait]
pub trait EventBus: Send + Sync {
    /// Publishes events in order; returns for each, in the same order, whether the bus has it.
    async fn publish(&self, events: &[DomainEvent]) -> Vec<Result<(), PublishError>>;
}
