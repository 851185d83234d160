//! Claims about when a source is silent, and about which error still stands.

use super::*;
use jiff::civil::{date, time};
use proptest::prelude::*;
use serde_json::json;

const NEW_YORK: &str = "America/New_York";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn zone() -> TimeZone {
    TimeZone::get(NEW_YORK).unwrap()
}

fn google() -> Channel {
    "google".parse().unwrap()
}

/// Google, expected by half past six, last in on Thursday 1 October at 06:10 in New York.
fn health() -> SourceHealth {
    SourceHealth {
        expected_by: Some(time(6, 30, 0, 0)),
        last_success: Some(at("2026-10-01T10:10:00Z")),
        ..SourceHealth::unknown(google())
    }
}

/// The Monday that is reported on at [`now`].
fn monday() -> Date {
    date(2026, 10, 5)
}

fn judged(complete_through: Option<Date>, now: &str) -> Silence {
    silence(&health(), complete_through, monday(), at(now), &zone())
}

const SILENT_SINCE_THURSDAY: Silence = Silence::Silent { since: Some(Timestamp::constant(1_790_849_400, 0)) };

#[test]
fn a_channel_is_silent_from_the_very_minute_by_which_it_is_expected() {
    let sunday = Some(date(2026, 10, 4));
    assert_eq!(judged(sunday, "2026-10-06T10:29:59Z"), Silence::NotDue);
    assert_ne!(judged(sunday, "2026-10-06T10:30:00Z"), Silence::NotDue);
    assert_eq!(judged(Some(monday()), "2026-10-06T10:30:00Z"), Silence::In);
}

#[test]
fn a_day_that_is_not_due_yet_excuses_none_before_it() {
    let (saturday, wednesday) = (Some(date(2026, 10, 3)), Some(date(2026, 9, 30)));
    let early = "2026-10-06T10:00:00Z";
    assert!(matches!(judged(saturday, early), Silence::Silent { .. }));
    assert_eq!(judged(wednesday, early), SILENT_SINCE_THURSDAY);
    assert_eq!(judged(wednesday, "2026-10-06T12:00:00Z"), SILENT_SINCE_THURSDAY);
}

#[test]
fn a_success_that_came_without_the_missing_day_is_not_since_when_it_is_silent() {
    // It came in on Thursday, but Wednesday, which was due then, was not in it.
    let tuesday = Some(date(2026, 9, 29));
    let late = SourceHealth { last_success: Some(at("2026-10-01T11:00:00Z")), ..health() };
    let judged =
        |health: &SourceHealth| silence(health, tuesday, monday(), at("2026-10-06T12:00:00Z"), &zone());
    assert_eq!(judged(&late), Silence::Silent { since: None });
    assert_eq!(judged(&health()), SILENT_SINCE_THURSDAY);
}

#[test]
fn without_a_time_nothing_is_expected_and_without_an_import_nothing_is_known() {
    let none = SourceHealth { expected_by: None, ..health() };
    let now = at("2026-10-06T12:00:00Z");
    assert_eq!(silence(&none, None, monday(), now, &zone()), Silence::NotExpected);
    let never = SourceHealth { last_success: None, ..health() };
    assert_eq!(silence(&never, None, monday(), now, &zone()), Silence::Silent { since: None });
}

#[test]
fn a_time_that_clocks_skip_is_due_in_the_first_minute_after_the_gap_and_one_they_repeat_the_first_time() {
    // On 8 March 2026 New York goes from 02:00 to 03:00, which is 07:00 in UTC.
    assert_eq!(expected_at(date(2026, 3, 7), time(2, 45, 0, 0), &zone()), at("2026-03-08T07:00:00Z"));
    assert_eq!(expected_at(date(2026, 3, 7), time(3, 0, 0, 0), &zone()), at("2026-03-08T07:00:00Z"));
    assert_eq!(expected_at(date(2026, 3, 7), time(1, 59, 0, 0), &zone()), at("2026-03-08T06:59:00Z"));
    // On 1 November it shows 01:00 to 02:00 twice, first from 05:00 in UTC on.
    assert_eq!(expected_at(date(2026, 10, 31), time(1, 30, 0, 0), &zone()), at("2026-11-01T05:30:00Z"));
    // Samoa left out all of 30 December 2011.
    let apia = TimeZone::get("Pacific/Apia").unwrap();
    assert_eq!(expected_at(date(2011, 12, 29), time(6, 30, 0, 0), &apia), at("2011-12-30T10:00:00Z"));
}

#[test]
fn an_error_stands_until_something_comes_in_after_it() {
    let error = |text: &str| Some(SourceError::new(at(text), Some("r-1"), "no day column"));
    let with = |last_error| SourceHealth { last_error, ..health() };
    assert_eq!(with(None).standing_error(), None);
    assert_eq!(with(error("2026-10-01T10:09:59Z")).standing_error(), None);
    let later = with(error("2026-10-01T10:10:01Z"));
    assert_eq!(later.standing_error(), later.last_error.as_ref());
    let never = SourceHealth { last_success: None, ..with(error("2026-10-01T10:09:59Z")) };
    assert!(never.standing_error().is_some());
}

