//! Tests of the client: what is repeated, what is not, and what an error tells. A server answers as it is told to.

use super::*;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method as Asked;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

type Answer = (u16, Value);

#[derive(Default)]
struct Server {
    answers: Mutex<VecDeque<Answer>>,
    asked: Mutex<Vec<(Asked, String)>>,
}

/// Starts a server that gives these answers, one for each request, and a client that hardly waits.
async fn answering(answers: impl IntoIterator<Item = Answer>) -> (ContentApi, Arc<Server>) {
    let server = Arc::new(Server { answers: Mutex::new(answers.into_iter().collect()), ..Server::default() });
    let answer = async |State(server): State<Arc<Server>>, request: Request| {
        let asked = (request.method().clone(), request.uri().to_string());
        server.asked.lock().unwrap().push(asked);
        let (status, body) = server.answers.lock().unwrap().pop_front().expect("an answer is left");
        (StatusCode::from_u16(status).unwrap(), body.to_string())
    };
    let routes = Router::new().fallback(answer).with_state(Arc::clone(&server));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let api = ContentApi::new(&base, "SK1", "hidden-secret").unwrap();
    (ContentApi { first_wait: Duration::from_millis(1), ..api }, server)
}

fn asked(server: &Server) -> usize {
    server.asked.lock().unwrap().len()
}

fn approved() -> Answer {
    (200, json!({ "whatsapp": { "status": "approved", "category": "UTILITY" } }))
}

#[tokio::test]
async fn what_twilio_takes_as_too_much_is_asked_again() {
    let busy = || (429, json!({ "code": 20429 }));
    let (api, server) = answering([busy(), busy(), (201, json!({ "sid": "HX1" }))]).await;
    assert_eq!(api.create(&json!({})).await.unwrap(), "HX1");
    assert_eq!(asked(&server), 3);
}

#[tokio::test]
async fn a_client_that_is_always_too_much_gives_up() {
    let (api, server) = answering((0..6).map(|_| (429, json!({})))).await;
    assert!(matches!(api.approval("HX1").await, Err(ContentApiError::Throttled)));
    assert_eq!(asked(&server), 6);
}

#[tokio::test]
async fn a_read_that_fails_is_repeated_and_a_creation_that_may_have_happened_is_not() {
    let failure = || (503, json!({}));
    let (api, server) = answering([failure(), approved()]).await;
    assert_eq!(api.approval("HX1").await.unwrap().category, "UTILITY");
    assert_eq!(asked(&server), 2);
    let (api, server) = answering([failure(), (201, json!({ "sid": "HX1" }))]).await;
    assert!(matches!(api.create(&json!({})).await, Err(ContentApiError::Unavailable(503))));
    assert_eq!(asked(&server), 1);
}

#[tokio::test]
async fn a_refusal_is_told_in_twilios_words_and_a_key_that_is_not_accepted_by_what_to_do() {
    let (api, _) = answering([(400, json!({ "code": 20001, "message": "name must be lowercase" }))]).await;
    let told = api.submit("HX1", "X").await.unwrap_err().to_string();
    assert!(told.contains("400") && told.contains("name must be lowercase"), "{told}");
    let (api, _) = answering([(401, json!({ "message": "Authenticate" }))]).await;
    let error = api.list().await.unwrap_err();
    assert!(error.to_string().contains("docs/runbook.md"), "{error}");
    let shown = format!("{error:?} {error} {api:?}");
    assert!(!shown.contains("SK1") && !shown.contains("hidden-secret"), "{shown}");
}

#[tokio::test]
async fn a_content_without_an_approval_was_never_submitted() {
    let (api, _) = answering([(404, json!({ "code": 20404 })), (200, json!({ "whatsapp": null }))]).await;
    for _form in 0..2 {
        assert_eq!(api.approval("HX1").await.unwrap(), Approval::none());
    }
}

#[tokio::test]
async fn an_answer_that_is_none_says_what_is_missing() {
    let answers = [(201, json!({})), (201, json!({ "name": "x" })), (200, json!({})), (200, json!([]))];
    let (api, _) = answering(answers).await;
    assert!(matches!(api.create(&json!({})).await, Err(ContentApiError::Malformed(_))));
    assert!(matches!(api.submit("HX1", "x").await, Err(ContentApiError::Malformed(_))));
    assert!(matches!(api.approval("HX1").await, Err(ContentApiError::Malformed(_))));
    assert!(matches!(api.list().await, Err(ContentApiError::Malformed(_))));
}

#[tokio::test]
async fn the_key_is_sent_to_no_other_server_than_the_first_page_came_from() {
    let elsewhere =
        json!({ "contents": [], "meta": { "next_page_url": "http://127.0.0.1:1/v1/Content?Page=1" } });
    let (api, server) = answering([(200, elsewhere)]).await;
    assert!(matches!(api.list().await, Err(ContentApiError::Elsewhere(_))));
    assert_eq!(asked(&server), 1);
}

#[tokio::test]
async fn an_address_where_nobody_is_is_told_as_the_network() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let api = ContentApi::new(&base, "SK1", "s").unwrap();
    let told = api.create(&json!({})).await.unwrap_err();
    assert!(matches!(told, ContentApiError::Unreachable(_)), "{told}");
}
