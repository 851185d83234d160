//! Any request: what was signed verifies, and neither another header, address, token nor parameter does.
#![no_main]

use domain::inbound::Form;
use domain::inbound::signature::{AuthTokens, SignedBody, SignedRequest, sign, verify};
use command_center_fuzz::{Input, replaced};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;

const TOKEN: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

fuzz_target!(|data: &[u8]| {
    let mut input = Input::new(data);
    let (place, by) = (input.below(1 << 16), input.byte());
    let body = input.rest();
    // The first line is the address, as far as it is text; the rest is the body.
    let line = body.iter().position(|&byte| byte == b'\n').unwrap_or(0);
    let url = String::from_utf8_lossy(&body[..line]);
    let raw = SignedRequest { configured_url: &url, body: SignedBody::Raw(body), header: Some(&url) };
    assert!(verify(&raw, &tokens(TOKEN)).is_err(), "a header that nobody signed");
    let Ok(form) = Form::decode(body.get(line + 1..).unwrap_or_default()) else { return };

    let signature = sign(&url, form.pairs(), TOKEN);
    let verified = |url: &str, form: &Form, header: &str, token: &str| {
        let request =
            SignedRequest { configured_url: url, body: SignedBody::Form(form), header: Some(header) };
        verify(&request, &tokens(token)).is_ok()
    };
    assert!(verified(&url, &form, &signature, TOKEN), "what is signed verifies");
    assert!(!verified(&url, &form, &replaced(&signature, place % signature.len(), by), TOKEN));
    assert!(!verified(&url, &form, &signature, "another token"));
    assert!(!verified(&url, &form, &signature, ""), "an empty token signs nothing");
    assert!(!verified(&format!("{url}x"), &form, &signature, TOKEN));
    if let Some(changed) = with_one_change(&form, place, by) {
        assert!(!verified(&url, &changed, &signature, TOKEN), "a parameter was changed");
    }
});

fn tokens(current: &str) -> AuthTokens {
    AuthTokens { current: current.to_owned(), previous: None }
}

/// Gives the form with one character of one value replaced; nothing when that leaves the same set of parameters, which
/// is what Twilio signs.
fn with_one_change(form: &Form, place: usize, by: u8) -> Option<Form> {
    let count = form.pairs().count();
    let chosen = place % count.max(1);
    let (_, value) = form.pairs().nth(chosen)?;
    let at = place.checked_rem(value.chars().count())?;
    let value = replaced(value, at, by);
    let changed = form.pairs().enumerate().map(|(index, (name, own))| {
        (name.to_owned(), if index == chosen { value.clone() } else { own.to_owned() })
    });
    let changed: Form = changed.collect();
    let set = |form: &Form| form.pairs().map(|(n, v)| (n.to_owned(), v.to_owned())).collect::<BTreeSet<_>>();
    (set(&changed) != set(form)).then_some(changed)
}
