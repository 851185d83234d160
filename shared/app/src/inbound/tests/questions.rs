//! Claims about texts that ask, and taps below answers: what the webhook logs and queues, and whose answers may be rated.

use super::messages::also_in_beta_shop;
use super::*;
use domain::message::conversation::WhatsAppConversationEntry;
use domain::question::execute::prepared::PreparedQuery;
use domain::question::interpretation::Interpretation;
use domain::question::query::{Intent, TypedQuery};
use domain::question::range::DataSpan;
use domain::question::rating::{AnswerRating, Rated, RatingReason};
use domain::question::record::{OfferedQuestion, Question, UnderstoodBy};
use domain::testing::{anna, claims, inbound_sid, lee, maya};
use domain::token::AnswerButton;
use store::questions::AnswerWrites;

/// An answer that Maya got, with the numbers of nothing.
fn answered() -> Question {
    Question {
        id: Question::id_of(now(), "SMasked", 0),
        workspace: workspace().id,
        member: maya().id,
        asked_at: now(),
        answered_at: now(),
        message_sid: "SMasked".into(),
        message: Some("a-1".parse().unwrap()),
        text: "spend yesterday".into(),
        language: "en".into(),
        understood_by: UnderstoodBy::Planner,
        interpretation: Interpretation::Queries(vec![TypedQuery::new(Intent::Alerts)]),
        views: vec![domain::question::view::View::of(&prepared())],
        answer: "Spend yesterday: $2,120".into(),
        explanation: "Spend is the sum of the days.".into(),
        offered: vec![OfferedQuestion { text: "ROAS last week".into(), queries: Vec::new() }],
        basis: "1".into(),
        has_picture: false,
        asks_for_score: false,
        rating: None,
    }
}

fn prepared() -> PreparedQuery {
    let calendar = DataSpan { first: None, today: domain::testing::report_day() };
    PreparedQuery::new(&TypedQuery::new(Intent::Alerts), &calendar).unwrap()
}

async fn start() -> Scene {
    let scene = Scene::start().await;
    let questions = vec![answered()];
    assert!(
        scene.store().store_answers(&AnswerWrites { questions, ..AnswerWrites::default() }).await.unwrap()
    );
    scene.embedded.calls.take();
    scene
}

/// Taps a button below Maya's answer, with the detail of its token.
async fn tap(scene: &Scene, who: &Member, number: u32, button: AnswerButton, detail: &str) -> InboundAnswer {
    let purpose = TokenPurpose::Answer(button);
    let claims = claims(&maya(), purpose, answered().id.as_str(), u8::try_from(number).unwrap());
    let mut token = domain::testing::stored_token(&claims, 0);
    token.detail = Some(detail.to_owned());
    scene.put(&Key::token(&claims.workspace, &claims.hash()), &token).await;
    let payload = scene.keys.seal(&claims);
    let parameters = [("ButtonPayload", payload.as_str()), ("ButtonText", "A button"), ("Body", "A button")];
    scene.receive(&inbound(who, number, &parameters)).await
}

async fn rating(scene: &Scene) -> Option<AnswerRating> {
    let id = answered().id;
    scene.store().question(&workspace().id, &maya().id, &id).await.unwrap().unwrap().rating
}

async fn entry(scene: &Scene, who: &Member, number: u32) -> Option<WhatsAppConversationEntry> {
    scene.store().inbound_entry(&who.workspace, &who.id, &inbound_sid(number)).await.unwrap()
}

fn asked(scene: &Scene) -> Vec<String> {
    scene.questions.0.lock().unwrap().iter().map(|job| job.message_sid.clone()).collect()
}

#[tokio::test]
async fn a_text_is_logged_and_queued_as_a_question_and_answered_with_silence() {
    let scene = Scene::start().await;
    let message = inbound(&maya(), 1, &[("Body", "Which campaigns overspent yesterday?")]);
    assert_eq!(scene.receive(&message).await, InboundAnswer::Silence);
    let calls = scene.embedded.calls.take();
    assert_eq!(calls.iter().filter(|call| *call == "TransactWriteItems").count(), 1, "{calls:?}");
    let logged = entry(&scene, &maya(), 1).await.unwrap();
    assert_eq!(logged.question.map(|job| job.message_sid), Some(inbound_sid(1)));
    assert_eq!(asked(&scene), [inbound_sid(1)]);
}

#[tokio::test]
async fn a_question_that_twilio_brings_twice_is_queued_again_as_the_same_one() {
    let scene = Scene::start().await;
    let message = inbound(&maya(), 1, &[("Body", "spend yesterday")]);
    for _time in 0..2 {
        assert_eq!(scene.receive(&message).await, InboundAnswer::Silence);
    }
    let queued = scene.questions.0.lock().unwrap().clone();
    assert_eq!(queued.len(), 2);
    assert_eq!(queued[0], queued[1]);
}

