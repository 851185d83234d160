//! A tap below an answer: it rates the answer, tells how it was computed, or asks a question that was offered. None of them
//! changes anything of the workspace.

use super::{InboundAnswer, InboundDeps, questions};
use crate::action::{ActionResult, commit};
use domain::action::card::local_date;
use domain::action::context::ActionContext;
use domain::action::decision::person_refusal;
use domain::action::effects::SideEffects;
use domain::action::plan::refuse;
use domain::action::reply::Reader;
use domain::action::request::Request;
use domain::inbound::command;
use domain::inbound::message::InboundMessage;
use domain::instant::EpochSecond;
use domain::language::{Language, Phrase};
use domain::message::Message;
use domain::message::conversation::{IdleTexts, WhatsAppConversationEntry};
use domain::message::job::QueueJob;
use domain::message::question_job::{ChosenQuestion, QuestionJob};
use domain::question::rating::{AnswerRating, Rated};
use domain::question::record::Question;
use domain::question::reply::Envelope;
use domain::token::AnswerButton;
use store::StoreError;
use store::actions::ActionRead;
use store::questions::RatingStored;

/// What became of a tap below an answer.
pub(super) enum Tapped {
    /// It was done.
    Done(InboundAnswer, Language),
    /// The person may not tap it.
    Refused(Box<ActionResult>),
}

/// Does what a button below an answer is for.
pub(super) async fn tapped(
    deps: &InboundDeps<'_>,
    request: &Request<'_>,
    read: ActionRead,
    button: AnswerButton,
) -> Result<Tapped, StoreError> {
    let ActionRead { context, handled } = read;
    let language = Reader::new(&context).language;
    let Some(message) = request.message else { return Ok(Tapped::Done(InboundAnswer::Silence, language)) };
    if let Some(before) = handled {
        return done_before(deps, message, &before, language).await;
    }
    if let Some(refusal) = person_refusal(&request.actor, &context) {
        let plan = move |context: &ActionContext| refuse(request, context, refusal.clone());
        return Ok(Tapped::Refused(Box::new(commit(deps.store, request, context, &plan).await?)));
    }
    let claims = request.actor.claims;
    let tap = Tap { deps, request, message, context: &context, language };
    let question = match claims.target.as_str().parse() {
        Ok(id) => deps.store.question(&claims.workspace, &claims.member, &id).await?,
        Err(_no_question) => None,
    };
    let is_old =
        context.token.as_ref().is_none_or(|token| EpochSecond::from(request.actor.now) >= token.valid_until);
    let answer = match question.filter(|_| !is_old) {
        Some(question) => tap.on(&question, button).await?,
        None => tap.say(&language.say(Phrase::RatingGone, &[])).await?,
    };
    Ok(Tapped::Done(answer, language))
}

/// Repeats what the same message led to, and queues again what it queued.
async fn done_before(
    deps: &InboundDeps<'_>,
    message: &InboundMessage,
    before: &WhatsAppConversationEntry,
    language: Language,
) -> Result<Tapped, StoreError> {
    if before.question.is_some() {
        return Ok(Tapped::Done(questions::ask_again(deps, before, language).await?, language));
    }
    let performed = ActionResult::duplicate(before.clone(), language);
    Ok(Tapped::Done(super::answer(deps, message, performed).await, language))
}

/// A tap of the person to whom the answer went.
struct Tap<'a> {
    deps: &'a InboundDeps<'a>,
    request: &'a Request<'a>,
    message: &'a InboundMessage,
    context: &'a ActionContext,
    language: Language,
}

