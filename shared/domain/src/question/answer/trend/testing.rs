//! Trends, and every text that one can have, for the tests of what draws them.

use super::{Trend, TrendPoint};
use crate::language::{Language, Phrase, Value};
use crate::money::{Currency, Money};
use crate::question::answer::voice::{by_phrase, metric_phrase};
use crate::question::query::{Dimension, Metric};
use jiff::ToSpan;
use jiff::civil::date;

impl Trend {
    /// Returns every text that a trend can have in a language but for the names of campaigns.
    #[must_use]
    pub fn texts(language: Language) -> Vec<String> {
        let say = |phrase, values: &[(&str, Value<'_>)]| language.say(phrase, values);
        let dimensions = [Dimension::Day, Dimension::Week, Dimension::Month];
        let titles = Metric::ALL.into_iter().flat_map(|metric| {
            let what = say(metric_phrase(metric), &[]);
            dimensions.map(|dimension| {
                let by = say(by_phrase(dimension), &[]);
                say(Phrase::AnswerBy, &[("what", Value::Text(&what)), ("by", Value::Text(&by))])
            })
        });
        let months = (1..=12).flat_map(|month| {
            let first = date(2026, month, 1);
            let later = first.saturating_add(40.days());
            [
                language.day_of_month(first),
                language.days(first, first.last_of_month(), 2026),
                language.days(first, later, 2025),
            ]
        });
        let amounts = ["USD", "EUR", "GBP", "JPY", "INR", "BRL", "CHF"].into_iter().flat_map(|code| {
            let currency = code.parse().unwrap_or(Currency::USD);
            [12_345_678, 320, -45].map(|minor| language.money(Money::from_minor(minor, currency)))
        });
        let numbers = [language.integer(1_234_567), language.percent_hundredths(152), language.percent(-7)];
        let highest = format!("({})", say(Phrase::AnswerHigh, &[]));
        titles.chain(months).chain(amounts).chain(numbers).chain([highest]).collect()
    }

    /// Creates a trend of the spend in dollars with these points.
    #[must_use]
    pub fn of_points(points: Vec<TrendPoint>) -> Self {
        let (language, currency, metric) = (Language::English, Currency::USD, Metric::Spend);
        Self {
            title: "Spend by day".to_owned(),
            days: "1–14 Oct".to_owned(),
            points,
            step: 1,
            highest: language.say(Phrase::AnswerHigh, &[]),
            language,
            currency,
            metric,
        }
    }
}
