//! What there is: campaigns, creatives and channels by name.

use crate::metrics::{BudgetSource, Campaign, Channel, Creative};
use crate::question::execute::budgets::has_budget;
use crate::question::execute::context::{Context, every_channel};
use crate::question::execute::freshness::complete_through;
use crate::question::execute::result::{Inventory, Item};
use crate::question::query::Dimension;

/// Returns what there is, sorted by name.
pub(super) fn inventory(context: &Context<'_>) -> Inventory {
    let dimension = context.query.dimension.unwrap_or(Dimension::Campaign);
    let mut items: Vec<Item> = match dimension {
        Dimension::Creative => creatives(context),
        Dimension::Channel => channels(context),
        _ => campaigns(context),
    };
    items.sort_by_key(|item| (item.name.to_lowercase(), item.name.clone()));
    let matched = items.len();
    items.truncate(context.query.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(matched));
    Inventory { dimension, items, matched }
}

fn campaigns(context: &Context<'_>) -> Vec<Item> {
    let chosen = context.lookup.campaigns().filter(|campaign| context.scope.has_campaign(campaign));
    let item = |campaign: &Campaign| Item {
        name: campaign.name.clone(),
        channel: Some(campaign.channel.clone()),
        daily_budget: Some(campaign.daily_budget).filter(|_| has_budget(campaign, context.currency())),
        is_estimated: campaign.budget_source == BudgetSource::EstimatedFromSpend,
        is_paused: !campaign.active,
        complete_through: None,
    };
    chosen.map(item).collect()
}

fn creatives(context: &Context<'_>) -> Vec<Item> {
    let is_chosen = |creative: &Creative| match context.lookup.campaign(&creative.campaign) {
        Some(campaign) => context.scope.has_campaign(campaign),
        None => context.scope.is_everything(),
    };
    let chosen = context.lookup.each_creative().filter(|(_, creative)| is_chosen(creative));
    chosen.map(|(id, _)| Item { name: context.lookup.creative_name(id), ..nameless() }).collect()
}

fn channels(context: &Context<'_>) -> Vec<Item> {
    let chosen = every_channel(context.data).into_iter();
    let item = |channel: Channel| Item {
        name: channel.display_name(),
        complete_through: complete_through(&channel, context.data.sources),
        ..nameless()
    };
    let is_chosen = |channel: &Channel| context.scope.is_everything() || context.scope.has_channel(channel);
    chosen.filter(is_chosen).map(item).collect()
}

fn nameless() -> Item {
    Item {
        name: String::new(),
        channel: None,
        daily_budget: None,
        is_estimated: false,
        is_paused: false,
        complete_through: None,
    }
}
