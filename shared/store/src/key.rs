//! The keys of the table. All of them are created here, and all begin with the workspace, except for addresses and
//! the list of workspaces.

mod partition;

pub use partition::{
    CHAIN_HEAD, SCHEDULE, WORKSPACES, address, audit, chain, chain_place, creatives, facts, findings,
    imports, message_list, model_calls, notifications, question_list, questions, rules, settings, slot,
    sortable, talk, workspace_of_audit,
};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::identity::TokenHash;
use domain::identity::{
    AdjustmentId, AlertId, AuditEventId, CampaignId, CreativeId, MemberId, MessageId, NotificationId,
    QuestionId, ReceiptId, RecommendationId, WorkspaceId,
};
use domain::metrics::Channel;
use domain::schedule::slot::{Slot, SlotEntry, shard_of};
use jiff::Timestamp;
use jiff::civil::Date;
use partition::mailbox_of;
use std::collections::HashMap;

/// The name of the partition key.
pub const PARTITION: &str = "pk";
/// The name of the sort key.
pub const SORT: &str = "sk";
/// The index that lists items by time.
pub const BY_TIME: &str = "by-time";
/// The index of messages that need a check, sorted by when it is due.
pub const BY_DUE: &str = "by-due";

/// The key of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub partition: String,
    /// The sort key within the partition.
    pub sort: String,
}

impl Key {
    fn new(partition: String, sort: impl Into<String>) -> Self {
        Self { partition, sort: sort.into() }
    }

