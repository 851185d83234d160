//! Action tokens: what a button carries. 128 random bits, sealed with a MAC that is checked before anything is read.
//!
//! On the wire: `v1.<key id>.<body>.<mac>`, at most 128 ASCII characters, which is what WhatsApp allows in a button of
//! an approved template. The body names workspace, person, target and token, so that one batched read fetches all of
//! them. The database stays the authority: a good MAC only earns a read.

pub mod action;
pub mod bearer;
pub mod issued;
pub mod planned;
pub mod purpose;

use crate::identity::TokenHash;
use crate::identity::{MemberId, WorkspaceId};
use crate::instant::EpochSecond;
use crate::text::newtype::text_newtype;
pub use crate::token::action::Action;
pub use crate::token::purpose::{ApiCaller, TokenPurpose};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest token that a button can carry.
pub const LONGEST_TOKEN: usize = 128;
const VERSION: &str = "v1";
const MAC_BYTES: usize = 16;
const NONCE_BYTES: usize = 16;
const LONGEST_TARGET: usize = 24;

/// How a token reaches its person, and hence how it may be used: a button never works as a link, nor a link as a button.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenChannel {
    /// Behind a button of a WhatsApp message; the phone that taps must be the person's.
    #[default]
    Button,
    /// In a link, which whoever has it can open; hence it is sent to the person alone.
    Link,
    /// In the header of a request to the API.
    Bearer,
}

impl TokenChannel {
    const ALL: [Self; 3] = [Self::Button, Self::Link, Self::Bearer];

    /// Returns the two highest bits of the byte that names the action.
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
    /// Names what a token acts on: an adjustment, or the day of a digest.
    TargetId: InvalidTarget,
    check_target
);

/// Says that a text names no target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a target is 1 to 24 characters of a-z, 0-9 and '-'")]
pub struct InvalidTarget;

impl TargetId {
    /// Names nothing: what a text asks to act on when there is nothing to act on.
    #[must_use]
    pub fn nothing() -> Self {
        Self("none".to_owned())
    }

    /// Names the mails of a person, which a link can end.
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

/// What a token says once its MAC is found good.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenClaims {
    /// What it is for.
    pub purpose: TokenPurpose,
    /// How it reached the person.
    pub channel: TokenChannel,
    /// The workspace it was issued in.
    pub workspace: WorkspaceId,
    /// The person it was issued to.
    pub member: MemberId,
    /// What it acts on.
    pub target: TargetId,
    /// The secret that makes it this token and no other.
    pub nonce: [u8; NONCE_BYTES],
}

impl std::fmt::Debug for TokenClaims {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("TokenClaims");
        shown.field("purpose", &self.purpose).field("channel", &self.channel).finish_non_exhaustive()
    }
}

impl TokenClaims {
    /// Returns the name under which the token is stored: a hash, so that a copy of the table opens nothing.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash::of_nonce(&self.nonce)
    }
}

/// A token as a button or a link carries it. Never shown or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct WireToken(String);

impl WireToken {
    /// Returns the whole token.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what follows `v1.`, which templates have as fixed text of the button.
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
    /// It does not have the form of a token.
    #[error("this is no action token")]
    Malformed,
    /// Its key is not one of ours, or no longer.
    #[error("the key of this action token is unknown or retired")]
    UnknownKey,
    /// Its MAC does not match.
    #[error("the MAC of this action token is wrong")]
    Forged,
}

/// Why keys cannot be used.
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

/// The keys that seal tokens: one seals, all of them open, so that a key can be replaced while old buttons live.
#[derive(Clone)]
pub struct TokenKeys {
    current: String,
    keys: BTreeMap<String, hmac::Key>,
}

impl TokenKeys {
    /// Takes the keys by their ids and the id of the one that seals.
    ///
    /// # Errors
    /// When an id is malformed, a key is too short, or the current one is missing.
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

    /// Seals claims into a token.
    #[must_use]
    pub fn seal(&self, claims: &TokenClaims) -> WireToken {
        let sealed = format!("{VERSION}.{}.{}", self.current, URL_SAFE_NO_PAD.encode(encode(claims)));
        let mac = self.keys.get(&self.current).map(|key| hmac::sign(key, sealed.as_bytes()));
        let mac = mac.map(|tag| URL_SAFE_NO_PAD.encode(&tag.as_ref()[..MAC_BYTES])).unwrap_or_default();
        WireToken(format!("{sealed}.{mac}"))
    }

    /// Opens a token that somebody sent. Reads nothing; the cost of a forged one is one MAC.
    ///
    /// # Errors
    /// When the token is malformed, its key unknown, or its MAC wrong.
    pub fn open(&self, text: &str) -> Result<TokenClaims, TokenRefusal> {
        if text.len() > LONGEST_TOKEN {
            return Err(TokenRefusal::Malformed);
        }
        let (sealed, mac) = text.rsplit_once('.').ok_or(TokenRefusal::Malformed)?;
        let mut parts = sealed.split('.');
        let (Some(VERSION), Some(key_id), Some(body), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenRefusal::Malformed);
        };
        let key = self.keys.get(key_id).ok_or(TokenRefusal::UnknownKey)?;
        if !mac_matches(key, sealed, mac) {
            return Err(TokenRefusal::Forged);
        }
        let body = URL_SAFE_NO_PAD.decode(body).map_err(|_not_base64| TokenRefusal::Malformed)?;
        decode(&body).ok_or(TokenRefusal::Malformed)
    }
}

/// Compares by making the tag again and comparing MACs of both texts, so that the time says nothing about either.
fn mac_matches(key: &hmac::Key, sealed: &str, mac: &str) -> bool {
    let expected = URL_SAFE_NO_PAD.encode(&hmac::sign(key, sealed.as_bytes()).as_ref()[..MAC_BYTES]);
    let blinded = hmac::sign(key, expected.as_bytes());
    hmac::verify(key, mac.as_bytes(), blinded.as_ref()).is_ok()
}

fn encode(claims: &TokenClaims) -> Vec<u8> {
    let mut bytes = vec![claims.purpose.code() | claims.channel.bits()];
    bytes.extend_from_slice(&claims.nonce);
    for text in [claims.workspace.as_str(), claims.member.as_str(), claims.target.as_str()] {
        bytes.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
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

/// The stored side of a token: the authority on whether it may still be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsAppActionToken {
    pub workspace: WorkspaceId,
    /// The person it was issued to.
    pub member: MemberId,
    /// What it is for.
    #[serde(rename = "action")]
    pub purpose: TokenPurpose,
    /// How it reached the person.
    #[serde(default)]
    pub channel: TokenChannel,
    /// What it acts on.
    pub target: TargetId,
    /// The version of the target that the person saw.
    pub target_version: u64,
    /// What the action needs beside its target, such as who is to own a recommendation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When it was issued; 1970 where that was not kept yet. A change of consent, role or membership after it voids the token.
    #[serde(default)]
    pub issued_at: EpochSecond,
    /// The message that carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_by: Option<String>,
    /// From when on it is refused.
    pub valid_until: EpochSecond,
    /// Whether it was used.
    pub state: TokenState,
    /// The inbound message or request that used it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_by: Option<String>,
}

impl WhatsAppActionToken {
    /// Reports whether this is the stored side of the claims: what the MAC proves and what the table says are one thing.
    #[must_use]
    pub fn is_of(&self, claims: &TokenClaims) -> bool {
        self.workspace == claims.workspace
            && self.member == claims.member
            && self.purpose == claims.purpose
            && self.channel == claims.channel
            && self.target == claims.target
    }
}

/// Whether a token was used.
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
