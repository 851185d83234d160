//! The rules of a workspace for actions: who may do what, up to which amount, and for how long it can be undone. A rule
//! that is not set defaults to the strictest one that still works; a rule that cannot be read leads to a refusal.

use crate::identity::MemberId;
use crate::instant::{EpochSecond, zero_is_none};
use crate::money::Money;
use crate::workspace::{Member, Role, Workspace};
use serde::{Deserialize, Serialize};

/// How long an approval can be undone unless the workspace says otherwise, in seconds: 30 minutes.
pub const DEFAULT_UNDO_SECONDS: i64 = 30 * 60;
/// The maximum time for which an approval can be undone, in seconds: a day, because budgets are spent by the day.
pub const LONGEST_UNDO_SECONDS: i64 = 24 * 3600;
/// By how many percent a shift may increase the daily budget of the receiving campaign unless the workspace says
/// otherwise: after a larger increase a platform starts learning again.
pub const DEFAULT_SHIFT_STEP_PERCENT: i64 = 20;
/// The largest increase in percent that a workspace may allow: the budget doubles.
pub const LARGEST_SHIFT_STEP_PERCENT: i64 = 100;

/// A permission that a person may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Approve, decline and undo budget shifts.
    ApproveShifts,
    /// Acknowledge and snooze alerts.
    HandleAlerts,
    /// Assign recommendations to people.
    AssignRecommendations,
}

/// The people named for each permission. If the list is not set, every owner and marketer has it; an empty list means
/// nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPeople {
    /// Who may approve, decline and undo budget shifts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approve_shifts: Option<Vec<MemberId>>,
    /// Who may acknowledge and snooze alerts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle_alerts: Option<Vec<MemberId>>,
    /// Who may assign recommendations to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assign_recommendations: Option<Vec<MemberId>>,
}

impl NamedPeople {
    fn of(&self, permission: Permission) -> Option<&[MemberId]> {
        match permission {
            Permission::ApproveShifts => self.approve_shifts.as_deref(),
            Permission::HandleAlerts => self.handle_alerts.as_deref(),
            Permission::AssignRecommendations => self.assign_recommendations.as_deref(),
        }
    }
}

/// The rules of a workspace for actions. Stored as one value that is a condition of every action, so that no action is
/// carried out under rules that changed in the meantime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRules {
    /// Grows by one with every change of the rules or of the one-tap limit.
    pub version: u64,
    /// The largest budget shift, per day, that one person may approve with a second tap; above it a second person has
    /// to approve as well. If not set, it equals the one-tap limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_limit: Option<Money>,
    /// The people named for each permission.
    #[serde(default)]
    pub named: NamedPeople,
    /// How long an approval can be undone, in seconds; 0 means not at all.
    pub undo_seconds: i64,
    /// By how many percent a shift may increase the daily budget of the receiving campaign, 1 to
    /// [`LARGEST_SHIFT_STEP_PERCENT`]. The default is not stored, so that rules from before this setting stay as they
    /// are.
    #[serde(default = "default_shift_step", skip_serializing_if = "is_default_shift_step")]
    pub shift_step_percent: i64,
    /// Tokens issued before this second are void: set after the table was restored from a backup.
    #[serde(default, with = "zero_is_none")]
    pub tokens_valid_from: Option<EpochSecond>,
}

fn default_shift_step() -> i64 {
    DEFAULT_SHIFT_STEP_PERCENT
}

fn is_default_shift_step(percent: &i64) -> bool {
    *percent == DEFAULT_SHIFT_STEP_PERCENT
}

impl Default for ActionRules {
    fn default() -> Self {
        Self {
            version: 1,
            confirm_limit: None,
            named: NamedPeople::default(),
            undo_seconds: DEFAULT_UNDO_SECONDS,
            shift_step_percent: DEFAULT_SHIFT_STEP_PERCENT,
            tokens_valid_from: None,
        }
    }
}

impl ActionRules {
    /// Returns how long an approval can be undone, in seconds, 0 to [`LONGEST_UNDO_SECONDS`].
    #[must_use]
    pub fn undo_seconds(&self) -> i64 {
        self.undo_seconds.clamp(0, LONGEST_UNDO_SECONDS)
    }

    /// Returns by how many percent a shift may increase the daily budget of the receiving campaign, 1 to
    /// [`LARGEST_SHIFT_STEP_PERCENT`].
    #[must_use]
    pub fn shift_step_percent(&self) -> i64 {
        self.shift_step_percent.clamp(1, LARGEST_SHIFT_STEP_PERCENT)
    }

    /// Reports whether a token issued at that time is recent enough not to be void.
    #[must_use]
    pub fn admit_token_of(&self, issued_at: EpochSecond) -> bool {
        self.tokens_valid_from.is_none_or(|from| issued_at >= from)
    }

