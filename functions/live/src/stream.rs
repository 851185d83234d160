//! Reads the records of a stream batch one by one, so that an unreadable record does not block the others.

use command_center::domain::audit::AuditEvent;
use command_center::domain::audit::chain::Arrival;
use command_center::domain::identity::WorkspaceId;
use command_center::store::chain::canonical::event_hash;
use command_center::store::{item, key, table};
use jiff::Timestamp;
use serde::Deserialize;
use serde_dynamo::{AttributeValue, Item};
use serde_json::Value;

/// The stream's name for the insertion of a new item.
const INSERTED: &str = "INSERT";
/// The entity kind of an audit event.
const AUDIT: &str = "audit";

/// A batch of the stream, with its records still unread.
#[derive(Debug, Deserialize)]
pub struct StreamBatch {
    /// The records; writes to the same item are in order.
    #[serde(rename = "Records")]
    pub records: Vec<Value>,
}

/// What a record of the stream means to this function.
#[derive(Debug)]
pub enum Record {
    /// A newly written audit event.
    Audit(Box<AuditRecord>),
    /// Any other change in the table.
    Other,
    /// Something that claims to be an audit event but is not stored where one belongs, or that is not a record at
    /// all.
    Unreadable,
}

/// A newly written audit event.
#[derive(Debug)]
pub struct AuditRecord {
    /// The stream's identifier of the record.
    pub sequence_number: Option<String>,
    /// The workspace that the event's log belongs to.
    pub workspace: WorkspaceId,
    /// The data to be sealed.
    pub arrival: Arrival,
    /// When the event was stored, if the stream says so.
    pub stored_at: Option<Timestamp>,
    /// The event, or `None` if this version cannot read its format. It is sealed all the same.
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

/// Converts the stream's seconds since 1970, without their fraction, which is not needed here.
#[expect(clippy::cast_possible_truncation, reason = "whole seconds; what is out of range is no instant")]
fn instant(seconds: f64) -> Option<Timestamp> {
    Timestamp::from_second(seconds as i64).ok()
}
