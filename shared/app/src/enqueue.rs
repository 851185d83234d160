//! Queues what follows a change that is stored already.

use domain::error::with_causes;
use domain::message::job::{DeliveryQueue, QueueJob};

/// Queues what an action brings. What is done is done, whatever the queue says: the person hears the truth about that.
pub async fn queue(queue: &dyn DeliveryQueue, jobs: &[QueueJob]) {
    if jobs.is_empty() {
        return;
    }
    if let Err(error) = queue.send_jobs(jobs, 0).await {
        tracing::error!(cause = with_causes(&error), "what an action brings could not be queued");
    }
}
