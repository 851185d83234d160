//! Tests of what is kept while WhatsApp has not decided.

use super::*;

/// How many looks at a submission find it undecided.
async fn reviews_take(desk: &Desk, looks: u32) {
    desk.post("/sim/review", json!({ "undecided_looks": looks })).await;
}

#[tokio::test]
async fn a_run_waits_until_whatsapp_has_decided() {
    let desk = Desk::start().await;
    reviews_take(&desk, 3).await;
    let report = desk.run(600).await;
    assert_eq!(report.need_a_person(), 0, "{report}");
    assert_eq!(desk.stored().await.len(), TemplateName::contents().count());
}

#[tokio::test]
async fn until_then_only_what_needs_no_approval_is_kept_and_the_next_run_asks_again() {
    let desk = Desk::start().await;
    reviews_take(&desk, 1_000_000).await;
    let report = desk.run(0).await;
    let sessions = TemplateName::contents().filter(|(name, _)| name.is_session()).count();
    assert_eq!(desk.stored().await.len(), sessions);
    assert_eq!(report.need_a_person(), TemplateName::contents().count() - sessions);
    assert!(row_of(&report, DAILY).advice()[0].contains("run this again later"));
    desk.posted().await;
    let again = desk.run(0).await;
    assert_eq!(again.need_a_person(), report.need_a_person());
    assert_eq!(desk.posted().await, Vec::<String>::new(), "what waits is not submitted a second time");
}

#[tokio::test]
async fn only_what_is_approved_takes_the_place_of_another_content() {
    let desk = Desk::start().await;
    desk.store(&[(DAILY, "HX-before"), ("kpi_daily.en.v0", "HX-former")]).await;
    reviews_take(&desk, 1_000_000).await;
    let report = desk.run(0).await;
    assert_eq!(desk.stored().await[DAILY], "HX-before");
    let sid = row_of(&report, DAILY).sid().unwrap().to_owned();
    desk.post(&format!("/sim/contents/{sid}"), json!({ "status": "approved" })).await;
    desk.run(0).await;
    let stored = desk.stored().await;
    assert_eq!((&stored[DAILY], stored["kpi_daily.en.v0"].as_str()), (&sid, "HX-former"));
}

#[tokio::test]
async fn what_is_approved_first_is_kept_while_another_one_still_waits() {
    let desk = Desk::start().await;
    desk.run(0).await;
    desk.store(&[(DAILY, "HX-gone")]).await;
    let waiting = desk.stored().await["kpi_clear.en.v1"].clone();
    desk.post(&format!("/sim/contents/{waiting}"), json!({ "status": "pending" })).await;
    let report = desk.run(0).await;
    assert_ne!(desk.stored().await[DAILY], "HX-gone");
    assert_eq!(report.need_a_person(), 1, "{report}");
}

#[tokio::test]
async fn of_two_operators_at_once_neither_loses_what_the_other_wrote() {
    let desk = Desk::start().await;
    desk.run(0).await;
    let rows = desk.look().await.rows;
    let places = Places { api: &desk.api, store: &desk.table.store, app_url: APP_URL };
    let mut late = Run { places, rows };
    for row in &mut late.rows {
        row.stored = row.stored.take().filter(|_| row.wanted.key != DAILY);
    }
    desk.store(&[(DAILY, "HX-gone"), ("kpi_daily.en.v9", "HX-of-the-other")]).await;
    late.keep().await.unwrap();
    let stored = desk.stored().await;
    assert_eq!(stored["kpi_daily.en.v9"], "HX-of-the-other");
    assert_ne!(stored[DAILY], "HX-gone");
}
