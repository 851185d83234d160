//! The cost of each message: once a night, Twilio's list of charges is joined with our attempts by message identifier.
//! This never blocks a delivery, and a second run writes nothing new.

use domain::clock::Clock;
use domain::identity::WorkspaceId;
use domain::message::{Message, MessageCost, MessageSid};
use domain::twilio::{SendFailure, WhatsApp};
use futures::stream::{StreamExt, TryStreamExt, iter};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::audit_log::Span;
use store::messages::MovedUp;
use store::{Store, StoreError};

/// How many costs are written concurrently.
const CONCURRENT: usize = 8;
/// How many of our messages are read at a time.
const PAGE: usize = 100;
/// The maximum number of pages for one day, enough for a million messages: a list that does not end is an error.
const MOST_PAGES: usize = 1_000;
/// How long after its start a run may request another page. The function has 30 seconds: a page may take nine more, and
/// the rest is needed to store what was listed.
const LISTING: SignedDuration = SignedDuration::from_secs(12);
/// How long before it was sent a message may have been created: hours until its deadline, and hours in Twilio's queue.
const WRITTEN_BEFORE: SignedDuration = SignedDuration::from_hours(24);
/// How far our clock may be ahead of Twilio's.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// The dependencies of a run.
pub struct CostDeps<'a> {
    pub store: &'a Store,
    pub whatsapp: &'a dyn WhatsApp,
    pub clock: &'a dyn Clock,
}

/// What a run learned about costs, and what it could not learn.
#[derive(Debug, Default)]
pub struct CostsLearned {
    /// How many messages Twilio listed, including those that are not ours.
    pub listed: usize,
    /// How many of them have a price.
    pub priced: usize,
    /// How many attempts now got their cost.
    pub kept: usize,
    /// How many attempts already had this same cost.
    pub known: usize,
    /// How many attempts that Twilio accepted have no cost yet, among the messages that were read: only those of days
    /// with at least one price.
    pub unpriced: usize,
    /// The days whose list could not be read to the end, and why.
    pub unlisted: BTreeMap<Date, CostsError>,
    /// The workspaces whose costs could not be stored, and why.
    pub failed: BTreeMap<WorkspaceId, StoreError>,
}

/// Why some costs are missing. The next run retries them, except for a day that is too long.
#[derive(Debug, thiserror::Error)]
pub enum CostsError {
    /// The date is at the edge of the calendar.
    #[error("the date is no day of this product: name another one")]
    NoSuchDay,
    /// The list of workspaces could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Twilio did not list its messages.
    #[error("Twilio does not list its messages")]
    NotListed(#[from] SendFailure),
    /// The list of a day does not end.
    #[error("Twilio's list of a day does not end: look at what it answers")]
    Endless,
    /// The list of a day continues after the time for listing is over.
    #[error(
        "Twilio's list of a day is longer than a run can read: the newest are kept, the rest stays without a price"
    )]
    TooLong,
    /// The run ended at the day before it in the order of the run.
    #[error(
        "the day was not asked for, the day before it in the run was not read to its end: call for this day alone"
    )]
    NotAsked,
    /// Some days or workspaces are missing; everything else is stored.
    #[error(
        "{days} days and {workspaces} workspaces lack costs: the log says why, and the same call may come again"
    )]
    Incomplete {
        /// How many days could not be listed.
        days: usize,
        /// How many workspaces could not be read or written.
        workspaces: usize,
    },
}

impl CostsLearned {
    /// Reports whether everything that Twilio knows was learned.
    ///
    /// # Errors
    /// If a day or a workspace is missing.
    pub fn complete(&self) -> Result<(), CostsError> {
        let (days, workspaces) = (self.unlisted.len(), self.failed.len());
        if days + workspaces == 0 { Ok(()) } else { Err(CostsError::Incomplete { days, workspaces }) }
    }
}

/// What a run has learned so far.
#[derive(Default)]
struct Tally {
    learned: CostsLearned,
    /// The attempts without a cost. An attempt found on two days counts once.
    unpriced: HashSet<MessageSid>,
}

/// Learns the costs of the messages sent on a UTC day. Without a day it covers yesterday and the day before, so that a
/// failed night and late prices are made up for by the next run. The newest day comes first, and its costs are stored
/// before the next day is requested, so that an interrupted run keeps what it stored. A list or a workspace that fails
/// is reported in the result and does not affect the others.
///
/// Pages are requested during the first 12 seconds of a run. At one page per second, that is some ten thousand
/// messages. A day with more is [`CostsError::TooLong`], and its newest messages get their cost. The list always begins
/// with the newest, so neither the same call nor the next night gets further down such a day: the remaining messages
/// stay without a price, and the delivery report counts them as such.
///
/// # Errors
/// If the date is not a valid day, or the workspaces cannot be read.
pub async fn learn_costs(deps: &CostDeps<'_>, asked: Option<Date>) -> Result<CostsLearned, CostsError> {
    let began = deps.clock.now();
    let (mut days, mut tally) = (days(asked, began).into_iter(), Tally::default());
    for day in days.by_ref() {
        let (span, mut costs) = (span(day)?, HashMap::new());
        let listed = list(deps, began, day, &mut costs, &mut tally.learned).await;
        tally.learned.priced += costs.len();
        keep_all(deps.store, span, &costs, &mut tally).await?;
        let Err(error) = listed else { continue };
        let is_last = ends_the_run(&error);
        tally.learned.unlisted.insert(day, error);
        if is_last {
            break;
        }
    }
    tally.learned.unlisted.extend(days.map(|day| (day, CostsError::NotAsked)));
    Ok(CostsLearned { unpriced: tally.unpriced.len(), ..tally.learned })
}

