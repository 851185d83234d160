//! A tap in two round trips: one batched read of everything that it depends on, one transaction whose conditions
//! decide whatever the read said.

use crate::action::adjustment::{AdjustmentState, BudgetAdjustment};
use crate::action::decision::TapFacts;
use crate::action::token::{ActionKind, TokenClaims, TokenState, WhatsAppActionToken};
use crate::audit::AuditEvent;
use crate::conversation::WhatsAppConversationEntry;
use crate::identity::AdjustmentId;
use crate::insight::record::DayFindings;
use crate::metrics::Campaign;
use crate::store::conversations::KEPT_SECONDS;
use crate::store::item::{self, Entity};
use crate::store::key::{self, Key};
use crate::store::messages::value;
use crate::store::pages::Range;
use crate::store::subscriptions::{address_values, addresses_as_read};
use crate::store::transaction::{NotWritten, Standing, check, put, update};
use crate::store::{Item, Store, StoreError};
use crate::workspace::{Consent, Role};
use aws_sdk_dynamodb::types::builders::ConditionCheckBuilder;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, TransactWriteItem, Update};
use std::collections::HashMap;

/// Everything that the one batched read of a tap brings.
#[derive(Debug, Clone, Default)]
pub struct TapRead {
    /// What the decision depends on.
    pub facts: TapFacts,
    /// What was found on the day that the token shows, when it shows a day.
    pub day: Option<DayFindings>,
    /// The log entry of this very message, when it was handled before.
    pub handled: Option<WhatsAppConversationEntry>,
}

/// What became of an approval.
#[derive(Debug)]
pub enum Approval {
    /// It is approved.
    Done,
    /// This very message was handled by another worker meanwhile; its log entry has the reply.
    HandledBefore(Box<WhatsAppConversationEntry>),
    /// Something stood in the way; these are the facts as the transaction found them.
    StoodInTheWay(Box<TapFacts>),
}

/// What an approval writes.
pub struct ApprovalWrites<'a> {
    /// What the token claims.
    pub claims: &'a TokenClaims,
    /// What was read.
    pub facts: &'a TapFacts,
    /// The shift as it was read.
    pub before: &'a BudgetAdjustment,
    /// The shift as it is to be.
    pub after: &'a BudgetAdjustment,
    /// The audit event.
    pub audit: &'a AuditEvent,
    /// The log entry with the reply.
    pub entry: &'a WhatsAppConversationEntry,
    /// The time of the server, in seconds since 1970.
    pub now: i64,
}

