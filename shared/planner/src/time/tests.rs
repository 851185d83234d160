//! Claims about times. What each language says is in `tests/fixtures/questions/grid.jsonl`; here is what must not be a time,
//! and what the calendar does.

use super::{Calendar, Said, take_times};
use crate::fixture::{chart, span, told};
use domain::language::Language;
use domain::question::range::DataSpan;
use domain::question::time::RelativeTime;
use jiff::civil::date;

/// Returns the times of a text, each as its days.
fn days(text: &str, language: Language, today: DataSpan) -> Vec<String> {
    let mut chart = chart(text, language);
    let calendar = Calendar { today, is_month_first: false };
    let days = |said: Said| match said {
        Said::Time(time) => match today.days(time) {
            Ok(days) => format!("{}..{}", days.from, days.to),
            Err(error) => error.to_string(),
        },
        Said::Before => "before".to_owned(),
    };
    take_times(&mut chart, calendar).into_iter().map(|span| days(span.said)).collect()
}

fn english(text: &str) -> Vec<String> {
    days(text, Language::English, span())
}

#[test]
fn a_number_that_counts_or_bounds_something_else_is_no_time() {
    for text in [
        "top 5 days",
        "more than 2000 clicks",
        "over 2027",
        "2000 conversions",
        "best 3 campaigns",
        "roas under 7",
        "winter clearance 2027",
        "in a month",
    ] {
        assert_eq!(english(text), [""; 0], "{text}");
    }
}

#[test]
fn a_short_word_is_a_month_only_where_one_can_be() {
    assert_eq!(english("spend in may"), ["2027-05-01..2027-05-31"]);
    assert_eq!(english("may i see the spend"), [""; 0]);
    assert_eq!(days("sept derniers jours", Language::French, span()), ["2028-03-08..2028-03-14"]);
    assert_eq!(days("gasto en ago", Language::Spanish, span()), ["2027-08-01..2027-08-31"]);
}

#[test]
fn two_times_are_two_and_the_one_before_is_told_apart() {
    assert_eq!(english("last week vs the week before"), ["2028-03-06..2028-03-12", "before"]);
    assert_eq!(english("january vs february"), ["2028-01-01..2028-01-31", "2028-02-01..2028-02-29"]);
    assert_eq!(english("compare january to february").len(), 2);
    assert_eq!(english("january to february").len(), 1);
}

#[test]
fn what_is_to_come_is_no_answer() {
    assert_eq!(english("spend in 2029"), ["the time is in the future"]);
    assert_eq!(english("this friday"), ["the time is in the future"]);
    assert_eq!(told("spend in 2029"), "refuse forecast");
    assert_eq!(told("spend this friday"), "refuse forecast");
}

#[test]
fn what_was_before_the_data_is_asked_back() {
    assert_eq!(told("spend in 2024"), "ask missing_context: ");
    assert_eq!(told("all time revenue"), "value revenue, 2026-01-01..2028-03-15");
}

#[test]
fn the_order_of_day_and_month_is_that_of_the_place() {
    let read = |is_month_first| {
        let mut chart = chart("on 3/1", Language::English);
        take_times(&mut chart, Calendar { today: span(), is_month_first })[0].said
    };
    assert_eq!(read(true), Said::Time(RelativeTime::Date(date(2028, 3, 1))));
    assert_eq!(read(false), Said::Time(RelativeTime::Date(date(2028, 1, 3))));
    assert_eq!(english("13/2"), english("2/13"));
    assert_eq!(english("31/2"), [""; 0]);
}

#[test]
fn the_29th_of_february_is_the_last_one_there_was() {
    let leap = DataSpan { first: None, today: date(2027, 3, 15) };
    assert_eq!(days("29 february", Language::English, leap), ["2024-02-29..2024-02-29"]);
    assert_eq!(days("on the 31st", Language::English, leap), [""; 0]);
    assert_eq!(
        days("on the 31st", Language::English, DataSpan { first: None, today: date(2027, 4, 2) }),
        ["2027-03-31..2027-03-31"]
    );
}

#[test]
fn around_the_new_year_names_are_of_the_year_before() {
    let january = DataSpan { first: None, today: date(2028, 1, 2) };
    let of = |text| days(text, Language::English, january);
    assert_eq!(of("december"), ["2027-12-01..2027-12-31"]);
    assert_eq!(of("q4"), ["2027-10-01..2027-12-31"]);
    assert_eq!(of("30 december to 2 january"), ["2027-12-30..2028-01-02"]);
    assert_eq!(of("monday last week"), ["2027-12-20..2027-12-20"]);
    assert_eq!(of("calendar week 52"), ["2027-12-27..2028-01-02"]);
}
