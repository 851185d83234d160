//! Claims about whole files: one fixture for each kind of export, one for each reason to refuse.

mod json;
mod kinds;
mod properties;
mod reference;
mod wholes;

use super::*;
use crate::settings::KnownCampaign;
use crate::{DropReason, DroppedRow};
use domain::money::Currency;
use jiff::civil::date;
use std::io::Cursor;
use std::path::{Path, PathBuf};

fn settings() -> ImportSettings {
    ImportSettings {
        workspace_currency: Currency::USD,
        file_currency: None,
        channel: None,
        today: date(2026, 3, 10),
        known_campaigns: Vec::new(),
    }
}

fn in_currency(code: &str) -> ImportSettings {
    ImportSettings { workspace_currency: code.parse().unwrap(), ..settings() }
}

fn fixture(name: &str) -> PathBuf {
    // Tests are started in the folder of their package, wherever that lies by then.
    Path::new("fixtures/import").join(name)
}

fn import(name: &str, settings: &ImportSettings) -> Result<Import, ImportError> {
    read_bytes(&std::fs::read(fixture(name)).unwrap(), settings)
}

fn read_bytes(bytes: &[u8], settings: &ImportSettings) -> Result<Import, ImportError> {
    read(&mut Cursor::new(bytes), settings, &mut |_| {})
}

/// What a person would check: the report, then campaigns, creatives and facts, one a line.
fn rendering(import: &Import) -> String {
    let mut text = import.report.to_string();
    for campaign in &import.campaigns {
        let mean = number(campaign.mean_daily_spend_minor);
        text += &format!(
            "campaign {} {:?} on {} from {:?}, mean {mean}\n",
            campaign.id, campaign.name, campaign.channel, campaign.spellings
        );
    }
    for creative in &import.creatives {
        text += &format!(
            "creative {} of {}: {:?} {:?}\n",
            creative.id, creative.campaign, creative.name, creative.copy
        );
    }
    for fact in &import.facts {
        let values = fact.values;
        text += &format!(
            "{} {} {} {}: spend {}, revenue {}, impressions {}, clicks {}, conversions {}\n",
            fact.channel,
            fact.date,
            fact.campaign,
            fact.creative,
            number(values.spend_minor),
            number(values.revenue_minor),
            number(values.impressions),
            number(values.clicks),
            number(values.conversions_thousandths)
        );
    }
    for source in &import.completeness {
        text += &format!("{} is whole through {}\n", source.channel, source.complete_through);
    }
    text
}

/// What would be stored of an import, for the next one.
fn known(import: &Import) -> Vec<KnownCampaign> {
    let stored = |campaign: &ImportedCampaign| KnownCampaign {
        id: campaign.id.clone(),
        name: campaign.name.clone(),
        channel: campaign.channel.clone(),
        account: campaign.account.clone(),
        external_id: campaign.external_id.clone(),
    };
    import.campaigns.iter().map(stored).collect()
}

fn number(value: Option<i64>) -> String {
    value.map_or("unknown".to_owned(), |value| value.to_string())
}

#[test]
fn each_kind_of_export_is_read() {
    let cases = [
        ("meta.csv", settings()),
        ("meta_es.csv", in_currency("EUR")),
        ("meta_pt.csv", in_currency("BRL")),
        ("meta_fr.csv", in_currency("EUR")),
        ("meta_de.csv", in_currency("EUR")),
        ("meta_breakdown.csv", settings()),
        ("google.csv", settings()),
        ("tiktok.csv", settings()),
        ("long.csv", ImportSettings { file_currency: Some(Currency::USD), ..settings() }),
        ("microsoft.csv", ImportSettings { today: date(2026, 3, 20), ..settings() }),
        ("analytics.csv", ImportSettings { file_currency: Some(Currency::USD), ..settings() }),
        ("total_disagrees.csv", settings()),
    ];
    for (name, settings) in cases {
        let import = import(name, &settings).unwrap_or_else(|error| panic!("{name}: {error}"));
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name.replace('.', "_"), rendering(&import));
        });
    }
}

