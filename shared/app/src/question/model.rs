//! Asks a language model, if there is one, what a question means that the planner is not certain about. What it says is read like
//! any input; whatever goes wrong, what the planner made of the question stands.

use super::model_record::tell;
use super::reading::{Asked, Asker};
use domain::error::with_causes;
use domain::identity::{MemberId, WorkspaceId};
use domain::language::Language;
use domain::metrics::Channel;
use domain::question::model::asked::{Asked as AskedModel, Candidate};
use domain::question::model::budget::{ModelAllowance, ModelBudget};
use domain::question::model::nearest::nearest;
use domain::question::model::outcome::{NotUsed, queries};
use domain::question::model::person::PersonKey;
use domain::question::model::port::{LanguageModel, TokenUsage};
use domain::question::model::prompt::ModelPrompt;
use domain::question::query::{FilterDimension, TypedQuery};
use domain::question::record::UnderstoodBy;
use planner::{Plan, Planned};
use std::collections::BTreeSet;
use store::{Store, StoreError};

/// A language model, and how it may be asked.
#[derive(Clone, Copy)]
pub struct ModelDeps<'a> {
    pub model: &'a dyn LanguageModel,
    pub budget: ModelBudget,
    /// By what its service tells people apart.
    pub people: &'a PersonKey,
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
        Ok(match self.ask(deps, store, asker, language).await {
            Some((queries, model)) => by_model(queries, language, model),
            None => planned,
        })
    }

    /// Asks, counts and records; returns what is used of the reply, with the name of the model.
    async fn ask(
        &self,
        deps: ModelDeps<'_>,
        store: &Store,
        asker: &Asker<'_>,
        language: Language,
    ) -> Option<(Vec<TypedQuery>, String)> {
        let candidates = nearest(self.text, &names(asker));
        let asked =
            AskedModel { text: self.text, language, previous: &self.previous, candidates: &candidates };
        let prompt = ModelPrompt::of(&asked).from_person(deps.people, self.workspace, self.member);
        let reply = deps.model.interpret(&prompt).await;
        self.count(store, asker, reply.call.usage).await;
        let queries = queries(reply.text, &asked, &asker.calendar());
        tell(Some(self.workspace), &reply.call, &queries);
        match queries {
            Ok(queries) => Some((queries, reply.call.model)),
            Err(not_used) => {
                self.tell_failure(&not_used);
                None
            }
        }
    }

    /// Counts what a request cost. If that fails, the person gets the answer all the same.
    async fn count(&self, store: &Store, asker: &Asker<'_>, usage: TokenUsage) {
        let counted = store.count_model_tokens(self.workspace, self.member, asker.now, usage).await;
        if let Err(error) = counted {
            let cause = with_causes(&error);
            tracing::warn!(workspace = %self.workspace, cause, "what the language model cost is not in the budgets");
        }
    }

    fn tell_failure(&self, not_used: &NotUsed) {
        if let NotUsed::NoAnswer(error) = not_used {
            let (verdict, cause) = (error.verdict(), with_causes(error));
            tracing::warn!(workspace = %self.workspace, verdict, cause, "the language model gave no answer");
        }
    }
}

fn by_model(queries: Vec<TypedQuery>, language: Language, model: String) -> Asked {
    Asked {
        planned: Planned {
            plan: Plan::Queries(queries),
            confidence: 100,
            language,
            not_understood: Vec::new(),
        },
        understood_by: UnderstoodBy::Model(model),
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
