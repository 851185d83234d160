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
    /// The facts to put: those of the import that are not stored like this already, and stored ones that lose some values.
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
    let (mut merged, mut new) = (Merged::default(), imported.to_vec());
    let places: HashMap<_, usize> =
        imported.iter().enumerate().map(|(place, fact)| (key_of(fact), place)).collect();
    let days: HashSet<_> = imported.iter().map(day_of).collect();
    let mut unchanged = HashSet::new();
    for fact in stored {
        let left = values_outside(&fact.values, measures);
        if let Some(place) = places.get(&key_of(&fact)).copied() {
            if merge_into(new.get_mut(place), &left, &fact) {
                merged.replaced += 1;
            } else {
                unchanged.insert(place);
            }
        } else if !days.contains(&day_of(&fact)) || (left == fact.values && left != MetricValues::default()) {
            merged.after.push(fact);
        } else if left == MetricValues::default() {
            merged.delete.push(fact);
        } else {
            merged.replaced += 1;
            merged.put.push(DailyMetric { values: left, ..fact });
        }
    }
    merged.after.extend_from_slice(&merged.put);
    merged.after.extend_from_slice(&new);
    let is_changed = |(place, _): &(usize, DailyMetric)| !unchanged.contains(place);
    merged.put.extend(new.into_iter().enumerate().filter(is_changed).map(|(_, fact)| fact));
    merged
}

/// Adds what is left of a stored fact to the imported one, and reports whether its values change.
fn merge_into(new: Option<&mut DailyMetric>, left: &MetricValues, stored: &DailyMetric) -> bool {
    new.is_some_and(|new| {
        new.values.add(left);
        new.values != stored.values
    })
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
