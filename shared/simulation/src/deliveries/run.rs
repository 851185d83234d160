//! A run: all scheduled events happen in order, until there are none left.

use super::events::{Call, Event, Queued, Text};
use super::watch::Watch;
use super::world::World;
use crate::actions::tally::Tally;
use app::delivery::sweep::{SweepDeps, sweep};
use app::delivery::{Delivered, DeliveryDeps, deliver};
use app::inbound::{CallbackResult, InboundDeps, receive, receive_status};
use app::notification::mail::{NotificationMailDeps, send_notification_mail};
use app::resend::{Reason, ResendDeps, ResendRequest, Resent, resend};
use domain::clock::Clock;
use domain::inbound::{Form, StatusCallback};
use domain::message::job::{DeliveryPayload, QueueJob};
use domain::message::reference::{DeliveryJob, NotificationJob};
use domain::message::{Message, MessageState};
use domain::testing::{ACCOUNT_SID, SENDER, Unanswered, inbound};
use futures::future::LocalBoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::poll_fn;
use std::task::Poll;

/// The number of jobs that a worker receives at a time.
const BATCH: usize = 10;
/// The interval of the sweep, in milliseconds.
const MINUTE: i64 = 60_000;
/// How often Twilio repeats a callback that was not answered.
const MOST_TRIES: u32 = 3;
/// The maximum duration of a run, in milliseconds.
const LONGEST_RUN: i64 = 20 * 24 * 3_600_000;

/// A run in progress.
pub(super) struct Run<'w> {
    pub(super) world: &'w World,
    tasks: FuturesUnordered<LocalBoxFuture<'w, Done>>,
    ready: VecDeque<Queued>,
    sweep_at: Option<i64>,
    pub(super) watch: Watch,
    /// The current state of every message, by identifier, with the time at which it ended.
    pub(super) standing: BTreeMap<String, (Message, Option<i64>)>,
    /// When each message that has not ended needs a check, in seconds since 1970.
    due: BTreeSet<(i64, String)>,
    /// How often a job of each message failed.
    pub(super) trouble: BTreeMap<String, i64>,
    pub(super) tally: Tally,
    began: i64,
    /// The maximum duration of this run, in milliseconds.
    pub(super) longest: i64,
}

/// The result of a task; `done` is false if it failed or its worker crashed.
enum Done {
    Job { process: usize, queued: Queued, since: i64, about: Option<String>, done: bool },
    Called { call: Call, done: bool },
    Swept { done: bool },
    Wrote { text: Text, done: bool },
    Nothing,
}

impl<'w> Run<'w> {
    pub(super) fn new(world: &'w World) -> Self {
        let mut watch = Watch::default();
        for person in &world.people {
            let known = &person.subscription;
            let wants = known.consent == domain::workspace::Consent::OptedIn;
            watch.know(person.name(), wants, known.consent_changed_at);
        }
        Self {
            world,
            tasks: FuturesUnordered::new(),
            ready: VecDeque::new(),
            sweep_at: None,
            watch,
            standing: BTreeMap::new(),
            due: BTreeSet::new(),
            trouble: BTreeMap::new(),
            tally: Tally::default(),
            began: world.time.milliseconds(),
            longest: LONGEST_RUN,
        }
    }

    /// Runs until no events are left.
    pub(super) async fn until_the_end(&mut self) {
        while let Some(events) = self.world.time.go_on() {
            assert!(
                self.world.time.milliseconds() - self.began < self.longest,
                "this never ends: {:#?}",
                self.standing
            );
            for event in events {
                self.happen(event);
            }
            self.hand_out();
            self.work().await;
            self.look();
        }
        assert!(self.tasks.is_empty(), "somebody waits for nothing");
    }

    fn happen(&mut self, event: Event) {
        let world = self.world;
        match event {
            Event::Visible(queued) => self.ready.push_back(queued),
            Event::Taken(request) => world.phones.take(*request),
            Event::Fate(sid) => world.phones.go_on(&sid),
            Event::Calls(call) => self.begin(world.take_call(call)),
            Event::Sweep => self.begin(world.sweep()),
            Event::Writes(text) => self.begin(world.take_text(text)),
            Event::Written(message) => self.begin(world.write(message)),
            Event::SentAgain { message, forced } => self.begin(world.send_again(message, forced)),
        }
    }

    fn begin(&self, task: impl Future<Output = Done> + 'w) {
        self.tasks.push(Box::pin(task));
    }

