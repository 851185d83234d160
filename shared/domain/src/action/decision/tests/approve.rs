//! Claims about approving a shift: everything that speaks against it, and which reason is reported.

use super::*;
use crate::insight::adjustment::AdjustmentState;
use crate::testing::campaigns;
use crate::workspace::{Consent, Role};
use proptest::prelude::*;

fn good() -> Scene {
    Scene::of_shift(&maya(), Action::ApproveShift, adjustment())
}

const ONE_TAP: Decision = Decision::Apply(Change::Approve { band: Band::OneTap });

/// Everything that speaks against an approval by phone, in the order in which it is reported.
const SPOILERS: &[Case] = cases! {
    "no subscription" => "not_your_button": |scene| scene.context.subscription = None;
    "a subscription of another workspace" => "not_your_button":
        |scene| scene.subscription(|subscription| subscription.workspace = "other".parse().unwrap());
    "the subscription of another person" => "not_your_button":
        |scene| scene.subscription(|subscription| subscription.member = lee().id);
    "another phone" => "not_your_button": |scene| scene.door = Door::Phone(vec![address(&lee())]);
    "no sender" => "not_your_button": |scene| scene.door = Door::Phone(Vec::new());
    "a number that was given to somebody else" => "not_verified": |scene| {
        let other = WhatsAppAddress::from_parameter("whatsapp:US.1").unwrap();
        scene.door = Door::Phone(vec![address(&maya()), other]);
    };
    "an address that was never verified" => "not_verified":
        |scene| scene.subscription(|subscription| subscription.unverified = true);
    "no token" => "gone": |scene| scene.context.token = None;
    "the token of another workspace" => "gone": |scene| scene.token(|token| token.workspace = "other".parse().unwrap());
    "the token of another person" => "gone": |scene| scene.token(|token| token.member = lee().id);
    "a token for another action" => "gone": |scene| scene.token(|token| token.purpose = Action::ShowAlerts.into());
    "a token for another shift" => "gone": |scene| scene.token(|token| token.target = "20261005-ffffffff".parse().unwrap());
    "a token of a link" => "gone": |scene| scene.token(|token| token.channel = TokenChannel::Link);
    "claims of another action" => "gone": |scene| scene.claims.purpose = TokenPurpose::Dashboard;
    "a wish beside the button" => "gone": |scene| {
        scene.requested = Some(RequestedAction {
            action: Action::ApproveShift,
            target: scene.claims.target.clone(),
            seen_version: 1,
            detail: None,
        });
    };
    "no workspace" => "gone": |scene| scene.context.workspace = None;
    "another workspace" => "gone": |scene| scene.workspace(|workspace| workspace.id = "other".parse().unwrap());
    "no membership" => "no_longer_member": |scene| scene.context.member = None;
    "a removed member" => "no_longer_member": |scene| scene.member(|member| member.active = false);
    "a member of another workspace" => "no_longer_member":
        |scene| scene.member(|member| member.workspace = "other".parse().unwrap());
    "the membership of another person" => "no_longer_member": |scene| scene.member(|member| member.id = lee().id);
    "a person who said stop" => "opted_out": |scene| scene.subscription(|subscription| subscription.consent = Consent::OptedOut);
    "a consent that was given anew" => "void":
        |scene| scene.subscription(|subscription| subscription.consent_changed_at = later(1));
    "another role since" => "void": |scene| scene.member(|member| member.changed_at = later(1));
    "a table that was restored since" => "void":
        |scene| scene.workspace(|workspace| workspace.rules.tokens_valid_from = Some(EpochSecond::from(later(1))));
    "a viewer" => "may_not": |scene| scene.member(|member| member.role = Role::Viewer);
    "others are named" => "may_not":
        |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![lee().id]));
    "nobody is named" => "may_not":
        |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(Vec::new()));
    "no shift" => "gone": |scene| scene.context.target = None;
    "something that is no shift" => "gone": |scene| scene.context.target = Some(Target::Alert(Box::new(alert())));
    "a shift of another workspace" => "gone": |scene| scene.shift(|shift| shift.workspace = "other".parse().unwrap());
    "another shift" => "gone": |scene| scene.shift(|shift| shift.id = "20261005-ffffffff".parse().unwrap());
    "approved by somebody" => "already_approved":
        |scene| scene.shift(|shift| *shift = shift.approved(decision(&lee(), now()), 0));
    "declined by somebody" => "already_declined":
        |scene| scene.shift(|shift| *shift = shift.declined(decision(&lee(), now())));
    "approved and taken back" => "already_undone": |scene| scene.shift(|shift| {
        *shift = shift.approved(decision(&lee(), now()), 60).taken_back(decision(&lee(), now()));
    });
    "overtaken by a budget that changed" => "target_moved": |scene| scene.shift(|shift| {
        shift.state = AdjustmentState::Superseded;
        shift.changed_budget = Some(moved_budget());
    });
    "replaced by a newer proposal" => "superseded": |scene| scene.shift(|shift| {
        shift.state = AdjustmentState::Superseded;
        shift.changed_budget = None;
    });
    "approved by nobody" => "gone": |scene| scene.shift(|shift| {
        shift.state = AdjustmentState::Approved;
        shift.decided = None;
    });
    "approved by the person as the first of two" => "awaits_second":
        |scene| scene.shift(|shift| *shift = shift.approved_first(decision(&maya(), now())));
    "too old a button" => "expired": |scene| scene.token(|token| token.valid_until = EpochSecond::from(now()));
    "a used token" => "gone": |scene| scene.token(|token| token.state = TokenState::Used);
    "a shift that changed" => "target_moved": |scene| scene.token(|token| token.target_version = 7);
    "a budget that changed" => "target_moved": |scene| scene.context.changed_campaigns = vec![campaigns().swap_remove(0)];
    "more than one person may approve, and nobody else" => "over_limit": |scene| {
        scene.workspace(|workspace| workspace.single_tap_limit = dollars(299));
        scene.context.roster = None;
    };
    "a limit in another currency" => "over_limit":
        |scene| scene.workspace(|workspace| workspace.single_tap_limit.currency = "EUR".parse().unwrap());
    "a shift of nothing" => "over_limit": |scene| scene.shift(|shift| shift.amount = dollars(0));
    "a shift backwards" => "over_limit": |scene| scene.shift(|shift| shift.amount = dollars(-300));
};

