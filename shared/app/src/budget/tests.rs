//! Claims about a budget that changed in the ad account, on the real engine.

use super::*;
use crate::action::ActionOutcome;
use crate::testing::tap;
use domain::action::decision::Refusal;
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use domain::testing::{adjustment, claims, decision, dollars, maya, now, workspace};
use domain::token::Action;
use jiff::SignedDuration;
use store::embedded::{self, EmbeddedStore};
use store::testing::{issue, store_shift, store_workspace};

/// A workspace with one pending proposal.
async fn start_with(shift: &BudgetAdjustment) -> EmbeddedStore {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    store_shift(&embedded.store, shift).await;
    embedded.calls.take();
    embedded
}

fn reported(campaign: &str, budget: i64) -> BudgetReport {
    BudgetReport {
        workspace: workspace().id,
        campaign: campaign.parse().unwrap(),
        daily_budget: dollars(budget),
        active: None,
        budget_source: BudgetSource::Stated,
        by: GivenName::quoted("Lee").ok(),
        source: Source::Api,
        at: now() + SignedDuration::from_mins(65),
    }
}

async fn campaign(store: &Store, id: &str) -> Campaign {
    let settings = store.settings(&workspace().id).await.unwrap().unwrap();
    settings.campaigns.into_iter().find(|campaign| campaign.id.as_str() == id).unwrap()
}

async fn shift(store: &Store) -> BudgetAdjustment {
    store.adjustment(&workspace().id, &adjustment().id).await.unwrap().unwrap()
}

async fn waiting(store: &Store) -> Vec<BudgetAdjustment> {
    let known = store.adjustments(&workspace().id).await.unwrap();
    known.into_iter().filter(|shift| shift.state.is_open()).collect()
}

#[tokio::test]
async fn a_late_tap_hears_what_moved_by_whom_and_is_offered_what_is_left() {
    let embedded = start_with(&adjustment()).await;
    let store = &embedded.store;
    let button = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 1);
    issue(store, &button, 1).await;
    change(store, &reported("retargeting-us", 700)).await.unwrap();
    let late = now() + SignedDuration::from_hours(2);
    let performed = tap(store, &maya(), &button, 1, late).await;
    assert_eq!(performed.outcome, ActionOutcome::Refused(Refusal::TargetMoved { campaign: None }));
    insta::assert_snapshot!(performed.reply.unwrap(), @"Not applied. Lee changed the budget of Retargeting US on Tue 6 Oct at 09:12 EDT: it is now $700 a day (was $900).");
    let [QueueJob::Message(card)] = performed.jobs.as_slice() else { panic!("{:?}", performed.jobs) };
    let card = store.message(&card.workspace, &card.message).await.unwrap().unwrap();
    insta::assert_snapshot!(card.text, @"New proposal: move $100 a day.");
    let [left] = waiting(store).await.try_into().unwrap();
    assert_eq!((left.amount, left.from.before, left.from.after), (dollars(100), dollars(700), dollars(600)));
    assert_eq!(card.buttons[0].target.as_str(), left.id.as_str());
    assert_eq!(campaign(store, "retargeting-us").await.daily_budget, dollars(700));
}

#[tokio::test]
async fn what_is_left_can_be_approved_on_the_budgets_of_now() {
    let embedded = start_with(&adjustment()).await;
    let store = &embedded.store;
    let changed = change(store, &reported("retargeting-us", 700)).await.unwrap();
    let left = changed.superseded[0].successor.clone().unwrap();
    let button = claims(&maya(), Action::ApproveShift, left.id.as_str(), 1);
    issue(store, &button, left.version).await;
    let performed = tap(store, &maya(), &button, 1, now()).await;
    assert_eq!(performed.outcome, ActionOutcome::Changed, "{performed:?}");
}

