//! Resolves phrases: the Fluent texts of each language, loaded when a language is first used.

use super::{Language, Phrase, Value};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

impl Language {
    /// Returns the content of the language's file.
    pub(super) fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../locales/en.ftl"),
            Self::Spanish => include_str!("../../locales/es.ftl"),
            Self::Portuguese => include_str!("../../locales/pt.ftl"),
            Self::French => include_str!("../../locales/fr.ftl"),
            Self::German => include_str!("../../locales/de.ftl"),
            Self::Hindi => include_str!("../../locales/hi.ftl"),
        }
    }

    fn bundle(self) -> &'static Bundle {
        static ENGLISH: OnceLock<Bundle> = OnceLock::new();
        static SPANISH: OnceLock<Bundle> = OnceLock::new();
        static PORTUGUESE: OnceLock<Bundle> = OnceLock::new();
        static FRENCH: OnceLock<Bundle> = OnceLock::new();
        static GERMAN: OnceLock<Bundle> = OnceLock::new();
        static HINDI: OnceLock<Bundle> = OnceLock::new();
        let loaded = match self {
            Self::English => &ENGLISH,
            Self::Spanish => &SPANISH,
            Self::Portuguese => &PORTUGUESE,
            Self::French => &FRENCH,
            Self::German => &GERMAN,
            Self::Hindi => &HINDI,
        };
        loaded.get_or_init(|| self.load())
    }

    /// Loads whatever can be parsed; a test ensures that every language has every phrase without an error.
    fn load(self) -> Bundle {
        let identifier: LanguageIdentifier = self.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Some phones show the invisible isolation marks as boxes in WhatsApp, and templates count them as characters: a
        // name that needs them brings its own, by `crate::text`.
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new(self.source().to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
        bundle
    }

    /// Returns a phrase with its values filled in. If a language lacks it, the English text is used; the result is
    /// never empty.
    #[must_use]
    pub fn say(self, phrase: Phrase, values: &[(&str, Value<'_>)]) -> String {
        let said = self.attempt(phrase, values).or_else(|| Self::English.attempt(phrase, values));
        said.map(|(text, _)| text).unwrap_or_default()
    }

    /// Returns a phrase with the number of errors in it, or `None` if the language lacks it.
    pub(super) fn attempt(self, phrase: Phrase, values: &[(&str, Value<'_>)]) -> Option<(String, usize)> {
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set((*name).to_owned(), value.to_fluent());
        }
        let bundle = self.bundle();
        let pattern = bundle.get_message(phrase.id())?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        Some((text, errors.len()))
    }

    /// Formats a list: `Meta, Google and TikTok`.
    #[must_use]
    pub fn list(self, items: &[String]) -> String {
        self.joined(Phrase::ListAnd, items)
    }

    /// Formats a choice: `Meta, Google or TikTok`.
    #[must_use]
    pub fn choice(self, items: &[String]) -> String {
        self.joined(Phrase::ListOr, items)
    }

    fn joined(self, phrase: Phrase, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let values = [
                    ("first", Value::Text(&first.join(", "))),
                    ("last", Value::Text(last)),
                    ("sound", Value::Text(first_sound(last))),
                ];
                self.say(phrase, &values)
            }
        }
    }
}

/// Returns the first vowel sound of a word as far as it matters in Spanish. Before the sound of an `i`, Spanish uses
/// `e` instead of `y`: "Meta e Instagram", but "agua y hielo", whose `hie` is a different sound. Before an `o` it uses
/// `u` instead of `o`: "Meta u Omar".
fn first_sound(word: &str) -> &'static str {
    let word = word.to_lowercase();
    let spoken = word.strip_prefix('h').unwrap_or(&word);
    let glides = spoken.len() < word.len() && (spoken.starts_with("ia") || spoken.starts_with("ie"));
    match spoken.chars().next() {
        Some('i' | 'í') if !glides => "i",
        Some('o' | 'ó') => "o",
        _ => "other",
    }
}
