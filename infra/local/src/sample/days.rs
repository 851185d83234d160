//! How the days of a campaign are generated: a weekly pattern, slowly wandering levels, noise, and the campaign's
//! story.

use super::noise::Noise;
use super::plan::{CampaignPlan, Story};
use super::{SAMPLE_DAYS, days_before};
use jiff::civil::Date;

/// The share of the budget that a normal day never exceeds, because platforms pace their spending.
const PACED_SHARE: f64 = 1.06;
/// The factor by which the return differs on each weekday, Monday first: returns are higher at the weekend.
const RETURN_BY_WEEKDAY: [f64; 7] = [0.99, 0.98, 0.99, 1.0, 1.0, 1.02, 1.02];
/// The share of the return that remains when an audience is worn out.
const WANED: f64 = 0.482;
/// The share of the click rate that remains then.
const WANED_CLICKS: f64 = 0.78;
/// The factor by which the return of a thriving campaign has grown.
const THRIVED: f64 = 1.173;

/// A campaign's results on a day, before they are split by creative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CampaignDay {
    pub(super) date: Date,
    pub(super) spend_minor: i64,
    pub(super) impressions: i64,
    pub(super) clicks: i64,
    pub(super) conversions_thousandths: i64,
    /// The revenue per order on this day, in minor units.
    pub(super) order_value_minor: f64,
}

/// Creates the days of a campaign, oldest first, from its own random stream.
pub(super) fn campaign_days(plan: &CampaignPlan, noise: &mut Noise, yesterday: Date) -> Vec<CampaignDay> {
    let chance = Chance::draw(noise);
    let mut days: Vec<CampaignDay> = (0..SAMPLE_DAYS)
        .map(|index| {
            let age = SAMPLE_DAYS - 1 - index;
            traffic(plan, &chance, index, days_before(yesterday, age as u32), age)
        })
        .collect();
    add_conversions(plan, &chance, &mut days);
    days
}

/// The random parts of a campaign, one number per day.
struct Chance {
    spend_level: Vec<f64>,
    spend: Vec<f64>,
    click_cost_level: Vec<f64>,
    click_cost: Vec<f64>,
    click_rate_level: Vec<f64>,
    click_rate: Vec<f64>,
    return_level: Vec<f64>,
    returns: Vec<f64>,
    order_value: Vec<f64>,
    overspend: f64,
}

impl Chance {
    fn draw(noise: &mut Noise) -> Self {
        Self {
            spend_level: noise.wandering_level(SAMPLE_DAYS, 0.04),
            spend: noise.days_around_a_week(SAMPLE_DAYS, 0.11),
            click_cost_level: noise.wandering_level(SAMPLE_DAYS, 0.05),
            click_cost: noise.days_around_a_week(SAMPLE_DAYS, 0.08),
            click_rate_level: noise.wandering_level(SAMPLE_DAYS, 0.06),
            click_rate: noise.days_around_a_week(SAMPLE_DAYS, 0.10),
            return_level: noise.wandering_level(SAMPLE_DAYS, 0.03),
            returns: noise.days_around_a_week(SAMPLE_DAYS, 0.13),
            order_value: noise.days_around_a_week(SAMPLE_DAYS, 0.08),
            overspend: noise.between(1.22, 1.28),
        }
    }
}

fn traffic(plan: &CampaignPlan, chance: &Chance, index: usize, date: Date, age: usize) -> CampaignDay {
    let spend_minor =
        (plan.daily_budget_units as f64 * 100.0 * budget_share(plan, chance, index, date, age)).round();
    let click_cost =
        plan.click_cost_minor * chance.click_cost_level[index] * (1.0 + chance.click_cost[index]);
    let click_rate = plan.click_rate * chance.click_rate_level[index] * (1.0 + chance.click_rate[index]);
    let clicks = (spend_minor / click_cost).round();
    CampaignDay {
        date,
        spend_minor: spend_minor as i64,
        impressions: (clicks / (click_rate * story_clicks(plan.story, age))).round() as i64,
        clicks: clicks as i64,
        conversions_thousandths: 0,
        order_value_minor: plan.order_value_minor * (1.0 + chance.order_value[index]),
    }
}

