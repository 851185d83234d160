//! Splits each campaign's days into facts: one row per day and creative.

use super::apportion::apportion;
use super::days::{CampaignDay, campaign_days};
use super::known;
use super::noise::Noise;
use super::plan::{self, CampaignPlan, CreativePlan};
use command_center::domain::metrics::{DailyMetric, MetricValues};
use jiff::civil::Date;

/// Creates the facts of every campaign for the days up to and including `yesterday`, oldest day first, then in the
/// plan's order.
pub(super) fn facts(seed: u64, yesterday: Date) -> Vec<DailyMetric> {
    let of_campaign = |(stream, plan): (u64, &CampaignPlan)| {
        let mut noise = Noise::new(seed, stream);
        let days = campaign_days(plan, &mut noise, yesterday);
        days.iter().flat_map(|day| rows_of_day(plan, day, &mut noise)).collect::<Vec<_>>()
    };
    let mut facts: Vec<DailyMetric> = (0..).zip(plan::campaigns()).flat_map(of_campaign).collect();
    facts.sort_by_key(|fact| fact.date);
    facts
}

fn rows_of_day(plan: &CampaignPlan, day: &CampaignDay, noise: &mut Noise) -> Vec<DailyMetric> {
    let values = split(plan.creatives, day, plan.channel.conversion_step_thousandths(), noise);
    let row = |(creative, values): (&CreativePlan, MetricValues)| DailyMetric {
        channel: known(plan.channel.code()),
        date: day.date,
        campaign: known(plan.id),
        creative: known(creative.id),
        values,
    };
    plan.creatives.iter().zip(values).map(row).collect()
}

/// Splits top down, so that the rows add up to the day: spend by weight, impressions and clicks in proportion to
/// spend, conversions in proportion to clicks. Each level is proportional to the one above, so clicks never exceed
/// impressions, and conversions never exceed clicks.
fn split(creatives: &[CreativePlan], day: &CampaignDay, step: i64, noise: &mut Noise) -> Vec<MetricValues> {
    let mut vary = |values: Vec<f64>, width: f64| -> Vec<f64> {
        values.into_iter().map(|value| value * (1.0 + noise.bell(width))).collect()
    };
    let floats = |values: &[i64]| values.iter().map(|value| *value as f64).collect::<Vec<f64>>();
    let spend = apportion(day.spend_minor, &vary(creatives.iter().map(|made| made.weight).collect(), 0.15));
    let impressions = apportion(day.impressions, &vary(floats(&spend), 0.12));
    let clicks = apportion(day.clicks, &vary(floats(&spend), 0.12));
    let buyers = clicks.iter().zip(creatives).map(|(clicks, made)| *clicks as f64 * made.appeal).collect();
    let conversions = apportion(day.conversions_thousandths / step, &vary(buyers, 0.15));
    let order_values = vary(vec![day.order_value_minor; creatives.len()], 0.08);
    (0..creatives.len())
        .map(|index| MetricValues {
            spend_minor: Some(spend[index]),
            revenue_minor: Some(revenue(conversions[index] * step, order_values[index])),
            impressions: Some(impressions[index]),
            clicks: Some(clicks[index]),
            conversions_thousandths: Some(conversions[index] * step),
        })
        .collect()
}

fn revenue(conversions_thousandths: i64, order_value_minor: f64) -> i64 {
    (conversions_thousandths as f64 * order_value_minor / 1_000.0).round() as i64
}
