//! Alerts: visible to everybody, handled by members with permission, and a resolved alert stays resolved.

use super::*;
use domain::insight::record::AlertState;
use domain::insight::subject::AlertSubject;
use domain::insight::{AlertEvidence, AlertRule, UnusualMetric};
use domain::instant::EpochSecond;
use domain::testing::{anna, dollars};

/// A button of a card about the first alert.
async fn alert_button(scene: &Scene, who: &Member, action: Action) -> TokenClaims {
    scene.button(who, action, alert().finding.id.as_str(), seen_today()).await
}

#[tokio::test]
async fn see_alerts_brings_a_heading_and_a_card_for_each() {
    let scene = Scene::start().await;
    let button = scene.button(&maya(), Action::ShowAlerts, "2026-10-05", 0).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: *3 alerts* for Acme Store on Mon 5 Oct
    entry: maya tapped A button on the message that carried it
    message to maya, card_3:
      *High alert* for Acme Store
      Retargeting US ROAS 2.05 over 7 days, target 3.50
      $640 a day at stake
      [Acknowledge: acknowledge_alert of version 20731]
      [Snooze 4 h: snooze_alert of version 20731]
      [Until tomorrow: snooze_alert_until_tomorrow of version 20731]
    message to maya, card_3:
      *Critical alert* for Acme Store
      Creators autumn launch did not deliver; its budget is $400/day
      $390 a day at stake
      [Acknowledge: acknowledge_alert of version 20731]
      [Snooze 4 h: snooze_alert of version 20731]
      [Until tomorrow: snooze_alert_until_tomorrow of version 20731]
    message to maya, card_3:
      *Medium alert* for Acme Store
      Retargeting US spent $1,120, 24% over its $900 budget
      $220 a day at stake
      [Acknowledge: acknowledge_alert of version 20731]
      [Snooze 4 h: snooze_alert of version 20731]
      [Until tomorrow: snooze_alert_until_tomorrow of version 20731]
    ");
    let again = scene.tap_at(&maya(), &button, later(60)).await;
    assert_eq!((again.told(), again.wrote::<Message>().len()), (story.told(), 3));
}

