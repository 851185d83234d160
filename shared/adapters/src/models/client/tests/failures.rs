//! Claims about what goes wrong.

use super::*;

/// Returns the word for what comes of a request.
async fn verdict(form: ModelForm, play: Play) -> &'static str {
    let endpoint = ScriptedEndpoint::start([play]).await.unwrap();
    let short = Duration::from_millis(300);
    let timeouts = ModelTimeouts { connect: short, attempt: short, total: short * 2, warm_up: short * 4 };
    let client = ModelClient::new(ModelSettings { timeouts, ..settings(form, &endpoint) }).unwrap();
    match ask(&client).await {
        Ok(_) => "used",
        Err(error) => error.verdict(),
    }
}

#[tokio::test]
async fn each_way_to_fail_is_named_by_what_can_be_done_in_every_form() {
    for form in FORMS {
        for (play, named) in [
            (Play::Refuses, "refused"),
            (Play::Truncates, "truncated"),
            (Play::Throttles(None), "throttled"),
            (Play::HasNoQuota, "misconfigured"),
            (Play::RefusesKey, "misconfigured"),
            (Play::IsDown, "unavailable"),
            (Play::HangsUp, "unavailable"),
            (Play::Html, "invalid"),
        ] {
            let (_endpoint, client) = started(form, [play.clone()]).await;
            assert_eq!(ask(&client).await.unwrap_err().verdict(), named, "{form:?} {play:?}");
        }
    }
}

#[tokio::test]
async fn a_service_that_does_not_answer_in_time_is_slow() {
    let all = FORMS.map(|form| verdict(form, Play::NeverAnswers));
    assert_eq!(futures::future::join_all(all).await, ["slow"; 4]);
}

#[tokio::test]
async fn nobody_is_there_and_the_service_is_not_available() {
    let endpoint = ScriptedEndpoint::start([valid()]).await.unwrap();
    // The port is taken and nobody listens at it, so that no other test can.
    let taken = tokio::net::TcpSocket::new_v4().unwrap();
    taken.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let base_url = format!("http://{}", taken.local_addr().unwrap());
    let settings = ModelSettings { base_url, ..settings(ModelForm::ChatCompletions, &endpoint) };
    assert!(matches!(ask(&ModelClient::new(settings).unwrap()).await, Err(ModelError::Unavailable(_))));
}

#[tokio::test]
async fn how_long_to_wait_is_taken_from_the_service() {
    for form in FORMS {
        let (_endpoint, client) = started(form, [Play::Throttles(Some(7))]).await;
        let Err(ModelError::Throttled { retry_after }) = ask(&client).await else { panic!("{form:?}") };
        assert_eq!(retry_after, Some(Duration::from_secs(7)), "{form:?}");
    }
}

#[tokio::test]
async fn nothing_that_failed_is_tried_again() {
    for form in FORMS {
        for play in [Play::IsDown, Play::HangsUp, Play::Throttles(None), Play::Refuses, Play::Truncates] {
            let (endpoint, client) = started(form, [play.clone()]).await;
            assert!(ask(&client).await.is_err());
            assert_eq!(endpoint.seen().len(), 1, "{form:?} {play:?}");
        }
    }
}

#[tokio::test]
async fn after_three_failures_the_service_is_left_alone() {
    let (endpoint, client) = started(ModelForm::AnthropicMessages, [Play::IsDown]).await;
    for _ in 0..3 {
        assert!(matches!(ask(&client).await, Err(ModelError::Unavailable(_))));
    }
    assert!(matches!(ask(&client).await, Err(ModelError::Paused)));
    assert_eq!(endpoint.seen().len(), 3);
}

#[tokio::test]
async fn an_answer_that_is_of_no_use_leaves_the_service_open() {
    let (endpoint, client) = started(ModelForm::OpenAiResponses, [Play::Refuses]).await;
    for _ in 0..5 {
        assert!(matches!(ask(&client).await, Err(ModelError::Refused)));
    }
    assert_eq!(endpoint.seen().len(), 5);
}

#[tokio::test]
async fn no_error_repeats_the_question_the_key_or_the_address() {
    for form in FORMS {
        for play in [Play::RefusesKey, Play::IsDown, Play::HangsUp, Play::Html, Play::HasNoQuota] {
            let (_endpoint, client) = started(form, [play]).await;
            let error = ask(&client).await.unwrap_err();
            let shown = format!("{error:?} {}", domain::error::with_causes(&error));
            for hidden in ["oak", "key-of-the-service", "127.0.0.1", "by the script"] {
                assert!(!shown.contains(hidden), "{form:?}: {shown}");
            }
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_of_no_use_has_cost_its_tokens_and_is_known_to_the_service() {
    for form in FORMS {
        for play in [Play::Refuses, Play::Truncates] {
            let (_endpoint, client) = started(form, [play.clone()]).await;
            let reply = client.interpret(&prompt()).await;
            assert!(reply.text.is_err());
            assert_eq!(reply.call.usage.total(), 1_508, "{form:?} {play:?}");
            assert_eq!(reply.call.request_id.as_deref(), Some("req-4711"), "{form:?} {play:?}");
        }
        let (_endpoint, client) = started(form, [Play::IsDown]).await;
        let reply = client.interpret(&prompt()).await;
        assert_eq!((reply.call.usage.total(), reply.call.cost_micros), (0, 0), "{form:?}");
        assert_eq!(reply.call.request_id.as_deref(), Some("req-4711"), "{form:?}");
        assert_eq!(reply.call.model, "eu.vendor.model-5:0", "{form:?}");
    }
}
