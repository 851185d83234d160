//! Every kind of action, with every fault at every call: afterwards the same webhook arrives again, as Twilio repeats
//! it, and the table must be as if there had been no fault.

use super::history::{Table, read};
use super::world::{Button, Setting, Tap, person, start};
use app::action::{ActionOutcome, ActionResult};
use domain::audit::{AuditEvent, Outcome};
use domain::insight::record::occurrence;
use domain::message::job::QueueJob;
use domain::testing::{adjustment, now, recommendation, report_day, workspace};
use domain::token::Action;
use domain::token::WhatsAppActionToken;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeSet;
use store::embedded::{EmbeddedStore, Fault, FaultPlan};
use store::{Item, StoreError};

/// A tap and its circumstances: the taps before it, and when it arrives.
#[derive(Debug, Clone)]
struct Case {
    name: &'static str,
    setting: Setting,
    before: Vec<Button>,
    tap: Button,
    at: Timestamp,
    phone: &'static str,
    /// The expected result: done, shown, or the word of the refusal.
    ends: &'static str,
}

fn button(number: usize, who: &str, action: Action, version: u64) -> Button {
    let shift = adjustment().id.to_string();
    let given = recommendation().id.to_string();
    let alert = super::world::alert().finding.id.to_string();
    let (target, version) = match action {
        Action::AcknowledgeAlert | Action::SnoozeAlert | Action::SnoozeAlertUntilTomorrow => {
            (alert, occurrence(report_day()))
        }
        Action::AssignRecommendation
        | Action::PickAssignee
        | Action::AcceptAssignment
        | Action::PassBackAssignment => (given, version),
        _ => (shift, version),
    };
    let picked = (action == Action::PickAssignee).then(|| "lee".to_owned());
    Button::new(number, &person(who), action, (&target, version), now()).with_detail(picked)
}

fn cases() -> Vec<Case> {
    use Action::{
        AcceptAssignment, AcknowledgeAlert, ApproveShift, AssignRecommendation, ConfirmShift, DeclineShift,
        PassBackAssignment, PickAssignee, ReviewShift, SnoozeAlert, SnoozeAlertUntilTomorrow, UndoShift,
    };
    let (one, two, both) = (Setting::ONE_TAP, Setting::TWO_TAPS, Setting::TWO_PEOPLE);
    let case = |name, setting, before, tap, ends| Case {
        name,
        setting,
        before,
        tap,
        at: now() + SignedDuration::from_secs(60),
        phone: "",
        ends,
    };
    let maya = |action, version| button(1, "maya", action, version);
    let lee = |action, version| button(2, "lee", action, version);
    let first = || vec![button(9, "maya", ApproveShift, 1)];
    let given = || vec![button(9, "maya", PickAssignee, 1)];
    let late = now() + SignedDuration::from_hours(24);
    vec![
        case("approve", one, vec![], maya(ApproveShift, 1), "done"),
        case("approve by link", one, vec![], maya(ApproveShift, 1).into_link(), "done"),
        case("asked once more", two, vec![], maya(ApproveShift, 1), "shown"),
        case("confirm", two, vec![], maya(ConfirmShift, 1), "done"),
        case("first of two", both, vec![], maya(ApproveShift, 1), "done"),
        case("second of two", both, first(), lee(ApproveShift, 2), "done"),
        case("the same person twice", both, first(), maya(ApproveShift, 2), "awaits_second"),
        case("decline", one, vec![], maya(DeclineShift, 1), "done"),
        Case { at: late, ..case("decline late", one, vec![], maya(DeclineShift, 1), "done") },
        case("decline by link", one, vec![], maya(DeclineShift, 1).into_link(), "done"),
        case("undo", one, first(), lee(UndoShift, 2), "done"),
        Case { at: late, ..case("undo too late", one, first(), lee(UndoShift, 2), "undo_too_late") },
        case("review", one, vec![], lee(ReviewShift, 1), "shown"),
        case("acknowledge", one, vec![], maya(AcknowledgeAlert, 0), "done"),
        case("snooze", one, vec![], maya(SnoozeAlert, 0), "done"),
        case("snooze until tomorrow", one, vec![], lee(SnoozeAlertUntilTomorrow, 0), "done"),
        case("choose", one, vec![], maya(AssignRecommendation, 1), "shown"),
        case("pick", one, vec![], maya(PickAssignee, 1), "done"),
        case("accept", one, given(), lee(AcceptAssignment, 2), "done"),
        case("pass back", one, given(), lee(PassBackAssignment, 2), "done"),
        case(
            "pass back what one does not have",
            one,
            given(),
            maya(PassBackAssignment, 2),
            "already_assigned",
        ),
        case("too late", one, first(), lee(ApproveShift, 1), "already_approved"),
        Case { at: late, ..case("too old", one, vec![], maya(ApproveShift, 1), "expired") },
        Case { phone: "lee", ..case("another phone", one, vec![], maya(ApproveShift, 1), "not_your_button") },
        case("who may only look", one, vec![], button(3, "anna", ApproveShift, 1), "may_not"),
    ]
}

fn ending(performed: &ActionResult) -> &'static str {
    match &performed.outcome {
        ActionOutcome::Changed => "done",
        ActionOutcome::Shown => "shown",
        ActionOutcome::Refused(refusal) => refusal.audit_word(),
        ActionOutcome::Duplicate => "before",
        ActionOutcome::Busy => "busy",
    }
}

/// The final state, the answers, and the queued jobs.
#[derive(Debug, PartialEq)]
struct End {
    table: Table,
    reply: Option<String>,
    jobs: Vec<QueueJob>,
}

