//! "assign Priya": what the text changes, for whom, and what it never changes.

use super::messages::also_in_beta_shop;
use super::*;
use domain::audit::{AuditEvent, Outcome, Source};
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use domain::insight::record::{AssignmentAnswer, Recommendation};
use domain::message::conversation::{Said, WhatsAppConversationEntry};
use domain::message::job::QueueJob;
use domain::testing::{
    adjustment, anna, inbound_sid, lee, maya, member, recommendation, settings, subscription,
};
use domain::workspace::{Role, WhatsAppSubscription, Workspace};

fn priya() -> Member {
    member("priya", "Priya Shah", Role::Marketer)
}

/// The workspace with an open recommendation and these additional people.
async fn start_with(more: &[Member]) -> Scene {
    let scene = Scene::start().await;
    let mut settings = settings();
    settings.members.extend(more.iter().cloned());
    scene.store().save_settings(&settings).await.unwrap();
    let given = recommendation();
    scene.put(&Key::recommendation(&given.workspace, &given.id), &given).await;
    scene.put(&Key::adjustment(&given.workspace, &given.adjustment), &adjustment()).await;
    scene.embedded.calls.take();
    scene
}

async fn start() -> Scene {
    start_with(&[priya()]).await
}

async fn stored(scene: &Scene) -> Recommendation {
    scene.store().recommendation(&workspace().id, &recommendation().id).await.unwrap().unwrap()
}

async fn events(scene: &Scene) -> Vec<AuditEvent> {
    scene.store().audit(&workspace().id).await.unwrap()
}

async fn entry(scene: &Scene, who: &Member, number: u32) -> Option<WhatsAppConversationEntry> {
    scene.store().inbound_entry(&who.workspace, &who.id, &inbound_sid(number)).await.unwrap()
}

/// Checks that the recommendation is unassigned and nobody is told anything.
async fn assert_nobody_has_it(scene: &Scene) {
    assert_eq!(stored(scene).await, recommendation());
    assert_eq!(scene.store().latest_notifications(&workspace().id, &priya().id, 9).await.unwrap(), []);
}

/// The recipients of the queued messages, in the order of the queue.
fn queued(scene: &Scene) -> Vec<String> {
    scene.queue.jobs.lock().unwrap().iter().map(|(job, _)| job.member.to_string()).collect()
}

#[tokio::test]
async fn a_teammate_named_in_words_gets_it_as_by_a_pick_from_the_list() {
    let scene = start().await;
    let reply = scene.write(&maya(), 1, "assign Priya").await;
    insta::assert_snapshot!(reply, @"Assigned to Priya Shah: Move $300/day from Retargeting US to Prospecting EU. Priya Shah is told by email and in the app, and you hear the answer.");
    let calls = [
        "Query",
        "Query",
        "UpdateItem",
        "BatchGetItem",
        "BatchGetItem",
        "Query",
        "Query",
        "TransactWriteItems",
    ];
    assert_eq!(scene.embedded.calls.take(), calls);

    let after = stored(&scene).await;
    let assignment = after.assignment.clone().unwrap();
    assert_eq!((assignment.owner, assignment.assigned.by), (priya().id, maya().id));
    assert_eq!(
        (assignment.answer, assignment.assigned.source),
        (AssignmentAnswer::Awaited, Source::WhatsApp)
    );
    assert_eq!(after.version, 2);

    let [event] = events(&scene).await.try_into().unwrap();
    assert_eq!((event.verb, event.outcome), (Verb::AssignRecommendation, Outcome::Executed));
    assert_eq!((event.actor, event.source), (Some(maya().id), Source::WhatsApp));
    assert_eq!(event.message_sid, Some(inbound_sid(1)));
    let evidence = event.evidence.unwrap();
    assert_eq!((evidence.token, evidence.role, evidence.rules_version), (None, Role::Owner, 1));

    let entry = entry(&scene, &maya(), 1).await.unwrap();
    assert_eq!(entry.said, Said::Wrote { text: "assign Priya".into(), on: None });
    assert_eq!(entry.reply, Some(reply));
    assert_eq!(queued(&scene), ["priya"]);
    assert!(matches!(scene.queue.others.lock().unwrap()[0].0, QueueJob::NotificationMail(_)));
    let notifications = scene.store().latest_notifications(&workspace().id, &priya().id, 9).await.unwrap();
    assert_eq!(notifications.len(), 1);
}

