//! Claims about the outlook for a digest. The workspace and its people are in New York, where it is seven minutes past
//! eight on Tuesday, and everybody wants the digest at eight.

use super::*;
use crate::metrics::source::SourceHealth;
use crate::schedule::slot::LocalMinute;
use crate::testing::{maya, now, report_day, settings, subscription};
use crate::workspace::preferences::{DigestDays, QuietHours};
use jiff::civil::{Weekday, date, time};
use proptest::prelude::*;

fn new_york() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

/// Looks at Maya's digest after a change of her membership and her subscription.
fn looked_at(
    date: Option<Date>,
    now: Timestamp,
    change: impl FnOnce(&mut Member, &mut WhatsAppSubscription),
) -> Outlook {
    let (mut settings, mut maya) = (settings(), maya());
    change(&mut maya, &mut settings.subscriptions[0]);
    outlook(&settings, &new_york(), &maya, date, now)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn without_a_date_it_is_the_next_one_that_is_due_and_wanted() {
    let tuesday = date(2026, 10, 6);
    let next = |now: &str| looked_at(None, at(now), |_, _| {});
    assert_eq!(next("2026-10-06T11:59:59Z").date, tuesday);
    let wednesday = next("2026-10-06T12:00:00Z");
    assert_eq!((wednesday.date, wednesday.report_day), (date(2026, 10, 7), tuesday));
    assert_eq!(wednesday.due.unwrap().at, at("2026-10-07T12:00:00Z"));
    let on_mondays =
        looked_at(None, now(), |_, known| known.digest_days = DigestDays::of(&[Weekday::Monday]));
    assert_eq!((on_mondays.date, on_mondays.obstacles), (date(2026, 10, 12), vec![]));
    let never = looked_at(None, now(), |_, known| known.digest_days = DigestDays::of(&[]));
    assert_eq!((never.date, never.obstacles), (date(2026, 10, 7), vec![Obstacle::NotWanted]));
}

#[test]
fn a_digest_that_is_due_elsewhere_reports_on_the_last_day_that_has_ended_where_the_workspace_is() {
    let sydney =
        |member: &mut Member, _: &mut WhatsAppSubscription| "Australia/Sydney".clone_into(&mut member.zone);
    let looked_at = looked_at(Some(date(2026, 10, 7)), now(), sydney);
    assert_eq!(looked_at.due.unwrap().at, at("2026-10-06T21:00:00Z"), "still Tuesday in New York");
    assert_eq!(looked_at.report_day, report_day());
}

#[test]
fn each_obstacle_is_named_and_has_words_of_its_own() {
    let tuesday = Some(date(2026, 10, 6));
    let found =
        |change: fn(&mut Member, &mut WhatsAppSubscription)| looked_at(tuesday, now(), change).obstacles;
    assert_eq!(found(|_, _| {}), []);
    assert_eq!(found(|member, _| member.active = false), [Obstacle::NotAMember]);
    assert_eq!(found(|_, known| known.member = "lee".parse().unwrap()), [Obstacle::NotSubscribed]);
    assert_eq!(found(|_, known| known.consent = Consent::OptedOut), [Obstacle::OptedOut]);
    assert_eq!(
        found(|_, known| (known.phone, known.business_scoped_id) = (None, None)),
        [Obstacle::NoAddress]
    );
    assert_eq!(found(|member, _| "Mars/Olympus".clone_into(&mut member.zone)), [Obstacle::NeverDue]);
    let monday = |_: &mut Member, known: &mut WhatsAppSubscription| {
        known.digest_days = DigestDays::of(&[Weekday::Monday]);
    };
    assert_eq!(found(monday), [Obstacle::NotWanted]);
    let late = looked_at(tuesday, at("2026-10-06T16:00:01Z"), |_, _| {});
    assert_eq!(late.obstacles, [Obstacle::TooLate]);
    let words: std::collections::BTreeSet<_> =
        Obstacle::ALL.iter().map(|one| (one.as_str(), one.label())).collect();
    assert_eq!(words.len(), Obstacle::ALL.len());
}

#[test]
fn who_has_no_place_in_the_schedule_is_looked_at_as_of_today_where_the_workspace_is() {
    let nobody = |_: &mut Member, known: &mut WhatsAppSubscription| known.member = "lee".parse().unwrap();
    let looked_at = looked_at(None, at("2026-10-06T03:59:59Z"), nobody);
    assert_eq!((looked_at.date, looked_at.due), (report_day(), None), "23:59:59 in New York");
    assert_eq!(looked_at.report_day, report_day().yesterday().unwrap());
}

#[test]
fn quiet_hours_move_it_and_lateness_is_that_of_its_instant() {
    let quiet = |_: &mut Member, known: &mut WhatsAppSubscription| {
        known.quiet_hours = Some(QuietHours { from: time(22, 0, 0, 0), until: time(9, 30, 0, 0) });
    };
    let moved = looked_at(None, now(), quiet);
    assert!(moved.is_moved_by_quiet_hours && moved.lateness == Lateness::OnTime);
    assert_eq!(moved.due.unwrap().at, at("2026-10-06T13:30:00Z"));
    let late = looked_at(Some(date(2026, 10, 6)), at("2026-10-06T12:15:01Z"), |_, _| {});
    assert!(!late.is_moved_by_quiet_hours && late.lateness == Lateness::Late);
    let seconds = looked_at(None, now(), |_, known| known.digest_time = time(8, 0, 30, 0));
    assert!(!seconds.is_moved_by_quiet_hours, "a slot has no seconds");
}

#[test]
fn it_would_wait_for_what_is_expected_by_then_and_not_in_yet() {
    let mut settings = settings();
    let known = SourceHealth::unknown("meta".parse().unwrap());
    settings.health.push(SourceHealth { expected_by: Some(time(6, 30, 0, 0)), ..known });
    let looked_at = |date, now: &str| outlook(&settings, &new_york(), &maya(), Some(date), at(now));
    let waits = |date, now| looked_at(date, now).waits_for;
    let meta = vec!["meta".parse().unwrap()];
    let (today, tomorrow) = (date(2026, 10, 6), date(2026, 10, 7));
    assert!(waits(today, "2026-10-06T06:00:00Z").is_empty(), "all of Monday is in");
    assert_eq!(waits(tomorrow, "2026-10-06T13:00:00Z"), meta, "Tuesday cannot be in yet");
    assert_eq!(waits(tomorrow, "2026-10-07T12:59:00Z"), meta);
    assert_eq!(looked_at(tomorrow, "2026-10-07T12:59:00Z").lateness, Lateness::OnTime, "it is held up");
    assert!(waits(tomorrow, "2026-10-07T13:00:00Z").is_empty(), "the deadline has come");
}

proptest! {
    /// Whatever a person chose: the next digest that is looked at is due in the future, on a day that is wanted if there is
    /// one, and its local date at its instant is its date unless clocks carry it over midnight.
    #[test]
    fn the_next_digest_is_ahead_and_wanted(
        days in prop::collection::vec(0_i8..7, 1..7), minute in 0_i64..1440, quiet in prop::option::of((0_i64..1440, 0_i64..1440)),
        zone in prop::sample::select(vec!["America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo", "Pacific/Chatham"]),
        second in 1_500_000_000_i64..2_000_000_000,
    ) {
        let time = |minute: i64| jiff::civil::Time::midnight().wrapping_add(minute.minutes());
        let weekdays: Vec<Weekday> = days.iter().map(|day| Weekday::from_monday_zero_offset(*day).unwrap()).collect();
        let now = Timestamp::from_second(second).unwrap();
        let mut known = subscription(&maya());
        known.digest_days = DigestDays::of(&weekdays);
        known.digest_time = time(minute);
        known.quiet_hours = quiet.map(|(from, until)| QuietHours { from: time(from), until: time(until) });
        let slot = Slot::of(&Member { zone: zone.to_owned(), ..maya() }, &known);
        prop_assert_eq!(slot.minute, LocalMinute::of(slot.minute.time()));
        let looked_at = looked_at(None, now, |member, of_maya| {
            zone.clone_into(&mut member.zone);
            *of_maya = known.clone();
        });
        let due = looked_at.due.unwrap();
        prop_assert!(due.at > now && is_wanted(&known, due.date));
        prop_assert_eq!(looked_at.obstacles, vec![]);
        let earlier = due_between(&slot, &TimeZone::get(zone).unwrap(), now, due.at - SignedDuration::from_secs(1));
        prop_assert!(earlier.iter().all(|before| !is_wanted(&known, before.date)));
    }
}
