//! Claims about action tokens.

use super::*;
use proptest::prelude::*;

fn keys(current: &str) -> TokenKeys {
    let keys = BTreeMap::from([("k1".to_owned(), vec![7; 32]), ("k2".to_owned(), vec![9; 32])]);
    TokenKeys::new(current, &keys).unwrap()
}

fn claims() -> TokenClaims {
    TokenClaims {
        purpose: Action::ApproveShift.into(),
        channel: TokenChannel::Button,
        workspace: "acme-store".parse().unwrap(),
        member: "maya".parse().unwrap(),
        target: "20261122-a1b2c3d4".parse().unwrap(),
        nonce: [42; 16],
    }
}

#[test]
fn the_longest_names_still_fit_into_a_button() {
    let longest = TokenClaims {
        workspace: "w".repeat(WorkspaceId::LONGEST).parse().unwrap(),
        member: "m".repeat(MemberId::LONGEST).parse().unwrap(),
        target: "t".repeat(LONGEST_TARGET).parse().unwrap(),
        ..claims()
    };
    let token = keys("k1").seal(&longest);
    assert!(token.as_str().len() <= LONGEST_TOKEN, "{} characters", token.as_str().len());
    assert!(token.as_str().is_ascii());
}

#[test]
fn a_token_sealed_with_the_key_before_still_opens_after_a_rotation() {
    let old = keys("k1").seal(&claims());
    assert!(keys("k2").open(old.as_str()).is_ok_and(|opened| opened == claims()));
}

#[test]
fn a_token_of_a_retired_key_is_refused() {
    let only_new = TokenKeys::new("k2", &BTreeMap::from([("k2".to_owned(), vec![9; 32])])).unwrap();
    let old = keys("k1").seal(&claims());
    assert_eq!(only_new.open(old.as_str()).err(), Some(TokenRefusal::UnknownKey));
}

#[test]
fn the_stored_name_does_not_contain_the_secret() {
    let nonce = URL_SAFE_NO_PAD.encode(claims().nonce);
    assert!(!claims().hash().as_str().contains(&nonce));
}

#[test]
fn keys_that_are_short_or_missing_are_refused() {
    let short = BTreeMap::from([("k1".to_owned(), vec![7; 31])]);
    assert_eq!(TokenKeys::new("k1", &short).err(), Some(InvalidTokenKeys::TooShort));
    let other = BTreeMap::from([("k2".to_owned(), vec![7; 32])]);
    assert_eq!(TokenKeys::new("k1", &other).err(), Some(InvalidTokenKeys::CurrentMissing));
}

#[test]
fn a_payload_that_somebody_typed_is_malformed() {
    for text in ["", "approve", "v1.k1", "v1.k1.body", "v2.k1.body.mac", "v1.k1.a.b.c", &"x".repeat(500)] {
        assert!(keys("k1").open(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_sealed_opens_to_the_same_claims(
        workspace in "[a-z0-9-]{1,16}", member in "[a-z0-9-]{1,12}", target in "[a-z0-9-]{1,24}", nonce: [u8; 16],
        purpose in 0..TokenPurpose::all().count(), channel in 0..TokenChannel::ALL.len(),
    ) {
        let claims = TokenClaims {
            purpose: TokenPurpose::all().nth(purpose).unwrap(),
            channel: TokenChannel::ALL[channel],
            workspace: workspace.parse().unwrap(),
            member: member.parse().unwrap(),
            target: target.parse().unwrap(),
            nonce,
        };
        let token = keys("k1").seal(&claims);
        prop_assert!(keys("k1").open(token.as_str()).is_ok_and(|opened| opened == claims));
    }

    #[test]
    fn a_token_with_any_character_changed_is_refused(position in 0_usize..100, replacement in "[A-Za-z0-9_.-]") {
        let token = keys("k1").seal(&claims()).as_str().to_owned();
        let position = position % token.len();
        let mut changed = token.clone();
        changed.replace_range(position..=position, &replacement);
        prop_assume!(changed != token);
        prop_assert!(keys("k1").open(&changed).is_err());
    }

    #[test]
    fn any_text_is_answered_without_a_panic(text in "\\PC{0,200}") {
        prop_assert!(keys("k1").open(&text).is_err());
    }
}
