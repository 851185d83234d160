//! The client of a language model: one connection pool per process, explicit timeouts, and no retry of what may have been
//! processed.
//!
//! A request that a service refuses because it does not know a part of it was not processed. It is sent again without that
//! part, as long as there is time, and what was learned holds for a day.

use super::answer::{Failure, failure, network_failure, request_id};
use super::exchange::{Call, Request};
use super::forms;
use super::ladder::Learned;
use super::settings::{InvalidModel, ModelCredential, ModelSettings};
use super::signature::{Unsigned, signature};
use async_trait::async_trait;
use domain::clock::{Clock, SystemClock};
use domain::question::model::breaker::{ModelBreaker, ModelGate};
use domain::question::model::port::{LanguageModel, ModelCall, ModelError, ModelReply, TokenUsage};
use domain::question::model::prompt::ModelPrompt;
use reqwest::Url;
use serde_json::Value;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: usize = 256 * 1024;
/// How long an idle connection is kept: less than a frozen function usually sleeps.
const IDLE_CONNECTION: Duration = Duration::from_secs(15);
/// How many requests of another shape one question may cost; each of them is refused before anything is processed.
const MOST_SHAPES: usize = 8;

/// A language model, over the network. One per process and model: it keeps connections, what the service was found to know, and
/// whether it is to be left alone.
pub struct ModelClient {
    http: reqwest::Client,
    base: Url,
    settings: ModelSettings,
    began: Instant,
    state: Mutex<State>,
}

/// What the service said so far beside the text.
#[derive(Default)]
struct Noted {
    usage: TokenUsage,
    request_id: Option<String>,
    model: Option<String>,
}

#[derive(Default)]
struct State {
    breaker: ModelBreaker,
    learned: Learned,
}

impl fmt::Debug for ModelClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ModelClient({:?})", self.settings)
    }
}

impl ModelClient {
    /// Creates the client.
    ///
    /// # Errors
    /// If the address or the model cannot be one, or TLS has no root certificates to trust.
    pub fn new(settings: ModelSettings) -> Result<Self, InvalidModel> {
        let base = settings.base()?;
        // It does not matter which provider is installed, so an existing one is kept.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(settings.timeouts.connect)
            .pool_idle_timeout(IDLE_CONNECTION)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .user_agent(concat!("command-center/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(InvalidModel::Tls)?;
        Ok(Self { http, base, settings, began: Instant::now(), state: Mutex::default() })
    }

    fn with_state<Output>(&self, change: impl FnOnce(&mut State, Duration) -> Output) -> Output {
        // The state is consistent after every change, so a panic elsewhere does not matter.
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner), self.began.elapsed())
    }

    fn record(&self, text: &Result<String, ModelError>) {
        self.with_state(|state, now| match text {
            Err(error) if error.is_of_the_service() => state.breaker.failed(now),
            Ok(_) | Err(_) => state.breaker.answered(),
        });
    }

    /// Asks, and waits for so long for one exchange, and for all of them.
    async fn reply(&self, prompt: &ModelPrompt, attempt: Duration, total: Duration) -> ModelReply {
        let (began, mut noted) = (Instant::now(), Noted::default());
        let asked = self.ask(prompt, attempt, &mut noted);
        let text = tokio::time::timeout(total, asked).await.unwrap_or(Err(ModelError::Slow));
        self.reply_of(text, noted, began.elapsed())
    }

    fn reply_of(&self, text: Result<String, ModelError>, noted: Noted, took: Duration) -> ModelReply {
        let call = ModelCall {
            usage: noted.usage,
            cost_micros: self.settings.prices.cost_micros(noted.usage),
            request_id: noted.request_id,
            model: noted.model.unwrap_or_else(|| self.settings.model.clone()),
            took,
        };
        ModelReply { text, call }
    }

    /// Asks in the shape that the service was found to know, and in another one while it refuses a part of it.
    async fn ask(
        &self,
        prompt: &ModelPrompt,
        attempt: Duration,
        noted: &mut Noted,
    ) -> Result<String, ModelError> {
        let mut shape = self.with_state(|state, now| state.learned.shape(now));
        for _ in 0..MOST_SHAPES {
            let request = Request { prompt, settings: &self.settings, shape: &shape };
            let (naming, error) = match self.exchange(&request, attempt, noted).await {
                Ok(text) => return Ok(text),
                Err(Failure::Model(error)) => return Err(error),
                Err(Failure::Shape { naming, error }) => (naming, error),
            };
            let Some(next) = shape.after(self.settings.form, &naming) else { return Err(error) };
            self.with_state(|state, now| state.learned.note(next.clone(), now));
            shape = next;
        }
        Err(ModelError::Misconfigured("the service refused every form of the request".into()))
    }

    async fn exchange(
        &self,
        request: &Request<'_>,
        attempt: Duration,
        noted: &mut Noted,
    ) -> Result<String, Failure> {
        let response = self.post(forms::call(request), attempt).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        noted.request_id = request_id(&headers);
        let body = body(response).await?;
        if !status.is_success() {
            return Err(failure(status, &headers, &body));
        }
        let written = forms::read(self.settings.form, &json(&body).map_err(Failure::Model)?);
        noted.usage = written.usage;
        noted.model = written.model.filter(|name| is_name(name));
        written.text.map_err(Failure::Model)
    }

    async fn post(&self, call: Call, attempt: Duration) -> Result<reqwest::Response, Failure> {
        let url = format!("{}{}", self.base.as_str().trim_end_matches('/'), call.path);
        let body = call.body();
        let mut headers = call.headers;
        headers.push(("content-type", "application/json".to_owned()));
        if let ModelCredential::Aws { provider, region } = &self.settings.credential {
            let unsigned = Unsigned { url: &url, headers: &headers, body: &body };
            let signed = signature(&unsigned, provider, region, SystemClock.now()).await;
            headers.extend(signed.map_err(|error| Failure::Model(ModelError::Misconfigured(error)))?);
        }
        let request = headers
            .into_iter()
            .fold(self.http.post(url), |request, (name, value)| request.header(name, value));
        request.timeout(attempt).body(body).send().await.map_err(network_failure)
    }
}

#[async_trait]
impl LanguageModel for ModelClient {
    async fn interpret(&self, prompt: &ModelPrompt) -> ModelReply {
        match self.with_state(|state, now| state.breaker.gate(now)) {
            ModelGate::Closed => {
                return self.reply_of(Err(ModelError::Paused), Noted::default(), Duration::ZERO);
            }
            ModelGate::Open | ModelGate::Trial => {}
        }
        let timeouts = self.settings.timeouts;
        let reply = self.reply(prompt, timeouts.attempt, timeouts.total).await;
        self.record(&reply.text);
        reply
    }

    async fn warm_up(&self, prompt: &ModelPrompt) -> ModelReply {
        let all = self.settings.timeouts.warm_up;
        self.reply(prompt, all, all).await
    }
}

fn json(body: &[u8]) -> Result<Value, ModelError> {
    serde_json::from_slice(body).map_err(|error| {
        // The cause may quote the answer, so only its place is kept.
        let place = format!("no JSON at line {}, column {}", error.line(), error.column());
        ModelError::Invalid(place.into())
    })
}

/// Reports whether a service's name of a model may stand in a log.
fn is_name(name: &str) -> bool {
    (1..=256).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic())
}

async fn body(mut response: reqwest::Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(network_failure)? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            let cause = "the answer is longer than any query";
            return Err(Failure::Model(ModelError::Invalid(cause.into())));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests;
