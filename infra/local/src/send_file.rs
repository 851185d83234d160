//! `make send`: sends a file to the running stack as a program would, by the API, and shows its receipt until it ends.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use command_center::domain::clock::{NoRandomness, Randomness, SystemRandomness};
use command_center::domain::text::hex;
use command_center::domain::token::bearer::BearerFor;
use indicatif::{ProgressBar, ProgressStyle};
use reqwest::{Client, StatusCode};
use serde_json::Value;

use crate::api_token::{TokenError, issue_token};
use crate::console::say;
use crate::stack_file::{RunningStack, running_stack};

/// How often the receipt is fetched.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The reasons why a file was not imported.
#[derive(Debug, thiserror::Error)]
pub enum SendFileError {
    /// No stack is running.
    #[error("no stack is running: start one with make run")]
    NoStack,
    /// The file cannot be read.
    #[error("{} cannot be read: check the path and its permissions", .file.display())]
    Read {
        file: PathBuf,
        #[source]
        source: io::Error,
    },
    /// No token could be made.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The operating system has no randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The API cannot be reached.
    #[error("the running stack does not answer: start it again with make run")]
    Http(#[from] reqwest::Error),
    /// The API refuses the request.
    #[error("{status}: {message}")]
    Refused { status: StatusCode, message: String },
    /// The file was refused or given up; the receipt says why.
    #[error("the file was not imported")]
    NotImported,
}

/// What to send, and what to say about it.
#[derive(Debug, Clone)]
pub struct SendCommand {
    pub file: PathBuf,
    /// The channel of a file that does not state one.
    pub channel: Option<String>,
    /// The currency of a file that states none.
    pub currency: Option<String>,
}

/// Sends a file through an upload address, waits until its receipt ends, and prints the receipt.
///
/// # Errors
/// If the file is not imported.
pub async fn send_file(root: &Path, command: &SendCommand) -> Result<(), SendFileError> {
    send_to(&running_stack(root).ok_or(SendFileError::NoStack)?, command).await
}

/// Sends a file to this stack; see [`send_file`].
///
/// # Errors
/// If the file is not imported.
pub async fn send_to(running: &RunningStack, command: &SendCommand) -> Result<(), SendFileError> {
    let content = tokio::fs::read(&command.file)
        .await
        .map_err(|source| SendFileError::Read { file: command.file.clone(), source })?;
    let sender = Sender::new(running).await?;
    let offered = sender.offer_upload(command).await?;
    let url = offered["upload"]["url"].as_str().unwrap_or_default();
    Client::new().put(url).body(content).send().await?.error_for_status()?;
    let receipt = sender.await_end(offered["at"].as_str().unwrap_or_default()).await?;
    say(format!("{receipt:#}"));
    if let Some(warning) = warning_in(&receipt) {
        say(warning);
    }
    if receipt["status"] == "stored" { Ok(()) } else { Err(SendFileError::NotImported) }
}

/// Returns what the receipt says of a total that its rows do not sum up to.
fn warning_in(receipt: &Value) -> Option<&str> {
    receipt["summary"]["total_check"]["warning"].as_str()
}

/// A program with a token for sending numbers.
struct Sender {
    http: Client,
    base_url: String,
    workspace: String,
    token: String,
    key: String,
}

impl Sender {
    async fn new(running: &RunningStack) -> Result<Self, SendFileError> {
        Ok(Self {
            http: Client::new(),
            base_url: running.public_url.clone(),
            workspace: running.workspace.to_string(),
            token: issue_token(running, &running.workspace, &BearerFor::Source).await?,
            key: hex(&SystemRandomness::default().sixteen_bytes()?),
        })
    }

    async fn offer_upload(&self, command: &SendCommand) -> Result<Value, SendFileError> {
        let named = [("channel", &command.channel), ("currency", &command.currency)];
        let query: Vec<(&str, &String)> =
            named.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))).collect();
        let url = format!("{}/api/v1/workspaces/{}/uploads", self.base_url, self.workspace);
        self.ask(self.http.post(url).query(&query).header("idempotency-key", &self.key)).await
    }

    /// Fetches the receipt until nothing happens to it any more.
    async fn await_end(&self, at: &str) -> Result<Value, SendFileError> {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let mut look = tokio::time::interval(LOOK_EVERY);
        loop {
            look.tick().await;
            let receipt = self.ask(self.http.get(format!("{}{at}", self.base_url))).await?;
            if receipt["ended_at"].is_string() {
                bar.finish_and_clear();
                return Ok(receipt);
            }
            let progress = &receipt["progress"];
            bar.set_message(progress["step"].as_str().unwrap_or("waiting").to_owned());
            bar.set_length(progress["of"].as_u64().unwrap_or_default());
            bar.set_position(progress["done"].as_u64().unwrap_or_default());
        }
    }

    async fn ask(&self, request: reqwest::RequestBuilder) -> Result<Value, SendFileError> {
        let answer = request.bearer_auth(&self.token).send().await?;
        let status = answer.status();
        let body: Value = answer.json().await?;
        if status.is_success() {
            return Ok(body);
        }
        let message = body["message"].as_str().unwrap_or_default().to_owned();
        Err(SendFileError::Refused { status, message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_total_that_disagrees_is_said_below_the_receipt_and_of_any_other_nothing() {
        let told =
            json!({ "summary": { "total_check": { "agrees": false, "warning": "WARNING: it disagrees" } } });
        assert_eq!(warning_in(&told), Some("WARNING: it disagrees"));
        for receipt in [json!({ "summary": { "total_check": { "agrees": true } } }), json!({ "refusal": {} })]
        {
            assert_eq!(warning_in(&receipt), None);
        }
    }
}
