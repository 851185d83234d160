//! Determines up to which day a channel is complete after an import. A doubtful day counts as incomplete: a late digest
//! is better than one that takes half a day for a whole one.

use domain::identity::CampaignId;
use domain::metrics::{Channel, DailyMetric, SourceCompleteness};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;

/// A day that an import does not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    pub channel: Channel,
    /// The first doubtful day.
    pub day: Date,
    /// Why it is doubtful.
    pub doubt: Doubt,
}

/// Why a day may be incomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The channel has no facts for a day between the stored ones and the import.
    Gap,
    /// Campaigns that delivered on the previous day are missing, and the file does not show that they ended.
    Missing(Vec<CampaignId>),
}

impl fmt::Display for HeldBack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { channel, day, doubt } = self;
        write!(formatter, "{} is not whole from {day} on: ", channel.display_name())?;
        match doubt {
            Doubt::Gap => {
                write!(formatter, "nothing is there of that day; export from it on and import again")
            }
            Doubt::Missing(campaigns) => {
                let names: Vec<&str> = campaigns.iter().map(CampaignId::as_str).collect();
                write!(
                    formatter,
                    "{} delivered the day before and not on it; export all campaigns, from the day before {day} to a \
                     day after it, and import again",
                    names.join(", ")
                )
            }
        }
    }
}

/// The campaigns with facts on each day of a channel, and whether they delivered.
type Days<'a> = BTreeMap<Date, BTreeMap<&'a CampaignId, bool>>;

/// Returns the day up to which a channel is complete, or `None` if no day is. `stored` is the last complete day so far,
/// `last` the last finished day of the import, `imported` its facts, and `after` these together with the stored facts
/// from `stored` and from the day before the import on.
///
/// A campaign that delivered and is missing on the next day counts as ended only if the same file has rows for it, and
/// rows for the channel on a later day. Otherwise the file may be filtered or cut off, and the day is doubtful.
pub(super) fn complete_through(
    stored: Option<Date>,
    last: &SourceCompleteness,
    imported: &[DailyMetric],
    after: &[DailyMetric],
) -> (Option<Date>, Option<HeldBack>) {
    let (own, all) = (days(&last.channel, imported), days(&last.channel, after));
    let first = own.keys().next().copied().unwrap_or(last.complete_through);
    let mut whole = stored;
    let mut next = stored.map_or(Some(first), |day| day.tomorrow().ok());
    while let Some(day) = next.filter(|day| *day <= last.complete_through) {
        if let Some(doubt) = doubt(day, first, last.complete_through, &own, &all) {
            return (whole, Some(HeldBack { channel: last.channel.clone(), day, doubt }));
        }
        whole = Some(day);
        next = day.tomorrow().ok();
    }
    (whole, None)
}

fn doubt(day: Date, first: Date, last: Date, own: &Days<'_>, all: &Days<'_>) -> Option<Doubt> {
    let present = all.get(&day);
    if day < first && present.is_none() {
        return Some(Doubt::Gap);
    }
    let before = day.yesterday().ok()?;
    let in_file_before = own.get(&before);
    let ended = |campaign: &CampaignId| {
        day < last && in_file_before.is_some_and(|campaigns| campaigns.contains_key(campaign))
    };
    let missing: Vec<CampaignId> = all
        .get(&before)?
        .iter()
        .filter(|(_, delivered)| **delivered)
        .map(|(campaign, _)| *campaign)
        .filter(|campaign| present.is_none_or(|present| !present.contains_key(campaign)) && !ended(campaign))
        .cloned()
        .collect();
    (!missing.is_empty()).then_some(Doubt::Missing(missing))
}

fn days<'a>(channel: &Channel, facts: &'a [DailyMetric]) -> Days<'a> {
    let mut days = Days::new();
    for fact in facts.iter().filter(|fact| fact.channel == *channel) {
        let delivered = fact.values.spend_minor.or(fact.values.impressions).is_some_and(|amount| amount > 0);
        *days.entry(fact.date).or_default().entry(&fact.campaign).or_default() |= delivered;
    }
    days
}

#[cfg(test)]
mod tests;
