//! Whose message it is: a number with a new owner, a person who left, a person in several workspaces.

use super::messages::also_in_beta_shop;
use super::*;
use domain::address::WhatsAppAddress;
use domain::audit::{AuditEvent, Occasion, Outcome, Source};
use domain::identity::MemberId;
use domain::message::conversation::{AddressOwner, Said, WhatsAppConversationEntry};
use domain::testing::{inbound_sid, lee, maya, subscription};
use domain::workspace::WhatsAppSubscription;
use store::subscriptions::OptIn;

/// A text from Maya's number with a business-scoped id that is not hers: the number has a new owner.
fn from_the_new_owner(number: u32, text: &str) -> InboundMessage {
    let mut message = inbound(&maya(), number, &[("Body", text)]);
    message.senders.truncate(1);
    message.senders.extend(WhatsAppAddress::from_parameter("whatsapp:US.9"));
    message
}

async fn start_denied(scene: &Scene) -> (String, Option<MemberId>) {
    let audit = scene.store().audit(&workspace().id).await.unwrap();
    let denials = audit.into_iter().filter_map(|event| match (event.verb, event.outcome) {
        (Verb::OptIn, Outcome::Denied { reason }) => Some((reason, event.actor)),
        _ => None,
    });
    let [denial] = denials.collect::<Vec<_>>().try_into().unwrap();
    denial
}

async fn entries(scene: &Scene, who: &Member) -> Vec<Said> {
    let talk = scene.store().latest_talk(&who.workspace, &who.id, 10).await.unwrap();
    talk.into_iter().map(|entry| entry.said).collect()
}

#[tokio::test]
async fn the_new_owner_of_a_number_cannot_start_the_messages_of_the_former_one() {
    let scene = Scene::start().await;
    scene.write(&maya(), 1, "stop").await;
    for _again in 0..2 {
        assert_eq!(scene.receive(&from_the_new_owner(2, "START")).await, InboundAnswer::Silence);
    }
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    assert_eq!(start_denied(&scene).await, ("not_your_number".to_owned(), None));
    assert_eq!(entries(&scene, &maya()).await.len(), 1);
}

