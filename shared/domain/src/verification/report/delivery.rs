//! How many messages reach their person (SC-001): the messages that were due on a day of a workspace, by what became of
//! each, which share of them arrived, and what they cost.

pub mod outcome;

mod cost;
mod wording;

pub use crate::verification::report::delivery::outcome::DeliveryOutcome;
pub use cost::{DeliveryCost, ExactAmount, NotAnAmount};
pub use wording::{DEFINITION, days};

use super::Proportion;
use crate::identity::WorkspaceId;
use crate::message::{FailureReason, Message, MessageKind};
use crate::notification::EmailState;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The share that is promised, in per mille: of WhatsApp after retries.
pub const TARGET_PER_MILLE: u32 = 980;
/// After how long a message that has not arrived counts as one that did not.
pub const JUDGED_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// The fewest messages that a share is given of.
pub const FEWEST: u32 = 30;

/// What became of messages. Every one that was due is in exactly one of the numbers from `first_try` to `open`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryCounts {
    /// How many were due to people who wanted them then.
    pub due: u32,
    /// WhatsApp delivered the first attempt.
    pub first_try: u32,
    /// WhatsApp delivered a later attempt.
    pub retried: u32,
    /// A mail was delivered in its place.
    pub mailed: u32,
    /// A mail was sent in its place, and nobody said that it arrived.
    pub mail_sent: u32,
    /// It was sent, or may have been, and nobody said that it arrived.
    pub unknown: u32,
    /// WhatsApp said that the person wants no messages.
    pub suppressed: u32,
    /// It did not arrive otherwise.
    pub given_up: u32,
    /// It may still arrive.
    pub open: u32,
    /// How many of those that WhatsApp delivered were mailed too.
    pub both: u32,
    /// How many of those that WhatsApp delivered an administrator had to send again.
    pub by_hand: u32,
    /// How many are not in `due`: the person said STOP before they went out.
    pub left_out: u32,
}

impl DeliveryCounts {
    /// Returns how many WhatsApp delivered, first or later.
    #[must_use]
    pub fn on_whatsapp(&self) -> u32 {
        self.first_try + self.retried
    }

    /// Returns the share that WhatsApp delivered at the first attempt, of what is not open.
    #[must_use]
    pub fn first_try_share(&self) -> Proportion {
        self.of_ended(self.first_try)
    }

    /// Returns the share that WhatsApp delivered after any attempt, of what is not open: the one that is judged.
    #[must_use]
    pub fn whatsapp_share(&self) -> Proportion {
        self.of_ended(self.on_whatsapp())
    }

    /// Returns the share that arrived on WhatsApp or as a mail, of what is not open.
    #[must_use]
    pub fn with_mail_share(&self) -> Proportion {
        self.of_ended(self.on_whatsapp() + self.mailed)
    }

    fn of_ended(&self, part: u32) -> Proportion {
        Proportion { part, whole: self.due - self.open }
    }

    fn add(&mut self, fate: DeliveryOutcome) {
        self.due += u32::from(fate != DeliveryOutcome::LeftOut);
        *match fate {
            DeliveryOutcome::FirstTry => &mut self.first_try,
            DeliveryOutcome::Retried => &mut self.retried,
            DeliveryOutcome::Mailed => &mut self.mailed,
            DeliveryOutcome::MailSent => &mut self.mail_sent,
            DeliveryOutcome::Unknown => &mut self.unknown,
            DeliveryOutcome::Suppressed => &mut self.suppressed,
            DeliveryOutcome::GivenUp => &mut self.given_up,
            DeliveryOutcome::Open => &mut self.open,
            DeliveryOutcome::LeftOut => &mut self.left_out,
        } += 1;
    }
}

/// How many messages WhatsApp did not deliver for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureCount {
    /// Why.
    pub reason: FailureReason,
    /// How many.
    pub count: u32,
}

/// Whether the promise was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Messages of the day may still arrive.
    NotYet,
    /// Fewer than [`FEWEST`] were due: no share of them says anything.
    TooFew,
    /// The promise was kept.
    Met,
    /// It was not.
    Missed,
}

