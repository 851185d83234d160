//! Tests of the whole product, each on its own stack: the real template and the real function binaries on the AWS
//! emulator, the Twilio simulator, real HTTP, and a real browser.

mod actions;
mod alarms;
mod browser;
mod command;
mod day;
mod delivery;
mod flood;
mod harness;
mod imports;
mod load;
mod models;
mod relocation;
mod resend;
mod roles;
mod security;
mod structure;
mod throttles;
