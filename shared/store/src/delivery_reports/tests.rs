//! Tests of the delivery report's reads and writes, on a real DynamoDB engine.

use super::*;
use crate::embedded::{self, EmbeddedStore};
use crate::testing::{store_one, store_workspace};
use domain::digest::mail_notification::digest_fallback;
use domain::identity::NotificationId;
use domain::message::{FailureReason, MailFallback, MessageCost, MessageState, MessageStatus};
use domain::notification::NotificationEmail;
use domain::testing::{attempt_at, digest_in, now, workspace};

/// The local date of [`now`] in New York: from 04:00 to 04:00 UTC.
fn date() -> Date {
    jiff::civil::date(2026, 10, 6)
}

fn later() -> Timestamp {
    now() + SignedDuration::from_hours(48)
}

async fn start() -> EmbeddedStore {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    embedded
}

/// Stores a digest written at the given instant, as a digest run does.
async fn keep(embedded: &EmbeddedStore, id: &str, at: &str, message: Message) -> Message {
    let message = Message { id: id.parse().unwrap(), created_at: at.parse().unwrap(), ..message };
    let write = embedded.store.message_put(&message).unwrap();
    embedded.store.transact(vec![write]).await.unwrap();
    message
}

fn delivered() -> Message {
    let mut attempt = attempt_at(1, 1);
    attempt.status = Some(MessageStatus::Delivered);
    attempt.sid = Some(format!("SM{:032x}", 1));
    attempt.cost = Some(MessageCost { amount: "0.00850".into(), currency: "USD".into() });
    Message { attempts: vec![attempt], ..digest_in(MessageState::Delivered) }
}

async fn count(embedded: &EmbeddedStore) -> DeliveryReport {
    embedded.store.deliveries_of(&workspace().id, date(), later()).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_day_is_the_workspaces_own_from_its_midnight_to_its_midnight() {
    let embedded = start().await;
    for (id, at) in [
        ("before", "2026-10-06T03:59:59.999999Z"),
        ("first", "2026-10-06T04:00:00Z"),
        ("last", "2026-10-07T03:59:59.999999Z"),
        ("after", "2026-10-07T04:00:00Z"),
    ] {
        keep(&embedded, id, at, delivered()).await;
    }
    let report = count(&embedded).await;
    assert_eq!((report.all.due, report.all.first_try), (2, 2));
    assert_eq!(report.zone, "America/New_York");
    assert_eq!(report.cost.to_string(), "0.01700 USD for 2 attempts");
}

#[tokio::test]
async fn more_messages_than_a_page_are_all_counted_once() {
    let embedded = start().await;
    let many = u32::try_from(PAGE).unwrap() * 2 + 1;
    for number in 0..many {
        // One hundred of them share the same instant.
        let at = format!("2026-10-06T12:00:{:02}Z", number / 100);
        keep(&embedded, &format!("d-{number}"), &at, delivered()).await;
    }
    embedded.calls.take();
    assert_eq!(count(&embedded).await.all.due, many);
    let calls = embedded.calls.take();
    assert!(calls.iter().all(|call| call == "Query" || call == "BatchGetItem"), "{calls:?}");
    assert!(calls.len() <= 8, "the workspace, and a query and a read for each page: {calls:?}");
}

#[tokio::test]
async fn the_mail_in_place_of_a_digest_is_read_where_it_stands() {
    let embedded = start().await;
    let failed = Message {
        failure: Some(FailureReason::NoReceipt),
        attempts: vec![attempt_at(1, 1)],
        ..digest_in(MessageState::Failed)
    };
    let states =
        [EmailState::Delivered { at: later() }, EmailState::Sent { at: now(), ses_id: "0100".into() }];
    for (number, state) in states.into_iter().enumerate() {
        let mut notification = digest_fallback(&failed, now());
        notification.id = format!("n-{number}").parse::<NotificationId>().unwrap();
        notification.email = NotificationEmail { rank: state.rank(), state, ..notification.email };
        let fallback = Some(MailFallback { notification: notification.id.clone(), at: notification.at });
        let at = "2026-10-06T12:07:00Z";
        keep(&embedded, &format!("d-{number}"), at, Message { fallback, ..failed.clone() }).await;
        let key = Key::notification(
            &notification.workspace,
            &notification.member,
            notification.at,
            &notification.id,
        );
        store_one(&embedded.store, &key, &notification).await;
    }
    let lost = Some(MailFallback { notification: "n-gone".parse().unwrap(), at: now() });
    keep(&embedded, "d-9", "2026-10-06T12:07:00Z", Message { fallback: lost, ..failed }).await;
    let all = count(&embedded).await.all;
    assert_eq!((all.due, all.mailed, all.mail_sent, all.unknown), (3, 1, 1, 1));
}

#[tokio::test]
async fn a_report_is_kept_for_its_day_and_a_later_one_replaces_it() {
    let embedded = start().await;
    let message = keep(&embedded, "d-1", "2026-10-06T12:07:00Z", digest_in(MessageState::Accepted)).await;
    let store = &embedded.store;
    let first = count(&embedded).await;
    store.save_delivery_report(&first).await.unwrap();
    let arrived = Message { id: message.id.clone(), created_at: message.created_at, ..delivered() };
    store_one(store, &Key::message(&message.workspace, &message.id), &arrived).await;
    embedded.calls.take();
    assert_eq!(store.delivery_report(&workspace().id, date()).await.unwrap(), Some(first.clone()));
    assert_eq!(embedded.calls.take(), ["BatchGetItem"]);
    assert_eq!(first.all.unknown, 1);
    // Replacing the item removed it from the list by time, so it is added again.
    let stored = item::listed(
        item::write(&Key::message(&arrived.workspace, &arrived.id), &arrived).unwrap(),
        crate::key::message_list(&arrived.workspace),
        crate::key::sortable(arrived.created_at),
    );
    store.put_all(vec![stored], &|_| {}).await.unwrap();
    let second = count(&embedded).await;
    store.save_delivery_report(&second).await.unwrap();
    let kept = store.delivery_report(&workspace().id, date()).await.unwrap().unwrap();
    assert_eq!((kept.all.first_try, &kept), (1, &second));
    assert_eq!(store.delivery_report(&workspace().id, date().tomorrow().unwrap()).await.unwrap(), None);
}

#[tokio::test]
async fn a_workspace_that_is_not_set_up_or_has_no_zone_has_no_report() {
    let embedded = start().await;
    let nobody = "nobody".parse().unwrap();
    assert_eq!(embedded.store.deliveries_of(&nobody, date(), later()).await.unwrap(), None);
    let lost = Workspace { zone: "America/Atlantis".into(), ..workspace() };
    store_one(&embedded.store, &Key::workspace(&lost.id), &lost).await;
    assert_eq!(embedded.store.deliveries_of(&lost.id, date(), later()).await.unwrap(), None);
}
