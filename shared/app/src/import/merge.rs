//! How the facts of an import change the stored ones. An import determines a campaign's whole day on a channel, but
//! only for the measures that its file has columns for.

use domain::identity::{CampaignId, CreativeId};
use domain::metrics::measure::Measure;
use domain::metrics::{Channel, DailyMetric, MetricValues};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What to write, and the resulting stored facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// The facts to put: those of the import, and stored ones of which some values remain.
    pub(super) put: Vec<DailyMetric>,
    /// The facts to delete: stored ones of which no values remain.
    pub(super) delete: Vec<DailyMetric>,
    /// How many stored facts get different values.
    pub(super) replaced: usize,
    /// The facts stored afterwards, out of the given stored facts and the import.
    pub(super) after: Vec<DailyMetric>,
}

/// Merges an import with the stored facts of its days, or of more days. If the creatives of a campaign's day differ,
/// those of the import replace the stored ones: adding both would count the day twice.
pub(super) fn merge(
    stored: Vec<DailyMetric>,
    imported: &[DailyMetric],
    measures: &BTreeSet<Measure>,
) -> Merged {
    let mut merged = Merged { put: imported.to_vec(), ..Merged::default() };
    let places: HashMap<_, usize> =
        imported.iter().enumerate().map(|(place, fact)| (key_of(fact), place)).collect();
    let days: HashSet<_> = imported.iter().map(day_of).collect();
    for fact in stored {
        let left = values_outside(&fact.values, measures);
        if let Some(new) = places.get(&key_of(&fact)).and_then(|place| merged.put.get_mut(*place)) {
            new.values.add(&left);
            merged.replaced += usize::from(new.values != fact.values);
        } else if !days.contains(&day_of(&fact)) {
            merged.after.push(fact);
        } else if left == MetricValues::default() {
            merged.delete.push(fact);
        } else {
            merged.replaced += usize::from(left != fact.values);
            merged.put.push(DailyMetric { values: left, ..fact });
        }
    }
    merged.after.extend_from_slice(&merged.put);
    merged
}

/// The key of a campaign's day on a platform, whichever of its channels a file names, as its platform or as an analytics tool measures it.
fn day_of(fact: &DailyMetric) -> (&str, Date, &CampaignId, bool) {
    (fact.channel.platform(), fact.date, &fact.campaign, fact.is_analytics())
}

fn key_of(fact: &DailyMetric) -> (&Channel, Date, &CampaignId, &CreativeId) {
    (&fact.channel, fact.date, &fact.campaign, &fact.creative)
}

/// Returns the values about which a file without these columns says nothing.
fn values_outside(values: &MetricValues, measures: &BTreeSet<Measure>) -> MetricValues {
    values.only(|measure| !measures.contains(&measure))
}
