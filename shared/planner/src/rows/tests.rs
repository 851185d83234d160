//! Claims about rows: what they are told apart by, in which order, how many.

use super::direction;
use crate::fixture::told;
use crate::meaning::RankWord;
use domain::question::query::{Direction, Metric};

#[test]
fn one_thing_is_one_row_several_are_five_and_a_number_is_that_many() {
    let limit = |text: &str| told(text).rsplit_once("limit ").map(|(_, limit)| limit.to_owned());
    for (text, wanted) in [
        ("best campaign yesterday", "1"),
        ("best campaigns yesterday", "5"),
        ("top 7 campaigns yesterday", "7"),
        ("top seven campaigns yesterday", "7"),
        ("3 worst ads yesterday", "3"),
        ("which of my campaigns has the best roas", "1"),
        ("who spent the most", "1"),
    ] {
        assert_eq!(limit(text).as_deref(), Some(wanted), "{text}");
    }
}

#[test]
fn the_best_of_what_costs_is_the_least() {
    assert_eq!(direction(RankWord::Best, Metric::Cpa), Direction::Ascending);
    assert_eq!(direction(RankWord::Best, Metric::Roas), Direction::Descending);
    assert_eq!(direction(RankWord::Worst, Metric::Cpc), Direction::Descending);
    assert_eq!(direction(RankWord::Most, Metric::Cpm), Direction::Descending);
}

#[test]
fn what_something_costs_each_time_is_meant_by_the_cheapest_of_what_is_counted() {
    assert!(told("cheapest clicks by channel").starts_with("rank cpc by channel"));
    assert!(told("most expensive conversions by campaign").starts_with("rank cpa by campaign"));
    assert!(told("5 most expensive ads").starts_with("rank spend by creative"));
}

#[test]
fn two_kinds_of_rows_are_asked_about() {
    assert_eq!(told("spend by campaign and day"), "ask missing_context: ");
    assert_eq!(told("which campaign has the best roas by channel"), "ask missing_context: ");
}

#[test]
fn days_weeks_and_months_can_be_put_in_order_too() {
    assert!(told("which day had the most clicks last month").starts_with("rank clicks by day"));
    assert!(told("worst month for roas this year").starts_with("rank roas by month"));
    assert!(told("days with more than 500 clicks last month").starts_with("trend clicks by day"));
}
