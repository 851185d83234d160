//! Messages from people: taps and texts reach their use case, keywords change consent, strangers get no reply.

use super::*;
use domain::address::WhatsAppAddress;
use domain::inbound::Form;
use domain::message::conversation::{AddressOwner, Said};
use domain::testing::{
    adjustment, anna, business_scoped_id, claims, inbound_sid, lee, maya, member, stored_token, subscription,
};
use domain::token::Action;
use domain::workspace::{Role, Workspace};

/// Replaces a parameter with another value.
fn changed(name: &str, value: &str) -> InboundMessage {
    let always = [
        ("MessageSid", inbound_sid(1)),
        ("AccountSid", ACCOUNT_SID.to_owned()),
        ("From", "whatsapp:+15550100001".to_owned()),
        ("To", format!("whatsapp:{SENDER}")),
        ("Body", "STOP".to_owned()),
    ];
    let form: Form =
        always.iter().map(|(own, old)| (*own, if *own == name { value } else { old.as_str() })).collect();
    InboundMessage::from_form(&form).unwrap()
}

/// Adds Maya to a second workspace with the same phone.
pub(super) async fn also_in_beta_shop(scene: &Scene) -> Member {
    let other = Workspace { id: "beta-shop".parse().unwrap(), name: "Beta Shop".into(), ..workspace() };
    let there = Member { workspace: other.id.clone(), ..maya() };
    scene.put(&Key::workspace(&other.id), &other).await;
    scene.put(&Key::member(&other.id, &there.id), &there).await;
    scene.put(&Key::subscription(&other.id, &there.id), &subscription(&there)).await;
    let owner = AddressOwner { workspace: other.id.clone(), member: there.id.clone() };
    scene.store().save_owner(&pepper().hash(&domain::testing::address(&there)), &owner).await.unwrap();
    there
}

#[tokio::test]
async fn a_message_of_another_account_or_to_another_sender_is_not_for_us_and_touches_nothing() {
    let scene = Scene::start().await;
    for foreign in
        [changed("AccountSid", "ACffffffffffffffffffffffffffffffff"), changed("To", "whatsapp:+15550100777")]
    {
        assert_eq!(scene.receive(&foreign).await, InboundAnswer::NotForUs);
    }
    assert_eq!(scene.embedded.calls.take(), [""; 0]);
    assert_eq!(scene.consent(&maya()).await, Consent::OptedIn);
}

#[tokio::test]
async fn a_tap_reaches_its_action() {
    let scene = Scene::start().await;
    let shift = adjustment();
    scene.put(&Key::adjustment(&shift.workspace, &shift.id), &shift).await;
    let claims = claims(&maya(), Action::ApproveShift, shift.id.as_str(), 1);
    scene.put(&Key::token(&claims.workspace, &claims.hash()), &stored_token(&claims, 1)).await;
    let button = scene.keys.seal(&claims);
    let tap = inbound(&maya(), 1, &[("Body", "Approve budget shift"), ("ButtonPayload", button.as_str())]);
    let InboundAnswer::Say(reply) = scene.receive(&tap).await else { panic!("silence") };
    assert!(reply.contains("Approved via WhatsApp by Maya"), "{reply}");
    assert_eq!(scene.audited().await, [Verb::ApproveShift]);
}

#[tokio::test]
async fn a_forged_button_reads_only_whose_number_it_is() {
    let scene = Scene::start().await;
    let claims = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 1);
    let good = scene.keys.seal(&claims);
    let (sealed, _mac) = good.as_str().rsplit_once('.').unwrap();
    for payload in ["approve", "v1.k1.x.y", &format!("{sealed}.AAAAAAAAAAAAAAAAAAAAAA"), &"v1.".repeat(80)] {
        let answer = scene.receive(&inbound(&maya(), 1, &[("ButtonPayload", payload)])).await;
        let InboundAnswer::Say(reply) = answer else { panic!("{answer:?}") };
        assert!(reply.starts_with("I could not read that button, so nothing was changed."), "{reply}");
    }
    let of_text = ["Query", "Query", "UpdateItem", "BatchGetItem"];
    let first = ["Query", "Query", "UpdateItem", "BatchGetItem", "TransactWriteItems"];
    assert_eq!(scene.embedded.calls.take(), [&first[..], &of_text, &of_text, &of_text].concat());
    let unknown = member("stranger", "Somebody", Role::Owner);
    let answer = scene.receive(&inbound(&unknown, 2, &[("ButtonPayload", "approve")])).await;
    assert_eq!(answer, InboundAnswer::Silence);
    assert_eq!(scene.embedded.calls.take(), ["Query", "Query"]);
}

