//! Claims about reports by SES, on the real engine, with the notification of a digest whose mail was sent.

use super::*;
use domain::email::event::MailEvent;
use domain::instant::EpochSecond;
use domain::message::reference::NotificationJob;
use domain::notification::fixture::digest_notification;
use domain::notification::{EmailState, MemberNotification, NotificationEmail};
use domain::testing::{now, pepper};
use jiff::{SignedDuration, Timestamp};
use store::embedded::{self, EmbeddedStore, Fault, FaultPlan};
use store::key::Key;
use store::testing::{store_one, store_workspace};

const ADDRESS: &str = "maya@example.com";

fn after(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}

fn sent() -> MemberNotification {
    let notification = digest_notification();
    let claimed: NotificationEmail = notification.email.claimed(EpochSecond::new(0));
    let state = EmailState::Sent { at: now(), ses_id: "mail-1".into() };
    MemberNotification { email: claimed.moved_to(state), ..notification }
}

async fn desk() -> EmbeddedStore {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    keep(&embedded, &sent()).await;
    embedded
}

async fn keep(embedded: &EmbeddedStore, notification: &MemberNotification) {
    let key =
        Key::notification(&notification.workspace, &notification.member, notification.at, &notification.id);
    store_one(&embedded.store, &key, notification).await;
}

fn report(kind: MailEventKind, mail: &str, hours: i64) -> MailEvent {
    MailEvent {
        about: sent().job(),
        ses_id: mail.into(),
        to: Some(EmailAddress::parse(ADDRESS).unwrap()),
        kind,
        at: after(hours),
    }
}

async fn note(embedded: &EmbeddedStore, event: &MailEvent) -> Noted {
    note_fate(&embedded.store, &pepper(), event).await.unwrap()
}

async fn state(embedded: &EmbeddedStore) -> EmailState {
    embedded.store.read_notification(&sent().job()).await.unwrap().unwrap().notification.email.state
}

/// Reports whether the table has a suppression for the address, however it is written.
async fn is_suppressed(embedded: &EmbeddedStore, address: &str) -> bool {
    let mailbox = pepper().hash_mailbox(&EmailAddress::parse(address).unwrap());
    embedded.dump().await.contains(&format!("MAILBOX#{mailbox}"))
        && embedded.dump().await.contains("SUPPRESSED")
}

const HARD: MailEventKind = MailEventKind::Bounced(BounceKind::Permanent);
const SOFT: MailEventKind = MailEventKind::Bounced(BounceKind::Transient);
const REJECTED: MailEventKind = MailEventKind::Bounced(BounceKind::Rejected);

#[tokio::test]
async fn a_hard_bounce_and_a_complaint_suppress_the_address_and_the_notification_says_what_happened() {
    let bounced = EmailState::Bounced { at: after(1), kind: BounceKind::Permanent };
    for (kind, reason, expected) in [
        (HARD, SuppressedFor::HardBounce, bounced),
        (MailEventKind::Complained, SuppressedFor::Complaint, EmailState::Delivered { at: after(1) }),
    ] {
        let embedded = desk().await;
        assert_eq!(note(&embedded, &report(kind, "mail-1", 1)).await, Noted::Suppressed(reason));
        assert_eq!(state(&embedded).await, expected);
        assert!(is_suppressed(&embedded, "Maya@Example.com").await, "upper and lower case are one address");
        assert!(!is_suppressed(&embedded, "lee@example.com").await);
    }
}

#[tokio::test]
async fn a_delivery_and_a_mail_that_ses_rejects_say_nothing_against_the_address() {
    for kind in [MailEventKind::Delivered, REJECTED, REJECTED, REJECTED] {
        let embedded = desk().await;
        for mail in ["mail-1", "mail-2", "mail-3"] {
            assert_eq!(note(&embedded, &report(kind, mail, 1)).await, Noted::Mail);
        }
        assert!(!is_suppressed(&embedded, ADDRESS).await, "{kind:?}");
    }
}

#[tokio::test]
async fn the_same_report_twice_changes_nothing_more() {
    for kind in [HARD, SOFT, REJECTED, MailEventKind::Delivered, MailEventKind::Complained] {
        let embedded = desk().await;
        let report = report(kind, "mail-1", 1);
        let first = note(&embedded, &report).await;
        let stored = embedded.items().await;
        assert_eq!(note(&embedded, &report).await, first);
        assert!(embedded.items().await == stored, "{kind:?}");
    }
}

#[tokio::test]
async fn reports_in_any_order_end_in_the_same_state() {
    let kinds = [SOFT, MailEventKind::Delivered, HARD];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let embedded = desk().await;
        for place in order {
            note(&embedded, &report(kinds[place], "mail-1", 1)).await;
        }
        let bounced = EmailState::Bounced { at: after(1), kind: BounceKind::Permanent };
        assert_eq!(state(&embedded).await, bounced, "{order:?}");
    }
}

