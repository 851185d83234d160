//! The credentials of one run of the local stack: generated at its start, and useless elsewhere.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use command_center::adapters::config::{AuditSecret, Secret, TokenSecret, TwilioSecret};
use command_center::domain::address::AddressPepper;
use command_center::domain::audit::chain::{ChainKeys, InvalidChainKeys};
use command_center::domain::inbound::{InvalidSegment, WebhookPaths};
use command_center::domain::text::hex;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};

/// The number of the simulated sender, which is that of Twilio's sandbox.
pub const SENDER: &str = "+14155238886";

/// The sender of the stack's email, whose address becomes a verified identity of the emulator.
pub const EMAIL_FROM: &str = "command-center@example.com";

/// The id of the key that seals the audit log.
const AUDIT_KEY: &str = "a1";

/// The credentials that the stack and the simulator share.
#[derive(Clone)]
pub struct Credentials {
    /// The Twilio account.
    pub account_sid: String,
    /// The token with which webhooks are signed.
    pub auth_token: String,
    /// The API key with which messages are sent.
    pub api_key_sid: String,
    pub api_key_secret: String,
    /// The secret segment of the addresses that Twilio calls.
    pub webhook_segment: String,
    /// The password of the administrator.
    pub admin_password: String,
    token_key: [u8; 32],
    audit_key: [u8; 32],
    pepper: [u8; 32],
}

/// The operating system has no randomness.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the operating system gave no randomness: try again")]
pub struct NoRandomness;

impl Credentials {
    /// Generates new credentials.
    ///
    /// # Errors
    /// If the operating system provides no randomness.
    pub fn generate() -> Result<Self, NoRandomness> {
        Ok(Self {
            account_sid: format!("AC{}", hex(&random::<16>()?)),
            auth_token: hex(&random::<16>()?),
            api_key_sid: format!("SK{}", hex(&random::<16>()?)),
            api_key_secret: hex(&random::<16>()?),
            webhook_segment: hex(&random::<16>()?),
            // The pool's policy requires upper case, lower case, a digit and a symbol.
            admin_password: format!("Aa1-{}", hex(&random::<12>()?)),
            token_key: random()?,
            audit_key: random()?,
            pepper: random()?,
        })
    }

    /// Returns the secrets in the form that the functions read, by the variable that names each of them.
    #[must_use]
    pub fn secrets(&self) -> BTreeMap<&'static str, Value> {
        let twilio = json!({
            "twilio_auth_token": self.auth_token,
            "twilio_auth_token_previous": "",
            "twilio_api_key_sid": self.api_key_sid,
            "twilio_api_key_secret": self.api_key_secret,
        });
        let tokens = json!({
            "token_key_current": "k1",
            "token_keys": { "k1": STANDARD.encode(self.token_key) },
            "address_pepper": STANDARD.encode(self.pepper),
        });
        let audit = json!({
            "audit_key_current": AUDIT_KEY,
            "audit_keys": { AUDIT_KEY: STANDARD.encode(self.audit_key) },
        });
        [(TwilioSecret::ARN, twilio), (TokenSecret::ARN, tokens), (AuditSecret::ARN, audit)].into()
    }

    /// Returns the keys that seal the audit log.
    ///
    /// # Errors
    /// Never with credentials from [`Credentials::generate`]: the key has the right length and is the current one.
    pub fn chain_keys(&self) -> Result<ChainKeys, InvalidChainKeys> {
        ChainKeys::new(AUDIT_KEY, &[(AUDIT_KEY.to_owned(), self.audit_key.to_vec())].into())
    }

    /// Returns the paths that Twilio calls.
    ///
    /// # Errors
    /// Never with credentials from [`Credentials::generate`]: the segment is long enough and plain.
    pub fn webhook_paths(&self) -> Result<WebhookPaths, InvalidSegment> {
        WebhookPaths::below(&self.webhook_segment)
    }

    /// Returns the pepper for hashing addresses.
    #[must_use]
    pub fn pepper(&self) -> AddressPepper {
        AddressPepper::new(&self.pepper)
    }
}

fn random<const COUNT: usize>() -> Result<[u8; COUNT], NoRandomness> {
    let mut bytes = [0; COUNT];
    SystemRandom::new().fill(&mut bytes).map_err(|_unspecified| NoRandomness)?;
    Ok(bytes)
}
