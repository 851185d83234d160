//! The randomness of the sample: seeded, and computed only with additions, products and quotients, so that every
//! platform generates the same numbers (`sin`, `ln` and `exp` differ in the last digit between platforms).

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// The number of random bits in a fraction: what an `f64` represents exactly.
const FRACTION_BITS: u32 = 53;

/// A random stream for one purpose: drawing more from one stream never affects another.
pub(super) struct Noise(ChaCha8Rng);

impl Noise {
    /// Opens one of the streams of a seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// Draws from a uniform distribution between two bounds.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        let scale = 1.0 / (1_u64 << FRACTION_BITS) as f64;
        let fraction = (self.0.next_u64() >> (u64::BITS - FRACTION_BITS)) as f64 * scale;
        low + (high - low) * fraction
    }

    /// Draws from a bell-shaped distribution around 0 that never exceeds `width`.
    pub(super) fn bell(&mut self, width: f64) -> f64 {
        (0..4).map(|_| self.between(-width, width)).sum::<f64>() / 4.0
    }

    /// Draws one bell-shaped number per day such that the sum of each week, counted back from the last day, is 0:
    /// days differ, but weeks keep their level.
    pub(super) fn days_around_a_week(&mut self, days: usize, width: f64) -> Vec<f64> {
        let mut drawn: Vec<f64> = (0..days).map(|_| self.bell(width)).collect();
        for week in drawn.rchunks_mut(7) {
            let mean = week.iter().sum::<f64>() / week.len() as f64;
            week.iter_mut().for_each(|day| *day -= mean);
        }
        drawn
    }

    /// Draws one level per day that wanders slowly around 1 and never deviates by more than `bound`.
    pub(super) fn wandering_level(&mut self, days: usize, bound: f64) -> Vec<f64> {
        let mut distance = self.between(-bound, bound);
        let step = |_| {
            distance = (0.98 * distance + self.bell(bound / 2.0)).clamp(-bound, bound);
            1.0 + distance
        };
        (0..days).map(step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_seed_draws_the_same_numbers_on_every_platform() {
        let mut noise = Noise::new(7, 3);
        let drawn: Vec<i64> = (0..4).map(|_| noise.between(0.0, 1e9) as i64).collect();
        assert_eq!(drawn, [181_541_863, 92_864_375, 979_004_970, 334_218_344]);
    }

    #[test]
    fn two_streams_of_a_seed_differ() {
        let first = Noise::new(7, 0).between(0.0, 1.0);
        assert!((first - Noise::new(7, 1).between(0.0, 1.0)).abs() > 1e-9);
    }

    proptest! {
        #[test]
        fn a_week_of_noise_sums_to_nothing(seed: u64, days in 7_usize..200) {
            let drawn = Noise::new(seed, 0).days_around_a_week(days, 0.2);
            for week in drawn.rchunks(7) {
                prop_assert!(week.iter().sum::<f64>().abs() < 1e-9);
            }
        }

        #[test]
        fn a_level_stays_in_its_bounds(seed: u64) {
            let drawn = Noise::new(seed, 0).wandering_level(120, 0.04);
            prop_assert!(drawn.iter().all(|level| (level - 1.0).abs() <= 0.04 + 1e-12));
        }
    }
}
