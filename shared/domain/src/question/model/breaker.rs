//! The circuit breaker of a model's service: after several failures it is left alone, so that nobody waits for it in vain.

use std::time::Duration;

/// How many failures open the breaker.
const FAILURES: usize = 3;
/// Within which time they must be.
const WINDOW: Duration = Duration::from_mins(1);
/// How long the service is left alone, and then until the one question that tries it is decided.
const PAUSE: Duration = Duration::from_mins(1);

/// Whether the service may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelGate {
    /// It may be asked.
    Open,
    /// It may be asked by this question alone, which tries whether it is back.
    Trial,
    /// It must be left alone.
    Closed,
}

/// What is known of a service. Times are counted from any fixed instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ModelBreaker {
    /// The latest failures, the oldest first.
    failures: [Option<Duration>; FAILURES],
    /// Until when the service is left alone; `None` while it works.
    until: Option<Duration>,
}

impl ModelBreaker {
    /// Reports whether a question may ask now. A trial is given once in each pause, whatever becomes of it.
    pub fn gate(&mut self, now: Duration) -> ModelGate {
        match self.until {
            None => ModelGate::Open,
            Some(until) if now < until => ModelGate::Closed,
            Some(_) => {
                self.until = Some(now + PAUSE);
                ModelGate::Trial
            }
        }
    }

    /// Notes that the service answered, whatever it answered.
    pub fn answered(&mut self) {
        *self = Self::default();
    }

    /// Notes that the service failed.
    pub fn failed(&mut self, now: Duration) {
        self.failures.rotate_left(1);
        if let Some(last) = self.failures.last_mut() {
            *last = Some(now);
        }
        let is_recent =
            |failure: &Option<Duration>| failure.is_some_and(|at| now.saturating_sub(at) < WINDOW);
        if self.until.is_some() || self.failures.iter().all(is_recent) {
            self.until = Some(now + PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn second(second: u64) -> Duration {
        Duration::from_secs(second)
    }

    fn after(failures: &[u64]) -> ModelBreaker {
        let mut breaker = ModelBreaker::default();
        for at in failures {
            breaker.failed(second(*at));
        }
        breaker
    }

    #[test]
    fn three_failures_within_a_minute_close_the_way_and_fewer_do_not() {
        assert_eq!(after(&[0, 59]).gate(second(59)), ModelGate::Open);
        assert_eq!(after(&[0, 30, 60]).gate(second(60)), ModelGate::Open, "one is a minute old");
        assert_eq!(after(&[0, 30, 59]).gate(second(59)), ModelGate::Closed);
        let mut answered = after(&[0, 1]);
        answered.answered();
        answered.failed(second(2));
        assert_eq!(answered.gate(second(2)), ModelGate::Open, "not in a row");
    }

    #[test]
    fn after_the_pause_one_question_tries_and_its_outcome_decides() {
        let mut breaker = after(&[0, 1, 2]);
        assert_eq!(breaker.gate(second(61)), ModelGate::Closed);
        assert_eq!(breaker.gate(second(62)), ModelGate::Trial);
        assert_eq!(breaker.gate(second(63)), ModelGate::Closed, "another one is trying");
        let (mut lost, mut failed) = (breaker, breaker);
        breaker.answered();
        assert_eq!(breaker.gate(second(63)), ModelGate::Open);
        failed.failed(second(68));
        assert_eq!(failed.gate(second(127)), ModelGate::Closed);
        assert_eq!(failed.gate(second(128)), ModelGate::Trial);
        assert_eq!(lost.gate(second(122)), ModelGate::Trial, "the one that tried never came back");
    }

    proptest! {
        #[test]
        fn a_service_that_never_answers_costs_three_questions_and_then_one_a_minute(steps in proptest::collection::vec(0_u64..20, 1..200)) {
            let (mut breaker, mut now, mut asked) = (ModelBreaker::default(), 0, 0);
            for step in steps {
                now += step;
                if breaker.gate(second(now)) != ModelGate::Closed {
                    asked += 1;
                    breaker.failed(second(now));
                }
            }
            prop_assert!(asked <= 3 + now / 60, "{asked} in {now} seconds");
        }
    }
}
