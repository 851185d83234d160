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

/// Lambda limits all environment variables of a function together, as JSON, to 4 KB.
#[tokio::test]
async fn the_identifiers_fit_in_the_environment_of_a_function() {
    let simulator = simulator().await;
    let api = ContentApi { base_url: simulator.base_url(), user: KEY, password: SECRET };
    let sids = create_all(&api, "https://reports.example.net").await.expect("every content");
    let text = serde_json::to_string(&sids).expect("JSON");
    let mut environment = delivery_environment();
    environment.insert("CONTENT_SIDS", text);
    let bytes = json!(environment).to_string().len();
    assert!(bytes <= 4_096, "{bytes} bytes");
}

/// The other variables of the delivery function, with the longest region name and typical names.
fn delivery_environment() -> BTreeMap<&'static str, String> {
    let secrets = ["TWILIO_SECRET_ARN", "TOKEN_SECRET_ARN"];
    let names = ["DELIVERY_QUEUE_URL", "PUBLIC_URL", "APP_URL", "TABLE_NAME", "EMAIL_FROM"];
    let others = ["LOG_LEVEL", "TWILIO_URL", "TWILIO_ACCOUNT_SID", "SENDER", "MAIL_CONFIGURATION_SET"];
    let region = "ap-southeast-1";
    let stack = "command-center-prod";
    let secret = format!("arn:aws:secretsmanager:{region}:111122223333:secret:{stack}/twilio-AbCdEf");
    let values = [
        format!("https://sqs.{region}.amazonaws.com/111122223333/{stack}-DeliveryQueue-AbCdEfGhIjKl"),
        format!("https://abcdefghij.execute-api.{region}.amazonaws.com"),
        format!("https://abcdefghij.execute-api.{region}.amazonaws.com"),
        format!("{stack}-Table-ABCDEFGHIJKLM"),
        "command-center@reports.example.com".to_owned(),
    ];
    let other_values =
        ["DEBUG", "https://api.twilio.com", "AC00000000000000000000000000000000", "+14155238886", stack];
    let secrets = secrets.map(|name| (name, secret.clone()));
    let others = others.into_iter().zip(other_values.map(str::to_owned));
    secrets.into_iter().chain(names.into_iter().zip(values)).chain(others).collect()
}