fn table_of(items: Vec<Item>) -> Table {
    Table::of_items(items.into_iter().map(|item| serde_dynamo::from_item::<_, Value>(item).unwrap()))
}

impl Case {
    fn message(&self) -> Tap {
        let phone = if self.phone.is_empty() { self.tap.claims.member.as_str() } else { self.phone };
        Tap::new(&self.tap, &person(phone), 1)
    }

    /// Creates the world in which the tap arrives, without any faults so far.
    async fn world(&self) -> EmbeddedStore {
        let mut buttons = self.before.clone();
        buttons.push(self.tap.clone());
        let calm = start(&self.setting, &buttons).await;
        for (number, button) in self.before.iter().enumerate() {
            let owner = person(button.claims.member.as_str());
            let tap = Tap::new(button, &owner, 50 + u32::try_from(number).unwrap());
            assert_eq!(ending(&tap.arrive(&calm, now()).await.unwrap()), "done", "{}", self.name);
        }
        calm
    }

    async fn without_faults(&self) -> End {
        let calm = self.world().await;
        let performed = self.message().arrive(&calm, self.at).await.unwrap();
        assert_eq!(ending(&performed), self.ends, "{}", self.name);
        let jobs = performed.jobs.clone();
        End { table: table_of(calm.items().await), reply: performed.reply, jobs }
    }

    /// Lets the tap arrive at a worker with these faults, and again at other workers until it is answered.
    async fn with_faults(&self, worker: impl Fn(&EmbeddedStore) -> EmbeddedStore) -> End {
        let calm = self.world().await;
        let worker = worker(&calm);
        let tap = self.message();
        let heard: Option<Result<ActionResult, StoreError>> =
            worker.until_crash(tap.arrive(&worker, self.at)).await;
        let mut performed = match heard {
            Some(Ok(performed)) => performed,
            Some(Err(_)) | None => tap.arrive(&calm, self.at).await.unwrap(),
        };
        assert!(ending(&performed) != "busy", "{}", self.name);
        if tap.phone.is_some() {
            let again = tap.arrive(&calm, self.at + SignedDuration::from_secs(9)).await.unwrap();
            if self.ends != "not_your_button" {
                assert_eq!((ending(&again), &again.reply), ("before", &performed.reply), "{}", self.name);
                performed.jobs = again.jobs;
            }
        }
        End { table: table_of(calm.items().await), reply: performed.reply, jobs: performed.jobs }
    }
}

/// Every fault at each of the calls of a tap: one read, one transaction, and the SDK's retries.
const CALLS: usize = 3;

#[tokio::test(start_paused = true)]
async fn a_fault_at_any_call_of_any_action_leaves_what_no_fault_leaves() {
    let mut runs = 0;
    for case in cases() {
        fastrand::seed(7);
        let expected = case.without_faults().await;
        for fault in Fault::ALL {
            for call in 0..CALLS {
                let plan = FaultPlan::at(call, fault);
                for retries in [true, false] {
                    let ended = case
                        .with_faults(|calm| {
                            let worker = calm.another_worker().with_faults(plan.clone());
                            if retries { worker } else { worker.without_retries() }
                        })
                        .await;
                    case.assert_same(&ended, &expected, &format!("{fault:?} at {call}, retries: {retries}"));
                    runs += 1;
                }
            }
        }
    }
    assert_eq!(runs, cases().len() * Fault::ALL.len() * CALLS * 2);
}

#[tokio::test(start_paused = true)]
async fn two_faults_in_a_row_leave_what_no_fault_leaves() {
    for case in cases() {
        fastrand::seed(7);
        let expected = case.without_faults().await;
        for first in [Fault::AnswerLost, Fault::Conflict, Fault::Throttled, Fault::GivenBack] {
            for second in Fault::ALL {
                let plan = FaultPlan::at(0, first).and_at(1, first).and_at(2, second);
                let ended = case.with_faults(|calm| calm.another_worker().with_faults(plan.clone())).await;
                case.assert_same(&ended, &expected, &format!("{first:?} twice, then {second:?}"));
            }
        }
    }
}

impl Case {
    fn assert_same(&self, ended: &End, expected: &End, faults: &str) {
        if self.message().phone.is_some() {
            let what = format!("{}: {faults}", self.name);
            assert!(
                ended.table == expected.table,
                "{what}: the table is another\n{}",
                difference(ended, expected)
            );
            assert_eq!((&ended.reply, &ended.jobs), (&expected.reply, &expected.jobs), "{what}");
        } else {
            self.assert_done_once(&ended.table, faults);
        }
    }

    /// A link has no message identifier that distinguishes a repeated request from a first one: the change is made
    /// once, and a request repeated afterwards may leave a denied attempt.
    fn assert_done_once(&self, table: &Table, faults: &str) {
        let workspace = workspace().id;
        let events: Vec<AuditEvent> = table.entities(workspace.as_str(), "audit");
        let done = events.iter().filter(|event| event.outcome == Outcome::Executed).count();
        assert_eq!(done, 1 + self.before.len(), "{}: {faults}: {events:?}", self.name);
        let tokens = table.of_kind(workspace.as_str(), "token").map(read::<WhatsAppActionToken>);
        let used = tokens.filter(|token| token.used_by.is_some()).count();
        assert_eq!(used, done, "{}: {faults}", self.name);
    }
}

/// Describes which items differ.
fn difference(one: &End, other: &End) -> String {
    let lines = |end: &End| format!("{:#?}", end.table).lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (one, other) = (lines(one), lines(other));
    one.symmetric_difference(&other).cloned().collect::<Vec<_>>().join("\n")
}
