//! A small workspace for testing the rules: campaigns, their daily facts, and which channels are complete.

use super::history::History;
use super::{DAYS_OF_HISTORY, Findings, InsightInput, detect};
use crate::identity::CampaignId;
use crate::metrics::kpi::report_day;
use crate::metrics::{BudgetSource, Campaign, DailyMetric, MetricValues, SourceCompleteness};
use crate::money::{Currency, Money};
use crate::workspace::Workspace;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The day to examine.
pub(super) const DAY: Date = date(2026, 10, 6);

/// Creates an amount of whole dollars.
pub(super) fn dollars(units: i64) -> Money {
    Money::from_units(units, Currency::USD)
}

/// Creates daily values: spend and revenue in whole dollars, whole conversions, some impressions.
pub(super) fn values(spend: i64, revenue: i64, conversions: i64) -> MetricValues {
    MetricValues {
        spend_minor: Some(spend * 100),
        revenue_minor: Some(revenue * 100),
        impressions: Some(spend * 100),
        clicks: None,
        conversions_thousandths: Some(conversions * 1_000),
    }
}

/// A workspace and its facts.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) workspace: Workspace,
    pub(super) most_to_approve: Money,
    pub(super) campaigns: Vec<Campaign>,
    pub(super) facts: Vec<DailyMetric>,
    pub(super) sources: Vec<SourceCompleteness>,
}

impl Scene {
    /// Creates a workspace with a target of 3.50, approvers of $300 and two complete channels, `meta` and `google`.
    pub(super) fn new() -> Self {
        let source = |channel: &str| SourceCompleteness::own(channel.parse().unwrap(), DAY);
        Self {
            workspace: Workspace {
                id: "acme".parse().unwrap(),
                name: "Acme Store".into(),
                zone: "America/New_York".into(),
                currency: Currency::USD,
                target_roas_hundredths: 350,
                single_tap_limit: dollars(100),
                rules: crate::workspace::rules::ActionRules::default(),
            },
            most_to_approve: dollars(300),
            campaigns: Vec::new(),
            facts: Vec::new(),
            sources: vec![source("meta"), source("google")],
        }
    }

    /// Adds an active campaign with a stated budget and the same values on the examined day and the seven before.
    pub(super) fn steady(mut self, id: &str, channel: &str, budget: i64, daily: MetricValues) -> Self {
        self.campaigns.push(Campaign {
            id: id.parse().unwrap(),
            name: format!("The {id}"),
            channel: channel.parse().unwrap(),
            account: None,
            external_id: None,
            former_names: Vec::new(),
            other_names: Vec::new(),
            active: true,
            daily_budget: dollars(budget),
            budget_source: BudgetSource::Stated,
            version: 7,
        });
        for days_before in 0..=7 {
            self = self.fact(id, days_before, daily);
        }
        self
    }

    /// Adds one fact to a campaign that was added before.
    pub(super) fn fact(mut self, id: &str, days_before: i64, values: MetricValues) -> Self {
        let channel =
            self.campaigns.iter().find(|campaign| campaign.id.as_str() == id).unwrap().channel.clone();
        self.facts.push(DailyMetric {
            channel,
            date: DAY.checked_sub(days_before.days()).unwrap(),
            campaign: id.parse().unwrap(),
            creative: "all".parse().unwrap(),
            values,
        });
        self
    }

    /// Removes the facts of a campaign on one day.
    pub(super) fn without_fact(mut self, id: &str, days_before: i64) -> Self {
        let day = DAY.checked_sub(days_before.days()).unwrap();
        self.facts.retain(|fact| fact.campaign.as_str() != id || fact.date != day);
        self
    }

    /// Replaces the facts of a campaign on one day by one.
    pub(super) fn on(self, id: &str, days_before: i64, values: MetricValues) -> Self {
        self.without_fact(id, days_before).fact(id, days_before, values)
    }

    /// Gives each campaign the facts of the same day a week ago also on the days before, back to eight weeks, where it
    /// has none.
    pub(super) fn with_history(mut self) -> Self {
        let day = |days_before: i64| DAY.checked_sub(days_before.days()).unwrap();
        let week_ago: Vec<DailyMetric> =
            self.facts.iter().filter(|fact| fact.date == day(7)).cloned().collect();
        for days_before in 8..=DAYS_OF_HISTORY {
            let there: BTreeSet<CampaignId> = self
                .facts
                .iter()
                .filter(|fact| fact.date == day(days_before))
                .map(|fact| fact.campaign.clone())
                .collect();
            let missing = week_ago.iter().filter(|fact| !there.contains(&fact.campaign));
            self.facts.extend(missing.map(|fact| DailyMetric { date: day(days_before), ..fact.clone() }));
        }
        self
    }

    /// Makes all revenue unknown.
    pub(super) fn without_revenue(mut self) -> Self {
        self.facts.iter_mut().for_each(|fact| fact.values.revenue_minor = None);
        self
    }

