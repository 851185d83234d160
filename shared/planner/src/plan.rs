//! What comes of a question: queries, one question back with a few answers to tap, or a refusal.

use domain::language::Language;
use domain::question::interpretation::Interpretation;
use domain::question::query::{ClarifyReason, FilterDimension, Metric, RefusalReason, TypedQuery};

/// What a text was planned to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub plan: Plan,
    /// How certain it is, in percent; a plan with queries never has less than [`Planned::LEAST_CONFIDENCE`].
    pub confidence: u8,
    /// The language that most of the text is in.
    pub language: Language,
    /// The words of the text that mean nothing here, folded.
    pub not_understood: Vec<String>,
}

impl Planned {
    /// Below this many percent a question is asked back.
    pub const LEAST_CONFIDENCE: u8 = 75;
}

/// What is done about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// These queries, in the order of the text.
    Queries(Vec<TypedQuery>),
    /// One question back.
    Clarify(Clarification),
    /// Nothing is answered.
    OutOfScope(RefusalReason),
}

/// A question back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clarification {
    pub reason: ClarifyReason,
    /// At most three answers, each with what it would mean; none if there is nothing to choose from.
    pub choices: Vec<Choice>,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is chosen.
    pub subject: Subject,
    /// The queries that the question means with this choice.
    pub queries: Vec<TypedQuery>,
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A campaign, a creative or a channel, by the name that the workspace has for it.
    Entity { dimension: FilterDimension, name: String },
    /// A metric.
    Metric(Metric),
    /// The question without the words that were not understood.
    Rest,
}

impl From<&Plan> for Interpretation {
    fn from(plan: &Plan) -> Self {
        match plan {
            Plan::Queries(queries) => Self::Queries(queries.clone()),
            Plan::Clarify(clarification) => Self::Clarify(clarification.reason),
            Plan::OutOfScope(reason) => Self::OutOfScope(*reason),
        }
    }
}
