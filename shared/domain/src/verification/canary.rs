//! Canaries: attempts that must be refused, made each night in synthetic workspaces of their own. Here is which there are,
//! how each must be refused, and how the attempts ended.

use crate::identity::WorkspaceId;
use serde::{Deserialize, Serialize};

/// The workspace of the canaries.
pub const HOME: &str = "canary";
/// Another tenant, with one person.
pub const OTHER: &str = "canary-b";
/// The synthetic workspaces; no tenant may have these names.
const SYNTHETIC: [&str; 2] = [HOME, OTHER];

macro_rules! canaries {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $expected:expr;)*) => {
        /// An attempt that must be refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Canary { $($(#[$doc])* $name,)* }

        impl Canary {
            /// Every canary.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns its fixed word, which also names its shift.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns the reason that the audit log must give; nothing for what is refused before anything is read.
            #[must_use]
            pub fn expected_reason(self) -> Option<&'static str> {
                match self { $(Self::$name => $expected,)* }
            }
        }
    };
}

canaries! {
    /// The webhook is signed with another token.
    ForgedSignature = "forged-signature", None;
    /// The button's MAC is not ours.
    ForgedToken = "forged-token", None;
    /// A message that was handled comes again, now with a good token.
    ReplayedMessage = "replayed-message", None;
    /// A token that was used comes with a new message.
    UsedToken = "used-token", Some("gone");
    /// The button was forwarded: it is tapped on a teammate's phone.
    ForwardedToken = "forwarded-token", Some("not_your_button");
    /// The account of the person has to be verified again.
    NotVerified = "not-verified", Some("not_verified");
    /// The button is too old.
    ExpiredToken = "expired-token", Some("expired");
    /// A button of another tenant's is tapped here.
    OtherTenantsToken = "other-tenants-token", Some("not_your_button");
    /// A token of another tenant's names this one.
    OtherTenantsSecret = "other-tenants-secret", Some("gone");
    /// The person was removed from the workspace.
    RemovedMember = "removed-member", Some("no_longer_member");
    /// The person's role changed since the button was sent.
    RevokedRole = "revoked-role", Some("void");
    /// The person only reads.
    Viewer = "viewer", Some("may_not");
    /// The person said STOP.
    OptedOut = "opted-out", Some("opted_out");
    /// The amount is over what one person may approve, and there is no other.
    OverLimit = "over-limit", Some("over_limit");
}

/// How a canary ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CanaryOutcome {
    /// It was refused as it must be, and nothing changed.
    Refused,
    /// It was carried out, or let through.
    NotRefused,
    /// It could not be tried, or the refusal that must be there is not.
    Missing,
}

impl CanaryOutcome {
    /// Names it for who reads a report.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::NotRefused => "NOT REFUSED",
            Self::Missing => "missing: not tried, or not refused for its reason",
        }
    }
}

/// What came of a canary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CanaryResult {
    pub canary: Canary,
    /// How it ended.
    pub outcome: CanaryOutcome,
}

impl CanaryResult {
    /// Reports whether it was refused as it must be.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.outcome == CanaryOutcome::Refused
    }
}

/// Counts the canaries that were not refused as they must be, those without a result among them.
#[must_use]
pub fn missing(results: &[CanaryResult]) -> usize {
    let refused =
        |canary: &&Canary| results.iter().any(|result| result.canary == **canary && result.is_refused());
    Canary::ALL.len() - Canary::ALL.iter().filter(refused).count()
}

/// Reports whether a workspace is one of the synthetic ones.
#[must_use]
pub fn is_synthetic(workspace: &WorkspaceId) -> bool {
    SYNTHETIC.contains(&workspace.as_str())
}
