//! The same answers a second time, by plain loops over the facts that share nothing with the executor but its records.

mod number;

use super::random::{TODAY, World};
use crate::metrics::{Campaign, DailyMetric};
use crate::question::execute::exact::Exact;
use crate::question::execute::prepared::PreparedQuery;
use crate::question::execute::result::{Decomposition, Frame};
use crate::question::query::{
    Comparator, Dimension, Direction, FilterDimension, FilterOperator, Intent, Metric, TypedQuery,
};
use crate::question::range::DateRange;
use jiff::ToSpan;
use jiff::civil::Date;
use number::number;

/// The numbers of a row, each now and before.
pub(super) type Cells = Vec<(Option<Exact>, Option<Exact>)>;

/// The rows of an answer: what each is of, with its numbers now and before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Expected {
    pub(super) rows: Vec<(String, Cells)>,
    pub(super) matched: usize,
    pub(super) unjudged: usize,
    pub(super) total: Cells,
}

/// What a row is made of.
#[derive(Debug, Clone, Default)]
struct Pile<'a> {
    label: String,
    now: Vec<&'a DailyMetric>,
    before: Vec<&'a DailyMetric>,
    /// Of each campaign: its budget, what it spent of it, what of it is due, and what it spent of that.
    budgets: Vec<(i128, Option<i128>, i128, Option<i128>)>,
}

fn within(range: DateRange, date: Date) -> bool {
    range.from <= date && date <= range.to
}

fn length(range: DateRange) -> i128 {
    let mut days = 0;
    let mut day = range.from;
    while day <= range.to {
        days += 1;
        day = day.tomorrow().unwrap();
    }
    days
}

fn campaign_of<'a>(world: &'a World, fact: &DailyMetric) -> Option<&'a Campaign> {
    world.campaigns.iter().find(|campaign| campaign.id == fact.campaign)
}

fn creative_name(fact: &DailyMetric) -> Option<String> {
    match fact.creative.as_str() {
        "anna" | "carla" => Some("Anna".into()),
        "ben" => Some("Ben".into()),
        _ => None,
    }
}

fn chosen(world: &World, query: &TypedQuery, fact: &DailyMetric) -> bool {
    query.filters.iter().all(|filter| {
        let campaign = campaign_of(world, fact);
        let is_in = filter.values.iter().any(|value| match filter.dimension {
            FilterDimension::Campaign => campaign.is_some_and(|one| one.name == *value),
            FilterDimension::Creative => creative_name(fact).as_ref() == Some(value),
            FilterDimension::Channel => fact.channel.as_str() == value,
            FilterDimension::Status => campaign.is_some_and(|one| one.active == (value == "active")),
        });
        is_in == (filter.operator == FilterOperator::In)
    })
}

fn chosen_campaign(query: &TypedQuery, campaign: &Campaign) -> bool {
    query.filters.iter().all(|filter| {
        let is_in = filter.values.iter().any(|value| match filter.dimension {
            FilterDimension::Campaign => campaign.name == *value,
            FilterDimension::Channel => campaign.channel.as_str() == value,
            FilterDimension::Status => campaign.active == (value == "active"),
            FilterDimension::Creative => false,
        });
        filter.dimension != FilterDimension::Creative && is_in == (filter.operator == FilterOperator::In)
    })
}

/// The facts of the query; what an analytics tool says counts only where the platform says nothing.
fn facts<'a>(world: &'a World, query: &TypedQuery) -> Vec<&'a DailyMetric> {
    let has_source = |fact: &DailyMetric| world.sources.iter().any(|source| source.channel == fact.channel);
    let counts = |fact: &&DailyMetric| fact.creative.as_str() != "analytics" || !has_source(fact);
    world.facts.iter().filter(counts).filter(|fact| chosen(world, query, fact)).collect()
}

fn spent<'a>(facts: impl Iterator<Item = &'a &'a DailyMetric>) -> Option<i128> {
    let known: Vec<i128> = facts.filter_map(|fact| fact.values.spend_minor).map(i128::from).collect();
    (!known.is_empty()).then(|| known.iter().sum())
}

/// Returns the campaigns with a budget that take part.
fn budgeted<'a>(world: &'a World, query: &TypedQuery, now: &[&DailyMetric]) -> Vec<&'a Campaign> {
    let spends = |campaign: &Campaign| {
        spent(now.iter().filter(|fact| fact.campaign == campaign.id)).is_some_and(|spend| spend > 0)
    };
    let takes_part = |campaign: &&Campaign| {
        campaign.daily_budget.minor > 0
            && campaign.daily_budget.currency.code() == "USD"
            && chosen_campaign(query, campaign)
            && (campaign.active || spends(campaign))
    };
    world.campaigns.iter().filter(takes_part).collect()
}

fn bucket(dimension: Dimension, day: Date, days: DateRange) -> String {
    let same = |other: Date| match dimension {
        Dimension::Day => other == day,
        Dimension::Week => monday(other) == monday(day),
        _ => other.first_of_month() == day.first_of_month(),
    };
    let (mut from, mut to) = (day, day);
    while from > days.from && same(from.yesterday().unwrap()) {
        from = from.yesterday().unwrap();
    }
    while to < days.to && same(to.tomorrow().unwrap()) {
        to = to.tomorrow().unwrap();
    }
    format!("{from}..{to}")
}

