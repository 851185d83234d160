//! Claims about a larger real-looking export, checked where the variable REFERENCE_DATA names the folder that has
//! it.

use super::*;
use domain::money::Currency;
use std::collections::{BTreeMap, HashMap, HashSet};

fn reference_folder() -> Option<PathBuf> {
    #[expect(
        clippy::disallowed_methods,
        reason = "only the environment says where the data is; the tests pass without"
    )]
    let folder = std::env::var("REFERENCE_DATA").ok();
    if folder.is_none() {
        println!("skipped: REFERENCE_DATA is not set");
    }
    folder.map(PathBuf::from)
}

fn given() -> ImportSettings {
    ImportSettings { file_currency: Some(Currency::USD), today: date(2025, 4, 10), ..settings() }
}

fn imported(folder: &Path) -> Import {
    let bytes = std::fs::read(folder.join("marketing/fb_ads_synthetic_2025q1.csv")).unwrap();
    read_bytes(&bytes, &given()).unwrap()
}

/// Each spelling with its true campaign.
fn truth(folder: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(folder.join("marketing/fb_ads_campaign_aliases.tsv")).unwrap();
    let pairs = text.lines().filter_map(|line| line.split_once('\t'));
    pairs.map(|(spelling, name)| (spelling.to_owned(), name.to_owned())).collect()
}

/// Counts the spellings that stand with most spellings of their true campaign, and the wrong merges.
fn judged(campaigns: &[ImportedCampaign], truth: &[(String, String)]) -> (usize, usize) {
    let true_name: HashMap<&str, &str> =
        truth.iter().map(|(spelling, name)| (spelling.as_str(), name.as_str())).collect();
    let mut largest: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = 0;
    for campaign in campaigns {
        let names: HashSet<&str> =
            campaign.spellings.iter().map(|spelling| true_name[spelling.as_str()]).collect();
        wrong += names.len() - 1;
        for name in names {
            let share = largest.entry(name).or_default();
            *share = (*share).max(campaign.spellings.len());
        }
    }
    (largest.values().sum(), wrong)
}

#[test]
fn dirty_names_fold_onto_their_true_campaigns_and_never_onto_another() {
    let Some(folder) = reference_folder() else { return };
    let (import, truth) = (imported(&folder), truth(&folder));
    let (right, wrong) = judged(&import.campaigns, &truth);
    println!("{right} of {} spellings right, {wrong} wrong merges", truth.len());
    println!("{}", import.report);
    for campaign in &import.campaigns {
        println!("{} {:?} {}", campaign.id, campaign.name, campaign.spellings.len());
    }
    assert_eq!(wrong, 0);
    assert!(right * 100 >= truth.len() * 99, "{right} of {}", truth.len());
    assert_eq!(import.report.spellings, truth.len());
}

#[test]
fn the_whole_file_again_maps_each_spelling_to_its_stored_campaign() {
    let Some(folder) = reference_folder() else { return };
    let (first, truth) = (imported(&folder), truth(&folder));
    assert_eq!(first.campaigns.len(), 10);
    let bytes = std::fs::read(folder.join("marketing/fb_ads_synthetic_2025q1.csv")).unwrap();
    let again = ImportSettings { known_campaigns: known(&first), ..given() };
    let second = read_bytes(&bytes, &again).unwrap();
    let same = |spelling: &String| {
        let holder = |import: &Import| {
            let found = import.campaigns.iter().find(|campaign| campaign.spellings.contains(spelling));
            found.map(|campaign| campaign.id.clone())
        };
        holder(&first).is_some() && holder(&first) == holder(&second)
    };
    let right = truth.iter().filter(|(spelling, _)| same(spelling)).count();
    println!("{right} of {} spellings known again", truth.len());
    assert_eq!(right, truth.len());
    assert_eq!(second.facts, first.facts);
}

#[test]
fn no_row_and_no_cent_of_the_reference_export_is_lost() {
    let Some(folder) = reference_folder() else { return };
    let import = imported(&folder);
    let mut reader = csv::Reader::from_path(folder.join("marketing/fb_ads_synthetic_2025q1.csv")).unwrap();
    let names: HashMap<String, String> = truth(&folder).into_iter().collect();
    let mut facts = HashSet::new();
    let (mut rows, mut cents, mut clicks) = (0, 0_i64, 0_i64);
    for record in reader.records() {
        let record = record.unwrap();
        rows += 1;
        let (whole, fraction) = record[3].split_once('.').unwrap_or((&record[3], ""));
        cents += format!("{whole}{fraction:0<2}").parse::<i64>().unwrap_or_default();
        facts.insert(
            [&names[&record[0]], &record[2], &record[10], &record[11], &record[13]].map(str::to_owned),
        );
        clicks += record[5].trim_end_matches(".0").parse::<i64>().unwrap_or_default();
    }
    assert_eq!((import.report.rows_read, import.report.rows_kept), (rows, rows));
    assert_eq!(import.facts.iter().filter_map(|fact| fact.values.spend_minor).sum::<i64>(), cents);
    assert_eq!(import.facts.iter().filter_map(|fact| fact.values.clicks).sum::<i64>(), clicks);
    assert_eq!(import.report.missing_values.get("spend"), Some(&113));
    assert_eq!(import.facts.len(), facts.len());
}
