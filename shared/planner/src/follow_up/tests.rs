//! Claims about questions that go on from the last one.

use crate::fixture::{planned, query, told, told_after, told_of};
use crate::planner::{Before, FOLLOW_UP_MINUTES};

#[test]
fn what_is_said_replaces_what_was_said() {
    let last = "roas by campaign on meta last week";
    for (text, wanted) in [
        ("and for google?", "breakdown roas by campaign, 2028-03-06..2028-03-12, channel in google"),
        ("and last month?", "breakdown roas by campaign, 2028-02-01..2028-02-29, channel in meta"),
        ("cpa instead", "breakdown cpa by campaign, 2028-03-06..2028-03-12, channel in meta"),
        ("also spend", "breakdown roas+spend by campaign, 2028-03-06..2028-03-12, channel in meta"),
        ("by day", "trend roas by day, 2028-03-06..2028-03-12, channel in meta"),
        ("top 3", "rank roas by campaign, 2028-03-06..2028-03-12, channel in meta, order roas desc, limit 3"),
        (
            "only those below 2",
            "breakdown roas by campaign, 2028-03-06..2028-03-12, channel in meta, roas lt 2",
        ),
        ("and the week before?", "breakdown roas by campaign, 2028-02-28..2028-03-05, channel in meta"),
        ("why?", "why roas, 2028-03-06..2028-03-12, channel in meta"),
        ("how much did we spend?", "value spend, 2028-03-06..2028-03-12, channel in meta"),
    ] {
        assert_eq!(told_after(last, text), wanted, "{text}");
    }
}

#[test]
fn a_question_that_stands_for_itself_takes_nothing_over() {
    let last = "roas by campaign on meta last week";
    assert_eq!(told_after(last, "how much did we spend yesterday"), "value spend, 2028-03-14..2028-03-14");
    assert_eq!(told_after(last, "any alerts?"), "alerts -");
    let best = told_after(last, "best ads this month");
    assert_eq!(best, "rank roas by creative, 2028-03-01..2028-03-15, order roas desc, limit 5");
}

#[test]
fn a_question_that_names_its_rows_takes_nothing_over_from_another_subject() {
    let best = "rank roas by campaign, 2028-03-08..2028-03-14, order roas desc, limit 1";
    for last in
        ["how much budget is left", "which campaigns should we pause", "cpa on meta and google last month"]
    {
        assert_eq!(told_after(last, "best campaign"), best, "{last}");
        let sifted = told_after(last, "campaigns with roas under 2.5 and spend over 500 last week");
        assert_eq!(sifted, told("campaigns with roas under 2.5 and spend over 500 last week"), "{last}");
    }
}

#[test]
fn names_that_are_compared_are_compared_also_after_another_question() {
    let compared = told_after("cpm on tiktok last month", "compare meta and google last week");
    assert_eq!(compared, told("compare cpm of meta and google last week"));
    let asked = told_after("how much budget is left", "compare meta and google last week");
    assert_eq!(asked, "ask missing_metric: spend | revenue | roas");
}

#[test]
fn what_is_left_of_a_budget_has_no_days_and_no_reason_why() {
    let left = told_after("spend by day last 30 days", "budget left");
    assert_eq!(left, "budget budget_remaining, 2028-03-01..2028-03-15");
    assert!(told_after("how much budget is left", "why?").starts_with("ask missing_metric"));
}

#[test]
fn it_in_a_second_question_is_nothing_that_the_first_one_only_asks_for() {
    let told = told("which channel is best and how much budget is left on it");
    assert!(told.starts_with("ask missing_context"), "{told}");
}

#[test]
fn it_is_what_was_asked_about_last() {
    let told = told_after("how is oak table launch doing", "how much budget does it have left");
    assert_eq!(told, "budget budget_remaining, 2028-03-01..2028-03-15, campaign in Oak Table Launch");
}

#[test]
fn a_number_alone_is_days_or_rows_and_is_asked_about_where_it_can_be_both() {
    assert_eq!(told_after("roas last 7 days", "make it 30"), "value roas, 2028-02-14..2028-03-14");
    let rows = told_after("top 5 ads by clicks last month", "make it 10");
    assert_eq!(rows, "rank clicks by creative, 2028-02-01..2028-02-29, order clicks desc, limit 10");
    assert_eq!(told_after("top 5 ads by clicks last 7 days", "make it 10"), "ask missing_context: ");
    assert_eq!(told_after("spend last month", "make it 10"), "ask missing_context: ");
}

#[test]
fn words_that_are_not_understood_are_asked_about_also_here() {
    assert!(told_after("roas last week", "and for garden gnomes?").starts_with("ask unknown_entity"));
}

#[test]
fn the_last_question_is_forgotten_and_a_quoted_one_is_not() {
    let (old, quoted) = (query("spend last week"), query("clicks last week"));
    let told = |last, quoted| told_of(&planned("and yesterday?", Before { last, quoted }).plan);
    let (recent, forgotten) = (Some((&old, FOLLOW_UP_MINUTES)), Some((&old, FOLLOW_UP_MINUTES + 1)));
    assert_eq!(told(recent, None), "value spend, 2028-03-14..2028-03-14");
    assert_eq!(told(forgotten, None), "ask missing_context: ");
    assert_eq!(told(forgotten, Some(&quoted)), "value clicks, 2028-03-14..2028-03-14");
    assert_eq!(told(recent, Some(&quoted)), "value clicks, 2028-03-14..2028-03-14");
}
