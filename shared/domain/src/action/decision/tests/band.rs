//! Claims about what an approval requires: one tap, a second tap, or a second person.

use super::*;
use crate::action::context::FirstApprover;

/// Returns the result of approving an amount, as a short word.
fn ending(scene: &Scene) -> &'static str {
    match scene.decide() {
        Decision::Apply(Change::Approve { band: Band::OneTap }) => "one tap",
        Decision::Apply(Change::Approve { band: Band::Confirmation }) => "confirmed",
        Decision::Apply(Change::Approve { band: Band::SecondApprover }) => "second",
        Decision::Apply(Change::ApproveFirst) => "first",
        Decision::Show(Prompt::ConfirmShift) => "asked",
        Decision::Refuse(refusal) => refusal.audit_word(),
        other => panic!("no ending of an approval: {other:?}"),
    }
}

/// A shift of whole dollars in a workspace where one tap may approve $500.
fn scene(who: &Member, action: Action, amount: i64, confirm_limit: Option<i64>) -> Scene {
    let shift = BudgetAdjustment { amount: dollars(amount), ..adjustment() };
    let mut scene = Scene::of_shift(who, action, shift);
    scene.workspace(|workspace| workspace.rules.confirm_limit = confirm_limit.map(dollars));
    scene
}

#[test]
fn each_limit_itself_still_takes_less_and_a_page_asks_by_being_there() {
    let (tap, confirm) = (Action::ApproveShift, Action::ConfirmShift);
    // The amount, the two-tap limit, and the results of a tap, of the second tap, of a link and of the API.
    let table: [(i64, Option<i64>, [&str; 4]); 9] = [
        (1, None, ["one tap", "one tap", "one tap", "one tap"]),
        (500, None, ["one tap", "one tap", "one tap", "one tap"]),
        (501, None, ["first", "first", "first", "first"]),
        (500, Some(1000), ["one tap", "one tap", "one tap", "one tap"]),
        (501, Some(1000), ["asked", "confirmed", "confirmed", "confirmed"]),
        (1000, Some(1000), ["asked", "confirmed", "confirmed", "confirmed"]),
        (1001, Some(1000), ["first", "first", "first", "first"]),
        // A two-tap limit below the one-tap limit does not lower the one-tap limit.
        (500, Some(100), ["one tap", "one tap", "one tap", "one tap"]),
        (501, Some(100), ["first", "first", "first", "first"]),
    ];
    for (amount, limit, expected) in table {
        let of = |action| scene(&maya(), action, amount, limit);
        let scenes = [of(tap), of(confirm), of(tap).by_link(), of(tap).by_bearer()];
        assert_eq!(scenes.each_ref().map(ending), expected, "${amount} with {limit:?}");
    }
}

#[test]
fn the_limits_are_exact_to_the_cent() {
    for (minor, expected) in [(50_000, "one tap"), (50_001, "asked"), (100_000, "asked"), (100_001, "first")]
    {
        let mut scene = scene(&maya(), Action::ApproveShift, 1, Some(1000));
        scene.shift(|shift| shift.amount.minor = minor);
        assert_eq!(ending(&scene), expected, "{minor} cents");
    }
}

#[test]
fn a_limit_of_nothing_takes_two_for_the_smallest_amount() {
    let mut scene = scene(&maya(), Action::ApproveShift, 1, None);
    scene.workspace(|workspace| workspace.single_tap_limit = dollars(0));
    assert_eq!(ending(&scene), "first");
}

#[test]
fn what_takes_two_cannot_be_begun_where_nobody_else_may_finish_it() {
    let first = || scene(&maya(), Action::ApproveShift, 501, None);
    assert_eq!(ending(&first()), "first");
    each_by_itself(
        first,
        cases! {
            "the person alone is named" => "over_limit":
                |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![maya().id]));
            "a viewer is named beside" => "over_limit":
                |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![maya().id, anna().id]));
            "somebody is named who left" => "over_limit": |scene| {
                scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![maya().id, lee().id]));
                scene.context.roster = Some(Roster::new(&workspace().id, &[maya(), anna()]));
            };
            "a colleague who may is named" => "carried":
                |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![maya().id, lee().id]));
            "nobody knows who is there" => "over_limit": |scene| scene.context.roster = None;
        },
    );
}

/// A shift of $600 that Maya approved first, and a person's button for one version of it.
fn awaiting(who: &Member, action: Action, seen_version: u64) -> Scene {
    let mut scene = scene(who, action, 600, None);
    scene.shift(|shift| *shift = shift.approved_first(decision(&maya(), now())));
    scene.token(|token| token.target_version = seen_version);
    scene
}

#[test]
fn the_second_approves_by_the_button_that_asked_and_by_the_older_one_of_the_digest() {
    for action in [Action::ApproveShift, Action::ConfirmShift] {
        for seen_version in [1, 2] {
            assert_eq!(ending(&awaiting(&lee(), action, seen_version)), "second");
        }
        for seen_version in [0, 3] {
            assert_eq!(ending(&awaiting(&lee(), action, seen_version)), "target_moved");
        }
    }
}

