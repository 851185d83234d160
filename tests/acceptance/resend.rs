//! An administrator inspects what did not arrive and resends it, with tokens of the stack's own Cognito.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use command_center::domain::message::MessageState;
use local_stack::administrator::{ADMINISTRATOR, Appointment};
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use serde_json::{Value, json};

use crate::harness::Running;

/// A password that satisfies the pool's policy.
const PASSWORD: &str = "Aa1-of-somebody-else";

impl Running {
    /// Logs in the administrator of the stack.
    async fn administrator(&self) -> String {
        self.stack
            .appoint_administrator(std::slice::from_ref(&self.workspace))
            .await
            .expect("an administrator");
        let password = &self.stack.credentials.admin_password;
        self.stack.log_in(ADMINISTRATOR, password).await.expect("a login").id_token
    }

    /// Creates another person in the pool and logs them in.
    async fn person(&self, username: &str, workspaces: &[&str], is_administrator: bool) -> String {
        let workspaces: Vec<_> = workspaces.iter().map(|name| name.parse().expect("a name")).collect();
        let appointment =
            Appointment { username, password: PASSWORD, workspaces: &workspaces, is_administrator };
        self.stack.appoint(&appointment).await.expect("a person");
        self.stack.log_in(username, PASSWORD).await.expect("a login").id_token
    }

    async fn look(&self, path: &str, token: &str) -> (u16, Value) {
        let url = format!("{}/api/v1/workspaces/{path}", self.stack.public_url());
        answer(reqwest::Client::new().get(url).bearer_auth(token)).await
    }

    async fn ask(&self, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}/api/v1/workspaces/{path}", self.stack.public_url());
        answer(reqwest::Client::new().post(url).bearer_auth(token).json(body)).await
    }

    /// Signs claims with the pool's key that the pool itself would never sign.
    fn signed_by_the_pool(&self, like: &str, change: impl Fn(&mut Value)) -> String {
        let (header, rest) = like.split_once('.').expect("a token");
        let (claims, _) = rest.split_once('.').expect("a token");
        let claims = URL_SAFE_NO_PAD.decode(claims).expect("base64");
        let mut claims: Value = serde_json::from_slice(&claims).expect("JSON");
        change(&mut claims);
        let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let pem = std::fs::read_to_string(self.stack.administrators_key()).expect("the key of the pool");
        let key: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let key = KeyPair::from_pkcs8(&STANDARD.decode(key).expect("base64")).expect("an RSA key");
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .expect("a signature");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// Returns the number of business messages on a person's phone.
    async fn arrived(&self, person: &str) -> usize {
        let chat = self.phone(person).messages().await.expect("a chat");
        let arrived = |status: &str| matches!(status, "delivered" | "read");
        chat.iter().filter(|message| message.direction == "outbound" && arrived(&message.status)).count()
    }
}

async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.expect("the API answers");
    let status = answer.status().as_u16();
    if status == 401 {
        assert_eq!(answer.headers()["www-authenticate"], "Bearer");
    }
    (status, answer.json().await.expect("JSON"))
}

fn window() -> Value {
    let now = command_center::domain::clock::Clock::now(&command_center::domain::clock::SystemClock);
    let hours = |count| jiff::SignedDuration::from_hours(count);
    json!({ "from": now - hours(2), "to": now + hours(1) })
}

