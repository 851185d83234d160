//! The HTML of an answer's page. The template escapes everything from outside.

use crate::answer::chart::TrendChart;
use crate::answer::view::AnswerView;
use crate::asset::Assets;
use crate::shell::PageError;
use askama::Template;
use domain::language::Phrase;

#[derive(Template)]
#[template(path = "answer/page.html")]
struct AnswerTemplate<'a> {
    view: &'a AnswerView,
    assets: &'a Assets,
}

/// Renders the page of an answer as HTML.
///
/// # Errors
/// If the template cannot be rendered, which is a bug.
pub fn answer(view: &AnswerView) -> Result<String, PageError> {
    Ok(AnswerTemplate { view, assets: Assets::get() }.render()?)
}

#[cfg(test)]
mod tests;
