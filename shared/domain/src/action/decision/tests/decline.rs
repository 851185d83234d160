//! Claims about declining: it never expires, does not depend on the numbers, and happens only once.

use super::*;
use crate::insight::adjustment::AdjustmentState;
use crate::testing::campaigns;
use crate::workspace::{Consent, Role};

fn good() -> Scene {
    Scene::of_shift(&maya(), Action::DeclineShift, adjustment())
}

#[test]
fn a_no_is_a_no_whatever_changed_since_the_button_was_sent() {
    assert_eq!(good().decide(), Decision::Apply(Change::Decline));
    each_by_itself(
        good,
        cases! {
            "a button that expired long ago" => "carried": |scene| scene.now = later(30 * 24 * 3600);
            "other numbers" => "carried": |scene| scene.shift(|shift| shift.version = 7);
            "a budget that changed" => "carried": |scene| scene.context.changed_campaigns = campaigns();
            "an amount that nobody may approve" => "carried": |scene| scene.shift(|shift| shift.amount = dollars(9_000_000));
            "a limit in another currency" => "carried":
                |scene| scene.workspace(|workspace| workspace.single_tap_limit.currency = "EUR".parse().unwrap());
            "a first approval of somebody else" => "carried":
                |scene| scene.shift(|shift| *shift = shift.approved_first(decision(&lee(), now())));
            "a first approval of one's own" => "carried":
                |scene| scene.shift(|shift| *shift = shift.approved_first(decision(&maya(), now())));
        },
    );
}

#[test]
fn a_no_to_what_is_settled_changes_nothing_and_says_how_it_is_settled() {
    each_by_itself(
        good,
        cases! {
            "approved" => "already_approved": |scene| scene.shift(|shift| *shift = shift.approved(decision(&lee(), now()), 60));
            "declined" => "already_declined": |scene| scene.shift(|shift| *shift = shift.declined(decision(&lee(), now())));
            "undone" => "already_undone": |scene| scene.shift(|shift| {
                *shift = shift.approved(decision(&lee(), now()), 60).taken_back(decision(&maya(), now()));
            });
            "replaced" => "superseded": |scene| scene.shift(|shift| *shift = shift.superseded(None));
            "in a state that nobody brought about" => "gone":
                |scene| scene.shift(|shift| shift.state = AdjustmentState::Declined);
            "settled, by an old and used button" => "already_declined": |scene| {
                scene.shift(|shift| *shift = shift.declined(decision(&maya(), now())));
                scene.token(|token| {
                    token.state = TokenState::Used;
                    token.valid_until = EpochSecond::new(0);
                });
            };
        },
    );
}

#[test]
fn a_no_needs_the_right_to_decide_like_a_yes() {
    each_by_itself(
        good,
        cases! {
            "a viewer" => "may_not": |scene| scene.member(|member| member.role = Role::Viewer);
            "others are named" => "may_not":
                |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![lee().id]));
            "another phone" => "not_your_button": |scene| scene.door = Door::Phone(vec![address(&lee())]);
            "a removed member" => "no_longer_member": |scene| scene.member(|member| member.active = false);
            "a person who said stop" => "opted_out":
                |scene| scene.subscription(|subscription| subscription.consent = Consent::OptedOut);
            "another role since" => "void": |scene| scene.member(|member| member.changed_at = later(1));
            "a used button" => "gone": |scene| scene.token(|token| token.state = TokenState::Used);
        },
    );
}

/// A named fact that speaks against accepting a line of text as a reason.
type Spoiler = (&'static str, fn(&mut Scene));

/// A line of text from a person who declined; it belongs to no button.
fn line_after_a_no() -> Scene {
    let mut scene = good().by_text();
    let requested = scene.requested.as_mut().unwrap();
    (requested.action, requested.detail) = (Action::GiveReason, Some("No".into()));
    scene.shift(|shift| *shift = shift.declined(decision(&maya(), now())));
    scene
}

#[test]
fn a_line_after_a_no_is_its_reason_only_for_the_person_who_said_it_and_only_once() {
    let takes = |scene: &Scene| matches!(scene.decide(), Decision::Apply(Change::GiveReason { .. }));
    assert!(takes(&line_after_a_no()));
    let spoilers: [Spoiler; 8] = [
        ("a no of somebody else", |scene| {
            scene.shift(|shift| shift.decided = Some(decision(&lee(), now())));
        }),
        ("a reason that is there", |scene| {
            scene.shift(|shift| *shift = shift.with_reason(DeclineReason::clean("No").unwrap()));
        }),
        ("a shift that is open", |scene| scene.shift(|shift| shift.state = AdjustmentState::Proposed)),
        ("another shift", |scene| {
            scene.requested.as_mut().unwrap().target = "20261005-ffffffff".parse().unwrap();
        }),
        ("another phone", |scene| scene.door = Door::Text(vec![address(&lee())])),
        ("a button", |scene| scene.door = Door::Phone(vec![address(&maya())])),
        ("a viewer by now", |scene| scene.member(|member| member.role = Role::Viewer)),
        ("a person who said stop", |scene| {
            scene.subscription(|subscription| subscription.consent = Consent::OptedOut);
        }),
    ];
    for (what, spoil) in spoilers {
        let mut scene = line_after_a_no();
        spoil(&mut scene);
        assert!(!takes(&scene), "{what}");
    }
}
