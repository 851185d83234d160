//! A person's action, handled the same way for a tap, a text, a link and an API request: one batched read, a plan, one
//! transaction. The conditions of the transaction decide, whatever the read showed; the loser of a race gets a reply
//! based on the state that beat it.

pub mod text;

pub use domain::action::plan::{ActionOutcome, ActionResult};

use domain::action::context::ActionContext;
use domain::action::plan::{Plan, lost, plan};
use domain::action::reply::Reader;
use domain::action::request::Request;
use store::actions::Committed;
use store::{Store, StoreError};

/// Carries out a request, or explains why not. If the same message is handled twice, it gets the same reply and changes
/// nothing the second time.
///
/// # Errors
/// If the store cannot be read or written.
pub async fn perform(store: &Store, request: &Request<'_>) -> Result<ActionResult, StoreError> {
    let sid = request.message.map(|message| message.message_sid.as_str());
    let read = store.read_action(&request.actor, sid).await?;
    if let Some(entry) = read.handled.filter(|entry| entry.reply.is_some() || !entry.queued.is_empty()) {
        return Ok(ActionResult::duplicate(entry, Reader::new(&read.context).language));
    }
    commit(store, request, &read.context, plan(request, &read.context)).await
}

/// Writes a plan; if a condition fails, the reply is based on the state that was found.
///
/// # Errors
/// If the store cannot be written.
pub(crate) async fn commit(
    store: &Store,
    request: &Request<'_>,
    context: &ActionContext,
    plan: Plan,
) -> Result<ActionResult, StoreError> {
    // Boxed, because whatever it writes would otherwise take a large part of the caller's stack.
    Ok(match Box::pin(store.commit(&request.actor, context, &plan)).await? {
        Committed::Done => plan.result,
        Committed::HandledBefore(entry) => ActionResult::duplicate(*entry, plan.result.language),
        Committed::StoodInTheWay(found) => lost(request, &found).result,
    })
}

#[cfg(test)]
mod tests;
