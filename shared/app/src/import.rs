//! Stores the content of an import. Importing the same file twice changes nothing. A known campaign keeps a stated
//! budget, while an estimated one follows its spend.

mod adoption;
mod completeness;
mod health;
mod merge;
mod unchanged;

pub use completeness::{Doubt, HeldBack};

use crate::budget::{self, BudgetError, BudgetReport, Changed};
use completeness::complete_through;
use domain::action::supersede::depends_on;
use domain::audit::Source;
use domain::identity::{CampaignId, MemberId, WorkspaceId};
use domain::message::job::{DeliveryQueue, QueueError, QueueJob};
use domain::metrics::measure::{Measure, of_one_source, own_measures};
use domain::metrics::{BudgetSource, Campaign, Channel, DailyMetric, SourceCompleteness};
use domain::money::Money;
use domain::settings::WorkspaceSettings;
use domain::workspace::Workspace;
use importer::assembly::mean_daily_spend;
use importer::reader::{Import, ImportedCampaign};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use merge::merge;
use std::collections::{BTreeSet, HashMap, HashSet};
use store::{Store, StoreError};

/// How many days before the import's last day are used to estimate budgets.
const DAYS_FOR_ESTIMATE: i32 = 35;

/// What was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The number of campaigns that were not known before.
    pub new_campaigns: usize,
    /// Known campaigns that are called something else now, or whose identifier is known now.
    pub renamed: usize,
    /// The number of known campaigns whose estimated budget changed.
    pub new_estimates: usize,
    /// The number of creatives in the import.
    pub creatives: usize,
    /// The number of facts in the import: new ones, and those that replaced earlier facts of the same day.
    pub facts: usize,
    /// The number of stored facts whose values changed.
    pub replaced: usize,
    /// The number of stored facts removed because the import has the same campaign and day with different creatives.
    pub removed: usize,
    /// Up to which day the channels of the import are now complete.
    pub sources: Vec<SourceCompleteness>,
    /// The days of the import that are not complete, and why.
    pub held_back: Vec<HeldBack>,
    /// How many people got a message that a shift which they had approved first is affected by changed budgets; each
    /// person counts once.
    pub told: usize,
}

/// The dependencies of an import.
pub struct ImportDeps<'a> {
    pub store: &'a Store,
    /// The delivery queue: an import may supersede a shift that somebody approved.
    pub queue: &'a dyn DeliveryQueue,
}

/// Why an import was not stored completely, by what the caller should do.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The store could not be read or written; what was written stays, and importing again completes it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The import is stored, and its news waits until the sweep finds the messages.
    #[error(
        "the import is stored, but the delivery queue did not take its news: nothing is to be done, the sweep sends it \
         within minutes"
    )]
    Queue(#[from] QueueError),
}

/// Stores an import in a workspace in batches; reports after each batch how many facts were written. Everybody who had
/// approved first a shift whose budgets the import changes is told so.
///
/// # Errors
/// If the store cannot be written or the queue does not accept the news.
pub async fn keep(
    deps: &ImportDeps<'_>,
    settings: &WorkspaceSettings,
    import: &Import,
    now: Timestamp,
    written: &(dyn Fn(usize) + Sync),
) -> Result<Kept, KeepError> {
    let store = deps.store;
    let workspace = &settings.workspace.id;
    let stored = match days_to_read(settings, import) {
        Some((first, last)) => store.facts(workspace, first, last).await?,
        None => Vec::new(),
    };
    let (stored, of_siblings) = adoption::split(settings, import, stored);
    let mut merged = merge(stored, &import.facts, &import.measures);
    merged.delete.extend(of_siblings);
    let after = of_one_source(std::mem::take(&mut merged.after), &known_sources(settings, import));
    let campaigns = new_campaigns(settings, &import.campaigns);
    let renamed = renamed_campaigns(settings, &import.campaigns);
    let estimates = new_estimates(settings, import, &after);
    let (sources, held_back) = sources(settings, import, &after);
    store.create_campaigns(workspace, &campaigns).await?;
    let mut news = ImportNotifications::default();
    let estimated = Box::pin(keep_estimates(store, workspace, &estimates, now, &mut news)).await;
    // Queued immediately: importing again would find the budgets already changed and have no news, so a failure
    // elsewhere must not prevent the news from being sent.
    let queued = deps.queue.send_in_order(&news.jobs).await;
    estimated?;
    let creatives = unchanged::without_stored(store, settings, &import.creatives).await?;
    store.save_creatives(workspace, &creatives).await?;
    // What to remove is determined from the stored facts, so importing again completes whatever a crash left behind.
    // Facts are put before others are deleted, so that no known fact is missing in between.
    store.save_facts(workspace, &merged.put, written).await?;
    store.delete_facts(workspace, &merged.delete).await?;
    // After the facts, so that an import that a crash cut short finds again which campaigns were stored as one.
    store.name_campaigns(workspace, &renamed).await?;
    // Stored last, so that a day counts as complete only once its facts are there.
    store.put_sources(workspace, &unchanged::changed_sources(settings, &sources)).await?;
    health::record_success(store, settings, import, now).await?;
    queued?;
    Ok(Kept {
        new_campaigns: campaigns.len(),
        renamed: renamed.len(),
        new_estimates: estimates.len(),
        creatives: import.creatives.len(),
        facts: import.facts.len(),
        replaced: merged.replaced,
        removed: merged.delete.len(),
        sources,
        held_back,
        told: news.told.len(),
    })
}

