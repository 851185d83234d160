//! The reason for declining: the next line within ten minutes, and nothing else.

use super::messages::also_in_beta_shop;
use super::*;
use domain::audit::{AuditEvent, Outcome};
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use domain::message::conversation::{Said, WhatsAppConversationEntry};
use domain::testing::{adjustment, claims, inbound_sid, lee, maya, stored_token};
use domain::text::free::DeclineReason;
use domain::token::Action;
use domain::workspace::Role;
use jiff::SignedDuration;

const KEPT: &str = "Thank you. Your reason is kept with the decision.";

async fn decline(scene: &Scene, who: &Member, number: u32) {
    let seed = u8::try_from(number).unwrap();
    let claims = claims(who, Action::DeclineShift, adjustment().id.as_str(), seed);
    scene.put(&Key::token(&claims.workspace, &claims.hash()), &stored_token(&claims, 1)).await;
    let button = scene.keys.seal(&claims);
    let more = [("ButtonText", "Not now"), ("ButtonPayload", button.as_str())];
    let answer = scene.receive(&inbound(who, number, &more)).await;
    assert!(matches!(&answer, InboundAnswer::Say(reply) if reply.starts_with("Noted: no.")), "{answer:?}");
}

/// The workspace of the tests, in which Maya has just declined a shift.
pub(super) async fn start() -> Scene {
    let scene = Scene::start().await;
    let shift = adjustment();
    scene.put(&Key::adjustment(&shift.workspace, &shift.id), &shift).await;
    decline(&scene, &maya(), 1).await;
    scene.embedded.calls.take();
    scene
}

async fn shift(scene: &Scene) -> BudgetAdjustment {
    scene.store().adjustment(&workspace().id, &adjustment().id).await.unwrap().unwrap()
}

async fn reason(scene: &Scene) -> Option<String> {
    shift(scene).await.decline_reason.map(|reason| reason.to_string())
}

async fn given_reasons(scene: &Scene) -> Vec<AuditEvent> {
    let audit = scene.store().audit(&workspace().id).await.unwrap();
    audit.into_iter().filter(|event| event.verb == Verb::GiveReason).collect()
}

