//! A number in another form than the stored one: the person's all the same, unless somebody else is stored with it.

use super::*;
use domain::address::WhatsAppAddress;
use domain::inbound::Form;
use domain::message::conversation::AddressOwner;
use domain::testing::{adjustment, claims, inbound_sid, lee, maya, stored_token, subscription};
use domain::token::Action;
use domain::workspace::{WhatsAppSubscription, Workspace};

/// A number as it is stored and as WhatsApp writes it, both ways round.
const FORMS: [(&str, &str); 6] = [
    ("+5511999990104", "+551199990104"),
    ("+551199990104", "+5511999990104"),
    ("+525512340104", "+5215512340104"),
    ("+5215512340104", "+525512340104"),
    ("+5491155550104", "+541155550104"),
    ("+541155550104", "+5491155550104"),
];
const APPROVED: &str = "Approved via WhatsApp by Maya";
const NOT_YOURS: &str = "This button was sent to another phone";

/// Under which key the owner of an address is stored.
#[derive(Debug, Clone, Copy)]
pub(super) enum Written {
    Now,
    /// By a version before the canonical form.
    Before,
}

fn former_key(phone: &str) -> String {
    let address = WhatsAppAddress::from_parameter(&format!("whatsapp:{phone}")).unwrap();
    let keys = pepper().hashes(&address);
    let is_canonical = domain::address::number::canonical(phone) == phone;
    if is_canonical { keys[0].clone() } else { keys[1].clone() }
}

/// Gives a person this number, and this id or none.
pub(super) async fn enroll(scene: &Scene, who: &Member, phone: &str, id: Option<&str>, written: Written) {
    let (phone, id) = (Some(phone.to_owned()), id.map(str::to_owned));
    let known = WhatsAppSubscription { phone, business_scoped_id: id, ..subscription(who) };
    scene.put(&Key::subscription(&who.workspace, &who.id), &known).await;
    let owner = AddressOwner { workspace: who.workspace.clone(), member: who.id.clone() };
    let address = known.address().unwrap();
    let key = match written {
        Written::Now => pepper().hash(&address),
        Written::Before => former_key(address.without_scheme()),
    };
    scene.store().save_owner(&key, &owner).await.unwrap();
}

pub(super) fn from(phone: &str, number: u32, more: &[(&str, &str)]) -> InboundMessage {
    let (sid, from, to) = (inbound_sid(number), format!("whatsapp:{phone}"), format!("whatsapp:{SENDER}"));
    let always = [("MessageSid", &*sid), ("AccountSid", ACCOUNT_SID), ("From", &*from), ("To", &*to)];
    InboundMessage::from_form(&always.iter().chain(more).copied().collect::<Form>()).unwrap()
}

/// The payload of a button that lets Maya approve the shift.
pub(super) async fn button(scene: &Scene) -> String {
    let shift = adjustment();
    scene.put(&Key::adjustment(&shift.workspace, &shift.id), &shift).await;
    let claims = claims(&maya(), Action::ApproveShift, shift.id.as_str(), 1);
    scene.put(&Key::token(&claims.workspace, &claims.hash()), &stored_token(&claims, 1)).await;
    scene.keys.seal(&claims).as_str().to_owned()
}

/// Taps the button; a different number is a different tap.
async fn tap(scene: &Scene, number: u32, phone: &str, more: &[(&str, &str)]) -> String {
    let payload = button(scene).await;
    let tap = [&[("Body", "Approve"), ("ButtonPayload", payload.as_str())], more].concat();
    match scene.receive(&from(phone, number, &tap)).await {
        InboundAnswer::Say(reply) => reply,
        other => panic!("{other:?}"),
    }
}

async fn stop(scene: &Scene, phone: &str) -> InboundAnswer {
    scene.receive(&from(phone, 1, &[("Body", "STOP")])).await
}

#[tokio::test]
async fn a_stop_in_either_form_of_a_number_ends_the_messages_wherever_it_was_stored() {
    for (stored, shown) in FORMS {
        for (written, from) in [
            (Written::Now, shown),
            (Written::Now, stored),
            (Written::Before, shown),
            (Written::Before, stored),
        ] {
            let scene = Scene::start().await;
            enroll(&scene, &maya(), stored, None, written).await;
            let answer = stop(&scene, from).await;
            assert!(matches!(answer, InboundAnswer::Say(_)), "{stored} {from} {written:?}");
            assert_eq!(scene.consent(&maya()).await, Consent::OptedOut, "{stored} {from} {written:?}");
            let audit = scene.store().audit(&workspace().id).await.unwrap();
            assert_eq!(audit[0].actor, Some(maya().id), "it is the person who said it");
            scene.receive(&self::from(from, 2, &[("Body", "START")])).await;
            assert_eq!(scene.consent(&maya()).await, Consent::OptedIn, "{stored} {from} {written:?}");
        }
    }
}

