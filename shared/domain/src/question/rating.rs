//! How people rate answers: by a thumb, by a reason, or by a score from 1 to 5; by a button or by text.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How many minutes after an answer a typed score is about it.
pub const TYPED_MINUTES: i64 = 10;
/// The best score.
pub const BEST: u8 = 5;

/// What was wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatingReason {
    /// A number is wrong.
    WrongNumber,
    /// The numbers are of other days.
    WrongDates,
    /// The numbers are of another campaign, creative or channel.
    WrongCampaign,
    /// Something else was asked.
    NotWhatIAsked,
    /// It took too long.
    TooSlow,
    /// Something else.
    Other,
}

impl RatingReason {
    /// Every reason, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::WrongNumber,
        Self::WrongDates,
        Self::WrongCampaign,
        Self::NotWhatIAsked,
        Self::TooSlow,
        Self::Other,
    ];

    /// Returns the word for the reason in tokens and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WrongNumber => "wrong_number",
            Self::WrongDates => "wrong_dates",
            Self::WrongCampaign => "wrong_campaign",
            Self::NotWhatIAsked => "not_what_i_asked",
            Self::TooSlow => "too_slow",
            Self::Other => "other",
        }
    }
}

/// One rating by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rated {
    /// The answer is good.
    Good,
    /// The answer is not right.
    Bad,
    /// The answer is not right, for this reason.
    BadBecause(RatingReason),
    /// A score from 1 to 5.
    Score(u8),
}

impl Rated {
    /// Returns the word that the token of a button has as its detail.
    #[must_use]
    pub fn detail(self) -> String {
        match self {
            Self::Good => "good".to_owned(),
            Self::Bad => "bad".to_owned(),
            Self::BadBecause(reason) => reason.as_str().to_owned(),
            Self::Score(score) => score.to_string(),
        }
    }

    /// Reads the detail of a token, or returns `None` if it is no rating.
    #[must_use]
    pub fn of_detail(detail: &str) -> Option<Self> {
        match detail {
            "good" => Some(Self::Good),
            "bad" => Some(Self::Bad),
            _ => score(detail).map(Self::Score).or_else(|| {
                RatingReason::ALL.into_iter().find(|reason| reason.as_str() == detail).map(Self::BadBecause)
            }),
        }
    }

    /// Reads a typed score: `4/5`, `4 / 5`, or a bare `4`. Other texts are no score.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = match text.split_once('/') {
            Some((number, of)) if of.trim() == "5" => number.trim(),
            Some(_) => return None,
            None => text,
        };
        score(number).map(Self::Score)
    }
}

fn score(text: &str) -> Option<u8> {
    let [digit @ b'1'..=b'5'] = text.as_bytes() else { return None };
    Some(digit - b'0')
}

/// The rating of an answer, as far as it was given. What is given later replaces what was given before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRating {
    /// Whether the person found it good; `None` if they gave only a score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_good: Option<bool>,
    /// From 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<RatingReason>,
    /// When it was last rated.
    pub at: Timestamp,
}

impl AnswerRating {
    /// Adds what a person says to what they said before.
    #[must_use]
    pub fn with(before: Option<&Self>, rated: Rated, at: Timestamp) -> Self {
        let score = before.and_then(|before| before.score);
        let is_good = before.and_then(|before| before.is_good);
        match rated {
            Rated::Good => Self { is_good: Some(true), score, reason: None, at },
            Rated::Bad => {
                let reason = before.and_then(|before| before.reason);
                Self { is_good: Some(false), score, reason, at }
            }
            Rated::BadBecause(reason) => Self { is_good: Some(false), score, reason: Some(reason), at },
            Rated::Score(score) => {
                Self { is_good, score: Some(score), reason: before.and_then(|before| before.reason), at }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_rating() -> impl Iterator<Item = Rated> {
        let scores = (1..=BEST).map(Rated::Score);
        [Rated::Good, Rated::Bad].into_iter().chain(RatingReason::ALL.map(Rated::BadBecause)).chain(scores)
    }

    #[test]
    fn every_rating_is_read_back_from_the_detail_of_its_button() {
        for rated in every_rating() {
            assert_eq!(Rated::of_detail(&rated.detail()), Some(rated));
        }
        assert_eq!(Rated::of_detail("6"), None);
    }

    #[test]
    fn a_reason_is_stored_as_its_word() {
        for reason in RatingReason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
        }
    }

    #[test]
    fn a_score_is_typed_with_or_without_its_scale_and_nothing_else_is_one() {
        for (text, score) in [("4/5", 4), (" 5 / 5 ", 5), ("1", 1)] {
            assert_eq!(Rated::of_text(text), Some(Rated::Score(score)), "{text}");
        }
        for text in ["6", "0", "4/10", "top 4", "45", "", "3/5 Google", "4.5"] {
            assert_eq!(Rated::of_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_score_keeps_the_thumb_and_a_good_word_takes_back_the_reason() {
        let at = Timestamp::UNIX_EPOCH;
        let bad = AnswerRating::with(None, Rated::BadBecause(RatingReason::WrongDates), at);
        let scored = AnswerRating::with(Some(&bad), Rated::Score(2), at);
        assert_eq!(
            (scored.is_good, scored.score, scored.reason),
            (Some(false), Some(2), Some(RatingReason::WrongDates))
        );
        let good = AnswerRating::with(Some(&scored), Rated::Good, at);
        assert_eq!((good.is_good, good.score, good.reason), (Some(true), Some(2), None));
    }
}
