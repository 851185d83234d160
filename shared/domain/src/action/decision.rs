//! Decides what an action may do, based on the stored state; the rules are the same for a tap, a link and an API
//! request. The same function judges the winner and the loser of a race: the loser is judged again on the state that
//! beat it.

pub mod alert;

mod assignment;
mod person;
mod refusal;
mod shift;

pub use assignment::may_own;
pub use person::person_refusal;
pub use refusal::{Refusal, RefusalClass};

use crate::action::context::{ActionContext, Actor, RequestedAction};
use crate::identity::MemberId;
use crate::instant::EpochSecond;
use crate::text::free::DeclineReason;
use crate::token::Action;
use crate::token::validity::TokenValidity;
use crate::workspace::rules::Band;
use crate::workspace::{Member, Workspace};

/// What to do about a requested action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Change something.
    Apply(Change),
    /// Change nothing; show or ask something.
    Show(Prompt),
    /// Change nothing, and give the reason.
    Refuse(Refusal),
}

/// A change of state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Approve the shift.
    Approve {
        /// The approval that the amount required.
        band: Band,
    },
    /// Give the first of two approvals of the shift.
    ApproveFirst,
    /// Decline the shift.
    Decline,
    /// Record why the person declined the shift.
    GiveReason { reason: DeclineReason },
    /// Undo the approval of the shift.
    Undo,
    /// Acknowledge the alert.
    Acknowledge,
    /// Snooze the alert.
    Snooze {
        /// When the snooze ends.
        until: EpochSecond,
    },
    /// Assign the recommendation to a person.
    Assign {
        /// The person.
        to: MemberId,
        /// The person's name.
        name: String,
    },
    /// Accept the assignment of the recommendation.
    Accept,
    /// Pass the recommendation back.
    PassBack,
}

/// What is shown or asked without changing anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// Ask for confirmation before a shift is approved.
    ConfirmShift,
    /// Show the shift in its current state.
    Shift,
    /// Show the alerts of a day.
    Alerts,
    /// Ask to whom a recommendation should be assigned.
    Assignees {
        /// The page of the list, starting at 1.
        page: usize,
    },
}

/// What is known to exist once the person has been found to be allowed to act.
struct Known<'a> {
    actor: &'a Actor<'a>,
    context: &'a ActionContext,
    validity: TokenValidity,
    workspace: &'a Workspace,
    member: &'a Member,
    wish: RequestedAction,
}

impl Known<'_> {
    fn is_too_old(&self) -> bool {
        self.validity.is_expired
    }

    fn is_used(&self) -> bool {
        self.validity.is_used
    }

    fn is_me(&self, member: &MemberId) -> bool {
        *member == self.actor.claims.member
    }
}

/// Decides what a request may do. Fails closed: anything missing leads to a refusal.
///
/// An existing decision is reported before the age of the button is checked: somebody who taps late wants to know who
/// decided, not that the button has expired.
#[must_use]
pub fn decide(actor: &Actor<'_>, context: &ActionContext) -> Decision {
    evaluate(actor, context).unwrap_or_else(Decision::Refuse)
}

fn evaluate(actor: &Actor<'_>, context: &ActionContext) -> Result<Decision, Refusal> {
    let known = known(actor, context)?;
    match known.wish.action {
        Action::ApproveShift | Action::ConfirmShift => shift::approve(&known),
        Action::DeclineShift => shift::decline(&known),
        Action::UndoShift => shift::undo(&known),
        Action::GiveReason => shift::give_reason(&known),
        Action::ReviewShift => shift::review(&known),
        Action::ShowAlerts => alert::show(&known),
        Action::AcknowledgeAlert | Action::SnoozeAlert | Action::SnoozeAlertUntilTomorrow => {
            alert::handle(&known)
        }
        Action::AssignRecommendation => assignment::choose(&known),
        Action::PickAssignee => assignment::assign(&known),
        Action::AcceptAssignment => assignment::accept(&known),
        Action::PassBackAssignment => assignment::pass_back(&known),
    }
}

fn known<'a>(actor: &'a Actor<'a>, context: &'a ActionContext) -> Result<Known<'a>, Refusal> {
    if let Some(refusal) = person_refusal(actor, context) {
        return Err(refusal);
    }
    let (Some(member), Some(workspace)) = (&context.member, &context.workspace) else {
        return Err(Refusal::Gone);
    };
    let wish = actor.requested_action(context.token.as_ref()).ok_or(Refusal::Gone)?;
    let row = wish.action.row();
    if !row.channels.contains(&actor.via.channel()) {
        return Err(Refusal::Gone);
    }
    if let Some(permission) = row.permission
        && !workspace.allows(member, permission)
    {
        return Err(Refusal::MayNot { permission });
    }
    let validity = person::judge_token(actor, context);
    Ok(Known { actor, context, validity, workspace, member, wish })
}

#[cfg(test)]
mod tests;
