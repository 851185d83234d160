//! Logs a message that asks something, and queues it for the function that answers questions. The reply to Twilio is silence:
//! the answer comes as a message.

use super::{InboundAnswer, InboundDeps};
use domain::action::effects::SideEffects;
use domain::language::{Language, Phrase};
use domain::message::conversation::WhatsAppConversationEntry;
use domain::message::question_job::QuestionJob;
use store::StoreError;
use store::actions::Logged;

/// Logs a question and queues it. If the same message arrives again, the question that was logged is queued again: whoever
/// answers it does so once.
pub(super) async fn ask(
    deps: &InboundDeps<'_>,
    entry: &WhatsAppConversationEntry,
    language: Language,
) -> Result<InboundAnswer, StoreError> {
    match deps.store.log_unchanged(None, &SideEffects::from_entry(entry)).await? {
        Logged::HandledBefore(before) => ask_again(deps, &before, language).await,
        Logged::Done | Logged::CardsAskedBefore => ask_again(deps, entry, language).await,
    }
}

/// Queues the question of a log entry, or repeats its reply if it has none.
pub(super) async fn ask_again(
    deps: &InboundDeps<'_>,
    entry: &WhatsAppConversationEntry,
    language: Language,
) -> Result<InboundAnswer, StoreError> {
    match (&entry.question, &entry.reply) {
        (Some(job), _) => Ok(queue(deps, job, language).await),
        (None, Some(reply)) => Ok(InboundAnswer::Say(reply.clone())),
        (None, None) => Ok(InboundAnswer::Silence),
    }
}

/// The question is in the log even if the queue fails: the person is told to ask again.
async fn queue(deps: &InboundDeps<'_>, job: &QuestionJob, language: Language) -> InboundAnswer {
    match deps.questions.ask(job).await {
        Ok(()) => InboundAnswer::Silence,
        Err(error) => {
            let cause = domain::error::with_causes(&error);
            tracing::error!(message_sid = %job.message_sid, cause, "a question could not be queued");
            InboundAnswer::Say(language.say(Phrase::ReplyTryAgain, &[]))
        }
    }
}
