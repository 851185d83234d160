//! Wording of alerts: each in one line that fits a digest.

mod silent;

use crate::insight::subject::Contributor;
use crate::insight::{AlertEvidence, AlertFinding, UnusualMetric, UsualOf};
use crate::language::{Language, Phrase, Value};
use crate::metrics::kpi::change_percent;
use crate::money::Money;
use crate::text::short_name;

/// Describes an alert in one line, to somebody in that zone.
#[must_use]
pub fn describe_alert(language: Language, zone: &str, alert: &AlertFinding) -> String {
    let writer = Writer { language, campaign: short_name(alert.subject.campaign_name()) };
    match &alert.evidence {
        AlertEvidence::OverspentDailyBudget { spend, budget } => writer.overspent(*spend, *budget),
        AlertEvidence::RoasUnderTarget { roas_hundredths, target_hundredths, days } => {
            let numbers = [*roas_hundredths, *target_hundredths].map(|it| language.hundredths(it));
            writer.say(Phrase::AlertRoas, &[("roas", &numbers[0]), ("target", &numbers[1])], *days)
        }
        AlertEvidence::ZeroDelivery { budget: None, usual_spend } => {
            writer.say(Phrase::AlertZeroEstimated, &[("spend", &language.money(*usual_spend))], 1)
        }
        AlertEvidence::ZeroDelivery { budget: Some(budget), .. } => {
            writer.say(Phrase::AlertZero, &[("budget", &language.money(*budget))], 1)
        }
        AlertEvidence::WastedSpend { spend, conversions_thousandths, usual_cost, usual_of, days } => {
            writer.wasted(*spend, *conversions_thousandths, (*usual_cost, *usual_of), *days)
        }
        AlertEvidence::CostAboveUsual { cost, usual_cost, days } => {
            let costs = [*cost, *usual_cost].map(|cost| language.money(cost));
            writer.say(Phrase::AlertCost, &[("cost", &costs[0]), ("usual", &costs[1])], *days)
        }
        AlertEvidence::UnusualDay { .. } => writer.unusual(&alert.evidence),
        AlertEvidence::SourceSilent { .. } => silent::describe(language, zone, alert),
    }
}

struct Writer {
    language: Language,
    campaign: String,
}

impl Writer {
    fn say(&self, phrase: Phrase, texts: &[(&str, &str)], days: u8) -> String {
        let mut values = vec![
            ("campaign", Value::Text(self.campaign.as_str())),
            ("days", Value::Count(usize::from(days))),
        ];
        values.extend(texts.iter().map(|(name, text)| (*name, Value::Text(text))));
        self.language.say(phrase, &values)
    }

    fn overspent(&self, spend: Money, budget: Money) -> String {
        let over = change_percent(spend.minor, budget.minor);
        let over = over.map(|over| self.language.percent(over)).unwrap_or_default();
        let (spend, budget) = (self.language.money(spend), self.language.money(budget));
        self.say(Phrase::AlertOverspent, &[("spend", &spend), ("budget", &budget), ("over", &over)], 1)
    }

    fn wasted(&self, spend: Money, thousandths: i64, usual: (Money, UsualOf), days: u8) -> String {
        let (spend, cost) = (self.language.money(spend), self.language.money(usual.0));
        let whole = usize::try_from(thousandths / 1_000).ok().filter(|_| thousandths % 1_000 == 0);
        // Some platforms count fractions of a conversion.
        let fraction = self.language.hundredths(thousandths / 10);
        let values = [
            ("campaign", Value::Text(self.campaign.as_str())),
            ("spend", Value::Text(&spend)),
            ("conversions", whole.map_or(Value::Text(&fraction), Value::Count)),
            ("days", Value::Count(usize::from(days))),
            ("cost", Value::Text(&cost)),
        ];
        self.language.say(waste_phrase(usual.1), &values)
    }

    fn unusual(&self, evidence: &AlertEvidence) -> String {
        let AlertEvidence::UnusualDay { metric, day, value, usual, contributor, .. } = evidence else {
            return String::new();
        };
        let change = change_percent(value.minor, usual.minor);
        let phrase = unusual_phrase(*metric, change.is_some());
        let change = change.map(|change| self.language.change(change)).unwrap_or_default();
        let (value, usual) = (self.language.money(*value), self.language.money(*usual));
        let weekday = self.language.weekday(day.weekday());
        let numbers =
            [("value", value.as_str()), ("usual", &usual), ("change", &change), ("weekday", weekday)];
        let alert = self.say(phrase, &numbers, 1);
        let part = contributor.as_ref().map(|contributor| match contributor {
            Contributor::Campaign { name, .. } => short_name(name),
            Contributor::Channel(channel) => channel.display_name(),
        });
        match part {
            None => alert,
            Some(part) => self.say(Phrase::AlertLargestPart, &[("alert", &alert), ("part", &part)], 1),
        }
    }
}

fn waste_phrase(usual_of: UsualOf) -> Phrase {
    match usual_of {
        UsualOf::Campaign => Phrase::AlertWaste,
        UsualOf::Channel => Phrase::AlertWasteChannel,
        UsualOf::Workspace => Phrase::AlertWasteWorkspace,
    }
}

/// A usual value of zero allows no percentage.
fn unusual_phrase(metric: UnusualMetric, has_change: bool) -> Phrase {
    match (metric, has_change) {
        (UnusualMetric::Spend, true) => Phrase::AlertUnusualSpend,
        (UnusualMetric::Spend, false) => Phrase::AlertUnusualSpendFromNone,
        (UnusualMetric::Revenue, true) => Phrase::AlertUnusualRevenue,
        (UnusualMetric::Revenue, false) => Phrase::AlertUnusualRevenueFromNone,
    }
}
