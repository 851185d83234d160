//! Decides what an action may do, from what is stored: the same for a tap, a link and a request to the API. The same
//! function answers the winner and the loser of a race: the loser is judged again on what stood in its way.

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
use crate::token::{Action, TokenState, WhatsAppActionToken};
use crate::workspace::rules::Band;
use crate::workspace::{Member, Workspace};

/// What is to be done about a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Change something.
    Apply(Change),
    /// Change nothing, and show or ask.
    Show(Prompt),
    /// Change nothing, and say why.
    Refuse(Refusal),
}

/// A change of state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Approve the shift.
    Approve {
        /// How much it took.
        band: Band,
    },
    /// Approve the shift as the first of two.
    ApproveFirst,
    /// Decline the shift.
    Decline,
    /// Keep why the person declined the shift.
    GiveReason {
        /// The reason, on one line.
        reason: String,
    },
    /// Take the approval of the shift back.
    Undo,
    /// Acknowledge the alert.
    Acknowledge,
    /// Snooze the alert.
    Snooze {
        /// Until when.
        until: EpochSecond,
    },
    /// Give the recommendation to a person.
    Assign {
        /// The person.
        to: MemberId,
        /// The person's name.
        name: String,
    },
    /// Take the recommendation on.
    Accept,
    /// Give the recommendation back.
    PassBack,
}

/// What is shown or asked, without a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// Ask once more before a shift is approved.
    ConfirmShift,
    /// Show the shift as it stands.
    Shift,
    /// Show the alerts of a day.
    Alerts,
    /// Ask who is to own a recommendation.
    Assignees {
        /// The page of the list, from 1.
        page: usize,
    },
}

/// What is known to be there once the person is known to be allowed.
struct Known<'a> {
    actor: &'a Actor<'a>,
    context: &'a ActionContext,
    token: Option<&'a WhatsAppActionToken>,
    workspace: &'a Workspace,
    member: &'a Member,
    wish: RequestedAction,
}

impl Known<'_> {
    fn is_too_old(&self) -> bool {
        self.token.is_some_and(|token| EpochSecond::from(self.actor.now) >= token.valid_until)
    }

    fn is_used(&self) -> bool {
        self.token.is_some_and(|token| token.state == TokenState::Used)
    }

    fn is_me(&self, member: &MemberId) -> bool {
        *member == self.actor.claims.member
    }
}

/// Decides. Fails closed: whatever is missing refuses.
///
/// What stands already comes before the age of the button: who taps late wants to know who decided, not that the button
/// is old.
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
    let token = context.token.as_ref();
    let wish = actor.requested_action(token).ok_or(Refusal::Gone)?;
    let row = wish.action.row();
    if !row.channels.contains(&actor.via.channel()) {
        return Err(Refusal::Gone);
    }
    if let Some(permission) = row.permission
        && !workspace.allows(member, permission)
    {
        return Err(Refusal::MayNot { permission });
    }
    Ok(Known { actor, context, token, workspace, member, wish })
}

#[cfg(test)]
mod tests;
