//! What a token is for: an action, or access without an action: the dashboard, the API, and unsubscribing from mails.

use super::action::{Action, DAY, HOUR};
use crate::audit::Verb;
use serde::{Deserialize, Serialize};

/// Who calls the API with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiCaller {
    /// A logged-in person.
    Member,
    /// The system that carries out budget shifts.
    Integrator,
    /// A program that sends the numbers of a workspace.
    Source,
}

/// What a button below an answer does. None of them changes anything of the workspace, so each may be tapped again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerButton {
    /// It rates the answer; the detail says how, see [`crate::question::rating`].
    Rate,
    /// It asks for the scale from 1 to 5.
    Scale,
    /// It asks how the answer was computed.
    Explain,
    /// It asks one of the questions that were offered; the detail is its place among them, from 0.
    Choose,
}

/// What a token is for. Stored as one word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum TokenPurpose {
    /// An action by the person to whom the token was issued.
    Act(Action),
    /// The dashboard of one day, read-only.
    Dashboard,
    /// The API.
    Api(ApiCaller),
    /// A button below the answer to a question.
    Answer(AnswerButton),
    /// The numbers of an answer on the dashboard, read-only.
    ViewAnswer,
    /// The picture of an answer's trend, read-only; see [`crate::token::expiring`].
    Chart,
    /// Unsubscribing from the mails that replace a digest when WhatsApp does not deliver it. Like any decline, it never
    /// expires.
    Unsubscribe,
}

/// What depends only on the purpose of a token.
struct PurposeRow {
    code: u8,
    word: &'static str,
    seconds: i64,
    /// The verb under which the audit log records a denied attempt to tap it.
    verb: Verb,
}

const fn door(code: u8, word: &'static str, seconds: i64, verb: Verb) -> PurposeRow {
    PurposeRow { code, word, seconds, verb }
}

impl TokenPurpose {
    /// The purposes that are not actions.
    const DOORS: [Self; 11] = [
        Self::Dashboard,
        Self::Answer(AnswerButton::Rate),
        Self::Answer(AnswerButton::Scale),
        Self::Answer(AnswerButton::Explain),
        Self::Answer(AnswerButton::Choose),
        Self::ViewAnswer,
        Self::Chart,
        Self::Api(ApiCaller::Integrator),
        Self::Api(ApiCaller::Member),
        Self::Api(ApiCaller::Source),
        Self::Unsubscribe,
    ];

    /// Returns every purpose.
    pub fn all() -> impl Iterator<Item = Self> {
        Action::ALL.iter().copied().map(Self::Act).chain(Self::DOORS)
    }

    const fn row(self) -> PurposeRow {
        match self {
            Self::Act(action) => {
                let row = action.row();
                door(row.code, row.word, row.lifetime.seconds, row.audited_as.verb)
            }
            Self::Dashboard => door(3, "view_dashboard", 7 * DAY, Verb::ShowAlerts),
            Self::Api(ApiCaller::Integrator) => door(15, "integrate", 7 * DAY, Verb::ShowAlerts),
            Self::Api(ApiCaller::Member) => door(16, "act_in_app", HOUR, Verb::ShowAlerts),
            // Nobody is there to renew it each week, and it acts on nothing.
            Self::Api(ApiCaller::Source) => door(19, "send_numbers", 90 * DAY, Verb::ShowAlerts),
            Self::Answer(AnswerButton::Rate) => door(20, "rate_answer", DAY, Verb::AskQuestion),
            Self::Answer(AnswerButton::Explain) => door(21, "explain_answer", DAY, Verb::AskQuestion),
            Self::Answer(AnswerButton::Choose) => door(22, "choose_question", DAY, Verb::AskQuestion),
            Self::ViewAnswer => door(23, "view_answer", 7 * DAY, Verb::AskQuestion),
            Self::Answer(AnswerButton::Scale) => door(24, "rate_from_1_to_5", DAY, Verb::AskQuestion),
            Self::Chart => door(25, "chart", HOUR, Verb::AskQuestion),
            Self::Unsubscribe => door(17, "end_mails", 7 * DAY, Verb::EndMails),
        }
    }

    /// Returns the code in a token; never reused for another purpose.
    pub(super) fn code(self) -> u8 {
        self.row().code
    }

    pub(super) fn from_code(code: u8) -> Option<Self> {
        Self::all().find(|purpose| purpose.code() == code)
    }

