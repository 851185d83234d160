//! Questions of people, with their answers and ratings.

use crate::audit_log::Span;
use crate::conversations::KEPT_SECONDS;
use crate::error::StoreError;
use crate::item::{self, take, value};
use crate::key::{self, BY_TIME, Key};
use crate::table::Store;
use crate::transaction::{ConditionResult, NotWritten, update};
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use domain::identity::{MemberId, QuestionId, WorkspaceId};
use domain::instant::EpochSecond;
use domain::message::Message;
use domain::message::conversation::{IdleTexts, WhatsAppConversationEntry};
use domain::question::rating::AnswerRating;
use domain::question::record::Question;

/// What is stored with the answer to a text.
#[derive(Debug, Clone, Default)]
pub struct AnswerWrites {
    /// The questions of the text, in its order.
    pub questions: Vec<Question>,
    /// The messages that answer them, and the cards that go with them.
    pub messages: Vec<Message>,
    /// The new count of texts that led to nothing.
    pub idle_texts: Option<IdleTexts>,
}

/// The outcome of rating an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RatingStored {
    /// The rating is stored.
    Stored,
    /// The message that rates was handled before; its entry contains the reply.
    HandledBefore(Box<WhatsAppConversationEntry>),
    /// There is no such answer any more.
    Gone,
}

impl Store {
    /// Stores answers with their messages, unless the text was answered before. Reports whether they are stored now.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn store_answers(&self, answers: &AnswerWrites) -> Result<bool, StoreError> {
        let mut writes: Vec<TransactWriteItem> = Vec::new();
        for question in &answers.questions {
            writes.push(self.question_put(question)?);
        }
        for message in &answers.messages {
            writes.push(self.message_put(message)?);
        }
        if let Some(idle) = &answers.idle_texts {
            writes.push(self.idle_texts_update(idle)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(true),
            Err(NotWritten::Conditions(_)) => Ok(false),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    fn question_put(&self, question: &Question) -> Result<TransactWriteItem, StoreError> {
        let (workspace, member) = (&question.workspace, &question.member);
        let stored = item::write(&Key::question(workspace, member, &question.id), question)?;
        let listed = item::listed(stored, key::question_list(workspace), key::sortable(question.asked_at));
        let until = EpochSecond::from(question.asked_at).plus_seconds(KEPT_SECONDS);
        self.put_new(item::expiring(listed, until))
    }

    /// Reads a question of a person.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn question(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        question: &QuestionId,
    ) -> Result<Option<Question>, StoreError> {
        let key = Key::question(workspace, member, question);
        take(&mut self.get_all(std::slice::from_ref(&key)).await?, &key)
    }

    /// Reads the latest questions of a person, newest first, consistently.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn latest_questions(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        limit: i32,
    ) -> Result<Vec<Question>, StoreError> {
        let items = self.query_last(&key::questions(workspace, member), "", limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads the latest questions of a workspace, newest first. The list is eventually consistent.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn questions_of(
        &self,
        workspace: &WorkspaceId,
        limit: i32,
    ) -> Result<Vec<Question>, StoreError> {
        let items = self.list_last(&key::question_list(workspace), limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads the questions that were asked in a workspace within a time, and hands them over one by one. The list is eventually
    /// consistent.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn each_question(
        &self,
        workspace: &WorkspaceId,
        span: Span,
        each: &mut (dyn FnMut(Question) + Send),
    ) -> Result<(), StoreError> {
        let until = span.until.map_or_else(|| "~".to_owned(), key::sortable);
        let text = |text: String| AttributeValue::S(text);
        let mut from = None;
        loop {
            let request = self.client.query().table_name(&self.table).index_name(BY_TIME);
            let request = request
                .key_condition_expression("list_pk = :list AND list_sk BETWEEN :from AND :until")
                .expression_attribute_values(":list", text(key::question_list(workspace)))
                .expression_attribute_values(":from", text(key::sortable(span.from)))
                .expression_attribute_values(":until", text(until.clone()))
                .set_exclusive_start_key(from);
            let page = request.send().await.map_err(StoreError::from_sdk)?;
            for stored in page.items.unwrap_or_default() {
                let question: Question = item::read(stored)?;
                // The end of the time is no part of it.
                if span.until.is_none_or(|until| question.asked_at < until) {
                    each(question);
                }
            }
            from = page.last_evaluated_key;
            if from.is_none() {
                return Ok(());
            }
        }
    }

    /// Stores the rating of an answer with the log entry of the message that rates it, and the message that asks what was
    /// wrong, if one does.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn rate_answer(
        &self,
        question: &QuestionId,
        rating: &AnswerRating,
        entry: &WhatsAppConversationEntry,
        asks_why: Option<&Message>,
        idle_texts: Option<&IdleTexts>,
    ) -> Result<RatingStored, StoreError> {
        let rated = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::question(&entry.workspace, &entry.member, question).attributes()))
            .update_expression("SET rating = :rating")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":rating", value(rating)?);
        let mut writes = vec![self.entry_put(entry)?, update(rated)?];
        if let Some(message) = asks_why {
            writes.push(self.message_put(message)?);
        }
        if let Some(idle) = idle_texts {
            writes.push(self.idle_texts_update(idle)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(RatingStored::Stored),
            Err(NotWritten::Store(error)) => Err(error),
            Err(NotWritten::Conditions(standing)) => {
                match standing.into_iter().next().and_then(ConditionResult::item) {
                    Some(entry) => Ok(RatingStored::HandledBefore(Box::new(item::read(entry)?))),
                    None => Ok(RatingStored::Gone),
                }
            }
        }
    }
}
