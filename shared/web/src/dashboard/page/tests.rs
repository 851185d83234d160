//! Tests of the HTML: what people see, and that no data from outside becomes markup.

use super::*;
use crate::dashboard::view::fixture::Scene;
use domain::insight::subject::AlertSubject;
use domain::metrics::source::SourceError;
use store::StoreError;

/// Replaces the hashes in file names by fixed words, so that a change to a file does not change the page.
fn without_hashes(html: &str) -> String {
    let assets = Assets::get();
    html.replace(&assets.style.name, "page.css")
        .replace(&assets.script.name, "live.js")
        .replace(&assets.icon.name, "icon.svg")
}

#[test]
fn the_dashboard_reads_as_designed() {
    let html = dashboard(&Scene::new().view()).unwrap();
    insta::assert_snapshot!("dashboard", without_hashes(&html));
}

#[test]
fn a_notification_reads_as_designed() {
    insta::assert_snapshot!("notice", without_hashes(&notification(ErrorPage::ExpiredLink, "").unwrap()));
}

#[test]
fn a_hostile_name_is_text_and_never_markup() {
    let mut scene = Scene::new();
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u{202e}";
    scene.workspace.name = hostile.into();
    scene.reader.name = hostile.into();
    scene.campaigns[0].name = hostile.into();
    scene.adjustments[0].from.name = hostile.into();
    for alert in &mut scene.alerts {
        let campaign = alert.finding.subject.campaign().unwrap().clone();
        alert.finding.subject = AlertSubject::Campaign { campaign, name: hostile.into() };
    }
    let html = dashboard(&scene.approved().view()).unwrap();
    for forbidden in ["<script>", "<img", "\u{202e}", "\"'>"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains("&#60;script&#62;"));
}

#[test]
fn the_page_keeps_to_a_policy_that_allows_no_inline_script_or_style() {
    let pages = ErrorPage::ALL.map(|shown| notification(shown, "").unwrap()).into_iter();
    for html in pages.chain([dashboard(&Scene::new().view()).unwrap()]) {
        for forbidden in ["<style", " style=", " onclick=", " onload=", "javascript:", "http://", "https://"]
        {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
        assert_eq!(html.matches("<script").count(), html.matches("<script src=\"/assets/").count());
    }
}

#[test]
fn the_page_names_the_files_that_are_served() {
    let html = dashboard(&Scene::new().view()).unwrap();
    let named: Vec<&str> = html.split("/assets/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(named.len(), 3);
    assert!(named.iter().all(|name| Assets::get().find(name).is_some()), "{named:?}");
}

#[test]
fn every_notification_says_what_to_do_in_words_of_its_own() {
    let pages = ErrorPage::ALL.map(|shown| notification(shown, "xx, en-GB;q=0.8").unwrap());
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains("<html lang=\"en\">") && page.contains("<h1>"));
        assert!(pages.iter().skip(index + 1).all(|other| other != page));
    }
}

#[test]
fn every_refusal_has_its_notification_and_trouble_of_ours_is_not_called_one() {
    let of = |refusal| ErrorPage::new(&DashboardError::Refused(refusal));
    assert_eq!(of(DashboardRefusal::NotALink), ErrorPage::UnknownLink);
    assert_eq!(of(DashboardRefusal::Expired), ErrorPage::ExpiredLink);
    assert_eq!(of(DashboardRefusal::NotAMember), ErrorPage::NotAMember);
    assert_eq!(ErrorPage::new(&DashboardError::Store(StoreError::ConditionFailed)), ErrorPage::Failed);
}

#[test]
fn a_workspace_without_facts_has_a_page_without_empty_tables() {
    let html = dashboard(&Scene::empty().view()).unwrap();
    assert!(html.contains("Nothing to show yet."));
    for absent in ["<table", "<svg", "<dl"] {
        assert!(!html.contains(absent), "{absent}");
    }
}

#[test]
fn the_list_of_sources_is_closed_while_all_is_well_and_open_when_one_is_late() {
    let html = dashboard(&Scene::new().view()).unwrap();
    assert!(html.contains("<details class=\"sources\">") && !html.contains("class=\"refused\""));
    let mut scene = Scene::new().late("google");
    let (at, reason) = (domain::testing::now(), "<script>alert(1)</script>");
    scene.health[0].last_error = Some(SourceError::new(at, None, reason));
    let html = dashboard(&scene.view()).unwrap();
    assert!(html.contains("<details class=\"sources\" open=\"\">"));
    assert!(html.contains("<b>Google</b> <strong class=\"badge waiting\">late</strong>"));
    assert!(html.contains("&#60;script&#62;") && !html.contains("<script>"));
}

#[test]
fn the_page_is_well_formed() {
    let html = dashboard(&Scene::new().approved().late("tiktok").view()).unwrap();
    let main = html.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
    let parsed = roxmltree::Document::parse(&format!("<main>{main}</main>"))
        .map(|document| document.descendants().count());
    assert!(parsed.is_ok_and(|elements| elements > 100));
}
