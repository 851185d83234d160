//! Claims about simultaneous events: two workers, a STOP, a callback, a worker that dies.

use super::*;
use async_trait::async_trait;
use domain::clock::NoRandomness;
use domain::digest::form::sent_entry;
use domain::twilio::{CostPage, NextPage};
use jiff::civil::Date;
use std::sync::atomic::{AtomicBool, Ordering};
use store::messages::{AttemptClaim, Claim, FailureNoted};

#[tokio::test]
async fn two_workers_at_once_send_once() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    let (one, other) = tokio::join!(desk.deliver(&whatsapp, 0), desk.deliver(&whatsapp, 0));
    let outcomes = [one, other];
    assert!(outcomes.contains(&Delivered::Accepted), "{outcomes:?}");
    assert_eq!(whatsapp.sent.lock().unwrap().len(), 1);
    let message = desk.message().await;
    assert_eq!((message.state, message.attempts.len()), (MessageState::Accepted, 1));
}

/// Claims Maya's message as a worker that dies right afterwards.
pub(super) async fn die_after_the_claim(desk: &Desk) {
    let message = desk.message().await;
    let attempt = Attempt::begun(1, message.template, message.template_version, now());
    let claim = AttemptClaim {
        message: &message,
        subscription: &testing::subscription(&maya()),
        attempt: &attempt,
        lease_until: EpochSecond::from(now()).plus_seconds(LEASE_SECONDS),
        tokens: &[],
        hashed_address: "hash",
        address_free_at: EpochSecond::new(0),
    };
    assert_eq!(desk.store().claim_attempt(&claim).await.unwrap(), Claim::Claimed);
}

#[tokio::test]
async fn a_message_whose_worker_died_is_kept_as_unknown_and_not_sent() {
    let desk = Desk::start().await;
    die_after_the_claim(&desk).await;
    assert_eq!(desk.deliver(&silent(), 10).await, Delivered::Waiting { seconds: LEASE_SECONDS - 10 });
    assert_eq!(desk.waiting(), [LEASE_SECONDS - 10]);
    let looked = desk.deliver(&silent(), LEASE_SECONDS).await;
    assert_eq!(looked, Delivered::Waiting { seconds: LEASE_SECONDS }, "Twilio does not say");
    let message = desk.message().await;
    assert_eq!(
        (message.state, message.attempts[0].ended),
        (MessageState::Unknown, Some(AttemptEnd::Unknown))
    );
}

#[tokio::test]
async fn a_worker_that_was_taken_for_dead_still_tells_what_twilio_said() {
    let desk = Desk::start().await;
    die_after_the_claim(&desk).await;
    let slow = desk.message().await;
    desk.deliver(&silent(), LEASE_SECONDS).await;
    let said = sent_entry(&slow, 1, &sid(1), after(40));
    desk.store().record_accepted(&slow, 1, &sid(1), &said).await.unwrap();
    let message = desk.message().await;
    assert_eq!(message.state, MessageState::Accepted);
    let attempt = &message.attempts[0];
    assert_eq!((&attempt.sid, attempt.ended), (&Some(sid(1).to_string()), Some(AttemptEnd::Accepted)));
}

/// The first attempt of a message, as a callback refers to it.
fn first_attempt(message: &Message) -> AttemptReference {
    AttemptReference { workspace: message.workspace.clone(), message: message.id.clone(), attempt: 1 }
}

#[tokio::test]
async fn the_same_callback_again_makes_up_for_a_log_that_failed() {
    for arrived in [true, false] {
        let desk = Desk::start().await;
        die_after_the_claim(&desk).await;
        let slow = desk.message().await;
        let attempt = first_attempt(&slow);
        // The state left by a webhook that died between its two writes.
        let mut told = slow.clone();
        told.attempts[0].sid = Some(sid(1).to_string());
        told.state = if arrived { MessageState::Delivered } else { MessageState::Undelivered };
        told.rank = told.state.rank();
        store_one(desk.store(), &Key::message(&told.workspace, &told.id), &told).await;
        let (store, lost) = (desk.store(), (Some(63_024), FailureClass::FallBackToEmail));
        if arrived {
            let news = (MessageState::Delivered, MessageStatus::Delivered);
            store.move_up(&attempt, &sid(1), news, after(5)).await.unwrap();
            store.move_up(&attempt, &sid(2), news, after(5)).await.unwrap();
        } else {
            store.note_undelivered(&attempt, &sid(1), MessageStatus::Failed, lost, after(5)).await.unwrap();
        }
        let expected = sent_entry(&slow, 1, &sid(1), after(5));
        assert_eq!(desk.talk().await, [expected], "and nothing under an id that is not its own");
    }
}

