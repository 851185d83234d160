//! Every check at the end of a run is deliberately violated, one at a time, and the seeds that run by default detect
//! each violation. A claim that follows from others has no fault of its own: a tap is executed once because every
//! change was allowed, and leaves one event because no event exists twice.

use super::found::{Fault, all_are_found};
use super::run::run_with;
use app::action::{ActionOutcome, ActionResult};
use serde_json::{Value, json};
use store::embedded::sabotage::{Sabotage, drop_writes, ignore_conditions, replace_text, writes};

/// The deliberate fault of a run.
#[derive(Clone, Copy)]
pub(super) struct Wrong {
    /// A fault of the workers, in their requests to the table and its answers.
    pub(super) workers: Sabotage,
    /// A fault in the answers to people.
    pub(super) answers: fn(&mut ActionResult),
}

impl Wrong {
    /// No fault.
    pub(super) const NOTHING: Self = Self { workers: Sabotage::NONE, answers: |_| {} };

    const fn asks(asks: fn(&str, &mut Value) -> bool) -> Self {
        Self { workers: Sabotage { asks, ..Sabotage::NONE }, ..Self::NOTHING }
    }

    const fn answers(answers: fn(&mut ActionResult)) -> Self {
        Self { answers, ..Self::NOTHING }
    }
}

fn is_of_kind(write: &Value, kind: &str) -> bool {
    write["Item"]["entity"]["S"] == kind
}

fn is_target(write: &Value) -> bool {
    ["adjustment", "alert", "recommendation"].iter().any(|kind| is_of_kind(write, kind))
}

/// Reports whether a write is an audit event with the given result, executed or denied.
fn is_event(write: &Value, result: &str) -> bool {
    is_of_kind(write, "audit") && write["Item"]["outcome"]["M"]["result"]["S"] == result
}

fn is_of_verb(write: &Value, verb: &str) -> bool {
    is_of_kind(write, "audit") && write["Item"]["verb"]["S"] == verb
}

/// Adds a modified copy of each write for which the predicate holds.
fn add_copies(asked: &mut Value, is_copied: impl Fn(&Value) -> bool, change: impl Fn(&mut Value)) {
    let Some(all) = asked["TransactItems"].as_array_mut() else { return };
    let mut copies: Vec<Value> = all.iter().filter(|write| is_copied(&write["Put"])).cloned().collect();
    copies.iter_mut().for_each(|copy| change(&mut copy["Put"]["Item"]));
    all.extend(copies);
}

fn lengthen(item: &mut Value, name: &str) {
    let longer = format!("{}-again", item[name]["S"].as_str().unwrap());
    item[name]["S"] = json!(longer);
}

fn change_puts(asked: &mut Value, is_changed: impl Fn(&Value) -> bool, change: impl Fn(&mut Value)) {
    let puts = writes(asked).into_iter().filter(|write| is_changed(write));
    puts.for_each(|write| change(&mut write["Item"]));
}

