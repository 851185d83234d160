//! `GET /u/{token}` shows what the unsubscribe link would do; `POST /u/{token}` does it, for the page and for mail
//! clients.

use crate::action::answer;
use crate::pages::Pages;
use command_center::web::action_page::unsubscribe::{UnsubscribeDeps, end, look};
use command_center::web::shell::PageError;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};

impl Pages {
    pub(crate) async fn show_unsubscribe(
        &self,
        token: &str,
        language: &str,
    ) -> Result<Response<Body>, PageError> {
        answer(look(&self.unsubscribe_deps(), token).await, StatusCode::OK, language)
    }

    /// Repeating the request is not an error: a mail client that retries must be told that it succeeded.
    pub(crate) async fn end_mails(
        &self,
        token: &str,
        request: &Request,
        language: &str,
    ) -> Result<Response<Body>, PageError> {
        let ended = end(&self.unsubscribe_deps(), token, request.body()).await;
        answer(ended, StatusCode::OK, language)
    }

    fn unsubscribe_deps(&self) -> UnsubscribeDeps<'_> {
        UnsubscribeDeps { store: &self.store, clock: self.clock.as_ref(), token_keys: &self.token_keys }
    }
}
