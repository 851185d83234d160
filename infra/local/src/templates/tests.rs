//! Tests of a run, against the simulator, which reviews templates as WhatsApp does, and the table.

use std::collections::BTreeMap;

use super::*;
use crate::simulator::{ApiKey, Simulator, SimulatorSettings, start};
use command_center::domain::message::template::TemplateName;
use row::State;
use serde_json::{Value, json};
use store::embedded::{self, EmbeddedStore};

mod drift;
mod waiting;

const KEY: &str = "SK1";
const SECRET: &str = "key-secret";
const APP_URL: &str = "https://reports.example.net";
const DAILY: &str = "kpi_daily.en.v1";

/// A stage: the account at Twilio and the table.
struct Desk {
    simulator: Simulator,
    api: ContentApi,
    table: EmbeddedStore,
}

impl Desk {
    async fn start() -> Self {
        let settings = SimulatorSettings {
            port: None,
            account_sid: "AC00000000000000000000000000000001".to_owned(),
            auth_token: "a-token-for-tests".to_owned(),
            api_keys: vec![ApiKey { sid: KEY.to_owned(), secret: SECRET.to_owned() }],
            sender: "+14155238886".to_owned(),
            business_name: "Command Center".to_owned(),
            inbound_url: None,
            fallback_url: None,
            people: Vec::new(),
            seed: 7,
        };
        let simulator = start(settings).await.unwrap();
        let api = ContentApi::new(simulator.base_url(), KEY, SECRET).unwrap();
        Self { simulator, api, table: embedded::start() }
    }

    /// Runs with a time limit of this many seconds; 0 looks once.
    async fn run(&self, seconds: u64) -> Report {
        self.run_with(&RunOptions { is_dry_run: false, ..options(seconds) }).await.unwrap()
    }

    async fn look(&self) -> Report {
        self.run_with(&RunOptions { is_dry_run: true, ..options(0) }).await.unwrap()
    }

    async fn run_with(&self, options: &RunOptions) -> Result<Report, TemplateError> {
        bring(Places { api: &self.api, store: &self.table.store, app_url: APP_URL }, options).await
    }

    async fn stored(&self) -> BTreeMap<String, String> {
        self.table.store.content_sids().await.unwrap().sids
    }

    /// Puts identifiers into the table beside those that are there.
    async fn store(&self, sids: &[(&str, &str)]) {
        let seen = self.table.store.content_sids().await.unwrap();
        let more = sids.iter().map(|(key, sid)| ((*key).to_owned(), (*sid).to_owned()));
        let sids = seen.sids.clone().into_iter().chain(more).collect();
        self.table.store.change_content_sids(&seen, sids).await.unwrap();
    }

    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let url = format!("{}{path}", self.simulator.base_url());
        let request = reqwest::Client::new().request(method.parse().unwrap(), url);
        let request = request.basic_auth(KEY, Some(SECRET));
        let request = if let Some(body) = body { request.json(&body) } else { request };
        let text = request.send().await.unwrap().error_for_status().unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_default()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.ask("POST", path, Some(body)).await
    }

    /// Returns the paths that something was posted to, and forgets them.
    async fn posted(&self) -> Vec<String> {
        let calls = self.ask("GET", "/sim/calls", None).await;
        let posted = calls["calls"].as_array().unwrap().iter().filter(|call| call["method"] == "POST");
        let paths = posted.map(|call| call["path"].as_str().unwrap().to_owned()).collect();
        self.ask("POST", "/sim/reset", None).await;
        paths
    }
}

fn options(seconds: u64) -> RunOptions {
    let (look_every, no_longer_than) = (Duration::from_millis(1), Duration::from_secs(seconds));
    RunOptions { is_dry_run: false, look_every, no_longer_than }
}

fn row_of<'a>(report: &'a Report, key: &str) -> &'a Row {
    report.rows.iter().find(|row| row.wanted.key == key).unwrap()
}

