//! An approval: everything that it writes, what it costs, and that it happens once.

use super::*;
use crate::action::adjustment::AdjustmentState;
use crate::action::token::TokenState;
use crate::testing::{dollars, inbound_sid, settings};
use aws_sdk_dynamodb::types::AttributeValue;

#[tokio::test]
async fn an_approval_is_two_calls_and_answers_with_what_changed() {
    let scene = Scene::start().await;
    let reply = scene.tap(1).await;
    insta::assert_snapshot!(reply, @r"
    ✅ Approved via WhatsApp by Maya on Tue 6 Oct at 08:07 EDT
    Retargeting US: $900 → $600 a day
    Prospecting EU: $1,200 → $1,500 a day
    Recorded in the audit log. Not live yet: somebody still changes the budgets in the ad account.
    ");
    assert_eq!(scene.embedded.calls.take(), TWO_CALLS);
}

#[tokio::test]
async fn an_approval_leaves_the_shift_approved_and_the_button_used() {
    let scene = Scene::start().await;
    scene.tap(1).await;
    let maya = maya();
    let decision = DecisionRecord { by: maya.id, name: maya.name, at: now(), source: Source::WhatsApp };
    assert_eq!(scene.shift().await, adjustment().approved(decision));
    let token = scene.token(&scene.claims).await;
    assert_eq!((token.state, token.used_by), (TokenState::Used, Some(inbound_sid(1))));
}

#[tokio::test]
async fn an_approval_leaves_one_audit_event_with_before_and_after() {
    let scene = Scene::start().await;
    scene.tap(1).await;
    let audit = scene.audit().await;
    assert_eq!(audit.len(), 1);
    insta::assert_debug_snapshot!(audit[0]);
}

#[tokio::test]
async fn an_approval_leaves_one_log_entry_that_links_the_message_and_has_the_reply() {
    let scene = Scene::start().await;
    let reply = scene.tap(1).await;
    let entry = scene.entry(&maya(), 1).await.unwrap();
    let on = Some("MM000000000000000000000000000000d1".to_owned());
    assert_eq!(entry.said, Said::Tapped { button: "Approve budget shift".into(), on });
    assert_eq!((entry.at, entry.reply), (now(), Some(reply)));
    assert_eq!(scene.store().latest_talk(&workspace().id, &maya().id, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_approval_touches_no_campaign_and_no_person() {
    let scene = Scene::start().await;
    scene.tap(1).await;
    let mut stored = scene.store().settings(&workspace().id).await.unwrap().unwrap();
    let mut expected = settings();
    stored.members.sort_by_key(|member| member.id.to_string());
    expected.members.sort_by_key(|member| member.id.to_string());
    stored.campaigns.sort_by_key(|campaign| campaign.id.to_string());
    expected.campaigns.sort_by_key(|campaign| campaign.id.to_string());
    assert_eq!((stored.members, stored.campaigns), (expected.members, expected.campaigns));
}

#[tokio::test]
async fn the_same_message_again_is_one_read_gets_the_same_reply_and_changes_nothing() {
    let scene = Scene::start().await;
    let first = scene.tap(1).await;
    let before = scene.everything().await;
    scene.embedded.calls.take();
    let an_hour_later = now() + jiff::SignedDuration::from_hours(1);
    let again = scene.tap_as(&maya(), &scene.claims, 1, an_hour_later).await;
    assert_eq!(scene.embedded.calls.take(), ["BatchGetItem"]);
    assert_eq!(again, first);
    assert_eq!(scene.everything().await, before);
}

#[tokio::test]
async fn a_refusal_comes_back_word_for_word_when_its_message_comes_again() {
    let scene = Scene::start().await;
    scene.tap(1).await;
    let first = scene.tap(2).await;
    let before = scene.everything().await;
    assert_eq!(scene.tap(2).await, first);
    assert_eq!(scene.everything().await, before);
}

#[tokio::test]
async fn a_second_tap_says_that_it_is_done_and_by_whom() {
    let scene = Scene::start().await;
    scene.tap(1).await;
    let approved = scene.shift().await;
    scene.embedded.calls.take();
    let reply = scene.tap(2).await;
    insta::assert_snapshot!(reply, @"Already done, nothing changed. You approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp).");
    assert_eq!(scene.embedded.calls.take(), TWO_CALLS);
    assert_eq!(scene.shift().await, approved);
    let outcomes: Vec<Outcome> = scene.audit().await.into_iter().map(|event| event.outcome).collect();
    let denied = Outcome::Denied { reason: "already_approved".into() };
    assert!(
        outcomes.len() == 2 && outcomes.contains(&Outcome::Executed) && outcomes.contains(&denied),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn an_approval_costs_nineteen_write_units_and_six_read_units() {
    let scene = Scene::start().await;
    scene.tap(1).await;
    let claims = &scene.claims;
    let (workspace, shift) = (&claims.workspace, adjustment());
    let audit = scene.audit().await.swap_remove(0);
    let entry = Key::inbound(workspace, &claims.member, &inbound_sid(1));
    let read = [
        Key::token(workspace, &claims.hash()),
        Key::workspace(workspace),
        Key::member(workspace, &claims.member),
        Key::subscription(workspace, &claims.member),
        Key::adjustment(workspace, &shift.id),
    ];
    let written_too = [
        Key::campaign(workspace, &shift.from.campaign),
        Key::campaign(workspace, &shift.to.campaign),
        Key::audit(workspace, audit.at, &audit.id),
        entry.clone(),
    ];
    let items = scene.store().get_all(&[&read[..], &written_too].concat()).await.unwrap();
    assert_eq!(items.len(), 9, "nothing else is in the transaction");
    for (key, item) in &items {
        // A unit of a write is 1 KB and a write of a transaction costs two; a unit of a read is 4 KB.
        assert!(size(item) <= 1_024, "{key:?}: {} bytes", size(item));
    }
    // The log entry is in the list by time as well. The sixth read is of the log entry that is not there yet.
    let (write_units, read_units) = (2 * items.len() + 1, read.len() + [entry].len());
    assert_eq!((write_units, read_units), (19, 6));
}

#[tokio::test]
async fn the_longest_names_do_not_make_any_item_of_an_approval_dearer() {
    let scene = Scene::start().await;
    let mut shift = adjustment();
    shift.from.name = "Prospecting Europe, lookalike of buyers 1-3% ".repeat(3);
    shift.to.name = shift.from.name.clone();
    (shift.from.before, shift.to.after) = (dollars(90_000_000), dollars(120_000_000));
    store_one(scene.store(), &Key::adjustment(&shift.workspace, &shift.id), &shift).await;
    scene.tap(1).await;
    let stored = scene.everything().await;
    let largest = stored.iter().max_by_key(|item| size(item)).unwrap();
    assert!(size(largest) <= 1_024, "{} bytes: {:?}", size(largest), largest.keys());
    assert_eq!(scene.shift().await.state, AdjustmentState::Approved);
}

/// The size of an item as DynamoDB counts it.
fn size(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + value_size(value)).sum()
}

fn value_size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => digits.len() / 2 + 2,
        AttributeValue::M(map) => 3 + size(map) + map.len(),
        AttributeValue::L(list) => 3 + list.iter().map(|value| value_size(value) + 1).sum::<usize>(),
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        other => panic!("the size of {other:?} is not known"),
    }
}
