//! What an attacker, a stranger or a curious proxy can do from outside.

use std::net::TcpStream;

use command_center::inbound::signature::sign;
use reqwest::StatusCode;

use crate::harness::Running;

async fn post(
    running: &Running,
    path: &str,
    form: &[(&str, &str)],
    signature: Option<&str>,
) -> (StatusCode, String, String) {
    let request = reqwest::Client::new().post(format!("{}{path}", running.stack.public_url())).form(form);
    let request = match signature {
        Some(signature) => request.header("X-Twilio-Signature", signature),
        None => request,
    };
    let answer = request.send().await.expect("an answer");
    let kind = answer
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    (answer.status(), kind, answer.text().await.unwrap_or_default())
}

fn message<'a>(account: &'a str, from: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("MessageSid", "SM00000000000000000000000000000001"),
        ("AccountSid", account),
        ("From", from),
        ("To", "whatsapp:+14155238886"),
        ("Body", "STOP"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_twilio_signed_for_our_account_is_received() {
    let running = Running::start().await;
    let account = running.stack.credentials.account_sid.clone();
    let token = running.stack.credentials.auth_token.clone();
    let url = format!("{}/twilio/inbound", running.stack.public_url());
    let form = message(&account, "whatsapp:+15550199999");
    let good = sign(&url, form.iter().copied(), &token);

    for (what, signature) in [("no signature", None), ("a wrong one", Some("AAAAAAAAAAAAAAAAAAAAAAAAAAA="))] {
        let (status, _, body) = post(&running, "/twilio/inbound", &form, signature).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{what}");
        assert!(body.is_empty(), "{what}: {body}");
    }
    let mut changed = form.clone();
    changed[4].1 = "START";
    assert_eq!(post(&running, "/twilio/inbound", &changed, Some(&good)).await.0, StatusCode::FORBIDDEN);
    // The same body for another path or another query is another request.
    assert_eq!(post(&running, "/twilio/status", &form, Some(&good)).await.0, StatusCode::FORBIDDEN);
    assert_eq!(post(&running, "/twilio/inbound?a=1", &form, Some(&good)).await.0, StatusCode::FORBIDDEN);

    let other = message("AC00000000000000000000000000000000", "whatsapp:+15550199999");
    let signed = sign(&url, other.iter().copied(), &token);
    assert_eq!(post(&running, "/twilio/inbound", &other, Some(&signed)).await.0, StatusCode::FORBIDDEN);

    let (status, kind, body) = post(&running, "/twilio/inbound", &form, Some(&good)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(kind.starts_with("text/xml"), "{kind}");
    assert!(!body.contains("<Message>"), "a stranger gets no reply: {body}");
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_tap_delivered_twice_gets_the_same_reply_and_is_audited_once() {
    let running = Running::start().await;
    running.send_digest().await;
    let (maya, digest) = (running.phone("maya"), running.digest_of("maya").await);
    let button = digest.button("Approve budget shift").expect("the button").index;
    let sid = "SM0123456789abcdef0123456789abcdef";
    let tap = serde_json::json!({ "tap": { "message": digest.sid, "button": button }, "fields": { "MessageSid": sid } });
    let first = maya.send_raw(&tap).await.expect("a reply");
    let second = maya.send_raw(&tap).await.expect("a reply");
    let text = |answer: &local_stack::handset::HookAnswer| answer.replies[0].text.clone();
    assert!(text(&first).contains("Approved via WhatsApp by Maya"), "{}", text(&first));
    assert_eq!(text(&first), text(&second));
    assert_eq!(running.stack.store.audit(&running.workspace).await.expect("the audit log").len(), 1);
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dashboard_link_is_refused_when_any_part_of_it_is_changed() {
    let running = Running::start().await;
    running.send_digest().await;
    let digest = running.digest_of("anna").await;
    let link = digest.button("View dashboard").and_then(|button| button.url.clone()).expect("a link");
    assert_eq!(reqwest::get(&link).await.expect("an answer").status(), StatusCode::OK);
    let mut forged = link.clone();
    let last = forged.pop().expect("a character");
    forged.push(if last == 'A' { 'B' } else { 'A' });
    let refused = reqwest::get(&forged).await.expect("an answer").status();
    assert!(refused.is_client_error(), "{refused}");
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_listens_beyond_the_loopback() {
    let running = Running::start().await;
    let others = local_addresses();
    for url in [running.stack.public_url(), running.stack.twilio_url(), running.stack.aws_endpoint()] {
        let port: u16 = url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        for address in &others {
            assert!(TcpStream::connect((address.as_str(), port)).is_err(), "{url} answers at {address}");
        }
    }
    running.stack.stop().await.expect("the stack stops");
}

/// Gives the addresses of this machine that other machines may reach.
fn local_addresses() -> Vec<String> {
    let output = std::process::Command::new("hostname").arg("-I").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.split_whitespace().filter(|address| !address.contains(':')).map(str::to_owned).collect()
}
