//! A client for a person's simulated phone: reads the chat, taps and writes.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

/// How often the chat is looked at while something is awaited.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// One message of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChatMessage {
    /// Twilio's id of it.
    pub sid: String,
    /// `inbound` for what the person sent.
    pub direction: String,
    pub text: String,
    /// What is read on the way to the rows of a list; without it the buttons stand under the message.
    #[serde(default)]
    pub list_button: Option<String>,
    /// The buttons under it, or the rows of its list.
    pub buttons: Vec<ChatButton>,
    /// Where it stands: `sent`, `delivered`, `read`, `failed`.
    pub status: String,
    /// Why it failed.
    pub error_code: Option<u32>,
}

/// One button of a message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChatButton {
    /// Its place under the message, from 0.
    pub index: usize,
    /// What people read on it.
    pub title: String,
    /// What is read below the title of a row.
    #[serde(default)]
    pub description: Option<String>,
    /// The address that it opens, when it opens one.
    #[serde(default)]
    pub url: Option<String>,
}

/// What came of a tap or a text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct HookAnswer {
    /// Twilio's id of what the person sent.
    pub sid: String,
    /// The HTTP status that our webhook answered with.
    pub status: Option<u16>,
    /// Why Twilio counts the webhook as failed, when it does.
    pub error_code: Option<u32>,
    /// What came back to the phone.
    pub replies: Vec<ChatMessage>,
}

/// Why the phone cannot do it.
#[derive(Debug, thiserror::Error)]
pub enum PhoneClientError {
    /// The simulator was not reached.
    #[error("the Twilio simulator was not reached: is the stack running?")]
    Unreachable(#[source] reqwest::Error),
    /// The simulator refused.
    #[error("the simulated phone refused ({status}): {reason}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What the simulator said.
        reason: String,
    },
    /// The list of the message has no such row, or the message has no list.
    #[error("the message has no list with this row")]
    NoSuchRow,
    /// What was awaited did not happen.
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
    /// When the simulator is not reached.
    pub async fn messages(&self) -> Result<Vec<ChatMessage>, PhoneClientError> {
        let answer = self.client.get(&self.chat_url).send().await.map_err(PhoneClientError::Unreachable)?;
        Ok(read::<Chat>(answer).await?.messages)
    }

    /// Waits until a message fits.
    ///
    /// # Errors
    /// When none does within the given seconds.
    pub async fn await_message(
        &self,
        seconds: u64,
        what: &'static str,
        fits: impl Fn(&ChatMessage) -> bool,
    ) -> Result<ChatMessage, PhoneClientError> {
        let mut look = tokio::time::interval(LOOK_EVERY);
        let looking = async {
            loop {
                look.tick().await;
                if let Some(found) = self.messages().await?.into_iter().find(&fits) {
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
    /// When there is no such button, or the simulator is not reached.
    pub async fn tap(
        &self,
        message: &ChatMessage,
        button: &ChatButton,
    ) -> Result<HookAnswer, PhoneClientError> {
        self.post("tap", &json!({ "message": message.sid, "button": button.index })).await
    }

    /// Opens the list of a message and picks the row with a title; of several, the first.
    ///
    /// # Errors
    /// When there is no such row, or the simulator is not reached.
    pub async fn pick(&self, message: &ChatMessage, row: &str) -> Result<HookAnswer, PhoneClientError> {
        let listed = message.list_button.as_ref().and_then(|_opens| message.button(row));
        self.tap(message, listed.ok_or(PhoneClientError::NoSuchRow)?).await
    }

    /// Writes a text.
    ///
    /// # Errors
    /// When the simulator is not reached.
    pub async fn say(&self, text: &str) -> Result<HookAnswer, PhoneClientError> {
        self.post("say", &json!({ "text": text })).await
    }

    /// Sends an odd message: a forwarded button, a repeated one, one with other fields.
    ///
    /// # Errors
    /// When the simulator is not reached.
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
    /// Returns the button or the row with a title.
    #[must_use]
    pub fn button(&self, title: &str) -> Option<&ChatButton> {
        self.buttons.iter().find(|button| button.title == title)
    }
}
