//! Keeps the answers to a text with their messages, at once or not at all, and queues them.

use super::draft::{Draft, DraftBody, Understood};
use super::reading::Asker;
use super::{Answered, Person, QuestionDeps, QuestionError, delivery};
use domain::action::card::{CardReader, local_date};
use domain::action::cards;
use domain::action::context::ActionContext;
use domain::action::reply::Reader;
use domain::language::{Language, Phrase};
use domain::message::Message;
use domain::message::conversation::IdleTexts;
use domain::message::job::QueueJob;
use domain::message::question_job::QuestionJob;
use domain::question::interpretation::Interpretation;
use domain::question::record::{OfferedQuestion, Question};
use domain::question::reply::{Envelope, ThirdButton};
use domain::workspace::rules::Permission;
use store::questions::AnswerWrites;

/// Every so many answers one asks for a score.
const ANSWERS_FOR_A_SCORE: usize = 5;
/// The places of the messages of one text beside its answers.
const SHIFT_PLACE: usize = 1;
const WAITING_PLACE: usize = 2;

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
    deps.store.store_answers(&writes).await?;
    // Stored now or by another worker: either way they are queued, since nobody knows whether the other one did.
    let jobs: Vec<QueueJob> =
        writes.messages.iter().map(|message| QueueJob::Message(delivery(job, message.id.clone()))).collect();
    deps.queue.send_in_order(&jobs).await?;
    Ok(if is_silent { Answered::InSilence } else { understood.outcome })
}

fn writes(
    job: &QuestionJob,
    asker: &Asker<'_>,
    person: &Person<'_>,
    text: &str,
    understood: &Understood,
    is_silent: bool,
) -> AnswerWrites {
    let is_answer = matches!(understood.outcome, Answered::WithNumbers | Answered::FromStore);
    let idle_texts = if is_answer {
        IdleTexts::forgotten(person.subscription, job.asked_at)
    } else {
        IdleTexts::one_more(person.subscription, job.asked_at)
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
            local_date: local_date(asker.now, &person.member.zone),
            now: asker.now,
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
        answered_at: asker.now,
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
        basis: understood.basis.clone(),
        asks_for_score: false,
        rating: None,
    }
}

/// Every fifth answer asks for a score in place of offering how it was computed.
fn third_button(person: &Person<'_>) -> ThirdButton {
    let is_answer = |question: &&Question| {
        matches!(question.interpretation, Interpretation::Queries(_)) && question.message.is_some()
    };
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
    let context = ActionContext {
        workspace: Some(workspace.clone()),
        member: Some(person.member.clone()),
        ..ActionContext::default()
    };
    let reader = Reader { language: understood.language, ..Reader::new(&context) };
    let card = cards::shift(&reader, &context, shift);
    card.message(SHIFT_PLACE, &card_reader(job, asker, person, understood.language))
}

fn card_reader<'a>(
    job: &'a QuestionJob,
    asker: &Asker<'_>,
    person: &Person<'a>,
    language: Language,
) -> CardReader<'a> {
    CardReader {
        workspace: &job.workspace,
        member: &job.member,
        language,
        zone: &person.member.zone,
        event: &job.message_sid,
        now: asker.now,
    }
}

/// Tells a person that the answer takes a while; once, however often the question is handled.
pub(super) async fn say_still_working(
    deps: &QuestionDeps<'_>,
    job: &QuestionJob,
) -> Result<(), QuestionError> {
    let Some(member) = deps.store.member(&job.workspace, &job.member).await? else { return Ok(()) };
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
    let Some(message) = envelope.line(id, language.say(Phrase::AnswerStillWorking, &[])) else {
        return Ok(());
    };
    deps.store.store_message(&message).await?;
    Ok(deps.queue.send(&[delivery(job, message.id)], 0).await?)
}
