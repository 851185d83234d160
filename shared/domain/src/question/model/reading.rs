//! Reads what a language model wrote. It is believed only as far as it repeats: names of the workspace or of the question,
//! numbers of the question, and words of closed lists.

use crate::question::interpretation::Interpretation;
use crate::question::model::asked::{Asked, Candidate, compared, shown_name};
use crate::question::model::numbers::Numbers;
use crate::question::model::wire;
use crate::question::query::{
    ClarifyReason, Dimension, Filter, FilterDimension, Having, Metric, RefusalReason, TypedQuery, Unit,
};
use crate::question::range::{DataSpan, NoSuchDays};
use crate::question::threshold::Threshold;
use crate::question::time::RelativeTime;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The longest text that is read, in bytes; three queries have less than a quarter of it.
const LONGEST_TEXT: usize = 16 * 1024;
/// How many queries one text may ask.
const MOST_QUERIES: usize = 3;
/// How many rows the words "the best campaign" and "the best campaigns" stand for.
const USUAL_LIMITS: [u32; 2] = [1, 5];
/// The days of what people count beside days: weeks, months, quarters and years.
const LENGTHS: [u16; 4] = [7, 30, 90, 365];

/// Why what a model wrote is not used. No variant repeats it.
#[derive(Debug, thiserror::Error)]
pub enum UnusableAnswer {
    /// It has no JSON object, or is too long.
    #[error("the model wrote no JSON object")]
    NoObject,
    /// The object is no typed query.
    #[error("the model wrote no typed query")]
    NoQuery,
    /// It asks more than anybody asks in one text.
    #[error("the model wrote more than three queries")]
    TooMany,
    /// It has a number that the question does not have.
    #[error("the model wrote a number that is not in the question")]
    ForeignNumber,
}

/// Reads what a model wrote about a question.
///
/// A name that is neither among the candidates nor in the question makes it a question back, as does a time without days; a time
/// that is still to come is refused. A name that is only in the question stays as it is: whoever executes the query finds out
/// whether the workspace has it.
///
/// # Errors
/// If it is not used at all; what the planner made of the question stands then.
pub fn read(text: &str, asked: &Asked<'_>, span: &DataSpan) -> Result<Interpretation, UnusableAnswer> {
    let object = object(text).ok_or(UnusableAnswer::NoObject)?;
    let value = serde_json::from_str(object).map_err(|_may_repeat_it| UnusableAnswer::NoObject)?;
    match wire::read(value).map_err(|_may_repeat_it| UnusableAnswer::NoQuery)? {
        Interpretation::Queries(queries) if queries.len() > MOST_QUERIES => Err(UnusableAnswer::TooMany),
        Interpretation::Queries(queries) => checked(queries, asked, span),
        other => Ok(other),
    }
}

/// Returns the first JSON object of a text, whatever stands around it.
fn object(text: &str) -> Option<&str> {
    let from = text.get(text.find('{')?..).filter(|_| text.len() <= LONGEST_TEXT)?;
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for (place, letter) in from.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '"' => in_string = !in_string,
            '{' if !in_string => depth += 1,
            '}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return from.get(..=place);
        }
    }
    None
}

fn checked(
    mut queries: Vec<TypedQuery>,
    asked: &Asked<'_>,
    span: &DataSpan,
) -> Result<Interpretation, UnusableAnswer> {
    let numbers = Numbers::of(asked.text);
    for query in &mut queries {
        if !has_only_known_numbers(query, &numbers, asked.previous) {
            return Err(UnusableAnswer::ForeignNumber);
        }
        if has_no_budget(query) {
            return Ok(Interpretation::Clarify(ClarifyReason::MissingMetric));
        }
        if let Err(reason) = resolve_names(&mut query.filters, asked) {
            return Ok(Interpretation::Clarify(reason));
        }
        match span.resolve(query) {
            Ok(_) => {}
            Err(NoSuchDays::Future) => return Ok(Interpretation::OutOfScope(RefusalReason::Forecast)),
            Err(NoSuchDays::BeforeData | NoSuchDays::Impossible) => {
                return Ok(Interpretation::Clarify(ClarifyReason::MissingContext));
            }
        }
    }
    Ok(Interpretation::Queries(queries))
}

/// Reports whether the query asks for the budget of creatives, which have none.
fn has_no_budget(query: &TypedQuery) -> bool {
    let is_about_creatives = query.dimension == Some(Dimension::Creative)
        || query.filters.iter().any(|filter| filter.dimension == FilterDimension::Creative);
    is_about_creatives && query.metrics.iter().any(|metric| metric.is_about_budget())
}

/// Puts the names of the workspace in the place of how the model wrote them.
fn resolve_names(filters: &mut [Filter], asked: &Asked<'_>) -> Result<(), ClarifyReason> {
    let text = compared(asked.text);
    for filter in filters {
        if filter.values.is_empty() {
            return Err(ClarifyReason::MissingContext);
        }
        for value in &mut filter.values {
            *value = known_name(value, filter.dimension, asked, &text)?;
        }
    }
    Ok(())
}

