//! Twilio's Content API: contents, and what WhatsApp decided about them.

use std::fmt;
use std::time::Duration;

use command_center::domain::text::truncate;
use reqwest::{Client, Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::approval::{Approval, UTILITY};

/// The number of contents on a page.
const PAGE_SIZE: usize = 100;
/// How often a request is made that Twilio did not process.
const TRIES: u32 = 6;
/// How long to wait before the second try; twice as long before each further one.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(30);
/// How much of an explanation is passed on.
const LONGEST_REASON: usize = 300;

/// The reasons why the Content API did not do something, by remedy.
#[derive(Debug, thiserror::Error)]
pub enum ContentApiError {
    /// There was no answer.
    #[error("Twilio's Content API was not reached: check the network, and run this again")]
    Unreachable(#[source] reqwest::Error),
    /// Twilio is in trouble.
    #[error(
        "Twilio's Content API is in trouble ({0}): look at https://status.twilio.com, and run this again later"
    )]
    Unavailable(u16),
    /// Too many requests.
    #[error("Twilio takes no more requests for now: wait some minutes, and run this again")]
    Throttled,
    /// The API key is wrong or lacks rights.
    #[error(
        "Twilio does not accept the API key ({0}): it must be of this account and may use the Content API; \
         the secret of Twilio has it, see docs/runbook.md, Rotate the Twilio API key"
    )]
    KeyRefused(u16),
    /// Twilio refuses what it was given; other requests may well succeed.
    #[error("Twilio refuses it ({status}): {reason}")]
    Refused {
        status: u16,
        /// Twilio's explanation.
        reason: String,
    },
    /// An answer that this version does not understand.
    #[error("Twilio's answer lacks {0}: the Content API has changed, and this program must be")]
    Malformed(&'static str),
    /// The list goes on at another address, which must not get the key.
    #[error(
        "the list of contents goes on at another server than {0}: look at the address of the Content API"
    )]
    Elsewhere(String),
}

/// A content at Twilio.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ContentAtTwilio {
    pub sid: String,
    #[serde(default)]
    pub friendly_name: Option<String>,
    pub language: String,
    pub types: Value,
}

/// The Content API of one account.
#[derive(Clone)]
pub struct ContentApi {
    http: Client,
    base_url: String,
    user: String,
    password: String,
    first_wait: Duration,
}

impl fmt::Debug for ContentApi {
    /// Hides the credentials.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ContentApi({})", self.base_url)
    }
}

impl ContentApi {
    /// Creates a client for an address, with an API key and its secret.
    ///
    /// # Errors
    /// If there is no TLS.
    pub fn new(base_url: &str, user: &str, password: &str) -> Result<Self, ContentApiError> {
        // The HTTP client needs a TLS provider; an existing one is kept.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(ContentApiError::Unreachable)?;
        let (base_url, user, password) =
            (base_url.trim_end_matches('/').to_owned(), user.to_owned(), password.to_owned());
        Ok(Self { http, base_url, user, password, first_wait: FIRST_WAIT })
    }

    /// Lists every content of the account.
    ///
    /// # Errors
    /// If Twilio does not answer, or with something else than a list.
    pub async fn list(&self) -> Result<Vec<ContentAtTwilio>, ContentApiError> {
        let mut contents = Vec::new();
        let mut next = Some(format!("/v1/Content?PageSize={PAGE_SIZE}"));
        while let Some(path) = next {
            let mut page = self.get(&path).await?;
            let listed = page.get_mut("contents").map(Value::take).unwrap_or_default();
            let shown: Vec<ContentAtTwilio> = serde_json::from_value(listed)
                .map_err(|_no_list| ContentApiError::Malformed("a list of contents"))?;
            contents.extend(shown);
            next = self.next_page(&page)?;
        }
        Ok(contents)
    }

    fn next_page(&self, page: &Value) -> Result<Option<String>, ContentApiError> {
        let Some(url) = page["meta"]["next_page_url"].as_str() else { return Ok(None) };
        let path = url.strip_prefix(&self.base_url).filter(|path| path.starts_with('/'));
        path.map(|path| Some(path.to_owned()))
            .ok_or_else(|| ContentApiError::Elsewhere(self.base_url.clone()))
    }

