//! Claims about what happens at the same moment: two workers, a STOP, a callback, a worker that dies.

use super::*;
use crate::clock::NoRandomness;
use crate::store::messages::MovedUp;
use crate::twilio::SentMessage;
use async_trait::async_trait;
use std::sync::atomic::{AtomicBool, Ordering};

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

/// Claims Maya's message as a worker does that dies right after.
async fn die_after_the_claim(desk: &Desk) {
    let attempt =
        Attempt { number: 1, started_at: now(), sid: None, ended: None, code: None, next_attempt_at: None };
    let lease_until = now().as_second() + LEASE_SECONDS;
    let (message, subscription) = (desk.message().await, testing::subscription(&maya()));
    let claim =
        desk.store().claim_attempt(&message, &subscription, &attempt, lease_until, &[]).await.unwrap();
    assert_eq!(claim, Claim::Claimed);
}

#[tokio::test]
async fn a_message_whose_worker_died_is_kept_as_unknown_and_not_sent() {
    let desk = Desk::start().await;
    die_after_the_claim(&desk).await;
    assert_eq!(desk.deliver(&silent(), 10).await, Delivered::Waiting { seconds: LEASE_SECONDS - 10 });
    assert_eq!(desk.waiting(), [LEASE_SECONDS - 10]);
    assert_eq!(desk.deliver(&silent(), LEASE_SECONDS).await, Delivered::Unknown);
    let message = desk.message().await;
    assert_eq!(
        (message.state, message.attempts[0].ended.as_deref()),
        (MessageState::Unknown, Some("unknown"))
    );
    assert_eq!(desk.deliver(&silent(), 60).await, Delivered::NothingToDo);
}

#[tokio::test]
async fn a_worker_that_was_taken_for_dead_still_tells_what_twilio_said() {
    let desk = Desk::start().await;
    die_after_the_claim(&desk).await;
    let slow = desk.message().await;
    desk.deliver(&silent(), LEASE_SECONDS).await;
    let told =
        Attempt { sid: Some(sid(1).to_string()), ended: Some("accepted".into()), ..slow.attempts[0].clone() };
    let said = entry(&slow, &Accepted { sid: sid(1), status: MessageStatus::Queued }, after(40));
    desk.store().record_accepted(&slow, &told, &said).await.unwrap();
    let message = desk.message().await;
    assert_eq!((message.state, message.attempts), (MessageState::Accepted, vec![told]));
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
    let edges = DeliveryEdges { randomness: &randomness, ..desk.edges(&whatsapp, &clock) };
    assert_eq!(deliver(&edges, &job()).await.unwrap(), Delivered::GivenUp(FailureReason::NoConsent));
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
    let edges = DeliveryEdges { randomness: &randomness, ..desk.edges(&whatsapp, &clock) };
    assert_eq!(deliver(&edges, &job()).await.unwrap(), Delivered::GivenUp(FailureReason::NoConsent));
    assert_eq!(desk.message().await.failure, Some(FailureReason::NoConsent));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_slower_than_another_waits_for_its_outcome() {
    let desk = Desk::start().await;
    let here = tokio::runtime::Handle::current();
    let claim = || tokio::task::block_in_place(|| here.block_on(die_after_the_claim(&desk)));
    let randomness = Meanwhile::new(claim);
    let (whatsapp, clock) = (silent(), FixedClock(now()));
    let edges = DeliveryEdges { randomness: &randomness, ..desk.edges(&whatsapp, &clock) };
    assert_eq!(deliver(&edges, &job()).await.unwrap(), Delivered::Waiting { seconds: LEASE_SECONDS });
}

/// Randomness that is gone after some draws.
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
        let edges = DeliveryEdges { randomness: &randomness, ..desk.edges(&whatsapp, &clock) };
        let failure = deliver(&edges, &job()).await.unwrap_err();
        assert!(matches!(failure, DeliveryError::Randomness(_)), "{failure}");
        let message = desk.message().await;
        assert_eq!((message.state, message.attempts.len()), (MessageState::Queued, 0), "after {draws} draws");
    }
}

