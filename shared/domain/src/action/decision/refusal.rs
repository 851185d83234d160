//! Why nothing is changed. Each reason has its own reply and its own word in the audit log.

use crate::insight::adjustment::{DecisionRecord, ShiftOutcome};
use crate::insight::record::Assignment;
use crate::instant::EpochSecond;
use crate::metrics::Campaign;
use crate::workspace::rules::Permission;

/// Why nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The token or its target is not stored, or is no longer stored.
    Gone,
    /// The tap comes from a different phone than the one the button was sent to.
    NotYourButton,
    /// The WhatsApp account changed since it was verified, or was never verified.
    NotVerified,
    /// The person is no longer in the workspace.
    NoLongerMember,
    /// The person opted out.
    OptedOut,
    /// The consent, the role or the membership changed after the token was issued, or the table has been restored since
    /// then.
    Void,
    /// The person does not have the permission.
    MayNot {
        /// The permission that the action requires.
        permission: Permission,
    },
    /// The shift is already approved.
    AlreadyApproved {
        /// Who approved it.
        decision: DecisionRecord,
        /// Whether the person who taps is the one who approved.
        by_the_same_person: bool,
    },
    /// The shift is already declined.
    AlreadyDeclined {
        /// Who declined it.
        decision: DecisionRecord,
        /// Whether the person who taps is the one who declined.
        by_the_same_person: bool,
    },
    /// The shift was approved and then undone.
    AlreadyUndone {
        /// Who undid the approval.
        decision: DecisionRecord,
        /// Whether the person who taps is the one who undid it.
        by_the_same_person: bool,
    },
    /// The person gave the first of two approvals, and the second is still pending.
    AwaitsSecond {
        /// The first approval.
        first: DecisionRecord,
    },
    /// The first of two approvals came from another member with the same number, WhatsApp account or mailbox: two
    /// records of one person.
    SamePerson {
        /// The first approval.
        first: DecisionRecord,
    },
    /// The first approval came from somebody who is no longer a member or may no longer approve shifts.
    FirstMayNot {
        /// The first approval.
        first: DecisionRecord,
    },
    /// A newer proposal superseded it.
    Superseded,
    /// The button has expired.
    Expired,
    /// A budget changed since the proposal was made.
    TargetMoved {
        /// The campaign whose budget changed, with its current budget, if known.
        campaign: Option<Box<Campaign>>,
    },
    /// The amount is above the limit of this workspace, and nobody else may approve it either.
    OverLimit,
    /// The time to undo the approval is over.
    UndoTooLate {
        /// When the time ended; `None` if the approval could never be undone.
        until: Option<EpochSecond>,
    },
    /// The approval cannot be undone because a budget changed after it.
    UndoMoved {
        /// The campaign whose budget changed, with its current budget, if known.
        campaign: Option<Box<Campaign>>,
    },
    /// The ad platform refused the shift, so there is nothing to undo.
    NothingToUndo {
        /// What the ad platform reported.
        outcome: ShiftOutcome,
    },
    /// Somebody already acknowledged or snoozed the alert.
    AlertHandled {
        /// Who handled it.
        decision: DecisionRecord,
        /// Whether the person who taps is the one who handled it.
        by_the_same_person: bool,
        /// The end of the snooze; `None` if the alert was acknowledged.
        snoozed_until: Option<EpochSecond>,
    },
    /// The problem behind the alert is resolved.
    AlertOver,
    /// The recommendation is already assigned to somebody.
    AlreadyAssigned {
        /// The assignment: who assigned it to whom.
        assignment: Box<Assignment>,
    },
    /// The owner has already answered.
    AlreadyAnswered {
        /// The assignment with the answer.
        assignment: Box<Assignment>,
    },
    /// The selected person is not in the workspace or may not own the recommendation.
    NotATeammate,
}

/// What a refusal means for the requester, whatever the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalClass {
    /// The target is not there, or the token never was.
    Gone,
    /// The token is no longer valid; a new one would work.
    Expired,
    /// The person is not allowed to do this.
    Forbidden,
    /// A decision already exists, or something changed in the meantime.
    Conflict,
    /// The request cannot be carried out as it was made.
    Invalid,
}

impl Refusal {
    /// Returns the fixed word recorded in the audit log.
    #[must_use]
    pub fn audit_word(&self) -> &'static str {
        self.row().0
    }

    /// Returns what the refusal means for the requester.
    #[must_use]
    pub fn class(&self) -> RefusalClass {
        self.row().1
    }

    /// Reports whether the person or the token is refused, whatever is asked for.
    #[must_use]
    pub fn is_of_standing(&self) -> bool {
        matches!(self, Self::NoLongerMember | Self::OptedOut | Self::Void | Self::Expired)
    }

    fn row(&self) -> (&'static str, RefusalClass) {
        use RefusalClass::{Conflict, Expired, Forbidden, Gone, Invalid};
        match self {
            Self::Gone => ("gone", Gone),
            Self::NotYourButton => ("not_your_button", Forbidden),
            Self::NotVerified => ("not_verified", Forbidden),
            Self::NoLongerMember => ("no_longer_member", Forbidden),
            Self::OptedOut => ("opted_out", Forbidden),
            Self::Void => ("void", Expired),
            Self::MayNot { .. } => ("may_not", Forbidden),
            Self::AlreadyApproved { .. } => ("already_approved", Conflict),
            Self::AlreadyDeclined { .. } => ("already_declined", Conflict),
            Self::AlreadyUndone { .. } => ("already_undone", Conflict),
            Self::AwaitsSecond { .. } => ("awaits_second", Conflict),
            Self::SamePerson { .. } => ("same_person", Forbidden),
            Self::FirstMayNot { .. } => ("first_may_not", Conflict),
            Self::Superseded => ("superseded", Conflict),
            Self::Expired => ("expired", Expired),
            Self::TargetMoved { .. } => ("target_moved", Conflict),
            Self::OverLimit => ("over_limit", Conflict),
            Self::UndoTooLate { .. } => ("undo_too_late", Conflict),
            Self::UndoMoved { .. } => ("undo_moved", Conflict),
            Self::NothingToUndo { .. } => ("nothing_to_undo", Conflict),
            Self::AlertHandled { .. } => ("alert_handled", Conflict),
            Self::AlertOver => ("alert_over", Conflict),
            Self::AlreadyAssigned { .. } => ("already_assigned", Conflict),
            Self::AlreadyAnswered { .. } => ("already_answered", Conflict),
            Self::NotATeammate => ("not_a_teammate", Invalid),
        }
    }
}
