//! A client for a person's simulated phone: reads the chat, taps buttons and sends texts.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

/// How often the chat is polled while waiting for something.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// One message of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChatMessage {
    /// The message's Twilio identifier.
    pub sid: String,
    /// `inbound` for messages from the person.
    pub direction: String,
    pub text: String,
    /// The addresses of its pictures, on the simulator.
    #[serde(default)]
    pub media: Vec<String>,
    /// The label that opens the list; if absent, the buttons are below the message itself.
    #[serde(default)]
    pub list_button: Option<String>,
    /// The buttons below it, or the rows of its list.
    pub buttons: Vec<ChatButton>,
    /// The state: `sent`, `delivered`, `read` or `failed`.
    pub status: String,
    /// The error code of a failure.
    pub error_code: Option<u32>,
}

/// One button of a message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChatButton {
    /// Its position below the message, counted from 0.
    pub index: usize,
    /// The label.
    pub title: String,
    /// The text below the title of a row.
    #[serde(default)]
    pub description: Option<String>,
    /// The address that it opens, if it is a link.
    #[serde(default)]
    pub url: Option<String>,
}

/// The result of a tap or a text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct HookAnswer {
    /// The Twilio identifier of the person's message.
    pub sid: String,
    /// The HTTP status of our webhook's response.
    pub status: Option<u16>,
    /// The error code with which Twilio counts the webhook as failed, if it does.
    pub error_code: Option<u32>,
    /// The messages that came back to the phone.
    pub replies: Vec<ChatMessage>,
}

/// The reasons why the phone failed.
#[derive(Debug, thiserror::Error)]
pub enum PhoneClientError {
    /// The simulator could not be reached.
    #[error("the Twilio simulator was not reached: is the stack running?")]
    Unreachable(#[source] reqwest::Error),
    /// The simulator refused.
    #[error("the simulated phone refused ({status}): {reason}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The simulator's explanation.
        reason: String,
    },
    /// The message has no list, or its list has no such row.
    #[error("the message has no list with this row")]
    NoSuchRow,
    /// The expected event did not happen.
    #[error("nothing came within {0} seconds: {1}")]
    NothingCame(u64, &'static str),
}

#[derive(Deserialize)]
struct Chat {
    messages: Vec<ChatMessage>,
}

/// The phone of one person.
#[derive(Debug, Clone)]
pub struct PhoneClient {
    client: reqwest::Client,
    chat_url: String,
}

impl PhoneClient {
    /// Creates a client for the phone of a person.
    #[must_use]
    pub fn new(twilio_url: &str, person: &str) -> Self {
        Self { client: reqwest::Client::new(), chat_url: format!("{twilio_url}/sim/chat/{person}") }
    }

    /// Returns the messages of the chat, oldest first.
    ///
    /// # Errors
    /// If the simulator cannot be reached.
    pub async fn messages(&self) -> Result<Vec<ChatMessage>, PhoneClientError> {
        let answer = self.client.get(&self.chat_url).send().await.map_err(PhoneClientError::Unreachable)?;
        Ok(read::<Chat>(answer).await?.messages)
    }

    /// Waits until a message matches.
    ///
    /// # Errors
    /// If none does within the given seconds.
    pub async fn await_message(
        &self,
        seconds: u64,
        what: &'static str,
        fits: impl Fn(&ChatMessage) -> bool,
    ) -> Result<ChatMessage, PhoneClientError> {
        let found = self.await_messages(seconds, what, 1, fits).await?;
        found.into_iter().next().ok_or(PhoneClientError::NothingCame(seconds, what))
    }

    /// Waits until so many messages match, and returns those that do, oldest first.
    ///
    /// # Errors
    /// If fewer do within the given seconds.
    pub async fn await_messages(
        &self,
        seconds: u64,
        what: &'static str,
        wanted: usize,
        fits: impl Fn(&ChatMessage) -> bool,
    ) -> Result<Vec<ChatMessage>, PhoneClientError> {
        let mut look = tokio::time::interval(LOOK_EVERY);
        let looking = async {
            loop {
                look.tick().await;
                let found: Vec<ChatMessage> = self.messages().await?.into_iter().filter(&fits).collect();
                if found.len() >= wanted {
                    return Ok(found);
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(seconds), looking)
            .await
            .map_err(|_elapsed| PhoneClientError::NothingCame(seconds, what))?
    }

    /// Taps a button.
    ///
    /// # Errors
    /// If there is no such button, or the simulator cannot be reached.
    pub async fn tap(
        &self,
        message: &ChatMessage,
        button: &ChatButton,
    ) -> Result<HookAnswer, PhoneClientError> {
        self.post("tap", &json!({ "message": message.sid, "button": button.index })).await
    }

    /// Opens the list of a message and picks the first row with the given title.
    ///
    /// # Errors
    /// If there is no such row, or the simulator cannot be reached.
    pub async fn pick(&self, message: &ChatMessage, row: &str) -> Result<HookAnswer, PhoneClientError> {
        let listed = message.list_button.as_ref().and_then(|_opens| message.button(row));
        self.tap(message, listed.ok_or(PhoneClientError::NoSuchRow)?).await
    }

    /// Sends a text.
    ///
    /// # Errors
    /// If the simulator cannot be reached.
    pub async fn say(&self, text: &str) -> Result<HookAnswer, PhoneClientError> {
        self.post("say", &json!({ "text": text })).await
    }

    /// Sends an irregular message, such as a forwarded button, a repeated message, or one with other fields.
    ///
    /// # Errors
    /// If the simulator cannot be reached.
    pub async fn send_raw(&self, body: &Value) -> Result<HookAnswer, PhoneClientError> {
        self.post("raw", body).await
    }

    async fn post(&self, hook: &str, body: &Value) -> Result<HookAnswer, PhoneClientError> {
        let request = self.client.post(format!("{}/{hook}", self.chat_url)).json(body);
        read(request.send().await.map_err(PhoneClientError::Unreachable)?).await
    }
}

async fn read<T: serde::de::DeserializeOwned>(answer: reqwest::Response) -> Result<T, PhoneClientError> {
    let status = answer.status();
    if !status.is_success() {
        let reason = answer.text().await.unwrap_or_default();
        return Err(PhoneClientError::Refused { status: status.as_u16(), reason });
    }
    answer.json().await.map_err(PhoneClientError::Unreachable)
}

impl ChatMessage {
    /// Returns the button or row with the given title.
    #[must_use]
    pub fn button(&self, title: &str) -> Option<&ChatButton> {
        self.buttons.iter().find(|button| button.title == title)
    }
}
