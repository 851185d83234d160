//! The jobs between a tick and the digests: read a page of a slot, send the digests of a workspace.

use super::due::DueSlot;
use super::slot::SlotEntry;
use crate::identity::{MemberId, WorkspaceId};
use crate::message::job::{LONGEST_DELAY_SECONDS, QueueError};
use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How many people a page of a slot has at most.
const LONGEST_PAGE: usize = 1_000;

/// Read a page of a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageJob {
    #[serde(flatten)]
    pub due: DueSlot,
    /// Which list of the slot.
    pub shard: u32,
    /// How many people are in it.
    pub own: u64,
    /// How many people fell due with it, its own included: they share the sender's rate.
    pub total: u64,
    /// When the sender will have done what fell due before; nobody is handed out earlier.
    pub not_before: Timestamp,
    /// After whom the page begins; `None` for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<SlotEntry>,
}

/// Send the digests of the people of a workspace who are in one slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceJob {
    #[serde(flatten)]
    pub due: DueSlot,
    pub workspace: WorkspaceId,
    pub members: Vec<MemberId>,
    /// Whether it was held back for data that was about to come in: it then goes out when it can, and is not late.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}

/// Give the people of a workspace the places that the settings say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceJob {
    pub workspace: WorkspaceId,
}

/// A job of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum ScheduledJob {
    /// Read a page of a slot.
    Page(PageJob),
    /// Send what is due in a workspace.
    Workspace(WorkspaceJob),
    /// Correct what went out in a workspace before all data was in, once it is.
    Correction(WorkspaceJob),
    /// Give the people of a workspace their places.
    Place(PlaceJob),
}

/// A job as stored in the queue. It has a format version, so that a job in flight survives a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "version")]
pub enum SchedulePayload {
    /// The first format.
    #[serde(rename = "1")]
    V1(ScheduledJob),
}

/// A job with the seconds after which a worker gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelayedJob {
    pub job: ScheduledJob,
    /// From 0 to [`LONGEST_DELAY_SECONDS`].
    pub delay_seconds: i64,
}

impl From<ScheduledJob> for DelayedJob {
    fn from(job: ScheduledJob) -> Self {
        Self { job, delay_seconds: 0 }
    }
}

/// Carries the jobs of the schedule to a worker, at least once.
#[async_trait]
pub trait ScheduleQueue: Send + Sync {
    /// Queues jobs.
    ///
    /// # Errors
    /// If the queue does not take all of them; some may then be queued.
    async fn send(&self, jobs: &[DelayedJob]) -> Result<(), QueueError>;
}

/// Returns how many people a page has: no more than the sender can send before the queue must hand out the next page.
#[must_use]
pub fn page_size(job: &PageJob, per_second: u32) -> usize {
    let until_next = u64::from(per_second).saturating_mul(LONGEST_DELAY_SECONDS.unsigned_abs());
    let own = until_next.saturating_mul(job.own) / job.total.max(1);
    usize::try_from(own).unwrap_or(LONGEST_PAGE).clamp(1, LONGEST_PAGE)
}

/// Returns for how many seconds a page still waits for what fell due before it, or `None` if it may begin. The queue
/// delays by no more than [`LONGEST_DELAY_SECONDS`], so a page may wait several times.
#[must_use]
pub fn waits(job: &PageJob, now: Timestamp) -> Option<i64> {
    let seconds = job.not_before.as_second() - now.as_second();
    (seconds > 0).then_some(seconds.min(LONGEST_DELAY_SECONDS))
}

/// Spreads the people of a page over the time that the sender needs for them: each workspace waits until those before it
/// are sent, and the next page until this one is. `per_second` is how many messages the sender sends in a second.
#[must_use]
pub fn spread(page: &PageJob, people: &[SlotEntry], is_last: bool, per_second: u32) -> Vec<DelayedJob> {
    let mut jobs: Vec<DelayedJob> = Vec::new();
    let mut before = 0_usize;
    for of_one in people.chunk_by(|one, other| one.workspace == other.workspace) {
        jobs.extend(workspace_job(page, of_one).map(|job| DelayedJob {
            job: ScheduledJob::Workspace(job),
            delay_seconds: delay(before, page, per_second),
        }));
        before += of_one.len();
    }
    let next = people.last().filter(|_| !is_last).map(|last| DelayedJob {
        job: ScheduledJob::Page(PageJob { after: Some(last.clone()), ..page.clone() }),
        delay_seconds: delay(before, page, per_second),
    });
    jobs.extend(next);
    jobs
}

fn workspace_job(page: &PageJob, people: &[SlotEntry]) -> Option<WorkspaceJob> {
    Some(WorkspaceJob {
        due: page.due.clone(),
        workspace: people.first()?.workspace.clone(),
        members: people.iter().map(|person| person.member.clone()).collect(),
        held: false,
    })
}

/// Returns after how many seconds the sender has done so many people of a list, of which it does as large a share as the
/// list has of all people who are due.
fn delay(before: usize, page: &PageJob, per_second: u32) -> i64 {
    let people = u64::try_from(before).unwrap_or(u64::MAX).saturating_mul(page.total);
    let seconds = people / u64::from(per_second.max(1)).saturating_mul(page.own.max(1)).max(1);
    i64::try_from(seconds).unwrap_or(LONGEST_DELAY_SECONDS).min(LONGEST_DELAY_SECONDS)
}

#[cfg(test)]
mod tests;
