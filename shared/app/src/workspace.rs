//! Changes by an owner to a workspace: its members with their roles, and the rules for actions. Each change is one
//! transaction with its audit event. Changing a membership voids every token that was issued to the person before.

pub mod membership;
pub mod rules;

use domain::action::effects::SideEffects;
use domain::audit::{AuditEvent, Occasion, Source, Verb};
use domain::identity::{AuditEventId, MemberId, WorkspaceId};
use domain::workspace::{Member, Role};
use jiff::Timestamp;
use store::{Store, StoreError};

/// How often a change is tried again if a concurrent change got in the way.
const TRIES: usize = 5;

/// Who changes a workspace, when and on which channel.
#[derive(Debug, Clone)]
pub struct Change {
    pub workspace: WorkspaceId,
    /// The owner who makes the change; `None` if an operator of the product does.
    pub actor: Option<MemberId>,
    /// The channel.
    pub source: Source,
    /// The server's current time.
    pub at: Timestamp,
}

impl Change {
    /// Reports whether the change is allowed: for an operator, and for an active owner of this workspace.
    fn is_by_owner(&self, actor: Option<&Member>) -> bool {
        let is_owner = |member: &Member| {
            member.active && member.role == Role::Owner && member.workspace == self.workspace
        };
        self.actor.is_none() || actor.is_some_and(is_owner)
    }

    fn executed(&self, verb: Verb, object: &str, after: String) -> AuditEvent {
        let event = AuditEvent::executed(self.occasion(verb, object, &after), verb, object).to_state(after);
        AuditEvent { actor: self.actor.clone(), ..event }
    }

    /// The same change by the same person at the same time is the same event.
    fn occasion(&self, verb: Verb, object: &str, after: &str) -> Occasion {
        let actor = self.actor.as_ref().map_or("", MemberId::as_str);
        let what = format!("{verb:?}|{object}|{actor}|{}|{after}", self.at);
        Occasion {
            id: AuditEventId::hashed("change-", &what),
            workspace: self.workspace.clone(),
            at: self.at,
            source: self.source,
        }
    }

    /// Records an attempt by somebody without permission.
    async fn log_denied(&self, store: &Store, verb: Verb, object: &str) -> Result<(), StoreError> {
        let denied = AuditEvent::denied(self.occasion(verb, object, ""), verb, object, "may_not");
        let denied = AuditEvent { actor: self.actor.clone(), ..denied };
        store.log_unchanged(Some(&denied), &SideEffects::default()).await.map(drop)
    }
}

#[cfg(test)]
mod tests;