    /// Returns the key in DynamoDB's form.
    #[must_use]
    pub fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([
            (PARTITION.to_owned(), AttributeValue::S(self.partition.clone())),
            (SORT.to_owned(), AttributeValue::S(self.sort.clone())),
        ])
    }

    /// The key of the workspace itself.
    #[must_use]
    pub fn workspace(workspace: &WorkspaceId) -> Self {
        Self::new(settings(workspace), "WORKSPACE")
    }

    /// A membership.
    #[must_use]
    pub fn member(workspace: &WorkspaceId, member: &MemberId) -> Self {
        Self::new(settings(workspace), format!("MEMBER#{member}"))
    }

    /// The roster: all members of the workspace, in one item.
    #[must_use]
    pub fn roster(workspace: &WorkspaceId) -> Self {
        Self::new(settings(workspace), "ROSTER")
    }

    /// A version of the workspace's rules.
    #[must_use]
    pub fn rules(workspace: &WorkspaceId, version: u64) -> Self {
        Self::new(rules(workspace), format!("{version:010}"))
    }

    /// How a person's next text is interpreted.
    #[must_use]
    pub fn expecting(workspace: &WorkspaceId, member: &MemberId) -> Self {
        Self::new(talk(workspace, member), "EXPECTING")
    }

    /// A person's WhatsApp subscription.
    #[must_use]
    pub fn subscription(workspace: &WorkspaceId, member: &MemberId) -> Self {
        Self::new(settings(workspace), format!("SUBSCRIPTION#{member}"))
    }

    /// A campaign.
    #[must_use]
    pub fn campaign(workspace: &WorkspaceId, campaign: &CampaignId) -> Self {
        Self::new(settings(workspace), format!("CAMPAIGN#{campaign}"))
    }

    /// The date up to which a channel's facts are complete.
    #[must_use]
    pub fn source(workspace: &WorkspaceId, channel: &Channel) -> Self {
        Self::new(settings(workspace), format!("SOURCE#{channel}"))
    }

    /// The receipt of a file that came in.
    #[must_use]
    pub fn import_receipt(workspace: &WorkspaceId, receipt: &ReceiptId) -> Self {
        Self::new(imports(workspace), receipt.as_str())
    }

    /// Whose turn it is to import into the workspace.
    #[must_use]
    pub fn import_turn(workspace: &WorkspaceId) -> Self {
        Self::new(imports(workspace), "TURN")
    }

    /// How many files the workspace sent through the API in an hour.
    #[must_use]
    pub fn import_count(workspace: &WorkspaceId, at: Timestamp) -> Self {
        Self::new(imports(workspace), format!("COUNT#{}", at.strftime("%Y-%m-%dT%H")))
    }

    /// The health of a channel's source, which several writers update, each its own part.
    #[must_use]
    pub fn source_health(workspace: &WorkspaceId, channel: &Channel) -> Self {
        Self::new(settings(workspace), format!("SOURCE_HEALTH#{channel}"))
    }

    /// A creative.
    #[must_use]
    pub fn creative(workspace: &WorkspaceId, campaign: &CampaignId, creative: &CreativeId) -> Self {
        Self::new(creatives(workspace), format!("{campaign}#{creative}"))
    }

    /// A fact.
    #[must_use]
    pub fn fact(
        workspace: &WorkspaceId,
        date: Date,
        channel: &Channel,
        campaign: &CampaignId,
        creative: &CreativeId,
    ) -> Self {
        Self::new(facts(workspace, date), format!("{date}#{channel}#{campaign}#{creative}"))
    }

    /// An alert.
    #[must_use]
    pub fn alert(workspace: &WorkspaceId, alert: &AlertId) -> Self {
        Self::new(findings(workspace), format!("ALERT#{alert}"))
    }

    /// The findings of a day.
    #[must_use]
    pub fn day(workspace: &WorkspaceId, day: Date) -> Self {
        Self::new(findings(workspace), format!("DAY#{day}"))
    }

    /// A day as it was judged, for the people of later slots.
    #[must_use]
    pub fn judged_day(workspace: &WorkspaceId, day: Date) -> Self {
        Self::new(findings(workspace), format!("JUDGED#{day}"))
    }

    /// A recommendation.
    #[must_use]
    pub fn recommendation(workspace: &WorkspaceId, recommendation: &RecommendationId) -> Self {
        Self::new(findings(workspace), format!("RECOMMENDATION#{recommendation}"))
    }

    /// A budget shift.
    #[must_use]
    pub fn adjustment(workspace: &WorkspaceId, adjustment: &AdjustmentId) -> Self {
        Self::new(findings(workspace), format!("ADJUSTMENT#{adjustment}"))
    }

    /// The minutes of a zone at which digests are due.
    #[must_use]
    pub fn zone_minutes(zone: &str) -> Self {
        Self::new(SCHEDULE.to_owned(), format!("ZONE#{zone}"))
    }

    /// Up to when the schedule is planned, and who plans it.
    #[must_use]
    pub fn planned() -> Self {
        Self::new(SCHEDULE.to_owned(), "PLANNED")
    }

    /// A date on which a slot was left out.
    #[must_use]
    pub fn left_out(of: &Slot, date: Date) -> Self {
        Self::new(SCHEDULE.to_owned(), format!("LEFT_OUT#{}@{}#{date}", of.zone, of.minute))
    }

    /// A person in a slot.
    #[must_use]
    pub fn slot_entry(of: &Slot, entry: &SlotEntry) -> Self {
        let SlotEntry { workspace, member } = entry;
        Self::new(slot(of, shard_of(workspace)), format!("W#{workspace}#{member}"))
    }

    /// An action token.
    #[must_use]
    pub fn token(workspace: &WorkspaceId, token: &TokenHash) -> Self {
        Self::new(format!("W#{workspace}#TOKEN"), token.as_str())
    }

    /// A logical message.
    #[must_use]
    pub fn message(workspace: &WorkspaceId, message: &MessageId) -> Self {
        Self::new(format!("W#{workspace}#MESSAGE#{message}"), "MESSAGE")
    }

    /// What is held back for all workspaces; it belongs to the sender and names nobody.
    #[must_use]
    pub fn breakers() -> Self {
        Self::new("BREAKERS".to_owned(), "BREAKERS")
    }

    /// The content of each template at Twilio; it belongs to the account and names nobody.
    #[must_use]
    pub fn content_sids() -> Self {
        Self::new("CONTENT".to_owned(), "CONTENT")
    }

    /// The time from which the next message may go to a phone, in any workspace; the address is hashed as for
    /// [`address`].
    #[must_use]
    pub fn person_pace(hashed_address: &str) -> Self {
        Self::new(format!("PACE#{hashed_address}"), "PACE")
    }

    /// How many messages a sender sent within an hour of the clock; the address is hashed as for [`address`].
    #[must_use]
    pub fn sender_count(hashed_address: &str, at: Timestamp) -> Self {
        Self::new(format!("SENDER#{hashed_address}"), format!("COUNT#{}", at.strftime("%Y-%m-%dT%H")))
    }

    /// The digest that a message carries, stored next to the message.
    #[must_use]
    pub fn digest(workspace: &WorkspaceId, message: &MessageId) -> Self {
        Self::new(format!("W#{workspace}#MESSAGE#{message}"), "DIGEST")
    }

    /// A message from a person, by its Twilio identifier, so that the same message cannot be logged or acted on
    /// twice.
    #[must_use]
    pub fn inbound(workspace: &WorkspaceId, member: &MemberId, message_sid: &str) -> Self {
        Self::new(talk(workspace, member), format!("IN#{message_sid}"))
    }

    /// A message to a person, by its Twilio identifier.
    #[must_use]
    pub fn outbound(workspace: &WorkspaceId, member: &MemberId, message_sid: &str) -> Self {
        Self::new(talk(workspace, member), format!("OUT#{message_sid}"))
    }

    /// A question of a person, with its answer. The latest one sorts last.
    #[must_use]
    pub fn question(workspace: &WorkspaceId, member: &MemberId, question: &QuestionId) -> Self {
        Self::new(questions(workspace, member), question.as_str())
    }

    /// How often a person asked a language model on a day in UTC.
    #[must_use]
    pub fn model_calls_of_day(workspace: &WorkspaceId, member: &MemberId, at: Timestamp) -> Self {
        Self::new(model_calls(workspace), format!("DAY#{}#{member}", at.strftime("%Y-%m-%d")))
    }

    /// How often a workspace asked a language model in a month in UTC.
    #[must_use]
    pub fn model_calls_of_month(workspace: &WorkspaceId, at: Timestamp) -> Self {
        Self::new(model_calls(workspace), format!("MONTH#{}", at.strftime("%Y-%m")))
    }

    /// The mark of a message that tapped another person's button, by its audit event.
    #[must_use]
    pub fn stranger(workspace: &WorkspaceId, event: &AuditEventId) -> Self {
        Self::new(format!("W#{workspace}#STRANGER"), event.as_str())
    }

    /// An audit event.
    #[must_use]
    pub fn audit(workspace: &WorkspaceId, at: Timestamp, event: &AuditEventId) -> Self {
        Self::new(audit(workspace), format!("{}#{event}", sortable(at)))
    }

    /// A link of the audit chain, by its position; the first is 1.
    #[must_use]
    pub fn chain_link(workspace: &WorkspaceId, sequence: u64) -> Self {
        Self::new(chain(workspace), chain_place(sequence))
    }

    /// The head of the audit chain; it sorts after every link.
    #[must_use]
    pub fn chain_head(workspace: &WorkspaceId) -> Self {
        Self::new(chain(workspace), CHAIN_HEAD)
    }

    /// The mark of a sealed audit event, by the event's sort key.
    #[must_use]
    pub fn seal_mark(workspace: &WorkspaceId, event_key: &str) -> Self {
        Self::new(format!("W#{workspace}#SEALED"), event_key)
    }

    /// An audit event by its sort key, as stored in a link.
    #[must_use]
    pub fn audit_event(workspace: &WorkspaceId, event_key: &str) -> Self {
        Self::new(audit(workspace), event_key)
    }

    /// The mark of a refusal that was recorded after its reply, by its audit event.
    #[must_use]
    pub fn refusal(workspace: &WorkspaceId, event: &AuditEventId) -> Self {
        Self::new(format!("W#{workspace}#REFUSAL"), event.as_str())
    }

    /// A notification to a person; the latest one sorts last.
    #[must_use]
    pub fn notification(
        workspace: &WorkspaceId,
        member: &MemberId,
        at: Timestamp,
        notification: &NotificationId,
    ) -> Self {
        Self::new(notifications(workspace, member), format!("{}#{notification}", sortable(at)))
    }

    /// The suppression of a mail address, by a hash of the address.
    #[must_use]
    pub fn suppression(mailbox: &str) -> Self {
        Self::new(mailbox_of(mailbox), "SUPPRESSED")
    }

    /// The temporary bounces of a mail address, by a hash of the address.
    #[must_use]
    pub fn soft_bounces(mailbox: &str) -> Self {
        Self::new(mailbox_of(mailbox), "BOUNCES")
    }

    /// A report of a day, by the promise it reports on.
    #[must_use]
    pub fn report(workspace: &WorkspaceId, promise: &str, date: Date) -> Self {
        Self::new(format!("W#{workspace}#REPORT"), format!("{promise}#{date}"))
    }

    /// The workspace's entry in the list of workspaces.
    #[must_use]
    pub fn registration(workspace: &WorkspaceId) -> Self {
        Self::new(WORKSPACES.to_owned(), format!("W#{workspace}"))
    }

    /// The owner of a WhatsApp address, by a hash of the address.
    #[must_use]
    pub fn address(hashed_address: &str, workspace: &WorkspaceId, member: &MemberId) -> Self {
        Self::new(address(hashed_address), format!("W#{workspace}#{member}"))
    }
}

#[cfg(test)]
mod tests;
