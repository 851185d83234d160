//! The form in which a language model writes what was asked: that of the typed query, with a word or a number in the place of
//! most nulls, because services limit how many fields of a schema may be one of two types.

use crate::question::interpretation::Interpretation;
use crate::question::query::TypedQuery;
use serde_json::{Value, json};

/// The version of the form; it grows with every change of the schema.
pub const VERSION: u32 = 1;
/// The name of the schema, and of the tool where the answer is a call of a tool.
pub const NAME: &str = "typed_query";
/// The schema, which never changes while a version runs: services prepare a schema that is new to them for seconds or minutes.
pub const SCHEMA: &str = include_str!("schema.json");

/// Returns the schema without spaces, in its own order: models write in the order of the schema, and decide on the intent first.
#[must_use]
pub fn compact_schema() -> String {
    // No word of it has a space.
    SCHEMA.split_whitespace().collect()
}

/// Returns what stands for null in a field, or `None` if null itself does.
fn stands_for_null(field: &str) -> Option<Value> {
    match field {
        "n" | "year" | "month" | "q" | "limit" => Some(json!(0)),
        "name" | "reason" | "dimension" => Some(json!("none")),
        "date" | "from" | "to" => Some(json!("")),
        _ => None,
    }
}

/// Writes what was asked in the form of the models.
#[must_use]
pub fn written(interpretation: &Interpretation) -> Value {
    each_field(json!(interpretation), &|field, value| {
        value.is_null().then(|| stands_for_null(field)).flatten()
    })
}

/// Writes a query in the form of the models.
#[must_use]
pub fn written_query(query: &TypedQuery) -> Value {
    each_field(json!(query), &|field, value| value.is_null().then(|| stands_for_null(field)).flatten())
}

/// Reads what was asked. A null that the form has a word for is taken as well.
///
/// # Errors
/// If a field is missing or unknown, or has a value that it cannot have.
pub fn read(value: Value) -> Result<Interpretation, serde_json::Error> {
    let null =
        |field: &str, value: &Value| (stands_for_null(field).as_ref() == Some(value)).then_some(Value::Null);
    serde_json::from_value(each_field(value, &null))
}

/// Replaces the value of each field for which there is another one.
fn each_field(value: Value, other: &impl Fn(&str, &Value) -> Option<Value>) -> Value {
    match value {
        Value::Object(fields) => {
            let replaced = |(field, value): (String, Value)| {
                let value = other(&field, &value).unwrap_or_else(|| each_field(value, other));
                (field, value)
            };
            Value::Object(fields.into_iter().map(replaced).collect())
        }
        Value::Array(values) => values.into_iter().map(|value| each_field(value, other)).collect(),
        plain => plain,
    }
}

#[cfg(test)]
mod tests;
