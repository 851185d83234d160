//! What a day of the schedule takes for a million people in forty zones: planning, reads, jobs, and how many digests are
//! handed out in the fullest minute; and a tick on the embedded DynamoDB when 100,000 people are due in one minute. Fails when
//! a tick takes longer, or planning costs more, than it may.
#![expect(clippy::print_stdout, reason = "the result of a benchmark is what it prints")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot be set up ends")]

use command_center::app::schedule::{ScheduleDeps, Ticked, tick};
use command_center::domain::clock::FixedClock;
use command_center::domain::identity::WorkspaceId;
use command_center::domain::schedule::due::DueSlot;
use command_center::domain::schedule::job::{DelayedJob, PageJob, ScheduledJob, page_size, spread};
use command_center::domain::schedule::slot::{LocalMinute, SHARDS, Slot, SlotEntry, ZoneMinutes, shard_of};
use command_center::domain::schedule::tick::{Planned, plan};
use command_center::domain::testing::RecordingSchedule;
use command_center::store::embedded;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeMap, HashMap};
use std::process::ExitCode;
use std::time::{Duration, Instant};

const PEOPLE: usize = 1_000_000;
const ZONES: usize = 40;
/// How many people a workspace has.
const TEAM: usize = 4;
/// The minutes that people choose: most of them eight o'clock.
const MINUTES: [&str; 10] =
    ["08:00", "08:00", "08:00", "08:00", "08:00", "08:00", "07:30", "09:00", "06:45", "12:15"];
/// What one sender sends in a second.
const PER_SECOND: u32 = 80;
/// What it sends in a minute.
const A_MINUTE: usize = 4_800;
/// How many people are due in the minute that is ticked on the embedded DynamoDB.
const DUE_AT_ONCE: usize = 100_000;
/// What a tick may take.
const TICK_LIMIT: Duration = Duration::from_secs(10);
/// What the reads of planning may cost in a day, in millionths of a dollar.
const READS_LIMIT: f64 = 10_000.0;
/// The price of a read unit of DynamoDB, in millionths of a dollar, and what it reads.
const READ_UNIT: (f64, usize) = (0.125, 4_096);
/// The size of a place in the schedule as it is stored.
const PLACE_BYTES: usize = 110;

type Lists = HashMap<(Slot, u32), Vec<SlotEntry>>;

/// What a day took.
#[derive(Default)]
struct Day {
    read_units: usize,
    jobs: usize,
    people: usize,
    slowest_tick: Duration,
    /// How many digests are handed out in each minute.
    handed_out: BTreeMap<i64, usize>,
    /// How long after its minute the last digest is handed out.
    longest_seconds: i64,
}

