//! The fingerprint of what an answer depends on: the same question gets the stored answer only while it stays the same.

use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::{Alert, Recommendation};
use crate::settings::WorkspaceSettings;
use crate::text::hex;
use jiff::civil::Date;
use ring::digest::{SHA256, digest};

/// What an answer depends on beside the query and the facts.
#[derive(Debug, Clone, Copy)]
pub struct BasisInput<'a> {
    pub settings: &'a WorkspaceSettings,
    /// The day of the answer in the workspace's zone.
    pub today: Date,
    /// All that is stored if a query needs findings, else nothing; as the shifts and the recommendations, see
    /// [`crate::question::execute::prepared::PreparedQuery::needs_findings`].
    pub alerts: &'a [Alert],
    pub adjustments: &'a [BudgetAdjustment],
    pub recommendations: &'a [Recommendation],
}

/// Returns the fingerprint. Facts that come in change when their source last came in, and with it the fingerprint.
#[must_use]
pub fn basis(input: &BasisInput<'_>) -> String {
    let WorkspaceSettings { workspace, campaigns, sources, health, .. } = input.settings;
    let findings = (input.alerts, input.adjustments, input.recommendations);
    let by = serde_json::to_vec(&(workspace, campaigns, sources, health, input.today, findings));
    hex(digest(&SHA256, &by.unwrap_or_default()).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::settings;
    use jiff::civil::date;

    fn of(settings: &WorkspaceSettings, today: Date) -> String {
        basis(&BasisInput { settings, today, alerts: &[], adjustments: &[], recommendations: &[] })
    }

    #[test]
    fn new_facts_and_another_day_change_the_fingerprint_and_a_person_who_joins_does_not() {
        let (before, today) = (settings(), date(2026, 10, 6));
        let mut later = settings();
        later.sources[0].complete_through = later.sources[0].complete_through.tomorrow().unwrap();
        assert_ne!(of(&before, today), of(&later, today));
        assert_ne!(of(&before, today), of(&before, date(2026, 10, 7)));
        let mut joined = settings();
        joined.members[0].name = "Somebody".to_owned();
        assert_eq!(of(&before, today), of(&joined, today));
    }
}
