//! A batch of the stream: every audit event in it is sealed, then the executed actions are published. A stream cannot
//! skip records, so the response names the first record to be retried, and everything from there on is delivered
//! again.

use crate::stream::{AuditRecord, Record, StreamBatch, read};
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use command_center::domain::audit::Outcome;
use command_center::domain::audit::chain::{Arrival, instant_of, is_timely};
use command_center::domain::error::{FailureKind, with_causes};
use command_center::domain::events::{DomainEvent, EventBus, PublishError};
use command_center::domain::identity::WorkspaceId;
use command_center::store::chain::{SealError, Sealing};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// The reasons why a batch fails as a whole; the stream then redelivers all of it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchFailure {
    /// The payload is not a batch of the stream. The error does not quote it, because it may be anything.
    #[error("the payload is no batch of the table's stream")]
    NotABatch,
    /// A record to be retried has no sequence number, so only the whole batch can be retried.
    #[error("a record that failed has no sequence number")]
    NamelessRecord,
}

impl FailureKind for BatchFailure {
    fn kind(&self) -> &'static str {
        match self {
            Self::NotABatch => "NotABatch",
            Self::NamelessRecord => "NamelessRecord",
        }
    }
}

/// Seals the audit events of a batch, for each workspace in stream order, then publishes the executed actions. A
/// redelivery is harmless for both: republished events keep their identifiers, and sealed events stay as they are.
///
/// # Errors
/// If the payload is not a batch, or if the first failed record has no sequence number.
pub async fn handle_batch<S>(
    payload: Value,
    seal: S,
    bus: &dyn EventBus,
) -> Result<DynamoDbEventResponse, BatchFailure>
where
    S: AsyncFn(&WorkspaceId, &[Arrival]) -> Result<Sealing, SealError>,
{
    let batch: StreamBatch =
        serde_json::from_value(payload).map_err(|_may_repeat_it| BatchFailure::NotABatch)?;
    let records: Vec<AuditRecord> = batch.records.into_iter().filter_map(to_seal).collect();
    let unsealed = seal_all(&records, seal).await;
    let sealed = &records[..unsealed.unwrap_or(records.len())];
    let untold = publish(sealed, bus).await;
    answer(untold.or(unsealed).map(|first| &records[first]))
}

/// Returns the audit event of a record if it is to be sealed. Records that the product cannot have written are logged
/// and skipped, because they would block the stream; verification of the chain still finds them.
fn to_seal(record: Value) -> Option<AuditRecord> {
    match read(record) {
        Record::Other => None,
        Record::Unreadable => {
            tracing::error!("a record of the stream cannot be read and is left unsealed");
            None
        }
        Record::Audit(record) => {
            let genuine = record.stored_at.is_none_or(|at| could_be_stored_at(&record, at));
            if !genuine {
                let workspace = &record.workspace;
                tracing::error!(
                    %workspace,
                    "an audit event claims another time than it was stored at and is left unsealed"
                );
            }
            genuine.then_some(*record)
        }
    }
}

/// Reports whether the product could have stored an event at an instant. Executed actions are stored together with
/// their change. A worker may record a refusal after the reply, as late as the queue delivers the job; because a
/// refusal changes nothing, a forged one proves nothing.
fn could_be_stored_at(record: &AuditRecord, at: Timestamp) -> bool {
    let event_key = &record.arrival.event_key;
    let refused = record.event.as_ref().is_some_and(|event| matches!(event.outcome, Outcome::Denied { .. }));
    is_timely(event_key, at) || (refused && instant_of(event_key).is_some_and(|claimed| claimed <= at))
}

/// Seals all records and returns the position of the first one to be retried.
async fn seal_all<S>(records: &[AuditRecord], seal: S) -> Option<usize>
where
    S: AsyncFn(&WorkspaceId, &[Arrival]) -> Result<Sealing, SealError>,
{
    let mut by_workspace: BTreeMap<&WorkspaceId, (usize, Vec<Arrival>)> = BTreeMap::new();
    for (place, record) in records.iter().enumerate() {
        let (_first, arrivals) = by_workspace.entry(&record.workspace).or_insert((place, Vec::new()));
        arrivals.push(record.arrival.clone());
    }
    let mut first_failed: Option<usize> = None;
    for (workspace, (first, arrivals)) in by_workspace {
        let sealing = seal(workspace, &arrivals).await;
        if !is_settled(workspace, &sealing) {
            first_failed = Some(first_failed.map_or(first, |failed| failed.min(first)));
        }
    }
    first_failed
}

/// Logs a sealing and reports whether it is settled, because it succeeded or because a retry is pointless. The log
/// line is the anchor outside the table.
fn is_settled(workspace: &WorkspaceId, sealing: &Result<Sealing, SealError>) -> bool {
    match sealing {
        Ok(Sealing { sealed, head: Some(head) }) => {
            tracing::info!(%workspace, sealed, sequence = head.sequence, mac = %head.mac, "audit events sealed");
            true
        }
        Ok(_) => true,
        Err(error) => {
            let comes_again = error.may_pass();
            tracing::error!(%workspace, comes_again, cause = with_causes(error), "audit events could not be sealed");
            !comes_again
        }
    }
}

/// Publishes the events of the records and returns the position of the first one to be retried.
async fn publish(records: &[AuditRecord], bus: &dyn EventBus) -> Option<usize> {
    let told = |(place, record): (usize, &AuditRecord)| {
        if record.event.is_none() {
            let workspace = &record.workspace;
            tracing::error!(%workspace, "an audit event has a form that this version cannot tell of; it is sealed");
        }
        Some((place, DomainEvent::from_audit(record.event.as_ref()?)?))
    };
    let (places, events): (Vec<usize>, Vec<DomainEvent>) =
        records.iter().enumerate().filter_map(told).unzip();
    if events.is_empty() {
        return None;
    }
    let results = places.into_iter().zip(bus.publish(&events).await).zip(&events);
    let mut failed = None;
    for ((place, result), event) in results {
        let Err(error) = result else { continue };
        tracing::error!(workspace = %event.workspace, event_id = %event.id, cause = with_causes(&error), "an event could not be published");
        if failed.is_none() && matches!(error, PublishError::Unavailable(_)) {
            failed = Some(place);
        }
    }
    failed
}

fn answer(first_failed: Option<&AuditRecord>) -> Result<DynamoDbEventResponse, BatchFailure> {
    let mut response = DynamoDbEventResponse::default();
    if let Some(record) = first_failed {
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = Some(record.sequence_number.clone().ok_or(BatchFailure::NamelessRecord)?);
        response.batch_item_failures.push(failure);
    }
    Ok(response)
}

#[cfg(test)]
mod tests;
