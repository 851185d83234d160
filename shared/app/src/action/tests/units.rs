//! The cost of each action in DynamoDB units, and the size of the items that it writes. The table is quoted in
//! `docs/data-model.md`.

use super::*;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::insight::subject::AlertSubject;
use domain::testing::{dollars, member};
use domain::workspace::Role;
use std::fmt::Write;
use store::Item;

/// The longest name of a campaign, a person or a workspace that the tests expect.
const LONG: &str =
    "Prospecting Europe, lookalike of buyers 1-3%, broad placements, autumn launch, second wave";

/// A workspace with long names and this one-tap limit.
async fn long_names(one_tap: i64) -> Scene {
    let scene = Scene::start().await;
    scene
        .change_workspace(|workspace| {
            workspace.name = LONG[..60].to_owned();
            workspace.single_tap_limit = dollars(one_tap);
            workspace.rules.confirm_limit = Some(dollars(one_tap.max(400)));
        })
        .await;
    let mut shift = adjustment();
    (shift.from.name, shift.to.name) = (LONG.to_owned(), LONG.to_owned());
    (shift.from.before, shift.to.after) = (dollars(90_000_000), dollars(120_000_000));
    scene.save_shift(&shift).await;
    let mut recommendation = recommendation();
    (recommendation.shift.from.name, recommendation.shift.to.name) = (LONG.to_owned(), LONG.to_owned());
    scene.save_recommendation(&recommendation).await;
    let mut alert = alert();
    let campaign = alert.finding.subject.campaign().unwrap().clone();
    alert.finding.subject = AlertSubject::Campaign { campaign, name: LONG.to_owned() };
    scene.save_alert(&alert).await;
    for who in [maya(), lee()] {
        scene.change_member(&who, |member| member.name = format!("{} {}", member.name, &LONG[..50])).await;
    }
    let team: Vec<Member> = (0..20)
        .map(|number| {
            member(&format!("p{number:02}"), &format!("{number:02} {}", &LONG[..40]), Role::Marketer)
        })
        .collect();
    lists::join(&scene, &team).await;
    scene
}

/// Performs one tap and returns a row of the table: reads, writes, and the largest items.
async fn measured(scene: &Scene, what: &str, who: &Member, button: &TokenClaims) -> String {
    scene.embedded.calls.meter();
    scene.embedded.calls.take_units();
    let story = scene.tap_at(who, button, later(60)).await;
    let units = scene.embedded.calls.take_units();
    let read = units["BatchGetItem"].read;
    let written = units.get("TransactWriteItems").map(|units| units.write).unwrap_or_default();
    let largest = |kind: &str| {
        story.written().filter(|(written, _)| *written == kind).map(|(_, stored)| size(stored)).max()
    };
    for (kind, stored) in story.written() {
        // Lists and crowds lead to larger items: ten rows, or ten jobs in the entry.
        let most = if matches!(kind, "message" | "conversation") { 4_096 } else { 1_024 };
        assert!(size(stored) <= most, "{what}: {kind} has {} bytes", size(stored));
    }
    let size = |kind| largest(kind).map(|size| format!("{} KB", size.div_ceil(1_024))).unwrap_or_default();
    let (entry, message) = (size("conversation"), size("message"));
    format!("| {what} | {read} | {written} | {} | {entry} | {message} |", story.kinds().len())
}

