//! Claims about what programs say of campaigns and creatives, on the embedded store.

use super::*;
use crate::import::{ImportDeps, keep};
use domain::clock::FixedClock;
use domain::insight::adjustment::AdjustmentState;
use domain::testing::{RecordingQueue, adjustment, dollars, now, settings as sample};
use importer::reader::read;
use importer::settings::{ImportSettings, KnownCampaign};
use jiff::civil::date;
use std::io::Cursor;
use store::embedded::{self, EmbeddedStore};
use store::testing::{store_shift, store_workspace};

async fn scene() -> EmbeddedStore {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    embedded
}

async fn campaigns(
    embedded: &EmbeddedStore,
    reports: &[CampaignReport],
) -> Result<CampaignsTaken, CatalogError> {
    let (queue, clock) = (RecordingQueue::default(), FixedClock(now()));
    let deps = CatalogDeps { store: &embedded.store, queue: &queue, clock: &clock };
    take_campaigns(&deps, &sample().workspace.id, reports).await
}

async fn creatives(
    embedded: &EmbeddedStore,
    reports: &[CreativeReport],
) -> Result<Vec<EntryOutcome>, CatalogError> {
    let (queue, clock) = (RecordingQueue::default(), FixedClock(now()));
    let deps = CatalogDeps { store: &embedded.store, queue: &queue, clock: &clock };
    take_creatives(&deps, &sample().workspace.id, reports).await
}

async fn stored(embedded: &EmbeddedStore) -> Vec<Campaign> {
    embedded.store.settings(&sample().workspace.id).await.unwrap().unwrap().campaigns
}

async fn called(embedded: &EmbeddedStore, name: &str) -> Campaign {
    stored(embedded).await.into_iter().find(|campaign| campaign.name == name).unwrap()
}

fn at_platform(external_id: &str) -> PlatformCampaign {
    PlatformCampaign { channel: "meta".parse().unwrap(), account: None, external_id: external_id.into() }
}

fn report(external_id: &str, name: &str) -> CampaignReport {
    let (other_names, daily_budget, active) = Default::default();
    CampaignReport {
        campaign: at_platform(external_id),
        name: name.into(),
        other_names,
        daily_budget,
        active,
    }
}

fn creative(external_id: &str, name: &str) -> CreativeReport {
    let thumbnail = Some("https://example.com/a.png".to_owned());
    CreativeReport {
        campaign: at_platform(external_id),
        name: name.into(),
        copy: "Buy shoes".into(),
        thumbnail,
    }
}

#[tokio::test]
async fn a_new_campaign_is_there_once_and_a_later_export_of_it_finds_it() {
    let embedded = scene().await;
    let before = stored(&embedded).await.len();
    let new = CampaignReport { daily_budget: Some(dollars(70)), ..report("77", "Winter Sale") };
    let first = campaigns(&embedded, &[new.clone(), new.clone()]).await.unwrap();
    let outcomes: Vec<_> = first.entries.iter().map(|(_, outcome)| *outcome).collect();
    assert_eq!(outcomes[0], EntryOutcome::New);
    assert_eq!(first.entries[0].0, first.entries[1].0, "two entries of one campaign");
    assert_eq!(campaigns(&embedded, &[new]).await.unwrap().entries[0].1, EntryOutcome::Unchanged);
    let all = stored(&embedded).await;
    assert_eq!(all.len(), before + 1);
    let import = read(
        &mut Cursor::new("Day,Campaign ID,Campaign name,Amount spent (USD)\n2026-10-05,77,Renamed,1.00\n"),
        &ImportSettings {
            workspace_currency: sample().workspace.currency,
            file_currency: None,
            channel: Some("meta".parse().unwrap()),
            today: date(2026, 10, 6),
            known_campaigns: all.iter().map(KnownCampaign::from).collect(),
        },
        &mut |_| {},
    )
    .unwrap();
    assert_eq!(import.campaigns[0].id, first.entries[0].0);
}

