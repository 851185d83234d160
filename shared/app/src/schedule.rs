//! The schedule of digests at work: each minute a tick queues what fell due, and workers turn the pages of each slot into
//! the digests of workspaces. Whatever happens twice or dies in between, the digest of a person and a local date is stored
//! once, by [`Store::store_digest`].

use domain::clock::Clock;
use domain::identity::WorkspaceId;
use domain::message::job::QueueError;
use domain::schedule::due::DueSlot;
use domain::schedule::job::{DelayedJob, PageJob, PlaceJob, ScheduleQueue, ScheduledJob, page_size, spread};
use domain::schedule::slot::SHARDS;
use domain::schedule::tick::{Planned, TickPlan, plan};
use jiff::Timestamp;
use store::schedule::{ClaimedTick, places};
use store::{Store, StoreError};

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
    let zones = deps.store.zones().await?;
    let Some(plan) = plan(&zones, &claimed.planned, now, deps.zone_rules) else {
        deps.store.end_tick(&claimed, &claimed.planned).await?;
        return Ok(Ticked::NothingToPlan);
    };
    let queued = queue_plan(deps, &plan).await;
    // Ended in either case, so that the next tick need not wait; planned only if all of it is queued.
    let planned = if queued.is_ok() { &plan.planned } else { &claimed.planned };
    end(deps.store, &claimed, planned, queued).await?;
    Ok(told(&plan, now))
}

async fn end(
    store: &Store,
    claimed: &ClaimedTick,
    planned: &Planned,
    queued: Result<(), ScheduleError>,
) -> Result<(), ScheduleError> {
    let ended = store.end_tick(claimed, planned).await;
    queued?;
    ended?;
    Ok(())
}

async fn queue_plan(deps: &ScheduleDeps<'_>, plan: &TickPlan) -> Result<(), ScheduleError> {
    deps.store.leave_out(&plan.left_out).await?;
    send(deps.queue, &pages(&plan.due)).await
}

async fn send(queue: &dyn ScheduleQueue, jobs: &[DelayedJob]) -> Result<(), ScheduleError> {
    if jobs.is_empty() { Ok(()) } else { Ok(queue.send(jobs).await?) }
}

fn pages(due: &[DueSlot]) -> Vec<DelayedJob> {
    let lists = u32::try_from(due.len()).unwrap_or(u32::MAX).saturating_mul(SHARDS);
    let page = |due: &DueSlot, shard| PageJob { due: due.clone(), shard, lists, after: None };
    let of_slot = |due| (0..SHARDS).map(move |shard| ScheduledJob::Page(page(due, shard)).into());
    due.iter().flat_map(of_slot).collect()
}

fn told(plan: &TickPlan, now: Timestamp) -> Ticked {
    let first = plan.due.iter().chain(&plan.left_out).map(|due| due.at).min();
    Ticked::Planned {
        due: plan.due.len(),
        left_out: plan.left_out.len(),
        behind_seconds: first.map_or(0, |first| now.duration_since(first).as_secs()),
    }
}

/// Queues the digests of the workspaces on a page of a slot, and the page after it. Returns how many people are on it.
///
/// # Errors
/// If the store or the queue fails; doing it again is safe.
pub async fn read_page(deps: &ScheduleDeps<'_>, job: &PageJob) -> Result<usize, ScheduleError> {
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
/// If the zone of a member is not known, or the store fails.
pub async fn place(store: &Store, job: &PlaceJob) -> Result<(), StoreError> {
    match store.settings(&job.workspace).await? {
        Some(settings) => store.schedule(&places(&settings)?).await,
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
