//! Who works on a file. A worker that is silent for longer than its lease is taken to be dead, and another one begins again
//! from the start: what is stored already is not written again.

use super::{ImportProgress, ImportReceipt, ImportState, ImportStep};
use crate::instant::EpochSecond;

/// For how long a worker may be silent.
pub const LEASE_SECONDS: i64 = 45;
/// How often a file is begun by workers that say nothing more, before it is given up.
pub const MOST_ATTEMPTS: u32 = 5;
/// How often workers let go of a file before it is given up: for two hours, with a minute between.
pub const MOST_GIVEN_BACK: u32 = 120;

/// What a worker does with a file that it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It works on it, once this receipt is stored.
    Take(Box<ImportReceipt>),
    /// Another worker is at it.
    Running,
    /// Its receipt says what became of it.
    Ended,
    /// It was begun too often; this receipt says so.
    GiveUp(Box<ImportReceipt>),
}

/// Decides what a worker does with a file.
#[must_use]
pub fn claim(receipt: &ImportReceipt, worker: &str, now: EpochSecond) -> Claim {
    match &receipt.state {
        state if state.has_ended() => Claim::Ended,
        ImportState::Running { worker: other, leased_until, .. }
            if other != worker && now < *leased_until =>
        {
            Claim::Running
        }
        _ if receipt.attempts >= MOST_ATTEMPTS || receipt.given_back >= MOST_GIVEN_BACK => {
            let at = now.timestamp().unwrap_or(receipt.received_at);
            Claim::GiveUp(Box::new(receipt.moved_to(ImportState::Failed { at })))
        }
        _ => {
            let progress = ImportProgress { step: ImportStep::Reading, done: 0, of: 0 };
            let taken = running(receipt, progress, worker, now);
            Claim::Take(Box::new(ImportReceipt { attempts: receipt.attempts.saturating_add(1), ..taken }))
        }
    }
}

/// Returns the receipt with what the worker has done so far and a new lease.
#[must_use]
pub fn running(
    receipt: &ImportReceipt,
    progress: ImportProgress,
    worker: &str,
    now: EpochSecond,
) -> ImportReceipt {
    let leased_until = now.plus_seconds(LEASE_SECONDS);
    receipt.moved_to(ImportState::Running { progress, worker: worker.to_owned(), leased_until })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::ReceiptId;
    use crate::import::ImportRoute;
    use crate::testing::{now, workspace};
    use proptest::prelude::*;

    fn receipt(attempts: u32, state: ImportState) -> ImportReceipt {
        ImportReceipt {
            id: ReceiptId::hashed("i-", "x"),
            workspace: workspace().id,
            route: ImportRoute::Drop,
            channel: None,
            currency: None,
            file: String::new(),
            received_at: now(),
            body_hash: None,
            object: None,
            attempts,
            given_back: 0,
            revision: 7,
            state,
        }
    }

    fn running_since(leased_until: i64) -> ImportState {
        let progress = ImportProgress { step: ImportStep::Reading, done: 1, of: 2 };
        ImportState::Running { progress, worker: "one".into(), leased_until: EpochSecond::new(leased_until) }
    }

    #[test]
    fn a_file_is_taken_once_and_again_only_after_the_lease_of_a_silent_worker() {
        let Claim::Take(taken) = claim(&receipt(0, ImportState::Waiting), "one", EpochSecond::new(100))
        else {
            panic!("not taken")
        };
        assert_eq!((taken.attempts, taken.revision), (1, 8));
        assert_eq!(claim(&taken, "two", EpochSecond::new(144)), Claim::Running);
        assert!(
            matches!(claim(&taken, "two", EpochSecond::new(145)), Claim::Take(again) if again.attempts == 2)
        );
    }

    #[test]
    fn what_was_cut_short_five_times_is_given_up() {
        let cut = receipt(MOST_ATTEMPTS, running_since(0));
        assert!(matches!(claim(&cut, "two", EpochSecond::new(1)),
            Claim::GiveUp(failed) if matches!(failed.state, ImportState::Failed { .. })));
    }

    #[test]
    fn what_was_let_go_for_two_hours_is_given_up() {
        let mut waiting = receipt(0, ImportState::Waiting);
        waiting.given_back = MOST_GIVEN_BACK - 1;
        assert!(matches!(claim(&waiting, "two", EpochSecond::new(1)), Claim::Take(_)));
        waiting.given_back = MOST_GIVEN_BACK;
        assert!(matches!(claim(&waiting, "two", EpochSecond::new(1)), Claim::GiveUp(_)));
    }

    proptest! {
        #[test]
        fn two_workers_never_hold_the_same_file(until in 0_i64..200, at in 0_i64..200, attempts in 0_u32..7) {
            let held = receipt(attempts, running_since(until));
            let decided = claim(&held, "two", EpochSecond::new(at));
            prop_assert_eq!(at < until, decided == Claim::Running);
        }

        #[test]
        fn a_file_that_has_ended_is_never_taken(attempts in 0_u32..7, at in 0_i64..1_000) {
            for state in [ImportState::Failed { at: now() }, ImportState::Superseded { at: now() }] {
                prop_assert_eq!(claim(&receipt(attempts, state), "one", EpochSecond::new(at)), Claim::Ended);
            }
        }
    }
}
