//! Tests of the client, against a server that responds as Twilio does, or does not respond.

use super::*;
use domain::inbound::Form;
use domain::message::{FailureClass, MessageStatus, classify};
use serde_json::json;
use std::collections::BTreeMap;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use wiremock::matchers::{basic_auth, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

mod costs;
mod keys;

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const MESSAGES: &str = "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json";
const SID: &str = "MMfedcba9876543210fedcba9876543210";
const CALLBACK: &str = "https://hooks.example.com/twilio/status?w=acme&m=digest-1&a=1";

fn address(text: &str) -> WhatsAppAddress {
    WhatsAppAddress::from_parameter(text).unwrap()
}

fn client(base_url: &str) -> TwilioClient {
    TwilioClient::new(settings(base_url)).unwrap()
}

fn key(sid: &str, secret: &str) -> ApiKey {
    ApiKey { sid: sid.into(), secret: secret.into() }
}

fn settings(base_url: &str) -> TwilioSettings {
    TwilioSettings {
        base_url: base_url.into(),
        account_sid: ACCOUNT.into(),
        api_key: key("SK0123", "s3cret"),
        sender: Sender::Address(address("whatsapp:+15550100099")),
        timeouts: Timeouts { connect: Duration::from_secs(60), total: Duration::from_secs(60) },
    }
}

fn message(content: OutboundContent) -> OutboundMessage {
    OutboundMessage { to: address("whatsapp:+15550100001"), content, status_callback: CALLBACK.into() }
}

fn text() -> OutboundMessage {
    message(OutboundContent::Text("Approved ✅ 1+1 = 2 & more".into()))
}

fn template() -> OutboundMessage {
    let variables = [("1", "Maya"), ("2", "$1,240.00 \"spend\""), ("5", "k1.body.mac")];
    message(OutboundContent::Template {
        content_sid: "HX0123456789abcdef0123456789abcdef".into(),
        variables: variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
    })
}

async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(answer).mount(&server).await;
    server
}

async fn outcome(answer: ResponseTemplate) -> Result<Accepted, SendFailure> {
    client(&answering(answer).await.uri()).send(&text()).await
}

async fn body_of(message: &OutboundMessage) -> (String, Form) {
    let server = answering(ResponseTemplate::new(201).set_body_json(json!({ "sid": SID }))).await;
    client(&server.uri()).send(message).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let form = Form::decode(&requests[0].body).unwrap();
    (String::from_utf8(requests[0].body.clone()).unwrap(), form)
}

#[tokio::test]
async fn a_text_is_posted_with_the_api_key_and_accepted() {
    let server = MockServer::start().await;
    let accepted = ResponseTemplate::new(201).set_body_json(
        json!({ "sid": SID, "status": "queued", "error_code": null, "new_field": { "a": [1] } }),
    );
    Mock::given(method("POST"))
        .and(path(MESSAGES))
        .and(basic_auth("SK0123", "s3cret"))
        .and(wiremock::matchers::header("content-type", "application/x-www-form-urlencoded"))
        .respond_with(accepted)
        .expect(1)
        .mount(&server)
        .await;
    let accepted = client(&server.uri()).send(&text()).await.unwrap();
    assert_eq!(accepted, Accepted { sid: SID.parse().unwrap(), status: MessageStatus::Queued });
}

#[tokio::test]
async fn the_body_of_a_text_names_exactly_these_parameters() {
    let (_, form) = body_of(&text()).await;
    let expected = [
        ("To", "whatsapp:+15550100001"),
        ("From", "whatsapp:+15550100099"),
        ("Body", "Approved ✅ 1+1 = 2 & more"),
        ("StatusCallback", CALLBACK),
    ];
    assert_eq!(form, expected.into_iter().collect());
}

#[tokio::test]
async fn a_template_carries_its_variables_as_json_and_no_body() {
    let (_, form) = body_of(&template()).await;
    assert_eq!(form.get("ContentSid"), Some("HX0123456789abcdef0123456789abcdef"));
    let variables: BTreeMap<String, String> =
        serde_json::from_str(form.get("ContentVariables").unwrap()).unwrap();
    assert_eq!(variables["2"], "$1,240.00 \"spend\"");
    assert_eq!(variables.len(), 3);
    assert_eq!(form.get("Body"), None);
}

