//! Claims about what is left of a proposal after a budget changed.

use super::*;
use crate::testing::{adjustment, campaigns, decision, dollars, lee, maya, now, workspace};
use proptest::prelude::*;

/// The campaigns of the fixture's shift with these budgets, each one version later.
fn with_budgets(from: i64, to: i64) -> Vec<Campaign> {
    let budgets = [from, to].into_iter().zip(campaigns());
    budgets
        .map(|(budget, campaign)| Campaign { daily_budget: dollars(budget), version: 2, ..campaign })
        .collect()
}

fn rules() -> ActionRules {
    ActionRules::default()
}

/// What is left to move given the current budgets, in whole dollars; `None` if it is not worth a decision.
fn left(from: i64, to: i64) -> Option<i64> {
    let successor = rebase(&rules(), &adjustment(), &with_budgets(from, to), now())?;
    Some(successor.amount.minor / 100)
}

#[test]
fn what_somebody_moved_already_is_not_moved_again() {
    // The fixture moves 300: from 900 to 600, and from 1,200 to 1,500.
    assert_eq!(left(700, 1_200), Some(100));
    assert_eq!(left(900, 1_400), Some(100));
    assert_eq!(left(800, 1_400), Some(100), "the side with less left decides");
}

#[test]
fn a_budget_that_grew_moves_no_more_than_was_proposed() {
    assert_eq!(left(1_200, 1_200), Some(240), "20 % of what the getting side has");
    let wider = ActionRules { shift_step_percent: 50, ..rules() };
    for (from, to) in [(1_200, 1_200), (1_000, 900)] {
        let successor = rebase(&wider, &adjustment(), &with_budgets(from, to), now()).unwrap();
        assert_eq!(successor.amount, dollars(300));
    }
}

#[test]
fn what_is_done_or_too_little_is_proposed_no_more() {
    assert_eq!(left(600, 1_200), None);
    assert_eq!(left(500, 1_200), None);
    assert_eq!(left(900, 1_500), None);
    assert_eq!(left(604, 1_200), None, "four dollars are no decision");
}

#[test]
fn neither_side_changes_by_more_than_a_platform_bears_at_once() {
    assert_eq!(left(800, 1_300), Some(200));
    assert_eq!(left(900, 1_200), Some(240), "20 % of what the getting side has");
    assert_eq!(left(900, 100), Some(20), "20 % of what the getting side has");
    let wider = ActionRules { shift_step_percent: 50, ..rules() };
    let moved = rebase(&wider, &adjustment(), &with_budgets(900, 1_200), now()).unwrap();
    assert_eq!(moved.amount, dollars(270), "30 % of what the giving side has");
}

#[test]
fn a_campaign_that_was_switched_off_or_is_gone_or_of_another_currency_leaves_nothing() {
    let mut stopped = with_budgets(700, 1_200);
    stopped[1].active = false;
    assert_eq!(rebase(&rules(), &adjustment(), &stopped, now()), None);
    assert_eq!(rebase(&rules(), &adjustment(), &with_budgets(700, 1_200)[..1], now()), None);
    let mut euros = with_budgets(700, 1_200);
    euros[0].daily_budget.currency = "EUR".parse().unwrap();
    assert_eq!(rebase(&rules(), &adjustment(), &euros, now()), None);
}

#[test]
fn what_is_left_is_a_proposal_of_its_own_on_the_budgets_of_now() {
    let before = adjustment().approved_first(decision(&maya(), now()));
    let successor = rebase(&rules(), &before, &with_budgets(700, 1_200), now()).unwrap();
    assert!(successor.id.as_str().starts_with("20261005-") && successor.id != before.id);
    assert_eq!((successor.state, successor.version, &successor.first), (AdjustmentState::Proposed, 1, &None));
    assert_eq!((successor.from.campaign_version, successor.to.campaign_version), (2, 2));
    assert_eq!((successor.from.before, successor.from.after), (dollars(700), dollars(600)));
    assert_eq!((successor.to.before, successor.to.after), (dollars(1_200), dollars(1_300)));
    assert_eq!((&successor.recommendation, successor.because), (&before.recommendation, before.because));
}

