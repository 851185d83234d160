//! Claims about the rate limit: never more than the sender may send, over any second and with any number of workers.

use super::*;
use proptest::prelude::*;

fn turns(pace: &mut RateLimiter, arrivals: impl IntoIterator<Item = Duration>) -> Vec<Duration> {
    arrivals.into_iter().map(|now| pace.reserve(now)).collect()
}

/// Returns the maximum number of slots in any one second.
fn most_in_a_second(turns: &[Duration]) -> usize {
    let within = |start: &Duration| {
        turns.iter().filter(|turn| **turn >= *start && **turn < *start + Duration::from_secs(1)).count()
    };
    turns.iter().map(within).max().unwrap_or_default()
}

#[test]
fn a_crowd_of_messages_leaves_one_by_one_and_after_a_rest_two_at_once() {
    let mut pace = RateLimiter::shared(80, 4);
    let at_once = turns(&mut pace, [Duration::from_secs(10); 4]);
    let gaps: Vec<u128> = at_once.windows(2).map(|pair| (pair[1] - pair[0]).as_millis()).collect();
    assert_eq!(gaps, [0, 55, 55]);
}

#[test]
fn too_many_requests_halve_the_pace_and_each_message_that_is_taken_speeds_it_up() {
    let mut pace = RateLimiter::shared(80, 4);
    let interval = pace.interval;
    pace.slow_down();
    pace.slow_down();
    let slowly = turns(&mut pace, [Duration::from_secs(9); 4]);
    assert_eq!(slowly[3] - slowly[2], interval * 4);
    for _ in 0..9 {
        pace.speed_up();
    }
    assert_eq!(pace.slower, 1);
    for _ in 0..99 {
        pace.slow_down();
    }
    assert_eq!(pace.slower, SLOWEST);
}

#[test]
fn a_sender_of_one_message_a_second_still_sends() {
    let mut pace = RateLimiter::shared(1, 4);
    let turns = turns(&mut pace, [Duration::ZERO; 3]);
    assert_eq!(turns[2].as_secs(), 8, "four workers, a message every four seconds each");
}

proptest! {
    #[test]
    fn all_workers_together_never_exceed_the_sender(
        workers in 1_u32..8, arrivals in prop::collection::vec((0_u32..8, 0_u64..4_000), 1..600),
    ) {
        let mut arrivals = arrivals;
        arrivals.sort_by_key(|(_, at)| *at);
        let mut paces: Vec<RateLimiter> = (0..workers).map(|_| RateLimiter::shared(80, workers)).collect();
        let mut all: Vec<Duration> = arrivals
            .into_iter()
            .map(|(worker, at)| paces[(worker % workers) as usize].reserve(Duration::from_millis(at)))
            .collect();
        all.sort();
        prop_assert!(most_in_a_second(&all) <= 80, "{}", most_in_a_second(&all));
    }
}
