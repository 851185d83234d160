//! Executes a typed query on the facts of a workspace, exactly: sums of integers, ratios of sums, and nothing rounded
//! before it is shown. What nobody measured is unknown and not zero.

mod budgets;
mod context;
pub mod data;
pub mod exact;
mod freshness;
mod groups;
mod inventory;
mod lookup;
mod notes;
pub mod prepared;
pub mod result;
mod scope;
mod standing;
pub(in crate::question) mod sums;
mod table;
mod why;

use crate::metrics::Channel;
use crate::metrics::source::source_states;
use crate::question::query::{FilterDimension, Intent};
use budgets::{Spending, participants};
use context::{Context, every_channel, frame};
use data::WorkspaceData;
use lookup::Lookup;
use prepared::{PreparedQuery, is_about_facts};
use result::{Body, Freshness, QueryResult};
use scope::UnknownNames;

/// Executes a query.
#[must_use]
pub fn execute(prepared: &PreparedQuery, data: &WorkspaceData<'_>) -> QueryResult {
    let context = match Context::new(prepared, data) {
        Ok(context) => context,
        Err((unknown, lookup)) => return unknown_names(prepared, data, unknown, &lookup),
    };
    let body = body(&context);
    let notes = if is_about_facts(prepared.query.intent) { notes::notes(&context) } else { Vec::new() };
    QueryResult {
        query: prepared.query.clone(),
        frame: context.frame.clone(),
        freshness: context.freshness.clone(),
        notes,
        body,
    }
}

fn body(context: &Context<'_>) -> Body {
    match context.query.intent {
        Intent::Alerts => Body::Alerts(standing::alerts(context)),
        Intent::Recommendations => Body::Advice(standing::suggestions(context)),
        Intent::List => Body::List(inventory::inventory(context)),
        Intent::DataStatus => sources(context),
        Intent::Budget if participants(context, &Spending::new(context)).0.is_empty() => Body::NoBudgets,
        Intent::Budget => Body::Table(table::table(context)),
        _ if context.now.is_empty() && !is_of_budgets(context) => Body::Empty,
        Intent::Why => Body::Why(why::decomposition(context)),
        Intent::Summary
        | Intent::Value
        | Intent::Breakdown
        | Intent::Rank
        | Intent::Trend
        | Intent::Compare => Body::Table(table::table(context)),
    }
}

/// Reports whether there is a budget to tell of although nothing was spent.
fn is_of_budgets(context: &Context<'_>) -> bool {
    let asks = context.query.metrics.iter().any(|metric| metric.is_about_budget());
    asks && !participants(context, &Spending::new(context)).0.is_empty()
}

fn sources(context: &Context<'_>) -> Body {
    let data = context.data;
    let yesterday = freshness::before(context.frame.today);
    let states = source_states(data.sources, data.health, yesterday, data.now, &data.workspace.zone);
    let is_chosen = |channel: &Channel| context.scope.is_everything() || context.scope.has_channel(channel);
    Body::Sources(states.into_iter().filter(|state| is_chosen(&state.health.channel)).collect())
}

fn unknown_names(
    prepared: &PreparedQuery,
    data: &WorkspaceData<'_>,
    unknown: UnknownNames,
    lookup: &Lookup,
) -> QueryResult {
    let mut known: Vec<String> = match unknown.dimension {
        FilterDimension::Creative => lookup.each_creative().map(|(id, _)| lookup.creative_name(id)).collect(),
        FilterDimension::Channel => every_channel(data).iter().map(Channel::display_name).collect(),
        FilterDimension::Campaign | FilterDimension::Status => {
            lookup.campaigns().map(|campaign| campaign.name.clone()).collect()
        }
    };
    known.sort();
    let is_channel = unknown.dimension == FilterDimension::Channel;
    let shown = |name: String| match name.parse::<Channel>() {
        Ok(channel) if is_channel => channel.display_name(),
        _ => name,
    };
    let names = unknown.names.into_iter().map(shown).collect();
    QueryResult {
        query: prepared.query.clone(),
        frame: frame(prepared, data),
        freshness: Freshness::default(),
        notes: Vec::new(),
        body: Body::UnknownNames { names, known },
    }
}

#[cfg(test)]
pub(in crate::question) mod tests;
