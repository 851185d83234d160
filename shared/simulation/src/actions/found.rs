//! Checks that a fault is detected by the seeds that run by default.

use super::seeds::SEEDS;
use futures::FutureExt;
use std::panic::AssertUnwindSafe;

/// A deliberate fault: its description, the claim that must fail, and how it is injected.
pub(crate) type Fault<Wrong> = (&'static str, &'static str, Wrong);

/// Runs seeds with each fault until one fails by the given claim; fails with the names of the faults that no seed
/// detects.
pub(crate) async fn all_are_found<Wrong: 'static, Run: Future>(
    faults: impl Iterator<Item = &'static Fault<Wrong>>,
    run: impl Fn(u64, &'static Wrong) -> Run,
) {
    let mut missed = Vec::new();
    for (fault, claim, wrong) in faults {
        match first_seed(claim, |seed| run(seed, wrong)).await {
            Ok(seed) => println!("{fault}: found by seed {seed}"),
            Err(other) => missed.push(format!("nothing says {claim:?} when {fault}; said last: {other}")),
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// Returns the first seed that fails by the given claim, or else the failure of another kind.
async fn first_seed<Run: Future>(claim: &str, run: impl Fn(u64) -> Run) -> Result<u64, String> {
    let mut other = "nothing".to_owned();
    for seed in 0..SEEDS {
        let Err(panic) = AssertUnwindSafe(run(seed)).catch_unwind().await else { continue };
        let formatted = panic.downcast_ref::<String>().cloned();
        let said = formatted.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
        match said.unwrap_or_default() {
            said if said.contains(claim) => return Ok(seed),
            said => other = said,
        }
    }
    Err(other)
}
