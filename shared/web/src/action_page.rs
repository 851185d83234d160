//! Action links: the pages that links in mails open. Opening a link never acts, because mail scanners open every
//! link; only the button on the page acts, and only once.

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

/// The dependencies of action links.
pub struct ActionPageDeps<'a> {
    /// The store; opening a link only reads it.
    pub store: &'a Store,
    pub clock: &'a dyn Clock,
    /// The source of randomness for tokens.
    pub randomness: &'a dyn Randomness,
    /// The keys that seal and open tokens.
    pub token_keys: &'a TokenKeys,
    /// The delivery queue, for the messages and mails that result from an action.
    pub queue: &'a dyn DeliveryQueue,
    /// The public URL of the pages, without a path; never derived from a request.
    pub public_url: &'a str,
}

/// The reasons why an action link has no page.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The link is not one of ours, or is for another purpose. Nothing was read.
    #[error("the link leads to no action")]
    NotALink,
    /// The request was not sent by the page's button. Nothing was read.
    #[error(transparent)]
    NotPressed(#[from] PostRefusal),
    /// The store failed; opening the link again shows the current state.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the page of a link, which shows the target and what its button does. One batched read, two for the
/// second of two approvals, and never a write.
///
/// # Errors
/// If the link is not one of ours, or the store cannot be read.
pub async fn look(deps: &ActionPageDeps<'_>, token_text: &str) -> Result<ActionView, LinkError> {
    let claims = opened(deps.token_keys, token_text)?;
    let actor = actor(&claims, None, deps.clock);
    let read = deps.store.read_action(&actor, None).await?;
    Ok(view::of(&actor, &read.context))
}

/// Performs the action of the page's button, once: one batched read and one transaction, plus two calls after an
/// approval for the undo button. Pressing it again shows the current state.
///
/// # Errors
/// If the link is not one of ours, the request was not sent by the page, or the store cannot be read or written.
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

/// Opens a token that a page can act on. Reads nothing from the store; a button's token pasted into a link is
/// refused.
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
