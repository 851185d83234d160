//! Answers a person's question: what the text means is planned without a guess, computed exactly on the stored facts, and sent
//! as a message of the session that the question opened. A question that comes twice is answered once.

mod data;
mod draft;
mod model;
mod model_record;
mod names;
mod reading;
mod shortcut;
mod store_answers;
mod warm_up;

pub use draft::{Draft, DraftBody, Understood, ask};
pub use model::ModelDeps;
pub use reading::Asker;
pub use warm_up::warm_up;

use domain::clock::Clock;
use domain::error::with_causes;
use domain::identity::MessageId;
use domain::language::{Language, Phrase};
use domain::message::conversation::{MOST_IDLE_REPLIES, Said, WhatsAppConversationEntry};
use domain::message::job::{DeliveryQueue, QueueError, QueueJob};
use domain::message::question_job::QuestionJob;
use domain::message::reference::DeliveryJob;
use domain::question::answer::help::{Choice, HelpCard};
use domain::question::interpretation::Interpretation;
use domain::question::query::TypedQuery;
use domain::question::record::Question;
use domain::twilio::TypingIndicator;
use domain::workspace::{Consent, Member, WhatsAppSubscription};
use futures::future::join;
use jiff::{SignedDuration, Timestamp};
use model::Unsure;
use reading::{Known, read_known};
use std::time::Duration;
use store::{Store, StoreError};

/// How long after it was asked a question is still answered.
pub const DEADLINE: SignedDuration = SignedDuration::from_secs(120);
/// After how long a person is told that the answer takes a while; until then they see that somebody types.
pub const PATIENCE: Duration = Duration::from_secs(6);

/// The dependencies of answering questions.
pub struct QuestionDeps<'a> {
    pub store: &'a Store,
    /// The delivery queue, for the answers.
    pub queue: &'a dyn DeliveryQueue,
    pub clock: &'a dyn Clock,
    /// What the person sees until the answer comes.
    pub typing: &'a dyn TypingIndicator,
    /// Whom to ask what a question means where the planner is not certain, if anybody.
    pub model: Option<ModelDeps<'a>>,
}

/// Why a question could not be answered, and comes again.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue failed.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The log has no such message: the job is not one of ours.
    #[error("the message that asked is not in the log")]
    NoSuchMessage,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It was answered with numbers.
    WithNumbers,
    /// It was answered with the stored answer to the same question, because nothing has changed since.
    FromStore,
    /// Something was asked back.
    AskedBack,
    /// The button that the text asked for was brought.
    Brought,
    /// It was refused, with questions that can be asked.
    Refused,
    /// It came too late, and the person was told so.
    TooLate,
    /// Too many texts in a row came to nothing: no reply.
    InSilence,
    /// It was answered before; the answer was queued again, in case it was not.
    Before,
    /// The person is no member any more, or wants no messages.
    NotWanted,
}

impl Answered {
    /// Returns the word for the log.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WithNumbers => "with_numbers",
            Self::FromStore => "from_store",
            Self::AskedBack => "asked_back",
            Self::Brought => "brought",
            Self::Refused => "refused",
            Self::TooLate => "too_late",
            Self::InSilence => "in_silence",
            Self::Before => "before",
            Self::NotWanted => "not_wanted",
        }
    }
}

/// Answers a question. Meanwhile the person sees that somebody types, which is free; only after [`PATIENCE`] they are told that
/// it takes a while.
///
/// # Errors
/// If the store or the queue fails; the question then comes again.
pub async fn answer_question(deps: &QuestionDeps<'_>, job: &QuestionJob) -> Result<Answered, QuestionError> {
    let (answered, ()) = join(patiently(deps, job), show_typing(deps, job)).await;
    answered
}

/// A failure changes nothing but what the person sees meanwhile.
async fn show_typing(deps: &QuestionDeps<'_>, job: &QuestionJob) {
    if let Err(failure) = deps.typing.show(&job.message_sid).await {
        tracing::info!(message_sid = %job.message_sid, cause = with_causes(&failure), "the typing indicator was not shown");
    }
}

