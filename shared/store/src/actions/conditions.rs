//! The conditions of an action: everything that the decision was based on is still as it was read.

use super::{ActionWrites, is_phone};
use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::Key;
use crate::subscriptions::{address_values, addresses_as_read};
use crate::table::{Item, Store};
use crate::transaction::{check, put, update};
use aws_sdk_dynamodb::types::builders::ConditionCheckBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Put, TransactWriteItem, Update};
use domain::action::context::FirstApprover;
use domain::action::effects::TokenUse;
use domain::identity::{CampaignId, MemberId};
use domain::insight::target::Target;
use domain::token::TokenState;
use domain::workspace::rules::ActionRules;
use domain::workspace::{Role, WhatsAppSubscription};
use std::collections::HashMap;

/// The token belongs to the person, is for this action and target, is unchanged since it was read, and is unused.
const SAME_TOKEN: &str = "#state = :issued AND #member = :member AND #action = :action AND channel = :channel \
                          AND target = :target AND target_version = :version AND issued_at = :issued_at";

impl Store {
    pub(super) fn token_write(&self, writes: &ActionWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let Some(read) = &writes.context.token else {
            return Err(StoreError::Malformed { kind: "token" });
        };
        let key = Key::token(&read.workspace, &writes.actor.claims.hash()).attributes();
        let age = if writes.change.token == TokenUse::AnyAge { "" } else { " AND valid_until > :now" };
        let mut values = HashMap::from([
            (":issued".to_owned(), value(&TokenState::Issued)?),
            (":member".to_owned(), value(&read.member)?),
            (":action".to_owned(), value(&read.purpose)?),
            (":channel".to_owned(), value(&read.channel)?),
            (":target".to_owned(), value(&read.target)?),
            (":version".to_owned(), value(&read.target_version)?),
            (":issued_at".to_owned(), value(&read.issued_at)?),
        ]);
        if writes.change.token != TokenUse::AnyAge {
            values.insert(":now".to_owned(), value(&writes.actor.now.as_second())?);
        }
        let condition = format!("{SAME_TOKEN}{age}");
        let names = [("#state", "state"), ("#member", "member"), ("#action", "action")];
        let names = names.map(|(place, name)| (place.to_owned(), name.to_owned()));
        if writes.change.token == TokenUse::Kept {
            let kept = ConditionCheck::builder().table_name(&self.table).set_key(Some(key));
            return check(
                kept.condition_expression(condition)
                    .set_expression_attribute_names(Some(names.into()))
                    .set_expression_attribute_values(Some(values)),
            );
        }
        values.insert(":used".to_owned(), value(&TokenState::Used)?);
        values.insert(":by".to_owned(), value(&writes.change.audit.id)?);
        update(
            Update::builder()
                .table_name(&self.table)
                .set_key(Some(key))
                .update_expression("SET #state = :used, used_by = :by")
                .condition_expression(condition)
                .set_expression_attribute_names(Some(names.into()))
                .set_expression_attribute_values(Some(values)),
        )
    }

    /// Replaces the target if it still has the version that was read. Every transition increments the version, so the
    /// version stands for the whole item.
    pub(super) fn target_write(&self, writes: &ActionWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let (stored, before) = target_item(&writes.change.after, writes.context.target.as_ref())?;
        // A recommendation stored before versions were introduced counts as version 1.
        let is_first = matches!(writes.change.after, Target::Recommendation(_)) && before == 1;
        let unset = if is_first { "attribute_not_exists(version) OR " } else { "" };
        put(Put::builder()
            .table_name(&self.table)
            .set_item(Some(stored))
            .condition_expression(format!("attribute_exists(pk) AND ({unset}version = :read)"))
            .expression_attribute_values(":read", value(&before)?))
    }

