//! Claims about keeping an import, on the embedded store.

use super::*;
use crate::import::{ImportSettings, read};
use crate::money::Currency;
use crate::store::embedded;
use crate::testing::{dollars, settings, store_workspace};
use jiff::civil::date;
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};

const EXPORT: &str = "Day,Campaign name,Ad name,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value\n\
    2026-10-04,Retargeting US,Video,100.00,1000,20,2,300.00\n\
    2026-10-04,Autumn Launch,Video,50.00,500,10,1,150.00\n\
    2026-10-05,Autumn Launch,Video,70.00,700,14,1,210.00\n";

fn import(settings: &WorkspaceSettings) -> Import {
    let known =
        settings.campaigns.iter().map(|campaign| (campaign.id.clone(), campaign.name.clone())).collect();
    let import_settings = ImportSettings {
        workspace_currency: Currency::USD,
        file_currency: None,
        channel: None,
        today: date(2026, 10, 6),
        known_campaigns: known,
    };
    read(&mut Cursor::new(EXPORT), &import_settings, &mut |_| {}).unwrap()
}

#[tokio::test]
async fn importing_twice_changes_nothing() {
    let embedded = embedded::start().await;
    store_workspace(&embedded.store).await;
    let workspace = settings().workspace.id;
    let mut states = Vec::new();
    for _ in 0..2 {
        let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
        keep(&embedded.store, &stored, &import(&stored), &|_| {}).await.unwrap();
        let facts = embedded.store.facts(&workspace, date(2026, 10, 1), date(2026, 10, 31)).await.unwrap();
        states.push((embedded.store.settings(&workspace).await.unwrap(), facts));
    }
    assert_eq!(states[0], states[1]);
    assert_eq!(states[0].1.len(), 3);
}

#[tokio::test]
async fn a_known_campaign_keeps_its_budget_and_a_new_one_gets_an_estimate_that_says_so() {
    let embedded = embedded::start().await;
    store_workspace(&embedded.store).await;
    let before = settings();
    let written = AtomicUsize::new(0);
    let count_written = |count| {
        written.fetch_add(count, Ordering::Relaxed);
    };
    let kept = keep(&embedded.store, &before, &import(&before), &count_written).await.unwrap();
    assert_eq!(kept, Kept { new_campaigns: 1, creatives: 2, facts: 3 });
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

#[test]
fn an_old_file_never_makes_a_channel_late() {
    let source = |day| SourceCompleteness { channel: "meta".parse().unwrap(), complete_through: day };
    let old = [source(date(2026, 9, 1))];
    let new = [source(date(2026, 10, 5))];
    assert_eq!(later(&new, &old), new);
    assert_eq!(later(&old, &new), new);
}
