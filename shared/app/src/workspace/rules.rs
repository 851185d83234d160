//! Changes the rules of a workspace for actions, and keeps every version of them.

use super::{Change, TRIES};
use domain::audit::{AuditEvent, Verb};
use domain::identity::MemberId;
use domain::instant::EpochSecond;
use domain::language::Language;
use domain::money::Money;
use domain::workspace::Workspace;
use domain::workspace::roster::Roster;
use domain::workspace::rules::{ActionRules, LARGEST_SHIFT_STEP_PERCENT, LONGEST_UNDO_SECONDS, NamedPeople};
use store::memberships::RulesWrites;
use store::{Store, StoreError};

/// The object recorded in the audit log for a change of the rules.
const OBJECT: &str = "rules";

/// The requested rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesRequest {
    /// The version that the requester saw: somebody who saw older rules is told so.
    pub seen_version: u64,
    /// The one-tap limit: the largest budget shift per day that one tap may approve; 0 if every shift requires more.
    pub single_tap_limit: Money,
    /// The largest budget shift that one person may approve with a second tap; `None` for the one-tap limit.
    pub confirm_limit: Option<Money>,
    /// The people named for each permission.
    pub named: NamedPeople,
    /// How long an approval can be undone, in seconds, 0 to a day; 0 means not at all.
    pub undo_seconds: i64,
    /// By how many percent a shift may increase the daily budget of the receiving campaign, 1 to
    /// [`LARGEST_SHIFT_STEP_PERCENT`].
    pub shift_step_percent: i64,
    /// The second from which tokens must have been issued to be valid; `None` to leave it unchanged.
    pub tokens_valid_from: Option<EpochSecond>,
}

/// Why the rules were not changed.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// There is no such workspace.
    #[error("there is no such workspace: check its identifier")]
    UnknownWorkspace,
    /// The requester is not an owner of the workspace.
    #[error("only an owner of the workspace may change its rules: ask one of them")]
    MayNot,
    /// Somebody else changed the rules since the requester read them.
    #[error("somebody changed the rules meanwhile: look at them and change them again")]
    ChangedMeanwhile,
    /// A limit is in a different currency than the workspace.
    #[error("a limit must be in the workspace's currency: convert it")]
    OtherCurrency,
    /// A limit is negative.
    #[error("a limit cannot be negative: use 0 where nothing may be approved")]
    NegativeLimit,
    /// One person could approve less with two taps than with one.
    #[error("the limit of two taps is under the limit of one tap: raise it, or leave it out")]
    LimitsCross,
    /// The time to undo is negative or longer than a day.
    #[error("the time to undo must be 0 to {LONGEST_UNDO_SECONDS} seconds")]
    UndoTooLong,
    /// The step of a shift is not positive, or more than doubles a budget.
    #[error("the step of a shift must be 1 to {LARGEST_SHIFT_STEP_PERCENT} percent of the receiving budget")]
    StepOutOfRange,
    /// A named person is not in the workspace.
    #[error("somebody is named who is not in the workspace: add the person first, or leave the name out")]
    UnknownPerson,
    /// Void tokens would become valid again, or future tokens would be void.
    #[error("tokens can be voided up to now, and are never made good again")]
    TokensOutOfOrder,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes the rules of a workspace; returns the workspace in its new state. A request that matches the current rules
