//! `POST …/messages/{message}/resend`, `POST …/resends/preview` and `POST …/resends`: an administrator resends
//! messages. No response claims a delivery: the messages are only queued.

use super::problem::ApiProblem;
use super::{ApiAnswer, ApiDeps, ApiRequest, decode};
use crate::api::auth::admitted;
use crate::api::messages::summary;
use app::resend::window::{Candidate, Cursor, Handled, Window, WindowResent, preview as look, resend_window};
use app::resend::{Reason, ResendDeps, ResendRequest, Resent, resend};
use domain::identity::WorkspaceId;
use domain::oidc::Administrator;
use domain::resend::decision::{Decision, Refusal};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

/// The forms of the bodies, as shown in a problem.
const ONE_FORM: &str = r#"{"reason": "<one line of 1 to 200 characters>", "forced": <boolean>?}"#;
const PREVIEW_FORM: &str = r#"{"from": "<RFC 3339>", "to": "<RFC 3339>, at most 31 days later", "forced": <boolean>?, "cursor": "<text>"?}"#;
const WINDOW_FORM: &str = r#"{"from": "<RFC 3339>", "to": "<RFC 3339>, at most 31 days later", "reason": "<one line of 1 to 200 characters>", "expected": <whole number>, "forced": <boolean>?, "cursor": "<text>"?}"#;
/// The statement in every response that messages were only queued.
const ONLY_QUEUED: &str =
    "queued: nothing is delivered before the provider's receipt, which the message then shows as its status";
/// The obstacle if a message has changed in the meantime.
const MOVED: &str = "moved";
const MOVED_WORDS: &str = "something happened to it while this was decided: look at it again";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResendBody {
    reason: String,
    #[serde(default)]
    forced: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PreviewBody {
    from: Timestamp,
    to: Timestamp,
    #[serde(default)]
    forced: bool,
    #[serde(default)]
    cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WindowBody {
    from: Timestamp,
    to: Timestamp,
    reason: String,
    expected: usize,
    #[serde(default)]
    forced: bool,
    #[serde(default)]
    cursor: Option<String>,
}

pub(super) async fn one(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
    message: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (administrator, workspace) = admitted(deps, request, workspace).await?;
    let id = message.parse().map_err(|_no_name| ApiProblem::NoSuchThing)?;
    let asked: ResendBody = decode(request.body, ONE_FORM)?;
    let reason = reason(&asked.reason, ONE_FORM)?;
    let wish = wish(&administrator, &workspace, &reason, asked.forced);
    match resend(&resend_deps(deps), &wish, &id).await? {
        Resent::NoSuchMessage => Err(ApiProblem::NoSuchThing),
        Resent::Refused(refusal) => Err(refused(refusal)),
        Resent::Moved => Err(ApiProblem::Conflict { word: MOVED, remedy: MOVED_WORDS }),
        Resent::Queued => Ok(ApiAnswer {
            status: 202,
            body: json!({ "message": id, "status": "queued", "delivered": false, "note": ONLY_QUEUED }),
        }),
    }
}

pub(super) async fn preview(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (_, workspace) = admitted(deps, request, workspace).await?;
    let asked: PreviewBody = decode(request.body, PREVIEW_FORM)?;
    let window = window_of(asked.from, asked.to, asked.cursor.as_deref(), PREVIEW_FORM)?;
    let preview = look(deps.store, &workspace, &window, asked.forced, deps.clock.now()).await?;
    let messages: Vec<Value> = preview.candidates.iter().map(candidate).collect();
    Ok(ApiAnswer {
        status: 200,
        body: json!({
            "count": preview.count(),
            "messages": messages,
            "cursor": preview.next.as_ref().map(Cursor::to_string),
            "note": "nothing is sent by looking",
        }),
    })
}

pub(super) async fn window(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (administrator, workspace) = admitted(deps, request, workspace).await?;
    let asked: WindowBody = decode(request.body, WINDOW_FORM)?;
    let reason = reason(&asked.reason, WINDOW_FORM)?;
    let window = window_of(asked.from, asked.to, asked.cursor.as_deref(), WINDOW_FORM)?;
    let wish = wish(&administrator, &workspace, &reason, asked.forced);
    Ok(match resend_window(&resend_deps(deps), &wish, &window, asked.expected).await? {
        WindowResent::CountChanged { count } => count_changed(count),
        WindowResent::Done { handled, next } => done(&handled, next.as_ref()),
    })
}

fn count_changed(count: usize) -> ApiAnswer {
    let remedy = "others would get it than were expected, so nothing was sent: look at the preview again";
    ApiAnswer { status: 409, body: json!({ "error": "count_changed", "message": remedy, "count": count }) }
}

fn done(handled: &[(Candidate, Handled)], next: Option<&Cursor>) -> ApiAnswer {
    let queued = |handled: &Handled| *handled == Handled::Queued;
    let messages: Vec<Value> =
        handled.iter().map(|(candidate, handled)| entry(candidate, *handled)).collect();
    ApiAnswer {
        status: 202,
        body: json!({
            "status": "queued",
            "delivered": false,
            "count": handled.iter().filter(|(_, handled)| queued(handled)).count(),
            "messages": messages,
            "cursor": next.map(Cursor::to_string),
            "note": ONLY_QUEUED,
        }),
    }
}

/// Describes a message of a preview.
fn candidate(candidate: &Candidate) -> Value {
    let mut entry = summary(&candidate.message, &candidate.recipient);
    entry["would_be_sent"] = json!(candidate.decision == Decision::Resend);
    if let Decision::Refuse(refusal) = candidate.decision {
        entry["why_not"] = why_not(refusal.as_str(), refusal.label());
    }
    entry
}

/// Describes a message of a window that was resent.
fn entry(candidate: &Candidate, handled: Handled) -> Value {
    let mut entry = summary(&candidate.message, &candidate.recipient);
    match handled {
        Handled::Queued => entry["status"] = json!("queued"),
        Handled::Refused(refusal) => entry["why_not"] = why_not(refusal.as_str(), refusal.label()),
        Handled::Moved => entry["why_not"] = why_not(MOVED, MOVED_WORDS),
    }
    entry["queued"] = json!(handled == Handled::Queued);
    entry
}

fn why_not(word: &str, words: &str) -> Value {
    json!({ "why": word, "message": words })
}

fn refused(refusal: Refusal) -> ApiProblem {
    ApiProblem::Conflict { word: refusal.as_str(), remedy: refusal.label() }
}

fn reason(text: &str, form: &'static str) -> Result<Reason, ApiProblem> {
    Reason::parse(text).map_err(|_no_reason| ApiProblem::Malformed { form })
}

fn window_of(
    from: Timestamp,
    to: Timestamp,
    cursor: Option<&str>,
    form: &'static str,
) -> Result<Window, ApiProblem> {
    Window::new(from, to, cursor).map_err(|_no_window| ApiProblem::Malformed { form })
}

fn wish<'a>(
    administrator: &'a Administrator,
    workspace: &'a WorkspaceId,
    reason: &'a Reason,
    forced: bool,
) -> ResendRequest<'a> {
    ResendRequest { administrator, workspace, reason, forced }
}

fn resend_deps<'a>(deps: &ApiDeps<'a>) -> ResendDeps<'a> {
    ResendDeps { store: deps.store, clock: deps.clock, queue: deps.queue }
}
