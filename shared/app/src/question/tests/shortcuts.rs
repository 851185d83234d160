//! Claims about short texts that bring a button.

use super::*;
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use domain::token::Action;

async fn with_shift(shift: &BudgetAdjustment) -> Scene {
    let scene = Scene::start().await;
    store::testing::store_shift(&scene.table.store, shift).await;
    scene
}

fn approved() -> BudgetAdjustment {
    let decision = domain::testing::decision(&lee(), now());
    domain::testing::adjustment().approved(decision, 30 * 60)
}

#[tokio::test]
async fn no_and_approve_bring_the_buttons_of_what_waits_and_decide_nothing() {
    let scene = with_shift(&domain::testing::adjustment()).await;
    for (number, text) in (1..).zip(["no", "Not now", "approve", "ahora no"]) {
        let got = scene.ask(&maya(), number, text, minutes(number.into())).await;
        assert_eq!((got.outcome, got.messages.len()), (Answered::Brought, 1), "{text}");
        let buttons = [Action::ApproveShift, Action::DeclineShift, Action::AssignRecommendation];
        assert_eq!(got.purposes(), buttons.map(TokenPurpose::from), "{text}");
    }
    let shift = domain::testing::adjustment();
    let stored = scene.table.store.adjustments(&workspace().id).await.unwrap();
    assert_eq!(stored[0].state, shift.state);
}

#[tokio::test]
async fn whoever_may_not_decide_reads_what_waits_without_buttons() {
    let scene = with_shift(&domain::testing::adjustment()).await;
    let got = scene.ask(&anna(), 1, "approve", now()).await;
    assert_eq!((got.outcome, got.messages[0].buttons.len()), (Answered::Brought, 0));
    assert!(got.text().contains("Retargeting US"), "{}", got.text());
}

#[tokio::test]
async fn where_nothing_waits_a_shortcut_says_so() {
    let scene = Scene::start().await;
    let text = scene.ask(&maya(), 1, "no", now()).await;
    assert_eq!(text.text(), "No budget shift is waiting for a decision.");
    let text = scene.ask(&maya(), 2, "undo", minutes(1)).await;
    assert_eq!(text.text(), "Nothing can be undone now: no approval is still open to that.");
}

#[tokio::test]
async fn undo_brings_the_button_while_an_approval_can_be_undone_and_no_longer() {
    let scene = with_shift(&approved()).await;
    let got = scene.ask(&maya(), 1, "undo", minutes(29)).await;
    assert_eq!(got.purposes()[0], TokenPurpose::from(Action::UndoShift));
    let late = scene.ask(&maya(), 2, "undo", minutes(30)).await;
    assert!(late.messages[0].buttons.is_empty(), "{}", late.text());
    let stored = scene.table.store.adjustments(&workspace().id).await.unwrap();
    assert_eq!(stored[0].state, AdjustmentState::Approved);
}

#[tokio::test]
async fn dashboard_brings_its_link_in_the_language_of_the_word() {
    let scene = Scene::start().await;
    let got = scene.ask(&maya(), 1, "tableau de bord", now()).await;
    assert_eq!(got.purposes(), [TokenPurpose::Dashboard]);
    assert!(got.text().starts_with("Voici votre tableau de bord."), "{}", got.text());
    assert_eq!(got.messages[0].buttons[0].target.as_str(), "2026-10-05");
}

#[tokio::test]
async fn a_shortcut_that_comes_twice_brings_one_message() {
    let scene = with_shift(&domain::testing::adjustment()).await;
    let first = scene.ask(&maya(), 1, "no", now()).await;
    let again = scene.handle(&job(&maya(), 1, now()), minutes(1)).await;
    assert_eq!(again.outcome, Answered::Before);
    assert_eq!(again.messages[0].id, first.messages[0].id);
}

#[tokio::test]
async fn a_no_to_what_was_asked_back_is_no_shortcut() {
    let scene = with_shift(&domain::testing::adjustment()).await;
    assert_eq!(scene.ask(&maya(), 1, "and Google?", now()).await.outcome, Answered::AskedBack);
    assert_ne!(scene.ask(&maya(), 2, "no", minutes(1)).await.outcome, Answered::Brought);
    assert_eq!(scene.ask(&maya(), 3, "no", minutes(40)).await.outcome, Answered::Brought);
}
