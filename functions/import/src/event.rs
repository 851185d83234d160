//! What S3 tells of objects, inside the messages of the queue.

use command_center::domain::import::object::{Arrival, ObjectVersion};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde::Deserialize;

/// What S3 tells in one message: records, or when the notification is set up the name of a test.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Notification {
    #[serde(default)]
    records: Option<Vec<Record>>,
    #[serde(default)]
    event: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    event_name: String,
    event_time: Timestamp,
    s3: Change,
}

#[derive(Debug, Deserialize)]
struct Change {
    object: Object,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    key: String,
    #[serde(default)]
    version_id: Option<String>,
    #[serde(default)]
    e_tag: Option<String>,
}

impl std::fmt::Debug for Object {
    /// Leaves the name out, which may be anything.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Object")
    }
}

/// The message is not one of S3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the message is no notification of S3")]
pub struct NotANotification;

/// Returns the objects that a message says were created; markers of deletion are none.
///
/// # Errors
/// [`NotANotification`]; the message is not quoted.
pub fn created(body: &str) -> Result<Vec<Arrival>, NotANotification> {
    let told: Notification = serde_json::from_str(body).map_err(|_may_quote| NotANotification)?;
    let records = match told {
        Notification { records: Some(records), .. } => records,
        Notification { event: Some(_), .. } => Vec::new(),
        Notification { .. } => return Err(NotANotification),
    };
    let created = records.into_iter().filter(|record| record.event_name.starts_with("ObjectCreated:"));
    created.map(|record| Ok(Arrival { object: object(record.s3.object)?, at: record.event_time })).collect()
}

fn object(object: Object) -> Result<ObjectVersion, NotANotification> {
    // In a name S3 writes a blank as a plus sign and everything else as in an address.
    let spaced = object.key.replace('+', " ");
    let key = percent_decode_str(&spaced).decode_utf8().map_err(|_may_quote| NotANotification)?;
    let etag = object.e_tag.ok_or(NotANotification)?;
    Ok(ObjectVersion {
        key: key.into_owned(),
        version: object.version_id,
        etag: etag.trim_matches('"').to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const CREATED: &str = include_str!("../../../events/import.created.json");

    fn body() -> Value {
        let event: Value = serde_json::from_str(CREATED).unwrap();
        serde_json::from_str(event["Records"][0]["body"].as_str().unwrap()).unwrap()
    }

    #[test]
    fn an_object_has_the_name_that_its_sender_gave_it() {
        let found = created(&body().to_string()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].object.key, "in/acme-store/google/Größe 28+1.csv");
        assert!(found[0].object.version.is_some() && found[0].object.etag.len() == 32);
        assert_eq!(found[0].at.to_string(), "2026-10-06T10:10:00Z");
    }

    #[test]
    fn tests_and_deletions_tell_of_no_object() {
        let test = json!({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "drop"}).to_string();
        assert_eq!(created(&test), Ok(Vec::new()));
        let mut deleted = body();
        deleted["Records"][0]["eventName"] = "ObjectRemoved:DeleteMarkerCreated".into();
        assert_eq!(created(&deleted.to_string()), Ok(Vec::new()));
    }

    #[test]
    fn anything_else_is_refused_and_not_quoted() {
        for text in ["probe", "[]", r#"{"Records": [{"secret": 1}]}"#] {
            assert_eq!(created(text), Err(NotANotification), "{text}");
        }
        assert!(!NotANotification.to_string().contains("secret"));
    }
}