fn monday(day: Date) -> Date {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap()
}

fn label(
    world: &World,
    dimension: Dimension,
    fact: &DailyMetric,
    day: Date,
    days: DateRange,
) -> Option<String> {
    Some(match dimension {
        Dimension::Campaign => {
            campaign_of(world, fact).map_or(fact.campaign.to_string(), |one| one.name.clone())
        }
        Dimension::Creative => creative_name(fact)?,
        Dimension::Channel => fact.channel.display_name(),
        Dimension::Weekday => format!("weekday {}", fact.date.weekday().to_monday_zero_offset()),
        Dimension::Day | Dimension::Week | Dimension::Month => bucket(dimension, day, days),
    })
}

fn each_day(days: DateRange) -> Vec<Date> {
    days.from.series(1.day()).take_while(|day| *day <= days.to).collect()
}

fn pile<'a, 'b>(piles: &'b mut Vec<Pile<'a>>, label: String) -> &'b mut Pile<'a> {
    let place = piles.iter().position(|pile| pile.label == label).unwrap_or_else(|| {
        piles.push(Pile { label, ..Pile::default() });
        piles.len() - 1
    });
    &mut piles[place]
}

fn piles<'a>(world: &'a World, prepared: &PreparedQuery, frame: &Frame) -> Vec<Pile<'a>> {
    let (query, days) = (&prepared.query, frame.days.unwrap());
    let all = facts(world, query);
    let now: Vec<&DailyMetric> = all.iter().copied().filter(|fact| within(days, fact.date)).collect();
    let budgeted = budgeted(world, query, &now);
    let counts = |fact: &DailyMetric| {
        query.intent != Intent::Budget || budgeted.iter().any(|campaign| campaign.id == fact.campaign)
    };
    let mut piles: Vec<Pile<'a>> = Vec::new();
    let of = |fact: &DailyMetric, day: Date| match query.dimension {
        None => Some(String::new()),
        Some(dimension) => label(world, dimension, fact, day, days),
    };
    if query.dimension.is_none() {
        pile(&mut piles, String::new());
    }
    if let Some(time @ (Dimension::Day | Dimension::Week | Dimension::Month)) = query.dimension {
        for day in each_day(days) {
            pile(&mut piles, bucket(time, day, days));
        }
    }
    for campaign in world.campaigns.iter().filter(|one| query.intent != Intent::Budget && one.active) {
        let label = match query.dimension {
            Some(Dimension::Campaign) => campaign.name.clone(),
            Some(Dimension::Channel) => campaign.channel.display_name(),
            _ => continue,
        };
        if chosen_campaign(query, campaign) {
            pile(&mut piles, label);
        }
    }
    for fact in now.iter().copied().filter(|fact| counts(fact)) {
        if let Some(label) = of(fact, fact.date) {
            pile(&mut piles, label).now.push(fact);
        }
    }
    if let Some(compared) = frame.compared {
        for fact in all.iter().copied().filter(|fact| within(compared, fact.date) && counts(fact)) {
            let offset = length(DateRange { from: compared.from, to: fact.date }) - 1;
            let day = days.from.checked_add(i64::try_from(offset).unwrap().days()).unwrap().min(days.to);
            if let Some(label) = of(fact, day) {
                pile(&mut piles, label).before.push(fact);
            }
        }
    }
    add_budgets(world, frame, query, &now, &budgeted, &mut piles);
    piles
}

fn add_budgets<'a>(
    world: &World,
    frame: &Frame,
    query: &TypedQuery,
    now: &[&'a DailyMetric],
    budgeted: &[&Campaign],
    piles: &mut Vec<Pile<'a>>,
) {
    let asked = query.metrics.iter().chain(query.having.iter().map(|having| &having.metric));
    let mut asked = asked.chain(query.order.iter().map(|order| &order.metric));
    if query.intent != Intent::Budget && !asked.any(|metric| metric.is_about_budget()) {
        return;
    }
    let days = frame.days.unwrap();
    for campaign in budgeted {
        let spans: Vec<(String, DateRange, DateRange)> = match query.dimension {
            None => vec![(String::new(), days, frame.span.unwrap_or(days))],
            Some(Dimension::Campaign) => vec![(campaign.name.clone(), days, frame.span.unwrap_or(days))],
            Some(Dimension::Channel) => {
                vec![(campaign.channel.display_name(), days, frame.span.unwrap_or(days))]
            }
            Some(Dimension::Creative | Dimension::Weekday) => Vec::new(),
            Some(time) => {
                let mut labels: Vec<(String, DateRange)> = Vec::new();
                for day in each_day(days) {
                    let label = bucket(time, day, days);
                    match labels.iter_mut().find(|(known, _)| *known == label) {
                        Some((_, range)) => range.to = day,
                        None => labels.push((label, DateRange { from: day, to: day })),
                    }
                }
                labels.into_iter().map(|(label, range)| (label, range, range)).collect()
            }
        };
        for (label, days, span) in spans {
            pile(piles, label).budgets.push(budget(world, campaign, now, days, span));
        }
    }
}

