//! How far the data reaches that a query is about, and the days that can be compared because of it.

use crate::metrics::{Channel, SourceCompleteness};
use crate::question::execute::result::{Freshness, Today};
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
    (today, has_facts_of_today): (Date, bool),
) -> Freshness {
    let needed = days.to.min(before(today));
    let states = channels.iter().map(|channel| (channel.clone(), complete_through(channel, sources)));
    let (complete, behind): (Vec<_>, Vec<_>) =
        states.partition(|(_, through)| through.is_some_and(|through| through >= needed));
    let through = complete.iter().filter_map(|(_, through)| *through).min();
    let today = match (days.to >= today, has_facts_of_today) {
        (false, _) => Today::NotAsked,
        (true, true) => Today::Partly,
        (true, false) => Today::NothingYet,
    };
    Freshness { through: through.map(|day| day.min(days.to)), behind, today }
}

/// Returns the days that can be compared, and the days to compare them with, if they can be.
///
/// Days at the end that are not complete yet are left out, on both sides if both are equally long: otherwise half a day, or
/// a channel that is late, would look like a fall. What was asked to be compared is cut to the days that every channel has
/// which has any of them; a summary, which is compared only by the way, is cut to those that some channel has, and is not
/// compared if another one lacks some of them. The parts of a change are of equally many days.
pub(super) fn comparable(
    intent: Intent,
    days: DateRange,
    compared: DateRange,
    complete: &[Date],
    today: Date,
) -> (DateRange, Option<DateRange>) {
    let reaching = || complete.iter().copied().filter(|through| *through >= days.from);
    let (first, last) = (reaching().min(), reaching().max());
    let through = if intent == Intent::Summary { last } else { first };
    let (cut_days, cut_compared) = cut(days, compared, through.unwrap_or_else(|| before(today)));
    match intent {
        Intent::Summary if first.is_some_and(|first| first < cut_days.to) => (cut_days, None),
        Intent::Why => {
            let shorter = cut_days.days().min(cut_compared.days());
            (first_days(cut_days, shorter), Some(first_days(cut_compared, shorter)))
        }
        _ => (cut_days, Some(cut_compared)),
    }
}

/// Leaves out the days after another one, and as many of equally many compared days.
fn cut(days: DateRange, compared: DateRange, through: Date) -> (DateRange, DateRange) {
    if through < days.from || days.to <= through {
        return (days, compared);
    }
    let kept = DateRange { to: through, ..days };
    let left_out = days.days().saturating_sub(kept.days());
    let is_equal = days.days() == compared.days();
    let to = if is_equal { compared.to.saturating_sub(left_out.days()) } else { compared.to };
    (kept, DateRange { to, ..compared })
}

fn first_days(range: DateRange, days: i32) -> DateRange {
    DateRange { to: range.from.saturating_add(days.saturating_sub(1).days()), ..range }
}

pub(super) fn before(day: Date) -> Date {
    day.saturating_sub(1.day())
}
