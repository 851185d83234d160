//! Decides about a budget shift: approve, decline, undo, show.

use super::{Change, Decision, Known, Prompt, Refusal};
use crate::insight::adjustment::{AdjustmentState, BudgetAdjustment, DecisionRecord, ShiftOutcome};
use crate::instant::EpochSecond;
use crate::text::free::DeclineReason;
use crate::token::Action;
use crate::workspace::rules::Band;

impl Known<'_> {
    fn shift(&self) -> Result<&BudgetAdjustment, Refusal> {
        let is_target = |shift: &&BudgetAdjustment| {
            shift.workspace == self.workspace.id && shift.id.as_str() == self.wish.target.as_str()
        };
        self.context.shift().filter(is_target).ok_or(Refusal::Gone)
    }

    fn changed_campaign(&self) -> Option<Box<crate::metrics::Campaign>> {
        self.context.changed_campaigns.first().map(|campaign| Box::new(campaign.clone()))
    }
}

pub(super) fn approve(known: &Known<'_>) -> Result<Decision, Refusal> {
    let shift = known.shift()?;
    if let Some(refusal) = settled(known, shift) {
        return Err(refusal);
    }
    if let Some(first) = first_approval_of(shift).filter(|first| known.is_me(&first.by)) {
        return Err(Refusal::AwaitsSecond { first: first.clone() });
    }
    if let Some(first) = first_approval_of(shift).filter(|_| known.context.is_first_approver_again()) {
        return Err(Refusal::SamePerson { first: first.clone() });
    }
    if let Some(first) = first_approval_of(shift).filter(|_| known.context.has_first_approval_lapsed()) {
        return Err(Refusal::FirstMayNot { first: first.clone() });
    }
    if known.is_too_old() {
        return Err(Refusal::Expired);
    }
    if known.is_used() {
        return Err(Refusal::Gone);
    }
    if !saw_this_proposal(shift, known.wish.seen_version) {
        return Err(Refusal::TargetMoved { campaign: None });
    }
    if let Some(campaign) = known.changed_campaign() {
        return Err(Refusal::TargetMoved { campaign: Some(campaign) });
    }
    match (first_approval_of(shift), known.workspace.band(shift.amount)) {
        (Some(_somebody_else), Some(_)) => {
            Ok(Decision::Apply(Change::Approve { band: Band::SecondApprover }))
        }
        (None, Some(band)) => first_approval(known, band),
        (_, None) => Err(Refusal::OverLimit),
    }
}

/// Returns the first of two approvals while the second is pending.
fn first_approval_of(shift: &BudgetAdjustment) -> Option<&DecisionRecord> {
    shift.first.as_ref().filter(|_| shift.state == AdjustmentState::AwaitingSecond)
}

/// Reports whether the numbers that were shown are still current: nothing has happened since, except the first of two
/// approvals.
fn saw_this_proposal(shift: &BudgetAdjustment, seen_version: u64) -> bool {
    let awaits_second = shift.state == AdjustmentState::AwaitingSecond;
    let only_first_since = awaits_second && seen_version.checked_add(1) == Some(shift.version);
    seen_version == shift.version || only_first_since
}

fn first_approval(known: &Known<'_>, band: Band) -> Result<Decision, Refusal> {
    // A page shows everything before its button is pressed, so the page itself asks for the confirmation.
    let was_asked = known.wish.action == Action::ConfirmShift || known.actor.via.senders().is_none();
    match band {
        Band::OneTap => Ok(Decision::Apply(Change::Approve { band })),
        Band::Confirmation if was_asked => Ok(Decision::Apply(Change::Approve { band })),
        Band::Confirmation => Ok(Decision::Show(Prompt::ConfirmShift)),
        Band::SecondApprover if !known.context.other_approvers(&known.member.id).is_empty() => {
            Ok(Decision::Apply(Change::ApproveFirst))
        }
        Band::SecondApprover => Err(Refusal::OverLimit),
    }
}

