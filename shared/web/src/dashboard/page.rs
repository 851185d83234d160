//! The HTML of the dashboard and of its error pages. The templates escape everything from outside.

use crate::asset::Assets;
use crate::dashboard::DashboardError;
use crate::dashboard::admission::DashboardRefusal;
use crate::dashboard::chart::Chart;
use crate::dashboard::view::DashboardView;
use crate::shell::{PageError, saying, wished};
use askama::Template;
use domain::language::Phrase;

/// A page with a single message, used when there is no dashboard to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorPage {
    /// A visit without a link.
    Home,
    /// The link is not one of ours, or its target is gone.
    UnknownLink,
    /// The link has expired.
    ExpiredLink,
    /// The link's person has left the workspace.
    NotAMember,
    /// A failure on our side.
    Failed,
}

impl ErrorPage {
    /// Every page.
    pub const ALL: [Self; 5] =
        [Self::Home, Self::UnknownLink, Self::ExpiredLink, Self::NotAMember, Self::Failed];

    /// Chooses the page for an error.
    #[must_use]
    pub fn new(error: &DashboardError) -> Self {
        match error {
            DashboardError::Refused(DashboardRefusal::NotALink) => Self::UnknownLink,
            // Either way the next report brings a link that works.
            DashboardError::Refused(DashboardRefusal::Expired | DashboardRefusal::Void) => Self::ExpiredLink,
            DashboardError::Refused(DashboardRefusal::NotAMember) => Self::NotAMember,
            DashboardError::Store(_) => Self::Failed,
        }
    }

    /// Returns the title and the text.
    fn phrases(self) -> (Phrase, Phrase) {
        match self {
            Self::Home => (Phrase::HomeTitle, Phrase::HomeText),
            Self::UnknownLink => (Phrase::LinkUnknownTitle, Phrase::LinkUnknownText),
            Self::ExpiredLink => (Phrase::LinkExpiredTitle, Phrase::LinkExpiredText),
            Self::NotAMember => (Phrase::LinkMemberTitle, Phrase::LinkMemberText),
            Self::Failed => (Phrase::PageFailedTitle, Phrase::PageFailedText),
        }
    }
}

#[derive(Template)]
#[template(path = "dashboard/page.html")]
struct DashboardTemplate<'a> {
    view: &'a DashboardView,
    assets: &'a Assets,
}

/// Renders the dashboard as HTML.
///
/// # Errors
/// If the template cannot be rendered, which is a bug.
pub fn dashboard(view: &DashboardView) -> Result<String, PageError> {
    Ok(DashboardTemplate { view, assets: Assets::get() }.render()?)
}

/// Renders an error page as HTML, in the first language of the browser's preferences that we support.
///
/// # Errors
/// If the template cannot be rendered, which is a bug.
pub fn notification(notification: ErrorPage, accept_language: &str) -> Result<String, PageError> {
    let (title, text) = notification.phrases();
    saying(wished(accept_language), title, text)
}

#[cfg(test)]
mod tests;
