//! What a reply of a model comes to: typed queries, or why there are none.

use crate::question::interpretation::Interpretation;
use crate::question::model::asked::Asked;
use crate::question::model::port::ModelError;
use crate::question::model::reading::{UnusableAnswer, read};
use crate::question::query::TypedQuery;
use crate::question::range::DataSpan;

/// The verdict on a reply that is used.
pub const USED: &str = "used";

/// Why a reply is not used. No variant repeats what was asked or written.
#[derive(Debug, thiserror::Error)]
pub enum NotUsed {
    /// There is no answer.
    #[error(transparent)]
    NoAnswer(#[from] ModelError),
    /// It says something else than what a question may mean.
    #[error(transparent)]
    Invalid(#[from] UnusableAnswer),
    /// The model is not certain either, or would refuse the question. The planner has a better question back.
    #[error("the model asks back or refuses the question")]
    Unsure,
}

impl NotUsed {
    /// Returns a fixed word for records and logs.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        match self {
            Self::NoAnswer(error) => error.verdict(),
            Self::Invalid(_) => "invalid",
            Self::Unsure => "unsure",
        }
    }
}

/// Reads the text of a reply.
///
/// # Errors
/// If it is not used; what the planner made of the question stands then.
pub fn queries(
    text: Result<String, ModelError>,
    asked: &Asked<'_>,
    span: &DataSpan,
) -> Result<Vec<TypedQuery>, NotUsed> {
    match read(&text?, asked, span)? {
        Interpretation::Queries(queries) => Ok(queries),
        Interpretation::Clarify(_) | Interpretation::OutOfScope(_) => Err(NotUsed::Unsure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::model::asked::WARM_UP;
    use crate::question::model::wire;
    use crate::question::query::{Intent, Metric};
    use crate::question::time::RelativeTime;
    use jiff::civil::date;

    fn verdict(text: Result<String, ModelError>) -> &'static str {
        let span = DataSpan { first: None, today: date(2028, 3, 15) };
        queries(text, &WARM_UP, &span).map_or_else(|not| not.verdict(), |_queries| USED)
    }

    #[test]
    fn each_reply_has_one_word_for_what_came_of_it() {
        let query = TypedQuery {
            metrics: vec![Metric::Spend],
            time_range: Some(RelativeTime::Yesterday),
            ..TypedQuery::new(Intent::Value)
        };
        let written = wire::written(&Interpretation::Queries(vec![query])).to_string();
        assert_eq!(verdict(Ok(written)), "used");
        assert_eq!(verdict(Ok("It was 5.".to_owned())), "invalid");
        assert_eq!(verdict(Ok("{}".to_owned())), "invalid");
        let unsure = r#"{"type":"clarify","reason":"unknown_entity","queries":[]}"#;
        assert_eq!(verdict(Ok(unsure.to_owned())), "unsure");
        assert_eq!(verdict(Err(ModelError::Invalid("no JSON".into()))), "invalid");
        assert_eq!(verdict(Err(ModelError::Refused)), "refused");
        assert_eq!(verdict(Err(ModelError::Slow)), "slow");
        assert_eq!(verdict(Err(ModelError::Throttled { retry_after: None })), "throttled");
    }
}
