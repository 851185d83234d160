//! Transactions: several writes that happen together or not at all, and the failed conditions if they did not happen.

use crate::error::StoreError;
use crate::key::Key;
use crate::pages::wait_before;
use crate::table::{Item, Store};
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    CancellationReason, ConditionCheck, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};

/// The number of attempts for a transaction that fails only because of conflicts with others.
const TRIES: u32 = 3;

/// The reasons why a transaction did not happen.
#[derive(Debug)]
pub enum NotWritten {
    /// At least one condition failed; there is one result per write, in order.
    Conditions(Vec<ConditionResult>),
    /// The store failed.
    Store(StoreError),
}

/// The result of one write of a cancelled transaction.
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionResult {
    /// Its condition was not the problem.
    Clear,
    /// Its condition failed; this is the current item, if there is one.
    Refused(Option<Item>),
}

impl ConditionResult {
    /// Returns the item that failed the condition.
    pub(crate) fn item(self) -> Option<Item> {
        match self {
            Self::Clear => None,
            Self::Refused(item) => item,
        }
    }
}

/// Classifies the reasons of a cancelled transaction, which come in the order of the writes.
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
    /// Writes all or nothing. It retries only if every reason is a conflict with another transaction, after a pause
    /// that lets the other one finish; if throttling is among the reasons, a retry here would make it worse.
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

/// Returns the reasons of a cancelled transaction, or `None` if it failed in another way.
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

/// Builds an update of a transaction; if its condition fails, the current item is returned.
pub(crate) fn update(
    builder: aws_sdk_dynamodb::types::builders::UpdateBuilder,
) -> Result<TransactWriteItem, StoreError> {
    let update: Update = builder
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .build()
        .map_err(defect)?;
    Ok(TransactWriteItem::builder().update(update).build())
}

/// Builds a put of a transaction; see [`update`].
pub(crate) fn put(
    builder: aws_sdk_dynamodb::types::builders::PutBuilder,
) -> Result<TransactWriteItem, StoreError> {
    let put: Put = builder
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .build()
        .map_err(defect)?;
    Ok(TransactWriteItem::builder().put(put).build())
}

/// Builds a condition on an item that the transaction does not write; see [`update`].
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
    /// Creates a put of an item that must not exist yet.
    pub(crate) fn put_new(&self, item: Item) -> Result<TransactWriteItem, StoreError> {
        put(Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)"))
    }

    /// Creates the condition that an item does not exist.
    pub(crate) fn absent(&self, key: &Key) -> Result<TransactWriteItem, StoreError> {
        let absent = ConditionCheck::builder().table_name(&self.table).set_key(Some(key.attributes()));
        check(absent.condition_expression("attribute_not_exists(pk)"))
    }

    /// Creates a put of an item that may already exist.
    pub(crate) fn put_over(&self, item: Item) -> Result<TransactWriteItem, StoreError> {
        put(Put::builder().table_name(&self.table).set_item(Some(item)))
    }
}

/// Treats a write whose conditions failed as no longer needed.
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
