//! `POST /api/v1/actions`: a logged-in person acts, under the same rules as for a tap.

use super::problem::ApiProblem;
use super::{ApiAnswer, ApiDeps, ApiRequest, bearer, decode};
use app::action::{ActionOutcome, ActionResult, perform};
use app::enqueue::queue;
use domain::action::context::{Actor, RequestedAction, Via};
use domain::action::decision::{Refusal, RefusalClass};
use domain::action::request::Request;
use domain::token::action::ActionChannel;
use domain::token::{Action, ApiCaller, TargetId, TokenPurpose};
use serde::Deserialize;
use serde_json::json;

/// The form of the body, as shown in a problem.
const FORM: &str = r#"{"action": "approve_shift", "target": "<identifier>", "version": <whole number>, "detail": "<text>"?}"#;
/// The maximum length of a detail, in bytes: a person's identifier, or a page number.
const LONGEST_DETAIL: usize = 40;

/// The requested action.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestBody {
    action: Action,
    target: TargetId,
    version: u64,
    #[serde(default)]
    detail: Option<String>,
}

impl RequestBody {
    fn requested_action(self) -> Option<RequestedAction> {
        let Self { action, target, version, detail } = self;
        let fits = detail.as_ref().is_none_or(|detail| detail.len() <= LONGEST_DETAIL);
        let may_be_asked = fits && action.is_open_to(ActionChannel::Api);
        may_be_asked.then_some(RequestedAction { action, target, seen_version: version, detail })
    }
}

pub(super) async fn act(deps: &ApiDeps<'_>, request: &ApiRequest<'_>) -> Result<ApiAnswer, ApiProblem> {
    let claims = bearer::opened(deps, request, TokenPurpose::Api(ApiCaller::Member))?;
    let asked: RequestBody = decode(request.body, FORM)?;
    let wish = asked.requested_action().ok_or(ApiProblem::Malformed { form: FORM })?;
    let actor = Actor { claims: &claims, via: Via::Bearer, requested: Some(wish), now: deps.clock.now() };
    let performed = perform(deps.store, &Request { actor, message: None }).await?;
    queue(deps.queue, &performed.jobs).await;
    encode(performed)
}

fn encode(performed: ActionResult) -> Result<ApiAnswer, ApiProblem> {
    let message = performed.reply.unwrap_or_default();
    let answer = |status, result| ApiAnswer { status, body: json!({ "result": result, "message": message }) };
    match performed.outcome {
        ActionOutcome::Changed => Ok(answer(200, "changed")),
        ActionOutcome::Shown | ActionOutcome::Duplicate => Ok(answer(200, "shown")),
        ActionOutcome::Busy => Err(ApiProblem::BUSY),
        ActionOutcome::Refused(refusal) => {
            let status = status_of(&refusal).ok_or(ApiProblem::Unauthorized)?;
            let reason = refusal.audit_word();
            Ok(ApiAnswer {
                status,
                body: json!({ "result": "refused", "reason": reason, "message": message }),
            })
        }
    }
}

/// Returns the HTTP status of a refusal, or `None` if the token itself is refused.
fn status_of(refusal: &Refusal) -> Option<u16> {
    match refusal.class() {
        RefusalClass::Expired => None,
        RefusalClass::Gone => Some(404),
        RefusalClass::Forbidden => Some(403),
        RefusalClass::Conflict => Some(409),
        RefusalClass::Invalid => Some(422),
    }
}
