//! Failures: they are reported at the end, everything else is learned, and the next run makes up for them.

use super::*;
use futures::FutureExt;
use std::panic::AssertUnwindSafe;

fn throttled() -> SendFailure {
    SendFailure::Throttled { retry_after: None }
}

fn away() -> SendFailure {
    SendFailure::Unavailable("no answer in time".into())
}

fn refused() -> SendFailure {
    SendFailure::Rejected { code: Some(20_404), http_status: 404 }
}

/// Two days, the newer of which fails on its second page. Returns what was learned, and how many pages were requested.
async fn with_a_page_that(fails: fn() -> SendFailure) -> (Desk, CostsLearned, usize) {
    let desk = Desk::start().await;
    desk.keep(&message("d-1", now(), &[1])).await;
    desk.keep(&message("d-2", at("2026-10-05T12:00:00Z"), &[2])).await;
    let bill = Bill::new([
        (DAY, vec![page(&[(1, "0.0085")]), Err(fails), page(&[(3, "0.0085")])]),
        (date(2026, 10, 5), vec![page(&[(2, "0.0050")])]),
    ]);
    let learned = desk.night_after(DAY, &bill).await;
    (desk, learned, bill.asked().len())
}

#[tokio::test]
async fn a_page_that_is_refused_keeps_neither_the_pages_before_it_nor_the_other_day_from_theirs() {
    let (_desk, learned, asked) = with_a_page_that(refused).await;
    assert_eq!((learned.kept, asked), (2, 3));
    assert_eq!(learned.unlisted.keys().collect::<Vec<_>>(), [&DAY]);
    assert!(matches!(learned.complete(), Err(CostsError::Incomplete { days: 1, workspaces: 0 })));
}

#[tokio::test]
async fn a_twilio_that_is_away_or_has_too_much_to_do_is_not_asked_for_more() {
    for fails in [throttled, away] {
        let (desk, learned, asked) = with_a_page_that(fails).await;
        assert_eq!((learned.kept, asked), (1, 2), "what it told before is kept");
        assert!(matches!(learned.complete(), Err(CostsError::Incomplete { days: 2, workspaces: 0 })));
        let bill = Bill::new([
            (DAY, vec![page(&[(1, "0.0085")])]),
            (date(2026, 10, 5), vec![page(&[(2, "0.0050")])]),
        ]);
        let again = desk.night_after(DAY, &bill).await;
        again.complete().unwrap();
        assert_eq!((again.kept, again.known), (1, 1), "the same call again brings the rest");
    }
}

#[tokio::test]
async fn a_list_that_does_not_end_is_given_up_and_told() {
    let desk = Desk::start().await;
    let endless = (0..=MOST_PAGES).map(|_| page(&[(1, "0.0085")])).collect();
    let bill = Bill::new([(DAY, endless)]);
    let learned = desk.learn(&bill, now(), Some(DAY)).await.unwrap();
    assert!(matches!(learned.unlisted[&DAY], CostsError::Endless));
    assert_eq!(bill.asked().len(), MOST_PAGES);
}

/// Creates a workspace in which a message of [`DAY`] cannot be read, and stores both.
async fn broken_workspace(desk: &Desk) -> WorkspaceId {
    let mut broken = settings();
    broken.workspace.id = "a-broken-store".parse().unwrap();
    desk.embedded.store.save_settings(&broken).await.unwrap();
    let theirs = Message { workspace: broken.workspace.id.clone(), ..message("d-1", now(), &[2]) };
    let mut stored = item::write(&Key::message(&theirs.workspace, &theirs.id), &theirs).unwrap();
    stored.remove("state");
    let list = key::message_list(&theirs.workspace);
    let stored = item::listed(stored, list, key::sortable(theirs.created_at));
    desk.embedded.store.put_all(vec![stored], &|_| {}).await.unwrap();
    broken.workspace.id
}

#[tokio::test]
async fn a_workspace_that_cannot_be_read_does_not_keep_the_next_one_from_its_costs() {
    let desk = Desk::start().await;
    let broken = broken_workspace(&desk).await;
    let ours = message("d-1", now(), &[1]);
    desk.keep(&ours).await;
    let bill = Bill::new([(DAY, vec![page(&[(1, "0.0085"), (2, "0.0085")])])]);
    let learned = desk.night_after(DAY, &bill).await;
    assert_eq!(learned.kept, 1);
    assert_eq!(learned.failed.keys().collect::<Vec<_>>(), [&broken]);
    assert!(matches!(learned.complete(), Err(CostsError::Incomplete { days: 0, workspaces: 1 })));
    assert_eq!(desk.costs_of(&ours).await, [some("0.0085")]);
}

#[tokio::test]
async fn a_workspace_that_fails_for_the_newer_day_gets_its_costs_of_the_older_one() {
    let desk = Desk::start().await;
    let broken = broken_workspace(&desk).await;
    // Both days read a message of the evening before; only the older day's list contains its price.
    let theirs = Message { workspace: broken.clone(), ..message("d-2", at("2026-10-05T20:00:00Z"), &[3]) };
    desk.keep(&theirs).await;
    let bill =
        Bill::new([(DAY, vec![page(&[(2, "0.0085")])]), (date(2026, 10, 5), vec![page(&[(3, "0.0050")])])]);
    let learned = desk.night_after(DAY, &bill).await;
    assert_eq!((learned.kept, learned.failed.keys().collect::<Vec<_>>()), (1, vec![&broken]));
    assert!(learned.unlisted.is_empty());
    assert_eq!(desk.costs_of(&theirs).await, [some("0.0050")]);
}

#[tokio::test]
async fn a_run_that_dies_over_the_older_day_leaves_the_costs_of_the_newer_one() {
    let desk = Desk::start().await;
    let digest = message("d-1", now(), &[1]);
    desk.keep(&digest).await;
    let bill = Bill::new([
        (DAY, vec![page(&[(1, "0.0085")])]),
        (date(2026, 10, 5), vec![Err(|| panic!("the function is stopped here"))]),
    ]);
    let night = AssertUnwindSafe(desk.night_after(DAY, &bill)).catch_unwind().await;
    assert!(night.is_err());
    assert_eq!(desk.costs_of(&digest).await, [some("0.0085")]);
}

#[tokio::test]
async fn an_attempt_that_twilio_knows_by_another_identifier_by_now_keeps_what_it_has() {
    let desk = Desk::start().await;
    let read = message("d-1", now(), &[1]);
    desk.keep(&message("d-1", now(), &[2])).await;
    let costs = HashMap::from([(sid(1), dollars("0.0085"))]);
    let mut tally = Tally::default();
    keep_of(&desk.embedded.store, std::slice::from_ref(&read), &costs, &mut tally).await.unwrap();
    assert_eq!((tally.learned.kept, desk.costs_of(&read).await), (0, vec![None]));
}
