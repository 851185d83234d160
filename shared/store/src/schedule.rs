//! The schedule of digests: who has which place in it, and up to when it is planned.
//!
//! A person's place follows from the settings; its item here only finds the person. Whoever moved is found at the former
//! place too, where the settings decide, so that no item has to be deleted.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::{self, Key, PARTITION};
use crate::pages::Range;
use crate::table::{Item, Store};
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, Select};
use domain::identity::MemberId;
use domain::instant::EpochSecond;
use domain::schedule::due::DueSlot;
use domain::schedule::job::PageJob;
use domain::schedule::slot::{LocalMinute, Slot, SlotEntry, ZoneMinutes};
use domain::schedule::tick::{LEASE_SECONDS, Planned};
use domain::settings::WorkspaceSettings;
use domain::workspace::Member;
use futures::stream::{StreamExt, TryStreamExt, iter};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// For how long it is kept that a slot was left out, in seconds: ten days, after which a weekly digest has come.
const LEFT_OUT_KEPT_SECONDS: i64 = 10 * 24 * 3600;
/// How many single writes go on concurrently.
const CONCURRENT: usize = 8;

/// The minutes of a zone, in the form in which minutes can be added without reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredZone {
    zone: String,
    #[serde(with = "serde_dynamo::string_set")]
    minutes: BTreeSet<LocalMinute>,
}

/// The people of a slot.
pub type Places = BTreeMap<Slot, Vec<SlotEntry>>;

/// A tick that is at work, until its time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedTick {
    /// Up to when the schedule was planned before.
    pub planned: Planned,
    lease_until: EpochSecond,
}

/// A page of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotPage {
    /// The people, those of a workspace beside each other.
    pub people: Vec<SlotEntry>,
    /// Whether no page follows.
    pub is_last: bool,
}

/// The places of a workspace's people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkspacePlaces {
    pub places: Places,
    /// A member whose zone is in no database, and who therefore has none.
    pub unknown_zone: Option<MemberId>,
}

/// Returns the places of every active member of a workspace who has a subscription.
#[must_use]
pub fn places(settings: &WorkspaceSettings) -> WorkspacePlaces {
    let mut found = WorkspacePlaces::default();
    for subscription in &settings.subscriptions {
        let of = |member: &&Member| member.active && member.id == subscription.member;
        let Some(member) = settings.members.iter().find(of) else { continue };
        if TimeZone::get(&member.zone).is_err() {
            found.unknown_zone = Some(member.id.clone());
            continue;
        }
        let entry = SlotEntry { workspace: settings.workspace.id.clone(), member: member.id.clone() };
        found.places.entry(Slot::of(member, subscription)).or_default().push(entry);
    }
    found
}

impl Store {
    /// Gives people their places in the schedule. Doing so again changes nothing.
    ///
    /// # Errors
    /// If the store cannot be written; doing it again completes it.
    pub async fn schedule(&self, places: &Places) -> Result<(), StoreError> {
        let mut zones: BTreeMap<&str, BTreeSet<LocalMinute>> = BTreeMap::new();
        let mut items = Vec::new();
        for (slot, people) in places {
            zones.entry(&slot.zone).or_default().insert(slot.minute);
            for entry in people {
                items.push(item::write(&Key::slot_entry(slot, entry), entry)?);
            }
        }
        // The minutes first: a place at a minute that no tick looks at would never be due.
        for (zone, minutes) in zones {
            self.add_minutes(StoredZone { zone: zone.to_owned(), minutes }).await?;
        }
        self.put_each(items).await
    }

    /// Writes items one by one: whoever may write batches may delete.
    async fn put_each(&self, items: Vec<Item>) -> Result<(), StoreError> {
        let put = async |item| {
            let request = self.client.put_item().table_name(&self.table).set_item(Some(item));
            request.send().await.map(drop).map_err(StoreError::from_sdk)
        };
        iter(items).map(put).buffer_unordered(CONCURRENT).try_collect().await
    }

    async fn add_minutes(&self, zone: StoredZone) -> Result<(), StoreError> {
        let mut attributes = item::write(&Key::zone_minutes(&zone.zone), &zone)?;
        let request = self.client.update_item().table_name(&self.table);
        let minutes = attributes.remove("minutes").ok_or(StoreError::Malformed { kind: "zone_minutes" })?;
        let request = request
            .set_key(Some(Key::zone_minutes(&zone.zone).attributes()))
            .update_expression("SET #entity = :entity, #form = :form, #zone = :zone ADD #minutes :minutes")
            .expression_attribute_names("#minutes", "minutes")
            .expression_attribute_values(":minutes", minutes);
        let request = ["entity", "form", "zone"].iter().fold(request, |request, name| {
            request.expression_attribute_names(format!("#{name}"), *name).expression_attribute_values(
                format!(":{name}"),
                attributes.remove(*name).unwrap_or(AttributeValue::Null(true)),
            )
        });
        request.send().await.map(drop).map_err(StoreError::from_sdk)
    }

