//! Action tokens: what a button carries. Each has 128 random bits and is sealed with a MAC that is checked before
//! anything is read.
//!
//! On the wire: `v1.<key id>.<body>.<mac>`, at most 128 ASCII characters, the limit of WhatsApp for a button of an
//! approved template. The body names workspace, person, target and token, so that one batched read fetches all of them.
//! The database stays the authority: a valid MAC only earns a read.

pub mod action;
pub mod bearer;
pub mod expiring;
pub mod issued;
pub mod planned;
pub mod purpose;
pub mod validity;

use crate::identity::TokenHash;
use crate::identity::{MemberId, WorkspaceId};
use crate::instant::EpochSecond;
use crate::text::newtype::text_newtype;
pub use crate::token::action::Action;
pub use crate::token::purpose::{AnswerButton, ApiCaller, TokenPurpose};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The maximum length of a token that a button can carry.
pub const LONGEST_TOKEN: usize = 128;
const VERSION: &str = "v1";
const MAC_BYTES: usize = 16;
const NONCE_BYTES: usize = 16;
const LONGEST_TARGET: usize = 24;

/// How a token reaches its person, which also determines how it may be used: a button's token never works in a link,
/// nor a link's token in a button.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenChannel {
    /// In a button of a WhatsApp message; the phone that taps must be the person's.
    #[default]
    Button,
    /// In a link. Whoever has the link can open it, so it is sent only to the person.
    Link,
    /// In the header of an API request.
    Bearer,
}

impl TokenChannel {
    const ALL: [Self; 3] = [Self::Button, Self::Link, Self::Bearer];

    /// Returns the two highest bits of the byte that encodes the action.
    fn bits(self) -> u8 {
        match self {
            Self::Button => 0,
            Self::Link => 0x80,
            Self::Bearer => 0xc0,
        }
    }
}

const CHANNEL_BITS: u8 = 0xc0;

text_newtype!(
    /// Identifies the target of a token, such as a budget shift or the day of a digest.
    TargetId: InvalidTarget,
    check_target
);

/// The text does not identify a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a target is 1 to 24 characters of a-z, 0-9 and '-'")]
pub struct InvalidTarget;

impl TargetId {
    /// Returns the target that stands for nothing, used when a text has nothing to act on.
    #[must_use]
    pub fn nothing() -> Self {
        Self("none".to_owned())
    }

    /// Returns the target that stands for a person's mails, which a link can end.
    #[must_use]
    pub(crate) fn mails() -> Self {
        Self("mails".to_owned())
    }
}

fn check_target(text: &str) -> Result<(), InvalidTarget> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=LONGEST_TARGET).contains(&text.len()) && text.bytes().all(allowed);
    if fits { Ok(()) } else { Err(InvalidTarget) }
}

/// What a token claims; trustworthy once its MAC has been verified.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenClaims {
    /// What the token is for.
    pub purpose: TokenPurpose,
    /// How it reached the person.
    pub channel: TokenChannel,
    /// The workspace in which it was issued.
    pub workspace: WorkspaceId,
    /// The person to whom it was issued.
    pub member: MemberId,
    /// The target of the token.
    pub target: TargetId,
    /// The random secret that makes the token unique.
    pub nonce: [u8; NONCE_BYTES],
}

impl std::fmt::Debug for TokenClaims {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("TokenClaims");
        shown.field("purpose", &self.purpose).field("channel", &self.channel).finish_non_exhaustive()
    }
}

impl TokenClaims {
    /// Returns the hash under which the token is stored. Only the hash is stored, so a copy of the table does not
    /// reveal any usable token.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash::of_nonce(&self.nonce)
    }
}

/// A token as carried by a button or a link. Never shown or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct WireToken(String);

impl WireToken {
    /// Returns the whole token.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part after `v1.`, because templates contain that prefix as fixed text of the button.
    #[must_use]
    pub fn after_version(&self) -> &str {
        &self.0[VERSION.len() + 1..]
    }
}

