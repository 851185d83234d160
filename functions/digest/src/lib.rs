//! The `digest` function: reads a request for a workspace's digest, sends the digest, and returns the result.

use command_center::app::digest::{DigestDeps, DigestError, DigestRequest, DigestSummary, send_digest};
use command_center::domain::clock::Clock;
use command_center::domain::error::{FailureKind, with_causes};
use command_center::domain::message::job::DeliveryQueue;
use command_center::store::Store;
use serde_json::Value;

/// The function with its dependencies.
pub struct DigestFunction<Q, C> {
    pub store: Store,
    /// The delivery queue.
    pub queue: Q,
    pub clock: C,
}

/// The reasons why an invocation sent no digest.
#[derive(Debug, thiserror::Error)]
pub enum DigestFailure {
    /// The payload is not a request. The error does not quote it, because it may be anything.
    #[error(r#"the payload is no digest request: send {{"workspace": "…", "local_date": "YYYY-MM-DD"}}, the date is optional"#)]
    NotARequest,
    /// The digest could not be sent.
    #[error(transparent)]
    Digest(#[from] DigestError),
}

impl FailureKind for DigestFailure {
    fn kind(&self) -> &'static str {
        match self {
            Self::NotARequest => "NotARequest",
            Self::Digest(DigestError::UnknownWorkspace) => "UnknownWorkspace",
            Self::Digest(DigestError::UnknownZone) => "UnknownZone",
            Self::Digest(DigestError::Store(_)) => "Store",
            Self::Digest(DigestError::Queue(_)) => "Queue",
            Self::Digest(DigestError::Incomplete { .. }) => "Incomplete",
        }
    }
}

impl<Q: DeliveryQueue, C: Clock> DigestFunction<Q, C> {
    /// Handles one invocation and logs its result.
    ///
    /// # Errors
    /// If the payload is not a request or the digest cannot be sent; invoking it again is safe.
    pub async fn handle(&self, payload: Value) -> Result<DigestSummary, DigestFailure> {
        let result = self.send(payload).await;
        match &result {
            Ok(summary) => log_summary(summary),
            Err(failure) => {
                if let DigestFailure::Digest(DigestError::Incomplete { summary, .. }) = failure {
                    log_summary(summary);
                }
                tracing::error!(failure = failure.kind(), cause = with_causes(failure), "no digest sent");
            }
        }
        result
    }

    async fn send(&self, payload: Value) -> Result<DigestSummary, DigestFailure> {
        let request: DigestRequest =
            serde_json::from_value(payload).map_err(|_may_repeat_it| DigestFailure::NotARequest)?;
        let deps = DigestDeps { store: &self.store, queue: &self.queue, clock: &self.clock };
        Ok(send_digest(&deps, &request).await?)
    }
}

fn log_summary(summary: &DigestSummary) {
    tracing::info!(
        report_day = %summary.report_day,
        alerts = summary.alerts,
        proposes_shift = summary.proposes_shift,
        queued = summary.queued.len(),
        already_sent = summary.already_sent.len(),
        without_consent = summary.without_consent.len(),
        "digest sent"
    );
}

#[cfg(test)]
mod tests;
