//! "See alerts": a read that leaves a log entry, may be repeated, and is bound to its person all the same.

use super::*;
use crate::insight::record::DayFindings;
use crate::testing::{anna, lee, report_day};

/// A day without a finding, and a button for Anna, who decides nothing, to see it.
async fn scene_with_a_day() -> (Scene, TokenClaims) {
    let scene = Scene::start().await;
    let day = report_day();
    let nothing = DayFindings {
        workspace: workspace().id,
        day,
        alerts: Vec::new(),
        alert_count: 0,
        adjustment: None,
        confidence: None,
    };
    scene.store().save_day(&nothing).await.unwrap();
    let button = claims(&anna(), ActionKind::ShowAlerts, &day.to_string(), 4);
    scene.issue(&button).await;
    scene.embedded.calls.take();
    (scene, button)
}

#[tokio::test]
async fn anybody_of_the_workspace_may_see_the_alerts_again_and_again() {
    let (scene, button) = scene_with_a_day().await;
    for number in 1..=2 {
        let reply = scene.tap_as(&anna(), &button, number, now()).await;
        assert_eq!(reply, "No open alerts for Acme Store on Mon 5 Oct.");
        assert_eq!(scene.embedded.calls.take(), TWO_CALLS);
        assert_eq!(scene.entry(&anna(), number).await.unwrap().reply, Some(reply));
        scene.embedded.calls.take();
    }
    assert_eq!(scene.audit().await, []);
}

#[tokio::test]
async fn another_phone_sees_no_alerts() {
    let (scene, button) = scene_with_a_day().await;
    let reply = scene.tap_as(&lee(), &button, 1, now()).await;
    assert!(reply.starts_with("This button was sent to another phone"), "{reply}");
    scene.assert_denied("not_your_button", None).await;
}

#[tokio::test]
async fn an_old_button_shows_no_alerts() {
    let (scene, button) = scene_with_a_day().await;
    let late = Timestamp::from_second(scene.token(&button).await.valid_until).unwrap();
    let reply = scene.tap_as(&anna(), &button, 1, late).await;
    assert!(reply.starts_with("This button expired on"), "{reply}");
    scene.assert_denied("expired", Some(&anna())).await;
}

#[tokio::test]
async fn a_day_that_nobody_judged_leads_nowhere() {
    let (scene, _button) = scene_with_a_day().await;
    let button = claims(&anna(), ActionKind::ShowAlerts, "2026-10-04", 6);
    scene.issue(&button).await;
    let reply = scene.tap_as(&anna(), &button, 1, now()).await;
    assert!(reply.starts_with("This button no longer leads anywhere"), "{reply}");
}
