//! The product's own instructions, from the files that word them: whoever sends one back wants what it says.

use super::*;
use crate::language::{Language, Phrase};
use crate::message::template::TemplateName;
use serde_json::Value;

/// Returns the sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '।', '\n']).map(str::trim)
}

/// Returns a sentence from the keyword on by which it tells how to stop, if it tells that. In a script with capitals the
/// keyword is in capitals.
fn from_the_keyword(sentence: &str) -> Option<&str> {
    let mut place = 0;
    for word in sentence.split_inclusive(char::is_whitespace) {
        let is_set_apart = word.to_uppercase() == word && word.chars().nth(2).is_some();
        if is_set_apart && keyword(word) == Some(Keyword::Stop) {
            return sentence.get(place..);
        }
        place += word.len();
    }
    None
}

fn bodies(content: &str) -> Vec<String> {
    let content: Value = serde_json::from_str(content).unwrap();
    let types = content["types"].as_object().unwrap().values();
    types.filter_map(|of_type| Some(of_type["body"].as_str()?.to_owned())).collect()
}

#[test]
fn what_each_template_says_to_stop_is_heard_when_it_is_sent_back() {
    let mut told = std::collections::BTreeMap::new();
    for (name, language) in TemplateName::contents().filter(|(name, _)| !name.is_session()) {
        for body in bodies(&name.content(language)) {
            for sentence in sentences(&body) {
                let Some(rest) = from_the_keyword(sentence) else { continue };
                assert_eq!(keyword(sentence), Some(Keyword::Stop), "{name:?} {language:?}: {sentence}");
                assert_eq!(keyword(rest), Some(Keyword::Stop), "{name:?} {language:?}: {rest}");
                *told.entry(language.tag()).or_insert(0) += 1;
            }
        }
    }
    assert_eq!(told.len(), Language::ALL.len(), "every language tells how to stop: {told:?}");
    assert!(told.values().all(|templates| *templates >= 4), "so does each digest: {told:?}");
}

#[test]
fn what_the_help_says_to_stop_is_heard_when_it_is_sent_back() {
    for language in Language::ALL {
        let help = language.say(Phrase::ReplyHelp, &[]);
        let sentence = sentences(&help).find(|sentence| from_the_keyword(sentence).is_some());
        let sentence = sentence.unwrap_or_else(|| panic!("{help}"));
        assert_eq!(keyword(sentence), None, "it tells how to start as well: {sentence}");
        let own = before_the_start(sentence);
        assert_eq!(keyword(own), Some(Keyword::Stop), "{own}");
        assert_eq!(keyword(from_the_keyword(own).unwrap()), Some(Keyword::Stop), "{own}");
    }
}

/// Returns what a sentence says before it says how to start.
fn before_the_start(sentence: &str) -> &str {
    let mut words = sentence.split([' ', ',', '"', '“', '”']);
    let start = words.find(|word| keyword(word) == Some(Keyword::Start)).unwrap();
    let before = sentence.split(start).next().unwrap();
    let before = before.split(" और ").next().unwrap().trim_end_matches([' ', ',', '"', '“']);
    [" y", " e", " und"].iter().fold(before, |text, and| text.strip_suffix(and).unwrap_or(text))
}
