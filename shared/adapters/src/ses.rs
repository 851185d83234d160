//! The SES client: explicit timeouts, short-lived connections, no retries.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::retry::RetryConfig;
use aws_sdk_sesv2::config::timeout::TimeoutConfig;
use aws_sdk_sesv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader, MessageTag};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::error::operation::BuildError;
use domain::address::{EmailSender, WebLink};
use domain::email::event::tags_of;
use domain::email::{Cause, Email, EmailFailure, EmailRefusal, OutboundEmail, SentEmail};
use std::time::Duration;

const CHARSET: &str = "UTF-8";

/// How long to wait for SES.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SesTimeouts {
    /// The timeout for a connection.
    pub connect: Duration,
    /// The timeout for the whole request. It is longer than SES ever takes, because giving up early leaves the
    /// outcome of a mail unknown.
    pub total: Duration,
}

impl Default for SesTimeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), total: Duration::from_secs(9) }
    }
}

/// SES, over the network.
#[derive(Debug, Clone)]
pub struct SesEmail {
    client: Client,
    sender: EmailSender,
    configuration_set: Option<String>,
}

impl SesEmail {
    /// Creates the client with the region, the credentials and the HTTP client of `aws`; only the use case retries.
    #[must_use]
    pub fn new(aws: &SdkConfig, sender: EmailSender, timeouts: SesTimeouts) -> Self {
        let limits = TimeoutConfig::builder()
            .connect_timeout(timeouts.connect)
            .operation_attempt_timeout(timeouts.total)
            .operation_timeout(timeouts.total)
            .build();
        let config = aws_sdk_sesv2::config::Builder::from(aws)
            .retry_config(RetryConfig::disabled())
            .timeout_config(limits)
            .build();
        Self { client: Client::from_conf(config), sender, configuration_set: None }
    }

    /// Sets the configuration set through which SES reports the events of each mail.
    #[must_use]
    pub fn reporting_to(self, configuration_set: Option<String>) -> Self {
        Self { configuration_set, ..self }
    }
}

#[async_trait]
impl Email for SesEmail {
    async fn send(&self, mail: &OutboundEmail) -> Result<SentEmail, EmailFailure> {
        let defect = |error: BuildError| EmailFailure::Unavailable(error.into());
        let (content, tags) = (content(mail).map_err(defect)?, tags(mail).map_err(defect)?);
        let request = self
            .client
            .send_email()
            .from_email_address(self.sender.header())
            .destination(Destination::builder().to_addresses(mail.to.as_str()).build())
            .set_configuration_set_name(self.configuration_set.clone())
            .set_email_tags(Some(tags))
            .content(EmailContent::builder().simple(content).build());
        let answer = request.send().await.map_err(failure)?;
        let id = answer.message_id.filter(|id| !id.is_empty());
        id.map(|id| SentEmail { id }).ok_or_else(|| EmailFailure::Ambiguous(NoUsableAnswer(200).into()))
    }
}

fn content(mail: &OutboundEmail) -> Result<Message, BuildError> {
    let text = |data: &str| Content::builder().data(data).charset(CHARSET).build();
    let body = Body::builder().text(text(&mail.text)?).html(text(&mail.html)?).build();
    let message = Message::builder().subject(text(mail.subject.as_str())?).body(body);
    let headers = mail.unsubscribe.as_ref().map(unsubscribe_headers).transpose()?;
    Ok(message.set_headers(headers).build())
}

/// Creates the tags that are repeated in every event about the mail.
fn tags(mail: &OutboundEmail) -> Result<Vec<MessageTag>, BuildError> {
    let tag = |(name, value): (&str, String)| MessageTag::builder().name(name).value(value).build();
    tags_of(&mail.about).into_iter().map(tag).collect()
}

/// Creates the headers for one-click unsubscription in mail clients (RFC 8058).
fn unsubscribe_headers(link: &WebLink) -> Result<Vec<MessageHeader>, BuildError> {
    let header = |name: &str, value: String| MessageHeader::builder().name(name).value(value).build();
    Ok(vec![
        header("List-Unsubscribe", format!("<{}>", link.as_str()))?,
        header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned())?,
    ])
}

/// A cause in fixed words, used where the error itself may quote the mail.
#[derive(Debug, thiserror::Error)]
#[error("SES gave no usable answer, with HTTP status {0}")]
struct NoUsableAnswer(u16);

fn failure(error: SdkError<SendEmailError, HttpResponse>) -> EmailFailure {
    match &error {
        SdkError::ServiceError(refused) => {
            let refusal = refused.err();
            classify(refused.raw().status().as_u16(), refusal.code(), refusal.message())
        }
        SdkError::ConstructionFailure(_) => EmailFailure::Unavailable(cause(error)),
        SdkError::DispatchFailure(_) if was_never_connected(&error) => {
            EmailFailure::Unavailable(cause(error))
        }
        _ => EmailFailure::Ambiguous(cause(error)),
    }
}

/// Classifies an unsuccessful response. `code` is the name of the error, and `message` is SES's text, which is
/// inspected but not kept.
fn classify(status: u16, code: Option<&str>, message: Option<&str>) -> EmailFailure {
    let rejected = |reason| EmailFailure::Rejected { reason };
    match (status, code.unwrap_or_default()) {
        (429, _)
        | (_, "TooManyRequestsException" | "LimitExceededException" | "Throttling" | "ThrottlingException") => {
            EmailFailure::Throttled
        }
        // After an internal error, or a response that is not an error but cannot be read, it is not known whether SES
        // sent the mail.
        (..=399 | 500.., _) => EmailFailure::Ambiguous(NoUsableAnswer(status).into()),
        (_, "MailFromDomainNotVerifiedException") => rejected(EmailRefusal::Unverified),
        (_, "MessageRejected") if message.is_some_and(|text| text.contains("not verified")) => {
            rejected(EmailRefusal::Unverified)
        }
        (_, "MessageRejected") => rejected(EmailRefusal::Content),
        (_, "AccountSuspendedException" | "SendingPausedException") => rejected(EmailRefusal::Account),
        (_, "AccessDenied" | "AccessDeniedException") => rejected(EmailRefusal::Permission),
        // The credentials or the clock of this machine are wrong; the next worker may have correct ones.
        (401 | 403, _) => EmailFailure::Unavailable(NoUsableAnswer(status).into()),
        (_, "BadRequestException" | "NotFoundException" | "ValidationException") => {
            rejected(EmailRefusal::Request)
        }
        _ => rejected(EmailRefusal::Unfamiliar),
    }
}

/// Reports whether the connection was never established, so that no request can have been sent.
fn was_never_connected(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let client = error.downcast_ref::<hyper_util::client::legacy::Error>();
        if client.is_some_and(hyper_util::client::legacy::Error::is_connect) {
            return true;
        }
        next = error.source();
    }
    false
}

/// Keeps the source of the SDK's error rather than the error itself, whose `Debug` output contains the response.
fn cause(error: SdkError<SendEmailError, HttpResponse>) -> Cause {
    error.into_source().unwrap_or_else(Into::into)
}

#[cfg(test)]
mod tests;
