//! A simulator with two people, and a product that records what it receives and responds as configured.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Mutex as AsyncMutex, mpsc};

use crate::simulator::form::Form;
use crate::simulator::signature;
use crate::simulator::{ApiKey, Person, Simulator, SimulatorSettings, start};

pub(super) const ACCOUNT: &str = "AC00000000000000000000000000000001";
pub(super) const TOKEN: &str = "a-token-for-tests";
pub(super) const SENDER: &str = "whatsapp:+14155238886";
pub(super) const MAYA: &str = "whatsapp:+15550100001";

/// A request that the product received.
#[derive(Debug, Clone)]
pub(super) struct Hook {
    pub(super) path: String,
    pub(super) form: Form,
    pub(super) headers: HeaderMap,
    pub(super) authentic: bool,
}

impl Hook {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.form.value(name)
    }
}

#[derive(Debug)]
struct Product {
    base: String,
    answer: Mutex<(u16, Option<&'static str>, String)>,
    /// The statuses of the next responses, before that one.
    failures: Mutex<VecDeque<u16>>,
    hooks: mpsc::UnboundedSender<Hook>,
}

/// The simulator, the product and a client.
pub(super) struct World {
    pub(super) simulator: Simulator,
    pub(super) product: String,
    client: reqwest::Client,
    state: Arc<Product>,
    hooks: AsyncMutex<mpsc::UnboundedReceiver<Hook>>,
}

/// Starts a simulator and a product that answers with an empty response.
pub(super) async fn world() -> World {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let product = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = mpsc::unbounded_channel();
    let answer = Mutex::new((200, Some("text/xml"), "<Response/>".to_owned()));
    let failures = Mutex::default();
    let state = Arc::new(Product { base: product.clone(), answer, failures, hooks: sender });
    let routes = Router::new().fallback(receive).with_state(Arc::clone(&state));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let simulator = start(settings(&product)).await.expect("a simulator");
    World { simulator, product, client: reqwest::Client::new(), state, hooks: AsyncMutex::new(receiver) }
}

fn settings(product: &str) -> SimulatorSettings {
    SimulatorSettings {
        port: None,
        account_sid: ACCOUNT.to_owned(),
        auth_token: TOKEN.to_owned(),
        api_keys: vec![ApiKey { sid: "SK1".to_owned(), secret: "key-secret".to_owned() }],
        sender: "+14155238886".to_owned(),
        business_name: "Command Center".to_owned(),
        inbound_url: Some(format!("{product}/inbound?stage=a%20b")),
        fallback_url: None,
        people: vec![person("maya", "Maya Cohen", 1), person("lee", "Lee Wong", 2)],
        seed: 7,
    }
}

pub(super) fn person(id: &str, name: &str, number: u64) -> Person {
    Person {
        id: id.to_owned(),
        name: name.to_owned(),
        phone: format!("+1555010000{number}"),
        business_scoped_id: format!("US.134900000000000{number}"),
        zone: "America/New_York".to_owned(),
        language: "en".to_owned(),
    }
}

async fn receive(State(product): State<Arc<Product>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let form = Form::parse(&body);
    let expected = signature::sign(TOKEN, &format!("{}{uri}", product.base), &form.0);
    let given = headers.get("x-twilio-signature").and_then(|value| value.to_str().ok());
    let authentic = given == Some(expected.as_str());
    let hook = Hook { path: uri.to_string(), form, headers, authentic };
    product.hooks.send(hook).expect("a test that listens");
    if let Some(status) = product.failures.lock().unwrap_or_else(PoisonError::into_inner).pop_front() {
        return StatusCode::from_u16(status).expect("a status").into_response();
    }
    let (status, content_type, body) = product.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let status = StatusCode::from_u16(status).expect("a status");
    let mut response = (status, body).into_response();
    response.headers_mut().remove(header::CONTENT_TYPE);
    if let Some(content_type) = content_type {
        response.headers_mut().insert(header::CONTENT_TYPE, content_type.parse().expect("a content type"));
    }
    response
}

impl World {
    /// Sets the product's response from now on.
    pub(super) fn answer(&self, status: u16, content_type: Option<&'static str>, body: &str) {
        *self.state.answer.lock().expect("a sound lock") = (status, content_type, body.to_owned());
    }

