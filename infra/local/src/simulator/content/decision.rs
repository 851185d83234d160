//! What WhatsApp decides about a template beside its review, on demand: how long the review takes, and what becomes of a
//! template later.

use serde::Deserialize;
use serde_json::Value;

use super::types::{ApprovalStatus, Category};
use crate::simulator::refusal::{NOT_FOUND, Refusal};
use crate::simulator::state::Shared;

/// How long reviews take from now on.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Review {
    /// How many looks at the state of a submission find it undecided; 0 decides at once.
    undecided_looks: u32,
}

/// What becomes of a template that was submitted; what is not given stays.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    status: Option<ApprovalStatus>,
    category: Option<Category>,
    rejection_reason: Option<String>,
}

/// Sets how long the reviews of later submissions take.
pub(crate) fn set_review(shared: &Shared, review: Review) {
    shared.world().undecided_looks = review.undecided_looks;
}

/// Changes what WhatsApp has decided about a template, as it does without asking anybody.
///
/// # Errors
/// Refuses an unknown SID, and a content that was never submitted.
pub(crate) fn decide(shared: &Shared, sid: &str, decision: Decision) -> Result<Value, Refusal> {
    let mut world = shared.world();
    let content = world.contents.iter_mut().find(|content| content.sid == sid);
    let content = content.ok_or_else(|| Refusal::from_code(NOT_FOUND))?;
    let approval = content.approval.as_mut();
    let approval = approval.ok_or_else(|| Refusal::malformed("the content was never submitted"))?;
    approval.undecided_looks = 0;
    approval.status = decision.status.unwrap_or(approval.status);
    approval.category = decision.category.unwrap_or(approval.category);
    if let Some(reason) = decision.rejection_reason {
        approval.rejection_reason = reason;
    }
    Ok(approval.resource(approval.status))
}
