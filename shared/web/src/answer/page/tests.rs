//! Tests of the HTML of an answer: what people see, and that no data from outside becomes markup.

use super::*;
use crate::answer::fixture::{ask, asked, open, overspent, stored, top_creative, trend};
use domain::language::Language;
use domain::metrics::Creative;
use domain::question::query::{Dimension, Intent, Metric, TypedQuery};
use domain::question::time::RelativeTime;
use domain::testing;

/// Replaces the hashes in file names by fixed words, so that a change to a file does not change the page.
fn without_hashes(html: &str) -> String {
    let assets = Assets::get();
    html.replace(&assets.style.name, "page.css").replace(&assets.icon.name, "icon.svg")
}

async fn page(text: &str, language: Language, queries: &[TypedQuery]) -> String {
    let embedded = stored().await;
    let token = ask(&embedded.store, text, language, queries).await;
    answer(&open(&embedded, &token).await.unwrap()).unwrap()
}

/// The questions of the snapshots, each with its name.
fn questions() -> Vec<(&'static str, &'static str, Language, Vec<TypedQuery>)> {
    let by = |dimension, query| TypedQuery { dimension: Some(dimension), ..query };
    let summary = asked(Intent::Summary, &[], RelativeTime::LastWeek);
    let table = asked(
        Intent::Breakdown,
        &[Metric::Spend, Metric::Revenue, Metric::Roas, Metric::Ctr],
        RelativeTime::LastDays(7),
    );
    let spend = asked(Intent::Breakdown, &[Metric::Spend], RelativeTime::LastDays(7));
    let english = Language::English;
    vec![
        ("overspent", "Which campaigns overspent yesterday?", english, vec![overspent()]),
        ("trend", "spend by day, last 14 days", english, vec![trend()]),
        ("trend_hindi", "पिछले 14 दिन का खर्च", Language::Hindi, vec![trend()]),
        ("top_creative", "top creative this week", english, vec![top_creative()]),
        ("summary", "¿cómo fue la semana pasada?", Language::Spanish, vec![summary]),
        ("table", "campaigns, last 7 days", english, vec![by(Dimension::Campaign, table)]),
        ("narrow", "Ausgaben nach Kanal", Language::German, vec![by(Dimension::Channel, spend)]),
        (
            "why",
            "why did roas change",
            english,
            vec![asked(Intent::Why, &[Metric::Roas], RelativeTime::LastDays(7))],
        ),
        ("alerts", "any alerts?", english, vec![TypedQuery::new(Intent::Alerts)]),
        ("advice", "que faire ?", Language::French, vec![TypedQuery::new(Intent::Recommendations)]),
        (
            "data",
            "os dados estão completos?",
            Language::Portuguese,
            vec![TypedQuery::new(Intent::DataStatus)],
        ),
    ]
}

#[tokio::test]
async fn each_answer_reads_as_designed() {
    for (name, text, language, queries) in questions() {
        let html = page(text, language, &queries).await;
        insta::assert_snapshot!(name, without_hashes(&html));
    }
}

#[tokio::test]
async fn a_hostile_question_or_creative_is_text_and_never_markup() {
    let embedded = stored().await;
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u{202e}";
    let creative = Creative {
        id: "anna1".parse().unwrap(),
        campaign: "prospecting-eu".parse().unwrap(),
        name: hostile.into(),
        copy: hostile.into(),
        // A link, but of a host that no policy can name.
        thumbnail: Some("https://cdn.example.com;script-src/anna1.jpg".into()),
    };
    embedded.store.put_creative(&testing::workspace().id, &creative).await.unwrap();
    let token = ask(&embedded.store, hostile, Language::English, &[top_creative()]).await;
    let view = open(&embedded, &token).await.unwrap();
    let html = answer(&view).unwrap();
    for forbidden in ["<script", "<img", "\u{202e}", "\"'>"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains("&#60;script&#62;"));
    assert!(view.picture_origins().is_empty());
    assert!(html.contains("href=\"https://cdn.example.com;script-src/anna1.jpg\""));
}

#[tokio::test]
async fn the_page_is_well_formed_and_keeps_to_its_policy() {
    for (name, text, language, queries) in questions() {
        let html = page(text, language, &queries).await;
        for forbidden in ["<style", " style=", "<script", " onclick=", " onload=", "javascript:", "http://"] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
        let main = html.split_once("<main class=\"answer\">").unwrap().1.split_once("</main>").unwrap().0;
        // Elements of HTML that have no end.
        let main = main.replace("referrerpolicy=\"no-referrer\">", "referrerpolicy=\"no-referrer\"/>");
        let parsed = roxmltree::Document::parse(&format!("<main>{main}</main>"))
            .map(|document| document.descendants().count());
        assert!(parsed.is_ok_and(|elements| elements > 20), "{name}");
    }
}

#[tokio::test]
async fn the_picture_of_the_top_creative_is_loaded_late_and_from_its_host_alone() {
    let embedded = stored().await;
    let token = ask(&embedded.store, "top creative", Language::English, &[top_creative()]).await;
    let view = open(&embedded, &token).await.unwrap();
    assert_eq!(view.picture_origins().into_iter().collect::<Vec<_>>(), ["https://cdn.example.com"]);
    assert!(answer(&view).unwrap().contains("loading=\"lazy\""));
}
