//! A span of time as people say it, not yet resolved to dates.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Deserializer, Serialize};

/// A span of time, relative to the day on which it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "WireTime", into = "WireTime")]
pub enum RelativeTime {
    /// Today, as far as it went.
    Today,
    /// Yesterday.
    Yesterday,
    /// The day before yesterday.
    DayBeforeYesterday,
    /// This many complete days, the last of them yesterday.
    LastDays(u16),
    /// From Monday to today.
    ThisWeek,
    /// The last complete week, Monday to Sunday.
    LastWeek,
    /// The week before that.
    WeekBeforeLast,
    /// The last Saturday and Sunday that are both over.
    LastWeekend,
    /// From the first of the month to today.
    ThisMonth,
    /// The last complete month.
    LastMonth,
    /// From the first day of the quarter to today.
    ThisQuarter,
    /// The last complete quarter.
    LastQuarter,
    /// A quarter, 1 to 4; without a year the running one or the last one of that number.
    Quarter { quarter: i8, year: Option<i16> },
    /// A month, 1 to 12; without a year the running one or the last one of that name.
    Month { month: i8, year: Option<i16> },
    /// A calendar year.
    Year(i16),
    /// From the first of January to today.
    YearToDate,
    /// From a date to today.
    Since(Date),
    /// From the last such day of the week to today.
    SinceWeekday(Weekday),
    /// From a date to another, both included.
    Between { from: Date, to: Date },
    /// One day.
    Date(Date),
    /// The last such day of the week, before today.
    Weekday(Weekday),
    /// No time is said: the last seven days, and for budgets this month.
    Default,
}

/// The text or the numbers do not name a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a time range has the fields of its kind, within their limits, and null in every other field")]
pub struct InvalidTime;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Today,
    Yesterday,
    DayBeforeYesterday,
    LastNDays,
    ThisWeek,
    LastWeek,
    WeekBeforeLast,
    LastWeekend,
    ThisMonth,
    LastMonth,
    ThisQuarter,
    LastQuarter,
    Quarter,
    Month,
    Year,
    YearToDate,
    Since,
    SinceWeekday,
    Between,
    Date,
    Weekday,
    Default,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DayName {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// The span as it is written: one shape for every kind, because that is what language models are held to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireTime {
    kind: Kind,
    #[serde(deserialize_with = "null_or")]
    n: Option<u16>,
    #[serde(deserialize_with = "null_or")]
    name: Option<DayName>,
    #[serde(deserialize_with = "null_or")]
    year: Option<i16>,
    #[serde(deserialize_with = "null_or")]
    month: Option<i8>,
    #[serde(deserialize_with = "null_or")]
    q: Option<i8>,
    #[serde(deserialize_with = "null_or")]
    date: Option<Date>,
    #[serde(deserialize_with = "null_or")]
    from: Option<Date>,
    #[serde(deserialize_with = "null_or")]
    to: Option<Date>,
}

/// Deserializes a field that may be null but not missing.
///
/// # Errors
/// If it is neither null nor such a value.
pub fn null_or<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

impl From<RelativeTime> for WireTime {
    fn from(time: RelativeTime) -> Self {
        let plain = |kind| Self {
            kind,
            n: None,
            name: None,
            year: None,
            month: None,
            q: None,
            date: None,
            from: None,
            to: None,
        };
        match time {
            RelativeTime::Today => plain(Kind::Today),
            RelativeTime::Yesterday => plain(Kind::Yesterday),
            RelativeTime::DayBeforeYesterday => plain(Kind::DayBeforeYesterday),
            RelativeTime::LastDays(n) => Self { n: Some(n), ..plain(Kind::LastNDays) },
            RelativeTime::ThisWeek => plain(Kind::ThisWeek),
            RelativeTime::LastWeek => plain(Kind::LastWeek),
            RelativeTime::WeekBeforeLast => plain(Kind::WeekBeforeLast),
            RelativeTime::LastWeekend => plain(Kind::LastWeekend),
            RelativeTime::ThisMonth => plain(Kind::ThisMonth),
            RelativeTime::LastMonth => plain(Kind::LastMonth),
            RelativeTime::ThisQuarter => plain(Kind::ThisQuarter),
            RelativeTime::LastQuarter => plain(Kind::LastQuarter),
            RelativeTime::Quarter { quarter, year } => {
                Self { q: Some(quarter), year, ..plain(Kind::Quarter) }
            }
            RelativeTime::Month { month, year } => Self { month: Some(month), year, ..plain(Kind::Month) },
            RelativeTime::Year(year) => Self { year: Some(year), ..plain(Kind::Year) },
            RelativeTime::YearToDate => plain(Kind::YearToDate),
            RelativeTime::Since(date) => Self { date: Some(date), ..plain(Kind::Since) },
            RelativeTime::SinceWeekday(day) => Self { name: Some(day.into()), ..plain(Kind::SinceWeekday) },
            RelativeTime::Between { from, to } => {
                Self { from: Some(from), to: Some(to), ..plain(Kind::Between) }
            }
            RelativeTime::Date(date) => Self { date: Some(date), ..plain(Kind::Date) },
            RelativeTime::Weekday(day) => Self { name: Some(day.into()), ..plain(Kind::Weekday) },
            RelativeTime::Default => plain(Kind::Default),
        }
    }
}

