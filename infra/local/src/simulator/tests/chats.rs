//! Tests of what people do on their phones, and of what the product receives as a result.

use serde_json::{Value, json};

use crate::phone_client::{PhoneClient, PhoneClientError};

use super::harness::{ACCOUNT, MAYA, SENDER, World, person, world};

async fn send_template(world: &World) -> Value {
    let content = world.template().await;
    let variables = json!({ "1": "Maya", "2": "$4,120", "3": "tok", "4": "x7" }).to_string();
    let fields =
        [("To", MAYA), ("From", SENDER), ("ContentSid", &*content), ("ContentVariables", &*variables)];
    world.send(&fields).await.1
}

#[tokio::test]
async fn a_tap_on_a_template_arrives_as_a_signed_button_message() {
    let world = world().await;
    let message = send_template(&world).await;
    let tap = json!({ "message": message["sid"], "button": 0 });
    let (status, answer) = world.api("POST", "/sim/chat/maya/tap", Some(tap)).await;
    assert_eq!((status, &answer["status"], &answer["replies"]), (200, &json!(200), &json!([])));
    let hook = world.hook().await;
    assert!(hook.authentic, "the query of the configured address is signed verbatim");
    assert_eq!(hook.path, "/inbound?stage=a%20b");
    let fields = [
        ("Body", "Approve"),
        ("ButtonText", "Approve"),
        ("ButtonPayload", "v1.approve.tok"),
        ("ButtonType", "REPLY"),
        ("MessageType", "button"),
        ("From", MAYA),
        ("To", SENDER),
        ("WaId", "15550100001"),
        ("ProfileName", "Maya Cohen"),
        ("ExternalUserId", "whatsapp:US.1349000000000001"),
        ("OriginalRepliedMessageSender", SENDER),
        ("AccountSid", ACCOUNT),
        ("SmsStatus", "received"),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
        ("ReferralNumMedia", "0"),
        ("Forwarded", "false"),
        ("FrequentlyForwarded", "false"),
        ("ApiVersion", "2010-04-01"),
    ];
    for (name, value) in fields {
        assert_eq!(hook.field(name), Some(value), "{name}");
    }
    assert_eq!(hook.field("OriginalRepliedMessageSid"), message["sid"].as_str());
    assert_eq!(hook.field("MessageSid"), hook.field("SmsSid"));
    assert_eq!(hook.field("MessageSid"), hook.field("SmsMessageSid"));
    let metadata = r#"{"type":"whatsapp","data":{"context":{"ButtonText":"Approve","Forwarded":"false","FrequentlyForwarded":"false","ProfileName":"Maya Cohen","WaId":"15550100001"}}}"#;
    assert_eq!(hook.field("ChannelMetadata"), Some(metadata));
    assert_eq!(hook.headers["user-agent"], "TwilioProxy/1.1");
    assert_eq!(hook.headers["content-type"], "application/x-www-form-urlencoded; charset=utf-8");
    assert_eq!(hook.headers["i-twilio-idempotency-token"].len(), 36);
}