impl Store {
    /// Reads in one batch what a tap depends on. The keys come from the token alone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read_tap(&self, claims: &TokenClaims, message_sid: &str) -> Result<TapRead, StoreError> {
        let workspace = &claims.workspace;
        let token = Key::token(workspace, &claims.hash());
        let settings = Key::workspace(workspace);
        let member = Key::member(workspace, &claims.member);
        let subscription = Key::subscription(workspace, &claims.member);
        let inbound = Key::inbound(workspace, &claims.member, message_sid);
        let mut keys =
            vec![token.clone(), settings.clone(), member.clone(), subscription.clone(), inbound.clone()];
        keys.extend(target_key(claims));
        let mut found = self.get_all(&keys).await?;
        let target = target_key(claims).and_then(|key| found.remove(&key));
        let (adjustment, day) = match claims.action {
            ActionKind::ApproveShift => (target.map(item::read).transpose()?, None),
            ActionKind::ShowAlerts | ActionKind::ViewDashboard => (None, target.map(item::read).transpose()?),
        };
        let facts = TapFacts {
            token: take(&mut found, &token)?,
            workspace: take(&mut found, &settings)?,
            member: take(&mut found, &member)?,
            subscription: take(&mut found, &subscription)?,
            adjustment,
            moved: Vec::new(),
        };
        Ok(TapRead { facts, day, handled: take(&mut found, &inbound)? })
    }

    /// Approves a shift: token used, shift approved, audit and log written, and the membership, consent, addresses, limit
    /// and both campaigns, which must run, still as they were seen. All of it or nothing.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn approve(&self, writes: &ApprovalWrites<'_>) -> Result<Approval, StoreError> {
        let transaction = vec![
            self.use_token(writes)?,
            self.approve_shift(writes)?,
            self.campaign_unmoved(writes, &writes.before.from)?,
            self.campaign_unmoved(writes, &writes.before.to)?,
            self.may_approve(writes)?,
            self.wants_messages(writes)?,
            self.within_limit(writes)?,
            self.audit_put(writes.audit)?,
            self.entry_put(writes.entry)?,
        ];
        match self.transact(transaction).await {
            Ok(()) => Ok(Approval::Done),
            Err(NotWritten::Conditions(standing)) => in_the_way(writes.facts, standing),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    /// Writes what a tap or a text leaves when it changes nothing: the log entry, and an audit event where one is due.
    /// A message that was handled meanwhile leaves nothing twice.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn log_unchanged(
        &self,
        audit: Option<&AuditEvent>,
        entry: &WhatsAppConversationEntry,
    ) -> Result<(), StoreError> {
        let mut writes = vec![self.entry_put(entry)?];
        writes.extend(audit.map(|audit| self.audit_put(audit)).transpose()?);
        self.write_once(writes).await
    }

    /// Writes the audit event of a tap or a START that is not of the person it would be taken for. Nothing is added to
    /// the person's conversation; a mark of the message takes the place of the entry, so that the event is not written twice.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn log_stranger(&self, audit: &AuditEvent) -> Result<(), StoreError> {
        let mark = item::mark(&Key::stranger(&audit.workspace, &audit.id), "stranger");
        let mark = item::expiring(mark, audit.at.as_second() + KEPT_SECONDS);
        self.write_once(vec![self.put_new(mark)?, self.audit_put(audit)?]).await
    }

    /// Makes the write of an audit event.
    pub(crate) fn audit_put(&self, audit: &AuditEvent) -> Result<TransactWriteItem, StoreError> {
        self.put_new(item::write(&Key::audit(&audit.workspace, audit.at, &audit.id), audit)?)
    }

    async fn write_once(&self, writes: Vec<TransactWriteItem>) -> Result<(), StoreError> {
        match self.transact(writes).await {
            Ok(()) | Err(NotWritten::Conditions(_)) => Ok(()),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    /// Reads the latest audit events of a workspace, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn latest_audit(
        &self,
        workspace: &crate::identity::WorkspaceId,
        limit: i32,
    ) -> Result<Vec<AuditEvent>, StoreError> {
        let items = self.query_last(&key::audit(workspace), "", limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads every audit event of a workspace, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn audit(
        &self,
        workspace: &crate::identity::WorkspaceId,
    ) -> Result<Vec<AuditEvent>, StoreError> {
        let items = self.query(&key::audit(workspace), Range::All).await?;
        items.into_iter().map(item::read).collect()
    }

    fn use_token(&self, writes: &ApprovalWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let claims = writes.claims;
        update(
            Update::builder()
                .table_name(&self.table)
                .set_key(Some(Key::token(&claims.workspace, &claims.hash()).attributes()))
                .update_expression("SET #state = :used, used_by = :sid")
                .condition_expression(
                    "#state = :issued AND valid_until > :now AND #member = :member AND #action = :action \
                     AND target = :target AND target_version = :version",
                )
                .expression_attribute_names("#state", "state")
                .expression_attribute_names("#member", "member")
                .expression_attribute_names("#action", "action")
                .expression_attribute_values(":used", value(&TokenState::Used)?)
                .expression_attribute_values(":issued", value(&TokenState::Issued)?)
                .expression_attribute_values(":sid", value(&writes.entry.message_sid)?)
                .expression_attribute_values(":now", value(&writes.now)?)
                .expression_attribute_values(":member", value(&claims.member)?)
                .expression_attribute_values(":action", value(&claims.action)?)
                .expression_attribute_values(":target", value(&claims.target)?)
                .expression_attribute_values(":version", value(&writes.before.version)?),
        )
    }

    fn approve_shift(&self, writes: &ApprovalWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let after = writes.after;
        let stored = item::write(&Key::adjustment(&after.workspace, &after.id), after)?;
        put(Put::builder()
            .table_name(&self.table)
            .set_item(Some(stored))
            .condition_expression("#state = :proposed AND version = :version")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":proposed", value(&AdjustmentState::Proposed)?)
            .expression_attribute_values(":version", value(&writes.before.version)?))
    }

    fn campaign_unmoved(
        &self,
        writes: &ApprovalWrites<'_>,
        change: &crate::action::adjustment::BudgetChange,
    ) -> Result<TransactWriteItem, StoreError> {
        let condition = self.condition(&Key::campaign(&writes.claims.workspace, &change.campaign));
        check(
            condition
                .condition_expression("version = :seen AND active = :yes")
                .expression_attribute_values(":yes", value(&true)?)
                .expression_attribute_values(":seen", value(&change.campaign_version)?),
        )
    }

    fn may_approve(&self, writes: &ApprovalWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let [first, second] = APPROVING_ROLES;
        let condition = self.condition(&Key::member(&writes.claims.workspace, &writes.claims.member));
        check(
            condition
                .condition_expression("active = :yes AND #role IN (:first, :second)")
                .expression_attribute_names("#role", "role")
                .expression_attribute_values(":yes", value(&true)?)
                .expression_attribute_values(":first", value(&first)?)
                .expression_attribute_values(":second", value(&second)?),
        )
    }

    fn wants_messages(&self, writes: &ApprovalWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let condition = self.condition(&Key::subscription(&writes.claims.workspace, &writes.claims.member));
        let read = writes.facts.subscription.as_ref();
        check(
            condition
                .condition_expression(format!("consent = :opted_in AND {}", addresses_as_read(read)))
                .set_expression_attribute_values(Some(address_values(read)?))
                .expression_attribute_values(":opted_in", value(&Consent::OptedIn)?),
        )
    }

    fn within_limit(&self, writes: &ApprovalWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let amount = writes.before.amount;
        let condition = self.condition(&Key::workspace(&writes.claims.workspace));
        check(
            condition
                .condition_expression(
                    "single_tap_limit.#minor >= :amount AND single_tap_limit.currency = :currency",
                )
                .expression_attribute_names("#minor", "minor")
                .expression_attribute_values(":amount", value(&amount.minor)?)
                .expression_attribute_values(":currency", value(&amount.currency)?),
        )
    }

    fn condition(&self, key: &Key) -> ConditionCheckBuilder {
        ConditionCheck::builder().table_name(&self.table).set_key(Some(key.attributes()))
    }
}

/// The roles of [`Role::may_approve_budgets`], as the condition of the transaction names them.
const APPROVING_ROLES: [Role; 2] = [Role::Owner, Role::Marketer];

fn target_key(claims: &TokenClaims) -> Option<Key> {
    match claims.action {
        ActionKind::ApproveShift => {
            let adjustment: AdjustmentId = claims.target.as_str().parse().ok()?;
            Some(Key::adjustment(&claims.workspace, &adjustment))
        }
        ActionKind::ShowAlerts | ActionKind::ViewDashboard => {
            Some(Key::day(&claims.workspace, claims.target.as_str().parse().ok()?))
        }
    }
}

/// Takes an item of a batched read and reads it; nothing when it is not there.
pub(super) fn take<E: Entity>(found: &mut HashMap<Key, Item>, key: &Key) -> Result<Option<E>, StoreError> {
    found.remove(key).map(item::read).transpose()
}

/// Reads what stood in the way, by the places of the writes in [`Store::approve`].
fn in_the_way(read: &TapFacts, standing: Vec<Standing>) -> Result<Approval, StoreError> {
    let mut facts = read.clone();
    for (place, found) in standing.into_iter().enumerate() {
        let Standing::Refused(stored) = found else { continue };
        match (place, stored) {
            (0, stored) => facts.token = stored.map(item::read::<WhatsAppActionToken>).transpose()?,
            (1, stored) => facts.adjustment = stored.map(item::read::<BudgetAdjustment>).transpose()?,
            (2 | 3, Some(stored)) => facts.moved.push(item::read::<Campaign>(stored)?),
            (4, stored) => facts.member = stored.map(item::read).transpose()?,
            (5, stored) => facts.subscription = stored.map(item::read).transpose()?,
            (6, stored) => facts.workspace = stored.map(item::read).transpose()?,
            (8, Some(stored)) => return Ok(Approval::HandledBefore(Box::new(item::read(stored)?))),
            (2 | 3, None) => facts.adjustment = None,
            _ => {}
        }
    }
    Ok(Approval::StoodInTheWay(Box::new(facts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_condition_names_exactly_the_roles_that_may_approve() {
        for role in [Role::Owner, Role::Marketer, Role::Viewer] {
            assert_eq!(APPROVING_ROLES.contains(&role), role.may_approve_budgets(), "{role:?}");
        }
    }
}