#[tokio::test]
async fn a_campaign_that_was_imported_by_its_name_is_found_and_its_identifier_is_left_to_exports() {
    let embedded = scene().await;
    let before = stored(&embedded).await;
    let moved = CampaignReport { daily_budget: Some(dollars(80)), ..report("11", "retargeting_us") };
    let taken = campaigns(&embedded, &[moved]).await.unwrap();
    assert_eq!(taken.entries, [("retargeting-us".parse().unwrap(), EntryOutcome::Changed)]);
    let known = stored(&embedded).await.into_iter().find(|one| one.id.as_str() == "retargeting-us").unwrap();
    assert_eq!(
        (known.name.as_str(), known.external_id, known.daily_budget),
        ("Retargeting US", None, dollars(80))
    );
    assert_eq!(stored(&embedded).await.len(), before.len());
}

#[tokio::test]
async fn two_campaigns_of_one_name_are_not_both_the_one_that_was_imported_by_it() {
    let embedded = scene().await;
    let both = [report("11", "Retargeting US"), report("12", "Retargeting US")];
    let refused = campaigns(&embedded, &both).await;
    assert!(matches!(refused, Err(CatalogError::Ambiguous { entry: 2 })), "{refused:?}");
}

#[tokio::test]
async fn an_identifier_of_two_accounts_needs_the_account() {
    let embedded = scene().await;
    let of = |account: Option<&str>| {
        let mut report = report("77", "Sale");
        report.campaign.account = account.map(str::to_owned);
        report
    };
    let taken = campaigns(&embedded, &[of(Some("a")), of(Some("b"))]).await.unwrap();
    assert_ne!(taken.entries[0].0, taken.entries[1].0);
    let refused = campaigns(&embedded, &[of(None)]).await;
    assert!(matches!(refused, Err(CatalogError::Ambiguous { entry: 1 })), "{refused:?}");
}

#[tokio::test]
async fn a_campaign_that_is_known_by_its_identifier_is_renamed() {
    let embedded = scene().await;
    campaigns(&embedded, &[report("77", "Sale")]).await.unwrap();
    let renamed = campaigns(&embedded, &[report("77", "Summer Sale")]).await.unwrap();
    assert_eq!(renamed.entries[0].1, EntryOutcome::Changed);
    let known = called(&embedded, "Summer Sale").await;
    assert_eq!(known.former_names, ["Sale"]);
    campaigns(&embedded, &[report("77", "sale")]).await.unwrap();
    assert_eq!(called(&embedded, "sale").await.former_names, ["Summer Sale"]);
}

#[tokio::test]
async fn other_names_stay_until_others_are_given() {
    let embedded = scene().await;
    let with = |name: &str, others: &[&str]| CampaignReport {
        other_names: Some(others.iter().map(|name| (*name).to_owned()).collect()),
        ..report("77", name)
    };
    campaigns(&embedded, &[with("Sale", &[" Lenz ", "Acme GmbH", "lenz", "SALE"])]).await.unwrap();
    assert_eq!(called(&embedded, "Sale").await.other_names, ["Lenz", "Acme GmbH"]);
    let mut outcomes = Vec::new();
    for report in [
        with("Sale", &["Lenz", "Acme GmbH"]),
        report("77", "Sale"),
        CampaignReport { daily_budget: Some(dollars(70)), ..report("77", "Spring") },
        with("Spring", &["Lenz"]),
    ] {
        outcomes.push(campaigns(&embedded, &[report]).await.unwrap().entries[0].1);
    }
    let (same, other) = (EntryOutcome::Unchanged, EntryOutcome::Changed);
    assert_eq!(outcomes, [same, same, other, other]);
    let known = called(&embedded, "Spring").await;
    assert_eq!((known.other_names, known.daily_budget), (vec!["Lenz".to_owned()], dollars(70)));
    campaigns(&embedded, &[with("Spring", &[])]).await.unwrap();
    assert_eq!(called(&embedded, "Spring").await.other_names, [""; 0]);
}

