//! The partitions of the table, each a list of items that are read together.

use domain::identity::{MemberId, WorkspaceId};
use domain::schedule::slot::Slot;
use jiff::Timestamp;
use jiff::civil::Date;

/// The partition of settings, people, campaigns and sources.
#[must_use]
pub fn settings(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}")
}

/// The partition of the list of all workspaces.
pub const WORKSPACES: &str = "WORKSPACES";

/// The partition of what the schedule of digests knows as a whole: zones, how far it is planned, what was left out.
pub const SCHEDULE: &str = "SCHEDULE";

/// The partition of the people of one list of a slot of the schedule.
#[must_use]
pub fn slot(slot: &Slot, shard: u32) -> String {
    format!("SLOT#{}@{}@{shard}", slot.zone, slot.minute)
}

/// The partition of the versions of a workspace's rules.
#[must_use]
pub fn rules(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}#RULES")
}

/// The partition of what came in, which is also the name of its list.
#[must_use]
pub fn imports(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}#IMPORT")
}

/// The partition of creatives.
#[must_use]
pub fn creatives(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}#CREATIVE")
}

/// The partition of the facts of a month.
#[must_use]
pub fn facts(workspace: &WorkspaceId, date: Date) -> String {
    format!("W#{workspace}#FACT#{}", date.strftime("%Y-%m"))
}

/// The partition of alerts, recommendations and shifts.
#[must_use]
pub fn findings(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}#FINDING")
}

/// The partition of a person's conversation.
#[must_use]
pub fn talk(workspace: &WorkspaceId, member: &MemberId) -> String {
    format!("W#{workspace}#TALK#{member}")
}

/// The partition of a person's questions.
#[must_use]
pub fn questions(workspace: &WorkspaceId, member: &MemberId) -> String {
    format!("W#{workspace}#QUESTION#{member}")
}

/// The list of the questions of a workspace.
#[must_use]
pub fn question_list(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}#QUESTIONS")
}

/// The partition of how often a language model was asked.
#[must_use]
pub fn model_calls(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}#MODEL")
}

/// The partition of a person's notifications.
#[must_use]
pub fn notifications(workspace: &WorkspaceId, member: &MemberId) -> String {
    format!("W#{workspace}#NOTICE#{member}")
}

/// The partition of the audit log.
#[must_use]
pub fn audit(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}#AUDIT")
}

/// Returns the workspace whose audit log this partition is, or `None` for any other partition.
#[must_use]
pub fn workspace_of_audit(partition: &str) -> Option<WorkspaceId> {
    partition.strip_prefix("W#")?.strip_suffix("#AUDIT")?.parse().ok()
}

/// The partition of the audit chain.
#[must_use]
pub fn chain(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}#CHAIN")
}

/// The sort key of the head of an audit chain.
pub const CHAIN_HEAD: &str = "HEAD";

/// Formats the position of a link so that lexical order is chain order.
#[must_use]
pub fn chain_place(sequence: u64) -> String {
    format!("{sequence:012}")
}

/// The partition of a WhatsApp address, which may be known in several workspaces.
#[must_use]
pub fn address(hashed_address: &str) -> String {
    format!("ADDRESS#{hashed_address}")
}

/// The partition of a mail address, which may be known in several workspaces.
pub(super) fn mailbox_of(mailbox: &str) -> String {
    format!("MAILBOX#{mailbox}")
}

/// The list of the messages of a workspace.
#[must_use]
pub fn message_list(workspace: &WorkspaceId) -> String {
    format!("W#{workspace}#MESSAGES")
}

/// Formats an instant so that lexical order is time order.
#[must_use]
pub fn sortable(at: Timestamp) -> String {
    format!("{at:.6}")
}
