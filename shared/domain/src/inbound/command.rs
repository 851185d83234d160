//! What a text asks for: a keyword, assigning a recommendation to somebody, or nothing that is understood. Depends only
//! on the text.

pub use super::plain::plain_words;

use super::message::{InboundMessage, OptOutType};
use super::plain::{beside_pictures, is_unseen, plain};
use crate::inbound::keyword::{Keyword, is_thanks, keyword};
use crate::message::conversation::Said;
use crate::text::free::GivenName;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The maximum number of characters of a text that assigns: a name and a wording need far less.
const LONGEST_ASSIGNMENT: usize = 400;
/// The maximum number of words in a name.
const MOST_NAME_WORDS: usize = 4;
/// The maximum number of characters in the name of a key in a token.
const LONGEST_KEY: usize = 2;
/// The minimum number of characters in the body of a token.
const SHORTEST_BODY: usize = 16;
const PLACE_OF_THE_NAME: &str = "{name}";

/// What a text asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A keyword: stop messages, start messages, or get help.
    Keyword(Keyword),
    /// Assign a recommendation to somebody.
    Assign(Whom),
    /// The text looks like an action token, which has no effect when typed by hand.
    Token,
    /// The text says no more than thanks or that it was read, in words or by emoji.
    Courtesy,
    /// There is no text.
    Nothing,
    /// The text contains words that are none of these.
    Words,
}

/// The person to whom a recommendation should be assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Nobody is named.
    Unsaid,
    /// The author of the text.
    Me,
    /// Somebody, by the name as it was written.
    Named(GivenName),
}

#[derive(Deserialize)]
struct Words {
    assign: BTreeMap<String, AssignWords>,
}

#[derive(Deserialize)]
struct AssignWords {
    forms: Vec<String>,
    me: Vec<String>,
    for_me: Vec<String>,
    please: Vec<String>,
}

/// A wording in one language: the words before the name and those after it.
struct Form {
    before: Vec<String>,
    after: Vec<String>,
    me: Vec<String>,
}

/// Every wording, in plain form.
#[derive(Default)]
struct Forms {
    forms: Vec<Form>,
    for_me: Vec<Vec<String>>,
    please: Vec<Vec<String>>,
}

fn forms() -> &'static Forms {
    static FORMS: OnceLock<Forms> = OnceLock::new();
    FORMS.get_or_init(|| {
        let words: Option<Words> = serde_json::from_str(include_str!("../../words/keywords.json")).ok();
        let mut all = Forms::default();
        for language in words.iter().flat_map(|words| words.assign.values()) {
            let me: Vec<String> = language.me.iter().map(|word| plain(word)).collect();
            all.forms.extend(language.forms.iter().map(|form| {
                let (before, after) = form.split_once(PLACE_OF_THE_NAME).unwrap_or((form, ""));
                Form { before: plain_words(before), after: plain_words(after), me: me.clone() }
            }));
            all.for_me.extend(language.for_me.iter().map(|form| plain_words(form)));
            all.please.extend(language.please.iter().map(|form| plain_words(form)));
        }
        all
    })
}

/// Parses what a message asks for. A keyword recognized by Twilio takes precedence; Twilio has already answered it. Of what
/// stands beside a sticker only a STOP counts, and a reaction has no text.
#[must_use]
pub fn command(message: &InboundMessage) -> Command {
    match message.opt_out_type {
        Some(OptOutType::Stop) => Command::Keyword(Keyword::Stop),
        Some(OptOutType::Start) => Command::Keyword(Keyword::Start),
        Some(OptOutType::Help) => Command::Keyword(Keyword::Help),
        None if message.is_reaction() => Command::Nothing,
        None if message.is_sticker() && !is_stop(&message.body) => Command::Nothing,
        None => read(&message.body),
    }
}

/// Parses what a text asks for.
#[must_use]
pub fn read(text: &str) -> Command {
    if let Some(keyword) = keyword(text) {
        return Command::Keyword(keyword);
    }
    if has_token(text) {
        return Command::Token;
    }
    if !has_more_than_pictures(text) {
        return if has_words(text) { Command::Courtesy } else { Command::Nothing };
    }
    if is_thanks(text) {
        return Command::Courtesy;
    }
    assignment(text).map_or(Command::Words, Command::Assign)
}

/// Returns what is stored of a message without a tap: its words, unless there are none or they contain a token.
#[must_use]
pub fn said(message: &InboundMessage) -> Said {
    let is_picture = message.is_sticker() && !is_stop(&message.body);
    if is_picture || !has_words(&message.body) || has_token(&message.body) {
        return Said::SentSomethingElse;
    }
    let on = message.original_replied_message_sid.as_ref().map(ToString::to_string);
    Said::Wrote { text: message.body.clone(), on }
}

