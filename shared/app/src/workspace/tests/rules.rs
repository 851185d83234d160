//! Claims about changes of a workspace's rules.

use super::*;
use crate::workspace::rules::{RulesError, RulesRequest, change_rules};
use domain::instant::EpochSecond;
use domain::testing::dollars;
use domain::workspace::Workspace;
use domain::workspace::rules::{LONGEST_UNDO_SECONDS, NamedPeople, RulesVersion};
use store::Item;

/// The rules of the fixture, as a request.
fn same() -> RulesRequest {
    RulesRequest {
        seen_version: 1,
        single_tap_limit: workspace().single_tap_limit,
        confirm_limit: None,
        named: NamedPeople::default(),
        undo_seconds: workspace().rules.undo_seconds,
        shift_step_percent: workspace().rules.shift_step_percent,
        tokens_valid_from: None,
    }
}

async fn in_force(store: &Store) -> Workspace {
    read(store, Key::workspace(&workspace().id)).await
}

async fn version(store: &Store, version: u64) -> RulesVersion {
    read(store, Key::rules(&workspace().id, version)).await
}

#[tokio::test]
async fn new_rules_are_two_calls_the_next_version_and_in_force_at_once() {
    let embedded = start().await;
    let store = &embedded.store;
    let wish = RulesRequest { single_tap_limit: dollars(250), confirm_limit: Some(dollars(1_000)), ..same() };
    let after = change_rules(store, &by(&maya()), &wish).await.unwrap();
    assert_eq!(embedded.calls.take(), ["BatchGetItem", "TransactWriteItems"]);
    assert_eq!((after.rules.version, after.single_tap_limit), (2, dollars(250)));
    assert_eq!(in_force(store).await, after);
    let (first, second) = (version(store, 1).await, version(store, 2).await);
    assert_eq!((first.single_tap_limit, first.since), (dollars(500), Timestamp::UNIX_EPOCH));
    assert_eq!((second.single_tap_limit, second.since), (dollars(250), by_operator().at));
    assert_eq!(second.rules, after.rules);
    let [event] = store.audit(&workspace().id).await.unwrap().try_into().unwrap();
    let people =
        "approve: everybody who decides; alerts: everybody who decides; assign: everybody who decides";
    let rest = "undo 1800 s; shift step 20 %; tokens from 0";
    let before = format!("one tap $500.00, one person $500.00 a day; {people}; {rest}; version 1");
    let after = format!("one tap $250.00, one person $1,000.00 a day; {people}; {rest}; version 2");
    assert_eq!((event.before, event.after), (Some(before), Some(after)));
    // The fixture's shift of $300 needed only one tap before.
    assert_eq!(tap_on_old_button(store, &maya()).await, ActionOutcome::Shown);
}

