//! Tests of the templates, against the simulator, which reviews them as WhatsApp does.

use super::*;
use crate::simulator::{ApiKey, Simulator, SimulatorSettings, start};

const KEY: &str = "SK1";
const SECRET: &str = "key-secret";

async fn simulator() -> Simulator {
    let settings = SimulatorSettings {
        port: None,
        account_sid: "AC00000000000000000000000000000001".to_owned(),
        auth_token: "a-token-for-tests".to_owned(),
        api_keys: vec![ApiKey { sid: KEY.to_owned(), secret: SECRET.to_owned() }],
        sender: "+14155238886".to_owned(),
        business_name: "Command Center".to_owned(),
        inbound_url: None,
        fallback_url: None,
        people: Vec::new(),
        seed: 7,
    };
    start(settings).await.expect("a simulator")
}

async fn get(simulator: &Simulator, path: &str) -> Value {
    let request = reqwest::Client::new().get(format!("{}{path}", simulator.base_url()));
    let answer = request.basic_auth(KEY, Some(SECRET)).send().await.expect("an answer");
    answer.json().await.expect("JSON")
}

#[tokio::test]
async fn whatsapp_approves_every_template_and_is_not_asked_about_the_others() {
    let simulator = simulator().await;
    let api = ContentApi { base_url: simulator.base_url(), user: KEY, password: SECRET };
    let sids = create_all(&api, "https://reports.example.net").await.expect("every content");
    assert_eq!(sids.len(), TemplateName::contents().count());
    for (name, language) in TemplateName::contents() {
        let key = name.key(language);
        let sid = &sids[&key];
        let approval = get(&simulator, &format!("/v1/Content/{sid}/ApprovalRequests")).await;
        let (status, reason) = (&approval["whatsapp"]["status"], &approval["whatsapp"]["rejection_reason"]);
        assert_eq!(status, if name.is_session() { "unsubmitted" } else { "approved" }, "{key}: {reason}");
        let content = get(&simulator, &format!("/v1/Content/{sid}")).await.to_string();
        assert!(!content.contains(PLACEHOLDER), "{key}");
    }
}
