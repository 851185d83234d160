//! What a text asks for: a keyword, assigning a recommendation to somebody, or nothing that is understood. Depends only
//! on the text.

use super::message::{InboundMessage, OptOutType};
use crate::inbound::keyword::{Keyword, keyword};
use crate::message::conversation::Said;
use crate::text::free::GivenName;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// The maximum number of words in a name.
const MOST_NAME_WORDS: usize = 4;
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
    /// The text contains no words.
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

/// Parses what a message asks for. A keyword recognized by Twilio takes precedence; Twilio has already answered it.
#[must_use]
pub fn command(message: &InboundMessage) -> Command {
    match message.opt_out_type {
        Some(OptOutType::Stop) => Command::Keyword(Keyword::Stop),
        Some(OptOutType::Start) => Command::Keyword(Keyword::Start),
        Some(OptOutType::Help) => Command::Keyword(Keyword::Help),
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
    if !has_words(text) {
        return Command::Nothing;
    }
    assignment(text).map_or(Command::Words, Command::Assign)
}

/// Returns what is stored of a message without a tap: its words, unless there are none or they contain a token.
#[must_use]
pub fn said(message: &InboundMessage) -> Said {
    if !has_words(&message.body) || has_token(&message.body) {
        return Said::SentSomethingElse;
    }
    let on = message.original_replied_message_sid.as_ref().map(ToString::to_string);
    Said::Wrote { text: message.body.clone(), on }
}

fn has_words(text: &str) -> bool {
    text.chars().any(|character| !character.is_whitespace() && !is_unseen(character))
}

/// Reports whether a text is or contains something that looks like an action token, complete or cut off.
#[must_use]
pub fn has_token(text: &str) -> bool {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let lower = text.to_ascii_lowercase();
    let alone = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if alone.starts_with("v1.") && alone.chars().all(is_of_token) && alone.matches('.').count() > 1 {
        return true;
    }
    lower.match_indices("v1.").any(|(place, version)| {
        let rest = lower.get(place + version.len()..).unwrap_or_default();
        let end = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
        let mut parts = rest.get(..end).unwrap_or_default().split('.');
        let (key, body) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        matches!(key.len(), 1 | 2) && body.len() >= SHORTEST_BODY
    })
}

fn assignment(text: &str) -> Option<Whom> {
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

/// Returns the words of a text in plain form, leaving out anything that is not a word.
#[must_use]
pub fn plain_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect()
}

/// Returns a word in plain form: lower case without Latin accents, compatibility forms resolved, and without
/// surrounding non-letters. Marks of other scripts are kept: in Devanagari they are the vowels.
fn plain(word: &str) -> String {
    let is_dropped = |c: char| matches!(c, '\u{300}'..='\u{36f}') || is_unseen(c);
    let mut plain = String::with_capacity(word.len());
    for character in word.nfkd().filter(|c| !is_dropped(*c)).flat_map(char::to_lowercase) {
        match character {
            '\u{307}' => {}
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            '’' => plain.push('\''),
            other => plain.push(other),
        }
    }
    plain.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Reports whether a character joins letters or changes the text direction and is invisible by itself.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(character, '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