/// A WhatsApp whose status callback arrives before its answer.
struct CallbackFirst<'a> {
    store: &'a Store,
    state: MessageState,
    failure: Option<FailureReason>,
}

#[async_trait]
impl WhatsApp for CallbackFirst<'_> {
    async fn send(&self, _message: &OutboundMessage) -> Result<Accepted, SendFailure> {
        let job = job();
        let attempt = AttemptReference { workspace: job.workspace, message: job.message, attempt: 1 };
        let Ok(Accepted { sid, .. }) = accepted(1) else { panic!("refused") };
        let moved = self.store.move_up(&attempt, &sid, self.state, self.failure.as_ref()).await;
        assert_eq!(moved.unwrap(), MovedUp::Yes);
        accepted(1)
    }

    async fn find_sent(
        &self,
        _to: &crate::workspace::WhatsAppAddress,
        _since: Timestamp,
    ) -> Result<Vec<SentMessage>, SendFailure> {
        Ok(Vec::new())
    }

    async fn fetch(&self, _sid: &MessageSid) -> Result<SentMessage, SendFailure> {
        Err(SendFailure::Rejected { code: Some(20_404), http_status: 404 })
    }
}

#[tokio::test]
async fn a_callback_that_is_faster_than_the_answer_keeps_its_word() {
    let refused = FailureReason::Refused { code: Some(63_024), class: FailureClass::FallBackToEmail };
    for (state, failure) in [(MessageState::Delivered, None), (MessageState::Failed, Some(refused))] {
        let desk = Desk::start().await;
        let whatsapp = CallbackFirst { store: desk.store(), state, failure: failure.clone() };
        assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::Accepted);
        let message = desk.message().await;
        assert_eq!((message.state, message.rank, message.failure), (state, state.rank(), failure));
        assert_eq!(
            message.attempts[0].sid,
            Some(sid(1).to_string()),
            "the attempt has Twilio's id all the same"
        );
        assert_eq!(desk.talk().await.len(), 1);
    }
}

#[tokio::test]
async fn a_refusal_because_the_person_wants_no_messages_ends_the_consent_and_another_does_not() {
    for (code, consent, audited) in [(21_610, Consent::OptedOut, 1), (63_024, Consent::OptedIn, 0)] {
        let desk = Desk::start().await;
        let refusal = Err(SendFailure::Rejected { code: Some(code), http_status: 400 });
        desk.deliver(&ScriptedWhatsApp::answering([refusal]), 0).await;
        assert_eq!(desk.message().await.state, MessageState::Failed);
        let stored = desk.store().subscription(&maya().workspace, &maya().id).await.unwrap().unwrap();
        assert_eq!(stored.consent, consent, "{code}");
        assert_eq!(desk.store().audit(&maya().workspace).await.unwrap().len(), audited, "{code}");
    }
}

/// A Twilio that refuses a person whose STOP arrives while it is called.
struct StopThenRefusal<'a>(&'a Desk);

#[async_trait]
impl WhatsApp for StopThenRefusal<'_> {
    async fn send(&self, _message: &OutboundMessage) -> Result<Accepted, SendFailure> {
        self.0.consent(Consent::OptedOut).await;
        Err(SendFailure::Rejected { code: Some(21_610), http_status: 400 })
    }

    async fn find_sent(
        &self,
        _to: &crate::workspace::WhatsAppAddress,
        _since: Timestamp,
    ) -> Result<Vec<SentMessage>, SendFailure> {
        Ok(Vec::new())
    }

    async fn fetch(&self, _sid: &MessageSid) -> Result<SentMessage, SendFailure> {
        Err(SendFailure::Rejected { code: Some(20_404), http_status: 404 })
    }
}

#[tokio::test]
async fn a_refusal_after_a_stop_still_fails_the_message() {
    let desk = Desk::start().await;
    desk.deliver(&StopThenRefusal(&desk), 0).await;
    assert_eq!(desk.message().await.state, MessageState::Failed);
    assert_eq!(desk.store().audit(&maya().workspace).await.unwrap(), []);
}
