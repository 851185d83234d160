//! Claims about what a tick plans.

use super::*;
use crate::schedule::slot::LocalMinute;
use proptest::prelude::*;

const RULES: &str = "2026b";

fn zone(name: &str, minutes: &[&str]) -> ZoneMinutes {
    let minutes = minutes.iter().map(|minute| LocalMinute::of(minute.parse().unwrap())).collect();
    ZoneMinutes { zone: name.to_owned(), minutes }
}

fn zones() -> Vec<ZoneMinutes> {
    vec![
        zone("America/New_York", &["08:00", "09:30"]),
        zone("Asia/Kolkata", &["08:00"]),
        zone("Mars/Olympus", &["08:00"]),
    ]
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn planned(through: &str) -> Planned {
    Planned { through: Some(at(through)), zone_rules: RULES.to_owned(), busy_until: None }
}

fn told(due: &[DueSlot]) -> Vec<String> {
    due.iter().map(|due| format!("{} {} {}", due.date, due.slot.minute, due.slot.zone)).collect()
}

#[test]
fn the_first_tick_plans_its_own_minute_and_nothing_before() {
    let plan = plan(&zones(), &Planned::default(), at("2026-10-06T12:00:41Z"), RULES).unwrap();
    assert_eq!(told(&plan.due), ["2026-10-06 08:00 America/New_York"]);
    assert_eq!(plan.planned, planned("2026-10-06T12:00:00Z"));
    let later = super::plan(&zones(), &Planned::default(), at("2026-10-06T12:01:00Z"), RULES).unwrap();
    assert!(later.due.is_empty() && later.left_out.is_empty());
}

#[test]
fn a_second_tick_of_a_minute_and_one_whose_clock_went_back_plan_nothing() {
    for now in ["2026-10-06T12:00:59Z", "2026-10-06T11:20:00Z", "2026-10-05T12:00:00Z"] {
        assert_eq!(plan(&zones(), &planned("2026-10-06T12:00:00Z"), at(now), RULES), None);
    }
}

#[test]
fn what_was_missed_is_made_up_for_in_the_order_in_which_it_fell_due_and_what_is_too_old_is_left_out() {
    let plan = plan(&zones(), &planned("2026-10-06T02:00:00Z"), at("2026-10-06T13:45:10Z"), RULES).unwrap();
    assert_eq!(told(&plan.left_out), ["2026-10-06 08:00 Asia/Kolkata"]);
    assert_eq!(told(&plan.due), ["2026-10-06 08:00 America/New_York", "2026-10-06 09:30 America/New_York"]);
}

#[test]
fn after_a_week_of_silence_only_what_fell_due_in_two_days_is_named() {
    let plan = plan(&zones(), &planned("2026-09-29T12:00:00Z"), at("2026-10-06T12:00:00Z"), RULES).unwrap();
    assert_eq!(told(&plan.due), ["2026-10-06 08:00 America/New_York"]);
    assert_eq!(plan.left_out.len(), 2 + 2 + 1, "{:?}", told(&plan.left_out));
}

#[test]
fn new_rules_of_zones_plan_the_last_day_anew_so_that_nobody_is_left_between_the_old_and_the_new_ones() {
    let before = planned("2026-10-06T13:00:00Z");
    let plan = plan(&zones(), &before, at("2026-10-06T13:00:30Z"), "2026c").unwrap();
    assert_eq!(told(&plan.due), ["2026-10-06 08:00 America/New_York"]);
    assert!(plan.left_out.is_empty(), "what was planned before is not left out: {:?}", plan.left_out);
    assert_eq!(plan.planned.zone_rules, "2026c");
    assert_eq!(super::plan(&zones(), &plan.planned, at("2026-10-06T13:00:50Z"), "2026c"), None);
}

#[test]
fn while_two_versions_run_the_older_zone_rules_plan_nothing_anew() {
    let newer = Planned { zone_rules: "2026c".to_owned(), ..planned("2026-10-06T13:00:00Z") };
    assert_eq!(plan(&zones(), &newer, at("2026-10-06T13:00:30Z"), RULES), None);
    let next = plan(&zones(), &newer, at("2026-10-06T13:01:00Z"), RULES).unwrap();
    assert_eq!(next.planned.zone_rules, "2026c");
}

#[test]
fn what_falls_due_waits_until_the_sender_has_done_what_fell_due_before() {
    let eight = at("2026-10-06T12:00:00Z");
    let (begins, planned) = planned("2026-10-06T12:00:00Z").with_people(8_000, 80, eight);
    assert_eq!((begins, planned.busy_until), (eight, Some(at("2026-10-06T12:01:40Z"))));
    let (begins, planned) = planned.with_people(80, 80, at("2026-10-06T12:01:00Z"));
    assert_eq!((begins, planned.busy_until), (at("2026-10-06T12:01:40Z"), Some(at("2026-10-06T12:01:41Z"))));
    let (begins, planned) = planned.with_people(0, 80, at("2026-10-06T12:30:00Z"));
    assert_eq!((begins, planned.busy_until), (at("2026-10-06T12:30:00Z"), Some(at("2026-10-06T12:01:41Z"))));
}

proptest! {
    /// Ticks come late, twice, with clocks that go back and after outages. What each plans or leaves out is what fell due,
    /// once; within four hours it is planned, and beyond that it is left out.
    #[test]
    fn whatever_becomes_of_ticks_each_slot_is_planned_once(gaps in proptest::collection::vec(-300_i64..30_000, 1..60)) {
        let start = at("2026-10-24T00:00:00Z");
        let mut state = Planned { through: Some(start), zone_rules: RULES.to_owned(), busy_until: None };
        let (mut now, mut latest, mut seen) = (start, start, Vec::new());
        for gap in gaps {
            now = (now + SignedDuration::from_secs(gap)).max(start);
            if let Some(plan) = plan(&zones(), &state, now, RULES) {
                for due in &plan.due {
                    prop_assert!(now.duration_since(due.at) <= SignedDuration::from_hours(4));
                }
                for due in &plan.left_out {
                    prop_assert!(now.duration_since(due.at) > SignedDuration::from_hours(4));
                }
                seen.extend(plan.due.into_iter().chain(plan.left_out));
                state = plan.planned;
            }
            latest = latest.max(now);
        }
        let mut expected = fell_due(&zones(), start, minute_of(latest));
        let order = |due: &DueSlot| (due.at, due.slot.clone());
        expected.sort_by_key(order);
        seen.sort_by_key(order);
        prop_assert_eq!(seen, expected);
    }
}
