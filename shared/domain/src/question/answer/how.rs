//! The line that says how an answer was computed: what is divided by what, the days, the choice, how far the data reaches,
//! and what is missing.

use crate::language::{Phrase, Value};
use crate::metrics::Channel;
use crate::question::answer::draft::SEPARATOR;
use crate::question::answer::voice::Voice;
use crate::question::execute::result::{Body, Note, Row, Today};
use crate::question::query::{Dimension, Direction, Filter, FilterDimension, FilterOperator, Intent, Metric};

/// How many names a choice or a list in this line has at most.
const MOST_NAMES: usize = 3;
/// How many formulas this line has at most.
const MOST_FORMULAS: usize = 2;
/// How many channels that are behind this line tells of one by one.
const MOST_BEHIND: usize = 2;

/// Returns the line.
pub(super) fn how(voice: &Voice<'_>) -> String {
    let parts: Vec<String> =
        [what(voice), time(voice), choice(voice), order(voice), data(voice), notes(voice)]
            .into_iter()
            .flatten()
            .collect();
    voice.say(Phrase::AnswerHow, &[("how", &parts.join(SEPARATOR))])
}

/// Returns what the query chooses, as names; nothing if it is about everything.
pub(super) fn choice(voice: &Voice<'_>) -> Vec<String> {
    voice.result.query.filters.iter().take(2).map(|filter| chosen(voice, filter)).collect()
}

fn chosen(voice: &Voice<'_>, filter: &Filter) -> String {
    let is_in = filter.operator == FilterOperator::In;
    if filter.dimension == FilterDimension::Status {
        let is_active = filter.values.iter().any(|value| value == "active") == is_in;
        return voice.say(if is_active { Phrase::AnswerActive } else { Phrase::AnswerInactive }, &[]);
    }
    let name = |value: &String| match filter.dimension {
        FilterDimension::Channel => channel_name(value),
        _ => value.clone(),
    };
    let names = voice.names(&filter.values.iter().map(name).collect::<Vec<_>>(), MOST_NAMES);
    if is_in { names } else { voice.say(Phrase::AnswerWithout, &[("names", &names)]) }
}

/// Returns a channel as people write it.
pub(super) fn channel_name(name: &str) -> String {
    name.parse::<Channel>().map_or_else(|_| name.to_owned(), |channel| channel.display_name())
}

fn what(voice: &Voice<'_>) -> Vec<String> {
    let query = &voice.result.query;
    match query.intent {
        Intent::Alerts => vec![voice.say(Phrase::AnswerWhatAlerts, &[])],
        Intent::Recommendations => vec![voice.say(Phrase::AnswerWhatAdvice, &[])],
        Intent::List => vec![voice.say(Phrase::AnswerWhatList, &[])],
        Intent::DataStatus => vec![voice.say(Phrase::AnswerWhatSources, &[])],
        Intent::Why => query.metrics.iter().take(1).map(|metric| formula(voice, *metric)).collect(),
        _ => {
            let formulas = query.metrics.iter().filter(|metric| is_computed(**metric));
            let said: Vec<String> =
                formulas.take(MOST_FORMULAS).map(|metric| formula(voice, *metric)).collect();
            let first = query.metrics.first().map(|metric| voice.metric(*metric));
            if said.is_empty() { first.into_iter().collect() } else { said }
        }
    }
}

fn is_computed(metric: Metric) -> bool {
    !matches!(
        metric,
        Metric::Spend | Metric::Impressions | Metric::Clicks | Metric::Conversions | Metric::Revenue
    )
}

/// Returns what a metric is computed from: `ROAS = Revenue ÷ Spend`.
pub(super) fn formula(voice: &Voice<'_>, metric: Metric) -> String {
    let metrics = |over, sign: &str, under| format!("{} {sign} {}", voice.metric(over), voice.metric(under));
    let made_of = match metric {
        Metric::Ctr => metrics(Metric::Clicks, "÷", Metric::Impressions),
        Metric::Cpc => metrics(Metric::Spend, "÷", Metric::Clicks),
        Metric::Cpm => {
            let times = voice.language.integer(1_000);
            format!("{} × {times}", metrics(Metric::Spend, "÷", Metric::Impressions))
        }
        Metric::Cpa => metrics(Metric::Spend, "÷", Metric::Conversions),
        Metric::Cvr => metrics(Metric::Conversions, "÷", Metric::Clicks),
        Metric::Roas => metrics(Metric::Revenue, "÷", Metric::Spend),
        Metric::Aov => metrics(Metric::Revenue, "÷", Metric::Conversions),
        Metric::BudgetUsedPct => metrics(Metric::Spend, "÷", Metric::Budget),
        Metric::BudgetRemaining => metrics(Metric::Budget, "−", Metric::Spend),
        Metric::Pacing => {
            format!("{} ÷ {}", voice.metric(Metric::Spend), voice.say(Phrase::AnswerMetricDue, &[]))
        }
        Metric::Budget => voice.say(Phrase::AnswerMetricDaily, &[]),
        Metric::Spend | Metric::Impressions | Metric::Clicks | Metric::Conversions | Metric::Revenue => {
            return voice.metric(metric);
        }
    };
    format!("{} = {made_of}", voice.metric(metric))
}

