//! Any status callback: reading never panics, and an attempt that was read is read again from its own address.
#![no_main]

use domain::inbound::{AttemptReference, Form, StatusCallback};
use libfuzzer_sys::fuzz_target;

const BASE: &str = "https://hooks.example.com/twilio/status";

fuzz_target!(|data: &[u8]| {
    // The first line is the raw query of the address, the rest the body.
    let line = data.iter().position(|&byte| byte == b'\n').unwrap_or(data.len());
    let query = String::from_utf8_lossy(&data[..line]);
    if let Some(attempt) = AttemptReference::from_query(&query) {
        let url = attempt.callback_url(BASE);
        let (address, _fragment) = url.split_once('#').unwrap_or((&url, ""));
        let again = address.strip_prefix(BASE).and_then(|rest| rest.strip_prefix('?'));
        assert_eq!(again.and_then(AttemptReference::from_query), Some(attempt));
    }
    let Ok(form) = Form::decode(data.get(line + 1..).unwrap_or_default()) else { return };
    if let Ok(callback) = StatusCallback::from_request(&form, &query) {
        assert_eq!(Some(callback.message_sid.as_str()), form.get("MessageSid"));
        assert_eq!(callback.attempt, AttemptReference::from_query(&query));
    }
});