#[tokio::test]
async fn a_messaging_service_takes_the_place_of_the_sender() {
    let server = answering(ResponseTemplate::new(201).set_body_json(json!({ "sid": SID }))).await;
    let service = Sender::MessagingService("MG0123456789abcdef0123456789abcdef".into());
    let client = TwilioClient::new(TwilioSettings { sender: service, ..settings(&server.uri()) }).unwrap();
    client.send(&text()).await.unwrap();
    let form = Form::decode(&server.received_requests().await.unwrap()[0].body).unwrap();
    assert_eq!(form.get("MessagingServiceSid"), Some("MG0123456789abcdef0123456789abcdef"));
    assert_eq!(form.get("From"), None);
}

#[tokio::test]
async fn the_bodies_obey_the_published_rules() {
    let Some(checker) = domain::testing::reference::file("twilio/check_form.py") else { return };
    for message in [text(), template()] {
        let (body, _) = body_of(&message).await;
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), body).unwrap();
        let output = std::process::Command::new("python3")
            .arg(&checker)
            .arg(checker.with_file_name("messages.openapi.json"))
            .stdin(std::fs::File::open(file.path()).unwrap())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[tokio::test]
async fn an_unknown_status_and_any_success_are_accepted() {
    for http_status in [200, 201, 202] {
        let answer =
            ResponseTemplate::new(http_status).set_body_json(json!({ "sid": SID, "status": "teleported" }));
        assert_eq!(outcome(answer).await.unwrap().status, MessageStatus::Unknown);
    }
}

