//! The HTML of action links. Whatever comes from outside is escaped by the template; no page names its own token.

use crate::action_page::LinkError;
use crate::action_page::form::{ACT_FIELD, PERSON_FIELD, SEEN_FIELD};
use crate::action_page::view::{ActionView, PageState};
use crate::asset::Assets;
use crate::form::PostRefusal;
use crate::shell::{PageError, saying, wished};
use askama::Template;
use domain::language::Phrase;

/// A page that says one thing, where a link has no page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionErrorPage {
    /// The link is none of ours, or its person can use it in another way only.
    Unknown,
    /// The button was not pressed on the page of the link.
    NotPressed,
    /// What was sent is too long.
    TooLong,
    /// Our side failed; what stands is seen by opening the link again.
    Failed,
}

impl ActionErrorPage {
    /// Every notification.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::NotPressed, Self::TooLong, Self::Failed];

    /// Chooses what to tell whoever got no page of an action.
    #[must_use]
    pub fn new(error: &LinkError) -> Self {
        match error {
            LinkError::NotALink => Self::Unknown,
            LinkError::NotPressed(PostRefusal::TooLong) => Self::TooLong,
            LinkError::NotPressed(PostRefusal::OtherSite | PostRefusal::NoForm) => Self::NotPressed,
            LinkError::Store(_) => Self::Failed,
        }
    }

    fn phrases(self) -> (Phrase, Phrase) {
        match self {
            Self::Unknown => (Phrase::LinkUnknownTitle, Phrase::LinkUnknownText),
            Self::NotPressed | Self::TooLong => (Phrase::ActNothingTitle, Phrase::ActNotPressedText),
            Self::Failed => (Phrase::ActFailedTitle, Phrase::ActFailedText),
        }
    }
}

#[derive(Template)]
#[template(path = "action_page/page.html")]
struct ActionTemplate<'a> {
    view: &'a ActionView,
    assets: &'a Assets,
}

/// Writes the page of an action as HTML.
///
/// # Errors
/// When the template cannot be rendered, which is a defect.
pub fn action(view: &ActionView) -> Result<String, PageError> {
    Ok(ActionTemplate { view, assets: Assets::get() }.render()?)
}

/// Writes a notification as HTML, in the first language of the browser's wishes that we speak.
///
/// # Errors
/// When the template cannot be rendered, which is a defect.
pub fn notification(notification: ActionErrorPage, accept_language: &str) -> Result<String, PageError> {
    let (title, text) = notification.phrases();
    saying(wished(accept_language), title, text)
}
