//! Claims about storing an import, on the embedded store.

mod identity;
mod second_reader;

use super::*;
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment, BudgetChange};
use domain::metrics::MetricValues;
use domain::money::Currency;
use domain::testing::{RecordingQueue, adjustment, decision, dollars, maya, now, settings};
use importer::reader::read;
use importer::settings::{ImportSettings, KnownCampaign};
use jiff::civil::date;
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::embedded::{self, EmbeddedStore, Fault, FaultPlan};
use store::testing::{store_shift, store_workspace};

const EXPORT: &str = "Day,Campaign name,Ad name,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value\n\
    2026-10-04,Retargeting US,Video,100.00,1000,20,2,300.00\n\
    2026-10-04,Autumn Launch,Video,50.00,500,10,1,150.00\n\
    2026-10-05,Autumn Launch,Video,70.00,700,14,1,210.00\n";

fn import(settings: &WorkspaceSettings) -> Import {
    import_of(EXPORT, settings)
}

fn import_of(text: &str, settings: &WorkspaceSettings) -> Import {
    let import_settings = ImportSettings {
        workspace_currency: Currency::USD,
        file_currency: None,
        channel: None,
        today: date(2026, 10, 6),
        known_campaigns: settings.campaigns.iter().map(KnownCampaign::from).collect(),
    };
    read(&mut Cursor::new(text), &import_settings, &mut |_| {}).unwrap()
}

/// Stores an import that has no news for anybody.
async fn kept(embedded: &EmbeddedStore, settings: &WorkspaceSettings, import: &Import) -> Kept {
    let queue = RecordingQueue::default();
    let kept = keep_and_tell(embedded, &queue, settings, import).await.unwrap();
    assert_eq!((kept.told, queue.jobs.lock().unwrap().len()), (0, 0));
    kept
}

async fn keep_and_tell(
    embedded: &EmbeddedStore,
    queue: &RecordingQueue,
    settings: &WorkspaceSettings,
    import: &Import,
) -> Result<Kept, KeepError> {
    let deps = ImportDeps { store: &embedded.store, queue };
    keep(&deps, settings, import, now(), &|_| {}).await
}

#[tokio::test]
async fn importing_twice_changes_nothing() {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let workspace = settings().workspace.id;
    let mut states = Vec::new();
    for _ in 0..2 {
        let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
        kept(&embedded, &stored, &import(&stored)).await;
        let facts = embedded.store.facts(&workspace, date(2026, 10, 1), date(2026, 10, 31)).await.unwrap();
        states.push((embedded.store.settings(&workspace).await.unwrap(), facts));
    }
    assert_eq!(states[0], states[1]);
    assert_eq!(states[0].1.len(), 3);
}

#[tokio::test]
async fn a_known_campaign_keeps_its_budget_and_a_new_one_gets_an_estimate_that_says_so() {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let before = settings();
    let written = AtomicUsize::new(0);
    let count_written = |count| {
        written.fetch_add(count, Ordering::Relaxed);
    };
    let queue = RecordingQueue::default();
    let deps = ImportDeps { store: &embedded.store, queue: &queue };
    let kept = keep(&deps, &before, &import(&before), now(), &count_written).await.unwrap();
    assert_eq!((kept.new_campaigns, kept.creatives, kept.facts), (1, 2, 3));
    assert_eq!((kept.replaced, kept.removed), (0, 0));
    assert_eq!(written.load(Ordering::Relaxed), 3);
    let after = embedded.store.settings(&before.workspace.id).await.unwrap().unwrap();
    let named = |name: &str| after.campaigns.iter().find(|campaign| campaign.name == name).unwrap();
    assert_eq!(
        (named("Retargeting US").daily_budget, named("Retargeting US").budget_source),
        (dollars(900), BudgetSource::Stated)
    );
    assert_eq!(
        (named("Autumn Launch").daily_budget, named("Autumn Launch").budget_source),
        (dollars(60), BudgetSource::EstimatedFromSpend)
    );
}

/// Imports texts one after the other; returns the result of the last one, the facts of the month and the settings.
async fn after_importing(texts: &[&str]) -> (Kept, Vec<DailyMetric>, WorkspaceSettings) {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let workspace = settings().workspace.id;
    let mut last = None;
    for text in texts {
        let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
        last = Some(kept(&embedded, &stored, &import_of(text, &stored)).await);
    }
    let facts = embedded.store.facts(&workspace, date(2026, 10, 1), date(2026, 10, 31)).await.unwrap();
    let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
    (last.unwrap(), facts, stored)
}

