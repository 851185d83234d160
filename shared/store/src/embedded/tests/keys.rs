//! Empty strings in keys: DynamoDB rejects all of them, and so does the embedded store, whatever the operation.

use super::*;
use aws_sdk_dynamodb::config::http::HttpRequest;
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_types::body::SdkBody;
use serde_json::Value;

/// Calls an operation as the SDK does and returns the status and the body of the answer.
async fn ask(embedded: &EmbeddedStore, operation: &str, body: &Value) -> (u16, Value) {
    let mut request = HttpRequest::new(SdkBody::from(body.to_string()));
    request.headers_mut().insert("x-amz-target", format!("DynamoDB_20120810.{operation}"));
    let answer = HttpConnector::call(&embedded.worker, request).await.unwrap();
    (answer.status().as_u16(), serde_json::from_slice(answer.body().bytes().unwrap()).unwrap())
}

fn text(value: &str) -> Value {
    json!({ "S": value })
}

/// Returns a key in protocol form; a part may be empty.
fn key_of(partition: &str, sort: &str) -> Value {
    json!({ "pk": text(partition), "sk": text(sort) })
}

fn listed(list: &str, at: &str) -> Value {
    json!({ "pk": text("W#a"), "sk": text("X"), "list_pk": text(list), "list_sk": text(at) })
}

/// Every operation on a single item, addressed by this key.
fn by_key(key: &Value) -> Vec<(&'static str, Value)> {
    let read = json!({ "TableName": TABLE, "Key": key });
    let put = json!({ "TableName": TABLE, "Item": key });
    let update = json!({ "TableName": TABLE, "Key": key, "UpdateExpression": "SET seen = :seen",
        "ExpressionAttributeValues": { ":seen": text("") } });
    let check = json!({ "TableName": TABLE, "Key": key, "ConditionExpression": "attribute_not_exists(pk)" });
    let transaction = |kind: &str, write: &Value| json!({ "TransactItems": [{ kind: write }] });
    let batch = |write: Value| json!({ "RequestItems": { TABLE: [write] } });
    vec![
        ("GetItem", read.clone()),
        ("PutItem", put.clone()),
        ("UpdateItem", update.clone()),
        ("DeleteItem", read.clone()),
        ("BatchGetItem", json!({ "RequestItems": { TABLE: { "Keys": [key] } } })),
        ("BatchWriteItem", batch(json!({ "PutRequest": { "Item": key } }))),
        ("BatchWriteItem", batch(json!({ "DeleteRequest": { "Key": key } }))),
        ("TransactWriteItems", transaction("Put", &put)),
        ("TransactWriteItems", transaction("Update", &update)),
        ("TransactWriteItems", transaction("Delete", &read)),
        ("TransactWriteItems", transaction("ConditionCheck", &check)),
    ]
}

/// Every operation that writes a whole item.
fn by_item(item: &Value) -> Vec<(&'static str, Value)> {
    let put = json!({ "TableName": TABLE, "Item": item });
    let put_request = json!({ "PutRequest": { "Item": item } });
    vec![
        ("PutItem", put.clone()),
        ("BatchWriteItem", json!({ "RequestItems": { TABLE: [put_request] } })),
        ("TransactWriteItems", json!({ "TransactItems": [{ "Put": put }] })),
    ]
}

fn query(condition: &str, values: &Value, index: Option<&str>) -> (&'static str, Value) {
    let mut query = json!({ "TableName": TABLE, "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values });
    if let Some(index) = index {
        query["IndexName"] = json!(index);
    }
    ("Query", query)
}

/// Every way to query part of a partition, with this text as the last value.
fn queries(last: &str) -> Vec<(&'static str, Value)> {
    let both = json!({ ":one": text("W#a"), ":two": text(last) });
    let three = json!({ ":one": text("W#a"), ":two": text(last), ":three": text("Z") });
    let mut all = vec![
        query("pk = :two", &json!({ ":two": text(last) }), None),
        query("list_pk = :two", &json!({ ":two": text(last) }), Some("by-time")),
        query("pk = :one AND sk BETWEEN :two AND :three", &three, None),
    ];
    for sort in ["sk = :two", "sk < :two", "sk >= :two", "begins_with(sk, :two)", "begins_with ( sk , :two )"]
    {
        all.push(query(&format!("pk = :one AND {sort}"), &both, None));
        let listed = format!("list_pk = :one AND {}", sort.replace("sk", "list_sk"));
        all.push(query(&listed, &both, Some("by-time")));
    }
    all
}

async fn assert_refused(asked: Vec<(&'static str, Value)>) {
    let embedded = start();
    for (operation, body) in asked {
        let (status, answer) = ask(&embedded, operation, &body).await;
        let kind = answer["__type"].as_str().unwrap_or_default();
        let refused = status == 400 && kind.ends_with("#ValidationException");
        assert!(refused, "{operation} {body}: {status} {answer}");
        let message = answer["message"].as_str().unwrap();
        assert!(message.contains("cannot contain an empty string value"), "{operation}: {message}");
    }
    assert!(embedded.items().await.is_empty(), "what is refused writes nothing");
}

async fn assert_done(asked: Vec<(&'static str, Value)>) {
    for (operation, body) in asked {
        let (status, answer) = ask(&start(), operation, &body).await;
        assert_eq!(status, 200, "{operation} {body}: {answer}");
    }
}

#[tokio::test]
async fn no_operation_takes_an_empty_text_for_a_part_of_a_key() {
    assert_done(by_key(&key_of("W#a", "X"))).await;
    assert_refused(by_key(&key_of("", "X"))).await;
    assert_refused(by_key(&key_of("W#a", ""))).await;
}

#[tokio::test]
async fn no_item_has_an_empty_text_for_a_part_of_its_key_in_an_index() {
    assert_done(by_item(&listed("W#a#LIST", "2026"))).await;
    assert_refused(by_item(&listed("", "2026"))).await;
    assert_refused(by_item(&listed("W#a#LIST", ""))).await;
}

#[tokio::test]
async fn no_query_asks_for_an_empty_text_in_a_key() {
    assert_done(queries("X")).await;
    assert_refused(queries("")).await;
    let start_keys = [key_of("", "X"), key_of("W#a", "")];
    assert_refused(start_keys.map(|key| starting_at(&key)).into()).await;
    assert_done(vec![starting_at(&key_of("W#a", "X"))]).await;
}

/// A query that continues from a key.
fn starting_at(key: &Value) -> (&'static str, Value) {
    let (operation, mut asked) = query("pk = :one", &json!({ ":one": text("W#a") }), None);
    asked["ExclusiveStartKey"] = key.clone();
    (operation, asked)
}

#[tokio::test]
async fn an_empty_text_is_a_value_wherever_it_is_no_key() {
    let (operation, mut asked) = query("pk = :one", &json!({ ":one": text("W#a"), ":none": text("") }), None);
    asked["FilterExpression"] = json!("note <> :none");
    assert_done(vec![(operation, asked)]).await;
    let mut item = key_of("W#a", "X");
    item["note"] = text("");
    item["inside"] = json!({ "M": { "pk": text(""), "list_sk": text("") } });
    assert_done(by_item(&item)).await;
}
