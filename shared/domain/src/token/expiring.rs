//! Tokens that expire by themselves: the time is in what the MAC covers, and nothing is stored. For an address that a
//! server fetches right away, such as the picture of an answer; whoever has it sees the picture until then, and it can be
//! neither used up nor taken back.
//!
//! On the wire: `t1.<key id>.<body>.<mac>`.

use crate::identity::{MemberId, WorkspaceId};
use crate::instant::EpochSecond;
use crate::token::{TargetId, TokenChannel, TokenKeys, TokenPurpose, TokenRefusal, put_texts, take_text};
use jiff::Timestamp;

const VERSION: &str = "t1";

/// What a token claims that expires by itself; trustworthy once its MAC has been verified. It is for a link.
#[derive(Clone, PartialEq, Eq)]
pub struct ExpiringClaims {
    pub purpose: TokenPurpose,
    /// The workspace in which it was created.
    pub workspace: WorkspaceId,
    /// The person for whom it was created.
    pub member: MemberId,
    pub target: TargetId,
    /// The second from which it is refused.
    pub valid_until: EpochSecond,
}

impl std::fmt::Debug for ExpiringClaims {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("ExpiringClaims");
        shown.field("purpose", &self.purpose).field("valid_until", &self.valid_until).finish_non_exhaustive()
    }
}

/// Why a token that expires by itself is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExpiringRefusal {
    /// It is none of ours.
    #[error(transparent)]
    NotOurs(#[from] TokenRefusal),
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
}

impl ExpiringClaims {
    /// Creates the claims of a token that is good from now on, for as long as its purpose says.
    #[must_use]
    pub fn new(
        purpose: TokenPurpose,
        (workspace, member): (&WorkspaceId, &MemberId),
        target: TargetId,
        now: Timestamp,
    ) -> Self {
        let valid_until = EpochSecond::from(now).plus_seconds(purpose.valid_for_seconds());
        Self { purpose, workspace: workspace.clone(), member: member.clone(), target, valid_until }
    }

    /// Returns when the token was created.
    #[must_use]
    pub fn issued_at(&self) -> EpochSecond {
        self.valid_until.plus_seconds(-self.purpose.valid_for_seconds())
    }

    /// Seals the claims into a token: ASCII, fit for a path.
    #[must_use]
    pub fn seal(&self, keys: &TokenKeys) -> String {
        let mut bytes = vec![self.purpose.code() | TokenChannel::Link.bits()];
        bytes.extend_from_slice(&self.valid_until.as_second().to_be_bytes());
        put_texts(&mut bytes, [self.workspace.as_str(), self.member.as_str(), self.target.as_str()]);
        keys.sealed(VERSION, &bytes)
    }

    /// Opens a token that somebody sent. Reads nothing from storage.
    ///
    /// # Errors
    /// If it is none of ours, or its time is over.
    pub fn open(keys: &TokenKeys, text: &str, now: Timestamp) -> Result<Self, ExpiringRefusal> {
        let claims = decode(&keys.unsealed(VERSION, text)?).ok_or(TokenRefusal::Malformed)?;
        if EpochSecond::from(now) >= claims.valid_until { Err(ExpiringRefusal::Expired) } else { Ok(claims) }
    }
}

fn decode(bytes: &[u8]) -> Option<ExpiringClaims> {
    let (&code, rest) = bytes.split_first()?;
    let (seconds, rest) = rest.split_first_chunk()?;
    let (workspace, rest) = take_text(rest)?;
    let (member, rest) = take_text(rest)?;
    let (target, rest) = take_text(rest)?;
    rest.is_empty().then_some(())?;
    let purpose = code.checked_sub(TokenChannel::Link.bits())?;
    Some(ExpiringClaims {
        purpose: TokenPurpose::from_code(purpose)?,
        workspace: workspace.parse().ok()?,
        member: member.parse().ok()?,
        target: target.parse().ok()?,
        valid_until: EpochSecond::new(i64::from_be_bytes(*seconds)),
    })
}

#[cfg(test)]
mod tests;
