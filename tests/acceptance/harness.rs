//! A running stack with a workspace, and the operations that tests are written in.

use std::path::PathBuf;
use std::time::Duration;

use command_center::app::digest::{DigestRequest, DigestSummary};
use command_center::domain::clock::SystemClock;
use command_center::domain::identity::WorkspaceId;
use command_center::domain::message::Message;
use command_center::domain::workspace::{Consent, Member, Role, WhatsAppSubscription};
use jiff::ToSpan;
use jiff::civil::Date;
use local_stack::phone_client::{ChatMessage, PhoneClient};
use local_stack::root::project_root;
use local_stack::stack::{LocalStack, WorkspaceContents};
use local_stack::workspaces::{sample, sample_today};
use serde_json::Value;

/// The maximum wait before a test fails, in seconds: long enough for any slow machine, so that only a hang exceeds
/// it.
pub const PATIENCE_SECONDS: u64 = 600;

const DAYS_OF_FACTS: i64 = 36;

/// Returns the folder of the project that is under test: the one that the tests are started in.
pub fn root() -> PathBuf {
    project_root().expect("the tests are started inside the project")
}

/// Moves contents to another store, for all people in them.
pub fn move_to(contents: &mut WorkspaceContents, store: &str) {
    let settings = &mut contents.settings;
    settings.workspace.id = store.parse().expect("the name of a store");
    let id = settings.workspace.id.clone();
    settings.members.iter_mut().for_each(|member| member.workspace = id.clone());
    settings.subscriptions.iter_mut().for_each(|known| known.workspace = id.clone());
}

/// Leaves the facts of the last five weeks, which is enough for every rule: to store all of the
/// sample takes longer than most claims do.
pub fn keep_recent(contents: &mut WorkspaceContents) {
    let newest = contents.facts.iter().map(|fact| fact.date).max().expect("the sample has facts");
    contents.facts.retain(|fact| fact.date > newest - DAYS_OF_FACTS.days());
}

/// Adds people with a phone and a mailbox to the sample, up to the requested number. Crowds with different `place`
/// have different phones.
pub fn crowd(contents: &mut WorkspaceContents, people: usize, place: usize) {
    keep_recent(contents);
    let settings = &mut contents.settings;
    let (maya, subscription) = (settings.members[0].clone(), settings.subscriptions[0].clone());
    settings.members.retain(|member| member.role != Role::Viewer);
    settings.subscriptions.retain(|kept| settings.members.iter().any(|member| member.id == kept.member));
    for number in (settings.members.len()..people).map(|number| place * 100_000 + number) {
        let id = format!("p{number:06}");
        settings.members.push(Member {
            id: id.parse().expect("a member id"),
            name: format!("Person {number}"),
            role: Role::Viewer,
            email: format!("{id}@example.com"),
            ..maya.clone()
        });
        settings.subscriptions.push(WhatsAppSubscription {
            member: id.parse().expect("a member id"),
            phone: Some(format!("+1313{number:07}")),
            business_scoped_id: Some(format!("US.77{number:014}")),
            consent: Consent::OptedIn,
            ..subscription.clone()
        });
    }
}

/// A stack with the sample workspace.
pub struct Running {
    pub stack: LocalStack,
    pub workspace: WorkspaceId,
    pub today: Date,
}

impl Running {
    /// Starts a stack and loads the sample.
    pub async fn start() -> Self {
        Self::start_with(keep_recent).await
    }

    /// Starts a stack and loads the sample as it is after these changes.
    pub async fn start_with(change: impl FnOnce(&mut WorkspaceContents)) -> Self {
        let stack = LocalStack::start(&root()).await.expect("the stack starts");
        let today = sample_today(&SystemClock);
        let mut contents = sample(today);
        change(&mut contents);
        stack.load(&contents).await.expect("the sample is loaded");
        Self { stack, workspace: contents.settings.workspace.id, today }
    }

    /// Sends today's digest.
    pub async fn send_digest(&self) -> DigestSummary {
        let request = DigestRequest { workspace: self.workspace.clone(), local_date: Some(self.today) };
        self.stack.send_digest(&request).await.expect("the digest is sent")
    }

    /// Returns the phone of a person.
    pub fn phone(&self, person: &str) -> PhoneClient {
        PhoneClient::new(self.stack.twilio_url(), person)
    }

    /// Waits for the digest on a phone.
    pub async fn digest_of(&self, person: &str) -> ChatMessage {
        let arrived = |message: &ChatMessage| message.direction == "outbound" && message.status != "failed";
        self.phone(person)
            .await_message(PATIENCE_SECONDS, "the digest", arrived)
            .await
            .expect("the digest arrives")
    }

    /// Sets the faults of the simulator.
    pub async fn set_faults(&self, rules: Value) {
        let url = format!("{}/sim/faults", self.stack.twilio_url());
        let answer =
            reqwest::Client::new().post(url).json(&rules).send().await.expect("the simulator answers");
        let status = answer.status();
        assert!(status.is_success(), "{status}: {}", answer.text().await.unwrap_or_default());
    }

    /// Returns how many requests to create a message the simulator received.
    pub async fn create_calls(&self) -> usize {
        let url = format!("{}/sim/calls", self.stack.twilio_url());
        let calls: Value = reqwest::get(url).await.expect("calls").json().await.expect("calls as JSON");
        let is_create = |call: &&Value| {
            call["method"] == "POST"
                && call["path"].as_str().is_some_and(|path| path.ends_with("/Messages.json"))
        };
        calls["calls"].as_array().expect("a list").iter().filter(is_create).count()
    }

    /// Reads the message with a person's digest of today. Where somebody lives far in the east, it has the next date.
    pub async fn message_of(&self, person: &str) -> Message {
        for date in [self.today, self.today.tomorrow().expect("a date")] {
            let id = Message::digest_id(&person.parse().expect("a member id"), date);
            let message = self.stack.store.message(&self.workspace, &id).await.expect("the store reads");
            if let Some(message) = message {
                return message;
            }
        }
        panic!("the message of {person} is not there")
    }

    /// Waits until the message with a person's digest matches.
    pub async fn await_message_state(&self, person: &str, fits: impl Fn(&Message) -> bool) -> Message {
        let mut look = tokio::time::interval(Duration::from_millis(200));
        let looking = async {
            loop {
                look.tick().await;
                let message = self.message_of(person).await;
                if fits(&message) {
                    return message;
                }
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), looking).await;
        match waited {
            Ok(message) => message,
            Err(_) => panic!("the message did not get there: {:?}", self.message_of(person).await),
        }
    }
}
