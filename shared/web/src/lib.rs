//! Pages and the JSON API.

pub mod action_page;
pub mod answer;
pub mod api;
pub mod asset;
pub mod components;
pub mod dashboard;
pub mod form;
pub mod shell;
