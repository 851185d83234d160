//! Histories of some days, each generated from a seed, in two tests that run in parallel.
//!
//! `SEEDS=100000` runs a hundred times as many; a single one runs with
//! `SEED=7 cargo nextest run --workspace -E 'test(mornings::seeded)'`.

use super::run::Run;
use super::scene::Scene;
use super::walls::Walls;
use super::world::{World, Wrong};
use crate::actions::seeds::Share;
use crate::actions::tally::Tally;
use fastrand::Rng;

/// The nextest filter for these tests.
const SELECTION: &str = "test(mornings::seeded)";
/// The number of seeds by default: each is days long.
const SEEDS: u64 = 32;
/// The number of seeds from which every rare event must have happened in a share.
const ENOUGH: u64 = 12;

async fn run_share(share: u64) {
    let mut share = Share::of(share, SEEDS, SELECTION);
    let walls = Walls::default();
    for seed in share.seeds() {
        let _running = share.running(seed);
        share.add(Box::pin(run(seed, &Wrong::NOTHING, &walls)).await);
    }
    share.end(ENOUGH, LEAST);
}

/// Runs a seed to its end with a deliberate fault, or with none, makes all checks, and returns what happened.
pub(super) async fn run(seed: u64, wrong: &Wrong, walls: &Walls) -> Tally {
    fastrand::seed(seed);
    let mut random = Rng::with_seed(seed);
    let scene = Scene::drawn(&mut random, walls);
    let world = Box::pin(World::new(&scene, &mut random, wrong)).await;
    let mut run = Run::new(&scene, &world, random);
    Box::pin(run.until_the_end()).await;
    if wrong.no_deliveries {
        world.deliveries.jobs.lock().unwrap().clear();
    }
    run.check_all(walls).await;
    let mut tally = std::mem::take(&mut run.tally);
    world.workers.iter().for_each(|worker| tally.count_faults(worker));
    tally.add(world.line.tally());
    tally
}

const LEAST: &[(&str, u64)] = &[
    ("clocks that stepped back", 2_000),
    ("digests after one that came", 3_000),
    ("digests in trouble that came", 1_000),
    ("digests left out", 300),
    ("digests on time", 5_000),
    ("digests that had to come", 4_000),
    ("digests that named a missing one", 150),
    ("digests that were late", 800),
    ("ends at which all was planned", 600),
    ("fault: AnswerLost", 1_000),
    ("fault: CrashAfter", 5_000),
    ("fault: CrashBefore", 5_000),
    ("jobs late", 5_000),
    ("jobs late by hours", 1_000),
    ("jobs not done", 5_000),
    ("jobs that the queue did not take", 1_000),
    ("jobs twice", 5_000),
    ("outages of ticks", 400),
    ("people who changed something", 500),
    ("ticks at the same time", 8_000),
    ("ticks missed or late", 5_000),
    ("ticks that died", 5_000),
    ("ticks that failed", 1_000),
    ("ticks that left something out", 100),
    ("ticks while another one was at work", 4_000),
];

#[tokio::test(start_paused = true)]
async fn whatever_happens_each_morning_has_one_digest_in_time_or_the_next_one_says_so_1_of_2() {
    run_share(0).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_each_morning_has_one_digest_in_time_or_the_next_one_says_so_2_of_2() {
    run_share(1).await;
}
