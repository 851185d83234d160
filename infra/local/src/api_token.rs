//! `local-stack token`: creates an API token for the running stack and prints it once.

use std::path::Path;

use command_center::adapters::config::{ConfigError, TokenSecret};
use command_center::domain::clock::{Clock, NoRandomness, Randomness, SystemClock, SystemRandomness};
use command_center::domain::identity::{InvalidIdentifier, WorkspaceId};
use command_center::domain::token::InvalidTarget;
use command_center::domain::token::bearer::{BearerFor, new_bearer};
use command_center::store::StoreError;

use crate::administrator::{AdministratorError, log_in};
use crate::console::say;
use crate::stack_file::{RunningStack, running_stack};
use crate::verify::{VerifyError, secret};

/// The reasons why no token was created.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// No stack is running.
    #[error("no stack is running: start one with make run")]
    NoStack,
    /// The name of the workspace or of the person is invalid.
    #[error(
        "--workspace and --for name a workspace and 'integrator', 'source' or a member, as in target/local/stack.json"
    )]
    Name(#[from] InvalidIdentifier),
    /// The workspace has no such person.
    #[error("there is no such member in the workspace: target/local/stack.json lists them")]
    NobodyOfThisName,
    /// The secret with the keys cannot be read.
    #[error(transparent)]
    Secret(#[from] VerifyError),
    /// The secret has no keys for tokens.
    #[error(transparent)]
    Keys(#[from] ConfigError),
    /// The name of the API is not a valid target.
    #[error(transparent)]
    Target(#[from] InvalidTarget),
    /// The operating system has no randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The table cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The administrator cannot be logged in.
    #[error(transparent)]
    Administrator(#[from] AdministratorError),
}

/// Creates a token for `integrator`, for `source` or for a member, and prints it. Only its hash is stored, so it can never be
/// printed again. For `administrator`, which cannot be the name of a member, it logs in the administrator and prints
/// the resulting token.
///
/// # Errors
/// If no stack is running, a name is unknown, or the stack cannot be reached.
pub async fn print_token(root: &Path, workspace: Option<&str>, whom: &str) -> Result<(), TokenError> {
    let running = running_stack(root).ok_or(TokenError::NoStack)?;
    if whom == "administrator" {
        let RunningStack { aws_endpoint, admin, .. } = &running;
        let tokens = log_in(aws_endpoint, &admin.client, &admin.username, &admin.password).await?;
        say(tokens.id_token);
        return Ok(());
    }
    let workspace = workspace.map_or_else(|| Ok(running.workspace.clone()), str::parse::<WorkspaceId>)?;
    let store = running.store();
    let whom = match whom {
        "integrator" => BearerFor::Integrator,
        "source" => BearerFor::Source,
        member => {
            let member = member.parse()?;
            let settings = store.settings(&workspace).await?.ok_or(TokenError::NobodyOfThisName)?;
            let known = settings.members.iter().find(|known| known.id == member && known.active);
            BearerFor::Member(known.ok_or(TokenError::NobodyOfThisName)?.id.clone())
        }
    };
    say(issue_token(&running, &workspace, &whom).await?);
    Ok(())
}

/// Creates a token of a workspace and returns it. Only its hash is stored.
///
/// # Errors
/// If the stack cannot be reached.
pub async fn issue_token(
    running: &RunningStack,
    workspace: &WorkspaceId,
    whom: &BearerFor,
) -> Result<String, TokenError> {
    let keys = secret::<TokenSecret>(&running.aws_endpoint).await?.token_keys()?;
    let nonce = SystemRandomness::default().sixteen_bytes()?;
    let (token, issued) = new_bearer(&keys, workspace, whom, nonce, SystemClock.now())?;
    running.store().issue_bearer(&issued).await?;
    Ok(token.as_str().to_owned())
}
