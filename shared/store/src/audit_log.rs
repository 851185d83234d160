//! The batched reads of the nightly proof, and the reports that it stores.

use crate::error::StoreError;
use crate::item::{self, Entity};
use crate::key::{self, Key, PARTITION, SORT};
use crate::pages::Range;
use crate::table::{Item, Store};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::audit::chain::{Anchor, ChainLink};
use domain::audit::{AuditEvent, Verb};
use domain::identity::{MemberId, MessageId, WorkspaceId};
use domain::insight::target::Target;
use domain::token::action::TargetKind;
use domain::token::{TokenChannel, WhatsAppActionToken};
use domain::verification::Stored;
use domain::verification::history::{PeopleAndRules, target_kind, whose_subscription};
use domain::verification::report::{AnswerReport, ApprovalReport, SafetyReport};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// The number of events read per page.
pub const PAGE: i32 = 100;
/// The maximum number of keys in one `BatchGetItem`.
const KEYS_IN_A_BATCH: usize = 100;
const SAFETY: &str = "SC004";
const APPROVALS: &str = "SC002";
const ANSWERS: &str = "SC003";

/// An audit event with its sort key; the event is `None` if it cannot be read.
#[derive(Debug, Clone)]
pub struct LoggedEvent {
    /// The sort key.
    pub event_key: String,
    pub event: Option<AuditEvent>,
}

/// A page of audit events, oldest first.
#[derive(Debug, Clone, Default)]
pub struct LogPage {
    pub events: Vec<LoggedEvent>,
    /// The position where the next page begins, or `None` at the end.
    pub next: Option<String>,
}

/// A time range of the audit log: from an instant up to another one, or to the end.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// The first instant, inclusive.
    pub from: Timestamp,
    /// The end, exclusive, or `None` for the end of the log.
    pub until: Option<Timestamp>,
}

impl Store {
    /// Reads the members of a workspace, their consent, and every version of the rules.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn people_and_rules(&self, workspace: &WorkspaceId) -> Result<PeopleAndRules, StoreError> {
        let settings = key::settings(workspace);
        Ok(PeopleAndRules {
            members: read_all(self.query(&settings, Range::BeginsWith("MEMBER#")).await?)?,
            subscriptions: read_all(self.query(&settings, Range::BeginsWith("SUBSCRIPTION#")).await?)?,
            rules: read_all(self.query(&key::rules(workspace), Range::All).await?)?,
        })
    }

    /// Reads a page of the audit log, oldest first; `after` is the `next` of the previous page.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn audit_page(
        &self,
        workspace: &WorkspaceId,
        span: Span,
        after: Option<&str>,
    ) -> Result<LogPage, StoreError> {
        let partition = key::audit(workspace);
        let text = |text: String| AttributeValue::S(text);
        // An instant sorts before the keys that begin with it, and ":" sorts after every digit.
        let last = span.until.map_or_else(|| ":".to_owned(), key::sortable);
        let start =
            after.map(|sort| Key { partition: partition.clone(), sort: sort.to_owned() }.attributes());
        let request = self.client.query().table_name(&self.table).consistent_read(true).limit(PAGE);
        let request = request
            .key_condition_expression("#pk = :pk AND #sk BETWEEN :first AND :last")
            .expression_attribute_names("#pk", PARTITION)
            .expression_attribute_names("#sk", SORT)
            .expression_attribute_values(":pk", text(partition))
            .expression_attribute_values(":first", text(key::sortable(span.from)))
            .expression_attribute_values(":last", text(last))
            .set_exclusive_start_key(start);
        let page = request.send().await.map_err(StoreError::from_sdk)?;
        let next = page.last_evaluated_key.as_ref().and_then(item::key).map(|key| key.sort);
        let events = page.items.unwrap_or_default().into_iter().map(|stored| {
            let event_key = item::key(&stored).map(|key| key.sort).unwrap_or_default();
            LoggedEvent { event_key, event: item::read(stored).ok() }
        });
        Ok(LogPage { events: events.collect(), next })
    }

    /// Reads the stored items that events of one workspace refer to, in the order of the events: two rounds of
    /// batched reads, and one query for each second approval. Items that cannot be read count as missing.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn stored_of(
        &self,
        workspace: &WorkspaceId,
        events: &[&AuditEvent],
    ) -> Result<Vec<Stored>, StoreError> {
        let named = events
            .iter()
            .flat_map(|event| [token_key(event), entry_key(event), target_key(event)].into_iter().flatten());
        let found = self.get_many(named).await?;
        let mut all = Vec::with_capacity(events.len());
        for event in events {
            let target = target_key(event).and_then(|key| found.get(&key)).cloned().and_then(target);
            let first = match (&event.verb, &target) {
                (Verb::ApproveShift, Some(Target::Shift(shift))) => match &shift.first {
                    Some(first) => self.first_approval(workspace, first.at, &event.object).await?,
                    None => None,
                },
                _ => None,
            };
            let token = read_key::<WhatsAppActionToken>(&found, token_key(event));
            let entry = read_key(&found, entry_key(event));
            all.push(Stored { token, entry, target, first, ..Stored::default() });
        }
        self.add_carriers(workspace, &mut all).await?;
        Ok(all)
    }

    async fn add_carriers(&self, workspace: &WorkspaceId, all: &mut [Stored]) -> Result<(), StoreError> {
        let found = self.get_many(all.iter().filter_map(|one| carrier_key(workspace, one))).await?;
        for stored in all {
            stored.carrier = read_key(&found, carrier_key(workspace, stored));
        }
        Ok(())
    }

    async fn first_approval(
        &self,
        workspace: &WorkspaceId,
        at: Timestamp,
        shift: &str,
    ) -> Result<Option<AuditEvent>, StoreError> {
        let prefix = format!("{}#", key::sortable(at));
        let items = self.query(&key::audit(workspace), Range::BeginsWith(&prefix)).await?;
        let events = items.into_iter().filter_map(|stored| item::read::<AuditEvent>(stored).ok());
        let is_first = |event: &AuditEvent| event.verb == Verb::ApproveShiftFirst && event.object == shift;
        Ok(events.into_iter().find(is_first))
    }

    /// Reads any number of items, a hundred at a time; makes no call if there are no keys.
    pub(crate) async fn get_many(
        &self,
        keys: impl Iterator<Item = Key>,
    ) -> Result<HashMap<Key, Item>, StoreError> {
        let distinct: Vec<Key> = keys.collect::<HashSet<Key>>().into_iter().collect();
        let mut found = HashMap::new();
        for batch in distinct.chunks(KEYS_IN_A_BATCH) {
            found.extend(self.get_all(batch).await?);
        }
        Ok(found)
    }

    /// Returns a position of a chain in the form in which it can be recorded outside the table.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn chain_place(
        &self,
        workspace: &WorkspaceId,
        sequence: u64,
    ) -> Result<Option<Anchor>, StoreError> {
        let key = Key::chain_link(workspace, sequence);
        let found = self.get_all(std::slice::from_ref(&key)).await?;
        let link: Option<ChainLink> = read_key(&found, Some(key));
        Ok(link.map(|link| Anchor { sequence: link.sequence, mac: link.mac }))
    }

    /// Returns the chain position that the report of a day recorded.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn noted_place(
        &self,
        workspace: &WorkspaceId,
        date: Date,
    ) -> Result<Option<Anchor>, StoreError> {
        let report = self.safety_report(workspace, date).await?;
        Ok(report.and_then(|report| Some(Anchor { sequence: report.chain.sealed, mac: report.chain.mac? })))
    }

    /// Stores the reports of a day, replacing earlier reports of that day.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn save_reports(
        &self,
        safety: &SafetyReport,
        approvals: &ApprovalReport,
        answers: &AnswerReport,
    ) -> Result<(), StoreError> {
        let items = vec![
            item::write(&Key::report(&safety.workspace, SAFETY, safety.date), safety)?,
            item::write(&Key::report(&approvals.workspace, APPROVALS, approvals.date), approvals)?,
            item::write(&Key::report(&answers.workspace, ANSWERS, answers.date), answers)?,
        ];
        self.put_all(items, &|_| {}).await
    }

    /// Reads the report on unauthorized actions for a day.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn safety_report(
        &self,
        workspace: &WorkspaceId,
        date: Date,
    ) -> Result<Option<SafetyReport>, StoreError> {
        self.one(&Key::report(workspace, SAFETY, date)).await
    }

    /// Reads the report on WhatsApp decisions for a day.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn approval_report(
        &self,
        workspace: &WorkspaceId,
        date: Date,
    ) -> Result<Option<ApprovalReport>, StoreError> {
        self.one(&Key::report(workspace, APPROVALS, date)).await
    }

    /// Reads the report on how answers were rated for a day.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn answer_report(
        &self,
        workspace: &WorkspaceId,
        date: Date,
    ) -> Result<Option<AnswerReport>, StoreError> {
        self.one(&Key::report(workspace, ANSWERS, date)).await
    }

    /// Reads one item.
    pub(crate) async fn one<E: Entity>(&self, key: &Key) -> Result<Option<E>, StoreError> {
        self.get_all(std::slice::from_ref(key)).await?.remove(key).map(item::read).transpose()
    }
}

