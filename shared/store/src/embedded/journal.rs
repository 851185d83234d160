//! All writes that the engine executed, in order and for all workers, so that the table's state at any time can be
//! reconstructed.

use serde_json::Value;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

/// The writes to a table. Nothing is recorded until [`Journal::keep`] is called.
#[derive(Debug, Clone, Default)]
pub struct Journal(Arc<Mutex<Writes>>);

#[derive(Debug, Default)]
struct Writes {
    kept: bool,
    requests: Vec<Value>,
    tokens: HashSet<String>,
}

impl Journal {
    /// Records every write from now on.
    pub fn keep(&self) {
        self.0.lock().unwrap().kept = true;
    }

    /// Returns the number of writes so far.
    pub fn length(&self) -> usize {
        self.0.lock().unwrap().requests.len()
    }

    /// Takes the write requests in their protocol form, oldest first.
    pub fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.0.lock().unwrap().requests)
    }

    /// Records a request that the engine executed. A transaction sent again with the same token is recorded once.
    pub(super) fn note(&self, operation: &str, body: &[u8]) {
        let writes = ["Put", "Update", "Delete", "Write"].iter().any(|word| operation.contains(word));
        let mut journal = self.0.lock().unwrap();
        if !journal.kept || !writes {
            return;
        }
        let request: Value = serde_json::from_slice(body).unwrap();
        let is_new = match request["ClientRequestToken"].as_str() {
            Some(token) => journal.tokens.insert(token.to_owned()),
            None => true,
        };
        if is_new {
            journal.requests.push(request);
        }
    }
}