fn window_with(more: &Value) -> Value {
    let mut body = window();
    body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_whatsapp_refused_is_shown_sent_again_and_arrives_once_as_a_new_attempt() {
    let running = Running::start().await;
    running
        .set_faults(json!({ "rules": [
            { "when": {}, "effect": { "kind": "error_code", "code": 63024, "status": "undelivered" } },
        ] }))
        .await;
    let queued = running.send_digest().await.queued;
    for member in &queued {
        running.await_message_state(member.as_str(), |message| message.state == MessageState::Failed).await;
    }
    running.set_faults(json!({ "rules": [] })).await;
    let token = running.administrator().await;
    let resends = format!("{}/resends", running.workspace);

    let (status, preview) = running.ask(&format!("{resends}/preview"), &token, &window()).await;
    assert_eq!((status, &preview["count"]), (200, &json!(queued.len())), "{preview:#}");
    let shown = preview["messages"].as_array().expect("a list");
    assert!(shown.iter().all(|message| message["would_be_sent"] == true && message["delivered"] == false));
    assert!(shown[0]["reason"].as_str().is_some_and(|reason| reason.ends_with('.')), "{preview:#}");

    let wrong = window_with(&json!({ "reason": "the sender was down", "expected": queued.len() + 1 }));
    let (status, refused) = running.ask(&resends, &token, &wrong).await;
    assert_eq!((status, &refused["count"]), (409, &json!(queued.len())));
    let right = window_with(&json!({ "reason": "the sender was down", "expected": queued.len() }));
    let (status, sent) = running.ask(&resends, &token, &right).await;
    assert_eq!((status, &sent["status"], &sent["delivered"]), (202, &json!("queued"), &json!(false)));
    let (status, _) = running.ask(&resends, &token, &right).await;
    assert_eq!(status, 409, "the same request again sends nothing");

    for member in &queued {
        let message = running
            .await_message_state(member.as_str(), |message| message.rank >= MessageState::Delivered.rank())
            .await;
        let (first, last) = (&message.attempts[0], message.attempts.last().expect("an attempt"));
        assert_eq!((first.manual, first.code), (false, Some(63024)), "the first error stays");
        assert!(last.manual && last.sid.is_some() && last.sid != first.sid, "{:?}", message.attempts);
        assert_eq!(message.resend.as_ref().expect("the wish").reason, "the sender was down");
        assert_eq!(running.arrived(member.as_str()).await, 1, "{member}");
        let path = format!("{}/messages/{}", running.workspace, message.id);
        let (status, shown) = running.look(&path, &token).await;
        assert_eq!((status, &shown["delivered"]), (200, &json!(true)), "{shown:#}");
        assert_eq!(shown["attempts"].as_array().map(Vec::len), Some(message.attempts.len()));
        let (status, refused) =
            running.ask(&format!("{path}/resend"), &token, &json!({ "reason": "once more" })).await;
        assert_eq!(status, 409, "{refused}");
    }
    let phones = shown_numbers(&running).await;
    let everything = format!("{preview} {sent}");
    assert!(phones.iter().all(|phone| !everything.contains(phone)), "no answer has a number");
    running.stack.stop().await.expect("the stack stops");
}

async fn shown_numbers(running: &Running) -> Vec<String> {
    let settings =
        running.stack.store.settings(&running.workspace).await.expect("settings").expect("a workspace");
    settings.subscriptions.into_iter().filter_map(|subscription| subscription.phone).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_administrator_of_the_workspace_gets_in() {
    let running = Running::start().await;
    let queued = running.send_digest().await.queued;
    let member = queued[0].as_str();
    let message = running.await_message_state(member, |message| message.rank >= 5).await;
    let token = running.administrator().await;
    let name = running.workspace.as_str().to_owned();
    let path = format!("{name}/messages/{}", message.id);
    let digests =
        [format!("{name}/digests/{}", message.id), format!("{name}/digests/preview?member={member}")];
    for path in digests.iter().chain([&path]) {
        assert_eq!(running.look(path, &token).await.0, 200, "{path}");
    }

    let bystander = running.person("bystander", &[&name], false).await;
    let expired = running.signed_by_the_pool(&token, |claims| claims["exp"] = json!(1_700_000_000));
    let audience = running.signed_by_the_pool(&token, |claims| claims["aud"] = json!("another-client"));
    let issuer = running.signed_by_the_pool(&token, |claims| claims["iss"] = json!("https://evil.example"));
    let refresh = running.signed_by_the_pool(&token, |claims| claims["token_use"] = json!("refresh"));
    let forged = format!("{}AAAA", &token[..token.len() - 4]);
    let (_, nobody) = running.look(&path, "nothing").await;
    for refused in [&bystander, &expired, &audience, &issuer, &refresh, &forged] {
        for path in digests.iter().chain([&path]) {
            assert_eq!(running.look(path, refused).await, (401, nobody.clone()), "{path}");
        }
        let again = json!({ "reason": "let me in", "forced": true });
        assert_eq!(running.ask(&format!("{path}/resend"), refused, &again).await, (401, nobody.clone()));
    }
    let same = running.signed_by_the_pool(&token, |_| {});
    assert_eq!(running.look(&path, &same).await.0, 200, "what refuses the others is their claims");

    let neighbour = running.person("neighbour", &["other-store"], true).await;
    let everything = running.signed_by_the_pool(&token, |claims| claims["custom:workspaces"] = json!("*"));
    let (_, missing) = running.look(&format!("{name}/messages/d-none"), &token).await;
    for elsewhere in [&neighbour, &everything] {
        for path in digests.iter().chain([&path]) {
            let looked = running.look(path, elsewhere).await;
            assert_eq!(looked, (404, missing.clone()), "a workspace of others does not exist");
        }
    }
    let unchanged = running.message_of(member).await;
    assert_eq!((unchanged.resend, unchanged.attempts.len()), (None, message.attempts.len()));
    running.stack.stop().await.expect("the stack stops");
}
