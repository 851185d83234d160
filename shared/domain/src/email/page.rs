//! The layout of a mail: a heading, paragraphs, facts, buttons and a footer, as HTML and as plain text with the same
//! content. One column that fits a phone, inline styles, nothing loaded and no scripts.
//!
//! No text or background colors are set except those of the main button, so that a mail client in dark mode can choose
//! its own.

use crate::address::WebLink;
use crate::language::{Language, Phrase, Value};
use crate::text::fit;
use askama::Template;

/// The maximum length of a line in a mail, in UTF-16 units.
const LONGEST_LINE: usize = 1_000;

/// A mail could not be rendered, which is a defect of its template.
#[derive(Debug, thiserror::Error)]
#[error("a mail could not be written: its template must change")]
pub struct MailPageError(#[from] askama::Error);

/// The content of a mail. Every text is shown on one line of its own, whatever it contains.
#[derive(Clone, PartialEq, Eq)]
pub struct MailPage {
    /// The language in which it is written.
    pub language: Language,
    pub heading: String,
    /// The paragraphs of the text.
    pub paragraphs: Vec<String>,
    /// The facts.
    pub rows: Vec<MailRow>,
    /// The actions offered to the person.
    pub buttons: Vec<MailButton>,
    /// Why the person gets the mail, and other required information.
    pub footer: Vec<String>,
    /// The link to unsubscribe from mails of this kind, where that is possible.
    pub unsubscribe: Option<MailButton>,
}

impl MailPage {
    /// Returns a label with the punctuation that the language puts between it and its value.
    fn before(&self, label: &str) -> String {
        self.language.say(Phrase::MailLabel, &[("label", Value::Text(label))])
    }
}

/// A fact with its label.
#[derive(Clone, PartialEq, Eq)]
pub struct MailRow {
    /// The label of the fact.
    pub label: String,
    pub value: String,
}

/// A link that looks like a button.
#[derive(Clone, PartialEq, Eq)]
pub struct MailButton {
    /// The text on the button.
    pub label: String,
    /// The link it opens.
    pub link: WebLink,
    /// Whether it is the action that most people want.
    pub is_main: bool,
}

impl MailButton {
    fn style(&self) -> &'static str {
        if self.is_main {
            "display:inline-block;padding:12px 24px;border:1px solid #0b6b50;border-radius:8px;background-color:#0b6b50;\
             color:#ffffff;font-weight:bold;text-decoration:none;"
        } else {
            "display:inline-block;padding:12px 24px;border:1px solid #8a8f98;border-radius:8px;color:inherit;\
             font-weight:bold;text-decoration:none;"
        }
    }
}

/// A mail in both formats.
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedMail {
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

#[derive(Template)]
#[template(path = "email/page.html")]
struct HtmlTemplate<'a> {
    page: &'a MailPage,
}

#[derive(Template)]
#[template(path = "email/page.txt")]
struct TextTemplate<'a> {
    page: &'a MailPage,
}

/// Renders a mail. External text is shown as text and never as markup; invisible characters are removed.
///
/// # Errors
/// If a template cannot be rendered, which is a defect.
pub fn render(page: &MailPage) -> Result<RenderedMail, MailPageError> {
    let page = &visible(page);
    Ok(RenderedMail { text: TextTemplate { page }.render()?, html: HtmlTemplate { page }.render()? })
}

/// Turns every text into one visible line.
fn visible(page: &MailPage) -> MailPage {
    let line = |text: &String| fit(text, LONGEST_LINE);
    let row = |row: &MailRow| MailRow { label: line(&row.label), value: line(&row.value) };
    let button = |button: &MailButton| MailButton { label: line(&button.label), ..button.clone() };
    MailPage {
        language: page.language,
        heading: line(&page.heading),
        paragraphs: page.paragraphs.iter().map(line).collect(),
        rows: page.rows.iter().map(row).collect(),
        buttons: page.buttons.iter().map(button).collect(),
        footer: page.footer.iter().map(line).collect(),
        unsubscribe: page.unsubscribe.as_ref().map(button),
    }
}

#[cfg(test)]
mod tests;
