//! Keeps the answers to a text with their messages, at once or not at all, and queues them.

use super::draft::{Draft, DraftBody, Understood};
use super::reading::{Asker, LATEST};
use super::{Answered, Person, QuestionDeps, QuestionError, delivery};
use domain::action::card::{CardReader, local_date};
use domain::action::cards;
use domain::action::context::ActionContext;
use domain::action::reply::Reader;
use domain::identity::MessageId;
use domain::language::{Language, Phrase};
use domain::message::Message;
use domain::message::conversation::IdleTexts;
use domain::message::job::QueueJob;
use domain::message::question_job::QuestionJob;
use domain::question::record::{OfferedQuestion, Question};
use domain::question::reply::{Envelope, ThirdButton};
use domain::workspace::rules::Permission;
use store::StoreError;
use store::questions::AnswerWrites;

/// Every so many answers one asks for a score.
const ANSWERS_FOR_A_SCORE: usize = 5;
/// The places of the messages of one text beside its answers.
const SHIFT_PLACE: usize = 1;
const WAITING_PLACE: usize = 2;
/// After so many seconds the line that an answer takes a while is no longer sent: it would come after the answer.
const LINE_SECONDS: i64 = 8;

pub(super) async fn store_and_queue(
    deps: &QuestionDeps<'_>,
    job: &QuestionJob,
    asker: &Asker<'_>,
    person: &Person<'_>,
    text: &str,
    understood: Understood,
) -> Result<Answered, QuestionError> {
    let is_answer = matches!(understood.outcome, Answered::WithNumbers | Answered::FromStore);
    let is_silent = !is_answer && understood.outcome != Answered::TooLate && person.is_idle();
    let writes = writes(job, asker, person, text, &understood, is_silent);
    if !deps.store.store_answers(&writes).await? {
        return by_another_worker(deps, job).await;
    }
    let jobs: Vec<QueueJob> =
        writes.messages.iter().map(|message| QueueJob::Message(delivery(job, message.id.clone()))).collect();
    deps.queue.send_in_order(&jobs).await?;
    Ok(if is_silent { Answered::InSilence } else { understood.outcome })
}

/// Queues what another worker stored meanwhile: nobody knows whether it did so itself.
async fn by_another_worker(deps: &QuestionDeps<'_>, job: &QuestionJob) -> Result<Answered, QuestionError> {
    let latest = deps.store.latest_questions(&job.workspace, &job.member, LATEST).await?;
    if super::queue_again(deps, job, &latest).await? {
        return Ok(Answered::Before);
    }
    Err(QuestionError::Store(StoreError::ConditionFailed))
}

/// Returns the identifier of the card of a budget shift that goes with the answers to a text.
pub(super) fn shift_message(job: &QuestionJob) -> MessageId {
    Message::caused_by(&job.message_sid, &job.member, SHIFT_PLACE)
}

fn writes(
    job: &QuestionJob,
    asker: &Asker<'_>,
    person: &Person<'_>,
    text: &str,
    understood: &Understood,
    is_silent: bool,
) -> AnswerWrites {
    let idle_texts = match understood.outcome {
        Answered::WithNumbers => IdleTexts::forgotten(person.subscription, job.asked_at),
        // Two machines that tell each other the same get no further.
        _ => IdleTexts::one_more(person.subscription, job.asked_at),
    };
    let third = third_button(person);
    let mut writes = AnswerWrites { idle_texts, ..AnswerWrites::default() };
    for (draft, part) in understood.drafts.iter().zip(0..) {
        let id = Question::id_of(job.asked_at, &job.message_sid, part);
        let envelope = Envelope {
            workspace: &job.workspace,
            member: &job.member,
            question: &id,
            language: understood.language,
            local_date: local_date(person.handled_at, &person.member.zone),
            now: person.handled_at,
        };
        let message = message(&envelope, draft, third).filter(|_| !is_silent);
        let asks_for_score = matches!(draft.body, DraftBody::Answer(_)) && third == ThirdButton::Scale;
        writes.questions.push(Question {
            message: message.as_ref().map(|message| message.id.clone()),
            asks_for_score,
            ..question(job, asker, text, understood, draft, &envelope)
        });
        writes.messages.extend(message);
    }
    let shift = shift_card(job, asker, person, understood);
    writes.messages.extend(shift.filter(|_| !is_silent && understood.offers_shift));
    writes
}

