//! Runs an action in two round trips: one batched read of everything that it depends on, and one transaction whose
//! conditions make the final decision, whatever the read returned. The second of two approvals takes a third: the first
//! approver is named by the shift alone.

mod cards;
mod conditions;
mod log;

pub mod conflict;
pub mod text_actions;

pub use log::Logged;

use crate::item::take;

use crate::actions::conflict::{Place, raced};
use crate::error::StoreError;
use crate::item::{self};
use crate::key::Key;
use crate::table::{Item, Store};
use crate::transaction::NotWritten;
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::action::context::{ActionContext, Actor, FirstApprover};
use domain::action::effects::{PlannedChange, SideEffects, TokenUse};
use domain::action::plan::{Plan, PlannedWrite};
use domain::identity::WorkspaceId;
use domain::insight::adjustment::AdjustmentState;
use domain::insight::target::Target;
use domain::message::conversation::WhatsAppConversationEntry;
use domain::token::action::TargetKind;
use domain::token::{Action, TargetId};

/// Everything that the batched read for an action returns.
#[derive(Debug, Clone, Default)]
pub struct ActionRead {
    /// The facts that the decision depends on.
    pub context: ActionContext,
    /// The log entry of this message, if the message was already handled.
    pub handled: Option<WhatsAppConversationEntry>,
}

/// The outcome of writing a plan.
#[derive(Debug)]
pub enum Committed {
    /// The plan was written.
    Done,
    /// Another worker handled this message in the meantime; its log entry contains the reply.
    HandledBefore(Box<WhatsAppConversationEntry>),
    /// Another message of the person asked for cards in the meantime; nothing was written.
    CardsAskedBefore,
    /// A condition failed; this is the context as the transaction found it.
    StoodInTheWay(Box<ActionContext>),
}

/// A change, with its actor and the context that it was decided on.
#[derive(Clone, Copy)]
struct ActionWrites<'a> {
    actor: &'a Actor<'a>,
    context: &'a ActionContext,
    change: &'a PlannedChange,
    effects: &'a SideEffects,
}

