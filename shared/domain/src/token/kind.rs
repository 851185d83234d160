//! What a token lets its person do: each kind with its code on the wire, its age limit and the permission it needs.

use crate::workspace::rules::Permission;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $permission:expr, $seconds:expr;)*) => {
        /// What a token lets its person do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ActionKind { $($(#[$doc])* $name,)* }

        impl ActionKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Gives the code that names the kind in a token; never given to another kind.
            #[must_use]
            pub(crate) fn code(self) -> u8 {
                match self { $(Self::$name => $code,)* }
            }

            /// Gives the permission that the action needs; none for what only shows.
            #[must_use]
            pub fn permission(self) -> Option<Permission> {
                match self { $(Self::$name => $permission,)* }
            }

            /// Gives for how long a token of this kind is good, in seconds; never more than seven days (OWASP ASVS
            /// asks for the shortest that serves).
            #[must_use]
            pub fn valid_for_seconds(self) -> i64 {
                match self { $(Self::$name => $seconds,)* }
            }
        }
    };
}

const APPROVE: Option<Permission> = Some(Permission::ApproveShifts);
const ALERTS: Option<Permission> = Some(Permission::HandleAlerts);
const ASSIGN: Option<Permission> = Some(Permission::AssignRecommendations);

kinds! {
    /// Approve a budget shift, or be asked once more when it is over what one tap may approve.
    ApproveShift = 1, APPROVE, DAY;
    /// See the alerts behind a digest.
    ShowAlerts = 2, None, DAY;
    /// Open the dashboard of a day, read-only.
    ViewDashboard = 3, None, 7 * DAY;
    /// See a budget shift as it stands now, with its buttons.
    ReviewShift = 4, None, DAY;
    /// Approve a budget shift after having been asked once more.
    ConfirmShift = 5, APPROVE, 10 * MINUTE;
    /// Decline a budget shift.
    DeclineShift = 6, APPROVE, DAY;
    /// Take an approval back.
    UndoShift = 7, APPROVE, DAY;
    /// Acknowledge an alert.
    AcknowledgeAlert = 8, ALERTS, DAY;
    /// Hear nothing of an alert for four hours.
    SnoozeAlert = 9, ALERTS, DAY;
    /// Hear nothing of an alert until tomorrow.
    SnoozeAlertUntilTomorrow = 10, ALERTS, DAY;
    /// Choose who is to own a recommendation; the detail is the page of the list.
    AssignRecommendation = 11, ASSIGN, DAY;
    /// Give a recommendation to a person; the detail is the person.
    PickAssignee = 12, ASSIGN, HOUR;
    /// Take on a recommendation that one was given.
    AcceptAssignment = 13, None, 7 * DAY;
    /// Give a recommendation back to who gave it.
    PassBackAssignment = 14, None, 7 * DAY;
    /// Call the API as the system that carries out budget shifts.
    Integrate = 15, None, 7 * DAY;
    /// Call the API as a person who is logged in.
    ActInApp = 16, None, HOUR;
    /// End the mails that bring a digest when WhatsApp does not; a no, so its age does not count.
    EndMails = 17, None, 7 * DAY;
}

impl ActionKind {
    pub(crate) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_a_code_of_its_own_that_leaves_the_bits_of_the_channel_free() {
        let codes: BTreeSet<u8> = ActionKind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), ActionKind::ALL.len());
        assert!(codes.iter().all(|code| *code < 0x40));
    }

    #[test]
    fn no_token_is_good_for_more_than_seven_days() {
        assert!(ActionKind::ALL.iter().all(|kind| (1..=7 * DAY).contains(&kind.valid_for_seconds())));
    }
}
