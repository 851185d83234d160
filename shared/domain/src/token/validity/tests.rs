//! The table of doors and reasons: which token is refused for what, with the exceptions that the documents name.

use super::TokenFault::{Expired, NotAMember, OptedOut, Unknown, Used, Void};
use super::*;
use crate::testing::{claims, lee, maya, now, stored_token, subscription, workspace};
use crate::workspace::Role;
use jiff::SignedDuration;

/// A token with everything it is judged by.
struct Case {
    claims: TokenClaims,
    token: WhatsAppActionToken,
    workspace: Workspace,
    member: Member,
    subscription: WhatsAppSubscription,
    now: Timestamp,
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

impl Case {
    fn new(purpose: TokenPurpose, channel: TokenChannel) -> Self {
        let claims = TokenClaims { channel, ..claims(&maya(), purpose, "none", 1) };
        Self {
            token: stored_token(&claims, 0),
            claims,
            workspace: workspace(),
            member: maya(),
            subscription: subscription(&maya()),
            now: later(60),
        }
    }

    fn holder(&self) -> TokenHolder<'_> {
        TokenHolder {
            token: Some(&self.token),
            workspace: Some(&self.workspace),
            member: Some(&self.member),
            subscription: Some(&self.subscription),
        }
    }

    fn fault(&self) -> Option<TokenFault> {
        judge(&self.claims, &self.holder(), self.now).fault()
    }
}

const DOORS: [(&str, TokenPurpose, TokenChannel); 8] = [
    ("button", TokenPurpose::Act(Action::ApproveShift), TokenChannel::Button),
    ("link", TokenPurpose::Act(Action::ApproveShift), TokenChannel::Link),
    ("decline", TokenPurpose::Act(Action::DeclineShift), TokenChannel::Button),
    ("dashboard", TokenPurpose::Dashboard, TokenChannel::Link),
    ("member", TokenPurpose::Api(ApiCaller::Member), TokenChannel::Bearer),
    ("integrator", TokenPurpose::Api(ApiCaller::Integrator), TokenChannel::Bearer),
    ("source", TokenPurpose::Api(ApiCaller::Source), TokenChannel::Bearer),
    ("unsubscribe", TokenPurpose::Unsubscribe, TokenChannel::Link),
];

type Reason = (&'static str, fn(&mut Case), [Option<TokenFault>; 8]);

/// For each reason what each door says, in the order of [`DOORS`].
fn table() -> [Reason; 10] {
    let (void, gone, used) = (Some(Void), Some(NotAMember), Some(Used));
    [
        ("nothing", |_| {}, [None; 8]),
        (
            "expired",
            |case| case.now = later(24 * 3600),
            [
                Some(Expired),
                Some(Expired),
                None,
                Some(Expired),
                Some(Expired),
                Some(Expired),
                Some(Expired),
                None,
            ],
        ),
        (
            "used",
            |case| case.token.state = TokenState::Used,
            [used, used, used, used, used, used, used, None],
        ),
        (
            "STOP since",
            |case| {
                case.subscription.consent = Consent::OptedOut;
                case.subscription.consent_changed_at = later(30);
            },
            [Some(OptedOut), void, Some(OptedOut), None, void, None, None, None],
        ),
        (
            "STOP and START since",
            |case| case.subscription.consent_changed_at = later(30),
            [void, void, void, None, void, None, None, None],
        ),
        (
            "another role",
            |case| case.member = case.member.changed(Role::Marketer, true, later(30)),
            [void, void, void, void, void, None, None, None],
        ),
        (
            "removed",
            |case| case.member = case.member.changed(Role::Owner, false, later(30)),
            [gone, gone, gone, gone, gone, None, None, None],
        ),
        (
            "removed and returned",
            |case| {
                let left = case.member.changed(Role::Owner, false, later(20));
                case.member = left.changed(Role::Owner, true, later(30));
            },
            [void, void, void, void, void, None, None, None],
        ),
        (
            "tokens_valid_from",
            |case| case.workspace.rules.tokens_valid_from = Some(EpochSecond::from(later(1))),
            [void, void, void, void, void, void, void, None],
        ),
        ("of another person", |case| case.token.member = lee().id, [Some(Unknown); 8]),
    ]
}

#[test]
fn every_door_refuses_a_token_for_the_same_reasons_but_for_the_documented_exceptions() {
    for (reason, change, expected) in table() {
        for ((door, purpose, channel), expected) in DOORS.into_iter().zip(expected) {
            let mut case = Case::new(purpose, channel);
            change(&mut case);
            assert_eq!(case.fault(), expected, "{door}, {reason}");
        }
    }
}

#[test]
fn whatever_is_missing_makes_a_token_unknown_or_nobodys() {
    for (door, purpose, channel) in DOORS {
        let case = Case::new(purpose, channel);
        let judged = |holder: TokenHolder<'_>| judge(&case.claims, &holder, case.now).fault();
        assert_eq!(judged(TokenHolder { token: None, ..case.holder() }), Some(Unknown), "{door}");
        assert_eq!(judged(TokenHolder { workspace: None, ..case.holder() }), Some(Unknown), "{door}");
        let nobody = judged(TokenHolder { member: None, ..case.holder() });
        let is_persons = Rule::of(purpose).is_member;
        assert_eq!(nobody, is_persons.then_some(NotAMember), "{door}");
    }
}

#[test]
fn a_change_in_the_second_of_the_issue_voids_no_token_and_one_a_second_later_does() {
    for (seconds, expected) in [(-1, None), (0, None), (1, Some(Void))] {
        for (door, purpose, channel) in
            DOORS.into_iter().filter(|(_, purpose, _)| Rule::of(*purpose).is_member)
        {
            let mut case = Case::new(purpose, channel);
            case.member.changed_at = later(seconds);
            assert_eq!(case.fault(), expected, "{door}, {seconds} seconds after the issue");
        }
    }
}
