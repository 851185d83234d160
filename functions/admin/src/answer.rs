//! `GET /d/{token}` shows the numbers of an answer if the token is its link. `GET /c/{token}.png` is the picture
//! above an answer, which Twilio fetches: its trend, or by a redirect that of a creative.

use crate::dashboard::{log, show, status_of};
use crate::pages::Pages;
use crate::response;
use command_center::domain::error::with_causes;
use command_center::domain::question::answer::AnswerPicture;
use command_center::web::answer::{open_answer, open_picture, page, picture};
use command_center::web::dashboard::page::ErrorPage;
use command_center::web::shell::PageError;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};

impl Pages {
    pub(crate) async fn show_answer(&self, token: &str, language: &str) -> Result<Response<Body>, PageError> {
        match open_answer(&self.dashboard_deps(), token).await {
            Ok(view) => {
                let html = page::answer(&view)?;
                tracing::info!(status = 200, "answer opened");
                Ok(response::answer_page(html, &view.picture_origins()))
            }
            Err(error) => {
                let notification = ErrorPage::new(&error);
                log(&error, status_of(notification));
                show(status_of(notification), notification, language)
            }
        }
    }

    /// Responds with a status only where there is no picture, because only a program reads the response.
    pub(crate) async fn show_picture(&self, token: &str) -> Response<Body> {
        let trend = match open_picture(&self.dashboard_deps(), token).await {
            Ok(AnswerPicture::Trend(trend)) => trend,
            Ok(AnswerPicture::Creative(address)) => return response::picture_elsewhere(&address),
            Err(error) => {
                let status = status_of(ErrorPage::new(&error));
                log(&error, status);
                return response::empty(status);
            }
        };
        match picture::draw(&trend) {
            Ok(png) => {
                tracing::info!(status = 200, "picture shown");
                response::picture(png)
            }
            Err(error) => {
                tracing::error!(cause = with_causes(&error), "the picture could not be drawn");
                response::empty(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}
