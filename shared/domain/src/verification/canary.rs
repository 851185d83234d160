//! Canaries: attempts that must be refused, made each night in synthetic workspaces. This module lists them, how each
//! must be refused, and what the results are.

use crate::identity::WorkspaceId;
use serde::{Deserialize, Serialize};

/// The workspace in which the canaries act.
pub const HOME: &str = "canary";
/// A second tenant, with one person.
pub const OTHER: &str = "canary-b";
/// The synthetic workspaces; no tenant may use these names.
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

            /// Returns the fixed word of the canary, which is also the name of its shift.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns the reason that the audit log must record, or `None` if the attempt is refused before anything
            /// of its button is read.
            #[must_use]
            pub fn expected_reason(self) -> Option<&'static str> {
                match self { $(Self::$name => $expected,)* }
            }
        }
    };
}

canaries! {
    /// The webhook is signed with a different auth token.
    ForgedSignature = "forged-signature", None;
    /// The MAC of the button's token was not made with our keys.
    ForgedToken = "forged-token", None;
    /// A message that was already handled arrives again, this time with a valid token.
    ReplayedMessage = "replayed-message", None;
    /// A used token arrives with a new message.
    UsedToken = "used-token", Some("gone");
    /// The button was forwarded and is tapped on a teammate's phone.
    ForwardedToken = "forwarded-token", Some("not_your_button");
    /// The person's WhatsApp account has to be verified again.
    NotVerified = "not-verified", Some("not_verified");
    /// The button has expired.
    ExpiredToken = "expired-token", Some("expired");
    /// A button of another tenant is tapped here.
    OtherTenantsToken = "other-tenants-token", Some("not_your_button");
    /// A token of another tenant names this tenant.
    OtherTenantsSecret = "other-tenants-secret", Some("gone");
    /// The person was removed from the workspace.
    RemovedMember = "removed-member", Some("no_longer_member");
    /// The person's role changed after the button was sent.
    RevokedRole = "revoked-role", Some("void");
    /// The person may only view.
    Viewer = "viewer", Some("may_not");
    /// The person opted out by STOP.
    OptedOut = "opted-out", Some("opted_out");
    /// The amount is above what one person may approve, and there is no second approver.
    OverLimit = "over-limit", Some("over_limit");
}

/// The outcome of a canary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CanaryOutcome {
    /// It was refused as required, and nothing changed.
    Refused,
    /// It was executed or let through.
    NotRefused,
    /// It could not be attempted, or the expected refusal was not recorded.
    Missing,
}

impl CanaryOutcome {
    /// Returns the label used in a report.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::NotRefused => "NOT REFUSED",
            Self::Missing => "missing: not tried, or not refused for its reason",
        }
    }
}

/// The result of a canary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CanaryResult {
    pub canary: Canary,
    pub outcome: CanaryOutcome,
}

impl CanaryResult {
    /// Reports whether the canary was refused as required.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.outcome == CanaryOutcome::Refused
    }
}

/// Counts the canaries that were not refused as required, including those without a result.
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
