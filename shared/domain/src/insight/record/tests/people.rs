//! Claims about what people do with alerts and recommendations, and what happens to that as new facts arrive.

use super::*;
use crate::testing::{decision, lee, maya, now, recommendation};
use jiff::{SignedDuration, ToSpan};

const MONDAY: Date = date(2026, 10, 5);

fn open() -> Alert {
    Alert::opened(&workspace(), finding("brand", 130), MONDAY)
}

fn handled() -> [Alert; 2] {
    [
        open().acknowledged(decision(&maya(), now())),
        open().snoozed(decision(&maya(), now()), EpochSecond::new(i64::MAX)),
    ]
}

#[test]
fn an_alert_that_somebody_handled_says_who_and_is_another_version() {
    for alert in handled() {
        assert_eq!((alert.version, alert.handled), (2, Some(decision(&maya(), now()))));
    }
}

#[test]
fn an_acknowledgement_ends_a_snooze() {
    let alert =
        open().snoozed(decision(&lee(), now()), EpochSecond::new(5)).acknowledged(decision(&maya(), now()));
    assert_eq!((alert.state, alert.snoozed_until), (AlertState::Acknowledged, None));
}

#[test]
fn an_alert_waits_for_somebody_while_it_is_open_and_from_the_second_that_its_snooze_ends() {
    let snoozed = open().snoozed(decision(&maya(), now()), EpochSecond::from(now()).plus_seconds(60));
    let resolved = Alert { state: AlertState::Resolved, ..open() };
    assert!(open().needs_somebody(now()));
    assert!(!open().acknowledged(decision(&maya(), now())).needs_somebody(Timestamp::MAX));
    assert!(!resolved.needs_somebody(now()));
    assert!(!snoozed.needs_somebody(now() + SignedDuration::from_secs(59)));
    assert!(snoozed.needs_somebody(now() + SignedDuration::from_secs(60)));
}

#[test]
fn what_was_handled_stays_so_while_it_gets_no_more_urgent() {
    for alert in handled() {
        for severity in [Severity::High, Severity::Medium] {
            let found = AlertFinding { severity, ..finding("brand", 500) };
            let tuesday = after(std::slice::from_ref(&alert), &[found], date(2026, 10, 6));
            assert_eq!((tuesday[0].state, &tuesday[0].handled), (alert.state, &alert.handled));
            assert_eq!(tuesday[0].version, alert.version + 1);
        }
    }
}

#[test]
fn what_was_handled_is_open_again_when_it_gets_more_urgent() {
    for alert in handled() {
        let worse = AlertFinding { severity: Severity::Critical, ..finding("brand", 500) };
        let tuesday = after(&[alert], &[worse], date(2026, 10, 6)).swap_remove(0);
        assert_eq!((tuesday.state, tuesday.handled, tuesday.snoozed_until), (AlertState::Open, None, None));
        assert_eq!(tuesday.first_day, MONDAY);
    }
}

#[test]
fn what_was_handled_and_ended_is_new_trouble_when_it_comes_back() {
    for alert in handled() {
        let over = after(&[alert], &[], date(2026, 10, 6));
        assert_eq!(over[0].state, AlertState::Resolved);
        let back = after(&over, &[finding("brand", 130)], date(2026, 10, 7)).swap_remove(0);
        assert_eq!((back.state, back.handled, back.snoozed_until), (AlertState::Open, None, None));
        assert!(occurrence(back.first_day) > occurrence(MONDAY));
        assert_eq!(back.version, over[0].version + 1);
    }
}

#[test]
fn each_day_is_an_occurrence_of_its_own_in_their_order() {
    let mut day = date(1970, 1, 1);
    assert_eq!(occurrence(day), 0);
    for number in 1..30_000 {
        day = day.saturating_add(1.day());
        assert_eq!(occurrence(day), number);
    }
    assert_eq!(occurrence(date(1969, 12, 31)), 0);
}

#[test]
fn who_takes_something_on_oneself_has_taken_it_on() {
    let what = recommendation().assigned(&maya().id, "Maya", decision(&maya(), now()));
    let assignment = what.assignment.unwrap();
    assert_eq!((assignment.answer, assignment.answered_at), (AssignmentAnswer::Accepted, Some(now())));
    assert_eq!(what.version, 2);
}

#[test]
fn who_is_given_something_is_asked_and_the_answer_is_kept_with_its_time() {
    let given = recommendation().assigned(&lee().id, "Lee", decision(&maya(), now()));
    let assignment = given.assignment.clone().unwrap();
    assert_eq!((assignment.answer, assignment.answered_at), (AssignmentAnswer::Awaited, None));
    let later = now() + SignedDuration::from_mins(5);
    for answer in [AssignmentAnswer::Accepted, AssignmentAnswer::PassedBack] {
        let answered = given.answered(answer, later);
        let expected = Assignment { answer, answered_at: Some(later), ..assignment.clone() };
        assert_eq!((answered.version, answered.assignment), (3, Some(expected)));
    }
}

#[test]
fn what_is_given_anew_is_asked_anew() {
    let back = recommendation()
        .assigned(&lee().id, "Lee", decision(&maya(), now()))
        .answered(AssignmentAnswer::PassedBack, now());
    let again = back.assigned(&lee().id, "Lee", decision(&maya(), now()));
    let assignment = again.assignment.unwrap();
    assert_eq!((assignment.answer, assignment.answered_at), (AssignmentAnswer::Awaited, None));
    assert_eq!(again.version, 4);
}

#[test]
fn alerts_and_recommendations_from_before_people_could_act_on_them_are_read_as_untouched() {
    let mut old = serde_json::to_value(open()).unwrap();
    old.as_object_mut().unwrap().remove("snoozed_until");
    assert_eq!(serde_json::from_value::<Alert>(old).unwrap(), open());
    let mut old = serde_json::to_value(recommendation()).unwrap();
    old.as_object_mut().unwrap().remove("version");
    assert_eq!(serde_json::from_value::<Recommendation>(old).unwrap(), recommendation());
}
