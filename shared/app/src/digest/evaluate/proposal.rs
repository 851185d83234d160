//! The shift that a day speaks for, among the shifts that are known: when it is proposed, when one that waits stands
//! instead, and when it is not the time for one.

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

/// How long a decision on a shift keeps new ones away while the budgets do not change: the days that the next proposal
/// would be computed from, since they do not know of it.
const SETTLING: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How often a proposal is tried again when somebody decides on a shift at the same moment.
const TRIES: usize = 3;

/// What became of the proposal of a day.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The proposal as it stands; nothing when it is not the time for one.
    pub(super) proposal: Option<BudgetAdjustment>,
    /// What is to be queued.
    pub(super) jobs: Vec<QueueJob>,
}

/// Keeps the proposal of a day.
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
            // Somebody decided on a shift that was to be superseded.
            Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error),
        }
    }
    Err(StoreError::ConditionFailed)
}

/// Queues the news about what was superseded, whichever run it was that wrote it: a run may have ended in between, and a
/// job too many is harmless.
fn kept(proposal: Option<BudgetAdjustment>, known: &[BudgetAdjustment]) -> Kept {
    Kept { proposal, jobs: known.iter().filter_map(job_of_first).collect() }
}

/// Stores a new proposal in the place of all that wait. Gives it with the known shifts as they stand since.
///
/// One that waits for its second approval gives way too: with other numbers, two open moves of the same budgets could
/// both be approved. Its first approver is told, and is asked again with the numbers of now.
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

/// How a proposal stands among the shifts that are known.
#[derive(Debug, PartialEq, Eq)]
enum ProposalStatus {
    /// It is new and takes the place of those that wait.
    New,
    /// It is stored, or one that moves the same waits for its second approval; this is how.
    Known(Box<BudgetAdjustment>),
    /// It must not be made.
    NotNow,
}

/// Decides how a proposal stands. A report on an older day never takes the place of a newer proposal, a shift that was
/// approved is not proposed on top of itself before the ad account carried it out, and a no counts for a week.
fn standing(proposal: &BudgetAdjustment, known: &[BudgetAdjustment], now: Timestamp) -> ProposalStatus {
    if let Some(stored) = known.iter().find(|known| known.id == proposal.id) {
        return ProposalStatus::Known(Box::new(latest(stored, known).clone()));
    }
    let newer = known.iter().any(|known| day_of(&known.id) > day_of(&proposal.id));
    let settling = known.iter().any(|known| is_settling(known, proposal, now));
    if newer || settling {
        return ProposalStatus::NotNow;
    }
    // The first approval of the very same move must not be lost to a new day.
    let half_approved = known
        .iter()
        .find(|known| known.state == AdjustmentState::AwaitingSecond && is_same_move(known, proposal));
    half_approved.map_or(ProposalStatus::New, |stored| ProposalStatus::Known(Box::new(stored.clone())))
}

/// Follows a proposal to the one that took its place when a budget changed, and on to the last of them.
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

/// Returns the day that an identifier begins with, in an order that is the order of days.
fn day_of(id: &AdjustmentId) -> &str {
    id.as_str().split('-').next().unwrap_or_default()
}

/// Reports whether a decision keeps a proposal away: an approval that is not carried out yet from everything that touches
/// its budgets, a no from the same move alone. A shift that was undone may be proposed again.
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
