//! Contents and their approvals: what the Content API stores and returns.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use super::state::Shared;

pub(crate) mod decision;
pub(crate) mod document;
mod fields;
pub(crate) mod listing;
pub(crate) mod review;
pub(crate) mod types;

use document::ContentKind;
use types::{Approval, ApprovalStatus, Category, Content};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Submission {
    name: String,
    category: Category,
    #[serde(default)]
    allow_category_change: Option<bool>,
}

/// Stores a posted content.
///
/// # Errors
/// Refuses a document with unknown fields, wrong types or broken limits.
pub(crate) fn create(shared: &Shared, body: &[u8], now: Timestamp) -> Result<Value, Refusal> {
    let document = document::read(body).map_err(|problem| Refusal::malformed(problem.to_string()))?;
    let layouts =
        document::layouts(&document.types).map_err(|problem| Refusal::malformed(problem.to_string()))?;
    let mut world = shared.world();
    let content = Content {
        sid: world.ids.sid("HX"),
        friendly_name: document.friendly_name,
        language: document.language,
        variables: document.variables,
        types: document.types.into_iter().collect::<Map<_, _>>().into(),
        layouts,
        approval: None,
        created: now,
        updated: now,
    };
    let resource = content.resource(shared);
    world.contents.push(content);
    Ok(resource)
}

/// Returns one content.
///
/// # Errors
/// Refuses an unknown SID.
pub(crate) fn fetch(shared: &Shared, sid: &str) -> Result<Value, Refusal> {
    shared.world().content(sid).map(|content| content.resource(shared)).ok_or_else(not_found)
}

/// Deletes a content.
///
/// # Errors
/// Refuses an unknown SID.
pub(crate) fn delete(shared: &Shared, sid: &str) -> Result<(), Refusal> {
    let mut world = shared.world();
    let before = world.contents.len();
    world.contents.retain(|content| content.sid != sid);
    if world.contents.len() < before { Ok(()) } else { Err(not_found()) }
}

/// Submits a content to WhatsApp, which decides at once unless its reviews take longer.
///
/// # Errors
/// Refuses an unknown SID, an invalid or used name, an unknown category, and contents that can never be approved.
pub(crate) fn submit(shared: &Shared, sid: &str, body: &[u8], now: Timestamp) -> Result<Value, Refusal> {
    let submission: Submission =
        serde_json::from_slice(body).map_err(|problem| Refusal::malformed(problem.to_string()))?;
    if !is_template_name(&submission.name) {
        return Err(Refusal::malformed("name must be lowercase letters, digits and underscores"));
    }
    let mut world = shared.world();
    let content = world.content(sid).ok_or_else(not_found)?;
    let (language, layouts, samples) =
        (content.language.clone(), content.layouts.clone(), content.variables.clone());
    if content.approval.is_some() {
        return Err(Refusal::malformed("the content has been submitted before"));
    }
    if world.contents.iter().any(|other| other.holds_name(&submission.name, &language)) {
        return Err(Refusal::malformed("the name is in use for this language"));
    }
    let layout = review::submittable(&layouts).ok_or_else(|| {
        Refusal::malformed("a list picker cannot be approved; it is for open sessions only")
    })?;
    let verdict = if world.faults.rejects_approval(sid) {
        Err("rejected on demand".to_owned())
    } else {
        review::review(layout, &samples).map_err(|rejection| rejection.to_string())
    };
    let approval = Approval {
        name: submission.name,
        category: submission.category,
        kind: layout.kind,
        status: if verdict.is_ok() { ApprovalStatus::Approved } else { ApprovalStatus::Rejected },
        rejection_reason: verdict.err().unwrap_or_default(),
        undecided_looks: world.undecided_looks,
    };
    let is_decided = approval.undecided_looks == 0;
    let mut resource = approval.resource(if is_decided { approval.status } else { ApprovalStatus::Received });
    insert(&mut resource, "allow_category_change", submission.allow_category_change.unwrap_or(true).into());
    if let Some(content) = world.contents.iter_mut().find(|content| content.sid == sid) {
        content.approval = Some(approval);
        content.updated = now;
    }
    Ok(resource)
}

/// Returns the approval state of a content. Each look brings an undecided review nearer to its end.
///
/// # Errors
/// Refuses an unknown SID.
pub(crate) fn approval(shared: &Shared, sid: &str) -> Result<Value, Refusal> {
    let mut world = shared.world();
    let content = world.content(sid).ok_or_else(not_found)?;
    let status = content.approval_status(world.faults.shows_paused(sid));
    let mut whatsapp = match &content.approval {
        Some(approval) => approval.resource(status),
        None => {
            json!({ "status": status, "name": "", "category": "", "content_type": "", "rejection_reason": "" })
        }
    };
    insert(&mut whatsapp, "type", "whatsapp".into());
    if let Some(content) = world.contents.iter_mut().find(|content| content.sid == sid) {
        content.look();
    }
    Ok(json!({
        "sid": sid,
        "account_sid": shared.account.sid,
        "url": format!("{}/v1/Content/{sid}/ApprovalRequests", shared.base_url),
        "whatsapp": whatsapp,
    }))
}

impl Content {
    fn resource(&self, shared: &Shared) -> Value {
        let url = format!("{}/v1/Content/{}", shared.base_url, self.sid);
        json!({
            "sid": self.sid,
            "account_sid": shared.account.sid,
            "friendly_name": self.friendly_name,
            "language": self.language,
            "variables": self.variables,
            "types": self.types,
            "url": url,
            "links": {
                "approval_create": format!("{url}/ApprovalRequests/whatsapp"),
                "approval_fetch": format!("{url}/ApprovalRequests"),
            },
            "date_created": format!("{:.0}", self.created),
            "date_updated": format!("{:.0}", self.updated),
        })
    }
}

impl Approval {
    fn resource(&self, status: ApprovalStatus) -> Value {
        let reason = if status == ApprovalStatus::Rejected { self.rejection_reason.as_str() } else { "" };
        json!({
            "name": self.name,
            "category": self.category,
            "content_type": self.kind.name(),
            "status": status,
            "rejection_reason": reason,
        })
    }
}

impl ContentKind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "twilio/text",
            Self::Media => "twilio/media",
            Self::QuickReply => "twilio/quick-reply",
            Self::CallToAction => "twilio/call-to-action",
            Self::ListPicker => "twilio/list-picker",
            Self::TwilioCard => "twilio/card",
            Self::WhatsAppCard => "whatsapp/card",
        }
    }
}

fn insert(document: &mut Value, key: &str, value: Value) {
    if let Value::Object(fields) = document {
        fields.insert(key.to_owned(), value);
    }
}

fn is_template_name(name: &str) -> bool {
    (1..=512).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn not_found() -> Refusal {
    Refusal::from_code(super::refusal::NOT_FOUND)
}

#[cfg(test)]
mod tests;