#[tokio::test]
async fn a_campaign_that_was_imported_by_its_name_takes_other_names_too() {
    let embedded = scene().await;
    let named =
        CampaignReport { other_names: Some(vec!["Lenz".to_owned()]), ..report("11", "retargeting_us") };
    campaigns(&embedded, &[named]).await.unwrap();
    assert_eq!(called(&embedded, "Retargeting US").await.other_names, ["Lenz"]);
}

#[tokio::test]
async fn a_changed_budget_supersedes_the_proposal_that_rests_on_it() {
    let embedded = scene().await;
    store_shift(&embedded.store, &adjustment()).await;
    let moved = CampaignReport { daily_budget: Some(dollars(100)), ..report("11", "Retargeting US") };
    let taken = campaigns(&embedded, &[moved]).await.unwrap();
    assert_eq!((taken.superseded, taken.entries[0].1), (1, EntryOutcome::Changed));
    let shift = embedded.store.adjustment(&sample().workspace.id, &adjustment().id).await.unwrap().unwrap();
    assert_eq!(shift.state, AdjustmentState::Superseded);
}

#[tokio::test]
async fn one_bad_entry_leaves_everything_as_it_was() {
    let embedded = scene().await;
    let before = embedded.items().await;
    let euros = Money::from_units(5, "EUR".parse().unwrap());
    let bad = CampaignReport { daily_budget: Some(euros), ..report("78", "Two") };
    let refused = campaigns(&embedded, &[report("77", "One"), bad]).await;
    assert!(matches!(refused, Err(CatalogError::OtherCurrency { entry: 2 })), "{refused:?}");
    let bad = CampaignReport { other_names: Some(vec![String::new()]), ..report("78", "Two") };
    let refused = campaigns(&embedded, &[report("77", "One"), bad]).await;
    assert!(matches!(refused, Err(CatalogError::OtherNames { entry: 2, .. })), "{refused:?}");
    campaigns(&embedded, &[]).await.unwrap();
    let refused = creatives(&embedded, &[creative("none", "Video")]).await;
    assert!(matches!(refused, Err(CatalogError::UnknownCampaign { entry: 1 })));
    let counts = |items: &[store::Item]| {
        items.iter().filter(|item| item.contains_key("entity")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(counts(&embedded.items().await), counts(&before), "but for the count of requests");
}

#[tokio::test]
async fn a_creative_is_described_wherever_exports_have_it_and_keeps_its_words_after_them() {
    let embedded = scene().await;
    let new = campaigns(&embedded, &[report("77", "Sale")]).await.unwrap();
    assert_eq!(creatives(&embedded, &[creative("77", "Video")]).await.unwrap(), [EntryOutcome::New]);
    assert_eq!(creatives(&embedded, &[creative("77", "Video")]).await.unwrap(), [EntryOutcome::Unchanged]);
    let known = embedded.store.settings(&sample().workspace.id).await.unwrap().unwrap();
    let text = "Day,Campaign ID,Campaign name,Ad name,Amount spent (USD)\n2026-10-05,77,Sale,Video,1.00\n";
    let import = read(
        &mut Cursor::new(text),
        &ImportSettings {
            workspace_currency: known.workspace.currency,
            file_currency: None,
            channel: Some("meta".parse().unwrap()),
            today: date(2026, 10, 6),
            known_campaigns: known.campaigns.iter().map(KnownCampaign::from).collect(),
        },
        &mut |_| {},
    )
    .unwrap();
    let queue = RecordingQueue::default();
    let deps = ImportDeps { store: &embedded.store, queue: &queue };
    keep(&deps, &known, &import, now(), &|_| {}).await.unwrap();
    let campaign = new.entries[0].0.clone();
    let stored = embedded.store.creatives(&known.workspace.id, &campaign).await.unwrap();
    let video: Vec<_> = stored.iter().filter(|one| one.name == "Video").collect();
    assert_eq!(video.len(), 1, "the export and the program mean one creative");
    assert_eq!((video[0].id.clone(), video[0].copy.as_str()), (import.creatives[0].id.clone(), "Buy shoes"));
    assert_eq!(video[0].thumbnail.as_deref(), Some("https://example.com/a.png"));
}
