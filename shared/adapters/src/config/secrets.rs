//! The secrets of the product: JSON objects in Secrets Manager, so that a function holds only what it needs. They
//! are read when a function starts, and that of Twilio again when Twilio rejects the API key that was read.

use super::{ConfigError, Environment};
use crate::twilio::{ApiKey, ApiKeys, Sender, Timeouts, TwilioSettings};
use async_trait::async_trait;
use aws_config::SdkConfig;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::address::AddressPepper;
use domain::audit::chain::ChainKeys;
use domain::inbound::AuthTokens;
use domain::question::model::person::PersonKey;
use domain::token::TokenKeys;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A secret: a JSON object whose ARN is in the environment.
///
/// A function reads its secrets when it starts, so a rotation takes effect with the next execution environment; until
/// then, both tokens and both keys are valid. Only the Twilio API key, of which one is valid at a time, is read again
/// when Twilio rejects it: see [`TwilioSecretReader`].
pub trait Secret: DeserializeOwned {
    /// The environment variable with the ARN of the secret.
    const ARN: &'static str;

    /// Reads the secret.
    ///
    /// # Errors
    /// If it cannot be read or does not have the expected format.
    fn load(aws: &SdkConfig) -> impl Future<Output = Result<Self, ConfigError>> + Send {
        async {
            let arn = Environment.required(Self::ARN)?;
            read(&aws_sdk_secretsmanager::Client::new(aws), &arn).await
        }
    }

    /// Reads the secret from its JSON.
    ///
    /// # Errors
    /// If it does not have the expected format.
    fn parse(json: &str) -> Result<Self, ConfigError> {
        // The cause may quote the text, so only the position of the error is kept.
        serde_json::from_str(json).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            ConfigError::SecretForm(Self::ARN, place.into())
        })
    }
}

async fn read<S: Secret>(client: &aws_sdk_secretsmanager::Client, arn: &str) -> Result<S, ConfigError> {
    let answer = client.get_secret_value().secret_id(arn).send().await;
    let answer = answer.map_err(|error| ConfigError::Secret(S::ARN, error.into()))?;
    S::parse(answer.secret_string().unwrap_or_default())
}

/// The credentials of the account at Twilio.
#[derive(Deserialize)]
pub struct TwilioSecret {
    twilio_auth_token: String,
    #[serde(default)]
    twilio_auth_token_previous: Option<String>,
    twilio_api_key_sid: String,
    twilio_api_key_secret: String,
}

impl Secret for TwilioSecret {
    const ARN: &'static str = "TWILIO_SECRET_ARN";
}

impl TwilioSecret {
    /// Returns the tokens with which Twilio signs its requests; an empty previous token counts as none.
    #[must_use]
    pub fn auth_tokens(&self) -> AuthTokens {
        let previous = self.twilio_auth_token_previous.clone().filter(|token| !token.is_empty());
        AuthTokens { current: self.twilio_auth_token.clone(), previous }
    }

    /// Returns the key of the hashes by which a language model's service tells people apart. It comes from the secret of the API key:
    /// whoever asks a model has that anyway, and the service, which has the model's own key, does not. With another API key the hashes
    /// are others too, which nobody minds.
    #[must_use]
    pub fn person_key(&self) -> PersonKey {
        PersonKey::derived_from(self.twilio_api_key_secret.as_bytes())
    }

    fn api_key(&self) -> ApiKey {
        ApiKey { sid: self.twilio_api_key_sid.clone(), secret: self.twilio_api_key_secret.clone() }
    }

    /// Returns the settings of the Twilio client.
    ///
    /// # Errors
    /// If a setting is missing from the environment.
    pub fn settings(&self) -> Result<TwilioSettings, ConfigError> {
        Ok(TwilioSettings {
            base_url: Environment.url("TWILIO_URL")?,
            account_sid: Environment.required("TWILIO_ACCOUNT_SID")?,
            api_key: self.api_key(),
            sender: Sender::Address(sender_address()?),
            timeouts: Timeouts::default(),
        })
    }
}

/// The keys of buttons and links, and the pepper of addresses.
#[derive(Deserialize)]
pub struct TokenSecret {
    token_key_current: String,
    token_keys: BTreeMap<String, String>,
    address_pepper: String,
}

impl Secret for TokenSecret {
    const ARN: &'static str = "TOKEN_SECRET_ARN";
}

impl TokenSecret {
    /// Returns the keys that seal action tokens.
    ///
    /// # Errors
    /// If a key is not base64, too short, or the current one is missing.
    pub fn token_keys(&self) -> Result<TokenKeys, ConfigError> {
        Ok(TokenKeys::new(&self.token_key_current, &decode_keys::<Self>(&self.token_keys)?)?)
    }

    /// Returns the pepper for hashing addresses.
    ///
    /// # Errors
    /// If it is not valid base64.
    pub fn pepper(&self) -> Result<AddressPepper, ConfigError> {
        Ok(AddressPepper::new(&decode::<Self>(&self.address_pepper)?))
    }
}

/// The keys that seal the audit log. Whoever writes audit events must not have them.
#[derive(Deserialize)]
pub struct AuditSecret {
    audit_key_current: String,
    audit_keys: BTreeMap<String, String>,
}

impl Secret for AuditSecret {
    const ARN: &'static str = "AUDIT_SECRET_ARN";
}

