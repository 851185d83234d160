//! Claims about comparisons: which time is asked about, and which one it is compared with.

use crate::fixture::told;

#[test]
fn the_time_that_is_named_first_is_asked_about() {
    for (text, wanted) in [
        (
            "spend this week vs last week",
            "2028-03-13..2028-03-15, with previous_period 2028-03-06..2028-03-08",
        ),
        ("spend in february vs january", "2028-02-01..2028-02-29, with explicit 2028-01-01..2028-01-31"),
        (
            "compared to january, how was february spend",
            "2028-02-01..2028-02-29, with explicit 2028-01-01..2028-01-31",
        ),
        (
            "did spend grow from january to february",
            "2028-02-01..2028-02-29, with explicit 2028-01-01..2028-01-31",
        ),
        ("spend vs last week", "2028-03-13..2028-03-15, with previous_period 2028-03-06..2028-03-08"),
        (
            "spend this month vs the same month last year",
            "2028-03-01..2028-03-15, with previous_year 2027-03-01..2027-03-15",
        ),
        (
            "spend yesterday vs the same day last week",
            "2028-03-14..2028-03-14, with same_weekday_last_week 2028-03-07..2028-03-07",
        ),
        (
            "spend yesterday vs last tuesday",
            "2028-03-14..2028-03-14, with same_weekday_last_week 2028-03-07..2028-03-07",
        ),
        ("spend yoy", "2028-01-01..2028-03-15, with previous_year 2027-01-01..2027-03-15"),
        ("did spend go up last week", "2028-03-06..2028-03-12, with previous_period 2028-02-28..2028-03-05"),
        (
            "are we spending more than yesterday",
            "2028-03-15..2028-03-15, with previous_period 2028-03-14..2028-03-14",
        ),
    ] {
        assert_eq!(told(text), format!("compare spend, {wanted}"), "{text}");
    }
}

#[test]
fn what_is_compared_with_nothing_is_no_comparison() {
    assert_eq!(told("spend vs revenue last month"), "value spend+revenue, 2028-02-01..2028-02-29");
    assert!(told("compare all channels by cpa last month").starts_with("breakdown cpa by channel"));
    assert!(told("spend this month vs budget").starts_with("budget pacing"));
}

#[test]
fn what_changed_most_is_asked_back() {
    assert_eq!(told("which campaign had the biggest drop in roas last week"), "ask missing_context: ");
    assert_eq!(told("spend in january, february and march"), "ask missing_context: ");
}

#[test]
fn several_names_and_a_word_that_compares_are_put_side_by_side() {
    let told = told("meta or google, which has the better cpa last month");
    assert_eq!(told, "compare cpa by channel, 2028-02-01..2028-02-29, with entities, channel in meta|google");
}

#[test]
fn last_after_a_word_that_compares_is_the_one_before() {
    for (text, wanted) in [
        ("spend this month vs last", "2028-03-01..2028-03-15, with previous_period 2028-02-01..2028-02-15"),
        (
            "gasto de esta semana frente a la pasada",
            "2028-03-13..2028-03-15, with previous_period 2028-03-06..2028-03-08",
        ),
        (
            "ausgaben letzte woche im vergleich zur vorherigen",
            "2028-03-06..2028-03-12, with previous_period 2028-02-28..2028-03-05",
        ),
    ] {
        assert_eq!(told(text), format!("compare spend, {wanted}"), "{text}");
    }
    assert!(told("spend this month vs last gnomes").starts_with("ask"));
}

#[test]
fn que_joins_where_nothing_is_more_or_less() {
    assert_eq!(told("le ctr qu'on a eu hier"), "value ctr, 2028-03-14..2028-03-14");
    assert!(told("on a eu plus de clics qu'hier").starts_with("compare clicks"));
}
