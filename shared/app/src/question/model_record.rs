//! The record of a request to a language model: one line of the log for each, whatever came of it. It has nothing of what was asked.

use domain::identity::WorkspaceId;
use domain::question::model::outcome::{NotUsed, USED};
use domain::question::model::port::ModelCall;
use domain::question::model::{prompt, wire};
use domain::question::query::TypedQuery;

/// Logs what came of a request of a workspace, or of nobody's.
pub(super) fn tell(
    workspace: Option<&WorkspaceId>,
    call: &ModelCall,
    queries: &Result<Vec<TypedQuery>, NotUsed>,
) {
    tracing::info!(
        workspace = workspace.map(WorkspaceId::as_str),
        verdict = queries.as_ref().map_or_else(NotUsed::verdict, |_queries| USED),
        model = call.model,
        request_id = call.request_id,
        input_tokens = call.usage.input,
        output_tokens = call.usage.output,
        cost_micros = call.cost_micros,
        millis = u64::try_from(call.took.as_millis()).unwrap_or(u64::MAX),
        prompt_version = prompt::VERSION,
        schema_version = wire::VERSION,
        "the language model was asked"
    );
}
