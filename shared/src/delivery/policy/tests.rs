//! Claims about when an attempt is made and what follows it.

use super::*;
use crate::delivery::MessageStatus;
use crate::message::{AfterAttempt, Attempt, MessageKind};
use crate::testing::{maya, now, report_day, subscription};
use proptest::prelude::*;
use std::time::Duration;

const NOW: i64 = 1_000_000;

fn message() -> Message {
    Message {
        id: "d-20261006-maya".parse().unwrap(),
        workspace: maya().workspace,
        member: maya().id,
        kind: MessageKind::Digest,
        local_date: report_day().tomorrow().unwrap(),
        template: crate::digest::template::TemplateName::KpiDaily,
        template_version: 1,
        language: "en".into(),
        variables: std::collections::BTreeMap::new(),
        buttons: Vec::new(),
        text: "Good morning".into(),
        created_at: now(),
        deadline: NOW + 3_600,
        state: MessageState::Queued,
        rank: MessageState::Queued.rank(),
        lease_until: 0,
        failure: None,
        attempts: Vec::new(),
    }
}

fn attempted(next_attempt_at: Option<i64>) -> Attempt {
    let next_attempt_at = next_attempt_at.map(|at| jiff::Timestamp::from_second(at).unwrap());
    Attempt { number: 1, started_at: now(), sid: None, ended: None, code: None, next_attempt_at }
}

fn decide(change: impl FnOnce(&mut Message)) -> BeforeAttempt {
    let mut message = message();
    change(&mut message);
    before_attempt(&message, Some(&subscription(&maya())), NOW)
}

fn rejected(code: Option<u32>, http_status: u16) -> Result<Accepted, SendFailure> {
    Err(SendFailure::Rejected { code, http_status })
}

fn throttled(seconds: u64) -> Result<Accepted, SendFailure> {
    Err(SendFailure::Throttled { retry_after: Some(Duration::from_secs(seconds)) })
}

fn ambiguous() -> Result<Accepted, SendFailure> {
    Err(SendFailure::Ambiguous("no answer".into()))
}

fn unavailable() -> Result<Accepted, SendFailure> {
    Err(SendFailure::Unavailable("no connection".into()))
}

#[test]
fn a_message_that_waits_is_attempted_and_the_attempts_are_counted() {
    assert_eq!(decide(|_| {}), BeforeAttempt::Attempt { number: 1 });
    let second = decide(|message| message.attempts.push(attempted(Some(NOW))));
    assert_eq!(second, BeforeAttempt::Attempt { number: 2 });
}

#[test]
fn a_message_that_went_its_way_is_left_alone() {
    use MessageState as S;
    for state in [S::Unknown, S::Accepted, S::Failed, S::Delivered, S::Read] {
        assert_eq!(decide(|message| message.state = state), BeforeAttempt::NothingToDo, "{state:?}");
    }
}

#[test]
fn a_worker_holds_a_message_until_its_lease_is_over_and_then_it_is_lost_and_not_sent() {
    let calling = |lease_until| {
        decide(|message| {
            message.state = MessageState::Calling;
            message.lease_until = lease_until;
        })
    };
    assert_eq!(calling(NOW + 7), BeforeAttempt::HeldByAnother { seconds: 7 });
    assert_eq!(calling(NOW), BeforeAttempt::LostOnTheWay);
    assert_eq!(calling(NOW - 9_999), BeforeAttempt::LostOnTheWay);
}

#[test]
fn the_deadline_ends_what_still_waits_to_the_second() {
    assert_eq!(decide(|message| message.deadline = NOW + 1), BeforeAttempt::Attempt { number: 1 });
    assert_eq!(
        decide(|message| message.deadline = NOW),
        BeforeAttempt::GiveUp(FailureReason::DeadlinePassed)
    );
}

#[test]
fn nothing_goes_to_who_did_not_ask_or_cannot_be_reached() {
    let person = |change: fn(&mut WhatsAppSubscription)| {
        let mut subscription = subscription(&maya());
        change(&mut subscription);
        before_attempt(&message(), Some(&subscription), NOW)
    };
    let no_consent = BeforeAttempt::GiveUp(FailureReason::NoConsent);
    assert_eq!(before_attempt(&message(), None, NOW), no_consent);
    assert_eq!(person(|subscription| subscription.consent = Consent::OptedOut), no_consent);
    let unreachable =
        person(|subscription| (subscription.phone, subscription.business_scoped_id) = (None, None));
    assert_eq!(unreachable, BeforeAttempt::GiveUp(FailureReason::NoAddress));
    assert_eq!(person(|subscription| subscription.phone = None), BeforeAttempt::Attempt { number: 1 });
}

#[test]
fn an_attempt_is_never_made_before_it_is_due() {
    let due = |at| decide(|message| message.attempts.push(attempted(Some(at))));
    assert_eq!(due(NOW + 40), BeforeAttempt::TooEarly { seconds: 40 });
    assert_eq!(due(NOW), BeforeAttempt::Attempt { number: 2 });
    let stopped = decide(|message| {
        message.attempts.push(attempted(Some(NOW + 40)));
        message.deadline = NOW;
    });
    assert_eq!(stopped, BeforeAttempt::GiveUp(FailureReason::DeadlinePassed));
}

