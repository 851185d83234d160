//! Claims about when digests are due, over every zone of the database.

use super::*;
use crate::schedule::slot::LocalMinute;
use jiff::SignedDuration;
use jiff::civil::date;
use proptest::prelude::*;

fn slot(zone: &str, minute: &str) -> Slot {
    Slot { zone: zone.to_owned(), minute: LocalMinute::of(minute.parse().unwrap()) }
}

fn of(zone: &str) -> TimeZone {
    TimeZone::get(zone).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn due(zone: &str, minute: &str, day: Date) -> Option<String> {
    due_at(&slot(zone, minute), day, &of(zone)).map(|at| at.to_string())
}

#[test]
fn a_minute_that_clocks_skip_is_the_first_one_after_and_one_that_they_repeat_is_the_first() {
    for (zone, minute, day, expected) in [
        ("America/New_York", "02:30", date(2026, 3, 8), "2026-03-08T07:00:00Z"),
        ("America/New_York", "03:00", date(2026, 3, 8), "2026-03-08T07:00:00Z"),
        ("America/New_York", "01:30", date(2026, 11, 1), "2026-11-01T05:30:00Z"),
        // Lord Howe moves by half an hour.
        ("Australia/Lord_Howe", "02:15", date(2026, 10, 4), "2026-10-03T15:30:00Z"),
        ("Australia/Lord_Howe", "01:45", date(2026, 4, 5), "2026-04-04T14:45:00Z"),
        // Chatham is 45 minutes off the hour, and moves at a quarter to three.
        ("Pacific/Chatham", "03:00", date(2026, 9, 27), "2026-09-26T14:00:00Z"),
        ("Asia/Kathmandu", "08:00", date(2026, 10, 6), "2026-10-06T02:15:00Z"),
        // Cairo skips the first hour of a Friday in April: the day begins at one.
        ("Africa/Cairo", "00:20", date(2026, 4, 24), "2026-04-23T22:00:00Z"),
        ("Africa/Cairo", "23:30", date(2026, 10, 29), "2026-10-29T20:30:00Z"),
    ] {
        assert_eq!(due(zone, minute, day).as_deref(), Some(expected), "{zone} {minute} {day}");
    }
}

#[test]
fn a_date_that_a_zone_never_had_is_due_at_no_time_and_the_days_beside_it_are() {
    let samoa = |day| due("Pacific/Apia", "08:00", date(2011, 12, day));
    assert_eq!(samoa(30), None);
    assert_eq!(
        (samoa(29).unwrap(), samoa(31).unwrap()),
        ("2011-12-29T18:00:00Z".into(), "2011-12-30T18:00:00Z".into())
    );
}

#[test]
fn the_next_time_is_tomorrow_once_today_has_passed_and_unknown_zones_have_none() {
    let eight = slot("America/New_York", "08:00");
    let next = |now: &str| next_due(&eight, at(now)).unwrap();
    assert_eq!(next("2026-10-06T11:59:59Z").date, date(2026, 10, 6));
    assert_eq!(next("2026-10-06T12:00:00Z").at, at("2026-10-07T12:00:00Z"));
    assert_eq!(next_due(&slot("Mars/Olympus", "08:00"), at("2026-10-06T12:00:00Z")), None);
    let samoa = next_due(&slot("Pacific/Apia", "08:00"), at("2011-12-29T18:00:00Z")).unwrap();
    assert_eq!(samoa.date, date(2011, 12, 31));
}

/// Every zone, at minutes of all kinds: whatever the ticks are, each local date is due once.
#[test]
fn in_every_zone_each_local_date_of_two_years_is_due_exactly_once() {
    let (first, last) = (date(2025, 12, 30), date(2028, 1, 2));
    let from = first.to_zoned(TimeZone::UTC).unwrap().timestamp();
    let until = last.to_zoned(TimeZone::UTC).unwrap().timestamp();
    let mut zones = 0;
    for name in jiff::tz::db().available() {
        let Ok(zone) = TimeZone::get(name.as_str()) else { continue };
        zones += 1;
        for minute in ["00:30", "02:30", "08:00", "23:59"] {
            let slot = slot(name.as_str(), minute);
            let mut dates = Vec::new();
            let mut after = from;
            // Steps that no rule of a zone knows, so that their ends lie everywhere.
            while after < until {
                let through = after + SignedDuration::from_mins(61 * 24 * 60 + 17);
                dates.extend(due_between(&slot, &zone, after, through).into_iter().map(|due| due.date));
                after = through;
            }
            let expected: Vec<Date> = dates[0].series(1.day()).take(dates.len()).collect();
            assert_eq!(dates, expected, "{} {minute}", name.as_str());
            assert!(dates.len() >= 731, "{} {minute}: {}", name.as_str(), dates.len());
        }
    }
    assert!(zones > 400, "only {zones} zones were looked at");
}

proptest! {
    /// However the time is cut into ticks, what falls due is what falls due in all of it.
    #[test]
    fn ticks_of_any_length_find_what_one_tick_over_all_of_them_finds(
        zone in proptest::sample::select(vec![
            "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo",
            "America/New_York", "Europe/Berlin", "Africa/Casablanca", "America/Nuuk", "America/Santiago", "UTC",
        ]),
        minute in 0_i32..1440,
        begins in 1_290_000_000_i64..1_900_000_000,
        steps in proptest::collection::vec(1_i64..200_000, 1..30),
    ) {
        let time = jiff::civil::Time::midnight().wrapping_add(minute.minutes());
        let slot = Slot { zone: zone.to_owned(), minute: LocalMinute::of(time) };
        let first = Timestamp::from_second(begins).unwrap();
        let (mut after, mut found) = (first, Vec::new());
        for step in steps {
            let through = after + SignedDuration::from_secs(step);
            found.extend(due_between(&slot, &of(zone), after, through));
            after = through;
        }
        prop_assert_eq!(found, due_between(&slot, &of(zone), first, after));
    }
}