const FAULTS: &[Fault<Wrong>] = &[
    (
        "a write is kept from the journal",
        "the history is not what stands",
        Wrong { workers: Sabotage { secretly: true, ..Sabotage::NONE }, ..Wrong::NOTHING },
    ),
    (
        "something is deleted",
        "nothing is ever deleted",
        Wrong::asks(|operation, asked| {
            if operation == "TransactWriteItems" {
                let key = json!({ "pk": { "S": "W#acme-store" }, "sk": { "S": "NOTHING" } });
                let deletes = json!({ "Delete": { "TableName": "command-center", "Key": key } });
                asked["TransactItems"].as_array_mut().unwrap().push(deletes);
            }
            true
        }),
    ),
    (
        "an event is written in the other workspace as well",
        "one write is in one workspace",
        Wrong::asks(|_, asked| {
            add_copies(
                asked,
                |write| is_of_kind(write, "audit"),
                |item| {
                    let there = item["pk"]["S"].as_str().unwrap().replace("acme-store", "beta-shop");
                    item["pk"]["S"] = json!(there);
                    lengthen(item, "sk");
                },
            );
            true
        }),
    ),
    (
        "a version is left out",
        "a target grows by one version",
        Wrong::asks(|_, asked| {
            change_puts(asked, is_target, |item| {
                let version: u64 = item["version"]["N"].as_str().unwrap().parse().unwrap();
                item["version"]["N"] = json!((version + 1).to_string());
            });
            true
        }),
    ),
    (
        "a change has no event",
        "no change without its event",
        Wrong::asks(|_, asked| {
            drop_writes(asked, |write| is_event(write, "executed"));
            true
        }),
    ),
    (
        "an event has no change",
        "no event without its change",
        Wrong::asks(|_, asked| {
            drop_writes(asked, is_target);
            true
        }),
    ),
    (
        "nothing is a condition any more",
        "what was done ought not to have been",
        Wrong::asks(|operation, asked| {
            if operation == "TransactWriteItems" {
                ignore_conditions(asked, "");
            }
            true
        }),
    ),
    (
        "a token is good for ever",
        "what is done uses its token up",
        Wrong::asks(|_, asked| {
            drop_writes(asked, |write| {
                write["UpdateExpression"].as_str().is_some_and(|set| set.contains("used_by"))
            });
            true
        }),
    ),
    (
        "nothing is in the log of the conversation",
        "what is done by phone is in the log",
        Wrong::asks(|_, asked| {
            drop_writes(asked, |write| is_of_kind(write, "conversation"));
            true
        }),
    ),
    (
        "an event names another message",
        "nothing is done that nobody asked for",
        Wrong::asks(|_, asked| {
            change_puts(asked, |write| is_event(write, "executed"), |item| lengthen(item, "message_sid"));
            true
        }),
    ),
    (
        "a refusal leaves two events",
        "twice:",
        Wrong::asks(|_, asked| {
            add_copies(asked, |write| is_event(write, "denied"), |item| lengthen(item, "sk"));
            true
        }),
    ),
    (
        "what is not done is said to be done",
        "who hears that it is done can rely on it",
        Wrong::asks(|_, asked| {
            !writes(asked)
                .iter()
                .any(|write| is_event(write, "executed") && !write["Item"]["evidence"].is_null())
        }),
    ),
    (
        "a refusal leaves no event",
        "no event of the refusal",
        Wrong::asks(|_, asked| {
            drop_writes(asked, |write| is_event(write, "denied"));
            true
        }),
    ),
    ("another reply is kept", "the same message, another answer", KEEPS_ANOTHER_REPLY),
    ("another reply is in the log", "the log has what was answered", KEEPS_ANOTHER_REPLY),
    (
        "a consent is not seen",
        "was never true",
        Wrong {
            workers: Sabotage {
                hears: |operation, heard| {
                    if operation == "BatchGetItem" {
                        replace_text(heard, "opted_in", "opted_out");
                    }
                },
                ..Sabotage::NONE
            },
            ..Wrong::NOTHING
        },
    ),
    (
        "what was done before is said to be done now",
        "what is said to be done now is done now",
        Wrong::answers(|answer| {
            if answer.outcome == ActionOutcome::Duplicate {
                answer.outcome = ActionOutcome::Changed;
            }
        }),
    ),
    (
        "what is done now is said to be done before",
        "what was handled before is in the log",
        Wrong::answers(|answer| {
            if answer.outcome == ActionOutcome::Changed {
                answer.outcome = ActionOutcome::Duplicate;
            }
        }),
    ),
    (
        "what is queued is not queued again",
        "what is answered again queues the same",
        Wrong::answers(|answer| {
            if answer.outcome == ActionOutcome::Duplicate {
                answer.jobs.clear();
            }
        }),
    ),
    (
        "a text leaves two events",
        "a text leaves one event in a workspace",
        Wrong::asks(|_, asked| {
            add_copies(
                asked,
                |write| is_of_verb(write, "opt_out"),
                |item| {
                    lengthen(item, "sk");
                    item["id"]["S"] = json!("another-event");
                },
            );
            true
        }),
    ),
    (
        "a STOP is taken for a START",
        "an event of a text says what it said",
        Wrong::asks(|_, asked| {
            change_puts(
                asked,
                |write| is_of_verb(write, "opt_out"),
                |item| item["verb"]["S"] = json!("opt_in"),
            );
            true
        }),
    ),
    (
        "a card is not stored",
        "a message that is queued is stored",
        Wrong::asks(|_, asked| {
            drop_writes(asked, |write| is_of_kind(write, "message"));
            true
        }),
    ),
];

const KEEPS_ANOTHER_REPLY: Wrong = Wrong::asks(|_, asked| {
    change_puts(
        asked,
        |write| is_of_kind(write, "conversation") && write["Item"]["reply"]["S"].is_string(),
        |item| {
            lengthen(item, "reply");
        },
    );
    true
});

async fn every_fault_is_found(part: usize) {
    let faults = FAULTS.iter().skip(part).step_by(2);
    all_are_found(faults, |seed, wrong| Box::pin(run_with(seed, Some(wrong)))).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_is_wrong_on_purpose_is_found_within_the_default_seeds_1_of_2() {
    every_fault_is_found(0).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_is_wrong_on_purpose_is_found_within_the_default_seeds_2_of_2() {
    every_fault_is_found(1).await;
}
