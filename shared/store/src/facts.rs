//! Facts by day. Each month is a partition and the sort key begins with the day, so that five weeks take two queries.

use crate::error::StoreError;
use crate::item;
use crate::key::{self, Key};
use crate::pages::Range;
use crate::table::Store;
use domain::identity::WorkspaceId;
use domain::metrics::DailyMetric;
use futures::future::try_join_all;
use jiff::ToSpan;
use jiff::civil::Date;

impl Store {
    /// Stores facts in batches, replacing those with the same day, channel, campaign and creative. Reports the number
    /// written after each batch.
    ///
    /// # Errors
    /// If the store cannot be written. What was written by then stays, and storing the same facts again is harmless.
    pub async fn save_facts(
        &self,
        workspace: &WorkspaceId,
        facts: &[DailyMetric],
        written: &(dyn Fn(usize) + Sync),
    ) -> Result<(), StoreError> {
        let write = |fact: &DailyMetric| {
            item::write(&Key::fact(workspace, fact.date, &fact.channel, &fact.campaign, &fact.creative), fact)
        };
        // In slices, so that a large import is never held in memory twice.
        for slice in facts.chunks(1_000) {
            let items = slice.iter().map(write).collect::<Result<Vec<_>, _>>()?;
            self.put_all(items, written).await?;
        }
        Ok(())
    }

    /// Deletes facts; missing ones are not an error.
    ///
    /// # Errors
    /// If the store cannot be written; deleting the same facts again is harmless.
    pub async fn delete_facts(
        &self,
        workspace: &WorkspaceId,
        facts: &[DailyMetric],
    ) -> Result<(), StoreError> {
        let key = |fact: &DailyMetric| {
            Key::fact(workspace, fact.date, &fact.channel, &fact.campaign, &fact.creative)
        };
        self.delete_all(&facts.iter().map(key).collect::<Vec<_>>()).await
    }

    /// Reads the facts of a range of days, both ends included, in day order. The months are read at the same time.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn facts(
        &self,
        workspace: &WorkspaceId,
        first: Date,
        last: Date,
    ) -> Result<Vec<DailyMetric>, StoreError> {
        let last_month = last.first_of_month();
        let months = first.first_of_month().series(1.month()).take_while(|month| *month <= last_month);
        // '~' sorts after every character in a key, so the whole last day is included.
        let (from, to) = (&format!("{first}#"), &format!("{last}#~"));
        let of_month = async |month| {
            self.query_as(&key::facts(workspace, month), Range::Between(from, to), item::read).await
        };
        let months: Vec<Vec<DailyMetric>> = try_join_all(months.map(of_month)).await?;
        Ok(months.into_iter().flatten().collect())
    }
}
