//! The library of the WhatsApp Command Center.

pub mod adapters;
pub mod app;
pub mod domain;
pub mod importer;
pub mod store;
pub mod web;

#[cfg(test)]
mod simulation;
