//! Claims about tokens that expire by themselves.

use super::*;
use crate::testing;
use crate::token::{LONGEST_TOKEN, TokenClaims};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;

const HOUR: i64 = 3_600;

fn claims() -> ExpiringClaims {
    let maya = testing::maya();
    let target = "20261006t081502-a1b2c3d4".parse().unwrap();
    ExpiringClaims::new(TokenPurpose::Chart, (&maya.workspace, &maya.id), target, testing::now())
}

fn opened(text: &str, after: i64) -> Result<ExpiringClaims, ExpiringRefusal> {
    let now = EpochSecond::from(testing::now()).plus_seconds(after).timestamp().unwrap();
    ExpiringClaims::open(&testing::token_keys(), text, now)
}

#[test]
fn a_token_opens_as_what_was_sealed_until_its_hour_is_over() {
    let token = claims().seal(&testing::token_keys());
    assert_eq!(opened(&token, 0), Ok(claims()));
    assert_eq!(opened(&token, HOUR - 1), Ok(claims()));
    assert_eq!(opened(&token, HOUR), Err(ExpiringRefusal::Expired));
    assert_eq!(claims().issued_at(), EpochSecond::from(testing::now()));
}

#[test]
fn nobody_can_move_the_time_of_a_token() {
    let token = claims().seal(&testing::token_keys());
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let mut body = URL_SAFE_NO_PAD.decode(&parts[2]).unwrap();
    body[8] = body[8].wrapping_add(1);
    parts[2] = URL_SAFE_NO_PAD.encode(body);
    assert_eq!(opened(&parts.join("."), 0), Err(TokenRefusal::Forged.into()));
}

#[test]
fn a_token_of_the_table_is_none_that_expires_by_itself_and_the_other_way_round() {
    let keys = testing::token_keys();
    let stored = testing::claims(&testing::maya(), TokenPurpose::Chart, "20261006t081502-a1b2c3d4", 1);
    let stored = keys.seal(&TokenClaims { channel: TokenChannel::Link, ..stored });
    assert_eq!(opened(stored.as_str(), 0), Err(TokenRefusal::Malformed.into()));
    assert_eq!(keys.open(&claims().seal(&keys)).err(), Some(TokenRefusal::Malformed));
    // Nor does another name in front help, since the MAC covers it.
    let renamed = stored.as_str().replacen("v1.", "t1.", 1);
    assert_eq!(opened(&renamed, 0), Err(TokenRefusal::Forged.into()));
}

#[test]
fn a_token_of_another_key_is_refused() {
    let foreign = claims().seal(&TokenKeys::single(&[3; 32]));
    assert!(matches!(opened(&foreign, 0), Err(ExpiringRefusal::NotOurs(_))));
}

#[test]
fn the_longest_names_fit() {
    let longest = ExpiringClaims {
        workspace: "w".repeat(WorkspaceId::LONGEST).parse().unwrap(),
        member: "m".repeat(MemberId::LONGEST).parse().unwrap(),
        target: "t".repeat(24).parse().unwrap(),
        ..claims()
    };
    let token = longest.seal(&testing::token_keys());
    assert!(token.len() <= LONGEST_TOKEN && token.is_ascii(), "{} characters", token.len());
    assert_eq!(opened(&token, 0), Ok(longest));
}

#[test]
fn nothing_of_the_claims_is_shown() {
    let shown = format!("{:?}", claims());
    assert!(!shown.contains("maya") && !shown.contains("acme") && !shown.contains("20261006"));
}

proptest! {
    #[test]
    fn an_altered_token_is_refused(place in 0_usize..120, byte in "[A-Za-z0-9._-]") {
        let token = claims().seal(&testing::token_keys());
        let place = place % token.len();
        prop_assume!(token[place..=place] != byte);
        let altered = format!("{}{byte}{}", &token[..place], &token[place + 1..]);
        prop_assert!(opened(&altered, 0).is_err());
    }

    #[test]
    fn whatever_somebody_sends_is_refused(text in "\\PC{0,200}") {
        prop_assert!(opened(&text, 0).is_err());
    }
}
