//! Payloads from a schedule, as the template writes them; any other payload is a batch of the queue.

use crate::failure::NotABatch;
use serde::Deserialize;
use serde_json::Value;

/// A request from a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scheduled {
    /// Every night: have the language model's service prepare what it forgets after a day.
    WarmUp,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    schedule: Scheduled,
}

impl Scheduled {
    /// Reads a payload, or returns `None` if it names no schedule and is therefore a batch.
    ///
    /// # Errors
    /// If it names something that no schedule asks for.
    pub(crate) fn from_payload(payload: &Value) -> Result<Option<Self>, NotABatch> {
        if payload.get("schedule").is_none() {
            return Ok(None);
        }
        let asked = Asked::deserialize(payload).map_err(|_may_repeat_it| NotABatch)?;
        Ok(Some(asked.schedule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const RECORDED: &str = include_str!("../../../events/query.warm-up.json");
    const TEMPLATE: &str = include_str!("../../../infra/template.yaml");

    fn of(payload: &str) -> Option<Scheduled> {
        Scheduled::from_payload(&serde_json::from_str(payload).unwrap()).unwrap()
    }

    #[test]
    fn what_the_schedule_of_the_template_sends_is_understood() {
        let resource = TEMPLATE.split("\n  WarmUpSchedule:\n").nth(1).unwrap();
        let input = resource.split("Input: '").nth(1).and_then(|rest| rest.split('\'').next());
        assert_eq!(of(input.unwrap()), Some(Scheduled::WarmUp));
        assert_eq!(of(RECORDED), Some(Scheduled::WarmUp));
    }

    #[test]
    fn a_batch_is_nothing_of_a_schedule_and_an_unknown_wish_is_refused() {
        assert_eq!(of(r#"{"Records":[]}"#), None);
        assert_eq!(of(r#""probe""#), None);
        for payload in [
            json!({ "schedule": "tick" }),
            json!({ "schedule": null }),
            json!({ "schedule": "warm_up", "model": "another" }),
        ] {
            assert_eq!(Scheduled::from_payload(&payload), Err(NotABatch), "{payload}");
        }
    }
}
