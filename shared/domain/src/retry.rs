//! The wait before the next attempt: exponential with full jitter, so that attempts that failed together are not
//! retried together.

/// The maximum first wait, in seconds.
const FIRST_WAIT_SECONDS: i64 = 15;
/// The maximum wait between two attempts, in seconds.
const LONGEST_WAIT_SECONDS: i64 = 900;

/// Returns the wait after an attempt, in seconds: anything between 1 and a ceiling that doubles with each attempt, from
/// 15 s up to 15 minutes. `number` is 1 after the first attempt; `jitter` is any random number.
#[must_use]
pub fn backoff_seconds(number: u32, jitter: u16) -> i64 {
    let doubled = FIRST_WAIT_SECONDS.saturating_mul(1_i64 << number.saturating_sub(1).min(10));
    let ceiling = doubled.min(LONGEST_WAIT_SECONDS);
    1 + (ceiling - 1) * i64::from(jitter) / i64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ceiling_doubles_up_to_a_quarter_of_an_hour() {
        let ceilings: Vec<i64> = (1..=8).map(|number| backoff_seconds(number, u16::MAX)).collect();
        assert_eq!(ceilings, [15, 30, 60, 120, 240, 480, 900, 900]);
    }

    proptest! {
        #[test]
        fn a_wait_is_never_none_and_never_longer_than_its_ceiling(number in 0_u32..100, jitter in any::<u16>()) {
            let wait = backoff_seconds(number, jitter);
            prop_assert!((1..=backoff_seconds(number, u16::MAX)).contains(&wait));
        }

        #[test]
        fn a_larger_draw_is_never_a_shorter_wait(number in 1_u32..12, low in any::<u16>(), high in any::<u16>()) {
            let (low, high) = (low.min(high), low.max(high));
            prop_assert!(backoff_seconds(number, low) <= backoff_seconds(number, high));
        }
    }
}
