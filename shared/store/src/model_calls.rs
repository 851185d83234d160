//! How often a language model was asked: by each person in a day, and for everybody of a workspace in a month.

use crate::error::StoreError;
use crate::item::value;
use crate::key::Key;
use crate::table::{Item, Store};
use crate::transaction::{ConditionResult, NotWritten, update};
use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use domain::identity::{MemberId, WorkspaceId};
use domain::instant::EpochSecond;
use domain::question::model::budget::{ModelAllowance, ModelBudget, ModelRequests};
use jiff::Timestamp;

/// For how long the count of a day is kept, in seconds: three days.
const DAY_KEPT_SECONDS: i64 = 3 * 24 * 3600;
/// For how long the count of a month is kept, in seconds: 400 days, for whoever looks at what it cost.
const MONTH_KEPT_SECONDS: i64 = 400 * 24 * 3600;

impl Store {
    /// Counts a request to a language model before it is made, unless a limit is reached; then nothing is counted. A request
    /// that comes twice, because its job came twice, counts twice.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn count_model_call(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        now: Timestamp,
        budget: &ModelBudget,
    ) -> Result<ModelAllowance, StoreError> {
        // The conditions allow the first request of all, since a count that is not there has no number.
        match budget.judge(ModelRequests::default()) {
            ModelAllowance::Allowed => {}
            spent => return Ok(spent),
        }
        let until = |seconds| EpochSecond::from(now).plus_seconds(seconds);
        let (day, month) =
            (Key::model_calls_of_day(workspace, member, now), Key::model_calls_of_month(workspace, now));
        let writes = vec![
            self.one_more_call(&day, budget.person_per_day, until(DAY_KEPT_SECONDS))?,
            self.one_more_call(&month, budget.workspace_per_month, until(MONTH_KEPT_SECONDS))?,
        ];
        match self.transact(writes).await {
            Ok(()) => Ok(ModelAllowance::Allowed),
            Err(NotWritten::Conditions(standing)) => Ok(refused(&standing, budget)),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    fn one_more_call(
        &self,
        key: &Key,
        most: u32,
        expires_at: EpochSecond,
    ) -> Result<TransactWriteItem, StoreError> {
        update(
            Update::builder()
                .table_name(&self.table)
                .set_key(Some(key.attributes()))
                .update_expression("SET expires_at = :expires ADD calls :one")
                .condition_expression("attribute_not_exists(calls) OR calls < :most")
                .expression_attribute_values(":expires", value(&expires_at)?)
                .expression_attribute_values(":one", value(&1)?)
                .expression_attribute_values(":most", value(&most)?),
        )
    }
}

/// Returns which limit is reached, by the counts that stood in the way: each is at its limit, by its condition.
fn refused(standing: &[ConditionResult], budget: &ModelBudget) -> ModelAllowance {
    let calls = |place: usize| match standing.get(place) {
        Some(ConditionResult::Refused(Some(item))) => calls_of(item),
        Some(ConditionResult::Refused(None) | ConditionResult::Clear) | None => 0,
    };
    let before = ModelRequests { of_person_today: calls(0), of_workspace_this_month: calls(1) };
    budget.judge(before)
}

fn calls_of(item: &Item) -> u32 {
    let calls = item.get("calls").and_then(|calls| calls.as_n().ok());
    calls.and_then(|calls| calls.parse().ok()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;
    use domain::testing::{now, workspace};
    use jiff::ToSpan;

    const BUDGET: ModelBudget = ModelBudget { person_per_day: 2, workspace_per_month: 3 };

    fn member(name: &str) -> MemberId {
        name.parse().unwrap()
    }

    #[tokio::test]
    async fn a_person_asks_so_often_a_day_and_a_workspace_so_often_a_month() {
        let store = embedded::start().store;
        let workspace = workspace().id;
        let ask = async |who: &str, at| {
            store.count_model_call(&workspace, &member(who), at, &BUDGET).await.unwrap()
        };
        assert_eq!(ask("maya", now()).await, ModelAllowance::Allowed);
        assert_eq!(ask("maya", now()).await, ModelAllowance::Allowed);
        assert_eq!(ask("maya", now()).await, ModelAllowance::PersonSpent);
        assert_eq!(ask("lee", now()).await, ModelAllowance::Allowed, "what was refused was not counted");
        assert_eq!(ask("lee", now()).await, ModelAllowance::WorkspaceSpent);
        assert_eq!(ask("maya", now() + 24.hours()).await, ModelAllowance::WorkspaceSpent, "the same month");
        assert_eq!(ask("maya", now() + (31 * 24).hours()).await, ModelAllowance::Allowed, "another month");
    }

    #[tokio::test]
    async fn where_nothing_is_allowed_nothing_is_counted() {
        let store = embedded::start().store;
        let nothing = ModelBudget { person_per_day: 0, workspace_per_month: 0 };
        let workspace = workspace().id;
        for _ in 0..2 {
            let asked = store.count_model_call(&workspace, &member("maya"), now(), &nothing).await.unwrap();
            assert_eq!(asked, ModelAllowance::WorkspaceSpent);
        }
    }

    #[tokio::test]
    async fn of_many_at_once_no_more_than_allowed_are_counted() {
        let store = embedded::start().store;
        let workspace = workspace().id;
        let anna = member("anna");
        let budget = ModelBudget { person_per_day: 3, workspace_per_month: 100 };
        let ask = || store.count_model_call(&workspace, &anna, now(), &budget);
        let asked = futures::future::join_all((0..8).map(|_| ask())).await;
        let allowed = asked.iter().filter(|asked| matches!(asked, Ok(ModelAllowance::Allowed))).count();
        assert!(allowed <= 3, "{allowed}");
    }
}
