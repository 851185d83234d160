//! An action of a person, the same for a tap, a text, a link and a request to the API: one batched read, a plan, one
//! transaction. The conditions of the transaction decide whatever the read said; who loses a race is answered from what
//! stood in the way.

pub mod text;

pub use domain::action::plan::{ActionOutcome, ActionResult};

use domain::action::context::ActionContext;
use domain::action::plan::{Plan, lost, plan};
use domain::action::reply::Reader;
use domain::action::request::Request;
use store::actions::Committed;
use store::{Store, StoreError};

/// Carries a request out, or says why not. The same message handled twice gives the same reply and changes nothing twice.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn perform(store: &Store, request: &Request<'_>) -> Result<ActionResult, StoreError> {
    let sid = request.message.map(|message| message.message_sid.as_str());
    let read = store.read_action(&request.actor, sid).await?;
    if let Some(entry) = read.handled.filter(|entry| entry.reply.is_some() || !entry.queued.is_empty()) {
        return Ok(ActionResult::duplicate(entry, Reader::new(&read.context).language));
    }
    commit(store, request, &read.context, plan(request, &read.context)).await
}

/// Writes a plan, and answers from what stood in the way where something did.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn commit(
    store: &Store,
    request: &Request<'_>,
    context: &ActionContext,
    plan: Plan,
) -> Result<ActionResult, StoreError> {
    // Boxed: whatever it writes, it would be a large part of the stack of whoever waits for it.
    Ok(match Box::pin(store.commit(&request.actor, context, &plan)).await? {
        Committed::Done => plan.result,
        Committed::HandledBefore(entry) => ActionResult::duplicate(*entry, plan.result.language),
        Committed::StoodInTheWay(found) => lost(request, &found).result,
    })
}

#[cfg(test)]
mod tests;
