//! Emails and domain events, captured so that people and tests can read everything that leaves the stack other than
//! by WhatsApp.
//!
//! AWS has no such feature, so this is set up in addition to the template: the sender becomes a verified identity,
//! and a rule copies every event on the bus to a queue that is never emptied.

use std::collections::BTreeMap;

use aws_sdk_eventbridge::types::Target;
use aws_sdk_sqs::types::QueueAttributeName;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::credentials::EMAIL_FROM;

/// The name of the rule and of the queue.
const CATCH_ALL: &str = "local-events";
/// A pattern that matches every event, because each has an account.
const EVERY_EVENT: &str = r#"{"account":[{"exists":true}]}"#;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The reasons why nothing can be captured or read, grouped by remedy.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// The emulator rejected the set-up.
    #[error("email and events cannot be caught: the emulator has stopped or its version has changed")]
    SetUp(#[source] Cause),
    /// The emulator did not return what it has captured.
    #[error("email and events cannot be read: the emulator has stopped or its version has changed")]
    Unreadable(#[source] reqwest::Error),
}

/// An email as SES accepted it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Mail {
    /// The sender, with its display name if it has one.
    pub source: String,
    /// The recipients' addresses.
    pub to: Vec<String>,
    pub subject: String,
    /// The plain-text body.
    pub body_text: String,
    /// The body for programs that show HTML.
    pub body_html: Option<String>,
}

/// A domain event as the rest of the product receives it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DomainEvent {
    /// The source of the event.
    pub source: String,
    /// The type of the event, such as `BudgetShiftApproved`.
    pub detail_type: String,
    /// The target, the actor and the time.
    pub detail: Value,
}

/// Access to what was captured.
#[derive(Debug)]
pub struct Captured {
    client: reqwest::Client,
    endpoint: String,
    queue_url: String,
}

#[derive(Deserialize)]
struct MailsByAccount {
    messages: BTreeMap<String, Vec<Mail>>,
}

#[derive(Deserialize)]
struct QueuedByAccount {
    messages: BTreeMap<String, BTreeMap<String, BTreeMap<String, Vec<Queued>>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Queued {
    body: String,
}

impl Captured {
    /// Makes the sender a verified identity and starts capturing the events of a bus.
    ///
    /// # Errors
    /// If the emulator refuses.
    pub async fn open(aws: &aws_config::SdkConfig, endpoint: &str, bus: &str) -> Result<Self, CaptureError> {
        verify_sender(aws).await.map_err(CaptureError::SetUp)?;
        let queue_url = catch_events(aws, bus).await.map_err(CaptureError::SetUp)?;
        Ok(Self { client: reqwest::Client::new(), endpoint: endpoint.to_owned(), queue_url })
    }

    /// Returns every email that was sent, oldest first.
    ///
    /// # Errors
    /// If the emulator does not respond.
    pub async fn mails(&self) -> Result<Vec<Mail>, CaptureError> {
        let kept: MailsByAccount = self.read("ses/messages", &[]).await?;
        Ok(kept.messages.into_values().flatten().collect())
    }

    /// Returns every domain event that was published on the bus, oldest first; other messages are left out.
    ///
    /// # Errors
    /// If the emulator does not respond.
    pub async fn events(&self) -> Result<Vec<DomainEvent>, CaptureError> {
        let kept: QueuedByAccount = self.read("sqs/messages", &[("QueueUrl", &self.queue_url)]).await?;
        let queues = kept.messages.into_values().flat_map(BTreeMap::into_values);
        let bodies = queues.flat_map(BTreeMap::into_values).flatten().map(|queued| queued.body);
        Ok(bodies.filter_map(|body| serde_json::from_str(&body).ok()).collect())
    }

    /// Asks the emulator for what it has captured; reading does not consume anything.
    async fn read<T: DeserializeOwned>(&self, what: &str, query: &[(&str, &str)]) -> Result<T, CaptureError> {
        let request = self.client.get(format!("{}/_ministack/{what}", self.endpoint)).query(query);
        let answer = request.send().await.map_err(CaptureError::Unreadable)?;
        answer
            .error_for_status()
            .map_err(CaptureError::Unreadable)?
            .json()
            .await
            .map_err(CaptureError::Unreadable)
    }
}

/// The emulator requires no proof that the address is ours.
async fn verify_sender(aws: &aws_config::SdkConfig) -> Result<(), Cause> {
    let client = aws_sdk_sesv2::Client::new(aws);
    client.create_email_identity().email_identity(EMAIL_FROM).send().await?;
    Ok(())
}

async fn catch_events(aws: &aws_config::SdkConfig, bus: &str) -> Result<String, Cause> {
    let queues = aws_sdk_sqs::Client::new(aws);
    let queue = queues.create_queue().queue_name(CATCH_ALL).send().await?;
    let url = queue.queue_url.unwrap_or_default();
    let arn = QueueAttributeName::QueueArn;
    let told = queues.get_queue_attributes().queue_url(&url).attribute_names(arn.clone()).send().await?;
    let arn = told.attributes.and_then(|mut told| told.remove(&arn)).unwrap_or_default();
    let bus_client = aws_sdk_eventbridge::Client::new(aws);
    let rule = bus_client.put_rule().name(CATCH_ALL).event_bus_name(bus).event_pattern(EVERY_EVENT);
    rule.send().await?;
    let target = Target::builder().id(CATCH_ALL).arn(arn).build()?;
    bus_client.put_targets().rule(CATCH_ALL).event_bus_name(bus).targets(target).send().await?;
    Ok(url)
}

#[cfg(test)]
mod tests;
