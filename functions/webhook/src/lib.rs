//! The endpoints that Twilio calls, for messages from people and for the status of ours. Of a request at any other path
//! nothing but the path is looked at. At these, the form is decoded, the signature is verified against the public URL
//! before anything else, and the use case of `command_center::domain::inbound` handles it.

use command_center::app::inbound::{
    CallbackResult, InboundAnswer, InboundDeps, StatusError, receive, receive_status,
};
use command_center::domain::address::AddressPepper;
use command_center::domain::clock::Clock;
use command_center::domain::error::with_causes;
use command_center::domain::inbound::form::FormRefusal;
use command_center::domain::inbound::log_events::UNSIGNED;
use command_center::domain::inbound::signature::{
    AuthTokens, SignatureRefusal, SignedBody, SignedRequest, verify,
};
use command_center::domain::inbound::{
    Form, InboundMessage, NotACallback, NotAMessage, StatusCallback, WebhookPath, WebhookPaths, twiml,
};
use command_center::domain::message::job::DeliveryQueue;
use command_center::domain::message::question_job::QuestionQueue;
use command_center::domain::token::TokenKeys;
use command_center::store::{Store, StoreError};
use lambda_http::http::StatusCode;
use lambda_http::http::header::CONTENT_TYPE;
use lambda_http::{Body, Request, RequestExt, Response};
use std::convert::Infallible;

const SIGNATURE_HEADER: &str = "x-twilio-signature";

/// Everything that the function needs, created once at start-up.
pub struct Webhook {
    pub store: Store,
    /// The delivery queue, for the cards and messages that result from an action.
    pub queue: Box<dyn DeliveryQueue>,
    /// The queue of questions, which the function `query` answers.
    pub questions: Box<dyn QuestionQueue>,
    pub clock: Box<dyn Clock>,
    /// The tokens with which Twilio signs its requests.
    pub auth_tokens: AuthTokens,
    /// The keys that open action tokens.
    pub token_keys: TokenKeys,
    /// The secret for hashing addresses.
    pub pepper: AddressPepper,
    /// Our Twilio account.
    pub account_sid: String,
    /// Our sender, in E.164.
    pub sender: String,
    /// The base of the URLs that Twilio was configured to call, without a path; never derived from a request.
    pub public_url: String,
    /// The paths below it that Twilio calls.
    pub paths: WebhookPaths,
}

/// The reasons why a request does not reach a use case.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("the body cannot be read: {0}")]
    Unreadable(#[from] FormRefusal),
    #[error("the signature does not prove that Twilio sent this: {0}")]
    Unsigned(#[from] SignatureRefusal),
    #[error(
        "the request is signed, but for another account or sender: check the address in Twilio's settings"
    )]
    NotForUs,
    #[error("nothing is served at the path: if Twilio called it, check the address in its settings")]
    NoSuchPath,
    #[error("the request is signed, but it is no message: {0}")]
    NoMessage(#[from] NotAMessage),
    #[error("the request is signed, but {0}")]
    NoCallback(#[from] NotACallback),
    #[error("the store could not do it: {0}")]
    Store(#[from] StoreError),
    #[error("the news of a message could not be taken: {0}")]
    Status(#[from] StatusError),
}

impl Refused {
    /// Returns a bare status: it reveals nothing to a caller that cannot prove to be Twilio, and makes Twilio retry
    /// when the store fails.
    fn status(&self) -> StatusCode {
        match self {
            Self::Unreadable(_) | Self::Unsigned(_) | Self::NotForUs => StatusCode::FORBIDDEN,
            Self::NoSuchPath => StatusCode::NOT_FOUND,
            Self::NoMessage(_) | Self::NoCallback(_) => StatusCode::BAD_REQUEST,
            Self::Store(_) | Self::Status(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn log(&self) {
        match self {
            Self::Store(error) => {
                tracing::error!(
                    transient = error.is_transient(),
                    cause = with_causes(error),
                    "the store could not do it"
                );
            }
            Self::Status(error) => {
                tracing::error!(cause = with_causes(error), "the news of a message could not be taken");
            }
            Self::Unreadable(_) | Self::Unsigned(_) => {
                let status = self.status().as_u16();
                tracing::warn!(event = UNSIGNED, status, cause = %self, "refused a request");
            }
            refused => {
                tracing::warn!(status = refused.status().as_u16(), cause = %refused, "refused a request");
            }
        }
    }
}

impl Webhook {
    /// Responds to a request.
    ///
    /// # Errors
    /// Never: every failure has a response.
    pub async fn handle(&self, request: Request) -> Result<Response<Body>, Infallible> {
        Ok(self.answer(&request).await.unwrap_or_else(|refused| {
            refused.log();
            plain(refused.status())
        }))
    }

    async fn answer(&self, request: &Request) -> Result<Response<Body>, Refused> {
        let (path, query) = (request.raw_http_path(), request.uri().query().unwrap_or_default());
        let served = self.paths.served_at(path).ok_or(Refused::NoSuchPath)?;
        let form = self.genuine_form(request, path, query)?;
        match served {
            WebhookPath::Inbound => {
                let message = InboundMessage::from_form(&form)?;
                self.inbound(&message.vouched_by(signature(request).unwrap_or_default())).await
            }
            WebhookPath::Status => self.status(&StatusCallback::from_request(&form, query)?).await,
        }
    }

    /// Reads the form and verifies Twilio's signature. A body over the limit is rejected before anything is hashed.
    fn genuine_form(&self, request: &Request, path: &str, query: &str) -> Result<Form, Refused> {
        let form = Form::decode(request.body())?;
        let question_mark = if query.is_empty() { "" } else { "?" };
        let url = format!("{}{path}{question_mark}{query}", self.public_url);
        let header = signature(request);
        verify(
            &SignedRequest { configured_url: &url, body: SignedBody::Form(&form), header },
            &self.auth_tokens,
        )?;
        Ok(form)
    }

    async fn inbound(&self, message: &InboundMessage) -> Result<Response<Body>, Refused> {
        match receive(&self.deps(), message).await? {
            InboundAnswer::Say(text) => Ok(spoken(twiml::respond(&[text]))),
            InboundAnswer::Silence => Ok(spoken(twiml::silence())),
            InboundAnswer::NotForUs => Err(Refused::NotForUs),
        }
    }

    async fn status(&self, callback: &StatusCallback) -> Result<Response<Body>, Refused> {
        match receive_status(&self.deps(), callback).await? {
            CallbackResult::Moved | CallbackResult::Unchanged => Ok(plain(StatusCode::NO_CONTENT)),
            CallbackResult::NotForUs => Err(Refused::NotForUs),
        }
    }

    fn deps(&self) -> InboundDeps<'_> {
        InboundDeps {
            store: &self.store,
            queue: self.queue.as_ref(),
            questions: self.questions.as_ref(),
            clock: self.clock.as_ref(),
            token_keys: &self.token_keys,
            pepper: &self.pepper,
            account_sid: &self.account_sid,
            sender: &self.sender,
        }
    }
}

fn signature(request: &Request) -> Option<&str> {
    request.headers().get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok())
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = status;
    response
}

fn spoken(twiml: String) -> Response<Body> {
    let mut response = Response::new(Body::Text(twiml));
    let content_type = lambda_http::http::HeaderValue::from_static(twiml::CONTENT_TYPE);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

#[cfg(test)]
mod tests;
