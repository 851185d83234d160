//! The rows of an answer: what belongs together, added up.

use crate::metrics::{Campaign, DailyMetric};
use crate::money::Currency;
use crate::question::execute::budgets::{Budgets, Spending, participants};
use crate::question::execute::context::Context;
use crate::question::execute::exact::Exact;
use crate::question::execute::result::{Cell, RowKey};
use crate::question::execute::sums::{Sums, measure_of};
use crate::question::query::{Dimension, Intent, Metric, TypedQuery};
use crate::question::range::DateRange;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The sums of one row, of the days and of the compared days.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) now: Sums,
    pub(super) before: Sums,
    pub(super) budgets: Budgets,
}

impl Group {
    pub(super) fn merge(&mut self, other: &Self) {
        self.now.merge(&other.now);
        self.before.merge(&other.before);
        self.budgets.merge(&other.budgets);
    }

    /// Returns a metric of the days.
    pub(super) fn value(&self, metric: Metric, currency: Currency) -> Option<Exact> {
        if metric.is_about_budget() {
            return self.budgets.value(metric, currency);
        }
        self.now.value(metric, currency)
    }

    /// Returns both sides of a ratio of the days.
    pub(super) fn sides(&self, metric: Metric, currency: Currency) -> Option<(Exact, Exact)> {
        self.budgets.sides(metric, currency).or_else(|| self.now.sides(metric, currency))
    }

    /// Returns a metric beside that of the compared days.
    pub(super) fn cell(&self, context: &Context<'_>, metric: Metric) -> Cell {
        let currency = context.currency();
        let value = self.value(metric, currency);
        let before = self.before.value(metric, currency);
        let change_percent = value.zip(before).and_then(|(value, before)| {
            let (value, before) =
                if measure_of(metric).is_some() { by_day(context, value, before)? } else { (value, before) };
            value.change_percent(before)
        });
        Cell { value, before, change_percent }
    }
}

/// Returns two sums for each day of their time, so that they can be compared.
fn by_day(context: &Context<'_>, value: Exact, before: Exact) -> Option<(Exact, Exact)> {
    let compared = context.frame.compared?;
    let days = |range: DateRange| Exact::whole(i64::from(range.days()));
    Some((value.over(days(context.days()))?, before.over(days(compared))?))
}

/// Adds up what belongs together.
pub(super) fn groups(context: &Context<'_>, dimension: Option<Dimension>) -> BTreeMap<RowKey, Group> {
    let mut groups: BTreeMap<RowKey, Group> =
        expected(context, dimension).into_iter().map(|key| (key, Group::default())).collect();
    let spending = Spending::new(context);
    let (with_budget, _) = participants(context, &spending);
    let taking_part: Option<BTreeSet<_>> = (context.query.intent == Intent::Budget)
        .then(|| with_budget.iter().map(|campaign| campaign.id.clone()).collect());
    let counts = |fact: &&DailyMetric| taking_part.as_ref().is_none_or(|ids| ids.contains(&fact.campaign));
    for fact in context.now.iter().filter(counts) {
        let key = key(context, dimension, fact, fact.date);
        groups.entry(key).or_default().now.add(&fact.values);
    }
    for fact in context.before.iter().filter(counts) {
        let Some(day) = aligned(context, fact.date) else { continue };
        let key = key(context, dimension, fact, day);
        groups.entry(key).or_default().before.add(&fact.values);
    }
    for campaign in with_budget.into_iter().filter(|_| asks_for_budgets(context.query)) {
        add_budgets(context, dimension, &spending, campaign, &mut groups);
    }
    groups
}

fn asks_for_budgets(query: &TypedQuery) -> bool {
    let conditions = query.having.iter().map(|having| having.metric);
    let order = query.order.iter().map(|order| order.metric);
    let mut metrics = query.metrics.iter().copied().chain(conditions).chain(order);
    query.intent == Intent::Budget || metrics.any(Metric::is_about_budget)
}

