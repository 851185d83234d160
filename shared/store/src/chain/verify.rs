//! Reads a chain and its events page by page for [`Walk`], which does the checking. Sealing continues in the
//! meantime: a later read may see a longer chain, but never a shorter one.

use crate::chain::canonical::event_hash;
use crate::error::StoreError;
use crate::item;
use crate::key::{self, CHAIN_HEAD, Key, PARTITION, SORT};
use crate::table::{Item, Store};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::audit::chain::report::{ChainBreak, ChainReport};
use domain::audit::chain::walk::{Place, Walk};
use domain::audit::chain::{Anchor, ChainHead, ChainKeys, ChainLink, SealMark};
use domain::identity::WorkspaceId;
use std::collections::HashMap;

/// The number of links or events per page; the related items of a page fit into one batched read each.
const PAGE: i32 = 100;

/// The result of a part of the verification: intact, or a break.
type Checked = Result<(), ChainBreak>;

impl Store {
    /// Verifies the audit log of a workspace against its chain: first every link with its event and mark, then every
    /// event with its link. Memory use does not grow with the log. `anchor` is a chain position recorded outside the
    /// table; without it, a chain truncated together with its head, marks and events is indistinguishable from a
    /// shorter one.
    ///
    /// # Errors
    /// If the store cannot be read. A broken chain is not an error: the report says where it is broken.
    pub async fn verify_chain(
        &self,
        keys: &ChainKeys,
        workspace: &WorkspaceId,
        anchor: Option<&Anchor>,
    ) -> Result<ChainReport, StoreError> {
        let mut walk = Walk::new(keys, workspace, anchor);
        let mut waiting = Waiting::default();
        let walked = self.walk_links(workspace, &mut walk).await?;
        let checked = match walked {
            Ok(()) => self.place_events(workspace, &walk, &mut waiting).await?,
            broken => broken,
        };
        Ok(ChainReport {
            workspace: workspace.clone(),
            intact: walk.intact(),
            waiting: waiting.count,
            oldest_waiting: waiting.oldest,
            broken: checked.err(),
        })
    }

    async fn walk_links(&self, workspace: &WorkspaceId, walk: &mut Walk<'_>) -> Result<Checked, StoreError> {
        let mut head = None;
        loop {
            let page = self.links_after(workspace, walk.sequence()).await?;
            if page.is_empty() {
                // The head is read after the last link, so it can only be ahead of it; in that case there are more
                // links to read.
                let reached = head_sequence(head.as_ref());
                head = self.read_head(workspace).await?;
                if head_sequence(head.as_ref()) > walk.sequence().max(reached) {
                    continue;
                }
                return Ok(walk.close(head.as_ref()));
            }
            if let Err(broken) = self.walk_page(workspace, walk, page).await? {
                return Ok(Err(broken));
            }
        }
    }

    async fn walk_page(
        &self,
        workspace: &WorkspaceId,
        walk: &mut Walk<'_>,
        page: Vec<Item>,
    ) -> Result<Checked, StoreError> {
        let stored = page.into_iter().map(|item| (place_of(&item), item::read::<ChainLink>(item).ok()));
        let stored: Vec<(u64, Option<ChainLink>)> = stored.collect();
        let names: Vec<&str> =
            stored.iter().filter_map(|(_, link)| Some(link.as_ref()?.event_key.as_str())).collect();
        let events = self.get_distinct(&names, |name| Key::audit_event(workspace, name)).await?;
        let marks = self.get_distinct(&names, |name| Key::seal_mark(workspace, name)).await?;
        for (place, link) in &stored {
            let name = link.as_ref().map_or("", |link| link.event_key.as_str());
            let event =
                events.get(&Key::audit_event(workspace, name)).cloned().map(|item| event_hash(&item.into()));
            let mark = read_mark(&marks, &Key::seal_mark(workspace, name));
            let step = walk.step(*place, link.as_ref(), event.as_ref(), mark);
            if step.is_err() {
                return Ok(step);
            }
        }
        Ok(Ok(()))
    }

    async fn place_events(
        &self,
        workspace: &WorkspaceId,
        walk: &Walk<'_>,
        waiting: &mut Waiting,
    ) -> Result<Checked, StoreError> {
        let mut after = String::new();
        loop {
            let names = self.event_keys_after(workspace, &after).await?;
            let Some(last) = names.last() else {
                return Ok(Ok(()));
            };
            after.clone_from(last);
            if let Err(broken) = self.place_page(workspace, walk, &names, waiting).await? {
                return Ok(Err(broken));
            }
        }
    }

