//! What is stored of the tokens that a message carries: everything needed to decide a tap, and nothing with which a
//! token could be used.

use super::*;
use domain::message::template::TemplateName;
use domain::message::{NewMessage, PlannedButton};
use domain::token::{Action, TokenChannel, TokenPurpose};
use domain::workspace::asked_cards::AskedCards;

/// A list of one row, as sent in response to a tap on "Assign".
fn list() -> Message {
    let id = Message::caused_by("an event", &maya().id, 0);
    Message::queued(NewMessage {
        id,
        kind: domain::message::MessageKind::Card,
        workspace: &maya().workspace,
        member: &maya().id,
        language: "en",
        template: TemplateName::List1,
        template_version: 1,
        variables: BTreeMap::from([("1".to_owned(), "Who is to own this?".to_owned())]),
        buttons: vec![PlannedButton {
            variable: 4,
            version_is_fixed_text: true,
            purpose: Action::PickAssignee.into(),
            channel: TokenChannel::Button,
            detail: Some("lee".into()),
            target: "20261005-a1b2c3d4".parse().unwrap(),
            target_version: 3,
            valid_for_seconds: 3600,
        }],
        text: "Who is to own this?".into(),
        local_date: report_day(),
        now: now(),
    })
}

async fn delivered(desk: &mut Desk, whatsapp: &ScriptedWhatsApp, seconds: i64) -> Delivered {
    let message = list();
    store_one(desk.store(), &Key::message(&message.workspace, &message.id), &message).await;
    let key = message.template.versioned_key(&message.language, message.template_version);
    desk.contents = known(&[(&key, "HX2")]);
    let job = DeliveryJob { message: message.id, ..job() };
    deliver(&desk.deps(whatsapp, &FixedClock(after(seconds))), &job).await.unwrap()
}

#[tokio::test]
async fn a_row_s_token_is_stored_with_its_person_its_channel_its_detail_and_the_second_it_was_issued() {
    let mut desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    assert_eq!(delivered(&mut desk, &whatsapp, 7).await, Delivered::Accepted);
    let sent = std::mem::take(&mut *whatsapp.sent.lock().unwrap());
    let claims = desk.token_keys.open(&format!("v1.{}", variables(&sent[0])["4"])).unwrap();
    let key = Key::token(&claims.workspace, &claims.hash());
    let mut found = desk.store().get_all(std::slice::from_ref(&key)).await.unwrap();
    let stored: WhatsAppActionToken = store::item::read(found.remove(&key).unwrap()).unwrap();
    let expected = WhatsAppActionToken {
        workspace: maya().workspace,
        member: maya().id,
        purpose: Action::PickAssignee.into(),
        channel: TokenChannel::Button,
        target: "20261005-a1b2c3d4".parse().unwrap(),
        target_version: 3,
        detail: Some("lee".into()),
        issued_at: EpochSecond::from(after(7)),
        carried_by: Some(list().id.to_string()),
        valid_until: EpochSecond::from(after(7 + 3600)),
        state: TokenState::Issued,
        used_by: None,
    };
    assert_eq!(stored, expected);
    assert!(stored.is_of(&claims));
}

#[tokio::test]
async fn of_the_buttons_of_a_digest_only_the_dashboard_is_a_link() {
    let desk = Desk::start().await;
    desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 5).await;
    let channels: Vec<(TokenPurpose, TokenChannel)> =
        desk.message().await.buttons.iter().map(|button| (button.purpose, button.channel)).collect();
    let links: Vec<_> = channels.iter().filter(|(_, channel)| *channel == TokenChannel::Link).collect();
    assert!(links.iter().all(|(purpose, _)| *purpose == TokenPurpose::Dashboard), "{channels:?}");
    assert!(channels.iter().all(|(_, channel)| *channel != TokenChannel::Bearer), "{channels:?}");
}

#[tokio::test]
async fn a_card_in_whose_place_others_were_asked_for_issues_no_token_and_goes_to_nobody() {
    let mut desk = Desk::start().await;
    let asked = AskedCards { overtaken: vec![list().id], ..AskedCards::default() };
    let subscription = WhatsAppSubscription { asked_cards: Some(asked), ..testing::subscription(&maya()) };
    store_one(desk.store(), &Key::subscription(&maya().workspace, &maya().id), &subscription).await;
    let outcome = delivered(&mut desk, &silent(), 5).await;
    assert_eq!(outcome, Delivered::GivenUp(FailureReason::Overtaken));
    let message = desk.store().message(&maya().workspace, &list().id).await.unwrap().unwrap();
    assert_eq!((message.state, message.failure), (MessageState::Failed, Some(FailureReason::Overtaken)));
    assert!(message.attempts.is_empty() && message.fallback.is_none());
}

#[tokio::test]
async fn a_claim_that_is_lost_to_a_stop_issues_no_token() {
    let mut desk = Desk::start().await;
    desk.consent(Consent::OptedOut).await;
    let outcome = delivered(&mut desk, &silent(), 5).await;
    assert_eq!(outcome, Delivered::GivenUp(FailureReason::NoConsent));
    let tokens = format!("W#{}#TOKEN", maya().workspace);
    assert!(!desk.embedded.dump().await.contains(&tokens), "a token was stored");
}
