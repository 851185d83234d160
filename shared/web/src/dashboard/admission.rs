//! Decides whom a dashboard link admits: its person, while the membership stands and the link is young enough. Who said
//! STOP to messages may still look at what was sent before.

use domain::instant::EpochSecond;
use domain::token::{TokenChannel, TokenClaims, TokenPurpose, WhatsAppActionToken};
use domain::workspace::{Member, Workspace};
use jiff::Timestamp;
use jiff::civil::Date;
use store::links::LinkRead;

/// Why a link opens nothing. What people are told names none of the details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DashboardRefusal {
    /// The link is none of ours, is for something else, or what it leads to is gone.
    #[error("the link leads to no dashboard")]
    NotALink,
    /// The link is too old.
    #[error("the link has expired")]
    Expired,
    /// The person of the link is not in the workspace (any more).
    #[error("the person of the link is not in the workspace")]
    NotAMember,
}

/// Who looks at what, once a link admits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    pub workspace: Workspace,
    /// The person that the link was made for.
    pub member: Member,
    /// From when on the link is refused.
    pub valid_until: Timestamp,
}

/// Returns the day that a token shows. Reads nothing, so that a button's token pasted into a link costs nothing either.
///
/// # Errors
/// [`DashboardRefusal::NotALink`] when the token is for something else or names no day.
pub fn shown_day(claims: &TokenClaims) -> Result<Date, DashboardRefusal> {
    if claims.purpose != TokenPurpose::Dashboard || claims.channel != TokenChannel::Link {
        return Err(DashboardRefusal::NotALink);
    }
    claims.target.as_str().parse().map_err(|_no_day| DashboardRefusal::NotALink)
}

/// Decides whether a link admits. Fails closed: whatever is missing refuses.
///
/// # Errors
/// When it does not admit.
pub fn admit(claims: &TokenClaims, read: LinkRead, now: Timestamp) -> Result<Admitted, DashboardRefusal> {
    let (Some(token), Some(workspace)) = (read.token, read.workspace) else {
        return Err(DashboardRefusal::NotALink);
    };
    if !is_bound(&token, claims) || workspace.id != claims.workspace {
        return Err(DashboardRefusal::NotALink);
    }
    let is_member =
        |member: &Member| member.active && member.workspace == claims.workspace && member.id == claims.member;
    let member = read.member.filter(is_member).ok_or(DashboardRefusal::NotAMember)?;
    if EpochSecond::from(now) >= token.valid_until {
        return Err(DashboardRefusal::Expired);
    }
    let valid_until = token.valid_until.timestamp().ok_or(DashboardRefusal::NotALink)?;
    Ok(Admitted { workspace, member, valid_until })
}

fn is_bound(token: &WhatsAppActionToken, claims: &TokenClaims) -> bool {
    token.is_of(claims) && token.purpose == TokenPurpose::Dashboard
}

#[cfg(test)]
mod tests;
