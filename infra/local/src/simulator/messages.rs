//! The Messages API: sending, fetching, listing, redacting and deleting.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::Value;

pub(crate) mod listing;
mod request;
pub(crate) mod resource;

use super::faults::{Attempt, Effects, FailureStatus, RequestFault};
use super::form::Form;
use super::message::{Composition, Direction, Message};
use super::refusal::{INVALID_CONTENT, NOT_FOUND, Refusal, UNAVAILABLE};
use super::state::{App, World};
use super::{callbacks, clock, delivery};

use request::{SendRequest, Text};

/// Accepts a message as `POST …/Messages.json` does, including faults.
pub(crate) async fn create(app: &App, body: &[u8]) -> Response {
    let form = Form::parse(body);
    let effects = effects(app, &form);
    match effects.request {
        Some(RequestFault::Answer { code, accepted: false }) => Refusal::from_code(code).into_response(),
        Some(RequestFault::Silence { accepted: false }) => silence(app).await,
        Some(RequestFault::Answer { code, accepted: true }) => match accept(app, &form, &effects) {
            Ok(_) => Refusal::from_code(code).into_response(),
            Err(refusal) => refusal.into_response(),
        },
        Some(RequestFault::Silence { accepted: true }) => match accept(app, &form, &effects) {
            Ok(_) => silence(app).await,
            Err(refusal) => refusal.into_response(),
        },
        Some(RequestFault::Refuse { .. }) | None => match accept(app, &form, &effects) {
            Ok(resource) => (StatusCode::CREATED, Json(resource)).into_response(),
            Err(refusal) => refusal.into_response(),
        },
    }
}

/// Returns one message.
///
/// # Errors
/// Refuses an unknown SID.
pub(crate) fn fetch(app: &App, sid: &str) -> Result<Value, Refusal> {
    let world = app.world();
    let message = world.message(sid).ok_or_else(|| Refusal::from_code(NOT_FOUND))?;
    Ok(resource::document(&app.account, message))
}

/// Removes the text of a message, the only change that the simulated API allows.
///
/// # Errors
/// Refuses an unknown SID and every other change.
pub(crate) fn redact(app: &App, sid: &str, body: &[u8]) -> Result<Value, Refusal> {
    if Form::parse(body).value("Body") != Some("") {
        return Err(Refusal::malformed("only an empty Body can be set on a message"));
    }
    let mut world = app.world();
    let message = world.message_mut(sid).ok_or_else(|| Refusal::from_code(NOT_FOUND))?;
    message.composition = Composition::default();
    message.updated = clock::now();
    Ok(resource::document(&app.account, message))
}

/// Deletes a message.
///
/// # Errors
/// Refuses an unknown SID.
pub(crate) fn delete(app: &App, sid: &str) -> Result<(), Refusal> {
    let mut world = app.world();
    let before = world.messages.len();
    world.messages.retain(|message| message.sid != sid);
    if world.messages.len() < before { Ok(()) } else { Err(Refusal::from_code(NOT_FOUND)) }
}

/// Never responds while the caller waits; only the end of the simulator ends the request.
async fn silence(app: &App) -> Response {
    app.stop_signal().await;
    Refusal::from_code(UNAVAILABLE).into_response()
}

fn effects(app: &App, form: &Form) -> Effects {
    let to = form.given("To").unwrap_or_default();
    let mut world = app.world();
    let person = world.owner_of(to).map(|phone| phone.person.id.clone());
    let attempt = Attempt { to, person: person.as_deref(), content_sid: form.given("ContentSid") };
    world.faults.effects(attempt)
}

/// Checks a request, stores the message and starts its delivery.
fn accept(app: &App, form: &Form, effects: &Effects) -> Result<Value, Refusal> {
    let request = SendRequest::parse(form, &app.account.sender)?;
    if let Some(RequestFault::Refuse { code }) = effects.request {
        return Err(Refusal::from_code(code));
    }
    let now = clock::now();
    let mut world = app.world();
    let message = compose(&mut world, request, effects, now)?;
    let document = resource::document(&app.account, &message);
    let sid = message.sid.clone();
    world.messages.push(message);
    drop(world);
    app.announce();
    callbacks::follow(app, sid);
    Ok(document)
}

fn compose(
    world: &mut World,
    request: SendRequest,
    effects: &Effects,
    now: Timestamp,
) -> Result<Message, Refusal> {
    let person = world.owner_of(&request.to).map(|phone| phone.person.id.clone());
    let open = person.as_deref().is_some_and(|person| world.window_is_open(person, &request.from, now));
    let (payload, content_sid) = match request.text {
        Text::FreeForm(composition) => (delivery::Payload::FreeForm(composition), None),
        Text::Content { sid, values, with_body } => {
            let content = world.content(&sid).ok_or_else(|| Refusal::from_code(INVALID_CONTENT))?;
            let paused = effects.template_paused || world.faults.shows_paused(&sid);
            let status = content.approval_status(paused);
            (delivery::Payload::Content { content, status, values, with_body }, Some(sid))
        }
    };
    let decision = delivery::decide(person.is_some(), open, payload);
    let prefix = if content_sid.is_some() { "MM" } else { "SM" };
    let mut message = Message::outbound(world.ids.sid(prefix), Direction::OutboundApi, now);
    message.callbacks = effects.callbacks;
    message.person = person;
    message.to = request.to;
    message.from = request.from;
    message.content_sid = content_sid;
    message.status_callback = request.status_callback;
    message.composition = decision.composition;
    message.as_template = decision.as_template;
    message.failure = decision.failure.map(|code| (code, ordinary_failure(code))).or(effects.failure);
    Ok(message)
}

/// Returns how a message fails without a fault rule: content that WhatsApp rejects fails at sending, an unreachable
/// recipient at delivery.
fn ordinary_failure(code: u32) -> FailureStatus {
    if code == delivery::INVALID_RECIPIENT { FailureStatus::Undelivered } else { FailureStatus::Failed }
}
