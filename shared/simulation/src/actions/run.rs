//! A run: waves of simultaneous events, then quiet, then the checks.

use super::check::Ended;
use super::events::{Event, Happened, Text};
use super::history::History;
use super::sabotage::Wrong;
use super::tally::Tally;
use super::world::{Button, Setting, Tap, digest_buttons, people, start};
use app::action::ActionResult;
use domain::message::PlannedButton;
use domain::message::job::QueueJob;
use domain::message::reference::DeliveryJob;
use domain::testing::{now, workspace};
use domain::token::Action;
use fastrand::Rng;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use store::embedded::{EmbeddedStore, Fault, FaultPlan};

/// How often Twilio repeats a message that was not answered.
const RETRIES: u32 = 3;

/// A pending repetition: a tap or a text that was not answered, or whose answer Twilio did not receive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Due {
    pub(super) what: Arriving,
    pub(super) tries: u32,
}

/// A tap or a text, by its number.
#[derive(Debug, Clone, Copy)]
pub(super) enum Arriving {
    Tap(usize),
    Text(usize),
}

/// What the sender of a tap receives.
#[derive(Debug)]
pub(super) enum Heard {
    /// Nothing: the worker crashed, or the answer was an error.
    Nothing,
    /// An answer.
    Answer(ActionResult),
}

/// An arrival of a tap, with the numbers of writes before and after it was handled.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) tap: usize,
    pub(super) at: Timestamp,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) heard: Heard,
}

/// A run in progress.
pub(super) struct Run {
    pub(super) random: Rng,
    pub(super) now: Timestamp,
    /// The worker without faults, for everything that is not under test.
    pub(super) calm: EmbeddedStore,
    /// The workers that handle webhooks and the queue.
    pub(super) workers: [EmbeddedStore; 2],
    pub(super) buttons: Vec<Button>,
    pub(super) taps: Vec<Tap>,
    pub(super) texts: Vec<Text>,
    pub(super) due: Vec<Due>,
    pub(super) rules_version: u64,
    queue: Vec<QueueJob>,
    sent: BTreeSet<String>,
    lost: BTreeSet<String>,
    arrivals: Vec<Arrival>,
    pub(super) tally: Tally,
    pub(super) wrong: Wrong,
}

/// Runs a seed to its end, makes all checks, and returns what happened.
pub(super) async fn run(seed: u64) -> Tally {
    Box::pin(run_with(seed, None)).await
}

/// Runs a seed, optionally with a deliberate fault.
pub(super) async fn run_with(seed: u64, wrong: Option<&Wrong>) -> Tally {
    fastrand::seed(seed);
    let mut run = Box::pin(Run::start(seed)).await;
    if let Some(wrong) = wrong {
        run.wrong = *wrong;
        run.workers.iter().for_each(|worker| worker.sabotage(wrong.workers));
    }
    for _wave in 0..run.random.u32(2..=3) {
        Box::pin(run.wave()).await;
    }
    Box::pin(run.quiet()).await;
    run.end().await
}

impl Run {
    async fn start(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let setting = Setting {
            amount: [300, 700, 1_500][random.usize(..3)],
            confirm_limit: [None, Some(1_000)][random.usize(..2)],
            undo_seconds: [1_800, 1_800, 0][random.usize(..3)],
        };
        let buttons = digest_buttons();
        let calm = start(&setting, &buttons).await;
        calm.set_faults(FaultPlan::seeded(seed ^ 0xca1a).without(&Fault::ALL));
        let worker = |number: u64| {
            calm.another_worker().with_faults(FaultPlan::seeded(seed.wrapping_mul(31).wrapping_add(number)))
        };
        let workers = [worker(1), worker(2)];
        Self {
            random,
            now: now(),
            calm,
            workers,
            buttons,
            taps: Vec::new(),
            texts: Vec::new(),
            due: Vec::new(),
            rules_version: 1,
            queue: Vec::new(),
            sent: BTreeSet::new(),
            lost: BTreeSet::new(),
            arrivals: Vec::new(),
            tally: Tally::default(),
            wrong: Wrong::NOTHING,
        }
    }

    /// Executes simultaneous events; then time passes, and the queue is processed.
    async fn wave(&mut self) {
        let events = self.draw_events();
        let happening = events.iter().enumerate().map(|(number, event)| Box::pin(self.happen(number, event)));
        let happened = join_all(happening).await;
        for happened in happened {
            self.note(happened);
        }
        self.workers.iter().filter(|worker| worker.has_crashed()).for_each(EmbeddedStore::restart);
        self.work().await;
        let pauses = [0, 0, 1, 3, 5, 60, 60, 300, 400, 1_900, 5 * 3_600, 25 * 3_600];
        self.now += SignedDuration::from_secs(pauses[self.random.usize(..pauses.len())]);
    }

