//! Many digests at once with every kind of fault: nobody gets one twice, and nobody is forgotten.
//!
//! `make load` runs this with 2,000 and prints the table; the tests use fewer.

mod memory;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use command_center::app::digest::DigestRequest;
use command_center::domain::message::reference::NotificationJob;
use command_center::domain::message::{FailureReason, Message, MessageState};
use command_center::domain::notification::EmailState;
use local_stack::phone_client::PhoneClient;
use serde_json::{Value, json};

use crate::harness::{Running, crowd};

/// How many digests the tests send.
const DIGESTS: usize = 100;
/// After how many seconds the jobs of a worker that was killed come back in the tests: the lease of what it had claimed is
/// over by then. `make load` has the queue of the template, which takes three minutes.
const HANDED_OUT_AGAIN_SECONDS: u32 = 45;
/// How long nothing may happen before the test fails, in seconds: long enough that only a hang exceeds it.
const STILL_SECONDS: u64 = 1_800;

#[expect(clippy::disallowed_methods, reason = "how many is asked for by whoever starts the test")]
fn asked_for() -> Option<usize> {
    std::env::var("MESSAGES").ok().map(|text| text.parse().expect("a number of messages"))
}

/// Three messages in ten get one of these faults.
fn weather() -> Value {
    let rule =
        |probability: f64, effect: Value| json!({ "when": { "probability": probability }, "effect": effect });
    json!({ "rules": [
        rule(0.07, json!({ "kind": "http_429" })),
        rule(0.03, json!({ "kind": "http_503" })),
        rule(0.02, json!({ "kind": "http_500", "accepted": true })),
        rule(0.02, json!({ "kind": "timeout_after_accept" })),
        rule(0.01, json!({ "kind": "timeout_before_accept" })),
        rule(0.03, json!({ "kind": "error_code", "code": 63024 })),
        rule(0.02, json!({ "kind": "error_code", "code": 63012 })),
        rule(0.03, json!({ "kind": "callbacks_missing" })),
        rule(0.02, json!({ "kind": "callbacks_delayed", "milliseconds": 4000 })),
        rule(0.03, json!({ "kind": "callbacks_duplicated" })),
        rule(0.03, json!({ "kind": "callbacks_reordered" })),
    ] })
}

/// A morning with a crowd.
struct Morning {
    running: Running,
    people: Vec<String>,
}

impl Morning {
    async fn begin(people: usize) -> Self {
        let running = Running::start_with(|contents| crowd(contents, people, 0)).await;
        Self { running, people: Vec::new() }
    }

    /// Lets the digests be written and queued.
    async fn send(&mut self) {
        let request =
            DigestRequest { workspace: self.running.workspace.clone(), local_date: Some(self.running.today) };
        let summary = self.running.stack.send_digest(&request).await.expect("the digests are sent");
        self.people = summary.queued.iter().map(ToString::to_string).collect();
    }

    async fn messages(&self) -> Vec<Message> {
        let mut messages = Vec::with_capacity(self.people.len());
        for person in &self.people {
            messages.push(self.running.message_of(person).await);
        }
        messages
    }

    /// Waits until no message is waiting for a worker or for a response.
    async fn settle(&self, is_settled: impl Fn(&Message) -> bool) -> Vec<Message> {
        let mut look = tokio::time::interval(Duration::from_millis(500));
        let mut open = self.people.clone();
        let mut since = Instant::now();
        // One after the other: to look at all of them each time would keep the table busier than the workers do.
        while let Some(person) = open.last() {
            let message = self.running.message_of(person).await;
            if is_settled(&message) {
                open.pop();
                since = Instant::now();
                continue;
            }
            let stands_still = since.elapsed() > Duration::from_secs(STILL_SECONDS);
            assert!(!stands_still, "up to {} messages stand still; one of them: {message:?}", open.len());
            look.tick().await;
        }
        self.messages().await
    }

