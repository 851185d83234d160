//! The messages of a day for the delivery report, and the stored report.

use crate::error::StoreError;
use crate::item;
use crate::key::Key;
use crate::table::Store;
use domain::identity::WorkspaceId;
use domain::message::Message;
use domain::notification::{EmailState, MemberNotification};
use domain::verification::report::DeliveryReport;
use domain::verification::report::delivery::LocalDay;
use domain::workspace::Workspace;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

const DELIVERIES: &str = "SC001";
/// The number of messages read per batch.
const PAGE: usize = 100;

impl Store {
    /// Counts the delivery outcomes of a workspace's messages of one day, as they stand now; returns `None` if the
    /// workspace is not set up or has an invalid time zone. The list of messages is eventually consistent; the
    /// messages themselves are read from the table.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn deliveries_of(
        &self,
        workspace: &WorkspaceId,
        date: Date,
        now: Timestamp,
    ) -> Result<Option<DeliveryReport>, StoreError> {
        let Some(settings) = self.one::<Workspace>(&Key::workspace(workspace)).await? else {
            return Ok(None);
        };
        let Some(day) = LocalDay::new(date, &settings.zone) else {
            return Ok(None);
        };
        let mut report = DeliveryReport::new(workspace, date, &settings.zone, day, now);
        // Both bounds of the query are inclusive, and the list stores instants with microsecond precision.
        let last = day.until.checked_sub(SignedDuration::from_micros(1)).unwrap_or(day.until);
        let mut after = None;
        loop {
            let page = self.messages_between(workspace, day.from, last, after.as_ref(), PAGE).await?;
            let mails = self.mails_in_place_of(&page.messages).await?;
            for message in &page.messages {
                report.add(message, mail_key(message).and_then(|key| mails.get(&key)));
            }
            after = page.next;
            if after.is_none() {
                return Ok(Some(report));
            }
        }
    }

    /// Reads the states of the fallback mails for messages.
    async fn mails_in_place_of(&self, messages: &[Message]) -> Result<HashMap<Key, EmailState>, StoreError> {
        let found = self.get_many(messages.iter().filter_map(mail_key)).await?;
        let state = |(key, stored)| Ok((key, item::read::<MemberNotification>(stored)?.email.state));
        found.into_iter().map(state).collect()
    }

    /// Stores the report of a day, replacing an earlier report of that day.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn save_delivery_report(&self, report: &DeliveryReport) -> Result<(), StoreError> {
        let key = Key::report(&report.workspace, DELIVERIES, report.date);
        self.put_all(vec![item::write(&key, report)?], &|_| {}).await
    }

    /// Reads the delivery report of a day.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn delivery_report(
        &self,
        workspace: &WorkspaceId,
        date: Date,
    ) -> Result<Option<DeliveryReport>, StoreError> {
        self.one(&Key::report(workspace, DELIVERIES, date)).await
    }
}

fn mail_key(message: &Message) -> Option<Key> {
    let fallback = message.fallback.as_ref()?;
    Some(Key::notification(&message.workspace, &message.member, fallback.at, &fallback.notification))
}

#[cfg(test)]
mod tests;
