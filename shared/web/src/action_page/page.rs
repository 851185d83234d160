//! The HTML of action links. The template escapes everything from outside; no page contains its own token.

use crate::action_page::LinkError;
use crate::action_page::form::{ACT_FIELD, PERSON_FIELD, SEEN_FIELD};
use crate::action_page::view::{ActionView, PageState};
use crate::asset::Assets;
use crate::form::PostRefusal;
use crate::shell::{PageError, saying, wished};
use askama::Template;
use domain::language::Phrase;

/// A page with a single message, used when a link has no page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionErrorPage {
    /// The link is not one of ours, or its person can use it only in another way.
    Unknown,
    /// The button was not pressed on the link's own page.
    NotPressed,
    /// The request body is too long.
    TooLong,
    /// A failure on our side; opening the link again shows the current state.
    Failed,
}

impl ActionErrorPage {
    /// Every page.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::NotPressed, Self::TooLong, Self::Failed];

    /// Chooses the page for an error.
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

/// Renders the page of an action as HTML.
///
/// # Errors
/// If the template cannot be rendered, which is a bug.
pub fn action(view: &ActionView) -> Result<String, PageError> {
    Ok(ActionTemplate { view, assets: Assets::get() }.render()?)
}

/// Renders an error page as HTML, in the first language of the browser's preferences that we support.
///
/// # Errors
/// If the template cannot be rendered, which is a bug.
pub fn notification(notification: ActionErrorPage, accept_language: &str) -> Result<String, PageError> {
    let (title, text) = notification.phrases();
    saying(wished(accept_language), title, text)
}
