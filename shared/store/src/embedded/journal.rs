//! Every write that the engine did, in the order in which it did them, whichever worker asked: what stood when.

use serde_json::Value;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

/// The writes of a table. Nothing is kept until somebody asks for it.
#[derive(Debug, Clone, Default)]
pub struct Journal(Arc<Mutex<Writes>>);

#[derive(Debug, Default)]
struct Writes {
    kept: bool,
    requests: Vec<Value>,
    tokens: HashSet<String>,
}

impl Journal {
    /// Keeps every write from now on.
    pub fn keep(&self) {
        self.0.lock().unwrap().kept = true;
    }

    /// Returns how many writes were done so far.
    pub fn length(&self) -> usize {
        self.0.lock().unwrap().requests.len()
    }

    /// Takes the requests that wrote something, oldest first, as the protocol has them.
    pub fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.0.lock().unwrap().requests)
    }

    /// Notes a request that the engine did. A transaction that is sent again under its token is done once.
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
