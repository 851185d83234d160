//! A thousand histories, each generated from a seed, in two tests that run in parallel.
//!
//! `SEEDS=100000` runs more of them, as `make simulate` does; a single one runs with
//! `SEED=7 cargo nextest run --workspace -E 'test(delivery_simulation::seeded)'`.

use super::events::{Event, Text};
use super::run::Run;
use super::sabotage::Wrong;
use super::time::Time;
use super::weather::Weather;
use super::world::{Around, Person, World, message};
use crate::actions::seeds::Share;
use crate::actions::tally::Tally;
use domain::message::{Message, MessageKind};
use domain::testing::now;
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use store::embedded::FaultPlan;

/// The nextest filter for these tests.
const SELECTION: &str = "test(delivery_simulation::seeded)";
/// The number of seeds from which every rare event must have happened in a share.
const ENOUGH: u64 = 500;
/// How much rarer faults of the store are than in the simulation of taps: a message takes many more calls than a tap.
const RARER: u32 = 8;
/// The maximum duration of a run with a deliberate fault, in milliseconds: a run that never ends need not take as
/// long as the longest regular one.
const LONGEST_RUN_OF_A_FAULT: i64 = 24 * 3_600_000;
const KINDS: [MessageKind; 8] = [
    MessageKind::Digest,
    MessageKind::Digest,
    MessageKind::Digest,
    MessageKind::Digest,
    MessageKind::Card,
    MessageKind::SecondApproval,
    MessageKind::Assignment,
    MessageKind::Update,
];

/// Prints the log of a run if it fails.
struct Logged<'a>(&'a Around);

impl Drop for Logged<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.0.log.lines());
        }
    }
}

async fn run_share(share: u64) {
    let mut share = Share::asked_for(share, SELECTION);
    let around = Around::new().await;
    let _kept = around.log.keep();
    for seed in share.seeds() {
        let _running = share.running(seed);
        let _logged = Logged(&around);
        share.add(Box::pin(run(seed, &around)).await);
    }
    share.end(ENOUGH, LEAST);
}

/// Runs a seed to its end, makes all checks, and returns what happened.
async fn run(seed: u64, around: &Around) -> Tally {
    Box::pin(run_with(seed, None, around)).await
}

/// Runs a seed, optionally with a deliberate fault.
pub(super) async fn run_with(seed: u64, wrong: Option<&Wrong>, around: &Around) -> Tally {
    fastrand::seed(seed);
    let mut random = Rng::with_seed(seed);
    let time = Time::beginning(now(), seed ^ 0x71);
    let mut weather = Weather::drawn(&mut random, now().as_millisecond());
    if let Some(wrong) = wrong {
        (wrong.weather)(&mut weather);
    }
    let people = Person::drawn(&mut random);
    let messages = draw_messages(&mut random, &people);
    let plan = |worker: u64| FaultPlan::seeded(seed.wrapping_mul(31).wrapping_add(worker)).rarer(RARER);
    let world = Box::pin(World::new((time, weather), people, messages, (seed, 2), plan, around)).await;
    if let Some(wrong) = wrong {
        world.sabotage(wrong.workers);
    }
    plan_events(&world, &mut random);
    let mut run = Run::new(&world);
    if wrong.is_some() {
        run.longest = LONGEST_RUN_OF_A_FAULT;
    }
    Box::pin(run.until_the_end()).await;
    run.check_all();
    if let Some(wrong) = wrong {
        (wrong.log)(&around.log);
    }
    run.the_log_names_nobody();
    let mut tally = std::mem::take(&mut run.tally);
    for worker in world.processes.iter().chain([&world.webhook, &world.sweeper]) {
        tally.count_faults(&worker.store);
    }
    [world.phones.tally(), world.line.tally(), world.mails.tally()]
        .into_iter()
        .for_each(|more| tally.add(more));
    tally
}

fn draw_messages(random: &mut Rng, people: &[Person]) -> Vec<Message> {
    let at = |random: &mut Rng| {
        // Often in the same second, so that two messages compete for one phone.
        let later = if random.bool() { 0 } else { random.i64(0..1_200_000) };
        now() + SignedDuration::from_millis(later)
    };
    let count = 1 + random.usize(..4).min(random.usize(..4));
    let one = |number| {
        message(number, &people[random.usize(..people.len())], KINDS[random.usize(..KINDS.len())], at(random))
    };
    (0..count).map(one).collect()
}

