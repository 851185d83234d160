//! What comes to the delivery function only now and then, and not in the day of the demo.

use std::time::Duration;

use command_center::app::digest::DigestRequest;
use command_center::domain::audit::{AuditEvent, Occasion, Source, Verb};
use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::identity::WorkspaceId;
use command_center::domain::message::job::{DeliveryQueue, QueueJob, RefusalJob};
use local_stack::stack::LocalStack;
use local_stack::workspaces::sample_today;
use serde_json::json;

use super::source;
use crate::harness::PATIENCE_SECONDS;

/// Has SES report bounces, two taps lose their races, and everybody block the sender.
pub async fn play_rare_cases(stack: &LocalStack, workspace: &WorkspaceId) {
    for report in ["ses-bounce", "ses-soft-bounce"] {
        let batch =
            serde_json::from_str(&source(&format!("events/delivery.{report}.json"))).expect("a batch");
        stack.deliver(&batch).await.expect("the report is taken");
    }
    let theirs = refusal(workspace, "SM0000000000000000000000000000a001");
    let strangers = AuditEvent { actor: None, ..refusal(workspace, "SM0000000000000000000000000000a002") };
    let jobs = [&theirs, &strangers]
        .map(|audit| QueueJob::RecordRefusal(RefusalJob { audit: audit.clone(), entry: None }));
    stack.delivery_queue().send_jobs(&jobs, 0).await.expect("the jobs are queued");
    block_the_sender(stack, workspace).await;
    let ends_consent = |event: &AuditEvent| event.verb == Verb::OptOut && event.source == Source::System;
    until(stack, workspace, &|audit| {
        [&theirs, &strangers].into_iter().all(|event| audit.contains(event)) && audit.iter().any(ends_consent)
    })
    .await;
}

fn refusal(workspace: &WorkspaceId, sid: &str) -> AuditEvent {
    let id = AuditEvent::id_for_message(sid);
    let occasion =
        Occasion { id, workspace: workspace.clone(), at: SystemClock.now(), source: Source::WhatsApp };
    let denied = AuditEvent::denied(occasion, Verb::ApproveShift, "20261005-a1b2c3d4", "superseded");
    denied.by(&"maya".parse().expect("a member")).asked_by(sid)
}

/// Has WhatsApp say of each message of a digest that its person blocked the sender.
async fn block_the_sender(stack: &LocalStack, workspace: &WorkspaceId) {
    let rule =
        json!({ "when": {}, "effect": { "kind": "error_code", "code": 63014, "status": "undelivered" } });
    let faults = reqwest::Client::new()
        .post(format!("{}/sim/faults", stack.twilio_url()))
        .json(&json!({ "rules": [rule] }));
    faults.send().await.and_then(reqwest::Response::error_for_status).expect("the faults are set");
    let day = sample_today(&SystemClock).yesterday().expect("a day");
    let request = DigestRequest { workspace: workspace.clone(), local_date: Some(day) };
    let summary = stack.send_digest(&request).await.expect("a digest");
    assert!(!summary.queued.is_empty(), "somebody gets the digest of the day before: {summary:?}");
}

async fn until(stack: &LocalStack, workspace: &WorkspaceId, is_there: &dyn Fn(&[AuditEvent]) -> bool) {
    let mut look = tokio::time::interval(Duration::from_millis(100));
    let looking = async {
        loop {
            look.tick().await;
            let audit = stack.store.audit(workspace).await.expect("the audit log");
            if is_there(&audit) {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), looking).await.expect("all is recorded");
}
