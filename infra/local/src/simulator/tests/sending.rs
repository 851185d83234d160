//! Tests of sending, fetching and listing messages.

use serde_json::{Value, json};

use super::harness::{ACCOUNT, MAYA, SENDER, world};

fn messages_path(rest: &str) -> String {
    format!("/2010-04-01/Accounts/{ACCOUNT}/Messages{rest}")
}

#[tokio::test]
async fn a_text_in_the_session_is_queued_sent_and_delivered() {
    let world = world().await;
    world.open_session("maya").await;
    let (status, message) = world.text("Hi *Maya*").await;
    assert_eq!((status, &message["status"], &message["date_sent"]), (201, &json!("queued"), &Value::Null));
    let (sent, delivered) = (world.hook().await, world.hook().await);
    for hook in [&sent, &delivered] {
        assert!(hook.authentic);
        assert_eq!(hook.path, "/status?id=01J&n=1");
        assert_eq!(hook.field("MessageSid"), message["sid"].as_str());
        assert_eq!(hook.field("ChannelPrefix"), Some("whatsapp"));
        assert_eq!(hook.field("ErrorCode"), None);
    }
    assert_eq!(
        (sent.field("MessageStatus"), delivered.field("MessageStatus")),
        (Some("sent"), Some("delivered"))
    );
    assert_eq!(delivered.field("EventType"), Some("DELIVERED"));
    assert_eq!(delivered.field("ExternalUserId"), Some("whatsapp:US.1349000000000001"));
}

#[tokio::test]
async fn the_resource_has_the_types_of_the_published_schema() {
    let world = world().await;
    let (_, message) = world.text("Hi").await;
    for text in
        ["num_segments", "num_media", "date_created", "uri", "price_unit", "api_version", "account_sid"]
    {
        assert!(message[text].is_string(), "{text}");
    }
    for absent in ["price", "error_code", "error_message", "messaging_service_sid"] {
        assert_eq!(message.get(absent), Some(&Value::Null), "{absent}");
    }
    assert_eq!(message["direction"], "outbound-api");
    assert!(message["subresource_uris"]["media"].is_string());
    let sid = message["sid"].as_str().expect("a SID");
    assert_eq!(message["uri"], messages_path(&format!("/{sid}.json")));
    let (status, fetched) = world.api("GET", &messages_path(&format!("/{sid}.json")), None).await;
    assert_eq!((status, &fetched["sid"]), (200, &message["sid"]));
}

#[tokio::test]
async fn text_outside_the_session_is_accepted_and_fails_later() {
    let world = world().await;
    let (status, message) = world.text("Hi").await;
    assert_eq!((status, &message["error_code"]), (201, &Value::Null));
    let failed = world.hook().await;
    assert!(failed.authentic);
    assert_eq!((failed.field("MessageStatus"), failed.field("ErrorCode")), (Some("failed"), Some("63016")));
    let path = messages_path(&format!("/{}.json", message["sid"].as_str().expect("a SID")));
    assert_eq!(world.api("GET", &path, None).await.1["error_code"], 63016);
}

#[tokio::test]
async fn an_address_that_nobody_has_is_undelivered() {
    let world = world().await;
    let callback = format!("{}/status", world.product);
    let fields =
        [("To", "whatsapp:+15550109999"), ("From", SENDER), ("Body", "Hi"), ("StatusCallback", &callback)];
    assert_eq!(world.send(&fields).await.0, 201);
    assert_eq!(world.statuses(2).await, ["sent", "undelivered"]);
}

#[tokio::test]
async fn a_session_closes_after_a_day() {
    let world = world().await;
    world.open_session("maya").await;
    let switches = json!({ "last_inbound": "2020-01-01T00:00:00Z" });
    world.api("POST", "/sim/people/maya", Some(switches)).await;
    world.text("Too late").await;
    assert_eq!(world.hook().await.field("ErrorCode"), Some("63016"));
}

#[tokio::test]
async fn a_template_reaches_a_person_without_a_session() {
    let world = world().await;
    let content = world.template().await;
    let variables = json!({ "1": "Maya", "2": "$4,120", "3": "tok", "4": "x7" }).to_string();
    let fields =
        [("To", MAYA), ("From", SENDER), ("ContentSid", &*content), ("ContentVariables", &*variables)];
    let (status, message) = world.send(&fields).await;
    assert_eq!(status, 201);
    assert!(message["sid"].as_str().is_some_and(|sid| sid.starts_with("MM")));
    let chat = world.chat("maya").await;
    let shown = chat.first().expect("a message");
    assert_eq!(
        shown["text"],
        "Good morning Maya. Your report is ready. Spend was $4,120 yesterday, as planned before."
    );
    assert_eq!(shown["template"], true);
    let expected = json!([
        { "index": 0, "title": "Approve", "kind": "reply", "payload": "v1.approve.tok", "sends": true },
        { "index": 1, "title": "Acknowledge", "kind": "reply", "payload": "v1.ack.tok", "sends": true },
        { "index": 2, "title": "View dashboard", "kind": "url", "url": "https://example.com/d/x7", "sends": false },
    ]);
    assert_eq!(shown["buttons"], expected);
}

