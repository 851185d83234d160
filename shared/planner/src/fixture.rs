//! The workspace of `tests/fixtures/questions` for tests, and a short form of what was planned.

use crate::evaluation::read_workspace;
use crate::plan::{Plan, Planned};
use crate::planner::{Before, Question, plan};
use crate::reading::read;
use crate::workspace::Workspace;
use crate::{chart::Chart, plan::Subject};
use domain::language::Language;
use domain::question::query::TypedQuery;
use domain::question::range::DataSpan;
use jiff::civil::{Date, date};
use std::fmt::Write;
use std::sync::LazyLock;

pub(crate) static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| {
    read_workspace(include_str!("../../../tests/fixtures/questions/workspace.json")).unwrap()
});

/// A Wednesday.
pub(crate) const TODAY: Date = date(2028, 3, 15);

pub(crate) fn span() -> DataSpan {
    DataSpan { first: Some(date(2026, 1, 1)), today: TODAY }
}

pub(crate) fn chart(text: &str, language: Language) -> Chart {
    read(text, &WORKSPACE, language).expect("a short text")
}

pub(crate) fn planned(text: &str, before: Before<'_>) -> Planned {
    plan(&Question { text, workspace: &WORKSPACE, today: TODAY, language: Language::English, before })
}

/// Returns the last query of a text.
pub(crate) fn query(text: &str) -> TypedQuery {
    match planned(text, Before::default()).plan {
        Plan::Queries(queries) => queries.last().cloned().expect("at least one"),
        other => panic!("{text}: {other:?}"),
    }
}

/// Returns what a text was planned to, in short: `rank roas by campaign, last_week, order roas desc, limit 5`.
pub(crate) fn told(text: &str) -> String {
    told_of(&planned(text, Before::default()).plan)
}

/// Returns what a text was planned to after another one.
pub(crate) fn told_after(last: &str, text: &str) -> String {
    let last = query(last);
    told_of(&planned(text, Before { last: Some((&last, 1)), quoted: None }).plan)
}

pub(crate) fn told_of(plan: &Plan) -> String {
    match plan {
        Plan::Queries(queries) => queries.iter().map(in_short).collect::<Vec<_>>().join(" + "),
        Plan::Clarify(clarification) => {
            let subjects = clarification.choices.iter().map(|choice| match &choice.subject {
                Subject::Entity { name, .. } => name.clone(),
                Subject::Metric(metric) => word(metric),
                Subject::Rest => "the rest".to_owned(),
            });
            format!("ask {}: {}", word(clarification.reason), subjects.collect::<Vec<_>>().join(" | "))
        }
        Plan::OutOfScope(reason) => format!("refuse {}", word(reason)),
    }
}

fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap_or_default().to_owned()
}

fn in_short(query: &TypedQuery) -> String {
    let metrics: Vec<String> = query.metrics.iter().map(word).collect();
    let mut text =
        format!("{} {}", word(query.intent), if metrics.is_empty() { "-".into() } else { metrics.join("+") });
    let days = span().resolve(query).unwrap();
    if let Some(dimension) = query.dimension {
        write!(text, " by {}", word(dimension)).unwrap();
    }
    if let Some(days) = days.days {
        write!(text, ", {}..{}", days.from, days.to).unwrap();
    }
    if let Some(comparison) = query.compare {
        let days = days.compared.map(|days| format!(" {}..{}", days.from, days.to)).unwrap_or_default();
        write!(text, ", with {}{days}", word(comparison.mode)).unwrap();
    }
    for filter in &query.filters {
        write!(text, ", {} {} {}", word(filter.dimension), word(filter.operator), filter.values.join("|"))
            .unwrap();
    }
    for having in &query.having {
        write!(text, ", {} {} {}", word(having.metric), word(having.operator), having.value).unwrap();
    }
    if let Some(order) = query.order {
        write!(text, ", order {} {}", word(order.metric), word(order.direction)).unwrap();
    }
    if let Some(limit) = query.limit {
        write!(text, ", limit {limit}").unwrap();
    }
    text
}
