//! Claims about what is far from a median.

use super::*;
use proptest::prelude::*;

#[test]
fn a_value_is_far_from_40_percent_on_and_from_nothing_at_once() {
    assert!(is_far(60, 100) && !is_far(61, 100) && is_far(140, 100) && !is_far(139, 100));
    assert!(is_far(1, 0) && !is_far(0, 0));
}

#[test]
fn fewer_weekdays_need_a_larger_difference() {
    // Half is ln 2 = 0.69, 8.7 of the smallest deviations; 0.73 is four of them, 0.68 is five.
    let beyond = |value, weekdays| is_beyond_their_spread(value, &vec![100_000; weekdays], 1);
    assert!(!beyond(50_000, 2), "two say nothing");
    assert!(beyond(67_000, 3) && !beyond(68_000, 3));
    assert!(beyond(69_000, 4) && !beyond(70_000, 7));
    assert!(beyond(75_000, 8) && !beyond(76_000, 8));
}

proptest! {
    #[test]
    fn a_median_is_never_beyond_the_spread_and_order_does_not_matter(values in prop::collection::vec(0_i128..1_000_000_000, 1..9)) {
        let mut turned = values.clone();
        turned.reverse();
        prop_assert_eq!(median(&values), median(&turned));
        prop_assert!(!is_beyond_their_spread(median(&values), &values, 100));
    }

    #[test]
    fn what_is_beyond_stays_beyond_when_it_moves_on(values in prop::collection::vec(1_000_i128..1_000_000, 3..9), value in 0_i128..2_000_000, more in 0_i128..1_000_000) {
        let (usual, further) = (median(&values), |value: i128, usual| if value > usual { value + more } else { value - more });
        if is_beyond_their_spread(value, &values, 100) {
            prop_assert!(is_beyond_their_spread(further(value, usual), &values, 100));
        }
    }
}