#[test]
fn a_reason_is_one_line_and_short() {
    let error = SourceError::new(at("2026-10-01T10:09:59Z"), None, &format!("no\n day\t{}", "x".repeat(900)));
    assert!(error.reason.starts_with("no day x") && error.reason.encode_utf16().count() <= LONGEST_REASON);
}

#[test]
fn what_an_older_version_wrote_is_read() {
    let read: SourceHealth = serde_json::from_value(json!({ "channel": "google" })).unwrap();
    assert_eq!(read, SourceHealth::unknown(google()));
    let error = json!({ "at": "2026-10-01T10:10:00Z", "reason": "no day column" });
    let read: SourceHealth =
        serde_json::from_value(json!({ "channel": "google", "last_error": error })).unwrap();
    assert_eq!(read.last_error.unwrap().receipt, None);
}

#[test]
fn every_channel_of_which_something_is_known_has_one_state() {
    let sources = ["tiktok", "google"].map(|name| SourceCompleteness::own(name.parse().unwrap(), monday()));
    let never = SourceHealth { last_success: None, channel: "meta".parse().unwrap(), ..health() };
    let nothing = SourceHealth::unknown("bing".parse().unwrap());
    let states =
        source_states(&sources, &[never, health(), nothing], monday(), at("2026-10-06T12:00:00Z"), NEW_YORK);
    let told = states.iter().map(|state| (state.health.channel.as_str(), state.is_silent()));
    assert_eq!(told.collect::<Vec<_>>(), [("google", false), ("meta", true), ("tiktok", false)]);
}

prop_compose! {
    fn any_instant()(second in 1_700_000_000_i64..1_900_000_000) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }
}

fn any_zone() -> impl Strategy<Value = TimeZone> {
    let names = vec!["UTC", NEW_YORK, "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"];
    prop::sample::select(names).prop_map(|name| TimeZone::get(name).unwrap())
}

fn any_time() -> impl Strategy<Value = Time> {
    (0_i8..24, 0_i8..60).prop_map(|(hour, minute)| time(hour, minute, 0, 0))
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i64..2_400).prop_map(|days| date(2023, 11, 1).saturating_add(days.days()))
}

proptest! {
    /// A day is due at or after the start of the next one, and a local clock then shows the time or one after it.
    #[test]
    fn a_day_is_due_on_the_day_after_it(day in any_day(), by in any_time(), zone in any_zone()) {
        let due = expected_at(day, by, &zone).to_zoned(zone.clone());
        let next = day.tomorrow().unwrap();
        prop_assert!(due.date() == next && due.time() >= by, "{due}");
        let minute_before = (due.timestamp() - jiff::SignedDuration::from_mins(1)).to_zoned(zone);
        prop_assert!(minute_before.date() == day || minute_before.time() < by, "{minute_before}");
    }

    /// The newest day that is due is due, and the next one is not.
    #[test]
    fn the_newest_day_due_is_the_newest(now in any_instant(), by in any_time(), zone in any_zone()) {
        let newest = newest_due(by, now, &zone);
        prop_assert!(expected_at(newest, by, &zone) <= now);
        prop_assert!(expected_at(newest.tomorrow().unwrap(), by, &zone) > now);
    }

    /// Time passing, with nothing coming in, never makes a silent channel heard; data coming in never silences one.
    #[test]
    fn silence_only_ends_when_data_comes_in(
        now in any_instant(), later in 0_i64..400_000, by in any_time(), zone in any_zone(),
        behind in 0_i64..5, more in 0_i64..5, success in prop::option::of(any_instant()),
    ) {
        let health = SourceHealth { expected_by: Some(by), last_success: success, ..health() };
        let report_day = now.to_zoned(zone.clone()).date().yesterday().unwrap();
        let last = report_day.saturating_sub(behind.days());
        let is_silent = |last, now| matches!(silence(&health, Some(last), report_day, now, &zone), Silence::Silent { .. });
        let after = Timestamp::from_second(now.as_second() + later).unwrap();
        prop_assert!(!is_silent(last, now) || is_silent(last, after));
        prop_assert!(is_silent(last, now) || !is_silent(last.saturating_add(more.days()), now));
        prop_assert!(!is_silent(report_day, after));
    }

    /// Instants are stored so that the table can compare them, also two of the same second.
    #[test]
    fn text_order_is_time_order(from in any_instant(), millis in prop::array::uniform2(0_i64..2_000)) {
        let written = |at| {
            let health = SourceHealth { last_success: Some(at), ..health() };
            serde_json::to_value(health).unwrap()["last_success"].as_str().unwrap().to_owned()
        };
        // Tenths of a second, so that some are whole seconds, which would be written without a fraction.
        let [one, two] = millis.map(|millis| from + jiff::SignedDuration::from_millis(millis / 100 * 100));
        prop_assert_eq!(written(one).cmp(&written(two)), one.cmp(&two));
        prop_assert_eq!(at(&written(one)), one);
    }
}