#[test]
fn every_answer_has_one_consequence() {
    let after = |result, number| after_attempt(&result, number, 0, NOW, NOW + 3_600);
    let refused = |code, class| Next::Fail(FailureReason::Refused { code, class });
    let sid = "SM0123456789abcdef0123456789abcdef".parse().unwrap();
    let table = [
        (after(Ok(Accepted { sid, status: MessageStatus::Queued }), 1), Next::Accepted),
        (after(ambiguous(), 1), Next::Unknown),
        (after(unavailable(), 1), Next::Wait { seconds: 7 }),
        (after(throttled(0), 1), Next::Wait { seconds: 7 }),
        (after(throttled(120), 1), Next::Wait { seconds: 120 }),
        (after(throttled(3_600), 1), Next::Fail(FailureReason::DeadlinePassed)),
        (after(rejected(Some(20429), 429), 2), Next::Wait { seconds: 15 }),
        (after(rejected(Some(21611), 400), 3), Next::Wait { seconds: 30 }),
        (after(rejected(None, 503), 1), Next::Wait { seconds: 7 }),
        (after(rejected(Some(21610), 400), 1), refused(Some(21610), FailureClass::Suppress)),
        (after(rejected(Some(21211), 400), 1), refused(Some(21211), FailureClass::FallBackToEmail)),
        (after(rejected(Some(21656), 400), 1), refused(Some(21656), FailureClass::OurBug)),
        (after(rejected(Some(20003), 401), 1), refused(Some(20003), FailureClass::OperatorMustAct)),
        (after(rejected(None, 200), 1), Next::Wait { seconds: 7 }),
        (after(rejected(None, 200), 2), refused(None, FailureClass::Unfamiliar)),
    ];
    for (place, (next, expected)) in table.into_iter().enumerate() {
        assert_eq!(next, expected, "row {place}");
    }
}

#[test]
fn what_follows_is_what_is_recorded() {
    let reason = FailureReason::DeadlinePassed;
    assert_eq!(Next::Accepted.recorded(), None);
    assert_eq!(Next::Wait { seconds: 1 }.recorded(), Some(AfterAttempt::BackToQueue));
    assert_eq!(Next::Unknown.recorded(), Some(AfterAttempt::Unknown));
    assert_eq!(Next::Fail(reason.clone()).recorded(), Some(AfterAttempt::Failed(reason)));
}

fn any_failure() -> impl Strategy<Value = Result<Accepted, SendFailure>> {
    prop_oneof![
        prop::option::of(any::<u64>()).prop_map(|seconds| {
            Err(SendFailure::Throttled { retry_after: seconds.map(Duration::from_secs) })
        }),
        (prop::option::of(10_000_u32..70_000), 100_u16..600)
            .prop_map(|(code, status)| rejected(code, status)),
        Just(()).prop_map(|()| unavailable()),
        Just(()).prop_map(|()| ambiguous()),
    ]
}

proptest! {
    #[test]
    fn no_wait_reaches_the_deadline_and_none_is_shorter_than_twilio_asks(
        failure in any_failure(), number in 1_u32.., jitter: u16, left in -10_i64..100_000,
    ) {
        let deadline = NOW + left;
        if let Next::Wait { seconds } = after_attempt(&failure, number, jitter, NOW, deadline) {
            prop_assert!(seconds > 0 && NOW + seconds < deadline);
            if let Err(SendFailure::Throttled { retry_after: Some(asked) }) = failure {
                prop_assert!(u64::try_from(seconds).unwrap() >= asked.as_secs());
            }
        }
    }

    #[test]
    fn what_may_have_been_sent_is_never_sent_again(number in 1_u32.., jitter: u16, left: i32) {
        let next = after_attempt(&ambiguous(), number, jitter, NOW, NOW + i64::from(left));
        prop_assert_eq!(next, Next::Unknown);
    }

    #[test]
    fn waits_grow_and_stay_between_seven_seconds_and_fifteen_minutes(number in 1_u32.., jitter: u16) {
        let wait = backoff_seconds(number, jitter);
        prop_assert!((7..=900).contains(&wait), "{wait}");
        prop_assert!(backoff_seconds(number.saturating_add(1), 0) >= backoff_seconds(number, 0));
        prop_assert!(backoff_seconds(number, jitter) >= backoff_seconds(number, 0));
        prop_assert!(backoff_seconds(number, u16::MAX) >= backoff_seconds(number, jitter));
    }

    #[test]
    fn nothing_is_attempted_without_consent_or_after_the_deadline(
        state in prop::sample::select(vec![MessageState::Queued, MessageState::Calling, MessageState::Accepted]),
        opted_in: bool, left in -5_i64..5, lease in -5_i64..5, due in prop::option::of(-5_i64..5),
    ) {
        let mut message = message();
        (message.state, message.deadline, message.lease_until) = (state, NOW + left, NOW + lease);
        message.attempts.extend(due.map(|due| attempted(Some(NOW + due))));
        let mut subscription = subscription(&maya());
        subscription.consent = if opted_in { Consent::OptedIn } else { Consent::OptedOut };
        if let BeforeAttempt::Attempt { .. } = before_attempt(&message, Some(&subscription), NOW) {
            prop_assert!(opted_in && left > 0 && state == MessageState::Queued && due.is_none_or(|due| due <= 0));
        }
    }
}

#[test]
fn a_consent_given_after_the_message_was_written_is_not_for_it() {
    let given = |at| WhatsAppSubscription { consent_changed_at: at, ..subscription(&maya()) };
    let later = now() + jiff::SignedDuration::from_secs(1);
    let refused = BeforeAttempt::GiveUp(FailureReason::NoConsent);
    assert_eq!(before_attempt(&message(), Some(&given(later)), NOW), refused);
    assert_eq!(before_attempt(&message(), Some(&given(now())), NOW), BeforeAttempt::Attempt { number: 1 });
}
