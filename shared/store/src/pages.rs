//! Reads that may take several pages, and writes of many items, each repeated until it is complete.

use crate::error::StoreError;
use crate::key::{BY_TIME, Key, PARTITION, SORT};
use crate::table::{Item, Store};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, DeleteRequest, KeysAndAttributes, PutRequest, WriteRequest};
use futures::stream::{StreamExt, TryStreamExt, iter};
use std::collections::HashMap;

/// The maximum number of items in one `BatchWriteItem`.
const WRITE_BATCH: usize = 25;
/// The number of concurrent batches.
const CONCURRENT_BATCHES: usize = 4;
/// How often unprocessed items are requested again before the store counts as throttled.
const ROUNDS: u32 = 8;

/// Waits before requesting unprocessed items again: not at all before the first round, 40 ms before the second, then
/// twice as long each round.
#[expect(
    clippy::disallowed_methods,
    reason = "DynamoDB gives back what is over the throughput; asking at once makes it worse"
)]
pub(crate) async fn wait_before(round: u32) {
    if round > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20 << round.min(6))).await;
    }
}

/// Which items of a partition to read.
#[derive(Debug, Clone, Copy)]
pub enum Range<'a> {
    /// The whole partition.
    All,
    /// Sort keys with this prefix.
    BeginsWith(&'a str),
    /// Sort keys between these, both included.
    Between(&'a str, &'a str),
}

/// Asks for a range of a partition.
fn ranging(request: QueryFluentBuilder, partition: &str, range: Range<'_>) -> QueryFluentBuilder {
    let request = request
        .expression_attribute_names("#pk", PARTITION)
        .expression_attribute_values(":pk", AttributeValue::S(partition.to_owned()));
    match range {
        Range::All => request.key_condition_expression("#pk = :pk"),
        Range::BeginsWith(prefix) => request
            .key_condition_expression("#pk = :pk AND begins_with(#sk, :prefix)")
            .expression_attribute_names("#sk", SORT)
            .expression_attribute_values(":prefix", AttributeValue::S(prefix.to_owned())),
        Range::Between(first, last) => request
            .key_condition_expression("#pk = :pk AND #sk BETWEEN :first AND :last")
            .expression_attribute_names("#sk", SORT)
            .expression_attribute_values(":first", AttributeValue::S(first.to_owned()))
            .expression_attribute_values(":last", AttributeValue::S(last.to_owned())),
    }
}

/// Asks for these attributes alone; for all of them if none is named.
fn projecting(request: QueryFluentBuilder, attributes: &[&str]) -> QueryFluentBuilder {
    if attributes.is_empty() {
        return request;
    }
    let placeholders: Vec<String> = attributes.iter().map(|name| format!("#{name}")).collect();
    let named = placeholders.iter().zip(attributes);
    let request = named
        .fold(request, |request, (placeholder, name)| request.expression_attribute_names(placeholder, *name));
    request.projection_expression(placeholders.join(", "))
}

impl Store {
    /// Reads a partition, or a range of it, consistently and in order.
    pub async fn query(&self, partition: &str, range: Range<'_>) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::new();
        let mut keep = |item| {
            found.push(item);
            Ok(())
        };
        self.query_each(partition, range, &[], &mut keep).await?;
        Ok(found)
    }

    /// Reads as [`Store::query`] does, of each item these attributes alone, and hands each page over before the next one is
    /// read: items take several times the memory of what they mean.
    pub(crate) async fn query_each(
        &self,
        partition: &str,
        range: Range<'_>,
        attributes: &[&str],
        each: &mut (dyn FnMut(Item) -> Result<(), StoreError> + Send),
    ) -> Result<(), StoreError> {
        let mut from = None;
        loop {
            let request = self
                .client
                .query()
                .table_name(&self.table)
                .consistent_read(true)
                .set_exclusive_start_key(from);
            let request = projecting(ranging(request, partition, range), attributes);
            let page = request.send().await.map_err(StoreError::from_sdk)?;
            page.items.unwrap_or_default().into_iter().try_for_each(&mut *each)?;
            from = page.last_evaluated_key;
            if from.is_none() {
                return Ok(());
            }
        }
    }

