//! Why a text, or a part of it, is no query.

use domain::question::query::{ClarifyReason, FilterDimension, Metric, RefusalReason};

/// Why there is no query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A name fits several entities; the segment, and the places of the entities in the workspace.
    Ambiguous {
        segment: usize,
        entities: Vec<usize>,
    },
    /// A name fits no entity well; these come nearest.
    Unknown {
        segment: usize,
        entities: Vec<usize>,
    },
    /// A channel that the workspace does not have; this one may be meant.
    UnknownChannel {
        nearest: Option<String>,
    },
    /// Words that mean nothing here.
    Words(Vec<String>),
    MissingMetric,
    MissingContext,
    Refused(RefusalReason),
}

impl Trouble {
    /// Returns what to ask, or `None` if it is refused.
    pub(crate) fn reason(&self) -> Result<ClarifyReason, RefusalReason> {
        match self {
            Self::Ambiguous { .. } => Ok(ClarifyReason::AmbiguousEntity),
            Self::Unknown { .. } | Self::UnknownChannel { .. } | Self::Words(_) => {
                Ok(ClarifyReason::UnknownEntity)
            }
            Self::MissingMetric => Ok(ClarifyReason::MissingMetric),
            Self::MissingContext => Ok(ClarifyReason::MissingContext),
            Self::Refused(reason) => Err(*reason),
        }
    }
}

/// What is taken for granted, to see what a choice would mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Assumptions {
    /// The entity that the name in a segment stands for.
    pub(crate) entity: Option<(usize, usize)>,
    /// The channel that an unknown one stands for.
    pub(crate) channel: Option<String>,
    pub(crate) metric: Option<Metric>,
    /// The metric of the last question, which a condition such as "below 2" is about if it names none.
    pub(crate) subject: Option<Metric>,
    /// Whether words that mean nothing are left out.
    pub(crate) ignores_words: bool,
}

/// What the filters name, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) dimension: FilterDimension,
    pub(crate) name: String,
    pub(crate) is_excluded: bool,
    /// The segment.
    pub(crate) at: usize,
}
