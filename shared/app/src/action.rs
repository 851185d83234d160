//! An action of a person, the same for a tap, a link and a request to the API: one batched read, a decision, one
//! transaction. The conditions of the transaction decide whatever the read said; who loses a race is answered from what
//! stood in the way.

pub mod text;

use domain::action::card::Card;
use domain::action::cards;
use domain::action::context::{ActionFacts, Presence};
use domain::action::decision::{Change, Decision, Refusal, Showing, decide};
use domain::action::effects::Left;
use domain::action::reply::{self, Reader};
use domain::action::request::{Request, cards_as_messages, jobs_of};
use domain::language::{Language, Phrase};
use domain::message::Message;
use domain::message::conversation::{IdleTexts, WhatsAppConversationEntry};
use domain::message::job::{QueueJob, RefusalJob};
use store::actions::{Acted, Raced};
use store::{Store, StoreError};

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    /// What is said to the person; nothing when a card says it.
    pub reply: Option<String>,
    /// What is to be queued: messages, mails, and the record of a race that was lost.
    pub jobs: Vec<QueueJob>,
    /// How it ended.
    pub ending: Ending,
    /// The language of the person, for what is laid out around the reply.
    pub language: Language,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Something was changed.
    Changed,
    /// Nothing was changed; something was shown or asked.
    Shown,
    /// Nothing was changed.
    Refused(Refusal),
    /// This very message was handled before; nothing was changed now.
    Before,
    /// Another request was in the way; the person may ask again.
    Busy,
}

/// Carries a request out, or says why not. The same message handled twice gives the same reply and changes nothing twice.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn perform(store: &Store, request: &Request<'_>) -> Result<Performed, StoreError> {
    let sid = request.message.map(|message| message.message_sid.as_str());
    let read = store.read_action(&request.actor, sid).await?;
    if let Some(entry) = read.handled.filter(|entry| entry.reply.is_some() || !entry.queued.is_empty()) {
        return Ok(before(entry, Reader::of(&read.facts).language));
    }
    settle(store, request, &read.facts).await
}

/// Carries a request out, or says why not, from what was read of it.
///
/// # Errors
/// When the store cannot be written.
pub(super) async fn settle(
    store: &Store,
    request: &Request<'_>,
    facts: &ActionFacts,
) -> Result<Performed, StoreError> {
    match decide(&request.actor, facts) {
        Decision::Carry(change) => carry(store, request, facts, &change).await,
        Decision::Show(showing) => show(store, request, facts, showing).await,
        Decision::Refuse(refusal) => refuse(store, request, facts, refusal).await,
    }
}

/// What was to be sent is queued again, since nobody knows whether it was: a job too many is harmless.
pub(crate) fn before(entry: WhatsAppConversationEntry, language: Language) -> Performed {
    Performed { reply: entry.reply, jobs: entry.queued, ending: Ending::Before, language }
}

async fn carry(
    store: &Store,
    request: &Request<'_>,
    facts: &ActionFacts,
    wanted: &Change,
) -> Result<Performed, StoreError> {
    match try_change(store, request, facts, wanted).await? {
        Attempt::Made(performed) => Ok(performed),
        Attempt::Lost(found) => Ok(answer_the_loser(request, &found)),
        Attempt::NothingToChange => refuse(store, request, facts, Refusal::Gone).await,
    }
}

/// What came of trying to change something.
pub(super) enum Attempt {
    /// It is changed, now or by the same message before.
    Made(Performed),
    /// These facts stood in the way.
    Lost(Box<ActionFacts>),
    /// What it changes was not read.
    NothingToChange,
}

