//! What a language model is told: a text that never changes, and a block with the question. Nothing of the facts is in it.

use crate::identity::{MemberId, WorkspaceId};
use crate::question::model::asked::{Asked, MOST_PREVIOUS, shown_name};
use crate::question::model::person::PersonKey;
use crate::question::model::wire;
use crate::question::query::FilterDimension;
use serde_json::json;
use std::fmt;

/// The version of the text; it grows with every change.
pub const VERSION: u32 = 1;

/// The text that never changes: services keep what they made of it.
pub const SYSTEM: &str = include_str!("system.txt");

/// A request to a model. It is not shown: it has the question.
#[derive(Clone, PartialEq, Eq)]
pub struct ModelPrompt {
    user: String,
    person: Option<String>,
}

impl fmt::Debug for ModelPrompt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ModelPrompt(…)")
    }
}

impl ModelPrompt {
    /// Writes the request for a question.
    #[must_use]
    pub fn of(asked: &Asked<'_>) -> Self {
        let first = asked.previous.len().saturating_sub(MOST_PREVIOUS);
        let previous =
            asked.previous.iter().skip(first).map(|query| fenced(&wire::written_query(query).to_string()));
        let names = asked.told().map(|candidate| {
            format!("{} {}", word(candidate.dimension), quoted(&shown_name(&candidate.name)))
        });
        let user = [
            block("language", [asked.language.tag().to_owned()]),
            block("previous_queries", previous),
            block("names", names),
            block("question", [quoted(&asked.shown_text())]),
        ];
        Self { user: user.concat(), person: None }
    }

    /// Adds a keyed hash of the person, by which some services tell who abuses them.
    #[must_use]
    pub fn from_person(self, key: &PersonKey, workspace: &WorkspaceId, member: &MemberId) -> Self {
        Self { person: Some(key.hash(workspace, member)), ..self }
    }

    /// Returns the block with the question.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Returns the keyed hash of the person, if one is told.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        self.person.as_deref()
    }
}

fn block(name: &str, lines: impl IntoIterator<Item = String>) -> String {
    let lines: String = lines.into_iter().map(|line| line + "\n").collect();
    format!("<{name}>\n{lines}</{name}>\n")
}

fn word(dimension: FilterDimension) -> &'static str {
    match dimension {
        FilterDimension::Campaign => "campaign",
        FilterDimension::Creative => "creative",
        FilterDimension::Channel => "channel",
        FilterDimension::Status => "status",
    }
}

/// Writes a foreign text as one line of JSON that can end neither its quotes nor its block.
fn quoted(text: &str) -> String {
    fenced(&json!(text).to_string())
}

/// Escapes in JSON what blocks are marked with.
fn fenced(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e")
}

#[cfg(test)]
mod tests;
