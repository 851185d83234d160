//! Language models behind one port, in the four forms that services speak: Bedrock Converse, Anthropic Messages, OpenAI
//! Responses, and the chat completions that OpenAI and many others have.
//!
//! Nothing here logs, and no error repeats what was asked, what was answered, or the key.

mod answer;
pub mod client;
#[cfg(any(test, feature = "testing"))]
pub mod endpoint;
mod exchange;
mod forms;
mod ladder;
pub mod settings;
mod signature;

pub use client::ModelClient;
pub use settings::{InvalidModel, ModelCredential, ModelForm, ModelSettings, ModelTimeouts};
