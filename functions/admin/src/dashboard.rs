//! `GET /d/{token}`: the dashboard.

use crate::{Pages, response};
use command_center::dashboard::page::{self, Notice, PageError};
use command_center::dashboard::{DashboardEdges, DashboardError, open_dashboard};
use command_center::telemetry::with_causes;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};

impl Pages {
    pub(crate) async fn dashboard(&self, token: &str, language: &str) -> Result<Response<Body>, PageError> {
        let edges =
            DashboardEdges { store: &self.store, clock: self.clock.as_ref(), token_keys: &self.token_keys };
        match open_dashboard(&edges, token).await {
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
