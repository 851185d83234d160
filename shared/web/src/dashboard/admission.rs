//! Decides whom a dashboard link admits: its person, as long as the membership exists and the link has not expired. A
//! person who sent STOP may still open what was sent before.

use domain::instant::EpochSecond;
use domain::token::{TokenChannel, TokenClaims, TokenPurpose, WhatsAppActionToken};
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
