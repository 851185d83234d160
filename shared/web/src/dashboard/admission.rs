//! Decides whom a dashboard link admits: its person, under the rule of every token (`domain::token::validity`): a member
//! whose role and membership have not changed since, until the link expires. A person who sent STOP may still open what
//! was sent before.

use domain::token::validity::{TokenFault, TokenHolder, judge};
use domain::token::{TokenChannel, TokenClaims, TokenPurpose};
use domain::workspace::{Member, Workspace};
use jiff::Timestamp;
use jiff::civil::Date;
use store::links::LinkRead;

/// The reasons why a link opens nothing. The text shown to people contains none of the details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DashboardRefusal {
    /// The link is not one of ours, is for another purpose, or its target is gone.
    #[error("the link leads to no dashboard")]
    NotALink,
    /// The link has expired.
    #[error("the link has expired")]
    Expired,
    /// The role or the membership changed after the link was sent, or the workspace declared it void.
    #[error("something changed since the link was sent")]
    Void,
    /// The link's person is not in the workspace, or no longer.
    #[error("the person of the link is not in the workspace")]
    NotAMember,
}

/// What an admitted link opens, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    pub workspace: Workspace,
    /// The person that the link was created for.
    pub member: Member,
    /// The time from which the link is refused.
    pub valid_until: Timestamp,
}

/// Returns the day that a token shows. Reads nothing from the store, so that a button's token pasted into a link
/// costs nothing either.
///
/// # Errors
/// [`DashboardRefusal::NotALink`] if the token is for another purpose or names no day.
pub fn shown_day(claims: &TokenClaims) -> Result<Date, DashboardRefusal> {
    if claims.purpose != TokenPurpose::Dashboard || claims.channel != TokenChannel::Link {
        return Err(DashboardRefusal::NotALink);
    }
    claims.target.as_str().parse().map_err(|_no_day| DashboardRefusal::NotALink)
}

/// Decides whether a link admits the visitor. Fails closed: if anything is missing, the link is refused.
///
/// # Errors
/// If the link does not admit the visitor.
pub fn admit(claims: &TokenClaims, read: LinkRead, now: Timestamp) -> Result<Admitted, DashboardRefusal> {
    let holder = TokenHolder {
        token: read.token.as_ref(),
        workspace: read.workspace.as_ref(),
        member: read.member.as_ref(),
        // STOP does not close the dashboard, so the subscription is not even read.
        subscription: None,
    };
    if let Some(fault) = judge(claims, &holder, now).fault() {
        return Err(DashboardRefusal::from(fault));
    }
    let valid_until = read.token.and_then(|token| token.valid_until.timestamp());
    match (read.workspace, read.member, valid_until) {
        (Some(workspace), Some(member), Some(valid_until)) => Ok(Admitted { workspace, member, valid_until }),
        _ => Err(DashboardRefusal::NotALink),
    }
}

impl From<TokenFault> for DashboardRefusal {
    fn from(fault: TokenFault) -> Self {
        match fault {
            TokenFault::Unknown | TokenFault::OptedOut => Self::NotALink,
            TokenFault::NotAMember => Self::NotAMember,
            TokenFault::Void => Self::Void,
            TokenFault::Expired | TokenFault::Used => Self::Expired,
        }
    }
}

#[cfg(test)]
mod tests;
