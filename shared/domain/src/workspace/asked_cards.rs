//! The cards that a person asked for lately, so that the next tap neither doubles them nor fills the queue of the phone.

use crate::identity::{MessageId, TokenHash};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How many seconds a card may wait before it is too old to be sent: an answer that arrives later would only confuse.
pub const CARD_SECONDS: i64 = 2 * 60;
const LIFETIME: SignedDuration = SignedDuration::from_secs(CARD_SECONDS);
/// How long the cards of one button wait before those of another overtake them. A phone gets one message every six seconds,
/// so that the cards of two taps are through by then.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);
/// How many requests for cards are remembered.
const MOST_REQUESTS: usize = MOST_WAITING;
/// How many overtaken cards are remembered: those of two requests.
const MOST_OVERTAKEN: usize = 6;
/// How many cards may wait for a phone before a further button brings no more.
const MOST_WAITING: usize = 4;

/// The cards that one tap or text asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardsOfTap {
    pub at: Timestamp,
    /// The token of the button; `None` for a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenHash>,
    /// Their messages, at most three.
    pub messages: Vec<MessageId>,
}

/// The cards that a person asked for lately.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedCards {
    /// How often cards were asked for; every request increments it.
    pub version: u64,
    /// The latest requests, newest first.
    pub requests: Vec<CardsOfTap>,
    /// The messages of earlier cards, which are not sent any more if they still wait.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overtaken: Vec<MessageId>,
}

/// What a tap brings whose cards change nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardsAnswer {
    /// New cards.
    New,
    /// No cards, because those of an earlier tap on the same button still wait.
    Same,
    /// No cards, because enough others wait.
    Later,
}

impl AskedCards {
    /// Returns these requests with another one. What was asked for more than a minute before it is overtaken.
    #[must_use]
    pub fn with(&self, asked: &CardsOfTap) -> Self {
        let (recent, old): (Vec<_>, Vec<_>) =
            self.requests.iter().partition(|request| is_within(PATIENCE, request, asked.at));
        let old = old.into_iter().flat_map(|request| &request.messages);
        let overtaken = old.chain(&self.overtaken).filter(|id| !asked.messages.contains(id));
        Self {
            version: self.version.saturating_add(1),
            overtaken: overtaken.take(MOST_OVERTAKEN).cloned().collect(),
            requests: std::iter::once(asked).chain(recent).take(MOST_REQUESTS).cloned().collect(),
        }
    }

    /// Returns the messages of the cards that may still wait.
    pub fn recent(&self, now: Timestamp) -> impl Iterator<Item = &MessageId> {
        self.requests.iter().filter(move |one| is_within(LIFETIME, one, now)).flat_map(|one| &one.messages)
    }

    /// Returns what is left of the requests when only these messages still wait.
    #[must_use]
    pub fn waiting(&self, is_waiting: impl Fn(&MessageId) -> bool) -> Self {
        let left = |request: &CardsOfTap| CardsOfTap {
            messages: request.messages.iter().filter(|id| is_waiting(id)).cloned().collect(),
            ..request.clone()
        };
        let requests = self.requests.iter().map(left).filter(|request| !request.messages.is_empty());
        Self { requests: requests.collect(), ..self.clone() }
    }

    /// Returns the messages of all requests.
    pub fn messages(&self) -> impl Iterator<Item = &MessageId> {
        self.requests.iter().flat_map(|request| &request.messages)
    }

    /// Decides what a tap brings while these cards wait.
    #[must_use]
    pub fn answer(&self, token: Option<&TokenHash>, now: Timestamp) -> CardsAnswer {
        let is_same = |request: &CardsOfTap| token.is_some() && request.token.as_ref() == token;
        let stay = self.requests.iter().filter(|request| is_within(PATIENCE, request, now));
        if self.requests.iter().any(is_same) {
            CardsAnswer::Same
        } else if stay.map(|request| request.messages.len()).sum::<usize>() >= MOST_WAITING {
            CardsAnswer::Later
        } else {
            CardsAnswer::New
        }
    }
}