impl std::fmt::Debug for WireToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("WireToken(…)")
    }
}

/// Why a token is refused before anything is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// It does not have the format of a token.
    #[error("this is no action token")]
    Malformed,
    /// Its key is unknown or has been retired.
    #[error("the key of this action token is unknown or retired")]
    UnknownKey,
    /// Its MAC does not match.
    #[error("the MAC of this action token is wrong")]
    Forged,
}

/// Why a set of keys cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTokenKeys {
    /// A key id is not one or two characters of a-z and 0-9.
    #[error("a token key id is 1 or 2 characters of a-z and 0-9")]
    KeyId,
    /// A key is shorter than 32 bytes.
    #[error("a token key has at least 32 bytes")]
    TooShort,
    /// The current key is not among the keys.
    #[error("the current token key is not among the keys")]
    CurrentMissing,
}

/// The keys that seal tokens. One key seals and all of them open, so that a key can be replaced while old buttons are
/// still in use.
#[derive(Clone)]
pub struct TokenKeys {
    current: String,
    keys: BTreeMap<String, hmac::Key>,
}

impl TokenKeys {
    /// Creates the set from keys by their ids and the id of the key that seals.
    ///
    /// # Errors
    /// If an id is malformed, a key is too short, or the current key is missing.
    pub fn new(current: &str, keys: &BTreeMap<String, Vec<u8>>) -> Result<Self, InvalidTokenKeys> {
        let good_id = |id: &str| {
            matches!(id.len(), 1 | 2) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if !keys.keys().all(|id| good_id(id)) {
            return Err(InvalidTokenKeys::KeyId);
        }
        if keys.values().any(|key| key.len() < 32) {
            return Err(InvalidTokenKeys::TooShort);
        }
        if !keys.contains_key(current) {
            return Err(InvalidTokenKeys::CurrentMissing);
        }
        let keys =
            keys.iter().map(|(id, key)| (id.clone(), hmac::Key::new(hmac::HMAC_SHA256, key))).collect();
        Ok(Self { current: current.to_owned(), keys })
    }

    /// Creates a set of one key, for tokens that nobody else has to open.
    #[must_use]
    pub fn single(key: &[u8; 32]) -> Self {
        let current = "k1".to_owned();
        Self { keys: [(current.clone(), hmac::Key::new(hmac::HMAC_SHA256, key))].into(), current }
    }

    /// Seals claims into a token.
    #[must_use]
    pub fn seal(&self, claims: &TokenClaims) -> WireToken {
        WireToken(self.sealed(VERSION, &encode(claims)))
    }

    /// Opens a token that somebody sent. Reads nothing from storage; a forged token costs one MAC computation.
    ///
    /// # Errors
    /// If the token is malformed, its key is unknown, or its MAC is wrong.
    pub fn open(&self, text: &str) -> Result<TokenClaims, TokenRefusal> {
        decode(&self.unsealed(VERSION, text)?).ok_or(TokenRefusal::Malformed)
    }

    /// Seals the body of a token in the form that `version` names; the MAC covers that name too, so that no token is
    /// good in another form.
    fn sealed(&self, version: &str, body: &[u8]) -> String {
        let sealed = format!("{version}.{}.{}", self.current, URL_SAFE_NO_PAD.encode(body));
        let mac = self.keys.get(&self.current).map(|key| hmac::sign(key, sealed.as_bytes()));
        let mac = mac.map(|tag| URL_SAFE_NO_PAD.encode(&tag.as_ref()[..MAC_BYTES])).unwrap_or_default();
        format!("{sealed}.{mac}")
    }

    /// Returns the body of a token in the form that `version` names.
    fn unsealed(&self, version: &str, text: &str) -> Result<Vec<u8>, TokenRefusal> {
        if text.len() > LONGEST_TOKEN {
            return Err(TokenRefusal::Malformed);
        }
        let (sealed, mac) = text.rsplit_once('.').ok_or(TokenRefusal::Malformed)?;
        let mut parts = sealed.split('.');
        let (Some(named), Some(key_id), Some(body), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenRefusal::Malformed);
        };
        if named != version {
            return Err(TokenRefusal::Malformed);
        }
        let key = self.keys.get(key_id).ok_or(TokenRefusal::UnknownKey)?;
        if !mac_matches(key, sealed, mac) {
            return Err(TokenRefusal::Forged);
        }
        URL_SAFE_NO_PAD.decode(body).map_err(|_not_base64| TokenRefusal::Malformed)
    }
}