fn sum(facts: &[DailyMetric], value: fn(&MetricValues) -> Option<i64>) -> i64 {
    facts.iter().filter_map(|fact| value(&fact.values)).sum()
}

const BY_CAMPAIGN: &str = "Day,Campaign name,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value\n\
    2026-10-04,Retargeting US,100.00,1000,20,2,300.00\n\
    2026-10-04,Autumn Launch,50.00,500,10,1,150.00\n";

#[tokio::test]
async fn a_file_by_campaign_replaces_the_creatives_of_its_days_and_the_other_way_round() {
    let (kept, facts, _) = after_importing(&[EXPORT, BY_CAMPAIGN]).await;
    assert_eq!((kept.facts, kept.replaced, kept.removed), (2, 0, 2));
    assert_eq!(sum(&facts, |values| values.spend_minor), 22_000);
    let (kept, facts, _) = after_importing(&[EXPORT, BY_CAMPAIGN, EXPORT]).await;
    assert_eq!((kept.facts, kept.removed), (3, 2));
    assert_eq!(sum(&facts, |values| values.spend_minor), 22_000);
    assert_eq!(facts.len(), 3);
}

#[tokio::test]
async fn importing_again_after_a_crash_before_the_deletes_completes_them() {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let before = settings();
    kept(&embedded, &before, &import(&before)).await;
    let stored = embedded.store.settings(&before.workspace.id).await.unwrap().unwrap();
    let coarse = import_of(BY_CAMPAIGN, &stored);
    embedded.store.save_facts(&before.workspace.id, &coarse.facts, &|_| {}).await.unwrap();
    kept(&embedded, &stored, &coarse).await;
    let facts = embedded.store.facts(&before.workspace.id, date(2026, 10, 1), date(2026, 10, 31)).await;
    assert_eq!(sum(&facts.unwrap(), |values| values.spend_minor), 22_000);
}

#[tokio::test]
async fn a_column_that_the_file_lacks_keeps_its_stored_values_and_an_empty_cell_does_not() {
    let without_revenue = "Day,Campaign name,Ad name,Amount spent (USD),Impressions\n\
        2026-10-05,Autumn Launch,Video,80.00,\n";
    let (kept, facts, _) = after_importing(&[EXPORT, without_revenue]).await;
    let values = facts.iter().find(|fact| fact.date == date(2026, 10, 5)).unwrap().values;
    assert_eq!(
        (values.spend_minor, values.revenue_minor, values.clicks),
        (Some(8_000), Some(21_000), Some(14))
    );
    assert_eq!((values.impressions, kept.replaced), (None, 1));
}

#[tokio::test]
async fn a_coarser_file_without_a_column_leaves_that_column_on_the_creatives() {
    let coarse = "Day,Campaign name,Amount spent (USD)\n2026-10-05,Autumn Launch,80.00\n";
    for texts in [&[EXPORT, coarse][..], &[EXPORT, coarse, coarse][..]] {
        let (kept, facts, _) = after_importing(texts).await;
        assert_eq!(sum(&facts, |values| values.spend_minor), 23_000);
        assert_eq!(sum(&facts, |values| values.revenue_minor), 66_000);
        assert_eq!(kept.removed, 0);
    }
}

#[tokio::test]
async fn an_estimated_budget_follows_later_imports_and_a_stated_one_never_does() {
    let later = "Day,Campaign name,Ad name,Amount spent (USD)\n\
        2026-10-06,Autumn Launch,Video,90.00\n2026-10-06,Retargeting US,Video,1.00\n";
    let (kept, _, stored) = after_importing(&[EXPORT, later]).await;
    let named = |name: &str| stored.campaigns.iter().find(|campaign| campaign.name == name).unwrap();
    let autumn = named("Autumn Launch");
    assert_eq!((autumn.daily_budget, autumn.version, kept.new_estimates), (dollars(70), 2, 1));
    assert_eq!(named("Retargeting US").daily_budget, dollars(900));
    let (again, _, stored) = after_importing(&[EXPORT, later, later]).await;
    let autumn = stored.campaigns.iter().find(|campaign| campaign.name == "Autumn Launch").unwrap();
    assert_eq!((autumn.version, again.new_estimates), (2, 0));
}

