//! The client of Twilio's Messages API: one connection pool per process, explicit timeouts, no retries.

use super::answer::{Answer, CallKind, is_refused_key};
use super::keys::KeyRing;
use super::{ApiKey, ApiKeys};
use async_trait::async_trait;
use domain::address::WhatsAppAddress;
use domain::message::MessageSid;
use domain::twilio::{
    Accepted, CostPage, NextPage, OutboundContent, OutboundMessage, SendFailure, SentMessage,
    TypingIndicator, WhatsApp,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reqwest::{Method, RequestBuilder, Url};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The number of messages per page of a look-up.
const PAGE_SIZE: &str = "200";
/// The number of messages per page of costs: Twilio's maximum.
const COST_PAGE_SIZE: &str = "1000";

/// The minimum remaining time for repeating a call: with less, the outcome might become unknown although a definite
/// rejection is already known.
const LEAST_FOR_A_CALL: Duration = Duration::from_secs(3);

/// How long an idle connection is kept: less than a frozen function usually sleeps, because a request on a connection
/// that died in the meantime has an unknown outcome.
const IDLE_CONNECTION: Duration = Duration::from_secs(15);

/// How long a typing indicator may take: later the answer is there.
const TYPING_TIMEOUT: Duration = Duration::from_secs(2);

/// The sender of messages.
#[derive(Clone, PartialEq, Eq)]
pub enum Sender {
    /// A WhatsApp sender.
    Address(WhatsAppAddress),
    /// A messaging service, `MG…`, which chooses the sender.
    MessagingService(String),
}

/// The client's timeouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// The timeout for a connection.
    pub connect: Duration,
    /// The timeout for the whole request, from the first byte sent to the last byte received.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), total: Duration::from_secs(9) }
    }
}

/// The settings of the client.
#[derive(Clone)]
pub struct TwilioSettings {
    /// The base URL of the API, such as `https://api.twilio.com`.
    pub base_url: String,
    /// The account, `AC…`.
    pub account_sid: String,
    pub api_key: ApiKey,
    /// The sender of messages.
    pub sender: Sender,
    /// How long to wait for connections and responses.
    pub timeouts: Timeouts,
}

impl fmt::Debug for TwilioSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TwilioSettings").field("timeouts", &self.timeouts).finish_non_exhaustive()
    }
}

/// The reasons why the settings are not usable for a client.
#[derive(Debug, thiserror::Error)]
pub enum ClientRefusal {
    /// The base is not a URL that a path can be appended to.
    #[error("the base of Twilio's API is no http or https address")]
    BadBaseUrl,
    /// The account is not a valid Twilio account identifier.
    #[error("a Twilio account is AC and 32 hexadecimal digits")]
    BadAccountSid,
    /// TLS could not be set up.
    #[error("the HTTP client could not be set up")]
    Tls(#[source] reqwest::Error),
}

/// Twilio, over the network. Cloning shares the connections.
#[derive(Clone)]
pub struct TwilioClient {
    http: reqwest::Client,
    /// `…/Accounts/{sid}/`, the base of every path of messages.
    account: Url,
    /// Where a typing indicator is asked for.
    typing: Url,
    keys: KeyRing,
    settings: TwilioSettings,
}

impl fmt::Debug for TwilioClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TwilioClient({:?})", self.settings)
    }
}

