//! The days of the chart: two to four weeks that end with the shown day.

use super::PageWriter;
use crate::dashboard::chart::{Chart, ChartDay, ChartSize, ChartWords};
use domain::language::{Phrase, Value};
use domain::metrics::kpi::by_day;
use jiff::ToSpan;
use jiff::civil::Date;

/// The minimum and the maximum number of days in the chart.
const FEWEST_DAYS: i64 = 14;
const MOST_DAYS: i64 = 28;
/// The number of days between two labels, so that all of them are on the weekday of the shown day.
const LABELLED_DAYS: i64 = 7;

impl PageWriter<'_> {
    /// Draws the chart for each screen size; returns none if no day has spend or revenue.
    pub(super) fn charts(&self) -> Vec<Chart> {
        let days = self.chart_days();
        if days.iter().all(|day| day.spend_minor.is_none() && day.revenue_minor.is_none()) {
            return Vec::new();
        }
        let words = ChartWords { label: self.trend_label(&days), amount: &|minor| self.money(minor) };
        [ChartSize::PHONE, ChartSize::DESKTOP]
            .map(|size| Chart::draw(size, &days, self.money_unit(), &words))
            .into()
    }

    fn chart_days(&self) -> Vec<ChartDay> {
        let last = self.facts.day;
        let sums = by_day(self.facts.facts.iter().filter(|fact| fact.date <= last));
        let known = sums.keys().next().map_or(1, |first| days_between(*first, last) + 1);
        let length = known.clamp(FEWEST_DAYS, MOST_DAYS);
        let day = |before: i64| {
            let date = last.saturating_sub(before.days());
            let values = sums.get(&date).map(|kpis| kpis.values).unwrap_or_default();
            let (spend_minor, revenue_minor) = (values.spend_minor, values.revenue_minor);
            ChartDay {
                spend_minor,
                revenue_minor,
                title: self.day_title(date, spend_minor, revenue_minor),
                label: (before % LABELLED_DAYS == 0).then(|| self.language.day_of_month(date)),
                is_final: before > 0 || self.is_final(),
            }
        };
        (0..length).rev().map(day).collect()
    }

    fn day_title(&self, date: Date, spend: Option<i64>, revenue: Option<i64>) -> String {
        let amount = |minor: Option<i64>| {
            minor.map_or_else(|| self.text(Phrase::PageNotKnown), |minor| self.money(minor))
        };
        let (day, spend, revenue) = (self.language.date(date), amount(spend), amount(revenue));
        let values =
            [("day", Value::Text(&day)), ("spend", Value::Text(&spend)), ("revenue", Value::Text(&revenue))];
        self.language.say(Phrase::PageTrendDay, &values)
    }

    fn trend_label(&self, days: &[ChartDay]) -> String {
        let length = i64::try_from(days.len()).unwrap_or(MOST_DAYS);
        let first = self.language.date(self.facts.day.saturating_sub((length - 1).days()));
        let last = self.language.date(self.facts.day);
        self.language
            .say(Phrase::PageTrendLabel, &[("first", Value::Text(&first)), ("last", Value::Text(&last))])
    }

    fn money_unit(&self) -> i64 {
        self.facts.workspace.currency.minor_per_unit()
    }
}

fn days_between(first: Date, last: Date) -> i64 {
    first.until(last).map_or(MOST_DAYS, |span| i64::from(span.get_days()))
}
