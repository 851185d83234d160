//! What is logged: that a page was opened or refused, and why, but never the token, because it grants access.

use super::*;
use command_center::domain::token::ApiCaller;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// All logged lines.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_token_name_or_body_is_in_a_log() {
    let lines = Lines::default();
    let subscriber =
        tracing_subscriber::fmt().json().with_max_level(tracing::Level::INFO).with_writer(lines.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    let (pages, _table) = pages();
    let (link, dashboard) = (sealed(Action::ApproveShift), sealed(TokenPurpose::Dashboard));
    let bearer = sealed_for(TokenChannel::Bearer, TokenPurpose::Api(ApiCaller::Integrator));
    let way_out = sealed(TokenPurpose::Unsubscribe);
    let header = format!("Bearer {bearer}");
    let answer = sealed(TokenPurpose::ViewAnswer);
    let requests = [
        request("GET", &format!("/d/{answer}")),
        request("GET", &format!("/c/{answer}.png")),
        request("GET", &format!("/a/{link}")),
        request("GET", &format!("/d/{dashboard}")),
        request_with("POST", &format!("/d/{dashboard}"), &[], "act=see_notices&notices=n-secret"),
        request_with("POST", &format!("/d/{dashboard}"), &[], "secret"),
        request("GET", &format!("/a/{link}x")),
        request("GET", &format!("/u/{way_out}")),
        request_with("POST", &format!("/u/{way_out}"), &[], "List-Unsubscribe=One-Click"),
        request_with("POST", &format!("/u/{way_out}"), &[], "secret"),
        request_with("POST", &format!("/a/{link}"), &[], "act=approve_shift"),
        request_with(
            "POST",
            &format!("/a/{link}"),
            &[("origin", "https://evil.example")],
            "act=approve_shift",
        ),
        request_with("POST", "/api/v1/actions", &[("authorization", &header)], "{\"secret\":\r\n1}"),
        request_with("POST", "/api/v1/campaigns/secret/budget", &[("authorization", &header)], "secret"),
    ];
    let count = requests.len();
    for request in requests {
        pages.handle(request).await.unwrap();
    }
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(text.lines().count() >= count, "{text}");
    for token in [&link, &dashboard, &bearer, &way_out] {
        for part in token.split('.').skip(2) {
            assert!(!text.contains(part), "{part} in\n{text}");
        }
    }
    for never in ["secret", "maya", "acme-store", "evil.example", "Bearer"] {
        assert!(!text.contains(never), "{never} in\n{text}");
    }
}
