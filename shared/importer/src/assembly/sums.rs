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
    let splits = Splits::new(ledger, &whole);
    let ads = of_ads(ledger, &whole, &splits);
    let mut sums: BTreeMap<WholeKey, MetricValues> = BTreeMap::new();
    let mut unused: Vec<Sum> = Vec::new();
    for (key, sum) in &ledger.facts {
        let whole = whole(key);
        let values = splits.counted(&whole, key.breakdown, &sum.values);
        let values = beside_ads(values, &whole, &ads);
        if values == MetricValues::default() {
            unused.push(*sum);
        } else {
            sums.entry(whole).or_default().add(&values);
        }
    }
    unused.sort_by_key(|sum| sum.first_line);
    for sum in unused {
        report.drop_kept(sum.first_line, sum.rows, DropReason::TotalOfBreakdown);
    }
    sums
}

/// A campaign's day on a channel.
type DayKey = (usize, Date, usize);

/// Returns what the ads of each campaign's day add up to; nothing if every row has an ad or none has.
fn of_ads(
    ledger: &Ledger,
    whole: &dyn Fn(&FactKey) -> WholeKey,
    splits: &Splits,
) -> HashMap<DayKey, MetricValues> {
    let mut ads: HashMap<DayKey, MetricValues> = HashMap::new();
    if ledger.facts.keys().all(|key| key.creative.is_some()) {
        return ads;
    }
    for (key, sum) in ledger.facts.iter().filter(|(key, _)| key.creative.is_some()) {
        let whole = whole(key);
        let values = splits.counted(&whole, key.breakdown, &sum.values);
        ads.entry((whole.0, whole.1, whole.2)).or_default().add(&values);
    }
    ads
}

/// Returns what a row without an ad has beside the ads of its day: nothing where it is their total.
fn beside_ads(values: MetricValues, whole: &WholeKey, ads: &HashMap<DayKey, MetricValues>) -> MetricValues {
    let (channel, date, campaign, ad) = *whole;
    let Some(ads) = ads.get(&(channel, date, campaign)).filter(|_| ad.is_none()) else { return values };
    let mut kept = in_order(&values);
    for (value, ads) in kept.iter_mut().zip(in_order(ads)) {
        *value = value.filter(|value| ads.is_none_or(|ads| *value < ads));
    }
    from_order(kept)
}

/// The sums of each split of each campaign's day, where there is more than one in the file.
struct Splits(HashMap<WholeKey, BTreeMap<u32, MetricValues>>);

impl Splits {
    fn new(ledger: &Ledger, whole: &dyn Fn(&FactKey) -> WholeKey) -> Self {
        let mut splits: HashMap<WholeKey, BTreeMap<u32, MetricValues>> = HashMap::new();
        if ledger.facts.keys().all(|key| key.breakdown == 0) {
            return Self(splits);
        }
        for (key, sum) in &ledger.facts {
            splits.entry(whole(key)).or_default().entry(key.breakdown).or_default().add(&sum.values);
        }
        splits.retain(|_, of_day| of_day.len() > 1);
        Self(splits)
    }

    /// Returns the values of rows of one split that count: those of the finest split that has the measure, and those of a
    /// coarser one that add up to less, so that they are no whole of it but a part that is not split.
    fn counted(&self, whole: &WholeKey, split: u32, values: &MetricValues) -> MetricValues {
        let Some(of_day) = self.0.get(whole) else { return *values };
        let mut kept = in_order(values);
        for (place, value) in kept.iter_mut().enumerate() {
            let sum =
                |split: u32| of_day.get(&split).and_then(|sums| in_order(sums).get(place).copied().flatten());
            let finest = of_day.keys().copied().filter(|split| sum(*split).is_some()).reduce(finer);
            let is_part = finest.is_none_or(|finest| finest == split || sum(split) < sum(finest));
            *value = value.filter(|_| is_part);
        }
        from_order(kept)
    }
}

fn from_order(values: [Option<i64>; MEASURES]) -> MetricValues {
    let [spend_minor, revenue_minor, impressions, clicks, conversions_thousandths] = values;
    MetricValues { spend_minor, revenue_minor, impressions, clicks, conversions_thousandths }
}

/// The split by more columns is finer; of equal ones the split by the first columns counts.
fn finer(one: u32, other: u32) -> u32 {
    std::cmp::max_by_key(one, other, |split| (split.count_ones(), Reverse(*split)))
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
