//! Email and domain events, captured so that people and tests can read what leaves the stack other than by WhatsApp.
//!
//! AWS has no such thing, so it is set up beside the template: the sender is made a verified identity, and a rule copies
//! every event of the bus into a queue that nothing empties.

use std::collections::BTreeMap;

use aws_sdk_eventbridge::types::Target;
use aws_sdk_sqs::types::QueueAttributeName;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::credentials::EMAIL_FROM;

/// The name of the rule and of the queue.
const CATCH_ALL: &str = "local-events";
/// Matches every event: each has an account.
const EVERY_EVENT: &str = r#"{"account":[{"exists":true}]}"#;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why nothing can be captured or read, by what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// The emulator did not take the set-up.
    #[error("email and events cannot be caught: the emulator has stopped or its version has changed")]
    SetUp(#[source] Cause),
    /// The emulator did not say what it has.
    #[error("email and events cannot be read: the emulator has stopped or its version has changed")]
    Unreadable(#[source] reqwest::Error),
}

/// An email as SES took it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Mail {
    /// The sender, with its name where it has one.
    pub source: String,
    /// The addresses that it goes to.
    pub to: Vec<String>,
    pub subject: String,
    /// The text for programs that show no HTML.
    pub body_text: String,
    /// The page.
    pub body_html: Option<String>,
}

/// A domain event as the rest of the product hears it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DomainEvent {
    /// Who says it.
    pub source: String,
    /// What happened, such as `BudgetShiftApproved`.
    pub detail_type: String,
    /// To what, by whom and when.
    pub detail: Value,
}

/// What was captured, where it can be read.
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
    /// Makes the sender a verified identity and begins to capture the events of a bus.
    ///
    /// # Errors
    /// When the emulator refuses.
    pub async fn open(aws: &aws_config::SdkConfig, endpoint: &str, bus: &str) -> Result<Self, CaptureError> {
        verify_sender(aws).await.map_err(CaptureError::SetUp)?;
        let queue_url = catch_events(aws, bus).await.map_err(CaptureError::SetUp)?;
        Ok(Self { client: reqwest::Client::new(), endpoint: endpoint.to_owned(), queue_url })
    }

    /// Returns every email that was sent, oldest first.
    ///
    /// # Errors
    /// When the emulator does not answer.
    pub async fn mails(&self) -> Result<Vec<Mail>, CaptureError> {
        let kept: MailsByAccount = self.read("ses/messages", &[]).await?;
        Ok(kept.messages.into_values().flatten().collect())
    }

    /// Returns every domain event that was put on the bus, oldest first; other messages are left out.
    ///
    /// # Errors
    /// When the emulator does not answer.
    pub async fn events(&self) -> Result<Vec<DomainEvent>, CaptureError> {
        let kept: QueuedByAccount = self.read("sqs/messages", &[("QueueUrl", &self.queue_url)]).await?;
        let queues = kept.messages.into_values().flat_map(BTreeMap::into_values);
        let bodies = queues.flat_map(BTreeMap::into_values).flatten().map(|queued| queued.body);
        Ok(bodies.filter_map(|body| serde_json::from_str(&body).ok()).collect())
    }

    /// Asks the emulator what it has; asking takes nothing away.
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

/// The emulator asks for no proof that the address is ours.
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
