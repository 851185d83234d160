//! The record of requests that the simulated API received, for tests and for debugging.

use serde::Serialize;

/// One request to the simulated API.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) form: Vec<(String, String)>,
    /// The body, if it is JSON.
    pub(crate) json: Option<serde_json::Value>,
    pub(crate) time: jiff::Timestamp,
    /// The HTTP status of the response, or `None` if there is none yet.
    pub(crate) status: Option<u16>,
}

/// The most recent requests, oldest first, each with a permanent number.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    entries: std::collections::VecDeque<Call>,
    dropped: usize,
}

/// The number of requests that are kept.
const KEPT: usize = 5_000;

impl Calls {
    /// Stores a request and returns its number.
    pub(crate) fn begin(&mut self, call: Call) -> usize {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
            self.dropped += 1;
        }
        self.entries.push_back(call);
        self.dropped + self.entries.len() - 1
    }

    /// Adds the status of the response to a request that is still kept.
    pub(crate) fn end(&mut self, number: usize, status: u16) {
        let position = number.checked_sub(self.dropped);
        if let Some(call) = position.and_then(|position| self.entries.get_mut(position)) {
            call.status = Some(status);
        }
    }

    /// Removes every request; the numbering continues.
    pub(crate) fn clear(&mut self) {
        self.dropped += self.entries.len();
        self.entries.clear();
    }

    /// Returns the requests, oldest first.
    pub(crate) fn list(&self) -> Vec<Call> {
        self.entries.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call() -> Call {
        Call {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            query: Vec::new(),
            form: Vec::new(),
            json: None,
            time: jiff::Timestamp::UNIX_EPOCH,
            status: None,
        }
    }

    #[test]
    fn an_answer_that_comes_after_clearing_does_not_land_on_another_request() {
        let mut calls = Calls::default();
        let old = calls.begin(call());
        calls.clear();
        let new = calls.begin(call());
        calls.end(old, 500);
        assert_eq!(calls.list().first().and_then(|call| call.status), None);
        calls.end(new, 201);
        assert_eq!(calls.list().first().and_then(|call| call.status), Some(201));
    }
}