    /// Gives each idle worker a batch.
    fn hand_out(&mut self) {
        for (number, process) in self.world.processes.iter().enumerate() {
            if self.ready.is_empty() {
                break;
            }
            if process.busy.get() > 0 {
                continue;
            }
            let batch: Vec<Queued> = self.ready.drain(..BATCH.min(self.ready.len())).collect();
            process.busy.set(batch.len());
            for queued in batch {
                self.begin(self.world.do_job(number, Queued { received: queued.received + 1, ..queued }));
            }
        }
    }

    /// Runs all tasks until each has ended or is waiting for a later time.
    async fn work(&mut self) {
        loop {
            let (tasks, time) = (&mut self.tasks, &self.world.time);
            let done = poll_fn(|context| match tasks.poll_next_unpin(context) {
                Poll::Pending if time.asleep() == tasks.len() => Poll::Ready(None),
                polled => polled,
            });
            let Some(done) = done.await else { break };
            self.done(done);
            self.hand_out();
        }
    }

    fn done(&mut self, done: Done) {
        let world = self.world;
        match done {
            Done::Job { process, queued, since, about, done } => {
                world.processes[process].one_less();
                if let Some(about) = about.filter(|_| !done) {
                    *self.trouble.entry(about).or_default() += 1;
                }
                world.line.returned(queued, since, done);
            }
            Done::Called { call, done } => {
                world.webhook.one_less();
                if !done && call.tries < MOST_TRIES {
                    self.tally.count("callbacks that Twilio sends again");
                    world.time.after(1_000, Event::Calls(Call { tries: call.tries + 1, ..call }));
                }
            }
            Done::Wrote { text, done } => {
                world.webhook.one_less();
                if !done && text.tries < MOST_TRIES {
                    world.time.after(1_000, Event::Writes(Text { tries: text.tries + 1, ..text }));
                }
            }
            Done::Swept { done } => {
                world.sweeper.one_less();
                self.sweep_at = None;
                self.tally.count(if done { "sweeps" } else { "sweeps that failed" });
            }
            Done::Nothing => {}
        }
    }

    /// Reads what was written, and schedules the next sweep that has something to do.
    fn look(&mut self) {
        let now = self.world.time.milliseconds();
        let requests = self.world.calm.journal.take();
        self.watch.read(&requests, &mut self.tally);
        for name in self.watch.touched() {
            let (workspace, id) = name.split_once('|').unwrap();
            let stored = self.world.stored(&workspace.parse().unwrap(), &id.parse().unwrap()).unwrap();
            self.stands(stored, now);
        }
        let Some((due, _)) = self.due.first().filter(|_| !self.world.no_sweeps) else { return };
        let next = (due * 1_000).max(now + 1);
        let minute = (next + MINUTE - 1).div_euclid(MINUTE) * MINUTE + self.world.sweeps_late_by;
        if self.sweep_at.is_none_or(|planned| minute < planned) {
            self.world.time.after(minute - now, Event::Sweep);
            self.sweep_at = Some(minute);
        }
    }

    /// Records the current state of a message; the first code and identifier of an attempt must never change.
    fn stands(&mut self, message: Message, now: i64) {
        let id = message.id.to_string();
        let before = self.standing.remove(&id);
        if let Some((before, _)) = &before {
            for (old, new) in before.attempts.iter().zip(&message.attempts) {
                assert!(old.code.is_none() || old.code == new.code, "the first code of {id} changed");
                assert!(old.sid.is_none() || old.sid == new.sid, "an attempt of {id} got another name");
            }
            let arrived =
                |message: &Message| matches!(message.state, MessageState::Delivered | MessageState::Read);
            assert!(
                !arrived(before) || arrived(&message) || before.resend != message.resend,
                "{id} was with the person"
            );
        }
        if let Some((before, _)) = &before {
            self.due.remove(&(before.due_at.unwrap_or_default().as_second(), id.clone()));
        }
        if let Some(due) = message.due_at {
            self.due.insert((due.as_second(), id.clone()));
        }
        let ended = before.and_then(|(before, ended)| ended.filter(|_| before.resend == message.resend));
        let ended = ended.or(message.state.has_ended().then_some(now));
        self.standing.insert(id, (message, ended));
    }
}

impl World {
    async fn do_job(&self, process: usize, queued: Queued) -> Done {
        let since = self.time.milliseconds();
        let payload: DeliveryPayload = serde_json::from_str(&queued.body).unwrap();
        let (about, done) = match payload.into_job() {
            _ if queued.poison => (None, false),
            QueueJob::Message(job) => (Some(job.message.to_string()), self.deliver(process, &job).await),
            QueueJob::NotificationMail(job) => (None, self.mail(process, &job).await),
            QueueJob::RecordRefusal(_) => (None, true),
        };
        Done::Job { process, queued, since, about, done }
    }

    fn note(&self, outcome: &str) {
        self.log.add(&format!("{} {outcome}", self.time.now()));
    }

