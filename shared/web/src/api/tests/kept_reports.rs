//! Administrators read the stored reports of the nightly proof.

use super::*;
use domain::message::{FailureReason, MessageCost, MessageKind, MessageState};
use domain::testing::issuer::admin_claims;
use domain::testing::{attempt_at, digest_in, message_of};
use domain::verification::report::ApprovalReport;
use domain::verification::report::delivery::{DeliveryReport, LocalDay};

const REPORT: &str = "workspaces/acme-store/reports/SC-001/2026-10-06";

fn admin() -> String {
    format!("Bearer {}", Signer::issuer().sign(&admin_claims(now())))
}

/// Stores the report of a day with 31 deliveries, one message without any news, and one that may still arrive.
async fn keep_deliveries(desk: &Desk) {
    let date = jiff::civil::date(2026, 10, 6);
    let day = LocalDay::new(date, "America/New_York").unwrap();
    let mut report = DeliveryReport::new(&workspace().id, date, "America/New_York", day, now());
    let mut attempts = vec![attempt_at(1, 1)];
    attempts[0].sid = Some(format!("SM{:032x}", 1));
    attempts[0].cost = Some(MessageCost { amount: "0.00850".into(), currency: "USD".into() });
    for _ in 0..31 {
        let arrived = digest_in(MessageState::Delivered);
        report.add(&domain::message::Message { attempts: attempts.clone(), ..arrived }, None);
    }
    let failure = Some(FailureReason::NoReceipt);
    attempts[0].cost = None;
    let lost = domain::message::Message { failure, attempts, ..digest_in(MessageState::Failed) };
    report.add(&lost, None);
    report.add(&message_of(MessageKind::Card), None);
    desk.embedded.store.save_delivery_report(&report).await.unwrap();
    desk.embedded.calls.take();
}

#[tokio::test]
async fn the_report_of_a_day_has_its_definition_its_shares_and_each_reason_in_words() {
    let desk = Desk::start().await;
    keep_deliveries(&desk).await;
    let answer = desk.look_at(now(), REPORT, Some(&admin())).await;
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem"]);
    let mut body = answer.body;
    assert!(body["definition"].take().as_str().unwrap().contains("judged"));
    insta::assert_snapshot!(format!("{} {body:#}", answer.status));
}

#[tokio::test]
async fn the_share_of_decisions_and_the_proof_are_read_in_the_same_way() {
    let desk = Desk::start().await;
    let date = jiff::civil::date(2026, 10, 6);
    let stored = ApprovalReport::new(&workspace().id, date);
    store_one(&desk.embedded.store, &Key::report(&workspace().id, "SC002", date), &stored).await;
    let path = "workspaces/acme-store/reports/SC-002/2026-10-06";
    let body = desk.look_at(now(), path, Some(&admin())).await.body;
    assert_eq!(
        (&body["decisions"], &body["target_per_mille"]),
        (&json!({ "part": 0, "whole": 0 }), &json!(400))
    );
    let none = desk.look_at(now(), "workspaces/acme-store/reports/SC-004/2026-10-06", Some(&admin())).await;
    assert_eq!(none.status, 404, "no night was there");
}

#[tokio::test]
async fn nobody_else_reads_a_report_and_what_is_none_is_not_found() {
    let desk = Desk::start().await;
    keep_deliveries(&desk).await;
    let member = desk.of(&maya()).await;
    for (path, token, status) in [
        (REPORT, None, 401),
        (REPORT, Some(member.as_str()), 401),
        ("workspaces/other/reports/SC-001/2026-10-06", Some(admin().as_str()), 404),
        ("workspaces/acme-store/reports/SC-001/2026-10-07", Some(&admin()), 404),
        ("workspaces/acme-store/reports/SC-001/yesterday", Some(&admin()), 404),
        ("workspaces/acme-store/reports/SC-009/2026-10-06", Some(&admin()), 404),
    ] {
        assert_eq!(desk.look_at(now(), path, token).await.status, status, "{path}");
    }
    assert_eq!(desk.send(REPORT, Some(&admin()), &json!({})).await.status, 404, "looking only");
}
