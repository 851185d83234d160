//! Claims about resending, on a real DynamoDB engine: what is written, what it costs, and what can go wrong.

use super::window::{Handled, Window, WindowResent, preview, resend_window};
use super::*;
use domain::audit::Outcome;
use domain::clock::FixedClock;
use domain::instant::EpochSecond;
use domain::message::MessageState;
use domain::oidc::AdminAccess;
use domain::testing::issuer::{PublishedKeys, SUBJECT, Signer, access, admin_claims};
use domain::testing::resends::failed_digest;
use domain::testing::{RecordingQueue, anna, lee, maya, now, subscription, workspace};
use domain::verification::history::{History, PeopleAndRules};
use domain::verification::{Origin, Stored, Verdict, prove};
use domain::workspace::{Consent, Member};
use jiff::SignedDuration;
use store::embedded::{self, EmbeddedStore, Fault, FaultPlan};
use store::key::Key;
use store::testing::{store_one, store_workspace};

mod windows;

/// A workspace, and an administrator of it.
struct Office {
    embedded: EmbeddedStore,
    queue: RecordingQueue,
    administrator: Administrator,
}

impl Office {
    async fn open() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        let access: AdminAccess = access(PublishedKeys::new(&[&Signer::issuer()]));
        let token = Signer::issuer().sign(&admin_claims(now()));
        let administrator = access.admit(&token, now()).await.unwrap();
        let office = Self { embedded, queue: RecordingQueue::default(), administrator };
        office.embedded.calls.take();
        office
    }

    fn store(&self) -> &Store {
        &self.embedded.store
    }

    /// Stores a message as a digest run does.
    async fn keep(&self, message: &Message) {
        let write = self.store().message_put(message).unwrap();
        self.store().transact(vec![write]).await.unwrap();
        self.embedded.calls.take();
    }

    async fn resend_at(&self, id: &MessageId, forced: bool, at: Timestamp) -> Result<Resent, StoreError> {
        let reason = Reason::parse("the template is approved again").unwrap();
        let workspace = workspace().id;
        let wish = ResendRequest {
            administrator: &self.administrator,
            workspace: &workspace,
            reason: &reason,
            forced,
        };
        let clock = FixedClock(at);
        let deps = ResendDeps { store: self.store(), clock: &clock, queue: &self.queue };
        resend(&deps, &wish, id).await
    }

    async fn resend(&self, message: &Message) -> Resent {
        self.resend_at(&message.id, false, now()).await.unwrap()
    }

    async fn stored(&self, message: &Message) -> Message {
        self.store().message(&message.workspace, &message.id).await.unwrap().unwrap()
    }

    async fn events(&self) -> Vec<AuditEvent> {
        let mut events = self.store().audit(&workspace().id).await.unwrap();
        events.retain(|event| event.verb == Verb::ResendMessage);
        events
    }

    fn queued(&self) -> Vec<MessageId> {
        self.queue.jobs.lock().unwrap().iter().map(|(job, _)| job.message.clone()).collect()
    }
}

fn an_hour_ago() -> Timestamp {
    now() - SignedDuration::from_hours(1)
}

#[tokio::test]
async fn a_failed_message_waits_again_with_its_attempts_and_a_new_deadline() {
    let office = Office::open().await;
    let failed = failed_digest(&maya(), an_hour_ago());
    office.keep(&failed).await;
    assert_eq!(office.resend(&failed).await, Resent::Queued);
    assert_eq!(office.embedded.calls.take(), ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]);
    let again = office.stored(&failed).await;
    assert_eq!((again.state, again.rank, &again.failure), (MessageState::Queued, 0, &None));
    assert_eq!(again.attempts, failed.attempts, "the first error stays in its attempt");
    assert_eq!(again.deadline, EpochSecond::from(now()).plus_seconds(3_600));
    assert_eq!(again.due_at, Some(EpochSecond::from(now()).plus_seconds(600)));
    assert_eq!(again.due_list, Some(Message::due_list_of(&failed.id)));
    let wish = again.resend.unwrap();
    assert_eq!((wish.by.as_str(), wish.at, wish.forced), (SUBJECT, now(), false));
    assert_eq!(wish.reason, "the template is approved again");
    assert_eq!(office.queued(), std::slice::from_ref(&failed.id));
    assert_eq!(office.store().latest_messages(&failed.workspace, 10).await.unwrap().len(), 1, "it is listed");
}

#[tokio::test]
async fn the_audit_log_names_the_administrator_what_it_was_and_why() {
    let office = Office::open().await;
    let failed = failed_digest(&maya(), an_hour_ago());
    office.keep(&failed).await;
    office.resend(&failed).await;
    let events = office.events().await;
    let [event] = events.as_slice() else { panic!("one event: {events:?}") };
    assert_eq!((event.actor.as_ref(), event.administrator.as_deref()), (None, Some(SUBJECT)));
    assert_eq!((event.source, &event.outcome), (Source::Admin, &Outcome::Executed));
    assert_eq!(event.object, failed.id.as_str());
    assert_eq!(event.before.as_deref(), Some("failed: refused with code 63024"));
    assert_eq!(event.after.as_deref(), Some("queued again by hand: the template is approved again"));
}

