//! A shop with two months of facts: what the snapshots of answers are about.

use crate::insight::adjustment::{BudgetAdjustment, BudgetChange};
use crate::insight::record::{Alert, Recommendation};
use crate::insight::subject::AlertSubject;
use crate::insight::{AlertEvidence, AlertFinding, AlertRule, Severity};
use crate::metrics::source::{SourceError, SourceHealth};
use crate::metrics::{BudgetSource, Campaign, Creative, DailyMetric, MetricValues, SourceCompleteness};
use crate::question::execute::data::WorkspaceData;
use crate::question::range::DataSpan;
use crate::testing;
use crate::workspace::Workspace;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The day on which everything is asked: a Wednesday.
pub(super) const TODAY: Date = date(2026, 3, 18);
const FIRST: Date = date(2026, 1, 15);

/// Everything that is stored of the shop.
#[derive(Debug, Clone)]
pub(super) struct Shop {
    pub(super) workspace: Workspace,
    pub(super) facts: Vec<DailyMetric>,
    pub(super) campaigns: Vec<Campaign>,
    pub(super) creatives: Vec<Creative>,
    pub(super) sources: Vec<SourceCompleteness>,
    pub(super) health: Vec<SourceHealth>,
    pub(super) alerts: Vec<Alert>,
    pub(super) adjustments: Vec<BudgetAdjustment>,
    pub(super) recommendations: Vec<Recommendation>,
}

impl Shop {
    pub(super) fn data(&self) -> WorkspaceData<'_> {
        WorkspaceData {
            workspace: &self.workspace,
            now: "2026-03-18T13:00:00Z".parse().unwrap(),
            facts: &self.facts,
            campaigns: &self.campaigns,
            creatives: &self.creatives,
            sources: &self.sources,
            health: &self.health,
            alerts: &self.alerts,
            adjustments: &self.adjustments,
            recommendations: &self.recommendations,
        }
    }

    pub(super) fn calendar() -> DataSpan {
        DataSpan { first: Some(FIRST), today: TODAY }
    }

    /// Creates the shop with everything in to yesterday.
    pub(super) fn new() -> Self {
        let source = |channel: &str| SourceCompleteness::own(channel.parse().unwrap(), date(2026, 3, 17));
        let health = |channel: &str| SourceHealth {
            last_success: Some("2026-03-18T10:10:00Z".parse().unwrap()),
            ..SourceHealth::unknown(channel.parse().unwrap())
        };
        Self {
            workspace: testing::workspace(),
            facts: facts(),
            campaigns: campaigns(),
            creatives: creatives(),
            sources: vec![source("meta"), source("google"), source("tiktok")],
            health: vec![health("meta"), health("google"), health("tiktok")],
            alerts: alerts(),
            adjustments: vec![shift()],
            recommendations: Vec::new(),
        }
    }

    /// Creates the shop with Google two days late and its last file refused.
    pub(super) fn late() -> Self {
        let mut shop = Self::new();
        let last = date(2026, 3, 15);
        shop.facts.retain(|fact| fact.channel.as_str() != "google" || fact.date <= last);
        for source in shop.sources.iter_mut().filter(|source| source.channel.as_str() == "google") {
            source.complete_through = last;
        }
        for health in shop.health.iter_mut().filter(|health| health.channel.as_str() == "google") {
            health.last_success = Some("2026-03-16T10:10:00Z".parse().unwrap());
            let at = "2026-03-18T09:00:00Z".parse().unwrap();
            health.last_error = Some(SourceError::new(at, None, "no day column"));
        }
        shop
    }
}

fn campaigns() -> Vec<Campaign> {
    let campaign = |id: &str, name: &str, channel: &str, budget: i64| Campaign {
        channel: channel.parse().unwrap(),
        ..testing::campaign(id, name, budget)
    };
    vec![
        campaign("spring", "Spring Sale 2026", "meta", 400),
        campaign("brand", "Brand Search US", "google", 200),
        campaign("generic", "Generic Search US", "google", 300),
        campaign("cart", "Retargeting - Cart Abandoners", "meta", 130),
        campaign("lal", "Prospecting LAL 1%", "meta", 260),
        Campaign {
            budget_source: BudgetSource::EstimatedFromSpend,
            ..campaign("ugc", "TikTok UGC Launch", "tiktok", 160)
        },
        Campaign { active: false, ..campaign("teaser", "Summer Collection Teaser", "meta", 60) },
        campaign("leads", "Newsletter Signup Leads", "meta", 0),
    ]
}

