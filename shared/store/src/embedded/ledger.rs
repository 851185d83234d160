//! The store's calls: the operations in order and, when metered, the capacity that they consumed.

use super::faults::Fault;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The capacity consumed by an operation, in units.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CapacityUnits {
    /// Read units: 4 KB each, for consistent reads.
    pub read: f64,
    /// Write units: 1 KB each, twice that in a transaction, and again for each index.
    pub write: f64,
}

/// The DynamoDB operations called, in order; each retry of the SDK counts.
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
    /// Takes the operations counted so far.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().calls)
    }

    /// Makes every call report its consumed capacity from now on.
    pub fn meter(&self) {
        self.0.lock().unwrap().metered = true;
    }

    /// Takes the capacity consumed per operation since [`CallLedger::meter`] or since the last call of this function.
    pub fn take_units(&self) -> BTreeMap<String, CapacityUnits> {
        std::mem::take(&mut self.0.lock().unwrap().units)
    }

    /// Takes the number of times each fault happened.
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

    /// Adds the consumed capacity that an answer reports, for one table or for several. For a transaction it reports
    /// reads and writes separately; for any other operation a single sum, which is of the operation's kind.
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
