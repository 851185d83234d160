//! Yesterday as seen by the digest: the three planted incidents, and nothing else.

use super::*;
use command_center::domain::insight::history::History;
use command_center::domain::insight::{AlertRule, Findings, InsightInput, detect};
use command_center::domain::metrics::kpi::report_day;
use std::collections::BTreeSet;

struct Yesterday {
    sample: SampleWorkspace,
    today: Date,
}

impl Yesterday {
    fn new(seed: u64, today: Date) -> Self {
        Self { sample: generate(seed, today), today }
    }

    /// Sums a campaign's facts from `oldest` to `newest` days before today.
    fn campaign(&self, id: &CampaignId, oldest: u32, newest: u32) -> MetricValues {
        let days = days_before(self.today, oldest)..=days_before(self.today, newest);
        total(self.sample.facts.iter().filter(|fact| fact.campaign == *id && days.contains(&fact.date)))
    }

    fn budget_use_percent(&self, campaign: &Campaign) -> i64 {
        self.campaign(&campaign.id, 1, 1).spend_minor.unwrap() * 100 / campaign.daily_budget.minor
    }

    fn week_return_percent(&self, id: &CampaignId) -> i64 {
        let week = self.campaign(id, 7, 1);
        week.revenue_minor.unwrap() * 100 / week.spend_minor.unwrap()
    }

    fn overspent(&self) -> CampaignId {
        self.planted(|incident| match incident {
            PlantedIncident::Overspend { campaign } => Some(campaign.clone()),
            PlantedIncident::WeakReturn { .. } | PlantedIncident::ZeroDelivery { .. } => None,
        })
    }

    fn stopped(&self) -> CampaignId {
        self.planted(|incident| match incident {
            PlantedIncident::ZeroDelivery { campaign } => Some(campaign.clone()),
            PlantedIncident::WeakReturn { .. } | PlantedIncident::Overspend { .. } => None,
        })
    }

    fn weak_and_stronger(&self) -> (CampaignId, CampaignId) {
        self.planted(|incident| match incident {
            PlantedIncident::WeakReturn { campaign, stronger } => Some((campaign.clone(), stronger.clone())),
            PlantedIncident::ZeroDelivery { .. } | PlantedIncident::Overspend { .. } => None,
        })
    }

