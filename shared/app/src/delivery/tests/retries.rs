//! Claims about what is retried, when, and what never is.

use super::*;
use domain::twilio::SendFailure;
use std::time::Duration;

fn throttled(seconds: u64) -> Result<Accepted, SendFailure> {
    Err(SendFailure::Throttled { retry_after: Some(Duration::from_secs(seconds)) })
}

#[tokio::test]
async fn a_throttled_message_waits_as_long_as_asked_and_loses_nothing() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([throttled(60), accepted(2)]);
    let before = desk.message().await;
    assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::Waiting { seconds: 60 });
    assert_eq!(desk.waiting(), [60]);
    let waiting = desk.message().await;
    assert_eq!((waiting.state, waiting.rank, waiting.lease_until), (MessageState::Queued, before.rank, None));
    assert_eq!(waiting.attempts[0].next_attempt_at, Some(after(60)));
    assert_eq!(waiting.attempts[0].ended, Some(AttemptEnd::Throttled));
    assert_eq!(desk.deliver(&whatsapp, 60).await, Delivered::Accepted);
    let sent = desk.message().await;
    assert_eq!((sent.attempts.len(), sent.attempts[0].clone()), (2, waiting.attempts[0].clone()));
    assert_eq!((sent.text, sent.variables), (before.text, before.variables));
    let outbound = whatsapp.sent.lock().unwrap();
    assert!(outbound[1].status_callback.contains("&a=2#"));
    assert_ne!(
        variables(&outbound[0])["12"],
        variables(&outbound[1])["12"],
        "each attempt has its own tokens"
    );
}

#[tokio::test]
async fn a_job_that_comes_before_its_time_is_sent_back_to_wait() {
    let desk = Desk::start().await;
    desk.deliver(&ScriptedWhatsApp::answering([throttled(60)]), 0).await;
    desk.waiting();
    assert_eq!(desk.deliver(&silent(), 10).await, Delivered::Waiting { seconds: 50 });
    assert_eq!(desk.waiting(), [50]);
}

#[tokio::test]
async fn a_wait_longer_than_the_queue_can_hold_is_waited_in_parts() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([throttled(1_200), accepted(2)]);
    assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::Waiting { seconds: LONGEST_DELAY_SECONDS });
    assert_eq!(desk.deliver(&whatsapp, 900).await, Delivered::Waiting { seconds: 300 });
    assert_eq!(desk.deliver(&whatsapp, 1_200).await, Delivered::Accepted);
}

#[tokio::test]
async fn while_twilio_never_comes_back_a_digest_is_tried_a_few_times_and_mailed_at_its_deadline() {
    let desk = Desk::start().await;
    let down = || Err(SendFailure::Unavailable("no connection".into()));
    let whatsapp = ScriptedWhatsApp::answering((0..300).map(|_| down()));
    let mut seconds = 0;
    let ended = loop {
        match desk.deliver(&whatsapp, seconds).await {
            Delivered::Waiting { seconds: wait } => seconds += wait,
            ended => break ended,
        }
    };
    assert_eq!(ended, Delivered::FellBackToEmail(FailureReason::DeadlinePassed));
    assert!(seconds <= 3_600, "{seconds}");
    let attempts = desk.message().await.attempts;
    assert!(attempts.len() >= 6, "{} attempts", attempts.len());
    assert!(attempts.iter().all(|attempt| attempt.ended == Some(AttemptEnd::Unavailable)));
}

#[tokio::test]
async fn a_message_that_cannot_be_queued_again_comes_again_by_itself() {
    let desk = Desk::start().await;
    desk.queue.failing.store(true, std::sync::atomic::Ordering::Relaxed);
    let whatsapp = ScriptedWhatsApp::answering([throttled(60), accepted(2)]);
    let failure = deliver(&desk.deps(&whatsapp, &FixedClock(now())), &job()).await.unwrap_err();
    assert!(matches!(failure, DeliveryError::Queue(_)), "{failure}");
    assert_eq!(desk.message().await.state, MessageState::Queued);
    desk.queue.failing.store(false, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(desk.deliver(&whatsapp, 180).await, Delivered::Accepted);
}

#[tokio::test]
async fn a_record_is_written_once_more_when_the_store_was_busy_or_silent_and_only_then() {
    let busy = || StoreError::Throttled("busy".into());
    let silent = || StoreError::Unavailable("no answer".into());
    let refuses = || StoreError::Refused("not allowed".into());
    let failures: [(&dyn Fn() -> StoreError, u32); 3] = [(&busy, 2), (&silent, 2), (&refuses, 1)];
    for (failure, expected) in failures {
        let writes = std::cell::Cell::new(0);
        let done = once_more(|| {
            writes.set(writes.get() + 1);
            let result = if writes.get() == 1 { Err(failure()) } else { Ok(()) };
            std::future::ready(result)
        });
        assert_eq!((done.await.is_ok(), writes.get()), (expected == 2, expected));
    }
}