/// Changes something in one transaction, whatever was decided before.
///
/// # Errors
/// When the store cannot be written.
pub(super) async fn try_change(
    store: &Store,
    request: &Request<'_>,
    facts: &ActionFacts,
    wanted: &Change,
) -> Result<Attempt, StoreError> {
    let Some(planned) = domain::action::change::plan(request, facts, wanted) else {
        return Ok(Attempt::NothingToChange);
    };
    let language = Reader::of(facts).language;
    Ok(match store.act(&planned.writes(request, facts)).await? {
        Acted::Done => {
            let (reply, jobs, ending) = (Some(planned.reply), planned.jobs, Ending::Changed);
            Attempt::Made(Performed { reply, jobs, ending, language })
        }
        Acted::Raced(Raced::HandledBefore(entry)) => Attempt::Made(before(*entry, language)),
        Acted::Raced(Raced::StoodInTheWay(found)) => Attempt::Lost(found),
    })
}

/// Answers from what stood in the way. An action is two round trips, and both are made: a worker records the refusal.
fn answer_the_loser(request: &Request<'_>, found: &ActionFacts) -> Performed {
    let reader = Reader::of(found);
    match decide(&request.actor, found) {
        Decision::Refuse(refusal) => {
            let audit = domain::action::record::denied(request, found, &refusal);
            let reply = Some(domain::action::change::refused(&reader, request, found, &refusal));
            let is_stranger = domain::action::record::is_stranger(&request.actor, &refusal);
            let entry =
                domain::action::record::entry(request, reply.as_deref(), &[]).filter(|_| !is_stranger);
            let jobs = vec![QueueJob::RecordRefusal(RefusalJob { audit, entry })];
            Performed { reply, jobs, ending: Ending::Refused(refusal), language: reader.language }
        }
        Decision::Carry(_) | Decision::Show(_) => {
            let reply = Some(reader.language.say(Phrase::ReplyBusy, &[]));
            Performed { reply, jobs: Vec::new(), ending: Ending::Busy, language: reader.language }
        }
    }
}

async fn show(
    store: &Store,
    request: &Request<'_>,
    facts: &ActionFacts,
    showing: Showing,
) -> Result<Performed, StoreError> {
    let reader = Reader::of(facts);
    let (said, cards) = shown(&reader, facts, showing);
    present(store, request, facts, (said, &cards)).await
}

/// Changes nothing: says something, sends cards, and keeps both in the log.
///
/// # Errors
/// When the store cannot be written.
pub(super) async fn present(
    store: &Store,
    request: &Request<'_>,
    facts: &ActionFacts,
    (said, cards): (Option<String>, &[Card]),
) -> Result<Performed, StoreError> {
    let messages = cards_as_messages(request, facts, cards);
    // A card without buttons is a text.
    let said = said.or_else(|| messages.is_empty().then(|| cards.first().map(|card| card.body.clone()))?);
    let jobs = jobs_of(&messages);
    let left = unchanged(request, facts, said.as_deref(), messages);
    let language = Reader::of(facts).language;
    if let Some(entry) = store.log_unchanged(None, &left).await? {
        return Ok(before(entry, language));
    }
    Ok(Performed { reply: said, jobs, ending: Ending::Shown, language })
}

/// Changes nothing and says nothing: keeps what was asked for in the log, and why it was denied if it was.
///
/// # Errors
/// When the store cannot be written.
pub(super) async fn keep_silent(
    store: &Store,
    request: &Request<'_>,
    facts: &ActionFacts,
) -> Result<Performed, StoreError> {
    let refusal = match decide(&request.actor, facts) {
        Decision::Refuse(refusal) => Some(refusal),
        Decision::Carry(_) | Decision::Show(_) => None,
    };
    let audit = refusal.as_ref().map(|refusal| domain::action::record::denied(request, facts, refusal));
    let is_stranger =
        refusal.is_some_and(|refusal| domain::action::record::is_stranger(&request.actor, &refusal));
    if let Some(audit) = audit.as_ref().filter(|_| is_stranger) {
        store.log_stranger(audit).await?;
    } else {
        store.log_unchanged(audit.as_ref(), &unchanged(request, facts, None, Vec::new())).await?;
    }
    let (ending, language) = (Ending::Shown, Reader::of(facts).language);
    Ok(Performed { reply: None, jobs: Vec::new(), ending, language })
}

