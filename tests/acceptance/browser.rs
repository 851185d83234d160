//! The phone page and the dashboard in a real browser.

use std::process::Stdio;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::harness::{PATIENCE_SECONDS, Running};

mod mornings;
mod notifications;
mod picker;
mod questions;

/// A separate browser with the width of a phone.
struct Browser {
    client: Client,
    _driver: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    async fn open(width: u32, height: u32) -> Self {
        Self::open_with(width, height, &[]).await
    }

    async fn open_with(width: u32, height: u32, more: &[&str]) -> Self {
        let (driver, port) = start_driver().await;
        let profile = tempfile::tempdir().expect("a folder");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ];
        let mut arguments: Vec<String> = arguments.iter().chain(more).map(|one| (*one).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        // Windows cannot be as narrow as a phone, but device emulation can.
        let screen = json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2 } });
        let options = json!({ "args": arguments, "mobileEmulation": screen });
        let capabilities = serde_json::Map::from_iter([("goog:chromeOptions".to_owned(), options)]);
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        let client = builder.capabilities(capabilities).connect(&format!("http://127.0.0.1:{port}")).await;
        Self { client: client.expect("the browser starts"), _driver: driver, _profile: profile }
    }

    async fn wait_for(&self, css: &str) -> fantoccini::elements::Element {
        let wait = self.client.wait().at_most(Duration::from_secs(PATIENCE_SECONDS));
        wait.for_element(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Returns the text of the matching element, read in one step, because the page redraws a bubble when its status
    /// changes.
    async fn text_of(&self, css: &str) -> String {
        self.wait_for(css).await;
        let mut look = tokio::time::interval(Duration::from_millis(100));
        let read = "const found = document.querySelector(arguments[0]); return found ? found.innerText : '';";
        let looking = async {
            loop {
                look.tick().await;
                let text = self.client.execute(read, vec![json!(css)]).await.expect("a text");
                if let Some(text) = text.as_str().filter(|text| !text.is_empty()) {
                    return text.to_owned();
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), looking).await.expect("it has a text")
    }

    /// Clicks the matching element, and retries if the page has redrawn it in between.
    async fn click(&self, css: &str) {
        let mut look = tokio::time::interval(Duration::from_millis(100));
        let clicking = async {
            loop {
                look.tick().await;
                match self.wait_for(css).await.click().await {
                    Ok(()) => return,
                    Err(error) if error.is_stale_element_reference() => {}
                    Err(error) => panic!("{css}: {error}"),
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), clicking).await.expect("a click");
    }

    async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.expect("the script runs")
    }

    /// Waits until a script returns a number of at least `least`.
    async fn until(&self, script: &str, least: u64) {
        let waiting = async {
            let mut look = tokio::time::interval(Duration::from_millis(100));
            while self.run(script).await.as_u64().is_none_or(|number| number < least) {
                look.tick().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), waiting).await.expect("it becomes so");
    }

    /// Saves a screenshot if `SCREENSHOTS` names a folder.
    async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("SCREENSHOTS") {
            let bytes = self.client.screenshot().await.expect("a picture");
            std::fs::write(std::path::Path::new(&folder).join(name), bytes).expect("the picture is written");
        }
    }

    async fn close(self) {
        self.client.close().await.expect("the browser closes");
    }
}

/// Starts a driver on a free port, which the driver prints.
async fn start_driver() -> (Child, u16) {
    let mut driver = Command::new("chromedriver")
        .args(["--port=0", "--allowed-ips=127.0.0.1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver is installed");
    let mut lines = BufReader::new(driver.stdout.take().expect("its output")).lines();
    while let Some(line) = lines.next_line().await.expect("its output") {
        if let Some(port) = line
            .split("successfully on port ")
            .nth(1)
            .and_then(|rest| rest.trim_end_matches('.').parse().ok())
        {
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return (driver, port);
        }
    }
    panic!("chromedriver ended before it said its port");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_the_digest_on_the_phone_page_taps_approve_and_finds_it_on_the_dashboard() {
    let running = Running::start().await;
    running.send_digest().await;
    let digest = running.digest_of("maya").await;
    let browser = Browser::open(390, 1060).await;
    browser.client.goto(&format!("{}/phone/maya", running.stack.twilio_url())).await.expect("the page opens");
    let text = browser.text_of(&format!("[data-sid='{}']", digest.sid)).await;
    assert!(text.contains("Good morning Maya") && text.contains("ROAS"), "{text}");
    browser.picture("phone-digest.png").await;

    let approve = digest.button("Approve budget shift").expect("the button").index;
    browser.click(&format!("[data-sid='{}'] [data-button='{approve}']", digest.sid)).await;
    let wait = browser.client.wait().at_most(Duration::from_secs(PATIENCE_SECONDS));
    let approved = Locator::XPath("//*[contains(text(), 'Approved via WhatsApp by Maya')]");
    wait.for_element(approved).await.expect("the confirmation appears");
    browser.picture("phone-approved.png").await;

    let link = digest.button("View dashboard").and_then(|button| button.url.clone()).expect("a link");
    browser.client.goto(&link).await.expect("the dashboard opens");
    let page = browser.text_of("main").await;
    assert!(page.contains("Approved via WhatsApp"), "{page}");
    let wider = browser
        .client
        .execute("return document.documentElement.scrollWidth - window.innerWidth", vec![])
        .await;
    assert!(
        wider.expect("a number").as_i64().is_some_and(|pixels| pixels <= 0),
        "the page scrolls sideways at phone width"
    );
    browser.picture("dashboard.png").await;
    browser.close().await;
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dashboard_that_is_open_shows_an_approval_without_being_loaded_again() {
    let running = Running::start().await;
    running.send_digest().await;
    let digest = running.digest_of("maya").await;
    let link = digest.button("View dashboard").and_then(|button| button.url.clone()).expect("a link");
    let browser = Browser::open(1200, 900).await;
    browser.client.goto(&link).await.expect("the dashboard opens");
    let before = browser.text_of("main").await;
    assert!(!before.contains("Approved via WhatsApp"), "{before}");
    let button = digest.button("Approve budget shift").cloned().expect("the button");
    running.phone("maya").tap(&digest, &button).await.expect("a reply");
    let wait = browser.client.wait().at_most(Duration::from_secs(PATIENCE_SECONDS));
    let approved = Locator::XPath("//main//*[contains(text(), 'Approved via WhatsApp')]");
    wait.for_element(approved).await.expect("the approval appears");
    browser.picture("dashboard-wide.png").await;
    browser.close().await;
    running.stack.stop().await.expect("the stack stops");
}