#[test]
fn the_older_button_is_no_good_once_more_than_the_first_approval_happened() {
    let mut scene = awaiting(&lee(), Action::ApproveShift, 1);
    scene.shift(|shift| shift.version = 3);
    assert_eq!(ending(&scene), "target_moved");
    scene.token(|token| token.target_version = 2);
    scene.shift(|shift| shift.state = crate::insight::adjustment::AdjustmentState::Proposed);
    assert_eq!(ending(&scene), "target_moved");
}

#[test]
fn one_person_is_one_person_with_any_button_by_any_way() {
    let mut used = awaiting(&maya(), Action::ApproveShift, 1);
    used.token(|token| token.state = TokenState::Used);
    let mut old = awaiting(&maya(), Action::ApproveShift, 1);
    old.now = later(48 * 3600);
    let fresh = |seen_version| awaiting(&maya(), Action::ApproveShift, seen_version);
    let confirm = awaiting(&maya(), Action::ConfirmShift, 2);
    for scene in [used, old, fresh(1), fresh(2), confirm, fresh(2).by_link(), fresh(2).by_bearer()] {
        assert_eq!(scene.refusal(), Refusal::AwaitsSecond { first: decision(&maya(), now()) });
    }
}

#[test]
fn two_members_with_one_number_account_or_mailbox_are_one_person() {
    let second = |change: fn(&mut Member, &mut WhatsAppSubscription)| {
        let (mut member, mut known) = (maya(), subscription(&maya()));
        change(&mut member, &mut known);
        let first = FirstApprover { member: Some(member), subscription: Some(known) };
        let mut scenes = [1, 2].map(|seen| awaiting(&lee(), Action::ApproveShift, seen));
        scenes.iter_mut().for_each(|scene| scene.context.first_approver = Some(first.clone()));
        scenes.map(|scene| ending(&scene))
    };
    assert_eq!(second(|_, _| {}), ["second", "second"]);
    assert_eq!(second(|_, known| known.phone = subscription(&lee()).phone), ["same_person"; 2]);
    let scoped = second(|_, known| known.business_scoped_id = subscription(&lee()).business_scoped_id);
    assert_eq!(scoped, ["same_person"; 2]);
    assert_eq!(second(|member, _| member.email = "LEE@example.com".into()), ["same_person"; 2]);
}

#[test]
fn the_first_approval_counts_only_while_its_giver_is_a_member_who_may_approve() {
    let second = |change: fn(&mut Scene, &mut Member)| {
        let mut scenes = Vec::from([1, 2].map(|seen| awaiting(&lee(), Action::ApproveShift, seen)));
        scenes.push(awaiting(&lee(), Action::ConfirmShift, 2).by_link());
        let ended = scenes.into_iter().map(|mut scene| {
            let mut first = maya();
            change(&mut scene, &mut first);
            scene.context.first_approver =
                Some(FirstApprover { member: Some(first), subscription: Some(subscription(&maya())) });
            ending(&scene)
        });
        ended.collect::<Vec<_>>()
    };
    assert_eq!(second(|_, _| {}), ["second"; 3]);
    assert_eq!(second(|_, first| first.role = crate::workspace::Role::Marketer), ["second"; 3]);
    assert_eq!(second(|_, first| first.active = false), ["first_may_not"; 3]);
    assert_eq!(second(|_, first| first.role = crate::workspace::Role::Viewer), ["first_may_not"; 3]);
    let others_are_named = second(|scene, _| {
        scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![lee().id]));
    });
    assert_eq!(others_are_named, ["first_may_not"; 3]);
    let mut gone = awaiting(&lee(), Action::ApproveShift, 2);
    gone.context.first_approver = Some(FirstApprover::default());
    assert_eq!(ending(&gone), "first_may_not");
}

#[test]
fn a_limit_that_was_raised_meanwhile_does_not_make_the_first_the_second() {
    let mut scene = awaiting(&maya(), Action::ApproveShift, 2);
    scene.workspace(|workspace| workspace.single_tap_limit = dollars(10_000));
    assert_eq!(ending(&scene), "awaits_second");
}

#[test]
fn the_second_needs_the_right_to_approve_and_the_budgets_of_the_proposal() {
    let second = || awaiting(&lee(), Action::ApproveShift, 2);
    each_by_itself(
        second,
        cases! {
            "others are named" => "may_not":
                |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![maya().id]));
            "a viewer by now" => "may_not": |scene| scene.member(|member| member.role = crate::workspace::Role::Viewer);
            "a budget that changed" => "target_moved": |scene| scene.context.changed_campaigns = crate::testing::campaigns();
            "an old button" => "expired": |scene| scene.now = later(24 * 3600);
            "a used button" => "gone": |scene| scene.token(|token| token.state = TokenState::Used);
            "an amount that is none of the workspace any more" => "over_limit":
                |scene| scene.workspace(|workspace| workspace.single_tap_limit.currency = "EUR".parse().unwrap());
            "a shift backwards" => "over_limit": |scene| scene.shift(|shift| shift.amount = dollars(-1));
        },
    );
}