    async fn place_page(
        &self,
        workspace: &WorkspaceId,
        walk: &Walk<'_>,
        names: &[String],
        waiting: &mut Waiting,
    ) -> Result<Checked, StoreError> {
        let marks = self.get_distinct(names, |name| Key::seal_mark(workspace, name)).await?;
        let mark_of = |name: &String| read_mark(&marks, &Key::seal_mark(workspace, name));
        let claimed: Vec<u64> = names.iter().filter_map(mark_of).map(|mark| mark.sequence).collect();
        let links = self.get_distinct(&claimed, |sequence| Key::chain_link(workspace, *sequence)).await?;
        for name in names {
            let mark = mark_of(name);
            let link = mark.and_then(|mark| links.get(&Key::chain_link(workspace, mark.sequence)));
            let link = link.cloned().and_then(|item| item::read::<ChainLink>(item).ok());
            match walk.place(name, mark, link.as_ref()) {
                Place::Sealed => {}
                Place::Waiting => waiting.add(name),
                Place::Broken(broken) => return Ok(Err(broken)),
            }
        }
        Ok(Ok(()))
    }

    /// Reads the head of a workspace's chain, or `None` if it is missing or unreadable, which makes no difference to
    /// the verification.
    async fn read_head(&self, workspace: &WorkspaceId) -> Result<Option<ChainHead>, StoreError> {
        let key = Key::chain_head(workspace);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        Ok(found.remove(&key).and_then(|item| item::read(item).ok()))
    }

    async fn links_after(&self, workspace: &WorkspaceId, sequence: u64) -> Result<Vec<Item>, StoreError> {
        let after = key::chain_place(sequence);
        let mut page = self.page_after(&key::chain(workspace), &after, None).await?;
        page.retain(|item| sort_of(item) != CHAIN_HEAD);
        Ok(page)
    }

    async fn event_keys_after(
        &self,
        workspace: &WorkspaceId,
        after: &str,
    ) -> Result<Vec<String>, StoreError> {
        let page = self.page_after(&key::audit(workspace), after, Some("pk, sk")).await?;
        Ok(page.iter().map(|item| sort_of(item).to_owned()).collect())
    }

    /// Reads the next items of a partition, at most [`PAGE`]; an empty page marks the end.
    async fn page_after(
        &self,
        partition: &str,
        after: &str,
        only: Option<&str>,
    ) -> Result<Vec<Item>, StoreError> {
        // A sort key is never empty, so the first page needs no lower bound.
        let request = self.client.query().table_name(&self.table).consistent_read(true).limit(PAGE);
        let request = request
            .set_projection_expression(only.map(str::to_owned))
            .expression_attribute_names("#pk", PARTITION)
            .expression_attribute_values(":pk", AttributeValue::S(partition.to_owned()));
        let request = match after {
            "" => request.key_condition_expression("#pk = :pk"),
            after => request
                .key_condition_expression("#pk = :pk AND #sk > :after")
                .expression_attribute_names("#sk", SORT)
                .expression_attribute_values(":after", AttributeValue::S(after.to_owned())),
        };
        Ok(request.send().await.map_err(StoreError::from_sdk)?.items.unwrap_or_default())
    }

    /// Reads the items for up to [`PAGE`] names. Repeated names are read once, because DynamoDB rejects duplicate
    /// keys; no call is made if there are no names.
    async fn get_distinct<N>(
        &self,
        names: &[N],
        key: impl Fn(&N) -> Key,
    ) -> Result<HashMap<Key, Item>, StoreError> {
        let keys: std::collections::HashSet<Key> = names.iter().map(key).collect();
        if keys.is_empty() {
            return Ok(HashMap::new());
        }
        self.get_all(&keys.into_iter().collect::<Vec<_>>()).await
    }
}

/// The events that are not yet sealed.
#[derive(Debug, Default)]
struct Waiting {
    count: u64,
    oldest: Option<String>,
}

impl Waiting {
    /// Counts an event; the first one is the oldest, because events arrive in time order.
    fn add(&mut self, event_key: &str) {
        self.count += 1;
        self.oldest.get_or_insert_with(|| event_key.to_owned());
    }
}

fn head_sequence(head: Option<&ChainHead>) -> u64 {
    head.map_or(0, |head| head.sequence)
}

fn sort_of(item: &Item) -> &str {
    item.get(SORT).and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}

/// Returns the chain position of an item, or 0, which no link has, if the key is not a valid position.
fn place_of(item: &Item) -> u64 {
    sort_of(item).parse().unwrap_or(0)
}

fn read_mark(marks: &HashMap<Key, Item>, key: &Key) -> Option<SealMark> {
    marks.get(key).cloned().and_then(|item| item::read(item).ok())
}

#[cfg(test)]
mod tests;
