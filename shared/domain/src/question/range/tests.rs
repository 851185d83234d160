//! Claims about the days that times stand for.

use super::*;
use crate::question::query::{Comparison, Metric};
use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

/// A Wednesday.
fn wednesday() -> DataSpan {
    DataSpan { first: None, today: date(2026, 3, 18) }
}

fn told(span: &DataSpan, time: RelativeTime) -> String {
    match span.days(time) {
        Ok(days) => format!("{}..{}", days.from, days.to),
        Err(reason) => format!("{reason:?}"),
    }
}

fn compared(time: RelativeTime, mode: ComparisonMode, other: Option<RelativeTime>) -> String {
    let query = TypedQuery {
        metrics: vec![Metric::Spend],
        time_range: Some(time),
        compare: Some(Comparison { mode, time_range: other }),
        ..TypedQuery::new(Intent::Compare)
    };
    let days = wednesday().resolve(&query).unwrap().compared.unwrap();
    format!("{}..{}", days.from, days.to)
}

#[test]
fn each_kind_stands_for_the_days_that_the_conventions_say() {
    for (time, days) in [
        (RelativeTime::Today, "2026-03-18..2026-03-18"),
        (RelativeTime::Yesterday, "2026-03-17..2026-03-17"),
        (RelativeTime::DayBeforeYesterday, "2026-03-16..2026-03-16"),
        (RelativeTime::LastDays(7), "2026-03-11..2026-03-17"),
        (RelativeTime::ThisWeek, "2026-03-16..2026-03-18"),
        (RelativeTime::LastWeek, "2026-03-09..2026-03-15"),
        (RelativeTime::WeekBeforeLast, "2026-03-02..2026-03-08"),
        (RelativeTime::LastWeekend, "2026-03-14..2026-03-15"),
        (RelativeTime::ThisMonth, "2026-03-01..2026-03-18"),
        (RelativeTime::LastMonth, "2026-02-01..2026-02-28"),
        (RelativeTime::ThisQuarter, "2026-01-01..2026-03-18"),
        (RelativeTime::LastQuarter, "2025-10-01..2025-12-31"),
        (RelativeTime::Quarter { quarter: 1, year: None }, "2026-01-01..2026-03-18"),
        (RelativeTime::Quarter { quarter: 4, year: None }, "2025-10-01..2025-12-31"),
        (RelativeTime::Quarter { quarter: 2, year: Some(2024) }, "2024-04-01..2024-06-30"),
        (RelativeTime::Month { month: 3, year: None }, "2026-03-01..2026-03-18"),
        (RelativeTime::Month { month: 4, year: None }, "2025-04-01..2025-04-30"),
        (RelativeTime::Year(2025), "2025-01-01..2025-12-31"),
        (RelativeTime::YearToDate, "2026-01-01..2026-03-18"),
        (RelativeTime::Since(date(2026, 1, 1)), "2026-01-01..2026-03-18"),
        (RelativeTime::SinceWeekday(Weekday::Monday), "2026-03-16..2026-03-18"),
        (RelativeTime::SinceWeekday(Weekday::Wednesday), "2026-03-11..2026-03-18"),
        (RelativeTime::Between { from: date(2026, 3, 1), to: date(2026, 3, 10) }, "2026-03-01..2026-03-10"),
        (RelativeTime::Date(date(2026, 2, 14)), "2026-02-14..2026-02-14"),
        (RelativeTime::Weekday(Weekday::Saturday), "2026-03-14..2026-03-14"),
        (RelativeTime::Default, "2026-03-11..2026-03-17"),
    ] {
        assert_eq!(told(&wednesday(), time), days, "{time:?}");
    }
}

#[test]
fn what_is_to_come_was_before_the_data_or_does_not_exist_has_no_days() {
    let span = DataSpan { first: Some(date(2026, 3, 5)), ..wednesday() };
    assert_eq!(told(&span, RelativeTime::Year(2027)), "Future");
    assert_eq!(told(&span, RelativeTime::Since(date(2026, 3, 19))), "Future");
    assert_eq!(told(&span, RelativeTime::LastMonth), "BeforeData");
    assert_eq!(told(&span, RelativeTime::ThisMonth), "2026-03-05..2026-03-18");
    assert_eq!(told(&span, RelativeTime::Month { month: 13, year: None }), "Impossible");
    assert_eq!(told(&span, RelativeTime::LastDays(0)), "Impossible");
}

