//! Exact numbers: a fraction of two integers, so that nothing is rounded before it is shown, and a comparison never
//! depends on how a number is written.

use crate::question::threshold::Threshold;
use std::cmp::Ordering;

const MICROS: i128 = 1_000_000;

/// A fraction in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    numerator: i128,
    /// Always positive.
    divisor: i128,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, divisor: 1 };

    /// Creates a fraction, or `None` if the divisor is not positive, because such a ratio means nothing.
    #[must_use]
    pub fn new(numerator: i128, divisor: i128) -> Option<Self> {
        if divisor <= 0 || numerator == i128::MIN {
            return None;
        }
        let common = common_divisor(numerator.abs(), divisor);
        Some(Self { numerator: numerator / common, divisor: divisor / common })
    }

    /// Creates a whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self { numerator: i128::from(number), divisor: 1 }
    }

    /// Returns the number in so many parts of one, rounded half away from zero: with 100, in hundredths. `None` if that
    /// is too large to be said.
    #[must_use]
    pub fn scaled(self, parts: i64) -> Option<i64> {
        let numerator = self.numerator.checked_mul(i128::from(parts))?;
        let (quotient, rest) = (numerator / self.divisor, numerator % self.divisor);
        let rounds_up = rest.abs() >= self.divisor - rest.abs();
        let away = if rounds_up { numerator.signum() } else { 0 };
        i64::try_from(quotient + away).ok()
    }

    /// Returns the difference, or `None` if it is too large to be computed.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        if self.divisor == other.divisor {
            return Self::new(self.numerator.checked_sub(other.numerator)?, self.divisor);
        }
        let left = self.numerator.checked_mul(other.divisor)?;
        let right = other.numerator.checked_mul(self.divisor)?;
        Self::new(left.checked_sub(right)?, self.divisor.checked_mul(other.divisor)?)
    }

    /// Returns the product, or `None` if it is too large to be computed.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let numerator = self.numerator.checked_mul(other.numerator)?;
        Self::new(numerator, self.divisor.checked_mul(other.divisor)?)
    }

    /// Returns the quotient, or `None` if the other number is not positive or it is too large to be computed.
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        let numerator = self.numerator.checked_mul(other.divisor)?;
        Self::new(numerator, self.divisor.checked_mul(other.numerator)?)
    }

    /// Returns the change from a former value in percent, rounded half away from zero, or `None` if that value is not
    /// positive, because such a percentage is meaningless.
    #[must_use]
    pub fn change_percent(self, before: Self) -> Option<i64> {
        self.minus(before)?.over(before)?.scaled(100)
    }
}

impl From<Threshold> for Exact {
    fn from(threshold: Threshold) -> Self {
        Self::new(i128::from(threshold.micros()), MICROS).unwrap_or(Self::ZERO)
    }
}

impl Ord for Exact {
    /// Compares by whole parts, and then by what is left, turned over: unlike a cross product, that cannot overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut left, mut right) = ((self.numerator, self.divisor), (other.numerator, other.divisor));
        loop {
            let wholes = left.0.div_euclid(left.1).cmp(&right.0.div_euclid(right.1));
            let rests = (left.0.rem_euclid(left.1), right.0.rem_euclid(right.1));
            match (wholes, rests) {
                (Ordering::Equal, (0, _) | (_, 0)) => return rests.0.cmp(&rests.1),
                (Ordering::Equal, _) => (left, right) = ((right.1, rests.1), (left.1, rests.0)),
                (different, _) => return different,
            }
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn common_divisor(mut larger: i128, mut smaller: i128) -> i128 {
    while smaller != 0 {
        (larger, smaller) = (smaller, larger % smaller);
    }
    larger.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fraction(numerator: i128, divisor: i128) -> Exact {
        Exact::new(numerator, divisor).unwrap()
    }

    #[test]
    fn halves_round_away_from_zero_and_what_is_too_large_is_not_said() {
        assert_eq!(fraction(5, 2).scaled(1), Some(3));
        assert_eq!(fraction(-5, 2).scaled(1), Some(-3));
        assert_eq!(fraction(1, 3).scaled(100), Some(33));
        assert_eq!(fraction(i128::from(i64::MAX), 1).scaled(10), None);
        assert_eq!(fraction(i128::MAX, 1).scaled(2), None);
        assert_eq!((Exact::new(1, 0), Exact::new(1, -1), Exact::new(i128::MIN, 1)), (None, None, None));
    }

    #[test]
    fn a_change_from_nothing_has_no_percentage() {
        assert_eq!(Exact::whole(5).change_percent(Exact::ZERO), None);
        assert_eq!(Exact::whole(5).change_percent(Exact::whole(-5)), None);
        assert_eq!(fraction(11, 2).change_percent(Exact::whole(5)), Some(10));
    }

    proptest! {
        #[test]
        fn order_is_that_of_cross_products(a in -1_000_000_i128..1_000_000, b in 1_i128..1_000_000,
                                           c in -1_000_000_i128..1_000_000, d in 1_i128..1_000_000) {
            prop_assert_eq!(fraction(a, b).cmp(&fraction(c, d)), (a * d).cmp(&(c * b)));
            prop_assert_eq!(fraction(a, b) == fraction(c, d), a * d == c * b);
        }

        #[test]
        fn order_is_total_at_the_ends_of_the_range(a: i128, b in 1_i128.., c: i128, d in 1_i128..) {
            let (Some(one), Some(other)) = (Exact::new(a, b), Exact::new(c, d)) else { return Ok(()) };
            prop_assert_eq!(one.cmp(&other), other.cmp(&one).reverse());
            prop_assert_eq!(one.cmp(&one), Ordering::Equal);
        }

        #[test]
        fn a_difference_is_exact(a in -1_000_000_i128..1_000_000, b in 1_i128..1_000, c in -1_000_000_i128..1_000_000,
                                 d in 1_i128..1_000) {
            let difference = fraction(a, b).minus(fraction(c, d)).unwrap();
            prop_assert_eq!(difference, fraction(a * d - c * b, b * d));
        }
    }
}