    /// Reports whether the fallback mail of a message was sent.
    async fn is_mailed(&self, message: &Message) -> bool {
        let Some(fallback) = &message.fallback else { return false };
        let job = NotificationJob {
            workspace: message.workspace.clone(),
            member: message.member.clone(),
            notification: fallback.notification.clone(),
            at: fallback.at,
        };
        let mut look = tokio::time::interval(Duration::from_millis(300));
        for _look in 0..200 {
            look.tick().await;
            let read = self.running.stack.store.read_notification(&job).await.expect("the store reads");
            match read.expect("the notice is there").notification.email.state {
                EmailState::Waiting | EmailState::Sending { .. } => {}
                state => return matches!(state, EmailState::Sent { .. } | EmailState::Delivered { .. }),
            }
        }
        false
    }

    /// Returns the number of phones that show the digest more than once.
    async fn doubled(&self) -> usize {
        let mut doubled = 0;
        for person in &self.people {
            let phone = PhoneClient::new(self.running.stack.twilio_url(), person);
            let chat = phone.messages().await.expect("a chat");
            let arrived = |status: &str| matches!(status, "delivered" | "read");
            doubled += usize::from(chat.iter().filter(|message| arrived(&message.status)).count() > 1);
        }
        doubled
    }
}

fn is_open(message: &Message) -> bool {
    use MessageState as S;
    matches!(message.state, S::Queued | S::Calling | S::Unknown | S::Undelivered)
}

/// The outcomes of all digests, in readable form.
#[derive(Default)]
struct Outcome(BTreeMap<String, usize>);

impl Outcome {
    fn count(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    fn of(&self, what: &str) -> usize {
        self.0.get(what).copied().unwrap_or_default()
    }

    fn table(&self) -> String {
        self.0.iter().fold(String::new(), |mut table, (what, count)| {
            let _ = writeln!(table, "{count:>8}  {what}");
            table
        })
    }
}

fn reason(failure: Option<&FailureReason>) -> String {
    failure.map_or_else(|| "without a reason".to_owned(), |reason| format!("{reason:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_nobody_gets_a_digest_twice_and_nobody_is_forgotten() {
    let mut morning = Morning::begin(asked_for().unwrap_or(DIGESTS)).await;
    if asked_for().is_none() {
        let queue = morning.running.stack.hand_out_again_after(HANDED_OUT_AGAIN_SECONDS);
        queue.await.expect("the queue is set");
    }
    morning.running.set_faults(weather()).await;
    let began = Instant::now();
    morning.send().await;
    let people = morning.people.len();
    let mut killed = 0;
    let mut beat = tokio::time::interval(Duration::from_secs(2));
    for _time in 0..3 {
        beat.tick().await;
        killed += morning.running.stack.kill_delivery_workers();
    }
    morning.settle(|message| !is_open(message)).await;
    let settled = began.elapsed();

    // An hour later, the status of messages without a receipt is queried.
    for message in morning.messages().await.iter().filter(|message| !message.state.has_ended()) {
        morning.running.stack.let_deadline_pass(message).await.expect("time passes");
    }
    morning.running.stack.sweep().await.expect("the sweep");
    let messages = morning.settle(|message| message.state.has_ended()).await;

    let mut outcome = Outcome::default();
    for message in &messages {
        outcome.count(format!("{} attempts", message.attempts.len()));
        let is_mailed = morning.is_mailed(message).await;
        match message.state {
            MessageState::Delivered | MessageState::Read => outcome.count("on the phone"),
            _ if is_mailed => {
                outcome.count("by mail");
                outcome.count(format!("by mail: {}", reason(message.failure.as_ref())));
            }
            _ => outcome.count(format!("not at all: {}", reason(message.failure.as_ref()))),
        }
    }
    let doubled = morning.doubled().await;
    println!(
        "{people} digests, {killed} workers killed, settled in {:.0} s\n{}",
        settled.as_secs_f64(),
        outcome.table()
    );
    assert_eq!(doubled, 0, "nobody has it twice");
    let brought = outcome.of("on the phone") + outcome.of("by mail");
    assert!(brought * 100 >= people * 98, "{brought} of {people}\n{}", outcome.table());
    assert_eq!(outcome.of("not at all: without a reason"), 0);
    assert!(outcome.of("by mail") > 0 && outcome.0.len() > 4, "the weather was fine:\n{}", outcome.table());
    morning.running.stack.stop().await.expect("the stack stops");
}
