//! Every check of a delivery run is deliberately violated, one at a time, and the seeds that run by default detect
//! each violation.

use super::lines::Log;
use super::seeded::run_with;
use super::weather::Weather;
use super::world::{Around, secrets};
use crate::actions::found::{Fault, all_are_found};
use serde_json::{Value, json};
use store::embedded::sabotage::{Sabotage, drop_writes, ignore_conditions, replace_text, writes};

/// The deliberate fault of a run.
#[derive(Clone, Copy)]
pub(super) struct Wrong {
    /// A fault of the workers, in their requests to the table and its answers.
    pub(super) workers: Sabotage,
    /// A fault of their environment that no generated weather has.
    pub(super) weather: fn(&mut Weather),
    /// A fault in the log.
    pub(super) log: fn(&Log),
}

impl Wrong {
    /// No fault.
    pub(super) const NOTHING: Self = Self { workers: Sabotage::NONE, weather: |_| {}, log: |_| {} };

    const fn asks(asks: fn(&str, &mut Value) -> bool) -> Self {
        Self { workers: Sabotage { asks, ..Sabotage::NONE }, ..Self::NOTHING }
    }

    const fn weather(weather: fn(&mut Weather)) -> Self {
        Self { weather, ..Self::NOTHING }
    }
}

const SOME_NAME: &str = "SMffffffffffffffffffffffffffffffff";

/// Reports whether one of the writes has an update expression with this part.
fn sets(asked: &mut Value, part: &str) -> bool {
    writes(asked).iter().any(|write| write["UpdateExpression"].as_str().is_some_and(|set| set.contains(part)))
}

/// Modifies the updates whose expression contains this part.
fn change(asked: &mut Value, part: &str, change: impl Fn(&mut Value)) {
    let is_meant =
        |write: &&mut Value| write["UpdateExpression"].as_str().is_some_and(|set| set.contains(part));
    writes(asked).into_iter().filter(is_meant).for_each(change);
}

fn change_expression(asked: &mut Value, from: &str, to: &str) {
    change(asked, from, |write| {
        write["UpdateExpression"] = json!(write["UpdateExpression"].as_str().unwrap().replacen(from, to, 1));
    });
}

fn change_value(asked: &mut Value, name: &str, to: &Value) {
    values(asked, name).into_iter().for_each(|value| value.clone_from(to));
}

/// Lists the values with this name.
fn values<'a>(asked: &'a mut Value, name: &str) -> Vec<&'a mut Value> {
    let named = |write: &'a mut Value| write.get_mut("ExpressionAttributeValues")?.get_mut(name);
    writes(asked).into_iter().filter_map(named).collect()
}

/// Makes a delivered or read status overwrite an attribute of the first attempt.
fn overwrite(asked: &mut Value, attribute: &str, value: &Value) {
    let state = asked["ExpressionAttributeValues"][":state"]["S"].as_str().unwrap_or_default();
    if !matches!(state, "delivered" | "read") || sets(asked, &format!("attempts[0].{attribute}")) {
        return;
    }
    change_expression(asked, "SET ", &format!("SET attempts[0].{attribute} = :wrong, "));
    asked["ExpressionAttributeValues"][":wrong"] = value.clone();
}

/// Cancels the checks of a message for which a mail is the fallback.
fn looks_no_more_after_a_mail(asked: &mut Value) {
    if sets(asked, "fallback = :fallback") {
        change_expression(asked, "due_at = :due", "forgotten_at = :due REMOVE due_at, due_list");
    }
}

const SEES_NO_STOP: Wrong = sees_no_stop(|_, asked| {
    ignore_conditions(asked, "consent");
    true
});
const MAILS_AFTER_A_STOP: Wrong = sees_no_stop(|_, asked| {
    ignore_conditions(asked, "mails_ended_at");
    true
});

const fn sees_no_stop(asks: fn(&str, &mut Value) -> bool) -> Wrong {
    let hears = |_: &str, heard: &mut Value| replace_text(heard, "opted_out", "opted_in");
    Wrong { workers: Sabotage { asks, hears, secretly: false }, ..Wrong::NOTHING }
}

const CLAIMS_NO_MAIL: Wrong = Wrong::asks(|_, asked| !sets(asked, "email = :claimed"));

