//! Claims about the counts: what is due, what arrived, what is judged, and the wording.

use super::*;
use crate::email::BounceKind;
use crate::message::{FailureClass, ManualResend, MessageCost, MessageState, MessageStatus};
use crate::notification::MailFailure;
use crate::testing::{attempt_at, digest_in, message_of, now, report_day, workspace};
use proptest::prelude::*;

/// The day on which every message of these tests was written, and a time after that day was judged.
fn date() -> Date {
    report_day().tomorrow().unwrap()
}

fn two_days_later() -> Timestamp {
    now() + SignedDuration::from_hours(48)
}

fn report(made_at: Timestamp) -> DeliveryReport {
    let zone = workspace().zone;
    DeliveryReport::new(&workspace().id, date(), &zone, LocalDay::new(date(), &zone).unwrap(), made_at)
}

fn delivered(attempts: u32) -> Message {
    let mut message = digest_in(MessageState::Delivered);
    message.attempts = (1..=attempts).map(|number| attempt_at(number, i64::from(number))).collect();
    message.attempts.last_mut().unwrap().status = Some(MessageStatus::Delivered);
    message
}

/// Gives every attempt a Twilio identifier, and the first `priced` of them a price.
fn charged(mut message: Message, priced: usize) -> Message {
    for (place, attempt) in message.attempts.iter_mut().enumerate() {
        attempt.sid = Some(format!("SM{:032x}", attempt.number));
        attempt.cost =
            (place < priced).then(|| MessageCost { amount: "0.00850".into(), currency: "USD".into() });
    }
    message
}

fn failed(reason: FailureReason) -> Message {
    Message { failure: Some(reason), attempts: vec![attempt_at(1, 1)], ..digest_in(MessageState::Failed) }
}

fn refused(code: u32, class: FailureClass) -> FailureReason {
    FailureReason::Refused { code: Some(code), class }
}

fn mail_delivered() -> EmailState {
    EmailState::Delivered { at: now() }
}

fn mail_sent() -> EmailState {
    EmailState::Sent { at: now(), ses_id: "0100".into() }
}

fn outcome(message: &Message, mail: Option<&EmailState>) -> DeliveryOutcome {
    DeliveryOutcome::new(message, mail, two_days_later())
}

#[test]
fn only_a_receipt_is_an_arrival_and_the_number_of_attempts_tells_first_from_later() {
    assert_eq!(outcome(&delivered(1), None), DeliveryOutcome::FirstTry);
    assert_eq!(outcome(&delivered(3), None), DeliveryOutcome::Retried);
    let read = Message { state: MessageState::Read, ..delivered(1) };
    assert_eq!(outcome(&read, None), DeliveryOutcome::FirstTry);
    let mut sent = Message { attempts: vec![attempt_at(1, 1)], ..digest_in(MessageState::Accepted) };
    sent.attempts[0].status = Some(MessageStatus::Sent);
    assert_eq!(outcome(&sent, None), DeliveryOutcome::Unknown, "a day later nobody has said that it arrived");
}

#[test]
fn what_arrived_before_an_administrator_sent_it_again_stays_an_arrival_of_the_first_attempt() {
    let mut again = Message { state: MessageState::Queued, ..delivered(1) };
    again.resend =
        Some(ManualResend { by: "admin-1".into(), reason: "asked for".into(), at: now(), forced: true });
    assert_eq!(outcome(&again, None), DeliveryOutcome::FirstTry);
    again.attempts.push(attempt_at(2, 90));
    (again.state, again.attempts[1].manual) = (MessageState::Failed, true);
    assert_eq!(outcome(&again, None), DeliveryOutcome::FirstTry);
    assert!(!outcome::is_by_hand(&again));
}

#[test]
fn an_arrival_that_took_an_administrator_is_no_first_try_and_is_said_to_be_by_hand() {
    let mut by_hand = delivered(2);
    by_hand.attempts[1].manual = true;
    let mut report = report(two_days_later());
    report.add(&by_hand, None);
    assert_eq!((report.all.first_try, report.all.retried, report.all.by_hand), (0, 1, 1));
}

#[test]
fn a_mail_in_its_place_counts_apart_and_with_a_late_delivery_the_person_got_both() {
    let no_receipt = failed(FailureReason::NoReceipt);
    assert_eq!(outcome(&no_receipt, Some(&mail_delivered())), DeliveryOutcome::Mailed);
    assert_eq!(outcome(&no_receipt, Some(&mail_sent())), DeliveryOutcome::MailSent);
    let bounced = EmailState::Bounced { at: now(), kind: BounceKind::Permanent };
    assert_eq!(outcome(&no_receipt, Some(&bounced)), DeliveryOutcome::Unknown);
    let not_sent = EmailState::Failed { reason: MailFailure::NoAddress };
    assert_eq!(
        outcome(&failed(refused(63_016, FailureClass::FallBackToEmail)), Some(&not_sent)),
        DeliveryOutcome::GivenUp
    );
    let mut report = report(two_days_later());
    report.add(&delivered(1), Some(&mail_sent()));
    report.add(&no_receipt, Some(&mail_delivered()));
    assert_eq!((report.all.both, report.all.mailed, report.all.on_whatsapp()), (1, 1, 1));
}

