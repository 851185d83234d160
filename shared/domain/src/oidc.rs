//! Decides who administers workspaces: whoever presents a token of the OIDC issuer that is signed with one of its keys,
//! intended for us, not expired, and belongs to a person in the group of administrators. A workspace counts only if the
//! token names it.

mod jwt;
pub mod keys;

use crate::identity::WorkspaceId;
use jiff::Timestamp;
use keys::{KeyRing, KeySource, KeysUnavailable};
use std::collections::BTreeSet;

/// The issuer's group whose members administer workspaces.
pub const ADMIN_GROUP: &str = "admin";
/// The maximum length of a token that is read, in bytes: a Cognito token has about 1,500.
const LONGEST_TOKEN: usize = 8 * 1024;

/// The issuer and the audience whose tokens are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// The issuer, exactly as named in its tokens.
    pub issuer: String,
    /// The client for which tokens must have been issued.
    pub audience: String,
}

/// A person who administers workspaces.
#[derive(Clone, PartialEq, Eq)]
pub struct Administrator {
    subject: String,
    workspaces: BTreeSet<WorkspaceId>,
}

impl Administrator {
    /// Returns the person's identifier at the issuer; it identifies nobody to anyone who cannot ask the issuer.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Reports whether the person administers a workspace.
    #[must_use]
    pub fn administers(&self, workspace: &WorkspaceId) -> bool {
        self.workspaces.contains(workspace)
    }
}

impl std::fmt::Debug for Administrator {
    /// Leaves everything out, because claims must not be logged.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Administrator(…)")
    }
}

/// Why somebody is not admitted as an administrator. The text repeats nothing of the token.
#[derive(Debug, thiserror::Error)]
pub enum AccessRefusal {
    /// There is no token, or it cannot be parsed.
    #[error("there is no token of a form that is read here")]
    NotAToken,
    /// The token is not signed with RS256, or not signed at all.
    #[error("the token is not signed with RS256")]
    OtherAlgorithm,
    /// The issuer has no such key.
    #[error("the token names no key of the issuer")]
    UnknownKey,
    /// The signature was not made with the key.
    #[error("the signature of the token is not good")]
    BadSignature,
    /// The token was issued by somebody else.
    #[error("the token is of another issuer")]
    OtherIssuer,
    /// The token is for another application, or for a purpose other than proving identity.
    #[error("the token is for another audience or use")]
    OtherAudience,
    /// The token has expired.
    #[error("the token has expired")]
    Expired,
    /// The token is not valid yet.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// The person is in no group that administers anything.
    #[error("the person of the token is no administrator")]
    NotAnAdministrator,
    /// The keys of the issuer are unavailable, so the token cannot be checked.
    #[error("the keys of the issuer cannot be had")]
    Keys(#[from] KeysUnavailable),
}

/// Determines who administers workspaces. There is one for each process, because it caches the issuer's keys.
pub struct AdminAccess {
    trusted: TrustedIssuer,
    keys: KeyRing,
}

impl AdminAccess {
    /// Creates the check for a trusted issuer, whose keys are fetched from `source`.
    #[must_use]
    pub fn new(trusted: TrustedIssuer, source: Box<dyn KeySource>) -> Self {
        Self { trusted, keys: KeyRing::new(source) }
    }

    /// Returns the administrator who presents a token. The signature is verified before any of the claims is read.
    ///
    /// # Errors
    /// If the token is not valid, or the issuer's keys are unavailable.
    pub async fn admit(&self, token: &str, now: Timestamp) -> Result<Administrator, AccessRefusal> {
        if token.len() > LONGEST_TOKEN {
            return Err(AccessRefusal::NotAToken);
        }
        let signed = jwt::parse(token)?;
        let key = self.keys.key(&signed.key_id, now).await?.ok_or(AccessRefusal::UnknownKey)?;
        if !key.verifies(signed.signed, &signed.signature) {
            return Err(AccessRefusal::BadSignature);
        }
        jwt::read_claims(&signed.claims)?.verify(&self.trusted, now)
    }
}

#[cfg(test)]
mod tests;