/// What became of the messages of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryReport {
    pub workspace: WorkspaceId,
    /// The day, as the workspace counts days.
    pub date: Date,
    /// The IANA time zone that its days end in.
    pub zone: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// From when on the day is judged: [`JUDGED_AFTER`] after its end.
    pub judged_from: Timestamp,
    /// All messages.
    pub all: DeliveryCounts,
    /// The messages of each kind.
    pub by_kind: BTreeMap<MessageKind, DeliveryCounts>,
    /// Why WhatsApp did not deliver, mailed ones among them; the most frequent reason first.
    pub failures: Vec<FailureCount>,
    /// What the attempts of the messages cost; reports from before costs were kept have none.
    #[serde(default)]
    pub cost: DeliveryCost,
}

/// A day of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalDay {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant of the next one.
    pub until: Timestamp,
}

impl LocalDay {
    /// Returns a day as a time zone counts days; nothing when there is no such zone, or the date is at the edge of the
    /// calendar.
    #[must_use]
    pub fn new(date: Date, zone: &str) -> Option<Self> {
        let zone = TimeZone::get(zone).ok()?;
        let midnight = |date: Date| date.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp());
        Some(Self { from: midnight(date)?, until: midnight(date.tomorrow().ok()?)? })
    }
}

impl DeliveryReport {
    /// Begins the report of a day.
    #[must_use]
    pub fn new(workspace: &WorkspaceId, date: Date, zone: &str, day: LocalDay, made_at: Timestamp) -> Self {
        Self {
            workspace: workspace.clone(),
            date,
            zone: zone.to_owned(),
            made_at,
            judged_from: day.until.saturating_add(JUDGED_AFTER).unwrap_or(Timestamp::MAX),
            all: DeliveryCounts::default(),
            by_kind: BTreeMap::new(),
            failures: Vec::new(),
            cost: DeliveryCost::default(),
        }
    }

    /// Takes note of a message that was due on the day; `mail` is where the mail stands that stands in for it.
    pub fn add(&mut self, message: &Message, mail: Option<&EmailState>) {
        let fate = DeliveryOutcome::new(message, mail, self.made_at);
        let is_both = fate.is_on_whatsapp() && mail.is_some_and(outcome::is_out);
        let by_hand = fate.is_on_whatsapp() && outcome::is_by_hand(message);
        for counts in [&mut self.all, self.by_kind.entry(message.kind).or_default()] {
            counts.add(fate);
            counts.both += u32::from(is_both);
            counts.by_hand += u32::from(by_hand);
        }
        message.attempts.iter().for_each(|attempt| self.cost.add(attempt));
        if fate.is_lost_on_whatsapp() {
            self.add_failure(outcome::why(message));
        }
    }

    fn add_failure(&mut self, reason: FailureReason) {
        let same = |known: &&mut FailureCount| {
            (known.reason.as_str(), known.reason.code()) == (reason.as_str(), reason.code())
        };
        match self.failures.iter_mut().find(same) {
            Some(known) => known.count += 1,
            None => self.failures.push(FailureCount { reason, count: 1 }),
        }
        self.failures.sort_by_key(|known| {
            (std::cmp::Reverse(known.count), known.reason.as_str(), known.reason.code())
        });
    }

    /// Reports whether the promise was kept: WhatsApp after retries, against [`TARGET_PER_MILLE`], without rounding.
    #[must_use]
    pub fn judgement(&self) -> Judgement {
        let Proportion { part, whole } = self.all.whatsapp_share();
        if self.made_at < self.judged_from {
            Judgement::NotYet
        } else if whole < FEWEST {
            Judgement::TooFew
        } else if u64::from(part) * 1_000 >= u64::from(whole) * u64::from(TARGET_PER_MILLE) {
            Judgement::Met
        } else {
            Judgement::Missed
        }
    }
}

#[cfg(test)]
mod tests;
