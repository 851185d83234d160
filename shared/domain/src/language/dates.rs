//! Dates, weekdays and instants in the usual form of each language.
//!
//! They appear in the middle and at the end of sentences, so none ends with the period of an abbreviation: Spanish and
//! Portuguese abbreviate without one; French, German and Hindi write the month in full.

use crate::language::Language;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;

mod span;

type Months = [&'static str; 12];

impl Language {
    /// Short names, as used before a date.
    fn short_weekdays(self) -> [&'static str; 7] {
        match self {
            Self::English => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            Self::Spanish => ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
            Self::Portuguese => ["seg", "ter", "qua", "qui", "sex", "sáb", "dom"],
            Self::French => ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
            Self::German => ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
            Self::Hindi => ["सोम", "मंगल", "बुध", "गुरु", "शुक्र", "शनि", "रवि"],
        }
    }

    /// Names that stand on their own in a sentence.
    fn weekdays(self) -> [&'static str; 7] {
        match self {
            Self::English => self.short_weekdays(),
            Self::Spanish => ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
            Self::Portuguese => ["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"],
            Self::French => ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
            Self::German => ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
            Self::Hindi => ["सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"],
        }
    }

    fn months(self) -> Months {
        match self {
            Self::English | Self::Spanish | Self::Portuguese => self.short_months(),
            Self::French => [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
            Self::German => [
                "Januar",
                "Februar",
                "März",
                "April",
                "Mai",
                "Juni",
                "Juli",
                "August",
                "September",
                "Oktober",
                "November",
                "Dezember",
            ],
            Self::Hindi => [
                "जनवरी",
                "फ़रवरी",
                "मार्च",
                "अप्रैल",
                "मई",
                "जून",
                "जुलाई",
                "अगस्त",
                "सितंबर",
                "अक्टूबर",
                "नवंबर",
                "दिसंबर",
            ],
        }
    }

    /// Short names, for use where there is little room.
    fn short_months(self) -> Months {
        match self {
            Self::English => {
                ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            }
            Self::Spanish => {
                ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"]
            }
            Self::Portuguese => {
                ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"]
            }
            Self::French => [
                "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
                "déc.",
            ],
            Self::German => [
                "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
                "Dez.",
            ],
            Self::Hindi => {
                ["जन॰", "फ़र॰", "मार्च", "अप्रैल", "मई", "जून", "जुल॰", "अग॰", "सित॰", "अक्टू॰", "नव॰", "दिस॰"]
            }
        }
    }

    /// Formats a weekday as used for an average: `Tue`, `martes`.
    #[must_use]
    pub fn weekday(self, weekday: Weekday) -> &'static str {
        of_weekday(self.weekdays(), weekday)
    }

    /// Formats a date: `Tue 6 Oct`, `Di., 6. Oktober`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        let weekday = of_weekday(self.short_weekdays(), date.weekday());
        let comma = match self {
            Self::English | Self::French => "",
            Self::Spanish | Self::Portuguese | Self::German | Self::Hindi => ",",
        };
        format!("{weekday}{comma} {}", self.day_and(self.months(), date))
    }

    /// Formats a date without its weekday, as short as possible: `6 Oct`, `6. Okt.`.
    #[must_use]
    pub fn day_of_month(self, date: Date) -> String {
        self.day_and(self.short_months(), date)
    }

    fn day_and(self, months: Months, date: Date) -> String {
        let index = usize::try_from(date.month()).unwrap_or(1) - 1;
        let month = months.get(index).copied().unwrap_or_default();
        let ordinal = match (self, date.day()) {
            (Self::German, _) => ".",
            (Self::French, 1) => "er",
            _ => "",
        };
        format!("{}{ordinal} {month}", date.day())
    }

    /// Formats a time of the day: `06:10`, `6:10`, `06:10 Uhr`.
    #[must_use]
    pub fn time_of_day(self, time: Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        match self {
            Self::English | Self::Portuguese | Self::French => format!("{hour:02}:{minute:02}"),
            Self::Spanish => format!("{hour}:{minute:02}"),
            Self::German => format!("{hour:02}:{minute:02} Uhr"),
            Self::Hindi => twelve_hours(hour, minute),
        }
    }

    /// Formats a local time as short as possible: `Thu 06:10` or, with its date, `Thu 1 Oct 06:10`.
    #[must_use]
    pub fn short_moment(self, local: DateTime, with_date: bool) -> String {
        let weekday = of_weekday(self.short_weekdays(), local.weekday());
        let day = if with_date { self.date(local.date()) } else { weekday.to_owned() };
        let comma = match self {
            Self::German | Self::Hindi => ",",
            Self::English | Self::Spanish | Self::Portuguese | Self::French => "",
        };
        format!("{day}{comma} {}", self.time_of_day(local.time()))
    }

    /// Formats an instant for a person in that zone: `Tue 6 Oct at 08:07 EDT`. An unknown zone is treated as UTC.
    #[must_use]
    pub fn moment(self, instant: Timestamp, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let local = instant.to_zoned(zone);
        let (day, hour, minute) = (self.date(local.date()), local.hour(), local.minute());
        let zone = local.strftime("%Z").to_string();
        // A zone without an abbreviation is shown by its offset: `UTC-03`.
        let zone = if zone.starts_with(['+', '-']) { format!("UTC{zone}") } else { zone };
        match self {
            Self::English => format!("{day} at {hour:02}:{minute:02} {zone}"),
            Self::Spanish => {
                format!("{day} {} {hour}:{minute:02} {zone}", if hour == 1 { "a la" } else { "a las" })
            }
            Self::Portuguese => {
                format!("{day} {} {hour:02}:{minute:02} {zone}", if hour == 1 { "à" } else { "às" })
            }
            Self::French => format!("{day} à {hour:02}:{minute:02} {zone}"),
            Self::German => format!("{day} um {hour:02}:{minute:02} Uhr {zone}"),
            Self::Hindi => format!("{day}, {} {zone}", twelve_hours(hour, minute)),
        }
    }
}

