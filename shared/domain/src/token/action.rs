//! The actions that a person can take, one row each. Everything else that depends on the kind of an action is derived
//! from its row.

use crate::audit::Verb;
use crate::workspace::rules::Permission;
use serde::{Deserialize, Serialize};

pub(super) const MINUTE: i64 = 60;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// The kind of an action's target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TargetKind {
    /// A budget shift.
    Shift,
    /// An alert.
    Alert,
    /// A recommendation.
    Recommendation,
    /// The findings of a day.
    Day,
}

/// What an action does once it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionEffect {
    /// It changes its target.
    Changes,
    /// It only shows its target, so it never leads to an executed event.
    Shows,
    /// It shows a choice; choosing performs the other action.
    Asks(Action),
}

/// The channel through which an action is requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionChannel {
    /// A button of a WhatsApp message.
    Phone,
    /// A WhatsApp message in free text.
    Text,
    /// The page that a link opens.
    Link,
    /// The API, by a logged-in person.
    Api,
}

/// How long a token for an action is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// In seconds; never more than seven days (OWASP ASVS asks for the shortest time that is practical).
    pub seconds: i64,
    /// Whether a token that is older is refused.
    pub is_binding: bool,
}

/// How an action is recorded in the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditedAs {
    /// The verb of the action, also used for denied attempts.
    pub verb: Verb,
    /// The verb of the first of two approvals, for an action that may require two people.
    pub first_of_two: Option<Verb>,
}

/// Everything that depends only on the kind of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionRow {
    /// The code in a token; never reused for another action.
    pub code: u8,
    /// The word for the action in the store, in forms and in the API; never changed.
    pub word: &'static str,
    /// The permission that the action requires, if any.
    pub permission: Option<Permission>,
    /// The kind of its target.
    pub target: TargetKind,
    /// How long a token for the action is valid.
    pub lifetime: Lifetime,
    /// The effect of the action.
    pub effect: ActionEffect,
    /// How the action is recorded in the audit log; the verb provides the name of the event.
    pub audited_as: AuditedAs,
    /// The channels on which the action may be requested.
    pub channels: &'static [ActionChannel],
}

macro_rules! actions {
    ($(
        $(#[$doc:meta])*
        $name:ident = $code:literal, $word:literal: $permission:expr, $target:ident, $lifetime:expr, $effect:expr,
            $audited_as:expr, $channels:expr;
    )*) => {
        /// An action that a person can take.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Action { $($(#[$doc])* #[serde(rename = $word)] $name,)* }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the row of the action.
            #[must_use]
            pub const fn row(self) -> ActionRow {
                match self {
                    $(Self::$name => ActionRow {
                        code: $code,
                        word: $word,
                        permission: $permission,
                        target: TargetKind::$target,
                        lifetime: $lifetime,
                        effect: $effect,
                        audited_as: $audited_as,
                        channels: $channels,
                    },)*
                }
            }
        }
    };
}

const APPROVE: Option<Permission> = Some(Permission::ApproveShifts);
const ALERTS: Option<Permission> = Some(Permission::HandleAlerts);
const ASSIGN: Option<Permission> = Some(Permission::AssignRecommendations);
const TAPPED: &[ActionChannel] = &[ActionChannel::Phone, ActionChannel::Link, ActionChannel::Api];
const ANY: &[ActionChannel] =
    &[ActionChannel::Phone, ActionChannel::Text, ActionChannel::Link, ActionChannel::Api];
const WRITTEN: &[ActionChannel] = &[ActionChannel::Text];

const fn within(seconds: i64) -> Lifetime {
    Lifetime { seconds, is_binding: true }
}

/// A decline is never too late.
const fn at_any_age(seconds: i64) -> Lifetime {
    Lifetime { seconds, is_binding: false }
}

const fn as_verb(verb: Verb) -> AuditedAs {
    AuditedAs { verb, first_of_two: None }
}

const fn by_one_or_two(verb: Verb, first_of_two: Verb) -> AuditedAs {
    AuditedAs { verb, first_of_two: Some(first_of_two) }
}

