//! The operations for tests and the phone page, below `/sim`.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::callbacks;
use super::clock;
use super::inbound::{Arrival, Outcome, Tap, receive};
use super::message::ChoiceKind;
use super::phone::view::{MessageView, PersonView};
use super::state::{App, Phone};

/// The reasons why a hook fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HookProblem {
    #[error("there is no person with this id")]
    NoSuchPerson,
    #[error("there is no message with this SID")]
    NoSuchMessage,
    #[error("the message has no button with this index")]
    NoSuchButton,
    #[error("this button acts on the phone and sends nothing")]
    SendsNothing,
    #[error("the message never arrived on the phone")]
    NeverArrived,
    #[error("a message needs a text of 1 to 1600 characters")]
    BadText,
}

impl IntoResponse for HookProblem {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NoSuchPerson | Self::NoSuchMessage => StatusCode::NOT_FOUND,
            Self::NoSuchButton | Self::SendsNothing | Self::NeverArrived | Self::BadText => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
        };
        (status, Json(json!({ "error": self.to_string() }))).into_response()
    }
}

/// A tap on the button with this index.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TapRequest {
    message: String,
    button: usize,
}

/// A typed message.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SayRequest {
    text: String,
    #[serde(default)]
    replied_to: Option<String>,
}

/// An irregular message: any person's tap or text, with fields replaced or, by `null`, omitted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawRequest {
    tap: Option<TapRequest>,
    text: String,
    forwarded: bool,
    hidden_number: bool,
    fields: BTreeMap<String, Option<String>>,
}

/// The messages that the phone is showing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadRequest {
    messages: Vec<String>,
}

/// How a phone behaves from now on; absent switches are left unchanged.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switches {
    reads_at_once: Option<bool>,
    hides_number: Option<bool>,
    /// Sets the time of the person's last message, which opens or closes the session.
    last_inbound: Option<Timestamp>,
    /// Closes the session as if the person had never written.
    #[serde(default)]
    forget_session: bool,
}

/// The result of a tap or a text.
#[derive(Debug, Serialize)]
pub(crate) struct HookAnswer {
    sid: String,
    status: Option<u16>,
    error_code: Option<u32>,
    replies: Vec<MessageView>,
}

/// Returns every person with the state of their chat.
pub(crate) fn people(app: &App) -> Vec<PersonView> {
    let now = clock::now();
    let world = app.world();
    world.people.iter().map(|phone| PersonView::new(&world, &app.account, phone, now)).collect()
}

/// Sets how a phone behaves.
///
/// # Errors
/// Fails for an unknown person.
pub(crate) fn switch(app: &App, person: &str, switches: &Switches) -> Result<Json<PersonView>, HookProblem> {
    let mut world = app.world();
    let phone = world.people.iter_mut().find(|phone| phone.person.id == person);
    let phone = phone.ok_or(HookProblem::NoSuchPerson)?;
    phone.reads_at_once = switches.reads_at_once.unwrap_or(phone.reads_at_once);
    phone.hides_number = switches.hides_number.unwrap_or(phone.hides_number);
    let phone = phone.clone();
    if switches.forget_session || switches.last_inbound.is_some() {
        world.set_window(person, &app.account.sender, switches.last_inbound);
    }
    let view = PersonView::new(&world, &app.account, &phone, clock::now());
    drop(world);
    app.announce();
    Ok(Json(view))
}

/// Taps a button or picks a row.
///
/// # Errors
/// Fails for unknown people, messages and buttons, and for buttons that send nothing.
pub(crate) async fn tap(
    app: &App,
    person: &str,
    request: TapRequest,
) -> Result<Json<HookAnswer>, HookProblem> {
    let phone = phone(app, person)?;
    let tap = Some(find_tap(app, Some(person), &request)?);
    Ok(answer(app, receive(app, &phone, Arrival { tap, ..Arrival::default() }).await))
}

/// Sends a typed message.
///
/// # Errors
/// Fails for unknown people, blank texts and texts that WhatsApp at Twilio cannot carry.
pub(crate) async fn say(
    app: &App,
    person: &str,
    request: SayRequest,
) -> Result<Json<HookAnswer>, HookProblem> {
    let phone = phone(app, person)?;
    if request.text.trim().is_empty() || request.text.chars().count() > 1600 {
        return Err(HookProblem::BadText);
    }
    let arrival = Arrival { text: request.text, quoted: request.replied_to, ..Arrival::default() };
    Ok(answer(app, receive(app, &phone, arrival).await))
}

/// Sends an irregular message, as attackers, forwarders and old phones do.
///
/// # Errors
/// Fails for unknown people, messages and buttons.
pub(crate) async fn raw(
    app: &App,
    person: &str,
    request: RawRequest,
) -> Result<Json<HookAnswer>, HookProblem> {
    let phone = phone(app, person)?;
    // Anybody may have a forwarded button, so the message may be in another chat.
    let tap = request.tap.map(|tap| find_tap(app, None, &tap)).transpose()?;
    let arrival = Arrival {
        text: request.text,
        tap,
        quoted: None,
        forwarded: request.forwarded,
        hidden_number: request.hidden_number,
        overrides: request.fields,
    };
    Ok(answer(app, receive(app, &phone, arrival).await))
}

/// Records that the phone has shown messages.
///
/// # Errors
/// Fails for an unknown person.
pub(crate) fn read(app: &App, person: &str, request: &ReadRequest) -> Result<StatusCode, HookProblem> {
    phone(app, person)?;
    callbacks::mark_read(app, person, &request.messages);
    Ok(StatusCode::NO_CONTENT)
}

/// Clears chats, sessions, faults, calls and errors.
pub(crate) fn reset(app: &App) -> StatusCode {
    app.world().reset();
    app.announce();
    StatusCode::NO_CONTENT
}

/// Returns the requests that the API received.
pub(crate) fn calls(app: &App) -> Value {
    json!({ "calls": app.world().calls.list() })
}

/// Returns the log of failed webhooks.
pub(crate) fn debugger(app: &App) -> Value {
    json!({ "entries": app.world().debugger })
}

fn phone(app: &App, person: &str) -> Result<Phone, HookProblem> {
    app.world().phone(person).cloned().ok_or(HookProblem::NoSuchPerson)
}

fn find_tap(app: &App, chat: Option<&str>, request: &TapRequest) -> Result<Tap, HookProblem> {
    let world = app.world();
    let message = world
        .message(&request.message)
        .filter(|message| chat.is_none_or(|person| message.person.as_deref() == Some(person)));
    let message = message.ok_or(HookProblem::NoSuchMessage)?;
    if message.failure.is_some() {
        return Err(HookProblem::NeverArrived);
    }
    let choice = message.composition.choices.get(request.button).ok_or(HookProblem::NoSuchButton)?;
    match choice.kind {
        ChoiceKind::Reply { .. } | ChoiceKind::ListItem { .. } => {
            Ok(Tap { message: message.sid.clone(), choice: choice.clone(), on_template: message.as_template })
        }
        ChoiceKind::Url { .. } | ChoiceKind::Phone { .. } | ChoiceKind::CopyCode { .. } => {
            Err(HookProblem::SendsNothing)
        }
    }
}

fn answer(app: &App, outcome: Outcome) -> Json<HookAnswer> {
    let world = app.world();
    let replies = outcome.replies.iter().filter_map(|sid| world.message(sid)).map(MessageView::new).collect();
    Json(HookAnswer { sid: outcome.sid, status: outcome.status, error_code: outcome.error, replies })
}
