//! Resending: the messages of a time window, their recipients, and the write that queues one of them again.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::{self, BY_TIME, Key, PARTITION, SORT};
use crate::table::{Item, Store};
use crate::transaction::{NotWritten, update};
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use domain::audit::AuditEvent;
use domain::identity::{MemberId, MessageId, WorkspaceId};
use domain::instant::EpochSecond;
use domain::message::{LOOK_AFTER_SECONDS, ManualResend, Message, MessageState};
use domain::resend::decision::Recipient;
use jiff::Timestamp;
use std::collections::HashMap;

/// The maximum number of keys in one batched read.
const READ_BATCH: usize = 100;

/// A position in the list of a workspace's messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMark {
    /// When the message was written, in the list's sortable format.
    pub written: String,
    pub message: MessageId,
}

/// A page of the messages of a time window, oldest first.
#[derive(Debug, Clone)]
pub struct MessagePage {
    /// The messages, read from the table itself.
    pub messages: Vec<Message>,
    /// The last message of the page, if there may be more after it.
    pub next: Option<PageMark>,
}

/// The outcome of requeueing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requeued {
    /// The message waits for a worker.
    Queued,
    /// The message is no longer as it was read: read and decide again.
    Moved,
}

impl Store {
    /// Reads up to `limit` messages written between two instants, both included, after a position. The list is
    /// eventually consistent; the messages themselves are read from the table.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn messages_between(
        &self,
        workspace: &WorkspaceId,
        from: Timestamp,
        to: Timestamp,
        after: Option<&PageMark>,
        limit: usize,
    ) -> Result<MessagePage, StoreError> {
        let (list, mut keys) = (key::message_list(workspace), Vec::new());
        let mut start = after.map(|mark| mark_key(workspace, &list, mark));
        loop {
            let left = i32::try_from(limit - keys.len()).unwrap_or(i32::MAX);
            let request = self
                .client
                .query()
                .table_name(&self.table)
                .index_name(BY_TIME)
                .key_condition_expression("list_pk = :list AND list_sk BETWEEN :from AND :to")
                .expression_attribute_values(":list", AttributeValue::S(list.clone()))
                .expression_attribute_values(":from", AttributeValue::S(key::sortable(from)))
                .expression_attribute_values(":to", AttributeValue::S(key::sortable(to)))
                .projection_expression("pk, sk, list_sk")
                .set_exclusive_start_key(start)
                .limit(left);
            let page = request.send().await.map_err(StoreError::from_sdk)?;
            keys.extend(page.items.unwrap_or_default().iter().filter_map(item::key));
            start = page.last_evaluated_key;
            if start.is_none() || keys.len() >= limit {
                break;
            }
        }
        let next = start.as_ref().and_then(mark_of);
        let mut found = self.read_many(&keys).await?;
        let messages = keys.iter().filter_map(|key| found.remove(key)).map(item::read);
        Ok(MessagePage { messages: messages.collect::<Result<_, _>>()?, next })
    }

    /// Reads people with their subscriptions; a person for whom nothing is stored is included with empty values.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn recipients(
        &self,
        workspace: &WorkspaceId,
        members: impl IntoIterator<Item = &MemberId>,
    ) -> Result<HashMap<MemberId, Recipient>, StoreError> {
        let mut of: HashMap<MemberId, Recipient> =
            members.into_iter().map(|member| (member.clone(), Recipient::default())).collect();
        let pair = |member: &MemberId| [Key::member(workspace, member), Key::subscription(workspace, member)];
        let keys: Vec<Key> = of.keys().flat_map(pair).collect();
        let mut found = self.read_many(&keys).await?;
        for (member, recipient) in &mut of {
            let [member, subscription] = pair(member);
            recipient.member = found.remove(&member).map(item::read).transpose()?;
            recipient.subscription = found.remove(&subscription).map(item::read).transpose()?;
        }
        Ok(of)
    }

    async fn read_many(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::new();
        for batch in keys.chunks(READ_BATCH) {
            found.extend(self.get_all(batch).await?);
        }
        Ok(found)
    }

    /// Queues a message again, with an audit event, provided that it is still as it was read. Its attempts are kept;
    /// the reason of its failure stays in them and in the event.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn requeue(
        &self,
        message: &Message,
        wish: &ManualResend,
        audit: &AuditEvent,
    ) -> Result<Requeued, StoreError> {
        match self.transact(vec![self.requeue_write(message, wish)?, self.audit_put(audit)?]).await {
            Ok(()) => Ok(Requeued::Queued),
            Err(NotWritten::Conditions(_)) => Ok(Requeued::Moved),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    fn requeue_write(&self, message: &Message, wish: &ManualResend) -> Result<TransactWriteItem, StoreError> {
        let at = EpochSecond::from(wish.at);
        let deadline = at.plus_seconds(message.kind.deadline_seconds());
        let due = deadline.min(at.plus_seconds(LOOK_AFTER_SECONDS));
        let builder = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::message(&message.workspace, &message.id).attributes()))
            .update_expression(
                "SET #state = :queued, #rank = :lowest, deadline = :deadline, due_at = :due, due_list = :list, \
                 lease_until = :none, resend = :wish REMOVE failure",
            )
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#rank", "rank")
            .expression_attribute_values(":queued", value(&MessageState::Queued)?)
            .expression_attribute_values(":lowest", value(&MessageState::Queued.rank())?)
            .expression_attribute_values(":deadline", value(&deadline)?)
            .expression_attribute_values(":due", value(&due)?)
            .expression_attribute_values(":list", value(&Message::due_list_of(&message.id))?)
            .expression_attribute_values(":none", value(&0)?)
            .expression_attribute_values(":wish", value(wish)?)
            .expression_attribute_values(":state", value(&message.state)?)
            .expression_attribute_values(":rank", value(&message.rank)?)
            .expression_attribute_values(":attempts", value(&message.attempts.len())?);
        let same = "#state = :state AND #rank = :rank AND size(attempts) = :attempts";
        update(match &message.resend {
            None => builder.condition_expression(format!("{same} AND attribute_not_exists(resend)")),
            Some(before) => builder
                .condition_expression(format!("{same} AND resend = :before"))
                .expression_attribute_values(":before", value(before)?),
        })
    }
}

/// Returns the key from which a query of the list continues.
fn mark_key(workspace: &WorkspaceId, list: &str, mark: &PageMark) -> Item {
    let mut key = Key::message(workspace, &mark.message).attributes();
    key.insert("list_pk".to_owned(), AttributeValue::S(list.to_owned()));
    key.insert("list_sk".to_owned(), AttributeValue::S(mark.written.clone()));
    key
}

fn mark_of(last: &Item) -> Option<PageMark> {
    let text = |name: &str| last.get(name).and_then(|value| value.as_s().ok());
    let id = text(PARTITION)?.rsplit('#').next()?;
    debug_assert_eq!(text(SORT).map(String::as_str), Some("MESSAGE"));
    Some(PageMark { written: text("list_sk")?.clone(), message: id.parse().ok()? })
}
