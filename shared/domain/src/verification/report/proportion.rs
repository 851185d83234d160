//! A part of a whole, with the confidence interval of a small sample.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The quantile of the normal distribution for a 95 % interval.
const Z: f64 = 1.96;

/// A part of a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proportion {
    /// The number that have the property.
    pub part: u32,
    /// The total number.
    pub whole: u32,
}

impl Proportion {
    /// Counts one more, with or without the property.
    pub fn count(&mut self, has_it: bool) {
        self.part += u32::from(has_it);
        self.whole += 1;
    }

    /// Returns the share in per mille, rounded, or `None` if the whole is zero.
    #[must_use]
    pub fn per_mille(&self) -> Option<u32> {
        let (part, whole) = (u64::from(self.part), u64::from(self.whole));
        let rounded = (part * 2_000 + whole).checked_div(whole * 2)?;
        u32::try_from(rounded).ok()
    }

    /// Returns the 95 % Wilson interval in per mille, which is also valid for small samples, or `None` if the whole is
    /// zero.
    #[must_use]
    pub fn interval_per_mille(&self) -> Option<(u32, u32)> {
        if self.whole == 0 {
            return None;
        }
        let (part, whole) = (f64::from(self.part), f64::from(self.whole));
        let share = part / whole;
        let shrink = 1.0 + Z * Z / whole;
        let centre = (share + Z * Z / (2.0 * whole)) / shrink;
        let half = Z / shrink * (share * (1.0 - share) / whole + Z * Z / (4.0 * whole * whole)).sqrt();
        Some((per_mille((centre - half).max(0.0)), per_mille((centre + half).min(1.0))))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
fn per_mille(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 1_000.0).round() as u32
}

impl fmt::Display for Proportion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |per_mille: u32| format!("{}.{}", per_mille / 10, per_mille % 10);
        let Self { part, whole } = self;
        match (self.per_mille(), self.interval_per_mille()) {
            (Some(share), Some((low, high))) => write!(
                formatter,
                "{part} of {whole} = {} % (95 % interval {} to {} %)",
                percent(share),
                percent(low),
                percent(high)
            ),
            _ => formatter.write_str("0 of 0"),
        }
    }
}