impl TryFrom<WireTime> for RelativeTime {
    type Error = InvalidTime;

    fn try_from(wire: WireTime) -> Result<Self, InvalidTime> {
        let time = wire.named().or_else(|| wire.with_fields()).ok_or(InvalidTime)?;
        let is_canonical = WireTime::from(time).has_the_fields_of(&wire);
        is_canonical.then_some(time).ok_or(InvalidTime)
    }
}

impl WireTime {
    /// Returns the span of a kind that has no fields.
    fn named(&self) -> Option<RelativeTime> {
        match self.kind {
            Kind::Today => Some(RelativeTime::Today),
            Kind::Yesterday => Some(RelativeTime::Yesterday),
            Kind::DayBeforeYesterday => Some(RelativeTime::DayBeforeYesterday),
            Kind::ThisWeek => Some(RelativeTime::ThisWeek),
            Kind::LastWeek => Some(RelativeTime::LastWeek),
            Kind::WeekBeforeLast => Some(RelativeTime::WeekBeforeLast),
            Kind::LastWeekend => Some(RelativeTime::LastWeekend),
            Kind::ThisMonth => Some(RelativeTime::ThisMonth),
            Kind::LastMonth => Some(RelativeTime::LastMonth),
            Kind::ThisQuarter => Some(RelativeTime::ThisQuarter),
            Kind::LastQuarter => Some(RelativeTime::LastQuarter),
            Kind::YearToDate => Some(RelativeTime::YearToDate),
            Kind::Default => Some(RelativeTime::Default),
            _ => None,
        }
    }

    fn with_fields(&self) -> Option<RelativeTime> {
        match self.kind {
            Kind::LastNDays => self.n.filter(|n| *n > 0).map(RelativeTime::LastDays),
            Kind::Quarter => {
                let quarter = self.q.filter(|quarter| (1..=4).contains(quarter))?;
                Some(RelativeTime::Quarter { quarter, year: self.year })
            }
            Kind::Month => {
                let month = self.month.filter(|month| (1..=12).contains(month))?;
                Some(RelativeTime::Month { month, year: self.year })
            }
            Kind::Year => self.year.map(RelativeTime::Year),
            Kind::Since => self.date.map(RelativeTime::Since),
            Kind::SinceWeekday => self.name.map(|name| RelativeTime::SinceWeekday(name.into())),
            Kind::Between => {
                let (from, to) = (self.from?, self.to?);
                (from <= to).then_some(RelativeTime::Between { from, to })
            }
            Kind::Date => self.date.map(RelativeTime::Date),
            Kind::Weekday => self.name.map(|name| RelativeTime::Weekday(name.into())),
            _ => None,
        }
    }

    fn has_the_fields_of(&self, other: &Self) -> bool {
        let fields =
            |wire: &Self| (wire.n, wire.name, wire.year, wire.month, wire.q, (wire.date, wire.from, wire.to));
        fields(self) == fields(other)
    }
}

impl From<Weekday> for DayName {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }
}

impl From<DayName> for Weekday {
    fn from(name: DayName) -> Self {
        match name {
            DayName::Monday => Self::Monday,
            DayName::Tuesday => Self::Tuesday,
            DayName::Wednesday => Self::Wednesday,
            DayName::Thursday => Self::Thursday,
            DayName::Friday => Self::Friday,
            DayName::Saturday => Self::Saturday,
            DayName::Sunday => Self::Sunday,
        }
    }
}
