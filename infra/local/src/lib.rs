//! The whole stack on one machine.

pub mod simulator;
pub mod deploy;
pub mod edge;
pub mod emulator;
pub mod package;
pub mod sample;
pub mod tools;