fn moved_budget() -> crate::insight::adjustment::ChangedBudget {
    crate::insight::adjustment::ChangedBudget {
        campaign: campaigns()[0].id.clone(),
        was: dollars(900),
        now: dollars(700),
        stopped: false,
        at: now(),
        by: None,
    }
}

#[test]
fn when_everything_fits_one_tap_approves() {
    assert_eq!(good().decide(), ONE_TAP);
}

#[test]
fn each_single_thing_against_it_refuses_with_its_own_reason() {
    each_by_itself(good, SPOILERS);
}

#[test]
fn a_button_is_good_until_the_second_before_it_expires() {
    let mut scene = good();
    let valid_until = scene.context.token.as_ref().unwrap().valid_until;
    scene.now = valid_until.plus_seconds(-1).timestamp().unwrap();
    assert_eq!(scene.decide(), ONE_TAP);
    scene.now = valid_until.timestamp().unwrap();
    assert_eq!(scene.refusal(), Refusal::Expired);
}

#[test]
fn who_decided_is_told_and_whether_it_was_the_person_who_taps() {
    for (by, by_the_same_person) in [(maya(), true), (lee(), false)] {
        let decision = decision(&by, now());
        let approved = adjustment().approved(decision.clone(), 60);
        for (shift, refusal) in [
            (approved.clone(), Refusal::AlreadyApproved { decision: decision.clone(), by_the_same_person }),
            (
                adjustment().declined(decision.clone()),
                Refusal::AlreadyDeclined { decision: decision.clone(), by_the_same_person },
            ),
            (
                approved.taken_back(decision.clone()),
                Refusal::AlreadyUndone { decision: decision.clone(), by_the_same_person },
            ),
        ] {
            let mut scene = good();
            scene.context.target = Some(Target::Shift(Box::new(shift)));
            assert_eq!(scene.refusal(), refusal);
        }
    }
}

#[test]
fn the_campaign_whose_budget_changed_is_named() {
    let mut scene = good();
    scene.context.changed_campaigns = vec![campaigns().swap_remove(1)];
    let campaign = Some(Box::new(campaigns().swap_remove(1)));
    assert_eq!(scene.refusal(), Refusal::TargetMoved { campaign });
}

#[test]
fn somebody_who_may_not_act_learns_nothing_of_who_approved() {
    let mut scene = good();
    scene.shift(|shift| *shift = shift.approved(decision(&lee(), now()), 60));
    scene.door = Door::Phone(vec![address(&lee())]);
    assert_eq!(scene.refusal(), Refusal::NotYourButton);
}

#[test]
fn a_version_at_the_end_of_all_numbers_is_only_another_version() {
    for state in [AdjustmentState::Proposed, AdjustmentState::AwaitingSecond] {
        let mut scene = good();
        scene.shift(|shift| shift.state = state);
        scene.token(|token| token.target_version = u64::MAX);
        assert_eq!(scene.refusal(), Refusal::TargetMoved { campaign: None });
    }
}

#[test]
fn a_review_shows_what_is_open_and_says_who_decided_on_the_rest() {
    let review = || Scene::of_shift(&anna(), Action::ReviewShift, adjustment());
    assert_eq!(review().decide(), Decision::Show(Prompt::Shift));
    each_by_itself(
        review,
        cases! {
            "a first approval" => "shown": |scene| scene.shift(|shift| *shift = shift.approved_first(decision(&lee(), now())));
            "a budget that changed" => "shown": |scene| scene.context.changed_campaigns = campaigns();
            "an approval" => "already_approved": |scene| scene.shift(|shift| *shift = shift.approved(decision(&lee(), now()), 60));
            "an old button" => "expired": |scene| scene.token(|token| token.valid_until = EpochSecond::from(now()));
            "another shift" => "gone": |scene| scene.shift(|shift| shift.id = "20261005-ffffffff".parse().unwrap());
        },
    );
}

proptest! {
    /// Applies the reasons from the last to the first, so that a later one in the list cannot undo an earlier one.
    #[test]
    fn whatever_speaks_against_it_refuses_and_the_first_reason_is_the_one_that_is_said(
        chosen in proptest::collection::vec(proptest::bool::weighted(0.1), SPOILERS.len())
    ) {
        let chosen: Vec<&Case> = SPOILERS.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(one, _)| one).collect();
        let mut scene = good();
        chosen.iter().rev().for_each(|case| (case.change)(&mut scene));
        match chosen.first() {
            None => prop_assert_eq!(scene.decide(), ONE_TAP),
            Some(first) => prop_assert_eq!(scene.as_str(), first.word, "{}", first.what),
        }
    }

    #[test]
    fn two_reasons_are_told_in_their_order(one in 0..SPOILERS.len(), other in 0..SPOILERS.len()) {
        let (first, last) = (one.min(other), one.max(other));
        let mut scene = good();
        (SPOILERS[last].change)(&mut scene);
        (SPOILERS[first].change)(&mut scene);
        let (first, last) = (&SPOILERS[first], &SPOILERS[last]);
        prop_assert_eq!(scene.as_str(), first.word, "{} and {}", first.what, last.what);
    }
}