#[tokio::test]
async fn a_button_of_ours_called_stop_is_a_tap_and_one_of_others_is_a_stop() {
    let scene = Scene::start().await;
    let claims = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 1);
    let ours = scene.keys.seal(&claims);
    for (number, payload, consent) in [(1, ours.as_str(), Consent::OptedIn), (2, "forged", Consent::OptedOut)]
    {
        scene.receive(&inbound(&maya(), number, &[("Body", "STOP"), ("ButtonPayload", payload)])).await;
        assert_eq!(scene.consent(&maya()).await, consent, "{payload}");
    }
}

#[tokio::test]
async fn somebody_who_is_not_enrolled_gets_no_reply_and_leaves_nothing() {
    let scene = Scene::start().await;
    let stranger = member("stranger", "Somebody", Role::Owner);
    for (number, text) in [(1, "hello"), (2, "STOP"), (3, "HELP")] {
        let answer = scene.receive(&inbound(&stranger, number, &[("Body", text)])).await;
        assert_eq!(answer, InboundAnswer::Silence, "{text}");
    }
    assert!(scene.embedded.calls.take().iter().all(|call| call == "Query"));
}

#[tokio::test]
async fn stop_in_any_language_ends_the_messages_of_that_person_alone_at_once() {
    for word in ["STOP", "stop.", "Parar", "sair", "Arrêt", "Abmelden", "रोकें", "Stop 🙏"] {
        let scene = Scene::start().await;
        let reply = scene.write(&maya(), 1, word).await;
        assert_eq!(reply, "You get no reports from this number. Send START to get them again.", "{word}");
        assert_eq!(scene.consent(&maya()).await, Consent::OptedOut, "{word}");
        assert_eq!(scene.consent(&lee()).await, Consent::OptedIn);
        assert_eq!(scene.audited().await, [Verb::OptOut]);
    }
}

#[tokio::test]
async fn stop_holds_for_every_role() {
    let scene = Scene::start().await;
    for (number, who) in [(1, maya()), (2, lee()), (3, anna())] {
        scene.write(&who, number, "stop").await;
        assert_eq!(scene.consent(&who).await, Consent::OptedOut);
    }
}

#[tokio::test]
async fn start_brings_the_messages_back_with_the_time_of_the_consent() {
    let scene = Scene::start().await;
    scene.write(&maya(), 1, "stop").await;
    let reply = scene.write(&maya(), 2, "Iniciar").await;
    assert_eq!(reply, "Welcome back. Your daily reports continue with the next one.");
    let stored = scene.store().subscription(&workspace().id, &maya().id).await.unwrap().unwrap();
    assert_eq!((stored.consent, stored.consent_changed_at), (Consent::OptedIn, now()));
    let mut audited = scene.audited().await;
    audited.sort_by_key(|verb| format!("{verb:?}"));
    assert_eq!(audited, [Verb::OptIn, Verb::OptOut]);
}

