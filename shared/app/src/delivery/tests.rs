//! Claims about one delivery, on the real engine with a scripted WhatsApp.

use super::*;
use domain::clock::FixedClock;
use domain::delivery::policy::LEASE_SECONDS;
use domain::inbound::callback::AttemptReference;
use domain::message::conversation::{Said, WhatsAppConversationEntry};
use domain::message::job::QueueJob;
use domain::message::refusal::FailureClass;
use domain::message::{Attempt, MessageSid, MessageState, MessageStatus};
use domain::testing::{
    self, CountingRandomness, NoRateLimit, RecordingQueue, ScriptedWhatsApp, fact, maya, now, report_day,
};
use domain::token::{TokenState, WhatsAppActionToken};
use domain::twilio::{Accepted, OutboundContent, OutboundMessage, SendFailure, SentMessage};
use domain::workspace::{Consent, WhatsAppSubscription};
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeMap;
use store::content_sids::ContentSids;
use store::embedded::{self, EmbeddedStore, Fault, FaultPlan};
use store::key::Key;
use store::testing::{store_one, store_workspace};

mod endings;
mod inquiries;
mod membership;
mod pace;
mod pictures;
mod quiet;
mod races;
mod retries;
mod session;
mod tokens;

const STATUS: &str = "https://hooks.example.com/twilio/status";

/// A workspace whose digest was composed, so that Maya's message with three buttons waits.
struct Desk {
    embedded: EmbeddedStore,
    queue: RecordingQueue,
    randomness: CountingRandomness,
    token_keys: TokenKeys,
    contents: ContentCache,
    health: SenderHealth,
    pepper: AddressPepper,
}

impl Desk {
    async fn start() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        let days = (0..=7).map(|days_before| report_day().saturating_sub(days_before.days()));
        let facts: Vec<_> = days
            .flat_map(|day| {
                [fact("retargeting-us", day, 900, 1_890), fact("prospecting-eu", day, 1_200, 5_280)]
            })
            .collect();
        embedded.store.save_facts(&maya().workspace, &facts, &|_| {}).await.unwrap();
        let queue = RecordingQueue::default();
        let deps =
            crate::digest::DigestDeps { store: &embedded.store, queue: &queue, clock: &FixedClock(now()) };
        let request = crate::digest::DigestRequest {
            workspace: maya().workspace,
            local_date: report_day().tomorrow().ok(),
        };
        crate::digest::send_digest(&deps, &request).await.unwrap();
        embedded.store.change_content_sids(&ContentSids::default(), approved()).await.unwrap();
        embedded.calls.take();
        queue.jobs.lock().unwrap().clear();
        Self {
            embedded,
            queue,
            randomness: CountingRandomness::default(),
            token_keys: testing::token_keys(),
            contents: ContentCache::read_at(now(), approved()),
            health: SenderHealth::default(),
            pepper: testing::pepper(),
        }
    }

    fn store(&self) -> &Store {
        &self.embedded.store
    }

    fn deps<'a>(&'a self, whatsapp: &'a dyn WhatsApp, clock: &'a FixedClock) -> DeliveryDeps<'a> {
        DeliveryDeps {
            store: self.store(),
            whatsapp,
            queue: &self.queue,
            clock,
            randomness: &self.randomness,
            pace: &NoRateLimit,
            health: &self.health,
            token_keys: &self.token_keys,
            pepper: &self.pepper,
            contents: &self.contents,
            status_callback: STATUS,
        }
    }

    /// Lets a worker handle Maya's job, `seconds` after the digest was composed.
    async fn deliver(&self, whatsapp: &dyn WhatsApp, seconds: i64) -> Delivered {
        deliver(&self.deps(whatsapp, &FixedClock(after(seconds))), &job()).await.unwrap()
    }

    async fn message(&self) -> Message {
        self.store().message(&maya().workspace, &job().message).await.unwrap().unwrap()
    }

    /// Changes Maya's consent, as STOP or START does.
    async fn consent(&self, consent: Consent) {
        let subscription = WhatsAppSubscription { consent, ..testing::subscription(&maya()) };
        store_one(self.store(), &Key::subscription(&maya().workspace, &maya().id), &subscription).await;
    }

    async fn talk(&self) -> Vec<WhatsAppConversationEntry> {
        self.store().latest_talk(&maya().workspace, &maya().id, 10).await.unwrap()
    }

    /// Returns the delays in seconds of the jobs that were queued for later.
    fn waiting(&self) -> Vec<i64> {
        let jobs = std::mem::take(&mut *self.queue.jobs.lock().unwrap());
        assert!(jobs.iter().all(|(queued, _)| *queued == job()), "another job was queued");
        jobs.into_iter().map(|(_, delay)| delay).collect()
    }
}

