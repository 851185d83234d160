//! Tests of a rotated key: it is read again once, within the time of one call.

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The place where a key is stored, with the number of times it was read.
#[derive(Debug)]
struct Kept(Option<ApiKey>, AtomicUsize);

#[async_trait]
impl ApiKeys for Kept {
    async fn read_api_key(&self) -> Result<ApiKey, domain::twilio::Cause> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.clone().ok_or_else(|| "the secret is not there".into())
    }
}

/// A client whose key Twilio rejects, with the server that records its requests; only the key `new` is accepted.
async fn rotated(kept: Option<ApiKey>) -> (MockServer, Arc<Kept>, TwilioClient) {
    let server = MockServer::start().await;
    let taken = ResponseTemplate::new(201).set_body_json(json!({ "sid": SID, "status": "queued" }));
    Mock::given(basic_auth("SK0456", "new")).respond_with(taken).mount(&server).await;
    Mock::given(wiremock::matchers::any()).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let kept = Arc::new(Kept(kept, AtomicUsize::new(0)));
    let renewing = client(&server.uri()).with_keys_kept_in(kept.clone());
    (server, kept, renewing)
}

#[tokio::test]
async fn a_key_that_was_rotated_is_read_anew_once_and_the_message_goes_out() {
    let (server, kept, client) = rotated(Some(key("SK0456", "new"))).await;
    let text = text();
    let (one, two) = tokio::join!(client.send(&text), client.send(&text));
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    assert_eq!(server.received_requests().await.unwrap().len(), 4, "each was refused and made again");
    assert!(client.clone().send(&text).await.is_ok());
    assert_eq!(server.received_requests().await.unwrap().len(), 5, "the next goes out at once");
    assert_eq!(kept.1.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_key_that_is_refused_and_is_still_the_same_or_cannot_be_read_is_refused_once() {
    for still in [Some(key("SK0123", "s3cret")), None] {
        let (server, kept, client) = rotated(still).await;
        let refused = client.send(&text()).await;
        assert!(matches!(refused, Err(SendFailure::Rejected { code: Some(20003), .. })), "{refused:?}");
        assert_eq!(server.received_requests().await.unwrap().len(), 1);
        assert_eq!(kept.1.load(Ordering::Relaxed), 1);
    }
}

/// A key store that does not respond.
#[derive(Debug)]
struct Silent;

#[async_trait]
impl ApiKeys for Silent {
    async fn read_api_key(&self) -> Result<ApiKey, domain::twilio::Cause> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_key_that_cannot_be_read_in_time_leaves_a_refusal_in_the_time_of_one_call() {
    let server = answering(ResponseTemplate::new(401)).await;
    let mut settings = settings(&server.uri());
    settings.timeouts.total = Duration::from_secs(2);
    let client = TwilioClient::new(settings).unwrap().with_keys_kept_in(Arc::new(Silent));
    let began = Instant::now();
    let (one, text) = (text(), text());
    let (one, two) = tokio::join!(client.send(&one), client.send(&text));
    for refused in [one, two] {
        assert!(matches!(refused, Err(SendFailure::Rejected { code: Some(20003), .. })), "{refused:?}");
    }
    assert!(
        began.elapsed() < Duration::from_secs(60),
        "nobody waits for the key for ever: {:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn a_call_without_the_time_for_another_stays_refused_and_the_next_has_the_new_key() {
    let (server, kept, _) = rotated(Some(key("SK0456", "new"))).await;
    let mut settings = settings(&server.uri());
    settings.timeouts.total = LEAST_FOR_A_CALL;
    let client = TwilioClient::new(settings).unwrap().with_keys_kept_in(kept);
    let refused = client.send(&text()).await;
    assert!(matches!(refused, Err(SendFailure::Rejected { code: Some(20003), .. })), "{refused:?}");
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
    assert!(client.send(&text()).await.is_ok());
}

#[tokio::test]
async fn another_refusal_reads_no_key() {
    let server = answering(ResponseTemplate::new(403)).await;
    let kept = Arc::new(Kept(Some(key("SK0456", "new")), AtomicUsize::new(0)));
    let refused = client(&server.uri()).with_keys_kept_in(kept.clone()).send(&text()).await;
    assert!(matches!(refused, Err(SendFailure::Rejected { code: None, http_status: 403 })), "{refused:?}");
    assert_eq!(kept.1.load(Ordering::Relaxed), 0);
}