impl Store {
    /// Reads everything that an action depends on in one batch. The keys are derived from the token and the request
    /// alone.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn read_action(
        &self,
        actor: &Actor<'_>,
        message_sid: Option<&str>,
    ) -> Result<ActionRead, StoreError> {
        let (claims, workspace) = (actor.claims, &actor.claims.workspace);
        let token = Key::token(workspace, &claims.hash());
        let settings = Key::workspace(workspace);
        let roster = Key::roster(workspace);
        let member = Key::member(workspace, &claims.member);
        let subscription = Key::subscription(workspace, &claims.member);
        let inbound = message_sid.map(|sid| Key::inbound(workspace, &claims.member, sid));
        let target = actor.action().and_then(|action| target_key(workspace, action, actor.target()));
        let mut keys =
            vec![token.clone(), settings.clone(), roster.clone(), member.clone(), subscription.clone()];
        keys.extend(inbound.clone());
        keys.extend(target.clone());
        let mut found = self.get_all(&keys).await?;
        let stored_target = target.and_then(|key| found.remove(&key));
        let context = ActionContext {
            token: take(&mut found, &token)?,
            workspace: take(&mut found, &settings)?,
            roster: take(&mut found, &roster)?,
            member: take(&mut found, &member)?,
            subscription: take(&mut found, &subscription)?,
            target: stored_target.map(read_target).transpose()?,
            changed_campaigns: Vec::new(),
            first_approver: None,
            awaited_cards: None,
        };
        let context = self.with_first_approver(actor, context).await?;
        let handled = inbound.map(|key| take(&mut found, &key)).transpose()?.flatten();
        Ok(ActionRead { context, handled })
    }

    /// Reads the first of two approvers in a second batch when somebody else is about to give the second approval: the
    /// shift alone says who that is.
    async fn with_first_approver(
        &self,
        actor: &Actor<'_>,
        context: ActionContext,
    ) -> Result<ActionContext, StoreError> {
        let approves = matches!(actor.action(), Some(Action::ApproveShift | Action::ConfirmShift));
        let waiting = context.shift().filter(|shift| shift.state == AdjustmentState::AwaitingSecond);
        let first = waiting.and_then(|shift| shift.first.as_ref()).map(|first| first.by.clone());
        let Some(first) = first.filter(|first| approves && *first != actor.claims.member) else {
            return Ok(context);
        };
        let workspace = &actor.claims.workspace;
        let (member, subscription) = (Key::member(workspace, &first), Key::subscription(workspace, &first));
        let mut found = self.get_all(&[member.clone(), subscription.clone()]).await?;
        let first_approver = FirstApprover {
            member: take(&mut found, &member)?,
            subscription: take(&mut found, &subscription)?,
        };
        Ok(ActionContext { first_approver: Some(first_approver), ..context })
    }

    /// Writes the effects of a request in one transaction, all or nothing.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn commit(
        &self,
        actor: &Actor<'_>,
        context: &ActionContext,
        plan: &Plan,
    ) -> Result<Committed, StoreError> {
        let effects = &plan.effects;
        match &plan.write {
            PlannedWrite::Change(change) => self.act(ActionWrites { actor, context, change, effects }).await,
            PlannedWrite::Log(Some(audit)) if effects.entry.is_none() => {
                self.log_denied(audit).await.map(|()| Committed::Done)
            }
            PlannedWrite::Log(audit) => Ok(match self.log_unchanged(audit.as_ref(), effects).await? {
                Logged::Done => Committed::Done,
                Logged::HandledBefore(entry) => Committed::HandledBefore(entry),
                Logged::CardsAskedBefore => Committed::CardsAskedBefore,
            }),
            PlannedWrite::Stranger(audit) => self.log_stranger(audit).await.map(|()| Committed::Done),
            PlannedWrite::Nothing => Ok(Committed::Done),
        }
    }

    /// Uses the token, changes the target, and writes the audit event, log entry, messages and notifications,
    /// provided that membership, consent, addresses, rules, roster, campaigns and candidate are still as they were
    /// read.
    async fn act(&self, writes: ActionWrites<'_>) -> Result<Committed, StoreError> {
        let (places, transaction): (Vec<Place>, Vec<TransactWriteItem>) =
            self.writes_of(&writes)?.into_iter().unzip();
        match self.transact(transaction).await {
            Ok(()) => Ok(Committed::Done),
            Err(NotWritten::Conditions(standing)) => raced(writes.context, &places, standing),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    fn writes_of(&self, writes: &ActionWrites<'_>) -> Result<Vec<(Place, TransactWriteItem)>, StoreError> {
        let token = match (writes.change.token, writes.actor.via.is_text()) {
            (TokenUse::Absent, true) => None,
            (TokenUse::Absent, false) => return Err(StoreError::Malformed { kind: "token" }),
            (TokenUse::Fresh | TokenUse::AnyAge | TokenUse::Kept, _) => Some(self.token_write(writes)?),
        };
        let mut all: Vec<(Place, TransactWriteItem)> =
            token.into_iter().map(|write| (Place::Token, write)).collect();
        all.extend([
            (Place::Target, self.target_write(writes)?),
            (Place::Member, self.member_as_read(writes)?),
            (Place::Workspace, self.rules_as_read(writes)?),
            (Place::Subscription, self.subscription_as_read(writes)?),
            (Place::Audit, self.audit_put(&writes.change.audit)?),
        ]);
        for (campaign, version) in &writes.change.conditions.campaigns {
            all.push((Place::Campaign, self.campaign_unmoved(writes, campaign, *version)?));
        }
        if writes.change.conditions.needs_another {
            all.push((Place::Roster, self.roster_as_read(writes)?));
        }
        if let Some(first) = &writes.change.conditions.first_approver {
            all.push((Place::FirstMember, self.first_member_as_read(writes, first)?));
            all.push((Place::FirstSubscription, self.first_addresses_as_read(writes, first)?));
        }
        // A member who assigns something to themselves is already checked as the acting member, and a transaction may
        // contain an item only once.
        let candidate = writes.change.conditions.candidate.as_ref();
        if let Some(candidate) = candidate.filter(|who| **who != writes.actor.claims.member) {
            all.push((Place::Candidate, self.candidate_is_member(writes, candidate)?));
        }
        all.extend(self.effect_writes(writes.effects)?);
        Ok(all)
    }

    fn effect_writes(&self, effects: &SideEffects) -> Result<Vec<(Place, TransactWriteItem)>, StoreError> {
        let mut all = Vec::new();
        if let Some(entry) = &effects.entry {
            all.push((Place::Entry, self.entry_put(entry)?));
        }
        for message in &effects.messages {
            all.push((Place::Beside, self.message_put(message)?));
        }
        for notification in &effects.notifications {
            all.push((Place::Beside, self.notification_put(notification)?));
        }
        if let Some(expecting) = &effects.expecting {
            all.push((Place::Beside, self.expecting_put(expecting)?));
        }
        match (&effects.asked_cards, &effects.idle_texts) {
            (Some(asked), idle_texts) => {
                all.push((Place::Beside, self.asked_cards_update(asked, idle_texts.as_ref())?));
            }
            (None, Some(idle_texts)) => all.push((Place::Beside, self.idle_texts_update(idle_texts)?)),
            (None, None) => {}
        }
        Ok(all)
    }
}

fn target_key(workspace: &WorkspaceId, action: Action, target: &TargetId) -> Option<Key> {
    let text = target.as_str();
    Some(match action.row().target {
        TargetKind::Shift => Key::adjustment(workspace, &text.parse().ok()?),
        TargetKind::Alert => Key::alert(workspace, &text.parse().ok()?),
        TargetKind::Recommendation => Key::recommendation(workspace, &text.parse().ok()?),
        TargetKind::Day => Key::day(workspace, text.parse().ok()?),
    })
}

fn read_target(stored: Item) -> Result<Target, StoreError> {
    match item::kind(&stored) {
        "adjustment" => Ok(Target::Shift(Box::new(item::read(stored)?))),
        "alert" => Ok(Target::Alert(Box::new(item::read(stored)?))),
        "recommendation" => Ok(Target::Recommendation(Box::new(item::read(stored)?))),
        "day" => Ok(Target::Day(Box::new(item::read(stored)?))),
        _ => Err(StoreError::Malformed { kind: "target" }),
    }
}

/// Reports whether the person's consent and addresses are conditions of the action, which is the case for requests
/// from a phone.
fn is_phone(actor: &Actor<'_>) -> bool {
    actor.via.senders().is_some()
}

#[cfg(test)]
mod tests;