fn is_within(time: SignedDuration, request: &CardsOfTap, now: Timestamp) -> bool {
    now.duration_since(request.at) < time
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::now;

    fn ids(ids: &[&str]) -> Vec<MessageId> {
        ids.iter().map(|id| id.parse().unwrap()).collect()
    }

    fn at(seconds: i64) -> Timestamp {
        now() + SignedDuration::from_secs(seconds)
    }

    fn token(button: u8) -> Option<TokenHash> {
        (button > 0).then(|| TokenHash::of_nonce(&[button; 16]))
    }

    /// The cards of a tap on a button, or of a text if the button is 0.
    fn asked(seconds: i64, button: u8, messages: &[&str]) -> CardsOfTap {
        CardsOfTap { at: at(seconds), token: token(button), messages: ids(messages) }
    }

    const ALERTS: u8 = 1;
    const ASSIGN: u8 = 2;

    #[test]
    fn a_request_overtakes_those_from_more_than_a_minute_before_and_no_others() {
        let first = AskedCards::default().with(&asked(0, ALERTS, &["a-1", "a-2", "a-3"]));
        let soon = first.with(&asked(59, ASSIGN, &["b-1"]));
        assert_eq!((soon.version, soon.requests.len(), soon.overtaken.len()), (2, 2, 0));
        let late = first.with(&asked(60, ASSIGN, &["b-1"]));
        assert_eq!((late.requests.len(), &late.overtaken), (1, &ids(&["a-1", "a-2", "a-3"])));
        let again = late.with(&asked(120, ALERTS, &["c-1", "a-1"]));
        assert_eq!(again.overtaken, ids(&["b-1", "a-2", "a-3"]), "what is asked for is not overtaken");
        let many = (3..9).fold(again, |all, minute| {
            let (one, other) = (format!("d-{minute}"), format!("e-{minute}"));
            all.with(&asked(60 * minute, ALERTS, &[&one, &other]))
        });
        assert_eq!((many.overtaken.len(), many.requests.len()), (MOST_OVERTAKEN, 1));
    }

    #[test]
    fn the_same_button_waits_for_its_cards_and_another_one_brings_its_own_until_four_wait() {
        let alerts = AskedCards::default().with(&asked(0, ALERTS, &["a-1", "a-2", "a-3"]));
        let answer = |cards: &AskedCards, button, seconds| cards.answer(token(button).as_ref(), at(seconds));
        assert_eq!(answer(&alerts, ALERTS, 1), CardsAnswer::Same);
        assert_eq!(answer(&alerts, ALERTS, 119), CardsAnswer::Same, "nobody overtakes oneself");
        assert_eq!(answer(&alerts, ASSIGN, 1), CardsAnswer::New);
        let both = alerts.with(&asked(1, ASSIGN, &["b-1"]));
        assert_eq!(answer(&both, ASSIGN, 2), CardsAnswer::Same);
        assert_eq!(answer(&both, 0, 2), CardsAnswer::Later);
        assert_eq!(answer(&both, 0, 60), CardsAnswer::New, "it overtakes the first ones");
        let left = both.waiting(|id| id.as_str() == "a-3");
        assert_eq!(answer(&left, ALERTS, 2), CardsAnswer::Same);
        assert_eq!(answer(&left, ASSIGN, 2), CardsAnswer::New, "its cards are through");
        let by_text = AskedCards::default().with(&asked(0, 0, &["t-1"]));
        assert_eq!(answer(&by_text, 0, 1), CardsAnswer::New);
    }

    #[test]
    fn a_card_may_wait_as_long_as_it_may_be_sent() {
        let cards = AskedCards::default().with(&asked(0, ALERTS, &["a-1"]));
        assert_eq!([119, 120].map(|seconds| cards.recent(at(seconds)).count()), [1, 0]);
    }
}
