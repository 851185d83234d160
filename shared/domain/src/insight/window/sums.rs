//! The sums of the days that the rules consider, by the number of days before the examined one: everything of the last
//! eight days, and what conversions cost of the four weeks before them.

use super::{USUAL_DAYS, WEEK_DAYS};
use crate::identity::CampaignId;
use crate::metrics::kpi::{Sums, change_at};
use crate::metrics::{Channel, DailyMetric, MetricValues};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A span of days, as numbers of days before the examined one.
pub(super) type DaysBefore = RangeInclusive<i64>;

/// The sums of a window, added up fact by fact.
#[derive(Debug, Clone, Default)]
pub(in crate::insight) struct WindowSums {
    /// The sums of the workspace on each day of the week that has facts.
    pub(super) week: BTreeMap<i64, Sums>,
    /// Whether any fact knows revenue.
    pub(super) has_revenue: bool,
    pub(super) campaigns: BTreeMap<CampaignId, CampaignSums>,
    pub(super) channels: BTreeMap<Channel, DailyCosts>,
}

/// The sums of a campaign.
#[derive(Debug, Clone, Default)]
pub(super) struct CampaignSums {
    /// Of the examined day and the seven before it, as far as they have facts.
    pub(super) recent: BTreeMap<i64, Sums>,
    pub(super) costs: DailyCosts,
}

/// The spend and the conversions of each day, of the facts that know both.
#[derive(Debug, Clone, Default)]
pub(super) struct DailyCosts(Vec<Option<(i128, i128)>>);

impl WindowSums {
    pub(in crate::insight) fn add(&mut self, fact: &DailyMetric, days_before: i64) {
        let values = &fact.values;
        self.has_revenue |= values.revenue_minor.is_some();
        if days_before < WEEK_DAYS {
            self.week.entry(days_before).or_default().add(values);
        }
        if days_before < USUAL_DAYS + WEEK_DAYS {
            change_at(&mut self.channels, &fact.channel, |costs| costs.add(values, days_before));
            change_at(&mut self.campaigns, &fact.campaign, |sums| sums.add(values, days_before));
        }
    }
}

impl CampaignSums {
    fn add(&mut self, values: &MetricValues, days_before: i64) {
        if days_before <= WEEK_DAYS {
            self.recent.entry(days_before).or_default().add(values);
        }
        self.costs.add(values, days_before);
    }
}

impl DailyCosts {
    fn add(&mut self, values: &MetricValues, days_before: i64) {
        let known = values.spend_minor.zip(values.conversions_thousandths);
        let (Some((spend, conversions)), Ok(place)) = (known, usize::try_from(days_before)) else { return };
        if self.0.len() <= place {
            self.0.resize(place + 1, None);
        }
        if let Some(day) = self.0.get_mut(place) {
            let (spent, converted) = day.unwrap_or_default();
            *day = Some((spent + i128::from(spend), converted + i128::from(conversions)));
        }
    }

    /// Returns the spend and the conversions of a span of days; `None` if no day knows both.
    pub(super) fn over(&self, days: &DaysBefore) -> Option<(i128, i128)> {
        let known =
            (0_i64..).zip(&self.0).filter(|(day, _)| days.contains(day)).filter_map(|(_, cost)| *cost);
        known.reduce(|(spent, converted), (spend, conversions)| (spent + spend, converted + conversions))
    }
}
