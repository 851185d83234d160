//! Claims about the policy for a notification's mail.

use super::*;
use crate::email::EmailRefusal;
use crate::notification::fixture::notification;
use crate::notification::{MAIL_DEADLINE_SECONDS, NotificationEmail};
use crate::testing::{lee, maya, now};
use proptest::prelude::*;

fn with(state: EmailState) -> MemberNotification {
    MemberNotification { email: notification().email.moved_to(state), ..notification() }
}

fn at(seconds: i64) -> EpochSecond {
    EpochSecond::from(now()).plus_seconds(seconds)
}

#[test]
fn a_mail_that_waits_is_sent_to_the_address_of_today() {
    let moved = Member { email: "maya@new.example".into(), ..maya() };
    let address = EmailAddress::parse("maya@new.example").unwrap();
    assert_eq!(before_mail(&notification(), Some(&moved), at(0)), BeforeMail::Send(address));
}

#[test]
fn who_left_has_no_address_or_comes_too_late_gets_no_mail() {
    let gone = Member { active: false, ..maya() };
    let odd = Member { email: "maya@example.com\r\nBcc: lee@example.com".into(), ..maya() };
    for (member, seconds, reason) in [
        (None, 0, MailFailure::NotAMember),
        (Some(&gone), 0, MailFailure::NotAMember),
        (Some(&lee()), 0, MailFailure::NotAMember),
        (Some(&odd), 0, MailFailure::NoAddress),
        (Some(&maya()), MAIL_DEADLINE_SECONDS, MailFailure::DeadlinePassed),
    ] {
        assert_eq!(before_mail(&notification(), member, at(seconds)), BeforeMail::GiveUp(reason));
    }
    assert!(matches!(
        before_mail(&notification(), Some(&maya()), at(MAIL_DEADLINE_SECONDS - 1)),
        BeforeMail::Send(_)
    ));
}

#[test]
fn a_mail_that_went_its_way_is_left_alone() {
    for state in [
        EmailState::NotWanted,
        EmailState::Unknown,
        EmailState::Failed { reason: MailFailure::NoAddress },
        EmailState::Sent { at: now(), ses_id: "1".into() },
    ] {
        for seconds in [0, MAIL_DEADLINE_SECONDS] {
            assert_eq!(
                before_mail(&with(state.clone()), Some(&maya()), at(seconds)),
                BeforeMail::NothingToDo
            );
        }
    }
}

#[test]
fn a_mail_that_a_worker_holds_is_waited_for_and_then_unknown() {
    let held = with(EmailState::Sending { lease_until: at(30) });
    assert_eq!(before_mail(&held, Some(&maya()), at(10)), BeforeMail::Wait { seconds: 20 });
    assert_eq!(before_mail(&held, Some(&maya()), at(30)), BeforeMail::LostOnTheWay);
    assert_eq!(before_mail(&held, None, at(30)), BeforeMail::LostOnTheWay);
}

#[test]
fn a_job_that_comes_before_its_time_waits_for_the_rest() {
    let early = MemberNotification { email: notification().email.waiting(at(60)), ..notification() };
    assert_eq!(before_mail(&early, Some(&maya()), at(10)), BeforeMail::Wait { seconds: 50 });
    assert!(matches!(before_mail(&early, Some(&maya()), at(60)), BeforeMail::Send(_)));
}

fn claimed(attempts: u32) -> NotificationEmail {
    NotificationEmail { attempts, ..notification().email.claimed(at(30)) }
}

#[test]
fn each_end_of_an_attempt_has_its_state() {
    let sent = after_mail(&Ok(SentEmail { id: "1".into() }), &claimed(1), 0, now());
    assert_eq!(sent, AfterMail::Ended(EmailState::Sent { at: now(), ses_id: "1".into() }));
    let lost = after_mail(&Err(EmailFailure::Ambiguous("no answer".into())), &claimed(1), 0, now());
    assert_eq!(lost, AfterMail::Ended(EmailState::Unknown));
    let reason = EmailRefusal::Unverified;
    let refused = after_mail(&Err(EmailFailure::Rejected { reason }), &claimed(1), 0, now());
    let failed = EmailState::Failed { reason: MailFailure::Refused { reason } };
    assert_eq!(refused, AfterMail::Ended(failed));
}

#[test]
fn what_waits_is_recorded_with_its_time_and_its_attempts() {
    let after = AfterMail::Wait { seconds: 60 }.recorded(&claimed(3), at(5));
    assert_eq!((after.state, after.not_before, after.attempts), (EmailState::Waiting, Some(at(65)), 3));
}

proptest! {
    #[test]
    fn a_wait_ends_before_the_deadline_and_is_never_none(attempts in 1_u32..40, jitter: u16, left in -5_i64..100_000) {
        let now = now() + jiff::SignedDuration::from_secs(MAIL_DEADLINE_SECONDS - left);
        for failure in [EmailFailure::Throttled, EmailFailure::Unavailable("down".into())] {
            match after_mail(&Err(failure), &claimed(attempts), jitter, now) {
                AfterMail::Wait { seconds } => {
                    prop_assert!((1..=900).contains(&seconds) && seconds < left);
                }
                ended @ AfterMail::Ended(_) => {
                    let reason = MailFailure::DeadlinePassed;
                    prop_assert_eq!(ended, AfterMail::Ended(EmailState::Failed { reason }));
                    prop_assert!(left <= 900);
                }
            }
        }
    }

    #[test]
    fn only_a_waiting_mail_before_its_deadline_is_ever_sent(seconds in -10_i64..200_000, not_before in 0_i64..200_000, active: bool) {
        let member = Member { active, ..maya() };
        let waiting = MemberNotification { email: notification().email.waiting(at(not_before)), ..notification() };
        if let BeforeMail::Send(_) = before_mail(&waiting, Some(&member), at(seconds)) {
            prop_assert!(active && seconds < MAIL_DEADLINE_SECONDS && seconds >= not_before);
        }
    }
}
