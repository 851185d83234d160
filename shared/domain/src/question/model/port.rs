//! The port for a language model: one request out, one text back, and what it means if there is none.

use crate::error::BoxError;
use crate::question::model::prompt::ModelPrompt;
use async_trait::async_trait;
use std::fmt;
use std::time::Duration;

/// Says in the form of [`crate::question::model::wire`] what a question asks.
#[async_trait]
pub trait LanguageModel: Send + Sync {
    /// Asks once, and waits for at most six seconds.
    ///
    /// The text is what the model wrote: read it by [`crate::question::model::reading::read`].
    ///
    /// # Errors
    /// Classified by what can be done about them. After each of them, what the planner made of the question stands.
    async fn interpret(&self, prompt: &ModelPrompt) -> Result<ModelAnswer, ModelError>;
}

/// What a model wrote. Its text is not shown: it may repeat the question.
#[derive(Clone, PartialEq, Eq)]
pub struct ModelAnswer {
    pub text: String,
    pub usage: TokenUsage,
    /// The service's identifier of the request, for its support.
    pub request_id: Option<String>,
    /// The model as the service names it, or else as it is configured.
    pub model: String,
}

/// How many tokens a request cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenUsage {
    pub input: u32,
    pub output: u32,
}

impl fmt::Debug for ModelAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ModelAnswer")
            .field("usage", &self.usage)
            .field("request_id", &self.request_id)
            .field("model", &self.model)
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