#[tokio::test]
async fn a_change_is_three_calls_and_one_audit_event_and_the_same_again_is_two_and_none() {
    let embedded = start_with(&adjustment()).await;
    let report = reported("retargeting-us", 700);
    let first = change(&embedded.store, &report).await.unwrap();
    assert_eq!(embedded.calls.take(), ["Query", "BatchGetItem", "TransactWriteItems"]);
    assert!(first.is_new && first.jobs.is_empty());
    let again = BudgetReport { at: now() + SignedDuration::from_hours(3), ..report };
    let second = change(&embedded.store, &again).await.unwrap();
    assert_eq!(embedded.calls.take(), ["Query", "BatchGetItem"]);
    assert_eq!((second.is_new, second.campaign), (false, first.campaign));
    let audit = embedded.store.audit(&workspace().id).await.unwrap();
    let [event] = audit.as_slice() else { panic!("{audit:?}") };
    assert_eq!((event.verb, event.source, &event.actor), (Verb::ChangeBudget, Source::Api, &None));
    assert_eq!(event.before.as_deref(), Some("$900.00 a day, running; version 1"));
    assert_eq!(event.after.as_deref(), Some("$700.00 a day, running; version 2"));
}

#[tokio::test]
async fn a_campaign_that_was_switched_off_ends_its_proposals() {
    let embedded = start_with(&adjustment()).await;
    let off = BudgetReport { active: Some(false), ..reported("prospecting-eu", 1_200) };
    let changed = change(&embedded.store, &off).await.unwrap();
    assert_eq!((changed.campaign.active, changed.campaign.version), (false, 2));
    let over = shift(&embedded.store).await;
    assert_eq!((over.state, over.successor), (AdjustmentState::Superseded, None));
    assert!(over.changed_budget.unwrap().stopped);
    assert_eq!(waiting(&embedded.store).await, []);
}

#[tokio::test]
async fn a_campaign_without_a_proposal_changes_alone() {
    let decided = adjustment().approved(decision(&maya(), now()), 1800);
    let embedded = start_with(&decided).await;
    let changed = change(&embedded.store, &reported("retargeting-us", 700)).await.unwrap();
    assert!(changed.is_new && changed.superseded.is_empty());
    assert_eq!(shift(&embedded.store).await, decided);
}

#[tokio::test]
async fn a_budget_that_is_stated_as_it_was_estimated_is_the_same_budget() {
    let embedded = start_with(&adjustment()).await;
    let store = &embedded.store;
    let mut estimated = campaign(store, "retargeting-us").await;
    estimated.budget_source = BudgetSource::EstimatedFromSpend;
    store.save_campaigns(&workspace().id, &[estimated]).await.unwrap();
    assert!(change(store, &reported("retargeting-us", 900)).await.unwrap().is_new);
    let stated = campaign(store, "retargeting-us").await;
    assert_eq!((stated.budget_source, stated.version), (BudgetSource::Stated, 1));
    assert_eq!(shift(store).await, adjustment());
    let estimate =
        BudgetReport { budget_source: BudgetSource::EstimatedFromSpend, ..reported("retargeting-us", 640) };
    assert!(!change(store, &estimate).await.unwrap().is_new, "an estimate never replaces what was stated");
    assert_eq!(campaign(store, "retargeting-us").await, stated);
}

#[tokio::test]
async fn who_approved_first_hears_that_the_shift_no_longer_holds_and_once() {
    let embedded = start_with(&adjustment().approved_first(decision(&maya(), now()))).await;
    let store = &embedded.store;
    let first = change(store, &reported("retargeting-us", 700)).await.unwrap();
    let [QueueJob::Message(job)] = first.jobs.as_slice() else { panic!("{:?}", first.jobs) };
    let message = store.message(&job.workspace, &job.message).await.unwrap().unwrap();
    assert_eq!(message.member, maya().id);
    assert!(
        message.text.contains("A budget changed, so the shift that you approved first no longer holds"),
        "{}",
        message.text
    );
    // The process that made the change may have died before the news was queued.
    let again = change(store, &reported("retargeting-us", 700)).await.unwrap();
    assert_eq!((again.is_new, again.jobs), (false, first.jobs));
    assert_eq!(store.latest_messages(&workspace().id, 10).await.unwrap(), [message]);
}