    /// Reads the zones that people live in, each with the minutes at which digests are due.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn zones(&self) -> Result<Vec<ZoneMinutes>, StoreError> {
        let items = self.query(key::SCHEDULE, Range::BeginsWith("ZONE#")).await?;
        let zone = |item| item::read(item).map(|StoredZone { zone, minutes }| ZoneMinutes { zone, minutes });
        items.into_iter().map(zone).collect()
    }

    /// Claims the planning of the schedule, or returns `None` while another tick is at work.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn claim_tick(&self, now: Timestamp) -> Result<Option<ClaimedTick>, StoreError> {
        let now = EpochSecond::from(now);
        let lease_until = now.plus_seconds(LEASE_SECONDS);
        let request = self.client.update_item().table_name(&self.table);
        let request = request
            .set_key(Some(Key::planned().attributes()))
            .update_expression("SET lease_until = :until, #entity = :entity, #form = :form")
            // A clock that was far ahead when it claimed must not stop the schedule.
            .condition_expression(
                "attribute_not_exists(lease_until) OR lease_until < :now OR lease_until > :until",
            )
            .expression_attribute_names("#entity", "entity")
            .expression_attribute_names("#form", "form")
            .expression_attribute_values(":until", value(&lease_until)?)
            .expression_attribute_values(":now", value(&now)?)
            .return_values(ReturnValue::AllNew);
        let marks = item::mark(&Key::planned(), "planned");
        let request = ["entity", "form"].iter().fold(request, |request, name| {
            let mark = marks.get(*name).cloned().unwrap_or(AttributeValue::Null(true));
            request.expression_attribute_values(format!(":{name}"), mark)
        });
        match request.send().await {
            Ok(claimed) => {
                let planned = item::read(claimed.attributes.unwrap_or_default())?;
                Ok(Some(ClaimedTick { planned, lease_until }))
            }
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(None),
                _ => Err(StoreError::from_sdk(error)),
            },
        }
    }

    /// Ends a tick: the schedule is planned up to then. Reports whether it was this tick's turn to say so; if not, another
    /// one took over because this one took too long, and plans the same again.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn end_tick(&self, claimed: &ClaimedTick, planned: &Planned) -> Result<bool, StoreError> {
        let request = self.client.update_item().table_name(&self.table);
        let request = request
            .set_key(Some(Key::planned().attributes()))
            .update_expression(
                "SET #through = :through, zone_rules = :rules, busy_until = :busy REMOVE lease_until",
            )
            .condition_expression("lease_until = :mine")
            .expression_attribute_names("#through", "through")
            .expression_attribute_values(":through", value(&planned.through)?)
            .expression_attribute_values(":rules", value(&planned.zone_rules)?)
            .expression_attribute_values(":busy", value(&planned.busy_until)?)
            .expression_attribute_values(":mine", value(&claimed.lease_until)?);
        match request.send().await {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(false),
                _ => Err(StoreError::from_sdk(error)),
            },
        }
    }

    /// Counts the people of a list of a slot.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn count_slot(&self, slot: &Slot, shard: u32) -> Result<u64, StoreError> {
        let (mut people, mut from) = (0, None);
        loop {
            let request = self.client.query().table_name(&self.table).select(Select::Count);
            let page = request
                .key_condition_expression("#pk = :pk")
                .expression_attribute_names("#pk", PARTITION)
                .expression_attribute_values(":pk", AttributeValue::S(key::slot(slot, shard)))
                .set_exclusive_start_key(from)
                .send()
                .await
                .map_err(StoreError::from_sdk)?;
            people += u64::try_from(page.count).unwrap_or_default();
            from = page.last_evaluated_key;
            if from.is_none() {
                return Ok(people);
            }
        }
    }

    /// Reads a page of a list of a slot, with at most so many people.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn slot_page(&self, job: &PageJob, size: usize) -> Result<SlotPage, StoreError> {
        let slot = &job.due.slot;
        let from = job.after.as_ref().map(|entry| Key::slot_entry(slot, entry).attributes());
        let request = self.client.query().table_name(&self.table).consistent_read(true);
        let page = request
            .key_condition_expression("#pk = :pk")
            .expression_attribute_names("#pk", PARTITION)
            .expression_attribute_values(":pk", AttributeValue::S(key::slot(slot, job.shard)))
            .limit(i32::try_from(size).unwrap_or(i32::MAX))
            .set_exclusive_start_key(from)
            .send()
            .await
            .map_err(StoreError::from_sdk)?;
        let is_last = page.last_evaluated_key.is_none();
        let people = page.items.unwrap_or_default().into_iter().map(item::read).collect::<Result<_, _>>()?;
        Ok(SlotPage { people, is_last })
    }

    /// Keeps that slots were left out, so that the next digest of each person says so.
    ///
    /// # Errors
    /// If the store cannot be written; doing it again completes it.
    pub async fn leave_out(&self, slots: &[DueSlot]) -> Result<(), StoreError> {
        let items: Vec<Item> = slots.iter().map(left_out_item).collect::<Result<_, _>>()?;
        self.put_each(items).await
    }

    /// Reads which of these dates of a slot were left out.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn left_out(&self, slot: &Slot, dates: &BTreeSet<Date>) -> Result<Vec<DueSlot>, StoreError> {
        if dates.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<Key> = dates.iter().map(|date| Key::left_out(slot, *date)).collect();
        self.get_all(&keys).await?.into_values().map(item::read).collect()
    }
}

fn left_out_item(due: &DueSlot) -> Result<Item, StoreError> {
    let item = item::write(&Key::left_out(&due.slot, due.date), due)?;
    Ok(item::expiring(item, EpochSecond::from(due.at).plus_seconds(LEFT_OUT_KEPT_SECONDS)))
}

#[cfg(test)]
mod tests;