fn is_stop(text: &str) -> bool {
    keyword(text) == Some(Keyword::Stop)
}

fn has_words(text: &str) -> bool {
    text.chars().any(|character| !character.is_whitespace() && !is_unseen(character))
}

fn has_more_than_pictures(text: &str) -> bool {
    beside_pictures(text).any(|c| !c.is_whitespace() && !is_unseen(c))
}

/// Reports whether a text has a letter or a digit beside its pictures: what has none gives no reason.
#[must_use]
pub fn has_letters(text: &str) -> bool {
    beside_pictures(text).any(char::is_alphanumeric)
}

/// Reports whether a text is or contains something that looks like an action token, complete or cut off. Of what follows
/// each "v1." only as much is looked at as tells it, so that the work grows with the length alone.
#[must_use]
pub fn has_token(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let alone = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if alone.starts_with("v1.") && alone.bytes().all(is_of_token) && alone.matches('.').count() > 1 {
        return true;
    }
    let mut versions = lower.match_indices("v1.");
    versions.any(|(place, version)| {
        let rest = lower.as_bytes().get(place + version.len()..).unwrap_or_default();
        begins_a_token(rest)
    })
}

/// Reports whether bytes begin with the name of a key, a dot, and enough of a body.
fn begins_a_token(rest: &[u8]) -> bool {
    let key = rest.iter().take(LONGEST_KEY + 1).take_while(|byte| is_of_part(**byte)).count();
    let body = rest.get(key + 1..).unwrap_or_default();
    let is_named = (1..=LONGEST_KEY).contains(&key) && rest.get(key) == Some(&b'.');
    is_named && body.iter().take(SHORTEST_BODY).take_while(|byte| is_of_part(**byte)).count() == SHORTEST_BODY
}

fn is_of_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_of_token(byte: u8) -> bool {
    is_of_part(byte) || byte == b'.'
}

fn assignment(text: &str) -> Option<Whom> {
    if text.chars().nth(LONGEST_ASSIGNMENT).is_some() {
        return None;
    }
    let mut written: Vec<(&str, String)> = text.split_whitespace().map(|word| (word, plain(word))).collect();
    written.retain(|(_, plain)| !plain.is_empty());
    let words = without_please(&written);
    let plain: Vec<&str> = words.iter().map(|(_, plain)| plain.as_str()).collect();
    if forms().for_me.iter().any(|form| *form == plain) {
        return Some(Whom::Me);
    }
    let fitting = forms().forms.iter().filter_map(|form| Some((form, form.name(&plain)?)));
    // The wording with the most words besides the name wins: "assign to Priya" is not about somebody called "to Priya".
    let most = fitting.clone().map(|(form, _)| form.length()).max()?;
    let best: Vec<_> = fitting.filter(|(form, _)| form.length() == most).collect();
    if best.iter().any(|(form, name)| form.is_me(plain.get(name.clone()).unwrap_or_default())) {
        return Some(Whom::Me);
    }
    let (_, name) = best.into_iter().next()?;
    let name: Vec<&str> = words.get(name)?.iter().map(|(word, _)| *word).collect();
    Some(GivenName::clean(&name.join(" ")).map_or(Whom::Unsaid, Whom::Named))
}

fn without_please<'a, 't>(mut words: &'a [(&'t str, String)]) -> &'a [(&'t str, String)] {
    let same =
        |part: &[(&str, String)], please: &Vec<String>| part.iter().map(|(_, plain)| plain).eq(please.iter());
    for please in &forms().please {
        let rest = words.len().saturating_sub(please.len());
        if words.get(..please.len()).is_some_and(|part| same(part, please)) {
            words = words.get(please.len()..).unwrap_or_default();
        } else if words.get(rest..).is_some_and(|part| same(part, please)) {
            words = words.get(..rest).unwrap_or_default();
        }
    }
    words
}

impl Form {
    fn length(&self) -> usize {
        self.before.len() + self.after.len()
    }

    /// Returns the range of the name in a text with this wording, or `None` if the text has a different wording.
    fn name(&self, words: &[&str]) -> Option<std::ops::Range<usize>> {
        let end = words.len().checked_sub(self.after.len())?;
        let name = self.before.len()..end;
        let fits = name.start <= name.end
            && name.len() <= MOST_NAME_WORDS
            && words.get(..name.start)? == self.before.as_slice()
            && words.get(end..)? == self.after.as_slice();
        fits.then_some(name)
    }

    fn is_me(&self, name: &[&str]) -> bool {
        self.me.contains(&name.join(" "))
    }
}

#[cfg(test)]
mod tests;
