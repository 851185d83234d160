//! Action links: the pages that links in mails open. Looking shows and never acts, since mail scanners open every link;
//! only the button of the page acts, once.

pub mod form;
pub mod page;
mod undo;
pub mod unsubscribe;
pub mod view;

use crate::form::{FormPost, PostRefusal};
use app::action::perform;
use app::enqueue::queue;
use domain::action::context::{Actor, Via};
use domain::action::request::Request;
use domain::clock::{Clock, Randomness};
use domain::message::job::DeliveryQueue;
use domain::token::action::ActionChannel;
use domain::token::{Action, TokenChannel, TokenClaims, TokenKeys};
use store::{Store, StoreError};
use view::ActionView;

/// What action links may use.
pub struct ActionPageDeps<'a> {
    /// The store; looking only reads it.
    pub store: &'a Store,
    pub clock: &'a dyn Clock,
    /// The randomness that tokens are made of.
    pub randomness: &'a dyn Randomness,
    /// The keys that seal and open tokens.
    pub token_keys: &'a TokenKeys,
    /// The delivery queue, for the messages and mails that an action brings.
    pub queue: &'a dyn DeliveryQueue,
    /// The address that the pages are served at, without a path; never made from a request.
    pub public_url: &'a str,
}

/// Why there is no page of an action.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The link is none of ours, or is one for something else. Nothing was read.
    #[error("the link leads to no action")]
    NotALink,
    /// The request does not come from the button of the page. Nothing was read.
    #[error(transparent)]
    NotPressed(#[from] PostRefusal),
    /// The store could not do it: opening the link again says what stands.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the page of a link: what it is about and what its button does. One batched read, and never a write.
///
/// # Errors
/// When the link is none of ours, or the store cannot be read.
pub async fn look(deps: &ActionPageDeps<'_>, token_text: &str) -> Result<ActionView, LinkError> {
    let claims = opened(deps.token_keys, token_text)?;
    let actor = actor(&claims, None, deps.clock);
    let read = deps.store.read_action(&actor, None).await?;
    Ok(view::of(&actor, &read.context))
}

/// Does what the button of the page does, once: one batched read and one transaction, and two calls more after an approval,
/// for the button that takes it back. Pressed again it says what stands.
///
/// # Errors
/// When the link is none of ours, the request does not come from the page, or the store cannot be read or written.
pub async fn press(
    deps: &ActionPageDeps<'_>,
    token_text: &str,
    pressed: &FormPost<'_>,
) -> Result<ActionView, LinkError> {
    let claims = opened(deps.token_keys, token_text)?;
    let requested = form::read(pressed, &claims, deps.public_url)?;
    let actor = actor(&claims, requested, deps.clock);
    let performed = perform(deps.store, &Request { actor, message: None }).await?;
    queue(deps.queue, &performed.jobs).await;
    let undo = undo::offer(deps, &claims, &performed).await;
    Ok(view::after(&performed, undo))
}

/// Opens a token that a page acts on. Reads nothing; a button's token pasted into a link opens nothing either.
fn opened(keys: &TokenKeys, token_text: &str) -> Result<TokenClaims, LinkError> {
    let claims = keys.open(token_text).map_err(|_not_ours| LinkError::NotALink)?;
    let is_open = |action: Action| action.is_open_to(ActionChannel::Link);
    let is_ours = claims.channel == TokenChannel::Link && claims.purpose.action().is_some_and(is_open);
    if is_ours { Ok(claims) } else { Err(LinkError::NotALink) }
}

fn actor<'a>(
    claims: &'a TokenClaims,
    requested: Option<domain::action::context::RequestedAction>,
    clock: &dyn Clock,
) -> Actor<'a> {
    Actor { claims, via: Via::Link, requested, now: clock.now() }
}

#[cfg(test)]
mod tests;