#[tokio::test]
async fn a_picked_row_arrives_with_its_list_fields() {
    let world = world().await;
    world.open_session("maya").await;
    let list = json!({ "language": "en", "types": { "twilio/list-picker": { "body": "Who?", "button": "Choose", "items":
        [{ "id": "p.{{1}}", "item": "{{2}}", "description": "Owner" }] } } });
    let (_, content) = world.api("POST", "/v1/Content", Some(list)).await;
    let sid = content["sid"].as_str().expect("a SID");
    let fields = [
        ("To", MAYA),
        ("From", SENDER),
        ("ContentSid", sid),
        ("ContentVariables", r#"{"1":"tok","2":"Priya Shah"}"#),
    ];
    let (_, message) = world.send(&fields).await;
    let phone = PhoneClient::new(world.simulator.base_url(), "maya");
    let shown = phone.await_message(10, "the list", |message| message.list_button.is_some()).await;
    let shown = shown.expect("the list arrives");
    assert_eq!(shown.buttons[0].description.as_deref(), Some("Owner"));
    assert!(matches!(phone.pick(&shown, "Nobody").await, Err(PhoneClientError::NoSuchRow)));
    phone.pick(&shown, "Priya Shah").await.expect("an answer");
    let hook = world.hook().await;
    for (name, value) in [
        ("ListId", "p.tok"),
        ("ListTitle", "Priya Shah"),
        ("Body", "Priya Shah"),
        ("MessageType", "interactive"),
    ] {
        assert_eq!(hook.field(name), Some(value), "{name}");
    }
    assert_eq!(hook.field("ButtonPayload"), None);
    assert_eq!(hook.field("OriginalRepliedMessageSid"), message["sid"].as_str());
    assert!(hook.authentic);
}

#[tokio::test]
async fn a_tap_on_a_button_of_the_session_arrives_as_an_interactive_message() {
    let world = world().await;
    world.open_session("maya").await;
    let card = json!({ "language": "en", "types": { "twilio/quick-reply": { "body": "{{1}}", "actions":
        [{ "title": "Undo", "id": "v1.{{2}}" }] } } });
    let (_, content) = world.api("POST", "/v1/Content", Some(card)).await;
    let (sid, variables) =
        (content["sid"].as_str().expect("a SID"), json!({ "1": "Two\nlines", "2": "tok" }));
    let variables = variables.to_string();
    let fields = [("To", MAYA), ("From", SENDER), ("ContentSid", sid), ("ContentVariables", &*variables)];
    let (_, message) = world.send(&fields).await;
    let phone = PhoneClient::new(world.simulator.base_url(), "maya");
    let shown = phone.await_message(10, "the card", |message| message.text == "Two\nlines").await;
    let shown = shown.expect("the card arrives");
    phone.tap(&shown, shown.button("Undo").expect("the button")).await.expect("an answer");
    let hook = world.hook().await;
    for (name, value) in [("MessageType", "interactive"), ("ButtonPayload", "v1.tok"), ("ButtonText", "Undo")]
    {
        assert_eq!(hook.field(name), Some(value), "{name}");
    }
    assert_eq!(hook.field("OriginalRepliedMessageSid"), message["sid"].as_str());
    assert!(matches!(phone.pick(&shown, "Undo").await, Err(PhoneClientError::NoSuchRow)), "it has no list");
}

#[tokio::test]
async fn replies_of_the_webhook_become_messages() {
    let world = world().await;
    let callback = format!("{}/reply-status", world.product);
    let twiml = format!(
        "<Response><Message statusCallback=\"{callback}\">Approved via WhatsApp</Message><Message><Body>Next</Body></Message></Response>"
    );
    world.answer(200, Some("text/xml"), &twiml);
    let (_, answer) = world.api("POST", "/sim/chat/maya/say", Some(json!({ "text": "approve" }))).await;
    let texts: Vec<&str> = answer["replies"]
        .as_array()
        .expect("replies")
        .iter()
        .filter_map(|reply| reply["text"].as_str())
        .collect();
    assert_eq!(texts, ["Approved via WhatsApp", "Next"]);
    assert_eq!(world.hook().await.field("MessageType"), Some("text"));
    assert_eq!(world.statuses(2).await, ["sent", "delivered"]);
    assert_eq!(world.chat("maya").await.len(), 3);
}

#[tokio::test]
async fn plain_text_and_errors_of_the_webhook_show_as_they_do_at_twilio() {
    let world = world().await;
    world.answer(200, Some("text/plain"), "OK");
    let say = || Some(json!({ "text": "hi" }));
    let (_, trap) = world.api("POST", "/sim/chat/maya/say", say()).await;
    assert_eq!(trap["replies"][0]["text"], "OK", "the person gets what was meant for Twilio");
    world.answer(500, Some("text/xml"), "<Response/>");
    assert_eq!(world.api("POST", "/sim/chat/maya/say", say()).await.1["error_code"], 11200);
    world.answer(200, Some("application/json"), "{}");
    assert_eq!(world.api("POST", "/sim/chat/maya/say", say()).await.1["error_code"], 12300);
    world.simulator.set_inbound_url("http://127.0.0.1:1/nobody".to_owned(), None);
    assert_eq!(world.api("POST", "/sim/chat/maya/say", say()).await.1["error_code"], 11205);
    let (_, debugger) = world.api("GET", "/sim/debugger", None).await;
    let codes: Vec<i64> = debugger["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|entry| entry["code"].as_i64())
        .collect();
    assert_eq!(codes, [11200, 12300, 11205]);
}

#[tokio::test]
async fn a_forwarded_button_keeps_its_payload_and_changes_its_sender() {
    let world = world().await;
    let message = send_template(&world).await;
    let raw = json!({ "tap": { "message": message["sid"], "button": 0 }, "forwarded": true });
    world.api("POST", "/sim/chat/lee/raw", Some(raw)).await;
    let hook = world.hook().await;
    assert!(hook.authentic);
    assert_eq!(hook.field("ButtonPayload"), Some("v1.approve.tok"));
    assert_eq!((hook.field("From"), hook.field("Forwarded")), (Some("whatsapp:+15550100002"), Some("true")));
    let tap = json!({ "message": message["sid"], "button": 0 });
    assert_eq!(
        world.api("POST", "/sim/chat/lee/tap", Some(tap)).await.0,
        404,
        "an honest phone shows its own chat"
    );
}

#[tokio::test]
async fn a_repeated_sid_is_delivered_again_and_shown_once() {
    let world = world().await;
    let raw = json!({ "text": "twice", "fields": { "MessageSid": "SM00000000000000000000000000000042", "WaId": null } });
    for _ in 0..2 {
        world.api("POST", "/sim/chat/maya/raw", Some(raw.clone())).await;
        let hook = world.hook().await;
        assert_eq!(hook.field("MessageSid"), Some("SM00000000000000000000000000000042"));
        assert_eq!(hook.field("WaId"), None);
    }
    assert_eq!(world.chat("maya").await.len(), 1);
}

#[tokio::test]
async fn a_hidden_number_leaves_only_the_business_scoped_id() {
    let world = world().await;
    world.api("POST", "/sim/people/maya", Some(json!({ "hides_number": true }))).await;
    world.api("POST", "/sim/chat/maya/say", Some(json!({ "text": "hi" }))).await;
    let hook = world.hook().await;
    assert!(hook.authentic);
    assert_eq!(hook.field("From"), Some("whatsapp:US.1349000000000001"));
    assert_eq!(hook.field("From"), hook.field("ExternalUserId"));
    assert_eq!(hook.field("WaId"), None);
    assert!(!hook.form.encode().contains("15550100001"), "the number is nowhere");
    let fields = [("To", "whatsapp:US.1349000000000001"), ("From", SENDER), ("Body", "Hello back")];
    world.send(&fields).await;
    assert_eq!(world.chat("maya").await.len(), 2, "the id is an address as good as the number");
}

#[tokio::test]
async fn what_the_phone_shows_is_read_once_it_is_delivered() {
    let world = world().await;
    world.open_session("maya").await;
    let (_, message) = world.text("Hi").await;
    let read = json!({ "messages": [message["sid"]] });
    world.api("POST", "/sim/chat/maya/read", Some(read.clone())).await;
    world.api("POST", "/sim/chat/maya/read", Some(read)).await;
    assert_eq!(world.statuses(3).await, ["sent", "delivered", "read"]);
    world.api("POST", "/sim/people/maya", Some(json!({ "reads_at_once": true }))).await;
    world.text("Hi again").await;
    assert_eq!(world.statuses(3).await, ["sent", "delivered", "read"], "and nothing came twice");
}

#[tokio::test]
async fn buttons_that_send_nothing_or_do_not_exist_cannot_be_tapped() {
    let world = world().await;
    let message = send_template(&world).await;
    let tap = |button: usize| Some(json!({ "message": message["sid"], "button": button }));
    assert_eq!(world.api("POST", "/sim/chat/maya/tap", tap(2)).await.0, 422);
    assert_eq!(world.api("POST", "/sim/chat/maya/tap", tap(9)).await.0, 422);
    assert_eq!(world.api("POST", "/sim/chat/nobody/tap", tap(0)).await.0, 404);
    assert_eq!(world.api("POST", "/sim/chat/maya/say", Some(json!({ "text": " " }))).await.0, 422);
}

#[tokio::test]
async fn people_can_change_while_the_simulator_runs() {
    let world = world().await;
    world.simulator.set_people(vec![person("ana", "Ana Lima", 3)]);
    let (_, people) = world.api("GET", "/sim/people", None).await;
    assert_eq!(people.as_array().map(Vec::len), Some(1));
    assert_eq!(people[0]["name"], "Ana Lima");
    assert_eq!(world.api("GET", "/sim/chat/maya", None).await.0, 404);
}

#[tokio::test]
async fn the_phone_page_runs_only_its_own_files() {
    let world = world().await;
    let page = reqwest::get(format!("{}/phone/maya", world.simulator.base_url())).await.expect("a page");
    let policy = page.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"));
    let text = page.text().await.expect("a body");
    assert!(!text.contains("style=") && !text.contains("onclick="));
    let files: Vec<&str> = text.split('"').filter(|part| part.starts_with("/phone/assets/")).collect();
    assert!(files.len() >= 3);
    for file in files {
        let answer = reqwest::get(format!("{}{file}", world.simulator.base_url())).await.expect("a file");
        assert_eq!(answer.status(), 200, "{file}");
    }
}

#[tokio::test]
async fn the_stream_tells_of_every_change() {
    let world = world().await;
    let url = format!("{}/sim/chat/maya/events", world.simulator.base_url());
    let mut stream = reqwest::get(url).await.expect("a stream");
    let first = stream.chunk().await.expect("a chunk").expect("an event");
    assert!(String::from_utf8_lossy(&first).starts_with("event: chat\ndata: {"));
    world.api("POST", "/sim/chat/maya/say", Some(json!({ "text": "news" }))).await;
    let second = stream.chunk().await.expect("a chunk").expect("an event");
    assert!(String::from_utf8_lossy(&second).contains("\"text\":\"news\""));
}

#[tokio::test]
async fn a_webhook_is_called_again_as_often_as_its_address_asks_and_then_at_the_fallback() {
    let world = world().await;
    let url = format!("{}/inbound", world.product);
    world
        .simulator
        .set_inbound_url(format!("{url}#rc=2&rp=4xx,5xx"), Some(format!("{}/fallback#rc=0", world.product)));
    world.fail_with(&[429, 503, 404]);
    world.answer(200, Some("text/xml"), "<Response><Message>Taken</Message></Response>");
    let (_, answer) = world.api("POST", "/sim/chat/maya/say", Some(json!({ "text": "hi" }))).await;
    assert_eq!((&answer["status"], &answer["replies"][0]["text"]), (&json!(200), &json!("Taken")));
    let mut tokens = Vec::new();
    for path in ["/inbound", "/inbound", "/inbound", "/fallback"] {
        let hook = world.hook().await;
        assert_eq!(
            (hook.path.as_str(), hook.authentic),
            (path, true),
            "the fragment is neither sent nor signed"
        );
        let is_fallback = path == "/fallback";
        assert_eq!(hook.field("ErrorCode"), is_fallback.then_some("11200"));
        assert_eq!(hook.field("ErrorUrl"), is_fallback.then_some(url.as_str()));
        tokens.push((
            hook.headers["i-twilio-idempotency-token"].clone(),
            hook.field("MessageSid").map(str::to_owned),
        ));
    }
    assert!(tokens.iter().all(|token| *token == tokens[0]), "it is one message: {tokens:?}");
}

#[tokio::test]
async fn a_status_is_told_again_as_often_as_its_address_asks() {
    let world = world().await;
    world.open_session("maya").await;
    world.fail_with(&[503, 429, 500, 503]);
    let callback = format!("{}/status#rc=3&rp=4xx,5xx,ct,rt", world.product);
    world.send(&[("To", MAYA), ("From", SENDER), ("Body", "Hi"), ("StatusCallback", &callback)]).await;
    assert_eq!(world.statuses(5).await, ["sent", "sent", "sent", "sent", "delivered"]);
}
