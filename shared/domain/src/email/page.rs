//! What a mail looks like: a heading, paragraphs, facts, buttons and a footer, as HTML and as plain text with the same
//! content. One column that a phone shows as it is, styles in place, nothing loaded and nothing run.
//!
//! No colour of text or background is set but those of the main button, so that a dark mail client may choose its own.

use crate::address::WebLink;
use crate::language::{Language, Phrase, Value};
use crate::text::truncate;
use askama::Template;

/// The longest line of a mail, in UTF-16 units.
const LONGEST_LINE: usize = 1_000;

/// Says that a mail could not be written, which is a defect of its template.
#[derive(Debug, thiserror::Error)]
#[error("a mail could not be written: its template must change")]
pub struct MailPageError(#[from] askama::Error);

/// What a mail says. Every text is shown on one line of its own, whatever is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct MailPage {
    /// The language that it is written in.
    pub language: Language,
    /// What it is about.
    pub heading: String,
    /// What it says.
    pub paragraphs: Vec<String>,
    /// The facts.
    pub rows: Vec<MailRow>,
    /// What the person can do.
    pub buttons: Vec<MailButton>,
    /// Why the person gets it, and what else must be said.
    pub footer: Vec<String>,
    /// How the person ends mails of this kind, where that is possible.
    pub unsubscribe: Option<MailButton>,
}

impl MailPage {
    /// Writes a name before what it names, with the sign that the language puts there.
    fn before(&self, label: &str) -> String {
        self.language.say(Phrase::MailLabel, &[("label", Value::Text(label))])
    }
}

/// A fact with its name.
#[derive(Clone, PartialEq, Eq)]
pub struct MailRow {
    /// What it is.
    pub label: String,
    pub value: String,
}

/// A link that looks like a button.
#[derive(Clone, PartialEq, Eq)]
pub struct MailButton {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub link: WebLink,
    /// Whether it is what most people want to do.
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

/// A mail in both forms.
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

/// Writes a mail. What came from outside is shown as text and never as markup; what nobody sees is dropped.
///
/// # Errors
/// When a template cannot be rendered, which is a defect.
pub fn render(page: &MailPage) -> Result<RenderedMail, MailPageError> {
    let page = &visible(page);
    Ok(RenderedMail { text: TextTemplate { page }.render()?, html: HtmlTemplate { page }.render()? })
}

/// Makes one visible line of every text.
fn visible(page: &MailPage) -> MailPage {
    let line = |text: &String| truncate(text, LONGEST_LINE);
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
