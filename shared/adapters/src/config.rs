//! The settings of a function: the environment, read once at start-up, and the secrets, read from Secrets Manager.

use crate::clock::MachineClock;
use crate::eventbridge::EventBridgeBus;
use crate::models::InvalidModel;
use crate::oidc_keys::{HttpsKeys, InvalidKeyAddress};
use crate::s3::{InvalidBucket, S3Objects, SizeLimits};
use crate::sqs::{SqsDeliveryQueue, SqsImportQueue, SqsQuestionQueue, SqsScheduleQueue};
use crate::{SesEmail, SesTimeouts};
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_sesv2::config::SharedHttpClient;
use aws_smithy_http_client::tls;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use domain::address::{EmailSender, WebLink};
use domain::audit::chain::InvalidChainKeys;
use domain::delivery::rate_limit::RateLimiter;
use domain::error::BoxError;
use domain::inbound::{InvalidSegment, WebhookPaths};
use domain::oidc::{AdminAccess, TrustedIssuer};
use domain::token::InvalidTokenKeys;
use std::time::Duration;
use store::Store;

mod model;
mod secrets;

pub use model::language_model;
pub use secrets::{AuditSecret, ModelSecret, Secret, TokenSecret, TwilioSecret, TwilioSecretReader};

/// The reasons why a function cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A setting is missing.
    #[error("the environment variable {0} is not set: the template sets it")]
    Missing(&'static str),
    /// A setting has an invalid format.
    #[error("the environment variable {0} cannot be read: {1}")]
    Unreadable(&'static str, &'static str),
    /// A secret cannot be read.
    #[error(
        "the secret of {0} cannot be read: check that it exists and that the function's role may read it"
    )]
    Secret(&'static str, #[source] BoxError),
    /// A secret lacks fields that this version needs, or has them in another format.
    #[error("the secret of {0} does not have the expected form: see docs/runbook.md, section Secrets")]
    SecretForm(&'static str, #[source] BoxError),
    /// The token keys cannot be used.
    #[error("the token keys of the secret cannot be used")]
    TokenKeys(#[from] InvalidTokenKeys),
    /// The audit keys cannot be used.
    #[error("the audit keys of the secret cannot be used")]
    ChainKeys(#[from] InvalidChainKeys),
    /// The keys of the administrators' issuer cannot be fetched.
    #[error("the environment variable OIDC_KEYS_URL cannot be used")]
    IssuerKeys(#[from] InvalidKeyAddress),
    /// The segment of the addresses that Twilio calls cannot be used.
    #[error("the environment variable WEBHOOK_SEGMENT cannot be used")]
    WebhookSegment(#[from] InvalidSegment),
    /// The language model cannot be used.
    #[error("the environment variables MODEL_URL and MODEL_ID cannot be used")]
    Model(#[from] InvalidModel),
    /// The bucket for what comes in cannot be used.
    #[error("the environment variables S3_URL and DROP_BUCKET cannot be used")]
    Bucket(#[from] InvalidBucket),
}

/// The environment of a function.
#[derive(Debug, Clone, Copy, Default)]
pub struct Environment;

impl Environment {
    /// Reads a required setting.
    ///
    /// # Errors
    /// [`ConfigError::Missing`] if it is not set, or empty.
    #[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
    pub fn required(self, name: &'static str) -> Result<String, ConfigError> {
        std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or(ConfigError::Missing(name))
    }

    /// Reads an optional setting; an empty value counts as not set.
    #[must_use]
    pub fn optional(self, name: &'static str) -> Option<String> {
        self.required(name).ok()
    }

    /// Reads a URL and removes a trailing `/`.
    ///
    /// # Errors
    /// As [`Environment::required`].
    pub fn url(self, name: &'static str) -> Result<String, ConfigError> {
        Ok(self.required(name)?.trim_end_matches('/').to_owned())
    }

    /// Reads the paths that Twilio calls, below the secret segment `WEBHOOK_SEGMENT`, and while they move those below
    /// `FORMER_WEBHOOK_PATH` as well.
    ///
    /// # Errors
    /// If the segment is not set, or cannot be one.
    pub fn webhook_paths(self) -> Result<WebhookPaths, ConfigError> {
        let paths = WebhookPaths::below(&self.required("WEBHOOK_SEGMENT")?)?;
        Ok(match self.optional("FORMER_WEBHOOK_PATH") {
            Some(former) => paths.moved_from(&former),
            None => paths,
        })
    }

    /// Reads the rate limit of a worker: `SENDER_PER_SECOND` messages per second for the sender, divided by
    /// `DELIVERY_WORKERS`.
    ///
    /// # Errors
    /// If either is not set or is not a number above 0.
    pub fn send_pace(self) -> Result<RateLimiter, ConfigError> {
        Ok(RateLimiter::shared(self.sender_per_second()?, self.above_zero("DELIVERY_WORKERS")?))
    }

    /// Reads how many messages the sender sends in a second: `SENDER_PER_SECOND`.
    ///
    /// # Errors
    /// If it is not set or is not a number above 0.
    pub fn sender_per_second(self) -> Result<u32, ConfigError> {
        self.above_zero("SENDER_PER_SECOND")
    }

    fn above_zero(self, name: &'static str) -> Result<u32, ConfigError> {
        let number = self.required(name)?.parse().ok().filter(|number| *number > 0);
        number.ok_or(ConfigError::Unreadable(name, "it is no whole number above 0"))
    }
}

/// How long a function may wait for AWS, depending on who is waiting for the function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeoutProfile {
    /// Twilio or a batch is waiting: the response must arrive within Twilio's 15 seconds, with time for a retry.
    Answering,
    /// A person is waiting for a page to load.
    Reading,
    /// Nobody is waiting; what matters is that the work gets done.
    Working,
}

impl TimeoutProfile {
    /// Returns the timeout of one attempt and the timeout of all attempts together.
    fn limits(self) -> (Duration, Duration) {
        match self {
            Self::Answering => (Duration::from_millis(1_500), Duration::from_secs(4)),
            Self::Reading => (Duration::from_secs(4), Duration::from_secs(9)),
            Self::Working => (Duration::from_secs(10), Duration::from_secs(25)),
        }
    }
}

/// How long an idle connection to AWS is kept; for SES see [`email`].
const IDLE_CONNECTION: Duration = Duration::from_secs(90);
const IDLE_MAIL_CONNECTION: Duration = Duration::from_secs(15);

fn https(idle: Duration) -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .pool_idle_timeout(idle)
        .build_https()
}

/// Creates the configuration shared by all AWS clients: the function's region and credentials, TLS by ring, and
/// explicit timeouts, because the SDK has none.
pub async fn aws(patience: TimeoutProfile) -> SdkConfig {
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

/// Creates the clock of a function: the machine's or, where AWS is emulated on this machine, the one that `CLOCK_FILE`
/// moves. On AWS nothing moves it.
#[must_use]
pub fn clock() -> MachineClock {
    let is_local = |_file: &String| {
        Environment.optional("AWS_ENDPOINT_URL").is_some_and(|url| url.starts_with("http://127.0.0.1:"))
    };
    let file = Environment.optional("CLOCK_FILE").filter(is_local);
    file.map_or_else(MachineClock::default, |file| MachineClock::moved_by(file.into()))
}

/// Creates the store of a function.
///
/// # Errors
/// If the name of the table is not set.
pub fn store(aws: &SdkConfig) -> Result<Store, ConfigError> {
    Ok(Store::new(aws_sdk_dynamodb::Client::new(aws), Environment.required("TABLE_NAME")?))
}

/// Creates the delivery queue of a function.
///
/// # Errors
/// If the URL of the queue is not set.
pub fn delivery_queue(aws: &SdkConfig) -> Result<SqsDeliveryQueue, ConfigError> {
    Ok(SqsDeliveryQueue::new(aws_sdk_sqs::Client::new(aws), Environment.required("DELIVERY_QUEUE_URL")?))
}

/// Creates the queue of questions.
///
/// # Errors
/// If the URL of the queue is not set.
pub fn question_queue(aws: &SdkConfig) -> Result<SqsQuestionQueue, ConfigError> {
    Ok(SqsQuestionQueue::new(aws_sdk_sqs::Client::new(aws), Environment.required("QUESTION_QUEUE_URL")?))
}

/// Creates the queue of the schedule.
///
/// # Errors
/// If the URL of the queue is not set.
pub fn schedule_queue(aws: &SdkConfig) -> Result<SqsScheduleQueue, ConfigError> {
    Ok(SqsScheduleQueue::new(aws_sdk_sqs::Client::new(aws), Environment.required("SCHEDULE_QUEUE_URL")?))
}

/// Creates the queue of files that came in.
///
/// # Errors
/// If the URL of the queue is not set.
pub fn import_queue(aws: &SdkConfig) -> Result<SqsImportQueue, ConfigError> {
    Ok(SqsImportQueue::new(aws_sdk_sqs::Client::new(aws), Environment.required("IMPORT_QUEUE_URL")?))
}

/// Creates the storage of files that came in: the bucket `DROP_BUCKET` at `S3_URL`, with the function's own credentials.
///
/// # Errors
/// If a setting is missing or no address, or there are no credentials.
pub fn objects(aws: &SdkConfig) -> Result<S3Objects, ConfigError> {
    let credentials = aws.credentials_provider().ok_or(InvalidBucket::NoCredentials)?;
    let region = aws.region().map(ToString::to_string).unwrap_or_default();
    let (address, bucket) = (Environment.url("S3_URL")?, Environment.required("DROP_BUCKET")?);
    Ok(S3Objects::new(&address, region, bucket, credentials, SizeLimits::default())?)
}

/// Creates the event bus of a function.
///
/// # Errors
/// If the name of the bus is not set.
pub fn event_bus(aws: &SdkConfig) -> Result<EventBridgeBus, ConfigError> {
    Ok(EventBridgeBus::new(aws_sdk_eventbridge::Client::new(aws), Environment.required("EVENT_BUS")?))
}

/// Creates the e-mail client of a function, over an HTTP client of its own: if a connection died while the function
/// was frozen, the outcome of the mail on it is unknown, and such a mail is never sent again.
///
/// # Errors
/// If the sender is not set, or is not an address with or without a name.
pub fn email(aws: &SdkConfig) -> Result<SesEmail, ConfigError> {
    let sender = EmailSender::parse(&Environment.required("EMAIL_FROM")?).map_err(|_no_address| {
        ConfigError::Unreadable("EMAIL_FROM", "it is no address, with or without a name")
    })?;
    let aws = aws.to_builder().http_client(https(IDLE_MAIL_CONNECTION)).build();
    let configuration_set = Environment.optional("MAIL_CONFIGURATION_SET");
    Ok(SesEmail::new(&aws, sender, SesTimeouts::default()).reporting_to(configuration_set))
}

/// Reads the base address of the links in mails.
///
/// # Errors
/// If it is not set, or is not a web address.
pub fn app_url() -> Result<WebLink, ConfigError> {
    WebLink::parse(&Environment.url("APP_URL")?)
        .map_err(|_no_link| ConfigError::Unreadable("APP_URL", "it is no http or https address"))
}

/// Creates the verification of administrators: the issuer is `OIDC_ISSUER`, the client `OIDC_AUDIENCE`, and the keys
/// are at `OIDC_KEYS_URL`. No key is fetched yet.
///
/// # Errors
/// If a setting is missing, or the address of the keys is not an https address.
pub fn admin_access() -> Result<AdminAccess, ConfigError> {
    let trusted = TrustedIssuer {
        issuer: Environment.required("OIDC_ISSUER")?,
        audience: Environment.required("OIDC_AUDIENCE")?,
    };
    let keys = HttpsKeys::new(&Environment.required("OIDC_KEYS_URL")?)?;
    Ok(AdminAccess::new(trusted, Box::new(keys)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twilio_is_answered_in_its_time_even_after_a_read_and_a_write_that_fail_late() {
        let (one_try, all_tries) = TimeoutProfile::Answering.limits();
        assert!(one_try * 2 <= all_tries && all_tries * 2 < Duration::from_secs(15));
    }

    #[test]
    fn a_setting_that_is_missing_is_named() {
        let error = Environment.required("A_SETTING_OF_NOBODY").err().unwrap();
        assert!(error.to_string().contains("A_SETTING_OF_NOBODY"));
    }
}
