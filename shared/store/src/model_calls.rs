//! How much a language model was used: by each person in a day, and by everybody of a workspace in a month.

use crate::error::StoreError;
use crate::item::value;
use crate::key::Key;
use crate::table::{Item, Store};
use crate::transaction::{ConditionResult, NotWritten, ignore_conditions, update};
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use domain::identity::{MemberId, WorkspaceId};
use domain::instant::EpochSecond;
use domain::question::model::budget::{ModelAllowance, ModelBudget, ModelSpent, ModelUse};
use domain::question::model::port::TokenUsage;
use jiff::Timestamp;
use std::str::FromStr;

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
        match budget.judge(ModelSpent::default()) {
            ModelAllowance::Allowed => {}
            spent => return Ok(spent),
        }
        let until = |seconds| EpochSecond::from(now).plus_seconds(seconds);
        let (day, month) = counts(workspace, member, now);
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

    /// Counts what a request cost that was counted before it was made, at the same time. Nothing is written if it cost nothing.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn count_model_tokens(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        counted_at: Timestamp,
        usage: TokenUsage,
    ) -> Result<(), StoreError> {
        if usage.total() == 0 {
            return Ok(());
        }
        let (day, month) = counts(workspace, member, counted_at);
        let tokens = usage.total();
        let writes = vec![self.more_tokens(&day, tokens)?, self.more_tokens(&month, tokens)?];
        self.transact(writes).await.or_else(ignore_conditions)
    }

    fn one_more_call(
        &self,
        key: &Key,
        most: ModelUse,
        expires_at: EpochSecond,
    ) -> Result<TransactWriteItem, StoreError> {
        let is_below = "calls < :calls AND (attribute_not_exists(tokens) OR tokens < :tokens)";
        update(
            self.of_count(key)
                .update_expression("SET expires_at = :expires ADD calls :one")
                .condition_expression(format!("attribute_not_exists(calls) OR ({is_below})"))
                .expression_attribute_values(":expires", value(&expires_at)?)
                .expression_attribute_values(":one", value(&1)?)
                .expression_attribute_values(":calls", value(&most.requests)?)
                .expression_attribute_values(":tokens", value(&most.tokens)?),
        )
    }

    /// A count that is gone meanwhile does not come back.
    fn more_tokens(&self, key: &Key, tokens: u64) -> Result<TransactWriteItem, StoreError> {
        update(
            self.of_count(key)
                .update_expression("ADD tokens :used")
                .condition_expression("attribute_exists(calls)")
                .expression_attribute_values(":used", value(&tokens)?),
        )
    }

    fn of_count(&self, key: &Key) -> UpdateBuilder {
        Update::builder().table_name(&self.table).set_key(Some(key.attributes()))
    }
}

/// Returns the keys of the counts of a request: of the person's day, and of the workspace's month.
fn counts(workspace: &WorkspaceId, member: &MemberId, at: Timestamp) -> (Key, Key) {
    (Key::model_calls_of_day(workspace, member, at), Key::model_calls_of_month(workspace, at))
}

/// Returns which limit is reached, by the counts that stood in the way: each is at its limit, by its condition.
fn refused(standing: &[ConditionResult], budget: &ModelBudget) -> ModelAllowance {
    let spent = |place: usize| match standing.get(place) {
        Some(ConditionResult::Refused(Some(item))) => use_of(item),
        Some(ConditionResult::Refused(None) | ConditionResult::Clear) | None => ModelUse::default(),
    };
    budget.judge(ModelSpent { by_person_today: spent(0), by_workspace_this_month: spent(1) })
}

fn use_of(item: &Item) -> ModelUse {
    ModelUse {
        requests: number(item, "calls").unwrap_or(u32::MAX),
        tokens: number(item, "tokens").unwrap_or_default(),
    }
}

fn number<N: FromStr>(item: &Item, name: &str) -> Option<N> {
    item.get(name)?.as_n().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;
    use domain::testing::{now, workspace};
    use jiff::ToSpan;

    const BUDGET: ModelBudget = budget(2, 3);

    const fn of(requests: u32, tokens: u64) -> ModelUse {
        ModelUse { requests, tokens }
    }

    /// A budget whose tokens are out of reach.
    const fn budget(of_person: u32, of_workspace: u32) -> ModelBudget {
        ModelBudget { person_per_day: of(of_person, 1_000), workspace_per_month: of(of_workspace, 1_000) }
    }

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
        let nothing = budget(0, 0);
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
        let budget = budget(3, 100);
        let ask = || store.count_model_call(&workspace, &anna, now(), &budget);
        let asked = futures::future::join_all((0..8).map(|_| ask())).await;
        let allowed = asked.iter().filter(|asked| matches!(asked, Ok(ModelAllowance::Allowed))).count();
        assert!(allowed <= 3, "{allowed}");
    }

    #[tokio::test]
    async fn what_requests_cost_is_counted_and_ends_the_day_of_a_person_and_then_the_month_of_all() {
        let store = embedded::start().store;
        let workspace = workspace().id;
        let budget = ModelBudget { person_per_day: of(9, 100), workspace_per_month: of(9, 200) };
        let ask = async |who: &str, at, tokens| {
            let allowed = store.count_model_call(&workspace, &member(who), at, &budget).await.unwrap();
            if allowed == ModelAllowance::Allowed {
                let usage = TokenUsage { input: tokens, output: 1 };
                store.count_model_tokens(&workspace, &member(who), at, usage).await.unwrap();
            }
            allowed
        };
        assert_eq!(ask("maya", now(), 98).await, ModelAllowance::Allowed);
        assert_eq!(ask("maya", now(), 50).await, ModelAllowance::Allowed, "one was left");
        assert_eq!(ask("maya", now(), 1).await, ModelAllowance::PersonSpent);
        assert_eq!(ask("maya", now() + 24.hours(), 8).await, ModelAllowance::Allowed, "another day");
        assert_eq!(ask("lee", now(), 40).await, ModelAllowance::Allowed);
        assert_eq!(ask("lee", now(), 1).await, ModelAllowance::WorkspaceSpent, "200 together");
        assert_eq!(ask("lee", now() + (31 * 24).hours(), 1).await, ModelAllowance::Allowed, "another month");
    }

    #[tokio::test]
    async fn what_a_request_of_another_workspace_cost_is_none_of_ours_and_what_nobody_counted_is_not_kept() {
        let store = embedded::start().store;
        let (ours, theirs) = (workspace().id, "other-store".parse().unwrap());
        let budget = ModelBudget { person_per_day: of(9, 100), workspace_per_month: of(9, 100) };
        let maya = member("maya");
        let usage = TokenUsage { input: 100, output: 0 };
        store.count_model_tokens(&ours, &maya, now(), usage).await.unwrap();
        for workspace in [&ours, &theirs] {
            let allowed = store.count_model_call(workspace, &maya, now(), &budget).await.unwrap();
            assert_eq!(allowed, ModelAllowance::Allowed, "{workspace}");
        }
        store.count_model_tokens(&theirs, &maya, now(), usage).await.unwrap();
        let asked = async |workspace| store.count_model_call(workspace, &maya, now(), &budget).await.unwrap();
        assert_eq!(
            (asked(&ours).await, asked(&theirs).await),
            (ModelAllowance::Allowed, ModelAllowance::WorkspaceSpent)
        );
    }
}
