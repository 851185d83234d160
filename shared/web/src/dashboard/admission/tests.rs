//! Tests of whom a link admits.

use super::*;
use domain::testing;
use domain::token::{Action, TokenState, WhatsAppActionToken};
use domain::workspace::{Member, Role};
use proptest::prelude::*;

fn claims() -> TokenClaims {
    let claims = testing::claims(&testing::maya(), TokenPurpose::Dashboard, "2026-10-05", 1);
    TokenClaims { channel: TokenChannel::Link, ..claims }
}

fn read() -> LinkRead {
    LinkRead {
        token: Some(testing::stored_token(&claims(), 0)),
        workspace: Some(testing::workspace()),
        member: Some(testing::maya()),
    }
}

fn refusal(read: LinkRead) -> Option<DashboardRefusal> {
    admit(&claims(), read, testing::now()).err()
}

#[test]
fn a_link_admits_its_person_to_its_day() {
    let admitted = admit(&claims(), read(), testing::now()).unwrap();
    assert_eq!((admitted.workspace, admitted.member), (testing::workspace(), testing::maya()));
    assert_eq!(shown_day(&claims()), Ok(testing::report_day()));
}

#[test]
fn the_token_of_a_button_opens_no_page() {
    for action in [Action::ApproveShift, Action::ShowAlerts] {
        let purpose = action.into();
        assert_eq!(shown_day(&TokenClaims { purpose, ..claims() }), Err(DashboardRefusal::NotALink));
    }
    let button = TokenClaims { channel: TokenChannel::Button, ..claims() };
    assert_eq!(shown_day(&button), Err(DashboardRefusal::NotALink));
}

#[test]
fn a_token_that_names_no_day_opens_no_page() {
    let claims = TokenClaims { target: "20261005-a1b2c3d4".parse().unwrap(), ..claims() };
    assert_eq!(shown_day(&claims), Err(DashboardRefusal::NotALink));
}

#[test]
fn whatever_is_missing_refuses() {
    assert_eq!(refusal(LinkRead { token: None, ..read() }), Some(DashboardRefusal::NotALink));
    assert_eq!(refusal(LinkRead { workspace: None, ..read() }), Some(DashboardRefusal::NotALink));
    assert_eq!(refusal(LinkRead { member: None, ..read() }), Some(DashboardRefusal::NotAMember));
}

#[test]
fn a_stored_token_of_another_person_workspace_action_or_day_refuses() {
    let other = |change: fn(&mut WhatsAppActionToken)| {
        let mut token = testing::stored_token(&claims(), 0);
        change(&mut token);
        refusal(LinkRead { token: Some(token), ..read() })
    };
    assert_eq!(other(|token| token.member = testing::lee().id), Some(DashboardRefusal::NotALink));
    assert_eq!(other(|token| token.workspace = "other".parse().unwrap()), Some(DashboardRefusal::NotALink));
    assert_eq!(other(|token| token.purpose = Action::ShowAlerts.into()), Some(DashboardRefusal::NotALink));
    assert_eq!(other(|token| token.target = "2026-10-04".parse().unwrap()), Some(DashboardRefusal::NotALink));
}

#[test]
fn who_was_removed_is_refused_at_once_and_not_when_the_link_expires() {
    let removed = Member { active: false, ..testing::maya() };
    assert_eq!(refusal(LinkRead { member: Some(removed), ..read() }), Some(DashboardRefusal::NotAMember));
    let elsewhere = Member { workspace: "other".parse().unwrap(), ..testing::maya() };
    assert_eq!(refusal(LinkRead { member: Some(elsewhere), ..read() }), Some(DashboardRefusal::NotAMember));
}

#[test]
fn a_link_is_void_by_role_return_and_the_workspace_as_every_token_is() {
    let later = testing::now() + jiff::SignedDuration::from_secs(1);
    let now = later + jiff::SignedDuration::from_secs(9);
    let refused = |read: LinkRead| admit(&claims(), read, now).err();
    let downgraded = testing::maya().changed(Role::Viewer, true, later);
    let returned = testing::maya().changed(Role::Owner, false, later).changed(Role::Owner, true, later);
    for member in [downgraded, returned] {
        assert_eq!(refused(LinkRead { member: Some(member), ..read() }), Some(DashboardRefusal::Void));
    }
    let mut restored = testing::workspace();
    restored.rules.tokens_valid_from = Some(later.into());
    assert_eq!(refused(LinkRead { workspace: Some(restored), ..read() }), Some(DashboardRefusal::Void));
    let mut taken_back = testing::stored_token(&claims(), 0);
    taken_back.state = TokenState::Used;
    assert_eq!(refused(LinkRead { token: Some(taken_back), ..read() }), Some(DashboardRefusal::Expired));
    assert_eq!(refused(read()), None);
}

proptest! {
    #[test]
    fn a_link_opens_until_its_last_second_and_not_in_it(offset in -1_000_i64..1_000) {
        let valid_until = testing::stored_token(&claims(), 0).valid_until;
        let now = valid_until.plus_seconds(offset).timestamp().unwrap();
        let admitted = admit(&claims(), read(), now);
        prop_assert_eq!(admitted.is_ok(), offset < 0);
        prop_assert!(offset < 0 || admitted == Err(DashboardRefusal::Expired));
    }
}