async fn patiently(deps: &QuestionDeps<'_>, job: &QuestionJob) -> Result<Answered, QuestionError> {
    let mut answering = Box::pin(answer(deps, job));
    if let Ok(answered) = tokio::time::timeout(PATIENCE, &mut answering).await {
        return answered;
    }
    let (said, answered) = join(store_answers::say_still_working(deps, job), answering).await;
    if let Err(error) = said {
        tracing::warn!(message_sid = %job.message_sid, cause = with_causes(&error), "nobody said that an answer takes a while");
    }
    answered
}

async fn answer(deps: &QuestionDeps<'_>, job: &QuestionJob) -> Result<Answered, QuestionError> {
    let Known { settings, creatives, latest, entry, chosen } = read_known(deps.store, job).await?;
    if queue_again(deps, job, &latest).await? {
        return Ok(Answered::Before);
    }
    let (Some(settings), Some(entry)) = (settings, entry) else {
        return Err(QuestionError::NoSuchMessage);
    };
    let find = |member: &&Member| member.id == job.member && member.active;
    let member = settings.members.iter().find(find);
    let subscription = settings.subscriptions.iter().find(|known| known.member == job.member);
    let (Some(member), Some(subscription)) = (member, subscription.filter(wants_messages)) else {
        return Ok(Answered::NotWanted);
    };
    // A question that is handled late goes on from nothing that was asked after it.
    let latest: Vec<Question> = latest.into_iter().filter(|known| known.asked_at < job.asked_at).collect();
    let person = Person { member, subscription, latest: &latest, handled_at: deps.clock.now() };
    let asker = Asker { settings: &settings, creatives: &creatives, now: job.asked_at };
    let text = text_of(&entry, chosen.as_ref(), job);
    let draft = match too_late(&asker, &person, job, &text) {
        Some(draft) => draft,
        None => understood(deps, job, &asker, &person, &entry, chosen.as_ref(), &text).await?,
    };
    store_answers::store_and_queue(deps, job, &asker, &person, &text, draft).await
}

/// The person who asks, and what they asked before.
struct Person<'a> {
    member: &'a Member,
    subscription: &'a WhatsAppSubscription,
    /// Their latest questions, newest first.
    latest: &'a [Question],
    /// The time now, at most two minutes after they asked.
    handled_at: Timestamp,
}

impl Person<'_> {
    /// Reports whether too many of their texts in a row came to nothing.
    fn is_idle(&self) -> bool {
        self.subscription.idle_texts >= MOST_IDLE_REPLIES
    }

    /// Reports whether their last text was answered with a question, a moment ago.
    fn was_asked_back(&self, now: Timestamp) -> bool {
        let is_recent =
            |last: &&Question| minutes_between(last.asked_at, now) <= i64::from(planner::FOLLOW_UP_MINUTES);
        let last = self.latest.first().filter(is_recent);
        last.is_some_and(|last| matches!(last.interpretation, Interpretation::Clarify(_)))
    }

    /// Returns the language of their last question, or else their own.
    fn language(&self, now: Timestamp) -> Language {
        let recent = self
            .latest
            .first()
            .filter(|last| minutes_between(last.asked_at, now) <= i64::from(planner::FOLLOW_UP_MINUTES));
        let spoken = recent.map(|last| last.language.as_str());
        let own = self.member.language.as_str();
        Language::choose(&spoken.into_iter().chain([own]).collect::<Vec<_>>())
    }
}

fn wants_messages(known: &&WhatsAppSubscription) -> bool {
    known.consent == Consent::OptedIn
}

fn minutes_between(earlier: Timestamp, later: Timestamp) -> i64 {
    later.duration_since(earlier).as_secs() / 60
}

