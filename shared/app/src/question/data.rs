//! The facts and findings that a question needs, and no others.

use domain::identity::WorkspaceId;
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::{Alert, Recommendation};
use domain::metrics::DailyMetric;
use domain::metrics::SourceCompleteness;
use domain::metrics::measure::of_one_source;
use domain::question::execute::prepared::PreparedQuery;
use domain::question::range::DateRange;
use futures::future::{try_join, try_join_all, try_join3};
use store::{Store, StoreError};

/// What is stored beside facts.
#[derive(Debug, Clone, Default)]
pub(super) struct Findings {
    pub(super) alerts: Vec<Alert>,
    pub(super) adjustments: Vec<BudgetAdjustment>,
    pub(super) recommendations: Vec<Recommendation>,
}

/// What answers are computed on.
#[derive(Debug, Clone, Default)]
pub(super) struct Data {
    pub(super) facts: Vec<DailyMetric>,
    pub(super) findings: Findings,
}

/// Reads the facts of the days that the queries need, each day once, and the findings if they are wanted; all at once.
pub(super) async fn read_data(
    store: &Store,
    workspace: &WorkspaceId,
    sources: &[SourceCompleteness],
    queries: &[PreparedQuery],
    wants_findings: bool,
) -> Result<Data, StoreError> {
    let ranges = merged(queries.iter().flat_map(PreparedQuery::needs).collect());
    let facts = ranges.into_iter().map(|range| store.facts(workspace, range.from, range.to));
    let findings = async {
        if wants_findings { Box::pin(read_findings(store, workspace)).await } else { Ok(Findings::default()) }
    };
    let (facts, findings) = try_join(try_join_all(facts), findings).await?;
    Ok(Data { facts: of_one_source(facts.into_iter().flatten().collect(), sources), findings })
}

/// Reads what is stored beside facts, at once.
pub(super) async fn read_findings(store: &Store, workspace: &WorkspaceId) -> Result<Findings, StoreError> {
    let reads =
        try_join3(store.alerts(workspace), store.adjustments(workspace), store.recommendations(workspace));
    let (alerts, adjustments, recommendations) = Box::pin(reads).await?;
    Ok(Findings { alerts, adjustments, recommendations })
}

/// Returns the days of several ranges, in order and each once.
fn merged(mut ranges: Vec<DateRange>) -> Vec<DateRange> {
    ranges.sort();
    let mut merged: Vec<DateRange> = Vec::new();
    for range in ranges {
        match merged.last_mut().filter(|last| range.from <= last.to) {
            Some(last) => last.to = last.to.max(range.to),
            None => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_day_of_several_ranges_is_read_once_and_no_other(ranges in prop::collection::vec((1_i8..28, 0_i8..9), 0..6)) {
            let day = |day| date(2026, 1, 1).checked_add(jiff::Span::new().days(i64::from(day))).unwrap();
            let ranges: Vec<DateRange> =
                ranges.iter().map(|(from, more)| DateRange { from: day(*from), to: day(from + more) }).collect();
            let merged = merged(ranges.clone());
            for number in 0..40 {
                let wanted = ranges.iter().any(|range| (range.from..=range.to).contains(&day(number)));
                let read = merged.iter().filter(|range| (range.from..=range.to).contains(&day(number))).count();
                prop_assert_eq!(read, usize::from(wanted));
            }
        }
    }
}
