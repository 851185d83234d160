//! What comes in from Twilio: is it genuine, what does it say, and how is it answered.

pub mod callback;
pub mod command;
pub mod form;
pub mod keyword;
pub mod message;
pub mod signature;
pub mod twiml;

pub use callback::{AttemptReference, NotACallback, StatusCallback};
pub use form::{Form, FormRefusal};
pub use message::{InboundMessage, NotAMessage, OptOutType};
pub use signature::{AuthTokens, SignatureRefusal, SignedBody, SignedRequest, verify};
