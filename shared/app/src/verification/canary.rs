//! Canaries: attempts that must be refused, made each night by the real code on the real table, in two synthetic
//! workspaces without real users. Each canary has its own budget shift, which would be approved if the one guard it
//! tests failed.

mod attempt;
mod scene;

use domain::address::AddressPepper;
use domain::audit::{AuditEvent, Outcome};
use domain::clock::{NoRandomness, Randomness};
use domain::error::with_causes;
use domain::inbound::AuthTokens;
use domain::text;
use domain::token::TokenKeys;
use domain::verification::canary::{Canary, CanaryOutcome, CanaryResult};
use jiff::Timestamp;
use store::Store;

/// The keys of one night. The canaries both make and check what is signed, so they need no key of anybody else, and who
/// verifies can forge nothing.
struct CanaryKeys {
    auth_tokens: AuthTokens,
    token_keys: TokenKeys,
    pepper: AddressPepper,
}

impl CanaryKeys {
    fn generate(randomness: &dyn Randomness) -> Result<Self, NoRandomness> {
        let mut token_key = [0; 32];
        for half in token_key.chunks_exact_mut(16) {
            half.copy_from_slice(&randomness.sixteen_bytes()?);
        }
        Ok(Self {
            auth_tokens: AuthTokens { current: text::hex(&randomness.sixteen_bytes()?), previous: None },
            token_keys: TokenKeys::single(&token_key),
            pepper: AddressPepper::new(&randomness.sixteen_bytes()?),
        })
    }
}

/// The dependencies of the canaries, the same as those of the webhook but for the keys.
struct CanaryDeps<'a> {
    store: &'a Store,
    keys: &'a CanaryKeys,
    /// The source of randomness for secrets.
    randomness: &'a dyn Randomness,
    /// The time of this night.
    now: Timestamp,
}

/// The state found after an attempt.
#[derive(Debug, Clone, Default)]
struct Found {
    /// Whether the shift or the token changed.
    changed: bool,
    /// Whether an attempt that must be stopped before anything of its button is read was let through.
    let_through: bool,
    /// The audit event of the attempt.
    event: Option<AuditEvent>,
}

fn evaluate(canary: Canary, found: &Found) -> CanaryOutcome {
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

/// Resets the synthetic workspaces and makes every attempt. An attempt that cannot be made is reported as missing, and
/// the remaining ones are still made.
///
/// # Errors
/// If the operating system provides no randomness.
pub async fn try_all(
    store: &Store,
    randomness: &dyn Randomness,
    now: Timestamp,
) -> Result<Vec<CanaryResult>, NoRandomness> {
    let keys = CanaryKeys::generate(randomness)?;
    try_each(&CanaryDeps { store, keys: &keys, randomness, now }).await
}

async fn try_each(deps: &CanaryDeps<'_>) -> Result<Vec<CanaryResult>, NoRandomness> {
    let scene = scene::Scene::new(deps.now);
    let is_set = scene.save(deps.store).await;
    if let Err(error) = &is_set {
        tracing::error!(cause = with_causes(error), "the canaries could not be set up");
    }
    let mut results = Vec::with_capacity(Canary::ALL.len());
    for canary in Canary::ALL.iter().copied() {
        let attempt = attempt::Attempt::new(canary, deps)?;
        let outcome = match &is_set {
            Ok(()) => tried(deps, &attempt).await,
            Err(_) => CanaryOutcome::Missing,
        };
        results.push(CanaryResult { canary, outcome });
    }
    Ok(results)
}

async fn tried(deps: &CanaryDeps<'_>, attempt: &attempt::Attempt) -> CanaryOutcome {
    match attempt.make(deps).await {
        Ok(found) => evaluate(attempt.canary, &found),
        Err(error) => {
            let canary = attempt.canary.as_str();
            tracing::error!(canary, cause = with_causes(&error), "a canary could not be tried");
            CanaryOutcome::Missing
        }
    }
}

#[cfg(test)]
mod tests;
