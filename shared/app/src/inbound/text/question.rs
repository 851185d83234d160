//! A text that is a question, or rates the answer to the last one.

use super::{Text, language};
use crate::inbound::{InboundAnswer, questions};
use domain::inbound::command::Command;
use domain::language::{Language, Phrase};
use domain::message::conversation::{IdleTexts, WhatsAppConversationEntry};
use domain::message::question_job::QuestionJob;
use domain::question::rating::{AnswerRating, Rated, TYPED_MINUTES};
use domain::question::record::Question;
use domain::question::reply;
use jiff::SignedDuration;
use store::StoreError;
use store::questions::RatingStored;
use store::subscriptions::KnownPerson;

impl Text<'_> {
    /// Queues the text as a question, if it is clear which workspace it is about.
    pub(super) async fn ask(&self) -> Result<InboundAnswer, StoreError> {
        let Some(person) = self.home() else { return self.not_understood(&Command::Words).await };
        if let Some(answer) = self.score(person).await? {
            return Ok(answer);
        }
        let entry =
            WhatsAppConversationEntry { question: Some(self.job(person)), ..self.entry(person, None) };
        questions::ask(self.deps, &entry, language(person)).await
    }

    fn job(&self, person: &KnownPerson) -> QuestionJob {
        QuestionJob {
            workspace: person.owner.workspace.clone(),
            member: person.owner.member.clone(),
            message_sid: self.message.message_sid.to_string(),
            asked_at: self.now,
            chosen: None,
        }
    }

    /// Takes the text as a score of the last answer, if it is one and there was one lately.
    async fn score(&self, person: &KnownPerson) -> Result<Option<InboundAnswer>, StoreError> {
        let Some(rated) = Rated::of_text(&self.message.body) else { return Ok(None) };
        let Some(question) = self.rated(person).await? else { return Ok(None) };
        let rating = AnswerRating::with(question.rating.as_ref(), rated, self.now);
        let reply = Language::choose(&[&question.language]).say(Phrase::RatingThanks, &[]);
        let entry = self.entry(person, Some(&reply));
        let idle = person.subscription.as_ref().and_then(|known| IdleTexts::forgotten(known, self.now));
        let stored = self.deps.store.rate_answer(&question.id, &rating, &entry, None, idle.as_ref()).await?;
        Ok(match stored {
            RatingStored::Stored => Some(InboundAnswer::Say(reply)),
            RatingStored::HandledBefore(before) => {
                Some(before.reply.map_or(InboundAnswer::Silence, InboundAnswer::Say))
            }
            RatingStored::Gone => None,
        })
    }

    /// Returns the answer that a score is about: the one that it quotes, however old, or else the last one, if that is recent. A
    /// bare digit is only a score where one was asked for.
    async fn rated(&self, person: &KnownPerson) -> Result<Option<Question>, StoreError> {
        let (store, owner) = (self.deps.store, &person.owner);
        let (workspace, member) = (&owner.workspace, &owner.member);
        if let Some(quoted) = &self.message.original_replied_message_sid {
            let message = store.sent_message(workspace, member, quoted.as_str()).await?;
            let Some(id) = message.as_ref().and_then(reply::question_of) else { return Ok(None) };
            return Ok(store.question(workspace, member, &id).await?.filter(Question::is_answered));
        }
        let latest = store.latest_questions(workspace, member, 1).await?;
        Ok(latest.into_iter().next().filter(|question| self.is_recent_answer(question)))
    }

    fn is_recent_answer(&self, question: &Question) -> bool {
        let is_asked_for = question.asks_for_score || self.message.body.contains('/');
        is_asked_for
            && question.is_answered()
            && question.message.is_some()
            && self.now.duration_since(question.asked_at) <= SignedDuration::from_mins(TYPED_MINUTES)
    }
}
