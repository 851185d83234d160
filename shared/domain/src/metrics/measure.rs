//! One measure of one thing: what a platform measured of its own advertising, and what an analytics tool attributes to it,
//! are never added up, and neither is written over the other. The platform's own counts wherever it has ever been
//! imported; otherwise the tool's does. The choice rests on what is stored, so the order of imports does not matter.

use crate::metrics::{Channel, DailyMetric, MetricValues, SourceCompleteness};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The creative under which an analytics tool's numbers of a campaign's day are stored, beside the platform's own.
pub const ANALYTICS: &str = "analytics";

/// What a source measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Spend in minor units.
    Spend,
    /// Revenue in minor units.
    Revenue,
    /// Impressions.
    Impressions,
    /// Clicks.
    Clicks,
    /// Conversions in thousandths.
    Conversions,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 5] =
        [Self::Spend, Self::Revenue, Self::Impressions, Self::Clicks, Self::Conversions];

    /// Returns every measure, which a source has that was stored before sources were told apart.
    #[must_use]
    pub fn all() -> BTreeSet<Self> {
        Self::ALL.into()
    }

    /// Reports whether no measure is missing.
    #[must_use]
    pub fn are_all(measures: &BTreeSet<Self>) -> bool {
        measures.len() == Self::ALL.len()
    }
}

impl MetricValues {
    /// Returns the values whose measure is wanted; the others are unknown.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(Measure) -> bool) -> Self {
        let keep = |measure, value: Option<i64>| value.filter(|_| wanted(measure));
        Self {
            spend_minor: keep(Measure::Spend, self.spend_minor),
            revenue_minor: keep(Measure::Revenue, self.revenue_minor),
            impressions: keep(Measure::Impressions, self.impressions),
            clicks: keep(Measure::Clicks, self.clicks),
            conversions_thousandths: keep(Measure::Conversions, self.conversions_thousandths),
        }
    }
}

impl DailyMetric {
    /// Reports whether an analytics tool attributes the values, and the platform did not measure them itself.
    #[must_use]
    pub fn is_analytics(&self) -> bool {
        self.creative.as_str() == ANALYTICS
    }
}

/// Returns what the platform of a channel measures itself: Facebook and Instagram are Meta's, whatever a source calls them.
#[must_use]
pub fn own_measures(channel: &Channel, sources: &[SourceCompleteness]) -> BTreeSet<Measure> {
    let of_platform = sources.iter().filter(|source| source.channel.platform() == channel.platform());
    of_platform.flat_map(|source| source.own_measures.iter().copied()).collect()
}

/// Takes the facts of several sources one by one, with one measure of each thing: of an analytics tool, only what no platform
/// measures itself.
#[derive(Debug, Clone)]
pub struct OneSource<'a> {
    sources: &'a [SourceCompleteness],
    /// What the platform measures of each channel that a tool has named so far.
    own: BTreeMap<Channel, BTreeSet<Measure>>,
}

impl<'a> OneSource<'a> {
    /// Begins with what the sources of a workspace measure.
    #[must_use]
    pub fn new(sources: &'a [SourceCompleteness]) -> Self {
        Self { sources, own: BTreeMap::new() }
    }

    /// Returns the fact with the values that count, or `None` if none does.
    pub fn counted(&mut self, fact: DailyMetric) -> Option<DailyMetric> {
        if !fact.is_analytics() {
            return Some(fact);
        }
        let own =
            self.own.entry(fact.channel.clone()).or_insert_with(|| own_measures(&fact.channel, self.sources));
        let values = fact.values.only(|measure| !own.contains(&measure));
        (values != MetricValues::default()).then_some(DailyMetric { values, ..fact })
    }
}

/// Returns the facts with one measure of each thing; see [`OneSource`].
#[must_use]
pub fn of_one_source(facts: Vec<DailyMetric>, sources: &[SourceCompleteness]) -> Vec<DailyMetric> {
    let mut one_source = OneSource::new(sources);
    facts.into_iter().filter_map(|fact| one_source.counted(fact)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn fact(creative: &str, revenue: i64) -> DailyMetric {
        DailyMetric {
            channel: "google".parse().unwrap(),
            date: date(2026, 11, 27),
            campaign: "brand".parse().unwrap(),
            creative: creative.parse().unwrap(),
            values: MetricValues { revenue_minor: Some(revenue), ..MetricValues::default() },
        }
    }

    fn source(own: &[Measure]) -> SourceCompleteness {
        SourceCompleteness {
            own_measures: own.iter().copied().collect(),
            ..SourceCompleteness::own("google".parse().unwrap(), date(2026, 11, 27))
        }
    }

    fn revenue(facts: Vec<DailyMetric>, sources: &[SourceCompleteness]) -> i64 {
        of_one_source(facts, sources).iter().filter_map(|fact| fact.values.revenue_minor).sum()
    }

    #[test]
    fn the_platforms_own_revenue_counts_and_the_tools_stands_in_where_the_platform_has_none() {
        let both = || vec![fact("all", 50_000), fact(ANALYTICS, 30_000)];
        assert_eq!(revenue(both(), &[source(&[Measure::Revenue])]), 50_000);
        assert_eq!(revenue(vec![fact(ANALYTICS, 30_000)], &[source(&[Measure::Spend])]), 30_000);
        assert_eq!(revenue(vec![fact(ANALYTICS, 30_000)], &[]), 30_000);
    }

    #[test]
    fn what_a_tool_calls_facebook_is_what_meta_measures() {
        let on = |channel: &str, creative: &str, revenue| DailyMetric {
            channel: channel.parse().unwrap(),
            ..fact(creative, revenue)
        };
        let facts = vec![on("meta", "all", 50_000), on("facebook", ANALYTICS, 30_000)];
        let meta = SourceCompleteness { channel: "meta".parse().unwrap(), ..source(&[Measure::Revenue]) };
        assert_eq!(revenue(facts, &[meta]), 50_000);
    }

    #[test]
    fn a_source_that_was_stored_before_is_the_platforms_own() {
        let stored = serde_json::json!({ "channel": "google", "complete_through": "2026-11-27" });
        let source: SourceCompleteness = serde_json::from_value(stored).unwrap();
        assert_eq!(source.own_measures, Measure::all());
    }

    proptest! {
        #[test]
        fn the_two_are_never_added_up_in_whatever_order_they_come(
            own in 0_i64..1_000_000, tools in 0_i64..1_000_000, turned: bool,
        ) {
            let mut facts = vec![fact("all", own), fact(ANALYTICS, tools)];
            if turned {
                facts.reverse();
            }
            prop_assert_eq!(revenue(facts, &[source(&[Measure::Revenue])]), own);
        }
    }
}
