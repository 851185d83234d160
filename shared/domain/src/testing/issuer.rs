//! An OIDC issuer for tests: it signs any claims, and its keys can be fetched as often as a test allows.

use crate::oidc::keys::{KeySource, KeysUnavailable};
use crate::oidc::{AdminAccess, TrustedIssuer};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, PublicKeyComponents};
use ring::signature::RSA_PKCS1_SHA256;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// The issuer and the audience of the tests.
pub const ISSUER: &str = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Tests";
pub const AUDIENCE: &str = "the-admin-desk";
/// The administrator of the tests.
pub const SUBJECT: &str = "0b7f2d5e-1111-4222-8333-444455556666";

/// A key that signs.
pub struct Signer {
    pub id: String,
    pair: KeyPair,
}

impl Signer {
    fn new(id: &str, key: &[u8]) -> Self {
        Self { id: id.to_owned(), pair: KeyPair::from_pkcs8(key).unwrap() }
    }

    /// The issuer's own key.
    pub fn issuer() -> Self {
        Self::new("issuer-1", include_bytes!("issuer/issuer.pk8"))
    }

    /// A key of somebody else with the same id.
    pub fn stranger() -> Self {
        Self::new("issuer-1", include_bytes!("issuer/stranger.pk8"))
    }

    pub fn named(self, id: &str) -> Self {
        Self { id: id.to_owned(), ..self }
    }

    /// Returns the public half in the format of a key set.
    pub fn public(&self) -> Value {
        let public = PublicKeyComponents::<Vec<u8>>::from(self.pair.public());
        let (n, e) = (URL_SAFE_NO_PAD.encode(public.n), URL_SAFE_NO_PAD.encode(public.e));
        json!({ "kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.id, "n": n, "e": e })
    }

    /// Signs claims with any header.
    pub fn sign_with(&self, header: &Value, claims: &Value) -> String {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(header), encode(claims));
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// Signs claims as the issuer does.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_with(&json!({ "alg": "RS256", "kid": self.id }), claims)
    }
}

/// The claims of an id token of the administrator, valid for an hour.
pub fn admin_claims(now: Timestamp) -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "token_use": "id", "sub": SUBJECT, "iat": now.as_second(),
        "exp": now.as_second() + 3_600, "cognito:groups": ["admin"], "custom:workspaces": "acme-store other-store",
        "email": "admin@example.com",
    })
}

/// The key set that the next fetch returns, and the number of fetches so far; without a key set, a fetch fails.
#[derive(Clone, Default)]
pub struct PublishedKeys(pub Arc<Mutex<(Option<Value>, usize)>>);

impl PublishedKeys {
    pub fn new(signers: &[&Signer]) -> Self {
        let keys = Self::default();
        keys.publish(signers);
        keys
    }

    pub fn publish(&self, signers: &[&Signer]) {
        let keys: Vec<Value> = signers.iter().map(|signer| signer.public()).collect();
        self.0.lock().unwrap().0 = Some(json!({ "keys": keys }));
    }

    pub fn fetches(&self) -> usize {
        self.0.lock().unwrap().1
    }
}

#[async_trait]
impl KeySource for PublishedKeys {
    async fn fetch(&self) -> Result<Vec<u8>, KeysUnavailable> {
        let mut published = self.0.lock().unwrap();
        published.1 += 1;
        let keys = published.0.as_ref().map(|keys| keys.to_string().into_bytes());
        keys.ok_or_else(|| KeysUnavailable::NotFetched("the issuer of the test is away".into()))
    }
}

/// Returns the access check for tokens of the tests' issuer.
pub fn access(keys: PublishedKeys) -> AdminAccess {
    let trusted = TrustedIssuer { issuer: ISSUER.into(), audience: AUDIENCE.into() };
    AdminAccess::new(trusted, Box::new(keys))
}