const FAULTS: &[Fault<Wrong>] = &[
    ("a STOP is not seen before a message", "is claimed without consent", SEES_NO_STOP),
    ("a STOP is not seen before a mail", "no mail after a STOP", MAILS_AFTER_A_STOP),
    (
        "news is taken in any order",
        "fell from rank",
        Wrong::asks(|_, asked| {
            ignore_conditions(asked, "#rank < :rank");
            true
        }),
    ),
    (
        "a phone gets no rest",
        "follows after",
        Wrong::asks(|_, asked| {
            ignore_conditions(asked, "free_at");
            true
        }),
    ),
    (
        "every attempt is called the first",
        "is claimed twice",
        Wrong::asks(|_, asked| {
            change(asked, "list_append", |write| {
                write["ExpressionAttributeValues"][":attempt"]["L"][0]["M"]["number"]["N"] = json!("1");
            });
            true
        }),
    ),
    (
        "a claim is not written",
        "Twilio took what nobody claimed",
        Wrong::asks(|_, asked| !sets(asked, "list_append")),
    ),
    (
        "the first attempt is forgotten",
        "what was taken has its attempt",
        Wrong::asks(|_, asked| {
            change(asked, "attempts[1].", |write| {
                let expression = write["UpdateExpression"].as_str().unwrap();
                write["UpdateExpression"] = json!(match expression.split_once(" REMOVE ") {
                    Some((sets, removes)) => format!("{sets} REMOVE attempts[0], {removes}"),
                    None => format!("{expression} REMOVE attempts[0]"),
                });
            });
            true
        }),
    ),
    (
        "the last code stays",
        "the first code of",
        Wrong::asks(|_, asked| {
            overwrite(asked, "code", &json!({ "N": "1" }));
            true
        }),
    ),
    (
        "the first attempt gets the last name",
        "got another name",
        Wrong::asks(|_, asked| {
            overwrite(asked, "sid", &json!({ "S": SOME_NAME }));
            true
        }),
    ),
    (
        "what was read is taken for sent only",
        "was with the person",
        Wrong::asks(|_, asked| {
            if asked["ExpressionAttributeValues"][":state"]["S"] == "read" {
                change_value(asked, ":state", &json!({ "S": "accepted" }));
            }
            true
        }),
    ),
    (
        "an answer is not recorded",
        "what is taken has its name",
        Wrong::asks(|_, asked| !sets(asked, ".ended = :ended")),
    ),
    (
        "an attempt gets the name of another",
        "an attempt has the name of another",
        Wrong::asks(|_, asked| {
            change_value(asked, ":sid", &json!({ "S": SOME_NAME }));
            true
        }),
    ),
    (
        "a callback's name is forgotten",
        "the name that we were told is not kept",
        Wrong::asks(|operation, asked| {
            if operation == "UpdateItem" {
                change_expression(asked, "].sid = :sid", "].forgotten = :sid");
            }
            true
        }),
    ),
    (
        "the network holds a request back",
        "ms after its claim",
        Wrong::weather(|weather| weather.holds_back = true),
    ),
    ("nobody sweeps", "nobody looks after it any more", Wrong::weather(|weather| weather.no_sweeps = true)),
    (
        "a failure has no reason",
        "without a reason",
        Wrong::asks(|_, asked| {
            change_value(asked, ":failure", &json!({ "NULL": true }));
            true
        }),
    ),
    (
        "the sweep is hours late",
        "ms late after",
        Wrong::weather(|weather| weather.sweeps_late_by = 4 * 3_600_000),
    ),
    (
        "Twilio's list is taken for empty",
        "it arrived 2 times",
        Wrong::weather(|weather| weather.lists_nothing = true),
    ),
    (
        "what failed is called delivered",
        "it is said to be there and is not",
        Wrong::asks(|_, asked| {
            let failed = values(asked, ":state").into_iter().filter(|state| state["S"] == "failed");
            failed.for_each(|state| *state = json!({ "S": "delivered" }));
            true
        }),
    ),
    ("a mail goes out twice", "mails about", CLAIMS_NO_MAIL),
    ("a mail goes out without a claim", "a mail that nobody claimed", CLAIMS_NO_MAIL),
    (
        "the mail is forgotten",
        "it should have gone out by mail",
        Wrong::asks(|_, asked| {
            looks_no_more_after_a_mail(asked);
            change_expression(asked, "fallback = :fallback", "forgotten = :fallback");
            true
        }),
    ),
    (
        "who looks after the mail forgets it",
        "this never ends",
        Wrong::asks(|_, asked| {
            change_expression(asked, "fallback = :fallback", "forgotten = :fallback");
            true
        }),
    ),
    (
        "the notice is forgotten",
        "its notice is there",
        Wrong::asks(|_, asked| {
            drop_writes(asked, |write| {
                write["Item"]["entity"]["S"].as_str().is_some_and(|kind| kind.contains("notice"))
            });
            true
        }),
    ),
    ("mails vanish", "no mail went out", Wrong::weather(|weather| weather.mails_vanish = true)),
    (
        "an address is overlooked",
        "there is an address",
        Wrong {
            workers: Sabotage {
                hears: |_, heard| {
                    for who in ["maya", "lee"] {
                        replace_text(heard, &format!("{who}@example.com"), "");
                    }
                },
                ..Sabotage::NONE
            },
            ..Wrong::NOTHING
        },
    ),
    (
        "what became of a mail is not recorded",
        "its mail is still",
        Wrong::asks(|_, asked| {
            looks_no_more_after_a_mail(asked);
            !sets(asked, "email = :after")
        }),
    ),
    ("a number is logged", "is in the log", Wrong { log: |log| log.add(&secrets()[0]), ..Wrong::NOTHING }),
    (
        "nothing is logged",
        "nothing was logged",
        Wrong {
            log: |log| {
                log.take_without(&[]);
            },
            ..Wrong::NOTHING
        },
    ),
];

async fn every_fault_is_found(part: usize) {
    let around = Around::new().await;
    let _kept = around.log.keep();
    let run = |seed, wrong| {
        // The log of a failed run must not be carried over to the next one.
        around.log.take_without(&[]);
        Box::pin(run_with(seed, Some(wrong), &around))
    };
    all_are_found(FAULTS.iter().skip(part).step_by(2), run).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_is_wrong_on_purpose_is_found_within_the_default_seeds_1_of_2() {
    every_fault_is_found(0).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_is_wrong_on_purpose_is_found_within_the_default_seeds_2_of_2() {
    every_fault_is_found(1).await;
}
