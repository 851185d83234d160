//! The cost per conversion: what a conversion usually costs, and whether there are far fewer of them than a spend pays
//! for.
//!
//! The number of conversions is tested given the spend, never the ratio: a ratio of three conversions jumps, and with
//! none there is no ratio at all.

use super::window::plausible;
use crate::money::divide_rounded;

/// The minimum number of conversions, in thousandths, for a cost per conversion to be a usual one: with 20 it is known
/// to about a fifth.
const FEWEST_USUAL_THOUSANDTHS: i64 = 20_000;

/// A spend and the conversions that it paid for, of the facts that know both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    /// The spend in minor units; always positive.
    pub(super) spend: i64,
    /// The conversions in thousandths; never negative.
    pub(super) conversions_thousandths: i64,
}

impl Cost {
    /// Returns the cost of a spend in minor units and of conversions in thousandths, of facts that know both: conversions
    /// that were not reported are unknown and not zero. `None` without spend.
    pub(super) fn of((spend, conversions): (i128, i128)) -> Option<Self> {
        let (spend, conversions_thousandths) = (plausible(spend)?, plausible(conversions)?);
        (spend > 0 && conversions_thousandths >= 0).then_some(Self { spend, conversions_thousandths })
    }

    /// Returns the cost if it is of enough conversions to be a usual one.
    pub(super) fn usual(self) -> Option<Self> {
        (self.conversions_thousandths >= FEWEST_USUAL_THOUSANDTHS).then_some(self)
    }

    /// Returns the spend per conversion in minor units, or `None` without conversions.
    pub(super) fn per_conversion(&self) -> Option<i64> {
        let conversions = i128::from(self.conversions_thousandths);
        (conversions > 0).then(|| divide_rounded(i128::from(self.spend) * 1_000, conversions))
    }

    /// Returns the conversions, in thousandths, that a spend pays for at this cost.
    pub(super) fn pays_for(&self, spend: i64) -> i64 {
        divide_rounded(i128::from(spend) * i128::from(self.conversions_thousandths), i128::from(self.spend))
    }

    /// Returns the part of another spend, in minor units, that its conversions would not have needed at this cost;
    /// never negative.
    pub(super) fn wasted(&self, other: &Self) -> i64 {
        let needed = i128::from(other.conversions_thousandths) * i128::from(self.spend);
        let needed = divide_rounded(needed, i128::from(self.conversions_thousandths).max(1));
        other.spend.saturating_sub(needed).clamp(0, other.spend)
    }
}

/// Reports whether a number of conversions is far below the expected one, both in thousandths: by three standard
/// deviations of a count or more, which is `2(√(n + 3/8) − √(e + 3/8)) ≤ −3`.
///
/// No conversion is far below 4.1 expected ones, one is below 6.8, five are below 14.2. Squared twice, so that it is
/// exact.
pub(super) fn is_far_fewer(conversions: i64, expected: i64) -> bool {
    let most = 1_000_000_000_000_000;
    let conversions = i128::from(conversions.clamp(0, most));
    let expected = i128::from(expected.clamp(0, most));
    let beyond = expected - conversions - 2_250;
    beyond >= 0 && beyond * beyond >= 9_000 * (conversions + 375)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn without_spend_there_is_no_cost_and_without_conversions_none_of_one() {
        assert_eq!(Cost::of((0, 1_000)), None);
        let none = Cost::of((100, 0)).unwrap();
        assert_eq!((none.per_conversion(), none.usual()), (None, None));
    }

    #[test]
    fn the_fewer_there_are_the_more_must_be_missing() {
        // The conversions, and the first expected number, in tenths, that is too many for them.
        for (conversions, expected) in [(0, 41), (1, 68), (2, 89), (5, 142), (20, 358), (100, 1_323)] {
            let far = |tenths: i64| is_far_fewer(conversions * 1_000, tenths * 100);
            assert!(far(expected + 1) && !far(expected - 1), "{conversions} of {expected} tenths");
        }
    }

    #[test]
    fn what_a_spend_pays_for_and_wastes_follows_from_the_usual_cost() {
        let usual = Cost { spend: 200_000, conversions_thousandths: 100_000 };
        assert_eq!((usual.per_conversion(), usual.pays_for(31_000)), (Some(2_000), 15_500));
        let judged = Cost { spend: 31_000, conversions_thousandths: 1_000 };
        assert_eq!(usual.wasted(&judged), 29_000);
        assert_eq!(judged.wasted(&usual), 0);
    }

    proptest! {
        #[test]
        fn more_conversions_are_never_far_fewer_and_more_expected_ones_never_less_so(
            conversions: i64, expected: i64, more in 0_i64..1_000_000,
        ) {
            if !is_far_fewer(conversions, expected) {
                prop_assert!(!is_far_fewer(conversions.saturating_add(more), expected));
            } else {
                prop_assert!(is_far_fewer(conversions, expected.saturating_add(more)));
            }
            prop_assert!(!is_far_fewer(expected, expected));
        }
    }
}
