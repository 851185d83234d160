//! `GET /api/v1/workspaces/{workspace}/digests/preview` shows the digest that a person would get, and sends and stores
//! nothing. `GET …/digests/{message}`, or `…/digests?member=…&date=…`, shows one that was composed, exactly as it was. Both
//! have the text of the digest and no address.

use super::problem::ApiProblem;
use super::{ApiAnswer, ApiDeps, ApiRequest};
use crate::api::auth::admitted;
use crate::api::messages::{attempt, is_delivered};
use app::digest::preview::{DigestPreview, PreviewError, PreviewRequest, preview as look};
use app::digest::replay::{DigestReplay, replay};
use domain::digest::compose::ComposedDigest;
use domain::identity::{MemberId, MessageId, WorkspaceId};
use domain::message::Message;
use domain::metrics::Channel;
use domain::metrics::kpi::DayCompleteness;
use domain::resend::words;
use domain::schedule::lateness::Lateness;
use domain::schedule::outlook::{Obstacle, Outlook};
use jiff::civil::Date;
use serde_json::{Value, json};

/// The forms of the queries, as shown in a problem.
const PREVIEW_FORM: &str =
    "empty, with ?member=<member> and perhaps &date=yyyy-mm-dd after the path, and nothing else";
const REPLAY_FORM: &str = "empty, with ?member=<member>&date=yyyy-mm-dd after the path, and nothing else";

pub(super) async fn preview(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (_, workspace) = admitted(deps, request, workspace).await?;
    let (member, date) = named(request.query, PREVIEW_FORM)?;
    let request = PreviewRequest { workspace, member, date };
    let shown = look(deps.store, deps.clock, &request).await?.ok_or(ApiProblem::NoSuchThing)?;
    Ok(ApiAnswer { status: 200, body: would_be(&shown) })
}

pub(super) async fn by_date(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (_, workspace) = admitted(deps, request, workspace).await?;
    let (member, date) = named(request.query, REPLAY_FORM)?;
    let date = date.ok_or(ApiProblem::Malformed { form: REPLAY_FORM })?;
    show(deps, &workspace, &Message::digest_id(&member, date)).await
}

pub(super) async fn by_message(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
    message: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (_, workspace) = admitted(deps, request, workspace).await?;
    let id = message.parse().map_err(|_no_name| ApiProblem::NoSuchThing)?;
    show(deps, &workspace, &id).await
}

async fn show(
    deps: &ApiDeps<'_>,
    workspace: &WorkspaceId,
    message: &MessageId,
) -> Result<ApiAnswer, ApiProblem> {
    let found = replay(deps.store, workspace, message).await?.ok_or(ApiProblem::NoSuchThing)?;
    Ok(ApiAnswer { status: 200, body: as_composed(&found) })
}

/// Reads the person and the date of a query. A name that nobody can have is that of somebody who is not there.
fn named(query: &str, form: &'static str) -> Result<(MemberId, Option<Date>), ApiProblem> {
    let malformed = || ApiProblem::Malformed { form };
    let (mut member, mut date) = (None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "member" if member.is_none() => member = Some(value.into_owned()),
            "date" if date.is_none() => date = Some(calendar_date(&value).ok_or_else(malformed)?),
            _ => return Err(malformed()),
        }
    }
    let member = member.ok_or_else(malformed)?.parse().map_err(|_no_name| ApiProblem::NoSuchThing)?;
    Ok((member, date))
}

/// Reads a date written as `yyyy-mm-dd`, and nothing else.
fn calendar_date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

fn would_be(shown: &DigestPreview) -> Value {
    let DigestPreview { member, subscription, outlook, message, completeness, composed } = shown;
    let ComposedDigest { template, template_version, language, variables, text, .. } = composed;
    json!({
        "member": member.id,
        "person": member.name,
        "to": subscription.as_ref().and_then(words::masked),
        "date": outlook.date,
        "report_day": outlook.report_day,
        "message": message,
        "template": template,
        "template_version": template_version,
        "language": language.tag(),
        "variables": variables,
        "buttons": composed.button_titles(),
        "text": text,
        "data": data(completeness),
        "outlook": ahead(outlook),
        "note": "nothing is sent and nothing is stored by looking",
    })
}

fn ahead(outlook: &Outlook) -> Value {
    let obstacle = |obstacle: &Obstacle| json!({ "why": obstacle.as_str(), "message": obstacle.label() });
    json!({
        "goes_out": outlook.obstacles.is_empty(),
        "obstacles": outlook.obstacles.iter().map(obstacle).collect::<Vec<_>>(),
        "due_at": outlook.due.as_ref().map(|due| due.at),
        "zone": outlook.due.as_ref().map(|due| &due.slot.zone),
        "local_time": outlook.due.as_ref().map(|due| due.slot.minute),
        "moved_by_quiet_hours": outlook.is_moved_by_quiet_hours,
        "late": outlook.lateness != Lateness::OnTime,
        "waits_for": outlook.waits_for,
    })
}

fn data(completeness: &DayCompleteness) -> Value {
    match completeness {
        DayCompleteness::Complete { channels } => {
            json!({ "state": "complete", "complete": channels, "waiting_for": [] })
        }
        DayCompleteness::Partial { waiting_for, complete } => {
            let late = |(channel, last): &(Channel, Option<Date>)| json!({ "channel": channel, "complete_through": last });
            let late: Vec<Value> = waiting_for.iter().map(late).collect();
            json!({ "state": "partial", "complete": complete, "waiting_for": late })
        }
        DayCompleteness::NoData => json!({ "state": "none", "complete": [], "waiting_for": [] }),
    }
}

fn as_composed(found: &DigestReplay) -> Value {
    let DigestReplay { digest, message, texts } = found;
    let sent = message.attempts.iter().zip(texts).map(|(made, text)| {
        let mut body = attempt(made);
        body["template_version"] = json!(made.template_version);
        body["text"] = json!(text);
        body
    });
    json!({
        "member": digest.member,
        "date": digest.local_date,
        "report_day": digest.report_day,
        "message": digest.message,
        "template": digest.template,
        "template_version": digest.template_version,
        "language": digest.language,
        "variables": digest.variables,
        "buttons": digest.button_titles,
        "text": digest.text,
        "metrics": digest.metrics,
        "adjustment": digest.adjustment,
        "composed_at": digest.composed_at,
        "status": words::state(message.state),
        "delivered": is_delivered(message),
        "reason": words::reason(message),
        "mailed_instead": message.fallback.is_some(),
        "attempts": sent.collect::<Vec<_>>(),
    })
}

impl From<PreviewError> for ApiProblem {
    fn from(error: PreviewError) -> Self {
        match error {
            PreviewError::UnknownZone => Self::Conflict {
                word: "unknown_zone",
                remedy: "the time zone of the workspace is not in the IANA zone database: correct it in the settings",
            },
            PreviewError::Store(error) => Self::Store(error),
        }
    }
}
