//! Claims about questions and their answers, on an embedded table.

mod by_model;
mod going_on;
mod ledger;
mod limits;
mod names;
mod shortcuts;

use super::*;
use domain::clock::FixedClock;
use domain::message::Message;
use domain::message::question_job::ChosenQuestion;
use domain::message::template::TemplateName;
use domain::testing::{
    RecordingQueue, RecordingTyping, anna, fact, inbound_sid, lee, maya, now, report_day, settings, workspace,
};
use domain::token::{AnswerButton, TokenPurpose};
use jiff::ToSpan;
use store::embedded::{self, EmbeddedStore};
use store::key::Key;
use store::testing::{store_one, store_workspace};

/// A workspace with five weeks of facts, and the phone of whoever asks.
struct Scene {
    table: EmbeddedStore,
    queue: RecordingQueue,
    typing: RecordingTyping,
}

/// What somebody got for a text.
struct Got {
    outcome: Answered,
    messages: Vec<Message>,
}

impl Got {
    fn text(&self) -> &str {
        self.messages.first().map_or("", |message| message.text.as_str())
    }

    fn purposes(&self) -> Vec<TokenPurpose> {
        self.messages[0].buttons.iter().map(|button| button.purpose).collect()
    }
}

impl Scene {
    async fn start() -> Self {
        let table = embedded::start();
        store_workspace(&table.store).await;
        let days = (0..35).map(|day| report_day().saturating_sub(day.days()));
        let facts: Vec<_> = days
            .flat_map(|day| {
                [fact("retargeting-us", day, 1_120, 2_240), fact("prospecting-eu", day, 1_000, 4_400)]
            })
            .collect();
        table.store.save_facts(&workspace().id, &facts, &|_| {}).await.unwrap();
        table.calls.take();
        Self { table, queue: RecordingQueue::default(), typing: RecordingTyping::default() }
    }

    async fn ask(&self, who: &Member, number: u32, text: &str, at: Timestamp) -> Got {
        self.log(who, number, Said::Wrote { text: text.to_owned(), on: None }, at).await;
        self.handle(&job(who, number, at), at).await
    }

    async fn log(&self, who: &Member, number: u32, said: Said, at: Timestamp) {
        let entry = WhatsAppConversationEntry {
            workspace: who.workspace.clone(),
            member: who.id.clone(),
            at,
            message_sid: inbound_sid(number),
            said,
            reply: None,
            queued: Vec::new(),
            question: Some(job(who, number, at)),
            webhook: None,
        };
        let effects = domain::action::effects::SideEffects::from_entry(&entry);
        self.table.store.log_unchanged(None, &effects).await.unwrap();
        self.table.calls.take();
    }

    async fn handle(&self, job: &QuestionJob, at: Timestamp) -> Got {
        let clock = FixedClock(at);
        let store = &self.table.store;
        let deps =
            QuestionDeps { store, queue: &self.queue, clock: &clock, typing: &self.typing, model: None };
        self.queue.jobs.lock().unwrap().clear();
        let outcome = answer_question(&deps, job).await.unwrap();
        let queued: Vec<DeliveryJob> =
            self.queue.jobs.lock().unwrap().iter().map(|(job, _)| job.clone()).collect();
        let mut messages = Vec::new();
        for job in queued {
            messages.extend(store.message(&job.workspace, &job.message).await.unwrap());
        }
        Got { outcome, messages }
    }

    async fn latest(&self, who: &Member) -> Question {
        self.table.store.latest_questions(&who.workspace, &who.id, 1).await.unwrap().remove(0)
    }
}

fn job(who: &Member, number: u32, at: Timestamp) -> QuestionJob {
    QuestionJob {
        workspace: who.workspace.clone(),
        member: who.id.clone(),
        message_sid: inbound_sid(number),
        asked_at: at,
        chosen: None,
    }
}

fn minutes(count: i64) -> Timestamp {
    now() + SignedDuration::from_mins(count)
}

