//! The hash under which a token is stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use serde::{Deserialize, Serialize};

/// The hash that identifies a stored token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TokenHash(String);

impl TokenHash {
    /// Returns the hash of the token with this nonce. It is a SHA-256, so that a copy of the table does not reveal any
    /// usable token.
    #[must_use]
    pub fn of_nonce(nonce: &[u8; 16]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, nonce)))
    }

    /// Returns the hash as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
