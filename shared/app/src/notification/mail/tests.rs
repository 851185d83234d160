//! Claims about the mail of one notification, on the real engine with a scripted e-mail service.

use super::*;
use domain::clock::FixedClock;
use domain::email::EmailRefusal;
use domain::notification::MAIL_DEADLINE_SECONDS;
use domain::notification::fixture::notification;
use domain::testing::{CountingRandomness, RecordingQueue, ScriptedEmail, maya, now, pepper, token_keys};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::Ordering;
use store::embedded::{self, EmbeddedStore};
use store::key::Key;
use store::testing::{store_one, store_workspace};

mod digest;
mod races;
mod suppressed;

/// A workspace in which Lee assigned a recommendation to Maya, so that the mail about it waits.
struct Desk {
    embedded: EmbeddedStore,
    queue: RecordingQueue,
    randomness: CountingRandomness,
    token_keys: TokenKeys,
    app_url: WebLink,
    pepper: AddressPepper,
}

impl Desk {
    async fn start() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        let written = vec![embedded.store.notification_put(&notification()).unwrap()];
        assert!(embedded.store.transact(written).await.is_ok());
        embedded.calls.take();
        Self {
            embedded,
            queue: RecordingQueue::default(),
            randomness: CountingRandomness::default(),
            token_keys: token_keys(),
            app_url: WebLink::parse("https://app.example.com").unwrap(),
            pepper: pepper(),
        }
    }

    fn store(&self) -> &Store {
        &self.embedded.store
    }

    fn deps<'a>(&'a self, email: &'a dyn Email, clock: &'a FixedClock) -> NotificationMailDeps<'a> {
        NotificationMailDeps {
            store: self.store(),
            email,
            queue: &self.queue,
            clock,
            randomness: &self.randomness,
            token_keys: &self.token_keys,
            app_url: &self.app_url,
            pepper: &self.pepper,
        }
    }

    /// Lets a worker handle the job, `seconds` after the assignment.
    async fn mail(&self, email: &dyn Email, seconds: i64) -> Mailed {
        send_notification_mail(&self.deps(email, &FixedClock(after(seconds))), &notification().job())
            .await
            .unwrap()
    }

    /// Like [`Desk::mail`], with draws that make each wait as long as possible.
    async fn mail_unluckily(&self, email: &dyn Email, seconds: i64) -> Mailed {
        let (randomness, clock) = (Unlucky(&self.randomness), FixedClock(after(seconds)));
        let deps = NotificationMailDeps { randomness: &randomness, ..self.deps(email, &clock) };
        send_notification_mail(&deps, &notification().job()).await.unwrap()
    }

    async fn notification(&self) -> MemberNotification {
        self.store().read_notification(&notification().job()).await.unwrap().unwrap().notification
    }

    async fn change_maya(&self, change: impl FnOnce(&mut Member)) {
        let mut changed = maya();
        change(&mut changed);
        store_one(self.store(), &Key::member(&changed.workspace, &changed.id), &changed).await;
    }

    /// Returns the delays in seconds of the jobs that were queued for later.
    fn waiting(&self) -> Vec<i64> {
        let jobs = std::mem::take(&mut *self.queue.others.lock().unwrap());
        assert!(jobs.iter().all(|(queued, _)| *queued == QueueJob::NotificationMail(notification().job())));
        jobs.into_iter().map(|(_, delay)| delay).collect()
    }
}

/// Randomness whose draws begin with the highest number and are still all different.
struct Unlucky<'a>(&'a CountingRandomness);

impl Randomness for Unlucky<'_> {
    fn sixteen_bytes(&self) -> Result<[u8; 16], NoRandomness> {
        let mut bytes = self.0.sixteen_bytes()?;
        bytes.rotate_right(2);
        (bytes[0], bytes[1]) = (u8::MAX, u8::MAX);
        Ok(bytes)
    }
}

