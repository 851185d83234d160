//! Prepares the service of a language model for the questions of the day: a service that compiles the schema of an answer keeps it for
//! a day, and whoever asks first after that would wait in vain.

use super::model_record::tell;
use domain::question::model::asked::WARM_UP;
use domain::question::model::outcome::{NotUsed, queries};
use domain::question::model::port::LanguageModel;
use domain::question::model::prompt::ModelPrompt;
use domain::question::range::DataSpan;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Asks the constant question once, at nobody's cost, and waits for minutes.
///
/// # Errors
/// If the model does not understand it. The planner answers alone then, as far as it can.
pub async fn warm_up(model: &dyn LanguageModel, now: Timestamp) -> Result<(), NotUsed> {
    let reply = model.warm_up(&ModelPrompt::of(&WARM_UP)).await;
    let queries = queries(reply.text, &WARM_UP, &DataSpan::at(now, &TimeZone::UTC, None));
    tell(None, &reply.call, &queries);
    queries.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::question::model::port::ModelError;
    use domain::testing::{ScriptedModel, now};

    const SPEND: &str = r#"{"type":"query","reason":"none","queries":[{"intent":"value","metrics":["spend"],"dimension":"none","time_range":{"kind":"yesterday","n":0,"name":"none","year":0,"month":0,"q":0,"date":"","from":"","to":""},"compare":null,"filters":[],"having":[],"order":null,"limit":0}]}"#;

    async fn warmed(answer: Result<&str, ModelError>) -> Result<(), &'static str> {
        let model = ScriptedModel::answering([answer.map(str::to_owned)]);
        let warmed = warm_up(&model, now()).await.map_err(|not_used| not_used.verdict());
        assert!(model.asked.lock().unwrap().is_empty(), "no question of a person");
        let prompt = model.warmed_up.lock().unwrap().remove(0);
        assert!(prompt.user().contains("spend yesterday") && prompt.person().is_none());
        warmed
    }

    #[tokio::test]
    async fn a_service_is_ready_when_it_understands_the_constant_question_and_only_then() {
        assert_eq!(warmed(Ok(SPEND)).await, Ok(()));
        assert_eq!(warmed(Err(ModelError::Slow)).await, Err("slow"));
        assert_eq!(
            warmed(Err(ModelError::Misconfigured("no such model".into()))).await,
            Err("misconfigured")
        );
        assert_eq!(warmed(Ok("You spent 5.")).await, Err("invalid"));
        let unsure = r#"{"type":"clarify","reason":"missing_metric","queries":[]}"#;
        assert_eq!(warmed(Ok(unsure)).await, Err("unsure"));
    }
}
