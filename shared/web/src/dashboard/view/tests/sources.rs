//! Claims about what the page says of the sources.

use super::*;
use domain::insight::record::Alert;
use domain::insight::silent_sources;
use domain::language::Language;
use domain::metrics::source::{SourceError, source_states};

const REASON: &str = "*no* day column: see https://evil.example <b>\nand export it again";

/// Google is two days behind, and the file that came this morning was refused.
fn refused() -> Scene {
    let mut scene = Scene::new().late("google");
    let at = "2026-10-06T11:00:00Z".parse().unwrap();
    scene.health[0].last_success = Some("2026-10-04T10:10:00Z".parse().unwrap());
    scene.health[0].last_error = Some(SourceError::new(at, Some("r-1"), REASON));
    scene
}

/// Stores what the digest of this morning found about the sources.
fn with_silence(mut scene: Scene) -> Scene {
    let zone = &scene.workspace.zone;
    let states = source_states(&scene.sources, &scene.health, scene.day, testing::now(), zone);
    let found = silent_sources(&states, scene.day, scene.workspace.currency);
    let opened = found.into_iter().map(|finding| Alert::opened(&scene.workspace.id, finding, scene.day));
    scene.alerts.extend(opened);
    scene
}

fn silence(scene: &Scene) -> Option<AlertLine> {
    scene.view().alerts.into_iter().find(|alert| alert.text.starts_with("Google"))
}

#[test]
fn each_source_says_up_to_when_it_is_in_when_it_came_and_until_when_it_is_expected() {
    let view = Scene::new().view();
    let told = view.sources.iter().map(|source| (source.channel.as_str(), source.detail.as_str()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("Google", "in up to Mon 5 Oct · last import Tue 6 Oct at 06:10 EDT · expected by 06:30 EDT"),
            ("Meta", "in up to Mon 5 Oct · last import Tue 6 Oct at 06:10 EDT"),
            ("TikTok", "in up to Mon 5 Oct"),
        ]
    );
    assert!(!view.a_source_needs_a_look());
}

#[test]
fn a_source_that_is_late_or_was_refused_says_so_and_opens_the_list() {
    let view = refused().view();
    let google = &view.sources[0];
    assert_eq!(google.late.as_deref(), Some("late"));
    assert_eq!(
        google.refused.as_deref(),
        Some(
            "Refused on Tue 6 Oct at 07:00 EDT: no day column: see https evil·example <b> and export it again"
        )
    );
    assert!(view.a_source_needs_a_look() && !view.sources[1].needs_a_look());
    let mut later = refused();
    later.health[0].last_success = Some(testing::now());
    assert_eq!(later.view().sources[0].refused, None, "something came in after it");
}

#[test]
fn a_channel_that_is_expected_and_never_came_is_listed_too() {
    let mut scene = Scene::new();
    scene.sources.retain(|source| source.channel.as_str() != "google");
    scene.health[0].last_success = None;
    let google = scene.view().sources.remove(0);
    assert_eq!(
        (google.detail.as_str(), google.late.is_some()),
        ("no whole day yet · expected by 06:30 EDT", true)
    );
}

#[test]
fn sources_are_judged_as_of_now_whatever_day_is_shown() {
    let mut scene = Scene::new();
    scene.day = scene.day.checked_sub(ToSpan::days(7)).unwrap();
    let next_morning = testing::now() + jiff::SignedDuration::from_hours(24);
    assert!(!scene.view().a_source_needs_a_look());
    assert!(scene.view_at(next_morning).a_source_needs_a_look());
}

#[test]
fn every_language_says_how_the_sources_stand() {
    let lines: Vec<String> = Language::ALL
        .iter()
        .flat_map(|language| {
            let mut scene = refused();
            language.tag().clone_into(&mut scene.reader.language);
            let source = scene.view().sources.remove(0);
            [source.late.unwrap(), source.detail, source.refused.unwrap()]
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_silent_source_is_an_alert_of_the_page_until_its_data_is_in() {
    let mut scene = with_silence(refused());
    let alert = silence(&scene).unwrap();
    assert_eq!((alert.class, alert.detail.as_str()), ("high", "since Mon 5 Oct"));
    assert_eq!(
        alert.text,
        "Google not in since Sun 06:10; the last file was refused: no day column: see https evil·example <b> and export it aga…"
    );
    for source in &mut scene.sources {
        source.complete_through = scene.day;
    }
    assert_eq!(silence(&scene), None, "the page does not say that what it shows is missing");
}
