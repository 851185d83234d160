//! Claims about the client, against an endpoint that speaks every form: each answer ends in an interpretation or in an error
//! that says what can be done.

mod failures;
mod requests;
mod warm_up;

use super::*;
use crate::models::endpoint::{Play, ScriptedEndpoint};
use crate::models::settings::{ModelForm, ModelTimeouts};
use aws_credential_types::provider::SharedCredentialsProvider;
use domain::language::Language;
use domain::question::interpretation::Interpretation;
use domain::question::model::asked::{Asked, Candidate};
use domain::question::model::person::PersonKey;
use domain::question::model::price::TokenPrices;
use domain::question::model::reading::{UnusableAnswer, read};
use domain::question::model::wire;
use domain::question::query::{
    ClarifyReason, Filter, FilterDimension, FilterOperator, Intent, Metric, TypedQuery,
};
use domain::question::range::DataSpan;
use domain::question::time::RelativeTime;
use jiff::civil::date;

const FORMS: [ModelForm; 4] = [
    ModelForm::BedrockConverse,
    ModelForm::AnthropicMessages,
    ModelForm::OpenAiResponses,
    ModelForm::ChatCompletions,
];
const QUESTION: &str = "how is the oak thing since last week";

fn candidates() -> Vec<Candidate> {
    vec![Candidate { dimension: FilterDimension::Campaign, name: "Oak Table Launch".to_owned() }]
}

fn asked(candidates: &[Candidate]) -> Asked<'_> {
    Asked { text: QUESTION, language: Language::English, previous: &[], candidates }
}

fn about(name: &str) -> Interpretation {
    let filter = Filter {
        dimension: FilterDimension::Campaign,
        operator: FilterOperator::In,
        values: vec![name.to_owned()],
    };
    Interpretation::Queries(vec![TypedQuery {
        metrics: vec![Metric::Roas],
        time_range: Some(RelativeTime::LastWeek),
        filters: vec![filter],
        ..TypedQuery::new(Intent::Value)
    }])
}

fn valid() -> Play {
    Play::Says(wire::written(&about("Oak Table Launch")).to_string())
}

fn credential(form: ModelForm) -> ModelCredential {
    if form != ModelForm::BedrockConverse {
        return ModelCredential::Key("key-of-the-service".to_owned());
    }
    let identity =
        aws_credential_types::Credentials::new("AKID", "secret", Some("session".into()), None, "test");
    ModelCredential::Aws {
        provider: SharedCredentialsProvider::new(identity),
        region: "eu-central-1".to_owned(),
    }
}

fn settings(form: ModelForm, endpoint: &ScriptedEndpoint) -> ModelSettings {
    ModelSettings {
        form,
        base_url: endpoint.address().to_owned(),
        model: "eu.vendor.model-5:0".to_owned(),
        credential: credential(form),
        effort: None,
        prices: TokenPrices { input: "2".parse().unwrap(), output: "10".parse().unwrap() },
        timeouts: ModelTimeouts::default(),
    }
}

async fn started(form: ModelForm, plays: impl IntoIterator<Item = Play>) -> (ScriptedEndpoint, ModelClient) {
    let endpoint = ScriptedEndpoint::start(plays).await.unwrap();
    let client = ModelClient::new(settings(form, &endpoint)).unwrap();
    (endpoint, client)
}

fn prompt() -> ModelPrompt {
    let key = PersonKey::derived_from(b"a secret");
    let (workspace, member) = ("acme-store".parse().unwrap(), "maya".parse().unwrap());
    ModelPrompt::of(&asked(&candidates())).from_person(&key, &workspace, &member)
}

async fn ask(client: &ModelClient) -> Result<String, ModelError> {
    client.interpret(&prompt()).await.text
}

/// Asks and reads the answer.
async fn understood(client: &ModelClient) -> Result<Interpretation, UnusableAnswer> {
    let text = ask(client).await.unwrap();
    let span = DataSpan { first: None, today: date(2028, 3, 15) };
    read(&text, &asked(&candidates()), &span)
}

#[tokio::test]
async fn a_query_comes_back_in_every_form_with_its_tokens_and_the_id_of_the_request() {
    for form in FORMS {
        let (_endpoint, client) = started(form, [valid()]).await;
        assert_eq!(understood(&client).await.unwrap(), about("Oak Table Launch"), "{form:?}");
        let reply = client.interpret(&prompt()).await;
        assert_eq!((reply.call.usage.input, reply.call.usage.output), (1_412, 96), "{form:?}");
        assert_eq!(reply.call.request_id.as_deref(), Some("req-4711"), "{form:?}");
        assert_eq!(reply.call.model, "eu.vendor.model-5:0", "{form:?}");
        assert_eq!(reply.call.cost_micros, 1_412 * 2 + 96 * 10, "{form:?}");
        assert!(reply.call.took > Duration::ZERO, "{form:?}");
    }
}

#[tokio::test]
async fn text_around_a_query_is_left_and_anything_but_a_query_is_not_used() {
    let query = wire::written(&about("Oak Table Launch"));
    let digits = wire::written(&about("Oak Table Launch 2"));
    for form in FORMS {
        let says = |text: String| [Play::Says(text)];
        let (_endpoint, client) = started(form, says(format!("Here you are:\n```json\n{query}\n```"))).await;
        assert_eq!(understood(&client).await.unwrap(), about("Oak Table Launch"), "{form:?}");
        let (_endpoint, client) = started(form, says("{\"sql\":\"select 1\"}".to_owned())).await;
        assert!(matches!(understood(&client).await, Err(UnusableAnswer::NoQuery)), "{form:?}");
        let (_endpoint, client) = started(form, says("The ROAS was 3.2!".to_owned())).await;
        assert!(matches!(understood(&client).await, Err(UnusableAnswer::NoObject)), "{form:?}");
        let (_endpoint, client) = started(form, says(digits.to_string())).await;
        let unknown = Interpretation::Clarify(ClarifyReason::UnknownEntity);
        assert_eq!(understood(&client).await.unwrap(), unknown, "digits in a name, {form:?}");
    }
}
