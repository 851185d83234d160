//! Authentication for the simulated API: the account's token or one of its keys, by HTTP Basic.

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::refusal::{NOT_FOUND, Refusal, UNAUTHENTICATED};
use super::state::Account;

/// Checks the credentials of a request.
///
/// # Errors
/// Refuses absent, malformed and wrong credentials alike.
pub(crate) fn authenticate(account: &Account, headers: &HeaderMap) -> Result<(), Refusal> {
    let (user, password) = credentials(headers).ok_or_else(|| Refusal::from_code(UNAUTHENTICATED))?;
    let is_token = user == account.sid && password == account.token;
    let is_key = account.keys.iter().any(|key| user == key.sid && password == key.secret);
    if is_token || is_key { Ok(()) } else { Err(Refusal::from_code(UNAUTHENTICATED)) }
}

/// Checks that a path names this account.
///
/// # Errors
/// Refuses every other account as not found.
pub(crate) fn own_account(account: &Account, sid: &str) -> Result<(), Refusal> {
    if sid == account.sid { Ok(()) } else { Err(Refusal::from_code(NOT_FOUND)) }
}

fn credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    scheme.eq_ignore_ascii_case("basic").then(|| (user.to_owned(), password.to_owned()))
}
