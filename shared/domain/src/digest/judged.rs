//! A day as it was judged for the first people of a morning, kept for those whose morning comes later: the facts of four
//! weeks are read once, as long as nothing that they were judged by has changed.

use crate::identity::{AdjustmentId, WorkspaceId};
use crate::insight::{AlertFinding, Findings};
use crate::metrics::MetricValues;
use crate::metrics::kpi::DayReport;
use crate::settings::WorkspaceSettings;
use crate::text::hex;
use jiff::civil::Date;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A day with more alerts than this is judged for every slot anew, so that its item stays within what the table takes.
const MOST_ALERTS: usize = 200;

/// A judged day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedDay {
    pub workspace: WorkspaceId,
    pub day: Date,
    /// By what it was judged; see [`basis`].
    pub basis: String,
    /// The report, without its channels and campaigns: a digest has none of them.
    pub report: DayReport,
    /// The sums of the day before.
    pub before: MetricValues,
    pub findings: Findings,
    /// The shift that was proposed, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<AdjustmentId>,
}

impl JudgedDay {
    /// Returns what is kept of a day, or `None` if that is too much.
    #[must_use]
    pub fn kept(self) -> Option<Self> {
        let report =
            DayReport { by_channel: BTreeMap::new(), by_campaign: BTreeMap::new(), ..self.report.clone() };
        (self.findings.alerts.len() <= MOST_ALERTS).then_some(Self { report, ..self })
    }
}

/// Returns the fingerprint of all that a day is judged by beside its facts: whatever comes in changes when its source last
/// came in. What was found about silent sources depends on the time of day, and is part of it.
#[must_use]
pub fn basis(settings: &WorkspaceSettings, silent: &[AlertFinding]) -> String {
    let WorkspaceSettings { workspace, members, campaigns, sources, health, .. } = settings;
    let limit = workspace.most_to_approve(members);
    let by = serde_json::to_vec(&(workspace, limit, campaigns, sources, health, silent)).unwrap_or_default();
    hex(digest(&SHA256, &by).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::source::SourceHealth;
    use crate::testing::{now, settings, silent_google};

    #[test]
    fn whatever_a_day_is_judged_by_changes_its_fingerprint_and_a_person_who_joins_does_not() {
        let before = settings();
        let mut known = vec![basis(&before, &[])];
        let mut judged_by = |change: &dyn Fn(&mut WorkspaceSettings)| {
            let mut after = settings();
            change(&mut after);
            known.push(basis(&after, &[]));
        };
        judged_by(&|after| after.workspace.target_roas_hundredths += 1);
        judged_by(&|after| after.campaigns[0].version += 1);
        judged_by(&|after| {
            after.sources[0].complete_through = after.sources[0].complete_through.tomorrow().unwrap();
        });
        judged_by(&|after| {
            let health = SourceHealth::unknown("meta".parse().unwrap());
            after.health.push(SourceHealth { last_success: Some(now()), ..health });
        });
        known.push(basis(&before, &[silent_google().finding]));
        let different: std::collections::BTreeSet<&String> = known.iter().collect();
        assert_eq!(different.len(), known.len());

        let mut named = settings();
        named.members[0].name = "Somebody".to_owned();
        assert_eq!(basis(&named, &[]), known[0]);
    }
}