fn budget(
    world: &World,
    campaign: &Campaign,
    now: &[&DailyMetric],
    days: DateRange,
    span: DateRange,
) -> (i128, Option<i128>, i128, Option<i128>) {
    let source = world.sources.iter().find(|source| source.channel == campaign.channel);
    let is_in = |day: Date| day < TODAY && source.is_none_or(|source| day <= source.complete_through);
    let over: Vec<Date> = each_day(days).into_iter().filter(|day| is_in(*day)).collect();
    let due = if over.is_empty() { each_day(days) } else { over };
    let of = |wanted: &dyn Fn(Date) -> bool| {
        spent(now.iter().filter(|fact| fact.campaign == campaign.id && wanted(fact.date)))
    };
    let daily = i128::from(campaign.daily_budget.minor);
    let days_due = i128::try_from(due.len()).unwrap();
    let all = of(&|day| within(days, day));
    (daily * length(span), all, daily * days_due, of(&|day| due.contains(&day)))
}

/// Answers a query.
pub(super) fn expected(world: &World, prepared: &PreparedQuery, frame: &Frame) -> Expected {
    let query = &prepared.query;
    let holds = |pile: &Pile<'_>| {
        query.having.iter().all(|having| {
            let Some(value) = number(having.metric, &pile.now, &pile.budgets) else { return false };
            let threshold = Exact::new(i128::from(having.value.micros()), 1_000_000).unwrap();
            match having.operator {
                Comparator::Above => value > threshold,
                Comparator::AtLeast => value >= threshold,
                Comparator::Below => value < threshold,
                Comparator::AtMost => value <= threshold,
                Comparator::Equal => value == threshold,
            }
        })
    };
    let mut piles = piles(world, prepared, frame);
    let is_unknown = |pile: &&Pile<'_>| {
        query.having.iter().any(|having| number(having.metric, &pile.now, &pile.budgets).is_none())
    };
    let unjudged = piles.iter().filter(is_unknown).count();
    piles.retain(|pile| query.dimension.is_none() || holds(pile));
    sort(query, &mut piles);
    let cells = |pile: &Pile<'_>| {
        let cell =
            |metric: &Metric| (number(*metric, &pile.now, &pile.budgets), number(*metric, &pile.before, &[]));
        query.metrics.iter().map(cell).collect()
    };
    let together = piles.iter().fold(Pile::default(), |mut sum, pile| {
        sum.now.extend(&pile.now);
        sum.before.extend(&pile.before);
        sum.budgets.extend(&pile.budgets);
        sum
    });
    let shown = if query.dimension.is_some() { query.limit.unwrap_or(u32::MAX) } else { 0 };
    let rows = piles.iter().take(usize::try_from(shown).unwrap());
    Expected {
        rows: rows.map(|pile| (pile.label.clone(), cells(pile))).collect(),
        matched: piles.len(),
        unjudged: if query.dimension.is_some() { unjudged } else { 0 },
        total: cells(&together),
    }
}

fn sort(query: &TypedQuery, piles: &mut [Pile<'_>]) {
    // The labels of days and weekdays are in the order of time.
    piles.sort_by_key(|pile| (pile.label.to_lowercase(), pile.label.clone()));
    let is_of_time = matches!(
        query.dimension,
        Some(Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Weekday)
    );
    let condition = query.having.first();
    let (metric, ascending) = match (query.order, condition) {
        (Some(order), _) => (order.metric, order.direction == Direction::Ascending),
        _ if is_of_time => return,
        (None, Some(having)) => {
            let is_low = matches!(having.operator, Comparator::Below | Comparator::AtMost);
            let best_first = query.intent == Intent::Compare && having.metric.is_better_when_lower();
            (having.metric, is_low || best_first)
        }
        (None, None) => {
            let metric = query.metrics[0];
            (metric, query.intent == Intent::Compare && metric.is_better_when_lower())
        }
    };
    let value = |pile: &Pile<'_>| number(metric, &pile.now, &pile.budgets);
    piles.sort_by(|left, right| match (value(left), value(right)) {
        (Some(left), Some(right)) if ascending => left.cmp(&right),
        (Some(left), Some(right)) => right.cmp(&left),
        (left, right) => right.is_some().cmp(&left.is_some()),
    });
}

/// Returns how many parts a change has, and checks that each is named once.
pub(super) fn explained(world: &World, prepared: &PreparedQuery, frame: &Frame, why: &Decomposition) -> i64 {
    let keys: std::collections::BTreeSet<_> = why.effects.iter().map(|effect| &effect.key).collect();
    assert_eq!(keys.len(), why.effects.len());
    let piles = piles(world, prepared, frame).len();
    // What a source does not break down is one more part.
    i64::try_from(piles).unwrap() / 2 + 2
}