/// Returns the contents that the table has.
fn approved() -> BTreeMap<String, String> {
    by_key(&[("kpi_daily.en.v1", "HX1"), ("kpi_short.en.v1", "HX9"), ("report_2.any.v1", "HX2")])
}

fn by_key(contents: &[(&str, &str)]) -> BTreeMap<String, String> {
    contents.iter().map(|(key, sid)| ((*key).to_owned(), (*sid).to_owned())).collect()
}

/// Returns what a worker knows that has just read these contents.
fn known(contents: &[(&str, &str)]) -> ContentCache {
    ContentCache::read_at(now(), by_key(contents))
}

fn after(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn job() -> DeliveryJob {
    DeliveryJob {
        workspace: maya().workspace,
        member: maya().id,
        message: "d-20261006-maya".parse().unwrap(),
    }
}

fn sid(number: u32) -> MessageSid {
    format!("SM{number:032x}").parse().unwrap()
}

fn accepted(number: u32) -> Result<Accepted, SendFailure> {
    Ok(Accepted { sid: sid(number), status: MessageStatus::Queued })
}

fn variables(sent: &OutboundMessage) -> &BTreeMap<String, String> {
    match &sent.content {
        OutboundContent::Template { variables, .. } => variables,
        OutboundContent::Text(_) => panic!("a digest is a template"),
    }
}

/// A WhatsApp that must not be called.
fn silent() -> ScriptedWhatsApp {
    ScriptedWhatsApp::default()
}

#[tokio::test]
async fn an_accepted_message_leaves_its_attempt_and_an_entry_in_the_conversation() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    assert_eq!(desk.deliver(&whatsapp, 5).await, Delivered::Accepted);
    let message = desk.message().await;
    assert_eq!((message.state, message.rank), (MessageState::Accepted, MessageState::Accepted.rank()));
    let [attempt] = message.attempts.try_into().unwrap();
    assert_eq!((attempt.number, attempt.started_at, attempt.sid), (1, after(5), Some(sid(1).to_string())));
    assert_eq!(
        (attempt.ended, attempt.code, attempt.next_attempt_at),
        (Some(AttemptEnd::Accepted), None, None)
    );
    let [entry] = desk.talk().await.try_into().unwrap();
    assert_eq!(entry.said, Said::Sent { message: job().message, text: message.text });
    assert_eq!((entry.message_sid, entry.at), (sid(1).to_string(), after(5)));
    assert!(desk.waiting().is_empty());
}

#[tokio::test]
async fn twilio_gets_the_approved_content_the_address_and_where_to_report() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    desk.deliver(&whatsapp, 0).await;
    let sent = whatsapp.sent.lock().unwrap();
    assert_eq!(sent[0].to, testing::address(&maya()));
    assert_eq!(
        sent[0].status_callback,
        format!("{STATUS}?w=acme-store&m=d-20261006-maya&a=1#rc=3&rp=4xx,5xx,ct,rt")
    );
    let OutboundContent::Template { content_sid, .. } = &sent[0].content else {
        panic!("a digest is a template")
    };
    assert_eq!(content_sid, "HX1");
    assert_eq!(variables(&sent[0]).len(), 14, "11 lines and 3 buttons");
}

#[tokio::test]
async fn each_button_carries_a_token_that_is_good_and_stored_only_as_a_hash() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    desk.deliver(&whatsapp, 5).await;
    let sent = std::mem::take(&mut *whatsapp.sent.lock().unwrap());
    let table = desk.embedded.dump().await;
    let message = desk.message().await;
    for button in &message.buttons {
        let carried = &variables(&sent[0])[&button.variable.to_string()];
        let wire = if button.version_is_fixed_text { format!("v1.{carried}") } else { carried.clone() };
        let claims = desk.token_keys.open(&wire).unwrap();
        assert_eq!(
            (claims.purpose, &claims.target, &claims.member),
            (button.purpose, &button.target, &maya().id)
        );
        let stored = desk.store().read_link(&claims).await.unwrap().token.unwrap();
        assert_eq!(stored.valid_until, EpochSecond::from(after(5 + button.valid_for_seconds)));
        assert_eq!((stored.target_version, stored.state), (button.target_version, TokenState::Issued));
        let body = carried.rsplit('.').nth(1).unwrap();
        assert!(
            !table.contains(body) && table.contains(claims.hash().as_str()),
            "the token itself is stored"
        );
    }
    assert!(!format!("{sent:?}").contains("k1."), "a log line of what was sent has no token");
}

