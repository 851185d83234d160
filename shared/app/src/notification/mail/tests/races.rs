//! Claims about simultaneous events: two workers, somebody who leaves, a worker that dies, a store that fails.

use super::*;
use domain::clock::NoRandomness;
use std::sync::atomic::{AtomicBool, AtomicU64};
use store::embedded::{Fault, FaultPlan};

#[tokio::test]
async fn two_workers_at_once_send_once() {
    let desk = Desk::start().await;
    let email = ScriptedEmail::answering([taken()]);
    let (one, other) = tokio::join!(desk.mail(&email, 0), desk.mail(&email, 0));
    assert!([&one, &other].contains(&&Mailed::Sent), "{one:?} {other:?}");
    assert_eq!(email.sent.lock().unwrap().len(), 1);
    assert_eq!(desk.notification().await.email.attempts, 1);
}

/// Claims the mail as a worker that dies right afterwards.
async fn die_after_the_claim(desk: &Desk) -> NotificationEmail {
    let stored = desk.notification().await;
    let claimed = stored.email.claimed(EpochSecond::from(now()).plus_seconds(LEASE_SECONDS));
    let read = desk.store().read_notification(&stored.job()).await.unwrap().unwrap();
    let now = EpochSecond::from(now());
    let claim = MailClaim { read: &read, member: &maya(), claimed: &claimed, mailbox: "m", tokens: &[], now };
    assert_eq!(desk.store().claim_notification_mail(&claim).await.unwrap(), MailClaimed::Claimed);
    claimed
}

#[tokio::test]
async fn a_mail_whose_worker_died_is_kept_as_unknown_and_not_sent() {
    let desk = Desk::start().await;
    die_after_the_claim(&desk).await;
    assert_eq!(desk.mail(&silent(), 10).await, Mailed::Waiting { seconds: LEASE_SECONDS - 10 });
    assert_eq!(desk.waiting(), [LEASE_SECONDS - 10]);
    assert_eq!(desk.mail(&silent(), LEASE_SECONDS).await, Mailed::Unknown);
    assert_eq!(desk.notification().await.email.state, EmailState::Unknown);
    assert_eq!(desk.mail(&silent(), 60).await, Mailed::NothingToDo);
}

#[tokio::test]
async fn a_worker_that_was_taken_for_dead_still_tells_that_ses_took_the_mail_and_nothing_takes_that_back() {
    let desk = Desk::start().await;
    let claimed = die_after_the_claim(&desk).await;
    desk.mail(&silent(), LEASE_SECONDS).await;
    let sent = claimed.moved_to(EmailState::Sent { at: after(40), ses_id: "1".into() });
    desk.store().record_notification_mail(&notification(), &sent).await.unwrap();
    assert_eq!(desk.notification().await.email, sent);
    let failed = claimed.moved_to(EmailState::Failed { reason: MailFailure::DeadlinePassed });
    for late in [claimed.moved_to(EmailState::Unknown), failed, claimed.waiting(EpochSecond::new(0))] {
        desk.store().record_notification_mail(&notification(), &late).await.unwrap();
        assert_eq!(desk.notification().await.email, sent);
    }
}

#[tokio::test]
async fn a_worker_of_an_earlier_attempt_does_not_give_back_a_later_one() {
    let desk = Desk::start().await;
    let first = die_after_the_claim(&desk).await;
    desk.store()
        .record_notification_mail(&notification(), &first.waiting(EpochSecond::new(0)))
        .await
        .unwrap();
    let second = die_after_the_claim(&desk).await;
    assert_eq!(second.attempts, 2);
    for late in [first.waiting(EpochSecond::new(0)), first.moved_to(EmailState::Unknown)] {
        desk.store().record_notification_mail(&notification(), &late).await.unwrap();
        assert_eq!(desk.notification().await.email, second);
    }
}

/// Randomness that lets something happen on its first draw: after the read, before the claim.
struct Meanwhile<F> {
    happens: F,
    happened: AtomicBool,
    draws: CountingRandomness,
}

impl<F: Fn() + Send + Sync> Randomness for Meanwhile<F> {
    fn sixteen_bytes(&self) -> Result<[u8; 16], NoRandomness> {
        if !self.happened.swap(true, Ordering::Relaxed) {
            (self.happens)();
        }
        self.draws.sixteen_bytes()
    }
}

