//! Everything that an action depends on: who asks for what, how they prove their identity, and the stored state.

use crate::address::WhatsAppAddress;
use crate::audit::Source;
use crate::identity::MemberId;
use crate::identity::TokenHash;
use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::{Alert, DayFindings, Recommendation};
use crate::insight::target::Target;
use crate::metrics::Campaign;
use crate::token::action::ActionChannel;
use crate::token::{Action, TargetId, TokenClaims, WhatsAppActionToken};
use crate::workspace::asked_cards::AskedCards;
use crate::workspace::roster::{Roster, Teammate};
use crate::workspace::rules::Permission;
use crate::workspace::same_person::KnownBy;
use crate::workspace::{Member, WhatsAppSubscription, Workspace};
use jiff::Timestamp;

/// How a request proves that it comes from the person to whom its token was issued.
#[derive(Debug, Clone, Copy)]
pub enum Via<'a> {
    /// It comes from these WhatsApp addresses, as attested by Twilio's signature.
    Phone(&'a [WhatsAppAddress]),
    /// It is free text from these WhatsApp addresses, as attested by Twilio's signature. Text carries no token, so it
    /// may ask for little, such as to whom a recommendation is assigned.
    Text(&'a [WhatsAppAddress]),
    /// It came through a link that was sent only to this person.
    Link,
    /// It carries the bearer token of a logged-in person.
    Bearer,
}

impl Via<'_> {
    /// Returns the source that the audit log records.
    #[must_use]
    pub fn source(&self) -> Source {
        match self {
            Self::Phone(_) | Self::Text(_) => Source::WhatsApp,
            Self::Link => Source::WebLink,
            Self::Bearer => Source::Api,
        }
    }

    /// Returns the WhatsApp addresses that the request comes from, or `None` if it came by another channel.
    #[must_use]
    pub fn senders(&self) -> Option<&[WhatsAppAddress]> {
        match self {
            Self::Phone(senders) | Self::Text(senders) => Some(senders),
            Self::Link | Self::Bearer => None,
        }
    }

    /// Returns the channel on which the action must be allowed.
    #[must_use]
    pub fn channel(&self) -> ActionChannel {
        match self {
            Self::Phone(_) => ActionChannel::Phone,
            Self::Text(_) => ActionChannel::Text,
            Self::Link => ActionChannel::Link,
            Self::Bearer => ActionChannel::Api,
        }
    }

    /// Reports whether the request is free text, which carries no token.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }
}

/// The requested action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedAction {
    pub action: Action,
    /// The target of the action.
    pub target: TargetId,
    /// The version of the target shown to the person.
    pub seen_version: u64,
    /// What the action needs in addition to its target.
    pub detail: Option<String>,
}

/// Who asks, when, and how they prove their identity.
#[derive(Debug, Clone)]
pub struct Actor<'a> {
    /// The claims of the token, whose MAC has been verified. For free text, the person and the requested action in the
    /// form of claims, with no token behind them.
    pub claims: &'a TokenClaims,
    /// How the request proves that it comes from the person to whom the token was issued.
    pub via: Via<'a>,
    /// The requested action, if the token alone does not determine it: an API request, or a choice made on a page.
    pub requested: Option<RequestedAction>,
    /// The server's current time.
    pub now: Timestamp,
}

impl Actor<'_> {
    /// Returns the requested action, or else the action that the token claims to be for, if any.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        self.requested.as_ref().map(|requested| requested.action).or_else(|| self.claims.purpose.action())
    }

    /// Returns the target of the request.
    #[must_use]
    pub fn target(&self) -> &TargetId {
        self.requested.as_ref().map_or(&self.claims.target, |requested| &requested.target)
    }

    /// Returns the requested action, completed from the stored token where the claims do not say it, or `None` if
    /// neither says it or the token is not for an action.
    #[must_use]
    pub fn requested_action(&self, token: Option<&WhatsAppActionToken>) -> Option<RequestedAction> {
        let of_token = |token: &WhatsAppActionToken| {
            Some(RequestedAction {
                action: token.purpose.action()?,
                target: token.target.clone(),
                seen_version: token.target_version,
                detail: token.detail.clone(),
            })
        };
        self.requested.clone().or_else(|| token.and_then(of_token))
    }

    /// Returns the hash under which the token is stored, or `None` for free text, which has no token.
    #[must_use]
    pub fn token_hash(&self) -> Option<TokenHash> {
        (!self.via.is_text()).then(|| self.claims.hash())
    }
}

