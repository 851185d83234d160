//! Checks the person: a member with the role that the event names, permitted by the rules that were in force.

use super::{Case, Violation, ensure};
use crate::audit::Verb;
use crate::identity::MemberId;
use crate::token::Action;
use crate::verification::history::History;
use crate::workspace::rules::Permission;
use jiff::Timestamp;

impl Case<'_> {
    pub(super) fn person(&self) -> Result<(), Violation> {
        let at = self.event.at;
        let role = self.history.role_at(self.actor, at).ok_or(Violation::NotAMember)?;
        ensure(role == self.evidence.role, Violation::OtherRole)?;
        let rules = self.history.rules_at(at).ok_or(Violation::NoRules)?;
        ensure(rules.version == self.evidence.rules_version, Violation::OtherRules)?;
        match permission(self.event.verb) {
            Some(permission) => ensure(may(self.history, self.actor, at, permission), Violation::MayNot),
            None => Ok(()),
        }
    }
}

/// Reports whether a person was a member at a time and had the permission under the rules of that time.
pub(super) fn may(history: &History, who: &MemberId, at: Timestamp, permission: Permission) -> bool {
    let (role, rules) = (history.role_at(who, at), history.rules_at(at));
    role.zip(rules).is_some_and(|(role, version)| version.rules.allow(who, role, permission))
}

/// Returns the permission required by actions with this verb. If they require none, the target shows who may act on it.
fn permission(verb: Verb) -> Option<Permission> {
    Action::audited_as(verb).find_map(|action| action.row().permission)
}
