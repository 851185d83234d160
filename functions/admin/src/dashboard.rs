//! `GET /d/{token}`: the dashboard. `POST /d/{token}`, by its script: which notices the person saw.

use crate::action::press_of;
use crate::pages::Pages;
use crate::response;
use command_center::domain::error::with_causes;
use command_center::web::dashboard::page::{self, Notice};
use command_center::web::dashboard::seen::{SeenError, see_notices};
use command_center::web::dashboard::{DashboardEdges, DashboardError, open_dashboard};
use command_center::web::form::PressRefusal;
use command_center::web::shell::PageError;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};

impl Pages {
    pub(crate) async fn dashboard(&self, token: &str, language: &str) -> Result<Response<Body>, PageError> {
        match open_dashboard(&self.dashboard_edges(), token).await {
            Ok(view) => {
                let html = page::dashboard(&view)?;
                tracing::info!(status = 200, "dashboard opened");
                Ok(response::page(StatusCode::OK, html))
            }
            Err(error) => {
                let notice = Notice::of(&error);
                log(&error, status_of(notice));
                show(status_of(notice), notice, language)
            }
        }
    }

    /// Answers with a status alone: only the script of the page reads it.
    pub(crate) async fn see_notices(&self, token: &str, request: &Request) -> Response<Body> {
        let told = press_of(request);
        match see_notices(&self.dashboard_edges(), &self.public_url, token, &told).await {
            Ok(notices) => {
                tracing::info!(status = 204, notices, "notices seen");
                response::empty(StatusCode::NO_CONTENT)
            }
            Err(SeenError::Dashboard(error)) => {
                let status = status_of(Notice::of(&error));
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

    fn dashboard_edges(&self) -> DashboardEdges<'_> {
        DashboardEdges { store: &self.store, clock: self.clock.as_ref(), token_keys: &self.token_keys }
    }
}

fn status_of_refusal(refusal: PressRefusal) -> StatusCode {
    match refusal {
        PressRefusal::OtherSite | PressRefusal::NoForm => StatusCode::FORBIDDEN,
        PressRefusal::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
    }
}

/// Says why there is no dashboard, never for whom: the token opens it, so it is in no log.
fn log(error: &DashboardError, status: StatusCode) {
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

pub(crate) fn status_of(notice: Notice) -> StatusCode {
    match notice {
        Notice::Home => StatusCode::OK,
        Notice::UnknownLink => StatusCode::NOT_FOUND,
        Notice::ExpiredLink => StatusCode::GONE,
        Notice::NotAMember => StatusCode::FORBIDDEN,
        Notice::Failed => StatusCode::SERVICE_UNAVAILABLE,
    }
}

pub(crate) fn show(status: StatusCode, notice: Notice, language: &str) -> Result<Response<Body>, PageError> {
    Ok(response::page(status, page::notice(notice, language)?))
}
