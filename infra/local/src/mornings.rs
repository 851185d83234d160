//! Plays the schedule while the stack runs: a tick each minute of the stack's clock and, when somebody moves the clock on,
//! one at each minute in between at which a digest is due. The sample's shops report each new day in time.

use std::cell::Cell;
use std::time::Duration;

use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::message::{Message, MessageState};
use command_center::domain::schedule::due::{DueSlot, next_due};
use command_center::domain::schedule::slot::Slot;
use command_center::domain::settings::WorkspaceSettings;
use command_center::domain::workspace::{Consent, Member};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::console::say;
use crate::simulator::pass_time;
use crate::stack::{LocalStack, StackError};
use crate::workspaces::{sample, today_in};

/// How often the clock is looked at.
const LOOKS: Duration = Duration::from_millis(300);
/// How many looks long the digests of a minute are waited for before time goes on: 20 seconds.
const LOOKS_FOR_DIGESTS: usize = 66;
/// How many people are named who are next.
const NAMED: usize = 6;

/// The mornings of one workspace.
pub struct Mornings<'a> {
    stack: &'a LocalStack,
    /// Who was in the workspace at the start.
    settings: WorkspaceSettings,
    /// Up to which day the sample has facts; `None` for a workspace whose facts come from files.
    sample_through: Option<Cell<Date>>,
}

/// A person's next digest.
struct NextDigest<'a> {
    member: &'a Member,
    due: DueSlot,
}

impl<'a> Mornings<'a> {
    /// Plays the mornings of the sample workspace, whose facts were generated on a day.
    #[must_use]
    pub fn of_sample(stack: &'a LocalStack, settings: WorkspaceSettings, today: Date) -> Self {
        let sample_through = Some(Cell::new(today.saturating_sub(1.day())));
        Self { stack, settings, sample_through }
    }

    /// Plays the mornings of a workspace whose facts come from files.
    #[must_use]
    pub fn of_files(stack: &'a LocalStack, settings: WorkspaceSettings) -> Self {
        Self { stack, settings, sample_through: None }
    }

    /// Says who gets the next digests, and when.
    ///
    /// # Errors
    /// If the stack cannot be reached any more.
    pub async fn announce(&self) -> Result<(), StackError> {
        let settings = self.settings().await?;
        let next = self.next_that_come(&settings).await?;
        say("  Next digests, each on the clock of where the person lives:");
        for NextDigest { member, due } in next.iter().take(NAMED) {
            say(format!(
                "    {}  {} {}  ({})",
                member.name,
                due.date.strftime("%a %-d %b"),
                due.slot.minute,
                due.slot.zone
            ));
        }
        say("  They come by themselves. To see tomorrow's now, in another terminal: make clock BY=+1d\n");
        Ok(())
    }

    /// Plays the schedule until it is dropped.
    ///
    /// # Errors
    /// If the stack cannot be reached any more.
    pub async fn play(&self) -> Result<(), StackError> {
        let mut ticked = None;
        loop {
            if let Some(wished) = self.stack.clock_files().wished_seconds() {
                self.pass_to(wished).await?;
            }
            let minute = self.stack.now().as_second().div_euclid(60);
            if ticked != Some(minute) {
                self.tick().await?;
                ticked = Some(minute);
            }
            pass_time(LOOKS).await;
        }
    }

    /// Lets time pass until the clock is ahead by so many seconds, minute by minute where a digest is due.
    ///
    /// # Errors
    /// If the stack cannot be reached any more.
    pub async fn pass_to(&self, ahead_seconds: i64) -> Result<(), StackError> {
        let until = SystemClock.now().as_second().saturating_add(ahead_seconds);
        while let Some(at) = self.next_minute().await?.filter(|at| at.as_second() <= until) {
            // A second more, because the machine's clock is in the middle of one.
            self.stack.move_clock(at.as_second() - SystemClock.now().as_second() + 1)?;
            self.tick().await?;
        }
        self.stack.move_clock(ahead_seconds)?;
        self.tick().await
    }

    /// Reads who is in the workspace now: somebody may have sent START or chosen another time since the start.
    async fn settings(&self) -> Result<WorkspaceSettings, StackError> {
        let settings = self.stack.store.settings(&self.settings.workspace.id).await?;
        Ok(settings.unwrap_or_else(|| self.settings.clone()))
    }

    async fn next_minute(&self) -> Result<Option<Timestamp>, StackError> {
        Ok(self.next(&self.settings().await?).first().map(|next| next.due.at))
    }

