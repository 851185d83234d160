//! Tests of batches, driven by recorded events of the queue; see `events/README.md`.

use super::*;
use command_center::app::delivery::DeliveryError;
use command_center::domain::message::job::QueueError;
use command_center::domain::message::reference::DeliveryJob;
use command_center::store::StoreError;
use serde_json::json;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const ONE: &str = include_str!("../../../../events/delivery.one.json");
const POISON: &str = include_str!("../../../../events/delivery.poison.json");
const PROBE: &str = include_str!("../../../../events/delivery.probe.json");

fn event(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A batch with a job for each person.
fn batch_for(people: &[&str]) -> Value {
    let record = |person: &&str| {
        let body = json!({"version": "1", "workspace": "acme-store", "member": person, "message": format!("d-{person}")});
        json!({"messageId": format!("id-{person}"), "body": body.to_string()})
    };
    json!({"Records": people.iter().map(record).collect::<Vec<_>>()})
}

fn failure() -> JobFailure {
    DeliveryError::Queue(QueueError::Unavailable("the queue of the test fails".into())).into()
}

/// Returns the message job of a record; the batches of these tests contain no others.
fn message(work: Work) -> DeliveryJob {
    match work {
        Work::Job(QueueJob::Message(job)) => job,
        other => panic!("{other:?}"),
    }
}

fn failed(response: &SqsBatchResponse) -> Vec<&str> {
    response.batch_item_failures.iter().map(|failure| failure.item_identifier.as_str()).collect()
}

#[tokio::test]
async fn each_record_becomes_the_job_that_it_names() {
    let jobs = Mutex::new(Vec::new());
    let response = do_batch(event(ONE), async |job| {
        let job = message(job);
        jobs.lock().unwrap().push((
            job.workspace.to_string(),
            job.member.to_string(),
            job.message.to_string(),
        ));
        Ok(())
    });
    assert!(response.await.unwrap().batch_item_failures.is_empty());
    assert_eq!(*jobs.lock().unwrap(), [("acme-store".into(), "maya".into(), "d-20261006-maya".into())]);
}

#[tokio::test]
async fn each_kind_of_job_reaches_the_worker_as_what_it_is() {
    let notification = json!({"version": "2", "job": "notice_mail", "workspace": "acme-store", "member": "maya",
        "notice": "n-1", "at": "2026-10-06T12:07:00Z"});
    let audit = json!({"id": "in-1", "workspace": "acme-store", "at": "2026-10-06T12:07:00Z", "source": "whats_app",
        "verb": "approve_shift", "object": "20261005-a1", "outcome": {"result": "denied", "reason": "superseded"}});
    let refusal = json!({"version": "2", "job": "record_refusal", "audit": audit});
    let record = |body: &Value| json!({"messageId": "id", "body": body.to_string()});
    let mut batch = batch_for(&["maya"]);
    batch["Records"].as_array_mut().unwrap().extend([record(&notification), record(&refusal)]);
    let kinds = Mutex::new(Vec::new());
    let response = do_batch(batch, async |job| {
        kinds.lock().unwrap().push(match job {
            Work::Job(QueueJob::Message(job)) => format!("message {}", job.message),
            Work::Job(QueueJob::NotificationMail(job)) => format!("notice {}", job.notification),
            Work::Job(QueueJob::RecordRefusal(job)) => format!("refusal {}", job.audit.id),
            Work::MailEvent(event) => format!("mail of {}", event.about.notification),
        });
        Ok(())
    });
    assert!(response.await.unwrap().batch_item_failures.is_empty());
    let mut kinds = kinds.into_inner().unwrap();
    kinds.sort();
    assert_eq!(kinds, ["message d-maya", "notice n-1", "refusal in-1"]);
}

#[tokio::test]
async fn what_ses_reports_reaches_the_worker_beside_the_jobs() {
    for (text, expected) in [
        (include_str!("../../../../events/delivery.ses-bounce.json"), "Bounced(Permanent)"),
        (include_str!("../../../../events/delivery.ses-soft-bounce.json"), "Bounced(Transient)"),
        (include_str!("../../../../events/delivery.ses-complaint.json"), "Complained"),
        (include_str!("../../../../events/delivery.ses-delivery.json"), "Delivered"),
        (include_str!("../../../../events/delivery.ses-reject.json"), "Bounced(Rejected)"),
    ] {
        let mut batch = batch_for(&["lee"]);
        batch["Records"].as_array_mut().unwrap().extend(event(text)["Records"].as_array().unwrap().clone());
        let noted = Mutex::new(Vec::new());
        let response = do_batch(batch, async |work| {
            if let Work::MailEvent(event) = work {
                noted.lock().unwrap().push(format!("{:?} of {}", event.kind, event.about.member));
            }
            Ok(())
        });
        assert!(response.await.unwrap().batch_item_failures.is_empty());
        assert_eq!(*noted.lock().unwrap(), [format!("{expected} of maya")]);
    }
}

#[tokio::test]
async fn an_event_that_is_not_acted_on_is_done_and_one_that_cannot_be_noted_comes_again() {
    let open = json!({"source": "aws.ses", "detail": {"eventType": "Open"}});
    let batch = json!({"Records": [{"messageId": "id", "body": open.to_string()}]});
    let ignored = do_batch(batch, async |work| panic!("{work:?}")).await.unwrap();
    assert!(ignored.batch_item_failures.is_empty());
    let mut batch = batch_for(&["lee"]);
    let bounce = event(include_str!("../../../../events/delivery.ses-bounce.json"))["Records"][0].clone();
    batch["Records"].as_array_mut().unwrap().push(bounce.clone());
    let response = do_batch(batch, async |work| match work {
        Work::MailEvent(_) => Err(JobFailure::MailEvent(StoreError::Unavailable("gone".into()))),
        Work::Job(_) => Ok(()),
    });
    assert_eq!(failed(&response.await.unwrap()), [bounce["messageId"].as_str().unwrap()]);
}

#[tokio::test]
async fn a_record_that_cannot_be_read_fails_alone() {
    let delivered = AtomicUsize::new(0);
    let response = do_batch(event(POISON), async |_job| {
        delivered.fetch_add(1, Ordering::Relaxed);
        Ok(())
    });
    let response = response.await.unwrap();
    let expected = ["00000002-0000-4000-8000-000000000000", "00000004-0000-4000-8000-000000000000"];
    assert_eq!(failed(&response), expected);
    assert_eq!(delivered.load(Ordering::Relaxed), 2);
    let answer = serde_json::to_value(&response).unwrap();
    assert_eq!(
        answer["batchItemFailures"][0]["itemIdentifier"], expected[0],
        "the words that the queue reads"
    );
}

#[tokio::test]
async fn a_delivery_that_fails_comes_again_alone() {
    let response =
        do_batch(batch_for(&["maya", "lee", "anna"]), async |job| match message(job).member.as_str() {
            "lee" => Err(failure()),
            _ => Ok(()),
        });
    assert_eq!(failed(&response.await.unwrap()), ["id-lee"]);
}

#[tokio::test]
async fn when_every_record_fails_the_invocation_fails_so_that_the_alarm_rings() {
    let response = do_batch(batch_for(&["maya", "lee"]), async |_job| {
        Err(JobFailure::Refusal(StoreError::Unavailable("the store of the test is gone".into())))
    });
    assert!(matches!(response.await.unwrap_err(), BatchFailure::EveryRecord { records: 2 }));
}

#[tokio::test]
async fn a_failed_record_without_an_identifier_fails_the_batch_and_is_not_lost() {
    let mut batch = batch_for(&["maya", "lee"]);
    batch["Records"][1]["messageId"] = Value::Null;
    let response = do_batch(batch, async |job| match message(job).member.as_str() {
        "lee" => Err(failure()),
        _ => Ok(()),
    });
    assert!(matches!(response.await.unwrap_err(), BatchFailure::NamelessRecord));
}

#[tokio::test]
async fn what_is_no_batch_is_an_ordinary_error_that_repeats_nothing() {
    for payload in [event(PROBE), json!({"Records": "+15550100001"}), json!({}), Value::Null] {
        let refused = do_batch(payload, async |_job| Ok(())).await.unwrap_err();
        assert!(matches!(refused, BatchFailure::NotABatch));
        let diagnostic = command_center::adapters::lambda::diagnostic(&refused);
        assert_eq!(diagnostic.error_type, "NotABatch");
        assert!(!diagnostic.error_message.contains("probe") && !diagnostic.error_message.contains("+1555"));
    }
}

#[tokio::test]
async fn an_empty_batch_is_done() {
    let response = do_batch(json!({"Records": []}), async |_job| Ok(())).await.unwrap();
    assert!(response.batch_item_failures.is_empty());
}

#[tokio::test]
async fn the_records_of_a_batch_are_handled_at_the_same_time() {
    let people = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let together = tokio::sync::Barrier::new(people.len());
    let response = do_batch(batch_for(&people), async |_job| {
        together.wait().await;
        Ok(())
    });
    assert!(response.await.unwrap().batch_item_failures.is_empty());
}

#[tokio::test]
async fn no_more_than_ten_are_handled_at_the_same_time() {
    let people: Vec<String> = (0..25).map(|number| format!("m-{number}")).collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let response = do_batch(batch_for(&people), async |_job| {
        most.fetch_max(now.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
        tokio::task::yield_now().await;
        now.fetch_sub(1, Ordering::Relaxed);
        Ok(())
    });
    assert!(response.await.unwrap().batch_item_failures.is_empty());
    assert_eq!(most.load(Ordering::Relaxed), 10);
}

#[tokio::test]
async fn a_panic_in_one_record_fails_that_record_alone() {
    let response =
        do_batch(batch_for(&["maya", "lee", "anna"]), async |job| match message(job).member.as_str() {
            "lee" => panic!("a defect of the test"),
            _ => Ok(()),
        });
    assert_eq!(failed(&response.await.unwrap()), ["id-lee"]);
}
