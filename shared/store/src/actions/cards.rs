//! The cards that a person asked for last: written with the request for them, and read before the next ones.

use crate::error::StoreError;
use crate::item::{take, value};
use crate::key::Key;
use crate::table::Store;
use crate::transaction::update;
use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use domain::action::effects::CardsRequest;
use domain::message::conversation::IdleTexts;
use domain::message::{Message, MessageState};
use domain::workspace::WhatsAppSubscription;
use domain::workspace::asked_cards::AskedCards;
use jiff::Timestamp;
use std::collections::HashSet;

impl Store {
    /// Reads which of the cards that a person asked for lately have not been sent yet; `None` if there are none.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn awaited_cards(
        &self,
        subscription: Option<&WhatsAppSubscription>,
        now: Timestamp,
    ) -> Result<Option<AskedCards>, StoreError> {
        let asked = subscription.and_then(|known| Some((known, known.asked_cards.as_ref()?)));
        let Some((known, asked)) = asked.filter(|(_, asked)| asked.recent(now).next().is_some()) else {
            return Ok(None);
        };
        let keys: Vec<Key> = asked.recent(now).map(|id| Key::message(&known.workspace, id)).collect();
        let mut found = self.get_all(&keys).await?;
        let mut waiting = HashSet::new();
        for key in &keys {
            let message: Option<Message> = take(&mut found, key)?;
            waiting.extend(message.filter(is_awaited).map(|message| message.id));
        }
        Ok((!waiting.is_empty()).then(|| asked.waiting(|id| waiting.contains(id))))
    }

    /// Creates the write for the cards that are asked for, provided that nobody else asked for cards since they were
    /// read. The count of idle texts is in the same item and changes with them.
    pub(super) fn asked_cards_update(
        &self,
        asked: &CardsRequest,
        idle_texts: Option<&IdleTexts>,
    ) -> Result<TransactWriteItem, StoreError> {
        let change = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::subscription(&asked.workspace, &asked.member).attributes()))
            .expression_attribute_values(":cards", value(&asked.cards)?);
        let (change, set) = match &asked.heard_at {
            Some(at) => {
                let change = change.expression_attribute_values(":heard", value(at)?);
                (change, "SET asked_cards = :cards, last_heard_at = :heard")
            }
            None => (change, "SET asked_cards = :cards"),
        };
        let change = match idle_texts {
            Some(idle) if idle.one_more => change
                .update_expression(format!("{set} ADD idle_texts :one"))
                .expression_attribute_values(":one", value(&1)?),
            Some(_) => change.update_expression(format!("{set} REMOVE idle_texts")),
            None => change.update_expression(set),
        };
        update(match &asked.read {
            Some(read) => change
                .condition_expression("asked_cards.version = :read")
                .expression_attribute_values(":read", value(read)?),
            None => change.condition_expression("attribute_exists(pk) AND attribute_not_exists(asked_cards)"),
        })
    }
}

/// Reports whether a message has not reached Twilio, as far as is known.
fn is_awaited(message: &Message) -> bool {
    matches!(message.state, MessageState::Queued | MessageState::Calling)
}
