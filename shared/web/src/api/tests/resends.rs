//! Administrators inspect and resend messages.

use super::*;
use domain::message::{Message, MessageState};
use domain::testing::issuer::admin_claims;
use domain::testing::resends::failed_digest;

const MESSAGE: &str = "workspaces/acme-store/messages/d-20261006-maya";

impl Desk {
    async fn with_failed() -> (Self, Message) {
        let desk = Self::start().await;
        let failed = failed_digest(&maya(), now() - SignedDuration::from_hours(1));
        let write = desk.embedded.store.message_put(&failed).unwrap();
        desk.embedded.store.transact(vec![write]).await.unwrap();
        desk.embedded.calls.take();
        (desk, failed)
    }

    async fn message(&self, message: &Message) -> Message {
        self.embedded.store.message(&message.workspace, &message.id).await.unwrap().unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> ApiAnswer {
        self.send(path, Some(&admin()), body).await
    }
}

fn header(claims: &Value) -> String {
    format!("Bearer {}", Signer::issuer().sign(claims))
}

fn admin() -> String {
    header(&admin_claims(now()))
}

fn because() -> Value {
    json!({ "reason": "the template is approved again" })
}

fn today() -> Value {
    json!({ "from": "2026-10-06T00:00:00Z", "to": "2026-10-07T00:00:00Z" })
}

fn today_with(more: &Value) -> Value {
    let mut body = today();
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn a_message_is_shown_with_its_attempts_and_plain_reasons_and_without_a_number() {
    let (desk, _) = Desk::with_failed().await;
    let answer = desk.look_at(now(), MESSAGE, Some(&admin())).await;
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem", "BatchGetItem"]);
    insta::assert_snapshot!(format!("{:#}", answer.body));
    let shown = answer.body.to_string();
    for never in ["+1555", "0100001", "maya@", "US.1349", "Your digest"] {
        assert!(!shown.contains(never), "{never} in {shown}");
    }
}

#[tokio::test]
async fn one_message_is_queued_and_nothing_is_said_to_be_delivered() {
    let (desk, failed) = Desk::with_failed().await;
    let answer = desk.post(&format!("{MESSAGE}/resend"), &because()).await;
    assert_eq!(
        (answer.status, &answer.body["status"], &answer.body["delivered"]),
        (202, &json!("queued"), &json!(false))
    );
    assert!(answer.body["note"].as_str().unwrap().contains("receipt"));
    assert_eq!(desk.message(&failed).await.state, MessageState::Queued);
    assert_eq!(desk.queue.jobs.lock().unwrap().len(), 1);
    let again = desk.post(&format!("{MESSAGE}/resend"), &because()).await;
    assert_eq!(word(&again), (409, "already_resent"));
    assert_eq!(desk.queue.jobs.lock().unwrap().len(), 1);
    let shown = desk.look_at(now(), MESSAGE, Some(&admin())).await.body;
    assert_eq!((&shown["status"], &shown["delivered"]), (&json!("queued"), &json!(false)));
    assert_eq!(shown["resend"]["reason"], "the template is approved again");
}

#[tokio::test]
async fn a_delivered_message_takes_force() {
    let (desk, mut delivered) = Desk::with_failed().await;
    (delivered.state, delivered.rank, delivered.failure) =
        (MessageState::Delivered, MessageState::Delivered.rank(), None);
    store_one(&desk.embedded.store, &Key::message(&delivered.workspace, &delivered.id), &delivered).await;
    let gentle = desk.post(&format!("{MESSAGE}/resend"), &because()).await;
    assert_eq!(word(&gentle), (409, "delivered"));
    let shown = desk.look_at(now(), MESSAGE, Some(&admin())).await.body;
    assert_eq!(shown["can_be_sent_again"]["forced"], true);
    let forced = json!({ "reason": "she deleted it", "forced": true });
    assert_eq!(desk.post(&format!("{MESSAGE}/resend"), &forced).await.status, 202);
}

#[tokio::test]
async fn a_window_is_shown_then_sent_and_another_count_is_told() {
    let (desk, failed) = Desk::with_failed().await;
    let preview = desk.post("workspaces/acme-store/resends/preview", &today()).await;
    insta::assert_snapshot!(format!("{:#}", preview.body));
    assert_eq!(desk.message(&failed).await, failed, "looking changes nothing");
    let path = "workspaces/acme-store/resends";
    let wrong = desk.post(path, &today_with(&json!({ "reason": "outage", "expected": 2 }))).await;
    assert_eq!((word(&wrong), &wrong.body["count"]), ((409, "count_changed"), &json!(1)));
    let right = today_with(&json!({ "reason": "outage", "expected": 1 }));
    let sent = desk.post(path, &right).await;
    assert_eq!((sent.status, &sent.body["count"], &sent.body["status"]), (202, &json!(1), &json!("queued")));
    assert_eq!((&sent.body["messages"][0]["queued"], &sent.body["delivered"]), (&json!(true), &json!(false)));
    let again = desk.post(path, &right).await;
    assert_eq!((word(&again), &again.body["count"]), ((409, "count_changed"), &json!(0)));
    assert_eq!(desk.queue.jobs.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn whoever_is_no_administrator_is_told_the_same_whatever_is_wrong_and_nothing_is_read() {
    let (desk, failed) = Desk::with_failed().await;
    let with = |name: &str, value: Value| {
        let mut claims = admin_claims(now());
        claims[name] = value;
        header(&claims)
    };
    let member = desk.of(&maya()).await;
    let forged = format!("Bearer {}", Signer::stranger().sign(&admin_claims(now())));
    let good = admin();
    let headers = [
        None,
        Some("Basic YWRtaW46YWRtaW4="),
        Some(good.trim_start_matches("Bearer ")),
        Some(&member),
        Some(&forged),
        Some(&with("aud", json!("another"))),
        Some(&with("iss", json!("https://evil.example"))),
        Some(&with("exp", json!(now().as_second() - 60))),
        Some(&with("cognito:groups", json!(["owner"]))),
    ];
    let unauthorized = desk.send("workspaces/acme-store/resends", None, &today()).await.body;
    for header in headers {
        for path in [
            format!("{MESSAGE}/resend"),
            "workspaces/acme-store/resends/preview".into(),
            "workspaces/none/resends".into(),
        ] {
            let answer = desk.send(&path, header, &because()).await;
            assert_eq!((answer.status, &answer.body), (401, &unauthorized), "{path}");
        }
        assert_eq!(desk.look_at(now(), MESSAGE, header).await.body, unauthorized);
    }
    assert!(desk.embedded.calls.take().is_empty());
    assert_eq!(desk.message(&failed).await, failed);
}

#[tokio::test]
async fn a_workspace_of_others_does_not_exist_and_neither_does_what_is_not_in_ones_own() {
    let (desk, failed) = Desk::with_failed().await;
    let mut elsewhere = admin_claims(now());
    elsewhere["custom:workspaces"] = json!("other-store *");
    let elsewhere = header(&elsewhere);
    let missing = desk.look_at(now(), "workspaces/acme-store/messages/d-none", Some(&admin())).await;
    assert_eq!(word(&missing), (404, "not_found"));
    desk.embedded.calls.take();
    for path in
        [MESSAGE, "workspaces/none/messages/d-1", "workspaces/*/messages/d-1", "workspaces//messages/d-1"]
    {
        let answer = desk.look_at(now(), path, Some(&elsewhere)).await;
        assert_eq!((answer.status, &answer.body), (404, &missing.body), "{path}");
    }
    for path in [
        format!("{MESSAGE}/resend"),
        "workspaces/acme-store/resends".into(),
        "workspaces/acme-store/resends/preview".into(),
    ] {
        let answer = desk.send(&path, Some(&elsewhere), &today_with(&because())).await;
        assert_eq!((answer.status, &answer.body), (404, &missing.body), "{path}");
    }
    assert!(desk.embedded.calls.take().is_empty(), "nothing of another workspace is read");
    assert_eq!(desk.message(&failed).await, failed);
}

#[tokio::test]
async fn a_body_of_another_form_is_refused_and_not_repeated() {
    let (desk, failed) = Desk::with_failed().await;
    let resend = format!("{MESSAGE}/resend");
    let window = "workspaces/acme-store/resends";
    let long = json!({ "from": "2026-10-01T00:00:00Z", "to": "2026-11-02T00:00:00Z", "reason": "secret", "expected": 1 });
    for (path, body) in [
        (resend.as_str(), json!({})),
        (&resend, json!({ "reason": " " })),
        (&resend, json!({ "reason": "secret\nsecret" })),
        (&resend, json!({ "reason": "secret".repeat(40) })),
        (&resend, json!({ "reason": "secret", "forced": "yes" })),
        (&resend, json!({ "reason": "secret", "secret": 1 })),
        (window, today()),
        (window, today_with(&json!({ "expected": 1 }))),
        (window, today_with(&json!({ "expected": -1, "reason": "secret" }))),
        (window, today_with(&json!({ "expected": 1, "reason": "secret", "cursor": "secret" }))),
        (window, long),
    ] {
        let answer = desk.post(path, &body).await;
        assert_eq!(word(&answer), (422, "malformed"), "{body}");
        assert!(!answer.body.to_string().contains("secret"), "{answer:?}");
    }
    assert_eq!(desk.message(&failed).await, failed);
}

#[tokio::test]
async fn what_acts_is_not_done_by_looking() {
    let (desk, failed) = Desk::with_failed().await;
    for path in [format!("{MESSAGE}/resend"), "workspaces/acme-store/resends".into(), "actions".into()] {
        assert_eq!(word(&desk.look_at(now(), &path, Some(&admin())).await), (404, "no_such_path"));
    }
    assert_eq!(word(&desk.post(MESSAGE, &because()).await), (404, "no_such_path"));
    assert_eq!(desk.message(&failed).await, failed);
}
