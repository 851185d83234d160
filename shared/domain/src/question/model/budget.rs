//! How much a model may be used: by a person in a day and for a workspace in a month. Beyond that the planner answers alone.

use crate::question::model::port::TokenUsage;

/// How much a model was used, or may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ModelUse {
    pub requests: u32,
    /// Tokens that it read and wrote.
    pub tokens: u64,
}

impl ModelUse {
    /// Reports whether one more request may be made. What it costs is known only afterwards, so the last one may lead beyond the limit
    /// of tokens, and so may each of those that are made at the same time.
    #[must_use]
    pub fn is_below(self, limit: Self) -> bool {
        self.requests < limit.requests && self.tokens < limit.tokens
    }

    /// Returns the use after one more request.
    #[must_use]
    pub fn and_one(self, usage: TokenUsage) -> Self {
        Self { requests: self.requests.saturating_add(1), tokens: self.tokens.saturating_add(usage.total()) }
    }
}

/// How much is allowed. Days and months are those of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelBudget {
    /// What a person of a workspace may use in a day.
    pub person_per_day: ModelUse,
    /// What everybody of a workspace may use in a month.
    pub workspace_per_month: ModelUse,
}

impl Default for ModelBudget {
    /// A question costs some five thousand tokens, nearly all of them for the constant text and the schema: the tokens are half as many
    /// again as the requests usually need, and end what costs more than that.
    fn default() -> Self {
        Self {
            person_per_day: ModelUse { requests: 40, tokens: 300_000 },
            workspace_per_month: ModelUse { requests: 2_000, tokens: 15_000_000 },
        }
    }
}

/// How much was used of each budget.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ModelSpent {
    pub by_person_today: ModelUse,
    pub by_workspace_this_month: ModelUse,
}

/// Whether a model may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelAllowance {
    /// It may be asked once.
    Allowed,
    /// The person has used what is allowed today.
    PersonSpent,
    /// The workspace has used what is allowed this month.
    WorkspaceSpent,
}

impl ModelBudget {
    /// Judges one more request. What the workspace has spent is told first: no person of it can be helped before.
    #[must_use]
    pub fn judge(&self, spent: ModelSpent) -> ModelAllowance {
        if !spent.by_workspace_this_month.is_below(self.workspace_per_month) {
            ModelAllowance::WorkspaceSpent
        } else if !spent.by_person_today.is_below(self.person_per_day) {
            ModelAllowance::PersonSpent
        } else {
            ModelAllowance::Allowed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limit() -> impl Strategy<Value = ModelUse> {
        (0_u32..50, 0_u64..5_000).prop_map(|(requests, tokens)| ModelUse { requests, tokens })
    }

    fn usage() -> impl Strategy<Value = TokenUsage> {
        (0_u32..300, 0_u32..100).prop_map(|(input, output)| TokenUsage { input, output })
    }

    proptest! {
        #[test]
        fn whoever_asks_without_end_stays_in_both_budgets_but_for_what_the_last_request_cost(
            person in limit(), workspace in limit(), usages in proptest::collection::vec(usage(), 60)
        ) {
            let budget = ModelBudget { person_per_day: person, workspace_per_month: workspace };
            let (mut spent, mut last) = (ModelUse::default(), 0);
            for usage in usages {
                let of_both = ModelSpent { by_person_today: spent, by_workspace_this_month: spent };
                if budget.judge(of_both) == ModelAllowance::Allowed {
                    spent = spent.and_one(usage);
                    last = usage.total();
                }
            }
            prop_assert!(spent.requests <= person.requests.min(workspace.requests));
            let tokens = person.tokens.min(workspace.tokens);
            prop_assert!(spent.requests == 0 || spent.tokens - last < tokens, "{spent:?} of {tokens}");
            let of_both = ModelSpent { by_person_today: spent, by_workspace_this_month: spent };
            let is_over = spent.requests == 60 || budget.judge(of_both) != ModelAllowance::Allowed;
            prop_assert!(is_over, "nothing is kept back that is left: {spent:?}");
        }

        #[test]
        fn who_has_used_more_is_never_allowed_more(limit in limit(), spent in limit(), usage in usage()) {
            prop_assert!(spent.is_below(limit) || !spent.and_one(usage).is_below(limit));
        }
    }

    #[test]
    fn it_is_told_which_budget_is_spent_by_requests_or_by_tokens() {
        let of = |requests, tokens| ModelUse { requests, tokens };
        let budget = ModelBudget { person_per_day: of(2, 100), workspace_per_month: of(3, 150) };
        let judge = |by_person_today, by_workspace_this_month| {
            budget.judge(ModelSpent { by_person_today, by_workspace_this_month })
        };
        assert_eq!(judge(of(1, 99), of(2, 149)), ModelAllowance::Allowed);
        assert_eq!(judge(of(2, 0), of(2, 0)), ModelAllowance::PersonSpent);
        assert_eq!(judge(of(1, 100), of(1, 100)), ModelAllowance::PersonSpent);
        assert_eq!(judge(of(0, 0), of(3, 0)), ModelAllowance::WorkspaceSpent);
        assert_eq!(judge(of(0, 0), of(1, 150)), ModelAllowance::WorkspaceSpent);
        assert_eq!(judge(of(2, 100), of(3, 150)), ModelAllowance::WorkspaceSpent);
    }
}
