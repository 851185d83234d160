//! Reads the records of a stream's batch, each on its own, so that one that cannot be read holds up no other.

use command_center::domain::audit::AuditEvent;
use command_center::domain::audit::chain::Arrival;
use command_center::domain::identity::WorkspaceId;
use command_center::store::chain::canonical::event_hash;
use command_center::store::{item, key, table};
use jiff::Timestamp;
use serde::Deserialize;
use serde_dynamo::{AttributeValue, Item};
use serde_json::Value;

/// What the stream calls the writing of an item that was not there before.
const INSERTED: &str = "INSERT";
/// What an audit event says it is.
const AUDIT: &str = "audit";

/// A batch of the stream, its records unread.
#[derive(Debug, Deserialize)]
pub struct StreamBatch {
    /// The records, in the order of the writes to each item.
    #[serde(rename = "Records")]
    pub records: Vec<Value>,
}

/// What a record of the stream is to this function.
#[derive(Debug)]
pub enum Record {
    /// An audit event that was written.
    Audit(Box<AuditRecord>),
    /// Anything else that happened in the table.
    Other,
    /// Something that says it is an audit event and is not where one is stored, or no record at all.
    Unreadable,
}

/// An audit event that was written.
#[derive(Debug)]
pub struct AuditRecord {
    /// What the stream calls the record.
    pub sequence_number: Option<String>,
    /// The workspace in whose log it is.
    pub workspace: WorkspaceId,
    /// What is to be sealed of it.
    pub arrival: Arrival,
    /// When it was stored, as far as the stream says so.
    pub stored_at: Option<Timestamp>,
    /// The event; nothing when it has a form that this version does not read. It is sealed all the same.
    pub event: Option<AuditEvent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireRecord {
    event_name: String,
    dynamodb: Change,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Change {
    new_image: Option<Item>,
    sequence_number: Option<String>,
    approximate_creation_date_time: Option<f64>,
}

/// Reads one record.
#[must_use]
pub fn read(record: Value) -> Record {
    let Ok(WireRecord { event_name, dynamodb }) = serde_json::from_value(record) else {
        return Record::Unreadable;
    };
    let Some(image) = dynamodb.new_image.filter(|image| text(image, "entity") == Some(AUDIT)) else {
        return Record::Other;
    };
    if event_name != INSERTED {
        return Record::Other;
    }
    let place = || {
        let workspace = key::workspace_of_audit(text(&image, key::PARTITION)?)?;
        Some((workspace, text(&image, key::SORT)?.to_owned()))
    };
    let Some((workspace, event_key)) = place() else {
        return Record::Unreadable;
    };
    let arrival = Arrival { event_key, event_hash: event_hash(&image) };
    let event = item::read::<AuditEvent>(table::Item::from(image)).ok();
    Record::Audit(Box::new(AuditRecord {
        sequence_number: dynamodb.sequence_number,
        arrival,
        stored_at: dynamodb.approximate_creation_date_time.and_then(instant),
        event: event.filter(|event| event.workspace == workspace),
        workspace,
    }))
}

fn text<'a>(image: &'a Item, name: &str) -> Option<&'a str> {
    match image.get(name)? {
        AttributeValue::S(text) => Some(text),
        _ => None,
    }
}

/// The stream gives seconds since 1970; a part of one is of no use here.
#[expect(clippy::cast_possible_truncation, reason = "whole seconds; what is out of range is no instant")]
fn instant(seconds: f64) -> Option<Timestamp> {
    Timestamp::from_second(seconds as i64).ok()
}
