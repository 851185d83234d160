//! Claims about inquiries to Twilio: a lost answer is looked up before anything is sent again, and a late receipt is
//! asked for.

use super::*;
use domain::digest::form::sent_entry;

fn no_answer() -> Result<Accepted, SendFailure> {
    Err(SendFailure::Ambiguous("no answer".into()))
}

/// Twilio's record of a message created `seconds` after the digest was.
fn on_record(number: u32, seconds: i64, body: &str, status: MessageStatus) -> SentMessage {
    SentMessage {
        sid: sid(number),
        status,
        error_code: None,
        created_at: Some(after(seconds)),
        body: Some(body.to_owned()),
        cost: None,
    }
}

/// A digest whose only attempt got no answer, 15 seconds ago.
async fn unanswered() -> Desk {
    let desk = Desk::start().await;
    assert_eq!(desk.deliver(&ScriptedWhatsApp::answering([no_answer()]), 0).await, Delivered::Unknown);
    assert_eq!(desk.message().await.state, MessageState::Unknown);
    assert_eq!(desk.waiting(), [15]);
    desk
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_found_at_twilio_and_not_sent_again() {
    let desk = unanswered().await;
    let text = desk.message().await.text;
    let whatsapp = silent().telling([on_record(7, 1, &text, MessageStatus::Sent)]);
    assert_eq!(desk.deliver(&whatsapp, 15).await, Delivered::Accepted);
    let message = desk.message().await;
    assert_eq!(
        (message.state, &message.attempts[0].sid),
        (MessageState::Accepted, &Some(sid(7).to_string()))
    );
    assert_eq!(desk.talk().await.len(), 1);
}

#[tokio::test]
async fn what_twilio_knows_of_a_lost_answer_counts_like_a_callback() {
    let desk = unanswered().await;
    let text = desk.message().await.text;
    let whatsapp = silent().telling([on_record(7, 1, &text, MessageStatus::Delivered)]);
    assert_eq!(desk.deliver(&whatsapp, 15).await, Delivered::Arrived);
    assert_eq!(desk.message().await.state, MessageState::Delivered);

    let desk = unanswered().await;
    let lost = SentMessage { error_code: Some(63_024), ..on_record(7, 1, &text, MessageStatus::Undelivered) };
    let outcome = desk.deliver(&silent().telling([lost]), 15).await;
    assert!(matches!(outcome, Delivered::FellBackToEmail(_)), "{outcome:?}");
    assert_eq!(desk.message().await.attempts[0].code, Some(63_024));
}

#[tokio::test]
async fn only_when_twilio_does_not_have_it_after_a_minute_is_it_sent_again() {
    let desk = unanswered().await;
    let nothing = || silent().telling([]);
    assert_eq!(desk.deliver(&nothing(), 15).await, Delivered::Waiting { seconds: 45 });
    assert_eq!(desk.deliver(&nothing(), 60).await, Delivered::Waiting { seconds: 1 });
    let message = desk.message().await;
    assert_eq!(message.attempts[0].ended, Some(AttemptEnd::NeverArrived));
    assert_eq!(desk.deliver(&ScriptedWhatsApp::answering([accepted(2)]), 61).await, Delivered::Accepted);
    assert_eq!(desk.message().await.attempts.len(), 2);
}

#[tokio::test]
async fn what_cannot_be_told_is_asked_for_ten_minutes_and_then_mailed() {
    let desk = unanswered().await;
    let mut seconds = 15;
    let ended = loop {
        match desk.deliver(&silent(), seconds).await {
            Delivered::Waiting { seconds: pause } => seconds += pause,
            ended => break ended,
        }
    };
    assert_eq!(ended, Delivered::FellBackToEmail(FailureReason::Unresolved));
    assert!((600..=720).contains(&seconds), "{seconds}");
    assert_eq!(desk.message().await.attempts.len(), 1, "nothing was sent again");
}

#[tokio::test]
async fn another_message_of_ours_to_the_same_person_is_not_taken_for_the_lost_one() {
    let desk = unanswered().await;
    let said = sent_entry(&desk.message().await, 1, &sid(8), after(3));
    let write = desk.store().entry_put(&said).unwrap();
    desk.store().transact(vec![write]).await.unwrap();
    let other = on_record(8, 3, "Another message", MessageStatus::Sent);
    let stranger = on_record(9, 4, "Who knows", MessageStatus::Sent);
    let whatsapp = silent().telling([other.clone()]);
    assert_eq!(desk.deliver(&whatsapp, 60).await, Delivered::Waiting { seconds: 1 });
    let desk = unanswered().await;
    let whatsapp = silent().telling([other, stranger]);
    assert_eq!(desk.deliver(&whatsapp, 60).await, Delivered::Waiting { seconds: 60 }, "one may be it");
}

#[tokio::test]
async fn a_worker_that_died_leaves_a_message_that_is_looked_for_at_once() {
    let desk = Desk::start().await;
    races::die_after_the_claim(&desk).await;
    let text = desk.message().await.text;
    let whatsapp = silent().telling([on_record(7, 2, &text, MessageStatus::Delivered)]);
    assert_eq!(desk.deliver(&whatsapp, LEASE_SECONDS).await, Delivered::Arrived);
    assert_eq!(desk.message().await.attempts.len(), 1);
}

/// A digest that Twilio accepted without any later status.
async fn without_receipt() -> Desk {
    let desk = Desk::start().await;
    assert_eq!(desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 0).await, Delivered::Accepted);
    desk
}

