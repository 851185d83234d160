//! Claims about questions that go on from others, and about languages.

use super::*;

#[tokio::test]
async fn a_question_goes_on_from_the_last_one_for_half_an_hour() {
    let scene = Scene::start().await;
    scene.ask(&maya(), 1, "spend by campaign last week", now()).await;
    let next = scene.ask(&maya(), 2, "and revenue?", minutes(20)).await;
    assert_eq!(next.outcome, Answered::WithNumbers);
    assert!(next.text().contains("Prospecting EU"), "{}", next.text());
    let late = scene.ask(&maya(), 3, "and by channel?", minutes(60)).await;
    assert_eq!(late.outcome, Answered::AskedBack);
}

#[tokio::test]
async fn what_one_person_asked_is_nothing_that_another_goes_on_from() {
    let scene = Scene::start().await;
    scene.ask(&maya(), 1, "spend by campaign last week", now()).await;
    assert_eq!(scene.ask(&lee(), 2, "and by channel?", minutes(1)).await.outcome, Answered::AskedBack);
}

#[tokio::test]
async fn quoting_an_older_answer_goes_on_from_that_one() {
    let scene = Scene::start().await;
    let first = scene.ask(&maya(), 1, "roas by campaign last week", now()).await;
    scene.ask(&maya(), 2, "clicks yesterday", minutes(1)).await;
    let sent = WhatsAppConversationEntry {
        workspace: workspace().id,
        member: maya().id,
        at: now(),
        message_sid: "MM1".into(),
        said: Said::Sent { message: first.messages[0].id.clone(), text: String::new() },
        reply: None,
        queued: Vec::new(),
        question: None,
        webhook: None,
    };
    let effects = domain::action::effects::SideEffects::from_entry(&sent);
    scene.table.store.log_unchanged(None, &effects).await.unwrap();
    let quoting = Said::Wrote { text: "and yesterday?".into(), on: Some("MM1".into()) };
    scene.log(&maya(), 3, quoting, minutes(60)).await;
    let got = scene.handle(&job(&maya(), 3, minutes(60)), minutes(60)).await;
    assert_eq!(got.outcome, Answered::WithNumbers);
    assert!(got.text().contains("ROAS"), "{}", got.text());
}

#[tokio::test]
async fn two_short_questions_are_answered_in_one_message() {
    let scene = Scene::start().await;
    let got = scene.ask(&maya(), 1, "spend yesterday and roas last week", now()).await;
    assert_eq!((got.outcome, got.messages.len()), (Answered::WithNumbers, 1));
    assert!(got.text().contains("$2,120") && got.text().contains("ROAS"), "{}", got.text());
    assert_eq!(scene.latest(&maya()).await.views.len(), 2);
}

#[tokio::test]
async fn the_answer_is_in_the_language_of_the_question() {
    let scene = Scene::start().await;
    let got = scene.ask(&maya(), 1, "¿cuánto gastamos ayer?", now()).await;
    assert!(got.text().contains("Gasto"), "{}", got.text());
    assert_eq!(got.messages[0].language, "es");
}
