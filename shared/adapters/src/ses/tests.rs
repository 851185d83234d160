//! Tests of the requests to SES and of how its responses are interpreted, with the real client against a test server.

use super::*;
use aws_config::{BehaviorVersion, Region};
use aws_sdk_sesv2::config::{Credentials, SharedCredentialsProvider};
use domain::address::{EmailAddress, SubjectLine};
use domain::message::reference::NotificationJob;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const ADDRESS: &str = "maya@example.com";

fn mail() -> OutboundEmail {
    OutboundEmail {
        about: NotificationJob {
            workspace: "acme-store".parse().unwrap(),
            member: "maya".parse().unwrap(),
            notification: "n-1".parse().unwrap(),
            at: "2026-10-06T12:07:00.123456Z".parse().unwrap(),
        },
        to: EmailAddress::parse(ADDRESS).unwrap(),
        subject: SubjectLine::fitting("Zwölf € für Acme"),
        text: "Guten Tag".into(),
        html: "<p>Guten Tag</p>".into(),
        unsubscribe: None,
    }
}

fn client(endpoint: &str, total: Duration) -> SesEmail {
    let credentials = Credentials::new("test", "test", None, None, "test");
    let aws = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(endpoint)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    let sender = EmailSender::parse("Command Center <reports@example.com>").unwrap();
    SesEmail::new(&aws, sender, SesTimeouts { connect: Duration::from_secs(60), total })
}

