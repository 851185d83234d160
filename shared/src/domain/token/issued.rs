//! A token that was issued, as it is stored.

use crate::domain::token::WhatsAppActionToken;
use crate::domain::token::hash::TokenHash;

/// A token to be stored with a claim.
pub struct IssuedToken {
    /// The name that it is stored under.
    pub hash: TokenHash,
    /// What is stored.
    pub token: WhatsAppActionToken,
}
