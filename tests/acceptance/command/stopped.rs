//! Ctrl-C while the stack still starts.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::command;
use crate::harness::PATIENCE_SECONDS;
use crate::relocation::CopiedCheckout;

/// What is said while Python deploys.
const DEPLOYING: &str = "· deploying";

/// Sends Ctrl-C to a whole process group at this line of progress, as a terminal does, and returns all that was said
/// until the process had ended well.
async fn said_when_stopped_at(copy: &CopiedCheckout, line_of_progress: &str) -> Vec<String> {
    let mut run = command(copy);
    run.arg("run").stdout(Stdio::null()).stderr(Stdio::piped()).process_group(0).kill_on_drop(true);
    let mut run = run.spawn().expect("it starts");
    let group = format!("-{}", run.id().expect("it runs"));
    let mut lines = BufReader::new(run.stderr.take().expect("a pipe")).lines();
    let mut said = Vec::new();
    while let Some(line) = lines.next_line().await.expect("a line") {
        if line.starts_with(line_of_progress) {
            Command::new("kill").args(["-INT", "--", &group]).status().await.expect("a signal is sent");
        }
        said.push(line);
    }
    assert!(run.wait().await.expect("its status").success(), "{said:?}");
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_that_is_stopped_while_it_deploys_says_so_and_is_gone_when_the_command_returns() {
    let copy = CopiedCheckout::new();
    let stopping = said_when_stopped_at(&copy, DEPLOYING);
    let said = tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), stopping).await.expect("it ends");
    let from = said.iter().position(|line| line.starts_with(DEPLOYING)).expect("it deployed");
    assert_eq!(said[from + 1..], ["· stopping"], "nothing else is said");
    let scratch = copy.root().join("target/local/tmp");
    let left: Vec<_> =
        std::fs::read_dir(scratch).expect("the folder").flatten().map(|entry| entry.path()).collect();
    assert!(left.is_empty(), "left: {left:?}");
}
