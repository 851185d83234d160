//! Numbers that answers to questions have beside those of reports: shares with decimals, and changes of money.

use crate::language::Language;
use crate::money::Money;

impl Language {
    /// Formats hundredths of a percent: `152` is `1.52%`, `1,52 %`.
    #[must_use]
    pub fn percent_hundredths(self, hundredths: i64) -> String {
        format!("{}{}%", self.hundredths(hundredths), self.numbers().before_percent)
    }

    /// Formats a change of an amount with its sign: `+$220`, `-$36`, `±$0`.
    #[must_use]
    pub fn money_change(self, change: Money) -> String {
        format!("{}{}", sign(change.minor), self.money(change))
    }

    /// Formats a change of a whole number with its sign: `+1,200`, `-3`.
    #[must_use]
    pub fn integer_change(self, change: i64) -> String {
        format!("{}{}", sign(change), self.integer(change))
    }

    /// Formats a change of hundredths with its sign: `+0.35`, `-1,20`.
    #[must_use]
    pub fn hundredths_change(self, change: i64) -> String {
        format!("{}{}", sign(change), self.hundredths(change))
    }
}

/// Returns the sign that a number does not bring itself.
fn sign(number: i64) -> &'static str {
    match number {
        0 => "±",
        1.. => "+",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn a_share_has_the_decimals_and_the_space_of_its_language() {
        let said = Language::ALL.map(|language| language.percent_hundredths(152));
        assert_eq!(said, ["1.52%", "1,52\u{a0}%", "1,52%", "1,52\u{202f}%", "1,52\u{a0}%", "1.52%"]);
    }

    #[test]
    fn a_change_has_a_sign() {
        let money = |units| Language::English.money_change(Money::from_units(units, Currency::USD));
        assert_eq!([money(220), money(-36), money(0)], ["+$220", "-$36", "±$0"]);
        assert_eq!(Language::German.money_change(Money::from_units(220, Currency::USD)), "+220\u{a0}$");
        assert_eq!(Language::English.integer_change(1_200), "+1,200");
        assert_eq!(Language::Spanish.hundredths_change(-120), "-1,20");
    }
}
