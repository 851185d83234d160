//! `GET /a/{token}` shows what an action link would do; `POST /a/{token}` does it.

use crate::pages::{Pages, header};
use crate::response;
use command_center::domain::error::with_causes;
use command_center::web::action_page::page::{self, ActionErrorPage};
use command_center::web::action_page::view::{ActionView, PageState};
use command_center::web::action_page::{ActionPageDeps, LinkError, look, press};
use command_center::web::form::FormPost;
use command_center::web::shell::PageError;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{HeaderName, ORIGIN};
use lambda_http::{Body, Request, Response};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

impl Pages {
    pub(crate) async fn show_action(&self, token: &str, language: &str) -> Result<Response<Body>, PageError> {
        answer(look(&self.link_deps(), token).await, StatusCode::OK, language)
    }

    pub(crate) async fn act(
        &self,
        token: &str,
        request: &Request,
        language: &str,
    ) -> Result<Response<Body>, PageError> {
        let pressed = press_of(request);
        answer(press(&self.link_deps(), token, &pressed).await, StatusCode::CONFLICT, language)
    }

    fn link_deps(&self) -> ActionPageDeps<'_> {
        ActionPageDeps {
            store: &self.store,
            clock: self.clock.as_ref(),
            randomness: self.randomness.as_ref(),
            token_keys: &self.token_keys,
            queue: self.queue.as_ref(),
            public_url: &self.public_url,
        }
    }
}

/// Extracts the parts of a request that show whether it was sent by one of our pages.
pub(crate) fn press_of(request: &Request) -> FormPost<'_> {
    FormPost {
        body: request.body(),
        origin: header(request, &ORIGIN),
        fetch_site: header(request, &FETCH_SITE),
    }
}

/// Renders the page. A target that can no longer change is not an error for a viewer, but it is one for somebody who
/// pressed the button.
pub(crate) fn answer(
    view: Result<ActionView, LinkError>,
    unchanged: StatusCode,
    language: &str,
) -> Result<Response<Body>, PageError> {
    match view {
        Ok(view) => {
            let status = status_of(view.standing, unchanged);
            tracing::info!(status = status.as_u16(), standing = ?view.standing, "page of an action");
            Ok(response::action_page(status, page::action(&view)?))
        }
        Err(error) => {
            let notification = ActionErrorPage::new(&error);
            log(&error, status_of_notification(notification));
            Ok(response::page(
                status_of_notification(notification),
                page::notification(notification, language)?,
            ))
        }
    }
}

/// Logs why there is no page, without naming the person: the token grants the action, so it never enters a log.
fn log(error: &LinkError, status: StatusCode) {
    match error {
        LinkError::NotALink | LinkError::NotPressed(_) => {
            tracing::warn!(status = status.as_u16(), cause = %error, "refused the link of an action");
        }
        LinkError::Store(error) => {
            tracing::error!(
                transient = error.is_transient(),
                cause = with_causes(error),
                "the store could not do it"
            );
        }
    }
}

pub(crate) fn status_of(standing: PageState, unchanged: StatusCode) -> StatusCode {
    match standing {
        PageState::Asks | PageState::Shows | PageState::Changed => StatusCode::OK,
        PageState::Unchanged => unchanged,
        PageState::Gone => StatusCode::NOT_FOUND,
        PageState::Expired => StatusCode::GONE,
        PageState::Closed => StatusCode::FORBIDDEN,
        PageState::Busy => StatusCode::SERVICE_UNAVAILABLE,
    }
}

pub(crate) fn status_of_notification(notification: ActionErrorPage) -> StatusCode {
    match notification {
        ActionErrorPage::Unknown => StatusCode::NOT_FOUND,
        ActionErrorPage::NotPressed => StatusCode::FORBIDDEN,
        ActionErrorPage::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
        ActionErrorPage::Failed => StatusCode::SERVICE_UNAVAILABLE,
    }
}
