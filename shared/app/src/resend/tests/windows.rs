//! Claims about windows: what the preview contains, and that what is sent is what was shown.

use super::*;
use crate::resend::window::{Cursor, InvalidWindow};

/// Three failed digests of different people and times, one that was delivered, and one that is in progress.
async fn scene(office: &Office) -> [Message; 5] {
    let minutes = |count| now() - SignedDuration::from_mins(count);
    let failed = [(maya(), 90), (lee(), 80), (anna(), 70)];
    let [maya_failed, lee_failed, anna_failed] =
        failed.map(|(member, ago)| failed_digest(&member, minutes(ago)));
    let in_state = |member: &Member, ago: i64, state: MessageState| {
        let mut message = failed_digest(member, minutes(ago));
        message.id = format!("d-other-{ago}").parse().unwrap();
        (message.state, message.rank, message.failure) = (state, state.rank(), None);
        message
    };
    let delivered = in_state(&maya(), 85, MessageState::Delivered);
    let underway = in_state(&lee(), 30, MessageState::Accepted);
    let all = [maya_failed, lee_failed, anna_failed, delivered, underway];
    for message in &all {
        office.keep(message).await;
    }
    all
}

fn window() -> Window {
    Window::new(now() - SignedDuration::from_hours(24), now(), None).unwrap()
}

async fn look(office: &Office, window: &Window) -> Vec<(MessageId, Decision)> {
    let preview = preview(office.store(), &workspace().id, window, false, now()).await.unwrap();
    preview.candidates.into_iter().map(|candidate| (candidate.message.id, candidate.decision)).collect()
}

async fn send(office: &Office, window: &Window, expected: usize) -> Result<WindowResent, StoreError> {
    let reason = Reason::parse("outage of the sender").unwrap();
    let workspace = workspace().id;
    let wish = ResendRequest {
        administrator: &office.administrator,
        workspace: &workspace,
        reason: &reason,
        forced: false,
    };
    let clock = FixedClock(now());
    let deps = ResendDeps { store: office.store(), clock: &clock, queue: &office.queue };
    resend_window(&deps, &wish, window, expected).await
}

#[tokio::test]
async fn the_preview_lists_what_has_no_delivery_oldest_first_and_says_who_would_get_it() {
    let office = Office::open().await;
    let [maya_failed, lee_failed, anna_failed, _, underway] = scene(&office).await;
    let mut out = subscription(&lee());
    out.consent = Consent::OptedOut;
    store_one(office.store(), &Key::subscription(&out.workspace, &out.member), &out).await;
    office.embedded.calls.take();
    let shown = look(&office, &window()).await;
    assert_eq!(
        shown,
        [
            (maya_failed.id, Decision::Resend),
            (lee_failed.id, Decision::Refuse(Refusal::OptedOut)),
            (anna_failed.id, Decision::Resend),
            (underway.id, Decision::Refuse(Refusal::Underway)),
        ]
    );
    assert_eq!(office.embedded.calls.take(), ["Query", "BatchGetItem", "BatchGetItem"]);
}

#[tokio::test]
async fn what_was_shown_is_sent_and_the_same_request_again_sends_nothing() {
    let office = Office::open().await;
    let [maya_failed, lee_failed, anna_failed, delivered, underway] = scene(&office).await;
    let done = send(&office, &window(), 3).await.unwrap();
    let WindowResent::Done { handled, next: None } = done else { panic!("it is done: {done:?}") };
    let became: Vec<_> =
        handled.iter().map(|(candidate, handled)| (&candidate.message.id, *handled)).collect();
    assert_eq!(
        became,
        [
            (&maya_failed.id, Handled::Queued),
            (&lee_failed.id, Handled::Queued),
            (&anna_failed.id, Handled::Queued),
            (&underway.id, Handled::Refused(Refusal::Underway)),
        ]
    );
    assert_eq!(office.queued(), [maya_failed.id, lee_failed.id, anna_failed.id]);
    for untouched in [&delivered, &underway] {
        assert_eq!(office.stored(untouched).await, *untouched);
    }
    let again = send(&office, &window(), 3).await.unwrap();
    assert!(matches!(again, WindowResent::CountChanged { count: 0 }), "{again:?}");
    assert_eq!((office.queued().len(), office.events().await.len()), (3, 3));
}

