//! Claims about quiet hours: what a person did not ask for waits for their end, and is never dropped.

use super::*;
use domain::message::{ManualResend, MessageKind};
use domain::workspace::preferences::QuietHours;
use jiff::civil::time;

/// It is seven minutes past eight in New York; the quiet hours of Maya end at eleven.
const QUIET_SECONDS: i64 = (2 * 60 + 53) * 60;

impl Desk {
    async fn quiet(self) -> Self {
        let quiet_hours = Some(QuietHours { from: time(22, 0, 0, 0), until: time(11, 0, 0, 0) });
        let known = WhatsAppSubscription { quiet_hours, ..testing::subscription(&maya()) };
        store_one(self.store(), &Key::subscription(&maya().workspace, &maya().id), &known).await;
        self
    }

    async fn change(&self, change: impl FnOnce(&mut Message)) {
        let mut message = self.message().await;
        change(&mut message);
        store_one(self.store(), &Key::message(&message.workspace, &message.id), &message).await;
    }
}

#[tokio::test]
async fn what_a_person_did_not_ask_for_waits_for_the_end_of_quiet_hours_and_then_has_its_time() {
    for kind in [
        MessageKind::Digest,
        MessageKind::SecondApproval,
        MessageKind::Assignment,
        MessageKind::Update,
        MessageKind::Correction,
    ] {
        let desk = Desk::start().await.quiet().await;
        desk.change(|message| message.kind = kind).await;
        let rested = desk.deliver(&silent(), 0).await;
        assert_eq!(rested, Delivered::Waiting { seconds: QUIET_SECONDS + 1 }, "{kind:?}");
        assert!(desk.waiting().is_empty(), "no job waits in the queue for hours");
        let message = desk.message().await;
        let ends = EpochSecond::from(after(QUIET_SECONDS + 1));
        assert_eq!((message.state, message.due_at), (MessageState::Queued, Some(ends)), "{kind:?}");
        assert_eq!(message.deadline, ends.plus_seconds(kind.deadline_seconds()), "{kind:?}");
        let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
        assert_eq!(desk.deliver(&whatsapp, QUIET_SECONDS + 1).await, Delivered::Accepted, "{kind:?}");
    }
}

#[tokio::test]
async fn what_a_person_asked_for_and_what_an_administrator_insists_on_does_not_wait() {
    let changes: [fn(&mut Message); 2] = [
        |message| message.kind = MessageKind::Card,
        |message| {
            let (by, reason) = ("admin".to_owned(), "asked for".to_owned());
            message.resend = Some(ManualResend { by, reason, at: now(), forced: true });
        },
    ];
    for change in changes {
        let desk = Desk::start().await.quiet().await;
        desk.change(change).await;
        assert_eq!(desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 0).await, Delivered::Accepted);
    }
}

#[tokio::test]
async fn a_job_that_comes_again_in_quiet_hours_moves_nothing_further() {
    let desk = Desk::start().await.quiet().await;
    desk.deliver(&silent(), 0).await;
    let rests = desk.message().await;
    assert_eq!(desk.deliver(&silent(), 60).await, Delivered::Waiting { seconds: QUIET_SECONDS - 59 });
    assert_eq!(desk.message().await, rests);
}

/// The cost of quiet hours: one read and one write more for who has some, nothing for who has none.
#[tokio::test]
async fn a_message_in_quiet_hours_costs_two_reads_and_a_write() {
    let desk = Desk::start().await.quiet().await;
    desk.embedded.calls.take();
    desk.deliver(&silent(), 0).await;
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]);
}