/// changes nothing.
///
/// # Errors
/// If the requester is not allowed to, the rules are not valid, somebody changed them since they were read, or the
/// store fails; trying again is safe.
pub async fn change_rules(
    store: &Store,
    change: &Change,
    wish: &RulesRequest,
) -> Result<Workspace, RulesError> {
    for _try in 0..TRIES {
        let read = store.read_rules(&change.workspace, change.actor.as_ref()).await?;
        let before = read.workspace.as_ref().ok_or(RulesError::UnknownWorkspace)?;
        if !change.is_by_owner(read.actor.as_ref()) {
            change.log_denied(store, Verb::ChangeRules, OBJECT).await?;
            return Err(RulesError::MayNot);
        }
        let after = after(change, wish, before, read.roster.as_ref())?;
        if after == *before {
            return Ok(after);
        }
        if wish.seen_version != before.rules.version {
            return Err(RulesError::ChangedMeanwhile);
        }
        let writes = RulesWrites {
            before,
            after: &after,
            since: change.at,
            owner: change.actor.as_ref(),
            audit: &event(change, before, &after),
        };
        match store.write_rules(&writes).await {
            Ok(()) => return Ok(after),
            // Somebody else changed the rules or the requester's membership in the meantime.
            Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::ConditionFailed.into())
}

/// Returns the workspace with the requested rules. Unchanged rules keep their version.
fn after(
    change: &Change,
    wish: &RulesRequest,
    before: &Workspace,
    roster: Option<&Roster>,
) -> Result<Workspace, RulesError> {
    check_limits(wish, before)?;
    if !(0..=LONGEST_UNDO_SECONDS).contains(&wish.undo_seconds) {
        return Err(RulesError::UndoTooLong);
    }
    if !(1..=LARGEST_SHIFT_STEP_PERCENT).contains(&wish.shift_step_percent) {
        return Err(RulesError::StepOutOfRange);
    }
    check_names(wish, before, roster)?;
    let stands = before.rules.tokens_valid_from.unwrap_or_default();
    let voided = wish.tokens_valid_from.unwrap_or(stands);
    if voided < stands || voided > EpochSecond::from(change.at).max(stands) {
        return Err(RulesError::TokensOutOfOrder);
    }
    let rules = ActionRules {
        version: before.rules.version,
        confirm_limit: wish.confirm_limit,
        named: wish.named.clone(),
        undo_seconds: wish.undo_seconds,
        shift_step_percent: wish.shift_step_percent,
        tokens_valid_from: Some(voided).filter(|from| *from != EpochSecond::default()),
    };
    let same = rules == before.rules && wish.single_tap_limit == before.single_tap_limit;
    let version = before.rules.version.saturating_add(u64::from(!same));
    let rules = ActionRules { version, ..rules };
    Ok(Workspace { single_tap_limit: wish.single_tap_limit, rules, ..before.clone() })
}

fn check_limits(wish: &RulesRequest, workspace: &Workspace) -> Result<(), RulesError> {
    let limits = [Some(wish.single_tap_limit), wish.confirm_limit];
    if limits.iter().flatten().any(|limit| limit.currency != workspace.currency) {
        return Err(RulesError::OtherCurrency);
    }
    if limits.iter().flatten().any(|limit| limit.minor < 0) {
        return Err(RulesError::NegativeLimit);
    }
    if wish.confirm_limit.is_some_and(|limit| limit.minor < wish.single_tap_limit.minor) {
        return Err(RulesError::LimitsCross);
    }
    Ok(())
}

/// A previously named person may stay named after leaving: the name then has no effect.
fn check_names(wish: &RulesRequest, before: &Workspace, roster: Option<&Roster>) -> Result<(), RulesError> {
    let lists = |named: &NamedPeople| -> Vec<MemberId> {
        let lists = [&named.approve_shifts, &named.handle_alerts, &named.assign_recommendations];
        lists.into_iter().flatten().flatten().cloned().collect()
    };
    let known = lists(&before.rules.named);
    let is_known =
        |id: &MemberId| known.contains(id) || roster.is_some_and(|roster| roster.find(id).is_some());
    if lists(&wish.named).iter().all(is_known) { Ok(()) } else { Err(RulesError::UnknownPerson) }
}

fn event(change: &Change, before: &Workspace, after: &Workspace) -> AuditEvent {
    change.executed(Verb::ChangeRules, OBJECT, describe(after)).from_state(describe(before))
}

/// Describes the rules, for readers of the audit log; people by their identifiers.
fn describe(workspace: &Workspace) -> String {
    let rules = &workspace.rules;
    let money = |amount| Language::English.exact_money(amount);
    let named = |named: &Option<Vec<MemberId>>| match named {
        None => "everybody who decides".to_owned(),
        Some(people) if people.is_empty() => "nobody".to_owned(),
        Some(people) => people.iter().map(MemberId::as_str).collect::<Vec<_>>().join(" "),
    };
    format!(
        "one tap {}, one person {} a day; approve: {}; alerts: {}; assign: {}; undo {} s; shift step {} %; tokens from {}; version {}",
        money(workspace.single_tap_limit),
        money(workspace.one_person_limit()),
        named(&rules.named.approve_shifts),
        named(&rules.named.handle_alerts),
        named(&rules.named.assign_recommendations),
        rules.undo_seconds,
        rules.shift_step_percent,
        rules.tokens_valid_from.unwrap_or_default(),
        rules.version
    )
}
