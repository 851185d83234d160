//! Numbers that come in without a person at the keyboard: the receipt of each file, where files are put, and who works on
//! which of them.

pub mod claim;
pub mod log_events;
pub mod object;
pub mod queue;
pub mod summary;

use crate::identity::{ReceiptId, WorkspaceId};
use crate::instant::EpochSecond;
use crate::metrics::Channel;
use crate::money::Currency;
use jiff::Timestamp;
use object::ObjectVersion;
use serde::{Deserialize, Serialize};
use summary::{ImportRefusal, ImportSummary};

/// How a file came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportRoute {
    /// In the body of a request to the API.
    Push,
    /// Through an upload address that the API gave out.
    Upload,
    /// Put into the bucket by somebody who may write there.
    Drop,
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportStep {
    /// Reading; counted in bytes of the text.
    Reading,
    /// Storing; counted in facts.
    Storing,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProgress {
    pub step: ImportStep,
    /// How many bytes or facts are done.
    pub done: u64,
    /// How many there are.
    pub of: u64,
}

/// Where a file stands. Stored with `status` as one word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum ImportState {
    /// An upload address was given out, and nothing has come through it.
    AwaitingUpload {
        /// Until when the address can be used.
        until: EpochSecond,
    },
    /// It is there, and no worker has begun.
    Waiting,
    /// A worker reads or stores it.
    Running {
        progress: ImportProgress,
        /// The worker: one invocation of the function.
        worker: String,
        /// Until when the worker may be silent before another one takes over.
        leased_until: EpochSecond,
    },
    /// Everything in it is stored.
    Stored { at: Timestamp, summary: Box<ImportSummary> },
    /// It cannot be imported, and nothing of it was stored.
    Refused { at: Timestamp, refusal: ImportRefusal },
    /// Every attempt was cut short. What was stored stays, and the same file again completes it.
    Failed { at: Timestamp },
    /// A newer file of the same name took its place before it was read; nothing of it was stored.
    Superseded { at: Timestamp },
}

impl ImportState {
    /// Returns the fixed word of the state.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::AwaitingUpload { .. } => "awaiting_upload",
            Self::Waiting => "waiting",
            Self::Running { .. } => "running",
            Self::Stored { .. } => "stored",
            Self::Refused { .. } => "refused",
            Self::Failed { .. } => "failed",
            Self::Superseded { .. } => "superseded",
        }
    }

    /// Reports whether nothing will happen any more.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        !matches!(self, Self::AwaitingUpload { .. } | Self::Waiting | Self::Running { .. })
    }
}

/// The receipt of a file: what came in, and what became of it. Of what the file says it holds the names
/// of columns, sums, and the identifiers of campaigns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReceipt {
    pub id: ReceiptId,
    pub workspace: WorkspaceId,
    pub route: ImportRoute,
    /// The channel that the sender named; `None` if the file is to say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The currency that the sender named, for a file that states none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The file's name, cleaned and shortened; empty for a push.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    pub received_at: Timestamp,
    /// The SHA-256 of the body of a push, by which the same request again is told from another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_hash: Option<String>,
    /// The object that was read, once a worker has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<ObjectVersion>,
    /// How often a worker has begun.
    #[serde(default)]
    pub attempts: u32,
    /// How often a worker let go of it, because something that it needs was away.
    #[serde(default)]
    pub given_back: u32,
    /// Grows by one with every change; a change rests on the one that was read.
    pub revision: u64,
    pub state: ImportState,
}

impl ImportReceipt {
    /// Returns the receipt in its next state, to be stored if nobody has changed it since it was read.
    #[must_use]
    pub fn moved_to(&self, state: ImportState) -> Self {
        Self { state, revision: self.revision.saturating_add(1), ..self.clone() }
    }
}
