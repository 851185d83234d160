//! The undo offer after an approval by link: the confirmation page has a button, with its own token, that undoes the
//! approval for as long as that is possible.

use super::ActionPageDeps;
use app::action::{ActionOutcome, ActionResult};
use domain::clock::NoRandomness;
use domain::error::with_causes;
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use domain::instant::EpochSecond;
use domain::token::issued::IssuedToken;
use domain::token::{Action, TokenClaims, TokenPurpose};
use jiff::Timestamp;
use store::StoreError;

/// An offer to undo an approval.
#[derive(Clone, PartialEq, Eq)]
pub struct UndoOffer {
    /// The path of the undo link; it contains a token.
    pub path: String,
    /// The time until which the undo is possible.
    pub until: EpochSecond,
    /// The person's time zone, in which that time is shown.
    pub zone: String,
}

impl std::fmt::Debug for UndoOffer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("UndoOffer").field("until", &self.until).finish_non_exhaustive()
    }
}

/// The reasons why no undo can be offered.
#[derive(Debug, thiserror::Error)]
enum NoUndoOffer {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

/// Offers to undo an approval; returns `None` after any other action. The approval stands even if the offer fails.
pub(super) async fn offer(
    deps: &ActionPageDeps<'_>,
    claims: &TokenClaims,
    performed: &ActionResult,
) -> Option<UndoOffer> {
    let approves = matches!(claims.purpose, TokenPurpose::Act(Action::ApproveShift | Action::ConfirmShift));
    if !approves || performed.outcome != ActionOutcome::Changed {
        return None;
    }
    issue(deps, claims).await.unwrap_or_else(|error| {
        tracing::error!(cause = with_causes(&error), "the way back could not be offered");
        None
    })
}

async fn issue(deps: &ActionPageDeps<'_>, claims: &TokenClaims) -> Result<Option<UndoOffer>, NoUndoOffer> {
    let Ok(id) = claims.target.as_str().parse() else {
        return Ok(None);
    };
    let now = deps.clock.now();
    let (shift, member) = deps.store.shift_and_member(&claims.workspace, &id, &claims.member).await?;
    let (Some(shift), Some(member)) = (shift, member) else {
        return Ok(None);
    };
    let Some(until) = undo_until(&shift, claims, now) else {
        return Ok(None);
    };
    let undo = TokenClaims {
        purpose: Action::UndoShift.into(),
        nonce: deps.randomness.sixteen_bytes()?,
        ..claims.clone()
    };
    let issued = IssuedToken::new(&undo, now.into(), until).for_version(shift.version);
    deps.store.issue_token(&issued).await?;
    let path = format!("/a/{}", deps.token_keys.seal(&undo).as_str());
    Ok(Some(UndoOffer { path, until, zone: member.zone }))
}

/// Returns the time until which the person, who has just approved the shift, may undo it.
fn undo_until(shift: &BudgetAdjustment, claims: &TokenClaims, now: Timestamp) -> Option<EpochSecond> {
    let by_this_person = shift.decided.as_ref().is_some_and(|decision| decision.by == claims.member);
    let is_approved = shift.state == AdjustmentState::Approved && by_this_person;
    shift.undo_until.filter(|until| is_approved && EpochSecond::from(now) < *until)
}
