//! The SDK's connection to the engine: a connector that passes requests on in-process, with the faults of a plan.

use super::blind::BlindSpot;
use super::engine::{self, Answer};
use super::faults::{Fault, FaultPlan};
use super::journal::Journal;
use super::ledger::CallLedger;
use super::sabotage::Sabotage;
use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use dynoxide::Database;
use futures::future::BoxFuture;
use serde_json::{Value, json};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// One worker's connection to the table: its calls, its faults, and whether it has crashed.
#[derive(Clone)]
pub(super) struct Worker(Arc<State>);

/// What a worker waits for after an answered call; the argument is the protocol's name of the operation.
pub type Stall = Arc<dyn Fn(&str) -> BoxFuture<'static, ()> + Send + Sync>;

struct State {
    database: Database,
    calls: CallLedger,
    journal: Journal,
    plan: Mutex<FaultPlan>,
    blind: Mutex<Option<BlindSpot>>,
    sabotage: Mutex<Option<Sabotage>>,
    stall: Mutex<Option<Stall>>,
    crashed: AtomicBool,
    crash: Notify,
}

impl Worker {
    pub(super) fn new(database: Database, calls: CallLedger, journal: Journal) -> Self {
        let (plan, crashed, crash) = (Mutex::new(FaultPlan::none()), AtomicBool::new(false), Notify::new());
        Self(Arc::new(State {
            database,
            calls,
            journal,
            plan,
            blind: Mutex::default(),
            sabotage: Mutex::default(),
            stall: Mutex::default(),
            crashed,
            crash,
        }))
    }

    pub(super) fn set_plan(&self, plan: FaultPlan) {
        *self.0.plan.lock().unwrap() = plan;
    }

    pub(super) fn set_blind(&self, spot: BlindSpot) {
        *self.0.blind.lock().unwrap() = Some(spot);
    }

    pub(super) fn set_sabotage(&self, sabotage: Sabotage) {
        *self.0.sabotage.lock().unwrap() = Some(sabotage);
    }

    pub(super) fn set_stall(&self, stall: Stall) {
        *self.0.stall.lock().unwrap() = Some(stall);
    }

    pub(super) fn has_crashed(&self) -> bool {
        self.0.crashed.load(Ordering::Relaxed)
    }

    pub(super) fn restart(&self) {
        self.0.crashed.store(false, Ordering::Relaxed);
    }

    /// Waits until the worker crashes, or forever if it does not.
    pub(super) async fn crash(&self) {
        let crash = self.0.crash.notified();
        if !self.has_crashed() {
            crash.await;
        }
    }

    async fn call(&self, operation: &str, body: &[u8]) -> Result<Answer, ConnectorError> {
        self.0.calls.count(operation);
        if self.has_crashed() {
            return Err(broken("the worker is dead"));
        }
        let planned = self.0.plan.lock().unwrap().next(operation);
        if let Some(fault) = planned.fault {
            self.0.calls.count_fault(fault);
        }
        take_turns(planned.turns_before).await;
        let outcome = match planned.fault {
            None => Ok(self.run(operation, body)),
            Some(fault) if fault.is_done_unheard() => {
                self.run(operation, body);
                Err(self.unheard(fault).await)
            }
            Some(fault) => self.undone(fault, planned.draw, operation, body).await,
        };
        take_turns(planned.turns_after).await;
        let stall = self.0.stall.lock().unwrap().clone().filter(|_| outcome.is_ok());
        if let Some(stall) = stall {
            stall(operation).await;
        }
        outcome
    }

    fn run(&self, operation: &str, body: &[u8]) -> Answer {
        let Some(sabotage) = *self.0.sabotage.lock().unwrap() else {
            return self.run_as_asked(operation, body, false);
        };
        match sabotage.of_request(operation, body) {
            Some(body) => {
                sabotage.of_answer(operation, self.run_as_asked(operation, &body, sabotage.secretly))
            }
            None => Answer { status: 200, body: "{}".to_owned() },
        }
    }

    fn run_as_asked(&self, operation: &str, body: &[u8], secretly: bool) -> Answer {
        let blind = self.0.blind.lock().unwrap();
        let hidden = blind.as_ref().filter(|_| operation == "TransactWriteItems").map(|spot| spot.hide(body));
        let body = hidden.as_deref().unwrap_or(body);
        let answer = if self.0.calls.is_metered() {
            self.run_metered(operation, body)
        } else {
            engine::answer(&self.0.database, operation, body)
        };
        if answer.status == 200 && !secretly {
            self.0.journal.note(operation, body);
        }
        answer
    }

    fn run_metered(&self, operation: &str, body: &[u8]) -> Answer {
        let mut asking: Value = serde_json::from_slice(body).unwrap();
        asking["ReturnConsumedCapacity"] = json!("TOTAL");
        let answer = engine::answer(&self.0.database, operation, asking.to_string().as_bytes());
        self.0.calls.add_capacity(operation, &answer.body);
        answer
    }

