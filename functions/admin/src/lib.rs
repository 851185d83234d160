//! The pages that links open, and the JSON API: the dashboard, answers, the action pages, and the files that they load. A
//! request is decoded and answered by one use case of `command_center`, and every response carries headers that
//! isolate the page.

mod action;
mod answer;
mod dashboard;
mod json;
mod pages;
mod response;
mod unsubscribe;

pub use pages::Pages;

use command_center::domain::error::with_causes;
use command_center::web::answer::is_answer;
use command_center::web::asset::Assets;
use command_center::web::dashboard::page::ErrorPage;
use command_center::web::shell::PageError;
use lambda_http::http::header::ACCEPT_LANGUAGE;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use pages::header;
use std::convert::Infallible;

/// The path prefix of a dashboard link; the token follows.
pub const DASHBOARD_PATH: &str = "/d/";
/// The path prefix of an action link; the token follows.
pub const ACTION_PATH: &str = "/a/";
/// The path prefix of an unsubscribe link; the token follows.
pub const UNSUBSCRIBE_PATH: &str = "/u/";
/// The path prefix of the picture of an answer; its token and [`PICTURE_END`] follow.
pub const PICTURE_PATH: &str = "/c/";
/// The end of the path of a picture.
pub const PICTURE_END: &str = ".png";
/// The path prefix of a file; its name follows.
pub const ASSET_PATH: &str = "/assets/";
/// The path prefix of the API.
pub const API_PATH: &str = "/api/v1/";
/// The prefix, after the API's own, of the paths that may be read.
const LOOKED_AT: &str = "workspaces/";

/// The target of a request.
#[derive(Debug, PartialEq, Eq)]
enum Route<'a> {
    Dashboard(&'a str),
    SeeNotices(&'a str),
    ShowAction(&'a str),
    Act(&'a str),
    ShowUnsubscribe(&'a str),
    EndMails(&'a str),
    Api(&'a str),
    Picture(&'a str),
    Asset(&'a str),
    Home,
    Nothing,
    /// An unsupported method, with the supported ones.
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
        if let Some(picture) = path.strip_prefix(PICTURE_PATH) {
            return picture.strip_suffix(PICTURE_END).map_or(Self::Nothing, Self::Picture);
        }
        path.strip_prefix(ASSET_PATH).map_or(Self::Nothing, Self::Asset)
    }
}

impl Pages {
    /// Responds to a request.
    ///
    /// # Errors
    /// Never: every failure has a page.
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
            Route::Dashboard(token) if is_answer(&self.token_keys, token) => {
                self.show_answer(token, language).await
            }
            Route::Dashboard(token) => self.dashboard(token, language).await,
            Route::Picture(token) => Ok(self.show_picture(token).await),
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
