//! What a worker knows of the contents at Twilio: read from the table when one is needed, and kept, so that a message
//! costs no read of its own and a template that was approved meanwhile is used without a deployment.

use domain::error::with_causes;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use store::{Store, StoreError};
use tokio::sync::Mutex;

/// How long a content that is known is used before the table is asked for another one.
const REFRESH_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// How long a content that is missing is taken for missing before the table is asked again.
const MISSING_FOR: SignedDuration = SignedDuration::from_mins(1);

/// The contents as a worker last read them.
#[derive(Debug, Default)]
pub struct ContentCache {
    /// Locked while the table is read, so that the messages of a batch wait for one read and do not each make their own.
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    sids: BTreeMap<String, String>,
    /// When the table was last asked; `None` if never, or if the first answer is still missing.
    asked_at: Option<Timestamp>,
}

impl ContentCache {
    /// Creates what a worker knows that has just read these contents.
    #[cfg(any(test, feature = "testing"))]
    #[must_use]
    pub fn read_at(now: Timestamp, sids: BTreeMap<String, String>) -> Self {
        Self { known: Mutex::new(Known { sids, asked_at: Some(now) }) }
    }

    /// Returns Twilio's identifier of a content, by a key such as `kpi_daily.en.v1`, or `None` if it has none.
    ///
    /// # Errors
    /// If it is not known and the table cannot be read. What is known is used even then.
    pub(super) async fn sid(
        &self,
        store: &Store,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let mut known = self.known.lock().await;
        if known.is_to_be_read(key, now) {
            match store.content_sids().await {
                Ok(read) => *known = Known { sids: read.sids, asked_at: Some(now) },
                Err(error) if known.sids.contains_key(key) => known.keep(&error, now),
                // Taken for missing, it would be mailed as a template that nobody approved.
                Err(error) => return Err(error),
            }
        }
        Ok(known.sids.get(key).cloned())
    }
}

impl Known {
    fn is_to_be_read(&self, key: &str, now: Timestamp) -> bool {
        let good_for = if self.sids.contains_key(key) { REFRESH_AFTER } else { MISSING_FOR };
        self.asked_at.is_none_or(|asked_at| now.duration_since(asked_at) >= good_for)
    }

    /// Goes on with what is known, without asking a table in trouble again for each message.
    fn keep(&mut self, error: &StoreError, now: Timestamp) {
        tracing::warn!(cause = with_causes(error), "the contents could not be read anew");
        self.asked_at = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::testing::now;
    use futures::future::join_all;
    use store::embedded::{self, EmbeddedStore, Fault, FaultPlan};

    const DAILY: &str = "kpi_daily.en.v1";
    const CLEAR: &str = "kpi_clear.en.v1";

    fn after(seconds: i64) -> Timestamp {
        now() + SignedDuration::from_secs(seconds)
    }

    /// Lets an operator write the contents, on a connection of their own.
    async fn written(table: &EmbeddedStore, sids: &[(&str, &str)]) {
        let operator = table.another_worker().store;
        let seen = operator.content_sids().await.unwrap();
        let sids = sids.iter().map(|(key, sid)| ((*key).to_owned(), (*sid).to_owned())).collect();
        operator.change_content_sids(&seen, sids).await.unwrap();
    }

    async fn asked(cache: &ContentCache, table: &EmbeddedStore, key: &str, seconds: i64) -> Option<String> {
        cache.sid(&table.store, key, after(seconds)).await.unwrap()
    }

    #[tokio::test]
    async fn a_thousand_messages_within_five_minutes_cost_one_read() {
        let table = embedded::start();
        written(&table, &[(DAILY, "HX1")]).await;
        let cache = ContentCache::default();
        for message in 0..1_000 {
            assert_eq!(asked(&cache, &table, DAILY, message * 299 / 1_000).await.as_deref(), Some("HX1"));
        }
        assert_eq!(table.calls.take(), ["BatchGetItem"]);
    }

    #[tokio::test]
    async fn the_messages_of_a_first_batch_share_one_read() {
        let table = embedded::start();
        written(&table, &[(DAILY, "HX1")]).await;
        let cache = ContentCache::default();
        let sids = join_all((0..10).map(|_| asked(&cache, &table, DAILY, 0))).await;
        assert!(sids.iter().all(|sid| sid.as_deref() == Some("HX1")));
        assert_eq!(table.calls.take(), ["BatchGetItem"]);
    }

    #[tokio::test]
    async fn a_content_that_takes_the_place_of_another_is_used_within_five_minutes() {
        let table = embedded::start();
        written(&table, &[(DAILY, "HX1")]).await;
        let cache = ContentCache::default();
        asked(&cache, &table, DAILY, 0).await;
        written(&table, &[(DAILY, "HX2")]).await;
        assert_eq!(asked(&cache, &table, DAILY, 299).await.as_deref(), Some("HX1"));
        assert_eq!(asked(&cache, &table, DAILY, 300).await.as_deref(), Some("HX2"));
    }

    #[tokio::test]
    async fn a_missing_content_is_asked_for_once_a_minute_and_used_when_it_is_there() {
        let table = embedded::start();
        written(&table, &[(DAILY, "HX1")]).await;
        let cache = ContentCache::default();
        for seconds in [0, 1, 30, 59] {
            assert_eq!(asked(&cache, &table, CLEAR, seconds).await, None);
        }
        assert_eq!(table.calls.take(), ["BatchGetItem"]);
        written(&table, &[(DAILY, "HX1"), (CLEAR, "HX2")]).await;
        assert_eq!(asked(&cache, &table, CLEAR, 60).await.as_deref(), Some("HX2"));
        assert_eq!(table.calls.take(), ["BatchGetItem"]);
    }

    #[tokio::test]
    async fn a_table_in_trouble_takes_nothing_from_what_is_known_and_is_not_asked_for_each_message() {
        let table = embedded::start().without_retries();
        written(&table, &[(DAILY, "HX1")]).await;
        let cache = ContentCache::default();
        asked(&cache, &table, DAILY, 0).await;
        table.set_faults(FaultPlan::always(Fault::NotConnected));
        table.calls.take();
        for seconds in 300..400 {
            assert_eq!(asked(&cache, &table, DAILY, seconds).await.as_deref(), Some("HX1"));
        }
        assert_eq!(table.calls.take().len(), 1);
    }

    #[tokio::test]
    async fn a_content_that_is_not_known_while_the_table_is_in_trouble_is_not_taken_for_missing() {
        let table = embedded::start().without_retries();
        let cache = ContentCache::default();
        table.set_faults(FaultPlan::always(Fault::NotConnected));
        for seconds in 0..2 {
            assert!(cache.sid(&table.store, DAILY, after(seconds)).await.is_err());
        }
    }
}
