//! A day that is far from its weekday: reported, handled by people like any other alert, and never all clear.

use super::*;
use domain::insight::record::Alert;
use domain::message::template::TemplateName;
use domain::metrics::{DailyMetric, MetricValues};
use domain::testing::{decision, maya};
use domain::workspace::Workspace;

const COLLAPSE: &str = "unusual-revenue-down";

impl Desk {
    /// A desk whose campaigns both reach the target, so that an ordinary day needs nobody.
    async fn calm() -> Self {
        let desk = Self::start().await;
        let calm = Workspace { target_roas_hundredths: 200, ..testing::workspace() };
        store_as_is(desk.store(), &Key::workspace(&calm.id), &calm).await;
        desk
    }

    /// Stores the facts of a day on which prospecting earns this much with as many sales as ever.
    async fn prospecting_earns(&self, day: Date, revenue: i64) {
        let usual = fact("prospecting-eu", day, 1_200, 5_280).values;
        let values = MetricValues { revenue_minor: Some(revenue * 100), ..usual };
        self.prospecting_has(day, values).await;
    }

    /// Stores the facts of a day on which prospecting spends as ever and hardly sells.
    async fn prospecting_wastes(&self, day: Date) {
        self.prospecting_has(day, fact("prospecting-eu", day, 1_200, 100).values).await;
    }

    async fn prospecting_has(&self, day: Date, values: MetricValues) {
        let prospecting = DailyMetric { values, ..fact("prospecting-eu", day, 0, 0) };
        let facts = [fact("retargeting-us", day, 900, 1_890), prospecting];
        self.store().save_facts(&testing::workspace().id, &facts, &|_| {}).await.unwrap();
        self.whole_through(day).await;
    }

    async fn digest_of(&self, day: Date) -> Message {
        self.report_on(day).await;
        let id = Message::digest_id(&maya().id, day.tomorrow().unwrap());
        self.store().message(&testing::workspace().id, &id).await.unwrap().unwrap()
    }

    async fn stored_alerts(&self) -> Vec<Alert> {
        self.store().alerts(&testing::workspace().id).await.unwrap()
    }

    async fn collapse(&self) -> Alert {
        let alerts = self.stored_alerts().await;
        alerts.into_iter().find(|alert| alert.finding.id.as_str() == COLLAPSE).unwrap()
    }

    async fn acknowledge_all(&self) {
        self.acknowledge("").await;
    }

    /// Acknowledges the alerts whose identifiers begin so.
    async fn acknowledge(&self, beginning: &str) {
        let begins = |alert: &Alert| alert.finding.id.as_str().starts_with(beginning);
        for alert in self.stored_alerts().await.into_iter().filter(begins) {
            let acknowledged = alert.acknowledged(decision(&maya(), now()));
            store_as_is(self.store(), &Key::alert(&alert.workspace, &alert.finding.id), &acknowledged).await;
        }
    }
}

fn day(days: i64) -> Date {
    report_day().saturating_add(days.days())
}

#[tokio::test]
async fn an_ordinary_day_of_the_calm_desk_is_all_clear() {
    let desk = Desk::calm().await;
    desk.prospecting_earns(day(1), 5_280).await;
    let digest = desk.digest_of(day(1)).await;
    assert!(digest.text.contains("All clear"), "{}", digest.text);
}

#[tokio::test]
async fn a_collapse_is_reported_and_after_somebody_acknowledged_it_the_day_is_still_not_all_clear() {
    let desk = Desk::calm().await;
    desk.prospecting_earns(day(1), 100).await;
    let text = desk.digest_of(day(1)).await.text;
    assert!(
        text.contains("Revenue $1,990, -72% vs usual Tue ($7,170); largest part: Prospecting EU"),
        "{text}"
    );
    desk.acknowledge_all().await;
    desk.prospecting_earns(day(2), 100).await;
    let digest = desk.digest_of(day(2)).await;
    assert_eq!(digest.template, TemplateName::KpiAlerts);
    assert!(
        digest.text.contains("Needs you: nothing new") && digest.text.contains("Revenue $1,990, -72%"),
        "{}",
        digest.text
    );
    assert_eq!(desk.collapse().await.state, AlertState::Acknowledged);
    desk.prospecting_earns(day(3), 5_280).await;
    let digest = desk.digest_of(day(3)).await;
    assert_eq!(desk.collapse().await.state, AlertState::Resolved);
    assert!(digest.text.contains("All clear"), "{}", digest.text);
}

#[tokio::test]
async fn a_collapse_that_waste_explains_is_told_once_and_by_itself_after_the_waste_is_acknowledged() {
    let desk = Desk::calm().await;
    desk.prospecting_wastes(day(1)).await;
    let text = desk.digest_of(day(1)).await.text;
    assert!(text.contains("1 alert") && text.contains("conversion"), "{text}");
    assert!(!text.contains("largest part"), "{text}");
    desk.acknowledge("wasted").await;
    desk.prospecting_wastes(day(2)).await;
    let text = desk.digest_of(day(2)).await.text;
    assert!(text.contains("largest part: Prospecting EU"), "{text}");
    desk.acknowledge_all().await;
    desk.prospecting_wastes(day(3)).await;
    let text = desk.digest_of(day(3)).await.text;
    assert!(text.contains("Needs you: nothing new") && !text.contains("All clear"), "{text}");
}

#[tokio::test]
async fn a_day_that_is_not_whole_neither_raises_nor_resolves_an_alert_about_the_workspace() {
    let desk = Desk::calm().await;
    desk.prospecting_earns(day(1), 100).await;
    desk.report_on(day(1)).await;
    let before = desk.collapse().await;
    desk.prospecting_earns(day(2), 5_280).await;
    desk.whole_through(day(1)).await;
    desk.report_on(day(2)).await;
    assert_eq!(desk.collapse().await, before);
}
