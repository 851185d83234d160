//! Notifications: written with the event that causes them, read newest first; and the claim and record of their
//! mails.

use crate::conversations::KEPT_SECONDS;
use crate::error::StoreError;
use crate::item::take;
use crate::item::{self, value};
use crate::key::{self, Key};
use crate::table::Store;
use crate::transaction::{ConditionResult, NotWritten, check, update};
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem, Update};
use domain::identity::{MemberId, MessageId, WorkspaceId};
use domain::instant::EpochSecond;
use domain::message::Message;
use domain::message::reference::NotificationJob;
use domain::notification::{EmailState, MemberNotification, NotificationEmail, NotificationKind};
use domain::token::issued::IssuedToken;
use domain::workspace::{Consent, Member, WhatsAppSubscription, Workspace};
use jiff::Timestamp;

/// Everything that the mail of a notification depends on.
#[derive(Debug, Clone)]
pub struct NotificationRead {
    pub notification: MemberNotification,
    /// The recipient, as long as the membership exists.
    pub member: Option<Member>,
    pub workspace: Option<Workspace>,
    /// The message of the digest that the notification is about.
    pub digest: Option<Message>,
    /// The subscription of the recipient, read for digests only: other mails do not depend on it.
    pub subscription: Option<WhatsAppSubscription>,
}

/// An attempt to mail a notification, to be claimed.
pub struct MailClaim<'a> {
    /// The state that was read.
    pub read: &'a NotificationRead,
    /// The recipient as read.
    pub member: &'a Member,
    /// The mail as held by this worker.
    pub claimed: &'a NotificationEmail,
    /// The hash of the mail address.
    pub mailbox: &'a str,
    /// The tokens that the mail will carry.
    pub tokens: &'a [IssuedToken],
    /// The time of the claim.
    pub now: EpochSecond,
}

/// The outcome of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailClaimed {
    /// This worker holds the claim.
    Claimed,
    /// A condition failed: read and decide again.
    NotNow,
    /// The address is suppressed.
    Suppressed,
}

/// The outcome of recording a mail's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailMoved {
    /// The mail has a higher rank now.
    Up,
    /// The mail already had this rank or a higher one.
    Stands(EmailState),
    /// There is no such notification.
    NoNotification,
}

/// Returns why a claim failed. The second write is the check of the address; another worker's claim on the mail takes
/// precedence over it.
fn lost(standing: &[ConditionResult]) -> MailClaimed {
    match standing {
        [ConditionResult::Clear, ConditionResult::Refused(_), ..] => MailClaimed::Suppressed,
        _ => MailClaimed::NotNow,
    }
}

fn key_of(notification: &MemberNotification) -> Key {
    Key::notification(&notification.workspace, &notification.member, notification.at, &notification.id)
}

impl Store {
    /// Creates the write for a notification, for the transaction of the event that causes it; the same notification
    /// is never written twice.
    pub fn notification_put(
        &self,
        notification: &MemberNotification,
    ) -> Result<TransactWriteItem, StoreError> {
        let stored = item::write(&key_of(notification), notification)?;
        self.put_new(item::expiring(stored, EpochSecond::from(notification.at).plus_seconds(KEPT_SECONDS)))
    }

