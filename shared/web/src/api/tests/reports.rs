//! Reports from the system that executes budget shifts.

use super::*;
use domain::insight::adjustment::{BudgetAdjustment, DecisionRecord, ShiftOutcome};
use domain::metrics::Campaign;

fn approved() -> BudgetAdjustment {
    let by = DecisionRecord { by: maya().id, name: "Maya".into(), at: now(), source: Source::WhatsApp };
    adjustment().approved(by, 1_800)
}

fn outcome_path() -> String {
    format!("adjustments/{}/outcome", adjustment().id)
}

async fn campaign(desk: &Desk, id: &str) -> Campaign {
    let settings = desk.embedded.store.settings(&workspace().id).await.unwrap().unwrap();
    settings.campaigns.into_iter().find(|campaign| campaign.id.as_str() == id).unwrap()
}

#[tokio::test]
async fn an_applied_shift_changes_the_budgets_and_is_told_once() {
    let desk = Desk::start().await;
    desk.save_shift(&approved()).await;
    let token = desk.integrator().await;
    let body = json!({ "result": "applied" });
    let first = desk.send(&outcome_path(), Some(&token), &body).await;
    assert_eq!((first.status, first.body["result"].as_str()), (200, Some("changed")), "{first:?}");
    assert!(matches!(desk.shift().await.outcome, Some(ShiftOutcome::Applied { .. })));
    assert_eq!(campaign(&desk, "retargeting-us").await.daily_budget, dollars(600));
    assert!(!desk.queue.jobs.lock().unwrap().is_empty(), "who decided hears of it");
    let again = desk.send(&outcome_path(), Some(&token), &body).await;
    assert_eq!((again.status, again.body["result"].as_str()), (200, Some("unchanged")));
    let opposite = json!({ "result": "refused", "reason": "account spend cap reached" });
    assert_eq!(word(&desk.send(&outcome_path(), Some(&token), &opposite).await), (409, "contradicts"));
}

#[tokio::test]
async fn a_refused_shift_changes_no_budget_and_keeps_the_reason() {
    let desk = Desk::start().await;
    desk.save_shift(&approved()).await;
    let token = desk.integrator().await;
    let body = json!({ "result": "refused", "reason": "account spend cap reached" });
    assert_eq!(desk.send(&outcome_path(), Some(&token), &body).await.status, 200);
    let Some(ShiftOutcome::Refused { reason, .. }) = desk.shift().await.outcome else {
        panic!("the outcome is kept")
    };
    assert_eq!(reason.as_str(), "account spend cap reached");
    assert_eq!(campaign(&desk, "retargeting-us").await.daily_budget, dollars(900));
}

#[tokio::test]
async fn what_was_never_approved_or_never_undone_cannot_be_reported() {
    let desk = Desk::start().await;
    let token = desk.integrator().await;
    let applied = json!({ "result": "applied" });
    assert_eq!(word(&desk.send(&outcome_path(), Some(&token), &applied).await), (409, "not_approved"));
    desk.save_shift(&approved()).await;
    let back = json!({ "result": "applied", "carried": "way_back" });
    assert_eq!(word(&desk.send(&outcome_path(), Some(&token), &back).await), (409, "no_way_back"));
    for path in ["adjustments/20261005-none/outcome", "adjustments/Not%20One/outcome"] {
        assert_eq!(word(&desk.send(path, Some(&token), &applied).await), (404, "not_found"));
    }
}

#[tokio::test]
async fn a_budget_of_now_overtakes_the_proposal_that_rests_on_it() {
    let desk = Desk::start().await;
    let token = desk.integrator().await;
    let body = json!({ "daily_budget_minor": 70_000, "currency": "USD", "changed_by": "Lee" });
    let changed = desk.send("campaigns/retargeting-us/budget", Some(&token), &body).await;
    assert_eq!((changed.status, &changed.body["overtaken"]), (200, &json!(1)), "{changed:?}");
    assert_eq!(campaign(&desk, "retargeting-us").await.daily_budget, dollars(700));
    let shift = desk.shift().await;
    assert_eq!(shift.state, AdjustmentState::Superseded);
    assert_eq!(shift.changed_budget.unwrap().by, Some("Lee".into()));
    let again = desk.send("campaigns/retargeting-us/budget", Some(&token), &body).await;
    assert_eq!((again.status, again.body["result"].as_str()), (200, Some("unchanged")));
}

#[tokio::test]
async fn whoever_changed_a_budget_is_named_as_people_can_read_it_or_not_at_all() {
    for (written, kept) in [("\u{202e}*Lee*\u{0}", Some("Lee")), ("\u{200b}\u{3164}", None)] {
        let desk = Desk::start().await;
        let token = desk.integrator().await;
        let body = json!({ "daily_budget_minor": 70_000, "currency": "USD", "changed_by": written });
        assert_eq!(desk.send("campaigns/retargeting-us/budget", Some(&token), &body).await.status, 200);
        assert_eq!(desk.shift().await.changed_budget.unwrap().by.as_deref(), kept, "{written:?}");
    }
}

#[tokio::test]
async fn a_budget_that_is_none_of_the_campaign_is_refused() {
    let desk = Desk::start().await;
    let token = desk.integrator().await;
    let path = "campaigns/retargeting-us/budget";
    let euros = json!({ "daily_budget_minor": 1, "currency": "EUR" });
    assert_eq!(word(&desk.send(path, Some(&token), &euros).await), (409, "other_currency"));
    for body in [
        json!({ "daily_budget_minor": -1, "currency": "USD" }),
        json!({ "daily_budget_minor": 1.5, "currency": "USD" }),
        json!({ "daily_budget_minor": 1, "currency": "usd" }),
        json!({ "daily_budget_minor": 1, "currency": "USD", "changed_by": "x".repeat(201) }),
        json!({ "result": "applied" }),
    ] {
        assert_eq!(word(&desk.send(path, Some(&token), &body).await), (422, "malformed"), "{body}");
    }
    let good = json!({ "daily_budget_minor": 1, "currency": "USD" });
    assert_eq!(word(&desk.send("campaigns/none/budget", Some(&token), &good).await), (404, "not_found"));
    assert_eq!(campaign(&desk, "retargeting-us").await.daily_budget, dollars(900));
}

#[tokio::test]
async fn a_report_without_a_reason_or_with_a_wrong_word_is_refused() {
    let desk = Desk::start().await;
    desk.save_shift(&approved()).await;
    let token = desk.integrator().await;
    for body in [
        json!({ "result": "refused" }),
        json!({ "result": "refused", "reason": "  " }),
        json!({ "result": "refused", "reason": "\u{200b}\u{2066}\u{3164}" }),
        json!({ "result": "refused", "reason": "x".repeat(2_001) }),
        json!({ "result": "done" }),
        json!({ "result": "applied", "extra": 1 }),
        json!({}),
    ] {
        assert_eq!(
            word(&desk.send(&outcome_path(), Some(&token), &body).await),
            (422, "malformed"),
            "{body}"
        );
    }
    assert_eq!(desk.shift().await, approved());
}
