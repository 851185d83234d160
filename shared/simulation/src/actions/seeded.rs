//! A thousand histories, each generated from a seed, in two tests that run in parallel.
//!
//! `SEEDS=100000` runs more of them, as `make simulate` does; a single one runs with
//! `SEED=7 cargo nextest run --workspace -E 'test(/^simulation::seeded/)'`.

use super::run::run;
use super::seeds::Share;

/// The nextest filter for these tests, which excludes the simulation of deliveries.
const SELECTION: &str = "test(/^simulation::seeded/)";
/// The number of seeds from which every rare event must have happened in a share.
const ENOUGH: u64 = 500;

async fn run_share(share: u64) {
    let mut share = Share::asked_for(share, SELECTION);
    for seed in share.seeds() {
        let _running = share.running(seed);
        share.add(Box::pin(run(seed)).await);
    }
    share.end(ENOUGH, LEAST);
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
async fn whatever_happens_a_tap_is_done_once_and_answered_truly_1_of_2() {
    run_share(0).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_a_tap_is_done_once_and_answered_truly_2_of_2() {
    run_share(1).await;
}
