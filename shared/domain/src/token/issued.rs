//! An issued token in its stored form. This is the only place where a stored record is created from the claims.

use crate::identity::TokenHash;
use crate::instant::EpochSecond;
use crate::token::{TokenClaims, TokenState, WhatsAppActionToken};

/// A token to be stored together with a claim.
pub struct IssuedToken {
    /// The hash under which it is stored.
    pub hash: TokenHash,
    /// The stored record.
    pub token: WhatsAppActionToken,
}

impl IssuedToken {
    /// Issues an unused token for version 0 of its target.
    #[must_use]
    pub fn new(claims: &TokenClaims, issued_at: EpochSecond, valid_until: EpochSecond) -> Self {
        let token = WhatsAppActionToken {
            workspace: claims.workspace.clone(),
            member: claims.member.clone(),
            purpose: claims.purpose,
            channel: claims.channel,
            target: claims.target.clone(),
            target_version: 0,
            detail: None,
            issued_at,
            carried_by: None,
            valid_until,
            state: TokenState::Issued,
            used_by: None,
        };
        Self { hash: claims.hash(), token }
    }

    /// Binds the token to the version of the target shown to the person.
    #[must_use]
    pub fn for_version(mut self, version: u64) -> Self {
        self.token.target_version = version;
        self
    }

    /// Adds what the action needs in addition to its target.
    #[must_use]
    pub fn with_detail(mut self, detail: Option<String>) -> Self {
        self.token.detail = detail;
        self
    }

    /// Records the message or the notification that carries the token.
    #[must_use]
    pub fn carried_by(mut self, carrier: &str) -> Self {
        self.token.carried_by = Some(carrier.to_owned());
        self
    }
}