#[tokio::test]
async fn a_file_of_one_campaign_holds_its_channel_back_and_says_so() {
    let tiktok =
        |rows: &str| format!("date,campaign_name,adset_name,creative_type,spend (USD),platform\n{rows}");
    let both = tiktok("2026-10-03,Autumn,S,Image,5.00,tiktok\n2026-10-03,Wool,S,Image,5.00,tiktok\n");
    let one = tiktok("2026-10-04,Autumn,S,Image,5.00,tiktok\n2026-10-05,Autumn,S,Image,5.00,tiktok\n");
    let (kept, _, stored) = after_importing(&[&both, &one]).await;
    let source = stored.sources.iter().find(|source| source.channel.as_str() == "tiktok").unwrap();
    assert_eq!(source.complete_through, date(2026, 10, 3));
    assert_eq!((kept.held_back.len(), kept.held_back[0].day), (1, date(2026, 10, 4)));
}

/// Stores, after a first import, a proposal that moves budget from the campaign of the export, whose budget is
/// estimated.
async fn with_a_proposal_on_an_estimate(embedded: &EmbeddedStore) -> BudgetAdjustment {
    let [shift] = with_proposals_on_estimates(embedded, EXPORT, ["Autumn Launch"]).await;
    shift
}

/// Imports an export, then stores for each of these campaigns a proposal that Maya approved first.
async fn with_proposals_on_estimates<const COUNT: usize>(
    embedded: &EmbeddedStore,
    export: &str,
    names: [&str; COUNT],
) -> [BudgetAdjustment; COUNT] {
    let workspace = settings().workspace.id;
    store_workspace(&embedded.store).await;
    let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
    kept(embedded, &stored, &import_of(export, &stored)).await;
    let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
    let shifts =
        names.map(|name| shift_from(stored.campaigns.iter().find(|campaign| campaign.name == name).unwrap()));
    for shift in &shifts {
        store_shift(&embedded.store, shift).await;
    }
    shifts
}

/// A proposal that moves 15 of 60 dollars from a campaign.
fn shift_from(campaign: &Campaign) -> BudgetAdjustment {
    let mut shift = adjustment().approved_first(decision(&maya(), now()));
    shift.id = format!("20261005-{}", campaign.id).parse().unwrap();
    shift.amount = dollars(15);
    shift.from = BudgetChange {
        campaign: campaign.id.clone(),
        name: campaign.name.clone(),
        campaign_version: campaign.version,
        before: campaign.daily_budget,
        after: dollars(45),
        budget_estimated: true,
    };
    shift.to.after = dollars(1_215);
    shift
}

async fn import_later(
    embedded: &EmbeddedStore,
    queue: &RecordingQueue,
    text: &str,
) -> Result<Kept, KeepError> {
    let stored = embedded.store.settings(&settings().workspace.id).await.unwrap().unwrap();
    let import = import_of(text, &stored);
    embedded.calls.take();
    keep_and_tell(embedded, queue, &stored, &import).await
}

const LATER: &str = "Day,Campaign name,Ad name,Amount spent (USD)\n2026-10-06,Autumn Launch,Video,42.00\n";

#[tokio::test]
async fn a_proposal_that_rests_on_an_estimate_follows_the_estimate() {
    let embedded = embedded::start();
    let shift = with_a_proposal_on_an_estimate(&embedded).await;
    let queue = RecordingQueue::default();
    assert_eq!(import_later(&embedded, &queue, LATER).await.unwrap().new_estimates, 1);
    let known = embedded.store.adjustments(&shift.workspace).await.unwrap();
    let old = known.iter().find(|known| known.id == shift.id).unwrap();
    let moved = old.changed_budget.as_ref().unwrap();
    assert_eq!((moved.was, moved.now, &moved.by), (dollars(60), dollars(54), &None));
    let left = known.iter().find(|known| known.state == AdjustmentState::Proposed).unwrap();
    assert_eq!(
        (left.from.before, left.from.after, left.from.budget_estimated),
        (dollars(54), dollars(49), true)
    );
}

#[tokio::test]
async fn who_approved_first_what_an_import_overtakes_is_told_so_once() {
    let (embedded, queue) = (embedded::start(), RecordingQueue::default());
    with_a_proposal_on_an_estimate(&embedded).await;
    assert_eq!(import_later(&embedded, &queue, LATER).await.unwrap().told, 1);
    let queued: Vec<_> = queue.jobs.lock().unwrap().drain(..).map(|(job, _delay)| job).collect();
    assert_eq!(queued.iter().map(|job| &job.member).collect::<Vec<_>>(), [&maya().id]);
    let read = embedded.store.read_delivery(&queued[0]).await.unwrap().unwrap();
    assert!(read.message.text.contains("Autumn Launch"), "{}", read.message.text);
    let again = import_later(&embedded, &queue, LATER).await.unwrap();
    assert_eq!((again.new_estimates, again.told, queue.jobs.lock().unwrap().len()), (0, 0, 0));
}

