//! `make verify`: verifies the audit chain of the running stack and reports whether every event still is what was
//! sealed.

use std::path::Path;

use command_center::adapters::config::{AuditSecret, ConfigError, Secret};
use command_center::store::StoreError;

use crate::console::say;
use crate::deploy::secret_name;
use crate::stack::{STACK, aws};
use crate::stack_file::running_stack;

/// The reasons why the verification cannot run, or its negative result.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// No stack is running.
    #[error("no stack is running: start one with make run")]
    NoStack,
    /// The secret with the keys cannot be read.
    #[error("the secret of the running stack cannot be read: stop it and start it again with make run")]
    Secret(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The secret has no keys for the chain.
    #[error(transparent)]
    Keys(#[from] ConfigError),
    /// The table cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An event or a seal was changed.
    #[error("the audit log is not what was sealed: see docs/runbook.md, section Audit chain")]
    Broken,
}

/// Verifies the workspace of the running stack and prints the result. Events that are not sealed yet are not a
/// failure.
///
/// # Errors
/// If no stack is running, the chain cannot be read, or it is broken.
pub async fn verify(root: &Path) -> Result<(), VerifyError> {
    let running = running_stack(root).ok_or(VerifyError::NoStack)?;
    let keys = secret::<AuditSecret>(&running.aws_endpoint).await?.chain_keys()?;
    let report = running.store().verify_chain(&keys, &running.workspace, None).await?;
    say(report.to_string());
    if report.is_intact() { Ok(()) } else { Err(VerifyError::Broken) }
}

/// Reads a secret of the running stack.
pub(crate) async fn secret<S: Secret>(endpoint: &str) -> Result<S, VerifyError> {
    let client = aws_sdk_secretsmanager::Client::new(&aws(endpoint));
    let answer = client.get_secret_value().secret_id(secret_name(STACK, S::ARN)).send().await;
    let answer = answer.map_err(|error| VerifyError::Secret(error.into()))?;
    Ok(S::parse(answer.secret_string().unwrap_or_default())?)
}