/// Returns the days, newest first: the newest is reported next, and the older one was already read the night before.
fn days(asked: Option<Date>, now: Timestamp) -> Vec<Date> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let before = |days: i64| today.saturating_sub(days.days());
    asked.map_or_else(|| vec![before(1), before(2)], |date| vec![date])
}

/// Returns the interval in which the messages that may have been sent on a day were created.
fn span(day: Date) -> Result<Span, CostsError> {
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    let from = midnight(day).and_then(|midnight| midnight.checked_sub(WRITTEN_BEFORE));
    let until = day.tomorrow().and_then(midnight).and_then(|midnight| midnight.checked_add(SKEW));
    let (from, until) = from.ok().zip(until.ok()).ok_or(CostsError::NoSuchDay)?;
    Ok(Span { from, until: Some(until) })
}

/// Requests the pages of a day from Twilio one after the other, so that only one request is open. If a page fails, what
/// the earlier pages contained is kept.
async fn list(
    deps: &CostDeps<'_>,
    began: Timestamp,
    day: Date,
    costs: &mut HashMap<MessageSid, MessageCost>,
    learned: &mut CostsLearned,
) -> Result<(), CostsError> {
    let mut after = None;
    for _ in 0..MOST_PAGES {
        let page = deps.whatsapp.costs_of_day(day, after.as_ref()).await?;
        learned.listed += page.listed;
        costs.extend(page.costs);
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
        if deps.clock.now().duration_since(began) > LISTING {
            return Err(CostsError::TooLong);
        }
    }
    Err(CostsError::Endless)
}

/// Reports whether no further day is requested: the time is over, or Twilio is overloaded or unreachable.
fn ends_the_run(error: &CostsError) -> bool {
    match error {
        CostsError::TooLong => true,
        CostsError::NotListed(failure) => !matches!(failure, SendFailure::Rejected { .. }),
        _ => false,
    }
}

/// Stores the costs of a day for every workspace; without any price, none of our messages is read.
async fn keep_all(
    store: &Store,
    span: Span,
    costs: &HashMap<MessageSid, MessageCost>,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    if costs.is_empty() {
        return Ok(());
    }
    for workspace in store.workspaces().await? {
        if let Err(error) = keep(store, &workspace, span, costs, tally).await {
            tally.learned.failed.insert(workspace, error);
        }
    }
    Ok(())
}

/// Stores the costs of a workspace's attempts: those of messages in the interval, and those of older messages that were
/// sent again.
async fn keep(
    store: &Store,
    workspace: &WorkspaceId,
    span: Span,
    costs: &HashMap<MessageSid, MessageCost>,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    let (until, mut after) = (span.until.unwrap_or(Timestamp::MAX), None);
    loop {
        let page = store.messages_between(workspace, span.from, until, after.as_ref(), PAGE).await?;
        keep_of(store, &page.messages, costs, tally).await?;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut older = store.sent_again(workspace, span).await?;
    older.retain(|message| message.created_at < span.from);
    keep_of(store, &older, costs, tally).await
}

async fn keep_of(
    store: &Store,
    messages: &[Message],
    costs: &HashMap<MessageSid, MessageCost>,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    let mut news = Vec::new();
    for message in messages {
        for attempt in &message.attempts {
            let Some(sid) = attempt.sid.as_ref().and_then(|sid| sid.parse::<MessageSid>().ok()) else {
                continue;
            };
            match (costs.get(&sid), &attempt.cost) {
                (Some(cost), Some(known)) if cost == known => tally.learned.known += 1,
                (Some(cost), _) => news.push((message, attempt.number, sid, cost)),
                (None, Some(_)) => {}
                (None, None) => {
                    tally.unpriced.insert(sid);
                }
            }
        }
    }
    let writes = iter(&news).map(|(message, number, sid, cost)| store.keep_cost(message, *number, sid, cost));
    let kept: Vec<MovedUp> = writes.buffer_unordered(CONCURRENT).try_collect().await?;
    tally.learned.kept += kept.iter().filter(|kept| **kept == MovedUp::Yes).count();
    for (_, _, sid, _) in &news {
        tally.unpriced.remove(sid);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
