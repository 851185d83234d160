//! The administrators of the local stack: made in the emulator's Cognito, logged in as everybody is.

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

/// The name of the one administrator that a stack starts with.
pub const ADMINISTRATOR: &str = "admin";

/// A person of the pool of administrators, in it or in its group too.
#[derive(Debug, Clone, Copy)]
pub struct Appointment<'a> {
    /// The name to log in with.
    pub username: &'a str,
    /// The password, by the rules of the pool.
    pub password: &'a str,
    /// The workspaces that the person administers.
    pub workspaces: &'a [WorkspaceId],
    /// Whether the person is in the group of administrators.
    pub is_administrator: bool,
}

/// Why there is no administrator, or no token of one.
#[derive(Debug, thiserror::Error)]
pub enum AdministratorError {
    /// A file cannot be written, or Python cannot be started.
    #[error(
        "the administrator cannot be made: check target/local, or delete target/local/venv and start again"
    )]
    Machine(#[from] io::Error),
    /// The emulator refused; it has said why on standard error.
    #[error("the administrator was not made: read what the program said above")]
    Refused,
    /// The emulator was not reached.
    #[error("the emulator does not answer: has the stack stopped?")]
    Away(#[source] reqwest::Error),
    /// The name or the password is wrong.
    #[error("the login was refused: username and password are those of target/local/stack.json")]
    NotLoggedIn,
}

/// Creates a person in the pool, or sets the password and workspaces of one who is there.
///
/// # Errors
/// When the emulator refuses or is away.
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
        .kill_on_drop(true)
        .status()
        .await?;
    if status.success() { Ok(()) } else { Err(AdministratorError::Refused) }
}

/// The tokens of a login.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tokens {
    /// The one that the API takes: it names the workspaces.
    pub id_token: String,
    /// The one that Cognito takes.
    pub access_token: String,
}

/// Logs a person in with a password, as the pool allows it on this machine alone.
///
/// # Errors
/// When the name or the password is wrong, or the emulator is away.
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
    // The HTTP client wants a TLS provider even for the loopback; one that is there already will do.
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
