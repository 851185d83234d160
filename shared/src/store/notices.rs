//! Notices: written with the event that causes them, read newest first, and the claim and record of their mail.

use crate::identity::{MemberId, WorkspaceId};
use crate::notice::{EmailState, MemberNotice, NoticeEmail};
use crate::queue::NoticeJob;
use crate::store::conversations::KEPT_SECONDS;
use crate::store::key::{self, Key};
use crate::store::messages::{Claim, IssuedToken, value};
use crate::store::transaction::{NotWritten, check, update};
use crate::store::{Store, StoreError, item};
use crate::workspace::{Member, Workspace};
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem, Update};
use jiff::Timestamp;

/// What the mail of a notice depends on.
#[derive(Debug, Clone)]
pub struct NoticeRead {
    /// The notice.
    pub notice: MemberNotice,
    /// Its reader, while there is such a membership.
    pub member: Option<Member>,
    /// The workspace.
    pub workspace: Option<Workspace>,
}

fn key_of(notice: &MemberNotice) -> Key {
    Key::notice(&notice.workspace, &notice.member, notice.at, &notice.id)
}

impl Store {
    /// Makes the write of a notice, for the transaction of the event that causes it; the same notice is never written
    /// twice.
    pub(crate) fn notice_put(&self, notice: &MemberNotice) -> Result<TransactWriteItem, StoreError> {
        let stored = item::write(&key_of(notice), notice)?;
        self.put_new(item::expiring(stored, notice.at.as_second() + KEPT_SECONDS))
    }

    /// Reads the latest notices of a person, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn latest_notices(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        limit: i32,
    ) -> Result<Vec<MemberNotice>, StoreError> {
        let items = self.query_last(&key::notices(workspace, member), "", limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Keeps that a person saw a notice; the first time stays.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn mark_notice_read(&self, notice: &MemberNotice, at: Timestamp) -> Result<(), StoreError> {
        let request = self.client.update_item().table_name(&self.table);
        let request = request
            .set_key(Some(key_of(notice).attributes()))
            .update_expression("SET read_at = :at")
            .condition_expression("attribute_exists(pk) AND attribute_not_exists(read_at)")
            .expression_attribute_values(":at", value(&at)?);
        ignore_condition(request.send().await.map(|_| ()).map_err(StoreError::from_sdk))
    }

    /// Reads in one batch what the mail of a notice depends on; nothing when there is no such notice.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read_notice(&self, job: &NoticeJob) -> Result<Option<NoticeRead>, StoreError> {
        let notice = Key::notice(&job.workspace, &job.member, job.at, &job.notice);
        let member = Key::member(&job.workspace, &job.member);
        let workspace = Key::workspace(&job.workspace);
        let mut found = self.get_all(&[notice.clone(), member.clone(), workspace.clone()]).await?;
        let Some(notice) = found.remove(&notice).map(item::read).transpose()? else {
            return Ok(None);
        };
        let member = found.remove(&member).map(item::read).transpose()?;
        let workspace = found.remove(&workspace).map(item::read).transpose()?;
        Ok(Some(NoticeRead { notice, member, workspace }))
    }

    /// Claims the next attempt of a notice's mail and stores the tokens that it will carry. The deadline and the
    /// membership with the very address that was read are conditions of the claim. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn claim_notice_mail(
        &self,
        notice: &MemberNotice,
        member: &Member,
        claimed: &NoticeEmail,
        now: i64,
        tokens: &[IssuedToken],
    ) -> Result<Claim, StoreError> {
        let claim = Update::builder()
            .table_name(&self.table)
            .set_key(Some(key_of(notice).attributes()))
            .update_expression("SET email = :claimed")
            .condition_expression(
                "email.#rank = :waiting AND email.attempts = :before AND email.deadline > :now",
            )
            .expression_attribute_names("#rank", "rank")
            .expression_attribute_values(":claimed", value(claimed)?)
            .expression_attribute_values(":waiting", value(&EmailState::Waiting.rank())?)
            .expression_attribute_values(":before", value(&notice.email.attempts)?)
            .expression_attribute_values(":now", value(&now)?);
        let membership = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(Key::member(&notice.workspace, &notice.member).attributes()))
            .condition_expression("active = :yes AND email = :seen")
            .expression_attribute_values(":yes", value(&true)?)
            .expression_attribute_values(":seen", value(&member.email)?);
        let mut writes = vec![update(claim)?, check(membership)?];
        for issued in tokens {
            writes.push(self.token_put(&notice.workspace, issued)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(Claim::Claimed),
            Err(NotWritten::Conditions(_)) => Ok(Claim::NotNow),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    /// Records where the mail of a notice stands after its latest attempt, or without one: up to a higher rank, or back to
    /// waiting by the worker of that attempt. What stands higher by now stays.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn record_notice_mail(
        &self,
        notice: &MemberNotice,
        after: &NoticeEmail,
    ) -> Result<(), StoreError> {
        let sending = EmailState::Sending { lease_until: 0 }.rank();
        let (condition, rank) = match after.state {
            EmailState::Waiting => ("email.attempts = :attempts AND email.#rank = :rank", sending),
            _ => ("email.attempts = :attempts AND email.#rank < :rank", after.rank),
        };
        let request = self.client.update_item().table_name(&self.table);
        let request = request
            .set_key(Some(key_of(notice).attributes()))
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
