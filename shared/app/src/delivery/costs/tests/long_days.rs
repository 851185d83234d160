//! Days with more pages than a run has time for: what was listed is stored, and the rest is reported.

use super::*;

/// A clock that advances with every page requested.
struct Watch<'a> {
    bill: &'a Bill,
    seconds_a_page: i64,
}

impl Clock for Watch<'_> {
    fn now(&self) -> Timestamp {
        let pages = i64::try_from(self.bill.asked.lock().unwrap().len()).unwrap();
        at("2026-10-07T02:30:00Z") + SignedDuration::from_secs(pages * self.seconds_a_page)
    }
}

/// Pages with one message each, given by its number.
fn pages(numbers: std::ops::RangeInclusive<u32>) -> Vec<Page> {
    numbers.map(|number| page(&[(number, "0.0085")])).collect()
}

async fn desk_with(numbers: std::ops::RangeInclusive<u32>) -> Desk {
    let desk = Desk::start().await;
    for number in numbers {
        desk.keep(&message(&format!("d-{number}"), now(), &[number])).await;
    }
    desk
}

#[tokio::test]
async fn of_a_day_that_is_too_long_what_was_listed_is_kept_and_no_other_day_is_asked_for() {
    let desk = desk_with(1..=6).await;
    let before = date(2026, 10, 5);
    let bill = Bill::new([(DAY, pages(1..=6)), (before, pages(7..=7))]);
    let watch = Watch { bill: &bill, seconds_a_page: 4 };
    let learned = desk.learn_by(&bill, &watch, None).await.unwrap();
    assert_eq!(bill.asked(), [(DAY, 0), (DAY, 1), (DAY, 2), (DAY, 3)], "12 seconds are not yet too long");
    assert_eq!((learned.listed, learned.priced, learned.kept, learned.unpriced), (4, 4, 4, 2));
    assert!(matches!(learned.unlisted[&DAY], CostsError::TooLong));
    assert!(matches!(learned.unlisted[&before], CostsError::NotAsked));
    assert!(matches!(learned.complete(), Err(CostsError::Incomplete { days: 2, workspaces: 0 })));
}

#[tokio::test]
async fn the_same_call_gets_no_further_down_such_a_day_and_writes_nothing() {
    let desk = desk_with(1..=6).await;
    let bill = Bill::new([(DAY, pages(1..=6))]);
    let watch = Watch { bill: &bill, seconds_a_page: 5 };
    let first = desk.learn_by(&bill, &watch, Some(DAY)).await.unwrap();
    let asked = bill.asked();
    desk.embedded.calls.take();
    let again = desk.learn_by(&bill, &watch, Some(DAY)).await.unwrap();
    assert_eq!((bill.asked(), asked.len()), (asked, 3));
    assert_eq!((first.kept, again.kept, again.known, again.unpriced), (3, 0, 3, 3));
    let calls = desk.embedded.calls.take();
    assert!(calls.iter().all(|call| call == "Query" || call == "BatchGetItem"), "{calls:?}");
}

#[tokio::test]
async fn the_older_day_has_the_time_that_the_newer_one_left_and_all_of_it_when_named() {
    let desk = desk_with(1..=6).await;
    let before = date(2026, 10, 5);
    let bill = Bill::new([(DAY, pages(1..=3)), (before, pages(4..=6))]);
    let watch = Watch { bill: &bill, seconds_a_page: 4 };
    let learned = desk.learn_by(&bill, &watch, None).await.unwrap();
    assert_eq!(bill.asked().len(), 4);
    assert_eq!(learned.unlisted.keys().collect::<Vec<_>>(), [&before]);
    assert!(matches!(learned.unlisted[&before], CostsError::TooLong));
    let alone = desk.learn_by(&bill, &watch, Some(before)).await.unwrap();
    alone.complete().unwrap();
    assert_eq!((bill.asked().len(), alone.listed), (3, 3));
}