/// The news from the changed estimates so far.
#[derive(Default)]
struct ImportNotifications {
    jobs: Vec<QueueJob>,
    told: BTreeSet<MemberId>,
}

impl ImportNotifications {
    fn add(&mut self, changed: Changed) {
        self.jobs.extend(changed.jobs);
        self.told.extend(changed.told);
    }
}

/// Stores new estimates. If a pending proposal was computed from a budget, both change together; most budgets have no
/// such proposal, and one query finds out which do. The news of each stored change is kept, even if a later change
/// fails.
async fn keep_estimates(
    store: &Store,
    workspace: &WorkspaceId,
    estimates: &[Campaign],
    now: Timestamp,
    news: &mut ImportNotifications,
) -> Result<(), StoreError> {
    if estimates.is_empty() {
        return Ok(());
    }
    let shifts = store.adjustments(workspace).await?;
    let (resting, mut plain): (Vec<&Campaign>, Vec<&Campaign>) =
        estimates.iter().partition(|campaign| shifts.iter().any(|shift| depends_on(shift, &campaign.id)));
    for campaign in resting {
        match budget::change(store, &estimated(workspace, campaign, now)).await {
            Ok(changed) => news.add(changed),
            Err(BudgetError::Store(error)) => return Err(error),
            // A campaign in another currency has no proposal that could be approved.
            Err(BudgetError::UnknownCampaign | BudgetError::Negative | BudgetError::OtherCurrency) => {
                plain.push(campaign);
            }
        }
    }
    let plain: Vec<Campaign> = plain.into_iter().cloned().collect();
    store.estimate_budgets(workspace, &plain).await
}

fn estimated(workspace: &WorkspaceId, campaign: &Campaign, now: Timestamp) -> BudgetReport {
    BudgetReport {
        workspace: workspace.clone(),
        campaign: campaign.id.clone(),
        daily_budget: campaign.daily_budget,
        active: None,
        budget_source: campaign.budget_source,
        by: None,
        source: Source::System,
        at: now,
    }
}

/// Returns the range of days to read along with an import: its own days and the day before, the days since each channel
/// was last complete, and the days used by the estimates.
fn days_to_read(settings: &WorkspaceSettings, import: &Import) -> Option<(Date, Date)> {
    let (first, last) = (import.report.first_day?, import.report.last_day?);
    let before = first.yesterday().unwrap_or(first).min(last.saturating_sub(DAYS_FOR_ESTIMATE.days()));
    let is_imported = |source: &&SourceCompleteness| {
        import.completeness.iter().any(|imported| imported.channel == source.channel)
    };
    let whole = settings.sources.iter().filter(is_imported).map(|source| source.complete_through);
    Some(whole.fold((before, last), |(from, to), day| (from.min(day), to.max(day))))
}

/// Returns what each source of the import measures itself, with this import.
fn known_sources(settings: &WorkspaceSettings, import: &Import) -> Vec<SourceCompleteness> {
    let is_imported = |source: &SourceCompleteness| {
        import.completeness.iter().any(|imported| imported.channel == source.channel)
    };
    let mut sources: Vec<SourceCompleteness> =
        settings.sources.iter().filter(|source| !is_imported(source)).cloned().collect();
    sources.extend(import.completeness.iter().map(|last| SourceCompleteness {
        own_measures: own_with(settings, import, &last.channel),
        ..last.clone()
    }));
    sources
}

