//! Replies about the owner of a recommendation.

use super::{Reader, source};
use crate::action::decision::Refusal;
use crate::insight::record::{Assignment, AssignmentAnswer, Recommendation};
use crate::language::Phrase;
use crate::text::{display_name, short_name};

/// Describes a recommendation in one line.
#[must_use]
pub fn what(reader: &Reader, recommendation: &Recommendation) -> String {
    let shift = &recommendation.shift;
    let values: [(&str, &str); 3] = [
        ("amount", &reader.language.money(shift.amount)),
        ("from", &short_name(&shift.from.name)),
        ("to", &short_name(&shift.to.name)),
    ];
    reader.say(Phrase::DigestShift, &values)
}

fn owner(assignment: &Assignment) -> String {
    display_name(&assignment.owner_name)
}

/// Confirms to whom a recommendation was assigned.
#[must_use]
pub fn assigned(reader: &Reader, recommendation: &Recommendation) -> String {
    let what = what(reader, recommendation);
    match &recommendation.assignment {
        Some(assignment) if assignment.owner != assignment.assigned.by => {
            reader.say(Phrase::ReplyAssigned, &[("owner", &owner(assignment)), ("what", &what)])
        }
        _ => reader.say(Phrase::ReplyAssignedSelf, &[("what", &what)]),
    }
}

/// Confirms that the person accepted a recommendation.
#[must_use]
pub fn accepted(reader: &Reader, recommendation: &Recommendation) -> String {
    answered(reader, Phrase::ReplyAccepted, recommendation)
}

/// Confirms that the person passed a recommendation back.
#[must_use]
pub fn passed_back(reader: &Reader, recommendation: &Recommendation) -> String {
    answered(reader, Phrase::ReplyPassedBack, recommendation)
}

fn answered(reader: &Reader, phrase: Phrase, recommendation: &Recommendation) -> String {
    let assigner =
        recommendation.assignment.as_ref().map(|assignment| display_name(&assignment.assigned.name));
    let values: [(&str, &str); 2] =
        [("what", &what(reader, recommendation)), ("name", &assigner.unwrap_or_default())];
    reader.say(phrase, &values)
}

/// Explains why nothing was changed about an assignment.
pub(super) fn refused(reader: &Reader, refusal: &Refusal) -> String {
    match refusal {
        Refusal::AlreadyAnswered { assignment } => {
            let at = assignment.answered_at.unwrap_or(assignment.assigned.at);
            let values: [(&str, &str); 2] = [("owner", &owner(assignment)), ("time", &reader.moment(at))];
            match assignment.answer {
                AssignmentAnswer::PassedBack => reader.say(Phrase::ReplyAlreadyPassedBack, &values),
                AssignmentAnswer::Accepted => reader.say(Phrase::ReplyAlreadyAccepted, &values),
                AssignmentAnswer::Awaited => already_assigned(reader, assignment),
            }
        }
        Refusal::AlreadyAssigned { assignment } => already_assigned(reader, assignment),
        _ => reader.say(Phrase::ReplyNotATeammate, &[("workspace", &reader.workspace)]),
    }
}

fn already_assigned(reader: &Reader, assignment: &Assignment) -> String {
    let decision = &assignment.assigned;
    if assignment.owner == decision.by {
        let values: [(&str, &str); 2] =
            [("owner", &owner(assignment)), ("time", &reader.moment(decision.at))];
        return reader.say(Phrase::ReplyAlreadyAccepted, &values);
    }
    let values: [(&str, &str); 4] = [
        ("name", &display_name(&decision.name)),
        ("owner", &owner(assignment)),
        ("time", &reader.moment(decision.at)),
        ("source", &source(reader.language, decision.source)),
    ];
    reader.say(Phrase::ReplyAlreadyAssigned, &values)
}
