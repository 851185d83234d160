//! The content of each template at Twilio: one small item with optimistic locking. Operators write it, workers read it.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::Key;
use crate::table::Store;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The identifiers that Twilio gave to the contents, which differ by account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentSids {
    /// Grows by one with each change, so that only one of two concurrent operators can apply theirs.
    pub version: u64,
    /// By template, language and version, as in `kpi_daily.en.v1`. Former versions stay: a message that was composed
    /// from one is sent with it.
    pub sids: BTreeMap<String, String>,
}

/// Whether a change to the contents was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentSidsChange {
    /// The change was written.
    Made,
    /// Somebody else changed the item first.
    TooLate,
}

impl Store {
    /// Reads the contents; there are none before an operator has written them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn content_sids(&self) -> Result<ContentSids, StoreError> {
        let key = Key::content_sids();
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        Ok(item::take(&mut found, &key)?.unwrap_or_default())
    }

    /// Replaces the contents, provided that nobody changed them since `seen` was read.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn change_content_sids(
        &self,
        seen: &ContentSids,
        sids: BTreeMap<String, String>,
    ) -> Result<ContentSidsChange, StoreError> {
        let changed = ContentSids { version: seen.version + 1, sids };
        let request = self.client.put_item().table_name(&self.table);
        let request = request
            .set_item(Some(item::write(&Key::content_sids(), &changed)?))
            .condition_expression("attribute_not_exists(pk) OR version = :seen")
            .expression_attribute_values(":seen", value(&seen.version)?);
        match request.send().await.map_err(StoreError::from_sdk) {
            Ok(_) => Ok(ContentSidsChange::Made),
            Err(StoreError::ConditionFailed) => Ok(ContentSidsChange::TooLate),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;

    fn sids(sid: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("kpi_daily.en.v1".to_owned(), sid.to_owned())])
    }

    #[tokio::test]
    async fn what_an_operator_writes_is_what_is_read() {
        let embedded = embedded::start();
        let nothing = embedded.store.content_sids().await.unwrap();
        assert_eq!(nothing, ContentSids::default());
        let change = embedded.store.change_content_sids(&nothing, sids("HX1")).await.unwrap();
        assert_eq!(change, ContentSidsChange::Made);
        let read = embedded.store.content_sids().await.unwrap();
        assert_eq!(read, ContentSids { version: 1, sids: sids("HX1") });
    }

    #[tokio::test]
    async fn of_two_operators_at_once_the_second_one_overwrites_nothing() {
        let embedded = embedded::start();
        let store = &embedded.store;
        let first = store.content_sids().await.unwrap();
        store.change_content_sids(&first, sids("HX1")).await.unwrap();
        let seen = store.content_sids().await.unwrap();
        assert_eq!(store.change_content_sids(&seen, sids("HX2")).await.unwrap(), ContentSidsChange::Made);
        assert_eq!(store.change_content_sids(&seen, sids("HX3")).await.unwrap(), ContentSidsChange::TooLate);
        assert_eq!(store.content_sids().await.unwrap().sids, sids("HX2"));
    }
}