#[tokio::test]
async fn a_tap_in_the_other_form_of_the_number_is_the_persons() {
    for (stored, shown) in FORMS {
        let scene = Scene::start().await;
        enroll(&scene, &maya(), stored, None, Written::Before).await;
        let reply = tap(&scene, 11, shown, &[]).await;
        assert!(reply.contains(APPROVED), "{stored} {shown}: {reply}");
        assert_eq!(scene.audited().await, [Verb::ApproveShift]);
    }
}

#[tokio::test]
async fn the_other_form_with_the_stored_id_is_the_persons_and_with_another_id_is_not() {
    let id = "BR.1349000000000004";
    for (shown_id, part) in [(id, APPROVED), ("BR.1349000000000005", "changed since it was verified")] {
        let scene = Scene::start().await;
        enroll(&scene, &maya(), FORMS[0].0, Some(id), Written::Now).await;
        let shown_id = format!("whatsapp:{shown_id}");
        let reply = tap(&scene, 11, FORMS[0].1, &[("ExternalUserId", &shown_id)]).await;
        assert!(reply.contains(part), "{reply}");
    }
}

#[tokio::test]
async fn a_landline_or_another_country_with_the_same_digits_is_a_stranger() {
    for (stored, shown) in [
        ("+5511933330104", "+551133330104"),
        ("+551133330104", "+5511933330104"),
        ("+525512340104", "+5255512340104"),
        ("+595511999990", "+5955119999990"),
    ] {
        let scene = Scene::start().await;
        enroll(&scene, &maya(), stored, None, Written::Now).await;
        assert_eq!(stop(&scene, shown).await, InboundAnswer::Silence, "{shown}");
        assert_eq!(scene.consent(&maya()).await, Consent::OptedIn, "{shown}");
        let payload = button(&scene).await;
        let tap = [("Body", "Approve"), ("ButtonPayload", payload.as_str())];
        assert_eq!(scene.receive(&from(shown, 11, &tap)).await, InboundAnswer::Silence, "{shown}");
        assert_eq!(scene.audited().await, [Verb::ApproveShift], "{shown}");
    }
}

#[tokio::test]
async fn where_somebody_is_stored_with_the_exact_form_it_is_theirs_alone() {
    for written in [Written::Now, Written::Before] {
        let (stored, shown) = FORMS[0];
        let scene = Scene::start().await;
        enroll(&scene, &maya(), stored, None, written).await;
        enroll(&scene, &lee(), shown, None, written).await;
        assert!(tap(&scene, 11, shown, &[]).await.starts_with(NOT_YOURS), "{written:?}");
        assert!(tap(&scene, 12, stored, &[]).await.contains(APPROVED), "{written:?}");
        assert!(matches!(stop(&scene, shown).await, InboundAnswer::Say(_)));
        let consents = (scene.consent(&maya()).await, scene.consent(&lee()).await);
        assert_eq!(consents, (Consent::OptedIn, Consent::OptedOut), "{written:?}");
    }
}

#[tokio::test]
async fn a_stop_ends_the_messages_of_two_workspaces_that_stored_two_forms_of_the_number() {
    let (stored, shown) = FORMS[0];
    let scene = Scene::start().await;
    let other = Workspace { id: "beta-shop".parse().unwrap(), ..workspace() };
    let there = Member { workspace: other.id.clone(), ..maya() };
    scene.put(&Key::workspace(&other.id), &other).await;
    scene.put(&Key::member(&other.id, &there.id), &there).await;
    enroll(&scene, &maya(), stored, None, Written::Now).await;
    enroll(&scene, &there, shown, None, Written::Before).await;
    stop(&scene, shown).await;
    let consents = (scene.consent(&maya()).await, scene.consent(&there).await);
    assert_eq!(consents, (Consent::OptedOut, Consent::OptedOut));
}

#[tokio::test]
async fn a_number_with_one_form_costs_no_further_read() {
    let scene = Scene::start().await;
    let payload = button(&scene).await;
    scene.embedded.calls.take();
    let tap = [("Body", "Approve"), ("ButtonPayload", payload.as_str())];
    scene.receive(&from("+15550100001", 1, &tap)).await;
    assert_eq!(scene.embedded.calls.take(), ["UpdateItem", "BatchGetItem", "TransactWriteItems"]);
}
