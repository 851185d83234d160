//! Deliberate misbehaviour of a worker, to prove that a check detects it: requests reach the engine modified or not
//! at all, and answers reach the worker modified.

use super::engine::Answer;
use serde_json::{Value, json};

/// A worker's misbehaviour. The functions get the protocol's name of the operation and its JSON.
#[derive(Debug, Clone, Copy)]
pub struct Sabotage {
    /// Modifies a request. If it returns false, the engine never sees the request and the worker is told that it
    /// succeeded.
    pub asks: fn(&str, &mut Value) -> bool,
    /// Modifies an answer.
    pub hears: fn(&str, &mut Value),
    /// Whether the writes are hidden from the journal.
    pub secretly: bool,
}

impl Sabotage {
    /// No misbehaviour.
    pub const NONE: Self = Self { asks: |_, _| true, hears: |_, _| {}, secretly: false };

    /// Modifies a request; returns `None` if the engine must not see it.
    pub(super) fn of_request(self, operation: &str, body: &[u8]) -> Option<Vec<u8>> {
        let mut asked: Value = serde_json::from_slice(body).unwrap();
        (self.asks)(operation, &mut asked).then(|| asked.to_string().into_bytes())
    }

    /// Modifies a successful answer.
    pub(super) fn of_answer(self, operation: &str, answer: Answer) -> Answer {
        if answer.status != 200 {
            return answer;
        }
        let mut heard: Value = serde_json::from_str(&answer.body).unwrap();
        (self.hears)(operation, &mut heard);
        Answer { body: heard.to_string(), ..answer }
    }
}

/// Lists the writes of a request, each as the content of its put, update or check: all those of a transaction, or the
/// only one.
pub fn writes(asked: &mut Value) -> Vec<&mut Value> {
    if asked["TransactItems"].is_null() {
        return vec![asked];
    }
    let all = asked["TransactItems"].as_array_mut().unwrap().iter_mut();
    all.filter_map(|write| write.as_object_mut()?.values_mut().next()).collect()
}

/// Removes the writes for which the predicate holds from a transaction.
pub fn drop_writes(asked: &mut Value, is_dropped: impl Fn(&Value) -> bool) {
    let Some(all) = asked["TransactItems"].as_array_mut() else { return };
    all.retain(|write| !write.as_object().unwrap().values().any(&is_dropped));
}

/// Makes every condition that contains `part` hold.
pub fn ignore_conditions(asked: &mut Value, part: &str) {
    for write in writes(asked) {
        let condition = write["ConditionExpression"].as_str().filter(|condition| condition.contains(part));
        let Some(condition) = condition else { continue };
        let ignored = format!("({condition}) OR attribute_exists(pk) OR attribute_not_exists(pk)");
        write["ConditionExpression"] = json!(ignored);
    }
}

/// Replaces one text by another wherever it is a whole value.
pub fn replace_text(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => to.clone_into(text),
        Value::Array(all) => all.iter_mut().for_each(|one| replace_text(one, from, to)),
        Value::Object(all) => all.values_mut().for_each(|one| replace_text(one, from, to)),
        _ => {}
    }
}
