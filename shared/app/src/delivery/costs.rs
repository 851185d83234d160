//! What each message cost: once a night the list of what Twilio charged for is joined with our attempts by its identifier.
//! Nothing of it stands in the way of a delivery, and a second run writes nothing new.

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

/// How many costs are written at the same time.
const CONCURRENT: usize = 8;
/// How many messages of ours are read together.
const PAGE: usize = 100;
/// The most pages of one day, a million messages: a list that does not end is an error.
const MOST_PAGES: usize = 1_000;
/// How long after a run began it asks for another page, of the 30 seconds that its function has: a page may take nine more,
/// the rest is for keeping what was listed.
const LISTING: SignedDuration = SignedDuration::from_secs(12);
/// How long before it went out a message may have been written: hours until its deadline, and hours in Twilio's queue.
const WRITTEN_BEFORE: SignedDuration = SignedDuration::from_hours(24);
/// How far our clock may be ahead of Twilio's.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// What the costs may use.
pub struct CostDeps<'a> {
    pub store: &'a Store,
    pub whatsapp: &'a dyn WhatsApp,
    pub clock: &'a dyn Clock,
}

/// What a night learned of costs, and what it could not.
#[derive(Debug, Default)]
pub struct CostsLearned {
    /// How many messages Twilio listed, those of others among them.
    pub listed: usize,
    /// How many of them have a price.
    pub priced: usize,
    /// How many attempts got their cost now.
    pub kept: usize,
    /// How many attempts had this very cost already.
    pub known: usize,
    /// How many attempts Twilio took that have no cost yet, of the messages that were looked at: those of a day of which
    /// some have a price.
    pub unpriced: usize,
    /// The days whose list could not be read to its end, and why.
    pub unlisted: BTreeMap<Date, CostsError>,
    /// The workspaces whose costs could not be kept, and why.
    pub failed: BTreeMap<WorkspaceId, StoreError>,
}

/// Why costs are not all known; the next run makes up for it, except for a day that is too long.
#[derive(Debug, thiserror::Error)]
pub enum CostsError {
    /// The date is at the edge of the calendar.
    #[error("the date is no day of this product: name another one")]
    NoSuchDay,
    /// The list of workspaces cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Twilio does not list its messages.
    #[error("Twilio does not list its messages")]
    NotListed(#[from] SendFailure),
    /// The list of a day does not end.
    #[error("Twilio's list of a day does not end: look at what it answers")]
    Endless,
    /// The list of a day goes on when the time for listing is over.
    #[error(
        "Twilio's list of a day is longer than a run can read: the newest are kept, the rest stays without a price"
    )]
    TooLong,
    /// A day before this one ended the run.
    #[error(
        "the day was not asked for, the day before it in the run was not read to its end: call for this day alone"
    )]
    NotAsked,
    /// Some days or workspaces are missing; everything else is kept.
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
    /// Reports whether everything was learned that Twilio knows.
    ///
    /// # Errors
    /// When a day or a workspace is missing.
    pub fn complete(&self) -> Result<(), CostsError> {
        let (days, workspaces) = (self.unlisted.len(), self.failed.len());
        if days + workspaces == 0 { Ok(()) } else { Err(CostsError::Incomplete { days, workspaces }) }
    }
}

/// What a run has learned so far.
#[derive(Default)]
struct Tally {
    learned: CostsLearned,
    /// The attempts without a cost: one that is looked at for two days is there once.
    unpriced: HashSet<MessageSid>,
}

/// Learns what messages cost that went out on a day, as UTC counts days; of yesterday and the day before when none is named,
/// so that a night that failed and a price that came late are made good by the next one. Day by day, the newest first: a day's
/// costs are kept before the next day is asked for, so that whatever ends a run leaves what it kept. A list or a workspace
/// that fails is in the result and does not keep the others from theirs.
///
/// Pages are asked for during the first 12 seconds of a run. A day that is longer, at a second for a page some ten thousand
/// messages, is [`CostsError::TooLong`]: its newest messages get their cost. The list begins at the newest each time, so
/// neither the same call nor the next night gets further down such a day: what is beyond stays without a price, and the
/// report of arrivals counts it so.
///
/// # Errors
/// When the day is none, or the workspaces are not known.
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

/// Returns the days, the newest first: it is the one that is reported next, and the older one was read the night before.
fn days(asked: Option<Date>, now: Timestamp) -> Vec<Date> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let before = |days: i64| today.saturating_sub(days.days());
    asked.map_or_else(|| vec![before(1), before(2)], |date| vec![date])
}

/// Returns when the messages were written that may have gone out on a day.
fn span(day: Date) -> Result<Span, CostsError> {
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    let from = midnight(day).and_then(|midnight| midnight.checked_sub(WRITTEN_BEFORE));
    let until = day.tomorrow().and_then(midnight).and_then(|midnight| midnight.checked_add(SKEW));
    let (from, until) = from.ok().zip(until.ok()).ok_or(CostsError::NoSuchDay)?;
    Ok(Span { from, until: Some(until) })
}

/// Asks Twilio for a day, page after page, so that no more than one question is open. What the pages before one that fails
/// have told stays.
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

/// Reports whether no other day is asked for: the time is over, or Twilio has too much to do or cannot be reached.
fn ends_the_run(error: &CostsError) -> bool {
    match error {
        CostsError::TooLong => true,
        CostsError::NotListed(failure) => !matches!(failure, SendFailure::Rejected { .. }),
        _ => false,
    }
}

/// Keeps the costs of a day for every workspace; without a price nothing of ours is read.
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

/// Keeps the costs of the attempts of a workspace: those of the messages of the span, and those of older ones that somebody
/// had sent again.
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
