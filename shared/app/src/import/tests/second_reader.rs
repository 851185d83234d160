//! Every file that the tests import is read a second time by plain code that knows nothing of the importer, and both must
//! agree on each day of each campaign. Importing a file again writes nothing.

mod files;
mod plain;
mod public_cases;

use super::*;
use domain::testing::reference;
use files::{FILES, REFERENCE};
use plain::{Description, Sums, add};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is said about a file beside it.
struct Given {
    currency: Option<Currency>,
    channel: Option<Channel>,
    today: Date,
}

impl Given {
    /// Returns what is said about a described file: its currency, which some files do not state.
    fn of(description: &Description, today: Date) -> Self {
        Self { currency: description.currency.parse().ok(), channel: None, today }
    }
}

/// A workspace without campaigns, in the currency of the file to come.
async fn empty_workspace(currency: Currency) -> EmbeddedStore {
    let embedded = embedded::start();
    let mut settings = settings();
    settings.workspace.currency = currency;
    (settings.campaigns, settings.sources) = (Vec::new(), Vec::new());
    embedded.store.save_settings(&settings).await.unwrap();
    embedded
}

async fn stored_settings(embedded: &EmbeddedStore) -> WorkspaceSettings {
    embedded.store.settings(&settings().workspace.id).await.unwrap().unwrap()
}

/// Imports a file as `make import` does, and returns why it is refused if it is.
async fn import_into(embedded: &EmbeddedStore, bytes: &[u8], given: &Given) -> Result<(), String> {
    let stored = stored_settings(embedded).await;
    let import_settings = ImportSettings {
        workspace_currency: stored.workspace.currency,
        file_currency: given.currency,
        channel: given.channel.clone(),
        today: given.today,
        known_campaigns: stored.campaigns.iter().map(KnownCampaign::from).collect(),
    };
    let import = read(&mut Cursor::new(bytes), &import_settings, &mut |_| {});
    let import = import.map_err(|refused| refused.to_string())?;
    embedded.calls.take();
    kept(embedded, &stored, &import).await;
    Ok(())
}

/// Adds up what is stored, by day and by the name of the campaign.
async fn stored_sums(embedded: &EmbeddedStore) -> Sums {
    let stored = stored_settings(embedded).await;
    let names: HashMap<&CampaignId, &str> =
        stored.campaigns.iter().map(|campaign| (&campaign.id, campaign.name.as_str())).collect();
    let mut sums = Sums::new();
    let facts = embedded.store.facts(&stored.workspace.id, date(2024, 12, 1), date(2026, 12, 31)).await;
    for DailyMetric { date, campaign, values, .. } in facts.unwrap() {
        let values = [
            values.spend_minor,
            values.revenue_minor,
            values.impressions,
            values.clicks,
            values.conversions_thousandths,
        ];
        add(&mut sums, &date.to_string(), names[&campaign], values);
    }
    sums
}

async fn import_described(bytes: &[u8], description: &Description, today: Date) -> EmbeddedStore {
    let given = Given::of(description, today);
    let embedded = empty_workspace(given.currency.unwrap()).await;
    let imported = import_into(&embedded, bytes, &given).await;
    imported.unwrap_or_else(|refused| panic!("{}: {refused}", description.file));
    embedded
}

fn today() -> Date {
    date(2026, 3, 20)
}

fn folder() -> PathBuf {
    // Tests are started in the folder of their package, wherever that lies by then.
    Path::new("../importer/fixtures/import").to_owned()
}

fn bytes_of(description: &Description) -> Vec<u8> {
    std::fs::read(folder().join(description.file)).unwrap()
}

#[test]
fn every_file_that_is_imported_is_described_for_the_second_reader() {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<String> = entries
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, FILES.map(|description| description.file));
}

#[tokio::test]
async fn what_is_stored_of_each_file_is_what_a_second_reader_adds_up() {
    for description in &FILES {
        let bytes = bytes_of(description);
        let expected = plain::sums(&bytes, description);
        assert!(!expected.is_empty(), "{}", description.file);
        let embedded = import_described(&bytes, description, today()).await;
        assert_eq!(stored_sums(&embedded).await, expected, "{}", description.file);
    }
}

#[tokio::test]
async fn a_cent_that_only_one_of_the_two_readers_has_is_seen() {
    let google = FILES.iter().find(|description| description.file == "google.csv").unwrap();
    let bytes = bytes_of(google);
    let text = String::from_utf8(bytes.clone()).unwrap();
    for (number, other) in [("$172.45", "$172.46"), ("60,4.98%", "61,4.98%"), ("2026-03-02", "2026-03-01")] {
        let changed = text.replacen(number, other, 1).into_bytes();
        let embedded = import_described(&changed, google, today()).await;
        assert_ne!(stored_sums(&embedded).await, plain::sums(&bytes, google), "{number}");
    }
}

#[tokio::test]
async fn importing_a_file_again_writes_nothing_but_that_it_came_in() {
    for description in &FILES {
        let bytes = bytes_of(description);
        let embedded = import_described(&bytes, description, today()).await;
        assert_ne!(writes(&embedded), Vec::<String>::new(), "{}", description.file);
        import_into(&embedded, &bytes, &Given::of(description, today())).await.unwrap();
        assert_eq!(writes(&embedded), Vec::<String>::new(), "{}", description.file);
    }
}

/// Takes the calls so far that write anything but that a source came in, which is one `UpdateItem` for each channel.
fn writes(embedded: &EmbeddedStore) -> Vec<String> {
    let is_read = |call: &String| ["Get", "Query", "UpdateItem"].iter().any(|word| call.contains(word));
    embedded.calls.take().into_iter().filter(|call| !is_read(call)).collect()
}

#[tokio::test]
async fn the_reference_export_is_stored_as_a_second_reader_adds_it_up_and_is_not_written_again() {
    let Some(file) = reference::file(REFERENCE.file) else { return };
    let bytes = std::fs::read(&file).unwrap();
    let names = std::fs::read_to_string(file.with_file_name("fb_ads_campaign_aliases.tsv")).unwrap();
    let names: BTreeMap<&str, &str> = names
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(spelling, name)| (spelling.trim(), name))
        .collect();
    let embedded = import_described(&bytes, &REFERENCE, date(2025, 4, 10)).await;
    let stored = by_true_name(&stored_sums(&embedded).await, &names);
    assert_eq!(stored, by_true_name(&plain::sums(&bytes, &REFERENCE), &names));
    let given = Given::of(&REFERENCE, date(2025, 4, 10));
    import_into(&embedded, &bytes, &given).await.unwrap();
    assert_eq!(writes(&embedded), Vec::<String>::new());
}

/// Adds up the spellings of each campaign.
fn by_true_name(sums: &Sums, names: &BTreeMap<&str, &str>) -> Sums {
    let mut of_campaigns = Sums::new();
    for ((day, spelling), values) in sums {
        add(&mut of_campaigns, day, names[spelling.as_str()], *values);
    }
    of_campaigns
}
