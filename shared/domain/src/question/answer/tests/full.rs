//! An answer in full says what the message says, with every row.

use super::numbers::numerals;
use super::*;
use crate::question::execute::data::WorkspaceData;
use crate::question::execute::tests::random::{World, any_query, any_world};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn of_cell(cell: &AnswerCell) -> String {
    cell.note.as_ref().map_or_else(|| cell.value.clone(), |note| format!("{} ({note})", cell.value))
}

fn of_row(row: &AnswerRow) -> Vec<String> {
    let cells: Vec<String> = row.cells.iter().map(of_cell).collect();
    let line = format!("{} | {}", row.name, cells.join(" | "));
    [vec![line], row.details.iter().map(|detail| format!("    {detail}")).collect()].concat()
}

/// Returns an answer in full as text.
fn written(answer: &FullAnswer) -> String {
    let mut lines = vec![format!("# {}", answer.title), answer.scope.clone()];
    lines.extend(answer.lines.iter().cloned());
    lines.extend(answer.figures.iter().map(|figure| format!("{} = {}", figure.label, of_cell(&figure.cell))));
    if let Some(table) = &answer.table {
        lines.push(table.columns.join(" | "));
        lines.extend(table.rows.iter().chain(&table.total).flat_map(of_row));
    }
    for entry in &answer.entries {
        lines.push(entry.text.clone());
        lines.extend(entry.details.iter().map(|detail| format!("    {detail}")));
    }
    lines.extend(answer.after.iter().cloned());
    if let Some(creative) = &answer.creative {
        let parts = [Some(creative.name.clone()), creative.copy.clone(), creative.picture.clone()];
        lines.push(format!("creative: {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" | ")));
    }
    if let Some(trend) = &answer.trend {
        let point = |point: &TrendPoint| {
            format!(
                "{} {}",
                point.label,
                point.value.map_or_else(|| "?".to_owned(), |value| trend.say(value))
            )
        };
        let points: Vec<String> = trend.points.iter().map(point).collect();
        lines.push(format!(
            "trend: {} ({}), steps of {}: {}",
            trend.title,
            trend.days,
            trend.step,
            points.join(", ")
        ));
    }
    lines.push(answer.how.clone());
    lines.join("\n")
}

#[test]
fn what_each_answer_says_in_full() {
    let shop = Shop::new();
    let said = queries::all().into_iter().fold(String::new(), |mut all, (name, query)| {
        let result = run(&shop, &query);
        writeln!(all, "== {name}\n{}\n", written(&full_answer(&result, Language::English))).unwrap();
        all
    });
    assert_snapshot!("in_full", said);
    let (_, overspent) = queries::all().into_iter().find(|(name, _)| *name == "overspent_yesterday").unwrap();
    let result = run(&shop, &overspent);
    assert_snapshot!("overspent_in_full", in_all(|language| written(&full_answer(&result, language))));
}

fn executed(world: &World, query: &TypedQuery) -> Option<(PreparedQuery, QueryResult)> {
    let prepared = PreparedQuery::new(&world.named(query), &world.calendar()).ok()?;
    let result = execute(&prepared, &world.data());
    Some((prepared, result))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn every_number_of_the_message_is_in_the_full_answer(world in any_world(), query in any_query(), language in 0_usize..6) {
        let Some((_, result)) = executed(&world, &query) else { return Ok(()) };
        let language = Language::ALL[language];
        let full = full_answer(&result, language);
        let message = answer(&result, &AnswerReader { language, link: None, longest: LONGEST_ANSWER }).text;
        let said = numerals(&written(&full));
        let missing: Vec<String> = numerals(&message).into_iter().filter(|number| !said.contains(number)).collect();
        // Only the message counts its rows, and what it leaves out.
        let places = (1..=5).map(|place: i64| language.integer(place));
        let rows = full.table.as_ref().map_or(full.entries.len(), |table| table.rows.len());
        let more = (0..=5).filter_map(|shown| rows.checked_sub(shown)).map(|more| language.integer(i64::try_from(more).unwrap()));
        let counted: BTreeSet<String> = places.chain(more).collect();
        let rest = missing.into_iter().filter(|number| !counted.contains(number)).collect::<Vec<_>>();
        // What is left of a change beside the parts that are shown depends on how many are shown.
        if !matches!(result.body, Body::Why(_)) {
            prop_assert!(rest.is_empty(), "{rest:?}\n{message}\n--\n{}", written(&full));
        }
    }

    #[test]
    fn each_row_has_a_cell_for_each_column(world in any_world(), query in any_query()) {
        let Some((_, result)) = executed(&world, &query) else { return Ok(()) };
        let full = full_answer(&result, Language::English);
        if let (Body::Table(table), Some(told)) = (&result.body, &full.table) {
            prop_assert_eq!(told.rows.len(), table.rows.len());
            let is_whole = |row: &AnswerRow| row.cells.len() + 1 == told.columns.len();
            prop_assert!(told.rows.iter().chain(&told.total).all(is_whole));
        }
    }

    #[test]
    fn what_a_query_does_not_need_changes_nothing_of_its_answer(world in any_world(), query in any_query()) {
        let Some((prepared, result)) = executed(&world, &query) else { return Ok(()) };
        let data = world.data();
        let needed = WorkspaceData {
            creatives: if prepared.needs_creatives() { data.creatives } else { &[] },
            alerts: if prepared.needs_findings() { data.alerts } else { &[] },
            adjustments: if prepared.needs_findings() { data.adjustments } else { &[] },
            recommendations: if prepared.needs_findings() { data.recommendations } else { &[] },
            ..data
        };
        let read = execute(&prepared, &needed);
        prop_assert_eq!(full_answer(&read, Language::English), full_answer(&result, Language::English));
    }
}
