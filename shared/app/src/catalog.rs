//! What programs say about campaigns and creatives, apart from their numbers: what they are called, their budgets, and the
//! text and picture of an ad. A request is judged as a whole before anything of it is stored; the same request again changes
//! nothing.

mod change;
mod matching;

use crate::intake::push::MOST_FILES_AN_HOUR;
use change::change;
use domain::clock::Clock;
use domain::error::BoxError;
use domain::identity::{CampaignId, WorkspaceId};
use domain::message::job::DeliveryQueue;
use domain::metrics::names::{InvalidOtherNames, other_names};
use domain::metrics::{BudgetSource, Campaign, Channel, Creative};
use domain::money::Money;
use domain::settings::WorkspaceSettings;
use importer::{campaign_of_platform, creative_of_ad};
use matching::{Match, by_name, numbered};
use std::collections::HashSet;
use store::imports::Allowance;
use store::{Store, StoreError};

/// The most campaigns or creatives of one request.
pub const MOST_ENTRIES: usize = 50;
/// The most campaigns of a workspace: each digest and each page reads all of them.
pub const MOST_CAMPAIGNS: usize = 20_000;

/// The dependencies of this use case.
pub struct CatalogDeps<'a> {
    pub store: &'a Store,
    /// The delivery queue, for those who approved a shift whose budgets changed.
    pub queue: &'a dyn DeliveryQueue,
    pub clock: &'a dyn Clock,
}

/// The identity of a campaign at its platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformCampaign {
    pub channel: Channel,
    /// The account, where identifiers are unique only within one.
    pub account: Option<String>,
    /// The platform's own identifier.
    pub external_id: String,
}

/// A campaign as a program describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignReport {
    pub campaign: PlatformCampaign,
    pub name: String,
    /// What the workspace calls it beside that, in place of what it called it before; `None` leaves that as it is.
    pub other_names: Option<Vec<String>>,
    /// The budget in the ad account, if the program knows it.
    pub daily_budget: Option<Money>,
    /// Whether it is supposed to deliver; `None` if the program does not know.
    pub active: Option<bool>,
}

/// A creative as a program describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreativeReport {
    pub campaign: PlatformCampaign,
    /// The name of the ad, as exports have it.
    pub name: String,
    pub copy: String,
    pub thumbnail: Option<String>,
}

/// What became of one entry of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryOutcome {
    /// It was not known.
    New,
    /// Something of it is different now.
    Changed,
    /// It was known like this.
    Unchanged,
}

/// What became of the campaigns of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CampaignsTaken {
    /// For each entry our identifier and what became of it.
    pub entries: Vec<(CampaignId, EntryOutcome)>,
    /// How many proposals rested on another budget.
    pub superseded: usize,
}

/// Why nothing of a request was stored, or only a part.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// There is no such workspace.
    #[error("there is no such workspace")]
    UnknownWorkspace,
    /// An entry names a campaign that is not there.
    #[error("entry {entry}: there is no such campaign; send the campaign, or an export with it, first")]
    UnknownCampaign {
        /// The place of the entry, from 1.
        entry: usize,
    },
    /// Several campaigns may be meant.
    #[error("entry {entry}: several campaigns fit; name the account, or send each campaign once")]
    Ambiguous {
        /// The place of the entry, from 1.
        entry: usize,
    },
    /// The workspace would have more campaigns than any account.
    #[error(
        "entry {entry}: the workspace has more than {MOST_CAMPAIGNS} campaigns; check that the identifiers are campaigns"
    )]
    TooMany {
        /// The place of the entry, from 1.
        entry: usize,
    },
    /// The workspace has sent as much as it may in this hour.
    #[error("this workspace has sent as much as it may in this hour")]
    UsedUp,
    /// A budget is in another currency than the workspace.
    #[error("entry {entry}: the budget is not in the workspace's currency; convert it")]
    OtherCurrency {
        /// The place of the entry, from 1.
        entry: usize,
    },
    /// The other names of a campaign are too many, empty or too long.
    #[error("entry {entry}: {source}")]
    OtherNames {
        /// The place of the entry, from 1.
        entry: usize,
        #[source]
        source: InvalidOtherNames,
    },
    /// A name makes no identifier.
    #[error("entry {entry}: the name makes no identifier; rename it")]
    NoIdentifier {
        /// The place of the entry, from 1.
        entry: usize,
        #[source]
        source: BoxError,
    },
    /// The store failed; the same request completes what is missing.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes what a program says about campaigns.
