//! Claims about people who are removed while a message to them waits.

use super::*;
use domain::message::MessageKind;
use domain::workspace::preferences::QuietHours;
use jiff::civil::time;

const KINDS: [MessageKind; 7] = [
    MessageKind::Digest,
    MessageKind::Card,
    MessageKind::SecondApproval,
    MessageKind::Assignment,
    MessageKind::Update,
    MessageKind::Answer,
    MessageKind::Correction,
];

impl Desk {
    /// Removes Maya from the workspace.
    async fn remove_maya(&self) {
        let gone = maya().changed(maya().role, false, now());
        store_one(self.store(), &Key::member(&gone.workspace, &gone.id), &gone).await;
    }
}

fn given_up() -> Delivered {
    Delivered::GivenUp(FailureReason::NotAMember)
}

#[tokio::test]
async fn who_was_removed_gets_no_message_of_whatever_kind() {
    for kind in KINDS {
        let desk = Desk::start().await;
        let message = Message { kind, ..desk.message().await };
        store_one(desk.store(), &Key::message(&message.workspace, &message.id), &message).await;
        desk.remove_maya().await;
        assert_eq!(desk.deliver(&silent(), 0).await, given_up(), "{kind:?}");
        let message = desk.message().await;
        assert_eq!((message.state, message.failure), (MessageState::Failed, Some(FailureReason::NotAMember)));
        assert!(message.attempts.is_empty() && desk.waiting().is_empty(), "{kind:?}");
        assert!(!desk.embedded.dump().await.contains("valid_until"), "the tokens went with the claim");
    }
}

#[tokio::test]
async fn who_was_removed_while_a_message_waited_for_the_end_of_quiet_hours_does_not_get_it() {
    let desk = Desk::start().await;
    let quiet_hours = Some(QuietHours { from: time(22, 0, 0, 0), until: time(11, 0, 0, 0) });
    let known = WhatsAppSubscription { quiet_hours, ..testing::subscription(&maya()) };
    store_one(desk.store(), &Key::subscription(&maya().workspace, &maya().id), &known).await;
    let Delivered::Waiting { seconds } = desk.deliver(&silent(), 0).await else { panic!("it is quiet") };
    desk.remove_maya().await;
    assert_eq!(desk.deliver(&silent(), seconds).await, given_up());
}

#[tokio::test]
async fn who_was_removed_between_two_attempts_gets_no_second_one() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([Err(SendFailure::Throttled { retry_after: None })]);
    let Delivered::Waiting { seconds } = desk.deliver(&whatsapp, 0).await else {
        panic!("it is tried again")
    };
    desk.remove_maya().await;
    assert_eq!(desk.deliver(&silent(), seconds).await, given_up());
    assert_eq!(desk.message().await.attempts.len(), 1);
}

#[tokio::test]
async fn without_a_record_of_the_membership_nothing_is_sent() {
    let desk = Desk::start().await;
    let key = Key::member(&maya().workspace, &maya().id);
    desk.embedded.delete(&key).await;
    assert_eq!(desk.deliver(&silent(), 0).await, given_up());
}

#[tokio::test]
async fn a_stop_of_who_was_removed_is_told_as_a_stop() {
    let desk = Desk::start().await;
    desk.remove_maya().await;
    desk.consent(Consent::OptedOut).await;
    assert_eq!(desk.deliver(&silent(), 0).await, Delivered::GivenUp(FailureReason::NoConsent));
}