fn creatives() -> Vec<Creative> {
    let creative = |id: &str, campaign: &str, name: &str, copy: &str| Creative {
        id: id.parse().unwrap(),
        campaign: campaign.parse().unwrap(),
        name: name.into(),
        copy: copy.into(),
        thumbnail: Some(format!("https://cdn.example.com/{id}.jpg")),
    };
    vec![
        creative("anna1", "spring", "UGC Anna v1", "Meet the jacket that goes with everything. Now 20% off."),
        creative("anna2", "spring", "UGC Anna v2", "Anna tried it for a week. Here is what she says."),
        creative("carousel", "lal", "Carousel Bestsellers", "Our five bestsellers, back in stock."),
        creative("cart", "cart", "Cart Reminder Static", ""),
    ]
}

/// What a campaign does on a usual day: spend in dollars, its return in hundredths, and its conversions in tenths.
const USUAL: [(&str, &str, &str, i64, i64, i64); 8] = [
    ("spring", "meta", "anna1", 210, 520, 84),
    ("spring", "meta", "anna2", 180, 310, 48),
    ("brand", "google", "all", 190, 610, 90),
    ("generic", "google", "all", 310, 240, 52),
    ("cart", "meta", "cart", 140, 330, 31),
    ("lal", "meta", "carousel", 250, 260, 44),
    ("ugc", "tiktok", "all", 150, 180, 18),
    ("teaser", "meta", "all", 50, 90, 3),
];

fn facts() -> Vec<DailyMetric> {
    let days = FIRST.series(1.day()).take_while(|day| *day < TODAY);
    let of_day =
        |(place, day): (usize, Date)| USUAL.map(|usual| fact(i64::try_from(place).unwrap(), day, usual));
    let all = days.enumerate().flat_map(of_day);
    // The teaser was paused at the end of January.
    all.filter(|fact| fact.campaign.as_str() != "teaser" || fact.date < date(2026, 2, 1)).collect()
}

/// Makes a fact that moves a little from day to day; from 9 March on the generic search costs more for less.
fn fact(place: i64, day: Date, usual: (&str, &str, &str, i64, i64, i64)) -> DailyMetric {
    let (campaign, channel, creative, spend, returned, conversions) = usual;
    let sway = 90 + (place * 7 + spend) % 21;
    let is_worse = campaign == "generic" && day >= date(2026, 3, 9);
    let (dearer, fewer) = if is_worse { (130, 70) } else { (100, 100) };
    let spend_minor = spend * sway * dearer / 100;
    let revenue_minor = spend * returned * (190 - sway) / 100 * fewer / 100;
    // TikTok does not say what was earned.
    let revenue_minor = Some(revenue_minor).filter(|_| channel != "tiktok");
    DailyMetric {
        channel: channel.parse().unwrap(),
        date: day,
        campaign: campaign.parse().unwrap(),
        creative: creative.parse().unwrap(),
        values: MetricValues {
            spend_minor: Some(spend_minor),
            revenue_minor,
            impressions: Some(spend * sway * 2),
            clicks: Some(spend * sway / 40),
            conversions_thousandths: Some(conversions * (190 - sway) / 100 * 100 * fewer / 100),
        },
    }
}

fn alerts() -> Vec<Alert> {
    let alert = |id: &str, rule, campaign: (&str, &str), severity, stake, evidence| {
        let finding = AlertFinding {
            id: id.parse().unwrap(),
            rule,
            subject: AlertSubject::Campaign {
                campaign: campaign.0.parse().unwrap(),
                name: campaign.1.into(),
            },
            severity,
            stake: testing::dollars(stake),
            evidence,
        };
        Alert::opened(&testing::workspace().id, finding, date(2026, 3, 17))
    };
    let low = AlertEvidence::RoasUnderTarget { roas_hundredths: 168, target_hundredths: 350, days: 7 };
    let over =
        AlertEvidence::OverspentDailyBudget { spend: testing::dollars(148), budget: testing::dollars(130) };
    let generic = ("generic", "Generic Search US");
    let cart = ("cart", "Retargeting - Cart Abandoners");
    vec![
        alert("overspent-cart", AlertRule::OverspentDailyBudget, cart, Severity::Medium, 18, over),
        alert("low-roas-generic", AlertRule::RoasUnderTarget, generic, Severity::High, 310, low),
    ]
}

fn shift() -> BudgetAdjustment {
    let side = |id: &str, name: &str, before, after| BudgetChange {
        campaign: id.parse().unwrap(),
        name: name.into(),
        campaign_version: 1,
        before: testing::dollars(before),
        after: testing::dollars(after),
        budget_estimated: false,
    };
    BudgetAdjustment {
        from: side("generic", "Generic Search US", 300, 210),
        to: side("spring", "Spring Sale 2026", 400, 490),
        amount: testing::dollars(90),
        ..testing::adjustment()
    }
}