/// All the stored state that an action depends on; whatever is missing is `None`.
#[derive(Debug, Clone, Default)]
pub struct ActionContext {
    /// The token; `None` for free text.
    pub token: Option<WhatsAppActionToken>,
    /// The workspace of the token.
    pub workspace: Option<Workspace>,
    /// The members of the workspace: used to name people, and to find out whether somebody else can give a second
    /// approval.
    pub roster: Option<Roster>,
    /// The membership of the person to whom the token was issued.
    pub member: Option<Member>,
    /// The person's subscription, with the verified addresses.
    pub subscription: Option<WhatsAppSubscription>,
    /// The target of the action.
    pub target: Option<Target>,
    /// The campaigns of the shift that are known to have changed since it was proposed.
    pub changed_campaigns: Vec<Campaign>,
    /// The person who gave the first of two approvals, if somebody else may be about to give the second.
    pub first_approver: Option<FirstApprover>,
    /// The cards that were asked for lately and have not been sent yet.
    pub awaited_cards: Option<AskedCards>,
}

/// What is stored of the person who gave the first of two approvals; whatever is missing is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstApprover {
    pub member: Option<Member>,
    pub subscription: Option<WhatsAppSubscription>,
}

impl ActionContext {
    /// Returns the target if it is a shift.
    #[must_use]
    pub fn shift(&self) -> Option<&BudgetAdjustment> {
        match &self.target {
            Some(Target::Shift(shift)) => Some(shift),
            _ => None,
        }
    }

    /// Returns the target if it is an alert.
    #[must_use]
    pub fn alert(&self) -> Option<&Alert> {
        match &self.target {
            Some(Target::Alert(alert)) => Some(alert),
            _ => None,
        }
    }

    /// Returns the target if it is a recommendation.
    #[must_use]
    pub fn recommendation(&self) -> Option<&Recommendation> {
        match &self.target {
            Some(Target::Recommendation(recommendation)) => Some(recommendation),
            _ => None,
        }
    }

    /// Returns the target if it is the findings of a day.
    #[must_use]
    pub fn day(&self) -> Option<&DayFindings> {
        match &self.target {
            Some(Target::Day(day)) => Some(day),
            _ => None,
        }
    }

    /// Reports whether the person who acts shares an address with the first approver: two members, but one person.
    #[must_use]
    pub fn is_first_approver_again(&self) -> bool {
        let me = KnownBy { member: self.member.as_ref(), subscription: self.subscription.as_ref() };
        self.first_approver.as_ref().is_some_and(|first| {
            let first = KnownBy { member: first.member.as_ref(), subscription: first.subscription.as_ref() };
            me.shares(&first).is_some()
        })
    }

    /// Reports whether the first approver is no active member any more who may approve shifts: then the first approval does
    /// not count.
    #[must_use]
    pub fn has_first_approval_lapsed(&self) -> bool {
        let (Some(first), Some(workspace)) = (&self.first_approver, &self.workspace) else { return false };
        let may = |member: &Member| workspace.allows(member, Permission::ApproveShifts);
        !first.member.as_ref().is_some_and(may)
    }

    /// Returns the people other than this one who may approve shifts, sorted by name.
    #[must_use]
    pub fn other_approvers(&self, than: &MemberId) -> Vec<&Teammate> {
        self.others_who_may(than, Permission::ApproveShifts)
    }

    /// Returns the people other than this one who have a permission, sorted by name.
    #[must_use]
    pub fn others_who_may(&self, than: &MemberId, permission: Permission) -> Vec<&Teammate> {
        let (Some(workspace), Some(roster)) = (&self.workspace, &self.roster) else {
            return Vec::new();
        };
        roster.who_may(workspace, permission).filter(|person| person.id != *than).collect()
    }
}