    /// Returns the word for the purpose in the store and in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().word
    }

    /// Returns how long a token for this purpose is valid, in seconds.
    #[must_use]
    pub fn valid_for_seconds(self) -> i64 {
        self.row().seconds
    }

    /// Returns the verb of a denied attempt to use the token.
    #[must_use]
    pub fn verb(self) -> Verb {
        self.row().verb
    }

    /// Returns the action that the token is for, if it is for an action.
    #[must_use]
    pub fn action(self) -> Option<Action> {
        match self {
            Self::Act(action) => Some(action),
            Self::Dashboard
            | Self::Api(_)
            | Self::Answer(_)
            | Self::ViewAnswer
            | Self::Chart
            | Self::Unsubscribe => None,
        }
    }
}

impl std::fmt::Debug for TokenPurpose {
    /// Formats an action as itself, without the variant around it.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Act(action) => write!(formatter, "{action:?}"),
            Self::Dashboard => formatter.write_str("Dashboard"),
            Self::Api(caller) => write!(formatter, "Api({caller:?})"),
            Self::Answer(button) => write!(formatter, "Answer({button:?})"),
            Self::ViewAnswer => formatter.write_str("ViewAnswer"),
            Self::Chart => formatter.write_str("Chart"),
            Self::Unsubscribe => formatter.write_str("Unsubscribe"),
        }
    }
}

/// The word is not the purpose of any token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no token is for this")]
pub struct UnknownPurpose;

impl TryFrom<String> for TokenPurpose {
    type Error = UnknownPurpose;

    fn try_from(word: String) -> Result<Self, UnknownPurpose> {
        Self::all().find(|purpose| purpose.as_str() == word).ok_or(UnknownPurpose)
    }
}

impl From<TokenPurpose> for &'static str {
    fn from(purpose: TokenPurpose) -> Self {
        purpose.as_str()
    }
}

impl From<Action> for TokenPurpose {
    fn from(action: Action) -> Self {
        Self::Act(action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes and words stored and sealed since the first version: changing one voids every token already issued.
    const KNOWN: [(u8, &str); 25] = [
        (1, "approve_shift"),
        (2, "show_alerts"),
        (3, "view_dashboard"),
        (4, "review_shift"),
        (5, "confirm_shift"),
        (6, "decline_shift"),
        (7, "undo_shift"),
        (8, "acknowledge_alert"),
        (9, "snooze_alert"),
        (10, "snooze_alert_until_tomorrow"),
        (11, "assign_recommendation"),
        (12, "pick_assignee"),
        (13, "accept_assignment"),
        (14, "pass_back_assignment"),
        (15, "integrate"),
        (16, "act_in_app"),
        (17, "end_mails"),
        (18, "give_reason"),
        (19, "send_numbers"),
        (20, "rate_answer"),
        (21, "explain_answer"),
        (22, "choose_question"),
        (23, "view_answer"),
        (24, "rate_from_1_to_5"),
        (25, "chart"),
    ];

    #[test]
    fn codes_and_words_are_those_of_the_tokens_that_are_out() {
        let mut rows: Vec<(u8, &str)> =
            TokenPurpose::all().map(|purpose| (purpose.code(), purpose.as_str())).collect();
        rows.sort_unstable();
        assert_eq!(rows, KNOWN);
    }

    #[test]
    fn a_purpose_is_stored_as_its_word_and_read_back() {
        for purpose in TokenPurpose::all() {
            let stored = serde_json::to_value(purpose).unwrap();
            assert_eq!(stored, serde_json::json!(purpose.as_str()));
            assert_eq!(serde_json::from_value::<TokenPurpose>(stored).unwrap(), purpose);
        }
        assert!(serde_json::from_value::<TokenPurpose>(serde_json::json!("approve")).is_err());
    }

    #[test]
    fn every_code_leaves_the_bits_of_the_channel_free() {
        assert!(TokenPurpose::all().all(|purpose| purpose.code() < 0x40));
    }

    #[test]
    fn no_token_that_acts_or_shows_is_good_for_more_than_seven_days() {
        let source = TokenPurpose::Api(ApiCaller::Source);
        for purpose in TokenPurpose::all().filter(|purpose| *purpose != source) {
            assert!((1..=7 * DAY).contains(&purpose.valid_for_seconds()), "{purpose:?}");
        }
        assert_eq!(source.valid_for_seconds(), 90 * DAY);
    }
}
