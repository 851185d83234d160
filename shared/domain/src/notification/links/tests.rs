//! Claims about the links of a mail.

use super::*;
use crate::notification::fixture::notification;
use crate::testing::{CountingRandomness, now, token_keys};
use crate::token::TokenState;

fn sealed() -> SealedLinks {
    let app = WebLink::parse("https://app.example.com").unwrap();
    let randomness = CountingRandomness::default();
    let now = EpochSecond::from(now());
    seal_links(&token_keys(), &randomness, &app, &notification(), Language::English, now).unwrap()
}

#[test]
fn each_link_opens_its_page_with_a_token_of_its_own() {
    let sealed = sealed();
    let labels: Vec<&str> = sealed.buttons.iter().map(|button| button.label.as_str()).collect();
    assert_eq!(labels, ["Accept", "Pass back", "Open dashboard"]);
    let main: Vec<bool> = sealed.buttons.iter().map(|button| button.is_main).collect();
    assert_eq!(main, [true, false, false]);
    let pages = ["/a/", "/a/", "/d/"].map(|page| format!("https://app.example.com{page}"));
    for ((button, page), issued) in sealed.buttons.iter().zip(pages).zip(&sealed.tokens) {
        let wire = button.link.as_str().strip_prefix(&page).unwrap();
        let claims = token_keys().open(wire).unwrap();
        assert!(issued.token.is_of(&claims));
        assert_eq!(claims.hash(), issued.hash);
    }
    let hashes: std::collections::BTreeSet<&str> =
        sealed.tokens.iter().map(|issued| issued.hash.as_str()).collect();
    assert_eq!(hashes.len(), 3);
}

#[test]
fn a_stored_token_says_what_was_planned_and_no_token_works_as_a_button() {
    let (sealed, notification) = (sealed(), notification());
    for (issued, planned) in sealed.tokens.iter().zip(&notification.links) {
        let token = &issued.token;
        assert_eq!(
            (token.purpose, &token.target, token.target_version),
            (planned.purpose, &planned.target, planned.target_version)
        );
        assert_eq!((token.detail.as_ref(), token.channel), (planned.detail.as_ref(), TokenChannel::Link));
        assert_eq!(token.valid_until, EpochSecond::from(now()).plus_seconds(planned.valid_for_seconds));
        assert_eq!((token.issued_at, token.state), (now().into(), TokenState::Issued));
        assert_eq!(token.carried_by.as_deref(), Some(notification.id.as_str()));
    }
}

#[test]
fn an_address_of_the_app_that_leaves_no_room_for_a_token_is_refused_and_not_cut() {
    let app = WebLink::parse(&format!("https://app.example.com/{}", "a".repeat(450))).unwrap();
    let sealed = seal_links(
        &token_keys(),
        &CountingRandomness::default(),
        &app,
        &notification(),
        Language::English,
        EpochSecond::new(0),
    );
    assert!(matches!(sealed.err(), Some(SealFailure::AppUrl(_))));
}