#[tokio::test]
async fn of_many_alerts_three_get_a_card_and_the_rest_is_counted() {
    let scene = Scene::start().await;
    let mut many = testing::alerts();
    for (number, mut more) in testing::alerts().into_iter().enumerate() {
        more.finding.id = format!("more-{number}").parse().unwrap();
        many.push(more);
    }
    scene.save_day(many).await;
    let button = scene.button(&maya(), Action::ShowAlerts, "2026-10-05", 0).await;
    let story = scene.tap(&maya(), &button).await;
    assert_eq!(story.wrote::<Message>().len(), 3);
    insta::assert_snapshot!(story.told(), @r"
    *6 alerts* for Acme Store on Mon 5 Oct
    … and 3 more on the dashboard.
    ");
}

#[tokio::test]
async fn a_viewer_reads_the_alerts_and_gets_no_buttons() {
    let scene = Scene::start().await;
    let mut many = testing::alerts();
    many.extend(testing::alerts().into_iter().take(1));
    scene.save_day(many).await;
    let button = scene.button(&anna(), Action::ShowAlerts, "2026-10-05", 0).await;
    let story = scene.tap(&anna(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: *4 alerts* for Acme Store on Mon 5 Oct
    1. Retargeting US spent $1,120, 24% over its $900 budget
    2. Creators autumn launch did not deliver; its budget is $400/day
    3. Retargeting US ROAS 2.05 over 7 days, target 3.50
    … and 1 more on the dashboard.
    entry: anna tapped A button on the message that carried it
    ");
}

#[tokio::test]
async fn a_day_without_alerts_says_so_and_a_day_that_nobody_judged_leads_nowhere() {
    let scene = Scene::start().await;
    scene.save_day(Vec::new()).await;
    let button = scene.button(&maya(), Action::ShowAlerts, "2026-10-05", 0).await;
    let story = scene.tap(&maya(), &button).await;
    assert_eq!(story.told(), "No open alerts for Acme Store on Mon 5 Oct.");
    assert_eq!(story.kinds(), ["conversation"]);
    let unknown = scene.button(&maya(), Action::ShowAlerts, "2026-10-04", 0).await;
    assert_eq!(scene.tap(&maya(), &unknown).await.performed.outcome, ActionOutcome::Refused(Refusal::Gone));
}

#[tokio::test]
async fn an_alert_is_acknowledged_in_one_tap() {
    let scene = Scene::start().await;
    let button = alert_button(&scene, &maya(), Action::AcknowledgeAlert).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Acknowledged by Maya on Tue 6 Oct at 08:07 EDT: Retargeting US spent $1,120, 24% over its $900 budget. It is off everybody’s report unless it gets worse.
    token: acknowledge_alert of maya, used
    audit: acknowledge_alert overspent-retargeting-us by maya via whats_app: executed
      was open; version 1
      is acknowledged; version 2
      as owner, rules 1, version 1
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(scene.alert().await, alert().acknowledged(decided_by(&maya(), now())));
}

#[tokio::test]
async fn an_alert_is_snoozed_for_four_hours() {
    let scene = Scene::start().await;
    let button = alert_button(&scene, &maya(), Action::SnoozeAlert).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Snoozed until Tue 6 Oct at 12:07 EDT by Maya: Retargeting US spent $1,120, 24% over its $900 budget.
    token: snooze_alert of maya, used
    audit: snooze_alert overspent-retargeting-us by maya via whats_app: executed
      was open; version 1
      is snoozed until 2026-10-06T16:07:00Z; version 2
      as owner, rules 1, version 1
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(
        scene.alert().await,
        alert().snoozed(decided_by(&maya(), now()), EpochSecond::from(later(4 * 3600)))
    );
}

#[tokio::test]
async fn until_tomorrow_ends_when_the_person_s_day_does() {
    let scene = Scene::start().await;
    scene.change_member(&lee(), |lee| lee.zone = "Asia/Kolkata".into()).await;
    let button = alert_button(&scene, &lee(), Action::SnoozeAlertUntilTomorrow).await;
    let story = scene.tap(&lee(), &button).await;
    insta::assert_snapshot!(story.told(), @"Snoozed until Wed 7 Oct at 00:00 IST by Lee: Retargeting US spent $1,120, 24% over its $900 budget.");
    let until: Timestamp = "2026-10-06T18:30:00Z".parse().unwrap();
    assert_eq!(scene.alert().await.snoozed_until, Some(EpochSecond::from(until)));
}

#[tokio::test]
async fn who_comes_after_somebody_else_is_told_who_and_what() {
    let scene = Scene::start().await;
    let first = alert_button(&scene, &maya(), Action::AcknowledgeAlert).await;
    scene.tap(&maya(), &first).await;
    let acknowledged = scene.alert().await;
    let lees = alert_button(&scene, &lee(), Action::SnoozeAlert).await;
    let story = scene.tap_at(&lee(), &lees, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Maya acknowledged this alert on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.
    audit: snooze_alert overspent-retargeting-us by lee via whats_app: denied, alert_handled
    entry: lee tapped A button on the message that carried it
    ");
    let again = scene.tap_at(&maya(), &first, later(60)).await;
    insta::assert_snapshot!(again.told(), @"You acknowledged this alert on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.");
    assert_eq!(scene.alert().await, acknowledged);
}

#[tokio::test]
async fn what_is_snoozed_can_be_acknowledged_by_the_other_button_of_the_card() {
    let scene = Scene::start().await;
    let seen = scene.button(&maya(), Action::ShowAlerts, "2026-10-05", 0).await;
    let cards = scene.tap(&maya(), &seen).await;
    let overspent = cards.wrote::<Message>().into_iter().find(|card| card.text.contains("over its")).unwrap();
    let [acknowledge, snooze, tomorrow] = scene.delivered(&overspent, now()).await.try_into().unwrap();
    scene.tap(&maya(), &snooze).await;
    let again = scene.tap_at(&maya(), &tomorrow, later(60)).await;
    insta::assert_snapshot!(again.told(), @"You snoozed this alert until Tue 6 Oct at 12:07 EDT (WhatsApp). Nothing changed.");
    assert_eq!(
        scene.tap_at(&maya(), &acknowledge, later(90)).await.performed.outcome,
        ActionOutcome::Changed
    );
    assert_eq!(scene.alert().await.state, AlertState::Acknowledged);
}

#[tokio::test]
async fn trouble_that_is_over_is_not_opened_by_a_late_tap() {
    let scene = Scene::start().await;
    let button = alert_button(&scene, &maya(), Action::AcknowledgeAlert).await;
    let resolved = Alert { state: AlertState::Resolved, version: 2, ..alert() };
    scene.save_alert(&resolved).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: This trouble is over, so nothing was changed. If it comes back, your report says so.
    audit: acknowledge_alert overspent-retargeting-us by maya via whats_app: denied, alert_over
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(scene.alert().await, resolved);
}

#[tokio::test]
async fn a_card_says_nothing_about_trouble_that_began_after_it() {
    let scene = Scene::start().await;
    let button = alert_button(&scene, &maya(), Action::SnoozeAlert).await;
    let came_back = Alert {
        version: 3,
        ..Alert::opened(&workspace().id, alert().finding, report_day().tomorrow().unwrap())
    };
    scene.save_alert(&came_back).await;
    let story = scene.tap(&maya(), &button).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::AlertOver));
    assert_eq!(scene.alert().await, came_back);
}

#[tokio::test]
async fn a_newer_day_of_the_same_trouble_is_acknowledged_by_the_older_card() {
    let scene = Scene::start().await;
    let button = alert_button(&scene, &maya(), Action::AcknowledgeAlert).await;
    let lasting = Alert { last_day: report_day().tomorrow().unwrap(), version: 2, ..alert() };
    scene.save_alert(&lasting).await;
    scene.tap(&maya(), &button).await;
    assert_eq!(scene.alert().await, lasting.acknowledged(decided_by(&maya(), now())));
}

#[tokio::test]
async fn a_viewer_and_who_is_not_named_may_not_handle_alerts() {
    let scene = Scene::start().await;
    scene.change_workspace(|workspace| workspace.rules.named.handle_alerts = Some(vec![maya().id])).await;
    for who in [anna(), lee()] {
        let button = alert_button(&scene, &who, Action::AcknowledgeAlert).await;
        let story = scene.tap(&who, &button).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(story.told(), @"You can see this alert but not act on it. Nothing was changed. Ask the owner of Acme Store.");
        }
        assert_eq!(scene.alert().await, alert());
    }
}

#[tokio::test]
async fn review_shows_the_shift_as_it_stands_with_buttons_for_who_may() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ReviewShift).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: nothing
    entry: maya tapped A button on the message that carried it
    message to maya, card_3:
      *Budget shift*: move $300 a day
      Retargeting US: $900 → $600 a day
      Prospecting EU: $1,200 → $1,500 a day
      Why: ROAS 2.10 vs 4.40 over 7 days, confidence high
      Within the $500 that one tap may approve. You can undo it for 30 minutes.
      [Approve: approve_shift of version 1]
      [Not now: decline_shift of version 1]
      [Assign: assign_recommendation of version 0]
    ");
    let annas = scene.shift_button(&anna(), Action::ReviewShift).await;
    let story = scene.tap(&anna(), &annas).await;
    insta::assert_snapshot!(story.text(), @r"
    says: *Budget shift*: move $300 a day
    Retargeting US: $900 → $600 a day
    Prospecting EU: $1,200 → $1,500 a day
    Why: ROAS 2.10 vs 4.40 over 7 days, confidence high
    Within the $500 that one tap may approve. You can undo it for 30 minutes.
    entry: anna tapped A button on the message that carried it
    ");
}

