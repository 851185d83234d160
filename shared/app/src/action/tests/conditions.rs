//! Each condition of the transaction on its own: what it protects changes after the read, and the tap changes nothing.
//! Without that one condition the tap would succeed, which is tested too, so that no condition is superfluous.

use super::*;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::action::context::{Actor, RequestedAction};
use domain::token::{Action, ApiCaller, TokenChannel, TokenPurpose};
use serde_json::{Value, json};

/// What is attempted, by which action or channel.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Tried {
    Approve,
    ApproveFirst,
    Assign,
    Acknowledge,
    ByLink,
    ByApi,
}

/// An item, one of its attributes, the new value, the condition that protects it, and the word of the loser's refusal.
type Row = (Tried, &'static str, &'static str, Value, &'static str, &'static str);

/// The rows about the person, the rules and the addresses, which apply to every action.
fn of_the_person(tried: Tried) -> Vec<Row> {
    let later = later(30).to_string();
    let nobody = json!({ "version": 1, "undo_seconds": 1800, "tokens_valid_from": 0, "named":
        { "approve_shifts": [], "handle_alerts": [], "assign_recommendations": [] } });
    let strict = json!({ "minor": 25_000, "currency": "USD" });
    vec![
        (tried, "MEMBER#maya", "active", json!(false), "active = :yes", "no_longer_member"),
        (tried, "MEMBER#maya", "role", json!("viewer"), "#role = :role", "may_not"),
        (
            tried,
            "MEMBER#maya",
            "changed_at",
            json!(later),
            "(changed_at = :changed_at OR attribute_not_exists(changed_at))",
            "void",
        ),
        (tried, "WORKSPACE", "rules", nobody, "(#rules = :rules)", "may_not"),
        (tried, "WORKSPACE", "single_tap_limit", strict, "single_tap_limit = :limit", "busy"),
        (
            tried,
            "SUBSCRIPTION#maya",
            "consent_changed_at",
            json!(later),
            "consent_changed_at = :since",
            "void",
        ),
    ]
}

fn of_the_phone(tried: Tried) -> Vec<Row> {
    let unverified = "(attribute_not_exists(unverified) OR unverified = :unverified)";
    vec![
        (tried, "SUBSCRIPTION#maya", "consent", json!("opted_out"), "consent = :consent", "opted_out"),
        (tried, "SUBSCRIPTION#maya", "unverified", json!(true), unverified, "not_verified"),
        (tried, "SUBSCRIPTION#maya", "phone", json!("+15550100077"), "phone = :phone", "not_verified"),
        (
            tried,
            "SUBSCRIPTION#maya",
            "business_scoped_id",
            json!("US.9"),
            "business_scoped_id = :scoped",
            "not_verified",
        ),
    ]
}

fn of_the_token(tried: Tried) -> Vec<Row> {
    let row = |attribute, becomes, clause, word| (tried, "TOKEN", attribute, becomes, clause, word);
    vec![
        row("state", json!("used"), "#state = :issued", "gone"),
        row("member", json!("lee"), "#member = :member", "gone"),
        row("action", json!("decline_shift"), "#action = :action", "gone"),
        row("channel", json!("bearer"), "channel = :channel", "gone"),
        row("target", json!("20261005-other"), "target = :target", "gone"),
        row("target_version", json!(2), "target_version = :version", "target_moved"),
        row("issued_at", json!(-1), "issued_at = :issued_at", "void"),
        row("valid_until", json!(later(60).as_second()), "valid_until > :now", "expired"),
    ]
}

/// A login is valid only while its token is.
fn of_the_login() -> Vec<Row> {
    let row = |attribute, becomes, clause, word| (Tried::ByApi, "TOKEN", attribute, becomes, clause, word);
    vec![
        row("state", json!("used"), "#state = :issued", "expired"),
        row("member", json!("lee"), "#member = :member", "expired"),
        row("action", json!("integrate"), "#action = :action", "expired"),
        row("channel", json!("link"), "channel = :channel", "expired"),
        row("target", json!("other"), "target = :target", "expired"),
        row("issued_at", json!(-1), "issued_at = :issued_at", "void"),
        row("valid_until", json!(later(60).as_second()), "valid_until > :now", "expired"),
    ]
}

