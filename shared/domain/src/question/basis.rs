//! The fingerprint of what an answer depends on: the same question gets the stored answer only while it stays the same.

use crate::settings::WorkspaceSettings;
use crate::text::hex;
use jiff::civil::Date;
use ring::digest::{SHA256, digest};

/// Returns the fingerprint on a day of the workspace's zone. Facts that come in change when their source last came in, and with
/// it the fingerprint. Alerts and proposals are no part of it: answers about them are always made anew.
#[must_use]
pub fn basis(settings: &WorkspaceSettings, today: Date) -> String {
    let WorkspaceSettings { workspace, campaigns, sources, health, .. } = settings;
    let by = serde_json::to_vec(&(workspace, campaigns, sources, health, today));
    hex(digest(&SHA256, &by.unwrap_or_default()).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::settings;
    use jiff::civil::date;

    #[test]
    fn new_facts_and_another_day_change_the_fingerprint_and_a_person_who_joins_does_not() {
        let (before, today) = (settings(), date(2026, 10, 6));
        let mut later = settings();
        later.sources[0].complete_through = later.sources[0].complete_through.tomorrow().unwrap();
        assert_ne!(basis(&before, today), basis(&later, today));
        assert_ne!(basis(&before, today), basis(&before, date(2026, 10, 7)));
        let mut joined = settings();
        joined.members[0].name = "Somebody".to_owned();
        assert_eq!(basis(&before, today), basis(&joined, today));
    }
}
