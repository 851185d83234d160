//! Payloads from a schedule, as the template writes them; any other payload is a batch of the queue.

use crate::failure::BatchFailure;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

/// A request from a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "sweep", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Scheduled {
    /// Every minute: look for messages that have been silent for too long.
    Due {},
    /// Every night: fetch what messages cost.
    Costs {
        /// The UTC day on which they were sent; yesterday and the day before if `None`.
        #[serde(default)]
        date: Option<Date>,
    },
}

impl Scheduled {
    /// Reads a payload, or returns `None` if it does not name a sweep and is therefore a batch.
    ///
    /// # Errors
    /// If it names an unknown sweep.
    pub(crate) fn from_payload(payload: &Value) -> Result<Option<Self>, BatchFailure> {
        if payload.get("sweep").is_none() {
            return Ok(None);
        }
        Self::deserialize(payload).map(Some).map_err(|_may_repeat_it| BatchFailure::NotASweep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const COSTS: &str = include_str!("../../../events/delivery.costs.json");
    const TEMPLATE: &str = include_str!("../../../infra/template.yaml");

    fn of(payload: &Value) -> Option<Scheduled> {
        Scheduled::from_payload(payload).unwrap()
    }

    #[test]
    fn the_two_sweeps_are_told_apart_and_a_batch_is_neither() {
        assert_eq!(of(&json!({ "sweep": "due" })), Some(Scheduled::Due {}));
        assert_eq!(of(&json!({ "sweep": "costs" })), Some(Scheduled::Costs { date: None }));
        let date = Some(jiff::civil::date(2026, 10, 6));
        assert_eq!(of(&json!({ "sweep": "costs", "date": "2026-10-06" })), Some(Scheduled::Costs { date }));
        assert_eq!(of(&json!({ "Records": [] })), None);
        assert_eq!(of(&json!("probe")), None);
    }

    #[test]
    fn a_sweep_that_there_is_not_is_refused_and_not_repeated() {
        for payload in [
            json!({ "sweep": "floor" }),
            json!({ "sweep": null }),
            json!({ "sweep": "due", "date": "2026-10-06" }),
            json!({ "sweep": "costs", "date": "yesterday" }),
            json!({ "sweep": "costs", "day": "2026-10-06" }),
        ] {
            let refused = Scheduled::from_payload(&payload).unwrap_err();
            assert!(matches!(refused, BatchFailure::NotASweep), "{payload}");
            assert!(!refused.to_string().contains("floor"));
        }
    }

    #[test]
    fn what_the_schedules_of_the_template_send_is_understood() {
        let inputs =
            TEMPLATE.lines().filter_map(|line| line.trim().strip_prefix("Input: '")?.strip_suffix('\''));
        let sweeps: Vec<Scheduled> = inputs
            .filter(|input| input.contains("sweep"))
            .map(|input| of(&serde_json::from_str(input).unwrap()).unwrap())
            .collect();
        assert_eq!(sweeps, [Scheduled::Due {}, Scheduled::Costs { date: None }]);
        assert_eq!(of(&serde_json::from_str(COSTS).unwrap()), Some(Scheduled::Costs { date: None }));
    }
}
