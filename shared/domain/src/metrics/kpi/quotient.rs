//! A ratio of two sums over the facts with both values.
//!
//! Revenue that one source did not report must not lower the return on what the others spent, so a fact that lacks one
//! side of a ratio counts on neither side.

use crate::metrics::MetricValues;
use crate::money::divide_rounded;
use serde::{Deserialize, Serialize};

/// Both sides of a ratio, added up; `None` while no fact has both. Wider than the values, so that nothing saturates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Quotient(Option<(i128, i128)>);

impl Quotient {
    /// Creates the ratio of one fact.
    fn new(numerator: Option<i64>, divisor: Option<i64>) -> Self {
        Self(numerator.map(i128::from).zip(divisor.map(i128::from)))
    }

    fn add(&mut self, other: Self) {
        self.0 = match (self.0, other.0) {
            (Some(own), Some(other)) => Some((own.0 + other.0, own.1 + other.1)),
            (known, None) | (None, known) => known,
        };
    }

    /// Returns the numerator and the divisor.
    pub(super) fn sides(self) -> Option<(i128, i128)> {
        self.0
    }

    /// Returns `numerator × scale` divided by the divisor, or `None` if either is unknown or the divisor is not
    /// positive.
    pub(super) fn scaled(self, scale: i128) -> Option<i64> {
        let (numerator, divisor) = self.0.filter(|(_, divisor)| *divisor > 0)?;
        Some(divide_rounded(numerator * scale, divisor))
    }
}

/// The ratios derived from facts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Quotients {
    /// Revenue divided by spend.
    pub(super) returned: Quotient,
    /// Spend divided by conversions in thousandths.
    pub(super) cost: Quotient,
    /// Clicks divided by impressions.
    pub(super) clicked: Quotient,
}

impl Quotients {
    /// Creates the ratios of one fact.
    pub(super) fn new(values: &MetricValues) -> Self {
        Self {
            returned: Quotient::new(values.revenue_minor, values.spend_minor),
            cost: Quotient::new(values.spend_minor, values.conversions_thousandths),
            clicked: Quotient::new(values.clicks, values.impressions),
        }
    }

    /// Adds the ratios of other facts, each side separately.
    pub(super) fn add(&mut self, other: &Self) {
        self.returned.add(other.returned);
        self.cost.add(other.cost);
        self.clicked.add(other.clicked);
    }
}