fn time(voice: &Voice<'_>) -> Vec<String> {
    voice.time().into_iter().collect()
}

fn order(voice: &Voice<'_>) -> Vec<String> {
    let query = &voice.result.query;
    let phrase = |direction| match direction {
        Direction::Ascending => Phrase::AnswerLowestFirst,
        Direction::Descending => Phrase::AnswerHighestFirst,
    };
    let order = query.order.filter(|_| query.intent == Intent::Rank);
    order.map(|order| voice.say(phrase(order.direction), &[])).into_iter().collect()
}

fn data(voice: &Voice<'_>) -> Vec<String> {
    let freshness = &voice.result.freshness;
    if matches!(voice.result.body, Body::List(_) | Body::Sources(_)) {
        return Vec::new();
    }
    let through =
        freshness.through.map(|day| voice.say(Phrase::AnswerDataThrough, &[("day", &voice.day(day))]));
    let mut said: Vec<String> = through.into_iter().collect();
    for (channel, last) in freshness.behind.iter().take(MOST_BEHIND) {
        let channel = channel.display_name();
        said.push(match last {
            Some(day) => {
                voice.say(Phrase::AnswerDataBehind, &[("channel", &channel), ("day", &voice.day(*day))])
            }
            None => voice.say(Phrase::AnswerDataNever, &[("channel", &channel)]),
        });
    }
    if freshness.behind.len() > MOST_BEHIND {
        let more = freshness.behind.len() - MOST_BEHIND;
        said.push(voice.count(Phrase::AnswerDataMore, more));
    }
    said.extend(match freshness.today {
        Today::NotAsked => None,
        Today::Partly => Some(voice.say(Phrase::AnswerTodaySoFar, &[])),
        Today::NothingYet => Some(voice.say(Phrase::AnswerTodayNothing, &[])),
    });
    said
}

fn notes(voice: &Voice<'_>) -> Vec<String> {
    let is_seen = |note: &&Note| !matches!(note, Note::EstimatedBudgets(_)) || shows_estimates(voice);
    voice.result.notes.iter().filter(is_seen).map(|note| said(voice, note)).collect()
}

/// Reports whether an estimated budget is behind a number of the answer, and not only of what it leaves out.
fn shows_estimates(voice: &Voice<'_>) -> bool {
    let Body::Table(table) = &voice.result.body else { return false };
    let is_estimated = |row: &Row| row.overspend.is_some_and(|over| over.is_estimated);
    table.dimension != Some(Dimension::Campaign) || table.rows.iter().any(is_estimated)
}

fn said(voice: &Voice<'_>, note: &Note) -> String {
    match note {
        Note::EstimatedBudgets(_) => voice.say(Phrase::AnswerEstimated, &[]),
        Note::WithoutBudget(count) => voice.count(Phrase::AnswerWithoutBudget, *count),
        Note::NotByCreative(channels) => {
            voice.say(Phrase::AnswerNotByCreative, &[("channels", &names(voice, channels))])
        }
        Note::NotMeasured(metric, channels) => {
            let (metric, channels) = (voice.metric(*metric), names(voice, channels));
            voice.say(Phrase::AnswerNotMeasured, &[("metric", &metric), ("channels", &channels)])
        }
        Note::PerDay(days, before) => {
            let count = |days: i32| Value::Count(usize::try_from(days).unwrap_or_default());
            voice.language.say(Phrase::AnswerPerDay, &[("days", count(*days)), ("before", count(*before))])
        }
    }
}

fn names(voice: &Voice<'_>, channels: &[Channel]) -> String {
    voice.names(&channels.iter().map(Channel::display_name).collect::<Vec<_>>(), MOST_NAMES)
}

/// Returns the phrase that counts what rows of a dimension are.
pub(super) fn count_phrase(dimension: Dimension) -> Phrase {
    match dimension {
        Dimension::Creative => Phrase::AnswerCreatives,
        Dimension::Channel => Phrase::AnswerChannels,
        _ => Phrase::AnswerCampaigns,
    }
}