fn of_weekday(names: [&'static str; 7], weekday: Weekday) -> &'static str {
    let index = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
    names.get(index).copied().unwrap_or_default()
}

/// Formats the time on a twelve-hour clock, with a no-break space: `8:07 am`.
fn twelve_hours(hour: i8, minute: i8) -> String {
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    format!("{hour}:{minute:02}\u{a0}{half}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn in_all(write: impl Fn(Language) -> String) -> [String; 6] {
        Language::ALL.map(write)
    }

    #[test]
    fn a_date_is_written_the_way_each_language_does() {
        assert_eq!(
            in_all(|language| language.date(date(2026, 10, 6))),
            ["Tue 6 Oct", "mar, 6 oct", "ter, 6 out", "mar. 6 octobre", "Di., 6. Oktober", "मंगल, 6 अक्टूबर"]
        );
        assert_eq!(Language::French.date(date(2026, 9, 1)), "mar. 1er septembre");
    }

    #[test]
    fn no_date_ends_with_a_dot_that_would_meet_the_end_of_its_sentence() {
        for language in Language::ALL {
            for month in 1..=12 {
                let text = language.date(date(2026, month, 1));
                assert!(!text.ends_with('.'), "{text}");
            }
        }
    }

    #[test]
    fn the_label_of_a_day_is_short() {
        assert_eq!(
            in_all(|language| language.day_of_month(date(2026, 10, 6))),
            ["6 Oct", "6 oct", "6 out", "6 oct.", "6. Okt.", "6 अक्टू॰"]
        );
    }

    #[test]
    fn an_instant_is_told_in_the_zone_of_the_reader() {
        let instant: Timestamp = "2026-10-06T12:07:00Z".parse().unwrap();
        assert_eq!(
            in_all(|language| language.moment(instant, "America/New_York")),
            [
                "Tue 6 Oct at 08:07 EDT",
                "mar, 6 oct a las 8:07 EDT",
                "ter, 6 out às 08:07 EDT",
                "mar. 6 octobre à 08:07 EDT",
                "Di., 6. Oktober um 08:07 Uhr EDT",
                "मंगल, 6 अक्टूबर, 8:07\u{a0}am EDT"
            ]
        );
        assert_eq!(Language::English.moment(instant, "nowhere"), "Tue 6 Oct at 12:07 UTC");
        assert_eq!(Language::Portuguese.moment(instant, "America/Sao_Paulo"), "ter, 6 out às 09:07 UTC-03");
    }

    #[test]
    fn a_local_time_is_short_and_names_its_date_where_the_weekday_alone_is_not_enough() {
        let thursday = date(2026, 10, 1).at(6, 10, 0, 0);
        assert_eq!(
            in_all(|language| language.short_moment(thursday, false)),
            ["Thu 06:10", "jue 6:10", "qui 06:10", "jeu. 06:10", "Do., 06:10 Uhr", "गुरु, 6:10\u{a0}am"]
        );
        assert_eq!(
            in_all(|language| language.short_moment(thursday, true)),
            [
                "Thu 1 Oct 06:10",
                "jue, 1 oct 6:10",
                "qui, 1 out 06:10",
                "jeu. 1er octobre 06:10",
                "Do., 1. Oktober, 06:10 Uhr",
                "गुरु, 1 अक्टूबर, 6:10\u{a0}am"
            ]
        );
    }

    #[test]
    fn one_o_clock_is_singular_where_the_language_says_so() {
        let one: Timestamp = "2026-10-06T01:30:00Z".parse().unwrap();
        assert_eq!(Language::Spanish.moment(one, "UTC"), "mar, 6 oct a la 1:30 UTC");
        assert_eq!(Language::Portuguese.moment(one, "UTC"), "ter, 6 out à 01:30 UTC");
    }

    #[test]
    fn noon_and_midnight_are_twelve_on_a_clock_of_twelve_hours() {
        assert_eq!(twelve_hours(0, 5), "12:05\u{a0}am");
        assert_eq!(twelve_hours(12, 0), "12:00\u{a0}pm");
        assert_eq!(twelve_hours(23, 59), "11:59\u{a0}pm");
    }

    #[test]
    fn the_weekday_of_an_average_is_a_word_of_the_sentence() {
        assert_eq!(
            Language::ALL.map(|language| language.weekday(Weekday::Tuesday)),
            ["Tue", "martes", "terça", "mardi", "Dienstag", "मंगलवार"]
        );
    }
}
