//! The `live` function: takes a batch of the table's stream, seals the audit events in it into the chain of their
//! workspace, and tells the rest of the product what was done.

pub mod batch;
pub mod stream;

use crate::batch::{BatchFailure, handle_batch};
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use command_center::domain::audit::chain::ChainKeys;
use command_center::domain::clock::Clock;
use command_center::domain::events::EventBus;
use command_center::store::Store;
use serde_json::Value;

/// The function with the parts of the world that it uses.
pub struct LiveFunction<B, C> {
    pub store: Store,
    /// The event bus.
    pub bus: B,
    /// The keys that seal the audit log.
    pub chain_keys: ChainKeys,
    pub clock: C,
}

impl<B: EventBus, C: Clock> LiveFunction<B, C> {
    /// Handles one batch of the stream; the answer names the record from which on the batch is to come again.
    ///
    /// # Errors
    /// When the payload is no batch, or the record that failed cannot be named.
    pub async fn handle(&self, payload: Value) -> Result<DynamoDbEventResponse, BatchFailure> {
        let seal = async |workspace: &_, arrivals: &[_]| {
            self.store.seal(&self.chain_keys, workspace, arrivals, self.clock.now()).await
        };
        handle_batch(payload, seal, &self.bus).await
    }
}

#[cfg(test)]
mod tests;
