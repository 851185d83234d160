//! The seal of the audit log: a chain of links for each workspace, one link for each event, each with a MAC over the
//! event, its number and the link before. Who has no key can neither alter, drop, insert nor reorder what is sealed
//! without [`walk`] naming the place. Links are made after the fact, from the table's stream, so that no tap waits for
//! another one.
//!
//! A chain shows nothing of what was cut off its end together with head, marks and events. For that an [`Anchor`] is
//! kept outside of the table: the log line of each sealing has one.

pub mod digest;
pub mod report;
pub mod walk;

use crate::audit::chain::digest::Digest;
use crate::identity::WorkspaceId;
use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far the instant of an event may be from the moment when it was stored, and how long an event may be overtaken by
/// the sealing of later ones. What is done is stored within seconds, with its event.
pub const GRACE: SignedDuration = SignedDuration::from_mins(10);
/// What a MAC of this kind begins with, so that it is good for nothing else.
const DOMAIN: &str = "whatsapp-command-center/audit-chain/1";
/// The shortest key, in bytes: as long as the MAC.
const SHORTEST_KEY: usize = 32;

/// One link: seals one event, and with it everything that was sealed before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainLink {
    /// The place in the chain; the first is 1.
    pub sequence: u64,
    /// The sort key of the event.
    pub event_key: String,
    /// What the hash over every attribute is for the event as it is stored.
    pub event_hash: Digest,
    /// The MAC of the link before; [`Digest::NONE`] for the first.
    pub previous_mac: Digest,
    /// The MAC of this link.
    pub mac: Digest,
    /// The key that made the MAC.
    pub key_id: String,
    /// When it was sealed.
    pub sealed_at: Timestamp,
}

/// The last link of a chain, as a write that extends the chain depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// The place of the last link.
    pub sequence: u64,
    /// The MAC of the last link.
    pub mac: Digest,
    /// The event of the last link.
    pub event_key: String,
}

impl From<&ChainLink> for ChainHead {
    fn from(link: &ChainLink) -> Self {
        Self { sequence: link.sequence, mac: link.mac.clone(), event_key: link.event_key.clone() }
    }
}

/// Says that an event is sealed, and where, so that it is not sealed again when the stream brings it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealMark {
    /// The place of the event's link.
    pub sequence: u64,
}

/// A place of the chain that somebody noted outside of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The place.
    pub sequence: u64,
    /// The MAC of the link there.
    pub mac: Digest,
}

/// An event that is to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The sort key of the event.
    pub event_key: String,
    /// What the hash over every attribute is for it.
    pub event_hash: Digest,
}

/// Why keys cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidChainKeys {
    /// A key is too short to be safe.
    #[error("an audit key is shorter than {SHORTEST_KEY} bytes: make it with `openssl rand -base64 32`")]
    TooShort,
    /// The key that is to seal is not there.
    #[error("`audit_key_current` names no key of `audit_keys`: add the key, or correct the name")]
    CurrentMissing,
}

/// The keys of the chain: one seals, all of them verify. A key that sealed anything is kept for as long as the log is.
#[derive(Clone)]
pub struct ChainKeys {
    current: String,
    sealing: hmac::Key,
    keys: BTreeMap<String, hmac::Key>,
}

/// What a look at the MAC of a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MacCheck {
    /// The link is as it was sealed, and in its place.
    Good,
    /// The link is another one than was sealed here.
    Altered,
    /// The key that sealed it is not known, so that nothing can be said.
    UnknownKey,
}

impl ChainKeys {
    /// Takes the keys by their ids and the id of the one that seals.
    ///
    /// # Errors
    /// When a key is shorter than 32 bytes, or the current one is missing.
    pub fn new(current: &str, keys: &BTreeMap<String, Vec<u8>>) -> Result<Self, InvalidChainKeys> {
        if keys.values().any(|key| key.len() < SHORTEST_KEY) {
            return Err(InvalidChainKeys::TooShort);
        }
        let keys: BTreeMap<String, hmac::Key> =
            keys.iter().map(|(id, key)| (id.clone(), hmac::Key::new(hmac::HMAC_SHA256, key))).collect();
        let sealing = keys.get(current).ok_or(InvalidChainKeys::CurrentMissing)?.clone();
        Ok(Self { current: current.to_owned(), sealing, keys })
    }

    /// Makes the links that extend a chain by events, in the order given; `head` is nothing when the chain is empty.
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

    /// Checks the MAC of a link that is stored at a place of the chain, whatever place the link itself claims.
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

/// Writes what a MAC is over: every part with its length before it, so that no two links give the same bytes.
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

/// Returns the instant that the sort key of an event begins with; nothing for a key that the product does not make.
#[must_use]
pub fn instant_of(event_key: &str) -> Option<Timestamp> {
    event_key.split_once('#')?.0.parse().ok()
}

/// Reports whether an event was stored at about the instant that it claims: at most [`GRACE`] before or after. Something that
/// was done and is off by more was slipped in by somebody who may write to the table, and is not to be sealed.
#[must_use]
pub fn is_timely(event_key: &str, stored_at: Timestamp) -> bool {
    instant_of(event_key).is_some_and(|at| stored_at.duration_since(at).abs() <= GRACE)
}

#[cfg(test)]
mod tests;
