//! The `proof` function: every night it proves that nobody acted without authorization, counts message outcomes,
//! stores the reports, and writes the metrics that the alarms watch.

use command_center::app::verification::{
    NightlyDeps, NightlyError, NightlyRequest, NightlyRun, WorkspaceRun, run,
};
use command_center::domain::audit::chain::ChainKeys;
use command_center::domain::clock::{Clock, Randomness};
use command_center::domain::error::{FailureKind, with_causes};
use command_center::domain::identity::WorkspaceId;
use command_center::domain::verification::canary::missing;
use command_center::domain::verification::report::{DeliveryReport, metrics};
use command_center::store::Store;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::Write;

/// Everything that the function needs, created once at start-up.
pub struct ProofFunction<C, R> {
    pub store: Store,
    /// The keys that verify the audit chain.
    pub chain_keys: ChainKeys,
    pub clock: C,
    /// The source of randomness for secrets.
    pub randomness: R,
    /// The function name that the alarms use.
    pub function_name: String,
}

/// The payload of a request.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    #[serde(default)]
    date: Option<Date>,
    #[serde(default)]
    workspace: Option<WorkspaceId>,
}

/// The reasons why the proof failed to run.
#[derive(Debug, thiserror::Error)]
pub enum ProofFailure {
    /// The payload is not a request.
    #[error("the payload is none: send {{}} or {{\"date\": \"yyyy-mm-dd\", \"workspace\": \"…\"}}")]
    NotARequest,
    /// The nightly run could not start.
    #[error(transparent)]
    NightlyRun(#[from] NightlyError),
    /// Some workspaces could not be read, or their messages could not be counted. The other workspaces were checked
    /// and their reports stored.
    #[error(
        "{failed} of the workspaces could not be read: the log says why, and the same call may come again"
    )]
    Incomplete {
        /// The number of failed workspaces.
        failed: usize,
    },
    /// The metrics could not be written.
    #[error("the metrics could not be written to the log")]
    Metrics(#[from] std::io::Error),
}

impl FailureKind for ProofFailure {
    fn kind(&self) -> &'static str {
        match self {
            Self::NotARequest => "NotARequest",
            Self::NightlyRun(_) => "Night",
            Self::Incomplete { .. } => "Incomplete",
            Self::Metrics(_) => "Metrics",
        }
    }
}

impl<C: Clock, R: Randomness> ProofFunction<C, R> {
    /// Runs the proof for a day. A red result is not an error: the metrics, written to `metrics` line by line, raise
    /// the alarm.
    ///
    /// # Errors
    /// If the payload is not a request, or a workspace could not be read.
    pub async fn handle(&self, payload: Value, metrics: &mut dyn Write) -> Result<Value, ProofFailure> {
        let asked: Payload =
            serde_json::from_value(payload).map_err(|_may_quote| ProofFailure::NotARequest)?;
        let request = NightlyRequest { date: asked.date, workspace: asked.workspace };
        let night = run(&self.deps(), &request).await.inspect_err(|error| {
            tracing::error!(cause = with_causes(error), "the night could not begin");
        })?;
        for one in &night.workspaces {
            tell(one);
            let line = metrics::line(&one.safety, &self.function_name, self.clock.now());
            writeln!(metrics, "{line}")?;
        }
        if night.workspaces.is_empty() {
            let line = metrics::canaries_line(&night.canaries, &self.function_name, self.clock.now());
            writeln!(metrics, "{line}")?;
        }
        finish(&night)
    }

    fn deps(&self) -> NightlyDeps<'_> {
        NightlyDeps {
            store: &self.store,
            chain_keys: &self.chain_keys,
            randomness: &self.randomness,
            now: self.clock.now(),
        }
    }
}

/// Logs one line per workspace. Because logs are kept outside the table, the line also serves as the anchor of the
/// audit chain.
fn tell(one: &WorkspaceRun) {
    let safety = &one.safety;
    let decisions = one.approvals.decisions;
    tracing::info!(
        workspace = %safety.workspace,
        date = %safety.date,
        green = safety.is_green(),
        executed = safety.executed,
        proven = safety.proven,
        unproven = safety.unproven,
        canaries_missing = safety.canaries_missing(),
        sealed = safety.chain.sealed,
        head = safety.chain.mac.as_ref().map(ToString::to_string),
        waiting = safety.chain.waiting,
        broken = safety.chain.broken.as_deref(),
        whatsapp_decisions = decisions.part,
        decisions = decisions.whole,
        "the day is proven as far as it can be"
    );
    one.deliveries.iter().for_each(tell_deliveries);
    for event in &safety.named {
        tracing::error!(
            workspace = %safety.workspace,
            event_key = event.event_key,
            violation = %event.violation,
            "an executed action is not proven"
        );
    }
}

fn tell_deliveries(report: &DeliveryReport) {
    let all = &report.all;
    tracing::info!(
        workspace = %report.workspace,
        date = %report.date,
        due = all.due,
        first_try = all.first_try,
        on_whatsapp = all.on_whatsapp(),
        mailed = all.mailed,
        unknown = all.unknown,
        open = all.open,
        judgement = ?report.judgement(),
        "the messages of a day are counted"
    );
}

fn finish(night: &NightlyRun) -> Result<Value, ProofFailure> {
    for (workspace, error) in &night.failed {
        tracing::error!(%workspace, cause = with_causes(error), "a workspace could not be proven");
    }
    for (workspace, error) in &night.uncounted {
        tracing::error!(%workspace, cause = with_causes(error), "the messages of a workspace could not be counted");
    }
    let failed = night.failed.len() + night.uncounted.len();
    if failed > 0 {
        return Err(ProofFailure::Incomplete { failed });
    }
    let workspaces: Vec<Value> = night.workspaces.iter().map(summary).collect();
    Ok(json!({
        "date": night.date,
        "green": night.is_green(),
        "canaries_missing": missing(&night.canaries),
        "workspaces": workspaces,
    }))
}

fn summary(one: &WorkspaceRun) -> Value {
    let (safety, approvals) = (&one.safety, &one.approvals);
    json!({
        "workspace": safety.workspace,
        "executed": safety.executed,
        "proven": safety.proven,
        "unproven": safety.unproven,
        "blocked": safety.blocked,
        "chain": safety.chain,
        "decisions": approvals.decisions,
        "approvals": approvals.approvals,
        "answers": one.answers,
        "deliveries": one.deliveries,
    })
}

#[cfg(test)]
mod tests;
