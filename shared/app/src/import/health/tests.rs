//! Claims about when an import counts as the success of a source.

use crate::import::{ImportDeps, keep};
use domain::metrics::source::SourceHealth;
use domain::testing::{RecordingQueue, now, settings};
use importer::reader::read;
use importer::settings::{ImportSettings, KnownCampaign};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use std::io::Cursor;
use store::embedded::{self, EmbeddedStore, Fault, FaultPlan};
use store::testing::store_workspace;

const GOOGLE: &str = "Day,Campaign,Campaign ID,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n\
    2026-10-05,Brand,11,USD,100.00,1000,50,10.00,500.00\n";
const ANALYTICS: &str = "Session campaign,Session source / medium,Date,Sessions,Key events,Total revenue,Currency\n\
    Brand,google / cpc,20261005,48,6,300,USD\n";
const TWO: &str = "date,platform,campaign,spend,clicks,currency\n2026-10-05,TikTok,Sale,60.00,1,USD\n\
    2026-10-05,Pinterest,Sale,40.00,1,USD\n";

fn later() -> Timestamp {
    now() + SignedDuration::from_hours(1)
}

async fn start() -> EmbeddedStore {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    embedded
}

async fn import(embedded: &EmbeddedStore, text: &str, at: Timestamp) -> bool {
    let stored = embedded.store.settings(&settings().workspace.id).await.unwrap().unwrap();
    let import_settings = ImportSettings {
        workspace_currency: stored.workspace.currency,
        file_currency: None,
        channel: None,
        today: date(2026, 10, 6),
        known_campaigns: stored.campaigns.iter().map(KnownCampaign::from).collect(),
    };
    let import = read(&mut Cursor::new(text), &import_settings, &mut |_| {}).unwrap();
    let deps = ImportDeps { store: &embedded.store, queue: &RecordingQueue::default() };
    keep(&deps, &stored, &import, at, &|_| {}).await.is_ok()
}

async fn successes(embedded: &EmbeddedStore) -> Vec<(String, Option<Timestamp>)> {
    let stored = embedded.store.settings(&settings().workspace.id).await.unwrap().unwrap();
    let told = |health: &SourceHealth| (health.channel.to_string(), health.last_success);
    stored.health.iter().map(told).collect()
}

#[tokio::test]
async fn each_channel_of_a_stored_file_came_in_when_it_was_stored() {
    let embedded = start().await;
    assert!(import(&embedded, TWO, now()).await && import(&embedded, GOOGLE, later()).await);
    let at = |channel: &str, at| (channel.to_owned(), Some(at));
    assert_eq!(
        successes(&embedded).await,
        [at("google", later()), at("pinterest", now()), at("tiktok", now())]
    );
}

#[tokio::test]
async fn an_analytics_tool_is_no_success_of_a_platform_whose_own_numbers_are_there() {
    let embedded = start().await;
    assert!(import(&embedded, ANALYTICS, now()).await);
    assert_eq!(successes(&embedded).await, [("google".to_owned(), Some(now()))]);
    assert!(import(&embedded, GOOGLE, now() + SignedDuration::from_secs(1)).await);
    let before = successes(&embedded).await;
    assert!(import(&embedded, ANALYTICS, later()).await);
    assert_eq!(successes(&embedded).await, before);
}

#[tokio::test]
async fn an_import_that_was_cut_short_is_no_success_before_its_sources_are_stored() {
    let (mut cut, mut whole) = (0, false);
    for call in 0..24 {
        let embedded = embedded::start().without_retries();
        store_workspace(&embedded.store).await;
        // The settings are read first, for the import to be stored with.
        embedded.set_faults(FaultPlan::at(call + 1, Fault::ServerError));
        let done = import(&embedded, GOOGLE, now()).await;
        embedded.set_faults(FaultPlan::none());
        let stored = embedded.store.settings(&settings().workspace.id).await.unwrap().unwrap();
        let is_in = stored.sources.iter().any(|source| source.channel.as_str() == "google");
        assert!(is_in || stored.health.is_empty(), "cut at call {call}");
        assert!(!done || !stored.health.is_empty(), "{call}");
        (cut, whole) = (cut + usize::from(!done), whole || done);
    }
    assert!(cut > 3 && whole, "{cut} imports were cut short");
}