#[tokio::test]
async fn it_works_in_every_language_with_the_reply_in_the_language_of_the_person() {
    for (language, text) in [
        ("en", "Assign it to Priya Shah, please"),
        ("es", "Asígnaselo a priya"),
        ("pt", "Atribuir à Priya"),
        ("fr", "Assigner à PRIYA"),
        ("de", "Bitte Priya zuweisen!"),
        ("hi", "Priya को सौंपें"),
        ("hi", "Priya ko assign karo"),
    ] {
        let scene = start().await;
        let maya = Member { language: language.into(), ..maya() };
        scene.put(&Key::member(&maya.workspace, &maya.id), &maya).await;
        let reply = scene.write(&maya, 1, text).await;
        assert!(reply.contains("Priya Shah"), "{text}: {reply}");
        assert_eq!(stored(&scene).await.assignment.map(|known| known.owner), Some(priya().id), "{text}");
    }
}

#[tokio::test]
async fn whoever_says_me_has_it_at_once_and_nobody_is_told() {
    let scene = start().await;
    let reply = scene.write(&maya(), 1, "assign me").await;
    assert!(reply.starts_with("It is yours:"), "{reply}");
    let assignment = stored(&scene).await.assignment.unwrap();
    assert_eq!((assignment.owner, assignment.answer), (maya().id, AssignmentAnswer::Accepted));
    assert_eq!(queued(&scene), [""; 0]);
}

#[tokio::test]
async fn the_same_message_again_says_the_same_and_tells_nobody_anything_new() {
    let scene = start().await;
    let first = scene.write(&maya(), 1, "assign Priya").await;
    let after = (stored(&scene).await, events(&scene).await);
    scene.embedded.calls.take();
    assert_eq!(scene.write(&maya(), 1, "assign Priya").await, first);
    assert_eq!(scene.embedded.calls.take(), ["Query", "Query", "UpdateItem", "BatchGetItem"]);
    assert_eq!((stored(&scene).await, events(&scene).await), after);
    let jobs = scene.queue.jobs.lock().unwrap().clone();
    assert_eq!(jobs.len(), 2);
    assert_eq!(jobs[0], jobs[1]);
}

#[tokio::test]
async fn who_has_it_already_is_not_told_again() {
    let scene = start().await;
    scene.write(&maya(), 1, "assign Priya").await;
    let after = stored(&scene).await;
    let reply = scene.write(&maya(), 2, "assign Priya").await;
    assert!(reply.starts_with("Maya assigned this to Priya Shah on"), "{reply}");
    assert_eq!((stored(&scene).await, queued(&scene).len()), (after, 1));
    let reply = scene.write(&lee(), 3, "assign Maya").await;
    assert!(reply.starts_with("Maya assigned this to Priya Shah on"), "{reply}");
    let reply = scene.write(&maya(), 4, "assign Lee").await;
    assert!(reply.starts_with("Assigned to Lee:"), "{reply}");
}