#[test]
fn only_proposals_that_wait_and_rest_on_the_campaign_are_overtaken() {
    let changed = ["retargeting-us".parse().unwrap()];
    let since = with_budgets(700, 1_200);
    let change = ChangeOfBudgets { at: now(), by: Some("Lee") };
    let open = [adjustment(), adjustment().approved_first(decision(&maya(), now()))];
    let overtaken = supersede(&rules(), &open, &changed, &since, change);
    assert_eq!(overtaken.len(), 2);
    let moved = overtaken[0].after.changed_budget.as_ref().unwrap();
    assert_eq!((moved.was, moved.now, moved.by.as_deref()), (dollars(900), dollars(700), Some("Lee")));
    assert_eq!(
        overtaken[0].after.successor,
        overtaken[0].successor.as_ref().map(BudgetAdjustment::as_successor)
    );
    let over = [
        adjustment().approved(decision(&maya(), now()), 0),
        adjustment().declined(decision(&maya(), now())),
        adjustment().superseded(None),
    ];
    assert_eq!(supersede(&rules(), &over, &changed, &since, change), []);
    assert_eq!(supersede(&rules(), &open, &["brand".parse().unwrap()], &since, change), []);
}

#[test]
fn who_approved_first_hears_what_ended_the_proposal_and_nobody_else_does() {
    let people = [Teammate::from(&lee()), Teammate::from(&maya())];
    let told = |ended: &BudgetAdjustment| {
        let message = tell_first(&workspace(), people.iter(), ended, now())?;
        Some((message.member.to_string(), message.text.lines().nth(2)?.to_owned()))
    };
    let first = adjustment().approved_first(decision(&maya(), now()));
    let (member, text) = told(&first.superseded(None)).unwrap();
    assert_eq!(member, "maya");
    insta::assert_snapshot!(text, @"A newer proposal took the place of the shift that you approved first: Move $300/day from Retargeting US to Prospecting EU");
    let moved = supersede(
        &rules(),
        std::slice::from_ref(&first),
        &["retargeting-us".parse().unwrap()],
        &with_budgets(700, 1_200),
        ChangeOfBudgets { at: now(), by: None },
    );
    insta::assert_snapshot!(told(&moved[0].after).unwrap().1, @"A budget changed, so the shift that you approved first no longer holds: Move $300/day from Retargeting US to Prospecting EU");
    assert_eq!(told(&first), None, "it still waits");
    assert_eq!(told(&adjustment().superseded(None)), None, "nobody had approved it");
    assert_eq!(tell_first(&workspace(), people[..1].iter(), &first.superseded(None), now()), None);
}

#[test]
fn the_job_names_the_message_that_is_told() {
    let ended = adjustment().approved_first(decision(&maya(), now())).superseded(None);
    let person = Teammate::from(&maya());
    let message = tell_first(&workspace(), std::iter::once(&person), &ended, now()).unwrap();
    let Some(QueueJob::Message(job)) = job_of_first(&ended) else { panic!("no job") };
    assert_eq!((job.message, job.member), (message.id, message.member));
    assert_eq!(job_of_first(&adjustment().superseded(None)), None);
}

proptest! {
    #[test]
    fn a_rebased_shift_keeps_the_total_and_takes_neither_side_past_its_target(
        from in 0_i64..3_000_000, to in 0_i64..3_000_000,
        now_from in 0_i64..3_000_000, now_to in 0_i64..3_000_000,
        amount in 1_i64..500_000,
    ) {
        let money = |minor| Money::from_minor(minor, dollars(1).currency);
        let mut shift = adjustment();
        shift.amount = money(amount);
        (shift.from.before, shift.from.after) = (money(from.max(amount)), money(from.max(amount) - amount));
        (shift.to.before, shift.to.after) = (money(to), money(to + amount));
        let mut since = with_budgets(0, 0);
        (since[0].daily_budget, since[1].daily_budget) = (money(now_from), money(now_to));
        let Some(successor) = rebase(&rules(), &shift, &since, now()) else { return Ok(()) };
        let minor = |side: &BudgetChange| (side.before.minor, side.after.minor);
        let ((from_before, from_after), (to_before, to_after)) = (minor(&successor.from), minor(&successor.to));
        prop_assert_eq!(from_before + to_before, from_after + to_after);
        prop_assert_eq!((from_before, to_before), (now_from, now_to));
        prop_assert_eq!((from_before - from_after, to_after - to_before), (successor.amount.minor, successor.amount.minor));
        prop_assert!(successor.amount.minor > 0 && successor.amount.minor <= amount);
        prop_assert!(from_after >= 0 && from_after >= shift.from.after.minor);
        prop_assert!(to_after <= shift.to.after.minor);
        prop_assert!((to_after - to_before) * 100 <= to_before * rules().shift_step_percent());
    }
}