#[tokio::test]
async fn what_only_a_callback_told_is_logged_too_and_once() {
    let news = (MessageState::Delivered, MessageStatus::Delivered);
    let lost = (Some(63_024), FailureClass::FallBackToEmail);
    for arrived in [true, false] {
        let desk = Desk::start().await;
        die_after_the_claim(&desk).await;
        let slow = desk.message().await;
        let attempt = first_attempt(&slow);
        if arrived {
            desk.store().move_up(&attempt, &sid(1), news, after(5)).await.unwrap();
        } else {
            let (store, status) = (desk.store(), MessageStatus::Failed);
            store.note_undelivered(&attempt, &sid(1), status, lost, after(5)).await.unwrap();
        }
        let logged = desk.talk().await;
        assert_eq!(logged, [sent_entry(&slow, 1, &sid(1), after(5))]);
        let late = sent_entry(&slow, 1, &sid(1), after(6));
        desk.store().record_accepted(&slow, 1, &sid(1), &late).await.unwrap();
        assert_eq!(desk.talk().await, logged, "the record of the slow worker says nothing new");
        assert_eq!(desk.message().await.attempts[0].ended, Some(AttemptEnd::Accepted));
    }
}

#[tokio::test]
async fn a_worker_that_was_taken_for_dead_cannot_take_back_what_another_did_meanwhile() {
    let desk = Desk::start().await;
    die_after_the_claim(&desk).await;
    let slow = desk.message().await;
    desk.deliver(&silent().telling([]), 60).await;
    let (outcome, now) = (Some(AttemptResult::unknown(1)), after(61));
    let late = desk
        .store()
        .settle(&slow, outcome.as_ref(), &Settled::BackToQueue { at: EpochSecond::new(0) }, now)
        .await;
    assert!(!late.unwrap(), "the attempt is not its own any more");
    assert_eq!(desk.message().await.attempts[0].ended, Some(AttemptEnd::NeverArrived));
}

/// Randomness that lets something happen on its first draw: after the read, before the claim.
struct Meanwhile<F> {
    happens: F,
    happened: AtomicBool,
    draws: CountingRandomness,
}

impl<F: Fn() + Send + Sync> Meanwhile<F> {
    fn new(happens: F) -> Self {
        Self { happens, happened: AtomicBool::new(false), draws: CountingRandomness::default() }
    }
}