    /// Returns the next digest of everybody, the first one first.
    fn next<'s>(&self, settings: &'s WorkspaceSettings) -> Vec<NextDigest<'s>> {
        let now = self.stack.now();
        let of_person =
            |member| Some(NextDigest { member, due: next_due(&slot_of(settings, member)?, now)? });
        let mut next: Vec<NextDigest<'_>> = settings.members.iter().filter_map(of_person).collect();
        next.sort_by_key(|next| next.due.at);
        next
    }

    /// Returns the next digest of everybody that is not there already: who lives far in the east may have got the next one
    /// by request.
    async fn next_that_come<'s>(
        &self,
        settings: &'s WorkspaceSettings,
    ) -> Result<Vec<NextDigest<'s>>, StackError> {
        let mut next = self.next(settings);
        for one in &mut next {
            if self.has(one.member, one.due.date).await?
                && let Some(due) = slot_of(settings, one.member).and_then(|slot| next_due(&slot, one.due.at))
            {
                one.due = due;
            }
        }
        next.sort_by_key(|next| next.due.at);
        Ok(next)
    }

    async fn has(&self, member: &Member, date: Date) -> Result<bool, StackError> {
        let id = Message::digest_id(&member.id, date);
        Ok(self.stack.store.message(&self.settings.workspace.id, &id).await?.is_some())
    }

    /// Ticks once, and waits until whoever is due has their digest.
    async fn tick(&self) -> Result<(), StackError> {
        let settings = self.settings().await?;
        self.let_day_come(&settings).await?;
        let now = self.stack.now();
        let mut due: Vec<(&Member, Date)> = Vec::new();
        for (member, date) in due_at(&settings, now) {
            if !self.has(member, date).await? {
                due.push((member, date));
            }
        }
        let ticked = self.stack.tick().await?;
        if ticked["due"].as_u64().unwrap_or_default() == 0 {
            return Ok(());
        }
        self.await_digests(&due).await?;
        for (member, _) in due {
            let at = now.to_zoned(TimeZone::get(&member.zone).unwrap_or(TimeZone::UTC));
            let (name, zone) = (&member.name, &member.zone);
            say(format!("{} ({zone}): the digest of {name} is on its way.", at.strftime("%a %-d %b %H:%M")));
        }
        Ok(())
    }

    async fn await_digests(&self, due: &[(&Member, Date)]) -> Result<(), StackError> {
        for _look in 0..LOOKS_FOR_DIGESTS {
            let mut waiting = 0;
            for (member, date) in due {
                let id = Message::digest_id(&member.id, *date);
                let message = self.stack.store.message(&self.settings.workspace.id, &id).await?;
                waiting += usize::from(message.is_none_or(|message| message.state == MessageState::Queued));
            }
            if waiting == 0 {
                break;
            }
            pass_time(LOOKS).await;
        }
        Ok(())
    }

    /// Stores the facts of the days that have ended since the sample was generated.
    async fn let_day_come(&self, settings: &WorkspaceSettings) -> Result<(), StackError> {
        let Some(through) = &self.sample_through else { return Ok(()) };
        let clock = self.stack.clock_files().clock();
        let today = today_in(settings, &clock).unwrap_or_else(|| through.get());
        while through.get().tomorrow().is_ok_and(|day| day < today) {
            let day = through.get().tomorrow().unwrap_or_else(|_| through.get());
            let contents = sample(day.tomorrow().unwrap_or(day));
            let facts: Vec<_> = contents.facts.into_iter().filter(|fact| fact.date == day).collect();
            self.stack.store.save_facts(&self.settings.workspace.id, &facts, &|_| {}).await?;
            self.stack.store.save_sources(&self.settings.workspace.id, &contents.settings.sources).await?;
            through.set(day);
        }
        Ok(())
    }
}

fn slot_of(settings: &WorkspaceSettings, member: &Member) -> Option<Slot> {
    let known = settings.subscriptions.iter().find(|known| known.member == member.id)?;
    let wants = member.active && known.consent == Consent::OptedIn;
    wants.then(|| Slot::of(member, known))
}

/// Returns who is due in the minute of an instant, with the local date.
fn due_at(settings: &WorkspaceSettings, now: Timestamp) -> Vec<(&Member, Date)> {
    let Ok(before) = now.checked_sub(60.seconds()) else { return Vec::new() };
    let due = |member| next_due(&slot_of(settings, member)?, before).filter(|due| due.at <= now);
    let members = settings.members.iter();
    members.filter_map(|member| Some((member, due(member)?.date))).collect()
}
