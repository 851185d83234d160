//! Compares plans with what questions mean: slot by slot, on dates and not on the words for them. A time that a question does
//! not name, an order and a limit that it leaves open are not compared.

use serde_json::Value;
use std::collections::BTreeSet;

/// How many questions were understood.
#[derive(Debug, Default)]
pub(super) struct Score {
    pub(super) questions: usize,
    pub(super) exact: usize,
    /// How many were answered that must be asked back or refused.
    pub(super) wrong_answers: usize,
    /// The others, each with its text.
    pub(super) failed: Vec<String>,
}

/// Scores predictions in the order of the questions.
pub(super) fn score(questions: &str, predicted: &[String]) -> Score {
    let mut score = Score::default();
    let questions: Vec<Value> = questions.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(questions.len(), predicted.len());
    for (question, predicted) in questions.iter().zip(predicted) {
        let predicted: Value = serde_json::from_str(predicted).unwrap();
        let wanted = &question["expect"];
        score.questions += 1;
        let is_answer = predicted["type"] == "query";
        let may_be_answered = wanted["type"] == "query" || !wanted["accept"].is_null();
        score.wrong_answers += usize::from(is_answer && !may_be_answered);
        if is_exact(wanted, &predicted) {
            score.exact += 1;
        } else {
            score.failed.push(format!("{} {} → {predicted}", question["id"], question["text"]));
        }
    }
    score
}

fn is_exact(wanted: &Value, predicted: &Value) -> bool {
    if wanted["type"] != "query" {
        let is_refused = predicted["type"] != "query";
        let is_accepted = !wanted["accept"].is_null();
        let is_same = predicted["type"] == wanted["type"] || wanted["type"] == "clarify";
        return if is_refused { is_same } else { is_accepted };
    }
    let (wanted, found) = (list(&wanted["queries"]), list(&predicted["queries"]));
    wanted.len() == found.len()
        && wanted.iter().zip(&found).all(|(wanted, found)| is_same_query(wanted, found))
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn is_same_query(wanted: &Value, found: &Value) -> bool {
    let accepted = &wanted["accept"];
    let is_one_of = |field: &str, list_name: &str| {
        let list = list(&accepted[list_name]);
        wanted[field] == found[field] && list.is_empty() || list.contains(&found[field])
    };
    let is_open = |field: &str| wanted[field].is_null();
    is_one_of("intent", "intents")
        && has_metrics(wanted, found)
        && is_one_of("dimension", "dimension")
        && (is_open("time_range") || days(&wanted["time_range"]) == days(&found["time_range"]))
        && is_same_comparison(wanted, found)
        && filters(wanted) == filters(found)
        && (!accepted["metrics_any"].is_null() || conditions(wanted) == conditions(found))
        && (is_open("order") || wanted["order"] == found["order"])
        && (is_open("limit") || wanted["limit"] == found["limit"])
}

fn has_metrics(wanted: &Value, found: &Value) -> bool {
    let words = |value: &Value| -> BTreeSet<String> { list(value).iter().map(Value::to_string).collect() };
    let (one_of, wanted, found) =
        (words(&wanted["accept"]["metrics_any"]), words(&wanted["metrics"]), words(&found["metrics"]));
    if one_of.is_empty() { wanted.is_empty() || wanted == found } else { !one_of.is_disjoint(&found) }
}

fn days(range: &Value) -> (Value, Value) {
    (range["from"].clone(), range["to"].clone())
}

fn is_same_comparison(wanted: &Value, found: &Value) -> bool {
    let (compare, other) = (&wanted["compare"], &found["compare"]);
    if compare.is_null() || other.is_null() {
        return compare.is_null() && other.is_null();
    }
    let accepted = list(&wanted["accept"]["compare"]);
    compare["mode"] == "entities"
        || days(compare) == days(other)
        || accepted.iter().any(|accepted| days(accepted) == days(other))
}

fn filters(query: &Value) -> BTreeSet<(String, String, BTreeSet<String>)> {
    let values = |filter: &Value| {
        list(&filter["values"]).iter().map(|value| value.to_string().to_lowercase()).collect()
    };
    let of = |filter: &Value| (filter["dimension"].to_string(), filter["op"].to_string(), values(filter));
    list(&query["filters"]).iter().map(of).collect()
}

fn conditions(query: &Value) -> BTreeSet<(String, String, String)> {
    let number = |value: &Value| value.as_f64().map(|number| format!("{number:.6}")).unwrap_or_default();
    let of =
        |having: &Value| (having["metric"].to_string(), having["op"].to_string(), number(&having["value"]));
    list(&query["having"]).iter().map(of).collect()
}
