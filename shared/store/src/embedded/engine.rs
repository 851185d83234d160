//! Answers a call of the DynamoDB protocol by the in-process engine: no socket, no task, no passing of time.

use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// An answer in the protocol: HTTP status and JSON body.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Executes an operation, given by its protocol name.
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

/// Rejects a query with an empty string in a key, as the service does; the engine would return no items instead. The
/// engine itself checks all other keys.
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

/// Creates the answer for an operation that the service rejects or fails to execute.
pub(super) fn refused(status: u16, kind: &str, message: &str) -> Answer {
    let kind = format!("com.amazonaws.dynamodb.v20120810#{kind}");
    Answer { status, body: json!({ "__type": kind, "message": message }).to_string() }
}

/// Creates the answer for a transaction that is cancelled with these reasons, one per write.
pub(super) fn cancelled(reasons: &[&str]) -> Answer {
    let listed = reasons.join(", ");
    let message =
        format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{listed}]");
    let reasons: Vec<_> = reasons.iter().map(|code| json!({ "Code": code })).collect();
    let kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    let body = json!({ "__type": kind, "Message": message, "CancellationReasons": reasons });
    Answer { status: 400, body: body.to_string() }
}
