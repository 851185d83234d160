//! Why nothing is changed: each reason has its own reply and its own word in the audit log.

use crate::insight::adjustment::{DecisionRecord, ShiftOutcome};
use crate::insight::record::Assignment;
use crate::instant::EpochSecond;
use crate::metrics::Campaign;
use crate::workspace::rules::Permission;

/// Why nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The token or what it acts on is not stored (any more).
    Gone,
    /// The tap comes from another phone than the one the button was sent to.
    NotYourButton,
    /// The account changed since it was verified, or was never verified.
    NotVerified,
    /// The person is no longer in the workspace.
    NoLongerMember,
    /// The person said stop.
    OptedOut,
    /// The consent, the role or the membership changed after the token was issued, or the table was restored since.
    Void,
    /// The person may not do this.
    MayNot {
        /// What it takes.
        permission: Permission,
    },
    /// It is already approved.
    AlreadyApproved {
        /// Who approved it.
        decision: DecisionRecord,
        /// Whether the person who taps is the one who approved.
        by_the_same_person: bool,
    },
    /// Somebody said no already.
    AlreadyDeclined {
        /// Who said no.
        decision: DecisionRecord,
        /// Whether it was the person who taps.
        by_the_same_person: bool,
    },
    /// It was approved and taken back.
    AlreadyUndone {
        /// Who took it back.
        decision: DecisionRecord,
        /// Whether it was the person who taps.
        by_the_same_person: bool,
    },
    /// The person approved it as the first of two, and the second is awaited.
    AwaitsSecond {
        /// The first approval.
        first: DecisionRecord,
    },
    /// A newer proposal took its place.
    Superseded,
    /// The button is too old.
    Expired,
    /// A budget changed since the proposal.
    TargetMoved {
        /// The campaign whose budget changed, with the budget of now, when it is known.
        campaign: Option<Box<Campaign>>,
    },
    /// The amount is over what may be approved here, and nobody else may approve it either.
    OverLimit,
    /// The time to take it back is over.
    UndoTooLate {
        /// When it ended; nothing when it could never be taken back.
        until: Option<EpochSecond>,
    },
    /// It cannot be taken back, since a budget changed after the approval.
    UndoMoved {
        /// The campaign whose budget changed, with the budget of now, when it is known.
        campaign: Option<Box<Campaign>>,
    },
    /// The ad platform refused the shift, so there is nothing to take back.
    NothingToUndo {
        /// What the platform said.
        outcome: ShiftOutcome,
    },
    /// Somebody acknowledged or snoozed the alert already.
    AlertHandled {
        /// Who.
        decision: DecisionRecord,
        /// Whether it was the person who taps.
        by_the_same_person: bool,
        /// Until when it is snoozed; nothing when it was acknowledged.
        snoozed_until: Option<EpochSecond>,
    },
    /// The trouble of the alert is over.
    AlertOver,
    /// Somebody gave the recommendation to somebody.
    AlreadyAssigned {
        /// Who gave it to whom.
        assignment: Box<Assignment>,
    },
    /// The owner answered already.
    AlreadyAnswered {
        /// The answer.
        assignment: Box<Assignment>,
    },
    /// The person who was picked is not in the workspace or may not own it.
    NotATeammate,
}

/// What a refusal means for whoever asked, whatever the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalClass {
    /// What it is about is not there, or the token never was.
    Gone,
    /// The token is no longer good; another one would do.
    Expired,
    /// The person may not.
    Forbidden,
    /// Something stands already, or changed meanwhile.
    Conflict,
    /// What is asked for cannot be done as it is asked.
    Invalid,
}

impl Refusal {
    /// Returns the fixed word that the audit log keeps.
    #[must_use]
    pub fn audit_word(&self) -> &'static str {
        self.row().0
    }

    /// Returns what it means for whoever asked.
    #[must_use]
    pub fn class(&self) -> RefusalClass {
        self.row().1
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
