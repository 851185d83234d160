//! Tests of the Content API.

use serde_json::{Value, json};

use super::harness::{World, world};

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

/// Stores contents with these names, in this order.
async fn stored(world: &World, names: &[&str]) {
    for name in names {
        let document = json!({ "friendly_name": name, "language": "en",
            "types": { "twilio/text": { "body": "Hello there" } } });
        assert_eq!(world.api("POST", "/v1/Content", Some(document)).await.0, 201);
    }
}

#[tokio::test]
async fn each_page_of_contents_names_the_next_one_and_none_is_shown_twice_or_left_out() {
    let world = world().await;
    stored(&world, &["a", "b", "c", "d", "e"]).await;
    let mut shown = Vec::new();
    let mut path = Some("/v1/Content?PageSize=2".to_owned());
    while let Some(next) = path {
        let (_, page) = world.api("GET", &next, None).await;
        let contents = page["contents"].as_array().expect("a page");
        shown.push(contents.iter().map(|content| content["friendly_name"].clone()).collect::<Vec<_>>());
        let address = page["meta"]["next_page_url"].as_str();
        path = address.map(|url| url.trim_start_matches(world.simulator.base_url()).to_owned());
        assert!(path.as_ref().is_none_or(|path| path.contains("PageToken=PA")));
    }
    assert_eq!(shown, [vec!["a", "b"], vec!["c", "d"], vec!["e"]]);
    assert_eq!(world.api("GET", "/v1/Content?PageToken=x", None).await.0, 400);
}

/// Submits a text that every review approves, or one that none does.
async fn submitted(world: &World, body: &str) -> (String, Value) {
    let document = json!({ "language": "en", "variables": { "1": "Ada" },
        "types": { "twilio/text": { "body": body } } });
    let (_, content) = world.api("POST", "/v1/Content", Some(document)).await;
    let path = format!("/v1/Content/{}/ApprovalRequests", content["sid"].as_str().expect("a SID"));
    let submission = json!({ "name": "slow_v1", "category": "UTILITY" });
    let (_, approval) = world.api("POST", &format!("{path}/whatsapp"), Some(submission)).await;
    (path, approval)
}

async fn states(world: &World, path: &str, looks: usize) -> Vec<(Value, Value)> {
    let mut states = Vec::new();
    for _ in 0..looks {
        let (_, approval) = world.api("GET", path, None).await;
        let state = &approval["whatsapp"];
        states.push((state["status"].clone(), state["rejection_reason"].clone()));
    }
    states
}

#[tokio::test]
async fn a_review_that_takes_its_time_is_received_then_pending_and_only_then_decided() {
    let world = world().await;
    world.api("POST", "/sim/review", Some(json!({ "undecided_looks": 2 }))).await;
    let (path, approval) = submitted(&world, "Hello {{1}}, how good that you are here today").await;
    assert_eq!(approval["status"], "received");
    let seen = states(&world, &path, 3).await;
    let state = |status: &str| (json!(status), json!(""));
    assert_eq!(seen, [state("pending"), state("pending"), state("approved")]);
}

#[tokio::test]
async fn why_a_template_is_rejected_shows_when_the_review_has_ended() {
    let world = world().await;
    world.api("POST", "/sim/review", Some(json!({ "undecided_looks": 1 }))).await;
    let (path, approval) = submitted(&world, "{{1}} is at the start of this body").await;
    assert_eq!((&approval["status"], &approval["rejection_reason"]), (&json!("received"), &json!("")));
    let reason = json!("the body must not start or end with a variable");
    assert_eq!(states(&world, &path, 2).await, [(json!("pending"), json!("")), (json!("rejected"), reason)]);
}

#[tokio::test]
async fn whatsapp_changes_category_and_state_of_a_template_without_being_asked() {
    let world = world().await;
    let sid = world.template().await;
    let path = format!("/sim/contents/{sid}");
    assert_eq!(world.api("POST", &path, Some(json!({ "category": "MARKETING" }))).await.0, 200);
    let (_, approval) = world.api("GET", &format!("/v1/Content/{sid}/ApprovalRequests"), None).await;
    let whatsapp = &approval["whatsapp"];
    assert_eq!((&whatsapp["category"], &whatsapp["status"]), (&json!("MARKETING"), &json!("approved")));
    world.api("POST", &path, Some(json!({ "status": "disabled" }))).await;
    let (_, approval) = world.api("GET", &format!("/v1/Content/{sid}/ApprovalRequests"), None).await;
    assert_eq!(approval["whatsapp"]["status"], "disabled");
    stored(&world, &["never submitted"]).await;
    let (_, list) = world.api("GET", "/v1/Content", None).await;
    let other = list["contents"][1]["sid"].as_str().expect("a SID");
    let decision = Some(json!({ "status": "approved" }));
    assert_eq!(world.api("POST", &format!("/sim/contents/{other}"), decision.clone()).await.0, 400);
    assert_eq!(world.api("POST", "/sim/contents/HX0", decision).await.0, 404);
}
