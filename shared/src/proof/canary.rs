//! Canaries: attempts that must be refused, made each night by the real code on the real table, in two synthetic
//! workspaces that nobody works in. Each has a budget shift of its own that would be approved if its one guard failed.

mod attempt;
mod scene;

use crate::action::token::TokenKeys;
use crate::audit::{AuditEvent, Outcome};
use crate::clock::{NoRandomness, Randomness};
use crate::identity::WorkspaceId;
use crate::inbound::AuthTokens;
use crate::store::Store;
use crate::telemetry::with_causes;
use crate::workspace::AddressPepper;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The synthetic workspaces; no tenant may have these names.
const SYNTHETIC: [&str; 2] = [scene::HOME, scene::OTHER];

macro_rules! canaries {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $expected:expr;)*) => {
        /// An attempt that must be refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Canary { $($(#[$doc])* $name,)* }

        impl Canary {
            /// Every canary.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Gives its fixed word, which also names its shift.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Gives the reason that the audit log must give; nothing for what is refused before anything is read.
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
    pub fn words(self) -> &'static str {
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
    /// The canary.
    pub canary: Canary,
    /// How it ended.
    pub outcome: CanaryOutcome,
}

impl CanaryResult {
    /// Says whether it was refused as it must be.
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

/// Says whether a workspace is one of the synthetic ones.
#[must_use]
pub fn is_synthetic(workspace: &WorkspaceId) -> bool {
    SYNTHETIC.contains(&workspace.as_str())
}

/// What the canaries may use: the same that the webhook has.
pub struct CanaryEdges<'a> {
    /// The store.
    pub store: &'a Store,
    /// The tokens that sign Twilio's requests.
    pub auth_tokens: &'a AuthTokens,
    /// The keys that seal and open action tokens.
    pub token_keys: &'a TokenKeys,
    /// What addresses are hashed with.
    pub pepper: &'a AddressPepper,
    /// Where secrets come from.
    pub randomness: &'a dyn Randomness,
    /// The time of this night.
    pub now: Timestamp,
}

/// What is found after an attempt.
#[derive(Debug, Clone, Default)]
struct Found {
    /// Whether the shift or the token is not as it was.
    changed: bool,
    /// Whether the attempt was let through where it must be stopped before anything is read.
    let_through: bool,
    /// The audit event of the attempt.
    event: Option<AuditEvent>,
}

fn judge(canary: Canary, found: &Found) -> CanaryOutcome {
    let outcome = found.event.as_ref().map(|event| &event.outcome);
    if found.changed || found.let_through || outcome == Some(&Outcome::Executed) {
        return CanaryOutcome::NotRefused;
    }
    let reason = match outcome {
        Some(Outcome::Denied { reason }) => Some(reason.as_str()),
        Some(Outcome::Executed) | None => None,
    };
    if reason == canary.expected_reason() { CanaryOutcome::Refused } else { CanaryOutcome::Missing }
}

/// Sets the synthetic workspaces up anew and makes every attempt. What cannot be tried is missing, and the rest is tried
/// all the same.
///
/// # Errors
/// When the operating system has no randomness to give.
pub async fn try_all(edges: &CanaryEdges<'_>) -> Result<Vec<CanaryResult>, NoRandomness> {
    let scene = scene::Scene::of(edges.now);
    let is_set = scene.save(edges.store).await;
    if let Err(error) = &is_set {
        tracing::error!(cause = with_causes(error), "the canaries could not be set up");
    }
    let mut results = Vec::with_capacity(Canary::ALL.len());
    for canary in Canary::ALL.iter().copied() {
        let attempt = attempt::Attempt::of(canary, edges)?;
        let outcome = match &is_set {
            Ok(()) => tried(edges, &attempt).await,
            Err(_) => CanaryOutcome::Missing,
        };
        results.push(CanaryResult { canary, outcome });
    }
    Ok(results)
}

async fn tried(edges: &CanaryEdges<'_>, attempt: &attempt::Attempt) -> CanaryOutcome {
    match attempt.make(edges).await {
        Ok(found) => judge(attempt.canary, &found),
        Err(error) => {
            let canary = attempt.canary.word();
            tracing::error!(canary, cause = with_causes(&error), "a canary could not be tried");
            CanaryOutcome::Missing
        }
    }
}

#[cfg(test)]
mod tests;
