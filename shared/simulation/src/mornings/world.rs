//! The table of a run with its people, the workers on it, and what each of them does.

use super::line::{Line, Queued, Tricks};
use super::scene::{Choice, Person, Scene};
use app::digest::DigestDeps;
use app::digest::corrected::send_corrections;
use app::digest::scheduled::send_scheduled;
use app::schedule::{ScheduleDeps, ScheduleError, Ticked, read_page, tick};
use domain::clock::FixedClock;
use domain::identity::WorkspaceId;
use domain::message::Message;
use domain::schedule::job::{SchedulePayload, ScheduledJob};
use domain::settings::WorkspaceSettings;
use domain::testing::{RecordingQueue, member, subscription, workspace};
use domain::workspace::{Member, Role, WhatsAppSubscription, Workspace};
use fastrand::Rng;
use jiff::Timestamp;
use std::sync::atomic::Ordering;
use store::embedded::sabotage::Sabotage;
use store::embedded::{EmbeddedStore, Fault, FaultPlan};
use store::key::Key;
use store::schedule::places;
use store::testing::store_one;

/// How many workers there are; that many do something at the same time.
pub(super) const WORKERS: usize = 3;
/// How much rarer faults of the store are than in the simulation of taps: a morning takes many more calls than a tap.
const RARER: u32 = 4;
/// How many messages a workspace has at most in a run.
const MOST_MESSAGES: i32 = 100;

/// The table and its workers.
pub(super) struct World {
    /// A store whose calls have no faults.
    pub(super) calm: EmbeddedStore,
    pub(super) workers: Vec<EmbeddedStore>,
    pub(super) line: Line,
    pub(super) deliveries: RecordingQueue,
}

/// The deliberate faults of a world.
#[derive(Clone, Copy)]
pub(super) struct Wrong {
    pub(super) workers: Sabotage,
    pub(super) line: Tricks,
    /// Whether the deliveries are lost.
    pub(super) no_deliveries: bool,
}

impl Wrong {
    /// No fault.
    pub(super) const NOTHING: Self =
        Self { workers: Sabotage::NONE, line: Tricks::NONE, no_deliveries: false };
}

/// Returns the identifier of a workspace.
pub(super) fn workspace_id(number: usize) -> WorkspaceId {
    format!("shop-{number}").parse().unwrap()
}

pub(super) fn instant(at: i64) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap()
}

/// Returns a person as stored.
fn stored(person: &Person, choice: &Choice) -> (Member, WhatsAppSubscription) {
    let known = member(&person.name, &person.name, Role::Marketer);
    let known = Member { workspace: workspace_id(person.workspace), zone: choice.zone.to_owned(), ..known };
    let wants =
        WhatsAppSubscription { digest_time: choice.time, digest_days: choice.days, ..subscription(&known) };
    (known, wants)
}

fn settings(scene: &Scene, number: usize) -> WorkspaceSettings {
    let people = scene.people.iter().filter(|person| person.workspace == number);
    let (members, subscriptions) = people.map(|person| stored(person, &person.chapters[0].choice)).unzip();
    let own =
        Workspace { id: workspace_id(number), zone: scene.workspaces[number].to_owned(), ..workspace() };
    WorkspaceSettings {
        workspace: own,
        members,
        subscriptions,
        campaigns: Vec::new(),
        sources: Vec::new(),
        health: Vec::new(),
    }
}

/// Returns the faults of the calls of one piece of work; now and then its worker dies at one of the first.
fn faults(random: &mut Rng) -> FaultPlan {
    let plan = FaultPlan::seeded(random.u64(..)).rarer(RARER);
    let fault = if random.bool() { Fault::CrashBefore } else { Fault::CrashAfter };
    if random.u32(..12) == 0 { plan.and_at(random.usize(..4), fault) } else { plan }
}

impl World {
    pub(super) async fn new(scene: &Scene, random: &mut Rng, wrong: &Wrong) -> Self {
        let calm = store::embedded::start();
        for number in 0..scene.workspaces.len() {
            calm.store.save_settings(&settings(scene, number)).await.unwrap();
        }
        let worker = |_| {
            let worker = calm.another_worker();
            worker.sabotage(wrong.workers);
            worker
        };
        let workers = (0..WORKERS).map(worker).collect();
        let line = Line::new(Rng::with_seed(random.u64(..)), random.u32(..25), wrong.line);
        Self { workers, line, calm, deliveries: RecordingQueue::default() }
    }

    /// Gives a person what they chose from now on.
    pub(super) async fn change(&self, person: &Person, choice: &Choice) {
        let (store, workspace) = (&self.calm.store, workspace_id(person.workspace));
        let (known, wants) = stored(person, choice);
        store_one(store, &Key::member(&workspace, &known.id), &known).await;
        store_one(store, &Key::subscription(&workspace, &known.id), &wants).await;
        let settings = store.settings(&workspace).await.unwrap().unwrap();
        store.schedule(&places(&settings).places).await.unwrap();
    }

    /// Gives a worker its faults.
    pub(super) fn prepare(&self, worker: usize, random: &mut Rng, calm: bool) {
        let plan = if calm { FaultPlan::none() } else { faults(random) };
        self.workers[worker].set_faults(plan);
    }

    /// Lets a worker tick; returns nothing if it died.
    pub(super) async fn tick(
        &self,
        worker: usize,
        clock: Timestamp,
        zone_rules: &str,
    ) -> Option<Result<Ticked, ScheduleError>> {
        let (worker, clock) = (&self.workers[worker], FixedClock(clock));
        let deps = ScheduleDeps {
            store: &worker.store,
            queue: &self.line,
            clock: &clock,
            per_second: 80,
            zone_rules,
        };
        let ticked = worker.until_crash(Box::pin(tick(&deps))).await;
        worker.restart();
        ticked
    }

    /// Lets a worker do a job; reports whether it is done.
    pub(super) async fn work(&self, worker: usize, clock: Timestamp, queued: &Queued) -> bool {
        let (worker, clock) = (&self.workers[worker], FixedClock(clock));
        let done = worker.until_crash(Box::pin(self.job(&worker.store, &clock, queued))).await;
        worker.restart();
        done.unwrap_or_default()
    }

    async fn job(&self, store: &store::Store, clock: &FixedClock, queued: &Queued) -> bool {
        let SchedulePayload::V1(job) = serde_json::from_str(&queued.body).unwrap();
        match job {
            ScheduledJob::Page(job) => {
                let deps = ScheduleDeps { store, queue: &self.line, clock, per_second: 80, zone_rules: "" };
                read_page(&deps, &job).await.is_ok()
            }
            ScheduledJob::Workspace(job) => {
                let deps = DigestDeps { store, queue: &self.deliveries, clock };
                send_scheduled(&deps, &self.line, &job).await.is_ok()
            }
            ScheduledJob::Correction(job) => {
                let deps = DigestDeps { store, queue: &self.deliveries, clock };
                send_corrections(&deps, &self.line, &job).await.is_ok()
            }
            ScheduledJob::Place(_) => false,
        }
    }

    pub(super) fn deliveries_fail(&self, fail: bool) {
        self.deliveries.failing.store(fail, Ordering::Relaxed);
    }

    /// Returns the digests of a person, in their order.
    pub(super) async fn digests(&self, person: &Person) -> Vec<Message> {
        let workspace = workspace_id(person.workspace);
        let all = self.calm.store.latest_messages(&workspace, MOST_MESSAGES).await.unwrap();
        let mut own: Vec<Message> =
            all.into_iter().filter(|message| message.member.as_str() == person.name).collect();
        own.sort_by_key(|message| message.local_date);
        own
    }
}
