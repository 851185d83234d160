//! The key figures of the day, each with a comparison that shows whether it is good.

use super::PageWriter;
use crate::components::Tone;
use domain::language::{Phrase, Value};
use domain::metrics::MetricValues;
use domain::metrics::kpi::{Kpis, change_percent, total};
use jiff::ToSpan;

/// The number of earlier days, on the same weekday, that a day is compared with.
const COMPARED_WEEKS: i64 = 4;

/// A key figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The name.
    pub label: String,
    /// The amount, formatted for the reader.
    pub value: String,
    /// The comparison, or the reason why the value is not known.
    pub note: Option<String>,
    /// Whether that is good.
    pub tone: Tone,
}

/// A comparison in words, with its rating.
struct Comparison {
    words: String,
    tone: Tone,
}

impl PageWriter<'_> {
    pub(super) fn figures(&self) -> Vec<Figure> {
        vec![
            self.spend(),
            self.revenue(),
            self.roas(),
            self.conversions(),
            self.cost_per_conversion(),
            self.click_rate(),
        ]
    }

    fn spend(&self) -> Figure {
        let spend = self.report.total.values.spend_minor;
        let usual = self.usual(|values| values.spend_minor);
        let compared = spend.and_then(|spend| {
            // Spending more than planned is rated as a cost; spending more than usual may well be intended.
            let against_plan = || {
                let plan = self.report.planned_spend?;
                let change = change_percent(spend, plan.minor)?;
                let over_only = if change > 0 { Tone::of_cost(change) } else { Tone::Plain };
                let plan = ("plan", self.language.money(plan));
                let phrases = [Phrase::PageOverPlan, Phrase::PageUnderPlan, Phrase::PageOnPlan];
                Some(Comparison { words: self.compared(change, phrases, (plan.0, &plan.1)), tone: over_only })
            };
            against_plan().or_else(|| self.against_usual(spend, usual?, |_| Tone::Plain))
        });
        self.figure(
            Phrase::PageSpend,
            spend.map(|spend| self.money(spend)),
            compared,
            Phrase::PageNotReported,
        )
    }

    fn revenue(&self) -> Figure {
        let revenue = self.report.total.values.revenue_minor;
        let usual = self.usual(|values| values.revenue_minor);
        let compared =
            revenue.zip(usual).and_then(|(value, usual)| self.against_usual(value, usual, Tone::of_gain));
        self.figure(
            Phrase::PageRevenue,
            revenue.map(|minor| self.money(minor)),
            compared,
            Phrase::PageNotReported,
        )
    }

    fn roas(&self) -> Figure {
        let roas = self.report.total.roas_hundredths();
        let target = self.facts.workspace.target_roas_hundredths;
        let change = roas.and_then(|roas| change_percent(roas, target));
        let compared = change.map(|change| {
            let phrases = [Phrase::PageAboveTarget, Phrase::PageBelowTarget, Phrase::PageOnTarget];
            let target = self.language.hundredths(target);
            Comparison {
                words: self.compared(change, phrases, ("target", &target)),
                tone: Tone::of_gain(change),
            }
        });
        let no_spend = self.report.total.values.spend_minor.is_some_and(|spend| spend <= 0);
        let why = if no_spend { Phrase::PageNoSpend } else { Phrase::PageNotReported };
        self.figure(Phrase::PageRoas, roas.map(|roas| self.language.hundredths(roas)), compared, why)
    }

    fn conversions(&self) -> Figure {
        let conversions = self.report.total.values.conversions_thousandths;
        let usual = self.usual(|values| values.conversions_thousandths);
        let compared =
            conversions.zip(usual).and_then(|(value, usual)| self.against_usual(value, usual, Tone::of_gain));
        let value = self.report.total.conversions().map(|count| self.language.integer(count));
        self.figure(Phrase::PageConversions, value, compared, Phrase::PageNotReported)
    }

    fn cost_per_conversion(&self) -> Figure {
        let cost = self.report.total.cost_per_acquisition();
        let compared = cost
            .zip(self.usual_sums().cost_per_acquisition())
            .and_then(|(cost, usual)| self.against_usual(cost, usual, Tone::of_cost));
        let none = self.report.total.values.conversions_thousandths.is_some_and(|count| count <= 0);
        let why = if none { Phrase::PageNoConversions } else { Phrase::PageNotReported };
        self.figure(Phrase::PageCostPerConversion, cost.map(|cost| self.exact_money(cost)), compared, why)
    }

    fn click_rate(&self) -> Figure {
        let rate = self.report.total.click_through_rate();
        let compared = rate
            .zip(self.usual_sums().click_through_rate())
            .and_then(|(rate, usual)| self.against_usual(rate, usual, Tone::of_gain));
        let none = self.report.total.values.impressions.is_some_and(|count| count <= 0);
        let why = if none { Phrase::PageNoImpressions } else { Phrase::PageNotReported };
        self.figure(Phrase::PageClickRate, rate.map(|rate| self.percent(rate)), compared, why)
    }

    /// Formats hundredths of a percent: `125` is `1.25%`.
    pub(super) fn percent(&self, hundredths: i64) -> String {
        self.language
            .say(Phrase::PagePercent, &[("number", Value::Text(&self.language.hundredths(hundredths)))])
    }

    /// Formats a change in percent without its sign: `-8` is `8%`.
    pub(super) fn whole_percent(&self, change: i64) -> String {
        self.language.percent(change.saturating_abs())
    }

    fn figure(
        &self,
        label: Phrase,
        value: Option<String>,
        compared: Option<Comparison>,
        why_not: Phrase,
    ) -> Figure {
        let label = self.text(label);
        let Some(value) = value else {
            let (value, note) = (self.text(Phrase::PageNotKnown), Some(self.text(why_not)));
            return Figure { label, value, note, tone: Tone::Plain };
        };
        // An incomplete day looks like a bad day: it is compared, but not rated.
        let (note, tone) = match compared {
            Some(compared) if self.is_final() => (Some(compared.words), compared.tone),
            Some(compared) => {
                let note = [("note", Value::Text(&compared.words))];
                (Some(self.language.say(Phrase::PageSoFar, &note)), Tone::Plain)
            }
            None => (None, Tone::Plain),
        };
        Figure { label, value, note, tone }
    }

    /// Describes a change in percent: more, less, or the same.
    fn compared(&self, change: i64, [more, less, same]: [Phrase; 3], against: (&str, &str)) -> String {
        let percent = self.whole_percent(change);
        let phrase = match change {
            0 => same,
            1.. => more,
            _ => less,
        };
        self.language.say(phrase, &[("percent", Value::Text(&percent)), (against.0, Value::Text(against.1))])
    }

    fn against_usual(&self, value: i64, usual: i64, judge: impl Fn(i64) -> Tone) -> Option<Comparison> {
        let change = change_percent(value, usual)?;
        let phrases = [Phrase::PageAboveUsual, Phrase::PageBelowUsual, Phrase::PageAsUsual];
        let number = usize::try_from(self.facts.day.weekday().to_monday_one_offset()).unwrap_or_default();
        let weekday = self.language.say(Phrase::WeekdayName, &[("number", Value::Count(number))]);
        Some(Comparison { words: self.compared(change, phrases, ("weekday", &weekday)), tone: judge(change) })
    }

    fn usual(&self, pick: impl Fn(&MetricValues) -> Option<i64>) -> Option<i64> {
        self.report.weekday_average.as_ref().and_then(|average| pick(&average.values))
    }

    /// Sums the days that the shown day is compared with.
    fn usual_sums(&self) -> Kpis {
        let compared =
            |day| (1..=COMPARED_WEEKS).any(|weeks| self.facts.day.saturating_sub(weeks.weeks()) == day);
        total(self.facts.facts.iter().filter(|fact| compared(fact.date)))
    }
}
