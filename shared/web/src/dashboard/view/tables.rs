//! The channels and campaigns of the day, most spend first, with the best and the lowest return marked.

use super::PageWriter;
use crate::components::Tone;
use domain::language::{Phrase, Value};
use domain::metrics::kpi::{Kpis, change_percent, total};
use domain::metrics::{BudgetSource, Campaign};
use domain::text::page_name;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The maximum length of a name in a table, in characters.
const LONGEST_NAME: usize = 60;
/// The maximum number of campaigns on the page.
const LISTED_CAMPAIGNS: usize = 25;
/// The minimum share of the day's spend, in percent, for a return to be more than noise.
const MEANINGFUL_SPEND_PERCENT: i128 = 2;
/// A return below this share of the target, in percent, is rated bad.
const UNDER_TARGET_PERCENT: i128 = 80;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The channel or campaign.
    pub name: String,
    /// Further details.
    pub detail: Option<String>,
    /// Whether its return is the best or the lowest of the table.
    pub rank: Option<Rank>,
    /// Money spent.
    pub spend: String,
    /// Money earned.
    pub revenue: String,
    /// Return on ad spend.
    pub roas: String,
    /// Whether the return is good.
    pub tone: Tone,
    pub conversions: String,
    /// Spend per conversion.
    pub cost_per_conversion: String,
    /// Clicks per impression.
    pub click_rate: String,
}

/// A rank that is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// The label.
    pub text: String,
    /// The style sheet's class for it.
    pub class: &'static str,
}

/// A row before it is formatted.
struct Entry {
    name: String,
    detail: Option<String>,
    kpis: Kpis,
}

impl Entry {
    fn spend(&self) -> i64 {
        self.kpis.values.spend_minor.unwrap_or(0)
    }
}

