//! Tests of what the function logs: the alarms find their words and numbers at the top level of each line.

use super::*;
use command_center::adapters::telemetry;
use command_center::domain::message::FailureClass;
use command_center::domain::twilio::SendFailure;
use command_center::store::StoreError;
use serde_json::json;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing_subscriber::layer::SubscriberExt;

/// All logged lines.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the lines that a function logs, in the format of the deployed function.
fn all_logged(tell: impl FnOnce()) -> Vec<Value> {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::registry().with(telemetry::lines(move || writer.clone()));
    tracing::subscriber::with_default(subscriber, tell);
    let written = lines.0.lock().unwrap().clone();
    let lines = written.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

/// Returns the single line that a function logs.
fn logged(tell: impl FnOnce()) -> Value {
    let [line] = all_logged(tell).try_into().unwrap();
    line
}

fn job() -> DeliveryJob {
    DeliveryJob {
        workspace: "acme-store".parse().unwrap(),
        member: "maya".parse().unwrap(),
        message: "d-20261006-maya".parse().unwrap(),
    }
}

#[test]
fn a_job_is_logged_with_its_outcome_and_the_word_and_code_of_its_failure() {
    let refused = FailureReason::Refused { code: Some(63_016), class: FailureClass::FallBackToEmail };
    let line = logged(|| tell_delivered(&job(), &Delivered::FellBackToEmail(refused)));
    let top = |name: &str| line[name].clone();
    assert_eq!((top("event"), top("outcome")), (json!(HANDLED), json!("fell_back_to_email")));
    assert_eq!((top("reason"), top("code")), (json!("refused"), json!(63_016)));
    let silent = logged(|| tell_delivered(&job(), &Delivered::GivenUp(FailureReason::NoReceipt)));
    assert_eq!((&silent["outcome"], &silent["reason"]), (&json!("given_up"), &json!("no_receipt")));
    let taken = logged(|| tell_delivered(&job(), &Delivered::Accepted));
    assert_eq!((&taken["outcome"], taken.get("reason")), (&json!("accepted"), None));
}

#[test]
fn a_sweep_is_logged_with_how_late_the_latest_is() {
    let swept = Swept { queued: 4, past_deadline: 2, oldest_past_deadline_seconds: 1_200 };
    let line = logged(|| tell_swept(&swept));
    assert_eq!((&line["event"], &line["oldest_seconds"]), (&json!(SWEPT), &json!(1_200)));
}

#[test]
fn a_night_of_costs_is_one_line_of_counts_after_one_for_each_day_and_workspace_that_is_missing() {
    let mut learned =
        CostsLearned { listed: 9, priced: 8, kept: 5, known: 2, unpriced: 1, ..CostsLearned::default() };
    let line = logged(|| tell_costs(&learned));
    let counts =
        ["listed", "priced", "kept", "known", "unpriced", "failed"].map(|name| line[name].as_u64().unwrap());
    assert_eq!((&line["message"], counts), (&json!("costs learned"), [9, 8, 5, 2, 1, 0]));
    assert_eq!(line["level"], "INFO");
    let throttled = CostsError::from(SendFailure::Throttled { retry_after: None });
    learned.unlisted.insert(jiff::civil::date(2026, 10, 6), throttled);
    learned.failed.insert("acme-store".parse().unwrap(), StoreError::Throttled("busy".into()));
    let lines = all_logged(|| tell_costs(&learned));
    let levels: Vec<_> = lines.iter().map(|line| line["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["ERROR", "ERROR", "INFO"]);
    assert_eq!((&lines[0]["date"], &lines[1]["workspace"]), (&json!("2026-10-06"), &json!("acme-store")));
    assert!(lines[0]["cause"].as_str().unwrap().contains("too many requests"), "{}", lines[0]);
    assert_eq!(lines[2]["failed"], 2);
}