///
/// # Errors
/// See [`CatalogError`]; nothing is stored but after a failure of the store.
pub async fn take_campaigns(
    deps: &CatalogDeps<'_>,
    workspace: &WorkspaceId,
    reports: &[CampaignReport],
) -> Result<CampaignsTaken, CatalogError> {
    let mut settings = settings(deps, workspace).await?;
    let planned = planned(&mut settings, reports)?;
    count(deps, workspace).await?;
    let mut taken = CampaignsTaken::default();
    for (report, plan) in reports.iter().zip(planned) {
        let (id, outcome) = match plan {
            Plan::Create(new) => {
                deps.store.create_campaign(workspace, &new).await?;
                (new.id, EntryOutcome::New)
            }
            Plan::Change { known, named } => {
                let changed = change(deps, workspace, report, &known, &named).await?;
                taken.superseded += changed.superseded;
                crate::enqueue::queue(deps.queue, &changed.jobs).await;
                (known.id, changed.outcome)
            }
        };
        taken.entries.push((id, outcome));
    }
    Ok(taken)
}

/// Takes what a program says about creatives.
///
/// # Errors
/// See [`CatalogError`]; nothing is stored but after a failure of the store.
pub async fn take_creatives(
    deps: &CatalogDeps<'_>,
    workspace: &WorkspaceId,
    reports: &[CreativeReport],
) -> Result<Vec<EntryOutcome>, CatalogError> {
    let settings = settings(deps, workspace).await?;
    let mut campaigns = Vec::with_capacity(reports.len());
    for (entry, report) in (1..).zip(reports) {
        match numbered(&settings.campaigns, &report.campaign) {
            Match::One(known) => campaigns.push(known.id.clone()),
            Match::None => return Err(CatalogError::UnknownCampaign { entry }),
            Match::Several => return Err(CatalogError::Ambiguous { entry }),
        }
    }
    count(deps, workspace).await?;
    let mut outcomes = Vec::with_capacity(reports.len());
    for ((entry, report), campaign) in (1..).zip(reports).zip(campaigns) {
        outcomes.push(take_creative(deps, workspace, report, &campaign, entry).await?);
    }
    Ok(outcomes)
}

/// Stores a creative. Exports tell creatives of one name apart by their texts, so every one with the name is described.
async fn take_creative(
    deps: &CatalogDeps<'_>,
    workspace: &WorkspaceId,
    report: &CreativeReport,
    campaign: &CampaignId,
    entry: usize,
) -> Result<EntryOutcome, CatalogError> {
    let mut named = deps.store.creatives(workspace, campaign).await?;
    named.retain(|creative| creative.name == report.name);
    let is_new = named.is_empty();
    if is_new {
        let id = creative_of_ad(campaign, &report.name)
            .map_err(|source| CatalogError::NoIdentifier { entry, source: source.into() })?;
        let (campaign, name) = (campaign.clone(), report.name.clone());
        named.push(Creative { id, campaign, name, copy: String::new(), thumbnail: None });
    }
    let mut outcome = EntryOutcome::Unchanged;
    for creative in named {
        let (copy, thumbnail) = (report.copy.clone(), report.thumbnail.clone());
        let described = Creative { copy, thumbnail, ..creative.clone() };
        if is_new || described != creative {
            deps.store.put_creative(workspace, &described).await?;
            outcome = if is_new { EntryOutcome::New } else { EntryOutcome::Changed };
        }
    }
    Ok(outcome)
}

async fn settings(
    deps: &CatalogDeps<'_>,
    workspace: &WorkspaceId,
) -> Result<WorkspaceSettings, CatalogError> {
    deps.store.settings(workspace).await?.ok_or(CatalogError::UnknownWorkspace)
}

/// Counts a request among the files of the hour: it may write as much as one.
async fn count(deps: &CatalogDeps<'_>, workspace: &WorkspaceId) -> Result<(), CatalogError> {
    match deps.store.count_import(workspace, deps.clock.now(), MOST_FILES_AN_HOUR).await? {
        Allowance::Counted => Ok(()),
        Allowance::UsedUp => Err(CatalogError::UsedUp),
    }
}