#[tokio::test]
async fn wrong_credentials_and_foreign_paths_are_refused() {
    let world = world().await;
    let fields = [("To", MAYA), ("From", SENDER), ("Body", "Hi")];
    let wrong = world.sending_as(ACCOUNT, "wrong", &fields).send().await.expect("an answer");
    assert_eq!(wrong.status(), 401);
    let refusal: Value = wrong.json().await.expect("JSON");
    assert_eq!((&refusal["code"], &refusal["status"]), (&json!(20003), &json!(401)));
    assert_eq!(refusal["more_info"], "https://www.twilio.com/docs/errors/20003");
    let foreign = "/2010-04-01/Accounts/AC00000000000000000000000000000002/Messages.json";
    assert_eq!(world.api("GET", foreign, None).await.1["code"], 20404);
    assert_eq!(world.api("GET", &messages_path("/SM1.json"), None).await.0, 404);
    assert_eq!(world.api("GET", "/v2/Nothing", None).await.1["code"], 20404);
}

#[tokio::test]
async fn an_api_key_opens_the_account() {
    let world = world().await;
    let fields = [("To", MAYA), ("From", SENDER), ("Body", "Hi")];
    let request = world.sending_as("SK1", "key-secret", &fields);
    assert_eq!(request.send().await.expect("an answer").status(), 201);
}

#[tokio::test]
async fn a_refused_request_leaves_no_message() {
    let world = world().await;
    let (status, refusal) = world.send(&[("To", MAYA), ("From", SENDER)]).await;
    assert_eq!((status, &refusal["code"]), (400, &json!(21619)));
    let unknown = "HX00000000000000000000000000000009";
    let (_, refusal) = world.send(&[("To", MAYA), ("From", SENDER), ("ContentSid", unknown)]).await;
    assert_eq!(refusal["code"], 21655);
    assert!(world.chat("maya").await.is_empty());
}

#[tokio::test]
async fn the_list_is_filtered_paged_and_newest_first() {
    let world = world().await;
    world.open_session("maya").await;
    for body in ["one", "two", "three"] {
        world.text(body).await;
        assert_eq!(world.statuses(2).await, ["sent", "delivered"]);
    }
    let to = "To=whatsapp%3A%2B15550100001&DateSent%3E=2020-01-01&PageSize=2";
    let (_, page) = world.api("GET", &messages_path(&format!(".json?{to}")), None).await;
    let bodies = |page: &Value| -> Vec<String> {
        let messages = page["messages"].as_array().expect("messages");
        messages.iter().filter_map(|message| message["body"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(bodies(&page), ["three", "two"]);
    assert_eq!(
        (&page["page"], &page["page_size"], &page["start"], &page["end"]),
        (&json!(0), &json!(2), &json!(0), &json!(1))
    );
    let (_, next) = world.api("GET", page["next_page_uri"].as_str().expect("a next page"), None).await;
    assert_eq!(bodies(&next), ["one"]);
    assert_eq!(next["next_page_uri"], Value::Null);
    world.text("four").await;
    assert_eq!(world.statuses(2).await, ["sent", "delivered"]);
    let (_, next) = world.api("GET", page["next_page_uri"].as_str().expect("a next page"), None).await;
    assert_eq!(bodies(&next), ["one"], "what came since moves nothing to another page");
    let old = messages_path(".json?DateSent%3C=2020-01-01");
    assert!(bodies(&world.api("GET", &old, None).await.1).is_empty());
    let unreadable = messages_path(".json?DateSent=yesterday");
    assert_eq!(world.api("GET", &unreadable, None).await.0, 400);
}

#[tokio::test]
async fn a_message_has_a_price_below_zero_once_it_went_out_and_a_template_costs_more() {
    let world = world().await;
    let sid = |message: &Value| message["sid"].as_str().expect("a SID").to_owned();
    let (_, failing) = world.text("outside the session").await;
    assert_eq!((&failing["price"], &failing["price_unit"]), (&Value::Null, &json!("USD")));
    assert_eq!(world.statuses(1).await, ["failed"]);
    world.open_session("maya").await;
    let (_, text) = world.text("inside").await;
    assert_eq!(world.statuses(2).await, ["sent", "delivered"]);
    let (content, callback) = (world.template().await, format!("{}/status", world.product));
    let template =
        [("To", MAYA), ("From", SENDER), ("ContentSid", &*content), ("StatusCallback", &*callback)];
    let (_, template) = world.send(&template).await;
    assert_eq!(world.statuses(2).await, ["sent", "delivered"]);
    for (message, price) in [(failing, Value::Null), (text, json!("-0.00500")), (template, json!("-0.00850"))]
    {
        let path = messages_path(&format!("/{}.json", sid(&message)));
        assert_eq!(world.api("GET", &path, None).await.1["price"], price);
    }
    let of = |day: &str| messages_path(&format!(".json?From=whatsapp%3A%2B14155238886&DateSent={day}"));
    let today = crate::simulator::clock::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let prices = |list: &Value| list["messages"].as_array().expect("messages").len();
    assert_eq!(prices(&world.api("GET", &of(&today.to_string()), None).await.1), 3);
    assert_eq!(prices(&world.api("GET", &of("2020-01-01"), None).await.1), 0);
}

#[tokio::test]
async fn a_message_can_be_redacted_and_deleted() {
    let world = world().await;
    let (_, message) = world.text("secret").await;
    let path = messages_path(&format!("/{}.json", message["sid"].as_str().expect("a SID")));
    let url = format!("{}{path}", world.simulator.base_url());
    let redaction = reqwest::Client::new().post(url).basic_auth(ACCOUNT, Some(super::harness::TOKEN));
    let redacted: Value =
        redaction.form(&[("Body", "")]).send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(redacted["body"], "");
    assert_eq!(world.api("DELETE", &path, None).await.0, 204);
    assert_eq!(world.api("GET", &path, None).await.0, 404);
}
