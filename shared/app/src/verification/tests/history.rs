//! Claims about the known history of a workspace.

use domain::audit::{AuditEvent, Occasion, Source, Verb};
use domain::testing::{lee, maya, now, subscription, workspace};
use domain::token::action::TargetKind;
use domain::verification::history::{History, Order, PeopleAndRules};
use domain::workspace::{Consent, Member, WhatsAppSubscription};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn at(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn event(verb: Verb, object: &str, seconds: i64) -> AuditEvent {
    let occasion = Occasion {
        id: AuditEvent::id_for_message(&format!("{verb:?}{seconds}")),
        workspace: workspace().id,
        at: at(seconds),
        source: Source::WhatsApp,
    };
    AuditEvent::executed(occasion, verb, object).by(&maya().id)
}

fn step(seconds: i64, version: u64) -> AuditEvent {
    let evidence = serde_json::from_value(serde_json::json!({
        "role": "owner", "rules_version": 1, "target_version": version
    }));
    AuditEvent {
        evidence: Some(evidence.unwrap()),
        ..event(Verb::ApproveShift, "20261005-a1b2c3d4", seconds)
    }
}

fn history(events: &[AuditEvent], known: WhatsAppSubscription) -> History {
    let people = PeopleAndRules { members: vec![maya()], subscriptions: vec![known], rules: Vec::new() };
    let mut history = History::new(people);
    events.iter().for_each(|event| history.add(event));
    history
}

#[test]
fn of_two_events_about_one_version_the_second_stands_in_doubt() {
    let (first, second) = (step(1, 1), step(2, 1));
    let history = history(&[first.clone(), second.clone()], subscription(&maya()));
    assert_eq!(history.order(TargetKind::Shift, &first, 1), Order::InOrder);
    assert_eq!(history.order(TargetKind::Shift, &second, 1), Order::Twice);
}

#[test]
fn a_version_that_was_changed_long_after_a_later_one_is_late_and_clocks_may_differ_by_seconds() {
    for (seconds, expected) in [(3, Order::InOrder), (60, Order::Late)] {
        let (later, earlier) = (step(0, 2), step(seconds, 1));
        let history = history(&[later.clone(), earlier.clone()], subscription(&maya()));
        assert_eq!(history.order(TargetKind::Shift, &earlier, 1), expected);
        assert_eq!(history.order(TargetKind::Shift, &later, 2), Order::InOrder);
    }
}

#[test]
fn nobody_can_tell_a_consent_that_changed_without_an_event() {
    let changed = WhatsAppSubscription { consent_changed_at: at(10), ..subscription(&maya()) };
    let history = history(&[], changed);
    assert_eq!(history.consent_at(&maya().id, at(9)), None);
    assert_eq!(history.consent_at(&maya().id, at(10)), Some(Consent::OptedIn));
}

#[test]
fn who_is_known_twice_had_agreed_if_either_record_had() {
    let (asks, silent) =
        (subscription(&maya()), WhatsAppSubscription { consent: Consent::OptedOut, ..subscription(&lee()) });
    let twin = Member { email: maya().email, ..lee() };
    for (second, expected) in [(twin, Consent::OptedIn), (lee(), Consent::OptedOut)] {
        let known = PeopleAndRules {
            members: vec![maya(), second],
            subscriptions: vec![asks.clone(), silent.clone()],
            rules: Vec::new(),
        };
        let consent = History::new(known).persons_consent_at(&lee().id, at(10));
        assert_eq!(consent, Some(expected));
    }
}

proptest! {
    /// The model: consent is what the last earlier change set, or the opposite of what the first change set if there is
    /// no earlier one.
    #[test]
    fn the_consent_of_a_time_is_that_of_the_last_change_before_it(
        gaps in proptest::collection::vec(1_i64..50, 1..8),
        asked in 0_i64..400,
        begins_in in any::<bool>(),
    ) {
        let of = |opted_in| if opted_in { Consent::OptedIn } else { Consent::OptedOut };
        let (mut seconds, mut opted_in, mut events, mut expected) = (0, begins_in, Vec::new(), begins_in);
        for gap in gaps {
            (seconds, opted_in) = (seconds + gap, !opted_in);
            let verb = if opted_in { Verb::OptIn } else { Verb::OptOut };
            events.push(event(verb, "subscription of maya", seconds));
            if seconds <= asked {
                expected = opted_in;
            }
        }
        let now_known = WhatsAppSubscription {
            consent: of(opted_in),
            consent_changed_at: at(seconds),
            ..subscription(&maya())
        };
        let history = history(&events, now_known);
        prop_assert_eq!(history.consent_at(&maya().id, at(asked)), Some(of(expected)));
    }
}