fn of_the_target() -> Vec<Row> {
    let (version, seen, active) = ("(version = :read)", "version = :seen", "active = :yes");
    // Older recommendations have no version.
    let first_version = "(attribute_not_exists(version) OR version = :read)";
    vec![
        (Tried::Approve, "ADJUSTMENT#", "version", json!(2), version, "target_moved"),
        (Tried::Assign, "RECOMMENDATION#", "version", json!(2), first_version, "target_moved"),
        (Tried::Acknowledge, "ALERT#overspent", "version", json!(2), version, "busy"),
        (Tried::Approve, "CAMPAIGN#retargeting-us", "version", json!(2), seen, "target_moved"),
        (Tried::Approve, "CAMPAIGN#retargeting-us", "active", json!(false), active, "target_moved"),
        (Tried::Approve, "CAMPAIGN#prospecting-eu", "version", json!(2), seen, "target_moved"),
        (Tried::Approve, "CAMPAIGN#prospecting-eu", "active", json!(false), active, "target_moved"),
        (Tried::Assign, "MEMBER#lee", "active", json!(false), active, "not_a_teammate"),
        (Tried::Assign, "MEMBER#lee", "role", json!("viewer"), "#role <> :viewer", "not_a_teammate"),
    ]
}

/// Whether a second approver exists is read from the roster; a roster that was just set up has the first version or
/// none.
fn of_the_second() -> Vec<Row> {
    let first_version = "(attribute_not_exists(version) OR version = :read)";
    vec![(Tried::ApproveFirst, "ROSTER", "version", json!(1), first_version, "busy")]
}

fn every_condition() -> Vec<Row> {
    let all = [Tried::Approve, Tried::Assign, Tried::Acknowledge, Tried::ByLink, Tried::ByApi];
    let by_phone = [Tried::Approve, Tried::Assign, Tried::Acknowledge];
    let mut rows: Vec<Row> = all.into_iter().flat_map(of_the_person).collect();
    rows.extend(by_phone.into_iter().flat_map(of_the_phone));
    rows.extend([Tried::Approve, Tried::ByLink].into_iter().flat_map(of_the_token));
    rows.extend(of_the_login());
    rows.extend(of_the_target());
    rows.extend(of_the_second());
    rows
}

/// A workspace in which Maya is about to act. The action resets her count of two idle texts.
async fn scene_for(tried: Tried, idle_texts: u32) -> (Scene, TokenClaims) {
    let scene = Scene::start().await;
    scene.change_subscription(&maya(), |known| known.idle_texts = idle_texts).await;
    scene.change_member(&maya(), |maya| maya.changed_at = later(-3600)).await;
    scene.change_workspace(|workspace| workspace.rules.version = 2).await;
    if tried == Tried::ApproveFirst {
        scene.change_workspace(|workspace| workspace.single_tap_limit = testing::dollars(250)).await;
    }
    let shift = adjustment().id;
    let (purpose, channel, target): (TokenPurpose, _, _) = match tried {
        Tried::Approve | Tried::ApproveFirst => {
            (Action::ApproveShift.into(), TokenChannel::Button, shift.to_string())
        }
        Tried::ByLink => (Action::ApproveShift.into(), TokenChannel::Link, shift.to_string()),
        Tried::ByApi => (TokenPurpose::Api(ApiCaller::Member), TokenChannel::Bearer, "app".to_owned()),
        Tried::Assign => (Action::PickAssignee.into(), TokenChannel::Button, recommendation().id.to_string()),
        Tried::Acknowledge => {
            (Action::AcknowledgeAlert.into(), TokenChannel::Button, alert().finding.id.to_string())
        }
    };
    let made = TokenClaims { channel, ..claims(&maya(), purpose, &target, 88) };
    let mut token = stored_token(&made, if tried == Tried::Acknowledge { seen_today() } else { 1 });
    token.detail = (tried == Tried::Assign).then(|| "lee".to_owned());
    scene.put(&Key::token(&made.workspace, &made.hash()), &token).await;
    (scene, made)
}

/// Changes one attribute of the item whose sort key starts with `place`.
async fn change(scene: &Scene, place: &str, attribute: &str, becomes: &Value) {
    let table = story::table(&scene.world).await;
    let mut found = table.into_iter().filter(|((_, sort), _)| sort.starts_with(place));
    let (_, mut stored) = found.next().unwrap();
    assert_eq!(found.next(), None, "{place} is one item");
    let value: AttributeValue = serde_dynamo::to_attribute_value(becomes).unwrap();
    assert_ne!(stored.insert(attribute.to_owned(), value.clone()), Some(value), "nothing would change");
    scene.world.store.put_all(vec![stored], &|_| {}).await.unwrap();
}