/// Returns the day of the asked time that a compared day stands beside.
fn aligned(context: &Context<'_>, day: Date) -> Option<Date> {
    let compared = context.frame.compared?;
    let offset = DateRange { from: compared.from, to: day }.days().saturating_sub(1);
    let aligned = context.days().from.checked_add(offset.days()).ok()?;
    Some(aligned.min(context.days().to))
}

fn key(context: &Context<'_>, dimension: Option<Dimension>, fact: &DailyMetric, day: Date) -> RowKey {
    match dimension {
        None => RowKey::All,
        Some(Dimension::Campaign) => RowKey::Campaign(fact.campaign.clone()),
        Some(Dimension::Creative) => {
            context.lookup.creative(&fact.creative).map_or(RowKey::NoCreative, RowKey::Creative)
        }
        Some(Dimension::Channel) => RowKey::Channel(fact.channel.clone()),
        Some(Dimension::Weekday) => RowKey::Weekday(fact.date.weekday().to_monday_zero_offset()),
        Some(time @ (Dimension::Day | Dimension::Week | Dimension::Month)) => {
            RowKey::Days(bucket(time, day, context.days()))
        }
    }
}

/// Returns the day, week or month of a day, as far as it is inside the asked time.
fn bucket(dimension: Dimension, day: Date, within: DateRange) -> DateRange {
    let (from, to) = match dimension {
        Dimension::Week => {
            let monday = day.saturating_sub(i32::from(day.weekday().to_monday_zero_offset()).days());
            (monday, monday.saturating_add(6.days()))
        }
        Dimension::Month => (day.first_of_month(), day.last_of_month()),
        _ => (day, day),
    };
    DateRange { from: from.max(within.from), to: to.min(within.to) }
}

/// Returns the days, weeks or months of a time, in order.
fn buckets(dimension: Dimension, within: DateRange) -> Vec<DateRange> {
    let mut found = Vec::new();
    let mut next = Some(within.from);
    while let Some(day) = next.filter(|day| *day <= within.to) {
        let bucket = bucket(dimension, day, within);
        next = bucket.to.tomorrow().ok();
        found.push(bucket);
    }
    found
}

fn is_of_days(dimension: Option<Dimension>) -> Option<Dimension> {
    dimension.filter(|one| matches!(one, Dimension::Day | Dimension::Week | Dimension::Month))
}

/// Returns the rows that an answer has although nothing may be known of them.
fn expected(context: &Context<'_>, dimension: Option<Dimension>) -> Vec<RowKey> {
    if let Some(time) = is_of_days(dimension) {
        return buckets(time, context.days()).into_iter().map(RowKey::Days).collect();
    }
    match dimension {
        None => vec![RowKey::All],
        Some(Dimension::Campaign) if context.query.intent != Intent::Budget => {
            context.active().map(|campaign| RowKey::Campaign(campaign.id.clone())).collect()
        }
        Some(Dimension::Channel) if context.query.intent != Intent::Budget => {
            context.active().map(|campaign| RowKey::Channel(campaign.channel.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// Adds the budget of a campaign to the rows that it belongs to; creatives and weekdays have none.
fn add_budgets(
    context: &Context<'_>,
    dimension: Option<Dimension>,
    spending: &Spending,
    campaign: &Campaign,
    groups: &mut BTreeMap<RowKey, Group>,
) {
    let days = context.days();
    let span = context.frame.span.unwrap_or(days);
    let mut add = |key: RowKey, days: DateRange, span: DateRange| {
        let budgets = Budgets::of(context, spending, campaign, days, span);
        groups.entry(key).or_default().budgets.merge(&budgets);
    };
    match dimension {
        None => add(RowKey::All, days, span),
        Some(Dimension::Campaign) => add(RowKey::Campaign(campaign.id.clone()), days, span),
        Some(Dimension::Channel) => add(RowKey::Channel(campaign.channel.clone()), days, span),
        Some(Dimension::Creative | Dimension::Weekday) => {}
        Some(time @ (Dimension::Day | Dimension::Week | Dimension::Month)) => {
            buckets(time, days).into_iter().for_each(|days| add(RowKey::Days(days), days, days));
        }
    }
}
