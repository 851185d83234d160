//! Counts of the events in the runs, which show that the relevant cases really occur.

use app::action::{ActionOutcome, ActionResult};
use domain::message::job::QueueJob;
use std::collections::BTreeMap;
use std::fmt;
use store::embedded::EmbeddedStore;

/// The number of times each event happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally(BTreeMap<String, u64>);

impl Tally {
    /// Counts an event.
    pub(crate) fn count(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    /// Counts the answer to a tap.
    pub(crate) fn count_answer(&mut self, performed: &ActionResult) {
        let is_refusal = |job: &QueueJob| matches!(job, QueueJob::RecordRefusal(_));
        match &performed.outcome {
            ActionOutcome::Changed => self.count("answered: changed"),
            ActionOutcome::Shown => self.count("answered: shown"),
            ActionOutcome::Duplicate => self.count("answered: again the same"),
            ActionOutcome::Busy => self.count("answered: busy"),
            ActionOutcome::Refused(refusal) => {
                self.count(format!("answered: refused, {}", refusal.audit_word()));
                if performed.jobs.iter().any(is_refusal) {
                    self.count("races lost");
                }
            }
        }
    }

    /// Counts the faults of a worker.
    pub(crate) fn count_faults(&mut self, worker: &EmbeddedStore) {
        for (fault, times) in worker.calls.take_faults() {
            *self.0.entry(format!("fault: {fault:?}")).or_default() += times;
        }
    }

    /// Adds the events of another run.
    pub(crate) fn add(&mut self, other: Self) {
        for (what, times) in other.0 {
            *self.0.entry(what).or_default() += times;
        }
    }

    /// Returns how often an event happened.
    pub(crate) fn of(&self, what: &str) -> u64 {
        self.0.get(what).copied().unwrap_or_default()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(what, times)| writeln!(formatter, "{times:>9}  {what}"))
    }
}
