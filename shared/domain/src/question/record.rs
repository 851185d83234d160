//! A question as it is kept: what was asked, how it was understood, what was answered, and how the answer was rated.

use crate::identity::{MemberId, MessageId, QuestionId, WorkspaceId};
use crate::question::interpretation::Interpretation;
use crate::question::query::TypedQuery;
use crate::question::rating::AnswerRating;
use crate::question::view::View;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// How many letters of an identifier tell apart the messages of one second, and the last part of a text that has a name.
const HASH_LETTERS: usize = 7;
const LAST_PART: usize = 9;

/// Who understood a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnderstoodBy {
    /// The planner, by tables and rules.
    Planner,
    /// A language model with this id, where the planner was not certain.
    Model(String),
    /// The person, by tapping a question that was offered.
    Choice,
}

/// A question that is offered below an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedQuestion {
    /// What is offered, in full, in the language of the answer.
    pub text: String,
    /// The queries that a tap asks; if there are none, the text is asked.
    pub queries: Vec<TypedQuery>,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub id: QuestionId,
    pub workspace: WorkspaceId,
    /// The person who asked.
    pub member: MemberId,
    pub asked_at: Timestamp,
    pub answered_at: Timestamp,
    /// Twilio's identifier of the message that asked.
    pub message_sid: String,
    /// The message that carries the answer; `None` if there was none, because too many texts in a row came to nothing.
    pub message: Option<MessageId>,
    /// What the person wrote, or the full text of what they tapped.
    pub text: String,
    /// The language tag of the answer.
    pub language: String,
    pub understood_by: UnderstoodBy,
    pub interpretation: Interpretation,
    /// The views behind the answer's link, one for each query that was answered; their dates are those of the answer.
    pub views: Vec<View>,
    /// The text of the answer.
    pub answer: String,
    /// How it was computed, for those who ask.
    pub explanation: String,
    /// The questions offered below the answer, in the order of their buttons.
    pub offered: Vec<OfferedQuestion>,
    /// The fingerprint of the data that was answered on; see [`crate::question::basis::basis`].
    pub basis: String,
    /// Whether the answer has a picture above it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_picture: bool,
    /// Whether the answer asked for a score.
    #[serde(default)]
    pub asks_for_score: bool,
    /// How the person rated the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<AnswerRating>,
}

impl Question {
    /// Creates the identifier of a question: the same message always gives the same one, and later ones sort last. `part`
    /// tells apart the answers to a text with several questions, in its order.
    #[must_use]
    pub fn id_of(asked_at: Timestamp, message_sid: &str, part: usize) -> QuestionId {
        let time = asked_at.to_zoned(TimeZone::UTC).strftime("%Y%m%dt%H%M%S");
        let hash = QuestionId::hashed("", message_sid);
        let hash: String = hash.as_str().chars().take(HASH_LETTERS).collect();
        let plain = format!("{time}-{hash}{}", part.min(LAST_PART));
        plain.parse().unwrap_or_else(|_cannot_be| QuestionId::hashed("", &plain))
    }

    /// Reports whether it was answered with numbers. A query about days that do not exist has no view.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self.interpretation, Interpretation::Queries(_)) && !self.views.is_empty()
    }

    /// Returns the last of its queries, from which the next question may go on; `None` if it was not answered.
    #[must_use]
    pub fn last_query(&self) -> Option<&TypedQuery> {
        match &self.interpretation {
            Interpretation::Queries(queries) if self.is_answered() => queries.last(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn of_two_questions_the_later_one_sorts_last(first in 0_i64..4_000_000_000, later in 1_i64..4_000_000_000, sid in "SM[0-9a-f]{32}") {
            let at = |second| Timestamp::from_second(second).unwrap();
            let (one, two) = (Question::id_of(at(first), &sid, 0), Question::id_of(at(first + later), &sid, 0));
            prop_assert!(one.as_str() < two.as_str());
            prop_assert!(Question::id_of(at(first), &sid, 0).as_str() < Question::id_of(at(first), &sid, 1).as_str());
        }
    }

    #[test]
    fn a_message_gives_the_same_question_each_time_and_each_part_of_it_another() {
        let at: Timestamp = "2026-10-06T08:15:02.75Z".parse().unwrap();
        assert_eq!(Question::id_of(at, "SM1", 0), Question::id_of(at, "SM1", 0));
        assert_ne!(Question::id_of(at, "SM1", 0), Question::id_of(at, "SM1", 1));
        assert!(Question::id_of(at, "SM1", 0).as_str().starts_with("20261006t081502-"));
    }
}
