//! The `live` function: takes a batch of the table's stream, seals its audit events into the chain of their
//! workspace, and publishes the executed actions to the rest of the product.

pub mod batch;
pub mod stream;

use crate::batch::{BatchFailure, handle_batch};
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use command_center::domain::audit::chain::ChainKeys;
use command_center::domain::clock::Clock;
use command_center::domain::events::EventBus;
use command_center::store::Store;
use serde_json::Value;

/// The function with its dependencies.
pub struct LiveFunction<B, C> {
    pub store: Store,
    /// The event bus.
    pub bus: B,
    /// The keys that seal the audit log.
    pub chain_keys: ChainKeys,
    pub clock: C,
}

impl<B: EventBus, C: Clock> LiveFunction<B, C> {
    /// Handles one batch of the stream; the response names the record from which the batch is to be retried.
    ///
    /// # Errors
    /// If the payload is not a batch, or if the failed record has no sequence number.
    pub async fn handle(&self, payload: Value) -> Result<DynamoDbEventResponse, BatchFailure> {
        let seal = async |workspace: &_, arrivals: &[_]| {
            self.store.seal(&self.chain_keys, workspace, arrivals, self.clock.now()).await
        };
        handle_batch(payload, seal, &self.bus).await
    }
}

#[cfg(test)]
mod tests;
