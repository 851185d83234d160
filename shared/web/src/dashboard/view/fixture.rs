//! A workspace with four weeks of facts on three channels, for the tests of the page's content.

use super::{DashboardContext, DashboardView};
use domain::audit::Source;
use domain::insight::adjustment::{BudgetAdjustment, DecisionRecord};
use domain::insight::record::{Alert, Recommendation};
use domain::insight::{Confidence, ShiftFinding, ShiftSide};
use domain::metrics::source::SourceHealth;
use domain::metrics::{Campaign, DailyMetric, SourceCompleteness};
use domain::notification::MemberNotification;
use domain::testing;
use domain::workspace::{Member, Workspace};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// Everything that a page is built from, owned, so that a test can change any of it.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    pub(crate) workspace: Workspace,
    pub(crate) reader: Member,
    pub(crate) day: Date,
    pub(crate) members: Vec<Member>,
    pub(crate) campaigns: Vec<Campaign>,
    pub(crate) sources: Vec<SourceCompleteness>,
    pub(crate) health: Vec<SourceHealth>,
    pub(crate) facts: Vec<DailyMetric>,
    pub(crate) alerts: Vec<Alert>,
    pub(crate) adjustments: Vec<BudgetAdjustment>,
    pub(crate) recommendations: Vec<Recommendation>,
    pub(crate) notifications: Vec<MemberNotification>,
}

/// Campaign, name, channel, budget, usual spend, and return on that spend in hundredths.
const CAMPAIGNS: [(&str, &str, &str, i64, i64, i64); 6] = [
    ("retargeting-us", "Retargeting US", "meta", 900, 880, 205),
    ("prospecting-eu", "Prospecting EU", "meta", 1200, 1180, 460),
    ("brand-search", "Brand Search", "google", 300, 290, 610),
    ("generic-search", "Generic Search US | Phrase + Exact", "google", 800, 790, 345),
    ("creators", "Creators autumn launch", "tiktok", 400, 390, 280),
    ("spring-sale", "Spring sale", "meta", 200, 0, 0),
];

impl Scene {
    /// The day as Maya, the owner, sees it: all data is complete, one shift is waiting, and three alerts are open.
    pub(crate) fn new() -> Self {
        let day = testing::report_day();
        let source = |channel: &str| SourceCompleteness::own(channel.parse().unwrap(), day);
        Self {
            workspace: testing::workspace(),
            reader: testing::maya(),
            day,
            members: vec![testing::maya(), testing::lee(), testing::anna()],
            campaigns: CAMPAIGNS.iter().map(campaign).collect(),
            sources: ["meta", "google", "tiktok"].map(source).into(),
            health: health(),
            facts: facts(day),
            alerts: testing::alerts(),
            adjustments: vec![testing::adjustment()],
            recommendations: vec![recommendation()],
            notifications: Vec::new(),
        }
    }

    /// A workspace without any imported data.
    pub(crate) fn empty() -> Self {
        Self {
            campaigns: Vec::new(),
            sources: Vec::new(),
            health: Vec::new(),
            facts: Vec::new(),
            alerts: Vec::new(),
            adjustments: Vec::new(),
            recommendations: Vec::new(),
            ..Self::new()
        }
    }

    /// Makes a channel's data two days late.
    pub(crate) fn late(mut self, channel: &str) -> Self {
        for source in self.sources.iter_mut().filter(|source| source.channel.as_str() == channel) {
            source.complete_through = self.day.checked_sub(2.days()).unwrap();
        }
        self
    }

    /// Approves the shift as Maya, on WhatsApp.
    pub(crate) fn approved(mut self) -> Self {
        let decision = DecisionRecord {
            by: testing::maya().id,
            name: testing::maya().name,
            at: testing::now(),
            source: Source::WhatsApp,
        };
        self.adjustments[0] = self.adjustments[0].approved(decision, 1800);
        self
    }

    /// Keeps only the facts for which the predicate holds.
    pub(crate) fn with_facts(mut self, keep: impl FnMut(&DailyMetric) -> bool) -> Self {
        self.facts.retain(keep);
        self
    }

    /// Changes the facts of the day.
    pub(crate) fn on_the_day(mut self, change: impl Fn(&mut DailyMetric)) -> Self {
        let day = self.day;
        self.facts.iter_mut().filter(|fact| fact.date == day).for_each(change);
        self
    }

    pub(crate) fn view(&self) -> DashboardView {
        self.view_at(testing::now())
    }

    pub(crate) fn view_at(&self, now: Timestamp) -> DashboardView {
        DashboardView::new(&DashboardContext {
            workspace: &self.workspace,
            reader: &self.reader,
            day: self.day,
            now,
            valid_until: testing::now().checked_add(jiff::SignedDuration::from_hours(168)).unwrap(),
            members: &self.members,
            campaigns: &self.campaigns,
            sources: &self.sources,
            health: &self.health,
            facts: &self.facts,
            alerts: &self.alerts,
            adjustments: &self.adjustments,
            recommendations: &self.recommendations,
            notifications: &self.notifications,
        })
    }
}

/// Google is expected by half past six and came in at 06:10; Meta came in, and nobody said when it is expected; of
/// TikTok only its days are known.
fn health() -> Vec<SourceHealth> {
    let google = SourceHealth {
        expected_by: Some(jiff::civil::time(6, 30, 0, 0)),
        last_success: Some("2026-10-06T10:10:00Z".parse().unwrap()),
        ..SourceHealth::unknown("google".parse().unwrap())
    };
    let meta = SourceHealth { expected_by: None, channel: "meta".parse().unwrap(), ..google.clone() };
    vec![google, meta]
}

fn campaign(row: &(&str, &str, &str, i64, i64, i64)) -> Campaign {
    let &(id, name, channel, budget, usual, _) = row;
    Campaign { channel: channel.parse().unwrap(), active: usual > 0, ..testing::campaign(id, name, budget) }
}

/// Creates 29 days of facts that differ by weekday; the last day is slightly better than usual.
fn facts(day: Date) -> Vec<DailyMetric> {
    let of_day = |before: i64| {
        let date = day.checked_sub(before.days()).unwrap();
        let weekday = i64::from(date.weekday().to_monday_zero_offset());
        let running = CAMPAIGNS.iter().filter(|row| row.4 > 0);
        running.map(move |&(id, _, channel, _, usual, roas)| {
            let spend = usual * (104 - 5 * ((weekday + before) % 3) + if before == 0 { 3 } else { 0 }) / 100;
            let revenue = spend * (roas + 12 * (before % 5) - 18) / 100;
            DailyMetric { channel: channel.parse().unwrap(), ..testing::fact(id, date, spend, revenue) }
        })
    };
    (0..=28).rev().flat_map(of_day).collect()
}

fn recommendation() -> Recommendation {
    let adjustment = testing::adjustment();
    let side = |change: &domain::insight::adjustment::BudgetChange, roas_hundredths| ShiftSide {
        campaign: change.campaign.clone(),
        name: change.name.clone(),
        version: change.campaign_version,
        before: change.before,
        after: change.after,
        budget_estimated: change.budget_estimated,
        roas_hundredths: Some(roas_hundredths),
        cpa_minor: Some(2_400),
    };
    Recommendation {
        id: adjustment.recommendation.clone(),
        workspace: adjustment.workspace.clone(),
        day: testing::report_day(),
        shift: ShiftFinding {
            from: side(&adjustment.from, 205),
            to: side(&adjustment.to, 460),
            amount: adjustment.amount,
            days: 7,
            confidence: Confidence::High,
        },
        adjustment: adjustment.id,
        version: 1,
        assignment: None,
    }
}