fn message(envelope: &Envelope<'_>, draft: &Draft, third: ThirdButton) -> Option<Message> {
    match &draft.body {
        DraftBody::Answer(card) => envelope.answer(card, third),
        DraftBody::Help(card) => envelope.help(card),
        DraftBody::Message(message) => Some(Message::clone(message)),
    }
}

fn question(
    job: &QuestionJob,
    asker: &Asker<'_>,
    text: &str,
    understood: &Understood,
    draft: &Draft,
    envelope: &Envelope<'_>,
) -> Question {
    let offered = |choice: &domain::question::answer::help::Choice| OfferedQuestion {
        text: choice.text.clone(),
        queries: choice.queries.clone(),
    };
    Question {
        id: envelope.question.clone(),
        workspace: job.workspace.clone(),
        member: job.member.clone(),
        asked_at: job.asked_at,
        answered_at: draft.answered_at.unwrap_or(envelope.now),
        message_sid: job.message_sid.clone(),
        message: None,
        text: text.to_owned(),
        language: understood.language.tag().to_owned(),
        understood_by: understood.understood_by.clone(),
        interpretation: draft.interpretation.clone(),
        views: draft.views.clone(),
        answer: draft.text().to_owned(),
        explanation: draft.explanation.clone(),
        offered: draft.choices().iter().map(offered).collect(),
        basis: understood.basis_of(draft, asker),
        has_picture: draft.has_picture(),
        asks_for_score: false,
        rating: None,
    }
}

/// Every fifth answer asks for a score in place of offering how it was computed.
fn third_button(person: &Person<'_>) -> ThirdButton {
    let is_answer = |question: &&Question| question.is_answered() && question.message.is_some();
    let before: Vec<&Question> =
        person.latest.iter().filter(is_answer).take(ANSWERS_FOR_A_SCORE - 1).collect();
    let is_due =
        before.len() == ANSWERS_FOR_A_SCORE - 1 && !before.iter().any(|question| question.asks_for_score);
    if is_due { ThirdButton::Scale } else { ThirdButton::Explain }
}

/// Returns the card of the budget shift that waits for a decision, for somebody who may decide.
fn shift_card(
    job: &QuestionJob,
    asker: &Asker<'_>,
    person: &Person<'_>,
    understood: &Understood,
) -> Option<Message> {
    let workspace = &asker.settings.workspace;
    let shift = understood.findings.adjustments.iter().find(|shift| shift.state.is_open())?;
    if !workspace.allows(person.member, Permission::ApproveShifts) {
        return None;
    }
    let context = action_context(asker, person);
    let reader = Reader { language: understood.language, ..Reader::new(&context) };
    let card = cards::shift(&reader, &context, shift);
    card.message(SHIFT_PLACE, &card_reader(job, person, understood.language))
}

/// Returns what a card for a person depends on.
pub(super) fn action_context(asker: &Asker<'_>, person: &Person<'_>) -> ActionContext {
    ActionContext {
        workspace: Some(asker.settings.workspace.clone()),
        member: Some(person.member.clone()),
        ..ActionContext::default()
    }
}

pub(super) fn card_reader<'a>(
    job: &'a QuestionJob,
    person: &Person<'a>,
    language: Language,
) -> CardReader<'a> {
    CardReader {
        workspace: &job.workspace,
        member: &job.member,
        language,
        zone: &person.member.zone,
        event: &job.message_sid,
        now: person.handled_at,
    }
}

/// Tells a person that the answer takes a while; once, however often the question is handled.
pub(super) async fn say_still_working(
    deps: &QuestionDeps<'_>,
    job: &QuestionJob,
) -> Result<(), QuestionError> {
    let settings = deps.store.settings(&job.workspace).await?;
    let members = settings.iter().flat_map(|settings| &settings.members);
    let Some(member) = members.into_iter().find(|member| member.id == job.member) else { return Ok(()) };
    let language = Language::choose(&[member.language.as_str()]);
    let now = deps.clock.now();
    let id = Question::id_of(job.asked_at, &job.message_sid, 0);
    let envelope = Envelope {
        workspace: &job.workspace,
        member: &job.member,
        question: &id,
        language,
        local_date: local_date(now, &member.zone),
        now,
    };
    let id = Message::caused_by(&job.message_sid, &job.member, WAITING_PLACE);
    let line = envelope.line(id, language.say(Phrase::AnswerStillWorking, &[]));
    let Some(message) = line.map(|line| line.with_deadline(LINE_SECONDS)) else { return Ok(()) };
    deps.store.store_message(&message).await?;
    Ok(deps.queue.send(&[delivery(job, message.id)], 0).await?)
}
