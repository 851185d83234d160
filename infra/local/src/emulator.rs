//! The AWS emulator as a child process: started on a free loopback port, gone when its owner is.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use std::{fs, io};

use serde::Deserialize;
use tempfile::TempPath;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::time::timeout;

use crate::tools::Tools;

/// The region that everything in the emulator lives in.
pub const REGION: &str = "us-east-1";
/// The emulator's administrator: its policies are enforced for every other key.
pub const ACCESS_KEY_ID: &str = "test";
/// The administrator's secret, which the emulator does not check.
pub const SECRET_ACCESS_KEY: &str = "test";

const START_LIMIT: Duration = Duration::from_secs(300);
const STOP_LIMIT: Duration = Duration::from_secs(60);
/// Another process may take the free port before the emulator does.
const START_ATTEMPTS: usize = 3;

/// A running emulator; dropping it stops it as well, without waiting.
#[derive(Debug)]
pub struct Emulator {
    child: Child,
    /// Its end tells the launcher to stop, also when this process is killed.
    lifeline: ChildStdin,
    endpoint: String,
    log: TempPath,
}

/// Why there is no emulator, by what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum EmulatorError {
    /// A folder or file under `target/local` cannot be written.
    #[error("target/local cannot be written: check its permissions and the space on the disk")]
    Folder(#[source] io::Error),
    /// The Python interpreter of the tools does not start.
    #[error("the emulator's Python cannot be started: delete target/local/venv and start again")]
    Python(#[source] io::Error),
    /// The emulator ended, or was silent for five minutes.
    #[error("the emulator did not come up: read {}", .log.display())]
    NotReady {
        /// What the emulator printed.
        log: PathBuf,
    },
    /// The process did not end when it was told to, and could not be killed either.
    #[error("the emulator cannot be stopped: end the process {process:?} by hand")]
    NotStopped {
        /// The process id, where it is still known.
        process: Option<u32>,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// What a function asked of AWS, and whether its policy allows it; the launcher prints each once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct PolicyDecision {
    /// The function's name.
    pub function: String,
    /// The action, as policies name it.
    pub action: String,
    /// Whether it was allowed.
    pub allowed: bool,
}

/// What a line of the log with a [`PolicyDecision`] begins with.
const DECISION: &str = "policy decision: ";

#[derive(Deserialize)]
struct Announcement {
    port: u16,
}

impl Emulator {
    /// Starts an emulator on a free loopback port and waits until it answers, which takes about half a second.
    ///
    /// # Errors
    /// When it cannot be started or does not answer within five minutes.
    pub async fn start(tools: &Tools) -> Result<Self, EmulatorError> {
        let mut failure = Self::start_once(tools).await;
        for _ in 1..START_ATTEMPTS {
            if !matches!(failure, Err(EmulatorError::NotReady { .. })) {
                break;
            }
            failure = Self::start_once(tools).await;
        }
        failure
    }

    async fn start_once(tools: &Tools) -> Result<Self, EmulatorError> {
        let log = new_log(&tools.scratch()).map_err(EmulatorError::Folder)?;
        let mut child = spawn(tools, &log)?;
        let not_ready = |log: TempPath| {
            let log = log.keep().unwrap_or_else(|error| error.path.to_path_buf());
            EmulatorError::NotReady { log }
        };
        let (Some(lifeline), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(not_ready(log));
        };
        let mut lines = BufReader::new(output).lines();
        let line = timeout(START_LIMIT, lines.next_line()).await;
        let announced = line.ok().and_then(Result::ok).flatten();
        match announced.and_then(|line| serde_json::from_str::<Announcement>(&line).ok()) {
            Some(Announcement { port }) => {
                Ok(Self { child, lifeline, endpoint: format!("http://127.0.0.1:{port}"), log })
            }
            None => Err(not_ready(log)),
        }
    }

    /// Returns the address of every AWS service, `http://127.0.0.1:<port>`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Returns the address under which an HTTP API's `$default` stage answers, without a slash at the end.
    pub fn api_url(&self, api_id: &str) -> String {
        format!("{}/_aws/execute-api/{api_id}/$default", self.endpoint)
    }

    /// Returns the file with everything that the emulator prints; it is deleted with the emulator.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Returns what the functions have asked of AWS so far, in order, each function and action once.
    pub fn decisions(&self) -> Vec<PolicyDecision> {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let told = log.lines().filter_map(|line| line.strip_prefix(DECISION));
        told.filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// Returns the process id while the emulator runs.
    pub fn process(&self) -> Option<u32> {
        self.child.id()
    }

    /// Returns the folder of what it keeps while it runs.
    pub fn folder(&self, tools: &Tools) -> PathBuf {
        tools.scratch().join(format!("emulator-{}", self.process().unwrap_or_default()))
    }

    /// Stops the emulator and waits until its process and its functions are gone.
    ///
    /// # Errors
    /// When the process neither ends nor can be killed.
    pub async fn stop(self) -> Result<(), EmulatorError> {
        let Self { mut child, lifeline, .. } = self;
        drop(lifeline);
        if matches!(timeout(STOP_LIMIT, child.wait()).await, Ok(Ok(_))) {
            return Ok(());
        }
        let process = child.id();
        child.kill().await.map_err(|source| EmulatorError::NotStopped { process, source })
    }
}

fn new_log(folder: &Path) -> io::Result<TempPath> {
    fs::create_dir_all(folder)?;
    Ok(tempfile::Builder::new().prefix("emulator-").suffix(".log").tempfile_in(folder)?.into_temp_path())
}

/// Starts the launcher with an environment of its own: functions inherit it, so nothing of this machine may be in it.
fn spawn(tools: &Tools, log: &Path) -> Result<Child, EmulatorError> {
    let log = fs::OpenOptions::new().append(true).open(log).map_err(EmulatorError::Folder)?;
    Command::new(tools.python())
        .arg(tools.program("ministack_launcher.py"))
        .arg(tools.scratch())
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(log)
        // Ctrl-C reaches the starter alone, which then stops the emulator after what depends on it.
        .process_group(0)
        .spawn()
        .map_err(EmulatorError::Python)
}

#[cfg(test)]
mod tests;
