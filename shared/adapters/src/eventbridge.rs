//! The event bus on EventBridge.

use async_trait::async_trait;
use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::{PutEventsRequestEntry, PutEventsResultEntry};
use domain::error::{BoxError, with_causes};
use domain::events::{DomainEvent, EventBus, PublishError, SOURCE};

/// The maximum number of events in one `PutEvents`.
const BATCH: usize = 10;

/// The event bus on EventBridge.
#[derive(Debug, Clone)]
pub struct EventBridgeBus {
    client: Client,
    bus: String,
}

impl EventBridgeBus {
    /// Creates the bus from a client and the name or ARN of the bus.
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

/// Reads the bus's result for one event. Error codes about the event itself are final; failures of the bus are
/// temporary.
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
            // Everything from the first rejected event on will be published again, so publishing later events now
            // would only duplicate them.
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
