//! How often a model may be asked: by a person in a day and for a workspace in a month. Beyond that the planner answers alone.

/// How many requests are allowed. Days and months are those of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelBudget {
    /// Requests of a person in a workspace in a day.
    pub person_per_day: u32,
    /// Requests for everybody of a workspace in a month.
    pub workspace_per_month: u32,
}

impl Default for ModelBudget {
    fn default() -> Self {
        Self { person_per_day: 40, workspace_per_month: 2_000 }
    }
}

/// How many requests there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ModelRequests {
    pub of_person_today: u32,
    pub of_workspace_this_month: u32,
}

/// Whether a model may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelAllowance {
    /// It may be asked once.
    Allowed,
    /// The person has asked as often as allowed today.
    PersonSpent,
    /// The workspace has asked as often as allowed this month.
    WorkspaceSpent,
}

impl ModelBudget {
    /// Judges one more request. What the workspace has spent is told first: no person of it can be helped before.
    #[must_use]
    pub fn judge(&self, before: ModelRequests) -> ModelAllowance {
        if before.of_workspace_this_month >= self.workspace_per_month {
            ModelAllowance::WorkspaceSpent
        } else if before.of_person_today >= self.person_per_day {
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

    proptest! {
        #[test]
        fn whoever_asks_without_end_is_allowed_the_smaller_of_both_limits(person in 0_u32..50, workspace in 0_u32..50) {
            let budget = ModelBudget { person_per_day: person, workspace_per_month: workspace };
            let mut used = ModelRequests::default();
            while budget.judge(used) == ModelAllowance::Allowed {
                used.of_person_today += 1;
                used.of_workspace_this_month += 1;
            }
            prop_assert_eq!(used.of_person_today, person.min(workspace));
        }
    }

    #[test]
    fn it_is_told_which_limit_is_reached() {
        let budget = ModelBudget { person_per_day: 2, workspace_per_month: 3 };
        let judge = |of_person_today, of_workspace_this_month| {
            budget.judge(ModelRequests { of_person_today, of_workspace_this_month })
        };
        assert_eq!(judge(2, 2), ModelAllowance::PersonSpent);
        assert_eq!(judge(0, 3), ModelAllowance::WorkspaceSpent);
        assert_eq!(judge(2, 3), ModelAllowance::WorkspaceSpent);
    }
}