#[tokio::test]
async fn whatsapp_approves_every_template_is_not_asked_about_the_others_and_the_table_has_all_of_them() {
    let desk = Desk::start().await;
    let report = desk.run(0).await;
    assert_eq!(report.need_a_person(), 0, "{report}");
    let stored = desk.stored().await;
    assert_eq!(stored.len(), TemplateName::contents().count());
    for (name, language) in TemplateName::contents() {
        let key = name.key(language);
        let sid = &stored[&key];
        let approval = desk.ask("GET", &format!("/v1/Content/{sid}/ApprovalRequests"), None).await;
        let state = &approval["whatsapp"];
        let expected = if name.is_session() { ("unsubmitted", "") } else { ("approved", "UTILITY") };
        assert_eq!((&state["status"], &state["category"]), (&json!(expected.0), &json!(expected.1)), "{key}");
        let content = desk.ask("GET", &format!("/v1/Content/{sid}"), None).await.to_string();
        assert!(!content.contains("app.example.com"), "{key}");
    }
}

#[tokio::test]
async fn a_second_run_creates_submits_and_writes_nothing() {
    let desk = Desk::start().await;
    desk.run(0).await;
    let (stored, contents) = (desk.stored().await, desk.api.list().await.unwrap());
    desk.posted().await;
    desk.table.calls.take();
    let report = desk.run(0).await;
    assert_eq!(report.need_a_person(), 0, "{report}");
    assert_eq!(desk.posted().await, Vec::<String>::new());
    assert_eq!(desk.table.calls.take(), ["BatchGetItem"]);
    assert_eq!((desk.stored().await, desk.api.list().await.unwrap()), (stored, contents));
}

#[tokio::test]
async fn a_content_on_a_later_page_of_the_account_is_not_created_again() {
    let desk = Desk::start().await;
    let other = json!({ "friendly_name": "of others", "language": "en",
        "types": { "twilio/text": { "body": "Something else" } } });
    for _ in 0..120 {
        desk.api.create(&other).await.unwrap();
    }
    desk.run(0).await;
    desk.posted().await;
    desk.run(0).await;
    assert_eq!(desk.posted().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_dry_run_changes_nothing_and_says_what_it_would_do() {
    let desk = Desk::start().await;
    let report = desk.look().await;
    assert_eq!(desk.posted().await, Vec::<String>::new());
    assert!(desk.stored().await.is_empty());
    let told = report.to_string();
    assert!(
        told.contains("would be created and submitted") && told.contains("nothing was changed"),
        "{told}"
    );
    assert_eq!(report.need_a_person(), 0);
}

#[tokio::test]
async fn a_run_that_was_cut_off_is_finished_by_the_next_one() {
    let desk = Desk::start().await;
    let [created, submitted] = [DAILY, "kpi_clear.en.v1"]
        .map(|key| wanted(APP_URL).unwrap().into_iter().find(|wanted| wanted.key == key).unwrap());
    desk.api.create(&created.document).await.unwrap();
    let sid = desk.api.create(&submitted.document).await.unwrap();
    desk.api.submit(&sid, &submitted.friendly_name).await.unwrap();
    let report = desk.run(0).await;
    assert_eq!(report.need_a_person(), 0, "{report}");
    assert_eq!(desk.api.list().await.unwrap().len(), TemplateName::contents().count());
    assert_eq!(desk.stored().await["kpi_clear.en.v1"], sid);
}

#[tokio::test]
async fn a_key_that_twilio_does_not_accept_ends_the_run_and_is_not_shown() {
    let desk = Desk::start().await;
    let api = ContentApi::new(desk.simulator.base_url(), KEY, "another-secret").unwrap();
    let places = Places { api: &api, store: &desk.table.store, app_url: APP_URL };
    let error = bring(places, &options(0)).await.unwrap_err();
    assert!(error.to_string().contains("does not accept the API key"), "{error}");
    assert!(!format!("{error:?} {error}").contains("another-secret"));
    assert!(desk.stored().await.is_empty());
}