/// What is to be done about an entry.
enum Plan {
    Create(Box<Campaign>),
    Change {
        known: Box<Campaign>,
        /// The same campaign with the names that it gets.
        named: Box<Campaign>,
    },
}

/// Judges all entries. New campaigns join the settings, so that a second entry of the same campaign finds it.
fn planned(settings: &mut WorkspaceSettings, reports: &[CampaignReport]) -> Result<Vec<Plan>, CatalogError> {
    let currency = settings.workspace.currency;
    let (mut planned, mut named) = (Vec::with_capacity(reports.len()), HashSet::new());
    for (entry, report) in (1..).zip(reports) {
        if report.daily_budget.is_some_and(|budget| budget.currency != currency) {
            return Err(CatalogError::OtherCurrency { entry });
        }
        let others = report.other_names.as_deref().map(|given| other_names(given, &report.name));
        let others = others.transpose().map_err(|source| CatalogError::OtherNames { entry, source })?;
        let found = numbered(&settings.campaigns, &report.campaign);
        let is_numbered = matches!(found, Match::One(_));
        let found = found.or_else(|| by_name(&settings.campaigns, &report.campaign, &report.name));
        let plan = match found {
            Match::Several => return Err(CatalogError::Ambiguous { entry }),
            // Two campaigns of one name cannot both be the one that was imported by its name.
            Match::One(known) if !is_numbered && !named.insert(known.id.clone()) => {
                return Err(CatalogError::Ambiguous { entry });
            }
            Match::One(known) => {
                let named = Box::new(renamed(known, report, is_numbered, others));
                Plan::Change { known: Box::new(known.clone()), named }
            }
            Match::None => Plan::Create(Box::new(add(settings, report, others, entry)?)),
        };
        planned.push(plan);
    }
    Ok(planned)
}

/// Returns a stored campaign with the names of an entry. One that was found by its name, and not by the platform's identifier,
/// keeps that name.
fn renamed(
    known: &Campaign,
    report: &CampaignReport,
    is_numbered: bool,
    others: Option<Vec<String>>,
) -> Campaign {
    let mut named = known.clone();
    if is_numbered {
        named = known.renamed(&report.name);
        named.account = report.campaign.account.clone().or(named.account);
    }
    Campaign { other_names: others.unwrap_or_else(|| known.other_names.clone()), ..named }
}

/// Adds a new campaign to the settings and returns it.
fn add(
    settings: &mut WorkspaceSettings,
    report: &CampaignReport,
    others: Option<Vec<String>>,
    entry: usize,
) -> Result<Campaign, CatalogError> {
    if settings.campaigns.len() >= MOST_CAMPAIGNS {
        return Err(CatalogError::TooMany { entry });
    }
    let taken: HashSet<CampaignId> = settings.campaigns.iter().map(|campaign| campaign.id.clone()).collect();
    let new = new_campaign(report, &taken, Money::from_minor(0, settings.workspace.currency))
        .map_err(|source| CatalogError::NoIdentifier { entry, source: source.into() })?;
    let new = Campaign { other_names: others.unwrap_or_default(), ..new };
    settings.campaigns.push(new.clone());
    Ok(new)
}

fn new_campaign(
    report: &CampaignReport,
    taken: &HashSet<CampaignId>,
    nothing: Money,
) -> Result<Campaign, domain::identity::InvalidIdentifier> {
    let PlatformCampaign { channel, account, external_id } = &report.campaign;
    Ok(Campaign {
        id: campaign_of_platform(&report.name, channel.platform(), external_id, taken)?,
        name: report.name.clone(),
        channel: channel.clone(),
        account: account.clone(),
        external_id: Some(external_id.clone()),
        former_names: Vec::new(),
        other_names: Vec::new(),
        active: report.active.unwrap_or(true),
        daily_budget: report.daily_budget.unwrap_or(nothing),
        budget_source: match report.daily_budget {
            Some(_) => BudgetSource::Stated,
            None => BudgetSource::EstimatedFromSpend,
        },
        version: 1,
    })
}

#[cfg(test)]
mod tests;
