//! Claims about the decision before an attempt.

use super::*;
use crate::message::{ManualResend, MessageKind, PlannedButton};
use crate::testing::{attempt_at, digest_in, message_of, now, subscription};
use crate::token::{Action, TokenChannel};
use crate::workspace::asked_cards::{AskedCards, CardsOfTap};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn maya_subscription() -> WhatsAppSubscription {
    subscription(&crate::testing::maya())
}

/// Decides about a digest in a given state, `seconds` after it was written.
fn decide_at(seconds: i64, state: MessageState, change: impl FnOnce(&mut Message)) -> BeforeAttempt {
    let mut message = digest_in(state);
    change(&mut message);
    let now = EpochSecond::from(now()).plus_seconds(seconds);
    before_attempt(&message, Some(&maya_subscription()), &Breakers::default(), now, 0)
}

fn first() -> BeforeAttempt {
    BeforeAttempt::Attempt { number: 1, template: TemplateName::KpiDaily, is_probe: false }
}

fn at(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn attempted(next: i64) -> Attempt {
    Attempt { next_attempt_at: Some(at(next)), ..attempt_at(1, 0) }
}

#[test]
fn a_message_that_waits_is_attempted_and_the_attempts_are_counted() {
    assert_eq!(decide_at(0, MessageState::Queued, |_| {}), first());
    let second = decide_at(5, MessageState::Queued, |message| message.attempts.push(attempted(5)));
    assert!(matches!(second, BeforeAttempt::Attempt { number: 2, .. }));
}

#[test]
fn each_state_has_its_own_next_step() {
    use BeforeAttempt as B;
    use MessageState as S;
    let calling = |lease: i64| {
        move |message: &mut Message| message.lease_until = Some(EpochSecond::from(now()).plus_seconds(lease))
    };
    let as_it_is = |_: &mut Message| {};
    assert_eq!(decide_at(0, S::Calling, calling(7)), B::Wait { seconds: 7 });
    assert_eq!(decide_at(7, S::Calling, calling(7)), B::LostOnTheWay);
    assert_eq!(decide_at(0, S::Unknown, as_it_is), B::Reconcile);
    assert_eq!(
        decide_at(0, S::Accepted, as_it_is),
        B::LookAgain { at: EpochSecond::from(now()).plus_seconds(3_600) }
    );
    assert_eq!(decide_at(3_600, S::Accepted, as_it_is), B::AskForReceipt);
    for ended in [S::Failed, S::Delivered, S::Read] {
        assert_eq!(decide_at(0, ended, as_it_is), B::NothingToDo, "{ended:?}");
    }
}

#[test]
fn what_twilio_reported_is_decided_on_by_its_code() {
    let reported = decide_at(5, MessageState::Undelivered, |message| {
        message.attempts.push(Attempt { code: Some(63_016), ..attempt_at(1, 0) });
    });
    assert_eq!(reported, BeforeAttempt::Decide(AttemptFailure::Reported { code: Some(63_016) }));
}

#[test]
fn a_mail_that_stands_in_is_looked_after_until_it_went_its_way() {
    let failed = |due_at| {
        move |message: &mut Message| {
            message.fallback =
                Some(crate::message::MailFallback { notification: "n-1".parse().unwrap(), at: now() });
            message.due_at = due_at;
        }
    };
    assert_eq!(
        decide_at(0, MessageState::Failed, failed(Some(EpochSecond::new(9)))),
        BeforeAttempt::CheckMail
    );
    assert_eq!(decide_at(0, MessageState::Failed, failed(None)), BeforeAttempt::NothingToDo);
}

#[test]
fn the_deadline_ends_what_still_waits_to_the_second() {
    assert_eq!(decide_at(3_599, MessageState::Queued, |_| {}), first());
    let expired = BeforeAttempt::Decide(AttemptFailure::Expired);
    assert_eq!(decide_at(3_600, MessageState::Queued, |_| {}), expired);
}

#[test]
fn nothing_goes_to_who_did_not_ask_or_cannot_be_reached() {
    let person = |change: fn(&mut WhatsAppSubscription)| {
        let (message, mut subscription) = (message_of(MessageKind::Digest), maya_subscription());
        change(&mut subscription);
        before_attempt(&message, Some(&subscription), &Breakers::default(), EpochSecond::from(now()), 0)
    };
    let no_consent = BeforeAttempt::GiveUp(FailureReason::NoConsent);
    let message = message_of(MessageKind::Digest);
    assert_eq!(before_attempt(&message, None, &Breakers::default(), EpochSecond::from(now()), 0), no_consent);
    assert_eq!(person(|subscription| subscription.consent = Consent::OptedOut), no_consent);
    let unreachable =
        person(|subscription| (subscription.phone, subscription.business_scoped_id) = (None, None));
    assert_eq!(unreachable, BeforeAttempt::Decide(AttemptFailure::NoAddress));
    assert_eq!(person(|subscription| subscription.phone = None), first());
}

#[test]
fn a_card_is_not_sent_any_more_once_others_were_asked_for_unless_an_admin_sends_it_again() {
    let card = message_of(MessageKind::Card);
    let requests = vec![CardsOfTap { at: at(70), token: None, messages: vec!["c-2".parse().unwrap()] }];
    let others = AskedCards { version: 2, requests, overtaken: vec![card.id.clone()] };
    let asked = |cards: AskedCards| WhatsAppSubscription { asked_cards: Some(cards), ..maya_subscription() };
    let decided = |message: &Message, cards: &AskedCards| {
        let now = EpochSecond::from(at(80));
        before_attempt(message, Some(&asked(cards.clone())), &Breakers::default(), now, 0)
    };
    assert_eq!(decided(&card, &others), BeforeAttempt::GiveUp(FailureReason::Overtaken));
    let own = AskedCards { overtaken: Vec::new(), ..others.clone() };
    let sent = |message: &Message, cards: &AskedCards| {
        matches!(decided(message, cards), BeforeAttempt::Attempt { .. })
    };
    assert!(sent(&card, &own));
    let tried = Message { attempts: vec![attempted(5)], ..card.clone() };
    assert!(sent(&tried, &others), "what failed once is tried again");
    let (by, reason) = ("admin-1".to_owned(), "asked by phone".to_owned());
    let resend = Some(ManualResend { by, reason, at: at(75), forced: false });
    assert!(sent(&Message { resend, ..card }, &others));
}

#[test]
fn a_consent_given_after_the_message_was_written_is_not_for_it() {
    let given = |seconds| {
        let subscription = WhatsAppSubscription { consent_changed_at: at(seconds), ..maya_subscription() };
        let message = message_of(MessageKind::Digest);
        before_attempt(&message, Some(&subscription), &Breakers::default(), EpochSecond::from(now()), 0)
    };
    assert_eq!(given(1), BeforeAttempt::GiveUp(FailureReason::NoConsent));
    assert_eq!(given(0), first());
}

#[test]
fn a_consent_given_before_an_admin_sends_it_again_is_for_it() {
    let mut message = message_of(MessageKind::Digest);
    let (by, reason) = ("admin-1".to_owned(), "phone was off".to_owned());
    message.resend = Some(ManualResend { by, reason, at: at(50), forced: false });
    message.attempts.push(attempted(900));
    let subscription = WhatsAppSubscription { consent_changed_at: at(40), ..maya_subscription() };
    let decided =
        before_attempt(&message, Some(&subscription), &Breakers::default(), EpochSecond::from(at(60)), 0);
    assert!(matches!(decided, BeforeAttempt::Attempt { number: 2, .. }), "{decided:?}");
}

#[test]
fn an_attempt_is_never_made_before_it_is_due() {
    let due =
        |seconds| decide_at(0, MessageState::Queued, |message| message.attempts.push(attempted(seconds)));
    assert_eq!(due(40), BeforeAttempt::Wait { seconds: 40 });
    assert!(matches!(due(0), BeforeAttempt::Attempt { number: 2, .. }));
}

#[test]
fn while_its_template_is_held_back_a_digest_goes_out_as_the_spare_and_without_one_not_at_all() {
    let message = message_of(MessageKind::Digest);
    let held =
        Breakers::default().with_template_paused("kpi_daily.en.v1".into(), Some(63_041), EpochSecond::new(0));
    let decide =
        |breakers: &Breakers, now| before_attempt(&message, Some(&maya_subscription()), breakers, now, 0);
    let spare = BeforeAttempt::Attempt { number: 1, template: TemplateName::KpiShort, is_probe: false };
    let begun = EpochSecond::from(now());
    let held_now = Breakers::default().with_template_paused("kpi_daily.en.v1".into(), Some(63_041), begun);
    assert_eq!(decide(&held, begun), first(), "that was long ago");
    assert_eq!(decide(&held_now, begun), spare);
    let both = held_now.with_template_paused("kpi_short.en.v1".into(), None, begun);
    assert_eq!(decide(&both, begun), BeforeAttempt::Decide(AttemptFailure::NoTemplate));
}

#[test]
fn while_twilio_is_down_a_message_waits_and_one_of_them_tries() {
    let message = message_of(MessageKind::Digest);
    let begun = EpochSecond::from(now());
    let down = Breakers::default().with_sender_stopped(begun);
    let decide = |now| before_attempt(&message, Some(&maya_subscription()), &down, now, 0);
    assert!(matches!(decide(begun), BeforeAttempt::Wait { seconds: 30.. }));
    let probe = BeforeAttempt::Attempt { number: 1, template: TemplateName::KpiDaily, is_probe: true };
    assert_eq!(decide(begun.plus_seconds(30)), probe);
}

proptest! {
    #[test]
    fn nothing_is_attempted_without_consent_or_after_the_deadline_or_before_it_is_due(
        state in prop::sample::select(vec![
            MessageState::Queued, MessageState::Calling, MessageState::Unknown, MessageState::Accepted,
            MessageState::Undelivered, MessageState::Failed, MessageState::Delivered,
        ]),
        opted_in: bool, left in -5_i64..5, lease in -5_i64..5, due in prop::option::of(-5_i64..5), jitter: u16,
    ) {
        let mut message = digest_in(state);
        let now = EpochSecond::from(now());
        (message.deadline, message.lease_until) = (now.plus_seconds(left), Some(now.plus_seconds(lease)));
        message.attempts.extend(due.map(attempted));
        let mut subscription = maya_subscription();
        subscription.consent = if opted_in { Consent::OptedIn } else { Consent::OptedOut };
        let decided = before_attempt(&message, Some(&subscription), &Breakers::default(), now, jitter);
        if let BeforeAttempt::Attempt { .. } = decided {
            prop_assert!(opted_in && left > 0 && state == MessageState::Queued && due.is_none_or(|due| due <= 0));
        }
    }
}

/// Decides about a digest that waits, for a person who was last heard so many minutes ago.
fn heard(minutes_ago: i64, breakers: &Breakers, change: impl FnOnce(&mut Message)) -> BeforeAttempt {
    let mut message = digest_in(MessageState::Queued);
    message.buttons = [12, 13, 14].map(button).into();
    change(&mut message);
    let last_heard_at = Some(at(-60 * minutes_ago));
    let known = WhatsAppSubscription { last_heard_at, ..maya_subscription() };
    before_attempt(&message, Some(&known), breakers, now().into(), 0)
}

/// A button of the template of a digest with a decision.
fn button(variable: u32) -> PlannedButton {
    PlannedButton {
        variable,
        version_is_fixed_text: variable < 14,
        purpose: Action::ShowAlerts.into(),
        channel: TokenChannel::Button,
        detail: None,
        target: "2026-10-05".parse().unwrap(),
        target_version: 0,
        valid_for_seconds: 3_600,
    }
}

fn template_of(decided: &BeforeAttempt) -> Option<TemplateName> {
    if let BeforeAttempt::Attempt { template, .. } = decided { Some(*template) } else { None }
}

#[test]
fn a_digest_goes_into_a_session_that_stays_open_for_ten_minutes_and_else_as_template() {
    let day = 24 * 60;
    for (minutes_ago, template) in [
        (0, TemplateName::Report2),
        (day - 10, TemplateName::Report2),
        (day - 9, TemplateName::KpiDaily),
        (3 * day, TemplateName::KpiDaily),
    ] {
        let decided = heard(minutes_ago, &Breakers::default(), |_| {});
        assert_eq!(template_of(&decided), Some(template), "{minutes_ago} minutes ago");
    }
}

#[test]
fn a_session_that_whatsapp_found_closed_is_not_tried_again_until_somebody_wishes_it() {
    let outside = |message: &mut Message| {
        message.attempts.push(Attempt { code: Some(63_016), ..attempted(0) });
    };
    let decided = heard(0, &Breakers::default(), outside);
    assert_eq!(template_of(&decided), Some(TemplateName::KpiDaily));
    let wished = heard(0, &Breakers::default(), |message| {
        message.attempts.push(Attempt { code: Some(63_016), ..attempt_at(1, -60) });
        let by = "admin".to_owned();
        message.resend = Some(ManualResend { by, reason: "asked".to_owned(), at: now(), forced: false });
    });
    assert_eq!(template_of(&wished), Some(TemplateName::Report2));
}

#[test]
fn in_a_session_a_template_that_is_held_back_holds_nothing_back() {
    let held = Breakers::default().with_template_paused("kpi_daily.en.v1".to_owned(), None, now().into());
    assert_eq!(template_of(&heard(0, &held, |_| {})), Some(TemplateName::Report2));
}
