//! `GET /api/v1/workspaces/{workspace}/reports/{promise}/{date}`: a report that the nightly proof stored.

use super::problem::ApiProblem;
use super::{ApiAnswer, ApiDeps, ApiRequest};
use crate::api::auth::admitted;
use domain::identity::WorkspaceId;
use domain::verification::report::delivery::{DEFINITION, DeliveryReport, FEWEST, TARGET_PER_MILLE};
use domain::verification::report::{Proportion, answers, approvals};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use store::{Store, StoreError};

pub(super) async fn show(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
    promise: &str,
    date: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (_, workspace) = admitted(deps, request, workspace).await?;
    let date: Date = date.parse().map_err(|_no_date| ApiProblem::NoSuchThing)?;
    let kept = match promise {
        "SC-001" => deps.store.delivery_report(&workspace, date).await?.as_ref().map(deliveries),
        "SC-002" => decisions(deps.store, &workspace, date).await?,
        "SC-003" => answers(deps.store, &workspace, date).await?,
        "SC-004" => as_kept(deps.store.safety_report(&workspace, date).await?),
        _ => return Err(ApiProblem::NoSuchThing),
    };
    kept.map(|body| ApiAnswer { status: 200, body }).ok_or(ApiProblem::NoSuchThing)
}

async fn decisions(store: &Store, workspace: &WorkspaceId, date: Date) -> Result<Option<Value>, StoreError> {
    let mut kept = as_kept(store.approval_report(workspace, date).await?);
    if let Some(body) = &mut kept {
        body["definition"] = json!(approvals::DEFINITION);
        body["target_per_mille"] = json!(approvals::TARGET_PER_MILLE);
    }
    Ok(kept)
}

async fn answers(store: &Store, workspace: &WorkspaceId, date: Date) -> Result<Option<Value>, StoreError> {
    let report = store.answer_report(workspace, date).await?;
    Ok(report.map(|report| {
        let mut body = json!(report);
        body["mean"] = json!(report.mean());
        body["definition"] = json!(answers::DEFINITION);
        body["target_hundredths"] = json!(answers::TARGET_HUNDREDTHS);
        body
    }))
}

fn as_kept<Report: Serialize>(kept: Option<Report>) -> Option<Value> {
    kept.map(|report| json!(report))
}

/// Describes the message outcomes of a day: the definition, the counts, each share and each reason in words.
fn deliveries(report: &DeliveryReport) -> Value {
    let mut body = json!(report);
    let reasons = report.failures.iter().map(|failure| {
        let reason = &failure.reason;
        json!({ "why": reason.as_str(), "code": reason.code(), "reason": reason.description(), "count": failure.count })
    });
    body["failures"] = reasons.collect();
    body["definition"] = json!(DEFINITION);
    body["target_per_mille"] = json!(TARGET_PER_MILLE);
    body["judgement"] = json!(report.judgement());
    body["shares"] = json!({
        "first_try": share(report.all.first_try_share()),
        "after_retries": share(report.all.whatsapp_share()),
        "with_mail": share(report.all.with_mail_share()),
    });
    body
}

/// Returns a share with its counts, in per mille and rounded down; for a small sample only the counts.
fn share(share: Proportion) -> Value {
    let per_mille = (share.whole >= FEWEST).then(|| u64::from(share.part) * 1_000 / u64::from(share.whole));
    json!({ "part": share.part, "whole": share.whole, "per_mille": per_mille })
}
