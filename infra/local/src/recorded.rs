//! `make invoke`: adapts a recorded event to the running stack. A Twilio request is moved to the stack's own address and
//! signed again with its own token, and a tap gets the token of the digest that is currently on the phone.

use command_center::domain::text::hex;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use command_center::domain::clock::{NoRandomness, Randomness, SystemRandomness};
use command_center::domain::inbound::Form;
use command_center::domain::inbound::signature::sign;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::stack_file::stack_json;
use crate::tools::local_folder;

/// The case of which only the address is adapted: a request that was not signed by Twilio.
const FORGED: &str = "webhook.forged.json";
/// The case whose button is not adapted: a forged token.
const FORGED_BUTTON: &str = "webhook.button-forged.json";

/// The reasons why an event cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// There is no such event.
    #[error("{} cannot be read: events/README.md lists the recorded events", .0.display())]
    NoSuchEvent(PathBuf),
    /// The recorded file is not a request.
    #[error("{} is no recorded request: record it again", .0.display())]
    NotARequest(PathBuf),
    /// The prepared event cannot be written.
    #[error("target/local cannot be written: check its permissions")]
    Folder(#[source] std::io::Error),
    /// There is no randomness for a message identifier.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

#[derive(Deserialize)]
struct RunningStack {
    public_url: String,
    inbound_url: String,
    status_url: String,
    twilio_url: String,
    account_sid: String,
    auth_token: String,
    sender: String,
    members: Vec<RunningMember>,
}

#[derive(Deserialize)]
struct RunningMember {
    id: String,
    phone: Option<String>,
}

/// Returns the file to invoke a function with: the recorded one, or, for a Twilio request while a stack is running, a
/// copy that the running stack accepts.
///
/// # Errors
/// If there is no such event or it cannot be prepared.
pub async fn prepare(root: &Path, event: &Path) -> Result<PathBuf, EventError> {
    let recorded = std::fs::read(event).map_err(|_| EventError::NoSuchEvent(event.to_owned()))?;
    let name = event.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (Some(stack), true) = (running_stack(root), name.starts_with("webhook.")) else {
        return Ok(event.to_owned());
    };
    let not_a_request = || EventError::NotARequest(event.to_owned());
    let mut request: Value = serde_json::from_slice(&recorded).map_err(|_| not_a_request())?;
    move_to_this_stack(&mut request, &stack);
    if name != FORGED {
        let form = form_of(&request).ok_or_else(not_a_request)?;
        let payload = if name == FORGED_BUTTON { None } else { button_on_the_phone(&stack).await };
        let form = of_this_stack(&form, &stack, payload.as_deref())?;
        sign_again(&mut request, &form, &stack);
    }
    let prepared = local_folder(root).join("event.json");
    std::fs::write(&prepared, request.to_string()).map_err(EventError::Folder)?;
    Ok(prepared)
}

fn running_stack(root: &Path) -> Option<RunningStack> {
    serde_json::from_slice(&std::fs::read(stack_json(root)).ok()?).ok()
}

fn form_of(request: &Value) -> Option<Form> {
    Form::decode(&body_of(request)?).ok()
}

/// Returns the body of a recorded request as Twilio sent it.
#[must_use]
pub fn body_of(request: &Value) -> Option<Vec<u8>> {
    let body = request["body"].as_str()?;
    if request["isBase64Encoded"].as_bool()? {
        STANDARD.decode(body).ok()
    } else {
        Some(body.as_bytes().to_vec())
    }
}

/// Returns the payload of Maya's "Approve budget shift" button, if a digest is on her phone.
async fn button_on_the_phone(stack: &RunningStack) -> Option<String> {
    let url = format!("{}/sim/chat/maya", stack.twilio_url);
    let chat: Value = reqwest::get(url).await.ok()?.json().await.ok()?;
    let buttons =
        chat["messages"].as_array()?.iter().rev().find_map(|message| message["buttons"].as_array())?;
    let approve = buttons.iter().find(|button| button["title"] == "Approve budget shift")?;
    approve["payload"].as_str().map(str::to_owned)
}

/// Replaces the recorded account, sender, person and button by those of the stack, with a new message identifier.
fn of_this_stack(form: &Form, stack: &RunningStack, payload: Option<&str>) -> Result<Form, NoRandomness> {
    let maya =
        stack.members.iter().find(|member| member.id == "maya").and_then(|member| member.phone.as_deref());
    let sid = hex(&SystemRandomness::default().sixteen_bytes()?);
    let value = |name: &str, recorded: &str| match name {
        "AccountSid" => stack.account_sid.clone(),
        "To" => format!("whatsapp:{}", stack.sender),
        "From" => maya.map_or_else(|| recorded.to_owned(), |phone| format!("whatsapp:{phone}")),
        "WaId" => maya.map_or_else(|| recorded.to_owned(), |phone| phone.trim_start_matches('+').to_owned()),
        "MessageSid" | "SmsMessageSid" | "SmsSid" => format!("SM{sid}"),
        "ButtonPayload" => payload.unwrap_or(recorded).to_owned(),
        _ => recorded.to_owned(),
    };
    // The recorded business-scoped identifier belongs to nobody in this stack.
    let kept = form.pairs().filter(|(name, _)| *name != "ExternalUserId");
    Ok(kept.map(|(name, recorded)| (name.to_owned(), value(name, recorded))).collect())
}

/// Replaces the recorded path by the stack's, which has a segment of its own.
fn move_to_this_stack(request: &mut Value, stack: &RunningStack) {
    let is_status = request["rawPath"].as_str().is_some_and(|path| path.ends_with("/status"));
    let url = if is_status { &stack.status_url } else { &stack.inbound_url };
    let path = url.strip_prefix(&stack.public_url).unwrap_or(url);
    let route = format!("POST {path}");
    request["rawPath"] = json!(path);
    request["requestContext"]["http"]["path"] = json!(path);
    request["routeKey"] = json!(route);
    request["requestContext"]["routeKey"] = json!(route);
}

fn sign_again(request: &mut Value, form: &Form, stack: &RunningStack) {
    let path = request["rawPath"].as_str().unwrap_or_default();
    let query = request["rawQueryString"].as_str().unwrap_or_default();
    let question_mark = if query.is_empty() { "" } else { "?" };
    let signature =
        sign(&format!("{}{path}{question_mark}{query}", stack.public_url), form.pairs(), &stack.auth_token);
    request["headers"]["x-twilio-signature"] = json!(signature);
    request["body"] = json!(STANDARD.encode(form.encode()));
    request["isBase64Encoded"] = json!(true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root::project_root;
    use command_center::domain::inbound::signature::{AuthTokens, SignedBody, SignedRequest, verify};

    fn stack() -> RunningStack {
        RunningStack {
            public_url: "http://127.0.0.1:4000".into(),
            inbound_url: "http://127.0.0.1:4000/twilio/segment/inbound".into(),
            status_url: "http://127.0.0.1:4000/twilio/segment/status".into(),
            twilio_url: "http://127.0.0.1:4001".into(),
            account_sid: "AC00000000000000000000000000000001".into(),
            auth_token: "the token of this stack".into(),
            sender: "+14155238886".into(),
            members: vec![RunningMember { id: "maya".into(), phone: Some("+15550100001".into()) }],
        }
    }

    #[test]
    fn a_recorded_tap_becomes_one_that_this_stack_accepts_as_signed() {
        let path = project_root().unwrap().join("events/webhook.button-approve.json");
        let mut request: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        move_to_this_stack(&mut request, &stack());
        let form = of_this_stack(&form_of(&request).unwrap(), &stack(), Some("v1.k1.a.b")).unwrap();
        sign_again(&mut request, &form, &stack());
        let sent = form_of(&request).unwrap();
        assert_eq!(sent.get("ButtonPayload"), Some("v1.k1.a.b"));
        assert_eq!(sent.get("From"), Some("whatsapp:+15550100001"));
        let header = request["headers"]["x-twilio-signature"].as_str();
        assert_eq!(request["rawPath"], "/twilio/segment/inbound");
        assert_eq!(request["requestContext"]["http"]["path"], request["rawPath"]);
        let url = stack().inbound_url;
        let signed = SignedRequest { configured_url: &url, body: SignedBody::Form(&sent), header };
        let tokens = AuthTokens { current: "the token of this stack".into(), previous: None };
        assert!(verify(&signed, &tokens).is_ok());
    }
}