fn read_all<E: Entity>(items: Vec<Item>) -> Result<Vec<E>, StoreError> {
    items.into_iter().map(item::read).collect()
}

fn read_key<E: Entity>(found: &HashMap<Key, Item>, key: Option<Key>) -> Option<E> {
    item::read(found.get(&key?)?.clone()).ok()
}

fn token_key(event: &AuditEvent) -> Option<Key> {
    Some(Key::token(&event.workspace, event.evidence.as_ref()?.token.as_ref()?))
}

/// A statement about consent is logged in the conversation of the person whose consent it is, whoever made the
/// request.
fn entry_key(event: &AuditEvent) -> Option<Key> {
    let member: MemberId = whose_subscription(event).or_else(|| event.actor.clone())?;
    Some(Key::inbound(&event.workspace, &member, event.message_sid.as_deref()?))
}

fn target_key(event: &AuditEvent) -> Option<Key> {
    let (workspace, object) = (&event.workspace, event.object.as_str());
    Some(match target_kind(event.verb)? {
        TargetKind::Shift => Key::adjustment(workspace, &object.parse().ok()?),
        TargetKind::Alert => Key::alert(workspace, &object.parse().ok()?),
        TargetKind::Recommendation => Key::recommendation(workspace, &object.parse().ok()?),
        // The findings of a day never change.
        TargetKind::Day => return None,
    })
}

fn target(stored: Item) -> Option<Target> {
    Some(match item::kind(&stored) {
        "adjustment" => Target::Shift(Box::new(item::read(stored).ok()?)),
        "alert" => Target::Alert(Box::new(item::read(stored).ok()?)),
        "recommendation" => Target::Recommendation(Box::new(item::read(stored).ok()?)),
        _ => return None,
    })
}

/// Buttons are carried by a message. Links are carried by a notification, which can be found through its person
/// anyway.
fn carrier_key(workspace: &WorkspaceId, stored: &Stored) -> Option<Key> {
    let token = stored.token.as_ref().filter(|token| token.channel == TokenChannel::Button)?;
    let message: MessageId = token.carried_by.as_deref()?.parse().ok()?;
    Some(Key::message(workspace, &message))
}
