//! The optional language model. Without settings there is none, and the planner understands questions alone.
//!
//! `MODEL_FORM` is `bedrock`, `anthropic`, `openai_responses` or `chat_completions`; `MODEL_ID` is the service's name of the model.
//! `MODEL_URL` is the address in front of the form's path, by default the service's own; chat completions have none. The key is
//! in the secret `MODEL_SECRET_ARN`; without it Bedrock is asked with the function's own identity. `MODEL_EFFORT` is how much the model
//! thinks, `MODEL_INPUT_PRICE` and `MODEL_OUTPUT_PRICE` are the prices of a million tokens, by default 0.

use super::{ConfigError, Environment, ModelSecret, Secret};
use crate::models::{ModelClient, ModelCredential, ModelForm, ModelSettings, ModelTimeouts};
use aws_config::SdkConfig;
use domain::question::model::price::{TokenPrice, TokenPrices};

/// Creates the client of the language model, or `None` if there is none.
///
/// # Errors
/// If a setting that the form needs is missing, or one cannot be read.
pub async fn language_model(aws: &SdkConfig) -> Result<Option<ModelClient>, ConfigError> {
    let Some(form) = Environment.optional("MODEL_FORM") else { return Ok(None) };
    let form = form.parse().map_err(|_unknown| {
        let forms = "it is not bedrock, anthropic, openai_responses or chat_completions";
        ConfigError::Unreadable("MODEL_FORM", forms)
    })?;
    let region = aws.region().map(ToString::to_string).unwrap_or_default();
    let settings = ModelSettings {
        form,
        base_url: base_url(form, &region)?,
        model: Environment.required("MODEL_ID")?,
        credential: credential(form, aws, region).await?,
        effort: Environment.optional("MODEL_EFFORT"),
        prices: TokenPrices { input: price("MODEL_INPUT_PRICE")?, output: price("MODEL_OUTPUT_PRICE")? },
        timeouts: ModelTimeouts::default(),
    };
    Ok(Some(ModelClient::new(settings)?))
}

fn base_url(form: ModelForm, region: &str) -> Result<String, ConfigError> {
    match (Environment.optional("MODEL_URL"), form) {
        (Some(url), _) => Ok(url),
        (None, ModelForm::BedrockConverse) => Ok(format!("https://bedrock-runtime.{region}.amazonaws.com")),
        (None, ModelForm::AnthropicMessages) => Ok("https://api.anthropic.com".to_owned()),
        (None, ModelForm::OpenAiResponses) => Ok("https://api.openai.com".to_owned()),
        (None, ModelForm::ChatCompletions) => Err(ConfigError::Missing("MODEL_URL")),
    }
}

async fn credential(
    form: ModelForm,
    aws: &SdkConfig,
    region: String,
) -> Result<ModelCredential, ConfigError> {
    if Environment.optional(ModelSecret::ARN).is_some() {
        return Ok(ModelCredential::Key(ModelSecret::load(aws).await?.api_key()));
    }
    Ok(match (form, aws.credentials_provider()) {
        (ModelForm::BedrockConverse, Some(provider)) => ModelCredential::Aws { provider, region },
        _ => ModelCredential::None,
    })
}

fn price(name: &'static str) -> Result<TokenPrice, ConfigError> {
    let Some(text) = Environment.optional(name) else { return Ok(TokenPrice::default()) };
    text.parse().map_err(|_no_price| ConfigError::Unreadable(name, "it is no decimal number such as 0.80"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn without_settings_there_is_no_model() {
        let aws = SdkConfig::builder().build();
        assert!(language_model(&aws).await.unwrap().is_none());
    }

    #[test]
    fn each_service_has_its_address_and_a_server_of_ones_own_has_none() {
        let url = |form| base_url(form, "eu-central-1").ok();
        let bedrock = "https://bedrock-runtime.eu-central-1.amazonaws.com";
        assert_eq!(url(ModelForm::BedrockConverse).as_deref(), Some(bedrock));
        assert!(url(ModelForm::AnthropicMessages).is_some() && url(ModelForm::OpenAiResponses).is_some());
        assert!(url(ModelForm::ChatCompletions).is_none());
    }
}