#[tokio::test]
async fn the_new_owner_of_a_number_is_not_answered_and_not_logged() {
    let scene = Scene::start().await;
    for (number, text) in [(1, "who is this?"), (2, "HELP"), (3, "")] {
        assert_eq!(scene.receive(&from_the_new_owner(number, text)).await, InboundAnswer::Silence, "{text}");
    }
    assert_eq!((entries(&scene, &maya()).await, scene.audited().await), (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn the_new_owner_of_a_number_can_stop_the_messages_and_is_not_taken_for_the_former_one() {
    let scene = Scene::start().await;
    assert!(matches!(scene.receive(&from_the_new_owner(1, "STOP")).await, InboundAnswer::Say(_)));
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    let audit = scene.store().audit(&workspace().id).await.unwrap();
    assert_eq!(audit.iter().map(|event| &event.actor).collect::<Vec<_>>(), [&None]);
}

#[tokio::test]
async fn a_person_who_left_can_stop_but_not_start() {
    let scene = Scene::start().await;
    let removed = Member { active: false, ..maya() };
    scene.put(&Key::member(&removed.workspace, &removed.id), &removed).await;
    scene.write(&maya(), 1, "stop").await;
    let start = inbound(&maya(), 2, &[("Body", "start")]);
    assert_eq!(scene.receive(&start).await, InboundAnswer::Silence);
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    assert_eq!(start_denied(&scene).await, ("no_longer_member".to_owned(), Some(maya().id)));
}

#[tokio::test]
async fn a_start_keeps_the_wording_that_it_agreed_to() {
    let scene = Scene::start().await;
    scene.write(&maya(), 1, "stop").await;
    scene.write(&maya(), 2, "start").await;
    let stored = scene.store().subscription(&workspace().id, &maya().id).await.unwrap().unwrap();
    assert_eq!(
        stored,
        WhatsAppSubscription {
            consent_changed_at: now(),
            consent_wording: "start-1".into(),
            last_heard_at: Some(now()),
            ..subscription(&maya())
        }
    );
}

/// Opts Maya in as she was read, after something else changed.
async fn opt_in_after(scene: &Scene, change: impl AsyncFnOnce(&Scene)) -> OptIn {
    let read = WhatsAppSubscription { consent: Consent::OptedOut, ..subscription(&maya()) };
    scene.put(&Key::subscription(&read.workspace, &read.member), &read).await;
    change(scene).await;
    let entry = WhatsAppConversationEntry {
        workspace: workspace().id,
        member: maya().id,
        at: now(),
        message_sid: inbound_sid(1),
        said: Said::Wrote { text: "start".into(), on: None },
        reply: None,
        queued: Vec::new(),
        question: None,
        webhook: None,
    };
    let audit = {
        let occasion = Occasion {
            id: AuditEvent::id_for_message(&entry.message_sid),
            workspace: workspace().id,
            at: now(),
            source: Source::WhatsApp,
        };
        AuditEvent::executed(occasion, Verb::OptIn, "subscription of maya").by(&maya().id)
    };
    scene.store().opt_in(&read, &audit, &entry).await.unwrap()
}

#[tokio::test]
async fn an_address_or_a_membership_that_changed_meanwhile_is_not_opted_in() {
    let stopped = || WhatsAppSubscription { consent: Consent::OptedOut, ..subscription(&maya()) };
    for moved in [
        WhatsAppSubscription { phone: Some("+15550100077".into()), ..stopped() },
        WhatsAppSubscription { phone: None, ..stopped() },
        WhatsAppSubscription { business_scoped_id: Some("US.9".into()), ..stopped() },
        WhatsAppSubscription { business_scoped_id: None, ..stopped() },
    ] {
        let scene = Scene::start().await;
        let key = Key::subscription(&moved.workspace, &moved.member);
        assert_eq!(opt_in_after(&scene, async |scene| scene.put(&key, &moved).await).await, OptIn::NotTheirs);
        assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    }
    let scene = Scene::start().await;
    let removed = Member { active: false, ..maya() };
    let key = Key::member(&removed.workspace, &removed.id);
    assert_eq!(opt_in_after(&scene, async |scene| scene.put(&key, &removed).await).await, OptIn::NotTheirs);
    assert_eq!((scene.consent(&maya()).await, scene.audited().await), (Consent::OptedOut, Vec::new()));
}

#[tokio::test]
async fn a_text_of_a_person_in_two_workspaces_is_kept_in_neither_and_answered_once() {
    let scene = Scene::start().await;
    let there = also_in_beta_shop(&scene).await;
    for (number, text) in [(1, "what did we spend?"), (2, "help")] {
        assert!(!scene.write(&maya(), number, text).await.is_empty());
    }
    assert_eq!((entries(&scene, &maya()).await, entries(&scene, &there).await), (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn a_text_that_answers_a_message_is_kept_in_the_workspace_of_that_message_alone() {
    let scene = Scene::start().await;
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
    scene.receive(&inbound(&maya(), 1, &more)).await;
    let kept = Said::Wrote { text: "what did we spend?".into(), on: Some(sid.into()) };
    assert_eq!(entries(&scene, &there).await, [kept]);
    assert_eq!(entries(&scene, &maya()).await, []);
}

#[tokio::test]
async fn one_stop_ends_the_messages_of_two_people_of_a_workspace_who_share_a_phone() {
    let scene = Scene::start().await;
    let lees_phone = WhatsAppSubscription { member: lee().id, ..subscription(&maya()) };
    scene.put(&Key::subscription(&lees_phone.workspace, &lees_phone.member), &lees_phone).await;
    let owner = AddressOwner { workspace: lee().workspace, member: lee().id };
    for address in lees_phone.addresses() {
        scene.store().save_owner(&scene.pepper.hash(&address), &owner).await.unwrap();
    }
    scene.write(&maya(), 1, "stop").await;
    let consents = (scene.consent(&maya()).await, scene.consent(&lee()).await);
    assert_eq!(consents, (Consent::OptedOut, Consent::OptedOut));
    assert_eq!(scene.audited().await, [Verb::OptOut, Verb::OptOut]);
}
