//! Facts by day. Each month is a partition and the sort key begins with the day, so that five weeks take two queries.

use crate::error::StoreError;
use crate::item::{self, Entity};
use crate::key::{self, Key};
use crate::pages::Range;
use crate::table::{Item, Store};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::identity::WorkspaceId;
use domain::metrics::{DailyMetric, MetricValues};
use futures::future::try_join_all;
use jiff::ToSpan;
use jiff::civil::Date;

/// The attributes that are read of a fact: all but its keys, which repeat them.
const ATTRIBUTES: [&str; 6] = ["form", "channel", "date", "campaign", "creative", "values"];

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
        let of_month = async |month| {
            let mut facts = Vec::new();
            self.facts_of_month(workspace, month, (first, last), &mut |fact| facts.push(fact)).await?;
            Ok::<_, StoreError>(facts)
        };
        let months: Vec<Vec<DailyMetric>> = try_join_all(months(first, last).map(of_month)).await?;
        Ok(months.into_iter().flatten().collect())
    }

    /// Reads the facts of a range of days, both ends included, in day order, and hands them over one by one. Only one page
    /// of them is in memory at a time.
    ///
    /// # Errors
    /// If the store cannot be read; the facts before that were handed over.
    pub async fn each_fact(
        &self,
        workspace: &WorkspaceId,
        first: Date,
        last: Date,
        each: &mut (dyn FnMut(DailyMetric) + Send),
    ) -> Result<(), StoreError> {
        for month in months(first, last) {
            self.facts_of_month(workspace, month, (first, last), each).await?;
        }
        Ok(())
    }

    async fn facts_of_month(
        &self,
        workspace: &WorkspaceId,
        month: Date,
        (first, last): (Date, Date),
        each: &mut (dyn FnMut(DailyMetric) + Send),
    ) -> Result<(), StoreError> {
        // '~' sorts after every character in a key, so the whole last day is included.
        let (from, to) = (&format!("{first}#"), &format!("{last}#~"));
        let mut read = |stored: Item| {
            each(read(&stored)?);
            Ok(())
        };
        self.query_each(&key::facts(workspace, month), Range::Between(from, to), &ATTRIBUTES, &mut read).await
    }
}

/// Reads a fact as [`item::read`] does, in a third of its time: that turns each item into another map first, and there are
/// tens of thousands of facts in a digest.
fn read(item: &Item) -> Result<DailyMetric, StoreError> {
    item::known_form::<DailyMetric>(item)?;
    let malformed = || StoreError::Malformed { kind: DailyMetric::KIND };
    let text = |name| item.get(name).and_then(|value| value.as_s().ok()).ok_or_else(malformed);
    let values = item.get("values").and_then(|value| value.as_m().ok()).ok_or_else(malformed)?;
    let number = |name| match values.get(name) {
        None | Some(AttributeValue::Null(_)) => Ok(None),
        Some(value) => {
            value.as_n().ok().and_then(|digits| digits.parse().ok()).map(Some).ok_or_else(malformed)
        }
    };
    Ok(DailyMetric {
        channel: text("channel")?.parse().map_err(|_no_channel| malformed())?,
        date: text("date")?.parse().map_err(|_no_date| malformed())?,
        campaign: text("campaign")?.parse().map_err(|_no_identifier| malformed())?,
        creative: text("creative")?.parse().map_err(|_no_identifier| malformed())?,
        values: MetricValues {
            spend_minor: number("spend_minor")?,
            revenue_minor: number("revenue_minor")?,
            impressions: number("impressions")?,
            clicks: number("clicks")?,
            conversions_thousandths: number("conversions_thousandths")?,
        },
    })
}

/// Returns the months of a range of days, by their first days.
fn months(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let last_month = last.first_of_month();
    first.first_of_month().series(1.month()).take_while(move |month| *month <= last_month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn any_fact() -> impl Strategy<Value = DailyMetric> {
        let number = || prop::option::of(any::<i64>());
        let names = ("[a-z][a-z0-9-]{0,19}", "[a-z0-9-]{1,24}", "[a-z0-9-]{1,24}");
        let day = (1990_i16..2200, 1_i8..=12, 1_i8..=28);
        (names, day, (number(), number(), number(), number(), number())).prop_map(
            |((channel, campaign, creative), (year, month, day), numbers)| {
                let (spend_minor, revenue_minor, impressions, clicks, conversions_thousandths) = numbers;
                let values =
                    MetricValues { spend_minor, revenue_minor, impressions, clicks, conversions_thousandths };
                let [campaign, creative] = [campaign, creative];
                DailyMetric {
                    channel: channel.parse().unwrap(),
                    date: date(year, month, day),
                    campaign: campaign.parse().unwrap(),
                    creative: creative.parse().unwrap(),
                    values,
                }
            },
        )
    }

    fn stored(fact: &DailyMetric) -> Item {
        let workspace: WorkspaceId = "acme-store".parse().unwrap();
        let key = Key::fact(&workspace, fact.date, &fact.channel, &fact.campaign, &fact.creative);
        item::write(&key, fact).unwrap()
    }

    proptest! {
        #[test]
        fn a_fact_is_read_as_every_item_is(fact in any_fact()) {
            let stored = stored(&fact);
            prop_assert_eq!(&read(&stored).unwrap(), &fact);
            prop_assert_eq!(item::read::<DailyMetric>(stored).unwrap(), fact);
        }

        /// Whatever one attribute is, both readers take it for the same, or neither takes it.
        #[test]
        fn what_is_no_fact_to_one_reader_is_none_to_the_other(
            fact in any_fact(), place in 0_usize..ATTRIBUTES.len(),
            value in prop_oneof![
                "\\PC{0,12}".prop_map(AttributeValue::S), "-?[0-9]{1,20}".prop_map(AttributeValue::N),
                Just(AttributeValue::Null(true)), Just(AttributeValue::M(HashMap::new())),
                "-?[0-9.]{1,20}".prop_map(|text| AttributeValue::M(HashMap::from([("clicks".into(), AttributeValue::N(text))]))),
                Just(AttributeValue::M(HashMap::from([("clicks".into(), AttributeValue::Null(true))]))),
            ],
            is_missing: bool,
        ) {
            let mut stored = stored(&fact);
            if is_missing {
                stored.remove(ATTRIBUTES[place]);
            } else {
                stored.insert(ATTRIBUTES[place].to_owned(), value);
            }
            prop_assert_eq!(read(&stored).ok(), item::read(stored).ok());
        }
    }

    #[test]
    fn the_attributes_that_are_read_are_all_but_the_keys_and_the_kind() {
        let fact = domain::testing::fact("brand", date(2026, 10, 5), 1, 2);
        let mut known: Vec<String> = stored(&fact).into_keys().collect();
        known.retain(|name| !["pk", "sk", "entity"].contains(&name.as_str()));
        known.sort();
        let mut read = ATTRIBUTES.map(str::to_owned);
        read.sort();
        assert_eq!(known, read);
    }
}
