//! The claims about a run, by what the walls showed and what people chose.

use super::line::Line;
use super::run::{LONGEST_PAUSE, Run};
use super::scene::{Chapter, HOUR, MINUTE, Person, Scene};
use super::walls::Walls;
use super::world::{instant, workspace_id};
use app::schedule::Ticked;
use domain::message::Message;
use domain::schedule::due::DueSlot;
use jiff::ToSpan;
use jiff::civil::Date;

/// By when all is done that fell due, if nothing is out of order meanwhile and no job is late.
const CALM: i64 = 100 * MINUTE;
/// By when ticks plan again, whatever went wrong with some.
const RECOVERS: i64 = 50 * MINUTE;
/// By how much a clock may be wrong.
const WRONG_CLOCK: i64 = 11 * MINUTE;
const STILL_SENT: i64 = 4 * HOUR;
const ON_TIME: i64 = 15 * MINUTE;
/// How long it takes until a place is known to every tick.
const SETTLED: i64 = 4 * MINUTE;

/// A person at the end of a run.
struct Mornings<'a> {
    scene: &'a Scene,
    line: &'a Line,
    walls: &'a Walls,
    person: &'a Person,
    digests: Vec<Message>,
    /// The digests that are queued to be delivered.
    queued: Vec<String>,
}

impl Run<'_> {
    /// Checks everything.
    pub(super) async fn check_all(&mut self, walls: &Walls) {
        self.all_is_planned().await;
        for person in &self.scene.people {
            let digests = self.world.digests(person).await;
            let workspace = workspace_id(person.workspace);
            let jobs = self.world.deliveries.jobs.lock().unwrap();
            let own = jobs.iter().map(|(job, _)| job);
            let own = own.filter(|job| job.workspace == workspace && job.member.as_str() == person.name);
            let queued = own.map(|job| job.message.to_string()).collect();
            drop(jobs);
            let (scene, line) = (self.scene, &self.world.line);
            let mornings = Mornings { scene, line, walls, person, digests, queued };
            for told in mornings.check() {
                self.tally.count(told);
            }
        }
    }

    /// The schedule is planned through the last minute, and then there is nothing old to plan.
    async fn all_is_planned(&mut self) {
        let works_from = self.scene.outages.iter().filter(|outage| outage.is_of_ticks);
        let is_calm = |outage: &super::scene::Outage| {
            outage.until + RECOVERS < self.scene.ends || outage.from > self.scene.ends
        };
        let calm_at_the_end = works_from.clone().all(is_calm);
        let (world, store) = (self.world, &self.world.calm.store);
        let at = self.scene.ends + 20 * MINUTE;
        if calm_at_the_end {
            let planned = store.claim_tick(instant(at)).await.unwrap().unwrap().planned.through;
            let through = planned.map_or(0, jiff::Timestamp::as_millisecond);
            assert!(
                through > self.scene.ends - LONGEST_PAUSE - RECOVERS,
                "the schedule is planned through {planned:?} only, at {}",
                instant(self.scene.ends)
            );
            self.tally.count("ends at which all was planned");
        }
        world.prepare(0, &mut fastrand::Rng::with_seed(0), true);
        // The queue may not take it at once.
        while world.tick(0, instant(at + 4 * MINUTE), "2026c").await.is_none_or(|ticked| ticked.is_err()) {}
        let last = world.tick(0, instant(at + 4 * MINUTE), "2026c").await;
        assert!(matches!(last, Some(Ok(Ticked::NothingToPlan))), "something is left to plan: {last:?}");
    }
}

