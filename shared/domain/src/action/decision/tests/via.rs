//! Claims about channels: a button works by phone, a link on its page, a login at the API, and free text may ask for
//! little.

use super::*;
use crate::workspace::Consent;

fn approve() -> Scene {
    Scene::of_shift(&maya(), Action::ApproveShift, adjustment())
}

fn pick() -> Scene {
    let mut scene = Scene::of_recommendation(&maya(), Action::PickAssignee, recommendation());
    scene.token(|token| token.detail = Some(lee().id.to_string()));
    scene
}

#[test]
fn each_way_approves_with_the_token_that_was_made_for_it() {
    for scene in [approve(), approve().by_link(), approve().by_bearer()] {
        assert_eq!(scene.as_str(), "carried");
    }
}

#[test]
fn no_token_works_by_a_way_that_it_was_not_made_for() {
    let phone = Door::Phone(vec![address(&maya())]);
    for (what, mut scene, door, word) in [
        ("a button on a page", approve(), Door::Link, "gone"),
        ("a button at the API", approve(), Door::Bearer, "expired"),
        ("a link by phone", approve().by_link(), phone.clone(), "gone"),
        ("a link at the API", approve().by_link(), Door::Bearer, "expired"),
        ("a login by phone", approve().by_bearer(), phone, "gone"),
        ("a login on a page", approve().by_bearer(), Door::Link, "gone"),
    ] {
        scene.door = door;
        assert_eq!(scene.as_str(), word, "{what}");
    }
}

#[test]
fn a_page_asks_for_nothing_beside_its_link_but_a_choice_of_people() {
    let page = || {
        let what = recommendation();
        Scene::of_recommendation(&maya(), Action::AssignRecommendation, what).by_link()
    };
    let choice = |scene: &Scene| RequestedAction {
        action: Action::PickAssignee,
        target: scene.claims.target.clone(),
        seen_version: 1,
        detail: Some(lee().id.to_string()),
    };
    let mut scene = page();
    scene.requested = Some(choice(&scene));
    assert_eq!(scene.as_str(), "carried");
    scene.requested =
        Some(RequestedAction { target: "20261005-ffffffff".parse().unwrap(), ..choice(&page()) });
    assert_eq!(scene.as_str(), "gone");
    scene.requested = Some(RequestedAction { action: Action::AcceptAssignment, ..choice(&page()) });
    assert_eq!(scene.as_str(), "gone");
    let mut other = approve().by_link();
    other.requested = Some(choice(&page()));
    assert_eq!(other.as_str(), "gone");
}

#[test]
fn a_link_is_good_whatever_the_phone_and_the_consent_to_messages() {
    each_by_itself(
        || approve().by_link(),
        cases! {
            "no subscription" => "carried": |scene| scene.context.subscription = None;
            "stopped before the link was sent" => "carried":
                |scene| scene.subscription(|subscription| subscription.consent = Consent::OptedOut);
            "stopped after it" => "void": |scene| scene.subscription(|subscription| {
                subscription.consent = Consent::OptedOut;
                subscription.consent_changed_at = later(1);
            });
            "a removed member" => "no_longer_member": |scene| scene.member(|member| member.active = false);
            "too old" => "expired": |scene| scene.now = later(24 * 3600);
            "used" => "gone": |scene| scene.token(|token| token.state = TokenState::Used);
        },
    );
}

#[test]
fn a_login_that_is_over_says_so_before_anything_else() {
    each_by_itself(
        || approve().by_bearer(),
        cases! {
            "too old" => "expired": |scene| scene.now = later(24 * 3600);
            "revoked" => "expired": |scene| scene.token(|token| token.state = TokenState::Used);
            "not stored" => "expired": |scene| scene.context.token = None;
            "of somebody else" => "expired": |scene| scene.token(|token| token.member = lee().id);
            "of the system that carries out shifts" => "expired": |scene| {
                scene.claims.purpose = TokenPurpose::Api(ApiCaller::Integrator);
                scene.token(|token| token.purpose = TokenPurpose::Api(ApiCaller::Integrator));
            };
            "nothing asked for" => "expired": |scene| scene.requested = None;
            "over, about what somebody approved" => "expired": |scene| {
                scene.now = later(24 * 3600);
                scene.shift(|shift| *shift = shift.approved(decision(&lee(), now()), 60));
            };
            "another role since" => "void": |scene| scene.member(|member| member.changed_at = later(1));
            "another version" => "target_moved": |scene| scene.shift(|shift| shift.version = 2);
        },
    );
}

