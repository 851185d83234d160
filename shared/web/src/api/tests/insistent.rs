//! A token of the API that is denied without end: it is answered alike, and what it leaves in the audit log is bounded.

use super::*;
use domain::instant::EpochSecond;

fn asked(action: &str, target: &str, version: u64) -> Vec<u8> {
    json!({ "action": action, "target": target, "version": version }).to_string().into_bytes()
}

/// Returns what an attempt left for good.
async fn denied(desk: &Desk) -> Vec<String> {
    let audit = desk.embedded.store.audit(&workspace().id).await.unwrap();
    let denied = audit.into_iter().filter_map(|event| match event.outcome {
        Outcome::Denied { reason } => Some(format!("{} {reason}", event.object)),
        Outcome::Executed => None,
    });
    denied.collect()
}

#[tokio::test]
async fn a_bearer_that_is_good_for_nothing_leaves_one_event_for_each_reason() {
    let desk = Desk::start().await;
    let (token, _) = desk.token(BearerFor::Member(maya().id), 1).await;
    let mut void = workspace();
    void.rules.tokens_valid_from = Some(EpochSecond::from(now()).plus_seconds(1));
    store_one(&desk.embedded.store, &Key::workspace(&void.id), &void).await;
    for number in 0..40 {
        let at = now() + SignedDuration::from_mins(number);
        let action = ["approve_shift", "decline_shift"][number as usize % 2];
        let target = format!("20261005-{number}");
        let answer = desk.send_at(at, "actions", Some(&token), &asked(action, &target, 1)).await;
        assert_eq!(word(&answer), (401, "unauthorized"));
    }
    assert_eq!(denied(&desk).await, ["20261005-0 void"]);
}

#[tokio::test]
async fn a_good_bearer_leaves_one_event_an_hour_for_what_it_is_denied() {
    let desk = Desk::start().await;
    let (token, _) = desk.token(BearerFor::Member(anna().id), 1).await;
    let shift = adjustment().id.to_string();
    let hour = now() + SignedDuration::from_secs(3_600 - now().as_second() % 3_600);
    for at in [now(), now() + SignedDuration::from_secs(60), hour] {
        for number in 0..20 {
            for body in [
                asked("approve_shift", &shift, number),
                asked("decline_shift", &shift, number),
                asked("approve_shift", &format!("20261005-{number}"), 1),
            ] {
                let answer = desk.send_at(at, "actions", Some(&token), &body).await;
                assert_eq!(word(&answer), (403, "may_not"));
            }
        }
    }
    let an_hour = [&shift, &shift, "20261005-0"].map(|target| format!("{target} may_not"));
    let mut left = denied(&desk).await;
    left.sort_unstable();
    let mut expected = [an_hour.clone(), an_hour].concat();
    expected.sort_unstable();
    assert_eq!(left, expected, "each action, each target that is there, and all that are not");
}