#[tokio::test]
async fn a_question_gets_the_exact_numbers_with_a_link_and_three_buttons() {
    let scene = Scene::start().await;
    let got = scene.ask(&maya(), 1, "Which campaigns overspent yesterday?", now()).await;
    assert_eq!(got.outcome, Answered::WithNumbers);
    insta::assert_snapshot!(got.text(), @"
    *1 campaign overspent* · Mon 5 Oct
    1. Retargeting US: $1,120 / $900 (+$220, +24%)

    How: Pacing = Spend ÷ budget due · Mon 5 Oct · data complete to Mon 5 Oct

    The same numbers on the dashboard:
    ");
    assert_eq!(
        got.purposes(),
        [
            TokenPurpose::ViewAnswer,
            TokenPurpose::Answer(AnswerButton::Rate),
            TokenPurpose::Answer(AnswerButton::Rate),
            TokenPurpose::Answer(AnswerButton::Explain),
        ]
    );
    assert_eq!(*scene.typing.0.lock().unwrap(), [inbound_sid(1)]);
    let stored = scene.latest(&maya()).await;
    assert_eq!((stored.text.as_str(), stored.views.len()), ("Which campaigns overspent yesterday?", 1));
    assert!(stored.explanation.contains("Pacing"), "{}", stored.explanation);
}

#[tokio::test]
async fn a_question_about_a_month_is_read_in_two_round_trips_and_written_in_one() {
    let scene = Scene::start().await;
    scene.ask(&maya(), 1, "spend yesterday", now()).await;
    scene.log(&maya(), 2, Said::Wrote { text: "roas in september".into(), on: None }, now()).await;
    let got = scene.handle(&job(&maya(), 2, now()), now()).await;
    assert_eq!(got.outcome, Answered::WithNumbers);
    let calls = scene.table.calls.take();
    // At once: settings, creatives, the latest questions, and the message that asks; then the month; then the answer. The last
    // read is this test's own.
    let expected = ["BatchGetItem", "Query", "Query", "Query", "Query", "TransactWriteItems", "BatchGetItem"];
    let mut counted: Vec<&str> = calls.iter().map(String::as_str).collect();
    let mut expected = expected.to_vec();
    counted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(counted, expected);
}

#[tokio::test]
async fn a_question_that_comes_twice_is_answered_once() {
    let scene = Scene::start().await;
    let first = scene.ask(&maya(), 1, "spend yesterday", now()).await;
    let again = scene.handle(&job(&maya(), 1, now()), minutes(1)).await;
    assert_eq!(again.outcome, Answered::Before);
    assert_eq!(again.messages[0].id, first.messages[0].id);
    let kept = scene.table.store.latest_questions(&workspace().id, &maya().id, 10).await.unwrap();
    assert_eq!(kept.len(), 1);
}

#[tokio::test]
async fn the_same_question_gets_the_stored_answer_until_the_facts_move_or_ten_minutes_are_over() {
    let scene = Scene::start().await;
    let first = scene.ask(&maya(), 1, "spend last week", now()).await;
    let second = scene.ask(&maya(), 2, "Spend last week?", minutes(5)).await;
    assert_eq!((second.outcome, second.text()), (Answered::FromStore, first.text()));
    assert_eq!(scene.ask(&maya(), 3, "spend last week", minutes(16)).await.outcome, Answered::WithNumbers);
    let mut moved = settings();
    moved.sources[0].complete_through = report_day().saturating_sub(1.day());
    let key = Key::source(&workspace().id, &moved.sources[0].channel);
    store_one(&scene.table.store, &key, &moved.sources[0]).await;
    assert_eq!(scene.ask(&maya(), 4, "spend last week", minutes(17)).await.outcome, Answered::WithNumbers);
}

#[tokio::test]
async fn a_trend_of_three_days_has_a_picture_also_when_it_is_the_stored_answer_and_one_of_two_days_has_none()
{
    let scene = Scene::start().await;
    let template = |got: &Got| got.messages[0].template;
    let first = scene.ask(&maya(), 1, "spend by day last 3 days", now()).await;
    let stored = scene.ask(&maya(), 2, "spend by day last 3 days?", minutes(5)).await;
    assert_eq!((first.outcome, stored.outcome), (Answered::WithNumbers, Answered::FromStore));
    assert_eq!([&first, &stored].map(template), [TemplateName::ReportPicture; 2]);
    let short = scene.ask(&maya(), 3, "spend by day last 2 days", minutes(6)).await;
    assert_eq!((short.outcome, template(&short)), (Answered::WithNumbers, TemplateName::Report3));
}

#[tokio::test]
async fn a_refusal_offers_questions_that_a_tap_asks() {
    let scene = Scene::start().await;
    let refused = scene.ask(&maya(), 1, "what's the weather tomorrow?", now()).await;
    assert_eq!(refused.outcome, Answered::Refused);
    assert!(refused.purposes().iter().all(|purpose| *purpose == TokenPurpose::Answer(AnswerButton::Choose)));
    let question = scene.latest(&maya()).await;
    scene.log(&maya(), 2, Said::Tapped { button: "Last week".into(), on: None }, minutes(1)).await;
    let chosen = Some(ChosenQuestion { question: question.id.clone(), place: 1 });
    let tapped = QuestionJob { chosen, ..job(&maya(), 2, minutes(1)) };
    let got = scene.handle(&tapped, minutes(1)).await;
    assert_eq!(got.outcome, Answered::WithNumbers);
    let answered = scene.latest(&maya()).await;
    assert_eq!(answered.text, question.offered[1].text);
    assert_eq!(answered.understood_by, domain::question::record::UnderstoodBy::Choice);
}

#[tokio::test]
async fn an_order_to_change_something_is_refused_and_shows_who_may_decide_what_waits() {
    let scene = Scene::start().await;
    store::testing::store_shift(&scene.table.store, &domain::testing::adjustment()).await;
    for (place, (who, messages)) in [(maya(), 2), (anna(), 1)].into_iter().enumerate() {
        let number = u32::try_from(place).unwrap();
        let got = scene.ask(&who, number, "pause Retargeting US", now()).await;
        assert_eq!((got.outcome, got.messages.len()), (Answered::Refused, messages), "{}", who.name);
    }
}
