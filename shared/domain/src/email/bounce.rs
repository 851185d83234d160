//! How a mail came back: for good, or for now.

use serde::{Deserialize, Serialize};

/// Why a mail that SES took did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BounceKind {
    /// The address does not take mails and never will.
    Permanent,
    /// It did not take this one: a full mailbox, or an answering machine.
    Transient,
    /// Nobody could tell why.
    Undetermined,
    /// SES found the mail itself at fault after it had taken it.
    Rejected,
}
