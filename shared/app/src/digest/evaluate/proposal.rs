//! Compares the shift that a day supports with the known shifts: whether it is proposed, whether a pending one is kept
//! instead, or whether nothing may be proposed now.

use domain::action::supersede::{job_of_first, tell_first};
use domain::identity::AdjustmentId;
use domain::insight::ShiftFinding;
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment, BudgetChange, ShiftOutcome};
use domain::insight::record::{Recommendation, propose};
use domain::message::Message;
use domain::message::job::QueueJob;
use domain::settings::WorkspaceSettings;
use domain::workspace::roster::Teammate;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use store::findings::Proposed;
use store::{Store, StoreError};

/// How long a decision on a shift prevents new proposals while the budgets do not change: for the days from which the
/// next proposal would be computed, since their facts do not reflect the decision yet.
const SETTLING: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How often storing a proposal is tried again if somebody decides on a shift at the same moment.
const TRIES: usize = 3;

/// The result of storing a day's proposal.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The proposal in its current state; `None` if nothing may be proposed now.
    pub(super) proposal: Option<BudgetAdjustment>,
    /// The jobs to queue.
    pub(super) jobs: Vec<QueueJob>,
}

/// Stores the proposal of a day.
pub(super) async fn keep_proposal(
    store: &Store,
    settings: &WorkspaceSettings,
    found: &ShiftFinding,
    day: Date,
    now: Timestamp,
) -> Result<Kept, StoreError> {
    let workspace = &settings.workspace.id;
    let (recommendation, adjustment) = propose(workspace, day, found.clone(), now);
    for _try in 0..TRIES {
        let known = store.adjustments(workspace).await?;
        match standing(&adjustment, &known, now) {
            ProposalStatus::New => {}
            ProposalStatus::Known(stored) => return Ok(kept(Some(*stored), &known)),
            ProposalStatus::NotNow => return Ok(kept(None, &known)),
        }
        match store_new(store, settings, &recommendation, &adjustment, &known).await {
            Ok((proposal, known)) => return Ok(kept(Some(proposal), &known)),
            // Somebody decided on a shift that was about to be superseded.
            Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error),
        }
    }
    Err(StoreError::ConditionFailed)
}

/// Returns the proposal that a day would have now, and stores nothing; `None` if nothing may be proposed.
pub(super) async fn look_at_proposal(
    store: &Store,
    settings: &WorkspaceSettings,
    found: &ShiftFinding,
    day: Date,
    now: Timestamp,
) -> Result<Option<BudgetAdjustment>, StoreError> {
    let workspace = &settings.workspace.id;
    let (_, adjustment) = propose(workspace, day, found.clone(), now);
    let known = store.adjustments(workspace).await?;
    Ok(match standing(&adjustment, &known, now) {
        ProposalStatus::New => Some(adjustment),
        ProposalStatus::Known(stored) => Some(*stored),
        ProposalStatus::NotNow => None,
    })
}

/// Queues the news about superseded proposals, whichever run wrote it: that run may have ended before queuing it, and a
/// superfluous job does no harm.
fn kept(proposal: Option<BudgetAdjustment>, known: &[BudgetAdjustment]) -> Kept {
    Kept { proposal, jobs: known.iter().filter_map(job_of_first).collect() }
}

/// Stores a new proposal that supersedes all pending ones. Returns it together with the known shifts in their new
/// state.
///
/// A proposal that awaits its second approval is superseded too: otherwise two open shifts of the same budgets with
/// different numbers could both be approved. The person who approved it first is told, and is asked again with the
/// current numbers.
async fn store_new(
    store: &Store,
    settings: &WorkspaceSettings,
    recommendation: &Recommendation,
    adjustment: &BudgetAdjustment,
    known: &[BudgetAdjustment],
) -> Result<(BudgetAdjustment, Vec<BudgetAdjustment>), StoreError> {
    let superseded: Vec<(&BudgetAdjustment, BudgetAdjustment)> = known
        .iter()
        .filter(|old| old.state.is_open())
        .map(|old| (old, old.superseded(Some(adjustment.as_successor()))))
        .collect();
    let people: Vec<Teammate> =
        settings.members.iter().filter(|member| member.active).map(Teammate::from).collect();
    let told = |(_, ended): &(&BudgetAdjustment, BudgetAdjustment)| {
        tell_first(&settings.workspace, people.iter(), ended, adjustment.proposed_at)
    };
    let messages: Vec<Message> = superseded.iter().filter_map(told).collect();
    let proposal = match store.propose(recommendation, adjustment, &superseded, &messages).await? {
        Proposed::New => adjustment.clone(),
        Proposed::AlreadyThere(stored) => *stored,
    };
    let ended = superseded.into_iter().map(|(_, ended)| ended).collect();
    Ok((proposal, ended))
}

