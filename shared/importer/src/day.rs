//! Days as exports write them: `2026-01-31`, `20260131`, `31/01/2026`, `Jan 31, 2026`, `31 de enero de 2026`.

use crate::text::plain_text;
use jiff::civil::Date;

/// Which part of a numeric date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayOrder {
    /// 31/01/2026
    DayFirst,
    /// 01/31/2026
    MonthFirst,
}

/// A date as read from a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayText {
    /// Can be read in one way only.
    Certain(Date),
    /// Two numbers whose order the file must prove.
    Ordered { first: i8, second: i8, year: i16 },
}

impl DayText {
    /// Reads a cell; `None` when it is no date.
    pub(super) fn read(cell: &str) -> Option<Self> {
        let cell = without_time(cell.trim());
        if cell.len() == 8 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
            return certain(cell.get(..4)?, cell.get(4..6)?, cell.get(6..)?);
        }
        let mut parts = cell.split(['-', '/', '.']);
        if let (Some(one), Some(two), Some(three), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
            && [one, two, three].iter().all(|part| is_number(part))
        {
            return numeric(one, two, three, cell.contains('.'));
        }
        named_month(cell).map(Self::Certain)
    }

    /// Returns the order that this date proves, if it proves one.
    pub(super) fn order(&self) -> Option<DayOrder> {
        match *self {
            Self::Ordered { first, second, .. } if first > 12 && second <= 12 => Some(DayOrder::DayFirst),
            Self::Ordered { first, second, .. } if second > 12 && first <= 12 => Some(DayOrder::MonthFirst),
            Self::Certain(_) | Self::Ordered { .. } => None,
        }
    }

    /// Returns the date under an order; `None` when there is no such day.
    pub(super) fn date(&self, order: DayOrder) -> Option<Date> {
        match (*self, order) {
            (Self::Certain(date), _) => Some(date),
            (Self::Ordered { first, second, year }, DayOrder::DayFirst) => {
                Date::new(year, second, first).ok()
            }
            (Self::Ordered { first, second, year }, DayOrder::MonthFirst) => {
                Date::new(year, first, second).ok()
            }
        }
    }
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Cuts a time of day off: `2026-01-31 00:00:00`, `2026-01-31T00:00`.
fn without_time(cell: &str) -> &str {
    let cut = cell.find([' ', 'T']).filter(|at| cell.get(at + 1..).is_some_and(|rest| rest.contains(':')));
    cut.and_then(|at| cell.get(..at)).unwrap_or(cell)
}

fn certain(year: &str, month: &str, day: &str) -> Option<DayText> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(DayText::Certain(date))
}

fn numeric(one: &str, two: &str, three: &str, has_points: bool) -> Option<DayText> {
    match (one.len(), two.len(), three.len()) {
        (4, 1..=2, 1..=2) => certain(one, two, three),
        // Only day-first countries write points between the parts.
        (1..=2, 1..=2, 2 | 4) if has_points => certain(&full_year(three)?.to_string(), two, one),
        (1..=2, 1..=2, 2 | 4) => Some(DayText::Ordered {
            first: one.parse().ok()?,
            second: two.parse().ok()?,
            year: full_year(three)?,
        }),
        _ => None,
    }
}

fn full_year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    Some(if text.len() == 2 { 2000 + year } else { year })
}

/// The beginnings of month names in the shipped languages, without accents; the longer beginnings come first.
const MONTHS: [(&str, i8); 27] = [
    ("juin", 6),
    ("juil", 7),
    ("jan", 1),
    ("ene", 1),
    ("feb", 2),
    ("fev", 2),
    ("mar", 3),
    ("mrz", 3),
    ("apr", 4),
    ("abr", 4),
    ("avr", 4),
    ("may", 5),
    ("mai", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("ago", 8),
    ("aou", 8),
    ("sep", 9),
    ("set", 9),
    ("oct", 10),
    ("out", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("dic", 12),
];

fn named_month(cell: &str) -> Option<Date> {
    let text = plain_text(cell);
    let separators =
        |character: char| character.is_whitespace() || matches!(character, ',' | '-' | '/' | '.');
    let (mut month, mut numbers) = (None, Vec::with_capacity(2));
    for part in text.split(separators).filter(|part| !part.is_empty() && *part != "de") {
        if is_number(part) {
            numbers.push(part);
        } else {
            month = MONTHS
                .iter()
                .find(|(beginning, _)| part.starts_with(beginning))
                .map(|(_, month)| *month)
                .or(month);
        }
    }
    let [day, year] = numbers.as_slice() else { return None };
    let (day, year) = if day.len() == 4 { (year, day) } else { (day, year) };
    Date::new(full_year(year)?, month?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_day_reads_in_every_way_that_has_one_meaning() {
        for text in [
            "2026-01-31",
            "2026/1/31",
            "20260131",
            "31.01.2026",
            "Jan 31, 2026",
            "31 de enero de 2026",
            "31 janv. 2026",
            "31-Jan-26",
            "Sat, 31 Jan 2026",
            "2026-01-31 00:00:00",
            "2026-01-31T00:00:00Z",
        ] {
            assert_eq!(DayText::read(text), Some(DayText::Certain(date(2026, 1, 31))), "{text}");
        }
    }

    #[test]
    fn numbers_with_slashes_wait_for_the_order_that_another_row_proves() {
        assert_eq!(DayText::read("03/04/2026").unwrap().order(), None);
        assert_eq!(DayText::read("13/04/2026").unwrap().order(), Some(DayOrder::DayFirst));
        assert_eq!(DayText::read("04/13/26").unwrap().order(), Some(DayOrder::MonthFirst));
        assert_eq!(DayText::read("03/04/2026").unwrap().date(DayOrder::DayFirst), Some(date(2026, 4, 3)));
        assert_eq!(DayText::read("13/04/2026").unwrap().date(DayOrder::MonthFirst), None);
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["", "Total", "2026-02-30", "31", "2026-01", "Jan 2026", "1/2", "2026-01-05 - 2026-01-11"]
        {
            assert_eq!(DayText::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_written_day_comes_back(days in 0_i32..20_000) {
            let day = date(1990, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let (year, month, of_month) = (day.year(), day.month(), day.day());
            let day_first = DayText::read(&format!("{of_month:02}/{month:02}/{year}")).unwrap();
            prop_assert_eq!(day_first.date(DayOrder::DayFirst), Some(day));
            prop_assert_eq!(DayText::read(&day.to_string()), Some(DayText::Certain(day)));
            prop_assert_eq!(DayText::read(&format!("{of_month}.{month}.{year}")), Some(DayText::Certain(day)));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,24}") {
            DayText::read(&text);
        }
    }
}
