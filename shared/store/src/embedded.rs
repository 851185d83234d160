//! The real store code on an embedded in-process DynamoDB, which counts every call and injects faults on demand.
//!
//! [`start`] gives a test its own table. Several workers share a table with [`store_sharing`]; the faults in a
//! worker's calls are given by its [`FaultPlan`]. Calls take no time, but each one yields to other tasks, as a
//! network call would.
#![expect(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests alone are built with it: a fixture that is wrong fails the test, and its names say what it is"
)]

use crate::table::Store;
use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use blind::BlindSpot;
use connector::Worker;
use dynoxide::Database;
use serde_json::json;

mod blind;
mod connector;
mod engine;
pub mod faults;
pub mod journal;
pub mod ledger;
pub mod sabotage;
#[cfg(test)]
mod tests;

pub use connector::Stall;
pub use faults::{Fault, FaultPlan};
pub use journal::Journal;
pub use ledger::{CallLedger, CapacityUnits};

const TABLE: &str = "command-center";

/// An embedded table as seen by one worker, and the ledger of this worker's calls.
pub struct EmbeddedStore {
    pub store: Store,
    pub calls: CallLedger,
    pub journal: Journal,
    database: Database,
    worker: Worker,
}

/// Starts a new empty table for a test.
pub fn start() -> EmbeddedStore {
    store_sharing(&empty_table())
}

/// Creates a store whose calls are never answered and never retried.
pub fn unanswered() -> Store {
    start().with_faults(FaultPlan::always(Fault::NotConnected)).without_retries().store
}

/// Creates an engine that contains the empty table.
pub fn empty_table() -> Database {
    let database = Database::memory().unwrap();
    let text = |name| json!({ "AttributeName": name, "AttributeType": "S" });
    let number = |name| json!({ "AttributeName": name, "AttributeType": "N" });
    let part = |name, kind| json!({ "AttributeName": name, "KeyType": kind });
    let keys = |hash, range| json!([part(hash, "HASH"), part(range, "RANGE")]);
    let attributes = ["pk", "sk", "list_pk", "list_sk"].map(text);
    let table = json!({
        "TableName": TABLE,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes.into_iter().chain([text("due_list"), number("due_at")]).collect::<Vec<_>>(),
        "KeySchema": keys("pk", "sk"),
        "GlobalSecondaryIndexes": [{
            "IndexName": crate::key::BY_TIME,
            "KeySchema": keys("list_pk", "list_sk"),
            "Projection": { "ProjectionType": "ALL" },
        }, {
            "IndexName": crate::key::BY_DUE,
            "KeySchema": keys("due_list", "due_at"),
            "Projection": {
                "ProjectionType": "INCLUDE",
                "NonKeyAttributes": ["id", "workspace", "member", "deadline"],
            },
        }],
    });
    database.create_table(serde_json::from_value(table).unwrap()).unwrap();
    database
}

/// Adds a worker to an existing table. It retries as the functions do, but has its own retry budget in the SDK, so
/// that the retries of one seed do not reduce those of the next.
pub fn store_sharing(database: &Database) -> EmbeddedStore {
    worker_on(database, Journal::default())
}

fn worker_on(database: &Database, journal: Journal) -> EmbeddedStore {
    let calls = CallLedger::default();
    let worker = Worker::new(database.clone(), calls.clone(), journal.clone());
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .allow_no_auth() // the engine checks no signature, and hashing each request is what takes longest
        .retry_partition(RetryPartition::custom("worker").token_bucket(TokenBucket::default()).build())
        .http_client(worker.clone())
        .build();
    let store = Store::new(aws_sdk_dynamodb::Client::from_conf(config), TABLE);
    EmbeddedStore { store, calls, journal, database: database.clone(), worker }
}

impl EmbeddedStore {
    /// Adds another worker to the same table, with its own ledger and fault plan; the journal belongs to the table.
    pub fn another_worker(&self) -> Self {
        worker_on(&self.database, self.journal.clone())
    }

    /// Applies a fault plan to the calls from now on; the next call is number 0 of the plan.
    pub fn with_faults(self, plan: FaultPlan) -> Self {
        self.set_faults(plan);
        self
    }

    /// Like [`EmbeddedStore::with_faults`], for a worker that is already running.
    pub fn set_faults(&self, plan: FaultPlan) {
        self.worker.set_plan(plan);
    }

    /// Makes the worker's transactions skip one condition: on the item whose sort key begins with `place`, this
    /// clause of those joined by `AND`. Tests that depend on the condition must then fail.
    pub fn blind_to(&self, place: &str, clause: &str) {
        self.worker.set_blind(BlindSpot { place: place.to_owned(), clause: clause.to_owned() });
    }

    /// Makes the worker misbehave from now on.
    pub fn sabotage(&self, sabotage: sabotage::Sabotage) {
        self.worker.set_sabotage(sabotage);
    }

    /// Disables the SDK's retries, so that each fault reaches the calling code.
    pub fn without_retries(mut self) -> Self {
        let once = self.store.client.config().to_builder().retry_config(RetryConfig::disabled());
        self.store = Store::new(aws_sdk_dynamodb::Client::from_conf(once.build()), TABLE);
        self
    }

    /// Runs some work until it completes or the worker crashes. After a crash the work stops where it is, as the
    /// process would, and there is no output. All calls of a crashed worker fail until [`EmbeddedStore::restart`].
    pub async fn until_crash<Work: Future>(&self, work: Work) -> Option<Work::Output> {
        tokio::select! {
            biased;
            () = self.worker.crash() => None,
            output = work => Some(output),
        }
    }

    /// Reports whether the worker has crashed.
    pub fn has_crashed(&self) -> bool {
        self.worker.has_crashed()
    }

    /// Makes the worker wait for something after each answered call.
    pub fn set_stall(&self, stall: Stall) {
        self.worker.set_stall(stall);
    }

    /// Returns an item in its protocol form, without a call by a worker, or null if it does not exist.
    pub fn peek(&self, key: &crate::key::Key) -> serde_json::Value {
        let key = json!({ "pk": { "S": key.partition }, "sk": { "S": key.sort } });
        let asked = json!({ "TableName": TABLE, "Key": key });
        let answer = engine::answer(&self.database, "GetItem", asked.to_string().as_bytes());
        serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()["Item"].take()
    }

    /// Restarts the worker. Its plan continues where it was.
    pub fn restart(&self) {
        self.worker.restart();
    }

    /// Deletes an item, which the product itself never does.
    pub async fn delete(&self, key: &crate::key::Key) {
        let request = self.store.client.delete_item().table_name(&self.store.table);
        request.set_key(Some(key.attributes())).send().await.unwrap();
    }

    /// Reads every item of the table.
    pub async fn items(&self) -> Vec<crate::table::Item> {
        let scanned = self.store.client.scan().table_name(&self.store.table).send().await.unwrap();
        assert!(scanned.last_evaluated_key.is_none(), "the table of the test is too large for one page");
        scanned.items.unwrap_or_default()
    }

    /// Serializes every item of the table, to search for data that must not be in it.
    pub async fn dump(&self) -> String {
        format!("{:?}", self.items().await)
    }
}
