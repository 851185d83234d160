//! What was asked of the store: the operations in order and, where it is metered, the capacity that they took.

use super::faults::Fault;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The capacity that an operation took, in units.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CapacityUnits {
    /// Units of reading: 4 KB each, read consistently.
    pub read: f64,
    /// Units of writing: 1 KB each, twice that in a transaction, and again in each index.
    pub write: f64,
}

/// The DynamoDB operations that were called, in order; each try of the SDK counts.
#[derive(Debug, Clone, Default)]
pub struct CallLedger(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    calls: Vec<String>,
    metered: bool,
    units: BTreeMap<String, CapacityUnits>,
    faults: BTreeMap<Fault, u64>,
}

impl CallLedger {
    /// Takes what was counted so far.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().calls)
    }

    /// Has every call say from now on what capacity it took.
    pub fn meter(&self) {
        self.0.lock().unwrap().metered = true;
    }

    /// Takes the capacity by operation that was taken since [`CallLedger::meter`] or since this was last asked.
    pub fn take_units(&self) -> BTreeMap<String, CapacityUnits> {
        std::mem::take(&mut self.0.lock().unwrap().units)
    }

    /// Takes how often each fault happened.
    pub fn take_faults(&self) -> BTreeMap<Fault, u64> {
        std::mem::take(&mut self.0.lock().unwrap().faults)
    }

    pub(super) fn count_fault(&self, fault: Fault) {
        *self.0.lock().unwrap().faults.entry(fault).or_default() += 1;
    }

    pub(super) fn is_metered(&self) -> bool {
        self.0.lock().unwrap().metered
    }

    pub(super) fn count(&self, operation: &str) {
        self.0.lock().unwrap().calls.push(operation.to_owned());
    }

    /// Adds what an answer says of the capacity: of one table, or of each of several. Of a transaction it says what
    /// was read and what was written; of any other operation one sum, which is of its kind.
    pub(super) fn add_capacity(&self, operation: &str, answer: &str) {
        let answer: Value = serde_json::from_str(answer).unwrap();
        let said = match &answer["ConsumedCapacity"] {
            Value::Array(tables) => tables.clone(),
            Value::Null => return,
            table => vec![table.clone()],
        };
        let mut counts = self.0.lock().unwrap();
        let sum = counts.units.entry(operation.to_owned()).or_default();
        let writes = ["Put", "Update", "Delete", "Write"].iter().any(|word| operation.contains(word));
        for table in said {
            let units = table["CapacityUnits"].as_f64().unwrap_or_default();
            if writes {
                sum.write += units;
            } else {
                sum.read += units;
            }
        }
    }
}
