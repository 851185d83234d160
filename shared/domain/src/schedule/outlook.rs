//! The outlook for a person's digest of a date: when it is due, which day it reports on, what it would wait for, and what
//! keeps it from going out.

use super::due::{DueSlot, due_at, due_between};
use super::lateness::Lateness;
use super::report_day::reports_on;
use super::slot::{LocalMinute, Slot, is_wanted};
use crate::digest::freshness::{Gate, gate, held_until};
use crate::metrics::Channel;
use crate::settings::WorkspaceSettings;
use crate::workspace::{Consent, Member, WhatsAppSubscription};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How far ahead the next digest is looked for: the same weekday of the next week, moved over midnight by quiet hours.
const LOOKED_AHEAD: SignedDuration = SignedDuration::from_hours(9 * 24);

/// Why a person's digest of a date does not go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The person is no longer a member of the workspace.
    NotAMember,
    /// The person never asked for messages.
    NotSubscribed,
    /// The person does not want messages.
    OptedOut,
    /// The person has no WhatsApp address.
    NoAddress,
    /// The person's time zone is not known, or never had this date.
    NeverDue,
    /// The person wants no digest on this day of the week.
    NotWanted,
    /// It was due more than four hours ago.
    TooLate,
    /// It was composed before, and what was composed then is what the person has or gets.
    AlreadyComposed,
}

impl Obstacle {
    /// Every obstacle.
    pub const ALL: [Self; 8] = [
        Self::NotAMember,
        Self::NotSubscribed,
        Self::OptedOut,
        Self::NoAddress,
        Self::NeverDue,
        Self::NotWanted,
        Self::TooLate,
        Self::AlreadyComposed,
    ];

    /// Returns the fixed word of the obstacle.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAMember => "not_a_member",
            Self::NotSubscribed => "not_subscribed",
            Self::OptedOut => "opted_out",
            Self::NoAddress => "no_address",
            Self::NeverDue => "never_due",
            Self::NotWanted => "not_wanted",
            Self::TooLate => "too_late",
            Self::AlreadyComposed => "already_composed",
        }
    }

    /// Describes the obstacle in plain words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotAMember => "the person is no member of the workspace any more",
            Self::NotSubscribed => "the person never asked for messages",
            Self::OptedOut => "the person wants no messages: only a START from the phone brings them back",
            Self::NoAddress => "the person has no WhatsApp address",
            Self::NeverDue => "the time zone of the person is not known, or never had this date",
            Self::NotWanted => "the person wants no digest on this day of the week",
            Self::TooLate => "it was due more than four hours ago, and the next one says that it is missing",
            Self::AlreadyComposed => "it was composed before: replay shows what the person has",
        }
    }
}

/// The outlook for one digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The date of the digest, where the person lives.
    pub date: Date,
    /// When it is due; `None` for a person without a place in the schedule.
    pub due: Option<DueSlot>,
    /// The day it reports on, in the workspace's time zone.
    pub report_day: Date,
    /// How late it would be now.
    pub lateness: Lateness,
    /// Whether it is due later than the person chose, because that time is quiet.
    pub is_moved_by_quiet_hours: bool,
    /// The channels that it would wait for, up to an hour, if nothing came in until it is due.
    pub waits_for: Vec<Channel>,
    /// What keeps it from going out.
    pub obstacles: Vec<Obstacle>,
}

/// Returns the outlook for a member's digest of a date or, without one, of the next date on which it is due and wanted.
/// For a member without a place in the schedule that is today in the workspace's zone, and the day before is reported.
#[must_use]
pub fn outlook(
    settings: &WorkspaceSettings,
    workspace_zone: &TimeZone,
    member: &Member,
    date: Option<Date>,
    now: Timestamp,
) -> Outlook {
    let known = settings.subscriptions.iter().find(|known| known.member == member.id);
    let place = known.map(|known| (Slot::of(member, known), known));
    let next = || place.as_ref().and_then(|(slot, known)| next_wanted(slot, known, now));
    let today = || now.to_zoned(workspace_zone.clone()).date();
    let date = date.or_else(|| next().map(|due| due.date)).unwrap_or_else(today);
    let due = place.as_ref().and_then(|(slot, _)| due_on(slot, date));
    let report_day =
        due.as_ref().map_or_else(|| date.saturating_sub(1.day()), |due| reports_on(due, workspace_zone));
    let waits_for = due.as_ref().zip(known).map_or_else(Vec::new, |(due, known)| {
        let until = held_until(&member.zone, known, due.at);
        waits_for(settings, report_day, until, now.max(due.at))
    });
    Outlook {
        date,
        report_day,
        // One that is held up is not late.
        lateness: due
            .as_ref()
            .filter(|_| waits_for.is_empty())
            .map_or(Lateness::OnTime, |due| Lateness::of(due.at, now)),
        is_moved_by_quiet_hours: place
            .as_ref()
            .is_some_and(|(slot, known)| slot.minute != LocalMinute::of(known.digest_time)),
        waits_for,
        obstacles: obstacles(member, known, date, due.as_ref(), now),
        due,
    }
}

fn due_on(slot: &Slot, date: Date) -> Option<DueSlot> {
    let at = due_at(slot, date, &TimeZone::get(&slot.zone).ok()?)?;
    Some(DueSlot { slot: slot.clone(), date, at })
}

/// Returns when a digest is due next that the person wants; without such a day, when the slot is due next.
fn next_wanted(slot: &Slot, known: &WhatsAppSubscription, now: Timestamp) -> Option<DueSlot> {
    let zone = TimeZone::get(&slot.zone).ok()?;
    let mut ahead = due_between(slot, &zone, now, now.checked_add(LOOKED_AHEAD).ok()?);
    let wanted = ahead.iter().position(|due| is_wanted(known, due.date)).unwrap_or(0);
    (!ahead.is_empty()).then(|| ahead.swap_remove(wanted))
}

fn waits_for(
    settings: &WorkspaceSettings,
    report_day: Date,
    until: Timestamp,
    now: Timestamp,
) -> Vec<Channel> {
    match gate(settings, report_day, until, now) {
        Gate::Open => Vec::new(),
        Gate::Waits(channels) => channels,
    }
}

fn obstacles(
    member: &Member,
    known: Option<&WhatsAppSubscription>,
    date: Date,
    due: Option<&DueSlot>,
    now: Timestamp,
) -> Vec<Obstacle> {
    let left = (!member.active).then_some(Obstacle::NotAMember);
    let Some(known) = known else {
        return left.into_iter().chain([Obstacle::NotSubscribed]).collect();
    };
    let is_too_late = due.is_some_and(|due| Lateness::of(due.at, now) == Lateness::TooLate);
    let more = [
        (known.consent == Consent::OptedOut).then_some(Obstacle::OptedOut),
        known.address().is_none().then_some(Obstacle::NoAddress),
        due.is_none().then_some(Obstacle::NeverDue),
        (!is_wanted(known, date)).then_some(Obstacle::NotWanted),
        is_too_late.then_some(Obstacle::TooLate),
    ];
    left.into_iter().chain(more.into_iter().flatten()).collect()
}

#[cfg(test)]
mod tests;
