//! Works out everything that follows from a request before anything is written: what changes, what is replied and sent,
//! what the logs record, and the jobs. It is the same for every channel; only `Draft::finish` puts it together.

mod change;
mod notify;
mod record;

use crate::action::card::Card;
use crate::action::cards;
use crate::action::context::{ActionContext, Via};
use crate::action::decision::{Decision, Prompt, Refusal, decide};
use crate::action::effects::{CardsRequest, PlannedChange, SideEffects};
use crate::action::reply::{self, Reader};
use crate::action::request::Request;
use crate::audit::AuditEvent;
use crate::identity::MessageId;
use crate::language::{Language, Phrase};
use crate::message::Message;
use crate::message::conversation::{IdleTexts, WhatsAppConversationEntry};
use crate::message::job::{QueueJob, RefusalJob};
use crate::workspace::asked_cards::{CardsAnswer, CardsOfTap};

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionOutcome {
    /// Something was changed.
    Changed,
    /// Nothing was changed; something was shown or asked.
    Shown,
    /// Nothing was changed.
    Refused(Refusal),
    /// This same message was handled before; nothing was changed now.
    Duplicate,
    /// A concurrent request was in the way; the person may ask again.
    Busy,
}

/// The result of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionResult {
    /// The reply to the person; `None` if a card replaces it.
    pub reply: Option<String>,
    /// The jobs to queue: messages, mails, and the record of a lost race.
    pub jobs: Vec<QueueJob>,
    pub outcome: ActionOutcome,
    /// The language of the person, for the layout around the reply.
    pub language: Language,
}

impl ActionResult {
    /// Repeats the earlier result of the same message. Its jobs are queued again because nobody knows whether they were
    /// queued before; a superfluous job does no harm.
    #[must_use]
    pub fn duplicate(entry: WhatsAppConversationEntry, language: Language) -> Self {
        Self { reply: entry.reply, jobs: entry.queued, outcome: ActionOutcome::Duplicate, language }
    }
}

/// What is written in addition to the side effects.
#[derive(Debug, Clone)]
pub enum PlannedWrite {
    /// The target changes under conditions, together with its audit event.
    Change(Box<PlannedChange>),
    /// Nothing changes; a denied attempt writes its audit event.
    Log(Option<AuditEvent>),
    /// Nothing changes, and the conversation records nothing, because the phone belongs to somebody else.
    Stranger(AuditEvent),
    /// Nothing is written.
    Nothing,
}

/// Everything that follows from a request.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What is written.
    pub write: PlannedWrite,
    /// What is written with it: the conversation entry, messages and notifications.
    pub effects: SideEffects,
    /// The result of the request once everything is written.
    pub result: ActionResult,
}

/// Works out what follows from a request.
#[must_use]
pub fn plan(request: &Request<'_>, context: &ActionContext) -> Plan {
    let draft = match decide(&request.actor, context) {
        Decision::Apply(change) => change::draft(request, context, &change)
            .unwrap_or_else(|| Draft::refused(request, context, Refusal::Gone)),
        Decision::Show(prompt) => Draft::prompt(context, prompt),
        Decision::Refuse(refusal) => Draft::refused(request, context, refusal),
    };
    draft.finish(request, context)
}

/// Plans a reply with cards, without making a decision.
#[must_use]
pub fn say(request: &Request<'_>, context: &ActionContext, reply: String, cards: Vec<Card>) -> Plan {
    Draft { reply: Some(reply), cards, ..Draft::new(ActionOutcome::Shown) }.finish(request, context)
}

/// Plans a refusal of a request that is no action, such as a tap below an answer.
#[must_use]
pub fn refuse(request: &Request<'_>, context: &ActionContext, refusal: Refusal) -> Plan {
    Draft::refused(request, context, refusal).finish(request, context)
}

/// Plans no reply: the logs record what was asked for, and why it was denied, if it was.
#[must_use]
pub fn silent(request: &Request<'_>, context: &ActionContext) -> Plan {
    let write = match decide(&request.actor, context) {
        Decision::Refuse(refusal) => Draft::refused(request, context, refusal).write,
        Decision::Apply(_) | Decision::Show(_) => PlannedWrite::Log(None),
    };
    Draft { write, ..Draft::new(ActionOutcome::Shown) }.finish(request, context)
}

/// Plans the reply to the loser of a race, from the state that beat it. An action may take two round trips, and both
/// have been made, so a worker records the refusal.
#[must_use]
pub fn lost(request: &Request<'_>, found: &ActionContext) -> Plan {
    match decide(&request.actor, found) {
        Decision::Refuse(refusal) => {
            let draft = Draft { cards: Vec::new(), ..Draft::refused(request, found, refusal) };
            draft.finish(request, found).recorded_later()
        }
        Decision::Apply(_) | Decision::Show(_) => {
            let busy = Reader::new(found).language.say(Phrase::ReplyBusy, &[]);
            Draft { reply: Some(busy), write: PlannedWrite::Nothing, ..Draft::new(ActionOutcome::Busy) }
                .finish(request, found)
        }
    }
}

impl Plan {
    /// Reports whether the plan brings cards without changing anything, as any number of taps may ask.
    #[must_use]
    pub fn only_brings_cards(&self) -> bool {
        self.effects.asked_cards.is_some()
    }

    /// Reports whether the plan changes something.
    #[must_use]
    pub fn is_change(&self) -> bool {
        matches!(self.write, PlannedWrite::Change(_))
    }

