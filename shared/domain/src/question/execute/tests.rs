//! Claims about the execution of queries.

mod examples;
pub(in crate::question) mod random;
mod reference;

use super::*;
use crate::question::execute::exact::Exact;
use crate::question::execute::result::{RowKey, Table};
use crate::question::query::TypedQuery;
use crate::question::range::DateRange;
use proptest::prelude::*;
use random::{World, any_query, any_world};
use reference::{Expected, expected, explained};

/// Prepares and executes a query, or returns `None` if its time has no days.
fn run(world: &World, query: &TypedQuery) -> Option<(PreparedQuery, QueryResult)> {
    let prepared = PreparedQuery::new(&world.named(query), &world.calendar()).ok()?;
    let result = execute(&prepared, &world.data());
    Some((prepared, result))
}

/// Returns the rows of a table in the form of the reference: what each is of, and its exact numbers.
fn told(table: &Table) -> Expected {
    let label = |row: &result::Row| match &row.key {
        RowKey::Days(DateRange { from, to }) => format!("{from}..{to}"),
        RowKey::Weekday(offset) => format!("weekday {offset}"),
        _ => row.name.clone(),
    };
    let cells = |cells: &[result::Cell]| -> Vec<(Option<Exact>, Option<Exact>)> {
        cells.iter().map(|cell| (cell.value, cell.before)).collect()
    };
    Expected {
        rows: table.rows.iter().map(|row| (label(row), cells(&row.cells))).collect(),
        matched: table.matched,
        unjudged: table.unjudged,
        total: cells(&table.total),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_table_is_what_plain_loops_over_the_facts_add_up_to(world in any_world(), query in any_query()) {
        let Some((prepared, result)) = run(&world, &query) else { return Ok(()) };
        let Body::Table(table) = &result.body else { return Ok(()) };
        let wanted = expected(&world, &prepared, &result.frame);
        prop_assert_eq!(told(table), wanted);
    }

    #[test]
    fn the_parts_of_a_change_and_the_rest_are_the_change(world in any_world(), query in any_query()) {
        let query = TypedQuery { intent: Intent::Why, compare: None, ..query };
        let Some((prepared, result)) = run(&world, &query) else { return Ok(()) };
        let Body::Why(why) = &result.body else { return Ok(()) };
        let Some(change) = why.change else { return Ok(()) };
        let scaled = |value: Option<Exact>| value.unwrap().scaled(why.parts_per_unit).unwrap();
        prop_assert_eq!(change, scaled(why.total.value) - scaled(why.total.before));
        for shown in 0..=why.effects.len() {
            let sum: i64 = why.effects.iter().take(shown).map(|effect| effect.amount).sum();
            prop_assert_eq!(sum + why.rest_after(shown).unwrap(), change);
        }
        // What rounding leaves is at most half a step of each part, and one of the two totals.
        if !why.effects.is_empty() {
            let left = why.rest_after(why.effects.len()).unwrap().abs();
            prop_assert!(left <= 1 + explained(&world, &prepared, &result.frame, why), "{left} left");
        }
        prop_assert_eq!(result.frame.days.unwrap().days(), result.frame.compared.unwrap().days());
    }

    #[test]
    fn nothing_is_compared_that_is_not_over_on_both_sides(world in any_world(), query in any_query()) {
        let Some((prepared, result)) = run(&world, &query) else { return Ok(()) };
        let (Some(asked), Some(asked_before)) = (prepared.days, prepared.compared) else { return Ok(()) };
        let (Some(days), Some(before)) = (result.frame.days, result.frame.compared) else { return Ok(()) };
        prop_assert!(asked.from == days.from && days.to <= asked.to && before.from == asked_before.from);
        if asked.days() == asked_before.days() {
            prop_assert_eq!(days.days(), before.days());
        }
    }

    #[test]
    fn the_days_that_are_needed_are_all_that_are_read(world in any_world(), query in any_query()) {
        let Some((prepared, result)) = run(&world, &query) else { return Ok(()) };
        let needs = prepared.needs();
        prop_assert!(needs.windows(2).all(|pair| pair[0].to < pair[1].from));
        let is_needed = |date| needs.iter().any(|range| range.from <= date && date <= range.to);
        let mut only_needed = world.clone();
        only_needed.facts.retain(|fact| is_needed(fact.date));
        // A channel that is known by nothing but facts of other days is known no more.
        if !matches!(result.body, Body::UnknownNames { .. } | Body::List(_)) {
            let read = execute(&prepared, &only_needed.data());
            prop_assume!(!matches!(read.body, Body::UnknownNames { .. }));
            prop_assert_eq!(read, result);
        }
    }

    #[test]
    fn numbers_at_the_ends_of_their_range_are_added_up_like_all_others(
        mut world in any_world(), query in any_query(), ends in proptest::collection::vec(any::<i64>(), 1..6),
    ) {
        let extremes = [i64::MAX, i64::MIN, 0, -1];
        for (place, fact) in world.facts.iter_mut().enumerate() {
            let value = |shift: usize| Some(*extremes.iter().chain(&ends).cycle().nth(place + shift).unwrap());
            fact.values.spend_minor = value(0);
            fact.values.revenue_minor = value(1);
            fact.values.impressions = value(2);
            fact.values.clicks = value(3);
            fact.values.conversions_thousandths = value(4);
        }
        for campaign in &mut world.campaigns {
            campaign.daily_budget.minor = i64::MAX;
        }
        let Some((prepared, result)) = run(&world, &query) else { return Ok(()) };
        if let Body::Table(table) = &result.body {
            prop_assert_eq!(told(table), expected(&world, &prepared, &result.frame));
        }
    }
}
