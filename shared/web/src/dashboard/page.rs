//! The HTML of the dashboard and of what is shown instead. Whatever comes from outside is escaped by the templates.

use crate::asset::Assets;
use crate::dashboard::DashboardError;
use crate::dashboard::admission::DashboardRefusal;
use crate::dashboard::chart::Chart;
use crate::dashboard::view::DashboardView;
use crate::shell::{PageError, saying, wished};
use askama::Template;
use domain::language::Phrase;

/// A page that says one thing, where there is no dashboard to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorPage {
    /// Somebody came without a link.
    Home,
    /// The link is none of ours, or what it leads to is gone.
    UnknownLink,
    /// The link is too old.
    ExpiredLink,
    /// The person of the link left the workspace.
    NotAMember,
    /// Our side failed.
    Failed,
}

impl ErrorPage {
    /// Every notification.
    pub const ALL: [Self; 5] =
        [Self::Home, Self::UnknownLink, Self::ExpiredLink, Self::NotAMember, Self::Failed];

    /// Chooses what to tell whoever got no dashboard.
    #[must_use]
    pub fn new(error: &DashboardError) -> Self {
        match error {
            DashboardError::Refused(DashboardRefusal::NotALink) => Self::UnknownLink,
            DashboardError::Refused(DashboardRefusal::Expired) => Self::ExpiredLink,
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

/// Writes the dashboard as HTML.
///
/// # Errors
/// When the template cannot be rendered, which is a defect.
pub fn dashboard(view: &DashboardView) -> Result<String, PageError> {
    Ok(DashboardTemplate { view, assets: Assets::get() }.render()?)
}

/// Writes a notification as HTML, in the first language of the browser's wishes that we speak.
///
/// # Errors
/// When the template cannot be rendered, which is a defect.
pub fn notification(notification: ErrorPage, accept_language: &str) -> Result<String, PageError> {
    let (title, text) = notification.phrases();
    saying(wished(accept_language), title, text)
}

#[cfg(test)]
mod tests;
