//! The error responses of the simulated API: Twilio's code, status and JSON shape.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refusal in the shape of Twilio's error responses; its text never contains what the caller sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: u32,
    pub(crate) status: u16,
    pub(crate) message: String,
}

/// The credentials are not valid for the account.
pub(crate) const UNAUTHENTICATED: u32 = 20003;
/// A parameter or document is malformed.
pub(crate) const MALFORMED: u32 = 20001;
/// There is no such resource.
pub(crate) const NOT_FOUND: u32 = 20404;
/// Too many concurrent requests; the request was not processed.
pub(crate) const TOO_MANY_REQUESTS: u32 = 20429;
/// The service failed.
pub(crate) const SERVER_ERROR: u32 = 20500;
/// The service is not available.
pub(crate) const UNAVAILABLE: u32 = 20503;
/// `To` is not an address.
pub(crate) const INVALID_RECIPIENT: u32 = 21211;
/// Neither `From` nor `MessagingServiceSid` is given.
pub(crate) const NO_SENDER: u32 = 21603;
/// `To` is not given.
pub(crate) const NO_RECIPIENT: u32 = 21604;
/// `From` is not a number of the account.
pub(crate) const FOREIGN_NUMBER: u32 = 21606;
/// `StatusCallback` is not a usable URL.
pub(crate) const INVALID_CALLBACK: u32 = 21609;
/// The body is longer than 1600 characters.
pub(crate) const BODY_TOO_LONG: u32 = 21617;
/// Neither body, media nor content is given.
pub(crate) const NO_BODY: u32 = 21619;
/// A media URL is not a URL.
pub(crate) const INVALID_MEDIA: u32 = 21620;
/// Variables are given without content.
pub(crate) const VARIABLES_WITHOUT_CONTENT: u32 = 21654;
/// The content does not exist.
pub(crate) const INVALID_CONTENT: u32 = 21655;
/// The variables are not a JSON object of strings.
pub(crate) const INVALID_VARIABLES: u32 = 21656;
/// The messaging service does not exist.
pub(crate) const INVALID_SERVICE: u32 = 21705;
/// `From` and `To` belong to different channels.
pub(crate) const CHANNELS_DIFFER: u32 = 21910;
/// A message is scheduled without a messaging service.
pub(crate) const SCHEDULED_WITHOUT_SERVICE: u32 = 35118;
/// `From` is not a WhatsApp sender of the account.
pub(crate) const FOREIGN_SENDER: u32 = 63007;
/// `From` and `To` are the same.
pub(crate) const SAME_ADDRESSES: u32 = 63031;

/// Code, HTTP status and wording of each refusal, and of later failures.
const KNOWN: &[(u32, u16, &str)] = &[
    (UNAUTHENTICATED, 401, "Authentication failed"),
    (MALFORMED, 400, "A parameter or the document is malformed"),
    (NOT_FOUND, 404, "The requested resource was not found"),
    (TOO_MANY_REQUESTS, 429, "Too many requests"),
    (SERVER_ERROR, 500, "An internal server error has occurred"),
    (UNAVAILABLE, 503, "The service is unavailable"),
    (INVALID_RECIPIENT, 400, "The 'To' address is not valid"),
    (21408, 403, "Sending to this region is not enabled"),
    (NO_SENDER, 400, "A 'From' or 'MessagingServiceSid' parameter is required"),
    (NO_RECIPIENT, 400, "A 'To' parameter is required"),
    (FOREIGN_NUMBER, 400, "The 'From' number is not a message-capable number of this account"),
    (INVALID_CALLBACK, 400, "The 'StatusCallback' is not a valid URL"),
    (21610, 400, "The recipient has unsubscribed"),
    (21611, 429, "The sender has too many queued messages"),
    (BODY_TOO_LONG, 400, "The body exceeds the limit of 1600 characters"),
    (NO_BODY, 400, "A text body, media URLs or content must be specified"),
    (INVALID_MEDIA, 400, "A media URL is not valid"),
    (VARIABLES_WITHOUT_CONTENT, 400, "'ContentVariables' needs a 'ContentSid'"),
    (INVALID_CONTENT, 400, "The 'ContentSid' is not valid"),
    (INVALID_VARIABLES, 400, "The 'ContentVariables' are not valid"),
    (INVALID_SERVICE, 400, "The messaging service is not valid"),
    (CHANNELS_DIFFER, 400, "'From' and 'To' must be of the same channel"),
    (SCHEDULED_WITHOUT_SERVICE, 400, "A scheduled message needs a 'MessagingServiceSid'"),
    (FOREIGN_SENDER, 400, "No channel has the given 'From' address"),
    (SAME_ADDRESSES, 400, "'From' and 'To' must not be the same"),
    (30008, 400, "Unknown error"),
    (63003, 400, "The recipient cannot be found on the channel"),
    (63005, 400, "The channel did not accept the content"),
    (63013, 400, "The content breaks a policy of the channel"),
    (63014, 400, "The recipient has blocked the sender"),
    (63016, 400, "Outside the session window only an approved template may be sent"),
    (63018, 429, "The rate limit of the channel is exceeded"),
    (63019, 400, "The media cannot be downloaded"),
    (63021, 400, "The content is not valid for the channel"),
    (63024, 400, "The recipient is not valid on the channel"),
    (63027, 400, "The template does not exist in this language"),
    (63028, 400, "The number of parameters differs from what the template expects"),
    (63032, 400, "A limitation of the channel prevents this message"),
    (63034, 400, "The media is too large"),
    (63038, 429, "The daily limit of messages is exceeded"),
    (63041, 400, "The template is paused"),
    (63042, 400, "The template is disabled"),
    (63049, 400, "The channel chose not to deliver this marketing message"),
];

/// Returns the wording of a code, known or not.
pub(crate) fn wording(code: u32) -> &'static str {
    KNOWN.iter().find(|known| known.0 == code).map_or("The message could not be processed", |known| known.2)
}

impl Refusal {
    /// Returns the refusal with this code; an unknown code is a plain 400.
    pub(crate) fn from_code(code: u32) -> Self {
        let status = KNOWN.iter().find(|known| known.0 == code).map_or(400, |known| known.1);
        Self { code, status, message: wording(code).to_owned() }
    }

    /// Returns a refusal of a malformed document that names what is wrong with it.
    pub(crate) fn malformed(reason: impl Into<String>) -> Self {
        Self { message: reason.into(), ..Self::from_code(MALFORMED) }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let document = json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status,
        });
        let mut response = (status, Json(document)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Basic realm=\"Twilio API\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}