/// The status of a proposal among the known shifts.
#[derive(Debug, PartialEq, Eq)]
enum ProposalStatus {
    /// It is new and supersedes the pending ones.
    New,
    /// It is already stored, or an identical move awaits its second approval; this is that shift.
    Known(Box<BudgetAdjustment>),
    /// It must not be proposed now.
    NotNow,
}

/// Determines the status of a proposal. A report on an older day never supersedes a newer proposal, an approved shift
/// is not proposed again before the ad account has applied it, and a declined shift is not proposed again for a week.
fn standing(proposal: &BudgetAdjustment, known: &[BudgetAdjustment], now: Timestamp) -> ProposalStatus {
    if let Some(stored) = known.iter().find(|known| known.id == proposal.id) {
        return ProposalStatus::Known(Box::new(latest(stored, known).clone()));
    }
    let newer = known.iter().any(|known| day_of(&known.id) > day_of(&proposal.id));
    let settling = known.iter().any(|known| is_settling(known, proposal, now));
    if newer || settling {
        return ProposalStatus::NotNow;
    }
    // The first approval of an identical move must not be lost because a new day begins.
    let half_approved = known
        .iter()
        .find(|known| known.state == AdjustmentState::AwaitingSecond && is_same_move(known, proposal));
    half_approved.map_or(ProposalStatus::New, |stored| ProposalStatus::Known(Box::new(stored.clone())))
}

/// Follows a proposal to the one that superseded it after a budget change, and on to the last of them.
fn latest<'a>(stored: &'a BudgetAdjustment, known: &'a [BudgetAdjustment]) -> &'a BudgetAdjustment {
    let mut latest = stored;
    // Each step leads to another shift, so there are no more steps than shifts.
    for _step in known {
        let next = latest.successor.as_ref().filter(|_| latest.changed_budget.is_some());
        let next = next.and_then(|next| known.iter().find(|one| one.id == next.id));
        let Some(next) = next else { break };
        latest = next;
    }
    latest
}

/// Returns the day at the start of an identifier, in a format that sorts chronologically.
fn day_of(id: &AdjustmentId) -> &str {
    id.as_str().split('-').next().unwrap_or_default()
}

/// Reports whether a decision prevents a proposal: an approval not yet applied prevents every proposal that touches its
/// budgets, a decline only the same move. A shift that was undone may be proposed again.
fn is_settling(known: &BudgetAdjustment, proposal: &BudgetAdjustment, now: Timestamp) -> bool {
    let is_recent = known.decided.as_ref().is_some_and(|decision| now.duration_since(decision.at) < SETTLING);
    let keeps_away = match known.state {
        AdjustmentState::Approved => !is_applied(known) && shares_budget(known, proposal),
        AdjustmentState::Declined => {
            is_same_side(&known.from, &proposal.from) && is_same_side(&known.to, &proposal.to)
        }
        AdjustmentState::Proposed
        | AdjustmentState::AwaitingSecond
        | AdjustmentState::Undone
        | AdjustmentState::Superseded => false,
    };
    is_recent && keeps_away
}

fn is_applied(shift: &BudgetAdjustment) -> bool {
    matches!(shift.outcome, Some(ShiftOutcome::Applied { .. }))
}

/// Reports whether both touch a campaign whose budget has not changed in between.
fn shares_budget(one: &BudgetAdjustment, other: &BudgetAdjustment) -> bool {
    let sides = |side: &BudgetChange| is_same_side(side, &other.from) || is_same_side(side, &other.to);
    sides(&one.from) || sides(&one.to)
}

/// Reports whether both move the same amount between the same budgets.
fn is_same_move(one: &BudgetAdjustment, other: &BudgetAdjustment) -> bool {
    one.amount == other.amount && is_same_side(&one.from, &other.from) && is_same_side(&one.to, &other.to)
}

/// Reports whether both sides are the same campaign with the same budget.
fn is_same_side(one: &BudgetChange, other: &BudgetChange) -> bool {
    one.campaign == other.campaign && one.campaign_version == other.campaign_version
}

#[cfg(test)]
mod tests;
