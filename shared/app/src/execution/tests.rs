//! Claims about what the ad platform did with a shift, on the real engine.

use super::*;
use crate::action::ActionOutcome;
use crate::testing::tap;
use domain::action::decision::Refusal;
use domain::action::reply;
use domain::language::Language;
use domain::notification::{EmailState, NotificationKind};
use domain::testing::{adjustment, claims, decision, dollars, lee, maya, now, workspace};
use domain::text::free::PlatformReason;
use domain::token::Action;
use jiff::SignedDuration;
use store::embedded::{self, EmbeddedStore};
use store::testing::{issue, store_shift, store_workspace};

/// The fixture's shift after Maya's approval, which can be undone for half an hour.
fn approved() -> BudgetAdjustment {
    adjustment().approved(decision(&maya(), now()), 1800)
}

async fn start_with(shift: &BudgetAdjustment) -> EmbeddedStore {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    store_shift(&embedded.store, shift).await;
    embedded.calls.take();
    embedded
}

fn at() -> Timestamp {
    now() + SignedDuration::from_mins(2)
}

fn applied() -> OutcomeReport {
    OutcomeReport {
        workspace: workspace().id,
        adjustment: adjustment().id,
        executed: ExecutedChange::Shift,
        outcome: ShiftOutcome::Applied { at: at() },
        source: Source::Api,
    }
}

fn refused() -> OutcomeReport {
    let reason =
        PlatformReason::quoted("Account *spend cap* reached,\nsee https://ads.example/help").unwrap();
    OutcomeReport { outcome: ShiftOutcome::Refused { at: at(), reason }, ..applied() }
}

fn reversal() -> OutcomeReport {
    OutcomeReport { executed: ExecutedChange::Reversal, ..applied() }
}

/// Both campaigns' budgets in whole dollars, and their versions.
async fn budgets(store: &Store) -> [(i64, u64); 2] {
    let settings = store.settings(&workspace().id).await.unwrap().unwrap();
    ["retargeting-us", "prospecting-eu"].map(|id| {
        let campaign = settings.campaigns.iter().find(|campaign| campaign.id.as_str() == id).unwrap();
        (campaign.daily_budget.minor / 100, campaign.version)
    })
}

async fn shift(store: &Store) -> BudgetAdjustment {
    store.adjustment(&workspace().id, &adjustment().id).await.unwrap().unwrap()
}

async fn undo(store: &Store, version: u64) -> ActionOutcome {
    let button = claims(&maya(), Action::UndoShift, adjustment().id.as_str(), 9);
    issue(store, &button, version).await;
    tap(store, &maya(), &button, 9, now() + SignedDuration::from_mins(5)).await.outcome
}

/// The state of the shift as named on the dashboard.
async fn state(store: &Store) -> String {
    reply::state(Language::English, &shift(store).await)
}

