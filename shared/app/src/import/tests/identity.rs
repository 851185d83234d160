//! Tests of which campaign is which over several imports, and of whose measure counts.

use super::*;
use domain::metrics::kpi::{DayCompleteness, report_day};
use domain::metrics::measure::of_one_source;

const BY_NAME: &str = "Day,Campaign name,Amount spent (USD),Link clicks\n2026-10-01,Autumn,100.00,10\n2026-10-02,Autumn,100.00,10\n";
const BY_ID: &str = "Day,Campaign name,Campaign ID,Amount spent (USD),Link clicks\n2026-10-01,Autumn,777,100.00,10\n\
    2026-10-02,Autumn,777,300.00,10\n";
const RENAMED: &str = "Day,Campaign name,Campaign ID,Amount spent (USD),Link clicks\n2026-10-01,Black Friday,777,100.00,10\n\
    2026-10-02,Black Friday,777,100.00,10\n2026-10-03,Black Friday,777,100.00,10\n";

fn spend(facts: &[DailyMetric]) -> i64 {
    facts.iter().filter_map(|fact| fact.values.spend_minor).sum()
}

fn named<'a>(settings: &'a WorkspaceSettings, name: &str) -> Vec<&'a Campaign> {
    settings.campaigns.iter().filter(|campaign| campaign.name == name).collect()
}

#[tokio::test]
async fn a_renamed_campaign_stays_one_and_its_old_days_are_not_there_twice() {
    let (kept, facts, stored) = after_importing(&[BY_ID, RENAMED]).await;
    assert_eq!((kept.new_campaigns, kept.renamed), (0, 1));
    assert_eq!((spend(&facts), facts.len()), (30_000, 3));
    assert_eq!((named(&stored, "Autumn").len(), named(&stored, "Black Friday").len()), (0, 1));
}

#[tokio::test]
async fn what_was_imported_by_name_goes_on_under_its_identifier() {
    let (kept, facts, stored) = after_importing(&[BY_NAME, BY_ID, RENAMED]).await;
    assert_eq!((kept.new_campaigns, spend(&facts)), (0, 30_000));
    let [campaign] = named(&stored, "Black Friday").try_into().unwrap();
    assert_eq!(campaign.external_id.as_deref(), Some("777"));
}

#[tokio::test]
async fn a_campaign_keeps_what_it_was_called_until_it_is_called_so_again() {
    let (_, _, stored) = after_importing(&[BY_ID, RENAMED]).await;
    assert_eq!(named(&stored, "Black Friday")[0].former_names, ["Autumn"]);
    let (_, _, stored) = after_importing(&[BY_NAME, RENAMED, BY_ID]).await;
    assert_eq!(named(&stored, "Autumn")[0].former_names, [""; 0], "it was imported by its name alone");
    let (_, _, stored) = after_importing(&[BY_ID, RENAMED, BY_ID]).await;
    assert_eq!(named(&stored, "Autumn")[0].former_names, ["Black Friday"]);
    let (kept, _, again) = after_importing(&[BY_ID, RENAMED, RENAMED]).await;
    assert_eq!((kept.renamed, named(&again, "Black Friday")[0].former_names.len()), (0, 1));
}

#[tokio::test]
async fn a_campaign_that_is_renamed_keeps_the_names_that_the_workspace_gave_it() {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let workspace = settings().workspace.id;
    for text in [BY_ID, RENAMED] {
        let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
        let import = import_of(text, &stored);
        // Somebody names it between the read and the write of the import.
        let id = &import.campaigns[0].id;
        embedded.store.set_other_names(&workspace, id, &["Lenz".to_owned()]).await.unwrap();
        kept(&embedded, &stored, &import).await;
    }
    let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
    let [campaign] = named(&stored, "Black Friday").try_into().unwrap();
    assert_eq!(
        (&campaign.former_names[..], &campaign.other_names[..]),
        (&["Autumn".into()][..], &["Lenz".into()][..])
    );
}

