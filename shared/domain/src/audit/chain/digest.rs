//! A SHA-256 hash or an HMAC-SHA256 tag: 32 bytes, written as base64 in items, logs and on the command line.

use crate::text::newtype::stored_as_text;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The number of bytes in a digest.
const BYTES: usize = 32;

/// 32 bytes that represent something longer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; BYTES]);

/// The text is not a digest. The error never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 32 bytes as URL-safe base64 without padding: 43 characters")]
pub struct InvalidDigest;

impl Digest {
    /// The value used where there is no previous one.
    pub const NONE: Self = Self([0; BYTES]);

    /// Creates a digest from the bytes of a hash.
    #[must_use]
    pub const fn new(bytes: [u8; BYTES]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    pub(super) fn of_tag(tag: hmac::Tag) -> Self {
        Self::of_bytes(tag.as_ref())
    }

    /// Creates a digest from the 32 bytes that every SHA-256 produces; missing bytes would be zero.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut digest = [0; BYTES];
        digest.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        Self(digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = InvalidDigest;

    fn from_str(text: &str) -> Result<Self, InvalidDigest> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_not_base64| InvalidDigest)?;
        bytes.try_into().map(Self).map_err(|_wrong_length| InvalidDigest)
    }
}

stored_as_text!(Digest, InvalidDigest);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_comes_back_from_its_text_and_nothing_else_is_one() {
        let digest = Digest::new([0xfb; BYTES]);
        let text = digest.to_string();
        assert_eq!(text.len(), 43);
        assert_eq!(text.parse(), Ok(digest));
        for wrong in ["", "abc", &text[1..], &format!("{text}A"), "+15550100001"] {
            assert_eq!(wrong.parse::<Digest>(), Err(InvalidDigest), "{wrong}");
        }
    }
}
