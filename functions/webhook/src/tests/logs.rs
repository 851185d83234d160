//! What is logged: that a request was refused, and why, but never who wrote what.

use super::*;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// All logged lines.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Handles these requests and returns everything that is logged, at the most verbose level that the function ever
/// uses.
async fn logged(requests: Vec<Request>) -> String {
    let lines = Lines::default();
    let subscriber =
        tracing_subscriber::fmt().json().with_max_level(tracing::Level::DEBUG).with_writer(lines.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    for request in requests {
        answer(request).await;
    }
    let crates = ["webhook", "app", "domain", "store"];
    let ours = |line: &&str| crates.iter().any(|name| line.contains(&format!("\"target\":\"{name}")));
    lines.text().lines().filter(ours).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn no_line_has_a_number_a_text_a_token_or_a_signature() {
    let requests: Vec<Request> = EVERY_EVENT.map(request).into();
    let signatures: Vec<String> = requests
        .iter()
        .map(|request| request.headers()[SIGNATURE_HEADER].to_str().unwrap().to_owned())
        .collect();
    let mut odd = request(TEXT);
    *odd.body_mut() = Body::Text("From=whatsapp:+15550100001&Body=Which campaigns%FF".into());
    let foreign = signed(INBOUND_PATH, "", &[("From", "whatsapp:+15550100001"), ("Body", "Which campaigns")]);
    let elsewhere = signed("/twilio/another-segment-of-a-stranger/inbound", "", &[("Body", "x")]);
    let text = logged([requests, vec![odd, foreign, elsewhere]].concat()).await;
    assert!(text.lines().count() >= 9, "{text}");
    let never = [
        "5550100001",
        "15550109999",
        "1349000000000001",
        "Maya",
        "Which campaigns",
        "Approve budget",
        "v1.k1",
        AUTH_TOKEN,
        SEGMENT,
        "another-segment",
    ];
    for secret in never.into_iter().chain(signatures.iter().map(String::as_str)) {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
}

#[tokio::test]
async fn an_alarm_can_count_what_twilio_did_not_sign_at_its_own_address_and_nothing_else() {
    let mut unreadable = request(TEXT);
    *unreadable.body_mut() = Body::Binary(b"Body=%FF".to_vec());
    let unsigned = logged(vec![request(FORGED), unreadable]).await;
    assert_eq!(unsigned.matches("\"event\":\"webhook.unsigned\"").count(), 2, "{unsigned}");
    let foreign = signed(INBOUND_PATH, "", &[("Body", "x")]);
    let elsewhere = signed("/twilio/inbound", "", &[("Body", "x")]);
    let others = logged(vec![foreign, elsewhere, request(TEXT), request(STATUS_SENT)]).await;
    assert!(others.lines().count() >= 3 && !others.contains("webhook.unsigned"), "{others}");
}

#[tokio::test]
async fn a_refusal_and_a_trouble_say_what_to_do() {
    let text = logged(vec![request(FORGED), request(TEXT), request(BUTTON_FORGED)]).await;
    assert!(
        text.contains("the signature does not prove that Twilio sent this: the signature does not match"),
        "{text}"
    );
    assert!(
        text.contains("the store did not answer: try again") && text.contains("\"level\":\"ERROR\""),
        "{text}"
    );
    assert!(text.contains("refused a button by its MAC"), "{text}");
}
