//! Which language model is asked, where, in which form, and at what price.

use aws_credential_types::provider::SharedCredentialsProvider;
use domain::question::model::price::TokenPrices;
use reqwest::Url;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

/// The form of requests and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModelForm {
    /// Amazon Bedrock's Converse.
    BedrockConverse,
    /// Anthropic's Messages.
    AnthropicMessages,
    /// OpenAI's Responses.
    OpenAiResponses,
    /// Chat completions as OpenAI has them, which gateways and servers of open models speak too.
    ChatCompletions,
}

/// The word names no form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a form is bedrock, anthropic, openai_responses or chat_completions")]
pub struct UnknownForm;

impl FromStr for ModelForm {
    type Err = UnknownForm;

    fn from_str(word: &str) -> Result<Self, UnknownForm> {
        match word {
            "bedrock" => Ok(Self::BedrockConverse),
            "anthropic" => Ok(Self::AnthropicMessages),
            "openai_responses" => Ok(Self::OpenAiResponses),
            "chat_completions" => Ok(Self::ChatCompletions),
            _ => Err(UnknownForm),
        }
    }
}

/// How a request says who sends it.
#[derive(Clone)]
pub enum ModelCredential {
    /// By a key of the service, also one of Bedrock.
    Key(String),
    /// By the signature of an AWS identity, for Bedrock.
    Aws { provider: SharedCredentialsProvider, region: String },
    /// Not at all: a server in a private network.
    None,
}

/// How long is waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelTimeouts {
    /// For a connection.
    pub connect: Duration,
    /// For one exchange about a question, from the first byte sent to the last byte received.
    pub attempt: Duration,
    /// For everything together.
    pub total: Duration,
    /// For everything together where nobody waits: a service prepares a schema that is new to it for minutes.
    pub warm_up: Duration,
}

impl Default for ModelTimeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(1),
            attempt: Duration::from_millis(5_500),
            total: Duration::from_secs(6),
            warm_up: Duration::from_mins(4),
        }
    }
}

/// The settings of a client.
#[derive(Clone)]
pub struct ModelSettings {
    pub form: ModelForm,
    /// The address in front of the form's own path: `https://api.anthropic.com`, `https://api.openai.com`,
    /// `https://bedrock-runtime.{region}.amazonaws.com`; of chat completions with the version, `https://api.openai.com/v1`.
    pub base_url: String,
    /// The model's identifier at the service.
    pub model: String,
    pub credential: ModelCredential,
    /// How much the model thinks, in the service's word; `None` for the least that most models know.
    pub effort: Option<String>,
    pub prices: TokenPrices,
    pub timeouts: ModelTimeouts,
}

impl fmt::Debug for ModelSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ModelSettings")
            .field("form", &self.form)
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

/// The reasons why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidModel {
    /// The address is neither an https address nor an http address of this machine.
    #[error("the address of the language model must be an https address")]
    NotHttps,
    /// The model has no name, or one that no service has.
    #[error("the identifier of the language model must have 1 to 256 visible ASCII characters")]
    Name,
    /// TLS could not be set up.
    #[error("the HTTP client could not be set up")]
    Tls(#[source] reqwest::Error),
}

impl ModelSettings {
    /// Returns the base address.
    pub(super) fn base(&self) -> Result<Url, InvalidModel> {
        let is_named =
            (1..=256).contains(&self.model.len()) && self.model.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_named {
            return Err(InvalidModel::Name);
        }
        let url =
            Url::parse(self.base_url.trim_end_matches('/')).map_err(|_no_url| InvalidModel::NotHttps)?;
        let host = url.host_str().and_then(|host| host.parse::<IpAddr>().ok());
        let is_here = host.is_some_and(|address| address.is_loopback());
        let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
        if is_safe { Ok(url) } else { Err(InvalidModel::NotHttps) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(base_url: &str, model: &str) -> ModelSettings {
        ModelSettings {
            form: ModelForm::ChatCompletions,
            base_url: base_url.to_owned(),
            model: model.to_owned(),
            credential: ModelCredential::Key("secret-key".to_owned()),
            effort: None,
            prices: TokenPrices::default(),
            timeouts: ModelTimeouts::default(),
        }
    }

    #[test]
    fn a_model_is_asked_over_https_or_on_this_machine() {
        for good in ["https://api.openai.com/v1/", "http://127.0.0.1:11434/v1"] {
            assert!(settings(good, "m").base().is_ok(), "{good}");
        }
        for bad in ["http://models.example/v1", "ftp://models.example", "models", ""] {
            assert!(matches!(settings(bad, "m").base(), Err(InvalidModel::NotHttps)), "{bad}");
        }
        for bad in ["", "a model", "m\n", &"m".repeat(257)] {
            assert!(matches!(settings("https://a.example", bad).base(), Err(InvalidModel::Name)), "{bad}");
        }
    }

    #[test]
    fn the_key_is_not_shown_and_everything_that_a_person_waits_for_ends_within_six_seconds() {
        assert!(!format!("{:?}", settings("https://a.example", "m")).contains("secret-key"));
        let timeouts = ModelTimeouts::default();
        assert!(timeouts.connect < timeouts.attempt && timeouts.attempt < timeouts.total);
        assert!(timeouts.total <= Duration::from_secs(6));
    }
}