    /// Reports whether the person has the permission, given the role and the named people.
    #[must_use]
    pub fn allow(&self, member: &MemberId, role: Role, permission: Permission) -> bool {
        role.may_decide() && self.named.of(permission).is_none_or(|named| named.contains(member))
    }
}

/// The rules in force from a point in time, kept so that what was allowed at a time can be determined later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesVersion {
    pub version: u64,
    /// When they came into force.
    pub since: jiff::Timestamp,
    pub rules: ActionRules,
    /// The largest budget shift per day that one tap may approve.
    pub single_tap_limit: Money,
}

/// The kind of approval that an amount requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// One tap.
    OneTap,
    /// A second tap by the same person.
    Confirmation,
    /// A second person.
    SecondApprover,
}

impl RulesVersion {
    /// Returns the kind of approval that an amount required under these rules; see [`Workspace::band`].
    #[must_use]
    pub fn band(&self, amount: Money) -> Option<Band> {
        band(self.single_tap_limit, self.rules.confirm_limit, amount)
    }
}

fn band(one_tap: Money, confirm: Option<Money>, amount: Money) -> Option<Band> {
    let same_currency = |limit: &Money| limit.currency == amount.currency;
    let one_tap = Some(one_tap).filter(same_currency)?;
    if amount.minor < 1 {
        return None;
    }
    let confirm = confirm.filter(same_currency).unwrap_or(one_tap);
    Some(match amount.minor {
        minor if minor <= one_tap.minor => Band::OneTap,
        minor if minor <= confirm.minor => Band::Confirmation,
        _ => Band::SecondApprover,
    })
}

impl Workspace {
    /// Returns the kind of approval that an amount requires, or `None` if it is not a valid amount of this workspace,
    /// for example in another currency, and so cannot be approved by anybody.
    #[must_use]
    pub fn band(&self, amount: Money) -> Option<Band> {
        band(self.single_tap_limit, self.rules.confirm_limit, amount)
    }

    /// Returns the largest daily amount that one person may approve with a second tap.
    #[must_use]
    pub fn one_person_limit(&self) -> Money {
        let confirm = self.rules.confirm_limit;
        let limit = confirm.filter(|limit| limit.currency == self.single_tap_limit.currency);
        limit.filter(|limit| limit.minor > self.single_tap_limit.minor).unwrap_or(self.single_tap_limit)
    }

    /// Returns the largest daily amount that these people can approve together, in the currency of the limits: with two
    /// people who may approve any amount, with one the limit of one person, with none 0.
    #[must_use]
    pub fn most_to_approve(&self, members: &[Member]) -> Money {
        let limit = self.one_person_limit();
        match members.iter().filter(|member| self.allows(member, Permission::ApproveShifts)).count() {
            0 => Money::from_minor(0, limit.currency),
            1 => limit,
            _ => Money::from_minor(i64::MAX, limit.currency),
        }
    }

