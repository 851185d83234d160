//! `POST /api/v1/adjustments/{id}/outcome` and `POST /api/v1/campaigns/{id}/budget`: reports from the system that
//! executes budget shifts.

use super::problem::ApiProblem;
use super::{ApiAnswer, ApiDeps, ApiRequest, bearer, decode};
use app::budget::{BudgetError, BudgetReport, change};
use app::enqueue::queue;
use app::execution::{ExecutedChange, OutcomeError, OutcomeReport, report};
use domain::audit::Source;
use domain::insight::adjustment::ShiftOutcome;
use domain::metrics::BudgetSource;
use domain::money::{Currency, Money};
use domain::text::free::{GivenName, PlatformReason};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use store::StoreError;

/// The forms of the bodies, as shown in a problem.
const OUTCOME_FORM: &str = r#"{"result": "applied", "carried": "shift" or "way_back"?} or {"result": "refused", "reason": "<text>", "carried": …?}"#;
const BUDGET_FORM: &str = r#"{"daily_budget_minor": <whole number from 0>, "currency": "USD", "active": <boolean>?, "changed_by": "<name>"?}"#;
/// The maximum lengths of a reason and of a name, in bytes.
const LONGEST_REASON: usize = 2_000;
const LONGEST_NAME: usize = 200;

/// The reported outcome of a shift.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", tag = "result", deny_unknown_fields)]
enum OutcomeBody {
    Applied {
        #[serde(rename = "carried", default)]
        executed: Which,
    },
    Refused {
        reason: String,
        #[serde(rename = "carried", default)]
        executed: Which,
    },
}

/// What was executed: the shift, unless stated otherwise.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Which {
    #[default]
    Shift,
    #[serde(rename = "way_back")]
    Reversal,
}

impl From<Which> for ExecutedChange {
    fn from(which: Which) -> Self {
        match which {
            Which::Shift => Self::Shift,
            Which::Reversal => Self::Reversal,
        }
    }
}

impl OutcomeBody {
    /// Returns what was executed and its outcome, or `None` if the reason is empty or too long.
    fn outcome(self, at: Timestamp) -> Option<(ExecutedChange, ShiftOutcome)> {
        match self {
            Self::Applied { executed } => Some((executed.into(), ShiftOutcome::Applied { at })),
            Self::Refused { reason, executed } => {
                let reason =
                    PlatformReason::quoted(&reason).ok().filter(|_| reason.len() <= LONGEST_REASON)?;
                Some((executed.into(), ShiftOutcome::Refused { at, reason }))
            }
        }
    }
}

/// Handles the reported outcome of a shift.
pub(super) async fn outcome(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    shift: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let claims = bearer::integrator(deps, request).await?;
    let body: OutcomeBody = decode(request.body, OUTCOME_FORM)?;
    let outcome = body.outcome(deps.clock.now()).ok_or(ApiProblem::Malformed { form: OUTCOME_FORM })?;
    let adjustment = shift.parse().map_err(|_no_identifier| ApiProblem::NoSuchThing)?;
    let (executed, outcome) = outcome;
    let reported =
        OutcomeReport { workspace: claims.workspace, adjustment, executed, outcome, source: Source::Api };
    let reported = report(deps.store, &reported).await?;
    queue(deps.queue, &reported.jobs).await;
    Ok(taken(reported.is_new, reported.superseded.len()))
}

/// A campaign's budget in the ad account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    daily_budget_minor: i64,
    currency: Currency,
    #[serde(default)]
    active: Option<bool>,
    #[serde(default)]
    changed_by: Option<String>,
}

/// Handles the reported budget of a campaign.
pub(super) async fn budget(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    campaign: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let claims = bearer::integrator(deps, request).await?;
    let budget: Budget = decode(request.body, BUDGET_FORM)?;
    if budget.changed_by.as_ref().is_some_and(|name| name.len() > LONGEST_NAME) {
        return Err(ApiProblem::Malformed { form: BUDGET_FORM });
    }
    let report = BudgetReport {
        workspace: claims.workspace,
        campaign: campaign.parse().map_err(|_no_identifier| ApiProblem::NoSuchThing)?,
        daily_budget: Money::from_minor(budget.daily_budget_minor, budget.currency),
        active: budget.active,
        budget_source: BudgetSource::Stated,
        by: budget.changed_by.and_then(|name| GivenName::quoted(&name).ok()),
        source: Source::Api,
        at: deps.clock.now(),
    };
    let changed = change(deps.store, &report).await?;
    queue(deps.queue, &changed.jobs).await;
    Ok(taken(changed.is_new, changed.superseded.len()))
}

/// Describes the result of a report, and how many proposals it superseded.
fn taken(is_new: bool, overtaken: usize) -> ApiAnswer {
    let (result, message) = if is_new {
        ("changed", "taken, and written to the audit log")
    } else {
        ("unchanged", "known already: nothing was changed and nobody is told again")
    };
    ApiAnswer { status: 200, body: json!({ "result": result, "message": message, "overtaken": overtaken }) }
}

/// Losing every race against other writers is a conflict, not a failure of the store.
pub(super) fn of_store(error: StoreError) -> ApiProblem {
    match error {
        StoreError::ConditionFailed => ApiProblem::BUSY,
        error => ApiProblem::Store(error),
    }
}

impl From<OutcomeError> for ApiProblem {
    fn from(error: OutcomeError) -> Self {
        let conflict = |word, remedy| Self::Conflict { word, remedy };
        match error {
            OutcomeError::UnknownShift => Self::NoSuchThing,
            OutcomeError::NotApproved => conflict(
                "not_approved",
                "this budget shift is not approved: carry nothing of it out, and take back what was",
            ),
            OutcomeError::NoReversal => conflict(
                "no_way_back",
                "this budget shift was not undone after it was applied: report the shift itself",
            ),
            OutcomeError::Contradicts => conflict(
                "contradicts",
                "the opposite was reported before and stays: report the budgets of its campaigns as they are",
            ),
            OutcomeError::Store(error) => of_store(error),
        }
    }
}

impl From<BudgetError> for ApiProblem {
    fn from(error: BudgetError) -> Self {
        match error {
            BudgetError::UnknownCampaign => Self::NoSuchThing,
            BudgetError::Negative => Self::Malformed { form: BUDGET_FORM },
            BudgetError::OtherCurrency => Self::Conflict {
                word: "other_currency",
                remedy: "the campaign has another currency: convert the budget, or correct the campaign",
            },
            BudgetError::Store(error) => of_store(error),
        }
    }
}
