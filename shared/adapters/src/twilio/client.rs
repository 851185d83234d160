//! The client of Twilio's Messages API: one pool of connections for each process, explicit timeouts, no retries.

use super::answer::{Answer, CallKind, is_refused_key};
use super::keys::KeyRing;
use super::{ApiKey, ApiKeys};
use async_trait::async_trait;
use domain::address::WhatsAppAddress;
use domain::message::MessageSid;
use domain::twilio::{
    Accepted, CostPage, NextPage, OutboundContent, OutboundMessage, SendFailure, SentMessage, WhatsApp,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reqwest::{Method, RequestBuilder, Url};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many messages one look-up brings.
const PAGE_SIZE: &str = "200";
/// How many messages a page of costs has: the most that Twilio gives.
const COST_PAGE_SIZE: &str = "1000";

/// How much time a call must have to be made once more: with less it might end without an answer, where a refusal is known.
const LEAST_FOR_A_CALL: Duration = Duration::from_secs(3);

/// How long an unused connection is kept: less than a frozen function usually sleeps, because a request on a
/// connection that died meanwhile has an unknown outcome.
const IDLE_CONNECTION: Duration = Duration::from_secs(15);

/// Who messages come from.
#[derive(Clone, PartialEq, Eq)]
pub enum Sender {
    /// A WhatsApp sender.
    Address(WhatsAppAddress),
    /// A messaging service, `MG…`, which chooses the sender.
    MessagingService(String),
}

/// How long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For everything together, from the first byte out to the last byte in.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), total: Duration::from_secs(9) }
    }
}

/// What the client needs to know.
#[derive(Clone)]
pub struct TwilioSettings {
    /// The API's base, such as `https://api.twilio.com`.
    pub base_url: String,
    /// The account, `AC…`.
    pub account_sid: String,
    pub api_key: ApiKey,
    /// Who messages come from.
    pub sender: Sender,
    /// How long to wait.
    pub timeouts: Timeouts,
}

impl fmt::Debug for TwilioSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TwilioSettings").field("timeouts", &self.timeouts).finish_non_exhaustive()
    }
}

/// Says why no client can be made of the settings.
#[derive(Debug, thiserror::Error)]
pub enum ClientRefusal {
    /// The base is no URL that a path can be added to.
    #[error("the base of Twilio's API is no http or https address")]
    BadBaseUrl,
    /// The account is not one of Twilio's.
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
    /// `…/Accounts/{sid}/`, which every path is relative to.
    account: Url,
    keys: KeyRing,
    settings: TwilioSettings,
}

impl fmt::Debug for TwilioClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TwilioClient({:?})", self.settings)
    }
}

impl TwilioClient {
    /// Makes the client; make one for each process, so that connections are used again.
    ///
    /// # Errors
    /// When the base or the account is malformed, or TLS has no root certificates to trust.
    pub fn new(settings: TwilioSettings) -> Result<Self, ClientRefusal> {
        let account = account_url(&settings)?;
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
        Ok(Self { http, account, keys: KeyRing::holding(settings.api_key.clone()), settings })
    }

    /// Has the key read anew when Twilio refuses it, and the refused call made once more with another one.
    #[must_use]
    pub fn with_keys_kept_in(self, kept: Arc<dyn ApiKeys>) -> Self {
        Self { keys: self.keys.kept_in(kept), ..self }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        // `path` is one of this module's own, so joining it cannot fail; the account itself answers 404 or 405.
        let url = self.account.join(path).unwrap_or_else(|_impossible| self.account.clone());
        self.http.request(method, url)
    }

    /// Makes a request. One whose key was refused was not processed, so it is made again when there is another key. Both
    /// together take no longer than one may: whoever waits takes a later message for another one's.
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
        // Twilio filters by day and tells the time to the second.
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

/// Makes ring the provider of TLS in this process, unless one was chosen already.
fn install_tls_provider() {
    let _already_chosen = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(test)]
mod tests;