async fn understood(
    deps: &QuestionDeps<'_>,
    job: &QuestionJob,
    asker: &Asker<'_>,
    person: &Person<'_>,
    entry: &WhatsAppConversationEntry,
    chosen: Option<&Question>,
    text: &str,
) -> Result<Understood, QuestionError> {
    // Whoever was asked back may answer with a short word.
    if job.chosen.is_none()
        && !person.was_asked_back(asker.now)
        && let Some(answered) = shortcut::answered(deps.store, asker, person, job, text).await?
    {
        return Ok(answered);
    }
    let quoted = reading::quoted_question(deps.store, job, entry, person.latest).await?;
    let language = person.language(asker.now);
    let offered = chosen.zip(job.chosen.as_ref()).and_then(|(from, chosen)| from.offered.get(chosen.place));
    // Whoever quotes something goes on from that, and from nothing else.
    let goes_on = !matches!(&entry.said, Said::Wrote { on: Some(_), .. });
    let last =
        person.latest.iter().filter(|_| goes_on).find_map(|last| Some((last.last_query()?, last.asked_at)));
    let before = planner::Before {
        last: last.map(|(query, at)| (query, u32::try_from(minutes_between(at, asker.now)).unwrap_or(0))),
        quoted: quoted.as_ref().and_then(Question::last_query),
    };
    let asked = match offered.filter(|offered| !offered.queries.is_empty()) {
        Some(offered) => asker.chosen(&offered.queries, language),
        None => {
            let unsure =
                Unsure { workspace: &job.workspace, member: &job.member, text, previous: before_of(&before) };
            let model = deps.model.filter(|_| !person.is_idle());
            unsure.or_by_model(model, deps.store, asker, asker.plan(text, language, before)).await?
        }
    };
    if let Some(stored) = asked.stored_answer(asker, person.latest) {
        return Ok(stored);
    }
    Ok(asked.answered(deps.store, asker).await?)
}

/// Returns the query that a text may go on from, for whoever cannot tell how long ago it was.
fn before_of(before: &planner::Before<'_>) -> Vec<TypedQuery> {
    let recent = before.last.filter(|(_, minutes)| *minutes <= planner::FOLLOW_UP_MINUTES);
    before.quoted.or(recent.map(|(query, _)| query)).cloned().into_iter().collect()
}

/// Returns what was written, or the full text of what was tapped.
fn text_of(entry: &WhatsAppConversationEntry, chosen: Option<&Question>, job: &QuestionJob) -> String {
    let offered = chosen.zip(job.chosen.as_ref()).and_then(|(from, chosen)| from.offered.get(chosen.place));
    match (&entry.said, offered) {
        (_, Some(offered)) => offered.text.clone(),
        (Said::Wrote { text, .. }, _) => text.clone(),
        (Said::Tapped { button, .. }, _) => button.clone(),
        (Said::SentSomethingElse | Said::Sent { .. }, _) => String::new(),
    }
}

/// Returns what is said to somebody whose question waited for too long, with the question to ask again.
fn too_late(asker: &Asker<'_>, person: &Person<'_>, job: &QuestionJob, text: &str) -> Option<Understood> {
    if person.handled_at.duration_since(job.asked_at) <= DEADLINE {
        return None;
    }
    let language = person.language(asker.now);
    let again =
        Choice { title: domain::text::truncate(text, 20), text: text.to_owned(), queries: Vec::new() };
    let card = HelpCard { text: language.say(Phrase::AnswerTooLate, &[]), choices: vec![again] };
    Some(Understood::too_late(language, card))
}

/// Queues the answers to a text again, all of them with the card that goes with them, if it was answered before. What is not
/// stored or was sent already does no harm.
async fn queue_again(
    deps: &QuestionDeps<'_>,
    job: &QuestionJob,
    latest: &[Question],
) -> Result<bool, QueueError> {
    // The newest is first, and the first part is the oldest.
    let parts: Vec<&Question> =
        latest.iter().rev().filter(|question| question.message_sid == job.message_sid).collect();
    let messages: Vec<MessageId> = parts.iter().filter_map(|question| question.message.clone()).collect();
    if !messages.is_empty() {
        let card = store_answers::shift_message(job);
        let jobs =
            messages.into_iter().chain([card]).map(|message| QueueJob::Message(delivery(job, message)));
        deps.queue.send_in_order(&jobs.collect::<Vec<_>>()).await?;
    }
    Ok(!parts.is_empty())
}

fn delivery(job: &QuestionJob, message: MessageId) -> DeliveryJob {
    DeliveryJob { workspace: job.workspace.clone(), member: job.member.clone(), message }
}

#[cfg(test)]
mod tests;
