//! A list on the phone page, at phone width: opened and answered by keyboard and by mouse.

use fantoccini::key::Key;
use local_stack::phone_client::{ChatMessage, PhoneClient};
use local_stack::simulator::{Person, Simulator, SimulatorSettings, start};
use serde_json::{Value, json};

use super::Browser;
use crate::harness::PATIENCE_SECONDS;

const ACCOUNT: &str = "AC00000000000000000000000000000001";
const TOKEN: &str = "the token of the test";
const SENDER: &str = "+14155238886";
const MAYA: &str = "+15550100001";

async fn simulator() -> Simulator {
    let maya = Person {
        id: "maya".into(),
        name: "Maya Cohen".into(),
        phone: MAYA.into(),
        business_scoped_id: "US.1349000000000001".into(),
        zone: "America/New_York".into(),
        language: "en".into(),
    };
    let settings = SimulatorSettings {
        port: None,
        account_sid: ACCOUNT.into(),
        auth_token: TOKEN.into(),
        api_keys: Vec::new(),
        sender: SENDER.into(),
        business_name: "Command Center".into(),
        inbound_url: None,
        fallback_url: None,
        people: vec![maya],
        seed: 1,
    };
    start(settings).await.expect("the simulator starts")
}

async fn post(
    simulator: &Simulator,
    path: &str,
    request: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
) -> Value {
    let post = reqwest::Client::new().post(format!("{}{path}", simulator.base_url()));
    let answer = request(post.basic_auth(ACCOUNT, Some(TOKEN))).send().await.expect("an answer");
    answer.error_for_status().expect("it is taken").json().await.expect("JSON")
}

/// Sends Maya a list of teammates and returns it as shown on her phone.
async fn list_of_teammates(simulator: &Simulator, maya: &PhoneClient) -> ChatMessage {
    let teammates = ["Lee Park", "Priya Shah", "Anna Keller", "Carlos Díaz"];
    let rows: Vec<Value> = teammates
        .map(|name| json!({ "id": format!("v1.{name}"), "item": name, "description": "Marketer, active today" }))
        .into();
    let list = json!({ "body": "Who should take care of it?", "button": "Choose a person", "items": rows });
    let content = json!({ "language": "en", "types": { "twilio/list-picker": list } });
    let content = post(simulator, "/v1/Content", |request| request.json(&content)).await;
    maya.say("assign").await.expect("the session opens");
    let (to, from) = (format!("whatsapp:{MAYA}"), format!("whatsapp:{SENDER}"));
    let form = [("To", &*to), ("From", &*from), ("ContentSid", content["sid"].as_str().expect("a SID"))];
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json");
    post(simulator, &path, |request| request.form(&form)).await;
    let listed = maya.await_message(PATIENCE_SECONDS, "the list", |message| message.list_button.is_some());
    listed.await.expect("the list arrives")
}

async fn picked(maya: &PhoneClient, row: &str) {
    let is_answer = |message: &ChatMessage| message.direction == "inbound" && message.text == row;
    maya.await_message(PATIENCE_SECONDS, "the answer", is_answer).await.expect("the row is sent");
}

async fn press(browser: &Browser, key: Key) {
    let focused = browser.client.active_element().await.expect("something has the focus");
    focused.send_keys(&char::from(key).to_string()).await.expect("a key");
}

/// Waits until nothing moves any more, because a click goes to the former position of a moving target.
async fn comes_to_rest(browser: &Browser) {
    let rests = "const done = arguments[0];
        Promise.allSettled(document.getAnimations().map((moving) => moving.finished)).then(() => done(true));";
    browser.client.execute_async(rests, vec![]).await.expect("it comes to rest");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_a_list_is_picked_by_keyboard_and_by_mouse_at_the_width_of_a_phone() {
    let simulator = simulator().await;
    let maya = PhoneClient::new(simulator.base_url(), "maya");
    let list = list_of_teammates(&simulator, &maya).await;
    let browser = Browser::open(390, 844).await;
    browser.client.goto(&format!("{}/phone/maya", simulator.base_url())).await.expect("the page opens");
    // Once the list is read, the page has no reason to redraw it.
    let opener = format!("[data-sid='{}'][data-status='read'] [data-sheet]", list.sid);

    browser.wait_for(&opener).await.send_keys(&char::from(Key::Enter).to_string()).await.expect("a key");
    let rows = browser.text_of("#sheet-rows").await;
    assert!(rows.contains("Carlos Díaz") && rows.contains("Marketer, active today"), "{rows}");
    press(&browser, Key::Down).await;
    comes_to_rest(&browser).await;
    browser.picture("phone-list.png").await;
    press(&browser, Key::Enter).await;
    picked(&maya, "Priya Shah").await;
    let returned =
        "return document.activeElement.dataset.sheet === 'open' && document.querySelector('#sheet').hidden";
    assert_eq!(
        browser.client.execute(returned, vec![]).await.expect("an answer"),
        true,
        "the focus comes back"
    );

    browser.click(&opener).await;
    comes_to_rest(&browser).await;
    let seen = "const rows = [...document.querySelectorAll('.sheet-row')].map((row) => row.getBoundingClientRect());
        return rows.length === 4 && rows.every((row) => row.left >= 0 && row.right <= innerWidth && row.height >= 44)";
    assert_eq!(
        browser.client.execute(seen, vec![]).await.expect("an answer"),
        true,
        "a thumb hits every row"
    );
    browser.click(".sheet-row:nth-child(4)").await;
    browser.click("#sheet-send").await;
    picked(&maya, "Carlos Díaz").await;
    browser.close().await;
    simulator.stop().await;
}