#[test]
fn a_change_in_the_second_of_the_issue_does_not_void_a_token_and_one_after_it_does() {
    let changes: [fn(&mut Scene, Timestamp); 3] = [
        |scene, at| scene.subscription(|subscription| subscription.consent_changed_at = at),
        |scene, at| scene.member(|member| member.changed_at = at),
        |scene, at| {
            scene.workspace(|workspace| workspace.rules.tokens_valid_from = Some(EpochSecond::from(at)));
        },
    ];
    for change in changes {
        for (seconds, word) in [(-1, "carried"), (0, "carried"), (1, "void")] {
            for mut scene in [approve(), approve().by_link(), approve().by_bearer()] {
                change(&mut scene, later(seconds));
                assert_eq!(scene.as_str(), word, "{seconds} seconds after the issue");
            }
        }
    }
}

#[test]
fn words_may_say_to_whom_something_goes_and_nothing_else() {
    assert_eq!(pick().by_text().as_str(), "carried");
    let choose = Scene::of_recommendation(&maya(), Action::AssignRecommendation, recommendation());
    assert_eq!(choose.by_text().as_str(), "shown");
    let shift = |action, shift| Scene::of_shift(&maya(), action, shift);
    let undone = adjustment().approved(decision(&maya(), now()), 60);
    for scene in [
        approve(),
        shift(Action::ConfirmShift, adjustment()),
        shift(Action::DeclineShift, adjustment()),
        shift(Action::UndoShift, undone),
        shift(Action::ReviewShift, adjustment()),
        Scene::of_alert(&maya(), Action::AcknowledgeAlert, alert()),
        Scene::of_alert(&maya(), Action::SnoozeAlert, alert()),
        Scene::of_recommendation(&maya(), Action::AcceptAssignment, given(&maya(), &lee())),
    ] {
        let action = scene.claims.purpose;
        assert_eq!(scene.by_text().as_str(), "gone", "{action:?}");
    }
}

#[test]
fn words_need_the_phone_the_membership_the_consent_and_the_right() {
    each_by_itself(
        || pick().by_text(),
        cases! {
            "another phone" => "not_your_button": |scene| scene.door = Door::Text(vec![address(&lee())]);
            "an address that was never verified" => "not_verified":
                |scene| scene.subscription(|subscription| subscription.unverified = true);
            "a removed member" => "no_longer_member": |scene| scene.member(|member| member.active = false);
            "a person who said stop" => "opted_out":
                |scene| scene.subscription(|subscription| subscription.consent = Consent::OptedOut);
            "a viewer" => "may_not": |scene| scene.member(|member| member.role = crate::workspace::Role::Viewer);
            "a token behind the words" => "gone":
                |scene| scene.context.token = Some(stored_token(&scene.claims, 1));
            "no wish" => "gone": |scene| scene.requested = None;
        },
    );
}

#[test]
fn a_person_is_known_by_number_and_by_business_scoped_id_alike() {
    let mut scene = approve();
    let scoped = subscription(&maya()).addresses().pop().unwrap();
    scene.door = Door::Phone(vec![scoped.clone()]);
    assert_eq!(scene.as_str(), "carried");
    scene.door = Door::Phone(vec![address(&maya()), scoped]);
    assert_eq!(scene.as_str(), "carried");
}

#[test]
fn a_token_that_is_no_tap_carries_nothing_out() {
    for action in [
        TokenPurpose::Dashboard,
        TokenPurpose::Api(ApiCaller::Integrator),
        TokenPurpose::Api(ApiCaller::Member),
    ] {
        assert_eq!(Scene::of_shift(&maya(), action, adjustment()).as_str(), "gone");
    }
}

#[test]
fn what_can_only_be_written_is_taken_by_no_other_way() {
    let reason = || {
        let declined = adjustment().declined(decision(&maya(), now()));
        let mut scene = Scene::of_shift(&maya(), Action::GiveReason, declined);
        scene.token(|token| token.detail = Some("Launch week".into()));
        scene
    };
    for scene in [reason(), reason().by_link(), reason().by_bearer()] {
        assert_eq!(scene.as_str(), "gone");
    }
    assert_eq!(reason().by_text().as_str(), "carried");
}

#[test]
fn without_any_facts_nobody_does_anything() {
    for mut scene in [approve(), approve().by_link(), approve().by_bearer(), pick().by_text()] {
        scene.context = ActionContext::default();
        assert!(matches!(scene.decide(), Decision::Refuse(_)));
    }
}

#[test]
fn who_may_is_asked_of_the_right_that_the_action_needs() {
    let mut scene = approve();
    scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(Vec::new()));
    assert_eq!(scene.refusal(), Refusal::MayNot { permission: Permission::ApproveShifts });
    let mut scene = pick();
    scene.workspace(|workspace| workspace.rules.named.assign_recommendations = Some(Vec::new()));
    assert_eq!(scene.refusal(), Refusal::MayNot { permission: Permission::AssignRecommendations });
    let mut scene = Scene::of_alert(&maya(), Action::SnoozeAlert, alert());
    scene.workspace(|workspace| workspace.rules.named.handle_alerts = Some(Vec::new()));
    assert_eq!(scene.refusal(), Refusal::MayNot { permission: Permission::HandleAlerts });
}
