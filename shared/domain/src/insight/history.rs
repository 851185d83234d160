//! The facts that the rules look at, added up one by one: none of them has to be kept, however many a day has.

use super::DAYS_OF_HISTORY;
use super::weekday::WeekdaySums;
use super::window::WindowSums;
use crate::metrics::DailyMetric;
use jiff::civil::Date;

/// The sums of a day and of the [`DAYS_OF_HISTORY`] days before it.
#[derive(Debug, Clone)]
pub struct History {
    day: Date,
    pub(super) window: WindowSums,
    pub(super) weekdays: WeekdaySums,
}

impl History {
    /// Begins the history of a day, without facts.
    #[must_use]
    pub fn new(day: Date) -> Self {
        Self { day, window: WindowSums::default(), weekdays: WeekdaySums::default() }
    }

    /// Returns the history of a day that these facts make.
    pub fn of<'a>(day: Date, facts: impl IntoIterator<Item = &'a DailyMetric>) -> Self {
        let mut history = Self::new(day);
        facts.into_iter().for_each(|fact| history.add(fact));
        history
    }

    /// Adds a fact, in whatever order they come; one of another time is left out.
    pub fn add(&mut self, fact: &DailyMetric) {
        let days_before = self.day.duration_since(fact.date).as_hours() / 24;
        if (0..=DAYS_OF_HISTORY).contains(&days_before) {
            self.window.add(fact, days_before);
            self.weekdays.add(fact, days_before);
        }
    }

    /// Returns the examined day.
    #[must_use]
    pub fn day(&self) -> Date {
        self.day
    }
}
