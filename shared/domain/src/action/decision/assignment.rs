//! Decides who owns a recommendation: choose, assign, accept, pass back.

use super::{Change, Decision, Known, Prompt, Refusal};
use crate::insight::record::{Assignment, AssignmentAnswer, Recommendation};
use crate::workspace::roster::Teammate;

impl Known<'_> {
    fn recommendation(&self) -> Result<&Recommendation, Refusal> {
        let is_target = |recommendation: &&Recommendation| {
            recommendation.workspace == self.workspace.id
                && recommendation.id.as_str() == self.wish.target.as_str()
        };
        self.context.recommendation().filter(is_target).ok_or(Refusal::Gone)
    }
}

pub(super) fn choose(known: &Known<'_>) -> Result<Decision, Refusal> {
    open_to_assign(known)?;
    let page = known.wish.detail.as_deref().and_then(|page| page.parse().ok()).unwrap_or(1);
    Ok(Decision::Show(Prompt::Assignees { page }))
}

pub(super) fn assign(known: &Known<'_>) -> Result<Decision, Refusal> {
    let recommendation = open_to_assign(known)?;
    if known.is_used() || known.wish.seen_version != recommendation.version {
        return Err(chosen_before(known, recommendation));
    }
    let picked = known.wish.detail.as_deref().and_then(|detail| detail.parse().ok());
    let teammate = picked.and_then(|id| known.context.roster.as_ref()?.find(&id));
    let teammate = teammate.filter(|person| may_own(person)).ok_or(Refusal::NotATeammate)?;
    let has_it = |assignment: &&Assignment| {
        assignment.owner == teammate.id && assignment.answer != AssignmentAnswer::PassedBack
    };
    // The current owner is not notified again.
    if let Some(assignment) = recommendation.assignment.as_ref().filter(has_it) {
        return Err(Refusal::AlreadyAssigned { assignment: Box::new(assignment.clone()) });
    }
    Ok(Decision::Apply(Change::Assign { to: teammate.id.clone(), name: teammate.name.clone() }))
}

/// Returns what happened to the recommendation since the list was shown, for a person who chooses from the list again.
fn chosen_before(known: &Known<'_>, recommendation: &Recommendation) -> Refusal {
    match recommendation.assignment.clone().map(Box::new) {
        Some(assignment) if assignment.answer == AssignmentAnswer::PassedBack => {
            Refusal::AlreadyAnswered { assignment }
        }
        Some(assignment) => Refusal::AlreadyAssigned { assignment },
        None if known.is_used() => Refusal::Gone,
        None => Refusal::TargetMoved { campaign: None },
    }
}

/// Reports whether a recommendation can be assigned to a person: somebody without permission to decide could not act on
/// it.
#[must_use]
pub fn may_own(person: &Teammate) -> bool {
    person.role.may_decide()
}

/// A recommendation that is unassigned or was passed back may be assigned by anybody; any other only by its assigner or
/// its owner.
fn open_to_assign<'a>(known: &'a Known<'_>) -> Result<&'a Recommendation, Refusal> {
    let recommendation = known.recommendation()?;
    if let Some(assignment) = &recommendation.assignment {
        let mine = known.is_me(&assignment.assigned.by) || known.is_me(&assignment.owner);
        if assignment.answer != AssignmentAnswer::PassedBack && !mine {
            return Err(Refusal::AlreadyAssigned { assignment: Box::new(assignment.clone()) });
        }
    }
    if known.is_too_old() { Err(Refusal::Expired) } else { Ok(recommendation) }
}

pub(super) fn accept(known: &Known<'_>) -> Result<Decision, Refusal> {
    let assignment = own_assignment(known)?;
    match assignment.answer {
        AssignmentAnswer::Awaited => Ok(Decision::Apply(Change::Accept)),
        AssignmentAnswer::Accepted | AssignmentAnswer::PassedBack => {
            Err(Refusal::AlreadyAnswered { assignment: Box::new(assignment.clone()) })
        }
    }
}

/// An owner who accepted may still pass the recommendation back; it cannot be passed back twice.
pub(super) fn pass_back(known: &Known<'_>) -> Result<Decision, Refusal> {
    let assignment = own_assignment(known)?;
    match assignment.answer {
        AssignmentAnswer::Awaited | AssignmentAnswer::Accepted => Ok(Decision::Apply(Change::PassBack)),
        AssignmentAnswer::PassedBack => {
            Err(Refusal::AlreadyAnswered { assignment: Box::new(assignment.clone()) })
        }
    }
}

fn own_assignment<'a>(known: &'a Known<'_>) -> Result<&'a Assignment, Refusal> {
    let recommendation = known.recommendation()?;
    let assignment = recommendation.assignment.as_ref().ok_or(Refusal::Gone)?;
    if !known.is_me(&assignment.owner) {
        return Err(Refusal::AlreadyAssigned { assignment: Box::new(assignment.clone()) });
    }
    if known.is_too_old() {
        return Err(Refusal::Expired);
    }
    // The button may belong to an earlier assignment to the same person.
    let answered = u64::from(assignment.answer != AssignmentAnswer::Awaited);
    let same_time = known.wish.seen_version.checked_add(answered) == Some(recommendation.version);
    if !same_time || known.is_used() {
        return Err(Refusal::AlreadyAnswered { assignment: Box::new(assignment.clone()) });
    }
    Ok(assignment)
}
