//! Claims about alerts: a resolved alert stays resolved, a late request is told who handled it, and tomorrow begins in
//! the person's own zone.

use super::*;
use crate::insight::record::AlertState;
use crate::workspace::Role;

const SNOOZES: [Action; 2] = [Action::SnoozeAlert, Action::SnoozeAlertUntilTomorrow];

fn of(action: Action, alert: Alert) -> Scene {
    Scene::of_alert(&maya(), action, alert)
}

fn acknowledge() -> Scene {
    of(Action::AcknowledgeAlert, alert())
}

fn snoozed_by(who: &Member, until: EpochSecond) -> Alert {
    alert().snoozed(decision(who, now()), until)
}

#[test]
fn one_tap_acknowledges_or_snoozes_an_alert_that_lasts() {
    assert_eq!(acknowledge().decide(), Decision::Apply(Change::Acknowledge));
    let until = EpochSecond::from(later(4 * 3600));
    let snooze = of(Action::SnoozeAlert, alert());
    assert_eq!(snooze.decide(), Decision::Apply(Change::Snooze { until }));
}

#[test]
fn trouble_that_is_over_is_not_opened_again_by_any_tap() {
    for action in [Action::AcknowledgeAlert, SNOOZES[0], SNOOZES[1]] {
        let mut scene = of(action, alert());
        scene.alert(|alert| alert.state = AlertState::Resolved);
        assert_eq!(scene.refusal(), Refusal::AlertOver);
        scene.alert(|alert| *alert = alert.acknowledged(decision(&lee(), now())));
        scene.alert(|alert| alert.state = AlertState::Resolved);
        assert_eq!(scene.refusal(), Refusal::AlertOver);
    }
}

#[test]
fn a_card_says_nothing_about_trouble_that_began_after_it() {
    let mut scene = acknowledge();
    scene.alert(|alert| alert.first_day = report_day().tomorrow().unwrap());
    assert_eq!(scene.refusal(), Refusal::AlertOver);
}

#[test]
fn a_later_card_is_about_trouble_that_began_before_it() {
    let mut scene = acknowledge();
    scene.token(|token| token.target_version += 3);
    scene.alert(|alert| alert.version = 9);
    assert_eq!(scene.decide(), Decision::Apply(Change::Acknowledge));
}

#[test]
fn who_acknowledged_is_told_whatever_is_wished() {
    for action in [Action::AcknowledgeAlert, SNOOZES[0], SNOOZES[1]] {
        for (by, by_the_same_person) in [(maya(), true), (lee(), false)] {
            let scene = of(action, alert().acknowledged(decision(&by, now())));
            let decision = decision(&by, now());
            let expected = Refusal::AlertHandled { decision, by_the_same_person, snoozed_until: None };
            assert_eq!(scene.refusal(), expected);
        }
    }
}

#[test]
fn who_snoozed_is_told_to_who_wants_to_snooze_until_the_second_that_it_ends() {
    let until = EpochSecond::from(later(100));
    for action in SNOOZES {
        for (by, by_the_same_person) in [(maya(), true), (lee(), false)] {
            let mut scene = of(action, snoozed_by(&by, until));
            scene.now = later(99);
            let decision = decision(&by, now());
            let expected = Refusal::AlertHandled { decision, by_the_same_person, snoozed_until: Some(until) };
            assert_eq!(scene.refusal(), expected);
            scene.now = later(100);
            assert_eq!(scene.as_str(), "carried");
        }
    }
}

#[test]
fn what_is_snoozed_can_be_acknowledged_by_anybody_who_may() {
    for by in [maya(), lee()] {
        let scene = of(Action::AcknowledgeAlert, snoozed_by(&by, EpochSecond::from(later(100))));
        assert_eq!(scene.decide(), Decision::Apply(Change::Acknowledge));
    }
}

