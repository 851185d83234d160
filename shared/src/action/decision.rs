//! Decides what a tap may do, from what is stored. The same function answers the winner and the loser of a race: the
//! loser is judged again on the items that stood in its way.

use crate::action::adjustment::{AdjustmentState, BudgetAdjustment, DecisionRecord};
use crate::action::token::{ActionKind, TokenClaims, TokenState, WhatsAppActionToken};
use crate::metrics::Campaign;
use crate::workspace::{Consent, Member, WhatsAppAddress, WhatsAppSubscription, Workspace};
use jiff::Timestamp;

/// Everything stored that a tap depends on; what is not there is `None`.
#[derive(Debug, Clone, Default)]
pub struct TapFacts {
    /// The token.
    pub token: Option<WhatsAppActionToken>,
    /// The workspace of the token.
    pub workspace: Option<Workspace>,
    /// The membership of the person that the token was issued to.
    pub member: Option<Member>,
    /// The person's subscription, with the addresses that are verified.
    pub subscription: Option<WhatsAppSubscription>,
    /// The shift that the token acts on.
    pub adjustment: Option<BudgetAdjustment>,
    /// The campaigns of the shift that are known to have changed since the proposal.
    pub moved: Vec<Campaign>,
}

/// Who tapped and when.
#[derive(Debug, Clone)]
pub struct Tapper<'a> {
    /// What the token claims.
    pub claims: &'a TokenClaims,
    /// The addresses that the tap came from.
    pub senders: &'a [WhatsAppAddress],
    /// The time of the server.
    pub now: Timestamp,
}

/// What a tap on "Approve budget shift" may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApprovalDecision {
    /// Approve the shift.
    Approve,
    /// Change nothing and say why.
    Refuse(Refusal),
}

/// Why nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The token or what it acts on is not stored (any more).
    Gone,
    /// The tap comes from another phone than the one the button was sent to.
    NotYourButton,
    /// The person is no longer in the workspace.
    NoLongerMember,
    /// The person said stop.
    OptedOut,
    /// The person's role does not allow it.
    MayNotApprove,
    /// It is already approved.
    AlreadyApproved {
        /// Who approved it.
        decision: DecisionRecord,
        /// Whether the person who taps is the one who approved.
        by_the_same_person: bool,
    },
    /// A newer proposal took its place.
    Superseded,
    /// The button is too old.
    Expired,
    /// A budget changed since the proposal.
    TargetMoved {
        /// The campaign whose budget changed, with the budget of now.
        campaign: Option<Box<Campaign>>,
    },
    /// The amount is over what one tap may approve.
    OverLimit,
}

impl Refusal {
    /// Gives the fixed word that the audit log keeps.
    #[must_use]
    pub fn audit_word(&self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::NotYourButton => "not_your_button",
            Self::NoLongerMember => "no_longer_member",
            Self::OptedOut => "opted_out",
            Self::MayNotApprove => "may_not_approve",
            Self::AlreadyApproved { .. } => "already_approved",
            Self::Superseded => "superseded",
            Self::Expired => "expired",
            Self::TargetMoved { .. } => "target_moved",
            Self::OverLimit => "over_limit",
        }
    }
}

/// Decides whether a tap on "Approve budget shift" approves. Fails closed: whatever is missing refuses.
///
/// A decision that stands comes before the age of the button: who taps late wants to know who approved, not that the
/// button is old.
#[must_use]
pub fn decide_approval(tapper: &Tapper<'_>, facts: &TapFacts) -> ApprovalDecision {
    match refusal(tapper, facts) {
        Some(refusal) => ApprovalDecision::Refuse(refusal),
        None => ApprovalDecision::Approve,
    }
}

fn refusal(tapper: &Tapper<'_>, facts: &TapFacts) -> Option<Refusal> {
    if let Some(refusal) = person_refusal(tapper, facts, ActionKind::ApproveShift) {
        return Some(refusal);
    }
    let (Some(token), Some(member), Some(workspace)) = (&facts.token, &facts.member, &facts.workspace) else {
        return Some(Refusal::Gone);
    };
    if workspace.id != tapper.claims.workspace {
        return Some(Refusal::Gone);
    }
    if !member.role.may_approve_budgets() {
        return Some(Refusal::MayNotApprove);
    }
    let is_target = |shift: &&BudgetAdjustment| {
        shift.workspace == tapper.claims.workspace && shift.id.as_str() == tapper.claims.target.as_str()
    };
    let Some(adjustment) = facts.adjustment.as_ref().filter(is_target) else {
        return Some(Refusal::Gone);
    };
    standing_refusal(tapper, token, adjustment).or_else(|| amount_refusal(workspace, facts, adjustment))
}

/// Refuses who may not act at all: the phone and the token must be the person's, and the person a member who wants
/// messages. The phone comes first.
#[must_use]
pub fn person_refusal(tapper: &Tapper<'_>, facts: &TapFacts, action: ActionKind) -> Option<Refusal> {
    let claims = tapper.claims;
    let is_theirs = |subscription: &&WhatsAppSubscription| {
        subscription.workspace == claims.workspace
            && subscription.member == claims.member
            && subscription.is_sender(tapper.senders)
    };
    // Who cannot be told to be the person learns nothing of the button, not even that it is gone.
    let Some(subscription) = facts.subscription.as_ref().filter(is_theirs) else {
        return Some(Refusal::NotYourButton);
    };
    let Some(token) = &facts.token else {
        return Some(Refusal::Gone);
    };
    let bound = token.workspace == claims.workspace
        && token.member == claims.member
        && token.action == claims.action
        && token.action == action
        && token.target == claims.target;
    if !bound {
        return Some(Refusal::Gone);
    }
    let is_member =
        |member: &Member| member.active && member.workspace == claims.workspace && member.id == claims.member;
    if !facts.member.as_ref().is_some_and(is_member) {
        return Some(Refusal::NoLongerMember);
    }
    (subscription.consent != Consent::OptedIn).then_some(Refusal::OptedOut)
}

fn standing_refusal(
    tapper: &Tapper<'_>,
    token: &WhatsAppActionToken,
    adjustment: &BudgetAdjustment,
) -> Option<Refusal> {
    match (adjustment.state, &adjustment.decided) {
        (AdjustmentState::Approved, Some(decision)) => {
            let by_the_same_person = decision.by == tapper.claims.member;
            return Some(Refusal::AlreadyApproved { decision: decision.clone(), by_the_same_person });
        }
        (AdjustmentState::Superseded, _) => return Some(Refusal::Superseded),
        (AdjustmentState::Approved, None) => return Some(Refusal::Gone),
        (AdjustmentState::Proposed, _) => {}
    }
    if tapper.now.as_second() >= token.valid_until {
        return Some(Refusal::Expired);
    }
    if token.state == TokenState::Used {
        return Some(Refusal::Gone);
    }
    (token.target_version != adjustment.version).then_some(Refusal::TargetMoved { campaign: None })
}

fn amount_refusal(workspace: &Workspace, facts: &TapFacts, adjustment: &BudgetAdjustment) -> Option<Refusal> {
    if let Some(campaign) = facts.moved.first() {
        return Some(Refusal::TargetMoved { campaign: Some(Box::new(campaign.clone())) });
    }
    let limit = workspace.single_tap_limit;
    let amount = adjustment.amount;
    let within = limit.currency == amount.currency && (1..=limit.minor).contains(&amount.minor);
    (!within).then_some(Refusal::OverLimit)
}

#[cfg(test)]
mod tests;
