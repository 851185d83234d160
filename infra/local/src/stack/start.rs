//! How the stack starts: each part when those are there that it needs, and none of them left if one fails or somebody
//! stops it in between.

use std::future::{Future, pending};
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use command_center::store::Store;

use super::phones::simulator_settings;
use super::{ClockFiles, LocalStack, STACK, StackError, aws};
use crate::captured::Captured;
use crate::console::progress;
use crate::credentials::{Credentials, EMAIL_FROM, SENDER};
use crate::deploy::{Deployment, Outputs, deploy};
use crate::emulator::{Emulator, EmulatorError};
use crate::package::{binaries_beside_this_program, package_all};
use crate::public_proxy::PublicProxy;
use crate::simulator::{Simulator, start as start_simulator};
use crate::templates::api::ContentApi;
use crate::templates::{Places, RunOptions, TemplateError, bring};
use crate::tools::Tools;

/// How often the simulator is asked for its review of the templates, if it ever takes longer.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The parts around the emulator, with what was deployed to it.
struct Parts {
    credentials: Credentials,
    public_proxy: PublicProxy,
    simulator: Simulator,
    clock_files: ClockFiles,
    outputs: Outputs,
    captured: Captured,
    store: Store,
}

impl LocalStack {
    /// Starts everything on free loopback ports, with the template and the tools of the project in `root`. If a part
    /// fails to start, the parts already started are stopped.
    ///
    /// # Errors
    /// If a part does not start.
    pub async fn start(root: &Path) -> Result<Self, StackError> {
        Self::start_unless(root, pending()).await
    }

    /// Starts everything, unless it is to stop before that is done; then everything is gone when this returns.
    ///
    /// # Errors
    /// If a part does not start; and `Stopped`.
    pub async fn start_unless(root: &Path, stop: impl Future<Output = ()>) -> Result<Self, StackError> {
        let mut stop = pin!(stop);
        let tools = tokio::select! {
            tools = Tools::prepare(root) => tools?,
            () = &mut stop => return Err(StackError::Stopped),
        };
        progress("starting the AWS emulator, the public address and the Twilio simulator");
        let emulator = match Emulator::start_unless(&tools, &mut stop).await {
            Err(EmulatorError::Stopped) => return Err(StackError::Stopped),
            started => started?,
        };
        let parts = tokio::select! {
            parts = Parts::start(&tools, &emulator) => parts,
            () = &mut stop => Err(StackError::Stopped),
        };
        match parts {
            Ok(parts) => Self::whole(tools, emulator, parts),
            Err(error) => {
                emulator.stop().await?;
                Err(error)
            }
        }
    }

    fn whole(tools: Tools, emulator: Emulator, parts: Parts) -> Result<Self, StackError> {
        let Parts { credentials, public_proxy, simulator, clock_files, outputs, captured, store } = parts;
        let webhook_paths = credentials.webhook_paths()?;
        let lambda = aws_sdk_lambda::Client::new(&aws(emulator.endpoint()));
        Ok(Self {
            tools,
            outputs,
            credentials,
            store,
            clock_files,
            webhook_paths,
            emulator,
            public_proxy,
            simulator,
            captured,
            lambda,
        })
    }
}

impl Parts {
    async fn start(tools: &Tools, emulator: &Emulator) -> Result<Self, StackError> {
        let credentials = Credentials::generate()?;
        let public_proxy = PublicProxy::start(None).await?;
        let inbound_url = format!("{}{}", public_proxy.url(), credentials.webhook_paths()?.inbound());
        let simulator = start_simulator(simulator_settings(&credentials, &inbound_url)).await?;
        progress("deploying infra/template.yaml with the functions that were just built");
        let clock_files = ClockFiles::within(&emulator.folder(tools));
        let addresses = [public_proxy.url(), simulator.base_url(), &clock_files.clock_path()];
        let deployment = deployment(tools, &credentials, addresses).await?;
        let outputs = deploy(tools, emulator, &deployment).await?;
        public_proxy.forward_to(emulator.api_url(&outputs.api_id));
        let aws = aws(emulator.endpoint());
        let captured = Captured::open(&aws, emulator.endpoint(), &outputs.event_bus_name).await?;
        let store = Store::new(aws_sdk_dynamodb::Client::new(&aws), &outputs.table_name);
        bring_templates(&credentials, simulator.base_url(), &store, public_proxy.url()).await?;
        Ok(Self { credentials, public_proxy, simulator, clock_files, outputs, captured, store })
    }
}

/// Creates the WhatsApp templates, which the simulator approves at once, and writes their identifiers into the table.
async fn bring_templates(
    credentials: &Credentials,
    twilio_url: &str,
    store: &Store,
    app_url: &str,
) -> Result<(), StackError> {
    let api = ContentApi::new(twilio_url, &credentials.api_key_sid, &credentials.api_key_secret);
    let api = api.map_err(TemplateError::from)?;
    let options = RunOptions { is_dry_run: false, look_every: LOOK_EVERY, no_longer_than: Duration::ZERO };
    let report = bring(Places { api: &api, store, app_url }, &options).await?;
    if report.need_a_person() == 0 { Ok(()) } else { Err(StackError::Templates(report)) }
}

async fn deployment(
    tools: &Tools,
    credentials: &Credentials,
    [public_url, twilio_url, clock_file]: [&str; 3],
) -> Result<Deployment, StackError> {
    let code = package_all(&binaries_beside_this_program()?, &tools.local().join("code")).await?;
    let parameters = [
        ("Stage", "local"),
        ("PublicUrl", public_url),
        ("TwilioUrl", twilio_url),
        ("TwilioAccountSid", &credentials.account_sid),
        ("WebhookSegment", &credentials.webhook_segment),
        ("Sender", SENDER),
        ("EmailFrom", EMAIL_FROM),
        // Whoever runs the stack plays the schedule, on its own clock.
        ("ScheduleState", "DISABLED"),
        ("ClockFile", clock_file),
    ];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    Ok(Deployment { stack: STACK.to_owned(), code, secrets: credentials.secrets(), parameters })
}
