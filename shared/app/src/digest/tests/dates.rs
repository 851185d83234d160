//! Claims about which date a digest has that somebody asks for.

use super::*;

#[tokio::test]
async fn who_lives_far_in_the_east_gets_by_request_the_digest_that_the_clock_would_bring() {
    let desk = Desk::start().await;
    let lee = Member { zone: "Pacific/Auckland".to_owned(), ..testing::lee() };
    store_as_is(desk.store(), &Key::member(&lee.workspace, &lee.id), &lee).await;
    desk.report_on(report_day()).await;
    let mut queued: Vec<String> = desk.queued().iter().map(|job| job.message.to_string()).collect();
    queued.sort();
    assert_eq!(queued, ["d-20261006-anna", "d-20261006-maya", "d-20261007-lee"]);
    let job = DigestRequest { workspace: lee.workspace, local_date: None };
    let evening = now() + SignedDuration::from_hours(8);
    let deps = DigestDeps { store: desk.store(), queue: &desk.queue, clock: &FixedClock(evening) };
    let again = send_digest(&deps, &job).await.unwrap();
    assert_eq!(again.report_day, report_day());
    assert_eq!(desk.store().latest_messages(&job.workspace, 10).await.unwrap().len(), 3, "nobody gets two");
}

proptest::proptest! {
    /// The dates of the workspace follow one another without a gap, and so do those of its people.
    #[test]
    fn every_date_of_a_workspace_is_one_date_of_each_person(
        home in 0_usize..600, away in 0_usize..600, hour in 0_i8..24, day in 0_i32..700,
    ) {
        let zones: Vec<String> = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
        let of = |place: usize| zones[place % zones.len()].clone();
        let mut settings = testing::settings();
        settings.workspace.zone = of(home);
        settings.members[0].zone = of(away);
        let id = settings.members[0].id.clone();
        for known in settings.subscriptions.iter_mut().filter(|known| known.member == id) {
            known.digest_time = jiff::civil::time(hour, 30, 0, 0);
        }
        let first = jiff::civil::date(2026, 1, 1) + day.days();
        let own = [0, 1, 2].map(|days| local_date_for(&settings, &settings.members[0], first + days.days()));
        proptest::prop_assert!(own[0].tomorrow().unwrap() == own[1] && own[1].tomorrow().unwrap() == own[2], "{own:?}");
    }
}