/// Returns what the platform of a channel measures itself, with this import: an analytics tool adds nothing to it.
fn own_with(settings: &WorkspaceSettings, import: &Import, channel: &Channel) -> BTreeSet<Measure> {
    let mut own = own_measures(channel, &settings.sources);
    if !import.is_analytics {
        own.extend(&import.measures);
    }
    own
}

/// Returns up to which day the channels of the import are complete. Where the platform's own numbers are there, they say
/// it, and an analytics tool does not.
fn sources(
    settings: &WorkspaceSettings,
    import: &Import,
    after: &[DailyMetric],
) -> (Vec<SourceCompleteness>, Vec<HeldBack>) {
    let (mut sources, mut held_back) = (Vec::new(), Vec::new());
    for last in &import.completeness {
        let stored = settings.sources.iter().find(|known| known.channel == last.channel);
        let own_measures = own_with(settings, import, &last.channel);
        if import.is_analytics && !own_measures.is_empty() {
            continue;
        }
        let stored = stored.map(|known| known.complete_through);
        let (through, held) = complete_through(stored, last, &import.facts, after);
        sources.extend(through.map(|complete_through| SourceCompleteness {
            channel: last.channel.clone(),
            complete_through,
            own_measures,
        }));
        held_back.extend(held);
    }
    (sources, held_back)
}

/// Returns the known campaigns that the platform calls something else now, and those whose account or identifier is known
/// from this import on.
fn renamed_campaigns(settings: &WorkspaceSettings, imported: &[ImportedCampaign]) -> Vec<Campaign> {
    let renamed = |imported: &ImportedCampaign| {
        let known = settings.campaigns.iter().find(|known| known.id == imported.id)?;
        let now = Campaign {
            account: imported.account.clone().or_else(|| known.account.clone()),
            external_id: imported.external_id.clone().or_else(|| known.external_id.clone()),
            ..known.renamed(&imported.name)
        };
        (now != *known).then_some(now)
    };
    imported.iter().filter_map(renamed).collect()
}

fn new_campaigns(settings: &WorkspaceSettings, imported: &[ImportedCampaign]) -> Vec<Campaign> {
    let is_new =
        |campaign: &&ImportedCampaign| settings.campaigns.iter().all(|known| known.id != campaign.id);
    imported.iter().filter(is_new).map(|campaign| new_campaign(&settings.workspace, campaign)).collect()
}

/// Returns the imported campaigns whose estimated budget no longer matches their mean spend. The version grows, so that
/// a proposal based on the old budget cannot be approved on the new one. A stated budget is never changed.
fn new_estimates(settings: &WorkspaceSettings, import: &Import, after: &[DailyMetric]) -> Vec<Campaign> {
    let mut facts: HashMap<&CampaignId, Vec<&DailyMetric>> = HashMap::new();
    for fact in after {
        facts.entry(&fact.campaign).or_default().push(fact);
    }
    let imported: HashSet<&CampaignId> = import.campaigns.iter().map(|campaign| &campaign.id).collect();
    let refreshed = |campaign: &Campaign| {
        let daily_budget = estimate(&settings.workspace, mean_daily_spend(facts.get(&campaign.id)?)?);
        let version = campaign.version.saturating_add(1);
        let is_changed = daily_budget != campaign.daily_budget;
        is_changed.then(|| Campaign { daily_budget, version, ..campaign.clone() })
    };
    let estimated = settings.campaigns.iter().filter(|campaign| imported.contains(&campaign.id));
    estimated
        .filter(|campaign| campaign.budget_source == BudgetSource::EstimatedFromSpend)
        .filter_map(refreshed)
        .collect()
}

/// Rounds a mean daily spend, in minor units, to whole units.
fn estimate(workspace: &Workspace, mean_daily_spend_minor: i64) -> Money {
    let mean = Money::from_minor(mean_daily_spend_minor.max(0), workspace.currency);
    Money::from_units(mean.rounded_units(), workspace.currency)
}

/// Creates a campaign. An export states no budget, so the mean spend of the last days, in whole units, is used and
/// marked as an estimate.
fn new_campaign(workspace: &Workspace, imported: &ImportedCampaign) -> Campaign {
    Campaign {
        id: imported.id.clone(),
        name: imported.name.clone(),
        channel: imported.channel.clone(),
        account: imported.account.clone(),
        external_id: imported.external_id.clone(),
        former_names: Vec::new(),
        other_names: Vec::new(),
        active: true,
        daily_budget: estimate(workspace, imported.mean_daily_spend_minor.unwrap_or(0)),
        budget_source: BudgetSource::EstimatedFromSpend,
        version: 1,
    }
}

#[cfg(test)]
mod tests;