use ActionEffect::{Asks, Changes, Shows};

actions! {
    // action = code, word: permission, target, lifetime, effect,
    //     audited as, channels;
    /// Approve a budget shift, or be asked to confirm if it is above the one-tap limit.
    ApproveShift = 1, "approve_shift": APPROVE, Shift, within(DAY), Changes,
        by_one_or_two(Verb::ApproveShift, Verb::ApproveShiftFirst), TAPPED;
    /// See the alerts behind a digest.
    ShowAlerts = 2, "show_alerts": None, Day, within(DAY), Shows, as_verb(Verb::ShowAlerts), TAPPED;
    /// See a budget shift in its current state, with its buttons.
    ReviewShift = 4, "review_shift": None, Shift, within(DAY), Shows, as_verb(Verb::ReviewShift), TAPPED;
    /// Approve a budget shift after being asked to confirm.
    ConfirmShift = 5, "confirm_shift": APPROVE, Shift, within(10 * MINUTE), Changes,
        by_one_or_two(Verb::ApproveShift, Verb::ApproveShiftFirst), TAPPED;
    /// Decline a budget shift.
    DeclineShift = 6, "decline_shift": APPROVE, Shift, at_any_age(DAY), Changes, as_verb(Verb::DeclineShift), TAPPED;
    /// Undo an approval.
    UndoShift = 7, "undo_shift": APPROVE, Shift, within(DAY), Changes, as_verb(Verb::UndoShift), TAPPED;
    /// Acknowledge an alert.
    AcknowledgeAlert = 8, "acknowledge_alert": ALERTS, Alert, within(DAY), Changes,
        as_verb(Verb::AcknowledgeAlert), TAPPED;
    /// Snooze an alert for four hours.
    SnoozeAlert = 9, "snooze_alert": ALERTS, Alert, within(DAY), Changes, as_verb(Verb::SnoozeAlert), TAPPED;
    /// Snooze an alert until tomorrow.
    SnoozeAlertUntilTomorrow = 10, "snooze_alert_until_tomorrow": ALERTS, Alert, within(DAY), Changes,
        as_verb(Verb::SnoozeAlert), TAPPED;
    /// Choose who should own a recommendation; the detail is the page of the list.
    AssignRecommendation = 11, "assign_recommendation": ASSIGN, Recommendation, within(DAY), Asks(Action::PickAssignee),
        as_verb(Verb::AssignRecommendation), ANY;
    /// Assign a recommendation to a person; the detail is the person.
    PickAssignee = 12, "pick_assignee": ASSIGN, Recommendation, within(HOUR), Changes,
        as_verb(Verb::AssignRecommendation), ANY;
    /// Accept a recommendation that was assigned to oneself.
    AcceptAssignment = 13, "accept_assignment": None, Recommendation, within(7 * DAY), Changes,
        as_verb(Verb::AcceptAssignment), TAPPED;
    /// Pass a recommendation back to its assigner.
    PassBackAssignment = 14, "pass_back_assignment": None, Recommendation, within(7 * DAY), Changes,
        as_verb(Verb::PassBackAssignment), TAPPED;
    /// Give the reason for declining a budget shift; the detail is the reason. The reason is written by the person, so
    /// no token carries it.
    GiveReason = 18, "give_reason": APPROVE, Shift, within(DAY), Changes, as_verb(Verb::GiveReason), WRITTEN;
}

impl Action {
    /// Returns the actions that the audit log records under a verb. They all have the same permission and the same kind
    /// of target.
    pub fn audited_as(verb: Verb) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |action| {
            let names = action.row().audited_as;
            names.verb == verb || names.first_of_two == Some(verb)
        })
    }

    /// Returns the word for the action in the store, in forms and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().word
    }

    /// Reports whether the action may be requested on a channel.
    #[must_use]
    pub fn is_open_to(self, channel: ActionChannel) -> bool {
        self.row().channels.contains(&channel)
    }
}

#[cfg(test)]
mod tests;
