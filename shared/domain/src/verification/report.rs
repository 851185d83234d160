//! Reports on what the product promises, computed each night. From the audit log: that nobody acted without permission
//! ([`safety`]) and how many decisions are made on WhatsApp ([`approvals`]). From the messages: how many arrive
//! ([`delivery`]).

pub mod answers;
pub mod approvals;
pub mod delivery;
pub mod metrics;
pub mod proportion;
pub mod safety;

pub use crate::verification::report::proportion::Proportion;
pub use answers::AnswerReport;
pub use approvals::ApprovalReport;
pub use delivery::DeliveryReport;
pub use safety::SafetyReport;

use crate::audit::Source;
use std::collections::BTreeMap;

/// The number of refusals for each reason, by its fixed word.
pub type Refusals = BTreeMap<String, u32>;

/// Returns the name of a channel used in a report.
#[must_use]
pub fn channel(source: Source) -> &'static str {
    match source {
        Source::WhatsApp => "WhatsApp",
        Source::WebLink => "link",
        Source::Api => "app",
        Source::System => "product",
        Source::Admin => "admin",
    }
}

/// Formats counts as `3 × one, 1 × other`, or `none` if there are none.
fn listed<'a>(counts: impl IntoIterator<Item = (&'a str, u32)>) -> String {
    let parts: Vec<String> = counts.into_iter().map(|(name, count)| format!("{count} × {name}")).collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests;