#[tokio::test]
async fn the_next_line_is_kept_as_the_reason_in_one_transaction() {
    let scene = start().await;
    let before = shift(&scene).await;
    scene.embedded.calls.take();
    let reply = scene.write(&maya(), 2, "Launch week:\n keep  the budgets").await;
    assert_eq!(reply, KEPT);
    assert_eq!(
        scene.embedded.calls.take(),
        ["Query", "Query", "UpdateItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]
    );
    let after = shift(&scene).await;
    assert_eq!(after, before.with_reason(DeclineReason::clean("Launch week: keep the budgets").unwrap()));
    assert_eq!((after.state, after.version), (AdjustmentState::Declined, 3));

    let [event] = given_reasons(&scene).await.try_into().unwrap();
    assert_eq!((event.actor, event.outcome), (Some(maya().id), Outcome::Executed));
    assert_eq!((event.object.as_str(), event.message_sid), (after.id.as_str(), Some(inbound_sid(2))));
    let told = format!("{:?}{:?}", event.before, event.after);
    assert!(!told.contains("Launch"), "{told}");
    let evidence = event.evidence.unwrap();
    assert_eq!((evidence.token, evidence.role, evidence.target_version), (None, Role::Owner, 2));
    let entry =
        scene.store().inbound_entry(&workspace().id, &maya().id, &inbound_sid(2)).await.unwrap().unwrap();
    assert_eq!(entry.said, Said::Wrote { text: "Launch week:\n keep  the budgets".into(), on: None });
    assert_eq!(entry.reply.as_deref(), Some(KEPT));
}

#[tokio::test]
async fn the_same_line_again_says_the_same_and_the_line_after_it_is_an_ordinary_one() {
    let scene = start().await;
    for _again in 0..2 {
        assert_eq!(scene.write(&maya(), 2, "Launch week").await, KEPT);
    }
    let reply = scene.write(&maya(), 3, "and what did we spend?").await;
    assert_eq!(reply, "", "it is a question now");
    assert_eq!(reason(&scene).await.as_deref(), Some("Launch week"));
    assert_eq!(given_reasons(&scene).await.len(), 1);
}

#[tokio::test]
async fn ten_minutes_later_a_line_is_an_ordinary_one() {
    for (seconds, is_kept) in [(599, true), (600, false)] {
        let mut scene = start().await;
        scene.clock = FixedClock(now() + SignedDuration::from_secs(seconds));
        scene.write(&maya(), 2, "Launch week").await;
        assert_eq!(reason(&scene).await.is_some(), is_kept, "{seconds}");
    }
}

#[tokio::test]
async fn a_keyword_a_command_a_picture_a_reaction_and_a_token_are_no_reasons() {
    let scene = start().await;
    let token = format!("v1.k1.{}.{}", "Q".repeat(40), "A".repeat(22));
    for (number, text) in [
        (2, "help"),
        (3, "assign Lee"),
        (4, ""),
        (5, token.as_str()),
        (6, "\u{200b}"),
        (9, "\u{301}\u{2066}"),
    ] {
        scene.write(&maya(), number, text).await;
        assert_eq!(reason(&scene).await, None, "{text}");
    }
    for (number, kind) in [(7, "reaction"), (8, "edited"), (9, "sticker"), (10, "")] {
        scene.receive(&inbound(&maya(), number, &[("Body", "👍"), ("MessageType", kind)])).await;
        assert_eq!(reason(&scene).await, None, "{kind}");
    }
    scene.receive(&inbound(&maya(), 11, &[("Body", "why not"), ("MessageType", "reaction")])).await;
    assert_eq!(reason(&scene).await, None, "a reaction has no words");
    scene.write(&maya(), 12, "STOP").await;
    scene.write(&maya(), 13, "too many messages").await;
    assert_eq!((reason(&scene).await, given_reasons(&scene).await), (None, Vec::new()));
}

#[tokio::test]
async fn an_emoji_with_or_without_a_sign_beside_it_is_no_reason_and_the_next_line_is_one() {
    for text in ["1️⃣", "#️⃣", "*️⃣", "©️", "®", "™️", "ℹ️", "Ⓜ️", "▶️", "👍!", "👍.", "?"]
    {
        let scene = start().await;
        scene.receive(&inbound(&maya(), 2, &[("Body", text)])).await;
        assert_eq!(reason(&scene).await, None, "{text}");
        assert_eq!(scene.write(&maya(), 3, "Launch week").await, KEPT, "{text}");
    }
}

#[tokio::test]
async fn a_line_of_somebody_else_is_no_reason() {
    let scene = start().await;
    scene.write(&lee(), 2, "I would have approved it").await;
    assert_eq!(reason(&scene).await, None);
    scene.write(&maya(), 3, "Launch week").await;
    assert_eq!(reason(&scene).await.as_deref(), Some("Launch week"));
}

#[tokio::test]
async fn who_may_no_longer_decide_gives_no_reason() {
    let scene = start().await;
    let viewer = Member { role: Role::Viewer, ..maya() };
    scene.put(&Key::member(&viewer.workspace, &viewer.id), &viewer).await;
    let reply = scene.write(&maya(), 2, "Launch week").await;
    assert_eq!(reply, "", "it is a question now");
    assert_eq!(reason(&scene).await, None);
}

#[tokio::test]
async fn a_long_reason_is_cut_and_never_more_than_one_line() {
    let scene = start().await;
    scene.write(&maya(), 2, &"launch \u{202e}week\r\n".repeat(400)).await;
    let kept = reason(&scene).await.unwrap();
    assert!(kept.chars().count() <= 500 && kept.ends_with('…'), "{kept}");
    assert!(kept.starts_with("launch week launch week") && !kept.contains(['\n', '\u{202e}']), "{kept}");
}

#[tokio::test]
async fn in_two_workspaces_the_reason_stays_where_the_no_was_said() {
    let scene = start().await;
    let there = also_in_beta_shop(&scene).await;
    assert_eq!(scene.write(&maya(), 2, "Launch week").await, KEPT);
    assert_eq!(reason(&scene).await.as_deref(), Some("Launch week"));
    assert_eq!(scene.store().latest_talk(&there.workspace, &there.id, 9).await.unwrap(), []);
}

#[tokio::test]
async fn a_line_that_answers_a_message_of_another_workspace_is_no_reason() {
    let scene = start().await;
    let there = also_in_beta_shop(&scene).await;
    let sid = "MM000000000000000000000000000000d1";
    let sent = WhatsAppConversationEntry {
        workspace: there.workspace.clone(),
        member: there.id.clone(),
        at: now(),
        message_sid: sid.into(),
        said: Said::Sent { message: "d-1".parse().unwrap(), text: "Good morning Maya.".into() },
        reply: None,
        queued: Vec::new(),
        question: None,
        webhook: None,
    };
    scene.put(&Key::outbound(&there.workspace, &there.id, sid), &sent).await;
    let more = [("Body", "what did we spend?"), ("OriginalRepliedMessageSid", sid)];
    scene.receive(&inbound(&maya(), 2, &more)).await;
    assert_eq!(reason(&scene).await, None);
}

#[tokio::test]
async fn a_shift_that_is_gone_takes_no_reason_and_leaves_an_ordinary_line() {
    let scene = start().await;
    scene.store().delete_all(&[Key::adjustment(&workspace().id, &adjustment().id)]).await.unwrap();
    let reply = scene.write(&maya(), 2, "Launch week").await;
    assert_eq!(reply, "", "it is a question now");
    assert_eq!(given_reasons(&scene).await, []);
}