    pub(super) fn member_as_read(&self, writes: &ActionWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let claims = writes.actor.claims;
        let Some(read) = &writes.context.member else {
            return Err(StoreError::Malformed { kind: "member" });
        };
        let key = Key::member(&claims.workspace, &claims.member);
        // A membership without this attribute was stored before it was introduced, and has not changed since.
        let condition = "active = :yes AND #role = :role AND (changed_at = :changed_at OR attribute_not_exists(changed_at))";
        let values = HashMap::from([
            (":yes".to_owned(), value(&true)?),
            (":role".to_owned(), value(&read.role)?),
            (":changed_at".to_owned(), value(&read.changed_at)?),
        ]);
        let Some(recent) = &writes.change.conditions.recent_assignees else {
            return check(
                self.condition(&key)
                    .condition_expression(condition)
                    .expression_attribute_names("#role", "role")
                    .set_expression_attribute_values(Some(values)),
            );
        };
        update(
            Update::builder()
                .table_name(&self.table)
                .set_key(Some(key.attributes()))
                .update_expression("SET recent_assignees = :recent")
                .condition_expression(condition)
                .expression_attribute_names("#role", "role")
                .set_expression_attribute_values(Some(values))
                .expression_attribute_values(":recent", value(&recent)?),
        )
    }

    pub(super) fn rules_as_read(&self, writes: &ActionWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let Some(read) = &writes.context.workspace else {
            return Err(StoreError::Malformed { kind: "workspace" });
        };
        let condition = self.condition(&Key::workspace(&read.id));
        // A workspace stored before rules were introduced has the default rules.
        let is_default = read.rules == ActionRules::default();
        let unset = if is_default { "attribute_not_exists(#rules) OR " } else { "" };
        check(
            condition
                .condition_expression(format!("single_tap_limit = :limit AND ({unset}#rules = :rules)"))
                .expression_attribute_names("#rules", "rules")
                .expression_attribute_values(":limit", value(&read.single_tap_limit)?)
                .expression_attribute_values(":rules", value(&read.rules)?),
        )
    }

    /// Requires that the person's consent and addresses have not changed since the read. A person without a
    /// subscription can act by link or through the API only. Any action resets the count of texts that led to
    /// nothing, and one by WhatsApp opens the session.
    pub(super) fn subscription_as_read(
        &self,
        writes: &ActionWrites<'_>,
    ) -> Result<TransactWriteItem, StoreError> {
        let claims = writes.actor.claims;
        let key = Key::subscription(&claims.workspace, &claims.member);
        let condition = self.condition(&key);
        match &writes.context.subscription {
            Some(read) => {
                let (same, mut values) = subscription_condition(read)?;
                let change = if is_phone(writes.actor) {
                    values.insert(":heard".to_owned(), value(&writes.actor.now)?);
                    "SET last_heard_at = :heard REMOVE idle_texts"
                } else if read.idle_texts > 0 {
                    "REMOVE idle_texts"
                } else {
                    let condition = condition.condition_expression(same);
                    return check(condition.set_expression_attribute_values(Some(values)));
                };
                let update_of_person = Update::builder()
                    .table_name(&self.table)
                    .set_key(Some(key.attributes()))
                    .update_expression(change)
                    .condition_expression(same)
                    .set_expression_attribute_values(Some(values));
                update(update_of_person)
            }
            None if is_phone(writes.actor) => Err(StoreError::Malformed { kind: "subscription" }),
            None => check(condition.condition_expression("attribute_not_exists(pk)")),
        }
    }

    pub(super) fn campaign_unmoved(
        &self,
        writes: &ActionWrites<'_>,
        campaign: &CampaignId,
        version: u64,
    ) -> Result<TransactWriteItem, StoreError> {
        let condition = self.condition(&Key::campaign(&writes.actor.claims.workspace, campaign));
        check(
            condition
                .condition_expression("version = :seen AND active = :yes")
                .expression_attribute_values(":yes", value(&true)?)
                .expression_attribute_values(":seen", value(&version)?),
        )
    }

    /// Requires that nobody joined, left or changed roles since the read: each of these increments the roster's
    /// version.
    pub(super) fn roster_as_read(&self, writes: &ActionWrites<'_>) -> Result<TransactWriteItem, StoreError> {
        let Some(read) = &writes.context.roster else {
            return Err(StoreError::Malformed { kind: "roster" });
        };
        // A roster stored before versions were introduced has no version; it is read as having the first one.
        let unset = if read.version == 0 { "attribute_not_exists(version) OR " } else { "" };
        let condition = self.condition(&Key::roster(&writes.actor.claims.workspace));
        check(
            condition
                .condition_expression(format!("attribute_exists(pk) AND ({unset}version = :read)"))
                .expression_attribute_values(":read", value(&read.version)?),
        )
    }

