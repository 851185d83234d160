//! The mails of notifications: sending them, and handling later reports about them.

pub mod mail;
pub mod mail_event;
