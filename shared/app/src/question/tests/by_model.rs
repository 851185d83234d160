//! Claims about the language model: it is asked only where the planner asks back, and only a typed query of it counts.

use super::*;
use domain::question::interpretation::Interpretation;
use domain::question::model::budget::{ModelBudget, ModelUse};
use domain::question::model::person::PersonKey;
use domain::question::model::port::ModelError;
use domain::question::model::wire;
use domain::question::query::{Intent, Metric, TypedQuery};
use domain::question::record::UnderstoodBy;
use domain::question::time::RelativeTime;
use domain::testing::ScriptedModel;

/// A text that the planner asks back about.
const UNSURE: &str = "spend on gnomes";
const BUDGET: ModelBudget = ModelBudget {
    person_per_day: ModelUse { requests: 2, tokens: 9_000 },
    workspace_per_month: ModelUse { requests: 9, tokens: 9_000 },
};

fn spend_yesterday() -> String {
    let query = TypedQuery {
        metrics: vec![Metric::Spend],
        time_range: Some(RelativeTime::Yesterday),
        ..TypedQuery::new(Intent::Value)
    };
    wire::written(&Interpretation::Queries(vec![query])).to_string()
}

impl Scene {
    async fn ask_with(&self, model: &ScriptedModel, number: u32, text: &str) -> Answered {
        self.ask_within(BUDGET, model, number, text).await
    }

    async fn ask_within(
        &self,
        budget: ModelBudget,
        model: &ScriptedModel,
        number: u32,
        text: &str,
    ) -> Answered {
        let at = minutes(number.into());
        self.log(&maya(), number, Said::Wrote { text: text.to_owned(), on: None }, at).await;
        let clock = FixedClock(at);
        let people = PersonKey::derived_from(b"a secret");
        let deps = QuestionDeps {
            store: &self.table.store,
            queue: &self.queue,
            clock: &clock,
            typing: &self.typing,
            model: Some(ModelDeps { model, budget, people: &people }),
        };
        answer_question(&deps, &job(&maya(), number, at)).await.unwrap()
    }
}

#[tokio::test]
async fn what_the_planner_understands_is_put_to_no_model() {
    let scene = Scene::start().await;
    let model = ScriptedModel::answering([]);
    assert_eq!(scene.ask_with(&model, 1, "spend yesterday").await, Answered::WithNumbers);
    assert_eq!(scene.ask_with(&model, 2, "tell me a joke").await, Answered::Refused);
    assert!(model.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_typed_query_of_the_model_is_answered_with_exact_numbers() {
    let scene = Scene::start().await;
    let model = ScriptedModel::answering([Ok(spend_yesterday())]);
    assert_eq!(scene.ask_with(&model, 1, UNSURE).await, Answered::WithNumbers);
    let question = scene.latest(&maya()).await;
    assert!(question.answer.contains("$2,120"), "{}", question.answer);
    assert_eq!(question.understood_by, UnderstoodBy::Model("scripted-model".into()));
    let prompt = model.asked.lock().unwrap().remove(0);
    assert!(prompt.user().contains("gnomes") && !prompt.user().contains("2,120"), "{}", prompt.user());
}

#[tokio::test]
async fn whatever_goes_wrong_with_the_model_the_question_back_of_the_planner_stands() {
    let invented = spend_yesterday().replace("yesterday", "tomorrow");
    let failures = [
        Err(ModelError::Slow),
        Err(ModelError::Refused),
        Err(ModelError::Throttled { retry_after: None }),
        Ok("Sure! You spent $5.".to_owned()),
        Ok(invented),
        Ok(r#"{"type":"clarify","reason":"unknown_entity","queries":[]}"#.to_owned()),
    ];
    for failure in failures {
        let scene = Scene::start().await;
        let told = format!("{failure:?}");
        let model = ScriptedModel::answering([failure]);
        assert_eq!(scene.ask_with(&model, 1, UNSURE).await, Answered::AskedBack, "{told}");
    }
}

#[tokio::test]
async fn a_person_asks_the_model_no_more_often_than_is_allowed() {
    let scene = Scene::start().await;
    let model = ScriptedModel::answering([Ok(spend_yesterday()), Ok(spend_yesterday())]);
    let mut outcomes = Vec::new();
    for number in 1..=3 {
        outcomes.push(scene.ask_with(&model, number, UNSURE).await);
    }
    assert_eq!(outcomes, [Answered::WithNumbers, Answered::FromStore, Answered::AskedBack]);
}

#[tokio::test]
async fn what_the_model_read_and_wrote_is_counted_also_if_it_was_of_no_use() {
    let scene = Scene::start().await;
    let budget = ModelBudget { person_per_day: ModelUse { requests: 9, tokens: 2_000 }, ..BUDGET };
    // Each costs 1,500.
    let model = ScriptedModel::answering([Err(ModelError::Refused), Ok("Sure!".to_owned())]);
    for number in 1..=3 {
        let text = format!("{UNSURE} {number}");
        assert_eq!(scene.ask_within(budget, &model, number, &text).await, Answered::AskedBack);
    }
    assert_eq!(model.asked.lock().unwrap().len(), 2, "the planner alone from then on");
}

#[tokio::test]
async fn the_service_tells_people_apart_and_learns_no_name() {
    let scene = Scene::start().await;
    let model = ScriptedModel::answering([Ok(spend_yesterday())]);
    scene.ask_with(&model, 1, UNSURE).await;
    let prompt = model.asked.lock().unwrap().remove(0);
    let person = prompt.person().unwrap();
    assert!(person.len() == 32 && person.bytes().all(|byte| byte.is_ascii_hexdigit()), "{person}");
}