/// The cost of a message: one batched read, one transaction for the claim and its tokens, one for the answer.
#[tokio::test]
async fn a_message_costs_one_read_and_two_transactions() {
    let desk = Desk::start().await;
    desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 0).await;
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem", "TransactWriteItems", "TransactWriteItems"]);
}

/// The cost of a digest with three buttons from the job to its receipt, in units of 4 KB read and of 1 KB written; a
/// transaction and each index count again.
#[tokio::test]
async fn what_a_message_takes_from_the_job_to_its_receipt() {
    let desk = Desk::start().await;
    desk.embedded.calls.meter();
    let mut steps = Vec::new();
    let mut step = |what: &str| {
        let units = desk.embedded.calls.take_units();
        let sum = |of: fn(&embedded::CapacityUnits) -> f64| units.values().map(of).sum::<f64>();
        steps.push(format!("{what}: read {}, written {}", sum(|units| units.read), sum(|units| units.write)));
    };
    desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 0).await;
    step("claim and send");
    let attempt = AttemptReference { workspace: job().workspace, message: job().message, attempt: 1 };
    let news = (MessageState::Delivered, MessageStatus::Delivered);
    desk.store().move_up(&attempt, &sid(1), news, after(2)).await.unwrap();
    step("receipt");
    assert_eq!(steps, ["claim and send: read 3, written 27", "receipt: read 0, written 5"]);
}

/// The cost of a worker that has just started: what it does not know of the contents is one read more, once.
#[tokio::test]
async fn only_the_first_message_of_a_worker_reads_the_contents() {
    let desk = Desk { contents: ContentCache::default(), ..Desk::start().await };
    assert_eq!(desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 0).await, Delivered::Accepted);
    assert_eq!(
        desk.embedded.calls.take(),
        ["BatchGetItem", "BatchGetItem", "TransactWriteItems", "TransactWriteItems"]
    );
    let other = Message { id: "d-other".parse().unwrap(), ..testing::digest_in(MessageState::Queued) };
    store_one(desk.store(), &Key::message(&other.workspace, &other.id), &other).await;
    desk.embedded.calls.take();
    let (whatsapp, clock) = (ScriptedWhatsApp::answering([accepted(2)]), FixedClock(after(6)));
    let job = DeliveryJob { message: other.id, ..job() };
    assert_eq!(deliver(&desk.deps(&whatsapp, &clock), &job).await.unwrap(), Delivered::Accepted);
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem", "TransactWriteItems", "TransactWriteItems"]);
}

#[tokio::test]
async fn a_job_waits_while_the_contents_are_not_known_and_the_table_is_in_trouble() {
    let desk = Desk { contents: ContentCache::default(), ..Desk::start().await };
    let mut desk = Desk { embedded: desk.embedded.without_retries(), ..desk };
    desk.embedded = desk.embedded.with_faults(FaultPlan::at(1, Fault::NotConnected));
    let (whatsapp, clock) = (silent(), FixedClock(after(0)));
    assert!(deliver(&desk.deps(&whatsapp, &clock), &job()).await.is_err());
    let message = desk.message().await;
    assert_eq!((message.state, message.failure, message.attempts.len()), (MessageState::Queued, None, 0));
}

#[tokio::test]
async fn a_job_that_comes_twice_sends_once() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::Accepted);
    desk.embedded.calls.take();
    assert_eq!(desk.deliver(&whatsapp, 1).await, Delivered::NothingToDo);
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem"]);
}

#[tokio::test]
async fn a_job_for_a_message_that_is_not_there_does_nothing() {
    let desk = Desk::start().await;
    let deps = (silent(), FixedClock(now()));
    let elsewhere = DeliveryJob { workspace: "other".parse().unwrap(), ..job() };
    let unknown = DeliveryJob { message: "d-20261006-nobody".parse().unwrap(), ..job() };
    for job in [elsewhere, unknown] {
        assert_eq!(deliver(&desk.deps(&deps.0, &deps.1), &job).await.unwrap(), Delivered::NothingToDo);
    }
}

#[tokio::test]
async fn a_job_that_names_another_person_sends_nothing_in_anybodys_name() {
    let desk = Desk::start().await;
    let whatsapp = silent();
    let clock = FixedClock(now());
    let forged = DeliveryJob { member: testing::lee().id, ..job() };
    assert_eq!(deliver(&desk.deps(&whatsapp, &clock), &forged).await.unwrap(), Delivered::NothingToDo);
    assert_eq!(desk.message().await.state, MessageState::Queued);
}
