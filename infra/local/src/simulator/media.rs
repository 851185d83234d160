//! The media of a message: Twilio fetches it when it sends the message and keeps it, so the phone page shows it from here, also
//! after its address has expired.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::state::{App, World};

/// Twilio could not fetch the media.
pub(crate) const DOWNLOAD_FAILED: u32 = 63019;
/// The media is too large.
pub(crate) const TOO_LARGE: u32 = 63034;
/// The most bytes that a picture on WhatsApp may have.
const LARGEST: usize = 5 * 1024 * 1024;
/// The types of pictures that WhatsApp shows.
const PICTURES: [&str; 2] = ["image/jpeg", "image/png"];

/// A picture as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    kind: String,
    bytes: Vec<u8>,
}

/// Fetches the media of a message that is about to be sent; a message whose media cannot be had fails.
pub(crate) async fn fetch(app: &App, sid: &str) {
    let addresses = match app.world().message(sid) {
        Some(message) if message.failure.is_none() => message.composition.media.clone(),
        _ => return,
    };
    for address in addresses {
        let fetched = picture(app, &address).await;
        if let Some(message) = app.world().message_mut(sid) {
            match fetched {
                Ok(picture) => message.pictures.push(picture),
                Err(code) => message.failure = Some((code, super::FailureStatus::Failed)),
            }
        }
    }
}

async fn picture(app: &App, address: &str) -> Result<Picture, u32> {
    let failed = |_error: reqwest::Error| DOWNLOAD_FAILED;
    let response = app.client.get(address).send().await.and_then(reqwest::Response::error_for_status);
    let response = response.map_err(failed)?;
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.filter(|kind| PICTURES.contains(kind)).ok_or(DOWNLOAD_FAILED)?.to_owned();
    let bytes = response.bytes().await.map_err(failed)?.to_vec();
    if bytes.len() > LARGEST { Err(TOO_LARGE) } else { Ok(Picture { kind, bytes }) }
}

/// Returns the addresses at which the phone page finds the pictures of a message.
pub(crate) fn addresses(sid: &str, count: usize) -> Vec<String> {
    (0..count).map(|place| format!("/phone/media/{sid}/{place}")).collect()
}

/// Shows a picture of a message.
pub(crate) fn show(world: &World, sid: &str, place: usize) -> Response {
    match world.message(sid).and_then(|message| message.pictures.get(place)) {
        Some(picture) => {
            ([(header::CONTENT_TYPE, picture.kind.clone())], picture.bytes.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