fn main() -> ExitCode {
    let (zones, lists) = crowd();
    let started = Instant::now();
    let day = play(&zones, &lists);
    let cost = READ_UNIT.0 * f64::from(u32::try_from(day.read_units).unwrap_or(u32::MAX));
    let fullest = day.handed_out.values().max().copied().unwrap_or_default();
    println!(
        "schedule: a day of {PEOPLE} people in {ZONES} zones, {} digests, worked out in {:.1?}",
        day.people,
        started.elapsed()
    );
    println!(
        "schedule: slowest tick {:.1?} of {TICK_LIMIT:?}; planning reads {} units, ${:.4} of ${:.2}; {} jobs",
        day.slowest_tick,
        day.read_units,
        cost / 1e6,
        READS_LIMIT / 1e6,
        day.jobs
    );
    println!(
        "schedule: the fullest minute hands out {fullest} digests, and the sender sends {A_MINUTE}; the last of a minute \
         goes after {} min",
        day.longest_seconds / 60
    );
    let (real_tick, calls) = tick_of_a_full_minute();
    println!(
        "schedule: a tick with {DUE_AT_ONCE} people due in its minute, on the embedded DynamoDB: {real_tick:.1?} of {TICK_LIMIT:?}; \
         {calls} calls"
    );
    let all = day.people == PEOPLE && real_tick <= TICK_LIMIT;
    // Lists begin in whole seconds.
    let paced = fullest <= A_MINUTE + A_MINUTE / 10;
    if all && paced && day.slowest_tick <= TICK_LIMIT && cost <= READS_LIMIT {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Ticks once, when a minute has come at which many people are due. Returns how long it took, engine included, and how many
/// calls of the table it made.
fn tick_of_a_full_minute() -> (Duration, usize) {
    let slot = Slot {
        zone: "Europe/Berlin".to_owned(),
        minute: LocalMinute::of(MINUTES[0].parse().expect("a time")),
    };
    let entry = |number: usize| SlotEntry {
        workspace: format!("shop-{}", number / TEAM).parse().expect("a name"),
        member: format!("m{}", number % TEAM).parse().expect("a name"),
    };
    let table = embedded::start();
    let places = BTreeMap::from([(slot, (0..DUE_AT_ONCE).map(entry).collect())]);
    let (eight, queue) = ("2026-10-06T06:00:00Z".parse().expect("an instant"), RecordingSchedule::default());
    let ticked = async |now: Timestamp| {
        let clock = FixedClock(now);
        let deps = ScheduleDeps {
            store: &table.store,
            queue: &queue,
            clock: &clock,
            per_second: PER_SECOND,
            zone_rules: "",
        };
        tick(&deps).await.expect("a tick")
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        table.store.schedule(&places).await.expect("everybody has a place");
        ticked(eight - SignedDuration::from_mins(1)).await;
        table.calls.take();
        let started = Instant::now();
        let done = ticked(eight).await;
        let took = started.elapsed();
        assert!(matches!(done, Ticked::Planned { due: 1, left_out: 0, .. }), "{done:?}");
        let people = |job: &DelayedJob| if let ScheduledJob::Page(page) = &job.job { page.own } else { 0 };
        let queued: u64 = queue.take().iter().map(people).sum();
        assert_eq!(usize::try_from(queued).ok(), Some(DUE_AT_ONCE), "everybody is in a list that is queued");
        (took, table.calls.take().len())
    })
}

/// Makes the people: the zones of the largest part of the world, by name, and workspaces whose people live together.
fn crowd() -> (Vec<ZoneMinutes>, Lists) {
    let names: Vec<String> = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
    let step = names.len() / ZONES;
    let zones: Vec<String> = names.into_iter().step_by(step).take(ZONES).collect();
    let minutes = MINUTES.map(|minute| LocalMinute::of(minute.parse().expect("a time")));
    let mut lists = Lists::new();
    for team in 0..PEOPLE / TEAM {
        let workspace: WorkspaceId = format!("shop-{team}").parse().expect("a name");
        let (zone, minute) = (&zones[team % ZONES], minutes[(team / ZONES) % MINUTES.len()]);
        let list = lists.entry((Slot { zone: zone.clone(), minute }, shard_of(&workspace))).or_default();
        for member in 0..TEAM {
            let member = format!("m{member}").parse().expect("a name");
            list.push(SlotEntry { workspace: workspace.clone(), member });
        }
    }
    lists.values_mut().for_each(|list| list.sort());
    let zone = |zone: String| ZoneMinutes { zone, minutes: minutes.into_iter().collect() };
    (zones.into_iter().map(zone).collect(), lists)
}

/// Plays the minutes of two days, of which one is looked at: the first fills no minute before it.
fn play(zones: &[ZoneMinutes], lists: &Lists) -> Day {
    let first: Timestamp = "2026-10-06T00:00:00Z".parse().expect("an instant");
    let date = first.to_zoned(TimeZone::UTC).date();
    let zone_bytes = 60 + 8 * MINUTES.len();
    let mut planned =
        Planned { through: first.checked_sub(14.hours()).ok(), zone_rules: String::new(), busy_until: None };
    let mut day = Day::default();
    // A date begins in the east fourteen hours before it does in London, and its noon ends twelve hours after that.
    for minute in -14 * 60..(24 + 12) * 60 {
        let now = first + SignedDuration::from_mins(minute);
        let started = Instant::now();
        let Some(plan) = plan(zones, &planned, now, "") else { continue };
        day.read_units += (zones.len() * zone_bytes).div_ceil(READ_UNIT.1);
        let due: Vec<&DueSlot> = plan.due.iter().filter(|due| due.date == date).collect();
        let of = |due: &DueSlot, shard| lists.get(&(due.slot.clone(), shard)).map_or(&[][..], Vec::as_slice);
        let with_people: Vec<(&DueSlot, u32, &[SlotEntry])> = due
            .iter()
            .flat_map(|due| (0..SHARDS).map(move |shard| (*due, shard, of(due, shard))))
            .inspect(|(.., list)| {
                day.read_units += (list.len() * PLACE_BYTES).div_ceil(2 * READ_UNIT.1).max(1);
            })
            .filter(|(.., list)| !list.is_empty())
            .collect();
        let total = with_people.iter().map(|(.., list)| list.len() as u64).sum();
        let (not_before, after) = plan.planned.with_people(total, PER_SECOND, now);
        planned = after;
        day.slowest_tick = day.slowest_tick.max(started.elapsed());
        for (due, shard, list) in with_people {
            let own = list.len() as u64;
            fan_out(
                &mut day,
                &PageJob { due: due.clone(), shard, own, total, not_before, after: None },
                list,
            );
        }
    }
    day
}

/// Turns the pages of a list into the jobs of workspaces, one page after the other, as workers do.
fn fan_out(day: &mut Day, job: &PageJob, list: &[SlotEntry]) {
    let begins = job.not_before.as_second() - job.due.at.as_second();
    let (mut left, mut at, mut page_job) = (list, begins, job.clone());
    loop {
        let size = page_size(&page_job, PER_SECOND).min(left.len());
        let (page, rest) = left.split_at(size);
        day.read_units += (page.len() * PLACE_BYTES).div_ceil(READ_UNIT.1).max(1);
        let jobs = spread(&page_job, page, rest.is_empty(), PER_SECOND);
        day.jobs += jobs.len() + 1;
        let mut next = None;
        for DelayedJob { job: one, delay_seconds } in jobs {
            match one {
                ScheduledJob::Workspace(one) => {
                    let minute = (job.due.at.as_second() + at + delay_seconds) / 60;
                    *day.handed_out.entry(minute).or_default() += one.members.len();
                    day.people += one.members.len();
                    day.longest_seconds = day.longest_seconds.max(at + delay_seconds);
                }
                ScheduledJob::Page(one) => next = Some((one, at + delay_seconds)),
                ScheduledJob::Place(_) | ScheduledJob::Correction(_) => {}
            }
        }
        let Some((one, later)) = next else { return };
        (left, at, page_job) = (rest, later, one);
    }
}
