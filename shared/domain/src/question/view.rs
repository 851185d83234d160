//! What a deep link of an answer shows: the query that was answered, with its times as dates, so that the dashboard shows
//! the same numbers later too. Small enough for an address; it carries no right to see anything.

use crate::question::execute::prepared::PreparedQuery;
use crate::question::query::{
    Comparison, ComparisonMode, Dimension, Filter, Having, Intent, Metric, Order, TypedQuery,
};
use crate::question::range::DateRange;
use crate::question::time::RelativeTime;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The maximum length of a view in an address.
const LONGEST: usize = 2_000;

/// A query whose times are dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    #[serde(rename = "i")]
    intent: Intent,
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    metrics: Vec<Metric>,
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    dimension: Option<Dimension>,
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    days: Option<(Date, Date)>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    compared: Option<(Date, Date)>,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    span: Option<(Date, Date)>,
    #[serde(rename = "e", default, skip_serializing_if = "std::ops::Not::not")]
    compares_entities: bool,
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    filters: Vec<Filter>,
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    having: Vec<Having>,
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    order: Option<Order>,
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
}

/// The text is not a view. The error never repeats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is no view of an answer")]
pub struct InvalidView;

impl View {
    /// Creates the view of a query.
    #[must_use]
    pub fn of(prepared: &PreparedQuery) -> Self {
        let query = prepared.query.clone();
        let dates = |range: DateRange| (range.from, range.to);
        // The span of a budget is said only where it is not the days themselves.
        let span = prepared.span.filter(|span| Some(*span) != prepared.days);
        let entities = query.compare.is_some_and(|compare| compare.mode == ComparisonMode::Entities);
        Self {
            intent: query.intent,
            metrics: query.metrics,
            dimension: query.dimension,
            days: prepared.days.map(dates),
            compared: prepared.compared.map(dates),
            span: span.map(dates),
            compares_entities: entities,
            filters: query.filters,
            having: query.having,
            order: query.order,
            limit: query.limit,
        }
    }

    /// Returns the query, as it is executed on that day.
    #[must_use]
    pub fn prepared(&self, today: Date) -> PreparedQuery {
        let range = |(from, to): (Date, Date)| DateRange { from: from.min(to), to: from.max(to) };
        let between = |range: DateRange| RelativeTime::Between { from: range.from, to: range.to };
        let (days, compared) = (self.days.map(range), self.compared.map(range));
        let explicit =
            |other| Comparison { mode: ComparisonMode::Explicit, time_range: Some(between(other)) };
        let entities = Comparison { mode: ComparisonMode::Entities, time_range: None };
        let query = TypedQuery {
            intent: self.intent,
            metrics: self.metrics.clone(),
            dimension: self.dimension,
            time_range: days.map(between),
            compare: compared.map(explicit).or(Some(entities).filter(|_| self.compares_entities)),
            filters: self.filters.clone(),
            having: self.having.clone(),
            order: self.order,
            limit: self.limit,
        };
        PreparedQuery { query, days, compared, span: self.span.map(range).or(days), today }
    }

    /// Returns the view as a part of an address: letters, digits, `-` and `_`.
    #[must_use]
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads a view from an address.
    ///
    /// # Errors
    /// If it is none, or too long.
    pub fn parse(text: &str) -> Result<Self, InvalidView> {
        let bytes = Some(text).filter(|text| text.len() <= LONGEST).ok_or(InvalidView)?;
        let bytes = URL_SAFE_NO_PAD.decode(bytes).map_err(|_| InvalidView)?;
        serde_json::from_slice(&bytes).map_err(|_| InvalidView)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::query::{FilterDimension, FilterOperator};
    use crate::question::range::DataSpan;
    use jiff::civil::date;

    fn calendar() -> DataSpan {
        DataSpan { first: None, today: date(2026, 3, 18) }
    }

    fn shown(query: &TypedQuery) -> PreparedQuery {
        PreparedQuery::new(query, &calendar()).unwrap()
    }

    #[test]
    fn a_view_is_the_same_query_with_dates_and_reads_back_from_an_address() {
        let queries = [
            TypedQuery::new(Intent::Alerts),
            TypedQuery { time_range: Some(RelativeTime::ThisMonth), ..TypedQuery::new(Intent::Budget) },
            TypedQuery { time_range: Some(RelativeTime::LastDays(7)), ..TypedQuery::new(Intent::Summary) },
            TypedQuery {
                filters: vec![Filter {
                    dimension: FilterDimension::Creative,
                    operator: FilterOperator::In,
                    values: vec!["UGC Anna v1".into(), "UGC Anna v2".into()],
                }],
                ..TypedQuery::new(Intent::Compare)
            },
        ];
        for query in queries {
            let prepared = shown(&query);
            let view = View::of(&prepared);
            let text = view.to_text();
            assert!(
                text.len() < 400
                    && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            );
            assert_eq!(View::parse(&text), Ok(view.clone()));
            let again = view.prepared(calendar().today);
            assert_eq!(
                (again.days, again.compared, again.span),
                (prepared.days, prepared.compared, prepared.span)
            );
            assert_eq!(again.query.metrics, prepared.query.metrics);
            assert_eq!(again.needs(), prepared.needs());
        }
    }

    #[test]
    fn what_is_no_view_is_refused() {
        for refused in ["", "e30", "%%%", "eyJpIjoiYWxlcnRzIiwieCI6MX0", &"A".repeat(3_000)] {
            assert_eq!(View::parse(refused), Err(InvalidView), "{refused}");
        }
    }
}
