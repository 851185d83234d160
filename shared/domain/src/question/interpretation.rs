//! What a text was understood to ask, in the form that the planner and a language model share.

use crate::question::query::{ClarifyReason, RefusalReason, TypedQuery};
use serde::{Deserialize, Serialize};

/// What a text was understood to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub enum Interpretation {
    /// These questions, in the order of the text; at least one.
    Queries(Vec<TypedQuery>),
    /// Something that has to be asked back.
    Clarify(ClarifyReason),
    /// Nothing that is answered.
    OutOfScope(RefusalReason),
}

/// The three parts do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("queries come without a reason, and a reason of its own kind without queries")]
pub struct InvalidInterpretation;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    r#type: Type,
    #[serde(deserialize_with = "crate::question::time::null_or")]
    reason: Option<Reason>,
    queries: Vec<TypedQuery>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Type {
    Query,
    Clarify,
    OutOfScope,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Reason {
    Clarify(ClarifyReason),
    Refusal(RefusalReason),
}

impl From<Interpretation> for Wire {
    fn from(interpretation: Interpretation) -> Self {
        let (r#type, reason, queries) = match interpretation {
            Interpretation::Queries(queries) => (Type::Query, None, queries),
            Interpretation::Clarify(reason) => (Type::Clarify, Some(Reason::Clarify(reason)), Vec::new()),
            Interpretation::OutOfScope(reason) => {
                (Type::OutOfScope, Some(Reason::Refusal(reason)), Vec::new())
            }
        };
        Self { r#type, reason, queries }
    }
}

impl TryFrom<Wire> for Interpretation {
    type Error = InvalidInterpretation;

    fn try_from(wire: Wire) -> Result<Self, InvalidInterpretation> {
        match (wire.r#type, wire.reason, wire.queries.is_empty()) {
            (Type::Query, None, false) => Ok(Self::Queries(wire.queries)),
            (Type::Clarify, Some(Reason::Clarify(reason)), true) => Ok(Self::Clarify(reason)),
            (Type::OutOfScope, Some(Reason::Refusal(reason)), true) => Ok(Self::OutOfScope(reason)),
            _ => Err(InvalidInterpretation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::query::Intent;
    use serde_json::{from_value, json, to_value};

    #[test]
    fn each_of_the_three_is_read_back_as_it_was_written() {
        for interpretation in [
            Interpretation::Queries(vec![TypedQuery::new(Intent::Alerts)]),
            Interpretation::Clarify(ClarifyReason::UnknownEntity),
            Interpretation::OutOfScope(RefusalReason::Injection),
        ] {
            let written = to_value(&interpretation).unwrap();
            assert_eq!(from_value::<Interpretation>(written).unwrap(), interpretation);
        }
    }

    #[test]
    fn parts_that_do_not_fit_together_are_refused() {
        let query = to_value(TypedQuery::new(Intent::Alerts)).unwrap();
        for refused in [
            json!({"type": "query", "reason": null, "queries": []}),
            json!({"type": "query", "reason": "forecast", "queries": [query]}),
            json!({"type": "clarify", "reason": null, "queries": []}),
            json!({"type": "clarify", "reason": "forecast", "queries": []}),
            json!({"type": "out_of_scope", "reason": "missing_metric", "queries": []}),
            json!({"type": "out_of_scope", "reason": "forecast", "queries": [query]}),
            json!({"type": "out_of_scope", "reason": "forecast"}),
        ] {
            assert!(from_value::<Interpretation>(refused.clone()).is_err(), "{refused}");
        }
    }
}
