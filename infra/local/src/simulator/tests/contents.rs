//! Tests of the Content API.

use serde_json::{Value, json};

use super::harness::world;

#[tokio::test]
async fn a_content_can_be_stored_fetched_listed_and_deleted() {
    let world = world().await;
    let document = json!({ "friendly_name": "hello", "language": "en", "variables": { "1": "Ada" },
        "types": { "twilio/text": { "body": "Hello {{1}} there" } } });
    let (status, content) = world.api("POST", "/v1/Content", Some(document.clone())).await;
    assert_eq!(status, 201);
    assert_eq!((&content["types"], &content["variables"]), (&document["types"], &document["variables"]));
    let sid = content["sid"].as_str().expect("a SID");
    assert_eq!((sid.len(), sid.get(..2)), (34, Some("HX")));
    let path = format!("/v1/Content/{sid}");
    assert_eq!(world.api("GET", &path, None).await.1, content);
    let (_, list) = world.api("GET", "/v1/Content?PageSize=1", None).await;
    assert_eq!((&list["contents"][0], &list["meta"]["next_page_url"]), (&content, &Value::Null));
    assert_eq!(world.api("DELETE", &path, None).await.0, 204);
    assert_eq!(world.api("GET", &path, None).await.1["code"], 20404);
}

#[tokio::test]
async fn a_malformed_content_is_refused_with_what_is_wrong() {
    let world = world().await;
    let document = json!({ "language": "en", "types": { "twilio/text": { "body": "x", "text": "y" } } });
    let (status, refusal) = world.api("POST", "/v1/Content", Some(document)).await;
    assert_eq!((status, &refusal["code"]), (400, &json!(20001)));
    assert!(refusal["message"].as_str().is_some_and(|message| message.contains("twilio/text")));
}

#[tokio::test]
async fn an_approval_is_asked_for_once_under_a_proper_name() {
    let world = world().await;
    let sid = world.template().await;
    let (_, approval) = world.api("GET", &format!("/v1/Content/{sid}/ApprovalRequests"), None).await;
    let whatsapp = &approval["whatsapp"];
    assert_eq!((&whatsapp["status"], &whatsapp["type"]), (&json!("approved"), &json!("whatsapp")));
    assert_eq!((&whatsapp["name"], &whatsapp["category"]), (&json!("digest_v1"), &json!("UTILITY")));
    assert_eq!(whatsapp["content_type"], "whatsapp/card");
    let submit = format!("/v1/Content/{sid}/ApprovalRequests/whatsapp");
    for body in [
        json!({ "name": "digest_v2", "category": "UTILITY" }),
        json!({ "name": "Digest V2", "category": "UTILITY" }),
        json!({ "name": "digest_v2", "category": "NEWS" }),
    ] {
        assert_eq!(world.api("POST", &submit, Some(body)).await.0, 400);
    }
}

#[tokio::test]
async fn a_content_that_breaks_a_rule_is_rejected_with_a_reason() {
    let world = world().await;
    let document = json!({ "language": "en", "variables": { "1": "Ada" },
        "types": { "twilio/text": { "body": "{{1}} is at the start of this body" } } });
    let (_, content) = world.api("POST", "/v1/Content", Some(document)).await;
    let path = format!("/v1/Content/{}/ApprovalRequests/whatsapp", content["sid"].as_str().expect("a SID"));
    let (status, approval) =
        world.api("POST", &path, Some(json!({ "name": "edge", "category": "UTILITY" }))).await;
    assert_eq!((status, &approval["status"]), (201, &json!("rejected")));
    assert_eq!(approval["rejection_reason"], "the body must not start or end with a variable");
}
