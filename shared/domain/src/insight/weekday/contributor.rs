//! Which campaign or channel has the largest part in the difference of a day from its weekday.

use super::sums::{Compared, DaySums, Source, median};
use crate::insight::subject::Contributor;
use crate::metrics::Campaign;
use std::collections::{BTreeMap, BTreeSet};

/// The percentage of the difference from which one campaign explains it; below it, the channel is named.
const MOST_OF_IT_PERCENT: i128 = 60;

/// Returns the contributor with the largest part, or `None` if none moved in the direction of the whole.
pub(super) fn largest(campaigns: &[Campaign], compared: &Compared<'_>) -> Option<Contributor> {
    let difference = compared.value() - compared.usual();
    let by_source = parts(compared, difference.signum(), |source| source);
    let by_channel = parts(compared, difference.signum(), |(channel, _)| channel);
    let channel = first_of_largest(&by_channel).map(|(channel, _)| Contributor::Channel((*channel).clone()));
    let campaign = first_of_largest(&by_source).and_then(|((_, id), part)| {
        let campaign = campaigns.iter().find(|campaign| campaign.id == **id)?;
        let explains = part * 100 >= difference.abs() * MOST_OF_IT_PERCENT || by_channel.len() == 1;
        explains.then(|| Contributor::Campaign { campaign: campaign.id.clone(), name: campaign.name.clone() })
    });
    campaign.or(channel)
}

/// Returns the part of each group of sources: how far its value is from its own usual one in a direction.
fn parts<'a, K: Ord + Copy>(
    compared: &Compared<'a>,
    direction: i128,
    group: impl Fn(Source<'a>) -> K,
) -> BTreeMap<K, i128> {
    let grouped = |sums: &DaySums<'a>| {
        let mut groups = BTreeMap::new();
        for (source, sum) in sums {
            *groups.entry(group(*source)).or_insert(0) += sum.unwrap_or(0);
        }
        groups
    };
    let (today, before) = (grouped(&compared.today), compared.before.iter().map(grouped).collect::<Vec<_>>());
    let keys: BTreeSet<K> = today.keys().chain(before.iter().flat_map(BTreeMap::keys)).copied().collect();
    let of = |sums: &BTreeMap<K, i128>, key: K| sums.get(&key).copied().unwrap_or(0);
    let part = |key: K| {
        let usual = median(&before.iter().map(|sums| of(sums, key)).collect::<Vec<_>>());
        (key, (of(&today, key) - usual) * direction)
    };
    keys.into_iter().map(part).collect()
}

/// Returns the largest positive part; among equals, the first.
fn first_of_largest<K: Ord>(parts: &BTreeMap<K, i128>) -> Option<(&K, i128)> {
    let positive = parts.iter().filter(|(_, part)| **part > 0).map(|(key, part)| (key, *part));
    positive.rev().max_by_key(|(_, part)| *part)
}
