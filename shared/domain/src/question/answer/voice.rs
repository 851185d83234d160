//! How the numbers and names of a result are said in the reader's language.

use crate::language::{Language, Phrase, Value};
use crate::money::{Currency, Money};
use crate::question::answer::draft::MOST_ROWS;
use crate::question::execute::exact::Exact;
use crate::question::execute::result::{Cell, Frame, QueryResult, Row, RowKey};
use crate::question::query::{Comparator, Dimension, Having, Intent, Metric, Unit};
use crate::question::range::DateRange;
use crate::text::display_name;
use jiff::civil::Date;

/// From how many conversions on their fractions are not told.
const MANY_CONVERSIONS: i64 = 100;

/// Says the parts of a result.
#[derive(Clone, Copy)]
pub(super) struct Voice<'a> {
    pub(super) language: Language,
    pub(super) result: &'a QueryResult,
    /// How many rows are told at most.
    pub(super) most_rows: usize,
}

impl<'a> Voice<'a> {
    pub(super) fn new(language: Language, result: &'a QueryResult) -> Self {
        Self { language, result, most_rows: MOST_ROWS }
    }

    /// Tells every row.
    pub(super) fn in_full(self) -> Self {
        Self { most_rows: usize::MAX, ..self }
    }

    pub(super) fn frame(&self) -> &'a Frame {
        &self.result.frame
    }

    pub(super) fn say(&self, phrase: Phrase, values: &[(&str, &str)]) -> String {
        let values: Vec<(&str, Value<'_>)> =
            values.iter().map(|(name, text)| (*name, Value::Text(text))).collect();
        self.language.say(phrase, &values)
    }

    pub(super) fn count(&self, phrase: Phrase, count: usize) -> String {
        self.language.say(phrase, &[("count", Value::Count(count))])
    }

    /// Returns a label with the colon of the language, and what it is the label of.
    pub(super) fn labelled(&self, label: &str, text: &str) -> String {
        format!("{} {text}", self.say(Phrase::MailLabel, &[("label", label)]))
    }

    pub(super) fn metric(&self, metric: Metric) -> String {
        self.say(metric_phrase(metric), &[])
    }

    /// Returns a number as people say it, or that it is not known.
    pub(super) fn figure(&self, metric: Metric, value: Option<Exact>) -> String {
        let said = value.and_then(|value| figure(self.language, self.frame().currency, metric, value));
        said.unwrap_or_else(|| self.say(Phrase::DigestNoValue, &[]))
    }

    /// Returns a number with what it is compared with: `$4,120 (before $3,800, +8%)`.
    pub(super) fn cell(&self, metric: Metric, cell: &Cell) -> String {
        self.with_notes(self.figure(metric, cell.value), &self.comparison(metric, cell))
    }

    /// Returns the number of a total, with its target if it has one.
    pub(super) fn total(&self, metric: Metric, cell: &Cell) -> String {
        self.with_notes(self.figure(metric, cell.value), &self.total_notes(metric, cell))
    }

    /// Returns what the number of a total is compared with, and its target if it has one.
    pub(super) fn total_notes(&self, metric: Metric, cell: &Cell) -> Vec<String> {
        let mut notes = self.comparison(metric, cell);
        let target = self.frame().target_roas_hundredths;
        if metric == Metric::Roas && target > 0 && cell.value.is_some() {
            notes.push(self.say(Phrase::AnswerTarget, &[("target", &self.language.hundredths(target))]));
        }
        notes
    }

    /// Returns what a number is compared with; nothing if there is no comparison.
    pub(super) fn comparison(&self, metric: Metric, cell: &Cell) -> Vec<String> {
        if self.frame().compared.is_none() || metric.is_about_budget() {
            return Vec::new();
        }
        let before = self.figure(metric, cell.before);
        let mut notes = vec![self.say(Phrase::AnswerBefore, &[("before", &before)])];
        notes.extend(cell.change_percent.map(|percent| self.language.change(percent)));
        notes
    }

    fn with_notes(&self, text: String, notes: &[String]) -> String {
        if notes.is_empty() { text } else { format!("{text} ({})", notes.join(", ")) }
    }

    /// Returns the numbers of a row: one alone, or each with the name of its metric.
    pub(super) fn figures(&self, metrics: &[Metric], cells: &[Cell]) -> String {
        let mut columns = metrics.iter().zip(cells);
        if let (Some((metric, cell)), 1) = (columns.next(), metrics.len()) {
            return self.cell(*metric, cell);
        }
        let named = |(metric, cell): (&Metric, &Cell)| {
            format!("{} {}", self.metric(*metric), self.cell(*metric, cell))
        };
        metrics.iter().zip(cells).map(named).collect::<Vec<_>>().join(" · ")
    }

    /// Returns what a row is of.
    pub(super) fn row_name(&self, row: &Row) -> String {
        self.key_name(&row.key, &row.name)
    }

    pub(super) fn key_name(&self, key: &RowKey, name: &str) -> String {
        match key {
            RowKey::Days(days) => self.days(*days),
            RowKey::NoCreative => self.say(Phrase::AnswerNoCreative, &[]),
            RowKey::Weekday(_) => {
                key.weekday().map(|weekday| self.language.weekday(weekday).to_owned()).unwrap_or_default()
            }
            RowKey::All | RowKey::Campaign(_) | RowKey::Creative(_) | RowKey::Channel(_) => {
                display_name(name)
            }
        }
    }

    pub(super) fn days(&self, days: DateRange) -> String {
        self.language.days(days.from, days.to, self.frame().today.year())
    }

    pub(super) fn day(&self, day: Date) -> String {
        self.days(DateRange { from: day, to: day })
    }

    /// Returns the time of the answer, and what it is compared with.
    pub(super) fn time(&self) -> Option<String> {
        let frame = self.frame();
        let days = self.days(self.overspent_days().or(frame.span).or(frame.days)?);
        Some(match frame.compared.filter(|_| frame.span.is_none()) {
            Some(compared) => {
                self.say(Phrase::AnswerVersus, &[("days", &days), ("before", &self.days(compared))])
            }
            None => days,
        })
    }

    /// Returns the days whose spend is compared with what was due of them, if the answer is about that.
    fn overspent_days(&self) -> Option<DateRange> {
        let days = self.frame().days.filter(|_| self.is_about_overspending())?;
        let through = self.result.freshness.through.filter(|through| *through >= days.from);
        Some(DateRange { to: through.unwrap_or(days.to).min(days.to), ..days })
    }

    /// Reports whether the rows are campaigns that spent more than was due.
    pub(super) fn is_about_overspending(&self) -> bool {
        let query = &self.result.query;
        let is_over = |having: &Having| {
            having.metric == Metric::Pacing
                && matches!(having.operator, Comparator::Above | Comparator::AtLeast)
                && Exact::from(having.value) == Exact::whole(1)
        };
        query.intent == Intent::Budget
            && query.dimension == Some(Dimension::Campaign)
            && query.having.iter().any(is_over)
    }

    /// Returns the rows' dimension in a heading: "by campaign".
    pub(super) fn by(&self, what: &str, dimension: Dimension) -> String {
        let by = self.say(by_phrase(dimension), &[]);
        self.say(Phrase::AnswerBy, &[("what", what), ("by", &by)])
    }

    /// Returns names as a list, the first few of them.
    pub(super) fn names(&self, names: &[String], most: usize) -> String {
        let mut shown: Vec<String> = names.iter().take(most).map(|name| display_name(name)).collect();
        let more = names.len().saturating_sub(most);
        if more > 0 {
            shown.push(format!("+{}", self.language.integer(i64::try_from(more).unwrap_or(i64::MAX))));
            return shown.join(", ");
        }
        self.language.list(&shown)
    }
}