#[tokio::test]
async fn the_word_of_ses_that_it_took_the_mail_may_come_after_the_report_and_does_not_take_it_back() {
    let embedded = desk().await;
    let claimed = MemberNotification {
        email: digest_notification().email.claimed(EpochSecond::new(0)),
        ..digest_notification()
    };
    keep(&embedded, &claimed).await;
    note(&embedded, &report(MailEventKind::Delivered, "mail-1", 1)).await;
    embedded.store.record_notification_mail(&claimed, &sent().email).await.unwrap();
    assert_eq!(state(&embedded).await, EmailState::Delivered { at: after(1) });
}

#[tokio::test]
async fn three_mails_that_bounce_for_now_within_a_week_suppress_the_address() {
    let embedded = desk().await;
    for (mail, hours) in [("mail-1", 0), ("mail-1", 1), ("mail-2", 24), ("mail-2", 25)] {
        assert_eq!(note(&embedded, &report(SOFT, mail, hours)).await, Noted::Mail);
    }
    assert!(!is_suppressed(&embedded, ADDRESS).await);
    let third = note(&embedded, &report(SOFT, "mail-3", 6 * 24)).await;
    assert_eq!(third, Noted::Suppressed(SuppressedFor::SoftBounces));
    assert!(is_suppressed(&embedded, ADDRESS).await);
}

#[tokio::test]
async fn bounces_that_are_weeks_apart_are_borne() {
    let embedded = desk().await;
    for (mail, weeks) in [("mail-1", 0), ("mail-2", 1), ("mail-3", 2), ("mail-4", 3)] {
        assert_eq!(note(&embedded, &report(SOFT, mail, weeks * 7 * 24)).await, Noted::Mail);
    }
    assert!(!is_suppressed(&embedded, ADDRESS).await);
}

#[tokio::test]
async fn an_answering_machine_of_somebody_on_holiday_does_not_count() {
    let embedded = desk().await;
    note(&embedded, &report(MailEventKind::Delivered, "mail-1", 0)).await;
    for (mail, hours) in [("mail-1", 1), ("mail-2", 2), ("mail-3", 3)] {
        assert_eq!(note(&embedded, &report(SOFT, mail, hours)).await, Noted::Mail);
    }
    assert_eq!(state(&embedded).await, EmailState::Delivered { at: after(0) });
    assert!(!embedded.dump().await.contains("MAILBOX#"));
}

#[tokio::test]
async fn two_workers_that_count_at_once_count_both() {
    let embedded = desk().await;
    note(&embedded, &report(SOFT, "mail-1", 0)).await;
    let (second, third) = (report(SOFT, "mail-2", 1), report(SOFT, "mail-3", 2));
    let noted = tokio::join!(note(&embedded, &second), note(&embedded, &third));
    assert!([noted.0, noted.1].contains(&Noted::Suppressed(SuppressedFor::SoftBounces)), "{noted:?}");
    assert!(is_suppressed(&embedded, ADDRESS).await);
}

#[tokio::test]
async fn a_report_about_a_notification_that_is_gone_still_protects_the_address() {
    let embedded = desk().await;
    let about = NotificationJob { notification: "n-gone".parse().unwrap(), ..sent().job() };
    let of_old = |kind| MailEvent { about: about.clone(), ..report(kind, "mail-1", 1) };
    assert_eq!(note(&embedded, &of_old(MailEventKind::Delivered)).await, Noted::NoNotification);
    assert_eq!(note(&embedded, &of_old(HARD)).await, Noted::Suppressed(SuppressedFor::HardBounce));
    assert!(is_suppressed(&embedded, ADDRESS).await);
    assert_eq!(state(&embedded).await, sent().email.state, "and touches no other notice");
}

#[tokio::test]
async fn a_report_without_an_address_moves_the_notification_alone() {
    for kind in [HARD, SOFT] {
        let embedded = desk().await;
        let nameless = MailEvent { to: None, ..report(kind, "mail-1", 1) };
        assert_eq!(note(&embedded, &nameless).await, Noted::Mail);
        assert!(matches!(state(&embedded).await, EmailState::Bounced { .. }));
        assert!(!embedded.dump().await.contains("MAILBOX#"));
    }
}

#[tokio::test]
async fn no_address_is_in_what_is_kept_about_it() {
    let embedded = desk().await;
    let before = embedded.dump().await.matches(ADDRESS).count();
    note(&embedded, &report(SOFT, "mail-1", 1)).await;
    note(&embedded, &report(HARD, "mail-1", 1)).await;
    assert_eq!(embedded.dump().await.matches(ADDRESS).count(), before);
}

#[tokio::test]
async fn whatever_call_fails_the_report_comes_again_and_then_holds() {
    for kind in [HARD, SOFT, MailEventKind::Delivered] {
        for fault in Fault::ALL {
            for call in 0..3 {
                let embedded = desk().await.without_retries();
                embedded.set_faults(FaultPlan::at(call, fault));
                let report = report(kind, "mail-1", 1);
                let first = embedded.until_crash(note_fate(&embedded.store, &pepper(), &report)).await;
                if first.is_none() {
                    embedded.restart();
                }
                embedded.set_faults(FaultPlan::none());
                note(&embedded, &report).await;
                assert_eq!(state(&embedded).await, state_of(&report), "{kind:?} {fault:?} at {call}");
                assert_eq!(is_suppressed(&embedded, ADDRESS).await, kind == HARD);
            }
        }
    }
}
