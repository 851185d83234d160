//! The Twilio client: the WhatsApp port over its REST API, and its lists of sent messages and their costs.

pub mod answer;
pub mod client;
pub mod keys;

pub use client::{ClientRefusal, Sender, Timeouts, TwilioClient, TwilioSettings};
pub use keys::{ApiKey, ApiKeys};
