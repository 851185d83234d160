//! Numbers, money, percentages and dates the way people say them, by language.

use crate::language::Language;
use crate::money::Money;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

struct NumberStyle {
    group: &'static str,
    decimal: &'static str,
}

impl Language {
    fn numbers(self) -> NumberStyle {
        match self {
            Self::English => NumberStyle { group: ",", decimal: "." },
        }
    }

    fn weekdays(self) -> [&'static str; 7] {
        match self {
            Self::English => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        }
    }

    fn months(self) -> [&'static str; 12] {
        match self {
            Self::English => {
                ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            }
        }
    }

    /// Writes a whole number with its groups: `412,000`.
    #[must_use]
    pub fn integer(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push_str(self.numbers().group);
            }
            grouped.push(digit);
        }
        if number < 0 { format!("-{grouped}") } else { grouped }
    }

    /// Writes an amount in whole units, as people say it: `$4,120`. Amounts under ten units keep their cents.
    #[must_use]
    pub fn money(self, amount: Money) -> String {
        let small =
            amount.minor.saturating_abs() < 10 * amount.currency.minor_per_unit() && !amount.is_whole();
        if small {
            return self.exact_money(amount);
        }
        let units = amount.rounded_units();
        let sign = if units < 0 { "-" } else { "" };
        format!("{sign}{}{}", symbol(amount.currency.code()), self.integer(units.saturating_abs()))
    }

    /// Writes an amount with every digit of its currency: `$4,120.50`, `¥4,120`.
    #[must_use]
    pub fn exact_money(self, amount: Money) -> String {
        let per_unit = amount.currency.minor_per_unit();
        let decimals = amount.currency.decimals() as usize;
        let sign = if amount.minor < 0 { "-" } else { "" };
        let units = self.integer(amount.minor.saturating_abs() / per_unit);
        let symbol = symbol(amount.currency.code());
        if decimals == 0 {
            return format!("{sign}{symbol}{units}");
        }
        let rest = amount.minor.saturating_abs() % per_unit;
        format!("{sign}{symbol}{units}{}{rest:0decimals$}", self.numbers().decimal)
    }

    /// Writes hundredths as a number with two decimals: `370` is `3.70`.
    #[must_use]
    pub fn hundredths(self, hundredths: i64) -> String {
        let sign = if hundredths < 0 { "-" } else { "" };
        let whole = self.integer(hundredths.saturating_abs() / 100);
        format!("{sign}{whole}{}{:02}", self.numbers().decimal, hundredths.saturating_abs() % 100)
    }

    /// Writes a change with its sign: `+3%`, `-8%`, `±0%`.
    #[must_use]
    pub fn change(self, percent: i64) -> String {
        match percent {
            0 => "±0%".to_owned(),
            1.. => format!("+{}%", self.integer(percent)),
            _ => format!("{}%", self.integer(percent)),
        }
    }

    /// Writes a share: `24%`.
    #[must_use]
    pub fn percent(self, percent: i64) -> String {
        match self {
            Self::English => format!("{}%", self.integer(percent)),
        }
    }

    /// Writes the short name of a weekday: `Tue`.
    #[must_use]
    pub fn weekday(self, weekday: Weekday) -> &'static str {
        let index = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
        self.weekdays().get(index).copied().unwrap_or_default()
    }

    /// Writes a date: `Tue 6 Oct`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        format!("{} {}", self.weekday(date.weekday()), self.day_of_month(date))
    }

    /// Writes a date without its weekday: `6 Oct`.
    #[must_use]
    pub fn day_of_month(self, date: Date) -> String {
        let month = usize::try_from(date.month()).unwrap_or(1) - 1;
        let month = self.months().get(month).copied().unwrap_or_default();
        format!("{} {month}", date.day())
    }

    /// Writes an instant as a person in that zone reads it: `Tue 6 Oct at 08:07 EDT`. An unknown zone reads as UTC.
    #[must_use]
    pub fn moment(self, instant: Timestamp, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let local = instant.to_zoned(zone);
        let day = self.date(local.date());
        match self {
            Self::English => {
                format!("{day} at {:02}:{:02} {}", local.hour(), local.minute(), local.strftime("%Z"))
            }
        }
    }

    /// Writes a list: `Meta, Google and TikTok`.
    #[must_use]
    pub fn list(self, items: &[String]) -> String {
        use crate::language::{Phrase, Value};
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let values = [("first", Value::Text(&first.join(", "))), ("last", Value::Text(last))];
                self.say(Phrase::ListAnd, &values)
            }
        }
    }
}

fn symbol(code: &str) -> String {
    match code {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        "INR" => "₹".to_owned(),
        "BRL" => "R$".to_owned(),
        other => format!("{other} "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    const EN: Language = Language::English;

    fn dollars(minor: i64) -> Money {
        Money::from_minor(minor, Currency::USD)
    }

    #[test]
    fn money_reads_the_way_people_say_it() {
        assert_eq!(EN.money(dollars(412_000)), "$4,120");
        assert_eq!(EN.money(dollars(412_050)), "$4,121");
        assert_eq!(EN.money(dollars(-412_000)), "-$4,120");
        assert_eq!(EN.money(dollars(450)), "$4.50");
        assert_eq!(EN.money(dollars(0)), "$0");
        assert_eq!(EN.money(Money::from_minor(4120, "JPY".parse().unwrap())), "¥4,120");
        assert_eq!(EN.money(Money::from_minor(4_120_500, "KWD".parse().unwrap())), "KWD 4,121");
        assert_eq!(EN.exact_money(dollars(412_005)), "$4,120.05");
    }

    #[test]
    fn a_change_shows_its_sign() {
        assert_eq!([3, 0, -8].map(|percent| EN.change(percent)), ["+3%", "±0%", "-8%"]);
    }

    #[test]
    fn a_moment_is_told_in_the_zone_of_the_reader() {
        let instant: Timestamp = "2026-10-06T12:07:00Z".parse().unwrap();
        assert_eq!(EN.moment(instant, "America/New_York"), "Tue 6 Oct at 08:07 EDT");
        assert_eq!(EN.moment(instant, "nowhere"), "Tue 6 Oct at 12:07 UTC");
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        let items = ["Meta", "Google", "TikTok"].map(str::to_owned);
        assert_eq!(EN.list(&items), "Meta, Google and TikTok");
        assert_eq!(EN.list(&items[..1]), "Meta");
    }

    proptest! {
        #[test]
        fn grouping_changes_no_digit(number: i64) {
            prop_assert_eq!(EN.integer(number).replace(',', "").parse::<i64>().unwrap(), number);
        }
    }
}
