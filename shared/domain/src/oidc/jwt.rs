//! A signed token: its three parts, and what its claims must contain. Only RS256 is accepted, whatever a token asks
//! for.

use super::{ADMIN_GROUP, AccessRefusal, Administrator, TrustedIssuer};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;

/// The only accepted algorithm.
const ALGORITHM: &str = "RS256";
/// The maximum length of a key id, in bytes.
const LONGEST_KEY_ID: usize = 200;
/// The maximum length of a person's identifier, in bytes; it is written to the audit log.
const LONGEST_SUBJECT: usize = 128;
/// How far clocks may differ, in seconds.
const LEEWAY_SECONDS: i64 = 60;

/// A token whose signature has not been verified yet.
pub(super) struct SignedToken<'a> {
    pub(super) key_id: String,
    /// The bytes that were signed.
    pub(super) signed: &'a [u8],
    pub(super) signature: Vec<u8>,
    /// The claims, as JSON.
    pub(super) claims: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    /// Extensions that a reader must understand; none are supported here.
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

/// Splits a token into its parts.
///
/// # Errors
/// [`AccessRefusal::NotAToken`] or [`AccessRefusal::OtherAlgorithm`].
pub(super) fn parse(token: &str) -> Result<SignedToken<'_>, AccessRefusal> {
    let (signed, signature) = token.rsplit_once('.').ok_or(AccessRefusal::NotAToken)?;
    let (header, claims) = signed.split_once('.').ok_or(AccessRefusal::NotAToken)?;
    let (header, claims, signature) = (decode(header)?, decode(claims)?, decode(signature)?);
    // The cause is left out because it quotes the token.
    let header: Header = serde_json::from_slice(&header).map_err(|_quotes_input| AccessRefusal::NotAToken)?;
    if header.alg != ALGORITHM || header.crit.is_some() {
        return Err(AccessRefusal::OtherAlgorithm);
    }
    let key_id = header.kid.filter(|id| id.len() <= LONGEST_KEY_ID).ok_or(AccessRefusal::UnknownKey)?;
    Ok(SignedToken { key_id, signed: signed.as_bytes(), signature, claims })
}

fn decode(part: &str) -> Result<Vec<u8>, AccessRefusal> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_not_base64| AccessRefusal::NotAToken)
}

/// The claims that matter. Others are not read.
#[derive(Deserialize)]
pub(super) struct Claims {
    iss: String,
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    token_use: Option<String>,
    #[serde(default)]
    aud: Option<String>,
    #[serde(default)]
    client_id: Option<String>,
    #[serde(default, rename = "cognito:groups")]
    groups: Vec<String>,
    #[serde(default, rename = "custom:workspaces")]
    workspaces: Option<String>,
}

/// Parses claims; a duplicate claim is refused.
///
/// # Errors
/// [`AccessRefusal::NotAToken`].
pub(super) fn read_claims(json: &[u8]) -> Result<Claims, AccessRefusal> {
    serde_json::from_slice(json).map_err(|_quotes_input| AccessRefusal::NotAToken)
}

impl Claims {
    /// Returns the administrator that the claims describe, and the administered workspaces.
    pub(super) fn verify(
        self,
        trusted: &TrustedIssuer,
        now: Timestamp,
    ) -> Result<Administrator, AccessRefusal> {
        if self.iss != trusted.issuer {
            return Err(AccessRefusal::OtherIssuer);
        }
        if !self.is_for(&trusted.audience) {
            return Err(AccessRefusal::OtherAudience);
        }
        if now.as_second() >= self.exp.saturating_add(LEEWAY_SECONDS) {
            return Err(AccessRefusal::Expired);
        }
        if self.nbf.is_some_and(|from| now.as_second().saturating_add(LEEWAY_SECONDS) < from) {
            return Err(AccessRefusal::NotYetValid);
        }
        let is_named = (1..=LONGEST_SUBJECT).contains(&self.sub.len())
            && self.sub.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_named || !self.groups.iter().any(|group| group == ADMIN_GROUP) {
            return Err(AccessRefusal::NotAnAdministrator);
        }
        // A name that no workspace can have, such as a star, names none.
        let named = self.workspaces.as_deref().unwrap_or_default().split_ascii_whitespace();
        let workspaces = named.filter_map(|name| name.parse().ok()).collect();
        Ok(Administrator { subject: self.sub, workspaces })
    }

    /// Reports whether the token was issued for an audience: an id token names it in `aud`, an access token in
    /// `client_id`.
    fn is_for(&self, audience: &str) -> bool {
        let named = match self.token_use.as_deref() {
            Some("id") => &self.aud,
            Some("access") => &self.client_id,
            _ => return false,
        };
        named.as_deref() == Some(audience)
    }
}
