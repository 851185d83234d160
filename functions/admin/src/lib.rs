//! The pages that links open: the dashboard, what is shown when there is none, and the files that both load. A request
//! is decoded, `command_center::dashboard` answers it, and every answer carries the headers that keep a page to itself.

mod response;

use command_center::action::token::TokenKeys;
use command_center::clock::Clock;
use command_center::dashboard::asset::Assets;
use command_center::dashboard::page::{self, Notice, PageError};
use command_center::dashboard::{DashboardEdges, DashboardError, open_dashboard};
use command_center::store::Store;
use command_center::telemetry::with_causes;
use lambda_http::http::header::ACCEPT_LANGUAGE;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use std::convert::Infallible;

/// What the path of a dashboard begins with; the token follows.
pub const DASHBOARD_PATH: &str = "/d/";
/// What the path of a file begins with; its name follows.
pub const ASSET_PATH: &str = "/assets/";

/// Everything that the function needs, made once when it starts.
pub struct Pages {
    /// The store; it is only read.
    pub store: Store,
    /// The clock.
    pub clock: Box<dyn Clock>,
    /// The keys that open tokens.
    pub token_keys: TokenKeys,
}

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked<'a> {
    Dashboard(&'a str),
    Asset(&'a str),
    Home,
    Nothing,
    /// Anything but looking: nothing here changes anything.
    NotLooking,
}

impl<'a> Asked<'a> {
    fn of(method: &Method, path: &'a str) -> Self {
        if method != Method::GET && method != Method::HEAD {
            return Self::NotLooking;
        }
        if path == "/" {
            return Self::Home;
        }
        let dashboard = path.strip_prefix(DASHBOARD_PATH).map(Self::Dashboard);
        dashboard.or_else(|| path.strip_prefix(ASSET_PATH).map(Self::Asset)).unwrap_or(Self::Nothing)
    }
}

impl Pages {
    /// Answers a request.
    ///
    /// # Errors
    /// Never: every trouble has a page.
    pub async fn handle(&self, request: Request) -> Result<Response<Body>, Infallible> {
        let language =
            request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let answer = match Asked::of(request.method(), request.raw_http_path()) {
            Asked::Dashboard(token) => self.dashboard(token, language).await,
            Asked::Asset(name) => return Ok(asset(name)),
            Asked::Home => show(StatusCode::OK, Notice::Home, language),
            Asked::Nothing => show(StatusCode::NOT_FOUND, Notice::UnknownLink, language),
            Asked::NotLooking => show(StatusCode::METHOD_NOT_ALLOWED, Notice::UnknownLink, language),
        };
        Ok(answer.unwrap_or_else(|error| {
            tracing::error!(cause = with_causes(&error), "the page could not be written");
            response::empty(StatusCode::INTERNAL_SERVER_ERROR)
        }))
    }

    async fn dashboard(&self, token: &str, language: &str) -> Result<Response<Body>, PageError> {
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

fn status_of(notice: Notice) -> StatusCode {
    match notice {
        Notice::Home => StatusCode::OK,
        Notice::UnknownLink => StatusCode::NOT_FOUND,
        Notice::ExpiredLink => StatusCode::GONE,
        Notice::NotAMember => StatusCode::FORBIDDEN,
        Notice::Failed => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn show(status: StatusCode, notice: Notice, language: &str) -> Result<Response<Body>, PageError> {
    Ok(response::page(status, page::notice(notice, language)?))
}

fn asset(name: &str) -> Response<Body> {
    Assets::get().find(name).map_or_else(|| response::empty(StatusCode::NOT_FOUND), response::asset)
}

#[cfg(test)]
mod tests;
