//! A workspace with questions, for the tests of the answer's page and picture.

use crate::answer::view::AnswerView;
use crate::answer::{open_answer, open_picture};
use crate::dashboard::view::fixture::Scene;
use crate::dashboard::{DashboardDeps, DashboardError};
use domain::action::card::local_date;
use domain::clock::FixedClock;
use domain::identity::QuestionId;
use domain::insight::record::AlertChange;
use domain::language::Language;
use domain::metrics::Creative;
use domain::question::answer::AnswerPicture;
use domain::question::basis::{BasisInput, basis};
use domain::question::execute::prepared::PreparedQuery;
use domain::question::interpretation::Interpretation;
use domain::question::query::{
    Comparator, Dimension, Direction, Having, Intent, Metric, Order, RefusalReason, TypedQuery,
};
use domain::question::range::DataSpan;
use domain::question::record::{Question, UnderstoodBy};
use domain::question::threshold::Threshold;
use domain::question::time::RelativeTime;
use domain::question::view::View;
use domain::settings::WorkspaceSettings;
use domain::testing;
use domain::token::{TokenChannel, TokenClaims, TokenPurpose};
use domain::workspace::Member;
use jiff::Timestamp;
use store::Store;
use store::embedded::{EmbeddedStore, start};
use store::questions::AnswerWrites;
use store::testing::issue;

fn settings(scene: &Scene) -> WorkspaceSettings {
    WorkspaceSettings {
        workspace: scene.workspace.clone(),
        members: scene.members.clone(),
        subscriptions: Vec::new(),
        campaigns: scene.campaigns.clone(),
        sources: scene.sources.clone(),
        health: scene.health.clone(),
    }
}

fn creative() -> Creative {
    Creative {
        id: "anna1".parse().unwrap(),
        campaign: "prospecting-eu".parse().unwrap(),
        name: "UGC Anna v1".into(),
        copy: "Meet the jacket that goes with everything. Now 20% off.".into(),
        thumbnail: Some("https://cdn.example.com/anna1.jpg".into()),
    }
}

/// Stores the workspace with a creative that has facts of its own.
pub(super) async fn stored() -> EmbeddedStore {
    let embedded = start();
    let (store, scene) = (&embedded.store, Scene::new());
    store.save_settings(&settings(&scene)).await.unwrap();
    let mut facts = scene.facts.clone();
    for fact in facts.iter_mut().filter(|fact| fact.campaign.as_str() == "prospecting-eu") {
        fact.creative = creative().id;
    }
    store.save_facts(&scene.workspace.id, &facts, &|_| {}).await.unwrap();
    store.put_creative(&scene.workspace.id, &creative()).await.unwrap();
    for alert in &scene.alerts {
        let change = AlertChange::Open(alert.clone());
        store.save_alert(&change).await.unwrap();
    }
    store.propose(&scene.recommendations[0], &scene.adjustments[0], &[], &[]).await.unwrap();
    embedded.calls.take();
    embedded
}

pub(super) fn id() -> QuestionId {
    Question::id_of(testing::now(), "SM1", 0)
}

/// Stores the question that Maya asked, answered on what is stored, and returns the token of its link.
pub(super) async fn ask(store: &Store, text: &str, language: Language, queries: &[TypedQuery]) -> String {
    let question = question(store, text, language, queries).await;
    save(store, question).await;
    link(store, &testing::maya()).await
}

/// Stores a question.
pub(super) async fn save(store: &Store, question: Question) {
    let answers = AnswerWrites { questions: vec![question], messages: Vec::new(), idle_texts: None };
    assert!(store.store_answers(&answers).await.unwrap());
}

/// Issues a link to the question for a person.
pub(super) async fn link(store: &Store, member: &Member) -> String {
    let claims = claims(member);
    issue(store, &claims, 0).await;
    testing::token_keys().seal(&claims).as_str().to_owned()
}

pub(super) fn claims(member: &Member) -> TokenClaims {
    // Each person's token is another one.
    let seed = member.id.as_str().len().try_into().unwrap();
    let claims = testing::claims(member, TokenPurpose::ViewAnswer, id().as_str(), seed);
    TokenClaims { channel: TokenChannel::Link, ..claims }
}

