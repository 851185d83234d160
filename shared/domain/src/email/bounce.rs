//! How a mail bounced: permanently or temporarily.

use serde::{Deserialize, Serialize};

/// Why a mail that SES accepted did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BounceKind {
    /// The address does not accept mails and never will.
    Permanent,
    /// The address did not accept this mail: a full mailbox, or an automatic reply.
    Transient,
    /// The cause is unknown.
    Undetermined,
    /// SES found the mail itself at fault after accepting it.
    Rejected,
}