fn budget_share(plan: &CampaignPlan, chance: &Chance, index: usize, date: Date, age: usize) -> f64 {
    let weekday = plan.channel.spend_by_weekday()[weekday_index(date)];
    let usual = plan.budget_use * chance.spend_level[index] * weekday * (1.0 + chance.spend[index]);
    match (plan.story, age) {
        (Story::Overspends, 0) => chance.overspend,
        (Story::Stops, 0) => 0.0,
        _ => usual.min(PACED_SHARE),
    }
}

/// Adds the conversions that resulted from the clicks. What rounding takes from one day is added to the next, and
/// each week, counted back from yesterday, starts without a remainder, so that a week's return is as planned however
/// few conversions a day has.
fn add_conversions(plan: &CampaignPlan, chance: &Chance, days: &mut [CampaignDay]) {
    let step = plan.channel.conversion_step_thousandths();
    let mut index = 0;
    let first_week = days.len() % 7;
    let (first, others) = days.split_at_mut(first_week);
    for week in std::iter::once(first).chain(others.chunks_mut(7)) {
        let (mut expected, mut given) = (0.0, 0);
        for day in week {
            let returned = return_on_spend(plan, chance, index, day.date);
            expected += day.spend_minor as f64 * returned / plan.order_value_minor * 1_000.0 / step as f64;
            let due = if day.clicks == 0 { 0 } else { (expected.round() as i64 - given).max(0) };
            day.conversions_thousandths = due * step;
            given += due;
            index += 1;
        }
    }
}

fn return_on_spend(plan: &CampaignPlan, chance: &Chance, index: usize, date: Date) -> f64 {
    let age = SAMPLE_DAYS - 1 - index;
    let level = plan.return_on_spend * chance.return_level[index] * story_return(plan.story, age);
    level * RETURN_BY_WEEKDAY[weekday_index(date)] * (1.0 + chance.returns[index])
}

fn story_return(story: Story, age: usize) -> f64 {
    match story {
        Story::Steady | Story::Overspends | Story::Stops => 1.0,
        Story::Wanes => slide(age, (21, 7), WANED),
        Story::Thrives => slide(age, (42, 10), THRIVED),
    }
}

fn story_clicks(story: Story, age: usize) -> f64 {
    match story {
        Story::Wanes => slide(age, (21, 7), WANED_CLICKS),
        Story::Steady | Story::Overspends | Story::Stops | Story::Thrives => 1.0,
    }
}

/// Returns a factor that goes linearly from 1 to `end` between two ages in days, and stays there.
fn slide(age: usize, (begins, ends): (usize, usize), end: f64) -> f64 {
    let done = begins.saturating_sub(age).min(begins - ends) as f64 / (begins - ends) as f64;
    1.0 + (end - 1.0) * done
}

fn weekday_index(date: Date) -> usize {
    usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slide_starts_at_one_and_stays_at_its_end() {
        let at = |age| (slide(age, (21, 7), 0.5) * 1_000.0).round() as i64;
        assert_eq!([at(119), at(21), at(14), at(8), at(7), at(0)], [1_000, 1_000, 750, 536, 500, 500]);
    }

    #[test]
    fn a_weekly_pattern_moves_spend_within_the_week_and_keeps_the_week() {
        for channel in super::super::plan::SampleChannel::ALL {
            assert!((channel.spend_by_weekday().iter().sum::<f64>() - 7.0).abs() < 1e-9, "{channel:?}");
        }
        assert!((RETURN_BY_WEEKDAY.iter().sum::<f64>() - 7.0).abs() < 1e-9);
    }
}
