//! How many messages each sender sent within an hour of the clock, whoever they are and in whatever workspace they are known.

use crate::error::StoreError;
use crate::item::value;
use crate::key::Key;
use crate::table::{Item, Store};
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, ReturnValuesOnConditionCheckFailure};
use domain::inbound::budget::{MOST_MESSAGES, SenderBudget};
use domain::instant::EpochSecond;
use jiff::Timestamp;

/// For how long the count of an hour is kept, in seconds: two hours.
const KEPT_SECONDS: i64 = 2 * 3600;
/// How many characters are kept of the identifier of a message.
const KEPT_OF_SID: usize = 12;

impl Store {
    /// Counts a message of a sender, whose address is hashed, and returns what remains of the budget. A message that comes
    /// again is not counted again, and what is over the budget writes nothing.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn count_message(
        &self,
        hashed_address: &str,
        message_sid: &str,
        now: Timestamp,
    ) -> Result<SenderBudget, StoreError> {
        let expires_at = EpochSecond::from(now).plus_seconds(KEPT_SECONDS);
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::sender_count(hashed_address, now).attributes()))
            .update_expression(
                "SET expires_at = :expires, messages = list_append(if_not_exists(messages, :none), :message)",
            )
            .condition_expression(
                "attribute_not_exists(messages) OR (size(messages) <= :most AND NOT contains(messages, :end))",
            )
            .expression_attribute_values(":expires", value(&expires_at)?)
            .expression_attribute_values(":none", AttributeValue::L(Vec::new()))
            .expression_attribute_values(":message", value(&[end_of(message_sid)])?)
            .expression_attribute_values(":end", value(&end_of(message_sid))?)
            .expression_attribute_values(":most", value(&MOST_MESSAGES)?)
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match request.send().await {
            Ok(counted) => Ok(SenderBudget::of_message(counted.attributes.as_ref().map_or(0, counted_in))),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                    Ok(of_refused(failed.item.as_ref(), message_sid))
                }
                _ => Err(StoreError::from_sdk(error)),
            },
        }
    }
}

/// Returns what is kept of Twilio's identifier of a message: enough to tell the messages of one sender within an hour apart.
fn end_of(message_sid: &str) -> &str {
    message_sid.get(message_sid.len().saturating_sub(KEPT_OF_SID)..).unwrap_or(message_sid)
}

/// Judges a message by the place at which it was counted before, if it was.
fn of_refused(counted: Option<&Item>, message_sid: &str) -> SenderBudget {
    let place = counted.and_then(|item| messages(item).position(|known| known == end_of(message_sid)));
    place.map_or(SenderBudget::Spent, |place| SenderBudget::of_message(number(place + 1)))
}

fn messages(counted: &Item) -> impl Iterator<Item = &str> {
    let known = counted.get("messages").and_then(|known| known.as_l().ok());
    known.into_iter().flatten().filter_map(|end| end.as_s().ok()).map(String::as_str)
}

fn counted_in(counted: &Item) -> u32 {
    number(messages(counted).count())
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;
    use domain::testing::{inbound_sid, now};
    use jiff::ToSpan;

    #[tokio::test]
    async fn a_sender_is_heard_a_hundred_times_an_hour_and_another_one_as_well() {
        let table = embedded::start();
        let count = async |who: &str, number, at| {
            table.store.count_message(who, &inbound_sid(number), at).await.unwrap()
        };
        let mut heard = Vec::new();
        for number in 0..103 {
            heard.push(count("anna", number, now()).await);
        }
        assert!(heard[..99].iter().all(|budget| *budget == SenderBudget::Within));
        let rest = [SenderBudget::Last, SenderBudget::JustSpent, SenderBudget::Spent, SenderBudget::Spent];
        assert_eq!(heard[99..], rest);
        assert_eq!(count("lee", 200, now()).await, SenderBudget::Within);
        assert_eq!(count("anna", 201, now() + 1.hour()).await, SenderBudget::Within);
    }

    #[tokio::test]
    async fn a_message_that_comes_again_is_counted_once_and_its_record_is_made_up_for() {
        let table = embedded::start();
        let count =
            async |number| table.store.count_message("anna", &inbound_sid(number), now()).await.unwrap();
        for _again in 0..300 {
            assert_eq!(count(1).await, SenderBudget::Within);
        }
        for number in 2..101 {
            count(number).await;
        }
        assert_eq!(count(101).await, SenderBudget::JustSpent);
        assert_eq!(count(101).await, SenderBudget::JustSpent, "nobody may have recorded it");
        assert_eq!(count(102).await, SenderBudget::Spent);
        assert_eq!(count(100).await, SenderBudget::Last);
        assert_eq!(count(60).await, SenderBudget::Within, "it may not have been handled");
    }
}