/// Sends the mail while Maya's membership changes between the read and the claim.
async fn mail_while(desk: &Desk, email: &ScriptedEmail, change: fn(&mut Member)) -> Mailed {
    let here = tokio::runtime::Handle::current();
    let happens = || tokio::task::block_in_place(|| here.block_on(desk.change_maya(change)));
    let (happened, draws) = (AtomicBool::new(false), CountingRandomness::default());
    let randomness = Meanwhile { happens, happened, draws };
    let clock = FixedClock(now());
    let deps = NotificationMailDeps { randomness: &randomness, ..desk.deps(email, &clock) };
    send_notification_mail(&deps, &notification().job()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_between_the_read_and_the_claim_gets_no_mail() {
    let desk = Desk::start().await;
    let mailed = mail_while(&desk, &silent(), |member| member.active = false).await;
    assert_eq!(mailed, Mailed::GivenUp(MailFailure::NotAMember));
    assert!(!desk.embedded.dump().await.contains("valid_until"), "the tokens went with the claim");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_changes_between_the_read_and_the_claim_is_the_one_that_is_written_to() {
    let desk = Desk::start().await;
    let email = ScriptedEmail::answering([taken()]);
    let mailed = mail_while(&desk, &email, |member| member.email = "maya@new.example".into()).await;
    assert_eq!(mailed, Mailed::Sent);
    assert_eq!(email.sent.lock().unwrap()[0].to.as_str(), "maya@new.example");
}

/// Randomness that runs out after some draws.
struct Drying(AtomicU64);

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
        let (email, clock, randomness) = (silent(), FixedClock(now()), Drying(draws.into()));
        let deps = NotificationMailDeps { randomness: &randomness, ..desk.deps(&email, &clock) };
        assert!(send_notification_mail(&deps, &notification().job()).await.is_err());
        assert_eq!(desk.notification().await, notification(), "after {draws} draws");
    }
}

/// Lets workers handle the job, one minute apart, until one of them does not return it to the queue.
async fn mail_until_done(desk: &Desk, email: &ScriptedEmail) -> Mailed {
    for minute in 0..10 {
        let clock = FixedClock(after(60 * minute));
        let (deps, job) = (desk.deps(email, &clock), notification().job());
        match Box::pin(desk.embedded.until_crash(send_notification_mail(&deps, &job))).await {
            None => desk.embedded.restart(),
            Some(Err(_) | Ok(Mailed::Waiting { .. })) => {}
            Some(Ok(done)) => return done,
        }
    }
    panic!("the job never ends")
}

#[tokio::test]
async fn whatever_goes_wrong_with_one_call_the_mail_goes_out_at_most_once_and_its_state_says_what_is_known() {
    for fault in Fault::ALL {
        for call in 0..4 {
            let desk = Desk::start().await;
            let desk = Desk { embedded: desk.embedded.without_retries(), ..desk };
            desk.embedded.set_faults(FaultPlan::at(call, fault));
            // A second mail would find no scripted answer, and panic.
            let email = ScriptedEmail::answering([taken()]);
            Box::pin(mail_until_done(&desk, &email)).await;
            desk.embedded.set_faults(FaultPlan::none());
            let sent = email.sent.lock().unwrap().len();
            match desk.notification().await.email.state {
                EmailState::Sent { .. } => assert_eq!(sent, 1, "{fault:?} at call {call}"),
                EmailState::Unknown => assert!(sent <= 1, "{fault:?} at call {call}"),
                other => panic!("{fault:?} at call {call} ends as {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_record_that_fails_once_is_written_again_so_that_a_sent_mail_is_known_as_sent() {
    for fault in [Fault::Throttled, Fault::ServerError, Fault::AnswerLost] {
        let desk = Desk::start().await;
        let desk = Desk { embedded: desk.embedded.without_retries(), ..desk };
        desk.embedded.set_faults(FaultPlan::at(2, fault));
        let email = ScriptedEmail::answering([taken()]);
        assert_eq!(desk.mail(&email, 0).await, Mailed::Sent, "{fault:?}");
        assert!(matches!(desk.notification().await.email.state, EmailState::Sent { .. }), "{fault:?}");
    }
}
