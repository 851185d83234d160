//! The person: a member in the role that the event names, allowed by the rules that were in force.

use super::{Case, Doubt, ensure};
use crate::audit::Verb;
use crate::identity::MemberId;
use crate::token::Action;
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

/// Returns the permission that actions with this verb need. Where they need none, the target shows whose it is.
fn permission(verb: Verb) -> Option<Permission> {
    Action::audited_as(verb).find_map(|action| action.row().permission)
}