    /// Leaves the writing to a worker.
    fn recorded_later(mut self) -> Self {
        let write = std::mem::replace(&mut self.write, PlannedWrite::Nothing);
        if let PlannedWrite::Log(Some(audit)) | PlannedWrite::Stranger(audit) = write {
            let entry = self.effects.entry.take();
            self.result.jobs = vec![QueueJob::RecordRefusal(RefusalJob { audit, entry })];
        }
        self
    }
}

/// What is specific to one outcome; everything else is the same for all.
struct Draft {
    write: PlannedWrite,
    outcome: ActionOutcome,
    reply: Option<String>,
    /// The cards that offer the person the next actions.
    cards: Vec<Card>,
    /// The cards that are queued again, because they have not been sent.
    awaited: Vec<MessageId>,
    /// What others are told, and how the next text is to be interpreted.
    effects: SideEffects,
}

impl Draft {
    fn new(outcome: ActionOutcome) -> Self {
        let (write, effects) = (PlannedWrite::Log(None), SideEffects::default());
        Self { write, outcome, reply: None, cards: Vec::new(), awaited: Vec::new(), effects }
    }

    fn prompt(context: &ActionContext, prompt: Prompt) -> Self {
        let (reply, cards) = cards::prompt(&Reader::new(context), context, prompt);
        Self { reply, cards, ..Self::new(ActionOutcome::Shown) }
    }

    /// Drafts a refusal. Whatever can still be decided is offered as a card, but never to somebody else's phone.
    fn refused(request: &Request<'_>, context: &ActionContext, refusal: Refusal) -> Self {
        let reader = Reader::new(context);
        let audit = record::denied(request, context, &refusal);
        let reply = Some(reply::refusal(&reader, context, &request.actor, &refusal));
        let (write, cards) = if record::is_stranger(&request.actor, &refusal) {
            (PlannedWrite::Stranger(audit), Vec::new())
        } else {
            (PlannedWrite::Log(Some(audit)), cards::instead(&reader, context, &refusal))
        };
        Self { write, reply, cards, ..Self::new(ActionOutcome::Refused(refusal)) }
    }

    /// Leaves out the cards while those of an earlier tap on the same button wait, or while enough others do. What waits is
    /// queued once more, in case it was not. What changed something keeps its cards.
    fn without_further_cards(self, request: &Request<'_>, context: &ActionContext) -> Self {
        let brings_cards = matches!(self.write, PlannedWrite::Log(_)) && !self.cards.is_empty();
        let Some(awaited) = context.awaited_cards.as_ref().filter(|_| brings_cards) else {
            return self;
        };
        let reply = match awaited.answer(request.actor.token_hash().as_ref(), request.actor.now) {
            CardsAnswer::New => return self,
            _ if matches!(self.outcome, ActionOutcome::Refused(_)) => self.reply,
            CardsAnswer::Same => None,
            CardsAnswer::Later => Some(Reader::new(context).language.say(Phrase::ReplyCardsUnderway, &[])),
        };
        let awaited = awaited.messages().cloned().collect();
        Self { reply, awaited, cards: Vec::new(), ..self }
    }

    /// Puts everything together. The person's own cards are sent before the messages to others.
    fn finish(self, request: &Request<'_>, context: &ActionContext) -> Plan {
        let Self { write, outcome, reply, cards, awaited, mut effects } =
            self.without_further_cards(request, context);
        let own = request.messages_of(context, &cards);
        // A card without buttons is sent as a text.
        let reply = reply.or_else(|| own.is_empty().then(|| cards.first().map(|card| card.body.clone()))?);
        if matches!(write, PlannedWrite::Log(_)) {
            effects.asked_cards = asked_cards(request, context, &own);
        }
        effects.messages.splice(0..0, own);
        let mut jobs = effects.jobs();
        jobs.extend(awaited.into_iter().map(|message| request.job_of(message)));
        if !matches!(write, PlannedWrite::Stranger(_)) {
            effects.entry = record::entry(request, reply.as_deref(), &jobs);
        }
        // A change resets the count of idle texts itself.
        if let PlannedWrite::Log(_) = write {
            effects.idle_texts = idle_texts(request, context);
        }
        let result = ActionResult { reply, jobs, outcome, language: Reader::new(context).language };
        Plan { write, effects, result }
    }
}

fn asked_cards(request: &Request<'_>, context: &ActionContext, own: &[Message]) -> Option<CardsRequest> {
    let known = context.subscription.as_ref().filter(|_| !own.is_empty())?;
    let asked = CardsOfTap {
        at: request.actor.now,
        token: request.actor.token_hash(),
        messages: own.iter().map(|message| message.id.clone()).collect(),
    };
    Some(CardsRequest {
        workspace: known.workspace.clone(),
        member: known.member.clone(),
        cards: known.asked_cards.clone().unwrap_or_default().with(&asked),
        read: known.asked_cards.as_ref().map(|former| former.version),
        heard_at: request.actor.via.senders().map(|_| request.actor.now),
    })
}

/// A tap counts as an action and resets the count of idle texts; a text increases it.
fn idle_texts(request: &Request<'_>, context: &ActionContext) -> Option<IdleTexts> {
    let known = context.subscription.as_ref()?;
    match request.actor.via {
        Via::Text(_) => IdleTexts::one_more(known, request.actor.now),
        Via::Phone(_) => IdleTexts::forgotten(known, request.actor.now),
        Via::Link | Via::Bearer => None,
    }
}
