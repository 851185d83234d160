//! One person with a number that is shown in one message and hidden in the next.

use super::*;
use domain::message::conversation::AddressOwner;
use domain::testing::business_scoped_id;

#[tokio::test]
async fn whoever_shows_the_number_in_every_second_message_has_one_budget() {
    let scene = Scene::start().await;
    let scoped = business_scoped_id(&maya());
    let address = WhatsAppAddress::from_parameter(&format!("whatsapp:{scoped}")).unwrap();
    let owner = AddressOwner { workspace: workspace().id, member: maya().id };
    scene.store().save_owner(&pepper().hash(&address), &owner).await.unwrap();
    let mut replies = 0;
    for number in 1..=2 * MOST_MESSAGES + 10 {
        let from = if number % 2 == 0 { phone(&maya()) } else { scoped.clone() };
        let more = [("Body", "HELP"), ("ExternalUserId", address.as_parameter())];
        let answer = scene.receive(&forms::from(&from, number, &more)).await;
        replies += u32::from(answer != InboundAnswer::Silence);
    }
    assert_eq!((replies, scene.events().await), (MOST_MESSAGES, 1));
}