#[tokio::test]
async fn one_name_in_two_accounts_beside_a_stored_one_loses_no_cent() {
    let whole = "Day,Campaign,Currency code,Cost,Impr.\n2026-10-01,Brand,USD,10.00,1\n";
    let split = "Day,Account name,Campaign,Currency code,Cost,Impr.\n2026-10-02,EU,Brand,USD,30.00,1\n\
        2026-10-02,US,Brand,USD,50.00,1\n";
    let (_, facts, stored) = after_importing(&[whole, split]).await;
    assert_eq!((spend(&facts), named(&stored, "Brand").len()), (9_000, 2));
}

#[tokio::test]
async fn of_two_campaigns_that_were_stored_as_one_no_day_counts_twice() {
    let by_name = "Day,Campaign name,Amount spent (USD),Link clicks\n2026-10-01,Summer,10.00,1\n2026-10-02,Summer,10.00,1\n";
    let by_id = "Day,Campaign name,Campaign ID,Amount spent (USD),Link clicks\n2026-10-01,Summer,1,10.00,1\n\
        2026-10-02,Summer,2,10.00,1\n2026-10-03,Summer,2,10.00,1\n";
    let (_, facts, _) = after_importing(&[by_name, by_id]).await;
    assert_eq!(spend(&facts), 3_000);
}

#[tokio::test]
async fn an_import_that_a_fault_cut_short_is_completed_by_the_next_one_wherever_it_was_cut() {
    let by_name = "Day,Campaign name,Amount spent (USD),Link clicks\n2026-10-01,Summer,10.00,1\n2026-10-02,Summer,10.00,1\n";
    let by_id = "Day,Campaign name,Campaign ID,Amount spent (USD),Link clicks\n2026-10-01,Summer,1,40.00,1\n\
        2026-10-02,Summer,2,10.00,1\n2026-10-03,Summer,2,10.00,1\n";
    let workspace = settings().workspace.id;
    let mut cut = 0;
    for call in 0..24 {
        let embedded = embedded::start().without_retries();
        store_workspace(&embedded.store).await;
        let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
        kept(&embedded, &stored, &import_of(by_name, &stored)).await;
        let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
        embedded.set_faults(FaultPlan::at(call, Fault::ServerError));
        let queue = RecordingQueue::default();
        let first = keep_and_tell(&embedded, &queue, &stored, &import_of(by_id, &stored)).await;
        cut += usize::from(first.is_err());
        embedded.set_faults(FaultPlan::none());
        let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
        kept(&embedded, &stored, &import_of(by_id, &stored)).await;
        let facts = embedded.store.facts(&workspace, date(2026, 10, 1), date(2026, 10, 31)).await.unwrap();
        let stored = embedded.store.settings(&workspace).await.unwrap().unwrap();
        assert_eq!((spend(&facts), named(&stored, "Summer").len()), (6_000, 2), "cut at call {call}");
        assert!(named(&stored, "Summer").iter().all(|campaign| campaign.external_id.is_some()), "{call}");
    }
    assert!(cut > 3, "only {cut} imports were cut short");
}

#[tokio::test]
async fn results_that_are_no_conversions_leave_the_stored_ones() {
    let own = "Day,Campaign name,Amount spent (USD),Link clicks,Purchases\n2026-10-01,Sale,100.00,1,5\n";
    let results = "Day,Campaign name,Results,Result indicator,Amount spent (USD)\n2026-10-01,Sale,340,actions:link_click,100.00\n";
    let (_, facts, _) = after_importing(&[own, results]).await;
    assert_eq!(facts[0].values.conversions_thousandths, Some(5_000));
}