#[test]
fn utf_16_with_tabs_holds_the_same_facts_as_utf_8_with_commas() {
    let wide = import("google_utf16.tsv", &settings()).unwrap();
    let plain = import("google.csv", &settings()).unwrap();
    assert_eq!((wide.report.encoding, wide.report.delimiter), ("UTF-16LE", '\t'));
    assert_eq!((wide.facts, wide.campaigns), (plain.facts, plain.campaigns));
    assert!(wide.report.total_check.unwrap().agrees);
}

#[test]
fn utf_16_without_a_mark_is_read_in_either_byte_order() {
    let text = std::fs::read_to_string(fixture("google.csv")).unwrap();
    let expected = import("google.csv", &settings()).unwrap().facts;
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read_bytes(&little, &settings()).unwrap().facts, expected);
    assert_eq!(read_bytes(&big, &settings()).unwrap().facts, expected);
}

#[test]
fn each_bad_file_is_refused_with_its_place_and_remedy() {
    let mut names: Vec<String> = std::fs::read_dir(fixture("refused"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 22);
    let mut text = String::new();
    for name in names {
        let error = import(&format!("refused/{name}"), &settings()).expect_err(&name);
        text += &format!("{name}\n  {error}\n");
    }
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("refused", text);
    });
}

#[test]
fn a_given_currency_and_platform_serve_a_file_that_does_not_say() {
    let given = ImportSettings {
        file_currency: Some(Currency::USD),
        channel: Some("linkedin".parse().unwrap()),
        ..settings()
    };
    let text = "day,campaign,spend,clicks\n2026-03-01,Linen,1.50,1\n";
    let accepted = read_bytes(text.as_bytes(), &given).unwrap();
    assert_eq!(accepted.facts[0].channel.as_str(), "linkedin");
    assert_eq!(accepted.facts[0].values.spend_minor, Some(150));
    let other = ImportSettings { file_currency: Some("EUR".parse().unwrap()), ..given };
    let refused = read_bytes(text.as_bytes(), &other);
    assert!(matches!(refused, Err(ImportError::CurrencyDiffers { line: 1, .. })));
}

#[test]
fn a_plain_table_without_a_currency_is_taken_to_be_in_the_workspaces_and_says_so() {
    let text =
        "campaign_name,adset_name,date,spend,impressions,platform\nLinen,Set-1,2026-03-01,1.50,10,Facebook\n";
    let accepted = read_bytes(text.as_bytes(), &settings()).unwrap();
    assert_eq!(accepted.facts[0].values.spend_minor, Some(150));
    assert!(accepted.report.to_string().contains("amounts taken to be in USD"), "{}", accepted.report);
}

#[test]
fn the_platform_that_is_given_overrules_what_the_columns_look_like() {
    let text = "Day,Campaign name,Ad name,Amount spent (USD)\n2026-03-01,Linen,Video,1.50\n";
    let given = |channel: &str| ImportSettings { channel: Some(channel.parse().unwrap()), ..settings() };
    for channel in ["reddit", "meta"] {
        let read = read_bytes(text.as_bytes(), &given(channel)).unwrap();
        assert_eq!(read.facts[0].channel.as_str(), channel);
    }
}

#[test]
fn a_second_file_with_new_spellings_keeps_the_identifiers_of_the_first() {
    let text = |name: &str, day: &str| {
        format!("Day,Campaign name,Ad name,Amount spent (USD)\n{day},{name},Video,1.50\n")
    };
    let first = read_bytes(text("Linen Summer Launch", "2026-03-01").as_bytes(), &settings()).unwrap();
    let later = ImportSettings { known_campaigns: known(&first), ..settings() };
    let second = read_bytes(text("linen_summer-LAUNCH", "2026-03-02").as_bytes(), &later).unwrap();
    assert_eq!(second.campaigns[0].id, first.campaigns[0].id);
    assert_eq!(second.campaigns[0].name, "Linen Summer Launch");
    assert_eq!(second.creatives, first.creatives);
}