    async fn deliver(&self, process: usize, job: &DeliveryJob) -> bool {
        let process = &self.processes[process];
        let memory = process.memory();
        let deps = DeliveryDeps {
            store: &process.store.store,
            whatsapp: &self.phones,
            queue: &self.line,
            clock: &self.time,
            randomness: &self.randomness,
            pace: &memory.pace,
            health: &memory.health,
            token_keys: &self.token_keys,
            pepper: &self.pepper,
            contents: &memory.contents,
            status_callback: "https://hooks.example.com/twilio/status",
        };
        let delivered = process.store.until_crash(Box::pin(deliver(&deps, job))).await;
        self.note(&format!("{}: {delivered:?}", job.message));
        if let Some(Ok(Delivered::Accepted | Delivered::Arrived)) = delivered {
            let stored = self.stored(&job.workspace, &job.message).unwrap();
            assert!(
                stored.attempts.iter().any(|attempt| attempt.sid.is_some()),
                "what is taken has its name"
            );
        }
        matches!(delivered, Some(Ok(_)))
    }

    async fn mail(&self, process: usize, job: &NotificationJob) -> bool {
        let process = &self.processes[process];
        let deps = NotificationMailDeps {
            store: &process.store.store,
            email: &self.mails,
            queue: &self.line,
            clock: &self.time,
            randomness: &self.randomness,
            token_keys: &self.token_keys,
            app_url: &self.app_url,
            pepper: &self.pepper,
        };
        let mailed = process.store.until_crash(Box::pin(send_notification_mail(&deps, job))).await;
        self.note(&format!("{mailed:?}"));
        matches!(mailed, Some(Ok(_)))
    }

    fn inbound(&self) -> InboundDeps<'_> {
        InboundDeps {
            store: &self.webhook.store.store,
            queue: &self.line,
            questions: &Unanswered,
            clock: &self.time,
            token_keys: &self.token_keys,
            pepper: &self.pepper,
            account_sid: ACCOUNT_SID,
            sender: SENDER,
        }
    }

    fn take_call(&self, call: Call) -> impl Future<Output = Done> + '_ {
        self.webhook.busy.set(self.webhook.busy.get() + 1);
        async move {
            let form: Form = call.form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let callback = StatusCallback::from_request(&form, &call.query).unwrap();
            let deps = self.inbound();
            let heard = self.webhook.store.until_crash(Box::pin(receive_status(&deps, &callback))).await;
            self.note(&format!("{heard:?}"));
            if let Some(Ok(CallbackResult::Moved)) = heard {
                self.phones.heard(callback.message_sid.as_str());
            }
            Done::Called { call, done: matches!(heard, Some(Ok(_))) }
        }
    }

    fn take_text(&self, text: Text) -> impl Future<Output = Done> + '_ {
        self.webhook.busy.set(self.webhook.busy.get() + 1);
        async move {
            let body = if text.stops { "STOP" } else { "START" };
            let message = inbound(&self.people[text.who].member, text.number, &[("Body", body)]);
            let deps = self.inbound();
            let heard = self.webhook.store.until_crash(Box::pin(receive(&deps, &message))).await;
            self.note(&format!("{heard:?}"));
            Done::Wrote { text, done: matches!(heard, Some(Ok(_))) }
        }
    }

    fn sweep(&self) -> impl Future<Output = Done> + '_ {
        self.sweeper.busy.set(self.sweeper.busy.get() + 1);
        async move {
            let deps = SweepDeps { store: &self.sweeper.store.store, queue: &self.line, clock: &self.time };
            let swept = self.sweeper.store.until_crash(Box::pin(sweep(&deps))).await;
            self.note(&format!("{swept:?}"));
            Done::Swept { done: matches!(swept, Some(Ok(_))) }
        }
    }

    /// Stores a message and queues it, as its writer does.
    async fn write(&self, message: Box<Message>) -> Done {
        let Message { workspace, member, id, .. } = (*message).clone();
        self.calm.store.transact(vec![self.calm.store.message_put(&message).unwrap()]).await.unwrap();
        self.line.put(&QueueJob::Message(DeliveryJob { workspace, member, message: id }));
        Done::Nothing
    }

    async fn send_again(&self, message: usize, forced: bool) -> Done {
        let reason = Reason::parse("it did not arrive").unwrap();
        let Message { workspace, id, .. } = &self.messages[message];
        let wish = ResendRequest { administrator: &self.administrator, workspace, reason: &reason, forced };
        let deps = ResendDeps { store: &self.calm.store, clock: &self.time, queue: &self.line };
        let resent: Resent = resend(&deps, &wish, id).await.unwrap();
        self.note(&format!("{resent:?}"));
        Done::Nothing
    }
}
