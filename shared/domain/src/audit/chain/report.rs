//! The result of a verification: up to where the chain is intact, how many events are not sealed yet, and the first
//! break.

use crate::audit::chain::instant_of;
use crate::identity::WorkspaceId;
use jiff::Timestamp;
use std::fmt;

/// The first deviation from what was sealed. Positions are numbers of links, events are sort keys of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainBreak {
    /// A link is missing, although later ones exist.
    MissingLink {
        /// The position.
        sequence: u64,
    },
    /// A link is not the one that was sealed at its position.
    AlteredLink {
        /// The position.
        sequence: u64,
    },
    /// A link is genuine, but follows a different link than the one before it: part of the chain is from another time.
    WrongPrevious {
        /// The position.
        sequence: u64,
    },
    /// A link was sealed with an unknown key.
    UnknownKey {
        /// The position.
        sequence: u64,
    },
    /// A sealed event is missing.
    MissingEvent {
        /// The position.
        sequence: u64,
        event: String,
    },
    /// An event differs from what was sealed.
    AlteredEvent {
        /// The position.
        sequence: u64,
        event: String,
    },
    /// The mark of an event is missing or refers to a different link than the event's: the event could be sealed twice,
    /// or be mistaken for sealed.
    WrongMark {
        /// The position of the event, or the one that its mark claims.
        sequence: u64,
        event: String,
    },
    /// There are links but no head.
    HeadMissing {
        /// How many links there are or, according to the marks, were.
        links: u64,
    },
    /// There are, or were, links after the one that the head refers to.
    HeadBehind {
        /// The position of the head.
        head: u64,
        /// The position of the last known link.
        links: u64,
    },
    /// The head refers to a link that does not exist: the chain was cut off at its end.
    HeadAhead {
        /// The position of the head.
        head: u64,
        /// The position of the last link.
        links: u64,
    },
    /// The head is at the last link but contradicts it.
    AlteredHead {
        /// The position of the head.
        sequence: u64,
    },
    /// The chain does not contain the link that was recorded outside the table.
    AnchorLost {
        /// The recorded position.
        sequence: u64,
    },
    /// An event has no link although much later ones do: it was inserted, or the stream never delivered it.
    UnsealedBehindHead { event: String },
}

/// The last link up to which a chain is intact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntactUpTo {
    /// Its position, which is the number of sealed, intact events.
    pub sequence: u64,
    pub event_key: String,
    /// When the event happened; `None` if its key does not begin with an instant.
    pub at: Option<Timestamp>,
}

/// The result of verifying one workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    pub workspace: WorkspaceId,
    /// The last link that is intact together with all links before it; `None` if there is none.
    pub intact: Option<IntactUpTo>,
    /// How many events are not sealed yet; for a few seconds this is normal. Not counted if the links themselves are
    /// broken.
    pub waiting: u64,
    /// The sort key of the oldest event that is not sealed yet.
    pub oldest_waiting: Option<String>,
    /// The first break.
    pub broken: Option<ChainBreak>,
}

impl ChainReport {
    /// Reports whether no break was found.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.broken.is_none()
    }
}

impl fmt::Display for ChainReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "audit chain of {}: ", self.workspace)?;
        if let Some(broken) = &self.broken {
            write!(formatter, "BROKEN: {broken}; ")?;
        }
        match &self.intact {
            None => formatter.write_str("no event sealed")?,
            Some(intact) => write!(formatter, "{intact}")?,
        }
        match (&self.broken, &self.oldest_waiting) {
            (Some(_), _) => Ok(()),
            (None, None) => formatter.write_str("; 0 waiting"),
            (None, Some(oldest)) => write!(formatter, "; {} waiting since {}", self.waiting, when(oldest)),
        }
    }
}

impl fmt::Display for IntactUpTo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let events = if self.sequence == 1 { "event" } else { "events" };
        write!(formatter, "{} {events} sealed and intact up to {}", self.sequence, when(&self.event_key))
    }
}

/// Returns the instant at the start of an event's key, or the whole key if it does not begin with an instant.
fn when(event_key: &str) -> String {
    instant_of(event_key).map_or_else(|| event_key.to_owned(), |at| at.to_string())
}

impl fmt::Display for ChainBreak {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingLink { sequence } => write!(formatter, "link {sequence} is missing"),
            Self::AlteredLink { sequence } => write!(formatter, "link {sequence} was altered"),
            Self::WrongPrevious { sequence } => {
                write!(formatter, "link {sequence} does not follow the link before it")
            }
            Self::UnknownKey { sequence } => {
                write!(formatter, "link {sequence} was sealed with a key that is not in `audit_keys`")
            }
            Self::MissingEvent { sequence, event } => {
                write!(formatter, "event {event} of link {sequence} is missing")
            }
            Self::AlteredEvent { sequence, event } => {
                write!(formatter, "event {event} of link {sequence} was altered")
            }
            Self::WrongMark { sequence, event } => {
                write!(formatter, "the mark of event {event} does not fit link {sequence}")
            }
            Self::HeadMissing { links } => write!(formatter, "the head is missing after {links} links"),
            Self::HeadBehind { head, links } => {
                write!(formatter, "the head is at link {head}, but the chain went on to link {links}")
            }
            Self::HeadAhead { head, links } => {
                write!(
                    formatter,
                    "the chain was cut off: it ends at link {links}, the head is at link {head}"
                )
            }
            Self::AlteredHead { sequence } => {
                write!(formatter, "the head at link {sequence} does not fit that link")
            }
            Self::AnchorLost { sequence } => {
                write!(formatter, "link {sequence} is not the one that was noted outside of the table")
            }
            Self::UnsealedBehindHead { event } => write!(
                formatter,
                "event {event} is in no link although later ones are: it was inserted, or never came through the \
                 stream"
            ),
        }
    }
}
