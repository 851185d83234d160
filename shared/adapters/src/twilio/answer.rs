//! Twilio's responses, read leniently: unknown fields and new values are accepted, and a lost response is
//! distinguished from a request that was never sent.

mod costs;

use domain::message::{MessageCost, MessageSid, MessageStatus};
use domain::twilio::{Accepted, Cause, SendFailure, SentMessage};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// Twilio's error code for invalid credentials.
const BAD_CREDENTIALS: u32 = 20003;
/// Twilio's error code for too many concurrent requests.
const TOO_MANY_REQUESTS: u32 = 20429;

/// The kind of a request, which determines the meaning of a lost response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallKind {
    /// Sending: after a lost response it is unknown whether a message was sent.
    ToSend,
    /// Reading: a lost response has no side effect.
    ToRead,
}

/// The body of a successful response.
#[derive(Debug)]
pub(super) struct Answer {
    asked: CallKind,
    body: Vec<u8>,
}

/// Causes that do not come from the network.
#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("the server failed with HTTP status {0}")]
    ServerFailed(u16),
    #[error("the answer is not in the expected form")]
    Unreadable(#[source] serde_json::Error),
    #[error("the answer names no message")]
    Nameless,
    #[error("the next page is not in the list of this account")]
    ForeignPage,
}

/// A message of Twilio's API. Any field may be missing, and numbers may be strings.
#[derive(Debug, Deserialize)]
struct MessageRecord {
    sid: Option<MessageSid>,
    status: Option<String>,
    error_code: Option<Value>,
    date_created: Option<String>,
    body: Option<String>,
    price: Option<String>,
    price_unit: Option<String>,
}

#[derive(Debug, Deserialize)]
struct MessagePage {
    messages: Vec<MessageRecord>,
}

#[derive(Debug, Default, Deserialize)]
struct ErrorRecord {
    code: Option<Value>,
}

impl CallKind {
    fn lost(self, cause: impl Into<Cause>) -> SendFailure {
        match self {
            Self::ToSend => SendFailure::Ambiguous(cause.into()),
            Self::ToRead => SendFailure::Unavailable(cause.into()),
        }
    }

    /// If no connection was established, no request was sent. The URL is removed from the cause, because it names the
    /// account and, in a look-up, the person.
    fn network_failure(self, error: reqwest::Error) -> SendFailure {
        let connected = !(error.is_connect() || error.is_builder());
        let cause = error.without_url();
        if connected { self.lost(cause) } else { SendFailure::Unavailable(cause.into()) }
    }
}

impl Answer {
    /// Sends the request and reads the response if it is successful.
    pub(super) async fn to(request: RequestBuilder, asked: CallKind) -> Result<Self, SendFailure> {
        let response = request.send().await.map_err(|error| asked.network_failure(error))?;
        let (status, retry_after) = (response.status(), retry_after(response.headers()));
        match response.bytes().await {
            Ok(body) if status.is_success() => Ok(Self { asked, body: body.into() }),
            Ok(body) => Err(refusal(asked, status, retry_after, &body)),
            Err(error) if status.is_success() => Err(asked.lost(error.without_url())),
            // The status is sufficient: the body would only have added the error code.
            Err(_cut_short) => Err(refusal(asked, status, retry_after, &[])),
        }
    }

    /// Reads the confirmation that a message was accepted.
    pub(super) fn accepted(&self) -> Result<Accepted, SendFailure> {
        let sent = self.message()?;
        Ok(Accepted { sid: sent.sid, status: sent.status })
    }

    /// Reads one message.
    pub(super) fn message(&self) -> Result<SentMessage, SendFailure> {
        self.read::<MessageRecord>()?.into_sent(self.asked)
    }

    /// Reads a page of messages. An unreadable message fails the whole page, because it might be the one being looked
    /// for.
    pub(super) fn messages(&self) -> Result<Vec<SentMessage>, SendFailure> {
        self.read::<MessagePage>()?.messages.into_iter().map(|record| record.into_sent(self.asked)).collect()
    }

    fn read<Record: DeserializeOwned>(&self) -> Result<Record, SendFailure> {
        serde_json::from_slice(&self.body).map_err(|error| self.asked.lost(Unusable::Unreadable(error)))
    }
}

impl MessageRecord {
    fn into_sent(self, asked: CallKind) -> Result<SentMessage, SendFailure> {
        Ok(SentMessage {
            sid: self.sid.ok_or_else(|| asked.lost(Unusable::Nameless))?,
            status: self.status.as_deref().map_or(MessageStatus::Unknown, MessageStatus::from_twilio),
            error_code: self.error_code.as_ref().and_then(number),
            created_at: self.date_created.as_deref().and_then(instant),
            body: self.body,
            cost: cost(self.price, self.price_unit),
        })
    }
}

/// Reports whether a failure means that Twilio rejects the credentials.
pub(super) fn is_refused_key(failure: &SendFailure) -> bool {
    matches!(failure, SendFailure::Rejected { code: Some(BAD_CREDENTIALS), .. })
        || matches!(failure, SendFailure::Rejected { http_status: 401, .. })
}

fn refusal(asked: CallKind, status: StatusCode, retry_after: Option<Duration>, body: &[u8]) -> SendFailure {
    let record: ErrorRecord = serde_json::from_slice(body).unwrap_or_default();
    let code = record.code.as_ref().and_then(number);
    if status == StatusCode::TOO_MANY_REQUESTS || code == Some(TOO_MANY_REQUESTS) {
        return SendFailure::Throttled { retry_after };
    }
    if status.is_server_error() {
        return asked.lost(Unusable::ServerFailed(status.as_u16()));
    }
    let code = code.or_else(|| (status == StatusCode::UNAUTHORIZED).then_some(BAD_CREDENTIALS));
    SendFailure::Rejected { code, http_status: status.as_u16() }
}

/// Reads `Retry-After` in seconds; Twilio does not use its other form, a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u32 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.into()))
}

fn number(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number.as_u64()?.try_into().ok(),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Reads a price, which Twilio writes as a charge to the account: `-0.0085`.
fn cost(price: Option<String>, unit: Option<String>) -> Option<MessageCost> {
    let amount = price?.trim().trim_start_matches('-').to_owned();
    let is_amount = !amount.is_empty() && amount.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let currency =
        unit.filter(|unit| unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    is_amount.then(|| MessageCost { amount, currency: currency.to_ascii_uppercase() })
}

fn instant(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp())
}
