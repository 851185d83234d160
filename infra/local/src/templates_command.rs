//! `make templates`: brings the templates to the running stack's simulator, or to Twilio for a stage on AWS.

use std::path::Path;
use std::time::Duration;

use command_center::store::Store;

pub mod stage;

use crate::console::say;
use crate::stack_file::running_stack;
use crate::templates::api::ContentApi;
use crate::templates::{Places, RunOptions, TemplateError, bring};
use stage::{Stage, StageError};

/// The stage that is no stage on AWS.
const LOCAL: &str = "local";

/// The reasons why not every template is where it belongs.
#[derive(Debug, thiserror::Error)]
pub enum TemplatesCommandError {
    /// No stack is running, and no stage is named.
    #[error(
        "no stack is running: start one with make run, or name a stage of infra/stages: make templates STAGE=dev"
    )]
    NoStack,
    /// The stage on AWS cannot be used.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// Twilio or the table cannot be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Some templates are not as they should be.
    #[error("{0} need a person: the lines above say what to do about each")]
    NeedAPerson(usize),
}

/// Which stage to bring the templates to, and how.
#[derive(Debug, Clone, Default)]
pub struct TemplatesCommand {
    /// A stage of `infra/stages`, or the running stack.
    pub stage: Option<String>,
    /// Only looks.
    pub is_dry_run: bool,
    /// How many seconds to wait for WhatsApp's decisions at most.
    pub wait_seconds: Option<u64>,
}

/// Twilio and the table of a stage.
struct Target {
    api: ContentApi,
    store: Store,
    app_url: String,
    look_every: Duration,
    no_longer_than: Duration,
}

/// Brings the templates where they belong, and prints where each one stands.
///
/// # Errors
/// If something cannot be used, or a person is needed.
pub async fn templates(root: &Path, command: &TemplatesCommand) -> Result<(), TemplatesCommandError> {
    let target = match command.stage.as_deref() {
        None | Some(LOCAL) => Target::running(root)?,
        Some(stage) => Target::on_aws(&Stage::open(root, stage).await?).await?,
    };
    let options = RunOptions {
        is_dry_run: command.is_dry_run,
        look_every: target.look_every,
        no_longer_than: command.wait_seconds.map_or(target.no_longer_than, Duration::from_secs),
    };
    let places = Places { api: &target.api, store: &target.store, app_url: &target.app_url };
    let report = bring(places, &options).await?;
    say(format!("\n{report}"));
    match report.need_a_person() {
        0 => Ok(()),
        some => Err(TemplatesCommandError::NeedAPerson(some)),
    }
}

impl Target {
    fn running(root: &Path) -> Result<Self, TemplatesCommandError> {
        let running = running_stack(root).ok_or(TemplatesCommandError::NoStack)?;
        let twilio = &running.twilio;
        let api = ContentApi::new(&twilio.twilio_url, &twilio.api_key_sid, &twilio.api_key_secret);
        Ok(Self {
            api: api.map_err(TemplateError::from)?,
            store: running.store(),
            app_url: running.public_url,
            look_every: Duration::from_millis(200),
            no_longer_than: Duration::from_secs(60),
        })
    }

    async fn on_aws(stage: &Stage) -> Result<Self, TemplatesCommandError> {
        let key = stage.api_key().await?;
        let api = ContentApi::new(&stage.content_url(), &key.sid, &key.secret);
        Ok(Self {
            api: api.map_err(TemplateError::from)?,
            store: stage.store(),
            app_url: stage.outputs.api_url.clone(),
            look_every: Duration::from_secs(10),
            no_longer_than: Duration::from_secs(600),
        })
    }
}
