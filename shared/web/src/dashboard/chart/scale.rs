//! The money axis: its range and its steps, in round numbers. Integers throughout.

/// The maximum number of steps on an axis.
const MOST_STEPS: i128 = 4;

/// An axis between two multiples of its step; it always includes zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    first: i128,
    last: i128,
    step: i128,
}

impl Scale {
    /// Creates the axis that includes all amounts, in steps of 1, 2 or 5 times a power of ten of whole units.
    pub(crate) fn around(minors: impl Iterator<Item = i64>, unit: i64) -> Self {
        let (lowest, highest) =
            minors.map(i128::from).fold((0, 0), |(low, high), minor| (minor.min(low), minor.max(high)));
        let mut step = i128::from(unit.max(1));
        for factor in [2, 5, 10].into_iter().cycle() {
            if steps(lowest, highest, step) <= MOST_STEPS {
                break;
            }
            // Doubling from 1, 2 and 5 in turn: 1, 2, 5, 10, 20, 50 …
            step = if factor == 5 { step / 2 * 5 } else { step * 2 };
        }
        let (first, last) = (lowest.div_euclid(step) * step, -(-highest).div_euclid(step) * step);
        // The axis has a range even if every amount is zero.
        Self { first, last: if first == last { first + step } else { last }, step }
    }

    /// Returns how far an amount is above the bottom of the axis, on an axis of the given `length`: 0 to `length`.
    pub(crate) fn place(self, minor: i64, length: i64) -> i64 {
        let above = i128::from(minor).clamp(self.first, self.last) - self.first;
        i64::try_from(above * i128::from(length) / (self.last - self.first)).unwrap_or(length)
    }

    /// Returns the labelled amounts, lowest first, leaving out values that no amount can have.
    pub(crate) fn ticks(self) -> impl Iterator<Item = i64> {
        let count = (self.last - self.first) / self.step;
        (0..=count).filter_map(move |number| i64::try_from(self.first + number * self.step).ok())
    }
}

fn steps(lowest: i128, highest: i128, step: i128) -> i128 {
    -(-highest).div_euclid(step) - lowest.div_euclid(step)
}
