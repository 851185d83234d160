//! The secrets of the product: one JSON object in Secrets Manager, read when a function starts, and again when Twilio
//! rejects the key that was read.

use super::{ConfigError, Environment};
use crate::twilio::{ApiKey, ApiKeys, Sender, Timeouts, TwilioSettings};
use async_trait::async_trait;
use aws_config::SdkConfig;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::address::AddressPepper;
use domain::audit::chain::ChainKeys;
use domain::inbound::AuthTokens;
use domain::token::TokenKeys;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The secrets of the product: one JSON object in Secrets Manager.
#[derive(Deserialize)]
pub struct Secrets {
    twilio_auth_token: String,
    #[serde(default)]
    twilio_auth_token_previous: Option<String>,
    twilio_api_key_sid: String,
    twilio_api_key_secret: String,
    token_key_current: String,
    token_keys: BTreeMap<String, String>,
    // Only functions that seal or verify the audit log need these, so that older secrets without them still work for
    // the others.
    #[serde(default)]
    audit_key_current: String,
    #[serde(default)]
    audit_keys: BTreeMap<String, String>,
    address_pepper: String,
}

impl Secrets {
    /// Reads the secrets that `SECRET_ARN` names. A function reads them when it starts, so a rotation takes effect
    /// with the next execution environment; until then, both tokens and both keys are valid. Only the Twilio API key,
    /// of which one is valid at a time, is read again when Twilio rejects it: see [`SecretsReader`].
    ///
    /// # Errors
    /// If the secret cannot be read or does not have the expected format.
    pub async fn load(aws: &SdkConfig) -> Result<Self, ConfigError> {
        SecretsReader::new(aws)?.read().await
    }

    /// Reads the secrets from their JSON.
    ///
    /// # Errors
    /// If it does not have the expected format.
    pub fn parse(json: &str) -> Result<Self, ConfigError> {
        // The cause may quote the text, so only the position of the error is kept.
        serde_json::from_str(json).map_err(|error| {
            ConfigError::SecretForm(format!("line {}, column {}", error.line(), error.column()).into())
        })
    }

    /// Returns the tokens with which Twilio signs its requests; an empty previous token counts as none.
    #[must_use]
    pub fn auth_tokens(&self) -> AuthTokens {
        let previous = self.twilio_auth_token_previous.clone().filter(|token| !token.is_empty());
        AuthTokens { current: self.twilio_auth_token.clone(), previous }
    }

    /// Returns the keys that seal action tokens.
    ///
    /// # Errors
    /// If a key is not base64, too short, or the current one is missing.
    pub fn token_keys(&self) -> Result<TokenKeys, ConfigError> {
        Ok(TokenKeys::new(&self.token_key_current, &decode_keys(&self.token_keys)?)?)
    }

    /// Returns the keys that seal the audit log.
    ///
    /// # Errors
    /// If a key is not base64, too short, or the current one is missing.
    pub fn chain_keys(&self) -> Result<ChainKeys, ConfigError> {
        Ok(ChainKeys::new(&self.audit_key_current, &decode_keys(&self.audit_keys)?)?)
    }

    /// Returns the pepper for hashing addresses.
    ///
    /// # Errors
    /// If it is not valid base64.
    pub fn pepper(&self) -> Result<AddressPepper, ConfigError> {
        Ok(AddressPepper::new(&decode(&self.address_pepper)?))
    }

    fn api_key(&self) -> ApiKey {
        ApiKey { sid: self.twilio_api_key_sid.clone(), secret: self.twilio_api_key_secret.clone() }
    }

    /// Returns the settings of the Twilio client.
    ///
    /// # Errors
    /// If a setting is missing from the environment.
    pub fn twilio(&self) -> Result<TwilioSettings, ConfigError> {
        Ok(TwilioSettings {
            base_url: Environment.url("TWILIO_URL")?,
            account_sid: Environment.required("TWILIO_ACCOUNT_SID")?,
            api_key: self.api_key(),
            sender: Sender::Address(sender_address()?),
            timeouts: Timeouts::default(),
        })
    }
}

/// Reads the secrets as they are now, for secrets that are rotated while a function runs.
#[derive(Debug, Clone)]
pub struct SecretsReader {
    client: aws_sdk_secretsmanager::Client,
    arn: String,
}

impl SecretsReader {
    /// Creates a reader for the secrets that `SECRET_ARN` names.
    ///
    /// # Errors
    /// If the setting is missing.
    pub fn new(aws: &SdkConfig) -> Result<Self, ConfigError> {
        let client = aws_sdk_secretsmanager::Client::new(aws);
        Ok(Self { client, arn: Environment.required("SECRET_ARN")? })
    }

    async fn read(&self) -> Result<Secrets, ConfigError> {
        let request = self.client.get_secret_value().secret_id(&self.arn);
        let answer = request.send().await.map_err(|error| ConfigError::Secret(error.into()))?;
        Secrets::parse(answer.secret_string().unwrap_or_default())
    }
}

#[async_trait]
impl ApiKeys for SecretsReader {
    async fn read_api_key(&self) -> Result<ApiKey, domain::twilio::Cause> {
        Ok(self.read().await?.api_key())
    }
}

fn sender_address() -> Result<domain::address::WhatsAppAddress, ConfigError> {
    let sender = Environment.required("SENDER")?;
    domain::address::WhatsAppAddress::from_parameter(&format!("whatsapp:{sender}"))
        .ok_or(ConfigError::Unreadable("SENDER", "it is no E.164 number"))
}

fn decode_keys(keys: &BTreeMap<String, String>) -> Result<BTreeMap<String, Vec<u8>>, ConfigError> {
    keys.iter().map(|(id, key)| Ok((id.clone(), decode(key)?))).collect()
}

fn decode(text: &str) -> Result<Vec<u8>, ConfigError> {
    STANDARD.decode(text).map_err(|_not_base64| ConfigError::SecretForm("a key is not base64".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::chain::InvalidChainKeys;

    const GOOD: &str = r#"{"twilio_auth_token":"t1","twilio_auth_token_previous":"","twilio_api_key_sid":"SK1",
        "twilio_api_key_secret":"s","token_key_current":"k1",
        "token_keys":{"k1":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="},"address_pepper":"cGVwcGVy"}"#;

    #[test]
    fn an_empty_token_before_is_none() {
        let secrets = Secrets::parse(GOOD).unwrap();
        assert!(secrets.auth_tokens().previous.is_none());
        assert!(secrets.token_keys().is_ok());
        assert!(secrets.pepper().is_ok());
    }

    #[test]
    fn a_secret_without_audit_keys_serves_whoever_does_not_seal() {
        let secrets = Secrets::parse(GOOD).unwrap();
        assert!(matches!(
            secrets.chain_keys(),
            Err(ConfigError::ChainKeys(InvalidChainKeys::CurrentMissing))
        ));
        let keys = r#"{"audit_key_current":"a1","audit_keys":{"a1":"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk="},"#;
        assert!(Secrets::parse(&GOOD.replacen('{', keys, 1)).unwrap().chain_keys().is_ok());
        let short = keys.replace("CQkJ", "");
        assert!(Secrets::parse(&GOOD.replacen('{', &short, 1)).unwrap().chain_keys().is_err());
    }

    #[test]
    fn an_error_about_the_secret_does_not_repeat_it() {
        let error = Secrets::parse(r#"{"twilio_auth_token": 4711815}"#).err().unwrap();
        let shown = format!("{error:?} {error}");
        assert!(!shown.contains("4711815"), "{shown}");
    }
}