impl<F: Fn() + Send + Sync> Randomness for Meanwhile<F> {
    fn sixteen_bytes(&self) -> Result<[u8; 16], NoRandomness> {
        if !self.happened.swap(true, Ordering::Relaxed) {
            (self.happens)();
        }
        self.draws.sixteen_bytes()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_between_the_read_and_the_claim_wins() {
    let desk = Desk::start().await;
    let here = tokio::runtime::Handle::current();
    let stop = || tokio::task::block_in_place(|| here.block_on(desk.consent(Consent::OptedOut)));
    let randomness = Meanwhile::new(stop);
    let (whatsapp, clock) = (silent(), FixedClock(now()));
    let deps = DeliveryDeps { randomness: &randomness, ..desk.deps(&whatsapp, &clock) };
    assert_eq!(deliver(&deps, &job()).await.unwrap(), Delivered::GivenUp(FailureReason::NoConsent));
    let message = desk.message().await;
    assert_eq!((message.state, message.failure), (MessageState::Failed, Some(FailureReason::NoConsent)));
    assert!(!desk.embedded.dump().await.contains("valid_until"), "the tokens went with the claim");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_and_a_start_between_the_read_and_the_claim_end_what_was_written_before() {
    let desk = Desk::start().await;
    let here = tokio::runtime::Handle::current();
    let again = WhatsAppSubscription { consent_changed_at: after(10), ..testing::subscription(&maya()) };
    let key = Key::subscription(&maya().workspace, &maya().id);
    let store_again = || store_one(desk.store(), &key, &again);
    let stop_and_start = || tokio::task::block_in_place(|| here.block_on(store_again()));
    let randomness = Meanwhile::new(stop_and_start);
    let (whatsapp, clock) = (silent(), FixedClock(after(20)));
    let deps = DeliveryDeps { randomness: &randomness, ..desk.deps(&whatsapp, &clock) };
    assert_eq!(deliver(&deps, &job()).await.unwrap(), Delivered::GivenUp(FailureReason::NoConsent));
    assert_eq!(desk.message().await.failure, Some(FailureReason::NoConsent));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_slower_than_another_waits_for_its_outcome() {
    let desk = Desk::start().await;
    let here = tokio::runtime::Handle::current();
    let claim = || tokio::task::block_in_place(|| here.block_on(die_after_the_claim(&desk)));
    let randomness = Meanwhile::new(claim);
    let (whatsapp, clock) = (silent(), FixedClock(now()));
    let deps = DeliveryDeps { randomness: &randomness, ..desk.deps(&whatsapp, &clock) };
    assert_eq!(deliver(&deps, &job()).await.unwrap(), Delivered::Waiting { seconds: LEASE_SECONDS });
}

/// Randomness that runs out after some draws.
struct Drying(std::sync::atomic::AtomicU64);

impl Randomness for Drying {
    fn sixteen_bytes(&self) -> Result<[u8; 16], NoRandomness> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.map(|left| [u8::try_from(left).unwrap(); 16]).map_err(|_gone| NoRandomness)
    }
}

#[tokio::test]
async fn without_randomness_nothing_is_claimed_and_nothing_is_sent() {
    for draws in 0..4 {
        let desk = Desk::start().await;
        let (whatsapp, clock, randomness) = (silent(), FixedClock(now()), Drying(draws.into()));
        let deps = DeliveryDeps { randomness: &randomness, ..desk.deps(&whatsapp, &clock) };
        let failure = deliver(&deps, &job()).await.unwrap_err();
        assert!(matches!(failure, DeliveryError::Randomness(_)), "{failure}");
        let message = desk.message().await;
        assert_eq!((message.state, message.attempts.len()), (MessageState::Queued, 0), "after {draws} draws");
    }
}

/// A WhatsApp whose status callback arrives before its answer.
struct CallbackFirst<'a> {
    store: &'a Store,
    failed: bool,
}

#[async_trait]
impl WhatsApp for CallbackFirst<'_> {
    async fn send(&self, _message: &OutboundMessage) -> Result<Accepted, SendFailure> {
        let job = job();
        let attempt = AttemptReference { workspace: job.workspace, message: job.message, attempt: 1 };
        if self.failed {
            let failure = (Some(63_024), FailureClass::FallBackToEmail);
            let status = MessageStatus::Undelivered;
            let noted = self.store.note_undelivered(&attempt, &sid(1), status, failure, now()).await;
            assert!(matches!(noted.unwrap(), FailureNoted::ToBeDecided(_)));
        } else {
            let news = (MessageState::Delivered, MessageStatus::Delivered);
            self.store.move_up(&attempt, &sid(1), news, now()).await.unwrap();
        }
        accepted(1)
    }

    async fn find_sent(
        &self,
        _to: &domain::address::WhatsAppAddress,
        _since: Timestamp,
    ) -> Result<Vec<SentMessage>, SendFailure> {
        Ok(Vec::new())
    }

    async fn fetch(&self, _sid: &MessageSid) -> Result<SentMessage, SendFailure> {
        Err(SendFailure::Rejected { code: Some(20_404), http_status: 404 })
    }

    async fn costs_of_day(&self, _day: Date, _after: Option<&NextPage>) -> Result<CostPage, SendFailure> {
        panic!("delivering asks for no list of costs")
    }
}

#[tokio::test]
async fn a_callback_that_is_faster_than_the_answer_keeps_its_word() {
    for (failed, state) in [(false, MessageState::Delivered), (true, MessageState::Undelivered)] {
        let desk = Desk::start().await;
        let whatsapp = CallbackFirst { store: desk.store(), failed };
        assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::Accepted);
        let message = desk.message().await;
        assert_eq!((message.state, message.rank), (state, state.rank()));
        let attempt = &message.attempts[0];
        assert_eq!(
            (attempt.sid.as_deref(), attempt.ended),
            (Some(sid(1).as_str()), Some(AttemptEnd::Accepted))
        );
        assert_eq!(attempt.code, failed.then_some(63_024), "what the callback said stays");
        assert!(attempt.status.is_some());
        assert_eq!(desk.talk().await.len(), 1);
    }
}

/// A Twilio that refuses a person whose STOP arrives during the call.
struct StopThenRefusal<'a>(&'a Desk);

#[async_trait]
impl WhatsApp for StopThenRefusal<'_> {
    async fn send(&self, _message: &OutboundMessage) -> Result<Accepted, SendFailure> {
        self.0.consent(Consent::OptedOut).await;
        Err(SendFailure::Rejected { code: Some(21_610), http_status: 400 })
    }

    async fn find_sent(
        &self,
        _to: &domain::address::WhatsAppAddress,
        _since: Timestamp,
    ) -> Result<Vec<SentMessage>, SendFailure> {
        Ok(Vec::new())
    }

    async fn fetch(&self, _sid: &MessageSid) -> Result<SentMessage, SendFailure> {
        Err(SendFailure::Rejected { code: Some(20_404), http_status: 404 })
    }

    async fn costs_of_day(&self, _day: Date, _after: Option<&NextPage>) -> Result<CostPage, SendFailure> {
        panic!("delivering asks for no list of costs")
    }
}

#[tokio::test]
async fn a_refusal_after_a_stop_still_fails_the_message() {
    let desk = Desk::start().await;
    desk.deliver(&StopThenRefusal(&desk), 0).await;
    assert_eq!(desk.message().await.state, MessageState::Failed);
    assert_eq!(desk.store().audit(&maya().workspace).await.unwrap(), []);
}