#[tokio::test]
async fn another_count_than_was_expected_sends_nothing_at_all() {
    let office = Office::open().await;
    scene(&office).await;
    for expected in [0, 2, 4] {
        let answer = send(&office, &window(), expected).await.unwrap();
        assert!(matches!(answer, WindowResent::CountChanged { count: 3 }), "{answer:?}");
    }
    assert!(office.queued().is_empty() && office.events().await.is_empty());
}

#[tokio::test]
async fn only_what_was_written_in_the_window_is_in_it_both_ends_included() {
    let office = Office::open().await;
    let [_, lee_failed, anna_failed, ..] = scene(&office).await;
    let exact = Window::new(lee_failed.created_at, anna_failed.created_at, None).unwrap();
    let shown: Vec<_> = look(&office, &exact).await.into_iter().map(|(id, _)| id).collect();
    assert_eq!(shown, [lee_failed.id, anna_failed.id]);
}

#[tokio::test]
async fn a_cursor_leads_through_a_window_page_by_page_and_to_no_other_workspace() {
    let office = Office::open().await;
    let all = scene(&office).await;
    let (mut seen, mut cursor, mut pages) = (Vec::new(), None::<Cursor>, 0);
    loop {
        let text = cursor.map(|cursor| cursor.to_string());
        let page = Window::new(now() - SignedDuration::from_hours(24), now(), text.as_deref()).unwrap().of(2);
        let preview = preview(office.store(), &workspace().id, &page, false, now()).await.unwrap();
        seen.extend(preview.candidates.into_iter().map(|candidate| candidate.message.id));
        (cursor, pages) = (preview.next, pages + 1);
        if cursor.is_none() {
            break;
        }
    }
    let expected: Vec<_> = [0, 1, 2, 4].map(|place| all[place].id.clone()).to_vec();
    assert_eq!((seen, pages), (expected, 3));
    let elsewhere = preview(office.store(), &"other-store".parse().unwrap(), &window(), false, now()).await;
    assert!(elsewhere.unwrap().candidates.is_empty());
}

#[test]
fn a_window_is_at_most_31_days_long_and_a_cursor_is_one_of_ours() {
    let days = |count: i64| now() + SignedDuration::from_hours(24 * count);
    assert!(Window::new(now(), days(31), None).is_ok() && Window::new(now(), now(), None).is_ok());
    let beyond = days(31) + SignedDuration::from_secs(1);
    for (from, to) in [(now(), beyond), (days(1), now()), (Timestamp::MIN, Timestamp::MAX)] {
        assert_eq!(Window::new(from, to, None).unwrap_err(), InvalidWindow);
    }
    for cursor in ["", "x", "bm90aGluZw", "MjAyNi0xMC0wNlQxMjowNzowMFp8VyNvdGhlciNNRVNTQUdF"] {
        assert_eq!(Window::new(now(), now(), Some(cursor)).unwrap_err(), InvalidWindow, "{cursor}");
    }
}

#[tokio::test]
async fn a_store_that_fails_in_between_is_told_and_what_was_written_is_queued() {
    let mut office = Office::open().await;
    scene(&office).await;
    office.embedded = office.embedded.without_retries();
    // The first of three transactions comes after one query and two reads.
    office.embedded.set_faults(FaultPlan::at(3, Fault::ServerError));
    assert!(send(&office, &window(), 3).await.is_err());
    assert_eq!((office.queued().len(), office.events().await.len()), (2, 2));
    let left = send(&office, &window(), 1).await.unwrap();
    assert!(matches!(left, WindowResent::Done { .. }), "{left:?}");
    assert_eq!((office.queued().len(), office.events().await.len()), (3, 3));
}
