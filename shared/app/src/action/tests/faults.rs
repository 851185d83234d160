//! Faults on the way to the table: an action happens once or not at all, whatever is lost, and the same message again
//! completes it. Only a transaction that conflicted with another one is retried here.

use super::*;
use domain::audit::Outcome;
use domain::inbound::InboundMessage;
use store::embedded::{Fault, FaultPlan};

/// One tap by Maya, to be performed under faults.
struct Tap {
    scene: Scene,
    button: TokenClaims,
    message: InboundMessage,
}

impl Tap {
    async fn ready() -> Self {
        let scene = Scene::start().await;
        let button = scene.shift_button(&maya(), Action::ApproveShift).await;
        let message = tap_message(&maya(), &button, 7);
        scene.embedded.calls.take();
        Self { scene, button, message }
    }

    /// Performs the tap, or returns `None` if the worker dies.
    async fn perform(&self, worker: &EmbeddedStore) -> Option<Result<ActionResult, StoreError>> {
        let request = request(&self.message, &self.button, later(10));
        Box::pin(worker.until_crash(perform(&worker.store, &request))).await
    }

    async fn executed(&self) -> usize {
        let audit = self.scene.world.store.audit(&workspace().id).await.unwrap();
        audit.iter().filter(|event| event.outcome == Outcome::Executed).count()
    }

    /// Checks that a change and its event are either both there or both missing.
    async fn assert_whole(&self, what: &str) {
        let shift = self.scene.shift().await;
        let approved = adjustment().approved(decided_by(&maya(), later(10)), 1800);
        assert!(shift == adjustment() || shift == approved, "{what}");
        assert_eq!(self.executed().await, usize::from(shift == approved), "{what}");
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_is_lost_on_the_way_the_message_that_comes_again_finishes_it_once() {
    for (call, fault) in (0..2).flat_map(|call| Fault::ALL.map(|fault| (call, fault))) {
        for patient in [true, false] {
            let what = format!("{fault:?} at call {call}, retries: {patient}");
            let tap = Tap::ready().await;
            let worker = tap.scene.embedded.another_worker().with_faults(FaultPlan::at(call, fault));
            let worker = if patient { worker } else { worker.without_retries() };
            let first = tap.perform(&worker).await;
            tap.assert_whole(&what).await;
            if let Some(Err(error)) = &first {
                assert!(error.is_transient(), "{what}: {error:?}");
            }
            worker.restart();
            let again = tap.perform(&worker).await.unwrap().unwrap();
            assert!(again.reply.as_ref().unwrap().starts_with("✅ Approved via WhatsApp by Maya"), "{what}");
            assert_eq!(again.jobs.len(), 1, "{what}: the way back is queued, again or for the first time");
            assert_eq!((tap.executed().await, tap.scene.shift().await.version), (1, 2), "{what}");
            if let Some(Ok(first)) = first {
                assert_eq!((first.reply, first.jobs), (again.reply, again.jobs), "{what}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_only_met_another_one_is_tried_again_at_once() {
    let tap = Tap::ready().await;
    tap.scene.embedded.set_faults(FaultPlan::at(1, Fault::Conflict).and_at(2, Fault::Conflict));
    let performed = tap.perform(&tap.scene.embedded).await.unwrap().unwrap();
    assert_eq!(performed.outcome, ActionOutcome::Changed);
    let transaction = TWO_CALLS[1];
    assert_eq!(tap.scene.embedded.calls.take(), [TWO_CALLS[0], transaction, transaction, transaction]);
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_keeps_meeting_others_is_given_up_and_nothing_is_changed() {
    let tap = Tap::ready().await;
    let plan = FaultPlan::at(1, Fault::Conflict).and_at(2, Fault::Conflict).and_at(3, Fault::Conflict);
    tap.scene.embedded.set_faults(plan);
    let error = tap.perform(&tap.scene.embedded).await.unwrap().unwrap_err();
    assert!(matches!(error, StoreError::Throttled(_)), "{error:?}");
    assert_eq!(tap.scene.embedded.calls.take().len(), 4);
    assert_eq!((tap.scene.shift().await, tap.executed().await), (adjustment(), 0));
}

#[tokio::test(start_paused = true)]
async fn a_throttle_among_the_reasons_is_not_tried_again() {
    let tap = Tap::ready().await;
    tap.scene.embedded.set_faults(FaultPlan::at(1, Fault::ConflictUnderThrottle));
    let error = tap.perform(&tap.scene.embedded).await.unwrap().unwrap_err();
    assert!(matches!(error, StoreError::Throttled(_)), "{error:?}");
    assert_eq!(tap.scene.embedded.calls.take(), TWO_CALLS);
    assert_eq!((tap.scene.shift().await, tap.executed().await), (adjustment(), 0));
}
