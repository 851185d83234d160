//! Ten thousand histories, each drawn from a seed, in four tests that run side by side.
//!
//! `SEEDS=100000` runs more of them, `SEED=7` runs one alone.

use super::run::run;
use super::tally::Tally;
use std::time::Instant;

const SEEDS: u64 = 10_000;
const SHARES: u64 = 4;
/// From how many seeds on every rare thing must have happened in a share.
const ENOUGH: u64 = 500;

/// Says on the way out of a failed run how to run its seed alone.
struct Running(u64);

impl Drop for Running {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let seed = self.0;
            eprintln!(
                "seed {seed} fails; alone: SEED={seed} cargo nextest run -p command-center simulation::seeded"
            );
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a run is asked for by whoever starts the tests")]
fn asked_for(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number of seeds, or a seed"))
}

async fn run_share(share: u64) {
    let started = Instant::now();
    let seeds: Vec<u64> = match asked_for("SEED") {
        Some(seed) => [seed].into_iter().filter(|seed| seed % SHARES == share).collect(),
        None => (0..asked_for("SEEDS").unwrap_or(SEEDS)).filter(|seed| seed % SHARES == share).collect(),
    };
    let mut tally = Tally::default();
    for &seed in &seeds {
        let _running = Running(seed);
        tally.add(Box::pin(run(seed)).await);
    }
    let per_second = seeds.len() as f64 / started.elapsed().as_secs_f64();
    println!("{} seeds, {per_second:.0} a second\n{tally}", seeds.len());
    if seeds.len() as u64 >= ENOUGH {
        assert_it_is_about_something(&tally, seeds.len() as u64);
    }
}

/// Checks that what the runs are about happens: so many times in a thousand seeds at least.
fn assert_it_is_about_something(tally: &Tally, seeds: u64) {
    for (what, in_a_thousand) in LEAST {
        let times = tally.of(what);
        assert!(times * 1_000 >= in_a_thousand * seeds, "{what} happened {times} times in {seeds} seeds");
    }
}

const LEAST: &[(&str, u64)] = &[
    ("answered: again the same", 300),
    ("answered: busy", 5),
    ("answered: changed", 400),
    ("answered: refused, alert_handled", 30),
    ("answered: refused, already_approved", 100),
    ("answered: refused, already_assigned", 40),
    ("answered: refused, already_declined", 150),
    ("answered: refused, awaits_second", 20),
    ("answered: refused, expired", 50),
    ("answered: refused, may_not", 50),
    ("answered: refused, no_longer_member", 5),
    ("answered: refused, not_your_button", 50),
    ("answered: refused, opted_out", 5),
    ("answered: refused, target_moved", 50),
    ("answered: refused, void", 20),
    ("answered: shown", 200),
    ("arrivals that are not answered", 300),
    ("died before it queued", 100),
    ("done: AcceptAssignment", 6),
    ("done: AcknowledgeAlert", 20),
    ("done: ApproveShift", 50),
    ("done: ApproveShiftFirst", 5),
    ("done: AssignRecommendation", 50),
    ("done: DeclineShift", 50),
    ("done: DeclineShift by link", 50),
    ("done: PassBackAssignment", 5),
    ("done: SnoozeAlert", 30),
    ("done: UndoShift", 1),
    ("fault: AnswerLost", 50),
    ("fault: AnswerTooLate", 50),
    ("fault: Conflict", 20),
    ("fault: ConflictUnderThrottle", 20),
    ("fault: CrashAfter", 50),
    ("fault: CrashBefore", 50),
    ("fault: GivenBack", 20),
    ("fault: NotConnected", 50),
    ("fault: ServerError", 50),
    ("fault: Throttled", 50),
    ("jobs done twice", 30),
    ("jobs lost", 30),
    ("races lost", 100),
    ("the same webhook twice at once", 150),
];

#[tokio::test(start_paused = true)]
async fn whatever_happens_a_tap_is_done_once_and_answered_truly_1_of_4() {
    run_share(0).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_a_tap_is_done_once_and_answered_truly_2_of_4() {
    run_share(1).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_a_tap_is_done_once_and_answered_truly_3_of_4() {
    run_share(2).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_a_tap_is_done_once_and_answered_truly_4_of_4() {
    run_share(3).await;
}