async fn server(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v2/email/outbound-emails"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

fn refusal(status: u16, code: &str, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("x-amzn-errortype", code)
        .set_body_json(json!({ "message": message }))
}

async fn sent_to(answer: ResponseTemplate) -> (Result<SentEmail, EmailFailure>, Vec<Value>) {
    let server = server(answer).await;
    let result = client(&server.uri(), Duration::from_secs(60)).send(&mail()).await;
    let requests = server.received_requests().await.unwrap();
    (result, requests.iter().map(|request| request.body_json().unwrap()).collect())
}

#[tokio::test]
async fn a_mail_reaches_ses_whole_and_comes_back_with_its_id() {
    let taken = ResponseTemplate::new(200).set_body_json(json!({ "MessageId": "0100018b-1" }));
    let (result, requests) = sent_to(taken).await;
    assert_eq!(result.unwrap(), SentEmail { id: "0100018b-1".into() });
    let text = |data: &str| json!({ "Data": data, "Charset": "UTF-8" });
    let expected = json!({
        "FromEmailAddress": "\"Command Center\" <reports@example.com>",
        "Destination": { "ToAddresses": [ADDRESS] },
        "EmailTags": tags(),
        "Content": { "Simple": {
            "Subject": text("Zwölf € für Acme"),
            "Body": { "Text": text("Guten Tag"), "Html": text("<p>Guten Tag</p>") },
        } },
    });
    assert_eq!(requests, [expected]);
}

/// The tags of [`mail`], which identify its notification in events.
fn tags() -> Value {
    json!([
        { "Name": "workspace", "Value": "acme-store" },
        { "Name": "member", "Value": "maya" },
        { "Name": "notice", "Value": "n-1" },
        { "Name": "at", "Value": "1791288420123456" },
    ])
}

#[tokio::test]
async fn a_mail_names_the_configuration_set_that_reports_about_it_where_there_is_one() {
    for (set, expected) in [(Some("command-center".to_owned()), json!("command-center")), (None, Value::Null)]
    {
        let server = server(ResponseTemplate::new(200).set_body_json(json!({ "MessageId": "1" }))).await;
        let client = client(&server.uri(), Duration::from_secs(60)).reporting_to(set);
        client.send(&mail()).await.unwrap();
        let requests = server.received_requests().await.unwrap();
        assert_eq!(requests[0].body_json::<Value>().unwrap()["ConfigurationSetName"], expected);
    }
}

#[tokio::test]
async fn a_mail_that_can_be_ended_says_where() {
    let server = server(ResponseTemplate::new(200).set_body_json(json!({ "MessageId": "1" }))).await;
    let link = WebLink::parse("https://app.example.com/u/1").unwrap();
    let mail = OutboundEmail { unsubscribe: Some(link), ..mail() };
    client(&server.uri(), Duration::from_secs(60)).send(&mail).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let headers = requests[0].body_json::<Value>().unwrap()["Content"]["Simple"]["Headers"].clone();
    let expected = json!([
        { "Name": "List-Unsubscribe", "Value": "<https://app.example.com/u/1>" },
        { "Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click" },
    ]);
    assert_eq!(headers, expected);
}

/// Returns the kind of a failure, with the reason if it is a rejection.
fn kind(failure: &EmailFailure) -> String {
    match failure {
        EmailFailure::Throttled => "throttled".into(),
        EmailFailure::Rejected { reason } => format!("{reason:?}"),
        EmailFailure::Unavailable(_) => "unavailable".into(),
        EmailFailure::Ambiguous(_) => "ambiguous".into(),
    }
}

#[tokio::test]
async fn each_answer_of_ses_has_its_remedy_and_is_asked_for_once() {
    let sandbox = "Email address is not verified. The following identities failed: maya@example.com";
    for (status, code, message, expected) in [
        (400, "MessageRejected", sandbox, "Unverified"),
        (400, "MessageRejected", "Illegal content", "Content"),
        (400, "MailFromDomainNotVerifiedException", "", "Unverified"),
        (400, "AccountSuspendedException", "", "Account"),
        (400, "SendingPausedException", "", "Account"),
        (400, "BadRequestException", "Local address contains control or whitespace", "Request"),
        (404, "NotFoundException", "", "Request"),
        (403, "AccessDeniedException", "", "Permission"),
        (403, "ExpiredTokenException", "", "unavailable"),
        (403, "InvalidSignatureException", "", "unavailable"),
        (400, "SomethingNewException", "", "Unfamiliar"),
        (429, "TooManyRequestsException", "Maximum sending rate exceeded.", "throttled"),
        (400, "LimitExceededException", "", "throttled"),
        (400, "ThrottlingException", "", "throttled"),
        (500, "InternalFailure", "", "ambiguous"),
        (503, "ServiceUnavailable", "", "ambiguous"),
    ] {
        let (result, requests) = sent_to(refusal(status, code, message)).await;
        let failure = result.unwrap_err();
        assert_eq!(kind(&failure), expected, "{status} {code}");
        assert_eq!(requests.len(), 1, "{status} {code} was tried again below the use case");
        let shown = format!("{failure:?} {}", domain::error::with_causes(&failure));
        assert!(!shown.contains("maya") && !shown.contains("Illegal"), "{shown}");
    }
}

#[tokio::test]
async fn a_connection_that_was_never_made_carried_no_mail() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let failure = client(&format!("http://{free}"), Duration::from_secs(60)).send(&mail()).await.unwrap_err();
    assert!(matches!(failure, EmailFailure::Unavailable(_)), "{failure:?}");
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_leaves_it_open() {
    let late = ResponseTemplate::new(200).set_delay(Duration::from_secs(3_600));
    let server = server(late).await;
    let failure = client(&server.uri(), Duration::from_secs(2)).send(&mail()).await.unwrap_err();
    assert!(matches!(failure, EmailFailure::Ambiguous(_)), "{failure:?}");
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_leaves_it_open() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let broken = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        stream.readable().await.unwrap();
    });
    let failure = client(&endpoint, Duration::from_secs(60)).send(&mail()).await.unwrap_err();
    assert!(matches!(failure, EmailFailure::Ambiguous(_)), "{failure:?}");
    broken.await.unwrap();
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_leaves_it_open() {
    let ok = ResponseTemplate::new(200);
    let elsewhere = ResponseTemplate::new(302).insert_header("location", "https://proxy.example/login");
    for answer in [ok.clone().set_body_string("<html>proxy</html>"), ok.set_body_json(json!({})), elsewhere] {
        let (result, requests) = sent_to(answer).await;
        let failure = result.unwrap_err();
        assert!(matches!(failure, EmailFailure::Ambiguous(_)), "{failure:?}");
        assert_eq!(requests.len(), 1);
    }
}