#[tokio::test]
async fn what_meta_measures_takes_the_place_of_what_a_table_calls_facebook_and_instagram() {
    let table = "date,platform,campaign,spend,clicks,currency\n2026-10-01,Facebook,Sale,60.00,1,USD\n\
        2026-10-01,Instagram,Sale,40.00,1,USD\n";
    let own = "Day,Campaign name,Amount spent (USD),Link clicks\n2026-10-01,Sale,100.00,2\n";
    for texts in [[table, own], [own, table]] {
        assert_eq!(spend(&after_importing(&texts).await.1), 10_000);
    }
}

#[tokio::test]
async fn a_stated_budget_survives_a_new_name() {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let mut before = settings();
    let campaign = &mut before.campaigns[0];
    campaign.external_id = Some("777".into());
    let (id, budget, version) = (campaign.id.clone(), campaign.daily_budget, campaign.version);
    embedded.store.save_settings(&before).await.unwrap();
    let text = RENAMED.replace("Black Friday", "New name");
    kept(&embedded, &before, &import_of(&text, &before)).await;
    let after = embedded.store.settings(&before.workspace.id).await.unwrap().unwrap();
    let campaign = after.campaigns.iter().find(|campaign| campaign.id == id).unwrap();
    assert_eq!(
        (campaign.name.as_str(), campaign.daily_budget, campaign.version),
        ("New name", budget, version)
    );
}

const OWN: &str = "Day,Campaign,Campaign ID,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n\
    2026-10-04,Brand,11,USD,100.00,1000,50,10.00,500.00\n2026-10-05,Brand,11,USD,100.00,1000,50,10.00,500.00\n";
const TOOLS: &str = "Session campaign,Session source / medium,Date,Sessions,Key events,Total revenue,Currency\n\
    Brand,google / cpc,20261004,48,6,300,USD\nBrand,google / cpc,20261005,48,6,300,USD\n";

/// The revenue that counts, after importing in this order.
async fn revenue(texts: &[&str]) -> i64 {
    let (_, facts, stored) = after_importing(texts).await;
    of_one_source(facts, &stored.sources).iter().filter_map(|fact| fact.values.revenue_minor).sum()
}

#[tokio::test]
async fn the_platforms_own_revenue_counts_in_whatever_order_the_two_are_imported() {
    for texts in [&[OWN, TOOLS][..], &[TOOLS, OWN], &[OWN, TOOLS, OWN], &[TOOLS, OWN, TOOLS]] {
        assert_eq!(revenue(texts).await, 100_000);
    }
    assert_eq!(revenue(&[TOOLS]).await, 60_000, "the tool's counts where there is no other");
}

#[tokio::test]
async fn an_analytics_tool_says_nothing_of_how_far_the_platform_is() {
    let later = TOOLS.replace("20261005", "20261003");
    let (_, _, own) = after_importing(&[OWN]).await;
    let (_, _, both) = after_importing(&[OWN, &later]).await;
    let google = |settings: &WorkspaceSettings| {
        settings.sources.iter().find(|source| source.channel.as_str() == "google").cloned()
    };
    assert_eq!(google(&own), google(&both));
    assert!(google(&own).is_some());
}

#[tokio::test]
async fn what_a_tool_called_facebook_is_whole_as_soon_as_metas_own_file_is_in() {
    let tools = "Date,Session campaign,Session source / medium,Sessions,Key events\n20261004,Autumn,facebook / cpc,48,6\n";
    let own = "Day,Campaign name,Amount spent (USD),Link clicks\n2026-10-04,Autumn,100.00,10\n2026-10-05,Autumn,100.00,10\n";
    for texts in [&[tools, own][..], &[own, tools][..]] {
        let (_, facts, mut stored) = after_importing(texts).await;
        stored.campaigns.retain(|campaign| campaign.name == "Autumn");
        let WorkspaceSettings { workspace, campaigns, sources, .. } = &stored;
        let report = report_day(date(2026, 10, 5), workspace, campaigns, &facts, sources);
        assert!(matches!(report.completeness, DayCompleteness::Complete { .. }), "{:?}", report.completeness);
        assert!(report.completeness.covers(&campaigns[0].channel));
    }
}
