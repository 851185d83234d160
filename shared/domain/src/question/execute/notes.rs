//! What to know about the numbers: estimated budgets, campaigns without one, channels that do not measure something.

use crate::metrics::measure::Measure;
use crate::metrics::{BudgetSource, Channel, DailyMetric};
use crate::question::execute::budgets::{Spending, participants};
use crate::question::execute::context::Context;
use crate::question::execute::result::Note;
use crate::question::execute::sums::{measure_of, measures_of};
use crate::question::query::{Dimension, Intent, Metric};
use std::collections::BTreeSet;

/// Returns what to know about the numbers of a query that is answered from facts.
pub(super) fn notes(context: &Context<'_>) -> Vec<Note> {
    let parts = [budgets(context), not_by_creative(context), not_measured(context), per_day(context)];
    parts.into_iter().flatten().collect()
}

fn budgets(context: &Context<'_>) -> Vec<Note> {
    let metrics = &context.query.metrics;
    let is_of_budgets =
        context.query.intent == Intent::Budget || metrics.iter().any(|metric| metric.is_about_budget());
    if !is_of_budgets || context.scope.is_of_creatives() {
        return Vec::new();
    }
    let (with, without) = participants(context, &Spending::new(context));
    let is_estimated = |source| source == BudgetSource::EstimatedFromSpend;
    let estimated = with.iter().filter(|campaign| is_estimated(campaign.budget_source)).count();
    let estimated = (estimated > 0).then_some(Note::EstimatedBudgets(estimated));
    let without = (!without.is_empty()).then_some(Note::WithoutBudget(without.len()));
    estimated.into_iter().chain(without).collect()
}

fn not_by_creative(context: &Context<'_>) -> Vec<Note> {
    if context.query.dimension != Some(Dimension::Creative) || context.query.intent == Intent::Why {
        return Vec::new();
    }
    let is_broken_down = |fact: &&DailyMetric| context.lookup.creative(&fact.creative).is_some();
    let (with, without): (Vec<_>, Vec<_>) = context.now.iter().partition(is_broken_down);
    let with: BTreeSet<&Channel> = with.iter().map(|fact| &fact.channel).collect();
    let without: BTreeSet<&Channel> = without.iter().map(|fact| &fact.channel).collect();
    listed(without.difference(&with).copied(), Note::NotByCreative).collect()
}

/// Finds the channels that never say what the numbers are made of, where others do.
fn not_measured(context: &Context<'_>) -> Vec<Note> {
    let by_creative = context.query.dimension == Some(Dimension::Creative);
    let counts = |fact: &&DailyMetric| !by_creative || context.lookup.creative(&fact.creative).is_some();
    let channels: BTreeSet<&Channel> = context.now.iter().filter(counts).map(|fact| &fact.channel).collect();
    let of_sum = |metric: &Metric| {
        let lacks = |channel: &&Channel| {
            measure_of(*metric).is_some_and(|measure| !is_measured(context, channel, measure))
        };
        let lacking: Vec<&Channel> = channels.iter().copied().filter(lacks).collect();
        let is_partly = lacking.len() < channels.len();
        listed(lacking.into_iter().filter(move |_| is_partly), |channels| {
            Note::NotMeasured(*metric, channels)
        })
        .next()
    };
    let needed: Vec<Measure> = context.query.metrics.iter().flat_map(|metric| measures_of(*metric)).collect();
    let is_needed = |metric: &&Metric| measure_of(**metric).is_some_and(|measure| needed.contains(&measure));
    Metric::ALL.iter().filter(is_needed).find_map(of_sum).into_iter().collect()
}

fn is_measured(context: &Context<'_>, channel: &Channel, measure: Measure) -> bool {
    let of_channel = context.now.iter().filter(|fact| fact.channel == *channel);
    of_channel.into_iter().any(|fact| fact.values.only(|one| one == measure) != Default::default())
}

fn listed<'a>(
    channels: impl Iterator<Item = &'a Channel>,
    note: impl FnOnce(Vec<Channel>) -> Note,
) -> impl Iterator<Item = Note> {
    let channels: Vec<Channel> = channels.cloned().collect();
    (!channels.is_empty()).then(|| note(channels)).into_iter()
}

fn per_day(context: &Context<'_>) -> Vec<Note> {
    let Some(compared) = context.frame.compared else { return Vec::new() };
    let (days, before) = (context.days().days(), compared.days());
    let has_sums = context.query.metrics.iter().any(|metric| measure_of(*metric).is_some());
    if days == before || !has_sums { Vec::new() } else { vec![Note::PerDay(days, before)] }
}
