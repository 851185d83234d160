//! Half an hour without Twilio and hundreds of messages, two thousand in `make simulate`: hardly any call is wasted,
//! there is no burst when Twilio is back, and messages go out in the order of their deadlines.

use super::events::Event;
use super::run::Run;
use super::time::Time;
use super::weather::Weather;
use super::world::{Around, Person, World, message};
use crate::actions::seeds::asked_for;
use domain::message::{FailureReason, Message, MessageKind, MessageState};
use domain::testing::now;
use fastrand::Rng;
use jiff::SignedDuration;
use std::collections::BTreeMap;
use store::embedded::FaultPlan;

/// The number of messages by default; with `SEEDS`, as in `make simulate`, there are as many as on a busy morning.
const FEW_MESSAGES: usize = 600;
const MANY_MESSAGES: usize = 2_000;
const WORKERS: u32 = 4;
const MINUTE: i64 = 60_000;
/// The beginning and the end of the outage, in milliseconds from the start.
const OUTAGE: (i64, i64) = (10 * MINUTE, 40 * MINUTE);
/// How many messages a sender may send per second.
const MOST_PER_SECOND: usize = 80;
/// How much later a message's deadline must be for it to have to wait for another one, in seconds.
const LATER_DEADLINE: i64 = 20 * 60;
/// The time over which waiting messages are spread, in milliseconds.
const SPREAD: i64 = 5 * MINUTE;
const KINDS: [MessageKind; 10] = [
    MessageKind::Digest,
    MessageKind::Digest,
    MessageKind::Digest,
    MessageKind::Digest,
    MessageKind::Digest,
    MessageKind::Digest,
    MessageKind::SecondApproval,
    MessageKind::SecondApproval,
    MessageKind::Assignment,
    MessageKind::Card,
];

/// Creates the messages over half an hour, a third of them before the outage.
fn messages(people: &[Person], random: &mut Rng) -> Vec<Message> {
    let mut one = |(number, person)| {
        let at = now() + SignedDuration::from_millis(random.i64(0..30 * MINUTE));
        message(number, person, KINDS[number % KINDS.len()], at)
    };
    people.iter().enumerate().map(&mut one).collect()
}

/// A message that had waited for Twilio and that Twilio accepted after the outage.
struct Freed {
    deadline: i64,
    taken: i64,
}

/// Returns the messages that had waited, in the order in which Twilio accepted them.
fn freed(run: &Run<'_>, back: i64) -> Vec<Freed> {
    let mut first: BTreeMap<String, i64> = BTreeMap::new();
    for one in run.world.phones.taken().values() {
        let taken = first.entry(one.reference.message.to_string()).or_insert(one.at);
        *taken = one.at.min(*taken);
    }
    let waited = run.world.messages.iter().filter(|message| message.created_at.as_millisecond() < back);
    let freed = waited.filter_map(|message| {
        let taken = *first.get(message.id.as_str()).filter(|taken| **taken >= back)?;
        Some(Freed { deadline: message.deadline.as_second(), taken })
    });
    let mut freed: Vec<Freed> = freed.collect();
    freed.sort_by_key(|one| one.taken);
    freed
}

/// Returns the longest time, in milliseconds, by which a message preceded another one with a much earlier deadline.
fn worst_precedence(freed: &[Freed]) -> i64 {
    let before = |(place, late): (usize, &Freed)| {
        let overtaken =
            freed[place + 1..].iter().filter(|one| one.deadline + LATER_DEADLINE <= late.deadline);
        overtaken.map(|one| one.taken - late.taken).max().unwrap_or_default()
    };
    freed.iter().enumerate().map(before).max().unwrap_or_default()
}

/// Returns the maximum number of calls within one second.
fn most_in_a_second(calls: &[i64]) -> usize {
    let within = |from: usize| calls[from..].iter().take_while(|at| **at < calls[from] + 1_000).count();
    (0..calls.len()).map(within).max().unwrap_or_default()
}

fn is_brought_or_mailed(run: &Run<'_>, message: &Message) -> bool {
    match (message.state, message.kind, &message.failure) {
        (MessageState::Delivered | MessageState::Read, _, _) => true,
        (MessageState::Failed, MessageKind::Digest, _) => {
            let mails = run.world.mails.taken();
            mails.iter().any(|mail| {
                Some(&mail.notification) == message.fallback.as_ref().map(|known| &known.notification)
            })
        }
        // An answer that comes too late would only confuse, and a second approval has a mail of its own.
        (MessageState::Failed, _, Some(FailureReason::DeadlinePassed | FailureReason::Unresolved)) => true,
        _ => false,
    }
}

#[tokio::test(start_paused = true)]
async fn half_an_hour_without_twilio_costs_few_calls_and_nothing_bursts_or_is_forgotten_afterwards() {
    let count = if asked_for("SEEDS").is_some() { MANY_MESSAGES } else { FEW_MESSAGES };
    fastrand::seed(7);
    let mut random = Rng::with_seed(7);
    let around = Around::new().await;
    let begins = now().as_millisecond();
    let outage = Some((begins + OUTAGE.0, begins + OUTAGE.1));
    let weather = Weather { outage, tells_texts: true, ..Weather::default() };
    let people: Vec<Person> = (0..count).map(Person::of_many).collect();
    let messages = messages(&people, &mut random);
    let calm = |_worker| FaultPlan::none();
    let time = (Time::beginning(now(), 7), weather);
    let world = Box::pin(World::new(time, people, messages, (7, WORKERS), calm, &around)).await;
    for message in &world.messages {
        let wait = message.created_at.as_millisecond() - begins;
        world.time.after(wait, Event::Written(Box::new(message.clone())));
    }
    let mut run = Run::new(&world);
    Box::pin(run.until_the_end()).await;
    run.check_all();

    let back = begins + OUTAGE.1;
    let calls: Vec<i64> = world.phones.calls();
    let after: Vec<i64> = calls.iter().copied().filter(|at| *at >= back).collect();
    let freed = freed(&run, back);
    let last = freed.last().map_or(0, |one| one.taken - back);
    println!(
        "{} calls, {} of them after the outage, {} in a second at most; {} had waited, the last for {last} ms more, one went \
         {} ms before another that was due much earlier\n{}{}",
        calls.len(),
        after.len(),
        most_in_a_second(&after),
        freed.len(),
        worst_precedence(&freed),
        run.tally,
        world.phones.tally(),
    );
    assert!(calls.len() * 10 <= count * 11, "{} calls for {count} messages", calls.len());
    assert!(most_in_a_second(&after) <= MOST_PER_SECOND, "{} in a second", most_in_a_second(&after));
    assert!(freed.len() > count / 3, "hardly anything waited: {}", freed.len());
    assert!(worst_precedence(&freed) <= SPREAD, "one went {} ms too early", worst_precedence(&freed));
    for (message, _) in run.standing.values() {
        assert!(is_brought_or_mailed(&run, message), "neither brought nor mailed: {message:#?}");
    }
    let digests = run.standing.values().filter(|(message, _)| message.kind == MessageKind::Digest);
    let mailed = digests.filter(|(message, _)| message.state == MessageState::Failed).count();
    assert!(mailed * 50 <= count, "{mailed} digests went out by mail although Twilio was back in time");
}
