//! Transactions: several writes that happen together or not at all, and what stood in the way when they did not.

use crate::error::StoreError;
use crate::key::Key;
use crate::pages::wait_before;
use crate::table::{Item, Store};
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    CancellationReason, ConditionCheck, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};

/// How often a transaction that only met another one is tried again.
const TRIES: u32 = 3;

/// Why a transaction did not happen.
#[derive(Debug)]
pub enum NotWritten {
    /// At least one condition does not hold; for each write in order, the item that stood in its way.
    Conditions(Vec<ConditionResult>),
    /// The store could not do it.
    Store(StoreError),
}

/// What one write of a cancelled transaction found.
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionResult {
    /// Nothing stood in its way.
    Clear,
    /// Its condition does not hold; the item as it is, when there is one.
    Refused(Option<Item>),
}

impl ConditionResult {
    /// Takes the item that stood in the way.
    pub(crate) fn item(self) -> Option<Item> {
        match self {
            Self::Clear => None,
            Self::Refused(item) => item,
        }
    }
}

/// Sorts the reasons of a cancelled transaction, which come in the order of the writes.
fn sort_reasons(reasons: Vec<CancellationReason>) -> Verdict {
    let code = |reason: &CancellationReason| reason.code().unwrap_or("None").to_owned();
    let codes: Vec<String> = reasons.iter().map(code).collect();
    if codes.iter().any(|code| code == "ConditionalCheckFailed") {
        let standing = reasons.into_iter().zip(&codes).map(|(reason, code)| match code.as_str() {
            "ConditionalCheckFailed" => ConditionResult::Refused(reason.item),
            _ => ConditionResult::Clear,
        });
        return Verdict::Conditions(standing.collect());
    }
    let only_met_another = codes.iter().all(|code| matches!(code.as_str(), "None" | "TransactionConflict"));
    if only_met_another { Verdict::MetAnother } else { Verdict::Busy(codes) }
}

#[derive(Debug, PartialEq)]
enum Verdict {
    Conditions(Vec<ConditionResult>),
    MetAnother,
    Busy(Vec<String>),
}

impl Store {
    /// Writes all or nothing. Tries again here only when every reason is that another transaction was in the way, after
    /// the moment that the other one needs; with a throttle among the reasons, trying here would make it worse.
    pub async fn transact(&self, writes: Vec<TransactWriteItem>) -> Result<(), NotWritten> {
        for round in 0..TRIES {
            wait_before(round).await;
            let request = self.client.transact_write_items().set_transact_items(Some(writes.clone()));
            let Err(error) = request.send().await else {
                return Ok(());
            };
            let Some(reasons) = cancellation_reasons(&error) else {
                return Err(StoreError::from_sdk(error).into());
            };
            match sort_reasons(reasons) {
                Verdict::Conditions(standing) => return Err(NotWritten::Conditions(standing)),
                Verdict::MetAnother => {}
                Verdict::Busy(_) => return Err(NotWritten::Store(StoreError::Throttled(error.into()))),
            }
        }
        Err(NotWritten::Store(StoreError::Throttled("other transactions kept meeting this one".into())))
    }
}

/// Returns the reasons of a cancelled transaction; nothing when it failed in another way.
fn cancellation_reasons<R>(error: &SdkError<TransactWriteItemsError, R>) -> Option<Vec<CancellationReason>> {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
            Some(cancelled.cancellation_reasons().to_vec())
        }
        _ => None,
    }
}

impl From<StoreError> for NotWritten {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn defect(error: aws_sdk_dynamodb::error::BuildError) -> StoreError {
    StoreError::Refused(error.into())
}

/// A write that puts a finished builder into a transaction and asks for the item that stood in its way.
pub(crate) fn update(
    builder: aws_sdk_dynamodb::types::builders::UpdateBuilder,
) -> Result<TransactWriteItem, StoreError> {
    let update: Update = builder
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .build()
        .map_err(defect)?;
    Ok(TransactWriteItem::builder().update(update).build())
}

/// A put of a transaction; see [`update`].
pub(crate) fn put(
    builder: aws_sdk_dynamodb::types::builders::PutBuilder,
) -> Result<TransactWriteItem, StoreError> {
    let put: Put = builder
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .build()
        .map_err(defect)?;
    Ok(TransactWriteItem::builder().put(put).build())
}

/// A condition of a transaction on an item that it does not write; see [`update`].
pub(crate) fn check(
    builder: aws_sdk_dynamodb::types::builders::ConditionCheckBuilder,
) -> Result<TransactWriteItem, StoreError> {
    let check: ConditionCheck = builder
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .build()
        .map_err(defect)?;
    Ok(TransactWriteItem::builder().condition_check(check).build())
}

impl Store {
    /// A put of an item that must not be there yet.
    pub(crate) fn put_new(&self, item: Item) -> Result<TransactWriteItem, StoreError> {
        put(Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)"))
    }

    /// A condition that an item is not there.
    pub(crate) fn absent(&self, key: &Key) -> Result<TransactWriteItem, StoreError> {
        let absent = ConditionCheck::builder().table_name(&self.table).set_key(Some(key.attributes()));
        check(absent.condition_expression("attribute_not_exists(pk)"))
    }

    /// A put of an item that may be there.
    pub(crate) fn put_over(&self, item: Item) -> Result<TransactWriteItem, StoreError> {
        put(Put::builder().table_name(&self.table).set_item(Some(item)))
    }
}

/// Takes a write whose conditions do not hold for one that is not needed any more.
pub(super) fn ignore_conditions(error: NotWritten) -> Result<(), StoreError> {
    match error {
        NotWritten::Conditions(_) => Ok(()),
        NotWritten::Store(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(codes: &[&str]) -> Vec<CancellationReason> {
        codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect()
    }

    #[test]
    fn a_condition_that_fails_beside_a_conflict_is_an_answer_and_not_tried_again() {
        let verdict = sort_reasons(reasons(&["ConditionalCheckFailed", "TransactionConflict", "None"]));
        assert_eq!(
            verdict,
            Verdict::Conditions(vec![
                ConditionResult::Refused(None),
                ConditionResult::Clear,
                ConditionResult::Clear
            ])
        );
    }

    #[test]
    fn only_conflicts_are_tried_again_at_once() {
        assert_eq!(sort_reasons(reasons(&["None", "TransactionConflict"])), Verdict::MetAnother);
        for mixed in [&["TransactionConflict", "ThrottlingError"][..], &["ProvisionedThroughputExceeded"]] {
            assert!(matches!(sort_reasons(reasons(mixed)), Verdict::Busy(_)), "{mixed:?}");
        }
    }
}
