//! The `delivery` function: takes a batch of jobs from the delivery queue and delivers the message of each.

pub mod batch;

use crate::batch::{BatchFailure, deliver_batch};
use aws_lambda_events::event::sqs::SqsBatchResponse;
use command_center::action::token::TokenKeys;
use command_center::clock::{Clock, Randomness};
use command_center::delivery::deliver::{Delivered, DeliveryEdges, DeliveryError, deliver};
use command_center::queue::{DeliveryJob, DeliveryQueue};
use command_center::store::Store;
use command_center::twilio::WhatsApp;
use serde_json::Value;
use std::collections::BTreeMap;

/// The path of Twilio's status callbacks under the public URL.
pub const STATUS_PATH: &str = "/twilio/status";

/// The function with the parts of the world that it uses.
pub struct DeliveryFunction<W, Q, C, R> {
    /// The store.
    pub store: Store,
    /// WhatsApp.
    pub whatsapp: W,
    /// The delivery queue, for what must wait.
    pub queue: Q,
    /// The clock.
    pub clock: C,
    /// The randomness of tokens and waits.
    pub randomness: R,
    /// The keys that seal tokens.
    pub token_keys: TokenKeys,
    /// The approved content of each template and language, by `kpi_daily.en.v1`.
    pub content_sids: BTreeMap<String, String>,
    /// Where Twilio sends status callbacks, without a query.
    pub status_callback: String,
}

impl<W: WhatsApp, Q: DeliveryQueue, C: Clock, R: Randomness> DeliveryFunction<W, Q, C, R> {
    /// Handles one batch of the queue; the answer names the records that are to come again.
    ///
    /// # Errors
    /// When the payload is no batch, or when every record of it fails.
    pub async fn handle(&self, payload: Value) -> Result<SqsBatchResponse, BatchFailure> {
        deliver_batch(payload, async |job| self.deliver_one(&job).await).await
    }

    async fn deliver_one(&self, job: &DeliveryJob) -> Result<Delivered, DeliveryError> {
        let edges = DeliveryEdges {
            store: &self.store,
            whatsapp: &self.whatsapp,
            queue: &self.queue,
            clock: &self.clock,
            randomness: &self.randomness,
            token_keys: &self.token_keys,
            content_sids: &self.content_sids,
            status_callback: &self.status_callback,
        };
        deliver(&edges, job).await
    }
}
