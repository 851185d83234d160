//! What people do on their phones, and the signed webhooks that the product receives as a result.

use jiff::{SignedDuration, Timestamp};

mod arrival;
pub(crate) mod twiml;

pub(crate) use arrival::{Arrival, Tap};

use super::callbacks;
use super::clock;
use super::debugger::{CONNECTION_FAILED, Entry, meaning};
use super::form::Form;
use super::message::{Composition, Direction, Message, WebhookState};
use super::overrides::Target;
use super::state::{App, Phone};
use super::webhook;
use twiml::{Reply, Verdict};

/// How long Twilio includes the message that is replied to.
const REPLY_MEMORY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The result of one inbound message.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) sid: String,
    /// The HTTP status of the webhook, or `None` without a response.
    pub(crate) status: Option<u16>,
    /// The code in Twilio's error log.
    pub(crate) error: Option<u32>,
    /// The replies, by SID.
    pub(crate) replies: Vec<String>,
}

/// Receives a message from a phone: stores it, opens the session, posts the webhook and accepts the replies.
pub(crate) async fn receive(app: &App, phone: &Phone, arrival: Arrival) -> Outcome {
    let now = clock::now();
    let (urls, token, form) = {
        let mut world = app.world();
        let sid = world.ids.sid("SM");
        let replied_to = arrival
            .replied_to()
            .and_then(|sid| world.message(sid))
            .filter(|message| now.duration_since(message.created) < REPLY_MEMORY);
        let form = arrival.form(&app.account, phone, &sid, replied_to);
        ((world.inbound_url.clone(), world.fallback_url.clone()), world.ids.uuid(), form)
    };
    let sid = form.value("MessageSid").unwrap_or_default().to_owned();
    keep(app, phone, &arrival, &form, now);
    let (Some(url), fallback) = urls else { return finish(app, &sid, None, Verdict::Nothing, "") };
    let (status, verdict) = ask(app, &url, &form, &token).await;
    match (verdict, fallback) {
        (Verdict::Problem(code), Some(fallback)) => {
            log_problem(app, &sid, status, code);
            let (status, verdict) = ask(app, &fallback, &after_error(form, code, &url), &token).await;
            finish(app, &sid, status, verdict, &fallback)
        }
        (verdict, _) => finish(app, &sid, status, verdict, &url),
    }
}

/// Posts the webhook to an address, and returns the status, if there is one, and what the response means.
async fn ask(app: &App, url: &str, form: &Form, token: &str) -> (Option<u16>, Verdict) {
    match webhook::post(app, url, form, token).await {
        Ok(answer) => (Some(answer.status), twiml::classify(&answer)),
        Err(_) => (None, Verdict::Problem(CONNECTION_FAILED)),
    }
}

/// Returns the form for the fallback address, which says what failed where.
fn after_error(mut form: Form, code: u32, url: &str) -> Form {
    form.push("ErrorCode", code.to_string());
    form.push("ErrorUrl", Target::of(url).address);
    form
}

fn log_problem(app: &App, sid: &str, status: Option<u16>, code: u32) {
    let (message_sid, time) = (sid.to_owned(), clock::now());
    app.world().debugger.push(Entry { code, message: meaning(code), message_sid, status, time });
}

/// Adds the message to the chat, once per SID, and opens the session.
fn keep(app: &App, phone: &Phone, arrival: &Arrival, form: &Form, now: Timestamp) {
    let field = |name: &str| form.value(name).unwrap_or_default().to_owned();
    let mut world = app.world();
    let person = world.owner_of(&field("From")).map_or(&phone.person.id, |owner| &owner.person.id).clone();
    world.open_window(&person, &field("To"), now);
    if world.message(&field("MessageSid")).is_none() {
        let mut message = Message::inbound(field("MessageSid"), &person, field("Body"), now);
        message.from = field("From");
        message.to = field("To");
        message.replied_to = arrival.replied_to().map(str::to_owned);
        world.messages.push(message);
    }
    drop(world);
    app.announce();
}

fn finish(app: &App, sid: &str, status: Option<u16>, verdict: Verdict, url: &str) -> Outcome {
    let state = if verdict.is_problem() { WebhookState::Failed } else { WebhookState::Answered };
    if let Some(message) = app.world().message_mut(sid) {
        message.webhook = Some(state);
    }
    let mut outcome = Outcome { sid: sid.to_owned(), status, error: None, replies: Vec::new() };
    match verdict {
        Verdict::Nothing => {}
        Verdict::Replies(replies) => {
            outcome.replies =
                replies.into_iter().filter_map(|reply| take_reply(app, sid, reply, url)).collect();
        }
        Verdict::Problem(code) => {
            outcome.error = Some(code);
            log_problem(app, sid, status, code);
        }
    }
    app.announce();
    outcome
}

/// Sends a reply of the webhook as a separate message, which is by definition inside the session.
fn take_reply(app: &App, inbound: &str, reply: Reply, url: &str) -> Option<String> {
    let mut world = app.world();
    let (person, to, from) = {
        let message = world.message(inbound)?;
        (message.person.clone(), message.from.clone(), message.to.clone())
    };
    let sid = world.ids.sid("SM");
    let mut message = Message::outbound(sid.clone(), Direction::OutboundReply, clock::now());
    (message.person, message.to, message.from) = (person, to, from);
    message.status_callback = reply.callback.and_then(|callback| absolute(url, &callback));
    message.composition = Composition { body: reply.body, media: reply.media, ..Composition::default() };
    world.messages.push(message);
    drop(world);
    callbacks::follow(app, sid.clone());
    Some(sid)
}

fn absolute(base: &str, address: &str) -> Option<String> {
    let base = reqwest::Url::parse(base).ok()?;
    base.join(address).ok().map(String::from)
}
