//! A flood of requests by whoever does not know Twilio's own address, beside taps and STOPs of people.
//!
//! The emulator does not throttle, so what is shown here is that the flood reaches nobody who could be kept busy: each
//! call of the webhook function is in its log. That its limits on AWS are not those of Twilio's routes is read from the
//! template, in `throttles`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use command_center::domain::workspace::Consent;
use futures::future::join_all;
use local_stack::phone_client::HookAnswer;
use local_stack::stack::LocalStack;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::process::Command;

use crate::harness::{Running, crowd};

/// How many requests the flood has at least.
const FLOOD: usize = 2_000;
/// How many of them are under way at the same time.
const AT_ONCE: usize = 50;
/// How many people tap or say STOP while it lasts.
const PEOPLE: usize = 50;
/// Every fifth of them says STOP.
const STOPS: usize = 5;

/// Prints what the logs of the functions say, as JSON.
const ACCOUNTS: &str = include_str!("flood/accounts.py");

/// What the logs of the functions say.
struct Accounts(Value);

impl Accounts {
    async fn of(stack: &LocalStack) -> Self {
        let output = Command::new(stack.tools.python())
            .args(["-c", ACCOUNTS, &stack.credentials.webhook_segment])
            .env_clear()
            .envs([("AWS_ENDPOINT_URL", stack.aws_endpoint()), ("AWS_REGION", "us-east-1")])
            .envs([("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")])
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .output()
            .await
            .expect("Python starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self(serde_json::from_slice(&output.stdout).expect("JSON"))
    }

    fn of_webhook(&self, what: &str) -> u64 {
        self.0["webhook"][what].as_u64().unwrap_or_else(|| panic!("no {what} in {}", self.0))
    }
}

/// What the flood met.
#[derive(Default)]
struct Met {
    nobody: AtomicUsize,
    others: AtomicUsize,
}

impl Met {
    fn count(&self, status: StatusCode) {
        let met = if status == StatusCode::NOT_FOUND { &self.nobody } else { &self.others };
        met.fetch_add(1, Ordering::Relaxed);
    }

    fn all(&self) -> usize {
        self.nobody.load(Ordering::Relaxed) + self.others.load(Ordering::Relaxed)
    }
}

/// The addresses that somebody may try who knows how this product is built, but not its segment.
fn guesses(stack: &LocalStack) -> Vec<String> {
    let other = stack.credentials.webhook_segment.chars().rev().collect::<String>();
    let paths = [
        "inbound".to_owned(),
        "status?w=acme-store&m=x&a=1".to_owned(),
        format!("{other}/inbound"),
        format!("{other}/status"),
    ];
    paths.iter().map(|path| format!("{}/twilio/{path}", stack.public_url())).collect()
}

/// Posts unsigned requests until it is told to stop, and at least as many as a flood has.
async fn flood(urls: Arc<Vec<String>>, met: Arc<Met>, is_over: Arc<AtomicBool>) {
    let client = reqwest::Client::new();
    let form = [("MessageSid", "SM00000000000000000000000000000001"), ("Body", "Approve budget shift")];
    let mut turn = 0;
    while !is_over.load(Ordering::Relaxed) || met.all() < FLOOD {
        let request = client.post(&urls[turn % urls.len()]).form(&form);
        let answer = request.header("X-Twilio-Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=").send().await;
        met.count(answer.expect("an answer").status());
        turn += 1;
    }
}

/// Lets a person tap the first button of the digest that sends something, or say STOP.
async fn act(running: &Running, number: usize, person: &str) -> HookAnswer {
    let phone = running.phone(person);
    if number.is_multiple_of(STOPS) {
        return phone.say("STOP").await.expect("an answer");
    }
    let digest = running.digest_of(person).await;
    let button = digest.buttons.iter().find(|button| button.url.is_none()).expect("a button that sends");
    phone.tap(&digest, button).await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_unsigned_requests_calls_no_function_and_no_tap_or_stop_beside_it_is_lost() {
    let running = Running::start_with(|contents| crowd(contents, PEOPLE, 0)).await;
    let people = running.send_digest().await.queued;
    assert!(people.len() >= PEOPLE, "everybody wants it");
    for person in &people {
        running.await_message_state(person.as_str(), |message| message.state.has_ended()).await;
    }
    let (met, is_over) = (Arc::new(Met::default()), Arc::new(AtomicBool::new(false)));
    let urls = Arc::new(guesses(&running.stack));
    let floods: Vec<_> = (0..AT_ONCE)
        .map(|_one| tokio::spawn(flood(Arc::clone(&urls), Arc::clone(&met), Arc::clone(&is_over))))
        .collect();

    let began = Instant::now();
    let acting = people.iter().take(PEOPLE).enumerate();
    let answers = join_all(acting.map(|(number, person)| act(&running, number, person.as_str()))).await;
    is_over.store(true, Ordering::Relaxed);
    for flood in join_all(floods).await {
        flood.expect("the flood ends");
    }

    println!(
        "{} unsigned requests in {:.1} s beside {PEOPLE} people",
        met.all(),
        began.elapsed().as_secs_f64()
    );
    assert!(met.all() >= FLOOD);
    assert_eq!(met.others.load(Ordering::Relaxed), 0, "somebody answered the flood");
    for (person, answer) in people.iter().zip(&answers) {
        assert_eq!((answer.status, answer.error_code), (Some(200), None), "{person}");
        assert_eq!(answer.replies.len(), 1, "{person} is answered once");
    }
    let stored =
        running.stack.store.settings(&running.workspace).await.expect("the store reads").expect("settings");
    for person in people.iter().take(PEOPLE).step_by(STOPS) {
        let consent =
            stored.subscriptions.iter().find(|known| known.member == *person).map(|known| known.consent);
        assert!(matches!(consent, Some(Consent::OptedOut)), "{person}: {consent:?}");
    }

    let accounts = Accounts::of(&running.stack).await;
    assert!(accounts.of_webhook("calls") >= PEOPLE as u64, "the log has every call");
    assert_eq!(accounts.of_webhook("refused"), 0, "a request of the flood reached the function");
    assert_eq!(accounts.0["lines with the segment"], 0, "a log tells the segment");
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_knows_the_segment_is_refused_by_the_signature_and_counted_for_the_alarm() {
    let running = Running::start().await;
    let before = Accounts::of(&running.stack).await.of_webhook("calls");
    let client = reqwest::Client::new();
    for url in [running.stack.inbound_url(), running.stack.status_url()] {
        let answer = client.post(url).form(&[("Body", "STOP")]).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
    for url in guesses(&running.stack) {
        let answer = client.post(url).form(&[("Body", "STOP")]).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
    let accounts = Accounts::of(&running.stack).await;
    assert_eq!(accounts.of_webhook("calls") - before, 2, "only who knows the segment reaches the function");
    assert_eq!(accounts.of_webhook("unsigned"), 2);
    assert_eq!(accounts.0["lines with the segment"], 0, "a log tells the segment");
    running.stack.stop().await.expect("the stack stops");
}