    /// Reports whether a person currently has a permission in this workspace.
    #[must_use]
    pub fn allows(&self, member: &Member, permission: Permission) -> bool {
        member.active && member.workspace == self.id && self.rules.allow(&member.id, member.role, permission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{anna, dollars, lee, maya, workspace};
    use proptest::prelude::*;

    #[test]
    fn without_a_second_limit_everything_over_one_tap_needs_two_people() {
        let workspace = workspace();
        assert_eq!(workspace.band(dollars(500)), Some(Band::OneTap));
        assert_eq!(workspace.band(dollars(501)), Some(Band::SecondApprover));
    }

    #[test]
    fn what_is_no_amount_of_the_workspace_can_be_approved_by_nobody() {
        let workspace = workspace();
        let euros = Money { currency: "EUR".parse().unwrap(), ..dollars(10) };
        for amount in [dollars(0), dollars(-1), euros] {
            assert_eq!(workspace.band(amount), None);
        }
    }

    #[test]
    fn an_empty_list_of_names_allows_nobody_and_a_name_does_not_lift_a_viewer() {
        let mut workspace = workspace();
        assert!(workspace.allows(&maya(), Permission::ApproveShifts));
        workspace.rules.named.approve_shifts = Some(vec![lee().id, anna().id]);
        assert!(!workspace.allows(&maya(), Permission::ApproveShifts));
        assert!(workspace.allows(&lee(), Permission::ApproveShifts));
        assert!(!workspace.allows(&anna(), Permission::ApproveShifts));
        assert!(workspace.allows(&maya(), Permission::HandleAlerts));
        workspace.rules.named.approve_shifts = Some(Vec::new());
        assert!(!workspace.allows(&lee(), Permission::ApproveShifts));
    }

    #[test]
    fn an_approval_can_be_undone_for_a_day_at_most_and_never_for_less_than_nothing() {
        for (set, kept) in
            [(-1, 0), (0, 0), (1800, 1800), (86_400, 86_400), (86_401, 86_400), (i64::MAX, 86_400)]
        {
            let rules = ActionRules { undo_seconds: set, ..ActionRules::default() };
            assert_eq!(rules.undo_seconds(), kept);
        }
        assert_eq!(ActionRules::default().undo_seconds(), 1800);
    }

    #[test]
    fn a_shift_lets_a_budget_grow_by_a_fifth_unless_the_rules_say_more_and_never_beyond_double() {
        for (set, kept) in [(-1, 1), (0, 1), (20, 20), (50, 50), (100, 100), (101, 100), (i64::MAX, 100)] {
            let rules = ActionRules { shift_step_percent: set, ..ActionRules::default() };
            assert_eq!(rules.shift_step_percent(), kept);
        }
        assert_eq!(ActionRules::default().shift_step_percent(), 20);
    }

    #[test]
    fn rules_from_before_the_step_of_a_shift_have_the_default_and_are_written_back_unchanged() {
        let former =
            serde_json::json!({ "version": 3, "named": {}, "undo_seconds": 1800, "tokens_valid_from": 0 });
        let read: ActionRules = serde_json::from_value(former.clone()).unwrap();
        assert_eq!(read.shift_step_percent, DEFAULT_SHIFT_STEP_PERCENT);
        assert_eq!(serde_json::to_value(&read).unwrap(), former);
        let wider = ActionRules { shift_step_percent: 35, ..read };
        let stored = serde_json::to_value(&wider).unwrap();
        assert_eq!(serde_json::from_value::<ActionRules>(stored).unwrap(), wider);
    }

    #[test]
    fn one_person_may_approve_what_one_tap_may_at_the_least_and_only_in_its_currency() {
        let mut workspace = workspace();
        let euros = Money { currency: "EUR".parse().unwrap(), ..dollars(9000) };
        for (confirm, limit) in
            [(None, 500), (Some(dollars(400)), 500), (Some(dollars(900)), 900), (Some(euros), 500)]
        {
            workspace.rules.confirm_limit = confirm;
            assert_eq!(workspace.one_person_limit(), dollars(limit));
            assert_ne!(workspace.band(dollars(limit)), Some(Band::SecondApprover));
            assert_eq!(workspace.band(dollars(limit + 1)), Some(Band::SecondApprover));
        }
    }

    #[test]
    fn two_who_may_approve_can_approve_anything_and_one_alone_what_one_person_may() {
        let mut workspace = workspace();
        workspace.rules.confirm_limit = Some(dollars(900));
        let away = Member { active: false, ..lee() };
        for people in [vec![maya()], vec![maya(), anna()], vec![maya(), away]] {
            assert_eq!(workspace.most_to_approve(&people), dollars(900));
        }
        let any = Money { minor: i64::MAX, ..dollars(1) };
        assert_eq!(workspace.most_to_approve(&[maya(), lee(), anna()]), any);
        workspace.rules.named.approve_shifts = Some(vec![maya().id]);
        assert_eq!(workspace.most_to_approve(&[maya(), lee()]), dollars(900));
    }

    #[test]
    fn where_nobody_may_approve_nothing_can_be_approved() {
        let mut workspace = workspace();
        let away = Member { active: false, ..lee() };
        for people in [vec![], vec![anna()], vec![away.clone()], vec![anna(), away]] {
            assert_eq!(workspace.most_to_approve(&people), dollars(0));
        }
        workspace.rules.named.approve_shifts = Some(vec![anna().id]);
        assert_eq!(workspace.most_to_approve(&[maya(), lee(), anna()]), dollars(0), "only a viewer is named");
        workspace.rules.named.approve_shifts = Some(Vec::new());
        assert_eq!(workspace.most_to_approve(&[maya(), lee()]), dollars(0), "nobody is named");
        let euro: crate::money::Currency = "EUR".parse().unwrap();
        workspace.single_tap_limit = Money { currency: euro, ..dollars(500) };
        assert_eq!(workspace.most_to_approve(&[]), Money::from_minor(0, euro));
    }

    #[test]
    fn nobody_may_do_anything_elsewhere_or_after_leaving() {
        let all = [Permission::ApproveShifts, Permission::HandleAlerts, Permission::AssignRecommendations];
        for permission in all {
            assert!(workspace().allows(&lee(), permission));
            assert!(!workspace().allows(&anna(), permission));
            assert!(!workspace().allows(&Member { active: false, ..lee() }, permission));
            assert!(
                !workspace().allows(&Member { workspace: "other".parse().unwrap(), ..lee() }, permission)
            );
        }
    }

    proptest! {
        #[test]
        fn a_larger_amount_never_takes_less(one in 1_i64..2_000, other in 1_i64..2_000, confirm in 0_i64..2_000) {
            let mut workspace = workspace();
            workspace.rules.confirm_limit = Some(dollars(confirm));
            let (small, large) = (one.min(other), one.max(other));
            prop_assert!(workspace.band(dollars(small)) <= workspace.band(dollars(large)));
        }
    }
}
