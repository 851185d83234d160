//! Money: integer minor units with their currency. No float ever holds an amount.

use crate::text::newtype::stored_as_text;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An ISO 4217 currency code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// The text is not a currency code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three capital letters, such as USD or EUR")]
pub struct InvalidCurrency;

impl Currency {
    /// The US dollar.
    pub const USD: Self = Self(*b"USD");

    /// Returns the code, such as `USD`.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns the number of decimal digits of the minor unit (ISO 4217): 0, 2 or 3.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// Returns the number of minor units in one whole unit: 1, 100 or 1,000.
    #[must_use]
    pub fn minor_per_unit(&self) -> i64 {
        10_i64.pow(self.decimals())
    }
}

impl FromStr for Currency {
    type Err = InvalidCurrency;

    fn from_str(text: &str) -> Result<Self, InvalidCurrency> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(InvalidCurrency),
        }
    }
}

stored_as_text!(Currency, InvalidCurrency);

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// An amount of money in minor units (cents) of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The amount in minor units; negative for a refund or a decrease.
    pub minor: i64,
    /// The currency of the amount.
    pub currency: Currency,
}

impl Money {
    /// Creates an amount from minor units.
    #[must_use]
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Creates an amount from whole units; saturates at the ends of the range.
    #[must_use]
    pub fn from_units(units: i64, currency: Currency) -> Self {
        Self { minor: units.saturating_mul(currency.minor_per_unit()), currency }
    }

    /// Returns the amount in whole units, rounded half away from zero, for people to read.
    #[must_use]
    pub fn rounded_units(&self) -> i64 {
        divide_rounded(i128::from(self.minor), i128::from(self.currency.minor_per_unit()))
    }

    /// Reports whether the amount is a whole number of units.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.minor % self.currency.minor_per_unit() == 0
    }
}

/// Divides and rounds half away from zero; saturates, and returns 0 if the divisor is 0.
#[must_use]
pub fn divide_rounded(numerator: i128, divisor: i128) -> i64 {
    if divisor == 0 {
        return 0;
    }
    let (numerator, divisor) = if divisor < 0 { (-numerator, -divisor) } else { (numerator, divisor) };
    let half = if numerator < 0 { -(divisor / 2) } else { divisor / 2 };
    let quotient = (numerator + half) / divisor;
    i64::try_from(quotient).unwrap_or(if quotient < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_currency_without_minor_units_has_none() {
        let yen: Currency = "JPY".parse().unwrap();
        assert_eq!(Money::from_units(4120, yen).minor, 4120);
        assert_eq!(Money::from_units(4120, Currency::USD).minor, 412_000);
    }

    #[test]
    fn a_currency_is_three_capital_letters() {
        for refused in ["", "usd", "US", "USDT", "U$D"] {
            assert_eq!(refused.parse::<Currency>(), Err(InvalidCurrency), "{refused}");
        }
    }

    #[test]
    fn halves_round_away_from_zero_on_both_sides() {
        assert_eq!(divide_rounded(5, 2), 3);
        assert_eq!(divide_rounded(-5, 2), -3);
        assert_eq!(divide_rounded(7, 0), 0);
    }

    proptest! {
        #[test]
        fn rounding_is_never_more_than_half_a_unit_off(minor in -1_000_000_000_i64..1_000_000_000) {
            let amount = Money::from_minor(minor, Currency::USD);
            let back = Money::from_units(amount.rounded_units(), Currency::USD);
            prop_assert!((back.minor - minor).abs() <= 50);
        }
    }
}
