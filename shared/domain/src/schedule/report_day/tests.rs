//! Claims about the day that a digest reports on.

use super::*;
use crate::schedule::slot::{LocalMinute, Slot};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Workspaces in zones whose clocks change at different times of the year, by an hour, by half an hour, and not at all.
const WORKSPACES: [&str; 8] = [
    "America/New_York",
    "Europe/London",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Cairo",
    "Pacific/Pago_Pago",
];

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn due(zone_name: &str, minute: Time, date: Date) -> Option<DueSlot> {
    let slot = Slot { zone: zone_name.to_owned(), minute: LocalMinute::of(minute) };
    let at = due_at(&slot, date, &zone(zone_name))?;
    Some(DueSlot { slot, date, at })
}

fn of(zone_name: &str, minute: Time, date: Date, workspace: &str) -> Date {
    reports_on(&due(zone_name, minute, date).unwrap(), &zone(workspace))
}

/// Checks that the digests of these dates report on as many different days, in their order, and on none that has not ended.
fn check(zone_name: &str, minute: Time, workspace: &str, dates: impl IntoIterator<Item = Date>) {
    let workspace_zone = zone(workspace);
    let mut back = None;
    for date in dates {
        let Some(due) = due(zone_name, minute, date) else { continue };
        let day = reports_on(&due, &workspace_zone);
        let today = due.at.to_zoned(workspace_zone.clone()).date();
        assert!(day < today, "{zone_name} {minute} {date} for {workspace}: {day} has not ended");
        let days = date.since(day).unwrap().get_days();
        assert_eq!(*back.get_or_insert(days), days, "{zone_name} {minute} {date} for {workspace}");
    }
}

fn two_years() -> impl Iterator<Item = Date> {
    date(2026, 1, 1).series(1.day()).take(2 * 365)
}

/// Returns the dates of two years that are within some days of a change of clocks or of the turn of the year.
fn around_changes(zone_name: &str, workspace: &str) -> Vec<Date> {
    let (zone, workspace) = (zone(zone_name), zone(workspace));
    let changes = [2026, 2027, 2028].map(|year| dates_around_changes(year, &zone, &workspace)).concat();
    two_years()
        .filter(|date| changes.iter().any(|change| date.since(*change).unwrap().get_days().abs() <= 3))
        .collect()
}

#[test]
fn a_slot_that_clock_changes_move_over_midnight_reports_on_each_day_once() {
    let kolkata = |date| of("Asia/Kolkata", time(9, 30, 0, 0), date, "America/New_York");
    assert_eq!(kolkata(date(2027, 3, 14)), date(2027, 3, 12), "it is 23:00 of 13 March in New York");
    assert_eq!(kolkata(date(2027, 3, 15)), date(2027, 3, 13), "it is midnight in New York");
    assert_eq!(kolkata(date(2026, 11, 1)), date(2026, 10, 30));
    assert_eq!(kolkata(date(2026, 11, 2)), date(2026, 10, 31));
}

#[test]
fn a_slot_after_midnight_where_the_workspace_is_reports_on_the_day_that_has_just_ended() {
    for workspace in WORKSPACES {
        for month in 1..=12 {
            let day = of(workspace, time(0, 30, 0, 0), date(2026, month, 15), workspace);
            assert_eq!(day, date(2026, month, 14), "{workspace}");
        }
    }
    assert_eq!(
        of("America/Toronto", time(0, 30, 0, 0), date(2026, 7, 2), "America/New_York"),
        date(2026, 7, 1)
    );
}

#[test]
fn far_from_midnight_it_is_the_last_day_that_has_ended() {
    assert_eq!(
        of("Australia/Sydney", time(8, 0, 0, 0), date(2026, 10, 7), "America/New_York"),
        date(2026, 10, 5)
    );
    assert_eq!(
        of("Europe/London", time(8, 0, 0, 0), date(2026, 10, 7), "America/New_York"),
        date(2026, 10, 6)
    );
    assert_eq!(
        of("Pacific/Kiritimati", time(0, 30, 0, 0), date(2026, 10, 7), "Pacific/Pago_Pago"),
        date(2026, 10, 4)
    );
}

/// Returns one zone of each set of zones whose clocks show the same in the two years.
fn different_zones() -> Vec<String> {
    let mut zones = BTreeMap::new();
    let begins: Timestamp = "2025-12-30T00:00:00Z".parse().unwrap();
    let ends: Timestamp = "2028-01-03T00:00:00Z".parse().unwrap();
    for name in jiff::tz::db().available() {
        let zone = zone(name.as_str());
        let changes = zone.following(begins).take_while(|change| change.timestamp() < ends);
        let changes: Vec<_> = changes.map(|change| (change.timestamp(), change.offset().seconds())).collect();
        zones.entry((zone.to_offset(begins).seconds(), changes)).or_insert_with(|| name.as_str().to_owned());
    }
    zones.into_values().collect()
}

/// The slots of a zone around the midnight of a workspace are those that a change of clocks can move over it.
#[test]
fn in_every_zone_each_day_is_reported_on_exactly_once_in_two_years_and_none_before_it_has_ended() {
    let zones = different_zones();
    assert!(zones.len() > 50, "{zones:?}");
    for (zone_name, place) in zones.iter().zip(0_usize..) {
        let workspace = WORKSPACES[place % WORKSPACES.len()];
        let dates = around_changes(zone_name, workspace);
        for month in [1, 7] {
            let midnight = date(2026, month, 15).to_zoned(zone(workspace)).unwrap();
            let there = midnight.with_time_zone(zone(zone_name)).time();
            let minute = there.wrapping_add([30, -30][place % 2].minutes());
            check(zone_name, minute, workspace, dates.iter().copied());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn whatever_the_zones_and_the_minute_the_days_follow_one_another(
        away in 0_usize..600, home in 0_usize..600, minute in 0_i64..1440,
    ) {
        let zones: Vec<String> = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
        let minute = Time::midnight().wrapping_add(minute.minutes());
        check(&zones[away % zones.len()], minute, &zones[home % zones.len()], two_years());
    }
}
