//! When a digest is due, as a person would tell it: by looking at the clock on the wall each minute. Shares no code with the
//! schedule.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many minutes of a wall clock are looked at: nine days, from a day before the run.
const MINUTES: i64 = 9 * 24 * 60;
const MINUTE: i64 = 60_000;

/// What the wall clock of a zone showed, minute by minute.
type Wall = Rc<Vec<DateTime>>;

/// The wall clocks of all zones; each is looked at once for all runs that begin at one instant.
#[derive(Default)]
pub(super) struct Walls(RefCell<BTreeMap<(Timestamp, String), Wall>>);

impl Walls {
    fn wall(&self, begins: Timestamp, zone: &str) -> Wall {
        let mut known = self.0.borrow_mut();
        let wall = known.entry((begins, zone.to_owned())).or_insert_with(|| {
            let there = TimeZone::get(zone).unwrap();
            let first = begins - SignedDuration::from_hours(24);
            let shown = |minute| there.to_datetime(first + SignedDuration::from_mins(minute));
            Rc::new((0..MINUTES).map(shown).collect())
        });
        Rc::clone(wall)
    }

    /// Returns when a time of the day is due on each date of a run, in milliseconds since 1970: at the first minute of the
    /// date at which the clock shows that time or a later one.
    pub(super) fn dues(&self, begins: Timestamp, zone: &str, time: Time) -> BTreeMap<Date, i64> {
        let wall = self.wall(begins, zone);
        let first = begins.as_millisecond() - 24 * 60 * MINUTE;
        let mut dues = BTreeMap::new();
        for (minute, shown) in wall.iter().enumerate() {
            if shown.time() >= time {
                dues.entry(shown.date()).or_insert(first + minute as i64 * MINUTE);
            }
        }
        // The walk began in the middle of it.
        dues.remove(&wall[0].date());
        dues
    }

    /// Returns the date that the clock of a zone shows at an instant, given in milliseconds since 1970.
    pub(super) fn date(&self, begins: Timestamp, zone: &str, at: i64) -> Date {
        let minute = (at - begins.as_millisecond()).div_euclid(MINUTE) + 24 * 60;
        self.wall(begins, zone)[usize::try_from(minute).unwrap()].date()
    }
}

#[test]
fn the_wall_shows_gaps_repeated_hours_and_the_day_that_samoa_never_had() {
    let walls = Walls::default();
    let due = |begins: &str, zone: &str, time: Time, date: Date| {
        let dues = walls.dues(begins.parse().unwrap(), zone, time);
        dues.get(&date).map(|at| Timestamp::from_millisecond(*at).unwrap().to_string())
    };
    let (half_past_two, half_past_one) = (jiff::civil::time(2, 30, 0, 0), jiff::civil::time(1, 30, 0, 0));
    let date = jiff::civil::date;
    for (begins, zone, time, on, expected) in [
        (
            "2026-03-06T00:00:00Z",
            "America/New_York",
            half_past_two,
            date(2026, 3, 8),
            Some("2026-03-08T07:00:00Z"),
        ),
        (
            "2026-10-30T00:00:00Z",
            "America/New_York",
            half_past_one,
            date(2026, 11, 1),
            Some("2026-11-01T05:30:00Z"),
        ),
        ("2011-12-28T00:00:00Z", "Pacific/Apia", half_past_two, date(2011, 12, 30), None),
    ] {
        assert_eq!(due(begins, zone, time, on).as_deref(), expected, "{zone}");
    }
}
