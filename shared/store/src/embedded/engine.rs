//! One call of the DynamoDB protocol, answered by the engine inside this process: no socket, no task, no time passes.

use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// An answer of the protocol: the HTTP status and the JSON body.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Lets the engine do an operation, by the name that the protocol has for it.
pub(super) fn answer(database: &Database, operation: &str, body: &[u8]) -> Answer {
    match operation {
        "BatchGetItem" => run(body, |request| database.batch_get_item(request)),
        "BatchWriteItem" => run(body, |request| database.batch_write_item(request)),
        "DeleteItem" => run(body, |request| database.delete_item(request)),
        "GetItem" => run(body, |request| database.get_item(request)),
        "PutItem" => run(body, |request| database.put_item(request)),
        "Query" => refused_query(body).unwrap_or_else(|| run(body, |request| database.query(request))),
        "Scan" => run(body, |request| database.scan(request)),
        "TransactGetItems" => run(body, |request| database.transact_get_items(request)),
        "TransactWriteItems" => run(body, |request| database.transact_write_items(request)),
        "UpdateItem" => run(body, |request| database.update_item(request)),
        _ => refused(400, "UnknownOperationException", "the embedded store has no such operation"),
    }
}

fn run<Request: DeserializeOwned, Response: Serialize>(
    body: &[u8],
    operation: impl FnOnce(Request) -> dynoxide::Result<Response>,
) -> Answer {
    let request = match serde_json::from_slice(body) {
        Ok(request) => request,
        Err(error) => return refused(400, "SerializationException", &error.to_string()),
    };
    match operation(request) {
        Ok(response) => Answer { status: 200, body: serde_json::to_string(&response).unwrap() },
        Err(error) => Answer { status: DynoxideError::status_code(&error), body: error.to_json() },
    }
}

/// Refuses a query that asks for an empty text in a key, as the service does; the engine would find nothing by it. All
/// other keys are checked by the engine.
fn refused_query(body: &[u8]) -> Option<Answer> {
    let asked: Value = serde_json::from_slice(body).ok()?;
    let condition = asked["KeyConditionExpression"].as_str()?;
    let mut words = condition.split(|c: char| !c.is_alphanumeric() && !matches!(c, ':' | '_'));
    let is_empty = |word: &str| asked["ExpressionAttributeValues"][word]["S"] == "";
    words.any(is_empty).then(|| {
        refused(
            400,
            "ValidationException",
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty \
             string value.",
        )
    })
}

/// Creates the answer of an operation that the service refuses or fails to do.
pub(super) fn refused(status: u16, kind: &str, message: &str) -> Answer {
    let kind = format!("com.amazonaws.dynamodb.v20120810#{kind}");
    Answer { status, body: json!({ "__type": kind, "message": message }).to_string() }
}

/// Creates the answer of a transaction that is cancelled for these reasons, one for each of its writes.
pub(super) fn cancelled(reasons: &[&str]) -> Answer {
    let listed = reasons.join(", ");
    let message =
        format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{listed}]");
    let reasons: Vec<_> = reasons.iter().map(|code| json!({ "Code": code })).collect();
    let kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    let body = json!({ "__type": kind, "Message": message, "CancellationReasons": reasons });
    Answer { status: 400, body: body.to_string() }
}
