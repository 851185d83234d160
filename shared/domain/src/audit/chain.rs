//! The seal of the audit log: a chain of links for each workspace, one link per event, each with a MAC over the event,
//! its number and the previous link. Without a key, nobody can alter, drop, insert or reorder sealed events without
//! [`walk`] reporting the position. Links are created afterwards, from the table's stream, so that no tap has to wait
//! for another one.
//!
//! A chain does not reveal what was cut off at its end together with the head, marks and events. To detect that, an
//! [`Anchor`] is kept outside the table: the log line of each sealing contains one.

pub mod digest;
pub mod report;
pub mod walk;

use crate::audit::chain::digest::Digest;
use crate::identity::WorkspaceId;
use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The maximum difference between the instant of an event and the moment when it was stored, and the maximum time for
/// which later events may be sealed before it. An action is stored together with its event within seconds.
pub const GRACE: SignedDuration = SignedDuration::from_mins(10);
/// The prefix of everything that such a MAC covers, so that the MAC is valid for nothing else.
const DOMAIN: &str = "whatsapp-command-center/audit-chain/1";
/// The minimum length of a key, in bytes: that of the MAC.
const SHORTEST_KEY: usize = 32;

/// One link. It seals one event, and with it everything that was sealed before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainLink {
    /// The position in the chain, starting at 1.
    pub sequence: u64,
    /// The sort key of the event.
    pub event_key: String,
    /// The hash over every attribute of the event as stored.
    pub event_hash: Digest,
    /// The MAC of the previous link; [`Digest::NONE`] for the first.
    pub previous_mac: Digest,
    /// The MAC of this link.
    pub mac: Digest,
    /// The id of the key that made the MAC.
    pub key_id: String,
    /// When it was sealed.
    pub sealed_at: Timestamp,
}

/// The last link of a chain, on which a write that extends the chain is conditional.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// The position of the last link.
    pub sequence: u64,
    /// The MAC of the last link.
    pub mac: Digest,
    /// The sort key of the last link's event.
    pub event_key: String,
}

impl From<&ChainLink> for ChainHead {
    fn from(link: &ChainLink) -> Self {
        Self { sequence: link.sequence, mac: link.mac.clone(), event_key: link.event_key.clone() }
    }
}

/// Records that an event is sealed, and where, so that it is not sealed again if the stream delivers it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealMark {
    /// The position of the event's link.
    pub sequence: u64,
}

/// A position of the chain that was recorded outside the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The position.
    pub sequence: u64,
    /// The MAC of the link at that position.
    pub mac: Digest,
}

/// An event to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The sort key of the event.
    pub event_key: String,
    /// The hash over every attribute of the event.
    pub event_hash: Digest,
}

/// Why a set of keys cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidChainKeys {
    /// A key is too short to be safe.
    #[error("an audit key is shorter than {SHORTEST_KEY} bytes: make it with `openssl rand -base64 32`")]
    TooShort,
    /// The current key is not among the keys.
    #[error("`audit_key_current` names no key of `audit_keys`: add the key, or correct the name")]
    CurrentMissing,
}

/// The keys of the chain. One key seals and all of them verify. A key that sealed anything is kept as long as the log
/// is.
#[derive(Clone)]
pub struct ChainKeys {
    current: String,
    sealing: hmac::Key,
    keys: BTreeMap<String, hmac::Key>,
}

/// The result of checking the MAC of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MacCheck {
    /// The link is as it was sealed, and in its position.
    Good,
    /// The link differs from the one sealed at this position.
    Altered,
    /// The key that sealed it is unknown, so the link cannot be checked.
    UnknownKey,
}

impl ChainKeys {
    /// Creates the set from keys by their ids and the id of the key that seals.
    ///
    /// # Errors
    /// If a key is shorter than 32 bytes, or the current key is missing.
    pub fn new(current: &str, keys: &BTreeMap<String, Vec<u8>>) -> Result<Self, InvalidChainKeys> {
        if keys.values().any(|key| key.len() < SHORTEST_KEY) {
            return Err(InvalidChainKeys::TooShort);
        }
        let keys: BTreeMap<String, hmac::Key> =
            keys.iter().map(|(id, key)| (id.clone(), hmac::Key::new(hmac::HMAC_SHA256, key))).collect();
        let sealing = keys.get(current).ok_or(InvalidChainKeys::CurrentMissing)?.clone();
        Ok(Self { current: current.to_owned(), sealing, keys })
    }

    /// Creates the links that extend a chain by these events, in the given order; `head` is `None` if the chain is
    /// empty.
    #[must_use]
    pub fn extend(
        &self,
        workspace: &WorkspaceId,
        head: Option<&ChainHead>,
        arrivals: &[Arrival],
        now: Timestamp,
    ) -> Vec<ChainLink> {
        let mut sequence = head.map_or(0, |head| head.sequence);
        let mut previous_mac = head.map_or(Digest::NONE, |head| head.mac.clone());
        let mut links = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            sequence += 1;
            let mut link = ChainLink {
                sequence,
                event_key: arrival.event_key.clone(),
                event_hash: arrival.event_hash.clone(),
                previous_mac,
                mac: Digest::NONE,
                key_id: self.current.clone(),
                sealed_at: now,
            };
            link.mac = Digest::of_tag(hmac::sign(&self.sealing, &sealed_bytes(workspace, sequence, &link)));
            previous_mac = link.mac.clone();
            links.push(link);
        }
        links
    }

    /// Checks the MAC of a link stored at a position of the chain, whatever position the link itself claims.
    #[must_use]
    pub fn check(&self, workspace: &WorkspaceId, place: u64, link: &ChainLink) -> MacCheck {
        let Some(key) = self.keys.get(&link.key_id) else {
            return MacCheck::UnknownKey;
        };
        let bytes = sealed_bytes(workspace, place, link);
        let good = link.sequence == place && hmac::verify(key, &bytes, link.mac.bytes()).is_ok();
        if good { MacCheck::Good } else { MacCheck::Altered }
    }
}

/// Returns the bytes covered by the MAC: every part is preceded by its length, so that no two links yield the same
/// bytes.
fn sealed_bytes(workspace: &WorkspaceId, place: u64, link: &ChainLink) -> Vec<u8> {
    let sealed_at = link.sealed_at.to_string();
    let parts: [&[u8]; 8] = [
        DOMAIN.as_bytes(),
        workspace.as_str().as_bytes(),
        &place.to_be_bytes(),
        link.event_key.as_bytes(),
        link.event_hash.bytes(),
        link.previous_mac.bytes(),
        link.key_id.as_bytes(),
        sealed_at.as_bytes(),
    ];
    let length = |part: &[u8]| (part.len() as u64).to_be_bytes();
    parts.iter().flat_map(|part| [&length(part), *part].concat()).collect()
}

/// Returns the instant at the start of an event's sort key, or `None` for a key that the product does not create.
#[must_use]
pub fn instant_of(event_key: &str) -> Option<Timestamp> {
    event_key.split_once('#')?.0.parse().ok()
}

/// Reports whether an event was stored close to the instant that it claims: at most [`GRACE`] before or after. An
/// executed action with a larger difference was inserted by somebody with write access to the table, and must not be
/// sealed.
#[must_use]
pub fn is_timely(event_key: &str, stored_at: Timestamp) -> bool {
    instant_of(event_key).is_some_and(|at| stored_at.duration_since(at).abs() <= GRACE)
}

#[cfg(test)]
mod tests;
