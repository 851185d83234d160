//! The port for a language model: one request out, one reply back, and what it means if there is no text in it.

use crate::error::BoxError;
use crate::question::model::prompt::ModelPrompt;
use async_trait::async_trait;
use std::fmt;
use std::time::Duration;

/// Says in the form of [`crate::question::model::wire`] what a question asks.
#[async_trait]
pub trait LanguageModel: Send + Sync {
    /// Asks once, and waits for at most six seconds.
    async fn interpret(&self, prompt: &ModelPrompt) -> ModelReply;

    /// Asks once, and waits for minutes: a service that does not know the schema yet, or not any more, prepares it now. Whether
    /// the service is left alone has nothing to do with it, before and after.
    async fn warm_up(&self, prompt: &ModelPrompt) -> ModelReply;
}

/// What came of a request. The text is not shown: it may repeat the question.
pub struct ModelReply {
    /// What the model wrote: read it by [`crate::question::model::reading::read`]. An error is classified by what can be done about it;
    /// after each of them, what the planner made of the question stands.
    pub text: Result<String, ModelError>,
    pub call: ModelCall,
}

/// A request as it is recorded: nothing of what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelCall {
    /// Nothing where the service did not say it.
    pub usage: TokenUsage,
    /// What that cost, in millionths of the currency of the configured prices.
    pub cost_micros: u64,
    /// The service's identifier of the request, for its support.
    pub request_id: Option<String>,
    /// The model as the service names it, or else as it is configured.
    pub model: String,
    /// From the first byte sent to the last byte received.
    pub took: Duration,
}

/// How many tokens a request cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenUsage {
    /// What the model read, also where the service had kept what it made of it.
    pub input: u32,
    pub output: u32,
}

impl TokenUsage {
    /// Returns what was read and written together.
    #[must_use]
    pub fn total(self) -> u64 {
        u64::from(self.input) + u64::from(self.output)
    }
}

impl fmt::Debug for ModelReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ModelReply")
            .field("error", &self.text.as_ref().err())
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

/// Why a model gave no usable answer, by what can be done about it. No variant repeats the question or the key.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The model or a filter of the service refused to answer.
    #[error("the model refused to answer")]
    Refused,
    /// The answer was cut off: it was longer than allowed.
    #[error("the answer of the model was cut off")]
    Truncated,
    /// The service answered with something that is not in its form.
    #[error("the answer of the model's service cannot be read")]
    Invalid(#[source] BoxError),
    /// There was no answer in time.
    #[error("the model did not answer in time")]
    Slow,
    /// The service takes no more requests for now.
    #[error("the model's service takes no more requests for now")]
    Throttled {
        /// How long to wait, if the service says so.
        retry_after: Option<Duration>,
    },
    /// The service is not there.
    #[error("the model's service is not available")]
    Unavailable(#[source] BoxError),
    /// The service will refuse every request until an operator changes something: the key, the model, the address, the quota.
    #[error(
        "the model's service refuses the request: an operator has to check key, model, address and quota"
    )]
    Misconfigured(#[source] BoxError),
    /// Nothing was asked, because the last requests failed.
    #[error("the model is not asked for now, because its last requests failed")]
    Paused,
}

impl ModelError {
    /// Returns a fixed word for records and logs.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Truncated => "truncated",
            Self::Invalid(_) => "invalid",
            Self::Slow => "slow",
            Self::Throttled { .. } => "throttled",
            Self::Unavailable(_) => "unavailable",
            Self::Misconfigured(_) => "misconfigured",
            Self::Paused => "paused",
        }
    }

    /// Reports whether the next request will probably fail too. An answer that is of no use says nothing about the next one.
    #[must_use]
    pub fn is_of_the_service(&self) -> bool {
        match self {
            Self::Slow | Self::Throttled { .. } | Self::Unavailable(_) | Self::Misconfigured(_) => true,
            Self::Refused | Self::Truncated | Self::Invalid(_) | Self::Paused => false,
        }
    }
}