#[test]
fn a_stop_before_it_went_out_leaves_it_out_and_one_after_an_attempt_does_not() {
    let never_sent = Message { attempts: Vec::new(), ..failed(FailureReason::NoConsent) };
    let mut report = report(two_days_later());
    report.add(&never_sent, None);
    assert_eq!((report.all.due, report.all.left_out, report.failures.len()), (0, 1, 0));
    report.add(&failed(FailureReason::NoConsent), None);
    assert_eq!((report.all.due, report.all.given_up), (1, 1));
}

#[test]
fn a_card_in_whose_place_others_were_asked_for_and_a_message_to_who_was_removed_are_left_out() {
    for reason in [FailureReason::Overtaken, FailureReason::NotAMember] {
        let mut report = report(two_days_later());
        report.add(&Message { attempts: Vec::new(), ..failed(reason) }, None);
        assert_eq!((report.all.due, report.all.left_out, report.failures.len()), (0, 1, 0));
    }
}

#[test]
fn what_is_underway_is_open_for_a_day_and_then_counts_as_what_it_is() {
    let soon = now() + JUDGED_AFTER - SignedDuration::from_secs(1);
    let waiting = failed(FailureReason::DeadlinePassed);
    for (message, mail, later) in [
        (digest_in(MessageState::Queued), None, DeliveryOutcome::GivenUp),
        (digest_in(MessageState::Calling), None, DeliveryOutcome::Unknown),
        (digest_in(MessageState::Unknown), None, DeliveryOutcome::Unknown),
        (digest_in(MessageState::Accepted), None, DeliveryOutcome::Unknown),
        (digest_in(MessageState::Undelivered), None, DeliveryOutcome::GivenUp),
        (waiting, Some(EmailState::Waiting), DeliveryOutcome::GivenUp),
    ] {
        assert_eq!(DeliveryOutcome::new(&message, mail.as_ref(), soon), DeliveryOutcome::Open, "{message:?}");
        assert_eq!(DeliveryOutcome::new(&message, mail.as_ref(), now() + JUDGED_AFTER), later, "{message:?}");
    }
}

#[test]
fn a_day_is_judged_a_day_after_it_ended_where_the_workspace_is() {
    let judged_from: Timestamp = "2026-10-08T04:00:00Z".parse().unwrap();
    assert_eq!(report(now()).judged_from, judged_from, "midnight in New York and 24 hours");
    let full = |made_at, lost: u32| {
        let mut report = report(made_at);
        (0..100 - lost).for_each(|_| report.add(&delivered(1), None));
        (0..lost).for_each(|_| report.add(&failed(FailureReason::NoReceipt), None));
        report.judgement()
    };
    assert_eq!(full(judged_from - SignedDuration::from_secs(1), 0), Judgement::NotYet);
    assert_eq!(full(judged_from, 2), Judgement::Met, "98 of 100");
    assert_eq!(full(judged_from, 3), Judgement::Missed);
    assert_eq!(report(judged_from).judgement(), Judgement::TooFew, "of nothing");
}

#[test]
fn a_target_that_is_missed_by_one_message_does_not_read_like_a_met_one() {
    let mut report = report(two_days_later());
    report.all = DeliveryCounts { due: 10_000, first_try: 9_799, unknown: 201, ..DeliveryCounts::default() };
    assert_eq!(report.judgement(), Judgement::Missed);
    assert!(report.to_string().contains("9799 of 10000 = 97.9 %; target 98.0 %: missed"), "{report}");
}

#[test]
fn the_days_that_clocks_change_have_23_and_25_hours_and_no_zone_is_no_day() {
    let hours = |date: Date| {
        let day = LocalDay::new(date, "America/New_York").unwrap();
        day.until.duration_since(day.from).as_hours()
    };
    assert_eq!((hours(jiff::civil::date(2026, 3, 8)), hours(jiff::civil::date(2026, 11, 1))), (23, 25));
    assert_eq!(LocalDay::new(date(), "America/Atlantis"), None);
}