    /// Requires that the first approver is still an active member, with the role that was read, by which the first approval
    /// counts, and with the mailbox that was read, by which the second is another person.
    pub(super) fn first_member_as_read(
        &self,
        writes: &ActionWrites<'_>,
        first: &MemberId,
    ) -> Result<TransactWriteItem, StoreError> {
        let Some(read) = &first_approver(writes)?.member else {
            return Err(StoreError::Malformed { kind: "first approver" });
        };
        let condition = self.condition(&Key::member(&writes.actor.claims.workspace, first));
        check(
            condition
                .condition_expression("active = :yes AND #role = :role AND email = :email")
                .expression_attribute_names("#role", "role")
                .expression_attribute_values(":yes", value(&true)?)
                .expression_attribute_values(":role", value(&read.role)?)
                .expression_attribute_values(":email", value(&read.email)?),
        )
    }

    /// Requires that the first approver still has the number and the business-scoped id that were read.
    pub(super) fn first_addresses_as_read(
        &self,
        writes: &ActionWrites<'_>,
        first: &MemberId,
    ) -> Result<TransactWriteItem, StoreError> {
        let read = first_approver(writes)?.subscription.as_ref();
        let condition = self.condition(&Key::subscription(&writes.actor.claims.workspace, first));
        check(match read {
            Some(_) => condition
                .condition_expression(addresses_as_read(read))
                .set_expression_attribute_values(Some(address_values(read)?)),
            None => condition.condition_expression("attribute_not_exists(pk)"),
        })
    }

    pub(super) fn candidate_is_member(
        &self,
        writes: &ActionWrites<'_>,
        candidate: &MemberId,
    ) -> Result<TransactWriteItem, StoreError> {
        let condition = self.condition(&Key::member(&writes.actor.claims.workspace, candidate));
        check(
            condition
                .condition_expression("active = :yes AND #role <> :viewer")
                .expression_attribute_names("#role", "role")
                .expression_attribute_values(":viewer", value(&Role::Viewer)?)
                .expression_attribute_values(":yes", value(&true)?),
        )
    }

    fn condition(&self, key: &Key) -> ConditionCheckBuilder {
        ConditionCheck::builder().table_name(&self.table).set_key(Some(key.attributes()))
    }
}

/// Returns what was read of the first approver. A second approval without it is a defect and is not written.
fn first_approver<'a>(writes: &ActionWrites<'a>) -> Result<&'a FirstApprover, StoreError> {
    writes.context.first_approver.as_ref().ok_or(StoreError::Malformed { kind: "first approver" })
}

fn subscription_condition(
    read: &WhatsAppSubscription,
) -> Result<(String, HashMap<String, AttributeValue>), StoreError> {
    let same = addresses_as_read(Some(read));
    let verified = "(attribute_not_exists(unverified) OR unverified = :unverified)";
    let mut values = address_values(Some(read))?;
    values.insert(":consent".to_owned(), value(&read.consent)?);
    values.insert(":since".to_owned(), value(&read.consent_changed_at)?);
    values.insert(":unverified".to_owned(), value(&read.unverified)?);
    Ok((format!("consent = :consent AND consent_changed_at = :since AND {verified} AND {same}"), values))
}

/// Returns the new item of a target, with the version that the target had before.
fn target_item(after: &Target, before: Option<&Target>) -> Result<(Item, u64), StoreError> {
    let defect = StoreError::Malformed { kind: "target" };
    match (after, before) {
        (Target::Shift(after), Some(Target::Shift(before))) => {
            Ok((item::write(&Key::adjustment(&after.workspace, &after.id), &**after)?, before.version))
        }
        (Target::Alert(after), Some(Target::Alert(before))) => {
            Ok((item::write(&Key::alert(&after.workspace, &after.finding.id), &**after)?, before.version))
        }
        (Target::Recommendation(after), Some(Target::Recommendation(before))) => {
            Ok((item::write(&Key::recommendation(&after.workspace, &after.id), &**after)?, before.version))
        }
        _ => Err(defect),
    }
}
