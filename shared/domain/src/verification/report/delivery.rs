//! How many messages reach their person (SC-001): the messages due on a day of a workspace, by outcome, with the share
//! that arrived and the cost.

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

/// The promised share of messages delivered by WhatsApp after retries, in per mille.
pub const TARGET_PER_MILLE: u32 = 980;
/// How long after it was due a message that has not arrived counts as lost.
pub const JUDGED_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// The minimum number of messages for which a share is given.
pub const FEWEST: u32 = 30;

/// The number of messages by outcome. Every message that was due is in exactly one of the numbers from `first_try` to
/// `open`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryCounts {
    /// How many were due to people who wanted them at that time.
    pub due: u32,
    /// WhatsApp delivered the first attempt.
    pub first_try: u32,
    /// WhatsApp delivered a later attempt.
    pub retried: u32,
    /// A mail was delivered instead.
    pub mailed: u32,
    /// A mail was sent instead, with no confirmation that it arrived.
    pub mail_sent: u32,
    /// It was sent, or may have been, with no confirmation that it arrived.
    pub unknown: u32,
    /// WhatsApp reported that the person does not want messages.
    pub suppressed: u32,
    /// It did not arrive for another reason.
    pub given_up: u32,
    /// It may still arrive.
    pub open: u32,
    /// How many of those delivered by WhatsApp were also mailed.
    pub both: u32,
    /// How many of those delivered by WhatsApp had to be sent again by an administrator.
    pub by_hand: u32,
    /// How many are not in `due` because the person opted out before they were sent.
    pub left_out: u32,
}

impl DeliveryCounts {
    /// Returns how many messages WhatsApp delivered, at the first or a later attempt.
    #[must_use]
    pub fn on_whatsapp(&self) -> u32 {
        self.first_try + self.retried
    }

    /// Returns the share delivered by WhatsApp at the first attempt, out of those not open.
    #[must_use]
    pub fn first_try_share(&self) -> Proportion {
        self.of_ended(self.first_try)
    }

    /// Returns the share delivered by WhatsApp at any attempt, out of those not open. This is the share that is judged.
    #[must_use]
    pub fn whatsapp_share(&self) -> Proportion {
        self.of_ended(self.on_whatsapp())
    }

    /// Returns the share delivered by WhatsApp or by mail, out of those not open.
    #[must_use]
    pub fn with_mail_share(&self) -> Proportion {
        self.of_ended(self.on_whatsapp() + self.mailed)
    }

    fn of_ended(&self, part: u32) -> Proportion {
        Proportion { part, whole: self.due - self.open }
    }

    fn add(&mut self, outcome: DeliveryOutcome) {
        self.due += u32::from(outcome != DeliveryOutcome::LeftOut);
        *match outcome {
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

/// The number of messages that WhatsApp did not deliver for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureCount {
    pub reason: FailureReason,
    /// The number of messages.
    pub count: u32,
}

/// Whether the promise was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Messages of the day may still arrive.
    NotYet,
    /// Fewer than [`FEWEST`] were due, so a share would not be meaningful.
    TooFew,
    /// The promise was kept.
    Met,
    /// The promise was not kept.
    Missed,
}

/// The outcomes of the messages of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryReport {
    pub workspace: WorkspaceId,
    /// The day in the workspace's time zone.
    pub date: Date,
    /// The IANA time zone that determines where the day ends.
    pub zone: String,
    /// When the report was made.
    pub made_at: Timestamp,
    /// When the day can be judged: [`JUDGED_AFTER`] after its end.
    pub judged_from: Timestamp,
    /// All messages.
    pub all: DeliveryCounts,
    /// The messages by kind.
    pub by_kind: BTreeMap<MessageKind, DeliveryCounts>,
    /// Why WhatsApp did not deliver messages, including those that were mailed; the most frequent reason first.
    pub failures: Vec<FailureCount>,
    /// What the attempts of the messages cost; empty in reports from before costs were kept.
    #[serde(default)]
    pub cost: DeliveryCost,
}

/// A day of a workspace as an interval of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalDay {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant of the next day.
    pub until: Timestamp,
}

impl LocalDay {
    /// Returns a day in a time zone, or `None` if the zone is unknown or the date is at the edge of the calendar.
    #[must_use]
    pub fn new(date: Date, zone: &str) -> Option<Self> {
        let zone = TimeZone::get(zone).ok()?;
        let midnight = |date: Date| date.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp());
        Some(Self { from: midnight(date)?, until: midnight(date.tomorrow().ok()?)? })
    }
}

impl DeliveryReport {
    /// Creates an empty report of a day.
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

    /// Adds a message that was due on the day; `mail` is the state of the mail that replaces it.
    pub fn add(&mut self, message: &Message, mail: Option<&EmailState>) {
        let outcome = DeliveryOutcome::new(message, mail, self.made_at);
        let is_both = outcome.is_on_whatsapp() && mail.is_some_and(outcome::is_out);
        let by_hand = outcome.is_on_whatsapp() && outcome::is_by_hand(message);
        for counts in [&mut self.all, self.by_kind.entry(message.kind).or_default()] {
            counts.add(outcome);
            counts.both += u32::from(is_both);
            counts.by_hand += u32::from(by_hand);
        }
        message.attempts.iter().for_each(|attempt| self.cost.add(attempt));
        if outcome.is_lost_on_whatsapp() {
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

    /// Judges whether the promise was kept: the share of WhatsApp after retries is compared with [`TARGET_PER_MILLE`]
    /// without rounding.
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
