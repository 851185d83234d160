//! The demo: a day of the product without a person at the controls, shown as a person would see it, and checked at
//! every step.

mod next_morning;
mod questions;
mod story;
mod transcript;

use command_center::app::digest::{DigestRequest, DigestSummary};
use command_center::domain::clock::SystemClock;
use command_center::domain::identity::{MemberId, WorkspaceId};
use jiff::civil::Date;

use crate::console::{progress, say};
use crate::export::{ExportError, ReadExport};
use crate::phone_client::PhoneClientError;
use crate::stack::{LocalStack, StackError};
use crate::workspaces::{sample, sample_today};
use next_morning::next_morning;
use story::Story;

/// The time zone of the transcript: Maya's.
const DEMO_ZONE: &str = "America/New_York";
/// The maximum time from the digest run to the message on the phone, in seconds.
const SECONDS_TO_THE_PHONE: u64 = 300;

/// The reasons why the demo failed.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The stack failed.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// The export could not be loaded.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The phone failed.
    #[error(transparent)]
    Phone(#[from] PhoneClientError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// The dashboard could not be reached.
    #[error("the dashboard was not reached")]
    Dashboard(#[source] reqwest::Error),
    /// A result differs from what the demo requires.
    #[error("{0}")]
    NotAsExpected(String),
}

fn expect(holds: bool, otherwise: impl Into<String>) -> Result<(), DemoError> {
    if holds { Ok(()) } else { Err(DemoError::NotAsExpected(otherwise.into())) }
}

/// Plays the demo on a running stack, with an export or with the sample.
///
/// # Errors
/// If a step does not have the required result.
pub async fn play(stack: &LocalStack, export: Option<ReadExport>) -> Result<(), DemoError> {
    let is_sample = export.is_none();
    let (workspace, date) = match export {
        Some(export) => {
            let loaded = export.load(stack).await?;
            let Some(date) = loaded.digest_on else {
                say("The export has no row to keep, so there is no day to report on.\n\ndemo: ok");
                return Ok(());
            };
            (loaded.settings.workspace.id, date)
        }
        None => load_sample(stack).await?,
    };
    let summary = send(stack, &workspace, date).await?;
    let workspace_played = workspace.clone();
    let mut story = Story::new(stack, workspace);
    let digest = story.digest_arrives().await?;
    if digest.button("See alerts").is_some() {
        let card = story.see_alerts(&digest).await?;
        story.acknowledge(&card).await?;
    } else {
        say("Nothing is wrong on this day: there is no alert to acknowledge.\n");
    }
    if summary.proposes_shift {
        story.approve(&digest).await?;
        story.tap_again(&digest).await?;
        story.somebody_else_taps().await?;
        story.forwarded_button(&digest).await?;
        story.assign().await?;
        story.teammate_accepts().await?;
    } else {
        expect(!is_sample, "the sample has a budget shift to propose, and none was proposed")?;
        say("There is nothing to decide on this day: its facts speak for no budget shift.\n");
    }
    story.show_state(summary.proposes_shift).await?;
    story.verify_audit().await?;
    story.open_dashboard(&digest, summary.proposes_shift).await?;
    if is_sample {
        story.ask_questions().await?;
        next_morning(stack, &workspace_played, date).await?;
        story.expired_button().await?;
    }
    say("demo: ok");
    Ok(())
}

async fn load_sample(stack: &LocalStack) -> Result<(WorkspaceId, Date), DemoError> {
    let today = sample_today(&SystemClock);
    let contents = sample(today);
    progress("loading the sample workspace: 12 campaigns, 120 days");
    stack.load(&contents).await?;
    say(format!(
        "# {}: the sample workspace, {} facts\n",
        contents.settings.workspace.name,
        contents.facts.len()
    ));
    Ok((contents.settings.workspace.id, today))
}

async fn send(stack: &LocalStack, workspace: &WorkspaceId, date: Date) -> Result<DigestSummary, DemoError> {
    let request = DigestRequest { workspace: workspace.clone(), local_date: Some(date) };
    let summary = stack.send_digest(&request).await?;
    say(format!(
        "# The digest of {date}, reporting on {}\n\nTo {}. Not to {}, who stopped the messages.\n",
        summary.report_day,
        names(&summary.queued),
        names(&summary.without_consent),
    ));
    let again = stack.send_digest(&request).await?;
    expect(
        again.already_sent.len() + again.queued.len() == summary.queued.len(),
        "asking twice changed who gets it",
    )?;
    Ok(summary)
}

fn names(members: &[MemberId]) -> String {
    members.iter().map(MemberId::as_str).collect::<Vec<_>>().join(", ")
}