    /// Creates a content and returns its identifier.
    ///
    /// # Errors
    /// If Twilio does not answer or refuses it.
    pub async fn create(&self, document: &Value) -> Result<String, ContentApiError> {
        let created = self.post("/v1/Content", document).await?;
        created["sid"]
            .as_str()
            .map(str::to_owned)
            .ok_or(ContentApiError::Malformed("the sid of a new content"))
    }

    /// Submits a content to WhatsApp under a name.
    ///
    /// # Errors
    /// If Twilio does not answer or refuses it.
    pub async fn submit(&self, sid: &str, name: &str) -> Result<Approval, ContentApiError> {
        let submission = json!({ "name": name, "category": UTILITY });
        let answer = self.post(&format!("/v1/Content/{sid}/ApprovalRequests/whatsapp"), &submission).await?;
        Approval::parse(&answer).ok_or(ContentApiError::Malformed("the state of a submission"))
    }

    /// Asks what WhatsApp has decided about a content. One that was never submitted may have no approval at all.
    ///
    /// # Errors
    /// If Twilio does not answer.
    pub async fn approval(&self, sid: &str) -> Result<Approval, ContentApiError> {
        let answer = match self.get(&format!("/v1/Content/{sid}/ApprovalRequests")).await {
            Err(ContentApiError::Refused { status: 404, .. }) => return Ok(Approval::none()),
            answer => answer?,
        };
        Approval::parse(&answer).ok_or(ContentApiError::Malformed("the state of an approval"))
    }

    /// Reading can be repeated whatever happened to it.
    async fn get(&self, path: &str) -> Result<Value, ContentApiError> {
        let is_to_be_repeated = |error: &ContentApiError| {
            use ContentApiError::{Throttled, Unavailable, Unreachable};
            matches!(error, Throttled | Unavailable(_) | Unreachable(_))
        };
        self.ask(Method::GET, path, None, is_to_be_repeated).await
    }

    /// What was refused as too much was not processed; anything else may have been, and the next run finds it.
    async fn post(&self, path: &str, body: &Value) -> Result<Value, ContentApiError> {
        let is_to_be_repeated = |error: &ContentApiError| matches!(error, ContentApiError::Throttled);
        self.ask(Method::POST, path, Some(body), is_to_be_repeated).await
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        is_to_be_repeated: impl Fn(&ContentApiError) -> bool,
    ) -> Result<Value, ContentApiError> {
        let mut wait = self.first_wait;
        for _try in 1..TRIES {
            match self.ask_once(method.clone(), path, body).await {
                Err(error) if is_to_be_repeated(&error) => pause(wait).await,
                answered => return answered,
            }
            wait *= 2;
        }
        self.ask_once(method, path, body).await
    }

    async fn ask_once(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, ContentApiError> {
        let request = self.http.request(method, format!("{}{path}", self.base_url));
        let request = request.basic_auth(&self.user, Some(&self.password));
        let request = if let Some(body) = body { request.json(body) } else { request };
        let answer = request.send().await.map_err(ContentApiError::Unreachable)?;
        let status = answer.status();
        let text = answer.text().await.map_err(ContentApiError::Unreachable)?;
        let body: Option<Value> = serde_json::from_str(&text).ok();
        if status.is_success() {
            return body.ok_or(ContentApiError::Malformed("JSON"));
        }
        Err(refusal(status, body.as_ref()))
    }
}

#[expect(clippy::disallowed_methods, reason = "Twilio wants fewer requests; asking at once makes it worse")]
async fn pause(wait: Duration) {
    tokio::time::sleep(wait).await;
}

fn refusal(status: StatusCode, body: Option<&Value>) -> ContentApiError {
    match status.as_u16() {
        401 | 403 => ContentApiError::KeyRefused(status.as_u16()),
        429 => ContentApiError::Throttled,
        server @ 500.. => ContentApiError::Unavailable(server),
        status => {
            let said = body.and_then(|body| body["message"].as_str()).unwrap_or("it does not say why");
            let reason = truncate(said, LONGEST_REASON);
            ContentApiError::Refused { status, reason }
        }
    }
}

#[cfg(test)]
mod tests;
