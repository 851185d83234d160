//! Why an address gets no more mails, and how many temporary bounces are tolerated. Pure.

use crate::identity::{NotificationId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How many temporary bounces within [`BOUNCE_WINDOW`] suppress an address.
pub const MOST_SOFT_BOUNCES: usize = 3;
/// How long a temporary bounce counts: a week.
pub const BOUNCE_WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Why an address is suppressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuppressedFor {
    /// It does not exist, or accepts no mails.
    HardBounce,
    /// It repeatedly did not accept mails.
    SoftBounces,
    /// Its owner reported a mail as spam.
    Complaint,
}

/// Records that an address gets no more mails; stored under a hash of the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    pub reason: SuppressedFor,
    /// When that was reported.
    pub at: Timestamp,
    /// The workspace that the mail came from.
    pub workspace: WorkspaceId,
    /// The notification that the mail was about.
    #[serde(rename = "notice")]
    pub notification: NotificationId,
}

/// The temporary bounces of an address within a week, one for each mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoftBounces {
    /// The mails with the time of their bounce, oldest first.
    pub mails: Vec<SoftBounce>,
    /// Grows by one with every count.
    pub version: u64,
}

/// A temporary bounce.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoftBounce {
    /// The identifier that SES gave the mail.
    pub mail: String,
    /// When it bounced.
    pub at: Timestamp,
}

impl SoftBounces {
    /// Returns the count with one more bounce, or `None` if that mail has already been counted. Bounces that are at
    /// least a week older than the latest one no longer count.
    #[must_use]
    pub fn with(&self, mail: &str, at: Timestamp) -> Option<Self> {
        if self.mails.iter().any(|known| known.mail == mail) {
            return None;
        }
        let mut mails = self.mails.clone();
        mails.push(SoftBounce { mail: mail.to_owned(), at });
        mails.sort_by_key(|bounce| bounce.at);
        let latest = mails.last().map_or(at, |bounce| bounce.at);
        mails.retain(|bounce| latest.duration_since(bounce.at) < BOUNCE_WINDOW);
        Some(Self { mails, version: self.version.saturating_add(1) })
    }

    /// Reports whether the address has bounced too often.
    #[must_use]
    pub fn is_too_many(&self) -> bool {
        self.mails.len() >= MOST_SOFT_BOUNCES
    }

    /// Returns when the latest bounce occurred, or 1970 if there is none.
    #[must_use]
    pub fn latest(&self) -> Timestamp {
        self.mails.last().map_or(Timestamp::UNIX_EPOCH, |bounce| bounce.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::now;
    use proptest::prelude::*;

    fn after(hours: i64) -> Timestamp {
        now() + SignedDuration::from_hours(hours)
    }

    fn counted(bounces: &[(&str, i64)]) -> SoftBounces {
        let count = |so_far: SoftBounces, (mail, hours): &(&str, i64)| {
            so_far.with(mail, after(*hours)).unwrap_or(so_far)
        };
        bounces.iter().fold(SoftBounces::default(), count)
    }

    #[test]
    fn three_mails_that_bounce_within_a_week_are_too_many_and_two_are_not() {
        assert!(!counted(&[("one", 0), ("two", 24)]).is_too_many());
        assert!(counted(&[("one", 0), ("two", 24), ("three", 7 * 24 - 1)]).is_too_many());
    }

    #[test]
    fn a_bounce_of_a_week_ago_does_not_count() {
        assert!(!counted(&[("one", 0), ("two", 24), ("three", 7 * 24)]).is_too_many());
    }

    #[test]
    fn the_same_mail_counts_once_however_often_it_is_reported() {
        let one = counted(&[("one", 0)]);
        assert_eq!(one.with("one", after(1)), None);
        assert!(!counted(&[("one", 0), ("one", 1), ("one", 2), ("two", 3)]).is_too_many());
    }

    proptest! {
        #[test]
        fn in_whatever_order_they_are_reported_bounces_of_one_week_are_counted_alike(
            hours in prop::collection::vec(0_i64..7 * 24, 0..6), seed in any::<u64>(),
        ) {
            let mut bounces: Vec<(String, i64)> = hours.iter().enumerate().map(|(n, h)| (n.to_string(), *h)).collect();
            let in_order = bounces.clone();
            if !bounces.is_empty() {
                let places = u64::try_from(bounces.len()).unwrap();
                bounces.rotate_left(usize::try_from(seed % places).unwrap());
            }
            let all = |list: &[(String, i64)]| counted(&list.iter().map(|(m, h)| (m.as_str(), *h)).collect::<Vec<_>>());
            prop_assert_eq!(all(&bounces).is_too_many(), in_order.len() >= MOST_SOFT_BOUNCES);
            prop_assert_eq!(all(&bounces).mails.len(), in_order.len());
        }
    }
}
