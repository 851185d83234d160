//! Claims about which days an import completes.

use super::*;
use domain::metrics::MetricValues;
use jiff::civil::date;

fn day(number: i8) -> Date {
    date(2026, 3, number)
}

fn meta() -> Channel {
    "meta".parse().unwrap()
}

/// Facts of campaigns that spent something on a day of March.
fn facts(rows: &[(i8, &str)]) -> Vec<DailyMetric> {
    let fact = |(number, campaign): &(i8, &str)| DailyMetric {
        channel: meta(),
        date: day(*number),
        campaign: campaign.parse().unwrap(),
        creative: "all".parse().unwrap(),
        values: MetricValues { spend_minor: Some(100), ..MetricValues::default() },
    };
    rows.iter().map(fact).collect()
}

/// Examines an import together with stored facts that are complete up to a day.
fn judged(
    whole: Option<i8>,
    stored: &[(i8, &str)],
    imported: &[(i8, &str)],
) -> (Option<Date>, Option<(Date, Doubt)>) {
    let imported = facts(imported);
    let end = imported.iter().map(|fact| fact.date).max().unwrap();
    let last = SourceCompleteness::own(meta(), end);
    let mut after = facts(stored);
    after.extend(imported.iter().cloned());
    let (through, held) = complete_through(whole.map(day), &last, &imported, &after);
    (through, held.map(|held| (held.day, held.doubt)))
}

fn missing(number: i8, campaign: &str) -> Option<(Date, Doubt)> {
    Some((day(number), Doubt::Missing(vec![campaign.parse().unwrap()])))
}

#[test]
fn a_file_of_every_campaign_moves_the_day_to_its_end() {
    assert_eq!(judged(None, &[], &[(1, "a"), (1, "b"), (2, "a"), (2, "b")]), (Some(day(2)), None));
    assert_eq!(judged(Some(1), &[(1, "a"), (1, "b")], &[(2, "a"), (2, "b")]), (Some(day(2)), None));
}

#[test]
fn a_file_of_one_campaign_makes_no_day_of_the_channel_whole() {
    let stored = [(1, "a"), (1, "b")];
    assert_eq!(judged(Some(1), &stored, &[(2, "a"), (3, "a")]), (Some(day(1)), missing(2, "b")));
    let filtered = judged(Some(1), &stored, &[(1, "a"), (2, "a"), (3, "a")]);
    assert_eq!(filtered, (Some(day(1)), missing(2, "b")));
}

#[test]
fn a_second_file_with_the_other_campaigns_completes_the_day() {
    let stored = [(1, "a"), (1, "b"), (2, "a")];
    assert_eq!(judged(Some(1), &stored, &[(2, "b")]), (Some(day(2)), None));
}

#[test]
fn days_without_facts_between_stored_and_imported_hold_the_channel_back() {
    let gap = judged(Some(1), &[(1, "a")], &[(4, "a")]);
    assert_eq!(gap, (Some(day(1)), Some((day(2), Doubt::Gap))));
}

#[test]
fn a_campaign_missing_on_the_last_day_may_be_late_and_one_missing_before_has_ended() {
    let late = judged(None, &[], &[(1, "a"), (1, "b"), (2, "a")]);
    assert_eq!(late, (Some(day(1)), missing(2, "b")));
    let ended = judged(Some(1), &[(1, "a"), (1, "b")], &[(1, "a"), (1, "b"), (2, "a"), (3, "a")]);
    assert_eq!(ended, (Some(day(3)), None));
}

#[test]
fn an_old_file_never_makes_a_channel_late() {
    assert_eq!(judged(Some(9), &[(9, "a")], &[(1, "a"), (2, "a")]), (Some(day(9)), None));
}

#[test]
fn what_holds_a_channel_back_is_said_with_its_remedy() {
    let held = |doubt| HeldBack { channel: meta(), day: day(2), doubt }.to_string();
    insta::assert_snapshot!(held(Doubt::Gap), @"Meta is not whole from 2026-03-02 on: nothing is there of that day; export from it on and import again");
    insta::assert_snapshot!(held(Doubt::Missing(vec!["a".parse().unwrap()])), @"Meta is not whole from 2026-03-02 on: a delivered the day before and not on it; export all campaigns, from the day before 2026-03-02 to a day after it, and import again");
}