fn known_name(
    value: &str,
    dimension: FilterDimension,
    asked: &Asked<'_>,
    text: &str,
) -> Result<String, ClarifyReason> {
    let written = compared(value);
    if dimension == FilterDimension::Status {
        let is_status = matches!(written.as_str(), "active" | "paused" | "ended");
        return if is_status { Ok(written) } else { Err(ClarifyReason::UnknownEntity) };
    }
    let is_it = |candidate: &&Candidate| {
        candidate.dimension == dimension && compared(&shown_name(&candidate.name)) == written
    };
    let names: BTreeSet<&str> = asked.told().filter(is_it).map(|candidate| candidate.name.as_str()).collect();
    let was_before = || {
        let filters = asked.previous.iter().flat_map(|query| &query.filters);
        let mut same =
            filters.filter(|filter| filter.dimension == dimension).flat_map(|filter| &filter.values);
        same.find(|name| compared(&shown_name(name)) == written).cloned()
    };
    match (names.first(), names.len()) {
        (Some(name), 1) => Ok((*name).to_owned()),
        (Some(_), _) => Err(ClarifyReason::AmbiguousEntity),
        (None, _) if is_written(&written, text) => Ok(value.trim().to_owned()),
        (None, _) => was_before().ok_or(ClarifyReason::UnknownEntity),
    }
}

/// Reports whether a text has a name as whole words.
fn is_written(name: &str, text: &str) -> bool {
    let is_border = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    let ends_alone = |place: usize| {
        let (before, after) = (text.get(..place), text.get(place + name.len()..));
        is_border(before.and_then(|before| before.chars().next_back()))
            && is_border(after.and_then(|after| after.chars().next()))
    };
    !name.is_empty() && text.match_indices(name).any(|(place, _)| ends_alone(place))
}

/// Reports whether every number of a query is in the question, or is what a word of it stands for, or was asked before.
fn has_only_known_numbers(query: &TypedQuery, numbers: &Numbers, previous: &[TypedQuery]) -> bool {
    let of_before = |same: &dyn Fn(&TypedQuery) -> bool| previous.iter().any(same);
    let has_limit = |limit: u32| {
        USUAL_LIMITS.contains(&limit)
            || numbers.has(limit.into())
            || of_before(&|before| before.limit == Some(limit))
    };
    let has_condition = |having: &Having| {
        is_known_threshold(having, numbers) || of_before(&|before| before.having.contains(having))
    };
    let has_time = |time: RelativeTime| {
        is_known_time(time, numbers) || of_before(&|before| times(before).any(|known| known == time))
    };
    query.limit.is_none_or(has_limit) && query.having.iter().all(has_condition) && times(query).all(has_time)
}

fn times(query: &TypedQuery) -> impl Iterator<Item = RelativeTime> {
    query.time_range.into_iter().chain(query.compare.and_then(|compare| compare.time_range))
}

/// A factor may be written in percent: 200 % is 2. Nothing at all and "over plan" need no number.
fn is_known_threshold(having: &Having, numbers: &Numbers) -> bool {
    let micros = having.value.micros().saturating_abs();
    let is_in_percent = || {
        let hundredfold = micros.checked_mul(100).is_some_and(|micros| numbers.has_micros(micros));
        having.metric.unit() == Unit::Ratio && numbers.are_in_percent() && hundredfold
    };
    let needs_no_number = match having.metric {
        Metric::Pacing => having.value == Threshold::ONE,
        Metric::BudgetUsedPct => micros == Threshold::ONE.micros() * 100,
        _ => false,
    };
    having.value == Threshold::ZERO || needs_no_number || numbers.has_micros(micros) || is_in_percent()
}

fn is_known_time(time: RelativeTime, numbers: &Numbers) -> bool {
    let has_year = |year: Option<i16>| year.is_none_or(|year| is_known_year(year, numbers));
    match time {
        RelativeTime::LastDays(days) => is_known_length(days, numbers),
        RelativeTime::Quarter { year, .. } | RelativeTime::Month { year, .. } => has_year(year),
        RelativeTime::Year(year) => is_known_year(year, numbers),
        RelativeTime::Since(date) | RelativeTime::Date(date) => is_known_date(date, numbers),
        RelativeTime::Between { from, to } => is_known_date(from, numbers) && is_known_date(to, numbers),
        _ => true,
    }
}

fn is_known_length(days: u16, numbers: &Numbers) -> bool {
    let counts =
        |length: u16| days == length || (days.is_multiple_of(length) && numbers.has((days / length).into()));
    numbers.has(days.into()) || LENGTHS.into_iter().any(counts)
}

/// A year may be written with its last two digits.
fn is_known_year(year: i16, numbers: &Numbers) -> bool {
    numbers.has(year.into()) || numbers.has((year % 100).into())
}

/// The first and the last day of a month need not be written.
fn is_known_date(date: Date, numbers: &Numbers) -> bool {
    let is_end = date.day() == 1 || date == date.last_of_month();
    is_known_year(date.year(), numbers) && (is_end || numbers.has(date.day().into()))
}

#[cfg(test)]
mod tests;