/// Gives what a request leaves that changes nothing. A tap is an action and ends a silence, a text is not.
fn unchanged(request: &Request<'_>, facts: &ActionFacts, said: Option<&str>, messages: Vec<Message>) -> Left {
    let entry = domain::action::record::entry(request, said, &jobs_of(&messages));
    let subscription = facts.subscription.as_ref();
    let idle_texts = subscription.and_then(|known| match request.actor.presence {
        Presence::Text(_) => IdleTexts::one_more(known),
        Presence::Phone(_) => IdleTexts::forgotten(known),
        Presence::Link | Presence::Bearer => None,
    });
    Left { entry, messages, idle_texts, ..Left::default() }
}

fn shown(reader: &Reader, facts: &ActionFacts, showing: Showing) -> (Option<String>, Vec<Card>) {
    match (showing, facts.shift(), facts.day(), facts.recommendation()) {
        (Showing::ConfirmShift, Some(shift), ..) => (None, vec![cards::confirmation(reader, facts, shift)]),
        (Showing::Shift, Some(shift), ..) => (None, vec![cards::shift(reader, facts, shift)]),
        (Showing::Alerts, _, Some(day), _) => {
            let cards = cards::alerts(reader, facts, day);
            let heading = reply::alerts_heading(reader, day, day.alerts.len().min(cards::MOST_CARDS));
            let mut lines: Vec<String> = heading.lines().map(str::to_owned).collect();
            if cards.is_empty() {
                // Before the line that counts the rest.
                lines.splice(1..1, cards::alerts_as_text(reader, day));
            }
            (Some(lines.join("\n")), cards)
        }
        (Showing::Assignees { page }, _, _, Some(recommendation)) => {
            (None, cards::people::assignees(reader, facts, recommendation, page).into_iter().collect())
        }
        _ => (Some(reader.language.say(Phrase::ReplyGone, &[])), Vec::new()),
    }
}

/// Changes nothing: writes the denied attempt and the reply, and says why. What can still be decided comes as a card.
async fn refuse(
    store: &Store,
    request: &Request<'_>,
    facts: &ActionFacts,
    refusal: Refusal,
) -> Result<Performed, StoreError> {
    let reader = Reader::of(facts);
    let audit = domain::action::record::denied(request, facts, &refusal);
    let said = domain::action::change::refused(&reader, request, facts, &refusal);
    if domain::action::record::is_stranger(&request.actor, &refusal) {
        store.log_stranger(&audit).await?;
        let (ending, language) = (Ending::Refused(refusal), reader.language);
        return Ok(Performed { reply: Some(said), jobs: Vec::new(), ending, language });
    }
    let messages = cards_as_messages(request, facts, &instead(&reader, facts, &refusal));
    let jobs = jobs_of(&messages);
    let left = unchanged(request, facts, Some(&said), messages);
    if let Some(entry) = store.log_unchanged(Some(&audit), &left).await? {
        return Ok(before(entry, reader.language));
    }
    Ok(Performed { reply: Some(said), jobs, ending: Ending::Refused(refusal), language: reader.language })
}

/// Gives what can be decided instead: the shift with fresh buttons, or the proposal that took its place.
fn instead(reader: &Reader, facts: &ActionFacts, refusal: &Refusal) -> Vec<Card> {
    let Some(shift) = facts.shift() else {
        return Vec::new();
    };
    match refusal {
        Refusal::Expired if shift.state.is_open() => vec![cards::shift(reader, facts, shift)],
        Refusal::Superseded | Refusal::TargetMoved { .. } => {
            let next = shift.successor.as_ref();
            let card = next.and_then(|next| cards::successor(reader, shift.moved.is_some(), next));
            card.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
