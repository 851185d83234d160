//! Tests of what is not as it should be: each is told with what to do, and harms no other template.

use super::*;
use crate::templates::approval::ApprovalStatus;

/// A stage where all is well, and the identifier of the daily digest.
async fn settled() -> (Desk, String) {
    let desk = Desk::start().await;
    desk.run(0).await;
    let sid = desk.stored().await[DAILY].clone();
    (desk, sid)
}

/// Returns what one template needs a person for, after WhatsApp decided this about it.
async fn advice_after(decision: Value) -> String {
    let (desk, sid) = settled().await;
    desk.post(&format!("/sim/contents/{sid}"), decision).await;
    let (report, before) = (desk.run(0).await, desk.stored().await);
    assert_eq!(report.need_a_person(), 1, "{report}");
    assert_eq!(before[DAILY], sid, "what was kept stays");
    row_of(&report, DAILY).advice().join("\n")
}

#[tokio::test]
async fn a_category_that_whatsapp_changed_is_told_although_the_template_is_approved() {
    let told = advice_after(json!({ "category": "MARKETING" })).await;
    assert!(told.contains("made it MARKETING"), "{told}");
}

#[tokio::test]
async fn what_whatsapp_pauses_disables_or_rejects_is_told() {
    assert!(advice_after(json!({ "status": "paused" })).await.contains("paused it"));
    assert!(advice_after(json!({ "status": "disabled" })).await.contains("disabled it for good"));
    let decision = json!({ "status": "rejected", "rejection_reason": "TAG_CONTENT_MISMATCH" });
    assert!(advice_after(decision).await.contains("TAG_CONTENT_MISMATCH"));
}

#[tokio::test]
async fn a_rejection_is_told_with_its_reason_and_the_others_are_brought_all_the_same() {
    let desk = Desk::start().await;
    let rule = json!({ "when": { "times": 1 }, "effect": { "kind": "approval_rejected" } });
    desk.post("/sim/faults", json!({ "rules": [rule] })).await;
    let report = desk.run(0).await;
    assert_eq!(report.need_a_person(), 1, "{report}");
    let rejected = report.rows.iter().find(|row| row.word() == "rejected").unwrap();
    assert!(rejected.advice()[0].contains("rejected on demand"), "{:?}", rejected.advice());
    let stored = desk.stored().await;
    assert_eq!(stored.len(), report.rows.len() - 1);
    assert!(!stored.contains_key(&rejected.wanted.key));
}

#[tokio::test]
async fn another_text_at_twilio_is_told_by_its_place_and_nothing_is_created_beside_it() {
    let desk = Desk::start().await;
    let mut changed = wanted(APP_URL).unwrap().remove(0);
    assert_eq!(changed.key, DAILY);
    changed.document["types"]["whatsapp/card"]["body"] = json!("Hello {{1}}, this is another text.");
    desk.api.create(&changed.document).await.unwrap();
    for _run in 0..2 {
        let report = desk.run(0).await;
        let row = row_of(&report, DAILY);
        assert_eq!(row.state, State::Differs { place: "whatsapp/card.body".to_owned() });
        assert_eq!(report.need_a_person(), 1, "{report}");
        assert_eq!(desk.api.list().await.unwrap().len(), report.rows.len());
        assert!(!desk.stored().await.contains_key(DAILY));
    }
}

#[tokio::test]
async fn another_address_of_the_links_is_another_text() {
    let (desk, sid) = settled().await;
    let places = Places { api: &desk.api, store: &desk.table.store, app_url: "https://moved.example.net" };
    let report = bring(places, &options(0)).await.unwrap();
    let place = "whatsapp/card.actions.2.url".to_owned();
    assert_eq!(row_of(&report, DAILY).state, State::Differs { place });
    assert_eq!(desk.stored().await[DAILY], sid);
}

#[tokio::test]
async fn what_twilio_refuses_about_one_template_is_told_and_stops_no_other() {
    let desk = Desk::start().await;
    let other = json!({ "friendly_name": "of others", "language": "en",
        "types": { "twilio/text": { "body": "Something else" } } });
    let sid = desk.api.create(&other).await.unwrap();
    desk.api.submit(&sid, "kpi_daily_en_v1").await.unwrap();
    let report = desk.run(0).await;
    let State::Refused { reason } = &row_of(&report, DAILY).state else { panic!("{report}") };
    assert!(reason.contains("the name is in use"), "{reason}");
    assert_eq!(report.need_a_person(), 1, "{report}");
    assert_eq!(desk.stored().await.len(), report.rows.len() - 1);
}

#[tokio::test]
async fn a_content_that_was_deleted_at_twilio_is_created_again_and_takes_its_place_once_it_is_approved() {
    let (desk, sid) = settled().await;
    desk.ask("DELETE", &format!("/v1/Content/{sid}"), None).await;
    let report = desk.run(0).await;
    assert_eq!(report.need_a_person(), 0, "{report}");
    let stored = desk.stored().await[DAILY].clone();
    assert_ne!(stored, sid);
    assert_eq!(row_of(&report, DAILY).sid(), Some(stored.as_str()));
    let State::Submitted(approval) = &row_of(&report, DAILY).state else { panic!("{report}") };
    assert_eq!(approval.status, ApprovalStatus::Approved);
}
