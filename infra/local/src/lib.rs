//! The whole stack on one machine: AWS emulator, Twilio simulator with its phone page, sample workspace, demo.

pub mod administrator;
pub mod bearer;
pub mod console;
pub mod contents;
pub mod credentials;
pub mod demo;
pub mod deploy;
pub mod edge;
pub mod emulator;
pub mod handset;
pub mod import_file;
pub mod outbox;
pub mod package;
pub mod proof;
pub mod recorded;
pub mod root;
pub mod run;
pub mod sample;
pub mod simulator;
pub mod stack;
pub mod stack_file;
pub mod tools;
pub mod verify;
pub mod workers;
pub mod workspaces;