#[test]
fn the_report_says_what_it_counts_before_it_counts() {
    let mut full = report(two_days_later());
    (0..40).for_each(|_| full.add(&charged(delivered(1), 1), None));
    (0..3).for_each(|_| full.add(&charged(delivered(2), 1), None));
    let update = Message { kind: MessageKind::Update, ..delivered(1) };
    (0..5).for_each(|_| full.add(&update, None));
    full.add(&delivered(1), Some(&mail_sent()));
    let mut in_euros = charged(delivered(1), 1);
    in_euros.attempts[0].cost.as_mut().unwrap().currency = "EUR".into();
    full.add(&in_euros, None);
    for (reason, mail) in [
        (refused(63_016, FailureClass::FallBackToEmail), Some(mail_delivered())),
        (refused(63_014, FailureClass::Suppress), None),
        (FailureReason::NoReceipt, Some(mail_sent())),
        (FailureReason::NoReceipt, None),
    ] {
        full.add(&failed(reason), mail.as_ref());
    }
    full.add(&Message { attempts: Vec::new(), ..failed(FailureReason::NoConsent) }, None);
    let mut young = report(now());
    young.add(&delivered(1), None);
    young.add(&message_of(MessageKind::Card), None);
    insta::assert_snapshot!(days(&[full, young]));
    assert_eq!(days(&[]), "");
}

#[test]
fn a_report_from_before_costs_were_kept_has_none() {
    let mut text = serde_json::to_value(report(now())).unwrap();
    text.as_object_mut().unwrap().remove("cost");
    assert_eq!(serde_json::from_value::<DeliveryReport>(text).unwrap(), report(now()));
}

#[test]
fn the_definition_has_the_numbers_that_the_code_uses() {
    assert!(DEFINITION.contains(&format!("against {} %", TARGET_PER_MILLE / 10)));
    assert!(DEFINITION.contains(&format!("{} hours after it was due", JUDGED_AFTER.as_hours())));
    assert!(DEFINITION.contains(&format!("Fewer than {FEWEST} messages")));
}

#[test]
fn a_report_is_read_back_as_it_was_written() {
    let mut report = report(now());
    report.add(&failed(refused(63_014, FailureClass::Suppress)), Some(&mail_sent()));
    report.add(&charged(delivered(2), 1), None);
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<DeliveryReport>(&text).unwrap(), report);
}

fn any_message() -> impl Strategy<Value = Message> {
    use MessageState as S;
    let states = vec![
        S::Queued,
        S::Calling,
        S::Unknown,
        S::Accepted,
        S::Undelivered,
        S::Failed,
        S::Delivered,
        S::Read,
    ];
    let kinds = vec![MessageKind::Digest, MessageKind::Card, MessageKind::Update];
    let reasons = vec![
        None,
        Some(FailureReason::NoConsent),
        Some(FailureReason::NoReceipt),
        Some(refused(63_016, FailureClass::FallBackToEmail)),
        Some(refused(63_014, FailureClass::Suppress)),
    ];
    let selected = (prop::sample::select(states), prop::sample::select(kinds));
    (selected, prop::sample::select(reasons), 0_u32..4, any::<bool>()).prop_map(
        |((state, kind), failure, attempts, arrived)| {
            let mut message = Message { kind, failure, ..digest_in(state) };
            message.attempts = (1..=attempts).map(|number| attempt_at(number, i64::from(number))).collect();
            if let Some(last) = message.attempts.last_mut().filter(|_| arrived) {
                last.status = Some(MessageStatus::Delivered);
            }
            message
        },
    )
}

fn any_mail() -> impl Strategy<Value = Option<EmailState>> {
    let mails = vec![None, Some(EmailState::Waiting), Some(mail_sent()), Some(mail_delivered())];
    prop::sample::select(mails)
}

proptest! {
    #[test]
    fn every_message_that_was_due_has_one_fate_and_the_kinds_add_up_to_all(
        messages in prop::collection::vec((any_message(), any_mail()), 0..40),
        hours in 0_i64..60,
    ) {
        let mut report = report(now() + SignedDuration::from_hours(hours));
        messages.iter().for_each(|(message, mail)| report.add(message, mail.as_ref()));
        let outcomes = |counts: &DeliveryCounts| {
            counts.on_whatsapp() + counts.mailed + counts.mail_sent + counts.unknown + counts.suppressed
                + counts.given_up + counts.open
        };
        let all = &report.all;
        prop_assert_eq!(outcomes(all), all.due);
        prop_assert_eq!(all.due + all.left_out, u32::try_from(messages.len()).unwrap());
        prop_assert_eq!(report.by_kind.values().map(|counts| counts.due).sum::<u32>(), all.due);
        let failures: u32 = report.failures.iter().map(|failure| failure.count).sum();
        prop_assert_eq!(failures + all.on_whatsapp() + all.open, all.due);
        prop_assert!(all.whatsapp_share().part <= all.with_mail_share().part);
        prop_assert!(hours < 24 || all.open == 0, "after a day nothing is open");
    }
}
