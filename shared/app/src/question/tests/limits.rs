//! Claims about when there is no answer, and about ratings that are asked for.

use super::*;

#[tokio::test]
async fn a_question_that_waited_for_too_long_is_given_up_with_a_button_that_asks_it_again() {
    let scene = Scene::start().await;
    scene.log(&maya(), 1, Said::Wrote { text: "spend yesterday".into(), on: None }, now()).await;
    let got = scene.handle(&job(&maya(), 1, now()), minutes(3)).await;
    assert_eq!(got.outcome, Answered::TooLate);
    assert!(got.text().contains("ask again"), "{}", got.text());
    let question = scene.latest(&maya()).await;
    scene.log(&maya(), 2, Said::Tapped { button: "spend yesterday".into(), on: None }, minutes(3)).await;
    let chosen = Some(ChosenQuestion { question: question.id, place: 0 });
    let tapped = QuestionJob { chosen, ..job(&maya(), 2, minutes(3)) };
    assert_eq!(scene.handle(&tapped, minutes(3)).await.outcome, Answered::WithNumbers);
}

#[tokio::test]
async fn after_five_texts_that_come_to_nothing_there_is_silence_until_one_is_a_question() {
    let scene = Scene::start().await;
    for number in 1..=5 {
        let got = scene.ask(&maya(), number, "tell me a joke", minutes(number.into())).await;
        assert_eq!((got.outcome, got.messages.len()), (Answered::Refused, 1), "{number}");
    }
    let sixth = scene.ask(&maya(), 6, "tell me a joke", minutes(6)).await;
    assert_eq!((sixth.outcome, sixth.messages.len()), (Answered::InSilence, 0));
    assert_eq!(scene.ask(&maya(), 7, "spend yesterday", minutes(7)).await.outcome, Answered::WithNumbers);
    assert_eq!(scene.ask(&maya(), 8, "tell me a joke", minutes(8)).await.outcome, Answered::Refused);
}

#[tokio::test]
async fn who_left_or_said_stop_gets_no_answer_and_nothing_is_kept() {
    let scene = Scene::start().await;
    let left = Member { active: false, ..lee() };
    store_one(&scene.table.store, &Key::member(&left.workspace, &left.id), &left).await;
    let stopped =
        WhatsAppSubscription { consent: Consent::OptedOut, ..domain::testing::subscription(&anna()) };
    store_one(&scene.table.store, &Key::subscription(&stopped.workspace, &stopped.member), &stopped).await;
    for (who, number) in [(lee(), 1), (anna(), 2)] {
        let got = scene.ask(&who, number, "spend yesterday", now()).await;
        assert_eq!((got.outcome, got.messages.len()), (Answered::NotWanted, 0), "{}", who.name);
        assert!(scene.table.store.latest_questions(&who.workspace, &who.id, 1).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_job_without_its_message_comes_again() {
    let scene = Scene::start().await;
    let clock = FixedClock(now());
    let deps = QuestionDeps {
        store: &scene.table.store,
        queue: &scene.queue,
        clock: &clock,
        typing: &scene.typing,
        model: None,
    };
    let unknown = answer_question(&deps, &job(&maya(), 9, now())).await;
    assert!(matches!(unknown, Err(QuestionError::NoSuchMessage)), "{unknown:?}");
}

#[tokio::test]
async fn every_fifth_answer_asks_for_a_score() {
    let scene = Scene::start().await;
    let mut asked = Vec::new();
    for number in 1..=10 {
        let got = scene.ask(&maya(), number, "spend yesterday", minutes(i64::from(number) * 20)).await;
        asked.push(got.purposes().contains(&TokenPurpose::Answer(AnswerButton::Scale)));
    }
    let scored: Vec<usize> = (1..=10).filter(|number| asked[number - 1]).collect();
    assert_eq!(scored, [5, 10]);
}

#[tokio::test]
async fn a_second_try_queues_every_part_of_an_answer_again_in_its_order() {
    let scene = Scene::start().await;
    let text =
        "which campaigns overspent yesterday and spend by campaign last week and roas by campaign this month";
    let first = scene.ask(&maya(), 1, text, now()).await;
    let again = scene.handle(&job(&maya(), 1, now()), minutes(1)).await;
    assert_eq!(again.outcome, Answered::Before);
    let texts = |got: &Got| got.messages.iter().map(|message| message.text.clone()).collect::<Vec<_>>();
    assert!(!first.messages.is_empty());
    assert_eq!(texts(&again), texts(&first));
}

#[tokio::test]
async fn a_question_asked_before_midnight_is_about_the_day_on_which_it_was_asked() {
    let scene = Scene::start().await;
    // 23:59:50 in New York, and handled after midnight.
    let asked: Timestamp = "2026-10-06T03:59:50Z".parse().unwrap();
    scene.log(&maya(), 1, Said::Wrote { text: "spend today".into(), on: None }, asked).await;
    let got = scene.handle(&job(&maya(), 1, asked), asked + SignedDuration::from_secs(30)).await;
    assert!(got.text().contains("$2,120"), "{}", got.text());
}

#[tokio::test]
async fn a_question_that_needs_more_facts_than_an_answer_holds_is_asked_to_be_shorter() {
    let scene = Scene::start().await;
    let many: Vec<_> = (0..2_000)
        .map(|number| domain::metrics::Creative {
            id: format!("c{number}").parse().unwrap(),
            campaign: "retargeting-us".parse().unwrap(),
            name: format!("Creative {number}"),
            copy: String::new(),
            thumbnail: None,
        })
        .collect();
    scene.table.store.save_creatives(&workspace().id, &many).await.unwrap();
    let got = scene.ask(&maya(), 1, "roas last year", now()).await;
    assert_eq!(got.outcome, Answered::Refused);
    assert!(got.text().contains("shorter time"), "{}", got.text());
    assert_eq!(scene.ask(&maya(), 2, "roas last week", now()).await.outcome, Answered::WithNumbers);
}
