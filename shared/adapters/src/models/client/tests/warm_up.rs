//! Claims about the question that prepares a service.

use super::*;
use domain::question::model::asked::WARM_UP;

async fn warm_up(client: &ModelClient) -> ModelReply {
    client.warm_up(&ModelPrompt::of(&WARM_UP)).await
}

#[tokio::test]
async fn the_schema_that_is_prepared_is_the_one_that_people_ask_with_and_nobody_is_told() {
    for form in FORMS {
        let (endpoint, client) = started(form, [valid()]).await;
        assert!(warm_up(&client).await.text.is_ok(), "{form:?}");
        ask(&client).await.unwrap();
        let [warm, asked] = endpoint.seen().try_into().unwrap();
        for place in
            ["/outputConfig", "/output_config", "/text", "/response_format", "/system", "/instructions"]
        {
            assert_eq!(warm.body.pointer(place), asked.body.pointer(place), "{form:?} {place}");
        }
        for place in ["/metadata", "/safety_identifier"] {
            assert_eq!(warm.body.pointer(place), None, "{form:?} {place}");
        }
    }
}

#[tokio::test]
async fn a_service_that_prepares_is_waited_for_beyond_the_patience_of_people() {
    let endpoint = ScriptedEndpoint::start([Play::NeverAnswers]).await.unwrap();
    let (short, long) = (Duration::from_millis(20), Duration::from_millis(400));
    let timeouts = ModelTimeouts { connect: long, attempt: short, total: short * 2, warm_up: long };
    let settings = ModelSettings { timeouts, ..settings(ModelForm::BedrockConverse, &endpoint) };
    let reply = warm_up(&ModelClient::new(settings).unwrap()).await;
    assert!(matches!(reply.text, Err(ModelError::Slow)));
    assert!(reply.call.took >= long, "{:?}", reply.call.took);
}

#[tokio::test]
async fn whether_people_may_ask_has_nothing_to_do_with_it() {
    let down = [Play::IsDown, Play::IsDown, Play::IsDown];
    let (_endpoint, client) = started(ModelForm::AnthropicMessages, down.into_iter().chain([valid()])).await;
    for _ in 0..3 {
        assert!(matches!(warm_up(&client).await.text, Err(ModelError::Unavailable(_))));
    }
    assert!(ask(&client).await.is_ok(), "three failures of people close the way");

    let down = [Play::IsDown, Play::IsDown, Play::IsDown];
    let (_endpoint, client) = started(ModelForm::AnthropicMessages, down.into_iter().chain([valid()])).await;
    for _ in 0..3 {
        assert!(ask(&client).await.is_err());
    }
    assert!(warm_up(&client).await.text.is_ok(), "it is asked although people are not");
    assert!(matches!(ask(&client).await, Err(ModelError::Paused)), "and opens nothing");
}

#[tokio::test]
async fn what_the_service_refuses_then_is_not_sent_with_the_first_question() {
    let (endpoint, client) =
        started(ModelForm::ChatCompletions, [Play::RefusesField("/reasoning_effort"), valid()]).await;
    assert!(warm_up(&client).await.text.is_ok());
    assert!(ask(&client).await.is_ok());
    assert_eq!(endpoint.seen().len(), 3);
}
