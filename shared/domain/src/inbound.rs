//! Requests from Twilio: whether they are genuine, what they say, and how they are answered.

pub mod budget;
pub mod callback;
pub mod command;
pub mod form;
pub mod keyword;
pub mod log_events;
pub mod message;
mod plain;
pub mod sender;
pub mod shortcut;
pub mod signature;
pub mod twiml;
pub mod webhook;

pub use callback::{AttemptReference, NotACallback, StatusCallback};
pub use form::{Form, FormRefusal};
pub use message::{InboundMessage, NotAMessage, OptOutType};
pub use signature::{AuthTokens, SignatureRefusal, SignedBody, SignedRequest, verify};
pub use webhook::{CONNECTION_OVERRIDES, InvalidSegment, WebhookPath, WebhookPaths};
