//! Twilio's signature: proof that a request comes from Twilio and was not changed on the way.
//!
//! Twilio signs the URL as configured there, followed by every form parameter in byte order, with HMAC-SHA1 and the
//! account's auth token. A body that is not a form is covered by its SHA-256 in the signed URL.

mod address;

use super::form::Form;
use crate::text;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use ring::{digest, hmac};
use std::collections::BTreeSet;
use std::fmt;
use subtle::{Choice, ConstantTimeEq as _};

/// A request that claims to come from Twilio.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'request> {
    /// The URL as configured at Twilio: public base, raw path and raw query; never with a fragment, and never derived
    /// from a header of the request.
    pub configured_url: &'request str,
    pub body: SignedBody<'request>,
    /// The `X-Twilio-Signature` header.
    pub header: Option<&'request str>,
}

/// The body of a request, as signed.
#[derive(Clone, Copy)]
pub enum SignedBody<'request> {
    /// A form: every parameter is signed.
    Form(&'request Form),
    /// Anything else, such as JSON: its SHA-256 must be in the signed URL.
    Raw(&'request [u8]),
}

impl fmt::Debug for SignedBody<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(form) => form.fmt(formatter),
            Self::Raw(bytes) => write!(formatter, "Raw({} bytes)", bytes.len()),
        }
    }
}

/// The auth tokens that sign: two of them during a rotation.
#[derive(Clone)]
pub struct AuthTokens {
    /// The primary token.
    pub current: String,
    /// The previous primary token, while requests signed with it may still arrive.
    pub previous: Option<String>,
}

impl fmt::Debug for AuthTokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "AuthTokens({})", if self.previous.is_some() { 2 } else { 1 })
    }
}

/// Why a request is not accepted as Twilio's; the sender gets the same answer for each reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureRefusal {
    /// There is no signature.
    #[error("the request is not signed")]
    Missing,
    /// The signature does not match the request.
    #[error("the signature does not match the request")]
    Mismatch,
    /// The body is not a form, and the signed URL does not contain its hash.
    #[error("the body is not the one that was signed")]
    BodyMismatch,
}

/// Verifies that Twilio signed this request with one of the tokens.
///
/// # Errors
/// If the signature is missing, matches neither token, or the body is not a form and differs from the signed one.
pub fn verify(request: &SignedRequest<'_>, auth_tokens: &AuthTokens) -> Result<(), SignatureRefusal> {
    let header = request.header.ok_or(SignatureRefusal::Missing)?;
    let parameters = match request.body {
        SignedBody::Form(form) => signed_parameters(form.pairs()),
        SignedBody::Raw(_) => String::new(),
    };
    if !any_candidate_matches(request.configured_url, &parameters, header, auth_tokens) {
        return Err(SignatureRefusal::Mismatch);
    }
    match request.body {
        SignedBody::Raw(body) if !url_carries_hash_of(request.configured_url, body) => {
            Err(SignatureRefusal::BodyMismatch)
        }
        SignedBody::Raw(_) | SignedBody::Form(_) => Ok(()),
    }
}

/// Signs a request as Twilio does, for simulated requests; returns the value of the `X-Twilio-Signature` header.
#[must_use]
pub fn sign<'pair>(
    url: &str,
    parameters: impl IntoIterator<Item = (&'pair str, &'pair str)>,
    auth_token: &str,
) -> String {
    signature_of(url, &signed_parameters(parameters), auth_token)
}

/// Tries every form of the URL with every token, and never stops at a match, so that the timing reveals nothing. The
/// base64 texts are compared, not the bytes they decode to, because several texts decode to the same bytes.
fn any_candidate_matches(url: &str, parameters: &str, header: &str, tokens: &AuthTokens) -> bool {
    let mut matches = Choice::from(0);
    for candidate in address::candidates(url) {
        for token in [Some(&tokens.current), tokens.previous.as_ref()].into_iter().flatten() {
            // With an empty key, anybody could compute signatures.
            let usable = Choice::from(u8::from(!token.is_empty()));
            let expected = signature_of(&candidate, parameters, token);
            matches |= usable & expected.as_bytes().ct_eq(header.as_bytes());
        }
    }
    matches.into()
}

fn signature_of(url: &str, parameters: &str, auth_token: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, auth_token.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(url.as_bytes());
    context.update(parameters.as_bytes());
    BASE64_STANDARD.encode(context.sign())
}

/// Returns names and values in byte order without separators; a pair that occurs twice counts once, as in Twilio's own
/// libraries.
fn signed_parameters<'pair>(pairs: impl IntoIterator<Item = (&'pair str, &'pair str)>) -> String {
    let ordered: BTreeSet<_> = pairs.into_iter().collect();
    ordered.into_iter().flat_map(|(name, value)| [name, value]).collect()
}

fn url_carries_hash_of(url: &str, body: &[u8]) -> bool {
    let Some((_, query)) = url.split_once('?') else { return false };
    let Ok(query) = Form::decode(query.as_bytes()) else { return false };
    let actual = text::hex(digest::digest(&digest::SHA256, body).as_ref());
    query.get("bodySHA256").is_some_and(|claimed| actual.as_bytes().ct_eq(claimed.as_bytes()).into())
}

#[cfg(test)]
mod tests;