fn plan_events(world: &World, random: &mut Rng) {
    let from_now = |at: Timestamp| at.as_millisecond() - world.time.milliseconds();
    for (number, message) in world.messages.iter().enumerate() {
        world.time.after(from_now(message.created_at), Event::Written(Box::new(message.clone())));
        if random.u32(..6) == 0 {
            let after = random.i64(60_000..8 * 3_600_000);
            world.time.after(after, Event::SentAgain { message: number, forced: random.bool() });
        }
    }
    for who in 0..world.people.len() {
        if random.u32(..5) > 0 {
            continue;
        }
        let at = if random.bool() { random.i64(0..20_000) } else { random.i64(0..7_200_000) };
        let text = |stops, more| Text { who, stops, number: 100 + 2 * who as u32 + more, tries: 0 };
        world.time.after(at, Event::Writes(text(true, 0)));
        if random.u32(..5) < 2 {
            world.time.after(at + random.i64(1_000..3_600_000), Event::Writes(text(false, 1)));
        }
    }
}

const LEAST: &[(&str, u64)] = &[
    ("a mail: not connected", 1),
    ("a mail: refused", 1),
    ("a mail: taken", 60),
    ("a mail: throttled", 1),
    ("a send: 429", 4),
    ("a send: 429 with a wait", 8),
    ("a send: 401", 4),
    ("a send: 4xx", 40),
    ("a send: not connected", 12),
    ("a send: not taken, and a 5xx", 16),
    ("a send: not taken, no answer in time", 12),
    ("a send: taken", 600),
    ("a send: taken, and a 5xx", 8),
    ("a send: taken, no answer in time", 20),
    ("arrived although reported lost", 6),
    ("arrived on a phone", 500),
    ("both by mail and by WhatsApp", 2),
    ("by mail alone", 50),
    ("callbacks late", 20),
    ("callbacks late by hours", 15),
    ("callbacks lost", 40),
    ("callbacks of something else", 20),
    ("callbacks that Twilio sends again", 4),
    ("callbacks twice", 20),
    ("consents ended", 300),
    ("consents given", 100),
    ("ended after the deadline", 50),
    ("ended: Delivered", 250),
    ("ended: Read", 250),
    ("ended: failed: DeadlinePassed", 2),
    ("ended: failed: FallBackToEmail", 4),
    ("ended: failed: NoAddress", 20),
    ("ended: failed: NoConsent", 60),
    ("ended: failed: NoReceipt", 20),
    ("ended: failed: NoTemplate", 1),
    ("ended: failed: OperatorMustAct", 3),
    ("ended: failed: OurBug", 4),
    ("ended: failed: Suppress", 4),
    ("ended: failed: Unfamiliar", 1),
    ("ended: failed: Unresolved", 6),
    ("fault: AnswerLost", 20),
    ("fault: AnswerTooLate", 20),
    ("fault: Conflict", 3),
    ("fault: ConflictUnderThrottle", 2),
    ("fault: CrashAfter", 20),
    ("fault: CrashBefore", 20),
    ("fault: GivenBack", 3),
    ("fault: NotConnected", 20),
    ("fault: ServerError", 20),
    ("fault: Throttled", 15),
    ("jobs done and handed out again", 12),
    ("jobs late", 25),
    ("jobs not done", 30),
    ("jobs put aside and redriven days later", 1),
    ("jobs that nobody can do", 4),
    ("jobs that the queue did not take", 8),
    ("jobs twice", 25),
    ("no mail: NoAddress", 1),
    ("questions answered", 100),
    ("questions without an answer", 80),
    ("reported lost", 50),
    ("sent again by hand", 30),
    ("sweeps", 800),
    ("sweeps that failed", 25),
];

#[tokio::test(start_paused = true)]
async fn whatever_happens_a_message_arrives_once_or_fails_for_a_reason_1_of_2() {
    run_share(0).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_a_message_arrives_once_or_fails_for_a_reason_2_of_2() {
    run_share(1).await;
}
