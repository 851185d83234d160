//! The histories that a simulation generates, and what is printed and checked about them: a thousand seeds in two
//! shares, which run in parallel; `sabotage` shows that they are enough. `SEEDS=100000` runs more of them, `SEED=7` a
//! single one.

use super::tally::Tally;
use std::time::Instant;

/// The number of seeds by default.
pub(crate) const SEEDS: u64 = 1_000;
/// The number of tests that share them.
const SHARES: u64 = 2;

/// The seeds of one test, and the events in their runs.
pub(crate) struct Share {
    seeds: Vec<u64>,
    /// The nextest filter for the tests of the seeds.
    selection: &'static str,
    started: Instant,
    tally: Tally,
}

impl Share {
    /// Creates a share, 0 or 1, of the requested seeds.
    pub(crate) fn asked_for(share: u64, selection: &'static str) -> Self {
        Self::of(share, SEEDS, selection)
    }

    /// Creates a share, 0 or 1, of so many seeds by default; of the requested ones it has as large a part as its default has
    /// of [`SEEDS`], because its seeds take longer.
    pub(crate) fn of(share: u64, count: u64, selection: &'static str) -> Self {
        let asked = asked_for("SEEDS").map_or(count, |asked| (asked * count).div_ceil(SEEDS));
        let seeds = seeds_of(share, asked_for("SEED"), Some(asked));
        Self { seeds, selection, started: Instant::now(), tally: Tally::default() }
    }

    /// Returns the seeds to run.
    pub(crate) fn seeds(&self) -> Vec<u64> {
        self.seeds.clone()
    }

    /// Prints how to run the seed alone if its run fails while the returned value is held.
    pub(crate) fn running(&self, seed: u64) -> Running {
        Running { seed, selection: self.selection }
    }

    /// Adds the events of a run.
    pub(crate) fn add(&mut self, run: Tally) {
        self.tally.add(run);
    }

    /// Prints the speed of the runs and their events. From `enough` seeds on, checks that the relevant events happen:
    /// each event of `least` at least so many times per thousand seeds, within statistical variation.
    pub(crate) fn end(self, enough: u64, least: &[(&str, u64)]) {
        let seeds = self.seeds.len() as u64;
        let per_second = self.seeds.len() as f64 / self.started.elapsed().as_secs_f64();
        println!("{seeds} seeds, {per_second:.0} a second\n{}", self.tally);
        if seeds < enough {
            return;
        }
        for (what, in_a_thousand) in least {
            let times = self.tally.of(what);
            // With few seeds a rare event may be missing; a shortfall beyond chance is a failure.
            let expected = (in_a_thousand * seeds) as f64 / 1_000.0;
            assert!(
                times as f64 >= expected - 3.0 * expected.sqrt(),
                "{what} happened {times} times in {seeds} seeds"
            );
        }
    }
}

/// Prints, when a run fails, how to run its seed alone.
pub(crate) struct Running {
    seed: u64,
    selection: &'static str,
}

impl Drop for Running {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self { seed, selection } = self;
            eprintln!("seed {seed} fails; alone: SEED={seed} cargo nextest run --workspace -E '{selection}'");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a run is asked for by whoever starts the tests")]
pub(crate) fn asked_for(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number of seeds, or a seed"))
}

/// Returns the seeds of a share: out of a single seed, or out of the first `count`.
fn seeds_of(share: u64, seed: Option<u64>, count: Option<u64>) -> Vec<u64> {
    let all = seed.map_or(0..count.unwrap_or(SEEDS), |seed| seed..seed + 1);
    all.filter(|seed| seed % SHARES == share).collect()
}

#[test]
fn the_shares_have_every_seed_once_and_a_seed_alone_runs_once() {
    let all = |seed, count| -> Vec<u64> {
        let mut seeds: Vec<u64> = (0..SHARES).flat_map(|share| seeds_of(share, seed, count)).collect();
        seeds.sort_unstable();
        seeds
    };
    assert_eq!(all(None, None), (0..1_000).collect::<Vec<_>>());
    assert_eq!(all(None, Some(6)), [0, 1, 2, 3, 4, 5]);
    assert_eq!(all(Some(7), None), [7]);
    assert_eq!(all(Some(123_456), Some(5)), [123_456]);
}

#[test]
#[should_panic(expected = "races lost happened 1 times in 2 seeds")]
fn a_share_in_which_too_little_happens_fails() {
    let mut share = Share { seeds: vec![0, 2], ..Share::asked_for(0, "none()") };
    let mut run = Tally::default();
    run.count("races lost");
    share.add(run);
    share.end(2, &[("races lost", 10_000)]);
}

#[test]
fn a_share_of_few_seeds_is_not_held_to_what_is_rare() {
    let share = Share { seeds: vec![0], ..Share::asked_for(0, "none()") };
    share.end(2, &[("races lost", 501)]);
}