#[tokio::test]
async fn several_people_of_that_name_are_offered_as_a_list_and_nobody_has_it_yet() {
    let other = member("priya-p", "Priya Patel", Role::Marketer);
    let scene = start_with(&[priya(), other]).await;
    assert_eq!(scene.write(&maya(), 1, "assign priya").await, "Which priya? Choose below.");
    assert_nobody_has_it(&scene).await;
    assert_eq!(events(&scene).await, []);
    assert_eq!(queued(&scene), ["maya"]);
    let job = scene.queue.jobs.lock().unwrap()[0].0.clone();
    let card = scene.store().message(&workspace().id, &job.message).await.unwrap().unwrap();
    let rows: Vec<_> = card.buttons.iter().map(|button| button.detail.clone().unwrap()).collect();
    assert_eq!(rows, ["priya-p", "priya"]);
    assert!(card.buttons.iter().all(|button| button.target_version == 1));
    assert_eq!(scene.write(&maya(), 1, "assign priya").await, "Which priya? Choose below.");
    assert_eq!(scene.store().latest_talk(&workspace().id, &maya().id, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn more_people_of_that_name_than_a_list_has_room_for_are_offered_with_everybody() {
    let many: Vec<Member> =
        (0..11).map(|n| member(&format!("sam-{n}"), &format!("Sam {n}"), Role::Marketer)).collect();
    let scene = start_with(&many).await;
    assert_eq!(scene.receive(&inbound(&maya(), 1, &[("Body", "assign Sam")])).await, InboundAnswer::Silence);
    let job = scene.queue.jobs.lock().unwrap()[0].0.clone();
    let card = scene.store().message(&workspace().id, &job.message).await.unwrap().unwrap();
    assert!(card.text.contains("Page 1 of 2, 13 people"), "{}", card.text);
}

#[tokio::test]
async fn the_word_without_a_name_brings_the_list_of_everybody() {
    let scene = start().await;
    assert_eq!(scene.receive(&inbound(&maya(), 1, &[("Body", "assign")])).await, InboundAnswer::Silence);
    assert_eq!(queued(&scene), ["maya"]);
    assert_nobody_has_it(&scene).await;
}

#[tokio::test]
async fn a_name_that_nobody_has_changes_nothing_and_names_the_closest() {
    let scene = start().await;
    let reply = scene.write(&maya(), 1, "assign Pria").await;
    assert_eq!(reply, "Nobody called Pria is in Acme Store. Closest: Priya Shah. Nothing was changed.");
    let reply = scene.write(&maya(), 2, "assign *Xerxes* https://evil.example").await;
    assert_eq!(reply, "Nobody called Xerxes https evil·example is in Acme Store. Nothing was changed.");
    assert_nobody_has_it(&scene).await;
    assert_eq!((events(&scene).await, queued(&scene)), (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn hostile_names_are_found_by_their_letters_and_forge_nothing() {
    let hostile = member("eve", "*Eve*\n✅ Approved via WhatsApp https://evil.example", Role::Marketer);
    let scene = start_with(&[hostile]).await;
    let reply = scene.write(&maya(), 1, "assign Eve").await;
    assert!(!reply.contains('*') && !reply.contains("://") && !reply.contains('\n'), "{reply}");
    assert_eq!(stored(&scene).await.assignment.unwrap().owner.as_str(), "eve");
}

#[tokio::test]
async fn who_may_not_assign_hears_who_may_and_nothing_of_the_team() {
    let scene = start().await;
    for (number, text) in [(1, "assign Priya"), (2, "assign Xerxes"), (3, "assign me"), (4, "assign")] {
        let reply = scene.write(&anna(), number, text).await;
        assert_eq!(
            reply,
            "You can see this recommendation but not assign it. Lee, Maya and Priya Shah can. Nothing was changed."
        );
    }
    assert_nobody_has_it(&scene).await;
    let denied = events(&scene).await;
    assert_eq!(denied.len(), 4);
    let reason = Outcome::Denied { reason: "may_not".into() };
    assert!(denied.iter().all(|event| event.outcome == reason && event.actor == Some(anna().id)));
}

#[tokio::test]
async fn a_teammate_who_decides_nothing_cannot_get_it() {
    let scene = start().await;
    let reply = scene.write(&maya(), 1, "assign Anna").await;
    assert!(reply.starts_with("This person is not in Acme Store any more or may not own it"), "{reply}");
    assert_nobody_has_it(&scene).await;
}

#[tokio::test]
async fn without_an_open_recommendation_nothing_is_given_away() {
    let scene = start().await;
    let declined = BudgetAdjustment { state: AdjustmentState::Declined, ..adjustment() };
    scene.put(&Key::adjustment(&declined.workspace, &declined.id), &declined).await;
    let reply = scene.write(&maya(), 1, "assign Priya").await;
    assert_eq!(reply, "There is no open recommendation to assign in Acme Store. Nothing was changed.");
    assert_nobody_has_it(&scene).await;
    assert_eq!(events(&scene).await, []);
}

#[tokio::test]
async fn only_the_verified_phone_of_a_member_who_wants_messages_is_heard() {
    let unverified = WhatsAppSubscription { unverified: true, ..subscription(&maya()) };
    let stopped = WhatsAppSubscription { consent: Consent::OptedOut, ..subscription(&maya()) };
    for (changed, said) in [
        (unverified, "This WhatsApp account changed since it was verified, so nothing was changed."),
        (stopped, "You get no reports from this number."),
    ] {
        let scene = start().await;
        scene.put(&Key::subscription(&changed.workspace, &changed.member), &changed).await;
        let reply = scene.write(&maya(), 1, "assign Priya").await;
        assert!(reply.starts_with(said), "{reply}");
        assert_nobody_has_it(&scene).await;
    }
    let scene = start().await;
    let mut message = inbound(&maya(), 1, &[("Body", "assign Priya")]);
    message.senders.truncate(1);
    message.senders.extend(domain::address::WhatsAppAddress::from_parameter("whatsapp:US.9"));
    assert_eq!(scene.receive(&message).await, InboundAnswer::Silence);
    let removed = Member { active: false, ..maya() };
    scene.put(&Key::member(&removed.workspace, &removed.id), &removed).await;
    let message = inbound(&maya(), 2, &[("Body", "assign Priya")]);
    assert_eq!(scene.receive(&message).await, InboundAnswer::Silence);
    assert_nobody_has_it(&scene).await;
    assert_eq!(events(&scene).await, []);
}

#[tokio::test]
async fn in_two_workspaces_the_words_act_in_the_one_whose_message_they_answer_or_in_none() {
    let scene = start().await;
    let there = also_in_beta_shop(&scene).await;
    let reply = scene.write(&maya(), 1, "assign Priya").await;
    assert!(reply.starts_with("You are in more than one workspace."), "{reply}");
    assert_nobody_has_it(&scene).await;
    assert_eq!((entry(&scene, &maya(), 1).await, entry(&scene, &there, 1).await), (None, None));

    for (number, home) in [(2, &there), (3, &maya())] {
        let sid = format!("MM{number:032x}");
        let sent = WhatsAppConversationEntry {
            workspace: home.workspace.clone(),
            member: home.id.clone(),
            at: now(),
            message_sid: sid.clone(),
            said: Said::Sent { message: "d-1".parse().unwrap(), text: "Good morning Maya.".into() },
            reply: None,
            queued: Vec::new(),
            question: None,
            webhook: None,
        };
        scene.put(&Key::outbound(&home.workspace, &home.id, &sid), &sent).await;
        let more = [("Body", "assign Priya"), ("OriginalRepliedMessageSid", sid.as_str())];
        let answer = scene.receive(&inbound(&maya(), number, &more)).await;
        let InboundAnswer::Say(reply) = answer else { panic!("{answer:?}") };
        let expected = if number == 2 {
            "There is no open recommendation to assign in Beta Shop"
        } else {
            "Assigned to"
        };
        assert!(reply.starts_with(expected), "{reply}");
    }
    assert_eq!(stored(&scene).await.assignment.map(|known| known.owner), Some(priya().id));
    assert_eq!(scene.store().audit(&there.workspace).await.unwrap(), []);
}

#[tokio::test]
async fn who_stopped_the_messages_of_one_workspace_acts_in_the_other() {
    let scene = start().await;
    let there = also_in_beta_shop(&scene).await;
    let stopped = WhatsAppSubscription { consent: Consent::OptedOut, ..subscription(&there) };
    scene.put(&Key::subscription(&there.workspace, &there.id), &stopped).await;
    let reply = scene.write(&maya(), 1, "assign Priya").await;
    assert!(reply.starts_with("Assigned to Priya Shah"), "{reply}");
}

#[tokio::test]
async fn who_is_named_for_it_may_and_nobody_else() {
    let scene = start().await;
    let mut named: Workspace = workspace();
    named.rules.named.assign_recommendations = Some(vec![lee().id]);
    scene.put(&Key::workspace(&named.id), &named).await;
    let reply = scene.write(&maya(), 1, "assign Priya").await;
    assert!(reply.contains("Lee can.") && reply.contains("Nothing was changed."), "{reply}");
    assert_nobody_has_it(&scene).await;
    let reply = scene.write(&lee(), 2, "assign Priya").await;
    assert!(reply.starts_with("Assigned to Priya Shah"), "{reply}");
}
