//! Claims about reports of SES, read from recorded batches of the queue; see `events/README.md`.

use super::*;
use crate::notification::fixture::digest_notification;
use proptest::prelude::*;
use serde_json::{Value, json};

const BOUNCE: &str = include_str!("../../../../../events/delivery.ses-bounce.json");
const SOFT_BOUNCE: &str = include_str!("../../../../../events/delivery.ses-soft-bounce.json");
const COMPLAINT: &str = include_str!("../../../../../events/delivery.ses-complaint.json");
const DELIVERY: &str = include_str!("../../../../../events/delivery.ses-delivery.json");
const REJECT: &str = include_str!("../../../../../events/delivery.ses-reject.json");

/// Returns the only body of a recorded batch.
fn body(batch: &str) -> String {
    let batch: Value = serde_json::from_str(batch).unwrap();
    batch["Records"][0]["body"].as_str().unwrap().to_owned()
}

/// Returns the result of reading a recorded body with a change.
fn changed(batch: &str, change: impl FnOnce(&mut Value)) -> Option<MailReport> {
    let mut event = serde_json::from_str(&body(batch)).unwrap();
    change(&mut event);
    read(&event.to_string())
}

fn event(news: Option<MailReport>) -> MailEvent {
    match news {
        Some(MailReport::Event(event)) => *event,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_report_says_what_became_of_which_mail_and_when() {
    for (batch, kind, at) in [
        (BOUNCE, MailEventKind::Bounced(BounceKind::Permanent), "2026-10-06T12:07:08.123Z"),
        (SOFT_BOUNCE, MailEventKind::Bounced(BounceKind::Transient), "2026-10-06T14:07:08.123Z"),
        (COMPLAINT, MailEventKind::Complained, "2026-10-06T15:00:00Z"),
        (DELIVERY, MailEventKind::Delivered, "2026-10-06T12:07:07.456Z"),
        (REJECT, MailEventKind::Bounced(BounceKind::Rejected), "2026-10-06T12:07:05Z"),
    ] {
        let read = event(read(&body(batch)));
        assert_eq!((read.kind, read.at), (kind, at.parse().unwrap()));
        assert_eq!(read.about, digest_notification().job());
        assert_eq!(read.to.unwrap().as_str(), "maya@example.com");
        assert!(read.ses_id.starts_with("0100019c00000001"));
    }
}

#[test]
fn what_is_no_event_of_ses_is_somebody_elses_to_read() {
    for other in [
        "",
        "{",
        "[]",
        r#"{"version":"1","workspace":"acme","member":"maya","message":"d-1"}"#,
        r#"{"source":"aws.s3","detail":{}}"#,
        r#"{"source":7}"#,
    ] {
        assert_eq!(read(other), None, "{other}");
    }
}

fn ignored(news: Option<MailReport>) -> &'static str {
    match news {
        Some(MailReport::Ignored(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_tells_nothing_that_is_acted_on_is_ignored_and_says_why_in_fixed_words() {
    for (why, news) in [
        ("its form is not known", read(r#"{"source":"aws.ses","detail":{"maya@example.com":1}}"#)),
        ("its form is not known", read(r#"{"source":"aws.ses"}"#)),
        ("its type is not acted on", changed(DELIVERY, |event| event["detail"]["eventType"] = json!("Open"))),
        (
            "it lacks what its type has",
            changed(DELIVERY, |event| event["detail"]["eventType"] = json!("Bounce")),
        ),
        (
            "it is about no mail of a notice",
            changed(BOUNCE, |event| event["detail"]["mail"]["tags"] = json!({})),
        ),
        (
            "it is about no mail of a notice",
            changed(BOUNCE, |event| event["detail"]["mail"]["tags"]["member"] = json!(["Maya W"])),
        ),
        (
            "it is about no mail of a notice",
            changed(BOUNCE, |event| event["detail"]["mail"]["tags"]["at"] = json!(["soon"])),
        ),
    ] {
        assert_eq!(ignored(news), why);
    }
}

#[test]
fn a_reader_who_says_that_the_mail_is_wanted_does_not_complain() {
    let wanted = changed(COMPLAINT, |event| {
        event["detail"]["complaint"]["complaintFeedbackType"] = json!("not-spam");
    });
    assert_eq!(ignored(wanted), "its reader says that the mail is wanted");
    let silent = changed(COMPLAINT, |event| {
        event["detail"]["complaint"]["complaintFeedbackType"] = Value::Null;
    });
    assert_eq!(event(silent).kind, MailEventKind::Complained);
}

#[test]
fn a_kind_of_bounce_that_is_new_to_us_is_not_taken_for_a_permanent_one() {
    let new = changed(BOUNCE, |event| event["detail"]["bounce"]["bounceType"] = json!("Strange"));
    assert_eq!(event(new).kind, MailEventKind::Bounced(BounceKind::Undetermined));
}

#[test]
fn an_address_that_cannot_be_read_is_none() {
    for destination in [json!([]), json!(["maya@example.com, lee@example.com"]), json!(["x"])] {
        let odd = changed(BOUNCE, |event| event["detail"]["mail"]["destination"] = destination);
        assert_eq!(event(odd).to, None);
    }
}

#[test]
fn an_event_shows_no_address_in_a_log() {
    let shown = format!("{:?}", event(read(&body(BOUNCE))));
    assert!(!shown.contains("maya@"), "{shown}");
}

proptest! {
    #[test]
    fn the_tags_of_a_mail_are_ones_that_ses_takes_and_name_the_same_notification_again(
        workspace in "[a-z0-9-]{1,16}", member in "[a-z0-9-]{1,12}", notification in "[a-z0-9-]{1,40}",
        nanoseconds in 0_i64..4_000_000_000_000_000_000,
    ) {
        let at = Timestamp::from_nanosecond(nanoseconds.into()).unwrap();
        let about = NotificationJob {
            workspace: workspace.parse().unwrap(), member: member.parse().unwrap(), notification: notification.parse().unwrap(), at,
        };
        let tags = tags_of(&about);
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        for (name, value) in &tags {
            prop_assert!(name.chars().chain(value.chars()).all(allowed) && (1..=256).contains(&value.len()));
        }
        let named = changed(BOUNCE, |event| {
            let listed = tags.iter().map(|(name, value)| ((*name).to_owned(), json!([value])));
            event["detail"]["mail"]["tags"] = Value::Object(listed.collect());
        });
        let again = event(named).about;
        // The key of a notification contains its instant in microseconds.
        let key = |job: &NotificationJob| {
            let instant = job.at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
            (job.workspace.clone(), job.member.clone(), instant, job.notification.clone())
        };
        prop_assert_eq!(key(&again), key(&about));
    }

    #[test]
    fn no_body_makes_it_panic(body in "\\PC{0,200}") {
        let _any = read(&body);
        let _any = read(&json!({ "source": "aws.ses", "detail": { "eventType": body } }).to_string());
    }
}
