//! A person's action, handled the same way for a tap, a text, a link and an API request: one batched read, a plan, one
//! transaction. The conditions of the transaction decide, whatever the read showed; the loser of a race gets a reply
//! based on the state that beat it.

pub mod text;

pub use domain::action::plan::{ActionOutcome, ActionResult};

use domain::action::context::ActionContext;
use domain::action::plan::{Plan, lost, plan};
use domain::action::reply::Reader;
use domain::action::request::Request;
use store::actions::{ActionRead, Committed};
use store::{Store, StoreError};

/// Carries out a request, or explains why not. If the same message is handled twice, it gets the same reply and changes
/// nothing the second time.
///
/// # Errors
/// If the store cannot be read or written.
pub async fn perform(store: &Store, request: &Request<'_>) -> Result<ActionResult, StoreError> {
    let read = read(store, request).await?;
    perform_on(store, request, read).await
}

/// Reads everything that a request depends on.
///
/// # Errors
/// If the store cannot be read.
pub(crate) async fn read(store: &Store, request: &Request<'_>) -> Result<ActionRead, StoreError> {
    let sid = request.message.map(|message| message.message_sid.as_str());
    store.read_action(&request.actor, sid).await
}

/// Carries out a request on what was read for it; see [`perform`].
///
/// # Errors
/// If the store cannot be read or written.
pub(crate) async fn perform_on(
    store: &Store,
    request: &Request<'_>,
    read: ActionRead,
) -> Result<ActionResult, StoreError> {
    if let Some(entry) = read.handled.filter(|entry| entry.reply.is_some() || !entry.queued.is_empty()) {
        return Ok(ActionResult::duplicate(entry, Reader::new(&read.context).language));
    }
    commit(store, request, read.context, &|context| plan(request, context)).await
}

/// Writes what follows from a request; if a condition fails, the reply is based on the state that was found. Cards that
/// any number of taps may ask for are planned only while few others wait.
///
/// # Errors
/// If the store cannot be read or written.
pub(crate) async fn commit(
    store: &Store,
    request: &Request<'_>,
    mut context: ActionContext,
    plan: &(dyn Fn(&ActionContext) -> Plan + Sync),
) -> Result<ActionResult, StoreError> {
    let mut planned = plan(&context);
    if planned.only_brings_cards() {
        let now = request.actor.now;
        context.awaited_cards = store.awaited_cards(context.subscription.as_ref(), now).await?;
        planned = if context.awaited_cards.is_some() { plan(&context) } else { planned };
    }
    let committed = write(store, request, &context, &planned).await?;
    if !matches!(committed, Committed::CardsAskedBefore) {
        return Ok(result(request, planned, committed));
    }
    let claims = request.actor.claims;
    context.subscription = store.subscription(&claims.workspace, &claims.member).await?;
    context.awaited_cards = store.awaited_cards(context.subscription.as_ref(), request.actor.now).await?;
    let planned = plan(&context);
    match write(store, request, &context, &planned).await? {
        // Whoever asked comes again, and finds the cards that were asked for meanwhile.
        Committed::CardsAskedBefore => Err(StoreError::Throttled("others kept asking for cards".into())),
        committed => Ok(result(request, planned, committed)),
    }
}

async fn write(
    store: &Store,
    request: &Request<'_>,
    context: &ActionContext,
    planned: &Plan,
) -> Result<Committed, StoreError> {
    // Boxed, because whatever it writes would otherwise take a large part of the caller's stack.
    Box::pin(store.commit(&request.actor, context, planned)).await
}

fn result(request: &Request<'_>, planned: Plan, committed: Committed) -> ActionResult {
    match committed {
        Committed::Done | Committed::CardsAskedBefore => planned.result,
        Committed::HandledBefore(entry) => ActionResult::duplicate(*entry, planned.result.language),
        Committed::StoodInTheWay(found) => lost(request, &found).result,
    }
}

#[cfg(test)]
mod tests;