#[tokio::test]
async fn stop_said_twice_is_acknowledged_twice_and_changes_the_consent_once() {
    let mut scene = Scene::start().await;
    let first = scene.write(&maya(), 1, "stop").await;
    scene.clock = FixedClock(now() + jiff::SignedDuration::from_hours(2));
    assert_eq!(scene.write(&maya(), 2, "STOP!").await, first);
    let stored = scene.store().subscription(&workspace().id, &maya().id).await.unwrap().unwrap();
    assert_eq!((stored.consent, stored.consent_changed_at), (Consent::OptedOut, now()));
    assert_eq!(scene.audited().await, [Verb::OptOut]);
    assert_eq!(scene.store().latest_talk(&workspace().id, &maya().id, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_old_stop_that_comes_again_after_a_start_does_not_end_anything() {
    let scene = Scene::start().await;
    scene.write(&maya(), 1, "stop").await;
    scene.write(&maya(), 2, "start").await;
    scene.write(&maya(), 1, "stop").await;
    assert_eq!(scene.consent(&maya()).await, Consent::OptedIn);
    assert_eq!(scene.audited().await.len(), 2);
}

#[tokio::test]
async fn help_says_what_this_number_is_and_changes_nothing() {
    let scene = Scene::start().await;
    for (number, word) in [(1, "HELP"), (2, "ayuda"), (3, "Hilfe!")] {
        assert!(
            scene
                .write(&maya(), number, word)
                .await
                .starts_with("This number sends your daily advertising report")
        );
    }
    assert_eq!(scene.consent(&maya()).await, Consent::OptedIn);
    assert_eq!(scene.audited().await, []);
}

#[tokio::test]
async fn stop_ends_the_messages_of_every_workspace_of_that_phone() {
    let scene = Scene::start().await;
    let there = also_in_beta_shop(&scene).await;
    scene.write(&maya(), 1, "stop").await;
    assert_eq!(
        (scene.consent(&maya()).await, scene.consent(&there).await),
        (Consent::OptedOut, Consent::OptedOut)
    );
    assert_eq!(scene.store().audit(&there.workspace).await.unwrap().len(), 1);
    scene.write(&maya(), 2, "start").await;
    assert_eq!(
        (scene.consent(&maya()).await, scene.consent(&there).await),
        (Consent::OptedIn, Consent::OptedIn)
    );
}

#[tokio::test]
async fn a_keyword_that_twilio_answered_changes_the_consent_in_silence() {
    let scene = Scene::start().await;
    let stop = inbound(&maya(), 1, &[("Body", "basta"), ("OptOutType", "STOP")]);
    assert_eq!(scene.receive(&stop).await, InboundAnswer::Silence);
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    let start = inbound(&maya(), 2, &[("Body", "again"), ("OptOutType", "START")]);
    assert_eq!(scene.receive(&start).await, InboundAnswer::Silence);
    assert_eq!(scene.consent(&maya()).await, Consent::OptedIn);
}

#[tokio::test]
async fn a_stop_under_the_identifier_of_another_text_is_heard_and_both_are_kept() {
    let scene = Scene::start().await;
    let hello = scene.write(&maya(), 1, "assign Xerxes").await;
    for _again in 0..2 {
        assert!(scene.write(&maya(), 1, "STOP").await.starts_with("You get no reports"));
        assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    }
    assert_eq!(scene.audited().await, [Verb::OptOut]);
    let kept = scene.store().latest_talk(&workspace().id, &maya().id, 9).await.unwrap();
    assert_eq!(kept.len(), 2);
    let first = scene.store().inbound_entry(&workspace().id, &maya().id, &inbound_sid(1)).await.unwrap();
    assert_eq!(first.unwrap().reply, Some(hello), "the other text has its own reply");
}

#[tokio::test]
async fn a_stop_or_a_start_that_comes_again_after_the_other_says_what_is_so() {
    let scene = Scene::start().await;
    let (stopped, started) = ("You get no reports from this number.", "Welcome back.");
    assert!(scene.write(&maya(), 1, "STOP").await.starts_with(stopped));
    assert!(scene.write(&maya(), 2, "START").await.starts_with(started));
    assert!(scene.write(&maya(), 1, "STOP").await.starts_with(started));
    assert_eq!(scene.consent(&maya()).await, Consent::OptedIn);
    assert!(scene.write(&maya(), 3, "STOP").await.starts_with(stopped));
    assert!(scene.write(&maya(), 2, "START").await.starts_with(stopped));
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    scene.write(&maya(), 4, "hello").await;
    assert!(scene.write(&maya(), 4, "START").await.starts_with(stopped));
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
}

#[tokio::test]
async fn who_stopped_the_messages_is_not_told_to_tap_on_a_report() {
    let scene = Scene::start().await;
    scene.write(&maya(), 1, "STOP").await;
    let reply = scene.write(&maya(), 2, "hello again").await;
    assert_eq!(reply, "You get no reports from this number. Send START to get them again.");
}

#[tokio::test]
async fn an_order_in_words_is_a_question_that_is_kept_in_the_log() {
    let scene = Scene::start().await;
    assert_eq!(scene.write(&maya(), 1, "please stop the campaign").await, "");
    assert_eq!(scene.consent(&maya()).await, Consent::OptedIn);
    let entry =
        scene.store().inbound_entry(&workspace().id, &maya().id, &inbound_sid(1)).await.unwrap().unwrap();
    assert_eq!(entry.said, Said::Wrote { text: "please stop the campaign".into(), on: None });
    assert!(entry.reply.is_none() && entry.question.is_some());
}

#[tokio::test]
async fn the_same_text_again_gets_the_same_reply_and_is_logged_once() {
    let scene = Scene::start().await;
    let first = scene.write(&maya(), 1, "help").await;
    assert_eq!(scene.write(&maya(), 1, "help").await, first);
    assert_eq!(scene.store().latest_talk(&workspace().id, &maya().id, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_picture_without_words_gets_its_own_reply() {
    let scene = Scene::start().await;
    let picture =
        inbound(&maya(), 1, &[("Body", ""), ("NumMedia", "1"), ("MediaUrl0", "https://api.twilio.com/x")]);
    let InboundAnswer::Say(reply) = scene.receive(&picture).await else { panic!("silence") };
    assert!(reply.starts_with("I can only read text and button taps here."), "{reply}");
    let entry =
        scene.store().inbound_entry(&workspace().id, &maya().id, &inbound_sid(1)).await.unwrap().unwrap();
    assert_eq!(entry.said, Said::SentSomethingElse);
}

#[tokio::test]
async fn thanks_and_emoji_get_silence_are_kept_and_keep_nobody_from_an_answer() {
    let scene = Scene::start().await;
    for (number, text) in (1..).zip(["👍", "ok", "Thank you!", "vielen dank", "👍", "ok", "ok", "ok"]) {
        assert_eq!(scene.write(&maya(), number, text).await, "", "{text}");
        let entry = scene
            .store()
            .inbound_entry(&workspace().id, &maya().id, &inbound_sid(number))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(entry.said, Said::Wrote { text: text.to_owned(), on: None });
    }
    let picture = inbound(&maya(), 20, &[("Body", ""), ("NumMedia", "1")]);
    assert!(matches!(scene.receive(&picture).await, InboundAnswer::Say(_)));
}

#[tokio::test]
async fn a_reaction_and_an_edit_get_no_reply_change_nothing_and_cost_no_call() {
    let scene = Scene::start().await;
    for (number, kind, body) in [
        (1, "reaction", "👍"),
        (2, "reaction", "STOP"),
        (3, "edit", "START"),
        (4, "edited", ""),
        (5, "edited", "assign Lee"),
        (6, "edit", "stop Retargeting"),
    ] {
        let message = inbound(&maya(), number, &[("Body", body), ("MessageType", kind)]);
        assert_eq!(scene.receive(&message).await, InboundAnswer::Silence, "{kind} {body}");
    }
    assert_eq!(scene.embedded.calls.take(), [""; 0]);
    assert_eq!(scene.consent(&maya()).await, Consent::OptedIn);
}

#[tokio::test]
async fn a_stop_in_an_edit_beside_a_sticker_or_under_a_picture_is_a_stop() {
    for kind in ["edit", "edited", "Edited", "sticker", "image"] {
        let scene = Scene::start().await;
        let more = [("Body", "STOP"), ("NumMedia", "1"), ("MessageType", kind)];
        let answer = scene.receive(&inbound(&maya(), 1, &more)).await;
        let InboundAnswer::Say(reply) = answer else { panic!("{kind}") };
        assert!(reply.starts_with("You get no reports from this number."), "{kind}: {reply}");
        assert_eq!(scene.consent(&maya()).await, Consent::OptedOut, "{kind}");
        let entry = scene.store().inbound_entry(&workspace().id, &maya().id, &inbound_sid(1)).await.unwrap();
        assert_eq!(entry.unwrap().said, Said::Wrote { text: "STOP".into(), on: None }, "the night finds it");
    }
}

#[tokio::test]
async fn a_sticker_is_no_text() {
    let scene = Scene::start().await;
    let sticker = [("Body", "START"), ("NumMedia", "1"), ("MessageType", "sticker")];
    let InboundAnswer::Say(reply) = scene.receive(&inbound(&maya(), 1, &sticker)).await else {
        panic!("silence")
    };
    assert!(reply.starts_with("I can only read text and button taps here."), "{reply}");
}

#[tokio::test]
async fn a_text_with_the_number_of_somebody_else_in_it_is_the_senders_alone() {
    let scene = Scene::start().await;
    let more = [("Body", "STOP"), ("WaId", "15550100001"), ("ExternalUserId", "whatsapp:+15550100001")];
    scene.receive(&forms::from("+15550100002", 1, &more)).await;
    let consents = (scene.consent(&maya()).await, scene.consent(&lee()).await);
    assert_eq!(consents, (Consent::OptedIn, Consent::OptedOut));
}

#[tokio::test]
async fn a_person_who_hides_the_number_is_known_by_the_business_scoped_id() {
    let scene = Scene::start().await;
    let scoped = format!("whatsapp:{}", business_scoped_id(&maya()));
    let owner = AddressOwner { workspace: workspace().id, member: maya().id };
    let address = WhatsAppAddress::from_parameter(&scoped).unwrap();
    scene.store().save_owner(&pepper().hash(&address), &owner).await.unwrap();
    let hidden = changed("From", &scoped);
    assert!(matches!(scene.receive(&hidden).await, InboundAnswer::Say(_)));
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
}

#[tokio::test]
async fn who_is_known_by_both_addresses_is_answered_once() {
    let scene = Scene::start().await;
    let scoped =
        WhatsAppAddress::from_parameter(&format!("whatsapp:{}", business_scoped_id(&maya()))).unwrap();
    let owner = AddressOwner { workspace: workspace().id, member: maya().id };
    scene.store().save_owner(&pepper().hash(&scoped), &owner).await.unwrap();
    scene.embedded.calls.take();
    scene.write(&maya(), 1, "hello").await;
    assert_eq!(
        scene.embedded.calls.take(),
        ["Query", "Query", "UpdateItem", "BatchGetItem", "TransactWriteItems"]
    );
}