#[tokio::test]
async fn what_each_action_costs() {
    let scene = long_names(500).await;
    let shift = adjustment().id.to_string();
    let what = recommendation().id.to_string();
    let trouble = alert().finding.id.to_string();
    let mut table = String::new();
    let mut row = |row: String| writeln!(table, "{row}").unwrap();

    row("| action | read units | write units | items written | entry | largest message |".to_owned());
    row("|---|---|---|---|---|---|".to_owned());
    let see = scene.button(&maya(), Action::ShowAlerts, "2026-10-05", 0).await;
    row(measured(&scene, "see alerts, three cards", &maya(), &see).await);
    let acknowledge = scene.button(&maya(), Action::AcknowledgeAlert, &trouble, seen_today()).await;
    row(measured(&scene, "acknowledge an alert", &maya(), &acknowledge).await);
    row(measured(&scene, "acknowledged already", &maya(), &acknowledge).await);

    let list = scene.button(&maya(), Action::AssignRecommendation, &what, 0).await;
    row(measured(&scene, "list of ten rows", &maya(), &list).await);
    let pick = scene
        .button_with(&maya(), Action::PickAssignee, &what, |token| token.detail = Some("lee".into()))
        .await;
    row(measured(&scene, "assign", &maya(), &pick).await);
    let accept = scene.button(&lee(), Action::AcceptAssignment, &what, 2).await;
    row(measured(&scene, "accept", &lee(), &accept).await);

    let review = scene.button(&maya(), Action::ReviewShift, &shift, 1).await;
    row(measured(&scene, "review a shift", &maya(), &review).await);
    let approve = scene.button(&maya(), Action::ApproveShift, &shift, 1).await;
    row(measured(&scene, "approve in one tap", &maya(), &approve).await);
    row(measured(&scene, "double tap", &maya(), &approve).await);
    row(measured(&scene, "forwarded button", &lee(), &approve).await);
    let undo = scene.button(&maya(), Action::UndoShift, &shift, 2).await;
    row(measured(&scene, "undo", &maya(), &undo).await);

    let strict = long_names(250).await;
    let approve = strict.button(&maya(), Action::ApproveShift, &shift, 1).await;
    row(measured(&strict, "asked once more", &maya(), &approve).await);
    strict.change_workspace(|workspace| workspace.rules.confirm_limit = None).await;
    row(measured(&strict, "first of two, five are asked", &maya(), &approve).await);
    let lees = strict.button(&lee(), Action::ApproveShift, &shift, 2).await;
    row(measured(&strict, "second of two", &lee(), &lees).await);

    let other = long_names(500).await;
    let decline = other.button(&maya(), Action::DeclineShift, &shift, 1).await;
    row(measured(&other, "decline", &maya(), &decline).await);
    insta::assert_snapshot!(table, @r"
    | action | read units | write units | items written | entry | largest message |
    |---|---|---|---|---|---|
    | see alerts, three cards | 7 | 26 | 5 | 1 KB | 2 KB |
    | acknowledge an alert | 7 | 15 | 4 | 1 KB |  |
    | acknowledged already | 7 | 7 | 2 | 1 KB |  |
    | list of ten rows | 7 | 15 | 3 | 1 KB | 3 KB |
    | assign | 7 | 26 | 7 | 1 KB | 2 KB |
    | accept | 7 | 21 | 7 | 1 KB | 1 KB |
    | review a shift | 7 | 12 | 3 | 1 KB | 2 KB |
    | approve in one tap | 7 | 23 | 5 | 1 KB | 1 KB |
    | double tap | 7 | 7 | 2 | 1 KB |  |
    | forwarded button | 7 | 4 | 2 |  |  |
    | undo | 7 | 19 | 4 | 1 KB |  |
    | asked once more | 7 | 12 | 3 | 1 KB | 2 KB |
    | first of two, five are asked | 7 | 71 | 14 | 2 KB | 2 KB |
    | second of two | 9 | 31 | 7 | 1 KB | 1 KB |
    | decline | 7 | 17 | 6 | 1 KB |  |
    ");
}

#[tokio::test]
async fn a_tap_that_is_handled_before_costs_one_read_and_a_lost_race_no_more_than_a_tap() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let message = tap_message(&maya(), &button, 7);
    scene.send(&message, &button, now()).await;
    scene.embedded.calls.meter();
    scene.embedded.calls.take_units();
    scene.send(&message, &button, later(5)).await;
    let units = scene.embedded.calls.take_units();
    assert_eq!(units.len(), 1);
    assert!(units["BatchGetItem"].read <= 8.0, "{units:?}");
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
