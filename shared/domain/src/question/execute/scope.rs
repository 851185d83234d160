//! Which facts, campaigns, alerts and shifts a query is about: what its filters choose.

use crate::identity::{CampaignId, CreativeId};
use crate::metrics::{Campaign, Channel, DailyMetric};
use crate::question::execute::lookup::{Lookup, is_channel};
use crate::question::query::{Filter, FilterDimension, FilterOperator};
use std::collections::BTreeSet;

/// The state of a campaign that is switched on; every other word is a state of one that is switched off.
const ACTIVE: &str = "active";

/// What the filters of a query choose.
pub(super) struct Scope {
    choices: Vec<Choice>,
}

struct Choice {
    operator: FilterOperator,
    of: Chosen,
}

enum Chosen {
    Campaigns(BTreeSet<CampaignId>),
    Creatives(BTreeSet<CreativeId>),
    Channels(Vec<String>),
    /// Whether switched on and whether switched off.
    States {
        on: bool,
        off: bool,
    },
}

/// The names of a filter that the workspace does not have.
pub(super) struct UnknownNames {
    pub(super) dimension: FilterDimension,
    pub(super) names: Vec<String>,
}

impl Scope {
    /// Finds what the names of the filters stand for.
    pub(super) fn new(
        filters: &[Filter],
        lookup: &Lookup,
        channels: &[Channel],
    ) -> Result<Self, UnknownNames> {
        let choices = filters.iter().map(|filter| choice(filter, lookup, channels));
        Ok(Self { choices: choices.collect::<Result<_, _>>()? })
    }

    /// Reports whether a fact is chosen; `campaign` is the one that the fact is of.
    pub(super) fn has_fact(&self, fact: &DailyMetric, campaign: Option<&Campaign>) -> bool {
        self.all(|chosen| match chosen {
            Chosen::Campaigns(ids) => ids.contains(&fact.campaign),
            Chosen::Creatives(ids) => ids.contains(&fact.creative),
            Chosen::Channels(names) => names.iter().any(|name| is_channel(&fact.channel, name)),
            Chosen::States { on, off } => campaign.is_some_and(|one| if one.active { *on } else { *off }),
        })
    }

    /// Reports whether a campaign is chosen as a whole: with a choice of creatives none is.
    pub(super) fn has_campaign(&self, campaign: &Campaign) -> bool {
        self.all(|chosen| match chosen {
            Chosen::Campaigns(ids) => ids.contains(&campaign.id),
            Chosen::Channels(names) => names.iter().any(|name| is_channel(&campaign.channel, name)),
            Chosen::States { on, off } => {
                if campaign.active {
                    *on
                } else {
                    *off
                }
            }
            Chosen::Creatives(_) => true,
        }) && !self.is_of_creatives()
    }

    /// Reports whether a channel is chosen as a whole: with a choice of anything else none is.
    pub(super) fn has_channel(&self, channel: &Channel) -> bool {
        self.choices.iter().all(|choice| match &choice.of {
            Chosen::Channels(names) => {
                names.iter().any(|name| is_channel(channel, name)) == (choice.operator == FilterOperator::In)
            }
            _ => false,
        })
    }

    /// Reports whether nothing is left out.
    pub(super) fn is_everything(&self) -> bool {
        self.choices.is_empty()
    }

    /// Reports whether creatives are chosen, to which no budget belongs.
    pub(super) fn is_of_creatives(&self) -> bool {
        self.choices.iter().any(|choice| matches!(choice.of, Chosen::Creatives(_)))
    }

    fn all(&self, is_in: impl Fn(&Chosen) -> bool) -> bool {
        self.choices.iter().all(|choice| is_in(&choice.of) == (choice.operator == FilterOperator::In))
    }
}

fn choice(filter: &Filter, lookup: &Lookup, channels: &[Channel]) -> Result<Choice, UnknownNames> {
    let of = match filter.dimension {
        FilterDimension::Campaign => {
            Chosen::Campaigns(identified(filter, |name| lookup.campaigns_named(name))?)
        }
        FilterDimension::Creative => {
            Chosen::Creatives(identified(filter, |name| lookup.creatives_named(name))?)
        }
        FilterDimension::Channel => {
            let known = |name: &str| channels.iter().filter(|one| is_channel(one, name)).cloned().collect();
            identified(filter, known)?;
            Chosen::Channels(filter.values.clone())
        }
        FilterDimension::Status => Chosen::States {
            on: filter.values.iter().any(|state| state == ACTIVE),
            off: filter.values.iter().any(|state| state != ACTIVE),
        },
    };
    Ok(Choice { operator: filter.operator, of })
}

/// Returns what the names stand for.
fn identified<T: Ord>(filter: &Filter, find: impl Fn(&str) -> Vec<T>) -> Result<BTreeSet<T>, UnknownNames> {
    let found = filter.values.iter().map(|name| (name, find(name)));
    let (unknown, known): (Vec<_>, Vec<_>) = found.partition(|(_, ids)| ids.is_empty());
    if unknown.is_empty() {
        return Ok(known.into_iter().flat_map(|(_, ids)| ids).collect());
    }
    let names = unknown.into_iter().map(|(name, _)| name.clone()).collect();
    Err(UnknownNames { dimension: filter.dimension, names })
}
