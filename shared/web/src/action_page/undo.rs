//! The way back after an approval by link: the page that says that it is done has a button, with a token of its own, that
//! takes it back while it can be taken back.

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

/// The way back from an approval.
#[derive(Clone, PartialEq, Eq)]
pub struct UndoOffer {
    /// The path of the link that takes it back; it carries a token.
    pub path: String,
    /// Until when.
    pub until: EpochSecond,
    /// The zone of the person, in which that is told.
    pub zone: String,
}

impl std::fmt::Debug for UndoOffer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("UndoOffer").field("until", &self.until).finish_non_exhaustive()
    }
}

/// Why there is no way back to offer.
#[derive(Debug, thiserror::Error)]
enum NoUndoOffer {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

/// Offers the way back from an approval; nothing after anything else. The approval stands whatever becomes of the offer.
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

/// Returns until when the person, who approved it just now, may take it back.
fn undo_until(shift: &BudgetAdjustment, claims: &TokenClaims, now: Timestamp) -> Option<EpochSecond> {
    let by_this_person = shift.decided.as_ref().is_some_and(|decision| decision.by == claims.member);
    let is_approved = shift.state == AdjustmentState::Approved && by_this_person;
    shift.undo_until.filter(|until| is_approved && EpochSecond::from(now) < *until)
}
