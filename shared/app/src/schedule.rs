//! The schedule of digests at work: each minute a tick queues what fell due, and workers turn the pages of each slot into
//! the digests of workspaces. Whatever happens twice or dies in between, the digest of a person and a local date is stored
//! once, by [`Store::store_digest`].

use domain::clock::Clock;
use domain::identity::WorkspaceId;
use domain::message::job::QueueError;
use domain::schedule::due::DueSlot;
use domain::schedule::job::{
    DelayedJob, PageJob, PlaceJob, ScheduleQueue, ScheduledJob, page_size, spread, waits,
};
use domain::schedule::slot::SHARDS;
use domain::schedule::tick::{Planned, TickPlan, plan};
use futures::stream::{StreamExt, TryStreamExt, iter};
use jiff::Timestamp;
use store::schedule::{ClaimedTick, WorkspacePlaces, places};
use store::{Store, StoreError};

/// How many lists are counted at the same time.
const CONCURRENT: usize = 8;

/// The dependencies of the schedule.
pub struct ScheduleDeps<'a> {
    pub store: &'a Store,
    pub queue: &'a dyn ScheduleQueue,
    pub clock: &'a dyn Clock,
    /// How many messages the sender sends in a second.
    pub per_second: u32,
    /// The version of the zone rules of this program.
    pub zone_rules: &'a str,
}

/// What a tick did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ticked {
    /// It planned what fell due.
    Planned {
        /// How many slots were due.
        due: usize,
        /// How many were left out, because they fell due too long ago.
        left_out: usize,
        /// For how many seconds the first of them had been due.
        behind_seconds: i64,
    },
    /// Another tick had planned this minute.
    NothingToPlan,
    /// Another tick is at work.
    AnotherTick,
}

/// Why the schedule stands still.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue failed; the next tick plans the same again.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Plans what fell due since the last minute that was planned, and queues it.
///
/// # Errors
/// If the store or the queue fails: the next tick makes up for it.
pub async fn tick(deps: &ScheduleDeps<'_>) -> Result<Ticked, ScheduleError> {
    let now = deps.clock.now();
    let Some(claimed) = deps.store.claim_tick(now).await? else { return Ok(Ticked::AnotherTick) };
    let worked = work(deps, &claimed, now).await;
    // Ended in any case, so that the next tick need not wait; planned only if all of it is queued.
    let planned = match &worked {
        Ok((_, planned)) => planned,
        Err(_) => &claimed.planned,
    };
    let ended = deps.store.end_tick(&claimed, planned).await;
    let (ticked, _) = worked?;
    ended?;
    Ok(ticked)
}

/// Does the work of a tick, and returns what is planned after it.
async fn work(
    deps: &ScheduleDeps<'_>,
    claimed: &ClaimedTick,
    now: Timestamp,
) -> Result<(Ticked, Planned), ScheduleError> {
    let zones = deps.store.zones().await?;
    let Some(plan) = plan(&zones, &claimed.planned, now, deps.zone_rules) else {
        return Ok((Ticked::NothingToPlan, claimed.planned.clone()));
    };
    deps.store.leave_out(&plan.left_out).await?;
    let lists = lists(deps.store, &plan.due).await?;
    let total = lists.iter().map(|list| list.people).sum();
    let (not_before, planned) = plan.planned.clone().with_people(total, deps.per_second, now);
    let page = |list: List<'_>| {
        let List { due, shard, people: own } = list;
        let due = due.clone();
        ScheduledJob::Page(PageJob { due, shard, own, total, not_before, after: None }).into()
    };
    send(deps.queue, &lists.into_iter().map(page).collect::<Vec<_>>()).await?;
    Ok((told(&plan, &claimed.planned, now), planned))
}

/// A list of a slot that is due, with people in it.
struct List<'a> {
    due: &'a DueSlot,
    shard: u32,
    people: u64,
}

/// Counts the lists of what is due, and leaves out those without anybody.
async fn lists<'a>(store: &Store, due: &'a [DueSlot]) -> Result<Vec<List<'a>>, StoreError> {
    let all = due.iter().flat_map(|due| (0..SHARDS).map(move |shard| (due, shard)));
    let count = |(due, shard): (&'a DueSlot, u32)| async move {
        Ok(List { due, shard, people: store.count_slot(&due.slot, shard).await? })
    };
    let counted: Vec<List<'a>> = iter(all).map(count).buffered(CONCURRENT).try_collect().await?;
    Ok(counted.into_iter().filter(|list| list.people > 0).collect())
}

async fn send(queue: &dyn ScheduleQueue, jobs: &[DelayedJob]) -> Result<(), ScheduleError> {
    if jobs.is_empty() { Ok(()) } else { Ok(queue.send(jobs).await?) }
}

fn told(plan: &TickPlan, before: &Planned, now: Timestamp) -> Ticked {
    // What new zone rules plan anew is not late: it was planned before.
    let is_new = |at: &Timestamp| before.through.is_none_or(|through| *at > through);
    let first = plan.due.iter().chain(&plan.left_out).map(|due| due.at).filter(is_new).min();
    Ticked::Planned {
        due: plan.due.len(),
        left_out: plan.left_out.len(),
        behind_seconds: first.map_or(0, |first| now.duration_since(first).as_secs()),
    }
}

/// Queues the digests of the workspaces on a page of a slot, and the page after it; or the page again, while the sender has
/// others before it. Returns how many people are on it.
///
/// # Errors
/// If the store or the queue fails; doing it again is safe.
pub async fn read_page(deps: &ScheduleDeps<'_>, job: &PageJob) -> Result<usize, ScheduleError> {
    if let Some(delay_seconds) = waits(job, deps.clock.now()) {
        let again = DelayedJob { job: ScheduledJob::Page(job.clone()), delay_seconds };
        send(deps.queue, &[again]).await?;
        return Ok(0);
    }
    let page = deps.store.slot_page(job, page_size(job, deps.per_second)).await?;
    send(deps.queue, &spread(job, &page.people, page.is_last, deps.per_second)).await?;
    Ok(page.people.len())
}

/// Queues a job for each workspace that gives its people their places, whatever was missed or stored by a version that had
/// no schedule. Returns how many workspaces there are.
///
/// # Errors
/// If the list of workspaces cannot be read, or the queue fails.
pub async fn reconcile(deps: &ScheduleDeps<'_>) -> Result<usize, ScheduleError> {
    let workspaces = deps.store.workspaces().await?;
    let job = |workspace: &WorkspaceId| PlaceJob { workspace: workspace.clone() };
    let jobs = workspaces.iter().map(|workspace| ScheduledJob::Place(job(workspace)).into());
    send(deps.queue, &jobs.collect::<Vec<_>>()).await?;
    Ok(workspaces.len())
}

/// Gives the people of a workspace the places that the settings say; one that is gone has none.
///
/// # Errors
/// If the zone of a member is not known, after the others have theirs, or if the store fails.
pub async fn place(store: &Store, job: &PlaceJob) -> Result<(), StoreError> {
    match store.settings(&job.workspace).await? {
        Some(settings) => {
            let WorkspacePlaces { places, unknown_zone } = places(&settings);
            store.schedule(&places).await?;
            unknown_zone.map_or(Ok(()), |member| Err(StoreError::UnknownZone { member }))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