impl Tap<'_> {
    async fn on(&self, question: &Question, button: AnswerButton) -> Result<InboundAnswer, StoreError> {
        let detail =
            self.context.token.as_ref().and_then(|token| token.detail.as_deref()).unwrap_or_default();
        let answer_language = Language::choose(&[&question.language]);
        match button {
            AnswerButton::Explain => self.say(&question.explanation).await,
            AnswerButton::Scale => {
                let list = self.envelope(question, answer_language).scale(self.sid(), &question.text);
                self.bring(list).await
            }
            AnswerButton::Choose => self.choose(question, detail).await,
            AnswerButton::Rate => match Rated::of_detail(detail) {
                Some(rated) => self.rate(question, rated, answer_language).await,
                None => self.say(&self.language.say(Phrase::RatingGone, &[])).await,
            },
        }
    }

    async fn rate(
        &self,
        question: &Question,
        rated: Rated,
        language: Language,
    ) -> Result<InboundAnswer, StoreError> {
        let rating = AnswerRating::with(question.rating.as_ref(), rated, self.request.actor.now);
        let why = (rated == Rated::Bad)
            .then(|| self.envelope(question, language).reasons(self.sid(), &question.text))
            .flatten();
        let reply = why.is_none().then(|| language.say(Phrase::RatingThanks, &[]));
        let entry = self.entry(reply.as_deref(), why.as_ref(), None);
        let idle = self.idle_texts();
        let stored =
            self.deps.store.rate_answer(&question.id, &rating, &entry, why.as_ref(), idle.as_ref()).await?;
        match stored {
            RatingStored::Stored => Ok(self.answer(entry).await),
            RatingStored::HandledBefore(before) => Ok(self.answer(*before).await),
            RatingStored::Gone => self.say(&self.language.say(Phrase::RatingGone, &[])).await,
        }
    }

    /// Asks the question that was offered, as if the person had written it.
    async fn choose(&self, question: &Question, detail: &str) -> Result<InboundAnswer, StoreError> {
        let place = detail.parse().ok().filter(|place| *place < question.offered.len());
        let Some(place) = place else {
            return self.say(&self.language.say(Phrase::RatingGone, &[])).await;
        };
        let claims = self.request.actor.claims;
        let job = QuestionJob {
            workspace: claims.workspace.clone(),
            member: claims.member.clone(),
            message_sid: self.sid().to_owned(),
            asked_at: self.request.actor.now,
            chosen: Some(ChosenQuestion { question: question.id.clone(), place }),
        };
        questions::ask(self.deps, &self.entry(None, None, Some(job)), self.language).await
    }

    async fn say(&self, reply: &str) -> Result<InboundAnswer, StoreError> {
        self.log(self.entry(Some(reply), None, None), Vec::new()).await
    }

    async fn bring(&self, list: Option<Message>) -> Result<InboundAnswer, StoreError> {
        let entry = self.entry(None, list.as_ref(), None);
        self.log(entry, list.into_iter().collect()).await
    }

    async fn log(
        &self,
        entry: WhatsAppConversationEntry,
        messages: Vec<Message>,
    ) -> Result<InboundAnswer, StoreError> {
        let effects = SideEffects {
            entry: Some(entry.clone()),
            messages,
            idle_texts: self.idle_texts(),
            ..SideEffects::default()
        };
        let entry = match self.deps.store.log_unchanged(None, &effects).await? {
            store::actions::Logged::HandledBefore(before) => *before,
            store::actions::Logged::Done | store::actions::Logged::CardsAskedBefore => entry,
        };
        Ok(self.answer(entry).await)
    }

    async fn answer(&self, entry: WhatsAppConversationEntry) -> InboundAnswer {
        super::answer(self.deps, self.message, ActionResult::duplicate(entry, self.language)).await
    }

    fn entry(
        &self,
        reply: Option<&str>,
        message: Option<&Message>,
        question: Option<QuestionJob>,
    ) -> WhatsAppConversationEntry {
        let claims = self.request.actor.claims;
        let job = |message: &Message| QueueJob::Message(message.job());
        WhatsAppConversationEntry {
            workspace: claims.workspace.clone(),
            member: claims.member.clone(),
            at: self.request.actor.now,
            message_sid: self.sid().to_owned(),
            said: command::said(self.message),
            reply: reply.map(str::to_owned),
            queued: message.map(job).into_iter().collect(),
            question,
            webhook: self.message.webhook.clone(),
        }
    }

    fn idle_texts(&self) -> Option<IdleTexts> {
        IdleTexts::forgotten(self.context.subscription.as_ref()?, self.request.actor.now)
    }

    fn envelope<'b>(&'b self, question: &'b Question, language: Language) -> Envelope<'b> {
        let claims = self.request.actor.claims;
        let zone = self.context.member.as_ref().map_or("UTC", |member| member.zone.as_str());
        Envelope {
            workspace: &claims.workspace,
            member: &claims.member,
            question: &question.id,
            language,
            local_date: local_date(self.request.actor.now, zone),
            now: self.request.actor.now,
        }
    }

    fn sid(&self) -> &str {
        self.message.message_sid.as_str()
    }
}