    fn planted<T>(&self, choose: impl Fn(&PlantedIncident) -> Option<T>) -> T {
        let mut found: Vec<T> = self.sample.incidents.iter().filter_map(choose).collect();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    /// Examines yesterday as the digest does.
    fn findings(&self) -> Findings {
        let SampleWorkspace { workspace, campaigns, facts, completeness, .. } = &self.sample;
        let day = days_before(self.today, 1);
        let report = report_day(day, workspace, campaigns, facts, completeness);
        let most_to_approve = workspace.one_person_limit();
        let history = &History::of(day, facts);
        detect(&InsightInput { workspace, most_to_approve, campaigns, history, report: &report })
    }

    fn get(&self, id: &CampaignId) -> &Campaign {
        self.sample.campaigns.iter().find(|campaign| campaign.id == *id).unwrap()
    }
}

#[test]
fn three_troubles_are_planted_on_four_campaigns() {
    let yesterday = Yesterday::new(1, date(2026, 10, 7));
    let (weak, stronger) = yesterday.weak_and_stronger();
    let touched = HashSet::from([yesterday.overspent(), yesterday.stopped(), weak, stronger]);
    assert_eq!((yesterday.sample.incidents.len(), touched.len()), (3, 4));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn exactly_one_campaign_overspends_yesterday(seed: u64, today in any_today()) {
        let yesterday = Yesterday::new(seed, today);
        let overspent = yesterday.overspent();
        for campaign in &yesterday.sample.campaigns {
            let share = yesterday.budget_use_percent(campaign);
            let planted = campaign.id == overspent;
            prop_assert!(if planted { (120..=130).contains(&share) } else { share < 108 }, "{}: {}", campaign.id, share);
        }
    }

    #[test]
    fn exactly_one_campaign_is_under_target_over_seven_days(seed: u64, today in any_today()) {
        let yesterday = Yesterday::new(seed, today);
        let (weak, _) = yesterday.weak_and_stronger();
        let target = yesterday.sample.workspace.target_roas_hundredths;
        for campaign in &yesterday.sample.campaigns {
            let week = yesterday.week_return_percent(&campaign.id);
            let planted = campaign.id == weak;
            prop_assert!(if planted { (180..=220).contains(&week) } else { week > target }, "{}: {}", campaign.id, week);
        }
    }

    #[test]
    fn the_shift_from_the_weak_campaign_to_the_stronger_one_is_the_obvious_one(seed: u64, today in any_today()) {
        let yesterday = Yesterday::new(seed, today);
        let (weak, stronger) = yesterday.weak_and_stronger();
        prop_assert_eq!(&yesterday.get(&weak).channel, &yesterday.get(&stronger).channel);
        let best = yesterday.week_return_percent(&stronger);
        prop_assert!((440..=500).contains(&best), "{}", best);
        for campaign in yesterday.sample.campaigns.iter().filter(|campaign| campaign.id != stronger) {
            let week = yesterday.week_return_percent(&campaign.id);
            prop_assert!(week < best, "{}: {} beside {}", campaign.id, week, best);
        }
        let spend = yesterday.campaign(&stronger, 7, 1).spend_minor.unwrap();
        let used = spend * 100 / (7 * yesterday.get(&stronger).daily_budget.minor);
        prop_assert!((85..=97).contains(&used), "{} % of its budget", used);
    }

    #[test]
    fn the_rules_find_the_three_troubles_and_the_obvious_shift_and_nothing_else(seed: u64, today in any_today()) {
        let yesterday = Yesterday::new(seed, today);
        let (weak, stronger) = yesterday.weak_and_stronger();
        let findings = yesterday.findings();
        let found: BTreeSet<_> =
            findings.alerts.iter().map(|alert| (alert.rule, alert.subject.campaign().cloned())).collect();
        let planted = [
            (AlertRule::OverspentDailyBudget, Some(yesterday.overspent())),
            (AlertRule::RoasUnderTarget, Some(weak.clone())),
            (AlertRule::ZeroDelivery, Some(yesterday.stopped())),
        ];
        prop_assert_eq!(found, BTreeSet::from(planted));
        let shift = findings.shift.unwrap();
        prop_assert_eq!((&shift.from.campaign, &shift.to.campaign), (&weak, &stronger));
        prop_assert_eq!(shift.amount, Money::from_units(240, Currency::USD), "20 % of 1,200");
    }

    #[test]
    fn exactly_one_campaign_stops_yesterday_with_its_rows_there(seed: u64, today in any_today()) {
        let yesterday = Yesterday::new(seed, today);
        let stopped = yesterday.stopped();
        let nothing = MetricValues {
            spend_minor: Some(0),
            revenue_minor: Some(0),
            impressions: Some(0),
            clicks: Some(0),
            conversions_thousandths: Some(0),
        };
        for campaign in &yesterday.sample.campaigns {
            let day = yesterday.campaign(&campaign.id, 1, 1);
            prop_assert_eq!(day == nothing, campaign.id == stopped, "{}", campaign.id);
            prop_assert!(yesterday.campaign(&campaign.id, 2, 2).impressions.unwrap() > 0);
        }
    }

    #[test]
    fn no_other_campaign_moves_by_a_third_against_the_same_weekday_or_the_month_before(seed: u64, today in any_today()) {
        let yesterday = Yesterday::new(seed, today);
        let (weak, _) = yesterday.weak_and_stronger();
        let planted = [yesterday.overspent(), yesterday.stopped(), weak];
        for campaign in yesterday.sample.campaigns.iter().filter(|campaign| !planted.contains(&campaign.id)) {
            let weekdays = [8, 15, 22, 29].map(|day| yesterday.campaign(&campaign.id, day, day));
            let expected = |value: fn(&MetricValues) -> Option<i64>| {
                weekdays.iter().filter_map(value).sum::<i64>() / 4
            };
            let day = yesterday.campaign(&campaign.id, 1, 1);
            let is_calm = |value: fn(&MetricValues) -> Option<i64>| {
                let (now, usual) = (value(&day).unwrap(), expected(value));
                (now - usual).abs() * 3 < usual
            };
            prop_assert!(is_calm(|values| values.spend_minor), "spend of {}", campaign.id);
            prop_assert!(is_calm(|values| values.impressions), "impressions of {}", campaign.id);
            prop_assert!(is_calm(|values| values.clicks), "clicks of {}", campaign.id);
            let (week, before) = (yesterday.campaign(&campaign.id, 7, 1), yesterday.campaign(&campaign.id, 35, 8));
            let (week, before) = (week.revenue_minor.unwrap() * 4, before.revenue_minor.unwrap());
            prop_assert!((week - before).abs() * 4 < before, "revenue of {}", campaign.id);
        }
    }
}