/// A decline never expires and does not depend on the numbers: whatever was shown, the person does not want it.
pub(super) fn decline(known: &Known<'_>) -> Result<Decision, Refusal> {
    let shift = known.shift()?;
    match settled(known, shift) {
        Some(refusal) => Err(refusal),
        None if known.is_used() => Err(Refusal::Gone),
        None => Ok(Decision::Apply(Change::Decline)),
    }
}

pub(super) fn undo(known: &Known<'_>) -> Result<Decision, Refusal> {
    let shift = known.shift()?;
    if shift.state != AdjustmentState::Approved {
        return Err(settled(known, shift).unwrap_or(Refusal::Gone));
    }
    if let Some(outcome @ ShiftOutcome::Refused { .. }) = &shift.outcome {
        return Err(Refusal::NothingToUndo { outcome: outcome.clone() });
    }
    // The report that the shift was applied raises the version by one, but does not matter to a person who wants to
    // undo it.
    let reported = u64::from(shift.outcome.is_some());
    if known.is_used() || known.wish.seen_version.checked_add(reported) != Some(shift.version) {
        return Err(Refusal::Gone);
    }
    if shift.undo_until.is_none_or(|until| EpochSecond::from(known.actor.now) >= until) {
        return Err(Refusal::UndoTooLate { until: shift.undo_until });
    }
    if known.is_too_old() {
        return Err(Refusal::Expired);
    }
    match known.changed_campaign() {
        Some(campaign) => Err(Refusal::UndoMoved { campaign: Some(campaign) }),
        None => Ok(Decision::Apply(Change::Undo)),
    }
}

pub(super) fn review(known: &Known<'_>) -> Result<Decision, Refusal> {
    let shift = known.shift()?;
    if let Some(refusal) = settled(known, shift) {
        return Err(refusal);
    }
    if known.is_too_old() { Err(Refusal::Expired) } else { Ok(Decision::Show(Prompt::Shift)) }
}

/// A reason must follow the person's own decline, and is accepted only once.
pub(super) fn give_reason(known: &Known<'_>) -> Result<Decision, Refusal> {
    let shift = known.shift()?;
    let is_mine = shift.decided.as_ref().is_some_and(|decision| known.is_me(&decision.by));
    let waits = shift.state == AdjustmentState::Declined && is_mine && shift.decline_reason.is_none();
    let reason = known.wish.detail.as_deref().and_then(|detail| DeclineReason::clean(detail).ok());
    match reason.filter(|_| waits) {
        Some(reason) => Ok(Decision::Apply(Change::GiveReason { reason })),
        None => Err(Refusal::Gone),
    }
}

/// Returns the refusal that tells a late request what was decided about the shift, or `None` while the shift is open.
fn settled(known: &Known<'_>, shift: &BudgetAdjustment) -> Option<Refusal> {
    let same = |decision: &DecisionRecord| known.is_me(&decision.by);
    let refusal = match (shift.state, &shift.decided, &shift.undone) {
        (AdjustmentState::Proposed | AdjustmentState::AwaitingSecond, _, _) => return None,
        (AdjustmentState::Approved, Some(decision), _) => {
            Refusal::AlreadyApproved { decision: decision.clone(), by_the_same_person: same(decision) }
        }
        (AdjustmentState::Declined, Some(decision), _) => {
            Refusal::AlreadyDeclined { decision: decision.clone(), by_the_same_person: same(decision) }
        }
        (AdjustmentState::Undone, _, Some(decision)) => {
            Refusal::AlreadyUndone { decision: decision.clone(), by_the_same_person: same(decision) }
        }
        (AdjustmentState::Superseded, _, _) if shift.changed_budget.is_some() => {
            Refusal::TargetMoved { campaign: None }
        }
        (AdjustmentState::Superseded, _, _) => Refusal::Superseded,
        // The product never stores such a state without a record of who brought it about.
        (AdjustmentState::Approved | AdjustmentState::Declined | AdjustmentState::Undone, _, _) => {
            Refusal::Gone
        }
    };
    Some(refusal)
}
