//! The issuer's signing keys: fetched when needed, cached in memory, and fetched again at most once a minute, whatever
//! keys the tokens name.

use crate::error::BoxError;
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::lock::Mutex;
use jiff::{SignedDuration, Timestamp};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde::Deserialize;

/// The maximum number of keys that are kept; an issuer has two or three.
const MOST_KEYS: usize = 16;
/// How long keys are used before they are fetched again, so that a key revoked by the issuer stops being accepted.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// The minimum time between two fetches, including after a failed one.
const BETWEEN_FETCHES: SignedDuration = SignedDuration::from_secs(60);
const AFTER_FAILURE: SignedDuration = SignedDuration::from_secs(5);

/// Why the issuer's keys are unavailable.
#[derive(Debug, thiserror::Error)]
pub enum KeysUnavailable {
    /// The issuer could not be reached, or did not answer with keys.
    #[error("the issuer gave no keys: try again in a moment, and check the address of its keys")]
    NotFetched(#[source] BoxError),
    /// Fetching failed a moment ago, and the pause after that is not over.
    #[error("the issuer gave no keys a moment ago: try again after a pause")]
    NotYet,
}

/// Fetches the issuer's keys.
#[async_trait]
pub trait KeySource: Send + Sync {
    /// Returns the JSON of the current key set.
    ///
    /// # Errors
    /// If it cannot be fetched, or is too long.
    async fn fetch(&self) -> Result<Vec<u8>, KeysUnavailable>;
}

/// A public key of the issuer.
#[derive(Clone)]
pub(super) struct SigningKey {
    id: String,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl SigningKey {
    /// Reports whether a signature was made with the key, using RS256.
    pub(super) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        let key = RsaPublicKeyComponents { n: &self.modulus, e: &self.exponent };
        key.verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature).is_ok()
    }
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<serde_json::Value>,
}

/// A key in the format of RFC 7517.
#[derive(Deserialize)]
struct WrittenKey {
    kty: String,
    kid: String,
    n: String,
    e: String,
    #[serde(default, rename = "use")]
    purpose: Option<String>,
    #[serde(default)]
    alg: Option<String>,
}

impl WrittenKey {
    /// Converts a key that signs with RS256, or returns `None` for any other key.
    fn signing(self) -> Option<SigningKey> {
        let fits = self.kty == "RSA"
            && self.purpose.is_none_or(|purpose| purpose == "sig")
            && self.alg.is_none_or(|algorithm| algorithm == "RS256");
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        fits.then_some(())?;
        Some(SigningKey { modulus: decode(&self.n)?, exponent: decode(&self.e)?, id: self.kid })
    }
}

/// Parses a key set, leaving out keys of other kinds.
fn read(json: &[u8]) -> Result<Vec<SigningKey>, KeysUnavailable> {
    let set: KeySet =
        serde_json::from_slice(json).map_err(|error| KeysUnavailable::NotFetched(error.into()))?;
    let written = set.keys.into_iter().filter_map(|key| serde_json::from_value::<WrittenKey>(key).ok());
    Ok(written.filter_map(WrittenKey::signing).take(MOST_KEYS).collect())
}

/// The cached keys, and when they were fetched.
#[derive(Default)]
struct Held {
    keys: Vec<SigningKey>,
    fetched_at: Option<Timestamp>,
    /// When they may be fetched again.
    may_fetch_from: Option<Timestamp>,
}

impl Held {
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.fetched_at.is_some_and(|at| now.duration_since(at).abs() < KEPT)
    }

    fn find(&self, id: &str) -> Option<SigningKey> {
        self.keys.iter().find(|key| key.id == id).cloned()
    }
}

/// The issuer's keys.
pub(super) struct KeyRing {
    source: Box<dyn KeySource>,
    held: Mutex<Held>,
}

impl KeyRing {
    pub(super) fn new(source: Box<dyn KeySource>) -> Self {
        Self { source, held: Mutex::default() }
    }

    /// Finds a key by its id, or returns `None` if the issuer has no key with this id.
    ///
    /// # Errors
    /// If the keys have to be fetched and cannot be.
    pub(super) async fn key(&self, id: &str, now: Timestamp) -> Result<Option<SigningKey>, KeysUnavailable> {
        let mut held = self.held.lock().await;
        let known = held.find(id).filter(|_| held.is_fresh(now));
        if known.is_some() {
            return Ok(known);
        }
        if held.may_fetch_from.is_some_and(|from| now < from) {
            return if held.is_fresh(now) { Ok(None) } else { Err(KeysUnavailable::NotYet) };
        }
        // A failed fetch must not be repeated immediately either, so the pause begins before the fetch.
        held.may_fetch_from = Some(now + AFTER_FAILURE);
        held.keys = read(&self.source.fetch().await?)?;
        (held.fetched_at, held.may_fetch_from) = (Some(now), Some(now + BETWEEN_FETCHES));
        Ok(held.find(id))
    }
}