/// Returns a number as people say it, or `None` if it is too large.
pub(super) fn figure(language: Language, currency: Currency, metric: Metric, value: Exact) -> Option<String> {
    Some(match (metric, metric.unit()) {
        (Metric::Pacing, _) => language.percent(value.scaled(100)?),
        (Metric::BudgetUsedPct, _) => language.percent(value.scaled(1)?),
        (_, Unit::Money) => {
            language.money(Money::from_minor(value.scaled(currency.minor_per_unit())?, currency))
        }
        (_, Unit::Percent) => language.percent_hundredths(value.scaled(100)?),
        (_, Unit::Ratio) => language.hundredths(value.scaled(100)?),
        (_, Unit::Count) => {
            let whole = value.scaled(1)?;
            let is_whole = Exact::whole(whole) == value || whole.saturating_abs() >= MANY_CONVERSIONS;
            if is_whole { language.integer(whole) } else { language.hundredths(value.scaled(100)?) }
        }
    })
}

pub(super) fn metric_phrase(metric: Metric) -> Phrase {
    match metric {
        Metric::Spend => Phrase::AnswerMetricSpend,
        Metric::Budget => Phrase::AnswerMetricBudget,
        Metric::BudgetRemaining => Phrase::AnswerMetricBudgetLeft,
        Metric::BudgetUsedPct => Phrase::AnswerMetricBudgetUsed,
        Metric::Pacing => Phrase::AnswerMetricPacing,
        Metric::Impressions => Phrase::AnswerMetricImpressions,
        Metric::Clicks => Phrase::AnswerMetricClicks,
        Metric::Conversions => Phrase::AnswerMetricConversions,
        Metric::Revenue => Phrase::AnswerMetricRevenue,
        Metric::Ctr => Phrase::AnswerMetricCtr,
        Metric::Cpc => Phrase::AnswerMetricCpc,
        Metric::Cpm => Phrase::AnswerMetricCpm,
        Metric::Cpa => Phrase::AnswerMetricCpa,
        Metric::Cvr => Phrase::AnswerMetricCvr,
        Metric::Roas => Phrase::AnswerMetricRoas,
        Metric::Aov => Phrase::AnswerMetricAov,
    }
}

pub(super) fn by_phrase(dimension: Dimension) -> Phrase {
    match dimension {
        Dimension::Campaign => Phrase::AnswerByCampaign,
        Dimension::Creative => Phrase::AnswerByCreative,
        Dimension::Channel => Phrase::AnswerByChannel,
        Dimension::Day => Phrase::AnswerByDay,
        Dimension::Week => Phrase::AnswerByWeek,
        Dimension::Month => Phrase::AnswerByMonth,
        Dimension::Weekday => Phrase::AnswerByWeekday,
    }
}
