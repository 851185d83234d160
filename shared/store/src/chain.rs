//! Seals audit events into the chain of their workspace, and verifies the chain. Links, marks and the head are
//! written in one transaction that requires the head to be unchanged since it was read: a worker that loses the race
//! reads again, and a crash leaves either everything or nothing.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::Key;
use crate::pages::wait_before;
use crate::table::Store;
use crate::transaction::{ConditionResult, NotWritten, put};
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use domain::audit::chain::{Arrival, ChainHead, ChainKeys, ChainLink, SealMark};
use domain::identity::WorkspaceId;
use jiff::Timestamp;
use std::collections::HashSet;

pub mod canonical;
pub mod verify;

/// The most events one transaction can seal: DynamoDB allows 100 writes, and each event takes two, plus one for the
/// head.
pub const MOST_EVENTS: usize = 49;
/// The number of attempts to seal a batch when other workers win the race; each lost attempt means that another
/// worker has sealed a whole batch.
const ROUNDS: u32 = 6;
/// The position in the transaction where the writes for the links begin; the marks follow the links.
const FIRST_LINK: usize = 1;

/// The result of sealing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sealing {
    /// The number of events that this call sealed; the others were sealed before.
    pub sealed: usize,
    /// The head afterwards, if anything was sealed; it should also be recorded outside the table.
    pub head: Option<ChainHead>,
}

/// The reasons why events could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A link exists beyond the end of the chain according to its head. Trying again does not help: verify the chain,
    /// and find out what happened to its head.
    #[error("the audit chain has link {sequence}, and its head says that it ends before: verify the chain")]
    Damaged {
        /// The position of the unexpected link.
        sequence: u64,
    },
}

impl SealError {
    /// Reports whether the same call may succeed later without a repair of the chain.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Store(StoreError::Malformed { .. }) | Self::Damaged { .. } => false,
            Self::Store(_) => true,
        }
    }
}

enum WriteResult {
    All,
    Overtaken,
}

impl Store {
    /// Seals events in the given order. Events that are already sealed are left alone, so the call is idempotent. It
    /// costs one read for each [`MOST_EVENTS`] events, plus one transaction if any of them is unsealed.
    ///
    /// # Errors
    /// If the store fails or the chain is damaged; some of the first events may be sealed by then.
    pub async fn seal(
        &self,
        keys: &ChainKeys,
        workspace: &WorkspaceId,
        arrivals: &[Arrival],
        now: Timestamp,
    ) -> Result<Sealing, SealError> {
        let mut seen = HashSet::new();
        let distinct: Vec<Arrival> =
            arrivals.iter().filter(|arrival| seen.insert(&arrival.event_key)).cloned().collect();
        let mut sealing = Sealing::default();
        for part in distinct.chunks(MOST_EVENTS) {
            let links = self.seal_part(keys, workspace, part, now).await?;
            sealing.sealed += links.len();
            sealing.head = links.last().map(ChainHead::from).or(sealing.head);
        }
        Ok(sealing)
    }

    async fn seal_part(
        &self,
        keys: &ChainKeys,
        workspace: &WorkspaceId,
        part: &[Arrival],
        now: Timestamp,
    ) -> Result<Vec<ChainLink>, SealError> {
        for round in 0..ROUNDS {
            wait_before(round).await;
            let (head, unsealed) = self.read_unsealed(workspace, part).await?;
            let links = keys.extend(workspace, head.as_ref(), &unsealed, now);
            match self.write_links(workspace, head.as_ref(), &links).await? {
                WriteResult::All => return Ok(links),
                WriteResult::Overtaken => {}
            }
        }
        Err(StoreError::Throttled("others kept extending the audit chain".into()).into())
    }

    /// Reads the head and determines which of the events are unsealed, in one batch.
    async fn read_unsealed(
        &self,
        workspace: &WorkspaceId,
        part: &[Arrival],
    ) -> Result<(Option<ChainHead>, Vec<Arrival>), StoreError> {
        let head = Key::chain_head(workspace);
        let mark = |arrival: &Arrival| Key::seal_mark(workspace, &arrival.event_key);
        let keys: Vec<Key> = std::iter::once(head.clone()).chain(part.iter().map(mark)).collect();
        let mut found = self.get_all(&keys).await?;
        let unsealed = part.iter().filter(|arrival| !found.contains_key(&mark(arrival))).cloned().collect();
        Ok((found.remove(&head).map(item::read).transpose()?, unsealed))
    }

    async fn write_links(
        &self,
        workspace: &WorkspaceId,
        head: Option<&ChainHead>,
        links: &[ChainLink],
    ) -> Result<WriteResult, SealError> {
        let Some(last) = links.last() else {
            return Ok(WriteResult::All);
        };
        let mut writes = vec![self.move_head(workspace, head, &last.into())?];
        for link in links {
            writes.push(self.put_new(item::write(&Key::chain_link(workspace, link.sequence), link)?)?);
        }
        for link in links {
            let mark = SealMark { sequence: link.sequence };
            writes.push(self.put_new(item::write(&Key::seal_mark(workspace, &link.event_key), &mark)?)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(WriteResult::All),
            Err(NotWritten::Conditions(standing)) => overtaken_or_damaged(&standing, links),
            Err(NotWritten::Store(error)) => Err(error.into()),
        }
    }

    fn move_head(
        &self,
        workspace: &WorkspaceId,
        read: Option<&ChainHead>,
        next: &ChainHead,
    ) -> Result<TransactWriteItem, StoreError> {
        let item = item::write(&Key::chain_head(workspace), next)?;
        let Some(read) = read else {
            return self.put_new(item);
        };
        put(Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("#sequence = :sequence AND mac = :mac")
            .expression_attribute_names("#sequence", "sequence")
            .expression_attribute_values(":sequence", value(&read.sequence)?)
            .expression_attribute_values(":mac", value(&read.mac)?))
    }
}

/// An existing link although the head is unchanged means damage; any other failed condition means that another worker
/// was faster.
fn overtaken_or_damaged(standing: &[ConditionResult], links: &[ChainLink]) -> Result<WriteResult, SealError> {
    let head_unmoved = standing.first() == Some(&ConditionResult::Clear);
    let mut on_links = standing.iter().skip(FIRST_LINK).zip(links);
    match on_links.find(|(standing, _)| **standing != ConditionResult::Clear) {
        Some((_, link)) if head_unmoved => Err(SealError::Damaged { sequence: link.sequence }),
        _ => Ok(WriteResult::Overtaken),
    }
}

#[cfg(test)]
mod tests;
