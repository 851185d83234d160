//! The whole stack on one machine: AWS emulator, Twilio simulator with its phone page, sample workspace, demo.

pub mod administrator;
pub mod api_token;
pub mod captured;
pub mod console;
pub mod credentials;
pub mod demo;
pub mod deploy;
pub mod emulator;
pub mod export;
pub mod import_file;
pub mod package;
pub mod phone_client;
pub mod proof;
pub mod public_proxy;
pub mod recorded;
pub mod root;
pub mod run;
pub mod sample;
pub mod simulator;
pub mod stack;
pub mod stack_file;
pub mod templates;
pub mod tools;
pub mod verify;
pub mod workers;
pub mod workspaces;
