//! What the function needs to answer, whichever page it is.

use command_center::domain::clock::{Clock, Randomness};
use command_center::domain::message::job::DeliveryQueue;
use command_center::domain::oidc::AdminAccess;
use command_center::domain::token::TokenKeys;
use command_center::store::Store;
use lambda_http::Request;
use lambda_http::http::header::HeaderName;

/// Everything that the function needs, made once when it starts.
pub struct Pages {
    /// The store; only the button of a page and the API write.
    pub store: Store,
    pub clock: Box<dyn Clock>,
    /// The randomness that tokens are made of.
    pub randomness: Box<dyn Randomness>,
    /// The keys that seal and open tokens.
    pub token_keys: TokenKeys,
    /// The delivery queue.
    pub queue: Box<dyn DeliveryQueue>,
    /// Who administers workspaces.
    pub administrators: AdminAccess,
    /// The address that the pages are served at, without a path; never made from the request.
    pub public_url: String,
}

/// Returns a header as text, if it is there. One that is there and no text is empty, not absent.
pub(crate) fn header<'a>(request: &'a Request, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().unwrap_or_default())
}
