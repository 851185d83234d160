//! Days in a row, as short as each language says them.

use crate::language::Language;
use jiff::civil::Date;

impl Language {
    /// Formats the days from one date to another, both included: `Tue 6 Oct`, `1–7 Oct`, `28 Sep – 4 Oct`. The year is said
    /// where it is not `this_year`.
    #[must_use]
    pub fn days(self, from: Date, to: Date, this_year: i16) -> String {
        let year =
            |date: Date| if date.year() == this_year { String::new() } else { format!(" {}", date.year()) };
        if from == to {
            return format!("{}{}", self.date(from), year(from));
        }
        if from.first_of_month() == to.first_of_month() {
            let ordinal = match (self, from.day()) {
                (Self::German, _) => ".",
                (Self::French, 1) => "er",
                _ => "",
            };
            return format!("{}{ordinal}–{}{}", from.day(), self.day_and(self.months(), to), year(to));
        }
        let from_year = if from.year() == to.year() { String::new() } else { year(from) };
        let (first, last) = (self.day_and(self.months(), from), self.day_and(self.months(), to));
        format!("{first}{from_year} – {last}{}", year(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn in_all(from: Date, to: Date) -> [String; 6] {
        Language::ALL.map(|language| language.days(from, to, 2026))
    }

    #[test]
    fn days_of_one_month_name_it_once() {
        assert_eq!(
            in_all(date(2026, 10, 1), date(2026, 10, 7)),
            ["1–7 Oct", "1–7 oct", "1–7 out", "1er–7 octobre", "1.–7. Oktober", "1–7 अक्टूबर"]
        );
    }

    #[test]
    fn days_of_several_months_name_each() {
        assert_eq!(
            in_all(date(2026, 9, 28), date(2026, 10, 4)),
            [
                "28 Sep – 4 Oct",
                "28 sept – 4 oct",
                "28 set – 4 out",
                "28 septembre – 4 octobre",
                "28. September – 4. Oktober",
                "28 सितंबर – 4 अक्टूबर"
            ]
        );
    }

    #[test]
    fn one_day_has_its_weekday_and_another_year_is_said() {
        let day = date(2026, 10, 6);
        assert_eq!(Language::English.days(day, day, 2026), "Tue 6 Oct");
        assert_eq!(Language::German.days(day, day, 2027), "Di., 6. Oktober 2026");
        assert_eq!(Language::English.days(date(2025, 12, 30), date(2026, 1, 4), 2026), "30 Dec 2025 – 4 Jan");
        assert_eq!(Language::English.days(date(2025, 1, 1), date(2025, 12, 31), 2026), "1 Jan – 31 Dec 2025");
        assert_eq!(Language::English.days(date(2025, 1, 1), date(2025, 1, 31), 2026), "1–31 Jan 2025");
    }
}
