//! What the function needs for every page.

use command_center::domain::clock::{Clock, Randomness};
use command_center::domain::import::object::ObjectStorage;
use command_center::domain::message::job::DeliveryQueue;
use command_center::domain::oidc::AdminAccess;
use command_center::domain::token::TokenKeys;
use command_center::store::Store;
use lambda_http::Request;
use lambda_http::http::header::HeaderName;

/// Everything that the function needs, created once at start-up.
pub struct Pages {
    /// The store; only a page's button and the API write to it.
    pub store: Store,
    pub clock: Box<dyn Clock>,
    /// The source of randomness for tokens.
    pub randomness: Box<dyn Randomness>,
    /// The keys that seal and open tokens.
    pub token_keys: TokenKeys,
    /// The delivery queue.
    pub queue: Box<dyn DeliveryQueue>,
    /// Verifies administrators and the workspaces they administer.
    pub administrators: AdminAccess,
    /// Where files are kept until they are imported.
    pub objects: Box<dyn ObjectStorage>,
    /// The public URL of the pages, without a path; never derived from a request.
    pub public_url: String,
}

/// Returns a header as text, or `None` if it is missing. A header that is not valid text counts as empty, not as
/// missing.
pub(crate) fn header<'a>(request: &'a Request, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().unwrap_or_default())
}