    /// Changes a campaign.
    pub(super) fn change(mut self, id: &str, change: impl Fn(&mut Campaign)) -> Self {
        change(self.campaigns.iter_mut().find(|campaign| campaign.id.as_str() == id).unwrap());
        self
    }

    /// Makes the data of a channel late by one day.
    pub(super) fn late(mut self, channel: &str) -> Self {
        for source in self.sources.iter_mut().filter(|source| source.channel.as_str() == channel) {
            source.complete_through = DAY.yesterday().unwrap();
        }
        self
    }

    /// Examines the default day.
    pub(super) fn findings(&self) -> Findings {
        self.findings_of(DAY)
    }

    /// Examines another day.
    pub(super) fn findings_of(&self, day: Date) -> Findings {
        let report = report_day(day, &self.workspace, &self.campaigns, &self.facts, &self.sources);
        detect(&InsightInput {
            workspace: &self.workspace,
            most_to_approve: self.most_to_approve,
            campaigns: &self.campaigns,
            history: &History::of(day, &self.facts),
            report: &report,
        })
    }

    /// Returns the identifiers of the alerts of the default day.
    pub(super) fn alert_ids(&self) -> Vec<String> {
        self.findings().alerts.into_iter().map(|alert| alert.id.into()).collect()
    }
}

const IDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Generates amounts of a usual size, and occasionally absurd ones.
fn any_amount(usual: std::ops::Range<i64>) -> impl Strategy<Value = Option<i64>> {
    prop_oneof![
        40 => usual.prop_map(Some),
        1 => any::<i64>().prop_map(Some),
        1 => Just(Some(0)),
        1 => Just(None),
    ]
}

prop_compose! {
    fn any_values()(
        spend_minor in any_amount(0..500_000),
        revenue_minor in any_amount(0..2_500_000),
        impressions in any_amount(0..500_000),
        conversions_thousandths in any_amount(0..50_000),
    ) -> MetricValues {
        MetricValues { spend_minor, revenue_minor, impressions, clicks: None, conversions_thousandths }
    }
}

prop_compose! {
    fn any_campaign()(
        id in prop::sample::select(&IDS[..]),
        google in any::<bool>(),
        active in prop::bool::weighted(0.9),
        budget in any_amount(0..500_000),
        stated in any::<bool>(),
        euro in prop::bool::weighted(0.1),
    ) -> Campaign {
        let currency = if euro { "EUR".parse().unwrap() } else { Currency::USD };
        Campaign {
            id: id.parse().unwrap(),
            name: id.to_uppercase(),
            channel: if google { "google" } else { "meta" }.parse().unwrap(),
            account: None,
            external_id: None,
            former_names: Vec::new(),
            other_names: Vec::new(),
            active,
            daily_budget: Money::from_minor(budget.unwrap_or(0), currency),
            budget_source: if stated { BudgetSource::Stated } else { BudgetSource::EstimatedFromSpend },
            version: 1,
        }
    }
}

prop_compose! {
    /// Generates an arbitrary workspace: steady campaigns with disturbances, sane and absurd amounts, and late
    /// channels.
    pub(super) fn any_scene()(
        campaigns in prop::collection::btree_map(0_usize..6, any_campaign(), 0..=6),
        steady in prop::collection::vec(any_values(), 6),
        odd in prop::collection::vec((0_usize..6, 0_i64..10, any_values()), 0..8),
        stopped in prop::option::weighted(0.3, 0_usize..6),
        target in prop_oneof![4 => 50_i64..800, 1 => any::<i64>()],
        limit in prop_oneof![4 => 0_i64..100_000, 1 => any::<i64>()],
        step in 1_i64..=100,
        has_history in prop::bool::weighted(0.7),
        has_revenue in prop::bool::weighted(0.7),
        late in prop::option::weighted(0.2, prop::sample::select(vec!["meta", "google"])),
    ) -> Scene {
        let mut scene = Scene::new();
        scene.workspace.target_roas_hundredths = target;
        scene.workspace.rules.shift_step_percent = step;
        scene.most_to_approve = Money::from_minor(limit, Currency::USD);
        for (index, campaign) in campaigns {
            let id = IDS[index].parse().unwrap();
            scene.campaigns.push(Campaign { id, ..campaign });
            for days_before in 0..=7 {
                scene = scene.fact(IDS[index], days_before, steady[index]);
            }
            for (_, days_before, values) in odd.iter().filter(|(of, _, _)| *of == index) {
                scene = scene.without_fact(IDS[index], *days_before).fact(IDS[index], *days_before, *values);
            }
        }
        if let Some(index) = stopped {
            scene = scene.without_fact(IDS[index], 0);
        }
        let scene = if has_history { scene.with_history() } else { scene };
        let scene = if has_revenue { scene } else { scene.without_revenue() };
        late.map_or(scene.clone(), |channel| scene.late(channel))
    }
}