const TWO: &str = "Day,Campaign name,Ad name,Amount spent (USD)\n\
    2026-10-05,Autumn Launch,Video,60.00\n\
    2026-10-05,Winter Launch,Video,60.00\n";
const TWO_LATER: &str = "Day,Campaign name,Ad name,Amount spent (USD)\n\
    2026-10-06,Autumn Launch,Video,48.00\n\
    2026-10-06,Winter Launch,Video,48.00\n";
const TWO_NAMES: [&str; 2] = ["Autumn Launch", "Winter Launch"];

#[tokio::test]
async fn a_person_who_gets_two_messages_counts_once_and_who_is_gone_gets_none() {
    let (embedded, queue) = (embedded::start(), RecordingQueue::default());
    with_proposals_on_estimates(&embedded, TWO, TWO_NAMES).await;
    assert_eq!(import_later(&embedded, &queue, TWO_LATER).await.unwrap().told, 1);
    assert_eq!(queue.jobs.lock().unwrap().len(), 2);

    let (embedded, queue) = (embedded::start(), RecordingQueue::default());
    let shift = with_a_proposal_on_an_estimate(&embedded).await;
    let mut without_maya = embedded.store.settings(&shift.workspace).await.unwrap().unwrap();
    without_maya.members.iter_mut().filter(|one| one.id == maya().id).for_each(|one| one.active = false);
    embedded.store.save_settings(&without_maya).await.unwrap();
    let kept = import_later(&embedded, &queue, LATER).await.unwrap();
    assert_eq!((kept.new_estimates, kept.told), (1, 0));
    assert_eq!(embedded.store.latest_messages(&shift.workspace, 10).await.unwrap(), []);
}

#[tokio::test]
async fn what_was_overtaken_before_the_store_failed_is_told() {
    let mut second_change = None;
    for has_failed in [false, true] {
        let (embedded, queue) = (embedded::start().without_retries(), RecordingQueue::default());
        let [shift, _] = with_proposals_on_estimates(&embedded, TWO, TWO_NAMES).await;
        let stored = embedded.store.settings(&shift.workspace).await.unwrap().unwrap();
        let import = import_of(TWO_LATER, &stored);
        embedded.calls.take();
        let failing = second_change.map(|call| FaultPlan::at(call, Fault::ServerError));
        embedded.set_faults(failing.unwrap_or_else(FaultPlan::none));
        let outcome = keep_and_tell(&embedded, &queue, &stored, &import).await;
        assert_eq!(matches!(outcome, Err(KeepError::Store(_))), has_failed, "{outcome:?}");
        let calls = embedded.calls.take();
        let changes = calls.iter().enumerate().filter(|(_, call)| *call == "TransactWriteItems");
        second_change = changes.map(|(place, _)| place).nth(1);
        assert_eq!(queue.jobs.lock().unwrap().len(), if has_failed { 1 } else { 2 });
    }
}

#[tokio::test]
async fn an_import_is_stored_as_a_whole_when_the_queue_fails_and_that_is_said() {
    let (embedded, queue) = (embedded::start(), RecordingQueue::default());
    let shift = with_a_proposal_on_an_estimate(&embedded).await;
    queue.failing.store(true, Ordering::Relaxed);
    let refused = import_later(&embedded, &queue, LATER).await;
    assert!(matches!(refused, Err(KeepError::Queue(_))), "{refused:?}");
    let day = date(2026, 10, 6);
    assert_eq!(embedded.store.facts(&shift.workspace, day, day).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_estimate_without_a_proposal_costs_one_query_more_and_no_estimate_none() {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let queue = RecordingQueue::default();
    import_later(&embedded, &queue, EXPORT).await.unwrap();
    let later = "Day,Campaign name,Ad name,Amount spent (USD)\n2026-10-06,Autumn Launch,Video,90.00\n";
    let kept = import_later(&embedded, &queue, later).await.unwrap();
    let calls = embedded.calls.take();
    assert!(!calls.contains(&"TransactWriteItems".to_owned()), "{calls:?}");
    let again = import_later(&embedded, &queue, later).await.unwrap();
    assert_eq!((kept.new_estimates, again.new_estimates), (1, 0));
    let queries = |calls: &[String]| calls.iter().filter(|call| *call == "Query").count();
    assert_eq!(queries(&calls), queries(&embedded.calls.take()) + 1);
}
