//! What one sender may cause: a thousand messages on every path, and what follows from them.

mod cards;
mod hidden;
mod paths;

use super::*;
use domain::address::WhatsAppAddress;
use domain::inbound::budget::MOST_MESSAGES;
use domain::insight::record::DayFindings;
use domain::instant::EpochSecond;
use domain::message::{Message, MessageState};
use domain::testing::{
    adjustment, alerts, anna, claims, lee, maya, member, phone, recommendation, report_day, stored_token,
};
use domain::token::{Action, TokenClaims, WhatsAppActionToken};
use domain::workspace::Role;
use jiff::ToSpan;
use paths::{KEYWORDS, NEW_OWNER, TAPS, UNKNOWN, WORDS};
use std::collections::HashSet;
use std::fmt::Write as _;

const MANY: u32 = 1_000;

/// Returns the parameters of the message with this number.
type Parameters = fn(&Buttons, u32) -> Vec<(&'static str, String)>;

/// Sealed tokens, as buttons carry them.
struct Buttons {
    approve: String,
    alerts: String,
    assign: String,
    of_lee: String,
    row: String,
    expired: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sender {
    Maya,
    Anna,
    Unknown,
    /// Maya's number, with the business-scoped id of somebody else.
    NewOwner,
}

struct Path {
    name: &'static str,
    from: Sender,
    parameters: Parameters,
}

/// What followed from the messages of a path.
#[derive(Debug, Default, PartialEq, Eq)]
struct Caused {
    replies: usize,
    /// Requests to the table that wrote something.
    writes: usize,
    messages: usize,
    events: usize,
}

impl Scene {
    /// Stores what the buttons are about, and returns them.
    async fn with_buttons(&self) -> Buttons {
        let (shift, what) = (adjustment(), recommendation());
        self.put(&Key::adjustment(&shift.workspace, &shift.id), &shift).await;
        self.put(&Key::recommendation(&what.workspace, &what.id), &what).await;
        let found = alerts();
        let day = DayFindings {
            workspace: workspace().id,
            day: report_day(),
            alert_count: found.len(),
            alerts: found.into_iter().map(|alert| alert.finding).collect(),
            adjustment: Some(shift.id.clone()),
            confidence: None,
        };
        self.put(&Key::day(&day.workspace, day.day), &day).await;
        let (shift, what) = (shift.id.to_string(), what.id.to_string());
        let day = report_day().to_string();
        Buttons {
            approve: self.button(&claims(&maya(), Action::ApproveShift, &shift, 1), 1).await,
            alerts: self.button(&claims(&maya(), Action::ShowAlerts, &day, 2), 0).await,
            assign: self.button(&claims(&maya(), Action::AssignRecommendation, &what, 3), 1).await,
            of_lee: self.button(&claims(&lee(), Action::ApproveShift, &shift, 4), 1).await,
            row: self.row(&claims(&maya(), Action::PickAssignee, &what, 5)).await,
            expired: self.expired(&claims(&maya(), Action::ApproveShift, &shift, 6)).await,
        }
    }

    async fn button(&self, claims: &TokenClaims, version: u64) -> String {
        self.issue(claims, &stored_token(claims, version)).await
    }

    /// Stores the row of a list that names Lee.
    async fn row(&self, claims: &TokenClaims) -> String {
        let detail = Some("lee".to_owned());
        self.issue(claims, &WhatsAppActionToken { detail, ..stored_token(claims, 1) }).await
    }

    async fn expired(&self, claims: &TokenClaims) -> String {
        let valid_until = EpochSecond::from(now());
        self.issue(claims, &WhatsAppActionToken { valid_until, ..stored_token(claims, 1) }).await
    }

    async fn issue(&self, claims: &TokenClaims, token: &WhatsAppActionToken) -> String {
        self.put(&Key::token(&claims.workspace, &claims.hash()), token).await;
        self.keys.seal(claims).as_str().to_owned()
    }

    /// Takes the jobs that were queued and returns how many different ones there were.
    fn jobs_taken(&self) -> usize {
        let jobs = std::mem::take(&mut *self.queue.jobs.lock().unwrap());
        let messages: HashSet<_> = jobs.iter().map(|(job, _)| job.message.as_str()).collect();
        messages.len() + std::mem::take(&mut *self.queue.others.lock().unwrap()).len()
    }

    async fn events(&self) -> usize {
        self.store().audit(&workspace().id).await.unwrap().len()
    }

    async fn cause(&self, path: &Path, numbers: std::ops::Range<u32>, buttons: &Buttons) -> Caused {
        self.embedded.journal.keep();
        self.embedded.journal.take();
        let before = self.events().await;
        let mut caused = Caused::default();
        for number in numbers {
            let answer = self.receive(&message(path, number, buttons)).await;
            caused.replies += usize::from(matches!(answer, InboundAnswer::Say(_)));
        }
        (caused.writes, caused.messages) = (self.embedded.journal.length(), self.jobs_taken());
        caused.events = self.events().await - before;
        caused
    }
}

fn message(path: &Path, number: u32, buttons: &Buttons) -> InboundMessage {
    let from = match path.from {
        Sender::Maya | Sender::NewOwner => maya(),
        Sender::Anna => anna(),
        Sender::Unknown => member("stranger", "Somebody", Role::Owner),
    };
    let parameters = (path.parameters)(buttons, number);
    let parameters: Vec<(&str, &str)> =
        parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let message = inbound(&from, number, &parameters);
    if path.from != Sender::NewOwner {
        return message;
    }
    let address = |text: String| WhatsAppAddress::from_parameter(&format!("whatsapp:{text}")).unwrap();
    InboundMessage { senders: vec![address(phone(&maya())), address("US.999".into())], ..message }
}

fn path(name: &str) -> &'static Path {
    [KEYWORDS, WORDS, TAPS].into_iter().flatten().find(|path| path.name == name).unwrap()
}

async fn a_thousand(path: &Path) -> Caused {
    let scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    scene.cause(path, 1..MANY + 1, &buttons).await
}

/// Lays out what a thousand messages of each path cause.
async fn table(paths: &[Path]) -> String {
    let mut lines = String::new();
    for path in paths {
        let Caused { replies, writes, messages, events } = a_thousand(path).await;
        let name = path.name;
        writeln!(lines, "{name}: {replies} replies, {writes} writes, {messages} messages, {events} events")
            .unwrap();
    }
    lines
}

#[tokio::test]
async fn a_thousand_keywords_of_a_member_are_answered_a_hundred_times() {
    insta::assert_snapshot!(table(KEYWORDS).await, @r"
    HELP: 100 replies, 202 writes, 0 messages, 1 events
    STOP: 100 replies, 202 writes, 0 messages, 2 events
    START: 100 replies, 202 writes, 0 messages, 1 events
    HELP that Twilio answered: 1 replies, 202 writes, 0 messages, 1 events
    STOP and START in turn: 100 replies, 202 writes, 0 messages, 100 events
    ");
}

#[tokio::test]
async fn of_a_thousand_texts_of_a_member_a_hundred_are_kept_and_few_are_answered() {
    insta::assert_snapshot!(table(WORDS).await, @r"
    words: 1 replies, 202 writes, 0 messages, 1 events
    words and HELP in turn: 50 replies, 202 writes, 0 messages, 1 events
    a sticker: 6 replies, 202 writes, 0 messages, 1 events
    a picture: 6 replies, 202 writes, 0 messages, 1 events
    assign Lee: 7 replies, 202 writes, 2 messages, 101 events
    assign: 2 replies, 202 writes, 4 messages, 1 events
    a token as text: 6 replies, 202 writes, 0 messages, 1 events
    a reaction: 0 replies, 0 writes, 0 messages, 0 events
    a viewer's Assign: 6 replies, 202 writes, 0 messages, 101 events
    ");
}

#[tokio::test]
async fn a_thousand_taps_of_a_member_are_answered_a_hundred_times_and_bring_their_cards_once() {
    insta::assert_snapshot!(table(TAPS).await, @r"
    Approve: 100 replies, 202 writes, 1 messages, 101 events
    View alerts: 2 replies, 202 writes, 3 messages, 1 events
    Assign: 1 replies, 202 writes, 1 messages, 1 events
    View alerts and Assign in turn: 2 replies, 202 writes, 4 messages, 1 events
    a row of a list: 100 replies, 202 writes, 2 messages, 101 events
    an expired button: 100 replies, 202 writes, 1 messages, 101 events
    a made-up button: 100 replies, 202 writes, 0 messages, 1 events
    a colleague's button: 100 replies, 103 writes, 0 messages, 2 events
    ");
}

#[tokio::test]
async fn a_thousand_messages_of_somebody_unknown_get_silence_and_are_one_event_at_most() {
    insta::assert_snapshot!(table(UNKNOWN).await, @r"
    unknown: words: 0 replies, 0 writes, 0 messages, 0 events
    unknown: STOP: 0 replies, 0 writes, 0 messages, 0 events
    unknown: START: 0 replies, 0 writes, 0 messages, 0 events
    unknown: a made-up button: 0 replies, 0 writes, 0 messages, 0 events
    unknown: a genuine button: 0 replies, 103 writes, 0 messages, 2 events
    ");
}

#[tokio::test]
async fn a_thousand_messages_of_the_new_owner_of_a_number_are_one_event_for_what_they_tried() {
    insta::assert_snapshot!(table(NEW_OWNER).await, @r"
    new owner: words: 0 replies, 102 writes, 0 messages, 1 events
    new owner: START: 0 replies, 103 writes, 0 messages, 2 events
    new owner: a genuine button: 100 replies, 103 writes, 0 messages, 2 events
    ");
}

#[tokio::test]
async fn past_the_budget_a_stop_is_heard_in_silence_and_the_next_hour_begins_anew() {
    let mut scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    scene.cause(path("words"), 1..MANY + 1, &buttons).await;
    let stop = path("STOP");
    assert_eq!(
        scene.cause(stop, 2_001..2_011, &buttons).await,
        Caused { writes: 1, events: 1, ..Caused::default() }
    );
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    assert_eq!(scene.cause(path("START"), 2_011..2_021, &buttons).await, Caused::default());
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    scene.clock = FixedClock(now() + 1.hour());
    assert_eq!(
        scene.write(&maya(), 3_000, "START").await,
        "Welcome back. Your daily reports continue with the next one."
    );
}

#[tokio::test]
async fn the_last_reply_of_an_hour_says_so_and_the_audit_log_says_how_many_there_were() {
    let scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    scene.cause(path("HELP"), 1..MOST_MESSAGES, &buttons).await;
    let last = scene.write(&maya(), MOST_MESSAGES, "HELP").await;
    let (help, notice) = last.rsplit_once("\n\n").unwrap();
    assert!(help.starts_with("This number sends your daily advertising report"), "{help}");
    let expected = "That was message number 100 within an hour. For the next 53 minutes nothing but STOP is read; please send anything else again after that.";
    assert_eq!(notice, expected);
    assert_eq!(scene.receive(&message(path("HELP"), 500, &buttons)).await, InboundAnswer::Silence);
    let events = scene.store().audit(&workspace().id).await.unwrap();
    let [event] = &events[..] else { panic!("{events:?}") };
    let said = format!("{:?} {} {:?} {:?}", event.verb, event.object, event.outcome, event.after);
    let expected = "WriteMessages phone of maya Denied { reason: \"budget_spent\" } \
                    Some(\"100 messages handled, silent for 53 minutes\")";
    assert_eq!(said, expected);
}

#[tokio::test]
async fn the_same_message_again_and_again_counts_once_and_has_its_reply_also_past_the_budget() {
    let scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    let (help, approve) = (path("HELP"), path("Approve"));
    let first = [
        scene.receive(&message(help, 1, &buttons)).await,
        scene.receive(&message(approve, 2, &buttons)).await,
    ];
    let again = async || {
        [
            scene.receive(&message(help, 1, &buttons)).await,
            scene.receive(&message(approve, 2, &buttons)).await,
        ]
    };
    for _again in 0..150 {
        assert_eq!(again().await, first);
    }
    assert_eq!(
        scene.cause(path("words"), 3..102, &buttons).await.writes,
        198,
        "99 counts, 98 entries and one event"
    );
    assert_eq!(scene.receive(&message(help, 300, &buttons)).await, InboundAnswer::Silence);
    assert_eq!(again().await, first);
}

#[tokio::test]
async fn a_message_of_the_hour_before_has_its_reply_again_although_this_hour_is_spent() {
    let mut scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    let messages = [message(path("HELP"), 1, &buttons), message(path("Approve"), 2, &buttons)];
    let first = [scene.receive(&messages[0]).await, scene.receive(&messages[1]).await];
    scene.clock = FixedClock(now() + 1.hour());
    scene.cause(path("words"), 3..106, &buttons).await;
    assert_eq!([scene.receive(&messages[0]).await, scene.receive(&messages[1]).await], first);
}

#[tokio::test]
async fn a_stop_is_heard_although_it_cannot_be_counted() {
    let stop = inbound(&maya(), 1, &[("Body", "STOP")]);
    let scene = Scene::start().await;
    scene.receive(&stop).await;
    let count = scene.embedded.calls.take().iter().position(|call| call == "UpdateItem").unwrap();

    let scene = Scene::start().await;
    let worker = scene.embedded.another_worker().without_retries();
    let worker = worker.with_faults(embedded::FaultPlan::at(count, embedded::Fault::NotConnected));
    let deps = InboundDeps { store: &worker.store, ..scene.deps() };
    assert_eq!(receive(&deps, &stop).await.unwrap(), InboundAnswer::Silence);
    assert_eq!(worker.calls.take_faults().len(), 1);
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
}

#[tokio::test]
async fn a_stop_past_the_budget_is_heard_although_the_consent_was_read_before_it_was_given() {
    let scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    scene.cause(path("HELP"), 1..MOST_MESSAGES + 1, &buttons).await;
    scene.receive(&inbound(&maya(), 500, &[("Body", "STOP")])).await;
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    let again = scene.cause(path("STOP"), 600..610, &buttons).await;
    assert_eq!(again, Caused::default(), "what had ended leaves nothing");
}

#[tokio::test]
async fn a_sender_has_one_budget_in_all_workspaces() {
    let scene = Scene::start().await;
    messages::also_in_beta_shop(&scene).await;
    let buttons = scene.with_buttons().await;
    let caused = scene.cause(path("HELP"), 1..201, &buttons).await;
    assert_eq!(caused.replies, 100);
    let of_beta = scene.store().audit(&"beta-shop".parse().unwrap()).await.unwrap();
    assert_eq!((caused.events, of_beta.len()), (1, 1), "each workspace is told");
}