#[test]
fn hashtags_na_and_none_are_names_of_campaigns() {
    let text = "Campaign name,Day,Amount spent (USD)\n#summer,2026-03-01,1.50\nNA,2026-03-01,2.50\n\
                None,2026-03-01,3.50\n,2026-03-01,4.50\n";
    let import = read_bytes(text.as_bytes(), &settings()).unwrap();
    let names: Vec<&str> = import.campaigns.iter().map(|campaign| campaign.name.as_str()).collect();
    assert_eq!(names, ["NA", "None", "#summer"]);
    assert_eq!(import.report.dropped, [DroppedRow { line: 5, reason: DropReason::NoCampaign }]);
}

#[test]
fn a_hashtag_with_a_value_begins_no_second_table_in_analytics() {
    let text = "Session campaign,Date,Session source / medium,Ads cost,Ads clicks\n\
                #summer,20260301,google / cpc,1.50,1\nLinen,20260301,google / cpc,2.50,1\n\
                # All Users,,,,\nLinen,20260301,google / cpc,9.50,1\n";
    let given = ImportSettings { file_currency: Some(Currency::USD), ..settings() };
    let import = read_bytes(text.as_bytes(), &given).unwrap();
    assert_eq!(import.facts.len(), 2);
    assert_eq!(import.report.dropped_by_reason.get(&DropReason::OtherTable), Some(&2));
}

#[test]
fn one_name_on_two_platforms_gets_two_identifiers_and_facebook_and_instagram_share_one() {
    let text = "date,campaign_name,adset_name,creative_message,creative_type,spend,clicks,platform\n\
                2026-03-01,Summer Sale,S,A,Image,1.50,1,Facebook\n2026-03-01,Summer Sale,S,A,Image,1.50,1,Instagram\n\
                2026-03-01,Summer Sale,S,A,Image,1.50,1,Google Ads\n";
    let given = ImportSettings { file_currency: Some(Currency::USD), ..settings() };
    let first = read_bytes(text.as_bytes(), &given).unwrap();
    let owners: Vec<_> = first.facts.iter().map(|fact| (fact.channel.as_str(), &fact.campaign)).collect();
    assert_eq!((first.campaigns.len(), first.report.spellings), (2, 1));
    assert_eq!(owners[0].1, owners[2].1, "facebook and instagram, {owners:?}");
    assert_ne!(owners[0].1, owners[1].1, "facebook and google, {owners:?}");
    let again = ImportSettings { known_campaigns: known(&first), ..given };
    assert_eq!(read_bytes(text.as_bytes(), &again).unwrap().facts, first.facts);
}

#[test]
fn names_with_one_slug_get_two_identifiers() {
    let text = "Day,Campaign name,Amount spent (USD)\n2026-03-01,Sale 20%,1.50\n2026-03-01,Sale 20,1.50\n\
                2026-03-01,A name far too long for any identifier,1.50\n2026-03-01,दिवाली,1.50\n";
    let ids: Vec<String> = read_bytes(text.as_bytes(), &settings())
        .unwrap()
        .campaigns
        .iter()
        .map(|campaign| campaign.id.to_string())
        .collect();
    insta::assert_snapshot!(ids.join(" "), @"a-name-far-too-lo-d4cjm5 campaign-t406u0 sale-20 sale-20-lpg7u2");
}

#[test]
fn an_amount_of_a_currency_without_minor_units_stays_whole() {
    let text = "Day,Campaign name,Amount spent (JPY),Frequency\n2026-03-01,Linen,\"1,204\",1.5\n";
    let import = read_bytes(text.as_bytes(), &in_currency("JPY")).unwrap();
    assert_eq!(import.facts[0].values.spend_minor, Some(1_204));
}

#[test]
fn progress_ends_at_the_size_of_the_file() {
    let bytes = std::fs::read(fixture("meta.csv")).unwrap();
    let mut last = 0;
    read(&mut Cursor::new(&bytes), &settings(), &mut |bytes_read| last = bytes_read).unwrap();
    assert_eq!(last, bytes.len() as u64);
}
