//! Every claim about the mornings is deliberately violated, one at a time, and the seeds detect each violation.

use super::line::Tricks;
use super::seeded::run;
use super::walls::Walls;
use super::world::Wrong;
use crate::actions::found::{Fault, all_are_found};
use domain::schedule::due::DueSlot;
use domain::schedule::job::ScheduledJob;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};
use store::embedded::sabotage::{Sabotage, writes};

const fn asks(asks: fn(&str, &mut Value) -> bool) -> Wrong {
    Wrong { workers: Sabotage { asks, ..Sabotage::NONE }, ..Wrong::NOTHING }
}

const fn hears(hears: fn(&str, &mut Value)) -> Wrong {
    Wrong { workers: Sabotage { hears, ..Sabotage::NONE }, ..Wrong::NOTHING }
}

const fn changes(changes: fn(&mut ScheduledJob)) -> Wrong {
    Wrong { line: Tricks { changes, ..Tricks::NONE }, ..Wrong::NOTHING }
}

/// Changes what a job of a workspace is due for.
fn of_workspace(job: &mut ScheduledJob, change: impl Fn(&mut DueSlot)) {
    if let ScheduledJob::Workspace(job) = job {
        change(&mut job.due);
    }
}

fn is_of_kind(write: &Value, kind: &str) -> bool {
    write["Item"]["entity"]["S"] == kind
}

fn ends_a_tick(asked: &Value) -> bool {
    asked["UpdateExpression"].as_str().is_some_and(|set| set.contains("REMOVE lease_until"))
}

/// What a tick could not queue it says is planned: it hears that the queue took all.
const PLANS_BEFORE_IT_QUEUES: Wrong =
    Wrong { line: Tricks { swallows_failures: true, ..Tricks::NONE }, ..Wrong::NOTHING };

const FAULTS: &[Fault<Wrong>] = &[
    (
        "no tick says that it has ended",
        "the schedule is planned through",
        asks(|_, asked| !ends_a_tick(asked)),
    ),
    (
        "a tick says that it planned a minute less",
        "something is left to plan",
        asks(|_, asked| {
            if let Some(through) = asked["ExpressionAttributeValues"].get_mut(":through") {
                let said: Timestamp = through["S"].as_str().unwrap().parse().unwrap();
                *through = json!({ "S": said - SignedDuration::from_mins(1) });
            }
            true
        }),
    ),
    ("what is planned is not queued", "has no digest of", PLANS_BEFORE_IT_QUEUES),
    (
        "the queue loses jobs",
        "has no digest of",
        Wrong { line: Tricks { loses: |_, random| random.u32(..20) == 0, ..Tricks::NONE }, ..Wrong::NOTHING },
    ),
    (
        "a page cannot be read",
        "a job is never done",
        hears(|_, heard| {
            for person in heard["Items"].as_array_mut().into_iter().flatten() {
                if person["entity"]["S"] == "slot_entry" {
                    person["member"] = json!({ "NULL": true });
                }
            }
        }),
    ),
    (
        "a digest is not stored",
        "is queued and no digest",
        asks(|_, asked| !writes(asked).iter().any(|write| is_of_kind(write, "digest"))),
    ),
    (
        "the message of one date is called that of another",
        "a date has another digest",
        asks(|_, asked| {
            let messages = writes(asked).into_iter().filter(|write| is_of_kind(write, "message"));
            messages.for_each(|message| message["Item"]["local_date"] = json!({ "S": "2026-01-01" }));
            true
        }),
    ),
    (
        "today's digest is tomorrow's",
        "was never due",
        changes(|job| of_workspace(job, |due| due.date = due.date.saturating_add(1.day()))),
    ),
    (
        "nothing is ever too late",
        "more than four hours late",
        changes(|job| of_workspace(job, |due| due.at += SignedDuration::from_hours(3))),
    ),
    (
        "everything is late",
        "says wrongly whether it is late",
        changes(|job| of_workspace(job, |due| due.at -= SignedDuration::from_mins(20))),
    ),
    ("the deliveries are lost", "is nowhere queued", Wrong { no_deliveries: true, ..Wrong::NOTHING }),
    ("it is forgotten what was left out", "does not name", asks(|_, asked| !is_of_kind(asked, "left_out"))),
    (
        "what was sent is not found",
        "misses what was there",
        hears(|operation, heard| {
            let tables = heard["Responses"].as_object_mut().filter(|_| operation == "BatchGetItem");
            for items in tables.into_iter().flatten().filter_map(|(_, items)| items.as_array_mut()) {
                items.retain(|item| item["entity"]["S"] != "message");
            }
        }),
    ),
];

async fn every_fault_is_found(part: usize) {
    let walls = Walls::default();
    all_are_found(FAULTS.iter().skip(part).step_by(2), |seed, wrong| Box::pin(run(seed, wrong, &walls)))
        .await;
}

#[tokio::test(start_paused = true)]
async fn whatever_is_wrong_on_purpose_is_found_1_of_2() {
    every_fault_is_found(0).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_is_wrong_on_purpose_is_found_2_of_2() {
    every_fault_is_found(1).await;
}
