//! Claims about what the function logs: the alarms find their words and numbers at the top of each line.

use super::*;
use command_center::delivery::FailureClass;
use command_center::telemetry;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing_subscriber::layer::SubscriberExt;

/// Everything that was logged.
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

/// Gives the line that something logs, written as the deployed function writes it.
fn logged(tell: impl FnOnce()) -> Value {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::registry().with(telemetry::lines(move || writer.clone()));
    tracing::subscriber::with_default(subscriber, tell);
    let written = lines.0.lock().unwrap().clone();
    serde_json::from_slice(&written).unwrap()
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
    assert_eq!((top("message"), top("outcome")), (json!(HANDLED), json!("fell_back_to_email")));
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
    assert_eq!((&line["message"], &line["oldest_seconds"]), (&json!(SWEPT), &json!(1_200)));
}
