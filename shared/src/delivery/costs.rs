//! What each message cost: once a night the list of what Twilio charged for is joined with our attempts by its identifier.
//! Nothing of it stands in the way of a delivery, and a second run writes nothing new.

use crate::clock::Clock;
use crate::delivery::MessageSid;
use crate::identity::WorkspaceId;
use crate::message::{Message, MessageCost};
use crate::store::messages::MovedUp;
use crate::store::proof::Span;
use crate::store::{Store, StoreError};
use crate::twilio::{SendFailure, WhatsApp};
use futures::stream::{StreamExt, TryStreamExt, iter};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeMap, HashMap};

/// How many costs are written at the same time.
const CONCURRENT: usize = 8;
/// How many messages of ours are read together.
const PAGE: usize = 100;
/// The most pages of one day, a million messages: a list that does not end is an error.
const MOST_PAGES: usize = 1_000;
/// How long before it went out a message may have been written: hours until its deadline, and hours in Twilio's queue.
const WRITTEN_BEFORE: SignedDuration = SignedDuration::from_hours(24);
/// How far our clock may be ahead of Twilio's.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// What the costs may use.
pub struct CostEdges<'a> {
    /// The store.
    pub store: &'a Store,
    /// WhatsApp.
    pub whatsapp: &'a dyn WhatsApp,
    /// The clock.
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
    /// How many attempts Twilio took that have no cost yet.
    pub unpriced: usize,
    /// The days whose list could not be read to its end, and why.
    pub unlisted: BTreeMap<Date, CostsError>,
    /// The workspaces whose costs could not be kept, and why.
    pub failed: BTreeMap<WorkspaceId, StoreError>,
}

/// Why costs are not all known; the next run makes up for it.
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
    /// Some days or workspaces are missing; everything else is kept.
    #[error(
        "{days} days and {workspaces} workspaces have no costs: the log says why, and the same call may come again"
    )]
    Incomplete {
        /// How many days could not be listed.
        days: usize,
        /// How many workspaces could not be read or written.
        workspaces: usize,
    },
}

impl CostsLearned {
    /// Says whether everything was learned that Twilio knows.
    ///
    /// # Errors
    /// When a day or a workspace is missing.
    pub fn complete(&self) -> Result<(), CostsError> {
        let (days, workspaces) = (self.unlisted.len(), self.failed.len());
        if days + workspaces == 0 { Ok(()) } else { Err(CostsError::Incomplete { days, workspaces }) }
    }
}

/// Learns what messages cost that went out on a day, as UTC counts days; of yesterday and the day before when none is named,
/// so that a night that failed and a price that came late are made good by the next one. A list or a workspace that fails is
/// in the result and does not keep the others from theirs.
///
/// # Errors
/// When the day is none, or the workspaces are not known.
pub async fn learn_costs(edges: &CostEdges<'_>, asked: Option<Date>) -> Result<CostsLearned, CostsError> {
    let days = days(asked, edges.clock.now());
    let span = span(&days)?;
    let mut learned = CostsLearned::default();
    let costs = list(edges.whatsapp, &days, &mut learned).await;
    if costs.is_empty() {
        return Ok(learned);
    }
    for workspace in edges.store.workspaces().await? {
        if let Err(error) = keep(edges.store, &workspace, span, &costs, &mut learned).await {
            learned.failed.insert(workspace, error);
        }
    }
    Ok(learned)
}

/// Gives the days, the newest first: what is cut short then has the day that is reported next.
fn days(asked: Option<Date>, now: Timestamp) -> Vec<Date> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let before = |days: i64| today.saturating_sub(days.days());
    asked.map_or_else(|| vec![before(1), before(2)], |date| vec![date])
}

/// Gives when the messages were written that may have gone out on one of the days.
fn span(days: &[Date]) -> Result<Span, CostsError> {
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    let from = days.iter().min().and_then(|date| midnight(*date).ok()?.checked_sub(WRITTEN_BEFORE).ok());
    let until =
        days.iter().max().and_then(|date| midnight(date.tomorrow().ok()?).ok()?.checked_add(SKEW).ok());
    let (from, until) = from.zip(until).ok_or(CostsError::NoSuchDay)?;
    Ok(Span { from, until: Some(until) })
}

/// Asks Twilio for each day, page after page, so that no more than one question is open. While it has too much to do or
/// cannot be reached it is not asked for another day.
async fn list(
    whatsapp: &dyn WhatsApp,
    days: &[Date],
    learned: &mut CostsLearned,
) -> HashMap<MessageSid, MessageCost> {
    let mut costs = HashMap::new();
    for (place, day) in days.iter().enumerate() {
        let Err(error) = list_day(whatsapp, *day, &mut costs, learned).await else { continue };
        let is_away = matches!(&error, CostsError::NotListed(failure) if !is_refusal(failure));
        learned.unlisted.insert(*day, error);
        if is_away {
            let not_asked = || SendFailure::Unavailable("not asked for: Twilio was not there before".into());
            let others = days.iter().skip(place + 1).map(|other| (*other, not_asked().into()));
            learned.unlisted.extend(others);
            break;
        }
    }
    learned.priced = costs.len();
    costs
}

fn is_refusal(failure: &SendFailure) -> bool {
    matches!(failure, SendFailure::Rejected { .. })
}

/// What the pages before one that fails have told is kept.
async fn list_day(
    whatsapp: &dyn WhatsApp,
    day: Date,
    costs: &mut HashMap<MessageSid, MessageCost>,
    learned: &mut CostsLearned,
) -> Result<(), CostsError> {
    let mut after = None;
    for _ in 0..MOST_PAGES {
        let page = whatsapp.costs_of_day(day, after.as_ref()).await?;
        learned.listed += page.listed;
        costs.extend(page.costs);
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
    Err(CostsError::Endless)
}

/// Keeps the costs of the attempts of a workspace: those of the messages of the span, and those of older ones that somebody
/// had sent again.
async fn keep(
    store: &Store,
    workspace: &WorkspaceId,
    span: Span,
    costs: &HashMap<MessageSid, MessageCost>,
    learned: &mut CostsLearned,
) -> Result<(), StoreError> {
    let (until, mut after) = (span.until.unwrap_or(Timestamp::MAX), None);
    loop {
        let page = store.messages_between(workspace, span.from, until, after.as_ref(), PAGE).await?;
        keep_of(store, &page.messages, costs, learned).await?;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut older = store.sent_again(workspace, span).await?;
    older.retain(|message| message.created_at < span.from);
    keep_of(store, &older, costs, learned).await
}

async fn keep_of(
    store: &Store,
    messages: &[Message],
    costs: &HashMap<MessageSid, MessageCost>,
    learned: &mut CostsLearned,
) -> Result<(), StoreError> {
    let mut news = Vec::new();
    for message in messages {
        for attempt in &message.attempts {
            let Some(sid) = attempt.sid.as_ref().and_then(|sid| sid.parse::<MessageSid>().ok()) else {
                continue;
            };
            match (costs.get(&sid), &attempt.cost) {
                (Some(cost), Some(known)) if cost == known => learned.known += 1,
                (Some(cost), _) => news.push((message, attempt.number, sid, cost)),
                (None, Some(_)) => {}
                (None, None) => learned.unpriced += 1,
            }
        }
    }
    let writes = iter(&news).map(|(message, number, sid, cost)| store.keep_cost(message, *number, sid, cost));
    let kept: Vec<MovedUp> = writes.buffer_unordered(CONCURRENT).try_collect().await?;
    learned.kept += kept.iter().filter(|kept| **kept == MovedUp::Yes).count();
    Ok(())
}

#[cfg(test)]
mod tests;
