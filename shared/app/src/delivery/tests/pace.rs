//! Claims about the rate limit and the breaker: one message at a time per phone, one probe while Twilio is down.

use super::*;
use domain::delivery::breaker::Breakers;

fn down() -> Result<Accepted, SendFailure> {
    Err(SendFailure::Unavailable("no connection".into()))
}

#[tokio::test]
async fn six_seconds_lie_between_two_messages_to_one_phone() {
    let desk = Desk::start().await;
    desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 0).await;
    let other = Message { id: "d-other".parse().unwrap(), ..testing::digest_in(MessageState::Queued) };
    store_one(desk.store(), &Key::message(&other.workspace, &other.id), &other).await;
    let job = DeliveryJob { message: other.id, ..job() };
    let whatsapp = ScriptedWhatsApp::answering([accepted(2)]);
    let deliver_at =
        async |seconds: i64| deliver(&desk.deps(&whatsapp, &FixedClock(after(seconds))), &job).await.unwrap();
    assert_eq!(deliver_at(1).await, Delivered::Waiting { seconds: 5 });
    assert_eq!(deliver_at(6).await, Delivered::Accepted);
}

#[tokio::test]
async fn six_seconds_are_no_less_when_the_first_message_goes_out_late_in_its_second() {
    let desk = Desk::start().await;
    let late = FixedClock(after(0) + SignedDuration::from_millis(900));
    let whatsapp = ScriptedWhatsApp::answering([accepted(1), accepted(2)]);
    deliver(&desk.deps(&whatsapp, &late), &job()).await.unwrap();
    let other = Message { id: "d-other".parse().unwrap(), ..testing::digest_in(MessageState::Queued) };
    store_one(desk.store(), &Key::message(&other.workspace, &other.id), &other).await;
    let job = DeliveryJob { message: other.id, ..job() };
    let deliver_at =
        async |seconds: i64| deliver(&desk.deps(&whatsapp, &FixedClock(after(seconds))), &job).await.unwrap();
    assert_eq!(deliver_at(6).await, Delivered::Waiting { seconds: 1 });
    assert_eq!(deliver_at(7).await, Delivered::Accepted);
}

/// A clock that advances while a worker is stalled.
struct MovingClock(std::sync::Mutex<Timestamp>);

impl Clock for MovingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Lets a worker stall for `seconds` right after its claim.
async fn deliver_with_a_stall(desk: &Desk, whatsapp: &dyn WhatsApp, seconds: i64) -> Delivered {
    let clock = std::sync::Arc::new(MovingClock(std::sync::Mutex::new(after(0))));
    let (moved, first) = (clock.clone(), std::sync::atomic::AtomicBool::new(true));
    desk.embedded.set_stall(std::sync::Arc::new(move |operation: &str| {
        if operation == "TransactWriteItems" && first.swap(false, std::sync::atomic::Ordering::Relaxed) {
            *moved.0.lock().unwrap() = after(seconds);
        }
        Box::pin(std::future::ready(()))
    }));
    let still = FixedClock(after(0));
    let deps = DeliveryDeps { clock: &*clock, ..desk.deps(whatsapp, &still) };
    deliver(&deps, &job()).await.unwrap()
}

#[tokio::test]
async fn a_worker_that_stood_still_after_its_claim_calls_nobody_and_the_message_waits_again() {
    let desk = Desk::start().await;
    assert_eq!(deliver_with_a_stall(&desk, &silent(), 21).await, Delivered::Waiting { seconds: 1 });
    let message = desk.message().await;
    assert_eq!(message.state, MessageState::Queued);
    assert_eq!(message.attempts[0].ended, Some(AttemptEnd::NeverArrived));
}

#[tokio::test]
async fn a_worker_that_stood_still_for_a_moment_calls() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    assert_eq!(deliver_with_a_stall(&desk, &whatsapp, 20).await, Delivered::Accepted);
}

