//! The alert rules: a budget that was exceeded, a return far below target or a cost far above the usual, money spent
//! without conversions, a campaign that stopped, a day that is far from its weekday, and a source that is silent.

mod cost_above_usual;
mod source_silent;
mod unusual_day;
mod wasted_spend;

pub use source_silent::silent_sources;

use super::weekday::UnusualSum;
use super::window::{CampaignWeek, Window};
use super::{AlertEvidence, AlertFinding, AlertRule, AlertSubject, Severity};
use crate::identity::AlertId;
use crate::metrics::BudgetSource;
use crate::money::Money;

/// The percentage of the budget that a day's spend must reach: platforms may exceed a daily budget slightly.
const OVERSPENT_PERCENT: i128 = 110;

/// The percentage of the target below which a return must be.
const UNDER_TARGET_PERCENT: i128 = 80;

/// The minimum number of conversions, in thousandths, for a return to be more than noise.
const FEWEST_CONVERSIONS_THOUSANDTHS: i64 = 20_000;

/// The minimum number of days with delivery, out of the seven before, for a day without delivery to be unexpected.
const FEWEST_DAYS_WITH_DELIVERY: usize = 3;

/// The percentage of the workspace's daily spend at which each severity starts, the highest first.
const SEVERITIES: [(i128, Severity); 3] =
    [(20, Severity::Critical), (10, Severity::High), (3, Severity::Medium)];

/// Finds the alerts of all campaigns and of the day, with the most money at stake first.
pub(super) fn find(window: &Window<'_>, unusual: &[UnusualSum]) -> Vec<AlertFinding> {
    let of_campaigns = window.campaigns.iter().flat_map(|campaign| of_campaign(window, campaign));
    let of_day = unusual.iter().filter_map(|sum| unusual_day::find(window, sum));
    let mut alerts: Vec<AlertFinding> = of_campaigns.chain(of_day).collect();
    alerts
        .sort_by(|left, right| right.stake.minor.cmp(&left.stake.minor).then_with(|| left.id.cmp(&right.id)));
    alerts
}

fn of_campaign(window: &Window<'_>, campaign: &CampaignWeek<'_>) -> impl Iterator<Item = AlertFinding> {
    // A campaign that stopped gets one alert, not two, because its return is from days that are over.
    let stopped = zero_delivery(window, campaign);
    let poor = if stopped.is_none() { poor_week(window, campaign) } else { None };
    let wasted = wasted_spend::find(window, campaign);
    [overspent(window, campaign), poor, wasted, stopped].into_iter().flatten()
}

/// Judges the week by its return or, in an account without revenue, by its cost per conversion.
fn poor_week(window: &Window<'_>, week: &CampaignWeek<'_>) -> Option<AlertFinding> {
    if window.has_revenue { roas_under_target(window, week) } else { cost_above_usual::find(window, week) }
}

fn overspent(window: &Window<'_>, week: &CampaignWeek<'_>) -> Option<AlertFinding> {
    let budget = week.campaign.daily_budget;
    let stated = week.campaign.budget_source == BudgetSource::Stated && budget.minor > 0;
    if !stated || budget.currency != window.workspace.currency {
        return None;
    }
    let spend = i128::from(week.spend_on_day()?);
    let over = spend * 100 >= i128::from(budget.minor) * OVERSPENT_PERCENT;
    let evidence = AlertEvidence::OverspentDailyBudget { spend: window.money(spend), budget };
    if over { finding(window, week, window.money(spend - i128::from(budget.minor)), evidence) } else { None }
}

fn roas_under_target(window: &Window<'_>, week: &CampaignWeek<'_>) -> Option<AlertFinding> {
    let target_hundredths = window.workspace.target_roas_hundredths;
    let judged = week.judged_return().filter(|_| week.campaign.active)?;
    let enough = window.is_meaningful(judged.spend)
        && judged.conversions_thousandths >= FEWEST_CONVERSIONS_THOUSANDTHS;
    if !enough || !judged.is_under(target_hundredths, UNDER_TARGET_PERCENT) {
        return None;
    }
    let stake = window.money(i128::from(judged.lacking_a_day(target_hundredths)));
    let roas_hundredths = judged.roas_hundredths?;
    finding(
        window,
        week,
        stake,
        AlertEvidence::RoasUnderTarget { roas_hundredths, target_hundredths, days: judged.days },
    )
}

fn zero_delivery(window: &Window<'_>, week: &CampaignWeek<'_>) -> Option<AlertFinding> {
    let budget = week.campaign.daily_budget;
    let (days, usual_minor) = week.delivery_before();
    let expected = week.campaign.active && budget.minor > 0 && days >= FEWEST_DAYS_WITH_DELIVERY;
    if !expected || week.delivers() {
        return None;
    }
    let usual_spend = window.money(i128::from(usual_minor.max(0)));
    let stated = week.campaign.budget_source == BudgetSource::Stated;
    let budget = stated.then_some(budget);
    finding(window, week, usual_spend, AlertEvidence::ZeroDelivery { budget, usual_spend })
}

fn finding(
    window: &Window<'_>,
    week: &CampaignWeek<'_>,
    stake: Money,
    evidence: AlertEvidence,
) -> Option<AlertFinding> {
    let rule = rule_of(&evidence);
    let id = AlertId::for_campaign(prefix(rule), &week.campaign.id);
    let subject =
        AlertSubject::Campaign { campaign: week.campaign.id.clone(), name: week.campaign.name.clone() };
    Some(AlertFinding { id, rule, subject, severity: severity(window, rule, stake), stake, evidence })
}

fn rule_of(evidence: &AlertEvidence) -> AlertRule {
    match evidence {
        AlertEvidence::OverspentDailyBudget { .. } => AlertRule::OverspentDailyBudget,
        AlertEvidence::RoasUnderTarget { .. } => AlertRule::RoasUnderTarget,
        AlertEvidence::ZeroDelivery { .. } => AlertRule::ZeroDelivery,
        AlertEvidence::WastedSpend { .. } => AlertRule::WastedSpend,
        AlertEvidence::CostAboveUsual { .. } => AlertRule::CostAboveUsual,
        AlertEvidence::UnusualDay { .. } => AlertRule::UnusualDay,
        AlertEvidence::SourceSilent { .. } => AlertRule::SourceSilent,
    }
}

/// Returns the prefix of the identifiers of a rule's alerts. Stored alerts are matched by it, so it must never change.
fn prefix(rule: AlertRule) -> &'static str {
    match rule {
        AlertRule::OverspentDailyBudget => "overspent",
        AlertRule::RoasUnderTarget => "low-roas",
        AlertRule::ZeroDelivery => "zero-delivery",
        AlertRule::WastedSpend => "wasted",
        AlertRule::CostAboveUsual => "high-cost",
        AlertRule::UnusualDay => "unusual",
        AlertRule::SourceSilent => "silent",
    }
}

fn severity(window: &Window<'_>, rule: AlertRule, stake: Money) -> Severity {
    if rule == AlertRule::ZeroDelivery {
        return Severity::Critical;
    }
    if stake.minor == 0 {
        return Severity::Info;
    }
    // The stake is for one day, whereas the spend is for the whole week.
    let stake = i128::from(stake.minor) * i128::from(window.week_days) * 100;
    let reaches = |percent: &i128| stake >= i128::from(window.week_spend) * percent;
    SEVERITIES.iter().find(|(percent, _)| reaches(percent)).map_or(Severity::Info, |(_, severity)| *severity)
}

#[cfg(test)]
mod tests;
