//! A condition that a worker's transactions skip, to prove that a test depends on it.

use serde_json::{Value, json};

/// One clause of the condition on one item.
pub(super) struct BlindSpot {
    /// The prefix of the item's sort key.
    pub(super) place: String,
    /// The clause, one of those joined by `AND`.
    pub(super) clause: String,
}

impl BlindSpot {
    /// Returns the transaction request with the clause replaced by one that always holds but still uses the clause's
    /// values.
    pub(super) fn hide(&self, body: &[u8]) -> Vec<u8> {
        let mut asked: Value = serde_json::from_slice(body).unwrap();
        let writes = asked["TransactItems"].as_array_mut().unwrap().iter_mut();
        for write in writes.filter_map(|write| write.as_object_mut()?.values_mut().next()) {
            let named = write.get("Key").or_else(|| write.get("Item")).unwrap();
            let is_here = named["sk"]["S"].as_str().is_some_and(|sort| sort.starts_with(&self.place));
            let condition = write.get("ConditionExpression").and_then(Value::as_str).filter(|_| is_here);
            let Some(seeing) = condition.map(|condition| self.without_the_clause(condition)) else {
                continue;
            };
            write["ConditionExpression"] = json!(seeing);
        }
        asked.to_string().into_bytes()
    }

    fn without_the_clause(&self, condition: &str) -> String {
        let hidden = format!("({} OR attribute_exists(pk))", self.clause);
        let clauses = condition.split(" AND ");
        let clauses = clauses.map(|clause| if clause == self.clause { hidden.as_str() } else { clause });
        clauses.collect::<Vec<_>>().join(" AND ")
    }
}
