//! The reason for declining: a text that a person writes within minutes of declining is stored with the decision.

use super::TextMessage;
use crate::action::{ActionOutcome, ActionResult, commit};
use domain::action::context::{ActionContext, RequestedAction};
use domain::action::plan::plan;
use domain::action::request::Request;
use domain::insight::target::Target;
use domain::text::free::DeclineReason;
use domain::token::{Action, TargetId};
use store::{Store, StoreError};

/// Stores a text as the reason why the person declined a shift: on the shift, with its audit event and the conversation
/// entry, in one transaction that also ends the wait for it. Returns `None`, and writes nothing, if the text is not a
/// reason, for example because the shift already has one or somebody else declined it.
///
/// # Errors
/// If the store cannot be read or written.
pub async fn give_reason(
    store: &Store,
    written: &TextMessage<'_>,
    shift: &TargetId,
) -> Result<Option<ActionResult>, StoreError> {
    let Ok(id) = shift.as_str().parse() else {
        return Ok(None);
    };
    let read = store.shift_to_explain(&written.member.workspace, &id).await?;
    let context =
        written.context(read.workspace, None, read.shift.map(|shift| Target::Shift(Box::new(shift))));
    keep(store, written, shift, &context).await
}

async fn keep(
    store: &Store,
    written: &TextMessage<'_>,
    shift: &TargetId,
    context: &ActionContext,
) -> Result<Option<ActionResult>, StoreError> {
    // What nobody can see is no reason: the text is treated like any other.
    let Ok(reason) = DeclineReason::clean(&written.message.body) else {
        return Ok(None);
    };
    let claims = written.claims(Action::GiveReason, shift);
    let detail = Some(reason.to_string());
    let requested =
        RequestedAction { action: Action::GiveReason, target: shift.clone(), seen_version: 0, detail };
    let request = Request { actor: written.actor(&claims, Some(requested)), message: Some(written.message) };
    if !plan(&request, context).is_change() {
        return Ok(None);
    }
    let performed = commit(store, &request, context.clone(), &|context| plan(&request, context)).await?;
    // A text that lost the race against another text or decision is treated like any other text.
    Ok(Some(performed)
        .filter(|performed| matches!(performed.outcome, ActionOutcome::Changed | ActionOutcome::Duplicate)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::Source;
    use domain::insight::adjustment::DecisionRecord;
    use domain::testing::{adjustment, inbound, maya, now, subscription, workspace};
    use domain::workspace::{Consent, WhatsAppSubscription};
    use store::embedded::{self, EmbeddedStore};
    use store::key::Key;
    use store::testing::{store_one, store_workspace};

    /// Maya's workspace, in which she has just declined a shift.
    async fn start() -> EmbeddedStore {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        let decision =
            DecisionRecord { by: maya().id, name: "Maya".into(), at: now(), source: Source::WhatsApp };
        let declined = adjustment().declined(decision);
        store_one(&embedded.store, &Key::adjustment(&declined.workspace, &declined.id), &declined).await;
        embedded
    }

    /// Lets Maya write a line while something changes between read and write.
    async fn write_around(
        embedded: &EmbeddedStore,
        number: u32,
        change: impl AsyncFnOnce(),
    ) -> Option<ActionResult> {
        let (message, member) = (inbound(&maya(), number, &[("Body", &format!("line {number}"))]), maya());
        let subscription = subscription(&member);
        let written =
            TextMessage { message: &message, member: &member, subscription: &subscription, now: now() };
        let read = embedded.store.shift_to_explain(&workspace().id, &adjustment().id).await.unwrap();
        let shift = read.shift.map(|shift| Target::Shift(Box::new(shift)));
        let context = written.context(read.workspace, None, shift);
        change().await;
        let target = adjustment().id.as_str().parse().unwrap();
        keep(&embedded.store, &written, &target, &context).await.unwrap()
    }

    async fn reason(embedded: &EmbeddedStore) -> Option<String> {
        let stored = embedded.store.adjustment(&workspace().id, &adjustment().id).await.unwrap();
        stored.unwrap().decline_reason.map(|reason| reason.to_string())
    }

    #[tokio::test]
    async fn of_two_lines_at_once_one_is_the_reason_and_the_other_leaves_nothing() {
        let embedded = start().await;
        let second = write_around(&embedded, 2, async || {
            let first = write_around(&embedded, 1, async || {}).await.unwrap();
            assert_eq!(first.outcome, ActionOutcome::Changed);
        });
        assert_eq!(Box::pin(second).await, None);
        assert_eq!(reason(&embedded).await.as_deref(), Some("line 1"));
        assert_eq!(embedded.store.audit(&workspace().id).await.unwrap().len(), 1);
        assert_eq!(embedded.store.latest_talk(&workspace().id, &maya().id, 9).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_stop_that_came_meanwhile_counts() {
        let embedded = start().await;
        let stopped = WhatsAppSubscription { consent: Consent::OptedOut, ..subscription(&maya()) };
        let key = Key::subscription(&stopped.workspace, &stopped.member);
        let kept = write_around(&embedded, 1, async || store_one(&embedded.store, &key, &stopped).await);
        assert_eq!((kept.await, reason(&embedded).await), (None, None));
        assert_eq!(embedded.store.audit(&workspace().id).await.unwrap(), []);
    }
}