    /// Lets the product answer with these statuses first.
    pub(super) fn fail_with(&self, statuses: &[u16]) {
        self.state.failures.lock().expect("a sound lock").extend(statuses);
    }

    /// Waits for the next request to the product.
    pub(super) async fn hook(&self) -> Hook {
        let mut hooks = self.hooks.lock().await;
        let next = tokio::time::timeout(Duration::from_secs(600), hooks.recv());
        next.await.expect("a request in time").expect("a product")
    }

    /// Waits for this many requests and returns their message statuses.
    pub(super) async fn statuses(&self, count: usize) -> Vec<String> {
        let mut statuses = Vec::new();
        for _ in 0..count {
            let hook = self.hook().await;
            assert!(hook.authentic, "every callback is signed");
            statuses.push(hook.field("MessageStatus").unwrap_or_default().to_owned());
        }
        statuses
    }

    /// Posts a message as the product does.
    pub(super) async fn send(&self, fields: &[(&str, &str)]) -> (u16, Value) {
        let response = self.sending(fields).send().await.expect("an answer");
        (response.status().as_u16(), response.json().await.expect("a JSON answer"))
    }

    /// Builds a request that posts a message.
    pub(super) fn sending(&self, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
        self.sending_as(ACCOUNT, TOKEN, fields)
    }

    /// Builds a request that posts a message with other credentials.
    pub(super) fn sending_as(
        &self,
        user: &str,
        password: &str,
        fields: &[(&str, &str)],
    ) -> reqwest::RequestBuilder {
        let path = format!("{}/2010-04-01/Accounts/{ACCOUNT}/Messages.json", self.simulator.base_url());
        self.client.post(path).basic_auth(user, Some(password)).form(fields)
    }

    /// Sends a text to Maya, with callbacks.
    pub(super) async fn text(&self, body: &str) -> (u16, Value) {
        let callback = format!("{}/status?id=01J&n=1", self.product);
        self.send(&[("To", MAYA), ("From", SENDER), ("Body", body), ("StatusCallback", &callback)]).await
    }

    /// Calls the API with the account's credentials.
    pub(super) async fn api(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let method = method.parse().expect("a method");
        let request = self.client.request(method, format!("{}{path}", self.simulator.base_url()));
        let request = request.basic_auth(ACCOUNT, Some(TOKEN));
        let request = if let Some(body) = body { request.json(&body) } else { request };
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let text = response.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// Lets a person write, which opens their session, and consumes the webhook.
    pub(super) async fn open_session(&self, person: &str) {
        self.api("POST", &format!("/sim/chat/{person}/say"), Some(json!({ "text": "hello" }))).await;
        assert_eq!(self.hook().await.field("Body"), Some("hello"));
    }

    /// Stores a template with two replies and a link, approves it and returns its SID.
    pub(super) async fn template(&self) -> String {
        let content = json!({
            "friendly_name": "digest", "language": "en", "variables": { "1": "Ada", "2": "$5", "3": "t", "4": "d" },
            "types": { "whatsapp/card": {
                "body": "Good morning {{1}}. Your report is ready. Spend was {{2}} yesterday, as planned before.",
                "actions": [
                    { "type": "QUICK_REPLY", "title": "Approve", "id": "v1.approve.{{3}}" },
                    { "type": "QUICK_REPLY", "title": "Acknowledge", "id": "v1.ack.{{3}}" },
                    { "type": "URL", "title": "View dashboard", "url": "https://example.com/d/{{4}}" },
                ] } },
        });
        let (status, content) = self.api("POST", "/v1/Content", Some(content)).await;
        assert_eq!(status, 201, "{content}");
        let sid = content["sid"].as_str().expect("a SID").to_owned();
        let path = format!("/v1/Content/{sid}/ApprovalRequests/whatsapp");
        let submission = json!({ "name": "digest_v1", "category": "UTILITY" });
        let (status, approval) = self.api("POST", &path, Some(submission)).await;
        assert_eq!((status, &approval["status"]), (201, &json!("approved")), "{approval}");
        sid
    }

    /// Returns the messages of a chat.
    pub(super) async fn chat(&self, person: &str) -> Vec<Value> {
        let (_, chat) = self.api("GET", &format!("/sim/chat/{person}"), None).await;
        chat["messages"].as_array().expect("messages").clone()
    }
}
