//! The client of Twilio: the WhatsApp port over its REST API, and its lists of what was sent and what it cost.

pub mod answer;
pub mod client;
pub mod keys;

pub use client::{ClientRefusal, Sender, Timeouts, TwilioClient, TwilioSettings};
pub use keys::{ApiKey, ApiKeys};
