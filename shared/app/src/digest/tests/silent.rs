//! A source that is not in although it is past its time: an alert of its own, that people handle like any other, that
//! ends by itself, and with which no day is all clear.

use super::*;
use domain::insight::record::Alert;
use domain::message::template::TemplateName;
use domain::metrics::source::SourceError;
use domain::testing::{decision, maya};
use domain::workspace::Workspace;
use jiff::Timestamp;
use jiff::civil::{Time, time};
use store::sources::ExpectationChange;

const SINCE_THURSDAY: &str = "Google not in since Thu 06:10";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn google() -> domain::metrics::Channel {
    "google".parse().unwrap()
}

fn day(days: i64) -> Date {
    report_day().saturating_add(days.days())
}

impl Desk {
    /// A desk on which nothing needs anybody but Google, of which nobody knows yet that it is expected.
    async fn without_google() -> Self {
        let desk = Self::start().await;
        let calm = Workspace { target_roas_hundredths: 200, ..testing::workspace() };
        store_as_is(desk.store(), &Key::workspace(&calm.id), &calm).await;
        desk.facts_of(report_day(), 900).await;
        desk
    }

    /// Google is expected by half past six, and was last in on Thursday at 06:10, with all until Wednesday.
    async fn expecting_google() -> Self {
        let desk = Self::without_google().await;
        desk.google_comes_in(at("2026-10-01T10:10:00Z"), jiff::civil::date(2026, 9, 30)).await;
        desk.expect(None, Some(time(6, 30, 0, 0))).await;
        desk
    }

    async fn expect(&self, before: Option<Time>, after: Option<Time>) {
        let occasion = domain::audit::Occasion {
            id: domain::audit::AuditEvent::id_for_message(&format!("{before:?} {after:?}")),
            workspace: testing::workspace().id,
            at: now(),
            source: Source::Admin,
        };
        let event =
            domain::audit::AuditEvent::executed(occasion, domain::audit::Verb::ExpectSource, "google");
        let change = ExpectationChange { before, after };
        self.store().expect_source(&testing::workspace().id, &google(), change, &event).await.unwrap();
    }

    async fn google_comes_in(&self, at: Timestamp, complete_through: Date) {
        let (workspace, google) = (testing::workspace().id, google());
        let source = SourceCompleteness::own(google.clone(), complete_through);
        self.store().save_sources(&workspace, &[source]).await.unwrap();
        self.store().record_source_success(&workspace, &google, at).await.unwrap();
    }

    async fn digest_on_the_morning_after(&self, day: Date) -> Message {
        self.report_on(day).await;
        let id = Message::digest_id(&maya().id, day.tomorrow().unwrap());
        self.store().message(&testing::workspace().id, &id).await.unwrap().unwrap()
    }

    async fn silence(&self) -> Option<Alert> {
        let alerts = self.store().alerts(&testing::workspace().id).await.unwrap();
        alerts.into_iter().find(|alert| alert.finding.id.as_str() == "silent-google")
    }

    async fn acknowledge_the_silence(&self) {
        let alert = self.silence().await.unwrap().acknowledged(decision(&maya(), now()));
        store_as_is(self.store(), &Key::alert(&alert.workspace, &alert.finding.id), &alert).await;
    }
}

#[tokio::test]
async fn a_source_that_nobody_expects_is_no_alert_however_late() {
    let desk = Desk::without_google().await;
    desk.google_comes_in(at("2026-10-01T10:10:00Z"), jiff::civil::date(2026, 9, 30)).await;
    let text = desk.digest_on_the_morning_after(report_day()).await.text;
    assert!(text.contains("All clear") && desk.silence().await.is_none(), "{text}");
}

#[tokio::test]
async fn silence_past_its_time_is_an_alert_and_ends_by_itself_once_the_day_is_in() {
    let desk = Desk::expecting_google().await;
    let text = desk.digest_on_the_morning_after(report_day()).await.text;
    assert!(text.contains("1 alert") && text.contains(SINCE_THURSDAY), "{text}");
    assert_eq!(desk.silence().await.unwrap().state, AlertState::Open);
    desk.facts_of(day(1), 900).await;
    desk.google_comes_in(at("2026-10-07T10:10:00Z"), day(1)).await;
    let text = desk.digest_on_the_morning_after(day(1)).await.text;
    assert!(text.contains("All clear"), "{text}");
    assert_eq!(desk.silence().await.unwrap().state, AlertState::Resolved);
}

#[tokio::test]
async fn before_its_time_it_is_not_silent_and_when_nobody_expects_it_any_more_the_alert_ends() {
    let desk = Desk::expecting_google().await;
    desk.google_comes_in(at("2026-10-05T10:10:00Z"), day(-1)).await;
    desk.run(Some(day(1)), at("2026-10-06T10:29:00Z")).await.unwrap();
    assert!(desk.silence().await.is_none());
    desk.run(Some(day(1)), at("2026-10-06T10:30:00Z")).await.unwrap();
    assert_eq!(desk.silence().await.unwrap().state, AlertState::Open);
    desk.expect(Some(time(6, 30, 0, 0)), None).await;
    desk.facts_of(day(1), 900).await;
    desk.report_on(day(1)).await;
    assert_eq!(desk.silence().await.unwrap().state, AlertState::Resolved);
}

#[tokio::test]
async fn after_somebody_acknowledged_it_it_needs_nobody_and_the_day_is_still_not_all_clear() {
    let desk = Desk::expecting_google().await;
    desk.report_on(report_day()).await;
    desk.acknowledge_the_silence().await;
    desk.facts_of(day(1), 900).await;
    let digest = desk.digest_on_the_morning_after(day(1)).await;
    assert_eq!(digest.template, TemplateName::KpiAlerts);
    let text = digest.text;
    assert!(text.contains("Needs you: nothing new") && text.contains(SINCE_THURSDAY), "{text}");
    assert!(!text.contains("All clear"));
    assert_eq!(desk.silence().await.unwrap().state, AlertState::Acknowledged);
}

#[tokio::test]
async fn it_is_told_first_and_with_the_reason_while_that_stands() {
    let desk = Desk::expecting_google().await;
    // The target of the desk of other tests, which one campaign misses.
    store_as_is(desk.store(), &Key::workspace(&testing::workspace().id), &testing::workspace()).await;
    let refused = SourceError::new(at("2026-10-05T10:10:00Z"), Some("r-1"), "no day column");
    desk.store().record_source_error(&testing::workspace().id, &google(), &refused).await.unwrap();
    let text = desk.digest_on_the_morning_after(report_day()).await.text;
    let line = format!("{SINCE_THURSDAY}; the last file was refused: no day column");
    assert!(text.contains("2 alerts") && text.contains(&line), "{text}");
    let day = desk.store().day(&testing::workspace().id, report_day()).await.unwrap().unwrap();
    let listed: Vec<&str> = day.alerts.iter().map(|alert| alert.id.as_str()).collect();
    assert_eq!(listed, ["silent-google", "low-roas-retargeting-us"]);
}