    /// The caller's error for a call that was executed but not answered.
    async fn unheard(&self, fault: Fault) -> ConnectorError {
        match fault {
            Fault::AnswerTooLate => ConnectorError::timeout("no answer in time".into()),
            Fault::CrashAfter => self.die().await,
            _ => broken("the connection was reset"),
        }
    }

    /// The caller's result for a call that was not executed, or only in part.
    async fn undone(
        &self,
        fault: Fault,
        draw: u64,
        operation: &str,
        body: &[u8],
    ) -> Result<Answer, ConnectorError> {
        match fault {
            Fault::Throttled => Ok(engine::refused(
                400,
                "ProvisionedThroughputExceededException",
                "The level of configured provisioned throughput for the table was exceeded.",
            )),
            Fault::ServerError => {
                Ok(engine::refused(500, "InternalServerError", "The request could not be processed."))
            }
            Fault::Conflict => Ok(conflict(operation, body, draw, "TransactionConflict")),
            Fault::ConflictUnderThrottle => Ok(conflict(operation, body, draw, "ThrottlingError")),
            Fault::GivenBack => Ok(self.in_part(operation, body, draw)),
            Fault::CrashBefore => Err(self.die().await),
            _ => Err(broken("the connection was refused")),
        }
    }

    /// Crashes the worker. Tasks waiting in [`Worker::crash`] are notified before the caller of this call gets its
    /// error.
    async fn die(&self) -> ConnectorError {
        self.0.crashed.store(true, Ordering::Relaxed);
        self.0.crash.notify_waiters();
        tokio::task::yield_now().await;
        broken("the worker is dead")
    }

    /// Executes the first part of a batch and returns the rest as unprocessed, as DynamoDB does when throttling; a
    /// batch of one item is returned as a whole.
    fn in_part(&self, operation: &str, body: &[u8], draw: u64) -> Answer {
        let asked: Value = serde_json::from_slice(body).unwrap();
        let (table, wanted) = asked["RequestItems"].as_object().unwrap().iter().next().unwrap();
        let reading = operation == "BatchGetItem";
        let items = if reading { &wanted["Keys"] } else { wanted }.as_array().unwrap();
        let (now, later) = items.split_at(share(draw, items.len()));
        let of = |items: &[Value]| {
            let mut request = wanted.clone();
            *(if reading { &mut request["Keys"] } else { &mut request }) = json!(items);
            json!({ table: request })
        };
        let mut answer = match now {
            [] => json!({ "Responses": { table: [] } }),
            _ => {
                let done = self.run(operation, json!({ "RequestItems": of(now) }).to_string().as_bytes());
                if done.status != 200 {
                    return done;
                }
                serde_json::from_str(&done.body).unwrap()
            }
        };
        answer[if reading { "UnprocessedKeys" } else { "UnprocessedItems" }] = of(later);
        Answer { status: 200, body: answer.to_string() }
    }
}

/// Returns how many of a batch's items are executed: from none to all but one.
fn share(draw: u64, items: usize) -> usize {
    usize::try_from(draw % items.max(1) as u64).unwrap_or_default()
}

/// Cancels a transaction because of a conflict at one or more positions, with the reason `also` at the next position;
/// the other writes have no reason. The write of a single item has its own error.
fn conflict(operation: &str, body: &[u8], draw: u64, also: &str) -> Answer {
    if operation != "TransactWriteItems" {
        return engine::refused(400, "TransactionConflictException", "Transaction is ongoing for the item");
    }
    let asked: Value = serde_json::from_slice(body).unwrap();
    let count = asked["TransactItems"].as_array().unwrap().len();
    let met = share(draw, count);
    let meets = |place: usize| place == met || (draw >> (8 + place % 32)) & 3 == 0;
    let reason = |place| if meets(place) { "TransactionConflict" } else { "None" };
    let mut reasons: Vec<&str> = (0..count).map(reason).collect();
    if also != "TransactionConflict" {
        reasons[(met + 1) % count] = also;
    }
    engine::cancelled(&reasons)
}

fn broken(what: &'static str) -> ConnectorError {
    ConnectorError::io(what.into())
}

async fn take_turns(turns: u32) {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Worker")
    }
}

impl HttpConnector for Worker {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let worker = self.clone();
        HttpConnectorFuture::new(async move {
            let target = request.headers().get("x-amz-target").unwrap_or_default();
            let operation = target.rsplit('.').next().unwrap_or_default();
            let answer = Self::call(&worker, operation, request.body().bytes().unwrap_or_default()).await?;
            let mut response =
                HttpResponse::new(answer.status.try_into().unwrap(), SdkBody::from(answer.body));
            response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
            Ok(response)
        })
    }
}

impl HttpClient for Worker {
    fn http_connector(
        &self,
        _settings: &HttpConnectorSettings,
        _components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
