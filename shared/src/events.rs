//! Domain events: tells the rest of the product on EventBridge what was done, at least once.

use crate::audit::{AuditEvent, Outcome, Source, Verb};
use crate::identity::{AuditEventId, MemberId, WorkspaceId};
use crate::store::BoxError;
use crate::telemetry::with_causes;
use async_trait::async_trait;
use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::{PutEventsRequestEntry, PutEventsResultEntry};
use jiff::Timestamp;
use serde::Serialize;

/// What every event of the product has as its source.
pub const SOURCE: &str = "whatsapp-command-center";
/// How many events one `PutEvents` takes.
const BATCH: usize = 10;

/// Something that was done. The same event may come twice; then it has the same `id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DomainEvent {
    /// What kind of event it is, EventBridge's `detail-type`.
    #[serde(skip)]
    pub detail_type: &'static str,
    /// The audit event that it tells of.
    pub id: AuditEventId,
    /// The workspace.
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
    pub fn of(audit: &AuditEvent) -> Option<Self> {
        match audit.outcome {
            Outcome::Denied { .. } => None,
            Outcome::Executed => Some(Self {
                detail_type: detail_type(audit.verb),
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

/// Names the kind of event that a verb makes when it is carried out. Others route by these names: none is ever changed.
fn detail_type(verb: Verb) -> &'static str {
    match verb {
        Verb::ApproveShift => "BudgetShiftApproved",
        Verb::ApproveShiftFirst => "BudgetShiftApprovedFirst",
        Verb::DeclineShift => "BudgetShiftDeclined",
        Verb::GiveReason => "BudgetShiftReasonGiven",
        Verb::UndoShift => "BudgetShiftUndone",
        Verb::ReviewShift => "BudgetShiftReviewed",
        Verb::ShowAlerts => "AlertsShown",
        Verb::AcknowledgeAlert => "AlertAcknowledged",
        Verb::SnoozeAlert => "AlertSnoozed",
        Verb::AssignRecommendation => "RecommendationAssigned",
        Verb::AcceptAssignment => "RecommendationAccepted",
        Verb::PassBackAssignment => "RecommendationPassedBack",
        Verb::ReportOutcome => "BudgetShiftOutcomeReported",
        Verb::ChangeBudget => "CampaignBudgetChanged",
        Verb::ChangeMembership => "MembershipChanged",
        Verb::ChangeRules => "WorkspaceRulesChanged",
        Verb::OptOut => "WhatsAppOptedOut",
        Verb::OptIn => "WhatsAppOptedIn",
        Verb::EndMails => "DigestMailsEnded",
        Verb::ResumeMails => "DigestMailsResumed",
        Verb::ResendMessage => "MessageResendRequested",
        Verb::IssueBearer => "ApiTokenIssued",
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

/// The event bus on EventBridge.
#[derive(Debug, Clone)]
pub struct EventBridgeBus {
    client: Client,
    bus: String,
}

impl EventBridgeBus {
    /// Takes a client and the name or ARN of the bus.
    #[must_use]
    pub fn new(client: Client, bus: impl Into<String>) -> Self {
        Self { client, bus: bus.into() }
    }

    async fn publish_batch(&self, events: &[DomainEvent]) -> Vec<Result<(), PublishError>> {
        let built: Vec<_> = events.iter().map(|event| self.entry(event)).collect();
        let entries = built.iter().filter_map(|entry| entry.as_ref().ok().cloned()).collect();
        let mut answers = self.put(entries).await.into_iter();
        let mut answer =
            || answers.next().unwrap_or_else(|| Err(unavailable("the bus did not answer for it")));
        built.into_iter().map(|entry| entry.map_err(refused).and_then(|_put| answer())).collect()
    }

    async fn put(&self, entries: Vec<PutEventsRequestEntry>) -> Vec<Result<(), PublishError>> {
        let count = entries.len();
        match self.client.put_events().set_entries(Some(entries)).send().await {
            Ok(answer) => answer.entries().iter().map(taken).collect(),
            Err(error) => {
                let cause = with_causes(&error);
                (0..count).map(|_| Err(unavailable(cause.clone()))).collect()
            }
        }
    }

    fn entry(&self, event: &DomainEvent) -> Result<PutEventsRequestEntry, serde_json::Error> {
        Ok(PutEventsRequestEntry::builder()
            .event_bus_name(&self.bus)
            .source(SOURCE)
            .detail_type(event.detail_type)
            .time(DateTime::from_secs(event.at.as_second()))
            .resources(format!("workspace/{}", event.workspace))
            .detail(serde_json::to_string(event)?)
            .build())
    }
}

/// Reads what the bus says of one event. Codes that speak of the event itself are final; trouble of the bus passes.
fn taken(entry: &PutEventsResultEntry) -> Result<(), PublishError> {
    match entry.error_code() {
        None => Ok(()),
        Some(code @ ("MalformedDetail" | "InvalidArgument" | "ValidationException")) => Err(refused(code)),
        Some(code) => Err(unavailable(code)),
    }
}

fn unavailable(cause: impl Into<BoxError>) -> PublishError {
    PublishError::Unavailable(cause.into())
}

fn refused(cause: impl Into<BoxError>) -> PublishError {
    PublishError::Refused(cause.into())
}

#[async_trait]
impl EventBus for EventBridgeBus {
    async fn publish(&self, events: &[DomainEvent]) -> Vec<Result<(), PublishError>> {
        let mut results = Vec::with_capacity(events.len());
        for batch in events.chunks(BATCH) {
            // All from the first that was not taken on comes again, so what is after it would only be there twice.
            if results.iter().any(|result| matches!(result, Err(PublishError::Unavailable(_)))) {
                results.extend(
                    batch.iter().map(|_| Err(unavailable("the bus did not take an event before it"))),
                );
            } else {
                results.extend(self.publish_batch(batch).await);
            }
        }
        results
    }
}

#[cfg(test)]
mod tests;
