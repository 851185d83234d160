//! Splits an integer by weights without losing or inventing a unit.

/// Weights are converted to integers in this unit, so that the split is exact.
const WEIGHT_UNITS: f64 = 1_000.0;

/// Splits `total` (0 or more) into integer parts in proportion to the weights, by the largest-remainder method: the
/// parts add up to the total, and each is less than one unit off its exact share. If all weights are zero, so are the
/// parts.
pub(super) fn apportion(total: i64, weights: &[f64]) -> Vec<i64> {
    let weights: Vec<i128> =
        weights.iter().map(|weight| (weight.max(0.0) * WEIGHT_UNITS).round() as i128).collect();
    let sum: i128 = weights.iter().sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: &i128| i128::from(total) * weight;
    let mut parts: Vec<i64> = weights.iter().map(|weight| (exact(weight) / sum) as i64).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&index| std::cmp::Reverse(exact(&weights[index]) % sum));
    let left_over = total - parts.iter().sum::<i64>();
    for index in by_remainder.into_iter().zip(0..left_over).map(|(index, _)| index) {
        parts[index] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_largest_remainder_gets_the_unit_that_is_left() {
        assert_eq!(apportion(10, &[1.0, 1.0, 1.4]), [3, 3, 4]);
        assert_eq!(apportion(5, &[0.0, 0.0]), [0, 0]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nobody_without_weight_gets_any(
            total in 0_i64..10_000_000,
            weights in proptest::collection::vec(prop_oneof![Just(0.0), 0.01_f64..1e6], 1..6),
        ) {
            let parts = apportion(total, &weights);
            let expected = if weights.iter().all(|weight| *weight == 0.0) { 0 } else { total };
            prop_assert_eq!(parts.iter().sum::<i64>(), expected);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(*part >= 0 && (*weight > 0.0 || *part == 0));
            }
        }
    }
}
