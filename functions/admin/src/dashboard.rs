//! `GET /d/{token}` shows the dashboard, unless it is the link of an answer. `POST /d/{token}`, sent by its script, records which notifications the
//! person saw.

use crate::action::press_of;
use crate::pages::Pages;
use crate::response;
use command_center::domain::error::with_causes;
use command_center::web::dashboard::page::{self, ErrorPage};
use command_center::web::dashboard::seen::{SeenError, see_notifications};
use command_center::web::dashboard::{DashboardDeps, DashboardError, open_dashboard};
use command_center::web::form::PostRefusal;
use command_center::web::shell::PageError;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};

impl Pages {
    pub(crate) async fn dashboard(&self, token: &str, language: &str) -> Result<Response<Body>, PageError> {
        match open_dashboard(&self.dashboard_deps(), token).await {
            Ok(view) => {
                let html = page::dashboard(&view)?;
                tracing::info!(status = 200, "dashboard opened");
                Ok(response::page(StatusCode::OK, html))
            }
            Err(error) => {
                let notification = ErrorPage::new(&error);
                log(&error, status_of(notification));
                show(status_of(notification), notification, language)
            }
        }
    }

    /// Responds with a status only, because only the page's script reads the response.
    pub(crate) async fn see_notifications(&self, token: &str, request: &Request) -> Response<Body> {
        let told = press_of(request);
        match see_notifications(&self.dashboard_deps(), &self.public_url, token, &told).await {
            Ok(notifications) => {
                tracing::info!(status = 204, notifications, "notifications seen");
                response::empty(StatusCode::NO_CONTENT)
            }
            Err(SeenError::Dashboard(error)) => {
                let status = status_of(ErrorPage::new(&error));
                log(&error, status);
                response::empty(status)
            }
            Err(SeenError::NotOurPage(refusal)) => {
                let status = status_of_refusal(refusal);
                tracing::warn!(status = status.as_u16(), cause = %refusal, "refused a link");
                response::empty(status)
            }
        }
    }

    pub(crate) fn dashboard_deps(&self) -> DashboardDeps<'_> {
        DashboardDeps { store: &self.store, clock: self.clock.as_ref(), token_keys: &self.token_keys }
    }
}

fn status_of_refusal(refusal: PostRefusal) -> StatusCode {
    match refusal {
        PostRefusal::OtherSite | PostRefusal::NoForm => StatusCode::FORBIDDEN,
        PostRefusal::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
    }
}

/// Logs why there is no dashboard, without naming the person: the token grants access, so it never enters a log.
pub(crate) fn log(error: &DashboardError, status: StatusCode) {
    match error {
        DashboardError::Refused(refusal) => {
            tracing::warn!(status = status.as_u16(), cause = %refusal, "refused a link");
        }
        DashboardError::Store(error) => {
            tracing::error!(
                transient = error.is_transient(),
                cause = with_causes(error),
                "the store could not do it"
            );
        }
    }
}

pub(crate) fn status_of(notification: ErrorPage) -> StatusCode {
    match notification {
        ErrorPage::Home => StatusCode::OK,
        ErrorPage::UnknownLink => StatusCode::NOT_FOUND,
        ErrorPage::ExpiredLink => StatusCode::GONE,
        ErrorPage::NotAMember => StatusCode::FORBIDDEN,
        ErrorPage::Failed => StatusCode::SERVICE_UNAVAILABLE,
    }
}

pub(crate) fn show(
    status: StatusCode,
    notification: ErrorPage,
    language: &str,
) -> Result<Response<Body>, PageError> {
    Ok(response::page(status, page::notification(notification, language)?))
}
