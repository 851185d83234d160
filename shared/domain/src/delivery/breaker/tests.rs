//! Claims about what is held back: one worker probes, the most urgent message waits least, and a template is tried
//! again in time.

use super::*;
use crate::message::MessageKind;
use crate::testing::message_of;
use proptest::prelude::*;

const fn at(second: i64) -> EpochSecond {
    EpochSecond::new(second)
}

#[test]
fn sending_is_free_until_it_is_stopped_and_then_one_may_try_every_half_minute() {
    let free = Breakers::default();
    assert_eq!(free.gate(at(1_000), at(9_999), 0), SenderGate::Open);
    let down = free.with_sender_stopped(at(1_000));
    assert!(matches!(down.gate(at(1_029), at(9_999), 0), SenderGate::Closed { .. }));
    assert_eq!(down.gate(at(1_030), at(9_999), 0), SenderGate::Probe);
    let probing = down.with_sender_stopped(at(1_030));
    assert!(
        matches!(probing.gate(at(1_030), at(9_999), 0), SenderGate::Closed { .. }),
        "the others wait for it"
    );
    assert_eq!(probing.sender.unwrap().since, at(1_000), "it is the same outage");
    assert_eq!(probing.with_sender_free().gate(at(1_031), at(9_999), 0), SenderGate::Open);
    assert_eq!(probing.with_sender_free().version, 3);
}

#[test]
fn the_longer_twilio_is_down_the_longer_a_message_waits_unless_its_deadline_is_near() {
    let down = |lasting: i64| Breakers::default().with_sender_stopped(at(0)).with_sender_stopped(at(lasting));
    let wait = |lasting: i64, left: i64| match down(lasting).gate(at(lasting), at(lasting + left), u16::MAX) {
        SenderGate::Closed { seconds } => seconds,
        gate => panic!("{gate:?}"),
    };
    assert_eq!((wait(60, 3_600), wait(600, 3_600), wait(1_800, 2_400)), (60, 330, 330));
    assert_eq!((wait(600, 240), wait(600, 8)), (60, 31));
}

#[test]
fn a_template_is_held_back_for_an_hour_in_its_language_and_version_alone() {
    let message = message_of(MessageKind::Digest);
    let held = Breakers::default().with_template_paused("kpi_daily.en.v1".into(), Some(63_041), at(0));
    assert_eq!(held.template_for(&message, false, &[], at(3_599)), Some(TemplateName::KpiShort));
    assert_eq!(held.template_for(&message, false, &[], at(3_600)), Some(TemplateName::KpiDaily));
    let german = Message { language: "de".into(), ..message.clone() };
    assert_eq!(held.template_for(&german, false, &[], at(0)), Some(TemplateName::KpiDaily));
    let newer = Message { template_version: 2, ..message };
    assert_eq!(held.template_for(&newer, false, &[], at(0)), Some(TemplateName::KpiDaily));
}

#[test]
fn what_was_held_back_long_ago_is_forgotten_when_the_next_is() {
    let first = Breakers::default().with_template_paused("kpi_daily.en.v1".into(), None, at(0));
    let second = first.with_template_paused("kpi_daily.de.v1".into(), None, at(3_600));
    assert_eq!(second.templates.into_keys().collect::<Vec<_>>(), ["kpi_daily.de.v1"]);
}

#[test]
fn five_calls_in_a_row_without_an_answer_are_too_many_and_one_answer_forgets_them() {
    let health = SenderHealth::default();
    assert!((0..4).all(|_| !health.failed()));
    health.answered();
    assert!((0..4).all(|_| !health.failed()));
    assert!(health.failed());
}

proptest! {
    #[test]
    fn of_two_messages_the_one_that_is_due_first_never_waits_longer(
        lasting in 0_i64..4_000, near in 1_i64..4_000, more in 0_i64..4_000, jitter: u16,
    ) {
        let down = Breakers::default().with_sender_stopped(at(0)).with_sender_stopped(at(lasting));
        let wait = |left: i64| match down.gate(at(lasting), at(lasting + left), jitter) {
            SenderGate::Closed { seconds } => seconds,
            gate => panic!("{gate:?}"),
        };
        prop_assert!(wait(near) <= wait(near + more));
        prop_assert!((31..=330).contains(&wait(near)));
    }
}
