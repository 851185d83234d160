//! Immediate invocations of what the schedules invoke; and the killing of workers.

use std::collections::BTreeMap;

use super::{LocalStack, StackError};
use crate::package::Function;
use crate::workers::{kill_workers, memory_of_workers, peak_memory_of_workers};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_sqs::types::QueueAttributeName;
use command_center::app::digest::{DigestRequest, DigestSummary};
use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::message::Message;
use command_center::store::key::Key;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

impl LocalStack {
    /// Calls the digest function, as the scheduler does, and returns its summary.
    ///
    /// # Errors
    /// If the function cannot be reached or fails.
    pub async fn send_digest(&self, request: &DigestRequest) -> Result<DigestSummary, StackError> {
        self.invoke(Function::DIGEST, request).await
    }

    /// Calls the proof function for a day, as the scheduler does, and returns its response.
    ///
    /// # Errors
    /// If the function cannot be reached or fails.
    pub async fn prove(&self, date: Date) -> Result<serde_json::Value, StackError> {
        self.invoke(Function::PROOF, &serde_json::json!({ "date": date })).await
    }

    /// Calls the delivery function with a batch, as its queue does.
    ///
    /// # Errors
    /// If the function cannot be reached or fails.
    pub async fn deliver(&self, batch: &serde_json::Value) -> Result<serde_json::Value, StackError> {
        self.invoke(Function::DELIVERY, batch).await
    }

    /// Calls the delivery function for a sweep, as the scheduler does each minute.
    ///
    /// # Errors
    /// If the function cannot be reached or fails.
    pub async fn sweep(&self) -> Result<serde_json::Value, StackError> {
        self.invoke(Function::DELIVERY, &serde_json::json!({ "sweep": "due" })).await
    }

    /// Calls the delivery function for the message costs of a day, as the scheduler does every night.
    ///
    /// # Errors
    /// If the function cannot be reached or fails.
    pub async fn learn_costs(&self, date: Date) -> Result<serde_json::Value, StackError> {
        self.invoke(Function::DELIVERY, &costs_of(date)).await
    }

    /// Kills the delivery workers in the middle of whatever they are doing, and returns how many there were.
    #[must_use]
    pub fn kill_delivery_workers(&self) -> usize {
        let name = self.outputs.function_name(Function::DELIVERY);
        self.emulator.process().map_or(0, |emulator| kill_workers(emulator, name))
    }

    /// Sets the time, in seconds, after which a job of a dead worker is redelivered, for tests that cannot wait for
    /// the template's visibility timeout.
    ///
    /// # Errors
    /// If the emulator refuses.
    pub async fn hand_out_again_after(&self, seconds: u32) -> Result<(), StackError> {
        let queue = aws_sdk_sqs::Client::new(&super::aws(self.aws_endpoint())).set_queue_attributes();
        let set = queue
            .queue_url(&self.outputs.delivery_queue_url)
            .attributes(QueueAttributeName::VisibilityTimeout, seconds.to_string());
        set.send().await.map(drop).map_err(|error| StackError::Invoke(error.into()))
    }

    /// Returns the memory use of each delivery worker, in KiB, by process id.
    #[must_use]
    pub fn memory_of_delivery_workers(&self) -> BTreeMap<u32, u64> {
        let name = self.outputs.function_name(Function::DELIVERY);
        self.emulator.process().map_or_else(BTreeMap::new, |emulator| memory_of_workers(emulator, name))
    }

    /// Kills the import workers in the middle of whatever they are doing, and returns how many there were.
    #[must_use]
    pub fn kill_import_workers(&self) -> usize {
        let name = self.outputs.function_name(Function::IMPORT);
        self.emulator.process().map_or(0, |emulator| kill_workers(emulator, name))
    }

    /// Returns the most memory that each import worker has used so far, in KiB, by process id.
    #[must_use]
    pub fn peak_memory_of_import_workers(&self) -> BTreeMap<u32, u64> {
        let name = self.outputs.function_name(Function::IMPORT);
        self.emulator.process().map_or_else(BTreeMap::new, |emulator| peak_memory_of_workers(emulator, name))
    }

    pub(super) async fn invoke<T: DeserializeOwned>(
        &self,
        function: Function,
        request: &impl Serialize,
    ) -> Result<T, StackError> {
        let name = self.outputs.function_name(function);
        let called = call(&self.lambda, name, request).await;
        called.map_err(|error| match error {
            StackError::Failed(said) => StackError::Failed(format!("{said}{}", self.last_error_logged())),
            other => other,
        })
    }

    /// Returns the last error that a function logged, on a line of its own.
    fn last_error_logged(&self) -> String {
        let log = std::fs::read_to_string(self.emulator.log()).unwrap_or_default();
        let error = log.lines().rev().find(|line| line.contains("\"ERROR\"") || line.contains("ERROR"));
        error.map(|line| format!("\n  logged: {}", line.trim())).unwrap_or_default()
    }

    /// Makes the deadline of a message pass now, for tests that cannot wait an hour.
    ///
    /// # Errors
    /// If the table cannot be written.
    pub async fn let_deadline_pass(&self, message: &Message) -> Result<(), StackError> {
        let now = AttributeValue::N((SystemClock.now().as_second() - 1).to_string());
        let client = super::dynamodb(self.aws_endpoint());
        let request = client.update_item().table_name(self.table());
        let request = request
            .set_key(Some(Key::message(&message.workspace, &message.id).attributes()))
            .update_expression("SET deadline = :now, due_at = :now")
            .condition_expression("attribute_exists(due_at)")
            .expression_attribute_values(":now", now);
        match request.send().await.map(drop).map_err(aws_sdk_dynamodb::Error::from) {
            // The message has ended in the meantime.
            Ok(()) | Err(aws_sdk_dynamodb::Error::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(StackError::Invoke(error.into())),
        }
    }
}

/// Returns the payload that requests the message costs of a day.
pub(crate) fn costs_of(date: Date) -> serde_json::Value {
    serde_json::json!({ "sweep": "costs", "date": date })
}

/// Calls a function and reads its response.
pub(crate) async fn call<T: DeserializeOwned>(
    lambda: &aws_sdk_lambda::Client,
    function: &str,
    request: &impl Serialize,
) -> Result<T, StackError> {
    let payload = serde_json::to_vec(request).map_err(|error| StackError::Invoke(error.into()))?;
    let call = lambda.invoke().function_name(function).payload(Blob::new(payload));
    let answer = call.send().await.map_err(|error| StackError::Invoke(error.into()))?;
    let body = answer.payload.map(Blob::into_inner).unwrap_or_default();
    if answer.function_error.is_some() {
        return Err(StackError::Failed(String::from_utf8_lossy(&body).into_owned()));
    }
    serde_json::from_slice(&body).map_err(|error| StackError::Invoke(error.into()))
}
