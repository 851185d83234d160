//! Tests of the tables.

use super::*;
use crate::components::Tone;

fn row<'a>(rows: &'a [TableRow], name: &str) -> &'a TableRow {
    rows.iter().find(|row| row.name == name).unwrap()
}

#[test]
fn the_biggest_spender_comes_first_and_the_best_and_the_lowest_return_are_marked() {
    let rows = Scene::new().view().campaigns;
    let spends: Vec<&str> = rows.iter().map(|row| row.spend.as_str()).collect();
    assert_eq!(rows[0].name, "Prospecting EU", "{spends:?}");
    let mark = |name| row(&rows, name).rank.as_ref().map(|rank| rank.text.as_str());
    assert_eq!(mark("Brand Search"), Some("Best"));
    assert_eq!(mark("Retargeting US"), Some("Lowest"));
    assert_eq!(rows.iter().filter(|row| row.rank.is_some()).count(), 2);
}

#[test]
fn a_return_is_good_from_the_target_on_and_bad_well_under_it() {
    let rows = Scene::new().view().campaigns;
    let tone = |name| row(&rows, name).tone;
    assert_eq!(tone("Prospecting EU"), Tone::Good);
    assert_eq!(tone("Generic Search US | Phrase + Exact"), Tone::Plain, "under the target by a little");
    assert_eq!(tone("Retargeting US"), Tone::Bad);
}

#[test]
fn a_running_campaign_that_did_nothing_is_listed_and_a_paused_one_is_not() {
    let scene = Scene::new();
    let day = scene.day;
    let rows =
        scene.with_facts(|fact| fact.campaign.as_str() != "creators" || fact.date != day).view().campaigns;
    assert_eq!(row(&rows, "Creators autumn launch").detail.as_deref(), Some("TikTok · did not deliver"));
    assert_eq!(row(&rows, "Creators autumn launch").spend, "–");
    assert!(rows.iter().all(|row| row.name != "Spring sale"));
}

#[test]
fn a_campaign_of_a_late_channel_did_not_stop_its_data_is_not_in_yet() {
    let scene = Scene::new().late("tiktok");
    let day = scene.day;
    let view = scene.with_facts(|fact| fact.channel.as_str() != "tiktok" || fact.date != day).view();
    assert_eq!(row(&view.campaigns, "Creators autumn launch").detail.as_deref(), Some("TikTok · not in yet"));
}

#[test]
fn a_campaign_over_its_budget_says_by_how_much() {
    let scene = one_campaign((1_120, 2_300), (900, 3_000));
    assert_eq!(scene.view().campaigns[0].detail.as_deref(), Some("Meta · budget $900, 24% over"));
    assert_eq!(
        one_campaign((880, 2_300), (900, 3_000)).view().campaigns[0].detail.as_deref(),
        Some("Meta · budget $900")
    );
}

#[test]
fn one_campaign_alone_is_neither_the_best_nor_the_lowest() {
    assert_eq!(one_campaign((900, 3_000), (900, 3_000)).view().campaigns[0].rank, None);
}

#[test]
fn a_campaign_with_next_to_no_spend_is_never_the_best() {
    let mut scene = Scene::new();
    let day = scene.day;
    scene.campaigns.push(testing::campaign("tiny", "Tiny", 10));
    scene.facts.push(testing::fact("tiny", day, 1, 500));
    let rows = scene.view().campaigns;
    assert_eq!(row(&rows, "Tiny").roas, "500.00");
    assert_eq!(row(&rows, "Tiny").rank, None);
}

#[test]
fn what_does_not_fit_the_page_is_still_counted() {
    let mut scene = Scene::new();
    let day = scene.day;
    for number in 0..30 {
        scene.facts.push(testing::fact(&format!("extra-{number}"), day, 10, 10));
    }
    let view = scene.view();
    assert_eq!(view.campaigns.len(), 25);
    assert_eq!(view.more_campaigns.unwrap(), "… and 10 more campaigns with $100 spend.");
    assert!(
        view.campaigns.iter().any(|row| row.name.starts_with("extra-")),
        "unknown campaigns go by their identifier"
    );
}

#[test]
fn the_channels_add_up_their_campaigns() {
    let scene = Scene::new();
    let channels = scene.view().channels;
    let names: Vec<&str> = channels.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Meta", "Google", "TikTok"]);
    let of_meta = scene.facts.iter().filter(|fact| fact.date == scene.day && fact.channel.as_str() == "meta");
    let spend: i64 = of_meta.filter_map(|fact| fact.values.spend_minor).sum();
    assert_eq!(
        channels[0].spend,
        Language::English.money(Money::from_minor(spend, scene.workspace.currency))
    );
}