#[tokio::test]
async fn a_message_without_a_receipt_is_asked_for_at_its_deadline_and_not_before() {
    let desk = without_receipt().await;
    assert_eq!(desk.deliver(&silent(), 600).await, Delivered::NothingToDo);
    assert_eq!(desk.message().await.due_at, Some(after(3_600).into()));
    let cost = domain::message::MessageCost { amount: "0.0085".into(), currency: "USD".into() };
    let there = SentMessage { cost: Some(cost.clone()), ..on_record(1, 0, "", MessageStatus::Read) };
    assert_eq!(desk.deliver(&silent().telling([there]), 3_600).await, Delivered::Arrived);
    let message = desk.message().await;
    assert_eq!((message.state, message.due_at), (MessageState::Read, None));
    assert_eq!(message.attempts[0].cost, Some(cost));
}

#[tokio::test]
async fn without_any_news_at_the_deadline_a_digest_is_mailed_and_a_late_delivery_makes_it_both() {
    let desk = without_receipt().await;
    let whatsapp = silent().telling([on_record(1, 0, "", MessageStatus::Sent)]);
    assert_eq!(desk.deliver(&whatsapp, 3_600).await, Delivered::FellBackToEmail(FailureReason::NoReceipt));
    let attempt = AttemptReference { workspace: job().workspace, message: job().message, attempt: 1 };
    let news = (MessageState::Delivered, MessageStatus::Delivered);
    desk.store().move_up(&attempt, &sid(1), news, after(9_000)).await.unwrap();
    let message = desk.message().await;
    assert_eq!(message.state, MessageState::Delivered);
    assert!(message.fallback.is_some() && message.failure == Some(FailureReason::NoReceipt));
}

#[tokio::test]
async fn while_twilio_does_not_answer_a_receipt_is_asked_for_again_and_not_for_ever() {
    for twilio in [silent, || silent().refusing_credentials()] {
        let desk = without_receipt().await;
        assert_eq!(desk.deliver(&twilio(), 3_600).await, Delivered::Waiting { seconds: 120 });
        let mailed = Delivered::FellBackToEmail(FailureReason::NoReceipt);
        assert_eq!(desk.deliver(&twilio(), 4_200).await, mailed);
    }
}

/// An attempt that was first reported by a callback has no entry in the conversation log.
#[tokio::test]
async fn an_earlier_attempt_that_only_a_callback_told_of_is_not_taken_for_the_lost_one() {
    let desk = Desk::start().await;
    let text = desk.message().await.text;
    let throttled = Err(SendFailure::Throttled { retry_after: None });
    let whatsapp = ScriptedWhatsApp::answering([throttled, no_answer()]);
    desk.deliver(&whatsapp, 0).await;
    let mut message = desk.message().await;
    message.attempts[0].sid = Some(sid(1).to_string());
    message.attempts[0].next_attempt_at = Some(after(2));
    store_one(desk.store(), &Key::message(&message.workspace, &message.id), &message).await;
    assert_eq!(desk.deliver(&whatsapp, 8).await, Delivered::Unknown);
    let earlier = on_record(1, 4, &text, MessageStatus::Undelivered);
    let whatsapp = silent().telling([earlier.clone()]);
    assert!(matches!(desk.deliver(&whatsapp, 23).await, Delivered::Waiting { .. }));
    assert_eq!(desk.message().await.attempts[1].sid, None);
    let whatsapp = silent().telling([earlier, on_record(2, 9, &text, MessageStatus::Sent)]);
    assert_eq!(desk.deliver(&whatsapp, 40).await, Delivered::Accepted);
    assert_eq!(desk.message().await.attempts[1].sid, Some(sid(2).to_string()));
}

#[tokio::test]
async fn a_spare_whose_answer_was_lost_is_found_by_the_words_that_went_out() {
    let desk = Desk::start().await;
    let refused = Err(SendFailure::Rejected { code: Some(63_041), http_status: 400 });
    let whatsapp = ScriptedWhatsApp::answering([refused, no_answer()]);
    desk.deliver(&whatsapp, 0).await;
    assert_eq!(desk.deliver(&whatsapp, 7).await, Delivered::Unknown);
    let fallback = domain::digest::form::fallback_form(&desk.message().await).unwrap();
    let whatsapp = silent().telling([on_record(7, 8, &fallback.text, MessageStatus::Delivered)]);
    assert_eq!(desk.deliver(&whatsapp, 22).await, Delivered::Arrived);
    let [entry] = desk.talk().await.try_into().unwrap();
    assert_eq!(entry.said, Said::Sent { message: job().message, text: fallback.text });
}
