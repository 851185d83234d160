//! What administrators of workspaces do: who they are ([`access`]), and sending a message again ([`resend`]).

pub mod access;
pub mod resend;
