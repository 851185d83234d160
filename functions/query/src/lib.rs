//! The `query` function: takes the questions of people from their queue, one at a time, and answers each. Once a night it prepares
//! the language model, if there is one.

pub mod failure;
mod scheduled;

use crate::failure::{NotABatch, RecordFailure};
use crate::scheduled::Scheduled;
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use command_center::app::question::{ModelDeps, QuestionDeps, QuestionError, answer_question, warm_up};
use command_center::domain::clock::Clock;
use command_center::domain::error::with_causes;
use command_center::domain::message::job::DeliveryQueue;
use command_center::domain::message::question_job::{QuestionJob, QuestionPayload};
use command_center::domain::question::model::budget::ModelBudget;
use command_center::domain::question::model::person::PersonKey;
use command_center::domain::question::model::port::LanguageModel;
use command_center::domain::twilio::TypingIndicator;
use command_center::store::Store;
use serde_json::Value;

/// The function with its dependencies.
pub struct QueryFunction<Q, C, T> {
    pub store: Store,
    /// The delivery queue, for the answers.
    pub queue: Q,
    pub clock: C,
    /// What people see until an answer comes.
    pub typing: T,
    /// The language model, if there is one.
    pub model: Option<Box<dyn LanguageModel>>,
    /// By what its service tells people apart.
    pub people: PersonKey,
}

impl<Q: DeliveryQueue, C: Clock, T: TypingIndicator> QueryFunction<Q, C, T> {
    /// Handles one batch of the queue, or what a schedule asks for; the response names the questions that come again.
    ///
    /// # Errors
    /// If the payload is neither.
    pub async fn handle(&self, payload: Value) -> Result<SqsBatchResponse, NotABatch> {
        match Scheduled::from_payload(&payload)? {
            Some(Scheduled::WarmUp) => self.warm_up().await,
            None => return self.batch(payload).await,
        }
        Ok(SqsBatchResponse::default())
    }

    /// A failure takes nothing from anybody but the first answers of a model, so nothing is tried again.
    async fn warm_up(&self) {
        let Some(model) = self.model.as_deref() else {
            tracing::info!("there is no language model to prepare");
            return;
        };
        if let Err(not_used) = warm_up(model, self.clock.now()).await {
            let (verdict, cause) = (not_used.verdict(), with_causes(&not_used));
            tracing::error!(verdict, cause, "the language model is not ready");
        }
    }

    async fn batch(&self, payload: Value) -> Result<SqsBatchResponse, NotABatch> {
        let batch: SqsEvent = serde_json::from_value(payload).map_err(|_may_repeat_it| NotABatch)?;
        let mut response = SqsBatchResponse::default();
        for record in batch.records {
            if let Err(failure) = self.record(&record).await {
                let received = record.attributes.get("ApproximateReceiveCount").cloned().unwrap_or_default();
                let cause = with_causes(&failure);
                tracing::error!(received, cause, "a question could not be answered and comes again");
                // Without an identifier the queue gives the whole batch again, which is harmless.
                response.add_failure(record.message_id.unwrap_or_default());
            }
        }
        Ok(response)
    }

    async fn record(&self, record: &SqsMessage) -> Result<(), RecordFailure> {
        let body = record.body.as_deref().unwrap_or_default();
        let payload: QuestionPayload =
            serde_json::from_str(body).map_err(|_may_repeat_it| RecordFailure::NotAQuestion)?;
        Ok(self.answer(&payload.into_job()).await?)
    }

    fn model_deps(&self) -> Option<ModelDeps<'_>> {
        let model = self.model.as_deref()?;
        Some(ModelDeps { model, budget: ModelBudget::default(), people: &self.people })
    }

    async fn answer(&self, job: &QuestionJob) -> Result<(), QuestionError> {
        let deps = QuestionDeps {
            store: &self.store,
            queue: &self.queue,
            clock: &self.clock,
            typing: &self.typing,
            model: self.model_deps(),
        };
        let answered = Box::pin(answer_question(&deps, job)).await?;
        let waited_millis = self.clock.now().duration_since(job.asked_at).as_millis();
        tracing::info!(
            workspace = %job.workspace,
            message_sid = %job.message_sid,
            outcome = answered.as_str(),
            waited_millis,
            "question handled"
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests;
