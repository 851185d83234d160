//! The administrators of the local stack: created in the emulator's Cognito, and logged in as in production.

use std::io::{self, Write};
use std::process::Stdio;

use command_center::domain::identity::WorkspaceId;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tokio::process::Command;

use crate::deploy::Outputs;
use crate::emulator::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};
use crate::tools::Tools;

/// The name of the only administrator at the start of a stack.
pub const ADMINISTRATOR: &str = "admin";

/// A person in the pool of administrators, with or without membership in its group.
#[derive(Debug, Clone, Copy)]
pub struct Appointment<'a> {
    /// The user name.
    pub username: &'a str,
    /// The password, which must satisfy the pool's policy.
    pub password: &'a str,
    /// The workspaces that this person administers.
    pub workspaces: &'a [WorkspaceId],
    /// Whether the person is in the group of administrators.
    pub is_administrator: bool,
}

/// The reasons why an administrator or a token cannot be created.
#[derive(Debug, thiserror::Error)]
pub enum AdministratorError {
    /// A file cannot be written, or Python cannot be started.
    #[error(
        "the administrator cannot be made: check target/local, or delete target/local/venv and start again"
    )]
    Machine(#[from] io::Error),
    /// The emulator refused; the reason is on standard error.
    #[error("the administrator was not made: read what the program said above")]
    Refused,
    /// The emulator could not be reached.
    #[error("the emulator does not answer: has the stack stopped?")]
    Away(#[source] reqwest::Error),
    /// The name or the password is wrong.
    #[error("the login was refused: username and password are those of target/local/stack.json")]
    NotLoggedIn,
}

/// Creates a person in the pool, or sets the password and workspaces of an existing one.
///
/// # Errors
/// If the emulator refuses or cannot be reached.
pub async fn appoint(
    tools: &Tools,
    endpoint: &str,
    outputs: &Outputs,
    appointment: &Appointment<'_>,
) -> Result<(), AdministratorError> {
    let request = json!({
        "pool": outputs.admin_pool_id,
        "username": appointment.username,
        "password": appointment.password,
        "email": format!("{}@example.com", appointment.username),
        "workspaces": appointment.workspaces,
        "is_administrator": appointment.is_administrator,
    });
    let mut file = NamedTempFile::new_in(tools.local())?;
    file.write_all(request.to_string().as_bytes())?;
    let status = Command::new(tools.python())
        .arg(tools.program("administrator.py"))
        .arg(file.path())
        .env_clear()
        .env("AWS_ENDPOINT_URL", endpoint)
        .env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
        .env("AWS_DEFAULT_REGION", REGION)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        // Ctrl-C reaches only the starting process, which then ends it.
        .process_group(0)
        .kill_on_drop(true)
        .status()
        .await?;
    if status.success() { Ok(()) } else { Err(AdministratorError::Refused) }
}

/// The tokens of a login.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tokens {
    /// The token for the API, which names the workspaces.
    pub id_token: String,
    /// The token for Cognito.
    pub access_token: String,
}

/// Logs a person in with a password, which the pool allows on this machine only.
///
/// # Errors
/// If the name or the password is wrong, or the emulator cannot be reached.
pub async fn log_in(
    endpoint: &str,
    client: &str,
    username: &str,
    password: &str,
) -> Result<Tokens, AdministratorError> {
    let asked = json!({
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": client,
        "AuthParameters": { "USERNAME": username, "PASSWORD": password },
    });
    // The HTTP client needs a TLS provider even for the loopback interface; an existing one is kept.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let answer = reqwest::Client::new()
        .post(endpoint)
        .header("x-amz-target", "AWSCognitoIdentityProviderService.InitiateAuth")
        .header("content-type", "application/x-amz-json-1.1")
        .body(asked.to_string())
        .send()
        .await
        .map_err(AdministratorError::Away)?;
    if !answer.status().is_success() {
        return Err(AdministratorError::NotLoggedIn);
    }
    let mut body: Value = answer.json().await.map_err(AdministratorError::Away)?;
    serde_json::from_value(body["AuthenticationResult"].take())
        .map_err(|_challenge| AdministratorError::NotLoggedIn)
}
