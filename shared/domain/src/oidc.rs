//! Who administers workspaces: whoever brings a token of the OIDC issuer that is signed with one of its keys, for us,
//! in time, and of a person in the group of administrators. A workspace counts only when the token names it.

mod jwt;
pub mod keys;

use crate::identity::WorkspaceId;
use jiff::Timestamp;
use keys::{KeyRing, KeySource, KeysUnavailable};
use std::collections::BTreeSet;

/// The group of the issuer whose people administer workspaces.
pub const ADMIN_GROUP: &str = "admin";
/// The longest token that is read, in bytes: a token of Cognito has about 1,500.
const LONGEST_TOKEN: usize = 8 * 1024;

/// Whose tokens are good here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// The issuer, exactly as its tokens name it.
    pub issuer: String,
    /// The client that tokens must have been made for.
    pub audience: String,
}

/// A person who administers workspaces.
#[derive(Clone, PartialEq, Eq)]
pub struct Administrator {
    subject: String,
    workspaces: BTreeSet<WorkspaceId>,
}

impl Administrator {
    /// Returns the person's identifier at the issuer; it names nobody to whoever cannot ask the issuer.
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
    /// Leaves everything out: claims are in no log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Administrator(…)")
    }
}

/// Why somebody is no administrator. The text repeats nothing of the token.
#[derive(Debug, thiserror::Error)]
pub enum AccessRefusal {
    /// There is no token, or none that can be read.
    #[error("there is no token of a form that is read here")]
    NotAToken,
    /// The token is signed in another way than RS256, or not at all.
    #[error("the token is not signed with RS256")]
    OtherAlgorithm,
    /// The issuer has no such key.
    #[error("the token names no key of the issuer")]
    UnknownKey,
    /// The signature is not the key's.
    #[error("the signature of the token is not good")]
    BadSignature,
    /// Somebody else issued the token.
    #[error("the token is of another issuer")]
    OtherIssuer,
    /// The token is for another application, or for something else than showing who one is.
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
    /// The keys of the issuer cannot be had, so that nobody can tell.
    #[error("the keys of the issuer cannot be had")]
    Keys(#[from] KeysUnavailable),
}

/// Tells who administers workspaces; one for each process, since it keeps the issuer's keys.
pub struct AdminAccess {
    trusted: TrustedIssuer,
    keys: KeyRing,
}

impl AdminAccess {
    /// Trusts an issuer, whose keys come from a source.
    #[must_use]
    pub fn new(trusted: TrustedIssuer, source: Box<dyn KeySource>) -> Self {
        Self { trusted, keys: KeyRing::new(source) }
    }

    /// Tells who brings a token. The signature is checked before anything of the claims is read.
    ///
    /// # Errors
    /// When the token is not good, or the issuer's keys cannot be had.
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
