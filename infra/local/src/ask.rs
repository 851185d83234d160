//! `make ask`: what a question is understood to ask and what is answered, as one JSON document. Nothing is kept or sent. The
//! question is about the running stack's workspace or, without a stack, about the sample workspace in this process.

use std::path::Path;

use command_center::app::question::{Asker, Draft, DraftBody, Understood, ask as answer};
use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::language::Language;
use command_center::domain::metrics::Creative;
use command_center::domain::question::interpretation::Interpretation;
use command_center::domain::question::range::DataSpan;
use command_center::domain::question::record::UnderstoodBy;
use command_center::domain::settings::WorkspaceSettings;
use command_center::planner::evaluation::with_dates;
use command_center::store::{Store, StoreError, embedded};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::console::say;
use crate::stack::ClockFiles;
use crate::stack_file::running_stack;
use crate::workspaces::{sample, sample_today};

/// The reasons why a question is not answered.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// NOW= is no instant.
    #[error("{0:?} is no instant: write NOW as 2026-10-06T08:15:00Z")]
    NoInstant(String),
    /// The running stack has no workspace.
    #[error("the running stack has no workspace")]
    NoWorkspace,
    /// The table cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What to ask, and when.
#[derive(Debug, Clone)]
pub struct AskCommand {
    pub question: String,
    /// The instant of the question, in RFC 3339; by default now, by the clock of the stack.
    pub now: Option<String>,
    /// The language of the person who asks, as a tag; by default English.
    pub language: Option<String>,
}

/// A workspace to ask about.
struct Target {
    store: Store,
    settings: WorkspaceSettings,
    creatives: Vec<Creative>,
    now: Timestamp,
}

/// Answers a question and prints the result.
///
/// # Errors
/// If the time is none, or the table cannot be read.
pub async fn ask(root: &Path, command: &AskCommand) -> Result<(), AskError> {
    let now = command.now.as_deref().map(instant).transpose()?;
    let target = Target::open(root, now).await?;
    let asker = Asker { settings: &target.settings, creatives: &target.creatives, now: target.now };
    let language = Language::choose(&[command.language.as_deref().unwrap_or("en")]);
    let understood = answer(&target.store, &asker, &command.question, language).await?;
    say(format!("{:#}", described(&understood, asker.calendar())));
    Ok(())
}

fn instant(text: &str) -> Result<Timestamp, AskError> {
    text.parse().map_err(|_no_instant| AskError::NoInstant(text.to_owned()))
}

impl Target {
    async fn open(root: &Path, now: Option<Timestamp>) -> Result<Self, AskError> {
        if let Some(running) = running_stack(root) {
            let store = running.store();
            let settings = store.settings(&running.workspace).await?.ok_or(AskError::NoWorkspace)?;
            let creatives = store.creatives_of_all(&running.workspace).await?;
            let now =
                now.unwrap_or_else(|| ClockFiles::within(Path::new(&running.clock_folder)).clock().now());
            return Ok(Self { store, settings, creatives, now });
        }
        let now = now.unwrap_or_else(|| SystemClock.now());
        let first = sample(sample_today(&SystemClock));
        let zone = TimeZone::get(&first.settings.workspace.zone).unwrap_or(TimeZone::UTC);
        let contents = sample(now.to_zoned(zone).date());
        let store = embedded::start().store;
        let workspace = &contents.settings.workspace.id;
        store.save_settings(&contents.settings).await?;
        store.save_creatives(workspace, &contents.creatives).await?;
        store.save_facts(workspace, &contents.facts, &|_| {}).await?;
        Ok(Self { store, creatives: contents.creatives, settings: contents.settings, now })
    }
}

/// Describes what was understood and answered. The queries have the dates of their times.
fn described(understood: &Understood, calendar: DataSpan) -> Value {
    let drafts = &understood.drafts;
    let interpretation = drafts.first().map(|draft| json!(draft.interpretation)).unwrap_or_default();
    let queries = drafts.iter().flat_map(|draft| match &draft.interpretation {
        Interpretation::Queries(queries) => queries.as_slice(),
        Interpretation::Clarify(_) | Interpretation::OutOfScope(_) => &[],
    });
    let queries: Vec<Value> = queries.map(|query| with_dates(query, calendar)).collect();
    let buttons: Vec<&str> = drafts.iter().flat_map(|draft| titles(&draft.body)).collect();
    json!({
        "type": interpretation["type"],
        "reason": interpretation["reason"],
        "queries": queries,
        "answer": drafts.iter().map(Draft::text).collect::<Vec<_>>().join("\n\n"),
        "buttons": buttons,
        "language": understood.language.tag(),
        "understood_by": match &understood.understood_by {
            UnderstoodBy::Planner | UnderstoodBy::Choice => "planner",
            UnderstoodBy::Model(model) => model,
        },
    })
}

fn titles(body: &DraftBody) -> Vec<&str> {
    match body {
        DraftBody::Answer(card) => card.buttons.iter().map(String::as_str).collect(),
        DraftBody::Message(_) => Vec::new(),
        DraftBody::Help(card) => card.choices.iter().map(|choice| choice.title.as_str()).collect(),
    }
}
