//! Claims about batches of questions, and about the nightly preparation of a language model.

use super::*;
use command_center::adapters::telemetry;
use domain::clock::FixedClock;
use domain::question::model::port::ModelError;
use domain::testing::{RecordingQueue, RecordingTyping, ScriptedModel, now};
use serde_json::json;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use store::embedded;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;

fn function(table: &embedded::EmbeddedStore) -> QueryFunction<RecordingQueue, FixedClock, RecordingTyping> {
    QueryFunction {
        store: table.store.clone(),
        queue: RecordingQueue::default(),
        clock: FixedClock(now()),
        typing: RecordingTyping::default(),
        model: None,
        people: PersonKey::derived_from(b"a secret"),
    }
}

fn batch(bodies: &[&str]) -> Value {
    let record = |(place, body): (usize, &&str)| json!({"messageId": format!("r-{place}"), "body": body});
    json!({"Records": bodies.iter().enumerate().map(record).collect::<Vec<_>>()})
}

#[tokio::test]
async fn what_is_no_question_comes_again_and_is_named_so_that_others_do_not() {
    let table = embedded::start();
    let function = function(&table);
    let response = function.handle(batch(&["probe", r#"{"version":"9"}"#])).await.unwrap();
    let failed: Vec<String> =
        response.batch_item_failures.into_iter().map(|failure| failure.item_identifier).collect();
    assert_eq!(failed, ["r-0", "r-1"]);
}

#[tokio::test]
async fn a_payload_that_is_no_batch_is_refused() {
    let table = embedded::start();
    assert_eq!(function(&table).handle(json!({"probe": 1})).await.unwrap_err(), NotABatch);
}

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

/// Has the function prepare a model that answers like this, and returns the lines that it logs.
async fn warmed_up(answer: Option<Result<String, ModelError>>) -> Vec<Value> {
    let lines = Lines::default();
    let writer = lines.clone();
    let layers = telemetry::lines(move || writer.clone()).with_filter(LevelFilter::INFO);
    let subscriber = tracing_subscriber::registry().with(layers);
    let _logging = tracing::subscriber::set_default(subscriber);
    let table = embedded::start();
    let model = answer.map(|answer| Box::new(ScriptedModel::answering([answer])) as Box<_>);
    let function = QueryFunction { model, ..function(&table) };
    let response = function.handle(json!({"schedule": "warm_up"})).await.unwrap();
    assert!(response.batch_item_failures.is_empty());
    let written = lines.0.lock().unwrap().clone();
    let lines = written.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

#[tokio::test]
async fn a_model_that_is_not_ready_is_an_error_in_the_log_and_no_failure_of_the_function() {
    let lines = warmed_up(Some(Err(ModelError::Slow))).await;
    let [record, failure] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!((&record["level"], &record["verdict"]), (&json!("INFO"), &json!("slow")));
    assert_eq!((&failure["level"], &failure["verdict"]), (&json!("ERROR"), &json!("slow")));
    assert!(failure["cause"].as_str().unwrap().contains("in time"), "{failure}");
}

#[tokio::test]
async fn each_request_to_a_model_is_recorded_with_versions_tokens_and_time() {
    let unsure = r#"{"type":"clarify","reason":"missing_metric","queries":[]}"#.to_owned();
    let lines = warmed_up(Some(Ok(unsure))).await;
    let record = &lines[0];
    for (field, value) in [
        ("verdict", json!("unsure")),
        ("model", json!("scripted-model")),
        ("request_id", json!("req-1")),
        ("input_tokens", json!(1_400)),
        ("output_tokens", json!(100)),
        ("cost_micros", json!(0)),
        ("millis", json!(812)),
        ("prompt_version", json!(1)),
        ("schema_version", json!(1)),
    ] {
        assert_eq!(record[field], value, "{field} of {record}");
    }
    assert!(!record.to_string().contains("spend"), "{record}");
}

#[tokio::test]
async fn without_a_model_there_is_nothing_to_prepare() {
    let lines = warmed_up(None).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["level"], "INFO");
}
