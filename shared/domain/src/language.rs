//! What people read: the texts of each language, and its formats for numbers, money and dates. The code itself contains
//! no texts.

use fluent_bundle::FluentValue;

mod dates;
pub mod format;
mod phrase;
mod speech;

pub use phrase::Phrase;

/// A language supported by the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
    /// Portuguese, as in Brazil.
    Portuguese,
    /// French.
    French,
    /// German.
    German,
    /// Hindi.
    Hindi,
}

impl Language {
    /// Every language of the product.
    pub const ALL: [Self; 6] =
        [Self::English, Self::Spanish, Self::Portuguese, Self::French, Self::German, Self::Hindi];

    /// Chooses the language: the person's, or else the next supported one of the list, or else English.
    #[must_use]
    pub fn choose(wishes: &[&str]) -> Self {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let spoken = |tag: &&str| Self::ALL.into_iter().find(|language| language.tag() == primary(tag));
        wishes.iter().find_map(spoken).unwrap_or(Self::English)
    }

    /// Returns the IETF tag, such as `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::French => "fr",
            Self::German => "de",
            Self::Hindi => "hi",
        }
    }
}

/// A value in a phrase.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Text that is already formatted for the language.
    Text(&'a str),
    /// A number that selects singular or plural.
    Count(usize),
}

impl Value<'_> {
    fn to_fluent(self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from(text.to_owned()),
            Self::Count(count) => FluentValue::from(count),
        }
    }
}

#[cfg(test)]
mod tests;
