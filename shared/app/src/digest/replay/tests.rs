//! Claims about replays, on the real engine.

use super::*;
use crate::digest::tests::Desk;
use domain::identity::MessageId;
use domain::message::template::TemplateName;
use domain::message::{AttemptEnd, MessageSid};
use domain::testing::{attempt_at, maya, now, report_day, workspace};
use domain::workspace::{Member, Role, Workspace};
use store::key::Key;
use store::testing::store_one;

fn mayas() -> MessageId {
    Message::digest_id(&maya().id, report_day().tomorrow().unwrap())
}

async fn replayed(desk: &Desk) -> DigestReplay {
    replay(desk.store(), &workspace().id, &mayas()).await.unwrap().unwrap()
}

async fn with_attempts(desk: &Desk, attempts: Vec<Attempt>) -> Message {
    let message = desk.store().message(&workspace().id, &mayas()).await.unwrap().unwrap();
    let message = Message { attempts, ..message };
    store_one(desk.store(), &Key::message(&message.workspace, &message.id), &message).await;
    message
}

#[tokio::test]
async fn a_digest_is_replayed_as_it_was_whatever_has_become_of_everything_since() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let before = replayed(&desk).await;
    assert!(before.digest.text.contains("Good morning Maya") && before.digest.text.contains("Spend: $2,320"));
    assert_eq!(before.digest.metrics.spend_minor, Some(232_000));
    assert_eq!(before.digest.button_titles, ["Approve budget shift", "See alerts", "View dashboard"]);

    let (store, id) = (desk.store(), workspace().id);
    desk.facts_of(report_day(), 7).await;
    let renamed = Member { name: "Marie".into(), role: Role::Viewer, language: "fr".into(), ..maya() };
    store_one(store, &Key::member(&id, &renamed.id), &renamed).await;
    let other = Workspace { name: "Other Store".into(), zone: "Asia/Tokyo".into(), ..workspace() };
    store_one(store, &Key::workspace(&id), &other).await;
    let mut campaigns = domain::testing::campaigns();
    "Renamed".clone_into(&mut campaigns[0].name);
    store.save_campaigns(&id, &campaigns).await.unwrap();
    desk.embedded.calls.take();
    assert_eq!(replayed(&desk).await, before);
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem"]);
}

#[tokio::test]
async fn a_digest_of_a_former_version_of_its_template_has_its_stored_text() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let DigestReplay { mut digest, mut message, .. } = replayed(&desk).await;
    for (version, text) in
        [(&mut digest.template_version, &mut digest.text), (&mut message.template_version, &mut message.text)]
    {
        *version = 0;
        "the words of long ago".clone_into(text);
    }
    message.attempts = vec![Attempt { template_version: 0, ..attempt_at(1, 5) }];
    store_one(desk.store(), &Key::digest(&digest.workspace, &digest.message), &digest).await;
    store_one(desk.store(), &Key::message(&message.workspace, &message.id), &message).await;
    let shown = replayed(&desk).await;
    assert_eq!((&shown.digest, &shown.message), (&digest, &message));
    assert_eq!(shown.texts, [Some("the words of long ago".to_owned())]);
}

#[tokio::test]
async fn each_attempt_has_the_text_that_was_really_sent() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let sid: MessageSid = "MM00000000000000000000000000000007".parse().unwrap();
    let own = attempt_at(1, 5);
    let spare = Attempt { template: TemplateName::KpiShort, ..attempt_at(2, 65) };
    let logged = Attempt {
        sid: Some(sid.to_string()),
        ended: Some(AttemptEnd::Accepted),
        template_version: 99,
        ..Attempt { number: 3, ..spare.clone() }
    };
    let lost = Attempt { number: 4, template_version: 99, ..spare.clone() };
    let message = with_attempts(&desk, vec![own, spare, logged, lost]).await;
    let mut entry = domain::digest::form::sent_entry(&message, 3, &sid, now());
    entry.said =
        domain::message::conversation::Said::Sent { message: message.id.clone(), text: "logged".into() };
    store_one(desk.store(), &Key::outbound(&message.workspace, &message.member, sid.as_str()), &entry).await;
    desk.embedded.calls.take();
    let shown = replayed(&desk).await;
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem", "BatchGetItem"]);
    let [Some(own), Some(spare), logged, lost] = &shown.texts[..] else { panic!("{:?}", shown.texts) };
    assert_eq!(own, &message.text);
    assert!(spare != own && spare.contains("$2,320"), "{spare}");
    assert_eq!(logged.as_deref(), Some("logged"), "what the log has comes first");
    assert_eq!(lost, &None, "this build does not know the words of version 99");
}

#[tokio::test]
async fn what_is_no_digest_of_the_workspace_is_not_there() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let (store, id) = (desk.store(), workspace().id);
    let shift = store.adjustments(&id).await.unwrap().remove(0);
    for (workspace, message) in
        [(&id, "d-20261006-zoe"), (&id, shift.id.as_str()), (&"none".parse().unwrap(), mayas().as_str())]
    {
        assert_eq!(replay(store, workspace, &message.parse().unwrap()).await.unwrap(), None);
    }
}