/// A collapse of the workspace's revenue, and a surge that costs nothing.
fn unusual(id: &str, value: i64, stake: i64) -> Alert {
    let mut alert = alert();
    alert.finding.id = id.parse().unwrap();
    alert.finding.rule = AlertRule::UnusualDay;
    alert.finding.subject = AlertSubject::Workspace;
    alert.finding.stake = dollars(stake);
    alert.finding.evidence = AlertEvidence::UnusualDay {
        metric: UnusualMetric::Revenue,
        day: jiff::civil::date(2026, 10, 5),
        value: dollars(value),
        usual: dollars(15_500),
        weekdays: 8,
        contributor: None,
    };
    alert
}

#[tokio::test]
async fn an_alert_about_the_whole_workspace_has_a_card_and_buttons_that_work() {
    let scene = Scene::start().await;
    let collapse = unusual("unusual-revenue-down", 930, 14_570);
    scene.save_alert(&collapse).await;
    scene.save_day(vec![collapse.clone(), unusual("unusual-revenue-up", 31_000, 0)]).await;
    let list = scene.button(&maya(), Action::ShowAlerts, "2026-10-05", 0).await;
    insta::assert_snapshot!(scene.tap(&maya(), &list).await.text());
    let button = scene.button(&maya(), Action::AcknowledgeAlert, "unusual-revenue-down", seen_today()).await;
    insta::assert_snapshot!(scene.tap(&maya(), &button).await.told());
    let stored: Alert = scene.get(&Key::alert(&collapse.workspace, &collapse.finding.id)).await.unwrap();
    assert_eq!((stored.state, stored.finding), (AlertState::Acknowledged, collapse.finding));
}

#[tokio::test]
async fn a_silent_source_has_a_card_without_a_price_and_buttons_that_work() {
    let scene = Scene::start().await;
    let silent = testing::silent_google();
    scene.save_alert(&silent).await;
    scene.save_day(vec![silent.clone()]).await;
    let list = scene.button(&maya(), Action::ShowAlerts, "2026-10-05", 0).await;
    insta::assert_snapshot!(scene.tap(&maya(), &list).await.text());
    let button = scene.button(&maya(), Action::AcknowledgeAlert, "silent-google", seen_today()).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.told());
    let stored: Alert = scene.get(&Key::alert(&silent.workspace, &silent.finding.id)).await.unwrap();
    assert_eq!((stored.state, stored.finding), (AlertState::Acknowledged, silent.finding));
    let event = story.wrote::<domain::audit::AuditEvent>().remove(0);
    let audited = (event.object.as_str(), event.before.as_deref(), event.after.as_deref());
    assert_eq!(audited, ("silent-google", Some("open; version 1"), Some("acknowledged; version 2")));
}
