//! The phone page: its files, and the event stream that keeps it up to date.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use futures::Stream;
use tokio::sync::watch;

pub(crate) mod view;

use super::clock;
use super::hooks::HookProblem;
use super::state::App;
use view::ChatView;

const PAGE: &str = include_str!("../../phone/phone.html");
/// The files of the page: name, content type and text.
const FILES: &[(&str, &str, &str)] = &[
    ("phone.css", "text/css; charset=utf-8", include_str!("../../phone/phone.css")),
    ("phone.js", SCRIPT, include_str!("../../phone/phone.js")),
    ("bubble.js", SCRIPT, include_str!("../../phone/bubble.js")),
    ("markup.js", SCRIPT, include_str!("../../phone/markup.js")),
    ("icon.svg", PICTURE, include_str!("../../phone/icon.svg")),
    ("wallpaper.svg", PICTURE, include_str!("../../phone/wallpaper.svg")),
];
const SCRIPT: &str = "text/javascript; charset=utf-8";
const PICTURE: &str = "image/svg+xml";

/// The page runs only its own files; pictures in messages may come from this machine or over TLS.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' https: http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'";

/// Returns the page, which is the same for every person.
pub(crate) fn page() -> Response {
    let mut response = Html(PAGE).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// Returns one file of the page.
pub(crate) fn asset(name: &str) -> Option<Response> {
    let (_, kind, text) = FILES.iter().find(|file| file.0 == name)?;
    Some(([(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "no-cache")], *text).into_response())
}

/// Returns the chat of a person.
///
/// # Errors
/// Fails for an unknown person.
pub(crate) fn chat(app: &App, person: &str) -> Result<ChatView, HookProblem> {
    let world = app.world();
    let phone = world.phone(person).ok_or(HookProblem::NoSuchPerson)?;
    Ok(ChatView::new(&world, &app.account, phone, clock::now(), clock::ahead_seconds()))
}

/// Streams the chat of a person: its current state, and every later one.
///
/// # Errors
/// Fails for an unknown person.
pub(crate) fn events(
    app: &App,
    person: String,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>> + use<>>, HookProblem> {
    chat(app, &person)?;
    let watcher = Watcher { app: App::clone(app), person, changes: app.changes(), last: String::new() };
    let stream = futures::stream::unfold(watcher, Watcher::next);
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

/// One open page.
struct Watcher {
    app: App,
    person: String,
    changes: watch::Receiver<u64>,
    last: String,
}

impl Watcher {
    /// Waits for the next state of the chat that differs from the last one.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            self.changes.borrow_and_update();
            let document = serde_json::to_string(&chat(&self.app, &self.person).ok()?).ok()?;
            if document != self.last {
                self.last.clone_from(&document);
                return Some((Ok(Event::default().event("chat").data(document)), self));
            }
            tokio::select! {
                changed = self.changes.changed() => changed.ok()?,
                () = self.app.stop_signal() => return None,
            }
        }
    }
}
