//! Requests from Twilio: whether they are genuine, what they say, and how they are answered.

pub mod callback;
pub mod command;
pub mod form;
pub mod keyword;
pub mod message;
mod plain;
pub mod sender;
pub mod signature;
pub mod twiml;

pub use callback::{AttemptReference, NotACallback, StatusCallback};
pub use form::{Form, FormRefusal};
pub use message::{InboundMessage, NotAMessage, OptOutType};
pub use signature::{AuthTokens, SignatureRefusal, SignedBody, SignedRequest, verify};
