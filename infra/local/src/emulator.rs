//! The AWS emulator as a child process: started on a free loopback port, and stopped together with its owner.

use std::future::{Future, pending};
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

/// The region of everything in the emulator.
pub const REGION: &str = "us-east-1";
/// The access key of the emulator's administrator; policies are enforced for every other key.
pub const ACCESS_KEY_ID: &str = "test";
/// The administrator's secret, which the emulator does not check.
pub const SECRET_ACCESS_KEY: &str = "test";

const START_LIMIT: Duration = Duration::from_secs(300);
const STOP_LIMIT: Duration = Duration::from_secs(60);
/// Starting is retried because another process may take the free port before the emulator does.
const START_ATTEMPTS: usize = 3;

/// A running emulator; dropping it also stops it, without waiting.
#[derive(Debug)]
pub struct Emulator {
    child: Child,
    /// When this pipe closes, the launcher stops, even if this process was killed.
    lifeline: ChildStdin,
    endpoint: String,
    log: TempPath,
}

/// The reasons why the emulator is not running, grouped by remedy.
#[derive(Debug, thiserror::Error)]
pub enum EmulatorError {
    /// A folder or file under `target/local` cannot be written.
    #[error("target/local cannot be written: check its permissions and the space on the disk")]
    Folder(#[source] io::Error),
    /// The Python interpreter does not start.
    #[error("the emulator's Python cannot be started: delete target/local/venv and start again")]
    Python(#[source] io::Error),
    /// The emulator ended, or did not respond for five minutes.
    #[error("the emulator did not come up: read {}", .log.display())]
    NotReady {
        /// The output of the emulator.
        log: PathBuf,
    },
    /// It was asked to stop before it had started, and has ended.
    #[error("the emulator was stopped before it came up")]
    Stopped,
    /// The process did not end when asked to, and could not be killed either.
    #[error("the emulator cannot be stopped: end the process {process:?} by hand")]
    NotStopped {
        /// The process id, if it is still known.
        process: Option<u32>,
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
}

/// A call of a function to AWS, and whether its policy allows it; the launcher prints each kind of call once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct PolicyDecision {
    /// The function's name.
    pub function: String,
    /// The action, as named in policies.
    pub action: String,
    /// The ARN of what it is done to.
    pub resource: String,
    /// The form of a partition key that it names, such as `W#*#TOKEN`; empty if it names none.
    pub key: String,
    /// Whether it was allowed.
    pub allowed: bool,
}

/// The prefix of log lines that contain a [`PolicyDecision`].
const DECISION: &str = "policy decision: ";

#[derive(Deserialize)]
struct Announcement {
    port: u16,
}

impl Emulator {
    /// Starts an emulator on a free loopback port and waits until it responds, which takes about half a second.
    ///
    /// # Errors
    /// If it cannot be started or does not respond within five minutes.
    pub async fn start(tools: &Tools) -> Result<Self, EmulatorError> {
        Self::start_unless(tools, &mut Box::pin(pending())).await
    }

    /// Starts like [`start`](Self::start), unless it is to stop before; then its process is gone when this returns.
    ///
    /// # Errors
    /// As `start`; and `Stopped`, after which `stop` must not be awaited again.
    pub async fn start_unless(
        tools: &Tools,
        stop: &mut (impl Future<Output = ()> + Unpin),
    ) -> Result<Self, EmulatorError> {
        let mut failure = Self::start_once(tools, stop).await;
        for _ in 1..START_ATTEMPTS {
            if !matches!(failure, Err(EmulatorError::NotReady { .. })) {
                break;
            }
            failure = Self::start_once(tools, stop).await;
        }
        failure
    }

    async fn start_once(
        tools: &Tools,
        stop: &mut (impl Future<Output = ()> + Unpin),
    ) -> Result<Self, EmulatorError> {
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
        let line = tokio::select! {
            line = timeout(START_LIMIT, lines.next_line()) => line,
            () = stop => {
                end(child, lifeline).await?;
                return Err(EmulatorError::Stopped);
            }
        };
        let announced = line.ok().and_then(Result::ok).flatten();
        match announced.and_then(|line| serde_json::from_str::<Announcement>(&line).ok()) {
            Some(Announcement { port }) => {
                Ok(Self { child, lifeline, endpoint: format!("http://127.0.0.1:{port}"), log })
            }
            None => Err(not_ready(log)),
        }
    }

    /// Returns the endpoint of all AWS services, `http://127.0.0.1:<port>`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Returns the address of the `$default` stage of an HTTP API, without a trailing slash.
    pub fn api_url(&self, api_id: &str) -> String {
        format!("{}/_aws/execute-api/{api_id}/$default", self.endpoint)
    }

    /// Returns the file with all output of the emulator; it is deleted with the emulator.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Returns the calls of the functions to AWS so far, in order, each kind of them once.
    pub fn decisions(&self) -> Vec<PolicyDecision> {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let told = log.lines().filter_map(|line| line.strip_prefix(DECISION));
        told.filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// Returns the process id as long as the emulator runs.
    pub fn process(&self) -> Option<u32> {
        self.child.id()
    }

    /// Returns the folder with the emulator's data while it runs.
    pub fn folder(&self, tools: &Tools) -> PathBuf {
        tools.scratch().join(format!("emulator-{}", self.process().unwrap_or_default()))
    }

    /// Stops the emulator and waits until its process and its functions are gone.
    ///
    /// # Errors
    /// If the process neither ends nor can be killed.
    pub async fn stop(self) -> Result<(), EmulatorError> {
        let Self { child, lifeline, .. } = self;
        end(child, lifeline).await
    }
}

/// Lets go of the launcher's pipe, at which it ends, and waits until it has.
async fn end(mut child: Child, lifeline: ChildStdin) -> Result<(), EmulatorError> {
    drop(lifeline);
    if matches!(timeout(STOP_LIMIT, child.wait()).await, Ok(Ok(_))) {
        return Ok(());
    }
    let process = child.id();
    child.kill().await.map_err(|source| EmulatorError::NotStopped { process, source })
}

/// What the name of a log begins with, before the process that started its emulator.
const LOG_OF: &str = "emulator-of-";

fn new_log(folder: &Path) -> io::Result<TempPath> {
    fs::create_dir_all(folder)?;
    delete_logs_of_the_dead(folder)?;
    let prefix = format!("{LOG_OF}{}-", std::process::id());
    Ok(tempfile::Builder::new().prefix(&prefix).suffix(".log").tempfile_in(folder)?.into_temp_path())
}

/// Deletes the logs that processes left which were killed.
fn delete_logs_of_the_dead(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let starter = name.strip_prefix(LOG_OF).and_then(|rest| rest.split_once('-'));
        if starter.is_some_and(|(process, _)| !Path::new("/proc").join(process).exists()) {
            // If another start has already deleted it, that is fine too.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// Starts the launcher with a clean environment: functions inherit it, so it must contain nothing of this machine.
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
        // Ctrl-C reaches only the starting process, which then stops the emulator after everything that depends on
        // it.
        .process_group(0)
        .spawn()
        .map_err(EmulatorError::Python)
}

#[cfg(test)]
mod tests;
