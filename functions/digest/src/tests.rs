//! Claims about the function, driven by recorded payloads; see `events/README.md`. Behind them is a table that nobody
//! answers for: what is refused must not need it, and what needs it must say that it is in trouble.

use super::*;
use async_trait::async_trait;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use command_center::domain::clock::FixedClock;
use command_center::domain::message::job::{QueueError, QueueJob};
use serde_json::json;

const DATE: &str = include_str!("../../../events/digest.date.json");
const TODAY: &str = include_str!("../../../events/digest.today.json");
const PROBE: &str = include_str!("../../../events/digest.probe.json");

/// A queue that nothing may come to.
struct NoQueue;

#[async_trait]
impl DeliveryQueue for NoQueue {
    async fn send_jobs(&self, _jobs: &[QueueJob], _delay_seconds: i64) -> Result<(), QueueError> {
        panic!("nothing is to be queued")
    }
}

/// The function with a store at a port that was free a moment ago.
fn function() -> DigestFunction<NoQueue, FixedClock> {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(format!("http://{free}"))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(RetryConfig::disabled())
        .build();
    let store = Store::new(aws_sdk_dynamodb::Client::from_conf(config), "nowhere");
    DigestFunction { store, queue: NoQueue, clock: FixedClock("2026-10-06T12:07:00Z".parse().unwrap()) }
}

async fn refused(payload: Value) -> Diagnostic {
    function().handle(payload).await.unwrap_err().into()
}

#[tokio::test]
async fn a_payload_that_is_no_request_is_an_ordinary_error_that_repeats_nothing() {
    let payloads = [
        serde_json::from_str(PROBE).unwrap(),
        json!({}),
        json!({"workspace": "+15550100001"}),
        json!({"workspace": "acme-store", "local_date": "22.11.2026 +15550100001"}),
        json!({"workspace": "acme-store", "day": "2026-10-06"}),
        Value::Null,
    ];
    for payload in payloads {
        let diagnostic = refused(payload.clone()).await;
        assert_eq!(diagnostic.error_type, "NotARequest", "{payload}");
        assert!(diagnostic.error_message.contains(r#"{"workspace": "…""#), "{}", diagnostic.error_message);
        assert!(!diagnostic.error_message.contains("1555") && !diagnostic.error_message.contains("probe"));
    }
}

#[tokio::test]
async fn a_request_with_and_without_a_date_reaches_the_store_and_tells_its_trouble() {
    for payload in [DATE, TODAY] {
        let diagnostic = refused(serde_json::from_str(payload).unwrap()).await;
        assert_eq!(diagnostic.error_type, "Store", "{payload}");
        assert!(diagnostic.error_message.contains("try again"), "{}", diagnostic.error_message);
    }
}

#[test]
fn the_answer_is_what_callers_read() {
    let summary = DigestSummary {
        report_day: "2026-10-05".parse().unwrap(),
        alerts: 2,
        proposes_shift: true,
        queued: vec!["maya".parse().unwrap()],
        already_sent: vec!["lee".parse().unwrap()],
        without_consent: vec![],
    };
    assert_eq!(
        serde_json::to_value(summary).unwrap(),
        json!({
            "report_day": "2026-10-05", "alerts": 2, "proposes_shift": true,
            "queued": ["maya"], "already_sent": ["lee"], "without_consent": []
        })
    );
}
