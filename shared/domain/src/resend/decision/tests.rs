//! Claims about what may be sent again.

use super::*;
use crate::message::{Attempt, ManualResend};
use crate::testing::resends::{failed_digest, recipient};
use crate::testing::{maya, now};
use proptest::prelude::*;

const STATES: [MessageState; 8] = [
    MessageState::Queued,
    MessageState::Calling,
    MessageState::Unknown,
    MessageState::Accepted,
    MessageState::Undelivered,
    MessageState::Failed,
    MessageState::Delivered,
    MessageState::Read,
];

/// A message in a given state, whose last attempt was this long ago.
fn message(state: MessageState, attempted_ago: SignedDuration) -> Message {
    let mut message = failed_digest(&maya(), now() - attempted_ago);
    (message.state, message.rank) = (state, state.rank());
    if matches!(state, MessageState::Queued) {
        message.attempts.clear();
    }
    message
}

fn decided(message: &Message, forced: bool) -> Decision {
    decide(message, &recipient(&maya()), forced, now())
}

fn refused(refusal: Refusal) -> Decision {
    Decision::Refuse(refusal)
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

#[test]
fn what_failed_is_sent_again_to_a_member_who_wants_messages() {
    assert_eq!(decided(&message(MessageState::Failed, minutes(1)), false), Decision::Resend);
}

#[test]
fn what_was_delivered_is_sent_again_only_by_force() {
    for state in [MessageState::Delivered, MessageState::Read] {
        let message = message(state, minutes(90));
        assert_eq!(decided(&message, false), refused(Refusal::Delivered));
        assert_eq!(decided(&message, true), Decision::Resend);
    }
}

#[test]
fn what_is_underway_is_left_alone_for_an_hour_whatever_an_admin_insists_on() {
    use MessageState::{Accepted, Calling, Queued, Undelivered};
    for state in [Queued, Calling, Accepted, Undelivered] {
        for forced in [false, true] {
            let young = message(state, minutes(59));
            assert_eq!(decided(&young, forced), refused(Refusal::Underway), "{state:?}");
        }
    }
    for state in [Queued, Accepted, Undelivered] {
        assert_eq!(decided(&message(state, minutes(60)), false), Decision::Resend, "{state:?}");
    }
}

#[test]
fn what_nobody_knows_the_fate_of_is_never_sent_again() {
    for forced in [false, true] {
        for age in [1, 61, 10_000] {
            assert_eq!(
                decided(&message(MessageState::Unknown, minutes(age)), forced),
                refused(Refusal::Unknown)
            );
        }
        let lost = message(MessageState::Calling, minutes(61));
        assert_eq!(decided(&lost, forced), refused(Refusal::Unknown));
    }
}

#[test]
fn a_second_wish_within_a_minute_is_a_double_click() {
    let mut message = message(MessageState::Failed, minutes(90));
    let wish = |seconds| ManualResend {
        by: "admin".into(),
        reason: "again".into(),
        at: now() - SignedDuration::from_secs(seconds),
        forced: true,
    };
    message.resend = Some(wish(59));
    assert_eq!(decided(&message, true), refused(Refusal::AlreadyResent));
    message.resend = Some(wish(60));
    assert_eq!(decided(&message, true), Decision::Resend);
}

#[test]
fn who_left_who_said_stop_and_who_has_no_address_get_nothing_by_force_either() {
    type Change = fn(&mut Recipient);
    let failed = message(MessageState::Failed, minutes(5));
    let cases: [(Change, Refusal); 6] = [
        (|of| of.member = None, Refusal::NotAMember),
        (|of| of.member.as_mut().unwrap().active = false, Refusal::NotAMember),
        (|of| of.subscription = None, Refusal::NoAddress),
        (|of| of.subscription.as_mut().unwrap().consent = Consent::OptedOut, Refusal::OptedOut),
        (
            |of| {
                let subscription = of.subscription.as_mut().unwrap();
                (subscription.phone, subscription.business_scoped_id) = (None, None);
            },
            Refusal::NoAddress,
        ),
        (|of| *of = Recipient::default(), Refusal::NotAMember),
    ];
    for (change, refusal) in cases {
        let mut of = recipient(&maya());
        change(&mut of);
        for forced in [false, true] {
            assert_eq!(decide(&failed, &of, forced, now()), refused(refusal));
        }
    }
}

#[test]
fn what_is_older_than_half_a_day_goes_out_only_by_force() {
    assert_eq!(decided(&message(MessageState::Failed, minutes(12 * 60)), false), Decision::Resend);
    let old = message(MessageState::Failed, minutes(12 * 60 + 1));
    assert_eq!(decided(&old, false), refused(Refusal::Stale));
    assert_eq!(decided(&old, true), Decision::Resend);
}

#[test]
fn every_reason_has_its_own_word_and_says_what_to_do() {
    let words: std::collections::BTreeSet<_> = Refusal::ALL.iter().map(|refusal| refusal.as_str()).collect();
    assert_eq!(words.len(), Refusal::ALL.len());
    for refusal in Refusal::ALL {
        assert_eq!(refusal.label().contains("forced"), refusal.can_be_forced(), "{refusal:?}");
    }
}

proptest! {
    #[test]
    fn force_only_ever_gets_past_what_can_be_forced(
        state in prop::sample::select(STATES.to_vec()),
        attempted in 0_i64..3_000,
        wished in prop::option::of(0_i64..3_000),
        told in prop::option::of(0_i64..3_000),
        active: bool,
        opted_in: bool,
        has_phone: bool,
    ) {
        let ago = |minutes: i64| now() - SignedDuration::from_mins(minutes);
        let mut message = message(state, minutes(attempted));
        if let Some(last) = message.attempts.last_mut() {
            last.status_at = told.map(ago);
        }
        message.resend = wished.map(|at| {
            ManualResend { by: "admin".into(), reason: "again".into(), at: ago(at), forced: false }
        });
        let mut of = recipient(&maya());
        of.member.as_mut().unwrap().active = active;
        let subscription = of.subscription.as_mut().unwrap();
        subscription.consent = if opted_in { Consent::OptedIn } else { Consent::OptedOut };
        if !has_phone {
            (subscription.phone, subscription.business_scoped_id) = (None, None);
        }
        let (gentle, forced) = (decide(&message, &of, false, now()), decide(&message, &of, true, now()));
        if let Decision::Refuse(refusal) = forced {
            prop_assert!(!refusal.can_be_forced());
            prop_assert!(gentle != Decision::Resend);
        }
        if forced == Decision::Resend {
            prop_assert!(active && opted_in && has_phone);
            prop_assert!(!matches!(state, MessageState::Unknown | MessageState::Calling));
            let Decision::Refuse(refusal) = gentle else { return Ok(()) };
            prop_assert!(refusal.can_be_forced());
        }
        if gentle == Decision::Resend {
            prop_assert!(!matches!(state, MessageState::Delivered | MessageState::Read));
        }
    }

    #[test]
    fn a_receipt_that_may_still_come_is_waited_for(state in prop::sample::select(STATES.to_vec()), minute in 0_i64..60) {
        let message = message(state, minutes(minute));
        let is_open = !matches!(state, MessageState::Failed | MessageState::Delivered | MessageState::Read);
        prop_assert_eq!(is_open && decided(&message, true) == Decision::Resend, false);
    }

    #[test]
    fn attempts_are_only_looked_at_and_never_counted(more in 0_u32..40) {
        let mut message = message(MessageState::Failed, minutes(5));
        for number in 0..more {
            let attempt = Attempt::begun(number + 2, message.template, 1, now() - SignedDuration::from_mins(5));
            message.attempts.push(attempt);
        }
        prop_assert_eq!(decided(&message, false), Decision::Resend);
    }
}