impl PageWriter<'_> {
    pub(super) fn channels(&self) -> Vec<TableRow> {
        let entry = |(channel, kpis): (&domain::metrics::Channel, &Kpis)| {
            let late = !self.report.completeness.covers(channel);
            let detail = late.then(|| self.text(Phrase::PageNotInYet));
            Entry { name: channel.display_name(), detail, kpis: *kpis }
        };
        self.rows(self.report.by_channel.iter().map(entry).collect()).0
    }

    /// Returns the rows of the campaigns, and the total spend of those that are not listed.
    pub(super) fn campaigns(&self) -> (Vec<TableRow>, Option<String>) {
        let known: BTreeSet<_> = self.facts.campaigns.iter().map(|campaign| &campaign.id).collect();
        let of_day = &self.report.by_campaign;
        // An active campaign without activity needs attention; a paused one does not.
        let told = self.facts.campaigns.iter().filter(|campaign| {
            of_day.contains_key(&campaign.id) || (campaign.active && !self.facts.facts.is_empty())
        });
        let mut entries: Vec<Entry> =
            told.map(|campaign| self.campaign(campaign, of_day.get(&campaign.id).copied())).collect();
        let unknown = of_day.iter().filter(|(id, _)| !known.contains(id));
        entries.extend(unknown.map(|(id, kpis)| Entry { name: id.to_string(), detail: None, kpis: *kpis }));
        let (rows, left_out) = self.rows(entries);
        let spend = self.money(left_out.iter().map(Entry::spend).fold(0, i64::saturating_add));
        let values = [("count", Value::Count(left_out.len())), ("spend", Value::Text(&spend))];
        (rows, (!left_out.is_empty()).then(|| self.language.say(Phrase::PageMoreCampaigns, &values)))
    }

    fn campaign(&self, campaign: &Campaign, kpis: Option<Kpis>) -> Entry {
        let kpis = kpis.unwrap_or_default();
        let detail = match (self.report.completeness.covers(&campaign.channel), kpis.values.spend_minor) {
            (false, _) => Some(self.text(Phrase::PageNotInYet)),
            (true, None) => Some(self.text(Phrase::PageNoDelivery)),
            (true, Some(spend)) => self.budget(campaign, spend),
        };
        let channel = campaign.channel.display_name();
        let detail = detail.map_or_else(|| channel.clone(), |detail| format!("{channel} · {detail}"));
        Entry { name: campaign.name.clone(), detail: Some(detail), kpis }
    }

    /// Describes a stated budget; an estimated one is derived from the spend and would say nothing about it.
    fn budget(&self, campaign: &Campaign, spend: i64) -> Option<String> {
        let budget = campaign.daily_budget;
        let stated = campaign.budget_source == BudgetSource::Stated
            && budget.currency == self.facts.workspace.currency
            && budget.minor > 0;
        let change = change_percent(spend, budget.minor).filter(|_| stated)?;
        let (budget, percent) = (self.language.money(budget), self.whole_percent(change));
        let values = [("budget", Value::Text(&budget)), ("percent", Value::Text(&percent))];
        let phrase = if change > 0 { Phrase::PageBudgetLineOver } else { Phrase::PageBudgetLine };
        Some(self.language.say(phrase, &values))
    }

    fn rows(&self, mut entries: Vec<Entry>) -> (Vec<TableRow>, Vec<Entry>) {
        entries.sort_by(|left, right| {
            Reverse(left.spend()).cmp(&Reverse(right.spend())).then_with(|| left.name.cmp(&right.name))
        });
        let left_out = entries.split_off(entries.len().min(LISTED_CAMPAIGNS));
        let (best, worst) = self.extremes(&entries);
        let rank = |place| match place {
            place if Some(place) == best => {
                Some(Rank { text: self.text(Phrase::PageBest), class: Tone::Good.class() })
            }
            place if Some(place) == worst => {
                Some(Rank { text: self.text(Phrase::PageWorst), class: Tone::Bad.class() })
            }
            _ => None,
        };
        let rows = entries.iter().enumerate().map(|(place, entry)| self.row(entry, rank(place))).collect();
        (rows, left_out)
    }

    /// Finds the rows with the best and the lowest return; of equal ones, that with more spend. Nothing is marked if
    /// there is nothing to compare, or while the day is incomplete.
    fn extremes(&self, entries: &[Entry]) -> (Option<usize>, Option<usize>) {
        let spend =
            total(self.facts.facts.iter().filter(|fact| fact.date == self.facts.day)).values.spend_minor;
        let least = i128::from(spend.unwrap_or(0)) * MEANINGFUL_SPEND_PERCENT;
        let meaningful = |entry: &Entry| i128::from(entry.spend()) * 100 >= least;
        let ranked = || {
            let places = entries.iter().enumerate().filter(|(_, entry)| meaningful(entry));
            places.filter_map(|(place, entry)| Some((place, entry.kpis.roas_hundredths()?)))
        };
        let best = ranked().min_by_key(|(_, roas)| Reverse(*roas));
        let worst = ranked().min_by_key(|(_, roas)| *roas);
        match (best, worst) {
            (Some(best), Some(worst)) if self.is_final() && best.1 > worst.1 => (Some(best.0), Some(worst.0)),
            _ => (None, None),
        }
    }

    fn row(&self, entry: &Entry, rank: Option<Rank>) -> TableRow {
        let values = entry.kpis.values;
        let known = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
        TableRow {
            name: page_name(&entry.name, LONGEST_NAME),
            detail: entry.detail.clone(),
            rank,
            spend: known(values.spend_minor.map(|minor| self.money(minor))),
            revenue: known(values.revenue_minor.map(|minor| self.money(minor))),
            roas: known(entry.kpis.roas_hundredths().map(|roas| self.language.hundredths(roas))),
            tone: self.roas_tone(entry.kpis.roas_hundredths()),
            conversions: known(entry.kpis.conversions().map(|count| self.language.integer(count))),
            cost_per_conversion: known(
                entry.kpis.cost_per_acquisition().map(|minor| self.exact_money(minor)),
            ),
            click_rate: known(entry.kpis.click_through_rate().map(|rate| self.percent(rate))),
        }
    }

    fn roas_tone(&self, roas: Option<i64>) -> Tone {
        let target = self.facts.workspace.target_roas_hundredths;
        let Some(roas) = roas.filter(|_| self.is_final() && target > 0) else {
            return Tone::Plain;
        };
        if i128::from(roas) * 100 < i128::from(target) * UNDER_TARGET_PERCENT {
            Tone::Bad
        } else if roas >= target {
            Tone::Good
        } else {
            Tone::Plain
        }
    }
}