#[test]
fn the_week_goes_on_over_the_new_year_and_february_has_29_days_in_a_leap_year() {
    let new_year = DataSpan { first: None, today: date(2026, 1, 2) };
    assert_eq!(told(&new_year, RelativeTime::ThisWeek), "2025-12-29..2026-01-02");
    assert_eq!(told(&new_year, RelativeTime::LastMonth), "2025-12-01..2025-12-31");
    assert_eq!(told(&new_year, RelativeTime::LastQuarter), "2025-10-01..2025-12-31");
    let leap = DataSpan { first: None, today: date(2028, 3, 1) };
    assert_eq!(told(&leap, RelativeTime::LastMonth), "2028-02-01..2028-02-29");
    assert_eq!(told(&leap, RelativeTime::Yesterday), "2028-02-29..2028-02-29");
}

#[test]
fn today_is_the_day_in_the_workspaces_zone_also_when_clocks_change() {
    let zone = TimeZone::get("America/New_York").unwrap();
    for (instant, today) in [
        ("2026-03-08T04:59:59Z", date(2026, 3, 7)),
        ("2026-03-08T05:00:00Z", date(2026, 3, 8)),
        ("2026-03-09T03:59:59Z", date(2026, 3, 8)),
        ("2026-11-01T04:00:00Z", date(2026, 11, 1)),
        ("2026-11-02T04:59:59Z", date(2026, 11, 1)),
        ("2026-11-02T05:00:00Z", date(2026, 11, 2)),
    ] {
        let span = DataSpan::at(instant.parse().unwrap(), &zone, None);
        assert_eq!(span.today, today, "{instant}");
        assert_eq!(span.days(RelativeTime::LastDays(1)).unwrap().days(), 1);
    }
}

#[test]
fn a_comparison_is_with_as_much_of_the_time_before() {
    use ComparisonMode::{PreviousPeriod, PreviousYear, SameWeekdayLastWeek};
    let before = |time| compared(time, PreviousPeriod, None);
    assert_eq!(before(RelativeTime::LastDays(7)), "2026-03-04..2026-03-10");
    assert_eq!(before(RelativeTime::Today), "2026-03-17..2026-03-17");
    assert_eq!(before(RelativeTime::ThisWeek), "2026-03-09..2026-03-11");
    assert_eq!(before(RelativeTime::LastWeek), "2026-03-02..2026-03-08");
    assert_eq!(before(RelativeTime::ThisMonth), "2026-02-01..2026-02-18");
    assert_eq!(before(RelativeTime::LastMonth), "2026-01-01..2026-01-31");
    assert_eq!(before(RelativeTime::ThisQuarter), "2025-10-01..2025-12-16");
    assert_eq!(before(RelativeTime::LastQuarter), "2025-07-01..2025-09-30");
    assert_eq!(before(RelativeTime::YearToDate), "2025-01-01..2025-03-18");
    assert_eq!(before(RelativeTime::LastWeekend), "2026-03-07..2026-03-08");
    assert_eq!(compared(RelativeTime::Yesterday, SameWeekdayLastWeek, None), "2026-03-10..2026-03-10");
    assert_eq!(compared(RelativeTime::ThisMonth, PreviousYear, None), "2025-03-01..2025-03-18");
    let january = RelativeTime::Month { month: 1, year: None };
    let explicit = compared(RelativeTime::LastMonth, ComparisonMode::Explicit, Some(january));
    assert_eq!(explicit, "2026-01-01..2026-01-31");
}

#[test]
fn the_time_before_a_long_month_ends_with_the_shorter_one() {
    let span = DataSpan { first: None, today: date(2026, 3, 31) };
    let query = |time| TypedQuery {
        time_range: Some(time),
        compare: Some(Comparison { mode: ComparisonMode::PreviousPeriod, time_range: None }),
        ..TypedQuery::new(Intent::Compare)
    };
    let days = span.resolve(&query(RelativeTime::ThisMonth)).unwrap().compared.unwrap();
    assert_eq!((days.from, days.to), (date(2026, 2, 1), date(2026, 2, 28)));
    let leap = DataSpan { first: None, today: date(2028, 2, 29) };
    let mut yearly = query(RelativeTime::Today);
    yearly.compare = Some(Comparison { mode: ComparisonMode::PreviousYear, time_range: None });
    let days = leap.resolve(&yearly).unwrap().compared.unwrap();
    assert_eq!((days.from, days.to), (date(2027, 2, 28), date(2027, 2, 28)));
}

