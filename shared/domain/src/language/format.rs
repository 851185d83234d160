//! Numbers, money and percentages in the usual form of each language. The formats are those of the Unicode CLDR, except
//! where a report is easier to read otherwise; each exception states its reason.

use crate::language::Language;
use crate::money::{Currency, Money};

mod answers;

/// Keeps a number and its unit on one line.
const NO_BREAK: &str = "\u{a0}";
/// A narrower no-break space, used by French between groups and before a percent sign.
const NARROW_NO_BREAK: &str = "\u{202f}";

struct NumberStyle {
    group: &'static str,
    decimal: &'static str,
    /// The number of digits in each group except the last, which has three: Hindi groups in lakh, 1,20,000.
    group_digits: usize,
    /// The minimum number of digits that are grouped: Spanish does not group a number of four digits.
    fewest_grouped: usize,
    /// The separator before a percent sign.
    before_percent: &'static str,
}

impl Language {
    fn numbers(self) -> NumberStyle {
        let style = NumberStyle {
            group: ".",
            decimal: ",",
            group_digits: 3,
            fewest_grouped: 4,
            before_percent: NO_BREAK,
        };
        match self {
            Self::English => NumberStyle { group: ",", decimal: ".", before_percent: "", ..style },
            Self::Spanish => NumberStyle { fewest_grouped: 5, ..style },
            Self::Portuguese => NumberStyle { before_percent: "", ..style },
            Self::French => NumberStyle { group: NARROW_NO_BREAK, before_percent: NARROW_NO_BREAK, ..style },
            Self::German => style,
            Self::Hindi => {
                NumberStyle { group: ",", decimal: ".", group_digits: 2, before_percent: "", ..style }
            }
        }
    }

    /// Formats a whole number with grouping: `412,000`, `4,12,000` in Hindi.
    #[must_use]
    pub fn integer(self, number: i64) -> String {
        let grouped = self.grouped(&number.unsigned_abs().to_string());
        if number < 0 { format!("-{grouped}") } else { grouped }
    }

    fn grouped(self, digits: &str) -> String {
        let style = self.numbers();
        if digits.len() < style.fewest_grouped {
            return digits.to_owned();
        }
        let mut grouped = String::with_capacity(2 * digits.len());
        for (index, digit) in digits.chars().enumerate() {
            let follow = digits.len() - index;
            if index > 0 && follow >= 3 && (follow - 3).is_multiple_of(style.group_digits) {
                grouped.push_str(style.group);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// Formats an amount in whole units, as people say it: `$4,120`, `4.120 $`. Amounts below ten units keep their
    /// cents.
    #[must_use]
    pub fn money(self, amount: Money) -> String {
        let small =
            amount.minor.saturating_abs() < 10 * amount.currency.minor_per_unit() && !amount.is_whole();
        if small {
            return self.exact_money(amount);
        }
        let units = amount.rounded_units();
        self.with_symbol(units < 0, &self.integer(units.saturating_abs()), amount.currency)
    }

    /// Formats an amount with all decimals of its currency: `$4,120.50`, `¥4,120`.
    #[must_use]
    pub fn exact_money(self, amount: Money) -> String {
        let per_unit = amount.currency.minor_per_unit();
        let decimals = amount.currency.decimals() as usize;
        let units = self.integer(amount.minor.saturating_abs() / per_unit);
        let rest = amount.minor.saturating_abs() % per_unit;
        let digits = match decimals {
            0 => units,
            _ => format!("{units}{}{rest:0decimals$}", self.numbers().decimal),
        };
        self.with_symbol(amount.minor < 0, &digits, amount.currency)
    }

    /// Places the sign and the currency as the language does. A three-letter code is always separated from the number.
    fn with_symbol(self, negative: bool, digits: &str, currency: Currency) -> String {
        let sign = if negative { "-" } else { "" };
        let symbol = self.symbol(currency).unwrap_or(currency.code());
        match self {
            Self::English | Self::Hindi => {
                let space = if symbol == currency.code() { NO_BREAK } else { "" };
                format!("{sign}{symbol}{space}{digits}")
            }
            Self::Portuguese => format!("{sign}{symbol}{NO_BREAK}{digits}"),
            Self::Spanish | Self::French | Self::German => format!("{sign}{digits}{NO_BREAK}{symbol}"),
        }
    }

    /// Returns the symbol of a currency, if it has one that everybody understands. `$` alone means the peso to many
    /// readers of Spanish, and looks like a typo for `R$` to readers of Portuguese, so both languages use `US$`. CLDR's
    /// `$US`, `£GB` and `JP¥` for French and Hindi are not used: in a report in one currency, people write the plain
    /// symbol.
    fn symbol(self, currency: Currency) -> Option<&'static str> {
        match (currency.code(), self) {
            ("USD", Self::Spanish | Self::Portuguese) => Some("US$"),
            ("USD", _) => Some("$"),
            ("EUR", _) => Some("€"),
            ("GBP", _) => Some("£"),
            ("JPY", _) => Some("¥"),
            ("INR", _) => Some("₹"),
            ("BRL", _) => Some("R$"),
            _ => None,
        }
    }

    /// Formats hundredths as a number with two decimals: `370` is `3.70`, or `3,70` in most languages.
    #[must_use]
    pub fn hundredths(self, hundredths: i64) -> String {
        let sign = if hundredths < 0 { "-" } else { "" };
        let whole = self.integer(hundredths.saturating_abs() / 100);
        format!("{sign}{whole}{}{:02}", self.numbers().decimal, hundredths.saturating_abs() % 100)
    }

    /// Formats a change with its sign: `+3%`, `-8%`, `±0%`.
    #[must_use]
    pub fn change(self, percent: i64) -> String {
        let sign = match percent {
            0 => "±",
            1.. => "+",
            _ => "",
        };
        format!("{sign}{}", self.percent(percent))
    }

    /// Formats a share: `24%`, `24 %`.
    #[must_use]
    pub fn percent(self, percent: i64) -> String {
        format!("{}{}%", self.integer(percent), self.numbers().before_percent)
    }
}

#[cfg(test)]
mod tests;
