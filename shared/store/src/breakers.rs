//! What is held back for everybody: one small item with optimistic locking.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::Key;
use crate::table::Store;
use domain::delivery::breaker::Breakers;

/// Whether a change to what is held back was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakersChange {
    /// The change was written.
    Made,
    /// Another worker changed the item first.
    TooLate,
}

impl Store {
    /// Reads what is currently held back.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn breakers(&self) -> Result<Breakers, StoreError> {
        let key = Key::breakers();
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        Ok(found.remove(&key).map(item::read).transpose()?.unwrap_or_default())
    }

    /// Stores what is held back from now on, provided that nobody changed it since `seen` was read.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn change_breakers(
        &self,
        seen: &Breakers,
        changed: &Breakers,
    ) -> Result<BreakersChange, StoreError> {
        let request = self.client.put_item().table_name(&self.table);
        let request = request
            .set_item(Some(item::write(&Key::breakers(), changed)?))
            .condition_expression("attribute_not_exists(pk) OR version = :seen")
            .expression_attribute_values(":seen", value(&seen.version)?);
        match request.send().await.map_err(StoreError::from_sdk) {
            Ok(_) => Ok(BreakersChange::Made),
            Err(StoreError::ConditionFailed) => Ok(BreakersChange::TooLate),
            Err(error) => Err(error),
        }
    }
}