/// Compares MACs of both texts instead of the texts themselves, so that the timing reveals nothing about either.
fn mac_matches(key: &hmac::Key, sealed: &str, mac: &str) -> bool {
    let expected = URL_SAFE_NO_PAD.encode(&hmac::sign(key, sealed.as_bytes()).as_ref()[..MAC_BYTES]);
    let blinded = hmac::sign(key, expected.as_bytes());
    hmac::verify(key, mac.as_bytes(), blinded.as_ref()).is_ok()
}

fn encode(claims: &TokenClaims) -> Vec<u8> {
    let mut bytes = vec![claims.purpose.code() | claims.channel.bits()];
    bytes.extend_from_slice(&claims.nonce);
    put_texts(&mut bytes, [claims.workspace.as_str(), claims.member.as_str(), claims.target.as_str()]);
    bytes
}

fn put_texts(bytes: &mut Vec<u8>, texts: [&str; 3]) {
    for text in texts {
        bytes.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(text.as_bytes());
    }
}

fn decode(bytes: &[u8]) -> Option<TokenClaims> {
    let (&code, rest) = bytes.split_first()?;
    let (nonce, rest) = rest.split_at_checked(NONCE_BYTES)?;
    let (workspace, rest) = take_text(rest)?;
    let (member, rest) = take_text(rest)?;
    let (target, rest) = take_text(rest)?;
    rest.is_empty().then_some(())?;
    Some(TokenClaims {
        purpose: TokenPurpose::from_code(code & !CHANNEL_BITS)?,
        channel: TokenChannel::ALL.into_iter().find(|channel| channel.bits() == code & CHANNEL_BITS)?,
        workspace: workspace.parse().ok()?,
        member: member.parse().ok()?,
        target: target.parse().ok()?,
        nonce: nonce.try_into().ok()?,
    })
}

fn take_text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (&length, rest) = bytes.split_first()?;
    let (text, rest) = rest.split_at_checked(usize::from(length))?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

/// The stored record of a token, which decides whether it may still be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsAppActionToken {
    pub workspace: WorkspaceId,
    /// The person to whom it was issued.
    pub member: MemberId,
    /// What the token is for.
    #[serde(rename = "action")]
    pub purpose: TokenPurpose,
    /// How it reached the person.
    #[serde(default)]
    pub channel: TokenChannel,
    /// The target of the token.
    pub target: TargetId,
    /// The version of the target shown to the person.
    pub target_version: u64,
    /// What the action needs in addition to its target, such as the future owner of a recommendation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When it was issued; 1970 for records from before this was kept. A later change of consent, role or membership
    /// voids the token.
    #[serde(default)]
    pub issued_at: EpochSecond,
    /// The message that carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_by: Option<String>,
    /// The second from which the token is refused.
    pub valid_until: EpochSecond,
    /// Whether the token has been used.
    pub state: TokenState,
    /// The inbound message or request that used it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_by: Option<String>,
}

impl WhatsAppActionToken {
    /// Reports whether this is the stored record of the claims, that is, whether what the MAC proves and what the table
    /// says agree.
    #[must_use]
    pub fn is_of(&self, claims: &TokenClaims) -> bool {
        self.workspace == claims.workspace
            && self.member == claims.member
            && self.purpose == claims.purpose
            && self.channel == claims.channel
            && self.target == claims.target
    }
}

/// Whether a token has been used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// It may be used once.
    Issued,
    /// It was used.
    Used,
}

#[cfg(test)]
mod tests;
