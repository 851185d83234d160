//! The number in a condition such as "ROAS under 2": exact, to six decimals.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

const MICROS: i64 = 1_000_000;
/// A double has every millionth of the numbers up to this exactly enough to be read back as the same one.
const LARGEST: f64 = 1e9;

/// A number of at most six decimals, between minus and plus a thousand million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Threshold {
    micros: i64,
}

impl Threshold {
    /// One.
    pub const ONE: Self = Self { micros: MICROS };
    /// Nothing.
    pub const ZERO: Self = Self { micros: 0 };

    /// Creates a number from millionths, or `None` beyond a thousand million.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Self> {
        (micros.unsigned_abs() <= 1_000_000_000_000_000).then_some(Self { micros })
    }

    /// Returns the number in millionths.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.micros
    }

    /// Returns a hundredth of it, rounded towards zero to a millionth.
    #[must_use]
    pub fn of_hundred(self) -> Self {
        Self { micros: self.micros / 100 }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = (if self.micros < 0 { "-" } else { "" }, self.micros.unsigned_abs());
        let (whole, rest) = (size / MICROS.unsigned_abs(), size % MICROS.unsigned_abs());
        let decimals = format!("{rest:06}");
        match decimals.trim_end_matches('0') {
            "" => write!(formatter, "{sign}{whole}"),
            decimals => write!(formatter, "{sign}{whole}.{decimals}"),
        }
    }
}

impl Serialize for Threshold {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.micros % MICROS == 0 {
            return serializer.serialize_i64(self.micros / MICROS);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a double has these numbers exactly enough: see LARGEST"
        )]
        serializer.serialize_f64(self.micros as f64 / MICROS as f64)
    }
}

impl<'de> Deserialize<'de> for Threshold {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        if !number.is_finite() || number.abs() > LARGEST {
            return Err(D::Error::custom("a threshold is at most a thousand million"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "the bound is checked above"
        )]
        let micros = (number * MICROS as f64).round() as i64;
        Ok(Self { micros })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_written_without_needless_zeros() {
        let written = |micros| Threshold::from_micros(micros).unwrap().to_string();
        assert_eq!(written(2_000_000), "2");
        assert_eq!(written(2_500_000), "2.5");
        assert_eq!(written(-20_000), "-0.02");
        assert_eq!(serde_json::to_string(&Threshold::ONE).unwrap(), "1");
    }

    #[test]
    fn what_is_no_number_or_too_large_is_refused() {
        for refused in ["1e300", "\"2\"", "null", "1000000001"] {
            assert!(serde_json::from_str::<Threshold>(refused).is_err(), "{refused}");
        }
        assert_eq!(Threshold::from_micros(i64::MAX), None);
    }

    proptest! {
        #[test]
        fn a_number_is_read_back_as_it_was_written(micros in -1_000_000_000_000_000_i64..=1_000_000_000_000_000) {
            let number = Threshold::from_micros(micros).unwrap();
            let text = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<Threshold>(&text).unwrap(), number);
        }
    }
}
