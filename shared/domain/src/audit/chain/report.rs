//! What a verification found: how far the chain is intact, what waits to be sealed, and the first break.

use crate::audit::chain::instant_of;
use crate::identity::WorkspaceId;
use jiff::Timestamp;
use std::fmt;

/// The first thing that is not as it was sealed. Places are numbers of links, events are sort keys of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainBreak {
    /// A link is gone, and later ones are there.
    MissingLink {
        /// The place.
        sequence: u64,
    },
    /// A link is not the one that was sealed at its place.
    AlteredLink {
        /// The place.
        sequence: u64,
    },
    /// A link is genuine, but follows another link than the one before it: part of the chain is from another time.
    WrongPrevious {
        /// The place.
        sequence: u64,
    },
    /// A link was sealed with a key that is not among the keys.
    UnknownKey {
        /// The place.
        sequence: u64,
    },
    /// An event that was sealed is gone.
    MissingEvent {
        /// The place.
        sequence: u64,
        event: String,
    },
    /// An event is not as it was sealed.
    AlteredEvent {
        /// The place.
        sequence: u64,
        event: String,
    },
    /// The mark of an event is gone or names another link than the event's: the event could be sealed twice, or pass as
    /// sealed.
    WrongMark {
        /// The place that the event has, or that its mark claims.
        sequence: u64,
        event: String,
    },
    /// There are links, and no head.
    HeadMissing {
        /// How many links there are or, as the marks say, were.
        links: u64,
    },
    /// There are, or were, links after the one that the head names.
    HeadBehind {
        /// Where the head is.
        head: u64,
        /// The place of the last link known.
        links: u64,
    },
    /// The head names a link that is not there: the chain was cut off at its end.
    HeadAhead {
        /// Where the head is.
        head: u64,
        /// The place of the last link.
        links: u64,
    },
    /// The head is at the last link and says something else than it.
    AlteredHead {
        /// Where the head is.
        sequence: u64,
    },
    /// The chain does not have the link that was noted outside of the table.
    AnchorLost {
        /// The place that was noted.
        sequence: u64,
    },
    /// An event is in no link although much later ones are: it was inserted, or the stream never brought it.
    UnsealedBehindHead { event: String },
}

/// The link up to which a chain is intact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntactUpTo {
    /// Its place, which is how many events are sealed and intact.
    pub sequence: u64,
    pub event_key: String,
    /// When the event happened; nothing when its key does not begin with an instant.
    pub at: Option<Timestamp>,
}

/// What a verification of one workspace found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    pub workspace: WorkspaceId,
    /// The last link that is good together with all before it; nothing when there is none.
    pub intact: Option<IntactUpTo>,
    /// How many events are not sealed yet; normal for seconds. Not counted when the links themselves are broken.
    pub waiting: u64,
    /// The sort key of the oldest event that waits.
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

/// Returns the instant that an event's key begins with; the whole key when it begins with none.
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
