//! Adds up the rows of each campaign's day. Where a day is there whole and split by age, hour or the like, each measure is
//! taken from the finest split that has it, so that nothing counts twice and nothing that does not split is lost.

use super::Identified;
use crate::accumulator::{FactKey, Ledger, Sum};
use crate::report::{DropReason, ImportReport};
use domain::metrics::MetricValues;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// What a sum is of: channel, day, campaign and creative, by their places in the lists.
pub(super) type WholeKey = (usize, Date, usize, Option<u32>);

/// The measures of a row, each read and written by its place.
const MEASURES: usize = 5;

/// Sums the spellings of each campaign.
pub(super) fn whole_sums(
    ledger: &Ledger,
    campaigns: &[Identified],
    report: &mut ImportReport,
) -> BTreeMap<WholeKey, MetricValues> {
    let mut campaign_of = vec![0; ledger.spellings.len()];
    for (campaign, identified) in campaigns.iter().enumerate() {
        for spelling in &identified.spellings {
            if let Some(place) = campaign_of.get_mut(*spelling) {
                *place = campaign;
            }
        }
    }
    let whole = |key: &FactKey| {
        let campaign = campaign_of.get(key.spelling as usize).copied().unwrap_or_default();
        (key.channel, key.date, campaign, key.creative)
    };
    let finest = finest_splits(ledger, &whole);
    let mut sums: BTreeMap<WholeKey, MetricValues> = BTreeMap::new();
    let mut unused: Vec<Sum> = Vec::new();
    for (key, sum) in &ledger.facts {
        let whole = whole(key);
        match finest.get(&whole).map(|finest| counted(&sum.values, key.breakdown, finest)) {
            None => sums.entry(whole).or_default().add(&sum.values),
            Some(values) if values == MetricValues::default() => unused.push(*sum),
            Some(values) => sums.entry(whole).or_default().add(&values),
        }
    }
    unused.sort_by_key(|sum| sum.first_line);
    for sum in unused {
        report.drop_kept(sum.first_line, sum.rows, DropReason::TotalOfBreakdown);
    }
    sums
}

/// Returns the finest split of each measure, for the days that are there in more than one.
fn finest_splits(
    ledger: &Ledger,
    whole: &dyn Fn(&FactKey) -> WholeKey,
) -> HashMap<WholeKey, [Option<u8>; MEASURES]> {
    let mut finest: HashMap<WholeKey, [Option<u8>; MEASURES]> = HashMap::new();
    if ledger.facts.keys().all(|key| key.breakdown == 0) {
        return finest;
    }
    for (key, sum) in &ledger.facts {
        let best = finest.entry(whole(key)).or_default();
        for (best, value) in best.iter_mut().zip(in_order(&sum.values)) {
            if value.is_some() {
                *best = Some(best.map_or(key.breakdown, |best| finer(best, key.breakdown)));
            }
        }
    }
    finest
}

/// The split by more columns is finer; of equal ones the split by the first columns counts.
fn finer(one: u8, other: u8) -> u8 {
    std::cmp::max_by_key(one, other, |split| (split.count_ones(), Reverse(*split)))
}

/// Returns the values of a row of one split that no finer one has.
fn counted(values: &MetricValues, split: u8, finest: &[Option<u8>; MEASURES]) -> MetricValues {
    let mut kept = in_order(values);
    for (value, finest) in kept.iter_mut().zip(finest) {
        *value = value.filter(|_| *finest == Some(split));
    }
    let [spend_minor, revenue_minor, impressions, clicks, conversions_thousandths] = kept;
    MetricValues { spend_minor, revenue_minor, impressions, clicks, conversions_thousandths }
}

fn in_order(values: &MetricValues) -> [Option<i64>; MEASURES] {
    [
        values.spend_minor,
        values.revenue_minor,
        values.impressions,
        values.clicks,
        values.conversions_thousandths,
    ]
}