#[test]
fn no_time_is_seven_days_and_for_a_budget_this_month() {
    let of = |intent| {
        let query = TypedQuery { time_range: Some(RelativeTime::Default), ..TypedQuery::new(intent) };
        wednesday().resolve(&query).unwrap().days.unwrap()
    };
    assert_eq!(of(Intent::Value).from, date(2026, 3, 11));
    assert_eq!(of(Intent::Budget).from, date(2026, 3, 1));
    let none = wednesday().resolve(&TypedQuery::new(Intent::Alerts)).unwrap();
    assert_eq!(none.days, None);
}

fn any_date() -> impl Strategy<Value = Date> {
    (2019_i16..2035, 1_i8..=12, 1_i8..=31)
        .prop_filter_map("a day of the calendar", |(year, month, day)| Date::new(year, month, day).ok())
}

fn any_time() -> impl Strategy<Value = RelativeTime> {
    let weekday = || (1_i8..=7).prop_map(|day| Weekday::from_monday_one_offset(day).unwrap());
    let year = || proptest::option::of(2000_i16..2040);
    prop_oneof![
        proptest::sample::select(vec![
            RelativeTime::Today,
            RelativeTime::Yesterday,
            RelativeTime::DayBeforeYesterday,
            RelativeTime::ThisWeek,
            RelativeTime::LastWeek,
            RelativeTime::WeekBeforeLast,
            RelativeTime::LastWeekend,
            RelativeTime::ThisMonth,
            RelativeTime::LastMonth,
            RelativeTime::ThisQuarter,
            RelativeTime::LastQuarter,
            RelativeTime::YearToDate,
            RelativeTime::Default,
        ]),
        (0_u16..4000).prop_map(RelativeTime::LastDays),
        (1_i8..=12, year()).prop_map(|(month, year)| RelativeTime::Month { month, year }),
        (1_i8..=4, year()).prop_map(|(quarter, year)| RelativeTime::Quarter { quarter, year }),
        (2000_i16..2040).prop_map(RelativeTime::Year),
        (any_date(), any_date()).prop_map(|(from, to)| RelativeTime::Between { from, to }),
        any_date().prop_map(RelativeTime::Since),
        any_date().prop_map(RelativeTime::Date),
        weekday().prop_map(RelativeTime::SinceWeekday),
        weekday().prop_map(RelativeTime::Weekday),
    ]
}

proptest! {
    #[test]
    fn the_days_lie_in_the_datas_span_and_begin_before_they_end(
        time in any_time(),
        other in any_time(),
        mode in 0_usize..4,
        today in any_date(),
        first in proptest::option::of(any_date()),
    ) {
        let span = DataSpan { first, today };
        let modes = [
            ComparisonMode::PreviousPeriod,
            ComparisonMode::SameWeekdayLastWeek,
            ComparisonMode::PreviousYear,
            ComparisonMode::Explicit,
        ];
        let query = TypedQuery {
            time_range: Some(time),
            compare: Some(Comparison { mode: modes[mode], time_range: Some(other) }),
            ..TypedQuery::new(Intent::Compare)
        };
        if let Ok(ResolvedDays { days, compared }) = span.resolve(&query) {
            for range in days.into_iter().chain(compared) {
                prop_assert!(range.from <= range.to);
                prop_assert!(range.to <= today);
                prop_assert!(first.is_none_or(|first| range.from >= first));
            }
        }
    }

    #[test]
    fn so_many_last_days_are_that_many_and_end_yesterday(today in any_date(), n in 1_u16..1000) {
        let days = DataSpan { first: None, today }.days(RelativeTime::LastDays(n)).unwrap();
        prop_assert_eq!(days.days(), i32::from(n));
        prop_assert_eq!(days.to, today.yesterday().unwrap());
    }
}
