//! Claims about the whole simulator, made over HTTP with a small product at the other end.

mod chats;
mod contents;
mod disturbances;
mod harness;
mod helper;
mod sending;
