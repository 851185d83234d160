//! The person: a member in the role that the event names, allowed by the rules that were in force.

use super::{Case, Doubt, ensure};
use crate::audit::Verb;
use crate::identity::MemberId;
use crate::verification::history::History;
use crate::workspace::rules::Permission;
use jiff::Timestamp;

impl Case<'_> {
    pub(super) fn person(&self) -> Result<(), Doubt> {
        let at = self.event.at;
        let role = self.history.role_at(self.actor, at).ok_or(Doubt::NotAMember)?;
        ensure(role == self.evidence.role, Doubt::OtherRole)?;
        let rules = self.history.rules_at(at).ok_or(Doubt::NoRules)?;
        ensure(rules.version == self.evidence.rules_version, Doubt::OtherRules)?;
        match permission(self.event.verb) {
            Some(permission) => ensure(may(self.history, self.actor, at, permission), Doubt::MayNot),
            None => Ok(()),
        }
    }
}

/// Says whether a person was a member at a time whom the rules of that time allowed to do it.
pub(super) fn may(history: &History, who: &MemberId, at: Timestamp, permission: Permission) -> bool {
    let (role, rules) = (history.role_at(who, at), history.rules_at(at));
    role.zip(rules).is_some_and(|(role, version)| version.rules.allow(who, role, permission))
}

fn permission(verb: Verb) -> Option<Permission> {
    match verb {
        Verb::ApproveShift
        | Verb::ApproveShiftFirst
        | Verb::DeclineShift
        | Verb::GiveReason
        | Verb::UndoShift => Some(Permission::ApproveShifts),
        Verb::AcknowledgeAlert | Verb::SnoozeAlert => Some(Permission::HandleAlerts),
        Verb::AssignRecommendation => Some(Permission::AssignRecommendations),
        // Whose it is may answer; that it is theirs is shown by the target.
        _ => None,
    }
}