impl Mornings<'_> {
    /// Checks the mornings of a person, and returns what happened.
    fn check(&self) -> Vec<&'static str> {
        for queued in &self.queued {
            let is_there = self.digests.iter().any(|digest| digest.id.as_str() == queued);
            assert!(is_there, "{queued} is queued and no digest");
        }
        let mut told = Vec::new();
        for digest in &self.digests {
            told.extend(self.was_due(digest));
            told.extend(self.names_what_is_missing(digest));
        }
        for (chapter, until) in self.person.spans() {
            let dates = chapter.dues.keys().filter_map(|date| Some((*date, chapter.due(*date)?)));
            for (date, due) in dates.filter(|(_, due)| (chapter.from..until).contains(due)) {
                told.extend(self.came(chapter, until, (date, due)));
            }
        }
        told
    }

    fn of(&self, date: Date) -> Option<&Message> {
        let id = format!("d-{}-{}", date.strftime("%Y%m%d"), self.person.name);
        self.digests.iter().find(|digest| digest.id.as_str() == id)
    }

    /// A digest was due at one of the places that the person had, and says that it is late if it is.
    fn was_due(&self, digest: &Message) -> Vec<&'static str> {
        let (date, created) = (digest.local_date, digest.created_at.as_millisecond());
        assert_eq!(self.of(date), Some(digest), "a date has another digest");
        // Whoever moves to a place that has passed on that date still gets the digest of the place before.
        let spans = self.person.spans().filter(|(chapter, _)| chapter.from < created + WRONG_CLOCK);
        let dues: Vec<i64> = spans.filter_map(|(chapter, _)| chapter.due(date)).collect();
        let dues: Vec<i64> = dues.into_iter().filter(|due| created > due - WRONG_CLOCK).collect();
        assert!(!dues.is_empty(), "{} was never due: {}", digest.id, self.person.describe());
        assert!(
            dues.iter().any(|due| created <= due + STILL_SENT),
            "{} went out more than four hours late, at {}",
            digest.id,
            digest.created_at
        );
        let [due] = dues[..] else { return vec!["digests of one of two places"] };
        let (is_late, text) = (created > due + ON_TIME, &digest.text);
        assert_eq!(
            text.contains(", late"),
            is_late,
            "{} of {} says wrongly whether it is late: {text}",
            digest.id,
            digest.created_at
        );
        vec![if is_late { "digests that were late" } else { "digests on time" }]
    }

    /// Who was due and could be served in time has a digest, which is queued.
    fn came(&self, chapter: &Chapter, until: i64, (date, due): (Date, i64)) -> Option<&'static str> {
        let begins = self.scene.begins.as_millisecond();
        if due < begins + CALM
            || (chapter.from > begins && due < chapter.from + SETTLED)
            || due > self.scene.ends
        {
            return None;
        }
        let last = until.min(due + STILL_SENT - MINUTE).min(self.scene.ends);
        let digest = self.of(date);
        let late = self.line.lateness(&DueSlot { slot: chapter.choice.slot(), date, at: instant(due) });
        if self.done_by(due, late).is_none_or(|done| done > last) {
            return Some(if digest.is_some() { "digests in trouble that came" } else { "digests left out" });
        }
        assert!(
            digest.is_some(),
            "{} has no digest of {date}, due at {}",
            self.person.describe(),
            instant(due)
        );
        let id = digest.map(|digest| digest.id.to_string()).unwrap_or_default();
        assert!(self.queued.contains(&id), "{id} is nowhere queued");
        Some("digests that had to come")
    }

    /// Returns when something is done that begins at an instant, if that can be said.
    fn done_by(&self, begins: i64, late: i64) -> Option<i64> {
        let overlaps = |until: i64| {
            let outages = self.scene.outages.iter();
            outages
                .filter(|outage| outage.from < until && outage.until > begins)
                .map(|outage| outage.until)
                .max()
        };
        match overlaps(begins + CALM + late) {
            None => Some(begins + CALM + late),
            Some(_) if late > 0 => None,
            Some(works_from) => self.done_by(works_from, 0),
        }
    }

    /// The digest after one that was left out names its day, and no other one does.
    fn names_what_is_missing(&self, digest: &Message) -> Option<&'static str> {
        let created = digest.created_at.as_millisecond();
        let (chapter, _) = self.person.spans().find(|(chapter, until)| {
            chapter.from + WRONG_CLOCK < created && created + WRONG_CLOCK < *until
        })?;
        let back = (1..=7).filter_map(|days| digest.local_date.checked_sub(days.days()).ok());
        let before = back.into_iter().find(|date| chapter.choice.days.contain(date.weekday()))?;
        let due = chapter.due(before)?;
        if due < chapter.from + SETTLED || due < self.scene.begins.as_millisecond() + CALM {
            return None;
        }
        let zone = self.scene.workspaces[self.person.workspace];
        let day = self.walls.date(self.scene.begins, zone, due).yesterday().unwrap();
        // Near the workspace's midnight it is the day before that one, all year.
        let names = [day, day.yesterday().unwrap()].iter().any(|day| {
            let day = day.strftime("%a %-d %b");
            let says = [format!("no report went out for {day}"), format!("{day} was not sent")];
            says.iter().any(|said| digest.text.contains(said))
        });
        let (is_missing, text) = (self.of(before).is_none(), &digest.text);
        assert!(names || !is_missing, "{} does not name {day}: {text}", digest.id);
        assert!(
            is_missing || !text.contains("was not sent") && !text.contains("no report went out"),
            "{} misses what was there: {text}",
            digest.id
        );
        Some(if is_missing { "digests that named a missing one" } else { "digests after one that came" })
    }
}

impl Person {
    fn describe(&self) -> String {
        let chapter =
            |chapter: &Chapter| format!("{} from {}", chapter.choice.slot().zone, instant(chapter.from));
        let chapters: Vec<String> = self.chapters.iter().map(chapter).collect();
        format!("{} ({})", self.name, chapters.join(", "))
    }
}
