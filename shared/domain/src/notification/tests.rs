//! Claims about notifications: when two are the same, what they say, and how the state of their mails changes.

use super::fixture::{assigned_to, digest, notification};
use super::*;
use crate::digest::mail_notification::{DIGEST_MAIL_SECONDS, digest_fallback};
use crate::email::BounceKind;
use crate::instant::EpochSecond;
use crate::message::template::TemplateName;
use crate::message::{ManualResend, Message};
use crate::testing::{anna, maya, now};
use jiff::SignedDuration;
use proptest::prelude::*;

#[test]
fn the_same_event_is_one_notification_for_each_person_and_kind() {
    let reader = Teammate::from(&maya());
    let one = MemberNotification::written(assigned_to(&reader));
    let later = NewNotification { at: now() + SignedDuration::from_secs(5), ..assigned_to(&reader) };
    assert_eq!(MemberNotification::written(later).id, one.id);
    let event = "in-2".parse().unwrap();
    let other_event = NewNotification { event: &event, ..assigned_to(&reader) };
    let (other_reader, kind) =
        (Teammate::from(&anna()), NotificationKind::ShiftApplied { adjustment: "a-1".parse().unwrap() });
    let other_kind = NewNotification { kind, ..assigned_to(&reader) };
    for other in [other_event, assigned_to(&other_reader), other_kind] {
        assert_ne!(MemberNotification::written(other).id, one.id);
    }
    assert!(one.id.as_str().parse::<NotificationId>().is_ok());
}

#[test]
fn a_notification_is_one_line_whatever_people_and_campaigns_are_called() {
    let reader = Teammate::from(&maya());
    let hostile = "x\r\n*y*\u{202e}https://evil.example".repeat(20);
    let kind = NotificationKind::Assigned {
        recommendation: "20261005-a1".parse().unwrap(),
        by: "lee".parse().unwrap(),
        by_name: hostile.clone(),
    };
    let notification = MemberNotification::written(NewNotification {
        kind,
        about: &hostile,
        why: &hostile,
        ..assigned_to(&reader)
    });
    for line in [&notification.summary, &notification.why] {
        assert!(!line.chars().any(char::is_control) && !line.contains('\u{202e}'), "{line}");
        assert!(line.encode_utf16().count() <= LONGEST_LINE);
    }
    assert!(!notification.summary.starts_with("x https://"), "a name is no link: {}", notification.summary);
}

#[test]
fn a_notification_shows_neither_people_nor_figures_in_a_log() {
    let shown = format!("{:?}", notification());
    assert!(!shown.contains("Lee") && !shown.contains("300") && shown.contains("assigned"), "{shown}");
}

#[test]
fn the_job_of_a_notification_names_it() {
    let (notification, job) = (notification(), notification().job());
    assert_eq!(
        (job.workspace, job.member, job.notification, job.at),
        (notification.workspace, notification.member, notification.id, notification.at)
    );
}

#[test]
fn a_notification_that_is_not_to_be_mailed_has_no_mail_that_could_be_claimed() {
    let reader = Teammate::from(&maya());
    let quiet = MemberNotification::written(NewNotification { is_mailed: false, ..assigned_to(&reader) });
    assert_eq!(quiet.email.state, EmailState::NotWanted);
    assert!(quiet.email.rank > notification().email.rank);
}

#[test]
fn the_same_digest_is_one_notification_at_one_place_until_an_admin_has_it_sent_again() {
    let message = digest(TemplateName::KpiDaily, Language::English);
    let (one, later) =
        (digest_fallback(&message, now()), digest_fallback(&message, now() + SignedDuration::from_mins(9)));
    assert_eq!((&one.id, one.at, &one.job()), (&later.id, later.at, &later.job()));
    assert_eq!(one.email.deadline, EpochSecond::from(now()).plus_seconds(DIGEST_MAIL_SECONDS));
    assert_eq!(later.email.deadline, one.email.deadline.plus_seconds(540));
    let at = now() + SignedDuration::from_hours(1);
    let resend = ManualResend { by: "a".into(), reason: "r".into(), at, forced: false };
    let again = digest_fallback(&Message { resend: Some(resend), ..message.clone() }, at);
    assert_ne!(again.id, one.id);
    let other = Message { id: "d-20261007-maya".parse().unwrap(), ..message };
    assert_ne!(digest_fallback(&other, now()).id, one.id);
}

#[test]
fn a_digest_is_told_in_its_own_language_and_names_its_message() {
    let message = digest(TemplateName::KpiDaily, Language::Spanish);
    let notification = digest_fallback(&message, now());
    assert!(notification.summary.starts_with("Informe diario de Acme Store"), "{}", notification.summary);
    assert_eq!(notification.kind, NotificationKind::Digest { message: message.id });
    assert_eq!((notification.email.state, notification.links.len()), (EmailState::Waiting, 4));
}

fn states() -> [EmailState; 9] {
    [
        EmailState::Waiting,
        EmailState::Sending { lease_until: EpochSecond::new(1) },
        EmailState::Unknown,
        EmailState::Failed { reason: MailFailure::NoAddress },
        EmailState::Sent { at: now(), ses_id: "1".into() },
        EmailState::NotWanted,
        EmailState::Bounced { at: now(), kind: BounceKind::Transient },
        EmailState::Delivered { at: now() },
        EmailState::Bounced { at: now(), kind: BounceKind::Permanent },
    ]
}

#[test]
fn what_is_known_of_a_mail_outranks_what_is_not_and_a_mail_that_went_out_outranks_a_failure() {
    assert!(states().windows(2).all(|pair| pair[0].rank() < pair[1].rank()));
}

#[test]
fn a_notification_comes_back_as_it_was_written() {
    for state in states() {
        let notification = MemberNotification {
            email: notification().email.moved_to(state),
            read_at: Some(now()),
            ..notification()
        };
        let written = serde_json::to_string(&notification).unwrap();
        assert_eq!(serde_json::from_str::<MemberNotification>(&written).unwrap(), notification);
    }
}

proptest! {
    #[test]
    fn the_stored_rank_is_always_that_of_the_state(steps in prop::collection::vec(0_u8..11, 0..6), second in 1_i64..9_999) {
        let mut email = NotificationEmail::new(true, now());
        for step in steps {
            email = match step {
                0 | 1 => email.claimed(EpochSecond::new(second)),
                2 => email.waiting(EpochSecond::new(second)),
                other => email.moved_to(states()[usize::from(other) - 2].clone()),
            };
            prop_assert_eq!(email.rank, email.state.rank());
            prop_assert_eq!(email.deadline, EpochSecond::from(now()).plus_seconds(MAIL_DEADLINE_SECONDS));
        }
    }
}