#[tokio::test]
async fn a_double_click_and_a_race_send_once() {
    let office = Office::open().await;
    let failed = failed_digest(&maya(), an_hour_ago());
    office.keep(&failed).await;
    let (one, other) = futures::join!(office.resend(&failed), office.resend(&failed));
    let both = [one, other];
    assert_eq!(both.iter().filter(|resent| **resent == Resent::Queued).count(), 1, "{both:?}");
    let later = now() + SignedDuration::from_secs(30);
    let third = office.resend_at(&failed.id, true, later).await.unwrap();
    assert_eq!(third, Resent::Refused(Refusal::AlreadyResent));
    let after_a_minute = now() + SignedDuration::from_secs(90);
    let fourth = office.resend_at(&failed.id, true, after_a_minute).await.unwrap();
    assert_eq!(fourth, Resent::Refused(Refusal::Underway));
    assert_eq!((office.queued().len(), office.events().await.len()), (1, 1));
}

#[tokio::test]
async fn what_moves_between_the_read_and_the_write_is_left_as_it_is() {
    let office = Office::open().await;
    let read = failed_digest(&maya(), an_hour_ago());
    let mut delivered = read.clone();
    (delivered.state, delivered.rank) = (MessageState::Delivered, MessageState::Delivered.rank());
    office.keep(&delivered).await;
    let wish = ManualResend { by: SUBJECT.into(), reason: "again".into(), at: now(), forced: false };
    let written = office.store().requeue(&read, &wish, &event(&read, &wish)).await.unwrap();
    assert_eq!(written, Requeued::Moved);
    assert_eq!(office.stored(&read).await, delivered);
    assert!(office.events().await.is_empty(), "the event is in the transaction of the change");
}

#[tokio::test]
async fn a_delivered_message_is_refused_and_forced_it_is_labelled_so() {
    let office = Office::open().await;
    let mut delivered = failed_digest(&maya(), an_hour_ago());
    (delivered.state, delivered.rank, delivered.failure) =
        (MessageState::Delivered, MessageState::Delivered.rank(), None);
    office.keep(&delivered).await;
    assert_eq!(office.resend(&delivered).await, Resent::Refused(Refusal::Delivered));
    assert_eq!(office.stored(&delivered).await, delivered);
    assert_eq!(office.resend_at(&delivered.id, true, now()).await.unwrap(), Resent::Queued);
    let again = office.stored(&delivered).await;
    assert!(again.resend.as_ref().unwrap().forced);
    assert_eq!(
        again.state,
        MessageState::Queued,
        "nothing is delivered before the receipt of the new attempt"
    );
    let event = office.events().await.remove(0);
    assert_eq!(event.before.as_deref(), Some("delivered"));
    assert!(event.after.unwrap().starts_with("queued again by hand, forced: "));
}

#[tokio::test]
async fn who_said_stop_gets_nothing_and_nothing_is_written() {
    let office = Office::open().await;
    let failed = failed_digest(&maya(), an_hour_ago());
    office.keep(&failed).await;
    let mut out = subscription(&maya());
    out.consent = Consent::OptedOut;
    store_one(office.store(), &Key::subscription(&out.workspace, &out.member), &out).await;
    assert_eq!(office.resend_at(&failed.id, true, now()).await.unwrap(), Resent::Refused(Refusal::OptedOut));
    assert_eq!(office.stored(&failed).await, failed);
    assert!(office.queued().is_empty() && office.events().await.is_empty());
}

#[tokio::test]
async fn a_message_of_nobody_is_not_there() {
    let office = Office::open().await;
    let id: MessageId = "d-20261006-nobody".parse().unwrap();
    assert_eq!(office.resend_at(&id, true, now()).await.unwrap(), Resent::NoSuchMessage);
}

#[tokio::test]
async fn a_queue_that_is_away_leaves_the_message_waiting_where_whoever_looks_finds_it() {
    let office = Office::open().await;
    let failed = failed_digest(&maya(), an_hour_ago());
    office.keep(&failed).await;
    office.queue.failing.store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(office.resend(&failed).await, Resent::Queued);
    let again = office.stored(&failed).await;
    assert_eq!((again.state, again.due_list.is_some()), (MessageState::Queued, true));
}

#[test]
fn the_nightly_proof_takes_it_for_an_administrators_and_for_nobody_elses() {
    let failed = failed_digest(&maya(), an_hour_ago());
    let wish = ManualResend { by: SUBJECT.into(), reason: "again".into(), at: now(), forced: false };
    let genuine = event(&failed, &wish);
    let people = PeopleAndRules { members: vec![maya()], subscriptions: vec![], rules: vec![] };
    let judged = |event: &AuditEvent| prove(event, &Stored::default(), &History::new(people.clone()));
    assert_eq!(judged(&genuine), Verdict::NotAPersons(Origin::Administrator));
    let by_member = AuditEvent { actor: Some(maya().id), ..genuine.clone() };
    let by_nobody = AuditEvent { administrator: None, ..genuine.clone() };
    let elsewhere = AuditEvent { source: Source::WhatsApp, ..genuine };
    for odd in [by_member, by_nobody, elsewhere] {
        assert!(matches!(judged(&odd), Verdict::Unproven(_)), "{odd:?}");
    }
}

#[test]
fn a_reason_is_one_line_of_one_to_two_hundred_characters() {
    let longest = "ü".repeat(200);
    for good in ["x", "  the template is approved again ", &longest] {
        assert_eq!(Reason::parse(good).unwrap().0.as_str(), good.trim());
    }
    for bad in [
        "",
        "   ",
        "two\nlines",
        "two\u{2028}lines",
        "a\tb",
        "a\u{0}b",
        "\u{200b}\u{2066}",
        &format!("{longest}x"),
    ] {
        assert_eq!(Reason::parse(bad), Err(NoReason), "{bad:?}");
    }
}
