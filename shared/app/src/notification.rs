//! The mails of notifications: sending them, and what becomes of them afterwards.

pub mod mail;
pub mod mail_event;