    /// Reads the last items of a partition whose sort keys begin with a prefix, last one first. An empty prefix adds
    /// no clause, because DynamoDB rejects empty strings in keys.
    pub(crate) async fn query_last(
        &self,
        partition: &str,
        prefix: &str,
        limit: i32,
    ) -> Result<Vec<Item>, StoreError> {
        let request = self.client.query().table_name(&self.table).consistent_read(true);
        let request = request
            .expression_attribute_names("#pk", PARTITION)
            .expression_attribute_values(":pk", AttributeValue::S(partition.to_owned()))
            .scan_index_forward(false)
            .limit(limit);
        let request = if prefix.is_empty() {
            request.key_condition_expression("#pk = :pk")
        } else {
            request
                .key_condition_expression("#pk = :pk AND begins_with(#sk, :prefix)")
                .expression_attribute_names("#sk", SORT)
                .expression_attribute_values(":prefix", AttributeValue::S(prefix.to_owned()))
        };
        Ok(request.send().await.map_err(StoreError::from_sdk)?.items.unwrap_or_default())
    }

    /// Reads the last items of a list by time, last one first. The list is eventually consistent.
    pub(crate) async fn list_last(&self, list: &str, limit: i32) -> Result<Vec<Item>, StoreError> {
        let request = self.client.query().table_name(&self.table).index_name(BY_TIME);
        let request = request
            .key_condition_expression("list_pk = :list")
            .expression_attribute_values(":list", AttributeValue::S(list.to_owned()))
            .scan_index_forward(false)
            .limit(limit);
        Ok(request.send().await.map_err(StoreError::from_sdk)?.items.unwrap_or_default())
    }

    /// Reads up to 100 items by key in one consistent batched read; missing items are left out.
    pub async fn get_all(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::new();
        let mut wanted = keys.iter().map(Key::attributes).collect::<Vec<_>>();
        for round in 0..ROUNDS {
            wait_before(round).await;
            let request = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(true).build();
            let request = request.map_err(|error| StoreError::Refused(error.into()))?;
            let answer = self.client.batch_get_item().request_items(&self.table, request).send().await;
            let answer = answer.map_err(StoreError::from_sdk)?;
            let items =
                answer.responses.and_then(|mut tables| tables.remove(&self.table)).unwrap_or_default();
            found.extend(items.into_iter().filter_map(|item| Some((crate::item::key(&item)?, item))));
            wanted = answer
                .unprocessed_keys
                .and_then(|mut t| t.remove(&self.table))
                .map(|k| k.keys)
                .unwrap_or_default();
            if wanted.is_empty() {
                return Ok(found);
            }
        }
        Err(StoreError::Throttled("DynamoDB gave keys back unread".into()))
    }

    /// Writes many items, in any order, replacing existing ones.
    pub async fn put_all(
        &self,
        items: Vec<Item>,
        written: &(dyn Fn(usize) + Sync),
    ) -> Result<(), StoreError> {
        let put = |item| {
            let put = PutRequest::builder().set_item(Some(item)).build();
            put.map(|put| WriteRequest::builder().put_request(put).build())
        };
        let requests = items.into_iter().map(put).collect::<Result<Vec<_>, _>>();
        self.write_all(&requests.map_err(|error| StoreError::Refused(error.into()))?, written).await
    }

    /// Deletes many items, in any order; missing ones are not an error.
    pub async fn delete_all(&self, keys: &[Key]) -> Result<(), StoreError> {
        let delete = |key: &Key| {
            let delete = DeleteRequest::builder().set_key(Some(key.attributes())).build();
            delete.map(|delete| WriteRequest::builder().delete_request(delete).build())
        };
        let requests = keys.iter().map(delete).collect::<Result<Vec<_>, _>>();
        self.write_all(&requests.map_err(|error| StoreError::Refused(error.into()))?, &|_| {}).await
    }

    async fn write_all(
        &self,
        requests: &[WriteRequest],
        written: &(dyn Fn(usize) + Sync),
    ) -> Result<(), StoreError> {
        let batches: Vec<Vec<WriteRequest>> =
            requests.chunks(WRITE_BATCH).map(<[WriteRequest]>::to_vec).collect();
        iter(batches)
            .map(|batch| async move {
                let count = batch.len();
                self.write_batch(batch).await.map(|()| written(count))
            })
            .buffer_unordered(CONCURRENT_BATCHES)
            .try_collect()
            .await
    }

    async fn write_batch(&self, mut requests: Vec<WriteRequest>) -> Result<(), StoreError> {
        for round in 0..ROUNDS {
            wait_before(round).await;
            let answer = self.client.batch_write_item().request_items(&self.table, requests).send().await;
            let left = answer.map_err(StoreError::from_sdk)?.unprocessed_items;
            requests = left.and_then(|mut tables| tables.remove(&self.table)).unwrap_or_default();
            if requests.is_empty() {
                return Ok(());
            }
        }
        Err(StoreError::Throttled("DynamoDB gave items back unwritten".into()))
    }
}
