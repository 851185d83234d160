//! Queues the follow-up of a change that is already stored.

use domain::error::with_causes;
use domain::message::job::{DeliveryQueue, QueueJob};

/// Queues the jobs of an action. The action is done even if the queue fails, and the person is told what is true.
pub async fn queue(queue: &dyn DeliveryQueue, jobs: &[QueueJob]) {
    if jobs.is_empty() {
        return;
    }
    if let Err(error) = queue.send_jobs(jobs, 0).await {
        tracing::error!(cause = with_causes(&error), "what an action brings could not be queued");
    }
}