    fn note(&mut self, happened: Happened) {
        match happened {
            Happened::Arrived(mut arrival, tries) => {
                // The worker crashes after its writes, before it queues jobs or answers.
                if matches!(arrival.heard, Heard::Answer(_)) && self.random.u32(..16) == 0 {
                    self.tally.count("died before it queued");
                    arrival.heard = Heard::Nothing;
                }
                self.arrived(Arriving::Tap(arrival.tap), tries, matches!(arrival.heard, Heard::Answer(_)));
                if let Heard::Answer(performed) = &arrival.heard {
                    self.tally.count_answer(performed);
                    self.queue.extend(performed.jobs.iter().cloned());
                }
                self.arrivals.push(arrival);
            }
            Happened::Wrote { text, answered, tries } => self.arrived(Arriving::Text(text), tries, answered),
            Happened::Rules(version) => self.rules_version = version,
            Happened::Changed => {}
        }
    }

    /// Twilio repeats messages that were not answered a few times, and sometimes also ones that were.
    fn arrived(&mut self, what: Arriving, tries: u32, answered: bool) {
        self.tally.count(if answered {
            "arrivals that are answered"
        } else {
            "arrivals that are not answered"
        });
        let again = if answered { self.random.u32(..6) == 0 } else { true };
        if again && tries < RETRIES {
            self.due.push(Due { what, tries: tries + 1 });
        } else if !answered {
            self.tally.count("given up by Twilio");
        }
    }

    /// Processes the queue, which delivers some jobs twice, some late, and occasionally loses one.
    async fn work(&mut self) {
        let mut later = Vec::new();
        for job in std::mem::take(&mut self.queue) {
            match self.random.u32(..16) {
                0 => self.lose(&job),
                1..=4 => later.push(job),
                5 => {
                    self.tally.count("jobs done twice");
                    let done = [self.do_job(&job).await, self.do_job(&job).await];
                    if done == [false, false] {
                        later.push(job);
                    }
                }
                _ if self.do_job(&job).await => {}
                _ => later.push(job),
            }
        }
        self.queue = later;
    }

    fn lose(&mut self, job: &QueueJob) {
        self.tally.count("jobs lost");
        if let QueueJob::RecordRefusal(refusal) = job {
            self.lost.insert(refusal.audit.id.to_string());
        }
    }

    /// Does a job and reports whether it succeeded.
    async fn do_job(&mut self, job: &QueueJob) -> bool {
        match job {
            QueueJob::RecordRefusal(refusal) => {
                let worker = &self.workers[0];
                let done = worker.until_crash(worker.store.record_refusal(refusal)).await;
                worker.restart();
                matches!(done, Some(Ok(())))
            }
            QueueJob::Message(job) => {
                self.send(job).await;
                true
            }
            QueueJob::NotificationMail(_) => true,
        }
    }

    /// Sends a message: somebody has its buttons from now on.
    async fn send(&mut self, job: &DeliveryJob) {
        let message = self.calm.store.message(&job.workspace, &job.message).await.unwrap();
        if message.is_none() {
            eprintln!("NOT STORED {job:?}");
            for a in &self.arrivals {
                if let Heard::Answer(p) = &a.heard {
                    eprintln!(
                        "{} {:?} {:?} {:?} {:?} {:?}",
                        a.tap,
                        a.from..a.to,
                        self.taps[a.tap].button.claims.purpose,
                        p.outcome,
                        p.jobs,
                        p.reply
                    );
                }
            }
        }
        let message = message.expect("a message that is queued is stored");
        if message.workspace != workspace().id || !self.sent.insert(message.id.to_string()) {
            return;
        }
        let member = people().into_iter().find(|person| person.id == message.member).unwrap();
        let tapped = |planned: &PlannedButton| {
            let action = planned.purpose.action().filter(|action| *action != Action::ShowAlerts)?;
            Some((action, planned.clone()))
        };
        let first = self.buttons.len();
        for (action, planned) in message.buttons.iter().filter_map(tapped).take(4) {
            let about = (planned.target.as_str(), planned.target_version);
            let button = Button::new(self.buttons.len(), &member, action, about, self.now);
            self.buttons.push(button.with_detail(planned.detail.clone()));
        }
        let items: Vec<_> = self.buttons[first..].iter().map(Button::item).collect();
        if !items.is_empty() {
            self.tally.count("cards sent");
            self.calm.store.put_all(items, &|_| {}).await.unwrap();
        }
    }

    /// Ends all faults: everything pending arrives, and the queue is emptied.
    async fn quiet(&mut self) {
        for worker in &self.workers {
            self.tally.count_faults(worker);
            worker.set_faults(FaultPlan::none());
        }
        while let Some(due) = self.due.pop() {
            let happened = Box::pin(self.happen(0, &Event::Arrival(due))).await;
            self.note(happened);
        }
        for job in std::mem::take(&mut self.queue) {
            self.do_job(&job).await;
        }
    }

    async fn end(self) -> Tally {
        let history = History::new(&self.calm.journal.take());
        let dump = self.calm.items().await;
        let Self { taps, texts, arrivals, lost, mut tally, .. } = self;
        let ended = Ended { history: &history, taps: &taps, texts: &texts, arrivals: &arrivals, lost: &lost };
        ended.check(dump, &mut tally);
        tally
    }
}