#[tokio::test]
async fn the_same_rules_again_are_no_new_version() {
    let embedded = start().await;
    let store = &embedded.store;
    let wish = RulesRequest { undo_seconds: 0, ..same() };
    let first = change_rules(store, &by(&maya()), &wish).await.unwrap();
    embedded.calls.take();
    assert_eq!(change_rules(store, &by(&maya()), &wish).await.unwrap(), first);
    assert_eq!(embedded.calls.take(), ["BatchGetItem"]);
    assert_eq!(store.audit(&workspace().id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn rules_that_cannot_be_are_refused_and_change_nothing() {
    let embedded = start().await;
    let store = &embedded.store;
    let euros = domain::money::Money { currency: "EUR".parse().unwrap(), ..dollars(100) };
    let named =
        NamedPeople { approve_shifts: Some(vec!["nobody".parse().unwrap()]), ..NamedPeople::default() };
    let future = Some(EpochSecond::from(by_operator().at).plus_seconds(1));
    type Expected = fn(&RulesError) -> bool;
    let cases: [(RulesRequest, Expected); 11] = [
        (RulesRequest { single_tap_limit: euros, ..same() }, |e| matches!(e, RulesError::OtherCurrency)),
        (RulesRequest { confirm_limit: Some(euros), ..same() }, |e| matches!(e, RulesError::OtherCurrency)),
        (RulesRequest { single_tap_limit: dollars(-1), ..same() }, |e| {
            matches!(e, RulesError::NegativeLimit)
        }),
        (RulesRequest { confirm_limit: Some(dollars(499)), ..same() }, |e| {
            matches!(e, RulesError::LimitsCross)
        }),
        (RulesRequest { undo_seconds: -1, ..same() }, |e| matches!(e, RulesError::UndoTooLong)),
        (RulesRequest { undo_seconds: LONGEST_UNDO_SECONDS + 1, ..same() }, |e| {
            matches!(e, RulesError::UndoTooLong)
        }),
        (RulesRequest { shift_step_percent: 0, ..same() }, |e| matches!(e, RulesError::StepOutOfRange)),
        (RulesRequest { shift_step_percent: 101, ..same() }, |e| matches!(e, RulesError::StepOutOfRange)),
        (RulesRequest { named, ..same() }, |e| matches!(e, RulesError::UnknownPerson)),
        (RulesRequest { tokens_valid_from: future, ..same() }, |e| matches!(e, RulesError::TokensOutOfOrder)),
        (RulesRequest { undo_seconds: 60, seen_version: 7, ..same() }, |e| {
            matches!(e, RulesError::ChangedMeanwhile)
        }),
    ];
    for (wish, expected) in cases {
        let error = change_rules(store, &by(&maya()), &wish).await.unwrap_err();
        assert!(expected(&error), "{error} for {wish:?}");
    }
    assert_eq!(in_force(store).await, workspace());
    assert_eq!(store.audit(&workspace().id).await.unwrap(), []);
}

#[tokio::test]
async fn only_an_owner_changes_the_rules() {
    let embedded = start().await;
    let store = &embedded.store;
    let wish = RulesRequest { single_tap_limit: dollars(9_000), ..same() };
    let denied = change_rules(store, &by(&lee()), &wish).await;
    assert!(matches!(denied, Err(RulesError::MayNot)), "{denied:?}");
    assert_eq!(in_force(store).await, workspace());
    let [event] = store.audit(&workspace().id).await.unwrap().try_into().unwrap();
    assert_eq!((event.verb, event.actor), (Verb::ChangeRules, Some(lee().id)));
}

#[tokio::test]
async fn who_is_named_may_and_a_name_that_left_may_stay() {
    let embedded = start().await;
    let store = &embedded.store;
    let named = NamedPeople { approve_shifts: Some(vec![lee().id]), ..NamedPeople::default() };
    change_rules(store, &by(&maya()), &RulesRequest { named: named.clone(), ..same() }).await.unwrap();
    let ending = tap_on_old_button(store, &maya()).await;
    assert!(matches!(ending, ActionOutcome::Refused(Refusal::MayNot { .. })), "{ending:?}");
    remove(store, &by(&maya()), &lee()).await.unwrap();
    let wish = RulesRequest { seen_version: 2, named, undo_seconds: 600, ..same() };
    assert_eq!(change_rules(store, &by(&maya()), &wish).await.unwrap().rules.version, 3);
}

#[tokio::test]
async fn tokens_from_before_a_restore_can_be_voided_and_never_revived() {
    let embedded = start().await;
    let store = &embedded.store;
    let restored_at = now().as_second() + 30;
    let wish = RulesRequest { tokens_valid_from: Some(EpochSecond::new(restored_at)), ..same() };
    change_rules(store, &by_operator(), &wish).await.unwrap();
    assert_eq!(tap_on_old_button(store, &maya()).await, ActionOutcome::Refused(Refusal::Void));
    let revive = RulesRequest { seen_version: 2, tokens_valid_from: Some(EpochSecond::new(0)), ..same() };
    let refused = change_rules(store, &by_operator(), &revive).await;
    assert!(matches!(refused, Err(RulesError::TokensOutOfOrder)), "{refused:?}");
}

#[tokio::test]
async fn a_workspace_from_before_rules_were_kept_gets_its_second_version() {
    let embedded = start().await;
    let store = &embedded.store;
    let key = Key::workspace(&workspace().id);
    let mut old: Item = item::write(&key, &workspace()).unwrap();
    old.remove("rules");
    store.put_all(vec![old], &|_| {}).await.unwrap();
    let wish = RulesRequest { undo_seconds: 600, ..same() };
    assert_eq!(change_rules(store, &by(&maya()), &wish).await.unwrap().rules.version, 2);
}

#[tokio::test]
async fn people_of_a_workspace_from_before_rules_and_changes_were_kept_can_act() {
    let embedded = start().await;
    let store = &embedded.store;
    let member = Key::member(&workspace().id, &maya().id);
    let mut old = vec![
        item::write(&Key::workspace(&workspace().id), &workspace()).unwrap(),
        item::write(&member, &maya()).unwrap(),
    ];
    old[0].remove("rules");
    old[1].remove("changed_at");
    store.put_all(old, &|_| {}).await.unwrap();
    assert_eq!(tap_on_old_button(store, &maya()).await, ActionOutcome::Changed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_changes_at_once_the_second_is_told_to_look_again() {
    let embedded = start().await;
    let other = embedded.another_worker();
    let (one, two) =
        (RulesRequest { undo_seconds: 60, ..same() }, RulesRequest { undo_seconds: 120, ..same() });
    let (by_maya, by_us) = (by(&maya()), by_operator());
    let (one, two) =
        tokio::join!(change_rules(&embedded.store, &by_maya, &one), change_rules(&other.store, &by_us, &two));
    let lost = [one, two].into_iter().filter(|changed| matches!(changed, Err(RulesError::ChangedMeanwhile)));
    assert_eq!(lost.count(), 1);
    assert_eq!(in_force(&embedded.store).await.rules.version, 2);
}
