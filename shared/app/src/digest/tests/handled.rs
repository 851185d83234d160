//! What people did since the last digest: handled alerts are not reported again, a decline counts, and a first approval
//! is neither lost nor left pending next to a newer proposal.

use super::*;
use domain::insight::record::Alert;
use domain::instant::EpochSecond;
use domain::testing::{decision, dollars, lee, maya};
use domain::workspace::Workspace;

impl Desk {
    async fn alert(&self, rule: &str) -> Alert {
        let alerts = self.store().alerts(&testing::workspace().id).await.unwrap();
        alerts.into_iter().find(|alert| alert.finding.id.as_str().starts_with(rule)).unwrap()
    }

    async fn store_alert(&self, alert: &Alert) {
        store_as_is(self.store(), &Key::alert(&alert.workspace, &alert.finding.id), alert).await;
    }

    async fn listed(&self, day: Date) -> Vec<String> {
        let day = self.store().day(&testing::workspace().id, day).await.unwrap().unwrap();
        assert_eq!(day.alert_count, day.alerts.len());
        day.alerts.iter().map(|alert| alert.id.to_string()).collect()
    }

    /// The text of a person's digest on the morning after a day.
    async fn digest_text(&self, member: &str, day: Date) -> String {
        let id = Message::digest_id(&member.parse().unwrap(), day.tomorrow().unwrap());
        self.store().message(&testing::workspace().id, &id).await.unwrap().unwrap().text
    }

    /// Replaces the only proposal with the result of a change to it.
    async fn with_shift(&self, change: impl Fn(&BudgetAdjustment) -> BudgetAdjustment) -> BudgetAdjustment {
        let changed = change(&self.shifts().await[0]);
        store_as_is(self.store(), &Key::adjustment(&changed.workspace, &changed.id), &changed).await;
        changed
    }

    async fn leave_the_approvals_to_maya_up_to_200(&self) {
        let mut workspace = Workspace { single_tap_limit: dollars(200), ..testing::workspace() };
        workspace.rules.named.approve_shifts = Some(vec![maya().id]);
        store_as_is(self.store(), &Key::workspace(&workspace.id), &workspace).await;
    }
}

fn next_day() -> Date {
    report_day().tomorrow().unwrap()
}

#[tokio::test]
async fn an_alert_that_somebody_acknowledged_is_counted_and_listed_no_more() {
    let desk = Desk::start().await;
    assert_eq!(desk.report_on(report_day()).await.alerts, 2);
    let overspent = desk.alert("overspent").await;
    desk.store_alert(&overspent.acknowledged(decision(&maya(), now()))).await;
    desk.facts_of(next_day(), 1_120).await;
    assert_eq!(desk.report_on(next_day()).await.alerts, 1);
    assert_eq!(desk.listed(next_day()).await, ["low-roas-retargeting-us"]);
    let text = desk.digest_text("maya", next_day()).await;
    assert!(text.contains("1 alert") && !text.contains("over its budget"), "{text}");
    let followed = desk.alert("overspent").await;
    assert_eq!((followed.state, followed.last_day), (AlertState::Acknowledged, next_day()));
    // Running again on the same morning gives the same result.
    assert_eq!(desk.report_on(next_day()).await.alerts, 1);
}

#[tokio::test]
async fn a_snoozed_alert_comes_back_when_its_time_is_over() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let roas = desk.alert("low-roas").await;
    let next_morning = now() + SignedDuration::from_hours(24);
    for (until, told) in [(next_morning.as_second() + 60, 1), (next_morning.as_second(), 2)] {
        let stands = desk.alert("low-roas").await;
        let snoozed = Alert {
            version: stands.version,
            ..roas.snoozed(decision(&maya(), now()), EpochSecond::new(until))
        };
        desk.store_alert(&snoozed).await;
        desk.facts_of(next_day(), 1_120).await;
        assert_eq!(desk.report_on(next_day()).await.alerts, told, "snoozed until {until}");
    }
}

#[tokio::test]
async fn an_acknowledged_alert_that_became_more_urgent_is_told_again() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let overspent = desk.alert("overspent").await;
    desk.store_alert(&overspent.acknowledged(decision(&maya(), now()))).await;
    desk.facts_of(next_day(), 1_400).await;
    assert_eq!(desk.report_on(next_day()).await.alerts, 2);
    assert!(desk.alert("overspent").await.finding.severity > overspent.finding.severity);
}

#[tokio::test]
async fn a_report_on_an_older_day_hides_what_is_in_good_hands_and_keeps_what_was_over_later() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let overspent = desk.alert("overspent").await;
    desk.store_alert(&overspent.acknowledged(decision(&maya(), now()))).await;
    let roas = desk.alert("low-roas").await;
    desk.store_alert(&Alert { state: AlertState::Resolved, last_day: next_day(), ..roas }).await;
    assert_eq!(desk.report_on(report_day()).await.alerts, 1);
    assert_eq!(desk.listed(report_day()).await, ["low-roas-retargeting-us"]);
}

#[tokio::test]
async fn what_was_declined_is_not_proposed_the_next_morning() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    desk.with_shift(|shift| shift.declined(decision(&maya(), now()))).await;
    desk.facts_of(next_day(), 900).await;
    assert!(!desk.report_on(next_day()).await.proposes_shift);
    assert_eq!(states(&desk.shifts().await), [AdjustmentState::Declined]);
}

#[tokio::test]
async fn the_first_approval_of_a_move_that_is_still_right_stands_the_next_morning() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let first = desk.with_shift(|shift| shift.approved_first(decision(&lee(), now()))).await;
    desk.facts_of(next_day(), 900).await;
    desk.queue.jobs.lock().unwrap().clear();
    assert!(desk.report_on(next_day()).await.proposes_shift);
    assert_eq!(desk.shifts().await, std::slice::from_ref(&first));
    assert!(desk.queued().iter().all(|job| job.message.as_str().starts_with("d-")), "nothing else to tell");
    let (digest, message) = {
        let id = Message::digest_id(&maya().id, next_day().tomorrow().unwrap());
        desk.store().digest(&testing::workspace().id, &id).await.unwrap().unwrap()
    };
    assert_eq!(digest.adjustment, Some(first.id.clone()));
    assert!(message.buttons.iter().any(|button| button.target_version == first.version));
}

#[tokio::test]
async fn a_newer_move_takes_the_place_of_a_first_approval_and_the_person_hears_it_once() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let first = desk.with_shift(|shift| shift.approved_first(decision(&lee(), now()))).await;
    desk.leave_the_approvals_to_maya_up_to_200().await;
    desk.facts_of(next_day(), 900).await;
    desk.queue.jobs.lock().unwrap().clear();
    assert!(desk.report_on(next_day()).await.proposes_shift);
    let shifts = desk.shifts().await;
    assert_eq!(states(&shifts), [AdjustmentState::Proposed, AdjustmentState::Superseded]);
    assert_eq!((&shifts[1].id, shifts[1].successor.clone()), (&first.id, Some(shifts[0].as_successor())));
    let news = desk.queued()[0].clone();
    assert_eq!(news.member, lee().id, "the news comes before the digests");
    let told = desk.store().message(&news.workspace, &news.message).await.unwrap().unwrap();
    insta::assert_snapshot!(told.text.lines().nth(2).unwrap(), @"A newer proposal took the place of the shift that you approved first: Move $240/day from Retargeting US to Prospecting EU");
    // A run that ended before it could queue the news is completed by the next one.
    desk.queue.jobs.lock().unwrap().clear();
    desk.report_on(next_day()).await;
    assert_eq!(desk.queued()[0], news);
}