#[test]
fn everything_else_that_stands_against_it_is_said_by_its_own_word() {
    each_by_itself(
        acknowledge,
        cases! {
            "a viewer" => "may_not": |scene| scene.member(|member| member.role = Role::Viewer);
            "others are named" => "may_not":
                |scene| scene.workspace(|workspace| workspace.rules.named.handle_alerts = Some(vec![lee().id]));
            "others are named for shifts" => "carried":
                |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![lee().id]));
            "an old button" => "expired": |scene| scene.now = later(24 * 3600);
            "an old button about what somebody acknowledged" => "alert_handled": |scene| {
                scene.now = later(24 * 3600);
                scene.alert(|alert| *alert = alert.acknowledged(decision(&lee(), now())));
            };
            "a used button" => "gone": |scene| scene.token(|token| token.state = TokenState::Used);
            "another alert" => "gone": |scene| scene.alert(|alert| alert.finding.id = "overspent-brand".parse().unwrap());
            "an alert of another workspace" => "gone": |scene| scene.alert(|alert| alert.workspace = "other".parse().unwrap());
            "no alert" => "gone": |scene| scene.context.target = None;
        },
    );
}

/// Returns the end of a snooze until tomorrow for a person in this zone who taps at this time.
fn tomorrow(zone: &str, at: &str) -> EpochSecond {
    let mut scene = of(Action::SnoozeAlertUntilTomorrow, alert());
    scene.now = at.parse().unwrap();
    scene.token(|token| token.valid_until = EpochSecond::new(i64::MAX));
    scene.member(|member| member.zone = zone.to_owned());
    match scene.decide() {
        Decision::Apply(Change::Snooze { until }) => until,
        other => panic!("not snoozed: {other:?}"),
    }
}

#[test]
fn tomorrow_begins_with_the_first_instant_of_the_persons_next_day() {
    for (what, zone, at, expected) in [
        ("an ordinary day", "America/New_York", "2026-10-06T12:07:00Z", "2026-10-07T04:00:00Z"),
        ("the day of 25 hours", "America/New_York", "2026-11-01T04:30:00Z", "2026-11-02T05:00:00Z"),
        ("the day of 23 hours", "America/New_York", "2026-03-08T05:30:00Z", "2026-03-09T04:00:00Z"),
        ("a day without midnight", "Africa/Cairo", "2026-04-23T20:00:00Z", "2026-04-23T22:00:00Z"),
        ("a quarter of an hour", "Asia/Kathmandu", "2026-10-06T18:14:59Z", "2026-10-06T18:15:00Z"),
        ("midnight itself", "Asia/Kathmandu", "2026-10-06T18:15:00Z", "2026-10-07T18:15:00Z"),
        ("fourteen hours ahead", "Pacific/Kiritimati", "2026-10-06T09:59:00Z", "2026-10-06T10:00:00Z"),
        ("the day that Samoa left out", "Pacific/Apia", "2011-12-30T09:00:00Z", "2011-12-30T10:00:00Z"),
        ("a zone that nobody knows", "Mars/Olympus", "2026-10-06T12:07:00Z", "2026-10-07T12:07:00Z"),
    ] {
        let expected: Timestamp = expected.parse().unwrap();
        let until = tomorrow(zone, at).timestamp().unwrap();
        assert_eq!(until, expected, "{what}");
    }
}

#[test]
fn no_hour_is_too_late_for_a_snooze() {
    for action in SNOOZES {
        let mut scene = of(action, alert());
        scene.token(|token| token.valid_until = EpochSecond::new(i64::MAX));
        scene.now = Timestamp::MAX;
        let Decision::Apply(Change::Snooze { until }) = scene.decide() else { panic!("not snoozed") };
        assert!(until > EpochSecond::from(Timestamp::MAX));
    }
}

#[test]
fn the_alerts_of_a_day_are_shown_to_everybody_in_the_workspace_while_the_button_is_young() {
    let show = || Scene::new(&anna(), Action::ShowAlerts, Target::Day(Box::new(day())));
    assert_eq!(show().decide(), Decision::Show(Prompt::Alerts));
    each_by_itself(
        show,
        cases! {
            "a used button" => "shown": |scene| scene.token(|token| token.state = TokenState::Used);
            "an old button" => "expired": |scene| scene.now = later(24 * 3600);
            "no such day" => "gone": |scene| scene.context.target = None;
            "another day" => "gone": |scene| {
                let other = DayFindings { day: report_day().tomorrow().unwrap(), ..day() };
                scene.context.target = Some(Target::Day(Box::new(other)));
            };
            "a day of another workspace" => "gone": |scene| {
                let other = DayFindings { workspace: "other".parse().unwrap(), ..day() };
                scene.context.target = Some(Target::Day(Box::new(other)));
            };
        },
    );
}
