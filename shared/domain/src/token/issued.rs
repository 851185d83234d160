//! A token that was issued, as it is stored.

use crate::identity::TokenHash;
use crate::token::WhatsAppActionToken;

/// A token to be stored with a claim.
pub struct IssuedToken {
    /// The name that it is stored under.
    pub hash: TokenHash,
    /// What is stored.
    pub token: WhatsAppActionToken,
}
