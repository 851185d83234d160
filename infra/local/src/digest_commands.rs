//! `make preview` and `make replay`: the digest that a person would get, and one that was composed, as a person reads it
//! on the phone. Both ask the API of the running stack as its administrator.

mod wording;

use std::path::Path;

use command_center::domain::identity::{MemberId, MessageId, WorkspaceId};
use command_center::domain::message::{Message, MessageKind};
use command_center::domain::settings::WorkspaceSettings;
use command_center::store::StoreError;
use jiff::civil::Date;
use reqwest::{Client, StatusCode};
use serde_json::Value;

use crate::administrator::{AdministratorError, log_in};
use crate::console::say;
use crate::stack_file::{RunningStack, running_stack};

/// How many of the latest messages are searched for digests to name.
const SEARCHED: i32 = 100;
/// How many digests are named.
const NAMED: usize = 8;

/// The reasons why no digest is shown.
#[derive(Debug, thiserror::Error)]
pub enum DigestCommandError {
    /// No stack is running.
    #[error("no stack is running: start one with make run")]
    NoStack,
    /// There is no such workspace.
    #[error("there is no workspace {named:?}: WORKSPACE={known}")]
    NoSuchWorkspace {
        named: String,
        /// The names of all workspaces.
        known: String,
    },
    /// No person of the workspace is named.
    #[error("{named}: MEMBER= names one of {people}")]
    NoSuchMember {
        /// What is wrong with the name.
        named: String,
        /// The identifiers and names of all members.
        people: String,
    },
    /// The date is none.
    #[error("{0:?} is no date: write it as yyyy-mm-dd, such as DATE=2026-10-06")]
    NoDate(String),
    /// No composed digest is named.
    #[error("{named}: name one that was composed, by MESSAGE=… or by MEMBER=… DATE=yyyy-mm-dd; {latest}")]
    NoSuchDigest {
        /// What is wrong with the name.
        named: String,
        /// The latest digests.
        latest: String,
    },
    /// The administrator cannot be logged in.
    #[error(transparent)]
    Administrator(#[from] AdministratorError),
    /// The table cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The API cannot be reached.
    #[error("the running stack does not answer: start it again with make run")]
    Http(#[from] reqwest::Error),
    /// The API refuses the request.
    #[error("{status}: {message}")]
    Refused { status: StatusCode, message: String },
}

/// Whose digest, and which, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct DigestCommand {
    /// The workspace; by default the one of the running stack.
    pub workspace: Option<String>,
    pub member: Option<String>,
    pub date: Option<String>,
    /// The message of a digest that was composed.
    pub message: Option<String>,
}

/// Prints the digest that a person would get. Sends and stores nothing.
///
/// # Errors
/// If no stack is running, a name or the date is wrong, or the stack cannot be reached.
pub async fn preview(root: &Path, command: &DigestCommand) -> Result<(), DigestCommandError> {
    let running = running_stack(root).ok_or(DigestCommandError::NoStack)?;
    let settings = settings_of(&running, command).await?;
    let member = member_of(&settings, command.member.as_deref())?;
    let date = command.date.as_deref().map(date_of).transpose()?;
    let date = date.map(|date| format!("&date={date}")).unwrap_or_default();
    let path = format!("digests/preview?member={member}{date}");
    say(wording::preview(&get(&running, &settings.workspace.id, &path).await?));
    Ok(())
}

/// Prints a digest that was composed, exactly as it was, with what was sent of it.
///
/// # Errors
/// If no stack is running, there is no such digest, or the stack cannot be reached.
pub async fn replay(root: &Path, command: &DigestCommand) -> Result<(), DigestCommandError> {
    let running = running_stack(root).ok_or(DigestCommandError::NoStack)?;
    let workspace = settings_of(&running, command).await?.workspace.id;
    let Some(id) = message_of(command)? else {
        return Err(no_such_digest(&running, &workspace, "no digest is named").await?);
    };
    match get(&running, &workspace, &format!("digests/{id}")).await {
        Err(DigestCommandError::Refused { status: StatusCode::NOT_FOUND, .. }) => {
            let named = format!("there is no digest {id}");
            Err(no_such_digest(&running, &workspace, &named).await?)
        }
        shown => {
            say(wording::replay(&shown?));
            Ok(())
        }
    }
}

/// Returns the message that is named, itself or by person and date; `None` if none is, or by no possible name.
fn message_of(command: &DigestCommand) -> Result<Option<MessageId>, DigestCommandError> {
    if let Some(message) = &command.message {
        return Ok(message.parse().ok());
    }
    let Some(member) = command.member.as_ref().and_then(|member| member.parse().ok()) else {
        return Ok(None);
    };
    let date = command.date.as_deref().map(date_of).transpose()?;
    Ok(date.map(|date| Message::digest_id(&member, date)))
}

async fn settings_of(
    running: &RunningStack,
    command: &DigestCommand,
) -> Result<WorkspaceSettings, DigestCommandError> {
    let store = running.store();
    let named = command.workspace.clone().unwrap_or_else(|| running.workspace.to_string());
    if let Ok(workspace) = named.parse::<WorkspaceId>()
        && let Some(settings) = store.settings(&workspace).await?
    {
        return Ok(settings);
    }
    let known: Vec<String> = store.workspaces().await?.iter().map(ToString::to_string).collect();
    Err(DigestCommandError::NoSuchWorkspace { named, known: known.join(" or ") })
}

fn member_of(settings: &WorkspaceSettings, named: Option<&str>) -> Result<MemberId, DigestCommandError> {
    let known = settings.members.iter().find(|member| named == Some(member.id.as_str()));
    if let Some(member) = known {
        return Ok(member.id.clone());
    }
    let people = settings.members.iter().map(|member| format!("{} ({})", member.id, member.name));
    let workspace = &settings.workspace.id;
    Err(DigestCommandError::NoSuchMember {
        named: named.map_or_else(
            || "no person is named".to_owned(),
            |named| format!("{workspace} has no member {named:?}"),
        ),
        people: people.collect::<Vec<_>>().join(", "),
    })
}

fn date_of(text: &str) -> Result<Date, DigestCommandError> {
    let date: Option<Date> = text.parse().ok();
    date.filter(|date| date.to_string() == text).ok_or_else(|| DigestCommandError::NoDate(text.to_owned()))
}

/// Creates the error for a digest that is not there, which names the latest that are.
async fn no_such_digest(
    running: &RunningStack,
    workspace: &WorkspaceId,
    named: &str,
) -> Result<DigestCommandError, StoreError> {
    let messages = running.store().latest_messages(workspace, SEARCHED).await?;
    let digests = messages.iter().filter(|message| message.kind == MessageKind::Digest);
    let latest: Vec<String> = digests.take(NAMED).map(|message| message.id.to_string()).collect();
    let latest = match latest.as_slice() {
        [] => format!("{workspace} has none yet"),
        some => format!("the latest are {}", some.join(", ")),
    };
    Ok(DigestCommandError::NoSuchDigest { named: named.to_owned(), latest })
}

/// Asks the API of the running stack as its administrator.
async fn get(
    running: &RunningStack,
    workspace: &WorkspaceId,
    path: &str,
) -> Result<Value, DigestCommandError> {
    let RunningStack { aws_endpoint, admin, public_url, .. } = running;
    let tokens = log_in(aws_endpoint, &admin.client, &admin.username, &admin.password).await?;
    let url = format!("{public_url}/api/v1/workspaces/{workspace}/{path}");
    let answer = Client::new().get(url).bearer_auth(tokens.id_token).send().await?;
    let status = answer.status();
    let body: Value = answer.json().await?;
    if status.is_success() {
        return Ok(body);
    }
    let message = body["message"].as_str().unwrap_or_default().to_owned();
    Err(DigestCommandError::Refused { status, message })
}

#[cfg(test)]
mod tests;
