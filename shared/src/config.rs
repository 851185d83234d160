//! Settings of a function: the environment, read once at its start, and the secrets, read from Secrets Manager.

use crate::action::token::{InvalidTokenKeys, TokenKeys};
use crate::admin::access::https::{HttpsKeys, InvalidKeyAddress};
use crate::admin::access::{AdminAccess, TrustedIssuer};
use crate::audit::chain::{ChainKeys, InvalidChainKeys};
use crate::delivery::pace::Pace;
use crate::email::{EmailSender, SesEmail, SesTimeouts, WebLink};
use crate::events::EventBridgeBus;
use crate::inbound::AuthTokens;
use crate::queue::SqsDeliveryQueue;
use crate::store::{BoxError, Store};
use crate::twilio::{Sender, Timeouts, TwilioSettings};
use crate::workspace::AddressPepper;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_sesv2::config::SharedHttpClient;
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Why a function cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A setting is not there.
    #[error("the environment variable {0} is not set: the template sets it")]
    Missing(&'static str),
    /// A setting has a form that cannot be read.
    #[error("the environment variable {0} cannot be read: {1}")]
    Unreadable(&'static str, &'static str),
    /// The secret cannot be read.
    #[error("the secret cannot be read: check that it exists and that the function's role may read it")]
    Secret(#[source] BoxError),
    /// The secret does not have the fields that this version needs.
    #[error("the secret does not have the expected form: see docs/runbook.md, section Secrets")]
    SecretForm(#[source] BoxError),
    /// The token keys cannot be used.
    #[error("the token keys of the secret cannot be used")]
    TokenKeys(#[from] InvalidTokenKeys),
    /// The audit keys cannot be used.
    #[error("the audit keys of the secret cannot be used")]
    ChainKeys(#[from] InvalidChainKeys),
    /// The keys of the administrators' issuer cannot be fetched.
    #[error("the environment variable OIDC_KEYS_URL cannot be used")]
    IssuerKeys(#[from] InvalidKeyAddress),
}

/// The environment of a function.
#[derive(Debug, Clone, Copy, Default)]
pub struct Environment;

impl Environment {
    /// Reads a setting that must be there.
    ///
    /// # Errors
    /// [`ConfigError::Missing`] when it is not set, or empty.
    #[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
    pub fn required(self, name: &'static str) -> Result<String, ConfigError> {
        std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or(ConfigError::Missing(name))
    }

    /// Reads a setting that need not be there; an empty one is none.
    #[must_use]
    pub fn optional(self, name: &'static str) -> Option<String> {
        self.required(name).ok()
    }

    /// Reads an address without the `/` at its end.
    ///
    /// # Errors
    /// As [`Environment::required`].
    pub fn url(self, name: &'static str) -> Result<String, ConfigError> {
        Ok(self.required(name)?.trim_end_matches('/').to_owned())
    }

    /// Reads how fast a worker may send: `SENDER_PER_SECOND` messages a second of the sender, shared by
    /// `DELIVERY_WORKERS`.
    ///
    /// # Errors
    /// When one is not set or is no number above 0.
    pub fn send_pace(self) -> Result<Pace, ConfigError> {
        let number = |name: &'static str| -> Result<u32, ConfigError> {
            let number = self.required(name)?.parse().ok().filter(|number| *number > 0);
            number.ok_or(ConfigError::Unreadable(name, "it is no whole number above 0"))
        };
        Ok(Pace::shared(number("SENDER_PER_SECOND")?, number("DELIVERY_WORKERS")?))
    }

    /// Reads the approved contents by template and language, such as `{"kpi_daily.en.v1": "HX…"}`.
    ///
    /// # Errors
    /// When it is not set or is no such JSON.
    pub fn content_sids(self) -> Result<BTreeMap<String, String>, ConfigError> {
        let text = self.required("CONTENT_SIDS")?;
        serde_json::from_str(&text)
            .map_err(|_| ConfigError::Unreadable("CONTENT_SIDS", "it is no JSON object of texts"))
    }
}

/// How long a function may wait for AWS, by who waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Twilio or a batch waits: the answer must come within Twilio's 15 seconds, with time for a second try.
    Answering,
    /// A person looks at a page that loads.
    Reading,
    /// Nobody waits; what counts is that it is done.
    Working,
}

impl Patience {
    /// Gives the longest time of one try and of all tries together.
    fn limits(self) -> (Duration, Duration) {
        match self {
            Self::Answering => (Duration::from_millis(1_500), Duration::from_secs(4)),
            Self::Reading => (Duration::from_secs(4), Duration::from_secs(9)),
            Self::Working => (Duration::from_secs(10), Duration::from_secs(25)),
        }
    }
}

/// How long an unused connection to AWS is kept, and one to SES: see [`email`].
const IDLE_CONNECTION: Duration = Duration::from_secs(90);
const IDLE_MAIL_CONNECTION: Duration = Duration::from_secs(15);

fn https(idle: Duration) -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .pool_idle_timeout(idle)
        .build_https()
}

/// Makes what all AWS clients share: region and credentials of the function, TLS by ring, and timeouts of our own, since
/// the SDK has none.
pub async fn aws(patience: Patience) -> SdkConfig {
    let (one_try, all_tries) = patience.limits();
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(one_try)
        .operation_timeout(all_tries)
        .build();
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(https(IDLE_CONNECTION))
        .timeout_config(timeouts)
        .load()
        .await
}

/// Makes the store of a function.
///
/// # Errors
/// When the name of the table is not set.
pub fn store(aws: &SdkConfig) -> Result<Store, ConfigError> {
    Ok(Store::new(aws_sdk_dynamodb::Client::new(aws), Environment.required("TABLE_NAME")?))
}

/// Makes the delivery queue of a function.
///
/// # Errors
/// When the URL of the queue is not set.
pub fn delivery_queue(aws: &SdkConfig) -> Result<SqsDeliveryQueue, ConfigError> {
    Ok(SqsDeliveryQueue::new(aws_sdk_sqs::Client::new(aws), Environment.required("DELIVERY_QUEUE_URL")?))
}

/// Makes the event bus of a function.
///
/// # Errors
/// When the name of the bus is not set.
pub fn event_bus(aws: &SdkConfig) -> Result<EventBridgeBus, ConfigError> {
    Ok(EventBridgeBus::new(aws_sdk_eventbridge::Client::new(aws), Environment.required("EVENT_BUS")?))
}

/// Makes the e-mail of a function, over an HTTP client of its own: a connection that died while the function was frozen
/// makes a mail of unknown fate, which is never sent again.
///
/// # Errors
/// When the sender is not set, or is no address with or without a name.
pub fn email(aws: &SdkConfig) -> Result<SesEmail, ConfigError> {
    let sender = EmailSender::parse(&Environment.required("EMAIL_FROM")?).map_err(|_no_address| {
        ConfigError::Unreadable("EMAIL_FROM", "it is no address, with or without a name")
    })?;
    let aws = aws.to_builder().http_client(https(IDLE_MAIL_CONNECTION)).build();
    let configuration_set = Environment.optional("MAIL_CONFIGURATION_SET");
    Ok(SesEmail::new(&aws, sender, SesTimeouts::default()).reporting_to(configuration_set))
}

/// Reads where the links of a mail lead.
///
/// # Errors
/// When it is not set, or is no address of the web.
pub fn app_url() -> Result<WebLink, ConfigError> {
    WebLink::parse(&Environment.url("APP_URL")?)
        .map_err(|_no_link| ConfigError::Unreadable("APP_URL", "it is no http or https address"))
}

/// Makes who tells administrators: the issuer `OIDC_ISSUER`, for the client `OIDC_AUDIENCE`, with the keys of
/// `OIDC_KEYS_URL`. No key is fetched yet.
///
/// # Errors
/// When a setting is missing, or the address of the keys is no https address.
pub fn admin_access() -> Result<AdminAccess, ConfigError> {
    let trusted = TrustedIssuer {
        issuer: Environment.required("OIDC_ISSUER")?,
        audience: Environment.required("OIDC_AUDIENCE")?,
    };
    let keys = HttpsKeys::new(&Environment.required("OIDC_KEYS_URL")?)?;
    Ok(AdminAccess::new(trusted, Box::new(keys)))
}

/// The secrets of the product, as Secrets Manager has them: one JSON object.
#[derive(Deserialize)]
pub struct Secrets {
    twilio_auth_token: String,
    #[serde(default)]
    twilio_auth_token_previous: Option<String>,
    twilio_api_key_sid: String,
    twilio_api_key_secret: String,
    token_key_current: String,
    token_keys: BTreeMap<String, String>,
    // Only what seals or verifies the audit log needs these; a secret from before there was a seal serves the others.
    #[serde(default)]
    audit_key_current: String,
    #[serde(default)]
    audit_keys: BTreeMap<String, String>,
    address_pepper: String,
}

impl Secrets {
    /// Reads the secrets that `SECRET_ARN` names. A function reads them when it starts; a rotation reaches it with the
    /// next environment, and until then both tokens and both keys are good.
    ///
    /// # Errors
    /// When the secret cannot be read or does not have the expected form.
    pub async fn load(aws: &SdkConfig) -> Result<Self, ConfigError> {
        let arn = Environment.required("SECRET_ARN")?;
        let request = aws_sdk_secretsmanager::Client::new(aws).get_secret_value().secret_id(arn);
        let answer = request.send().await.map_err(|error| ConfigError::Secret(error.into()))?;
        Self::parse(answer.secret_string().unwrap_or_default())
    }

    /// Reads the secrets from their JSON.
    ///
    /// # Errors
    /// When it does not have the expected form.
    pub fn parse(json: &str) -> Result<Self, ConfigError> {
        // The cause may quote the text, hence only where it went wrong is kept.
        serde_json::from_str(json).map_err(|error| {
            ConfigError::SecretForm(format!("line {}, column {}", error.line(), error.column()).into())
        })
    }

    /// Gives the tokens that sign Twilio's requests; an empty one before is none.
    #[must_use]
    pub fn auth_tokens(&self) -> AuthTokens {
        let previous = self.twilio_auth_token_previous.clone().filter(|token| !token.is_empty());
        AuthTokens { current: self.twilio_auth_token.clone(), previous }
    }

    /// Gives the keys that seal action tokens.
    ///
    /// # Errors
    /// When a key is not base64, too short, or the current one is missing.
    pub fn token_keys(&self) -> Result<TokenKeys, ConfigError> {
        Ok(TokenKeys::new(&self.token_key_current, &decode_keys(&self.token_keys)?)?)
    }

    /// Gives the keys that seal the audit log.
    ///
    /// # Errors
    /// When a key is not base64, too short, or the current one is missing.
    pub fn chain_keys(&self) -> Result<ChainKeys, ConfigError> {
        Ok(ChainKeys::new(&self.audit_key_current, &decode_keys(&self.audit_keys)?)?)
    }

    /// Gives what addresses are hashed with.
    ///
    /// # Errors
    /// When it is not base64.
    pub fn pepper(&self) -> Result<AddressPepper, ConfigError> {
        Ok(AddressPepper::new(&decode(&self.address_pepper)?))
    }

    /// Gives the settings of the Twilio client.
    ///
    /// # Errors
    /// When a setting is missing from the environment.
    pub fn twilio(&self) -> Result<TwilioSettings, ConfigError> {
        Ok(TwilioSettings {
            base_url: Environment.url("TWILIO_URL")?,
            account_sid: Environment.required("TWILIO_ACCOUNT_SID")?,
            api_key_sid: self.twilio_api_key_sid.clone(),
            api_key_secret: self.twilio_api_key_secret.clone(),
            sender: Sender::Address(sender_address()?),
            timeouts: Timeouts::default(),
        })
    }
}

fn sender_address() -> Result<crate::workspace::WhatsAppAddress, ConfigError> {
    let sender = Environment.required("SENDER")?;
    crate::workspace::WhatsAppAddress::from_parameter(&format!("whatsapp:{sender}"))
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

    #[test]
    fn twilio_is_answered_in_its_time_even_after_a_read_and_a_write_that_fail_late() {
        let (one_try, all_tries) = Patience::Answering.limits();
        assert!(one_try * 2 <= all_tries && all_tries * 2 < Duration::from_secs(15));
    }

    #[test]
    fn a_setting_that_is_missing_is_named() {
        let error = Environment.required("A_SETTING_OF_NOBODY").err().unwrap();
        assert!(error.to_string().contains("A_SETTING_OF_NOBODY"));
    }
}
