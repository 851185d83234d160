//! The signed requests that Twilio makes to the product.

use std::time::Duration;

use axum::http::header;

use super::form::Form;
use super::overrides::{Target, Trouble};
use super::signature;
use super::state::App;

/// The total time that a webhook has to respond.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(15);
/// The time that each of the two attempts has to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The response of a webhook.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) body: String,
}

/// Builds the HTTP client for webhooks.
///
/// # Errors
/// Fails if the platform cannot create one.
pub(crate) fn client() -> Result<reqwest::Client, reqwest::Error> {
    // Another part of the process may have installed a provider already; any will do on the loopback interface.
    let _chosen_before = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        .user_agent("TwilioProxy/1.1")
        .timeout(TOTAL_TIMEOUT)
        .connect_timeout(CONNECT_TIMEOUT)
        .build()
}

/// Posts a signed form, and again as often as the fragment of the address asks for.
///
/// # Errors
/// Fails without a connection, or without a response in time.
pub(crate) async fn post(app: &App, url: &str, form: &Form, token: &str) -> Result<Answer, reqwest::Error> {
    let target = Target::of(url);
    let mut outcome = attempt(app, target.address, form, token).await;
    for _retry in 0..target.retries {
        if !trouble(&outcome).is_some_and(|trouble| target.is_retried(trouble)) {
            break;
        }
        outcome = attempt(app, target.address, form, token).await;
    }
    outcome
}

fn trouble(outcome: &Result<Answer, reqwest::Error>) -> Option<Trouble> {
    match outcome {
        Ok(answer) => Trouble::of_status(answer.status),
        Err(error) if error.is_connect() => Some(Trouble::Connection),
        Err(_) => Some(Trouble::Response),
    }
}

async fn attempt(app: &App, url: &str, form: &Form, token: &str) -> Result<Answer, reqwest::Error> {
    let request = app
        .client
        .post(url)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8")
        .header(header::ACCEPT, "*/*")
        .header("X-Twilio-Signature", signature::sign(&app.account.token, url, &form.0))
        .header("I-Twilio-Idempotency-Token", token)
        .header("X-Home-Region", "us1")
        .body(form.encode());
    let response = request.send().await?;
    let status = response.status().as_u16();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
    Ok(Answer { status, content_type, body: response.text().await? })
}
