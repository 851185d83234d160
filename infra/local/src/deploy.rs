//! Deploys `infra/template.yaml` to the running emulator, with the same program that deploys it to AWS.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Stdio;

use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tokio::process::Command;

use crate::emulator::{ACCESS_KEY_ID, Emulator, REGION, SECRET_ACCESS_KEY};
use crate::package::Function;
use crate::tools::Tools;

/// What to deploy. It contains secrets, so it is not printable.
pub struct Deployment {
    /// The name of the stack, with which those of its secrets begin.
    pub stack: String,
    /// The archives, by function.
    pub code: BTreeMap<Function, PathBuf>,
    /// The values of the secrets, by the environment variable that names them to the functions.
    pub secrets: BTreeMap<&'static str, Value>,
    /// The template's parameters, except those for the code, the secrets and the emulator.
    pub parameters: BTreeMap<String, String>,
}

/// The outputs of the template for the running stack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Outputs {
    /// The public URL, as configured in the functions.
    pub api_url: String,
    /// The identifier of the HTTP API.
    pub api_id: String,
    pub table_name: String,
    /// The queue of deliveries.
    pub delivery_queue_url: String,
    /// The dead-letter queue of deliveries.
    pub delivery_dead_letter_queue_url: String,
    /// The dead-letter queue of the live function.
    pub live_dead_letter_queue_url: String,
    /// The queue of what fell due in the schedule.
    pub schedule_queue_url: String,
    /// The queue that tells of files that came in.
    pub import_queue_url: String,
    /// The dead-letter queue of files that came in.
    pub import_dead_letter_queue_url: String,
    /// The bucket for files that come in.
    pub drop_bucket_name: String,
    /// The bus with the domain events.
    pub event_bus_name: String,
    /// The pool of administrators.
    pub admin_pool_id: String,
    /// The client that administrators' tokens are for.
    pub admin_client_id: String,
    /// The outputs that are named after a function.
    #[serde(flatten)]
    others: BTreeMap<String, String>,
}

impl Outputs {
    /// Returns the name under which a function is invoked, or an empty text if the template has no such function.
    #[must_use]
    pub fn function_name(&self, function: Function) -> &str {
        self.others.get(&function.output()).map_or("", String::as_str)
    }
}

/// The reasons why the stack is not deployed, grouped by remedy.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// The request for the deployer cannot be written.
    #[error("target/local cannot be written: check its permissions and the space on the disk")]
    Folder(#[source] io::Error),
    /// The deployer cannot be started.
    #[error("the deployer cannot be started: delete target/local/venv and start again")]
    Python(#[source] io::Error),
    /// The deployer ran and failed; the reason is on standard error.
    #[error("the stack was not deployed: read what the deployer said above")]
    Refused,
    /// The deployer's result lacks an output that the template should have.
    #[error("the template's outputs and the local stack differ: change them together")]
    Outputs(#[source] serde_json::Error),
}

/// Deploys the stack and returns its outputs, after every function has been seen to run the given code.
///
/// It takes about two seconds; progress and errors go to standard error.
///
/// # Errors
/// If the template is rejected or a function does not start.
pub async fn deploy(
    tools: &Tools,
    emulator: &Emulator,
    deployment: &Deployment,
) -> Result<Outputs, DeployError> {
    let secrets = secret_files(tools, deployment).map_err(DeployError::Folder)?;
    let request =
        private_file(tools, &request(tools, emulator, deployment, &secrets)).map_err(DeployError::Folder)?;
    let output = Command::new(tools.python())
        .arg(tools.program("deploy.py"))
        .arg(request.path())
        .current_dir(tools.root())
        .env_clear()
        .envs(environment(emulator))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // The deployer's output is meant for the person; `Command::output` would capture it.
        .stderr(Stdio::inherit())
        // Ctrl-C reaches only the starting process, which then ends it.
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .map_err(DeployError::Python)?
        .wait_with_output()
        .await
        .map_err(DeployError::Python)?;
    if !output.status.success() {
        return Err(DeployError::Refused);
    }
    serde_json::from_slice(&output.stdout).map_err(DeployError::Outputs)
}

/// Returns the environment variables with which AWS SDKs and tools reach the emulator as its administrator.
pub fn environment(emulator: &Emulator) -> [(&'static str, &str); 5] {
    [
        ("AWS_ENDPOINT_URL", emulator.endpoint()),
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
        ("AWS_REGION", REGION),
        ("AWS_DEFAULT_REGION", REGION),
    ]
}

/// Returns the name of a stack's secret on the emulator, by the environment variable that names it to the functions.
#[must_use]
pub fn secret_name(stack: &str, variable: &str) -> String {
    format!("{stack}/{variable}")
}

/// Returns the template's parameter for a variable: `TokenSecretArn` for `TOKEN_SECRET_ARN`.
fn parameter_of(variable: &str) -> String {
    let capitalized = |word: &str| [&word[..1], &word[1..].to_lowercase()].concat();
    variable.split('_').filter(|word| !word.is_empty()).map(capitalized).collect()
}

fn request(
    tools: &Tools,
    emulator: &Emulator,
    deployment: &Deployment,
    secrets: &BTreeMap<&'static str, NamedTempFile>,
) -> Value {
    let code: BTreeMap<_, _> =
        deployment.code.iter().map(|(function, archive)| (function.code_parameter(), archive)).collect();
    let mut parameters = deployment.parameters.clone();
    parameters.insert("LocalEndpoint".to_owned(), emulator.endpoint().to_owned());
    let secrets: BTreeMap<_, _> = secrets
        .iter()
        .map(|(variable, file)| {
            let name = secret_name(&deployment.stack, variable);
            (parameter_of(variable), json!({ "name": name, "file": file.path() }))
        })
        .collect();
    json!({
        "stack": deployment.stack,
        "template": tools.root().join("infra/template.yaml"),
        "bucket": format!("{}-code", deployment.stack),
        "code": code,
        "secrets": secrets,
        "parameters": parameters,
        "probe": true,
    })
}

fn secret_files(tools: &Tools, deployment: &Deployment) -> io::Result<BTreeMap<&'static str, NamedTempFile>> {
    deployment.secrets.iter().map(|(variable, value)| Ok((*variable, private_file(tools, value)?))).collect()
}

/// Writes the value into a file that only this user can read and that is deleted when its handle is dropped.
fn private_file(tools: &Tools, value: &Value) -> io::Result<NamedTempFile> {
    let scratch = tools.scratch();
    std::fs::create_dir_all(&scratch)?;
    let mut file = NamedTempFile::new_in(scratch)?;
    serde_json::to_writer(&mut file, value)?;
    file.flush()?;
    Ok(file)
}
