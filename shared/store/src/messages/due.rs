//! Messages that need a check, because nothing was heard of them for too long.

use super::callbacks::MovedUp;
use super::change::MessageChange;
use crate::error::StoreError;
use crate::item::value;
use crate::key::BY_DUE;
use crate::table::{Item, Store};
use crate::transaction::update;
use domain::identity::{MemberId, MessageId, WorkspaceId};
use domain::instant::EpochSecond;
use domain::message::{Message, MessageCost, MessageSid};
use serde::Deserialize;

/// A listed message; the list is eventually consistent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DueMessage {
    /// The message.
    pub id: MessageId,
    pub workspace: WorkspaceId,
    /// The recipient.
    pub member: MemberId,
    /// When the check was due.
    pub due_at: EpochSecond,
    /// The time from which the message is no longer sent.
    pub deadline: EpochSecond,
}

impl Store {
    /// Lists the messages of one of the lists that are due by the given time, longest overdue first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn due_messages(
        &self,
        list: &str,
        by: EpochSecond,
        limit: i32,
    ) -> Result<Vec<DueMessage>, StoreError> {
        let request = self.client.query().table_name(&self.table).index_name(BY_DUE);
        let request = request
            .key_condition_expression("due_list = :list AND due_at <= :by")
            .expression_attribute_values(":list", value(&list)?)
            .expression_attribute_values(":by", value(&by)?)
            .limit(limit);
        let items = request.send().await.map_err(StoreError::from_sdk)?.items.unwrap_or_default();
        items.into_iter().map(read_due).collect()
    }

    /// Postpones the check of a message, provided that it is still due as listed. Reports whether it was.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn look_later(&self, due: &DueMessage, at: EpochSecond) -> Result<bool, StoreError> {
        let change = MessageChange::new(&due.workspace, &due.id).due_at(at)?.with(":seen", &due.due_at)?;
        self.was_written(vec![update(change.only_if(&self.table, "due_at = :seen"))?]).await
    }

    /// Schedules the check of a message or cancels it, provided that the message is still as it was read.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn look_again(&self, message: &Message, at: Option<EpochSecond>) -> Result<bool, StoreError> {
        let change = MessageChange::new(&message.workspace, &message.id);
        let change = match at {
            Some(at) => change.due_at(at)?,
            None => change.no_more_due(),
        };
        let change = change.named("#state", "state").with(":standing", &message.state)?;
        self.was_written(vec![update(change.only_if(&self.table, "#state = :standing"))?]).await
    }

    /// Lets a message that waits be sent only from `until` on, with another deadline, provided that it is as it was read.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn postpone(
        &self,
        message: &Message,
        until: EpochSecond,
        deadline: EpochSecond,
    ) -> Result<bool, StoreError> {
        let change = MessageChange::new(&message.workspace, &message.id)
            .due_at(until)?
            .set("deadline = :deadline")
            .with(":deadline", &deadline)?
            .named("#state", "state")
            .with(":standing", &message.state)?
            .with(":seen", &message.deadline)?;
        let as_read = "#state = :standing AND deadline = :seen";
        self.was_written(vec![update(change.only_if(&self.table, as_read))?]).await
    }

    /// Stores what a query to Twilio returned about an attempt: its identifier and its cost.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn keep_cost(
        &self,
        message: &Message,
        number: u32,
        sid: &MessageSid,
        cost: &MessageCost,
    ) -> Result<MovedUp, StoreError> {
        let place = number.saturating_sub(1);
        let change = MessageChange::new(&message.workspace, &message.id)
            .set(format!("attempts[{place}].cost = :cost"))
            .with(":cost", cost)?
            .with(":sid", &sid.as_str())?
            .only_if(&self.table, &format!("attempts[{place}].sid = :sid"));
        let kept = self.was_written(vec![update(change)?]).await?;
        Ok(if kept { MovedUp::Yes } else { MovedUp::NotHigher })
    }
}

fn read_due(item: Item) -> Result<DueMessage, StoreError> {
    serde_dynamo::from_item(item).map_err(|_may_quote| StoreError::Malformed { kind: "message" })
}
