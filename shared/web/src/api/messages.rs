//! `GET /api/v1/workspaces/{workspace}/messages/{message}`: the state of a message with all its attempts, in plain
//! words and without its address or its text.

use super::problem::ApiProblem;
use super::{ApiAnswer, ApiDeps, ApiRequest};
use crate::api::auth::admitted;
use app::resend;
use domain::message::{Attempt, Message, MessageState, plain_reason};
use domain::resend::decision::{Decision, Recipient, decide};
use domain::resend::words;
use jiff::Timestamp;
use serde_json::{Value, json};

pub(super) async fn show(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
    message: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (_, workspace) = admitted(deps, request, workspace).await?;
    let id = message.parse().map_err(|_no_name| ApiProblem::NoSuchThing)?;
    let found = resend::read(deps.store, &workspace, &id).await?;
    let (message, recipient) = found.ok_or(ApiProblem::NoSuchThing)?;
    let mut body = summary(&message, &recipient);
    let attempts: Vec<Value> = message.attempts.iter().map(attempt).collect();
    body["attempts"] = json!(attempts);
    body["template"] = json!(message.template);
    body["language"] = json!(message.language);
    body["resend"] = json!(message.resend);
    body["can_be_sent_again"] = verdict(&message, &recipient, deps.clock.now());
    Ok(ApiAnswer { status: 200, body })
}

/// Describes a message in the form shared by all responses.
pub(super) fn summary(message: &Message, recipient: &Recipient) -> Value {
    json!({
        "message": message.id,
        "kind": message.kind,
        "date": message.local_date,
        "written_at": message.created_at,
        "person": recipient.member.as_ref().map(|member| &member.name),
        "to": recipient.subscription.as_ref().and_then(words::masked),
        "status": words::state(message.state),
        "delivered": is_delivered(message),
        "reason": words::reason(message),
        "mailed_instead": message.fallback.is_some(),
    })
}

/// Reports whether a receipt of the provider confirms that the person has the message. Nothing else counts as
/// delivered.
pub(super) fn is_delivered(message: &Message) -> bool {
    matches!(message.state, MessageState::Delivered | MessageState::Read)
}

/// Describes an attempt, without its text.
pub(super) fn attempt(attempt: &Attempt) -> Value {
    let is_refused = attempt.code.is_some() || attempt.class.is_some();
    json!({
        "number": attempt.number,
        "manual": attempt.manual,
        "started_at": attempt.started_at,
        "sid": attempt.sid,
        "template": attempt.template,
        "ended": attempt.ended,
        "status": attempt.status,
        "status_at": attempt.status_at,
        "code": attempt.code,
        "reason": is_refused.then(|| plain_reason(attempt.code)),
        "next_attempt_at": attempt.next_attempt_at,
    })
}

/// Describes whether the message can be resent now, and whether only if forced.
fn verdict(message: &Message, recipient: &Recipient, now: Timestamp) -> Value {
    match decide(message, recipient, false, now) {
        Decision::Resend => json!({ "now": true }),
        Decision::Refuse(refusal) => {
            let by_force = decide(message, recipient, true, now) == Decision::Resend;
            json!({ "now": false, "forced": by_force, "why": refusal.as_str(), "message": refusal.label() })
        }
    }
}
