//! Tests of the whole simulator over HTTP, with a minimal product at the other end.

mod chats;
mod contents;
mod disturbances;
mod harness;
mod helper;
mod media;
mod sending;
