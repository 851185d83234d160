//! The sweep: once a minute, every message without news for too long is queued for a worker again, the nearest deadline
//! first.

use domain::clock::Clock;
use domain::instant::EpochSecond;
use domain::message::job::{DeliveryQueue, QueueError};
use domain::message::reference::DeliveryJob;
use domain::message::{DUE_LISTS, LOOK_AFTER_SECONDS, due_list};
use futures::stream::{StreamExt, TryStreamExt, iter};
use store::messages::DueMessage;
use store::{Store, StoreError};

/// The maximum number of messages that a sweep takes from one list.
const MOST_OF_A_LIST: i32 = 500;
/// How many messages are marked concurrently.
const CONCURRENT: usize = 10;

/// The dependencies of a sweep.
pub struct SweepDeps<'a> {
    pub store: &'a Store,
    /// The delivery queue.
    pub queue: &'a dyn DeliveryQueue,
    pub clock: &'a dyn Clock,
}

/// The result of a sweep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Swept {
    /// How many messages were queued for a worker again.
    pub queued: usize,
    /// How many of them are past their deadline and have not ended.
    pub past_deadline: usize,
    /// How far the oldest of those is past its deadline, in seconds.
    pub oldest_past_deadline_seconds: i64,
}

/// Why a sweep failed; the next one finds the same messages.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue failed.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Queues every message that is due for a worker, the nearest deadline first, and postpones its next check.
///
/// # Errors
/// If the store or the queue fails; the next sweep finds what is left.
pub async fn sweep(deps: &SweepDeps<'_>) -> Result<Swept, SweepError> {
    let now = EpochSecond::from(deps.clock.now());
    let lists = iter(0..DUE_LISTS)
        .map(|number| async move { deps.store.due_messages(&due_list(number), now, MOST_OF_A_LIST).await });
    let listed: Vec<Vec<DueMessage>> = lists.buffered(CONCURRENT).try_collect().await?;
    let mut due = listed.concat();
    due.sort_by_key(|message| (message.deadline, message.due_at));
    // Queued before they are marked: if the sweep ends in between, the next one only queues them again, and one worker
    // gets the claim.
    let jobs: Vec<DeliveryJob> = due.iter().map(job).collect();
    deps.queue.send(&jobs, 0).await?;
    let marks = iter(&due).map(|message| deps.store.look_later(message, next_look(message, now)));
    marks.buffer_unordered(CONCURRENT).try_for_each(|_still_due| async { Ok(()) }).await?;
    Ok(swept(&due, now))
}

/// Returns when the message is checked again if nothing happens: in ten minutes, but no later than its deadline.
fn next_look(due: &DueMessage, now: EpochSecond) -> EpochSecond {
    let later = now.plus_seconds(LOOK_AFTER_SECONDS);
    if due.deadline > now { later.min(due.deadline) } else { later }
}

fn job(due: &DueMessage) -> DeliveryJob {
    DeliveryJob { workspace: due.workspace.clone(), member: due.member.clone(), message: due.id.clone() }
}

fn swept(due: &[DueMessage], now: EpochSecond) -> Swept {
    let late = due.iter().map(|message| now.seconds_since(message.deadline)).filter(|late| *late > 0);
    Swept {
        queued: due.len(),
        past_deadline: late.clone().count(),
        oldest_past_deadline_seconds: late.max().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