/// Attempts the action while one attribute changes; returns the outcome.
async fn tried((tried, place, attribute, becomes, clause, _): &Row, idle: u32, watched: bool) -> String {
    let (scene, made) = scene_for(*tried, idle).await;
    let place = if *place == "TOKEN" { made.hash().as_str().to_owned() } else { (*place).to_owned() };
    if !watched {
        scene.embedded.blind_to(&place, clause);
    }
    let message = tap_message(&maya(), &made, 7);
    let via = match tried {
        Tried::ByLink => Via::Link,
        Tried::ByApi => Via::Bearer,
        _ => Via::Phone(&message.senders),
    };
    let requested = (*tried == Tried::ByApi).then(|| RequestedAction {
        action: Action::ApproveShift,
        target: adjustment().id.as_str().parse().unwrap(),
        seen_version: 1,
        detail: None,
    });
    let is_phone = matches!(via, Via::Phone(_));
    let actor = Actor { claims: &made, via, requested, now: later(60) };
    let request = Request { actor, message: is_phone.then_some(&message) };
    scene.embedded.calls.take();
    let sid = request.message.map(|message| message.message_sid.as_str());
    let read = scene.embedded.store.read_action(&request.actor, sid).await.unwrap();
    change(&scene, &place, attribute, becomes).await;
    let before = story::table(&scene.world).await;
    let performed = settle(&scene.embedded.store, &request, &read.context).await.unwrap();
    assert_eq!(scene.embedded.calls.take(), TWO_CALLS);
    let is_untouched = story::table(&scene.world).await == before;
    ending(&performed, is_untouched)
}

fn ending(performed: &ActionResult, is_untouched: bool) -> String {
    assert_eq!(is_untouched, performed.outcome != ActionOutcome::Changed, "{performed:?}");
    match (&performed.outcome, &performed.jobs[..]) {
        (ActionOutcome::Changed, _) => "changed".to_owned(),
        (ActionOutcome::Busy, []) => "busy".to_owned(),
        (ActionOutcome::Refused(refusal), [QueueJob::RecordRefusal(_)]) => refusal.audit_word().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_condition_alone_stops_the_action_and_nothing_else_would() {
    for row in every_condition() {
        let (tried_as, place, attribute, _, clause, expected) = &row;
        for idle in [0, 2] {
            let name = format!("{tried_as:?} {place} {attribute} ({clause}) after {idle} idle texts");
            assert_eq!(tried(&row, idle, true).await, *expected, "{name}");
            assert_eq!(tried(&row, idle, false).await, "changed", "{name}, without the condition");
        }
    }
}

#[tokio::test]
async fn what_is_deleted_meanwhile_stops_the_action() {
    for (tried, place, expected) in [
        (Tried::Approve, "TOKEN", "gone"),
        (Tried::Approve, "ADJUSTMENT#", "gone"),
        (Tried::Approve, "CAMPAIGN#retargeting-us", "gone"),
        (Tried::Approve, "MEMBER#maya", "no_longer_member"),
        (Tried::Approve, "SUBSCRIPTION#maya", "not_your_button"),
        (Tried::Approve, "WORKSPACE", "gone"),
        (Tried::ApproveFirst, "ROSTER", "over_limit"),
        (Tried::Assign, "MEMBER#lee", "not_a_teammate"),
        (Tried::Assign, "RECOMMENDATION#", "gone"),
        (Tried::Acknowledge, "ALERT#overspent", "gone"),
    ] {
        let (scene, made) = scene_for(tried, 0).await;
        let place = if place == "TOKEN" { made.hash().as_str().to_owned() } else { place.to_owned() };
        let message = tap_message(&maya(), &made, 7);
        let (performed, story) = races::raced(&scene, &request(&message, &made, later(60)), async || {
            let table = story::table(&scene.world).await;
            let (partition, sort) = table.into_keys().find(|(_, sort)| sort.starts_with(&place)).unwrap();
            scene.world.delete(&Key { partition, sort }).await;
        })
        .await;
        assert_eq!(ending(&performed, story.kinds().is_empty()), expected, "{tried:?} {place}");
    }
}