fn after(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn taken() -> Result<SentEmail, EmailFailure> {
    Ok(SentEmail { id: "0100018b-1".into() })
}

/// An e-mail service that must not be called.
fn silent() -> ScriptedEmail {
    ScriptedEmail::default()
}

#[tokio::test]
async fn a_mail_costs_one_read_one_claim_and_one_record() {
    let desk = Desk::start().await;
    let email = ScriptedEmail::answering([taken()]);
    assert_eq!(desk.mail(&email, 5).await, Mailed::Sent);
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem", "TransactWriteItems", "UpdateItem"]);
    let sent = EmailState::Sent { at: after(5), ses_id: "0100018b-1".into() };
    let stored = desk.notification().await;
    assert_eq!((stored.email.state, stored.email.attempts), (sent, 1));
}

#[tokio::test]
async fn the_mail_goes_to_its_reader_and_its_links_open_what_is_stored() {
    let desk = Desk::start().await;
    let email = ScriptedEmail::answering([taken()]);
    desk.mail(&email, 5).await;
    let [mail] = std::mem::take(&mut *email.sent.lock().unwrap()).try_into().unwrap();
    assert_eq!(mail.to.as_str(), "maya@example.com");
    assert_eq!(mail.subject.as_str(), notification().summary);
    assert_eq!((mail.unsubscribe, mail.about), (None, notification().job()));
    assert!(mail.text.contains("Acme Store") && mail.html.contains("Acme Store"));
    let links: Vec<&str> =
        mail.text.lines().filter_map(|line| line.strip_prefix("https://app.example.com/")).collect();
    assert_eq!(links.len(), 3);
    let dump = desk.embedded.dump().await;
    for (link, planned) in links.iter().zip(&notification().links) {
        let wire = link.split_once('/').unwrap().1;
        assert!(mail.html.contains(wire));
        let claims = token_keys().open(wire).unwrap();
        let token = desk.store().read_link(&claims).await.unwrap().token.unwrap();
        assert!(token.is_of(&claims) && token.target_version == planned.target_version);
        assert_eq!(token.valid_until, EpochSecond::from(after(5)).plus_seconds(planned.valid_for_seconds));
        assert!(!dump.contains(wire), "a token is kept nowhere but in the mail");
    }
}

#[tokio::test]
async fn a_job_that_comes_again_sends_nothing_again() {
    let desk = Desk::start().await;
    let email = ScriptedEmail::answering([taken()]);
    desk.mail(&email, 0).await;
    let stored = desk.notification().await;
    desk.embedded.calls.take();
    for seconds in [0, 1, 60, MAIL_DEADLINE_SECONDS + 1] {
        assert_eq!(desk.mail(&email, seconds).await, Mailed::NothingToDo);
    }
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem"; 4]);
    assert_eq!(desk.notification().await, stored);
}

#[tokio::test]
async fn a_job_without_a_notification_is_done() {
    let desk = Desk::start().await;
    let nobody = NotificationJob { notification: "n-none".parse().unwrap(), ..notification().job() };
    let (email, clock) = (silent(), FixedClock(now()));
    assert_eq!(
        send_notification_mail(&desk.deps(&email, &clock), &nobody).await.unwrap(),
        Mailed::NothingToDo
    );
}

#[tokio::test]
async fn a_mail_without_an_answer_is_unknown_and_never_sent_again() {
    let desk = Desk::start().await;
    let email = ScriptedEmail::answering([Err(EmailFailure::Ambiguous("no answer".into()))]);
    assert_eq!(desk.mail(&email, 0).await, Mailed::Unknown);
    assert_eq!(desk.notification().await.email.state, EmailState::Unknown);
    for seconds in [1, 60, 7_200] {
        assert_eq!(desk.mail(&email, seconds).await, Mailed::NothingToDo);
    }
    assert!(desk.waiting().is_empty());
}

#[tokio::test]
async fn a_refused_mail_has_failed_with_its_reason() {
    let desk = Desk::start().await;
    let reason = EmailRefusal::Unverified;
    let email = ScriptedEmail::answering([Err(EmailFailure::Rejected { reason })]);
    let refused = MailFailure::Refused { reason };
    assert_eq!(desk.mail(&email, 0).await, Mailed::GivenUp(refused.clone()));
    assert_eq!(desk.notification().await.email.state, EmailState::Failed { reason: refused });
    assert_eq!(desk.mail(&email, 60).await, Mailed::NothingToDo);
}

#[tokio::test]
async fn a_throttled_mail_waits_and_is_sent_with_tokens_of_its_own() {
    let desk = Desk::start().await;
    let email = ScriptedEmail::answering([Err(EmailFailure::Throttled), taken()]);
    let Mailed::Waiting { seconds } = desk.mail_unluckily(&email, 0).await else {
        panic!("it does not wait")
    };
    assert_eq!(seconds, 15);
    assert_eq!(desk.waiting(), [seconds]);
    let stored = desk.notification().await.email;
    assert_eq!(
        (stored.state, stored.attempts, stored.not_before),
        (EmailState::Waiting, 1, Some(after(seconds).into()))
    );
    assert_eq!(desk.mail(&silent(), 1).await, Mailed::Waiting { seconds: seconds - 1 });
    assert_eq!(desk.mail(&email, seconds).await, Mailed::Sent);
    assert_eq!(desk.notification().await.email.attempts, 2);
    let sent = email.sent.lock().unwrap();
    assert_ne!(sent[0].text, sent[1].text);
}

#[tokio::test]
async fn an_ses_that_never_comes_back_is_given_up_at_the_deadline() {
    let desk = Desk::start().await;
    let email = ScriptedEmail::answering((0..300).map(|_| Err(EmailFailure::Unavailable("down".into()))));
    let mut seconds = 0;
    let ended = loop {
        match desk.mail_unluckily(&email, seconds).await {
            Mailed::Waiting { seconds: wait } => seconds += wait,
            ended => break ended,
        }
    };
    assert_eq!(ended, Mailed::GivenUp(MailFailure::DeadlinePassed));
    assert!((MAIL_DEADLINE_SECONDS - 900..MAIL_DEADLINE_SECONDS).contains(&seconds), "{seconds}");
    assert_eq!(
        desk.notification().await.email.state,
        EmailState::Failed { reason: MailFailure::DeadlinePassed }
    );
}

#[tokio::test]
async fn who_left_or_has_no_address_gets_no_mail_and_the_notification_says_why() {
    let gone: fn(&mut Member) = |member| member.active = false;
    let unreachable: fn(&mut Member) =
        |member| member.email = "maya@example.com\r\nBcc: x@example.com".into();
    for (change, reason) in [(gone, MailFailure::NotAMember), (unreachable, MailFailure::NoAddress)] {
        let desk = Desk::start().await;
        desk.change_maya(change).await;
        desk.embedded.calls.take();
        assert_eq!(desk.mail(&silent(), 0).await, Mailed::GivenUp(reason.clone()));
        assert_eq!(desk.embedded.calls.take(), ["BatchGetItem", "UpdateItem"]);
        assert_eq!(desk.notification().await.email.state, EmailState::Failed { reason });
        assert!(!desk.embedded.dump().await.contains("valid_until"), "there is no token without a mail");
    }
}

#[tokio::test]
async fn a_mail_that_cannot_be_queued_again_comes_again_by_itself() {
    let desk = Desk::start().await;
    desk.queue.failing.store(true, Ordering::Relaxed);
    let email = ScriptedEmail::answering([Err(EmailFailure::Throttled), taken()]);
    let clock = FixedClock(now());
    let failure =
        send_notification_mail(&desk.deps(&email, &clock), &notification().job()).await.unwrap_err();
    assert!(matches!(failure, NotificationMailError::Queue(_)), "{failure}");
    assert_eq!(desk.notification().await.email.state, EmailState::Waiting);
    desk.queue.failing.store(false, Ordering::Relaxed);
    assert_eq!(desk.mail(&email, 180).await, Mailed::Sent);
}

#[tokio::test]
async fn the_latest_notifications_come_first_and_seeing_one_is_kept_once() {
    let desk = Desk::start().await;
    let mut second = notification();
    (second.id, second.at) = ("n-second".parse().unwrap(), after(60));
    assert!(desk.store().transact(vec![desk.store().notification_put(&second).unwrap()]).await.is_ok());
    let latest = desk.store().latest_notifications(&maya().workspace, &maya().id, 20).await.unwrap();
    assert_eq!(latest, [second.clone(), notification()]);
    let newest = desk.store().latest_notifications(&maya().workspace, &maya().id, 1).await.unwrap();
    assert_eq!(newest, [second.clone()]);
    for seconds in [100, 200] {
        desk.store().mark_notification_read(&second, after(seconds)).await.unwrap();
    }
    let latest = desk.store().latest_notifications(&maya().workspace, &maya().id, 20).await.unwrap();
    assert_eq!([latest[0].read_at, latest[1].read_at], [Some(after(100)), None]);
    let unknown = MemberNotification { id: "n-none".parse().unwrap(), ..notification() };
    desk.store().mark_notification_read(&unknown, after(100)).await.unwrap();
    assert_eq!(desk.store().latest_notifications(&maya().workspace, &maya().id, 20).await.unwrap().len(), 2);
}
