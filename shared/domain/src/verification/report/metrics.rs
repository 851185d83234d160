//! The numbers of a night in a form that CloudWatch extracts from a log line (embedded metric format).

use crate::verification::canary::CanaryResult;
use crate::verification::report::SafetyReport;
use jiff::Timestamp;
use serde_json::{Value, json};

/// The namespace that the alarms use.
pub const NAMESPACE: &str = "WhatsAppCommandCenter";

/// Returns the log line of a workspace: the metrics `Unproven`, `CanaryMissing` and `ChainBroken` by function. The
/// workspace is a plain field, so it does not cost a metric of its own.
#[must_use]
pub fn line(report: &SafetyReport, function: &str, now: Timestamp) -> Value {
    let metric = |name: &str| json!({ "Name": name, "Unit": "Count" });
    let metrics = ["Unproven", "CanaryMissing", "ChainBroken"].map(metric);
    json!({
        "_aws": {
            "Timestamp": now.as_millisecond(),
            "CloudWatchMetrics": [{
                "Namespace": NAMESPACE,
                "Dimensions": [["FunctionName"]],
                "Metrics": metrics,
            }],
        },
        "FunctionName": function,
        "workspace": report.workspace,
        "date": report.date,
        "executed": report.executed,
        "proven": report.proven,
        "Unproven": report.unproven,
        "CanaryMissing": report.canaries_missing(),
        "ChainBroken": u8::from(report.chain.broken.is_some()),
    })
}

/// Returns the log line of the canaries alone, for a night without a workspace.
#[must_use]
pub fn canaries_line(canaries: &[CanaryResult], function: &str, now: Timestamp) -> Value {
    let metrics = [json!({ "Name": "CanaryMissing", "Unit": "Count" })];
    json!({
        "_aws": {
            "Timestamp": now.as_millisecond(),
            "CloudWatchMetrics": [{
                "Namespace": NAMESPACE,
                "Dimensions": [["FunctionName"]],
                "Metrics": metrics,
            }],
        },
        "FunctionName": function,
        "CanaryMissing": crate::verification::canary::missing(canaries),
    })
}