    /// Reads the latest notifications of a person, newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn latest_notifications(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        limit: i32,
    ) -> Result<Vec<MemberNotification>, StoreError> {
        let items = self.query_last(&key::notifications(workspace, member), "", limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Records that a person saw a notification; the first time is kept.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn mark_notification_read(
        &self,
        notification: &MemberNotification,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let request = self.client.update_item().table_name(&self.table);
        let request = request
            .set_key(Some(key_of(notification).attributes()))
            .update_expression("SET read_at = :at")
            .condition_expression("attribute_exists(pk) AND attribute_not_exists(read_at)")
            .expression_attribute_values(":at", value(&at)?);
        ignore_condition(request.send().await.map(|_| ()).map_err(StoreError::from_sdk))
    }

    /// Reads what the mail of a notification depends on, in one batch, or two for a digest; returns `None` if the
    /// notification does not exist.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn read_notification(
        &self,
        job: &NotificationJob,
    ) -> Result<Option<NotificationRead>, StoreError> {
        let notification = Key::notification(&job.workspace, &job.member, job.at, &job.notification);
        let member = Key::member(&job.workspace, &job.member);
        let workspace = Key::workspace(&job.workspace);
        let mut found = self.get_all(&[notification.clone(), member.clone(), workspace.clone()]).await?;
        let Some(notification) = take::<MemberNotification>(&mut found, &notification)? else {
            return Ok(None);
        };
        let (member, workspace) = (take(&mut found, &member)?, take(&mut found, &workspace)?);
        let (digest, subscription) = match &notification.kind {
            NotificationKind::Digest { message } => self.digest_and_subscription(job, message).await?,
            _ => (None, None),
        };
        Ok(Some(NotificationRead { notification, member, workspace, digest, subscription }))
    }

    async fn digest_and_subscription(
        &self,
        job: &NotificationJob,
        message: &MessageId,
    ) -> Result<(Option<Message>, Option<WhatsAppSubscription>), StoreError> {
        let message = Key::message(&job.workspace, message);
        let subscription = Key::subscription(&job.workspace, &job.member);
        let mut found = self.get_all(&[message.clone(), subscription.clone()]).await?;
        Ok((take(&mut found, &message)?, take(&mut found, &subscription)?))
    }

    /// Claims the next attempt of a notification's mail and stores the tokens that it will carry. The conditions of
    /// the claim are the deadline, the membership with the address that was read, that the address is not suppressed,
    /// and, for a digest, the consent that was read, so that a STOP that came first wins.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn claim_notification_mail(&self, claim: &MailClaim<'_>) -> Result<MailClaimed, StoreError> {
        let notification = &claim.read.notification;
        let mut writes = vec![
            self.mail_claim(claim)?,
            self.absent(&Key::suppression(claim.mailbox))?,
            self.reader_as_read(claim.member)?,
        ];
        if let Some(subscription) = &claim.read.subscription {
            writes.push(self.consent_as_read(subscription)?);
        }
        for issued in claim.tokens {
            writes.push(self.token_put(&notification.workspace, issued)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(MailClaimed::Claimed),
            Err(NotWritten::Conditions(standing)) => Ok(lost(&standing)),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    fn mail_claim(&self, claim: &MailClaim<'_>) -> Result<TransactWriteItem, StoreError> {
        let notification = &claim.read.notification;
        update(
            Update::builder()
                .table_name(&self.table)
                .set_key(Some(key_of(notification).attributes()))
                .update_expression("SET email = :claimed")
                .condition_expression(
                    "email.#rank = :waiting AND email.attempts = :before AND email.deadline > :now",
                )
                .expression_attribute_names("#rank", "rank")
                .expression_attribute_values(":claimed", value(claim.claimed)?)
                .expression_attribute_values(":waiting", value(&EmailState::Waiting.rank())?)
                .expression_attribute_values(":before", value(&notification.email.attempts)?)
                .expression_attribute_values(":now", value(&claim.now)?),
        )
    }

    fn reader_as_read(&self, member: &Member) -> Result<TransactWriteItem, StoreError> {
        check(
            ConditionCheck::builder()
                .table_name(&self.table)
                .set_key(Some(Key::member(&member.workspace, &member.id).attributes()))
                .condition_expression("active = :yes AND email = :seen")
                .expression_attribute_values(":yes", value(&true)?)
                .expression_attribute_values(":seen", value(&member.email)?),
        )
    }

    fn consent_as_read(&self, read: &WhatsAppSubscription) -> Result<TransactWriteItem, StoreError> {
        check(
            ConditionCheck::builder()
                .table_name(&self.table)
                .set_key(Some(Key::subscription(&read.workspace, &read.member).attributes()))
                .condition_expression(
                    "consent = :in AND consent_changed_at = :since AND attribute_not_exists(mails_ended_at)",
                )
                .expression_attribute_values(":in", value(&Consent::OptedIn)?)
                .expression_attribute_values(":since", value(&read.consent_changed_at)?),
        )
    }

    /// Records what SES reported about the mail of a notification, if that has a higher rank.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn note_mail(
        &self,
        job: &NotificationJob,
        state: &EmailState,
    ) -> Result<MailMoved, StoreError> {
        let key = Key::notification(&job.workspace, &job.member, job.at, &job.notification);
        let noted = Update::builder()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .update_expression("SET email.#state = :state, email.#rank = :rank")
            .condition_expression("attribute_exists(pk) AND email.#rank < :rank")
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#rank", "rank")
            .expression_attribute_values(":state", value(state)?)
            .expression_attribute_values(":rank", value(&state.rank())?);
        let standing = match self.transact(vec![update(noted)?]).await {
            Ok(()) => return Ok(MailMoved::Up),
            Err(NotWritten::Conditions(standing)) => standing,
            Err(NotWritten::Store(error)) => return Err(error),
        };
        match standing.into_iter().next().and_then(ConditionResult::item) {
            Some(stored) => Ok(MailMoved::Stands(item::read::<MemberNotification>(stored)?.email.state)),
            None => Ok(MailMoved::NoNotification),
        }
    }

    /// Records the state of a notification's mail after its latest attempt, or without one: up to a higher rank, or,
    /// by the worker of that attempt, back to waiting. A higher state reached in the meantime is kept.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn record_notification_mail(
        &self,
        notification: &MemberNotification,
        after: &NotificationEmail,
    ) -> Result<(), StoreError> {
        let sending = EmailState::Sending { lease_until: EpochSecond::default() }.rank();
        let (condition, rank) = match after.state {
            EmailState::Waiting => ("email.attempts = :attempts AND email.#rank = :rank", sending),
            _ => ("email.attempts = :attempts AND email.#rank < :rank", after.rank),
        };
        let request = self.client.update_item().table_name(&self.table);
        let request = request
            .set_key(Some(key_of(notification).attributes()))
            .update_expression("SET email = :after")
            .condition_expression(condition)
            .expression_attribute_names("#rank", "rank")
            .expression_attribute_values(":after", value(after)?)
            .expression_attribute_values(":attempts", value(&after.attempts)?)
            .expression_attribute_values(":rank", value(&rank)?);
        ignore_condition(request.send().await.map(|_| ()).map_err(StoreError::from_sdk))
    }
}

fn ignore_condition(written: Result<(), StoreError>) -> Result<(), StoreError> {
    match written {
        Err(StoreError::ConditionFailed) => Ok(()),
        other => other,
    }
}