#[tokio::test]
async fn an_applied_shift_sets_both_budgets_and_who_approved_it_hears_so() {
    let embedded = start_with(&approved()).await;
    let store = &embedded.store;
    assert_eq!(state(store).await, "Approved via WhatsApp");
    embedded.calls.take();
    let reported = report(store, &applied()).await.unwrap();
    assert_eq!(embedded.calls.take(), ["Query", "BatchGetItem", "TransactWriteItems"]);
    assert_eq!(budgets(store).await, [(600, 2), (1_500, 2)]);
    assert_eq!((reported.is_new, &reported.shift), (true, &shift(store).await));
    assert_eq!(state(store).await, "Applied in the ad account");
    let [QueueJob::Message(job)] = reported.jobs.as_slice() else { panic!("{:?}", reported.jobs) };
    let message = store.message(&job.workspace, &job.message).await.unwrap().unwrap();
    assert_eq!(message.member, maya().id);
    insta::assert_snapshot!(message.text, @r"
    Hello Maya. Here is news from Acme Store about a decision that you took part in.

    The ad account applied it: Move $300/day from Retargeting US to Prospecting EU

    The dashboard in your latest report has the details.
    ");
    let [notification] =
        store.latest_notifications(&workspace().id, &maya().id, 5).await.unwrap().try_into().unwrap();
    assert_eq!(
        (notification.kind.as_str(), &notification.email.state),
        ("shift_applied", &EmailState::NotWanted)
    );
    let [event] = store.audit(&workspace().id).await.unwrap().try_into().unwrap();
    assert_eq!((event.verb, event.source, &event.actor), (Verb::ReportOutcome, Source::Api, &None));
    insta::assert_snapshot!(event.before.unwrap(), @"approved; retargeting-us: $600.00, prospecting-eu: $1,500.00 a day, version 2");
    insta::assert_snapshot!(event.after.unwrap(), @"approved, applied in the ad account; retargeting-us: $600.00, prospecting-eu: $1,500.00 a day, version 3");
}

#[tokio::test]
async fn a_refused_shift_changes_no_budget_and_both_who_approved_hear_why() {
    let both = adjustment().approved_first(decision(&lee(), now())).approved(decision(&maya(), now()), 1800);
    let embedded = start_with(&both).await;
    let store = &embedded.store;
    let reported = report(store, &refused()).await.unwrap();
    assert_eq!(budgets(store).await, [(900, 1), (1_200, 1)]);
    assert_eq!(state(store).await, "Refused by the ad account");
    let told: Vec<String> = reported
        .jobs
        .iter()
        .map(|job| match job {
            QueueJob::Message(message) => format!("message to {}", message.member),
            QueueJob::NotificationMail(mail) => format!("mail to {}", mail.member),
            QueueJob::RecordRefusal(_) => "a refusal".into(),
        })
        .collect();
    assert_eq!(told, ["message to lee", "message to maya", "mail to lee", "mail to maya"]);
    let [notification] =
        store.latest_notifications(&workspace().id, &lee().id, 5).await.unwrap().try_into().unwrap();
    let NotificationKind::ShiftRefused { reason, .. } = &notification.kind else {
        panic!("{notification:?}")
    };
    assert_eq!(reason, "Account spend cap reached, see https ads·example/help");
    let messages = store.latest_messages(&workspace().id, 5).await.unwrap();
    insta::assert_snapshot!(messages[0].text.lines().nth(2).unwrap(), @"The ad account refused it (Account spend cap reached, see https ads·example/help): Move $300/day from Retargeting US to Prospecting EU");
    assert!(matches!(undo(store, both.version).await, ActionOutcome::Refused(Refusal::NothingToUndo { .. })));
}

#[tokio::test]
async fn the_same_report_again_says_so_and_tells_nobody_again() {
    for outcome in [applied(), refused()] {
        let embedded = start_with(&approved()).await;
        let store = &embedded.store;
        let first = report(store, &outcome).await.unwrap();
        let stands = (shift(store).await, budgets(store).await);
        embedded.calls.take();
        let mut later = outcome.clone();
        later.outcome = match later.outcome {
            ShiftOutcome::Applied { at } => ShiftOutcome::Applied { at: at + SignedDuration::from_hours(1) },
            ShiftOutcome::Refused { at, .. } => {
                ShiftOutcome::Refused { at, reason: PlatformReason::clean("again").unwrap() }
            }
        };
        let again = report(store, &later).await.unwrap();
        assert_eq!(embedded.calls.take(), ["Query", "BatchGetItem"]);
        assert_eq!((again.is_new, &again.shift, &again.jobs), (false, &stands.0, &first.jobs));
        assert_eq!((shift(store).await, budgets(store).await), stands);
        assert_eq!(store.latest_messages(&workspace().id, 9).await.unwrap().len(), 1);
        assert_eq!(store.audit(&workspace().id).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_opposite_of_what_was_reported_is_a_conflict() {
    for (first, second) in [(applied(), refused()), (refused(), applied())] {
        let embedded = start_with(&approved()).await;
        report(&embedded.store, &first).await.unwrap();
        let stands = (shift(&embedded.store).await, budgets(&embedded.store).await);
        let conflict = report(&embedded.store, &second).await;
        assert!(matches!(conflict, Err(OutcomeError::Contradicts)), "{conflict:?}");
        assert_eq!((shift(&embedded.store).await, budgets(&embedded.store).await), stands);
    }
}

#[tokio::test]
async fn what_nobody_approved_cannot_be_carried_out() {
    let maya_said = || decision(&maya(), now());
    let open = adjustment();
    for unapproved in
        [open.clone(), open.approved_first(maya_said()), open.declined(maya_said()), open.superseded(None)]
    {
        let embedded = start_with(&unapproved).await;
        for outcome in [applied(), refused()] {
            let error = report(&embedded.store, &outcome).await;
            assert!(matches!(error, Err(OutcomeError::NotApproved)), "{error:?}");
        }
        assert_eq!(shift(&embedded.store).await, unapproved);
        assert_eq!(budgets(&embedded.store).await, [(900, 1), (1_200, 1)]);
    }
    let embedded = start_with(&approved()).await;
    let unknown = OutcomeReport { adjustment: "20261005-none".parse().unwrap(), ..applied() };
    assert!(matches!(report(&embedded.store, &unknown).await, Err(OutcomeError::UnknownShift)));
    assert!(matches!(report(&embedded.store, &reversal()).await, Err(OutcomeError::NoReversal)));
}

#[tokio::test]
async fn the_way_back_of_an_applied_shift_is_reported_by_itself() {
    let embedded = start_with(&approved()).await;
    let store = &embedded.store;
    let version = report(store, &applied()).await.unwrap().shift.version;
    // The button was sent with the approval, before the report.
    assert_eq!(undo(store, version - 1).await, ActionOutcome::Changed);
    assert_eq!(state(store).await, "Undone via WhatsApp, not yet in the ad account");
    assert!(
        !report(store, &applied()).await.unwrap().is_new,
        "a late repeat of the shift is none of the way back"
    );
    assert_eq!(budgets(store).await, [(600, 2), (1_500, 2)]);
    assert!(report(store, &reversal()).await.unwrap().is_new);
    assert_eq!(budgets(store).await, [(900, 3), (1_200, 3)]);
    assert_eq!(state(store).await, "Undone via WhatsApp, put back in the ad account");
    assert!(!report(store, &reversal()).await.unwrap().is_new);
    let conflict = report(store, &OutcomeReport { executed: ExecutedChange::Reversal, ..refused() }).await;
    assert!(matches!(conflict, Err(OutcomeError::Contradicts)), "{conflict:?}");
    let notifications = store.latest_notifications(&workspace().id, &maya().id, 5).await.unwrap();
    let words: Vec<&str> = notifications.iter().map(|notification| notification.kind.as_str()).collect();
    assert_eq!(words.len(), 2, "{words:?}");
    assert!(words.contains(&"way_back_applied") && words.contains(&"shift_applied"), "{words:?}");
}

#[tokio::test]
async fn a_way_back_that_is_refused_leaves_the_budgets_of_the_shift() {
    let embedded = start_with(&approved()).await;
    let store = &embedded.store;
    let version = report(store, &applied()).await.unwrap().shift.version;
    assert_eq!(undo(store, version - 1).await, ActionOutcome::Changed);
    report(store, &OutcomeReport { executed: ExecutedChange::Reversal, ..refused() }).await.unwrap();
    assert_eq!(budgets(store).await, [(600, 2), (1_500, 2)]);
    assert_eq!(state(store).await, "Undone via WhatsApp, refused by the ad account");
}

#[tokio::test]
async fn a_shift_that_was_applied_although_it_was_undone_before_is_on_record_and_can_be_put_back() {
    let undone = approved().taken_back(decision(&maya(), now()));
    let embedded = start_with(&undone).await;
    let store = &embedded.store;
    assert!(matches!(report(store, &reversal()).await, Err(OutcomeError::NoReversal)));
    report(store, &applied()).await.unwrap();
    assert_eq!(budgets(store).await, [(600, 2), (1_500, 2)]);
    assert_eq!(state(store).await, "Undone via WhatsApp, not yet in the ad account");
    report(store, &reversal()).await.unwrap();
    assert_eq!(budgets(store).await, [(900, 3), (1_200, 3)]);
}

#[tokio::test]
async fn budgets_that_were_reported_before_the_outcome_are_no_change_and_stand_in_no_undos_way() {
    let embedded = start_with(&approved()).await;
    let store = &embedded.store;
    for (campaign, budget) in [("retargeting-us", 600), ("prospecting-eu", 1_500)] {
        let seen = budget::BudgetReport {
            workspace: workspace().id,
            campaign: campaign.parse().unwrap(),
            daily_budget: dollars(budget),
            active: None,
            budget_source: BudgetSource::Stated,
            by: None,
            source: Source::Api,
            at: at(),
        };
        budget::change(store, &seen).await.unwrap();
    }
    let version = report(store, &applied()).await.unwrap().shift.version;
    assert_eq!(budgets(store).await, [(600, 2), (1_500, 2)]);
    assert_eq!(undo(store, version - 1).await, ActionOutcome::Changed);
}

#[tokio::test]
async fn a_proposal_that_rests_on_the_old_budgets_is_overtaken_by_an_applied_shift() {
    let embedded = start_with(&approved()).await;
    let store = &embedded.store;
    let mut waiting = adjustment().approved_first(decision(&lee(), now()));
    waiting.id = "20261006-waiting".parse().unwrap();
    store_shift(store, &waiting).await;
    let reported = report(store, &applied()).await.unwrap();
    let [overtaken] = reported.superseded.as_slice() else { panic!("{:?}", reported.superseded) };
    assert_eq!((&overtaken.before, &overtaken.successor), (&waiting, &None), "its target is reached");
    let stored = store.adjustment(&workspace().id, &waiting.id).await.unwrap().unwrap();
    assert_eq!(
        (stored.state, stored.changed_budget.unwrap().by.as_deref()),
        (AdjustmentState::Superseded, Some("Maya"))
    );
    let told: Vec<_> = store.latest_messages(&workspace().id, 5).await.unwrap();
    assert!(told.iter().any(|message| message.member == lee().id), "the first approver hears of it");
    assert_eq!(reported.jobs.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_reports_at_once_one_is_news() {
    let embedded = start_with(&approved()).await;
    let applied = applied();
    let reports = futures::future::join_all((0..10).map(|_| report(&embedded.store, &applied))).await;
    let notifications = reports.iter().filter(|reported| reported.as_ref().unwrap().is_new).count();
    assert_eq!(notifications, 1);
    assert_eq!(budgets(&embedded.store).await, [(600, 2), (1_500, 2)]);
    assert_eq!(embedded.store.audit(&workspace().id).await.unwrap().len(), 1);
}
