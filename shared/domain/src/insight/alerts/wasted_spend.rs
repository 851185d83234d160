//! A campaign that spent several times its usual cost per conversion with far too few conversions, or none.

use super::finding;
use crate::insight::cost::{Cost, is_far_fewer};
use crate::insight::window::{CampaignWeek, WEEK_DAYS, Window};
use crate::insight::{AlertEvidence, AlertFinding, UsualOf};
use crate::money::divide_rounded;

/// How many times its usual cost a conversion must have cost; without a conversion, how many of them the spend must
/// have paid for. For five conversions and more it is this factor that decides, below it is what a count can be by
/// chance (see [`is_far_fewer`]): 4.1 times the usual cost without a conversion, 6.8 with one.
const SEVERAL_TIMES: i64 = 3;

/// The number of conversions, in thousandths, that the spend of the judged days must pay for: below it even none would
/// be no surprise, so that more days are taken together.
const ENOUGH_EXPECTED_THOUSANDTHS: i64 = 5_000;

/// The judged days of a campaign.
struct Judged {
    cost: Cost,
    usual: Cost,
    usual_of: UsualOf,
    expected: i64,
    /// How many days know spend and conversions.
    days: u8,
}

pub(super) fn find(window: &Window<'_>, week: &CampaignWeek<'_>) -> Option<AlertFinding> {
    let judged = judged(window, week).filter(Judged::is_waste)?;
    let a_day = divide_rounded(i128::from(judged.usual.wasted(&judged.cost)), i128::from(judged.days.max(1)));
    let money = |minor: i64| window.money(i128::from(minor));
    let evidence = AlertEvidence::WastedSpend {
        spend: money(judged.cost.spend),
        conversions_thousandths: judged.cost.conversions_thousandths,
        usual_cost: money(judged.usual.per_conversion()?),
        usual_of: judged.usual_of,
        days: judged.days,
    };
    if window.is_worth_a_look(a_day) { finding(window, week, money(a_day), evidence) } else { None }
}

/// Returns the examined day if its spend pays for enough conversions; otherwise together with as many days before as
/// that takes, up to a week. `None` if the campaign did not spend on the day, or its conversions are unknown.
fn judged(window: &Window<'_>, week: &CampaignWeek<'_>) -> Option<Judged> {
    week.cost_over(1)?;
    let spans = || (1..=WEEK_DAYS).filter_map(|days| Judged::over(window, week, days));
    spans().find(|judged| judged.expected >= ENOUGH_EXPECTED_THOUSANDTHS).or_else(|| spans().next_back())
}

impl Judged {
    fn over(window: &Window<'_>, week: &CampaignWeek<'_>, days: i64) -> Option<Self> {
        let (cost, known_days) = week.cost_over(days)?;
        let (usual, usual_of) = window.usual_cost(week, days)?;
        Some(Self { cost, usual, usual_of, expected: usual.pays_for(cost.spend), days: known_days })
    }

    fn is_waste(&self) -> bool {
        let conversions = self.cost.conversions_thousandths;
        let several = conversions.max(1_000).saturating_mul(SEVERAL_TIMES);
        self.expected >= several && is_far_fewer(conversions, self.expected)
    }
}

#[cfg(test)]
mod tests;