impl AuditSecret {
    /// Returns the keys that seal the audit log.
    ///
    /// # Errors
    /// If a key is not base64, too short, or the current one is missing.
    pub fn chain_keys(&self) -> Result<ChainKeys, ConfigError> {
        Ok(ChainKeys::new(&self.audit_key_current, &decode_keys::<Self>(&self.audit_keys)?)?)
    }
}

/// The key of the language model's service, where that has keys.
#[derive(Deserialize)]
pub struct ModelSecret {
    model_api_key: String,
}

impl Secret for ModelSecret {
    const ARN: &'static str = "MODEL_SECRET_ARN";
}

impl ModelSecret {
    /// Returns the key, without spaces and line breaks around it.
    #[must_use]
    pub fn api_key(&self) -> String {
        self.model_api_key.trim().to_owned()
    }
}

/// Reads the credentials at Twilio as they are now, for an API key that is rotated while a function runs.
#[derive(Debug, Clone)]
pub struct TwilioSecretReader {
    client: aws_sdk_secretsmanager::Client,
    arn: String,
}

impl TwilioSecretReader {
    /// Creates a reader for the secret that `TWILIO_SECRET_ARN` names.
    ///
    /// # Errors
    /// If the setting is missing.
    pub fn new(aws: &SdkConfig) -> Result<Self, ConfigError> {
        Ok(Self::of(aws, Environment.required(TwilioSecret::ARN)?))
    }

    /// Creates a reader for the secret with this ARN.
    #[must_use]
    pub fn of(aws: &SdkConfig, arn: String) -> Self {
        Self { client: aws_sdk_secretsmanager::Client::new(aws), arn }
    }
}

#[async_trait]
impl ApiKeys for TwilioSecretReader {
    async fn read_api_key(&self) -> Result<ApiKey, domain::twilio::Cause> {
        Ok(read::<TwilioSecret>(&self.client, &self.arn).await?.api_key())
    }
}

fn sender_address() -> Result<domain::address::WhatsAppAddress, ConfigError> {
    let sender = Environment.required("SENDER")?;
    domain::address::WhatsAppAddress::from_parameter(&format!("whatsapp:{sender}"))
        .ok_or(ConfigError::Unreadable("SENDER", "it is no E.164 number"))
}

fn decode_keys<S: Secret>(keys: &BTreeMap<String, String>) -> Result<BTreeMap<String, Vec<u8>>, ConfigError> {
    keys.iter().map(|(id, key)| Ok((id.clone(), decode::<S>(key)?))).collect()
}

fn decode<S: Secret>(text: &str) -> Result<Vec<u8>, ConfigError> {
    STANDARD.decode(text).map_err(|_not_base64| ConfigError::SecretForm(S::ARN, "a key is not base64".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::chain::InvalidChainKeys;

    const TWILIO: &str = r#"{"twilio_auth_token":"t1","twilio_auth_token_previous":"","twilio_api_key_sid":"SK1",
        "twilio_api_key_secret":"s"}"#;
    const TOKENS: &str = r#"{"token_key_current":"k1",
        "token_keys":{"k1":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="},"address_pepper":"cGVwcGVy"}"#;
    const AUDIT: &str =
        r#"{"audit_key_current":"a1","audit_keys":{"a1":"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk="}}"#;

    #[test]
    fn an_empty_token_before_is_none() {
        assert!(TwilioSecret::parse(TWILIO).unwrap().auth_tokens().previous.is_none());
    }

    #[test]
    fn keys_are_base64_long_enough_and_the_current_one_is_there() {
        let tokens = TokenSecret::parse(TOKENS).unwrap();
        assert!(tokens.token_keys().is_ok() && tokens.pepper().is_ok());
        assert!(AuditSecret::parse(AUDIT).unwrap().chain_keys().is_ok());
        let other = AUDIT.replace(r#"current":"a1"#, r#"current":"a2"#);
        assert!(matches!(
            AuditSecret::parse(&other).unwrap().chain_keys(),
            Err(ConfigError::ChainKeys(InvalidChainKeys::CurrentMissing))
        ));
        assert!(AuditSecret::parse(&AUDIT.replace("CQkJ", "")).unwrap().chain_keys().is_err(), "too short");
        assert!(AuditSecret::parse(&AUDIT.replace("CQkJ", "%")).unwrap().chain_keys().is_err(), "not base64");
    }

    #[test]
    fn no_secret_is_taken_for_another_and_the_error_says_which_one_it_is() {
        let errors = [TwilioSecret::parse(TOKENS).err(), TwilioSecret::parse(AUDIT).err()];
        for error in errors.map(Option::unwrap) {
            assert!(error.to_string().contains("TWILIO_SECRET_ARN"), "{error}");
        }
        assert!(TokenSecret::parse(AUDIT).err().unwrap().to_string().contains("TOKEN_SECRET_ARN"));
        assert!(AuditSecret::parse(TWILIO).err().unwrap().to_string().contains("AUDIT_SECRET_ARN"));
    }

    #[test]
    fn an_error_about_the_secret_does_not_repeat_it() {
        let error = TwilioSecret::parse(r#"{"twilio_auth_token": 4711815}"#).err().unwrap();
        let shown = format!("{error:?} {error}");
        assert!(!shown.contains("4711815"), "{shown}");
    }
}
