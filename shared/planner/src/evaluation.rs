//! Plans a set of questions and writes what came of each, for `make eval-questions`.
//!
//! The set has a question a line: `{"id", "now", "tz", "lang", "text", "history": […]}`; whatever else is in it is not read. The
//! workspace is `{"workspace", "currency", "channels": […], "campaigns": [{"name", "channel", "other_names": […], "former_names": […]}],
//! "creatives": […]}`.

use crate::plan::Plan;
use crate::planner::{Before, Question, plan};
use crate::workspace::{Entity, Workspace};
use domain::language::Language;
use domain::metrics::Channel;
use domain::money::Currency;
use domain::question::interpretation::Interpretation;
use domain::question::query::{FilterDimension, TypedQuery};
use domain::question::range::{DataSpan, DateRange};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Value, json};

/// A line or a file is not what it should be. The error does not repeat it.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// The file of the workspace.
    #[error("the context is no workspace")]
    Context(#[source] serde_json::Error),
    /// A line of the questions.
    #[error("line {line} is no question")]
    Line {
        line: usize,
        #[source]
        source: serde_json::Error,
    },
    /// A time or a zone of a line.
    #[error("line {line} has no time that is known, or no time zone")]
    Time {
        line: usize,
        #[source]
        source: jiff::Error,
    },
}

#[derive(Deserialize)]
struct ContextFile {
    workspace: String,
    currency: Currency,
    #[serde(default)]
    first_day: Option<Date>,
    channels: Vec<Channel>,
    campaigns: Vec<CampaignLine>,
    creatives: Vec<CreativeLine>,
}

#[derive(Deserialize)]
struct CampaignLine {
    name: String,
    channel: Option<Channel>,
    #[serde(default)]
    other_names: Vec<String>,
    #[serde(default)]
    former_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CreativeLine {
    Name(String),
    Named {
        name: String,
        #[serde(default)]
        other_names: Vec<String>,
    },
}

#[derive(Deserialize)]
struct QuestionLine {
    id: String,
    now: Timestamp,
    tz: String,
    lang: String,
    text: String,
    #[serde(default)]
    history: Vec<String>,
    /// The text whose answer is quoted, if one is.
    #[serde(default)]
    quoted: Option<String>,
}

/// Reads the workspace that the questions are about.
///
/// # Errors
/// If it is none.
pub fn read_workspace(json: &str) -> Result<Workspace, EvaluationError> {
    let file: ContextFile = serde_json::from_str(json).map_err(EvaluationError::Context)?;
    let campaign = |line: CampaignLine| Entity {
        dimension: FilterDimension::Campaign,
        name: line.name,
        other_names: line.other_names,
        former_names: line.former_names,
        channel: line.channel,
    };
    let creative = |line: CreativeLine| {
        let (name, other_names) = match line {
            CreativeLine::Name(name) => (name, Vec::new()),
            CreativeLine::Named { name, other_names } => (name, other_names),
        };
        let former_names = Vec::new();
        Entity { dimension: FilterDimension::Creative, name, other_names, former_names, channel: None }
    };
    let campaigns = file.campaigns.into_iter().map(campaign);
    let entities = campaigns.chain(file.creatives.into_iter().map(creative)).collect();
    Ok(Workspace::new(&file.workspace, file.currency, file.first_day, file.channels, entities))
}

/// Plans every question of a set, and returns a line of JSON for each: its id, type, reason and queries with their dates.
///
/// # Errors
/// If a line is no question.
pub fn predictions(lines: &str, workspace: &Workspace) -> Result<Vec<String>, EvaluationError> {
    let lines = lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(place, line)| prediction(place + 1, line, workspace).map(|value| value.to_string())).collect()
}

fn prediction(line: usize, text: &str, workspace: &Workspace) -> Result<Value, EvaluationError> {
    let question: QuestionLine =
        serde_json::from_str(text).map_err(|source| EvaluationError::Line { line, source })?;
    let zone = TimeZone::get(&question.tz).map_err(|source| EvaluationError::Time { line, source })?;
    let span = DataSpan::at(question.now, &zone, workspace.first_day);
    let mut language = Language::choose(&[&question.lang]);
    let ask = |text: &str, language: Language, last: Option<&TypedQuery>, quoted: Option<&TypedQuery>| {
        let before = Before { last: last.map(|last| (last, 0)), quoted };
        plan(&Question { text, workspace, today: span.today, language, before })
    };
    let mut last: Option<TypedQuery> = None;
    for earlier in &question.history {
        let planned = ask(earlier, language, last.as_ref(), None);
        // Who goes on does so in the language of the question before.
        language = planned.language;
        if let Plan::Queries(queries) = planned.plan {
            last = queries.last().cloned();
        }
    }
    let quoted = question.quoted.as_deref().and_then(|text| match ask(text, language, None, None).plan {
        Plan::Queries(queries) => queries.last().cloned(),
        Plan::Clarify(_) | Plan::OutOfScope(_) => None,
    });
    let plan = ask(&question.text, language, last.as_ref(), quoted.as_ref()).plan;
    Ok(written(&question.id, &plan, span))
}

fn written(id: &str, plan: &Plan, span: DataSpan) -> Value {
    let mut value = json!(Interpretation::from(plan));
    if let (Some(object), Plan::Queries(queries)) = (value.as_object_mut(), plan) {
        object.insert("queries".to_owned(), queries.iter().map(|query| with_dates(query, span)).collect());
    }
    if let Some(object) = value.as_object_mut() {
        object.insert("id".to_owned(), json!(id));
    }
    value
}

/// Returns a query as JSON with the dates of its times.
#[must_use]
pub fn with_dates(query: &TypedQuery, span: DataSpan) -> Value {
    let mut value = json!(query);
    let Ok(days) = span.resolve(query) else { return value };
    let mut set = |path: &str, range: Option<DateRange>| {
        if let (Some(object), Some(range)) = (value.pointer_mut(path).and_then(Value::as_object_mut), range) {
            object.insert("from".to_owned(), json!(range.from));
            object.insert("to".to_owned(), json!(range.to));
        }
    };
    set("/time_range", days.days);
    set("/compare", days.compared);
    value
}
