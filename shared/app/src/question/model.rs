//! Asks a language model, if there is one, what a question means that the planner is not certain about. What it says is read like
//! any input; whatever goes wrong, what the planner made of the question stands.

use super::reading::{Asked, Asker};
use domain::identity::{MemberId, WorkspaceId};
use domain::metrics::Channel;
use domain::question::interpretation::Interpretation;
use domain::question::model::asked::{Asked as AskedModel, Candidate};
use domain::question::model::budget::{ModelAllowance, ModelBudget};
use domain::question::model::nearest::nearest;
use domain::question::model::port::{LanguageModel, ModelAnswer};
use domain::question::model::prompt::ModelPrompt;
use domain::question::model::reading::read;
use domain::question::query::{FilterDimension, TypedQuery};
use domain::question::record::UnderstoodBy;
use planner::{Plan, Planned};
use std::collections::BTreeSet;
use store::{Store, StoreError};

/// A language model, and how often it may be asked.
#[derive(Clone, Copy)]
pub struct ModelDeps<'a> {
    pub model: &'a dyn LanguageModel,
    pub budget: ModelBudget,
}

/// A text that may be put to a model.
pub(super) struct Unsure<'a> {
    pub(super) workspace: &'a WorkspaceId,
    pub(super) member: &'a MemberId,
    pub(super) text: &'a str,
    /// The queries that it may go on from, the latest last.
    pub(super) previous: Vec<TypedQuery>,
}

impl Unsure<'_> {
    /// Returns what the model makes of the text where the planner asked back, or else what the planner made of it.
    pub(super) async fn or_by_model(
        &self,
        deps: Option<ModelDeps<'_>>,
        store: &Store,
        asker: &Asker<'_>,
        planned: Asked,
    ) -> Result<Asked, StoreError> {
        let Some(deps) = deps.filter(|_| matches!(planned.planned.plan, Plan::Clarify(_))) else {
            return Ok(planned);
        };
        let allowed = store.count_model_call(self.workspace, self.member, asker.now, &deps.budget).await?;
        if allowed != ModelAllowance::Allowed {
            tracing::info!(workspace = %self.workspace, ?allowed, "the language model may not be asked more often");
            return Ok(planned);
        }
        let language = planned.planned.language;
        let candidates = nearest(self.text, &names(asker));
        let asked =
            AskedModel { text: self.text, language, previous: &self.previous, candidates: &candidates };
        let queries = self.asked(deps.model, &asked, asker).await;
        Ok(match queries {
            Some((queries, answer)) => Asked {
                planned: Planned {
                    plan: Plan::Queries(queries),
                    confidence: 100,
                    language,
                    not_understood: Vec::new(),
                },
                understood_by: UnderstoodBy::Model(answer.model),
            },
            None => planned,
        })
    }

    async fn asked(
        &self,
        model: &dyn LanguageModel,
        asked: &AskedModel<'_>,
        asker: &Asker<'_>,
    ) -> Option<(Vec<TypedQuery>, ModelAnswer)> {
        let answer = match model.interpret(&ModelPrompt::of(asked)).await {
            Ok(answer) => answer,
            Err(error) => {
                let (verdict, cause) = (error.verdict(), domain::error::with_causes(&error));
                tracing::warn!(workspace = %self.workspace, verdict, cause, "the language model gave no answer");
                return None;
            }
        };
        let read = read(&answer.text, asked, &asker.calendar());
        let verdict = match &read {
            Ok(Interpretation::Queries(_)) => "used",
            Ok(Interpretation::Clarify(_) | Interpretation::OutOfScope(_)) => "unsure",
            Err(_unusable) => "unusable",
        };
        let usage = answer.usage;
        tracing::info!(
            workspace = %self.workspace,
            verdict,
            model = answer.model,
            request_id = answer.request_id,
            input_tokens = usage.input,
            output_tokens = usage.output,
            "the language model was asked"
        );
        match read {
            Ok(Interpretation::Queries(queries)) => Some((queries, answer)),
            Ok(Interpretation::Clarify(_) | Interpretation::OutOfScope(_)) | Err(_) => None,
        }
    }
}

/// Returns every name of the workspace that a question may mean.
fn names(asker: &Asker<'_>) -> Vec<Candidate> {
    let candidate = |dimension, name: &str| Candidate { dimension, name: name.to_owned() };
    let campaigns = &asker.settings.campaigns;
    let channels: BTreeSet<&Channel> = campaigns.iter().map(|campaign| &campaign.channel).collect();
    let creatives: BTreeSet<&str> = asker.creatives.iter().map(|creative| creative.name.as_str()).collect();
    campaigns
        .iter()
        .map(|campaign| candidate(FilterDimension::Campaign, &campaign.name))
        .chain(creatives.into_iter().map(|name| candidate(FilterDimension::Creative, name)))
        .chain(channels.into_iter().map(|channel| candidate(FilterDimension::Channel, channel.as_str())))
        .collect()
}