#[tokio::test]
async fn a_budget_that_is_none_of_the_campaign_is_refused() {
    let embedded = start_with(&adjustment()).await;
    let store = &embedded.store;
    let unknown = change(store, &reported("no-such", 700)).await;
    assert!(matches!(unknown, Err(BudgetError::UnknownCampaign)), "{unknown:?}");
    let negative = change(store, &reported("retargeting-us", -1)).await;
    assert!(matches!(negative, Err(BudgetError::Negative)), "{negative:?}");
    let mut euros = reported("retargeting-us", 700);
    euros.daily_budget.currency = "EUR".parse().unwrap();
    let euros = change(store, &euros).await;
    assert!(matches!(euros, Err(BudgetError::OtherCurrency)), "{euros:?}");
    assert_eq!(store.audit(&workspace().id).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_budgets_at_once_leave_one_proposal_that_fits_them() {
    for _round in 0..10 {
        let embedded = start_with(&adjustment()).await;
        let other = embedded.another_worker();
        let (one, two) = (reported("retargeting-us", 800), reported("prospecting-eu", 1_300));
        let (one, two) = tokio::join!(change(&embedded.store, &one), change(&other.store, &two));
        assert!(one.unwrap().is_new && two.unwrap().is_new);
        let [left] = waiting(&embedded.store).await.try_into().unwrap();
        assert_eq!((left.from.before, left.to.before), (dollars(800), dollars(1_300)));
        assert_eq!((left.from.campaign_version, left.to.campaign_version), (2, 2));
        assert!(left.from.after.minor >= 60_000 && left.to.after.minor <= 150_000, "{left:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_and_a_change_at_once_never_move_money_that_is_gone() {
    for _round in 0..10 {
        let embedded = start_with(&adjustment()).await;
        let store = &embedded.store;
        let button = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 1);
        issue(store, &button, 1).await;
        let other = embedded.another_worker();
        let (report, who) = (reported("retargeting-us", 700), maya());
        let (changed, performed) =
            tokio::join!(change(store, &report), tap(&other.store, &who, &button, 1, now()));
        let (changed, shift) = (changed.unwrap(), shift(store).await);
        let approved_first = shift.state == AdjustmentState::Approved;
        assert_eq!(approved_first, performed.outcome == ActionOutcome::Changed, "{performed:?}");
        assert_eq!(approved_first, changed.superseded.is_empty(), "{shift:?}");
        assert_eq!(campaign(store, "retargeting-us").await.version, 2);
    }
}

#[tokio::test]
async fn a_name_that_comes_at_the_moment_of_a_budget_stays() {
    let mut met = [0, 0];
    for round in 0..80 {
        let (pauses, kind) = (round / 2, round % 2);
        let embedded = start_with(&adjustment()).await;
        let store = &embedded.store;
        let named = Campaign { name: "Spring".into(), ..campaign(store, "retargeting-us").await };
        let others = ["Lenz".to_owned()];
        embedded.calls.take();
        let name = async {
            for _pause in 0..pauses {
                tokio::task::yield_now().await;
            }
            // One is a name that the platform gives, the other one that the workspace gives.
            match kind {
                0 => store.name_campaigns(&workspace().id, std::slice::from_ref(&named)).await,
                _ => store.set_other_names(&workspace().id, &named.id, &others).await,
            }
        };
        let report = reported("retargeting-us", 700);
        let (changed, told) = futures::future::join(change(store, &report), name).await;
        assert!(changed.unwrap().is_new);
        told.unwrap();
        let after = campaign(store, "retargeting-us").await;
        assert_eq!(after.daily_budget, dollars(700));
        assert!(after.name == "Spring" || after.other_names == others, "{pauses} pauses");
        met[kind] += usize::from(embedded.calls.take().len() > 4);
    }
    assert!(met.iter().all(|rounds| *rounds > 0), "in no round the name came between the read and the write");
}
