//! What a run begins with, generated from its seed: workspaces and their people, when these change their settings, and when
//! nothing ticks or nothing is handed out.

use super::walls::Walls;
use domain::schedule::slot::{LocalMinute, Slot};
use domain::workspace::preferences::DigestDays;
use fastrand::Rng;
use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday, time};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const MINUTE: i64 = 60_000;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const ZONES: [&str; 6] = [
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Cairo",
    "Pacific/Chatham",
];
/// A day before the clocks of a zone change; in the last one Samoa goes to the other side of the date line.
const BEGINNINGS: [&str; 8] = [
    "2026-03-07T00:00:00Z",
    "2026-10-31T00:00:00Z",
    "2026-04-04T00:00:00Z",
    "2026-10-02T18:00:00Z",
    "2026-04-23T00:00:00Z",
    "2026-10-29T00:00:00Z",
    "2026-09-26T00:00:00Z",
    "2011-12-28T22:00:00Z",
];
const TIMES: [(i8, i8); 6] = [(8, 0), (8, 0), (2, 30), (0, 30), (2, 0), (23, 30)];

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) zone: &'static str,
    pub(super) time: Time,
    pub(super) days: DigestDays,
}

/// What a person chose from an instant on.
#[derive(Debug, Clone)]
pub(super) struct Chapter {
    pub(super) from: i64,
    pub(super) choice: Choice,
    /// When a digest of each date is due by it.
    pub(super) dues: BTreeMap<Date, i64>,
}

/// A person, with the chapters of what they chose.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) workspace: usize,
    pub(super) name: String,
    pub(super) chapters: Vec<Chapter>,
}

/// A time in which something does not work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outage {
    pub(super) from: i64,
    pub(super) until: i64,
    pub(super) is_of_ticks: bool,
}

/// What a run begins with.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) begins: Timestamp,
    pub(super) ends: i64,
    /// The zone of each workspace.
    pub(super) workspaces: Vec<&'static str>,
    pub(super) people: Vec<Person>,
    pub(super) outages: Vec<Outage>,
    /// When the rules of zones get a new version.
    pub(super) new_rules_at: i64,
    /// Every instant at which somebody may be due.
    pub(super) dues: BTreeSet<i64>,
}

impl Choice {
    fn drawn(random: &mut Rng, zones: &[&'static str]) -> Self {
        let (hour, minute) = one_of(random, &TIMES);
        Self { zone: one_of(random, zones), time: time(hour, minute, 0, 0), days: days(random) }
    }

    pub(super) fn slot(&self) -> Slot {
        Slot { zone: self.zone.to_owned(), minute: LocalMinute::of(self.time) }
    }
}

fn one_of<T: Copy>(random: &mut Rng, all: &[T]) -> T {
    all[random.usize(..all.len())]
}

fn days(random: &mut Rng) -> DigestDays {
    if random.u32(..4) > 0 {
        return DigestDays::default();
    }
    let all = Weekday::Monday.cycle_forward().take(7);
    let chosen: Vec<Weekday> = all.filter(|_| random.u32(..3) > 0).collect();
    DigestDays::of(&chosen)
}

impl Person {
    fn drawn(
        random: &mut Rng,
        zones: &[&'static str],
        (workspace, number): (usize, usize),
        (from, ends): (i64, i64),
    ) -> Self {
        let mut chapters =
            vec![Chapter { from, choice: Choice::drawn(random, zones), dues: BTreeMap::new() }];
        if random.u32(..4) == 0 {
            let at = random.i64(from + HOUR..ends);
            let new = Choice::drawn(random, zones);
            let old = &chapters[0].choice;
            // Often only the time changes, within the same day.
            let choice = if random.bool() { Choice { time: new.time, ..old.clone() } } else { new };
            chapters.push(Chapter { from: at, choice, dues: BTreeMap::new() });
        }
        Self { workspace, name: format!("p{workspace}{number}"), chapters }
    }

    /// Returns the chapters, each with its end.
    pub(super) fn spans(&self) -> impl Iterator<Item = (&Chapter, i64)> {
        let next = |number: usize| self.chapters.get(number + 1).map_or(i64::MAX, |next| next.from);
        self.chapters.iter().enumerate().map(move |(number, chapter)| (chapter, next(number)))
    }
}

impl Chapter {
    /// Returns when a digest of a date is due, if one is wanted.
    pub(super) fn due(&self, date: Date) -> Option<i64> {
        self.dues.get(&date).copied().filter(|_| self.choice.days.contain(date.weekday()))
    }
}

impl Scene {
    pub(super) fn drawn(random: &mut Rng, walls: &Walls) -> Self {
        let begins: Timestamp = one_of(random, &BEGINNINGS).parse().unwrap();
        let from = begins.as_millisecond();
        let ends = from + one_of(random, &[3, 3, 4, 5]) * 24 * HOUR;
        let zones = [(); 3].map(|()| one_of(random, &ZONES));
        let workspaces: Vec<&str> = (0..random.usize(2..=4)).map(|_| one_of(random, &zones)).collect();
        let mut people = Vec::new();
        for workspace in 0..workspaces.len() {
            let count = random.usize(1..=2);
            people.extend(
                (0..count).map(|number| Person::drawn(random, &zones, (workspace, number), (from, ends))),
            );
        }
        let mut dues = BTreeSet::new();
        for chapter in people.iter_mut().flat_map(|person| &mut person.chapters) {
            chapter.dues = walls.dues(begins, chapter.choice.zone, chapter.choice.time);
            dues.extend(chapter.dues.values().copied());
        }
        let outages = draw_outages(random, &dues, (from, ends));
        let new_rules_at = random.i64(from..ends + 24 * HOUR);
        Self { begins, ends, workspaces, people, outages, new_rules_at, dues }
    }

    /// Returns the end of the outage that an instant is in, or the instant.
    pub(super) fn works_from(&self, at: i64, is_of_ticks: bool) -> i64 {
        let of_kind = || self.outages.iter().filter(|outage| outage.is_of_ticks == is_of_ticks);
        let end =
            of_kind().filter(|outage| (outage.from..outage.until).contains(&at)).map(|outage| outage.until);
        end.max().map_or(at, |until| self.works_from(until, is_of_ticks))
    }
}

fn draw_outages(random: &mut Rng, dues: &BTreeSet<i64>, (from, ends): (i64, i64)) -> Vec<Outage> {
    let dues: Vec<i64> = dues.range(from..ends).copied().collect();
    let count = random.usize(..5);
    let one = |_| {
        let at = match dues.len() {
            0 => random.i64(from..ends),
            // Mostly shortly before somebody is due.
            count => dues[random.usize(..count)] - random.i64(-10 * MINUTE..60 * MINUTE),
        };
        let length =
            if random.u32(..3) == 0 { random.i64(3 * MINUTE..HOUR) } else { random.i64(3 * HOUR..6 * HOUR) };
        Outage { from: at, until: at + length, is_of_ticks: random.bool() }
    };
    (0..count).map(one).collect()
}
