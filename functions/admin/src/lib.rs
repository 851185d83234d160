//! The pages that links open, and the JSON API: the dashboard, the pages of actions, and the files that both load. A
//! request is decoded, one use case of `command_center` answers it, and every answer carries the headers that keep a
//! page to itself.

mod action;
mod dashboard;
mod json;
mod pages;
mod response;
mod unsubscribe;

pub use pages::Pages;

use command_center::domain::error::with_causes;
use command_center::web::asset::Assets;
use command_center::web::dashboard::page::ErrorPage;
use command_center::web::shell::PageError;
use lambda_http::http::header::ACCEPT_LANGUAGE;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use pages::header;
use std::convert::Infallible;

/// What the path of a dashboard begins with; the token follows.
pub const DASHBOARD_PATH: &str = "/d/";
/// What the path of an action begins with; the token follows.
pub const ACTION_PATH: &str = "/a/";
/// What the path that ends mails begins with; the token follows.
pub const UNSUBSCRIBE_PATH: &str = "/u/";
/// What the path of a file begins with; its name follows.
pub const ASSET_PATH: &str = "/assets/";
/// What the paths of the API begin with.
pub const API_PATH: &str = "/api/v1/";
/// What the rest of a path of the API begins with that may be looked at.
const LOOKED_AT: &str = "workspaces/";

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
enum Route<'a> {
    Dashboard(&'a str),
    SeeNotices(&'a str),
    ShowAction(&'a str),
    Act(&'a str),
    ShowUnsubscribe(&'a str),
    EndMails(&'a str),
    Api(&'a str),
    Asset(&'a str),
    Home,
    Nothing,
    /// A method that is not served, and the ones that are.
    OtherMethod(&'static str),
}

impl<'a> Route<'a> {
    fn new(method: &Method, path: &'a str) -> Self {
        let (looks, posts) = (*method == Method::GET || *method == Method::HEAD, *method == Method::POST);
        if let Some(rest) = path.strip_prefix(API_PATH) {
            return match (rest.starts_with(LOOKED_AT), looks, posts) {
                (_, _, true) | (true, true, _) => Self::Api(rest),
                (true, ..) => Self::OtherMethod("GET, HEAD, POST"),
                (false, ..) => Self::OtherMethod("POST"),
            };
        }
        if let Some(token) = path.strip_prefix(ACTION_PATH) {
            return match (looks, posts) {
                (true, _) => Self::ShowAction(token),
                (_, true) => Self::Act(token),
                _ => Self::OtherMethod("GET, HEAD, POST"),
            };
        }
        if let Some(token) = path.strip_prefix(UNSUBSCRIBE_PATH) {
            return match (looks, posts) {
                (true, _) => Self::ShowUnsubscribe(token),
                (_, true) => Self::EndMails(token),
                _ => Self::OtherMethod("GET, HEAD, POST"),
            };
        }
        if let Some(token) = path.strip_prefix(DASHBOARD_PATH) {
            return match (looks, posts) {
                (true, _) => Self::Dashboard(token),
                (_, true) => Self::SeeNotices(token),
                _ => Self::OtherMethod("GET, HEAD, POST"),
            };
        }
        if !looks {
            return Self::OtherMethod("GET, HEAD");
        }
        if path == "/" {
            return Self::Home;
        }
        path.strip_prefix(ASSET_PATH).map_or(Self::Nothing, Self::Asset)
    }
}

impl Pages {
    /// Answers a request.
    ///
    /// # Errors
    /// Never: every trouble has a page.
    pub async fn handle(&self, request: Request) -> Result<Response<Body>, Infallible> {
        let answer = self.answer(&request).await.unwrap_or_else(|error| {
            tracing::error!(cause = with_causes(&error), "the page could not be written");
            response::empty(StatusCode::INTERNAL_SERVER_ERROR)
        });
        Ok(if *request.method() == Method::HEAD { response::without_body(answer) } else { answer })
    }

    async fn answer(&self, request: &Request) -> Result<Response<Body>, PageError> {
        let language = header(request, &ACCEPT_LANGUAGE).unwrap_or_default();
        match Route::new(request.method(), request.raw_http_path()) {
            Route::Dashboard(token) => self.dashboard(token, language).await,
            Route::SeeNotices(token) => Ok(self.see_notifications(token, request).await),
            Route::ShowAction(token) => self.show_action(token, language).await,
            Route::Act(token) => self.act(token, request, language).await,
            Route::ShowUnsubscribe(token) => self.show_unsubscribe(token, language).await,
            Route::EndMails(token) => self.end_mails(token, request, language).await,
            Route::Api(path) => Ok(self.api(path, request).await),
            Route::Asset(name) => Ok(asset(name)),
            Route::Home => dashboard::show(StatusCode::OK, ErrorPage::Home, language),
            Route::Nothing => dashboard::show(StatusCode::NOT_FOUND, ErrorPage::UnknownLink, language),
            Route::OtherMethod(served) => Ok(response::other_method(served)),
        }
    }
}

fn asset(name: &str) -> Response<Body> {
    Assets::get().find(name).map_or_else(|| response::empty(StatusCode::NOT_FOUND), response::asset)
}

#[cfg(test)]
mod tests;