/// Opens the page of a link.
pub(super) async fn open(embedded: &EmbeddedStore, token: &str) -> Result<AnswerView, DashboardError> {
    open_at(embedded, token, testing::now()).await
}

pub(super) async fn open_at(
    embedded: &EmbeddedStore,
    token: &str,
    now: Timestamp,
) -> Result<AnswerView, DashboardError> {
    let (keys, clock) = (testing::token_keys(), FixedClock(now));
    open_answer(&DashboardDeps { store: &embedded.store, clock: &clock, token_keys: &keys }, token).await
}

/// Returns what a picture's address shows.
pub(super) async fn picture_of(
    embedded: &EmbeddedStore,
    token: &str,
    now: Timestamp,
) -> Result<AnswerPicture, DashboardError> {
    let (keys, clock) = (testing::token_keys(), FixedClock(now));
    open_picture(&DashboardDeps { store: &embedded.store, clock: &clock, token_keys: &keys }, token).await
}

/// Creates the question that Maya asked, answered on what is stored.
pub(super) async fn question(
    store: &Store,
    text: &str,
    language: Language,
    queries: &[TypedQuery],
) -> Question {
    let today = local_date(testing::now(), &testing::workspace().zone);
    let prepare = |query| PreparedQuery::new(query, &DataSpan { first: None, today }).unwrap();
    let prepared: Vec<PreparedQuery> = queries.iter().map(prepare).collect();
    let workspace = testing::workspace().id;
    let settings = store.settings(&workspace).await.unwrap().unwrap();
    let has_findings = prepared.iter().any(PreparedQuery::needs_findings);
    let (mut alerts, mut adjustments, mut recommendations) = (Vec::new(), Vec::new(), Vec::new());
    if has_findings {
        alerts = store.alerts(&workspace).await.unwrap();
        adjustments = store.adjustments(&workspace).await.unwrap();
        recommendations = store.recommendations(&workspace).await.unwrap();
    }
    let input = BasisInput {
        settings: &settings,
        today,
        alerts: &alerts,
        adjustments: &adjustments,
        recommendations: &recommendations,
    };
    Question {
        id: id(),
        workspace,
        member: testing::maya().id,
        asked_at: testing::now(),
        answered_at: testing::now(),
        message_sid: "SM1".into(),
        message: None,
        text: text.into(),
        language: language.tag().into(),
        understood_by: UnderstoodBy::Planner,
        interpretation: if queries.is_empty() {
            Interpretation::OutOfScope(RefusalReason::Unrelated)
        } else {
            Interpretation::Queries(queries.to_vec())
        },
        views: prepared.iter().map(View::of).collect(),
        answer: String::new(),
        explanation: String::new(),
        offered: Vec::new(),
        basis: basis(&input),
        has_picture: false,
        asks_for_score: false,
        rating: None,
    }
}

pub(super) fn asked(intent: Intent, metrics: &[Metric], time: RelativeTime) -> TypedQuery {
    TypedQuery { metrics: metrics.into(), time_range: Some(time), ..TypedQuery::new(intent) }
}

pub(super) fn trend() -> TypedQuery {
    let trend = asked(Intent::Trend, &[Metric::Spend], RelativeTime::LastDays(14));
    TypedQuery { dimension: Some(Dimension::Day), ..trend }
}

pub(super) fn overspent() -> TypedQuery {
    let over = Having { metric: Metric::Pacing, operator: Comparator::Above, value: Threshold::ONE };
    let budget = asked(Intent::Budget, &[Metric::Pacing], RelativeTime::Yesterday);
    TypedQuery { dimension: Some(Dimension::Campaign), having: vec![over], ..budget }
}

pub(super) fn top_creative() -> TypedQuery {
    let order = Order { metric: Metric::Roas, direction: Direction::Descending };
    TypedQuery {
        dimension: Some(Dimension::Creative),
        order: Some(order),
        limit: Some(1),
        ..asked(Intent::Rank, &[Metric::Roas], RelativeTime::LastDays(7))
    }
}