#[tokio::test]
async fn the_pace_of_a_phone_names_no_number() {
    let desk = Desk::start().await;
    desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 0).await;
    let pace = Key::person_pace(&desk.pepper.hash(&testing::address(&maya())));
    let found = desk.store().get_all(std::slice::from_ref(&pace)).await.unwrap();
    let shown = format!("{pace:?} {found:?}");
    assert!(found.contains_key(&pace) && !shown.contains(testing::phone(&maya()).trim_start_matches('+')));
}

#[tokio::test]
async fn after_five_calls_without_an_answer_nobody_calls_for_half_a_minute_and_then_one_does() {
    let desk = Desk::start().await;
    for _ in 0..4 {
        desk.health.failed();
    }
    let whatsapp = ScriptedWhatsApp::answering([down(), down(), accepted(3)]);
    desk.deliver(&whatsapp, 0).await;
    let stopped = desk.store().breakers().await.unwrap();
    assert_eq!(stopped, Breakers::default().with_sender_stopped(EpochSecond::from(after(0))));
    let waited = desk.deliver(&whatsapp, 20).await;
    assert!(matches!(waited, Delivered::Waiting { .. }) && whatsapp.sent.lock().unwrap().len() == 1);
    desk.deliver(&whatsapp, 30).await;
    assert_eq!(whatsapp.sent.lock().unwrap().len(), 2, "the probe");
    assert!(matches!(desk.deliver(&whatsapp, 59).await, Delivered::Waiting { .. }));
    assert_eq!(whatsapp.sent.lock().unwrap().len(), 2, "nobody else until it is over");
    assert_eq!(desk.deliver(&whatsapp, 90).await, Delivered::Accepted);
    assert_eq!(desk.store().breakers().await.unwrap().sender, None, "sending is free again");
}

#[tokio::test]
async fn refused_credentials_stop_everybody_at_once_and_what_waits_goes_out_when_they_are_good() {
    let desk = Desk::start().await;
    let refused = || Err(SendFailure::Rejected { code: Some(20_003), http_status: 401 });
    let whatsapp = ScriptedWhatsApp::answering([refused(), refused(), accepted(3)]);
    assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::Waiting { seconds: 60 });
    let stopped = desk.store().breakers().await.unwrap();
    assert_eq!(stopped, Breakers::default().with_sender_stopped(EpochSecond::from(after(0))));
    let attempt = desk.message().await.attempts.remove(0);
    assert_eq!((attempt.code, attempt.class), (Some(20_003), Some(FailureClass::CredentialsRefused)));
    assert!(matches!(desk.deliver(&whatsapp, 61).await, Delivered::Waiting { .. }));
    assert_eq!(whatsapp.sent.lock().unwrap().len(), 2, "the probe is refused too");
    assert!(matches!(desk.deliver(&whatsapp, 90).await, Delivered::Waiting { .. }));
    assert_eq!(whatsapp.sent.lock().unwrap().len(), 2, "and nobody calls");
    assert_eq!(desk.deliver(&whatsapp, 200).await, Delivered::Accepted);
    assert_eq!(desk.store().breakers().await.unwrap().sender, None, "sending is free again");
}

#[tokio::test]
async fn of_two_workers_that_find_the_half_minute_over_one_calls() {
    let desk = Desk::start().await;
    let seen = desk.store().breakers().await.unwrap();
    desk.store()
        .change_breakers(&seen, &seen.with_sender_stopped(EpochSecond::from(after(-30))))
        .await
        .unwrap();
    let other = Message { id: "d-other".parse().unwrap(), ..testing::digest_in(MessageState::Queued) };
    let lee = testing::lee();
    let other = Message { member: lee.id.clone(), ..other };
    store_one(desk.store(), &Key::message(&other.workspace, &other.id), &other).await;
    let job = DeliveryJob { message: other.id, member: lee.id, ..job() };
    let whatsapp = ScriptedWhatsApp::answering([down()]);
    let clock = FixedClock(after(0));
    let deps = desk.deps(&whatsapp, &clock);
    let (one, two) = tokio::join!(desk.deliver(&whatsapp, 0), deliver(&deps, &job));
    assert!(matches!((one, two.unwrap()), (Delivered::Waiting { .. }, Delivered::Waiting { .. })));
    assert_eq!(whatsapp.sent.lock().unwrap().len(), 1);
}