#[tokio::test]
async fn a_question_of_somebody_who_said_stop_is_not_asked() {
    let scene = Scene::start().await;
    scene.write(&maya(), 1, "STOP").await;
    let reply = scene.write(&maya(), 2, "spend yesterday").await;
    assert!(reply.contains("START"), "{reply}");
    assert!(asked(&scene).is_empty());
}

#[tokio::test]
async fn who_is_in_two_workspaces_is_asked_which_one_is_meant() {
    let scene = Scene::start().await;
    also_in_beta_shop(&scene).await;
    let reply = scene.write(&maya(), 1, "spend yesterday").await;
    assert!(reply.contains("several workspaces"), "{reply}");
    assert!(asked(&scene).is_empty());
}

#[tokio::test]
async fn an_answer_is_rated_by_a_thumb_a_reason_and_a_score() {
    let scene = start().await;
    let thanks = InboundAnswer::Say("Thank you, noted.".into());
    assert_eq!(tap(&scene, &maya(), 1, AnswerButton::Rate, "good").await, thanks);
    assert_eq!(rating(&scene).await.map(|rating| rating.is_good), Some(Some(true)));
    assert_eq!(tap(&scene, &maya(), 2, AnswerButton::Rate, "bad").await, InboundAnswer::Silence);
    let listed = scene.queue.jobs.lock().unwrap()[0].0.clone();
    let list = scene.store().message(&listed.workspace, &listed.message).await.unwrap().unwrap();
    assert_eq!((list.text.as_str(), list.buttons.len()), ("Thank you, noted. What was wrong with it?", 6));
    let reason = Rated::BadBecause(RatingReason::WrongDates).detail();
    assert_eq!(tap(&scene, &maya(), 3, AnswerButton::Rate, &reason).await, thanks);
    assert_eq!(scene.receive(&inbound(&maya(), 4, &[("Body", "2/5")])).await, thanks);
    let rating = rating(&scene).await.unwrap();
    let told = (rating.is_good, rating.reason, rating.score);
    assert_eq!(told, (Some(false), Some(RatingReason::WrongDates), Some(2)));
}

#[tokio::test]
async fn a_bare_digit_is_a_score_only_where_one_was_asked_for() {
    let scene = start().await;
    assert_eq!(scene.receive(&inbound(&maya(), 1, &[("Body", "4")])).await, InboundAnswer::Silence);
    assert_eq!((rating(&scene).await, asked(&scene)), (None, vec![inbound_sid(1)]));
}

#[tokio::test]
async fn a_score_that_quotes_something_is_about_that_and_about_nothing_else() {
    let scene = start().await;
    let quoted = format!("MM{:032x}", 7);
    let parameters = [("Body", "4/5"), ("OriginalRepliedMessageSid", quoted.as_str())];
    assert_eq!(scene.receive(&inbound(&maya(), 1, &parameters)).await, InboundAnswer::Silence);
    assert_eq!(rating(&scene).await, None);
}

#[tokio::test]
async fn a_tap_tells_how_an_answer_was_computed_and_another_asks_what_was_offered() {
    let scene = start().await;
    let how = tap(&scene, &maya(), 1, AnswerButton::Explain, "").await;
    assert_eq!(how, InboundAnswer::Say(answered().explanation));
    assert_eq!(tap(&scene, &maya(), 2, AnswerButton::Choose, "0").await, InboundAnswer::Silence);
    let job = scene.questions.0.lock().unwrap()[0].clone();
    assert_eq!(job.chosen.map(|chosen| (chosen.question, chosen.place)), Some((answered().id, 0)));
    let scale = tap(&scene, &maya(), 3, AnswerButton::Scale, "").await;
    assert_eq!((scale, scene.queue.jobs.lock().unwrap().len()), (InboundAnswer::Silence, 1));
}

#[tokio::test]
async fn a_button_below_an_answer_is_of_the_person_who_asked() {
    let scene = start().await;
    for (who, number) in [(lee(), 1), (anna(), 2)] {
        let reply = tap(&scene, &who, number, AnswerButton::Explain, "").await;
        assert!(!format!("{reply:?}").contains(&answered().explanation), "{reply:?}");
        tap(&scene, &who, number + 10, AnswerButton::Rate, "good").await;
    }
    assert_eq!(rating(&scene).await, None);
    assert_eq!(scene.store().audit(&workspace().id).await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_tap_that_comes_twice_rates_once_and_a_button_of_no_answer_says_so() {
    let scene = start().await;
    let first = tap(&scene, &maya(), 1, AnswerButton::Rate, "good").await;
    assert_eq!(tap(&scene, &maya(), 1, AnswerButton::Rate, "good").await, first);
    for (number, detail) in [(2, "excellent"), (3, "")] {
        let reply = tap(&scene, &maya(), number, AnswerButton::Rate, detail).await;
        assert!(matches!(&reply, InboundAnswer::Say(text) if text.contains("too old")), "{reply:?}");
    }
    let reply = tap(&scene, &maya(), 4, AnswerButton::Choose, "7").await;
    assert!(matches!(&reply, InboundAnswer::Say(text) if text.contains("too old")), "{reply:?}");
}