impl TwilioClient {
    /// Creates the client. There should be one per process, so that connections are reused.
    ///
    /// # Errors
    /// If the base or the account is malformed, or TLS has no root certificates to trust.
    pub fn new(settings: TwilioSettings) -> Result<Self, ClientRefusal> {
        let account = account_url(&settings)?;
        let typing = typing_url(&settings)?;
        install_tls_provider();
        let http = reqwest::Client::builder()
            .connect_timeout(settings.timeouts.connect)
            .timeout(settings.timeouts.total)
            .pool_idle_timeout(IDLE_CONNECTION)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .user_agent(concat!("command-center/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(ClientRefusal::Tls)?;
        Ok(Self { http, account, typing, keys: KeyRing::holding(settings.api_key.clone()), settings })
    }

    /// Makes the client read the key again if Twilio rejects it, and repeat the call once if the key has changed.
    #[must_use]
    pub fn with_keys_kept_in(self, kept: Arc<dyn ApiKeys>) -> Self {
        Self { keys: self.keys.kept_in(kept), ..self }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        // `path` is always one of this module's own, so joining cannot fail; the account URL itself would answer 404
        // or 405.
        let url = self.account.join(path).unwrap_or_else(|_impossible| self.account.clone());
        self.http.request(method, url)
    }

    /// Makes a request. If its key was rejected, it was not processed, so it is repeated if there is another key.
    /// Both attempts together stay within the timeout of one, because whoever resolves an unknown outcome assumes
    /// that a message created later belongs to another attempt.
    async fn ask(&self, request: RequestBuilder, asked: CallKind) -> Result<Answer, SendFailure> {
        let with = |request: RequestBuilder, key: &ApiKey| request.basic_auth(&key.sid, Some(&key.secret));
        let began = Instant::now();
        let (key, again) = (self.keys.key(), request.try_clone());
        let answer = Answer::to(with(request, &key), asked).await;
        let (Err(failure), Some(again)) = (&answer, again) else { return answer };
        if !is_refused_key(failure) {
            return answer;
        }
        let left = || self.settings.timeouts.total.saturating_sub(began.elapsed());
        let other = tokio::time::timeout(left(), self.keys.other_than(&key)).await.ok().flatten();
        match other.filter(|_| left() >= LEAST_FOR_A_CALL) {
            Some(other) => Answer::to(with(again, &other).timeout(left()), asked).await,
            None => answer,
        }
    }

    fn sender_parameter(&self) -> (&'static str, &str) {
        match &self.settings.sender {
            Sender::Address(address) => ("From", address.as_parameter()),
            Sender::MessagingService(service) => ("MessagingServiceSid", service),
        }
    }
}

#[async_trait]
impl WhatsApp for TwilioClient {
    async fn send(&self, message: &OutboundMessage) -> Result<Accepted, SendFailure> {
        let mut parameters = vec![("To", message.to.as_parameter().to_owned())];
        let (name, sender) = self.sender_parameter();
        parameters.push((name, sender.to_owned()));
        parameters.extend(content_parameters(&message.content));
        parameters.push(("StatusCallback", message.status_callback.clone()));
        let request = self.request(Method::POST, "Messages.json").form(&parameters);
        self.ask(request, CallKind::ToSend).await?.accepted()
    }

    async fn find_sent(
        &self,
        to: &WhatsAppAddress,
        since: Timestamp,
    ) -> Result<Vec<SentMessage>, SendFailure> {
        let day = since.to_zoned(TimeZone::UTC).date().to_string();
        let query = [("To", to.as_parameter()), ("DateSent>", &day), ("PageSize", PAGE_SIZE)];
        let mut request = self.request(Method::GET, "Messages.json").query(&query);
        if let Sender::Address(sender) = &self.settings.sender {
            request = request.query(&[("From", sender.as_parameter())]);
        }
        let mut found = self.ask(request, CallKind::ToRead).await?.messages()?;
        // Twilio filters by day and reports times with a precision of one second.
        found.retain(|sent| sent.created_at.is_none_or(|created| created.as_second() >= since.as_second()));
        Ok(found)
    }

    async fn fetch(&self, sid: &MessageSid) -> Result<SentMessage, SendFailure> {
        let request = self.request(Method::GET, &format!("Messages/{sid}.json"));
        self.ask(request, CallKind::ToRead).await?.message()
    }

    async fn costs_of_day(&self, day: Date, after: Option<&NextPage>) -> Result<CostPage, SendFailure> {
        let request = match (after, &self.settings.sender) {
            (Some(next), _) => self.request(Method::GET, &format!("Messages.json?{}", next.0)),
            (None, sender) => {
                let day = day.to_string();
                let query = [("DateSent", day.as_str()), ("PageSize", COST_PAGE_SIZE)];
                let request = self.request(Method::GET, "Messages.json").query(&query);
                match sender {
                    Sender::Address(sender) => request.query(&[("From", sender.as_parameter())]),
                    Sender::MessagingService(_) => request,
                }
            }
        };
        self.ask(request, CallKind::ToRead).await?.cost_page(&self.account)
    }
}

#[async_trait]
impl TypingIndicator for TwilioClient {
    async fn show(&self, message_sid: &str) -> Result<(), SendFailure> {
        let parameters = [("channel", "whatsapp"), ("messageId", message_sid)];
        let request = self.http.request(Method::POST, self.typing.clone()).form(&parameters);
        self.ask(request.timeout(TYPING_TIMEOUT), CallKind::ToRead).await.map(|_shown| ())
    }
}

fn content_parameters(content: &OutboundContent) -> Vec<(&'static str, String)> {
    match content {
        OutboundContent::Text(text) => vec![("Body", text.clone())],
        OutboundContent::Template { content_sid, variables } => {
            let values = variables.iter().map(|(name, value)| (name.clone(), value.clone().into()));
            let variables = serde_json::Value::Object(values.collect());
            vec![("ContentSid", content_sid.clone()), ("ContentVariables", variables.to_string())]
        }
    }
}

fn account_url(settings: &TwilioSettings) -> Result<Url, ClientRefusal> {
    let account = &settings.account_sid;
    let digits = account.strip_prefix("AC").ok_or(ClientRefusal::BadAccountSid)?;
    if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(ClientRefusal::BadAccountSid);
    }
    let plain = |url: &Url| matches!(url.scheme(), "http" | "https") && url.query().is_none();
    let base = Url::parse(&settings.base_url).ok().filter(plain).ok_or(ClientRefusal::BadBaseUrl)?;
    let base = base.as_str().trim_end_matches('/');
    Url::parse(&format!("{base}/2010-04-01/Accounts/{account}/"))
        .map_err(|_malformed| ClientRefusal::BadBaseUrl)
}

/// Twilio serves typing indicators at a host of their own; a simulator serves both at one.
fn typing_url(settings: &TwilioSettings) -> Result<Url, ClientRefusal> {
    let base = settings.base_url.trim_end_matches('/').replace("//api.twilio.com", "//messaging.twilio.com");
    Url::parse(&format!("{base}/v2/Indicators/Typing.json")).map_err(|_malformed| ClientRefusal::BadBaseUrl)
}

/// Installs ring as the TLS provider of this process, unless another one is already installed.
fn install_tls_provider() {
    let _already_chosen = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(test)]
mod tests;
