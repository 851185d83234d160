//! What all pages share: their frame, the language, and their failure.

use crate::asset::Assets;
use askama::Template;
use domain::language::{Language, Phrase};

/// A page could not be rendered, which is a bug in its template.
#[derive(Debug, thiserror::Error)]
#[error("a page could not be written: its template must change")]
pub struct PageError(#[from] askama::Error);

#[derive(Template)]
#[template(path = "dashboard/notice.html")]
struct ErrorPageTemplate<'a> {
    language: Language,
    title: String,
    text: String,
    assets: &'a Assets,
}

/// Chooses the first language of a browser's preferences that we support.
#[must_use]
pub(crate) fn wished(accept_language: &str) -> Language {
    let wishes: Vec<&str> =
        accept_language.split(',').filter_map(|wish| wish.split(';').next()).map(str::trim).collect();
    Language::choose(&wishes)
}

/// Renders a page with a single message.
pub(crate) fn saying(language: Language, title: Phrase, text: Phrase) -> Result<String, PageError> {
    let (title, text) = (language.say(title, &[]), language.say(text, &[]));
    Ok(ErrorPageTemplate { language, title, text, assets: Assets::get() }.render()?)
}
