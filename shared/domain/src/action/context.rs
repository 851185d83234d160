//! Everything that an action depends on: who asks for what and how they prove to be it, and what is stored of it.

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
use crate::workspace::roster::{Roster, Teammate};
use crate::workspace::rules::Permission;
use crate::workspace::{Member, WhatsAppSubscription, Workspace};
use jiff::Timestamp;

/// How a request proves that it comes from the person of its token.
#[derive(Debug, Clone, Copy)]
pub enum Via<'a> {
    /// It comes from these WhatsApp addresses, which Twilio's signature vouches for.
    Phone(&'a [WhatsAppAddress]),
    /// It is written in words, from these WhatsApp addresses, which Twilio's signature vouches for. No token comes with
    /// words, so they may ask for little: to whom a recommendation goes.
    Text(&'a [WhatsAppAddress]),
    /// It opened a link that was sent to the person alone.
    Link,
    /// It carries the token of a person who is logged in.
    Bearer,
}

impl Via<'_> {
    /// Returns the channel that the audit log names.
    #[must_use]
    pub fn source(&self) -> Source {
        match self {
            Self::Phone(_) | Self::Text(_) => Source::WhatsApp,
            Self::Link => Source::WebLink,
            Self::Bearer => Source::Api,
        }
    }

    /// Returns the WhatsApp addresses that the request comes from; nothing for what comes by another way.
    #[must_use]
    pub fn senders(&self) -> Option<&[WhatsAppAddress]> {
        match self {
            Self::Phone(senders) | Self::Text(senders) => Some(senders),
            Self::Link | Self::Bearer => None,
        }
    }

    /// Returns the channel that an action must be open to.
    #[must_use]
    pub fn channel(&self) -> ActionChannel {
        match self {
            Self::Phone(_) => ActionChannel::Phone,
            Self::Text(_) => ActionChannel::Text,
            Self::Link => ActionChannel::Link,
            Self::Bearer => ActionChannel::Api,
        }
    }

    /// Reports whether the request is written in words, which carry no token.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedAction {
    /// What to do.
    pub action: Action,
    /// What to do it to.
    pub target: TargetId,
    /// The version of the target that the person saw.
    pub seen_version: u64,
    /// What the action needs beside its target.
    pub detail: Option<String>,
}

/// Who asks, when, and how they prove to be it.
#[derive(Debug, Clone)]
pub struct Actor<'a> {
    /// What the token claims; its MAC was found good. For a text the person and the wish in the form of claims, with no
    /// token behind them.
    pub claims: &'a TokenClaims,
    /// How the request proves that it comes from the person of the token.
    pub via: Via<'a>,
    /// What is asked for, when the token alone does not say it: a request to the API, or a choice on a page.
    pub requested: Option<RequestedAction>,
    /// The time of the server.
    pub now: Timestamp,
}

impl Actor<'_> {
    /// Returns the action that is asked for, else the one that the token claims to be for, if it is for one.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        self.requested.as_ref().map(|requested| requested.action).or_else(|| self.claims.purpose.action())
    }

    /// Returns what the request is about.
    #[must_use]
    pub fn target(&self) -> &TargetId {
        self.requested.as_ref().map_or(&self.claims.target, |requested| &requested.target)
    }

    /// Returns what is asked for, with what the stored token says beside the claims; nothing when neither says it, or the
    /// token is for no action.
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

    /// Returns the name that the token is stored under; nothing for a text, which has none.
    #[must_use]
    pub fn token_hash(&self) -> Option<TokenHash> {
        (!self.via.is_text()).then(|| self.claims.hash())
    }
}

/// Everything stored that an action depends on; what is not there is `None`.
#[derive(Debug, Clone, Default)]
pub struct ActionContext {
    /// The token; a text has none.
    pub token: Option<WhatsAppActionToken>,
    /// The workspace of the token.
    pub workspace: Option<Workspace>,
    /// Who is in the workspace: for naming people, and for whether there is a second to approve.
    pub roster: Option<Roster>,
    /// The membership of the person that the token was issued to.
    pub member: Option<Member>,
    /// The person's subscription, with the addresses that are verified.
    pub subscription: Option<WhatsAppSubscription>,
    /// What the action is about.
    pub target: Option<Target>,
    /// The campaigns of the shift that are known to have changed since the proposal.
    pub changed_campaigns: Vec<Campaign>,
}

impl ActionContext {
    /// Returns the shift that the action is about.
    #[must_use]
    pub fn shift(&self) -> Option<&BudgetAdjustment> {
        match &self.target {
            Some(Target::Shift(shift)) => Some(shift),
            _ => None,
        }
    }

    /// Returns the alert that the action is about.
    #[must_use]
    pub fn alert(&self) -> Option<&Alert> {
        match &self.target {
            Some(Target::Alert(alert)) => Some(alert),
            _ => None,
        }
    }

    /// Returns the recommendation that the action is about.
    #[must_use]
    pub fn recommendation(&self) -> Option<&Recommendation> {
        match &self.target {
            Some(Target::Recommendation(recommendation)) => Some(recommendation),
            _ => None,
        }
    }

    /// Returns the day that the action is about.
    #[must_use]
    pub fn day(&self) -> Option<&DayFindings> {
        match &self.target {
            Some(Target::Day(day)) => Some(day),
            _ => None,
        }
    }

    /// Returns the people other than this one who may approve shifts, by name.
    #[must_use]
    pub fn other_approvers(&self, than: &MemberId) -> Vec<&Teammate> {
        self.others_who_may(than, Permission::ApproveShifts)
    }

    /// Returns the people other than this one who may do something, by name.
    #[must_use]
    pub fn others_who_may(&self, than: &MemberId, permission: Permission) -> Vec<&Teammate> {
        let (Some(workspace), Some(roster)) = (&self.workspace, &self.roster) else {
            return Vec::new();
        };
        roster.who_may(workspace, permission).filter(|person| person.id != *than).collect()
    }
}
