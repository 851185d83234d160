//! Any text as an action token: opening never panics, what was sealed opens to the same, and nothing else opens.
#![no_main]

use domain::token::{LONGEST_TOKEN, TokenChannel, TokenClaims, TokenKeys, TokenPurpose};
use command_center_fuzz::{Input, replaced};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;

fuzz_target!(|data: &[u8]| {
    let keys = [("k1".to_owned(), vec![7; 32]), ("k2".to_owned(), vec![8; 32])];
    let Ok(keys) = TokenKeys::new("k1", &BTreeMap::from(keys)) else { return };
    if let Some((text, claims)) =
        std::str::from_utf8(data).ok().and_then(|text| Some((text, keys.open(text).ok()?)))
    {
        assert_eq!(keys.seal(&claims).as_str(), text, "only what was sealed opens");
    }

    let mut input = Input::new(data);
    let claims = claims(&mut input);
    let sealed = keys.seal(&claims);
    let text = sealed.as_str();
    assert!(text.len() <= LONGEST_TOKEN && text.is_ascii(), "a button carries no more than that");
    assert!(keys.open(text) == Ok(claims), "what was sealed opens to the same");

    let changed = replaced(text, input.below(text.len()), input.byte());
    assert!(keys.open(&changed).is_err(), "one character was changed");
    assert!(keys.open(&text[..input.below(text.len())]).is_err(), "the end was cut off");
    assert!(keys.open(&format!("{text}=")).is_err(), "something was added");
    assert!(keys.open(&text.replacen(".k1.", ".k2.", 1)).is_err(), "another key is named");
});

fn claims(input: &mut Input<'_>) -> TokenClaims {
    let purposes: Vec<TokenPurpose> = TokenPurpose::all().collect();
    let channels = [TokenChannel::Button, TokenChannel::Link, TokenChannel::Bearer];
    TokenClaims {
        purpose: purposes[input.below(purposes.len())],
        channel: channels[input.below(channels.len())],
        nonce: input.sixteen_bytes(),
        workspace: parsed(input.identifier(16), "a"),
        member: parsed(input.identifier(12), "a"),
        target: parsed(input.identifier(24), "a"),
    }
}

/// Reads an identifier; a text that is none, such as a hyphen alone, is replaced by one that is.
fn parsed<Id: std::str::FromStr<Err: std::fmt::Debug>>(text: String, otherwise: &str) -> Id {
    text.parse().unwrap_or_else(|_| otherwise.parse().expect("an identifier"))
}
