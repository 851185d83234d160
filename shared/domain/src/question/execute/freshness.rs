//! How far the data reaches that a query is about, and the days that can be compared because of it.

use crate::metrics::{Channel, SourceCompleteness};
use crate::question::execute::result::Freshness;
use crate::question::query::Intent;
use crate::question::range::DateRange;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Returns the last complete day of a channel: its own or, where it has none, the earliest of its platform's.
pub(super) fn complete_through(channel: &Channel, sources: &[SourceCompleteness]) -> Option<Date> {
    let own = sources.iter().find(|source| source.channel == *channel);
    let of_platform = sources.iter().filter(|source| source.channel.platform() == channel.platform());
    own.map(|source| source.complete_through)
        .or_else(|| of_platform.map(|source| source.complete_through).min())
}

/// Returns how far the data of these channels reaches for these days.
pub(super) fn freshness(
    channels: &BTreeSet<Channel>,
    sources: &[SourceCompleteness],
    days: DateRange,
    today: Date,
) -> Freshness {
    let needed = days.to.min(before(today));
    let states = channels.iter().map(|channel| (channel.clone(), complete_through(channel, sources)));
    let (complete, behind): (Vec<_>, Vec<_>) =
        states.partition(|(_, through)| through.is_some_and(|through| through >= needed));
    let through = complete.iter().filter_map(|(_, through)| *through).min();
    Freshness { through: through.map(|day| day.min(days.to)), behind, has_today: days.to >= today }
}

/// Returns the days that can be compared. Days at the end that no channel has complete yet are left out, on both sides if
/// both are equally long: otherwise half a day would look like a fall. The parts of a change are of equally many days.
pub(super) fn comparable(
    intent: Intent,
    days: DateRange,
    compared: DateRange,
    newest: Option<Date>,
    today: Date,
) -> (DateRange, DateRange) {
    let through = newest.unwrap_or_else(|| before(today));
    let (mut days, mut compared) = (days, compared);
    if days.from <= through && through < days.to {
        let cut = days.days().saturating_sub(DateRange { to: through, ..days }.days());
        if days.days() == compared.days() {
            compared.to = compared.to.saturating_sub(cut.days());
        }
        days.to = through;
    }
    if intent == Intent::Why {
        let shorter = days.days().min(compared.days());
        (days, compared) = (first_days(days, shorter), first_days(compared, shorter));
    }
    (days, compared)
}

fn first_days(range: DateRange, days: i32) -> DateRange {
    DateRange { to: range.from.saturating_add(days.saturating_sub(1).days()), ..range }
}

pub(super) fn before(day: Date) -> Date {
    day.saturating_sub(1.day())
}