#[tokio::test]
async fn a_success_that_names_no_message_is_ambiguous() {
    let bodies = ["", "<html>", "{}", r#"{"sid":null}"#, r#"{"sid":"x"}"#];
    for body in bodies {
        let outcome = outcome(ResponseTemplate::new(201).set_body_string(body)).await;
        assert!(matches!(outcome, Err(SendFailure::Ambiguous(_))), "{body}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_refusal_carries_its_code_as_number_or_text() {
    for code in [json!(21211), json!("21211")] {
        let answer =
            ResponseTemplate::new(400).set_body_json(json!({ "code": code, "status": 400, "message": "To" }));
        let Err(SendFailure::Rejected { code, http_status }) = outcome(answer).await else {
            panic!("not rejected")
        };
        assert_eq!((code, http_status), (Some(21211), 400));
        assert_eq!(classify(code, http_status), FailureClass::FallBackToEmail);
    }
}

#[tokio::test]
async fn a_refusal_without_a_readable_body_keeps_its_status() {
    let outcome = outcome(ResponseTemplate::new(404).set_body_string("not json")).await;
    assert!(matches!(outcome, Err(SendFailure::Rejected { code: None, http_status: 404 })), "{outcome:?}");
}

#[tokio::test]
async fn refused_credentials_have_their_code_even_without_a_body() {
    let outcome = outcome(ResponseTemplate::new(401)).await;
    assert!(
        matches!(outcome, Err(SendFailure::Rejected { code: Some(20003), http_status: 401 })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn throttling_says_how_long_to_wait() {
    let waiting = outcome(ResponseTemplate::new(429).insert_header("retry-after", "7")).await;
    let seven = Some(Duration::from_secs(7));
    assert!(
        matches!(waiting, Err(SendFailure::Throttled { retry_after }) if retry_after == seven),
        "{waiting:?}"
    );
    let silent = outcome(ResponseTemplate::new(429).set_body_json(json!({ "code": 20429 }))).await;
    assert!(matches!(silent, Err(SendFailure::Throttled { retry_after: None })), "{silent:?}");
}

#[tokio::test]
async fn a_failing_server_may_have_accepted_the_message() {
    for http_status in [500, 503] {
        let outcome =
            outcome(ResponseTemplate::new(http_status).set_body_json(json!({ "code": 20500 }))).await;
        assert!(matches!(outcome, Err(SendFailure::Ambiguous(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_credentials() {
    let server = answering(ResponseTemplate::new(307).insert_header("location", "/elsewhere")).await;
    let outcome = client(&server.uri()).send(&text()).await;
    assert!(matches!(outcome, Err(SendFailure::Rejected { http_status: 307, .. })), "{outcome:?}");
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_ambiguous_and_not_asked_for_twice() {
    let server = answering(ResponseTemplate::new(201).set_delay(Duration::from_secs(3_600))).await;
    let timeouts = Timeouts { total: Duration::from_secs(2), ..Timeouts::default() };
    let client = TwilioClient::new(TwilioSettings { timeouts, ..settings(&server.uri()) }).unwrap();
    let outcome = client.send(&text()).await;
    assert!(matches!(outcome, Err(SendFailure::Ambiguous(_))), "{outcome:?}");
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_connection_that_is_cut_after_the_request_is_ambiguous() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(&format!("http://{}", listener.local_addr().unwrap()));
    let cut = async {
        let (mut connection, _) = listener.accept().await.unwrap();
        connection.read_exact(&mut [0; 64]).await.unwrap();
    };
    let message = text();
    let (outcome, ()) = tokio::join!(client.send(&message), cut);
    assert!(matches!(outcome, Err(SendFailure::Ambiguous(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_refused_connection_accepted_nothing_and_its_causes_name_nobody() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = client(&base);
    for outcome in [
        client.send(&text()).await.map(drop),
        client.find_sent(&address("whatsapp:+15550100001"), Timestamp::UNIX_EPOCH).await.map(drop),
    ] {
        let failure = outcome.unwrap_err();
        assert!(matches!(failure, SendFailure::Unavailable(_)), "{failure:?}");
        let shown = format!("{failure:?}");
        assert!(!["5550100001", ACCOUNT, "s3cret"].iter().any(|private| shown.contains(private)), "{shown}");
    }
}

#[tokio::test]
async fn what_was_sent_since_an_instant_is_found() {
    let server = MockServer::start().await;
    let record = |digit: &str, created: &str| {
        json!({ "sid": format!("SM{}", digit.repeat(32)), "status": "sent", "error_code": "63016",
                "num_segments": "1", "date_created": created, "body": "Good morning" })
    };
    let page = json!({ "page_size": 200, "messages": [
        record("a", "Mon, 02 Mar 2026 08:00:05 +0000"), record("b", "Mon, 02 Mar 2026 07:59:59 +0000") ] });
    Mock::given(method("GET"))
        .and(path(MESSAGES))
        .and(query_param("To", "whatsapp:+15550100001"))
        .and(query_param("From", "whatsapp:+15550100099"))
        .and(query_param("DateSent>", "2026-03-02"))
        .respond_with(ResponseTemplate::new(200).set_body_json(page))
        .expect(1)
        .mount(&server)
        .await;
    let since: Timestamp = "2026-03-02T08:00:05.900Z".parse().unwrap();
    let found = client(&server.uri()).find_sent(&address("whatsapp:+15550100001"), since).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].sid.as_str(), format!("SM{}", "a".repeat(32)));
    assert_eq!((found[0].status, found[0].error_code), (MessageStatus::Sent, Some(63016)));
    assert_eq!(found[0].body.as_deref(), Some("Good morning"));
}

#[tokio::test]
async fn a_look_up_that_fails_leaves_no_doubt_behind() {
    for answer in
        [ResponseTemplate::new(500), ResponseTemplate::new(200).set_body_string("{\"messages\":[{}]}")]
    {
        let client = client(&answering(answer).await.uri());
        let outcome = client.find_sent(&address("whatsapp:+15550100001"), Timestamp::UNIX_EPOCH).await;
        assert!(matches!(outcome, Err(SendFailure::Unavailable(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn one_message_is_fetched_by_its_identifier() {
    let server = MockServer::start().await;
    let answer = json!({ "sid": SID, "status": "undelivered", "error_code": 63024 });
    Mock::given(method("GET"))
        .and(path(format!("/2010-04-01/Accounts/{ACCOUNT}/Messages/{SID}.json")))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(&server)
        .await;
    let fetched = client(&server.uri()).fetch(&SID.parse().unwrap()).await.unwrap();
    assert_eq!((fetched.status, fetched.error_code), (MessageStatus::Undelivered, Some(63024)));
    assert_eq!((fetched.created_at, fetched.body), (None, None));
}

#[test]
fn malformed_settings_make_no_client() {
    for base in ["", "api.twilio.com", "ftp://api.twilio.com", "https://"] {
        assert!(matches!(TwilioClient::new(settings(base)), Err(ClientRefusal::BadBaseUrl)), "{base}");
    }
    let elsewhere = TwilioSettings { account_sid: "AC/../x".into(), ..settings("https://api.twilio.com") };
    assert!(matches!(TwilioClient::new(elsewhere), Err(ClientRefusal::BadAccountSid)));
}

#[test]
fn neither_settings_nor_messages_show_what_is_private() {
    let shown = format!("{:?} {:?} {:?}", client("https://api.twilio.com"), template(), text());
    assert!(
        !["s3cret", "5550100", "Maya", "k1.body", "Approved"].iter().any(|word| shown.contains(word)),
        "{shown}"
    );
}
