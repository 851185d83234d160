//! The typing indicator: shown below a message of a person until the next message to them, for 25 seconds at most.

use axum::Json;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::clock;
use super::form::Form;
use super::message::Direction;
use super::refusal::{NOT_FOUND, Refusal};
use super::state::{App, World};

/// For how long the indicator is shown without an answer.
const SHOWN: SignedDuration = SignedDuration::from_secs(25);

/// Shows the indicator, as `POST /v2/Indicators/Typing.json` does. What it was shown for counts as read.
///
/// # Errors
/// Refuses other channels, and messages that no person wrote.
pub(crate) fn show(app: &App, body: &[u8]) -> Result<Json<Value>, Refusal> {
    let form = Form::parse(body);
    if form.value("channel") != Some("whatsapp") {
        return Err(Refusal::malformed("the channel of a typing indicator is whatsapp"));
    }
    let sid = form.value("messageId").unwrap_or_default();
    let mut world = app.world();
    let asked = world.message(sid).filter(|message| message.direction == Direction::Inbound);
    let person =
        asked.and_then(|message| message.person.clone()).ok_or_else(|| Refusal::from_code(NOT_FOUND))?;
    world.typing.insert(person, clock::now());
    drop(world);
    app.announce();
    Ok(Json(json!({ "success": true })))
}

/// Reports whether the business types to a person.
pub(crate) fn is_shown(world: &World, person: &str) -> bool {
    let Some(since) = world.typing.get(person) else { return false };
    let is_answer = |message: &super::message::Message| {
        message.person.as_deref() == Some(person)
            && message.direction != Direction::Inbound
            && message.created >= *since
    };
    clock::now().duration_since(*since) <= SHOWN && !world.messages.iter().any(is_answer)
}
