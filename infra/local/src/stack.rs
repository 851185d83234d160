//! The whole stack, started and stopped as one: emulator, public address, Twilio simulator, functions, table.

use std::path::PathBuf;

use aws_sdk_dynamodb::config::{
    BehaviorVersion, Credentials as AwsCredentials, Region, SharedCredentialsProvider,
};
use command_center::adapters::s3::{InvalidBucket, S3Objects, SizeLimits};
use command_center::adapters::sqs::SqsDeliveryQueue;
use command_center::domain::audit::chain::InvalidChainKeys;
use command_center::domain::audit::chain::report::ChainReport;
use command_center::domain::identity::WorkspaceId;
use command_center::domain::inbound::{InvalidSegment, WebhookPaths};
use command_center::domain::message::conversation::AddressOwner;
use command_center::domain::metrics::{Creative, DailyMetric};
use command_center::domain::settings::WorkspaceSettings;
use command_center::store::{Store, StoreError};

mod calls;
mod clock;
mod phones;
mod start;

pub(crate) use calls::{call, costs_of};
pub use clock::ClockFiles;
use phones::phones;

use crate::administrator::{ADMINISTRATOR, AdministratorError, Appointment, Tokens, appoint, log_in};
use crate::captured::{CaptureError, Captured, DomainEvent, Mail};
use crate::credentials::{Credentials, NoRandomness};
use crate::deploy::{DeployError, Outputs};
use crate::emulator::{ACCESS_KEY_ID, Emulator, EmulatorError, PolicyDecision, REGION, SECRET_ACCESS_KEY};
use crate::package::PackageError;
use crate::public_proxy::{PublicProxy, PublicProxyError};
use crate::simulator::{Simulator, SimulatorError};
use crate::templates::TemplateError;
use crate::templates::report::Report;
use crate::tools::{Tools, ToolsError};

/// The name of the stack on the emulator.
pub(crate) const STACK: &str = "command-center";

/// The running stack.
pub struct LocalStack {
    /// The tools that the stack uses.
    pub tools: Tools,
    /// The outputs of the template.
    pub outputs: Outputs,
    /// The credentials of this run.
    pub credentials: Credentials,
    /// The table, accessed as the emulator's administrator.
    pub store: Store,
    clock_files: ClockFiles,
    webhook_paths: WebhookPaths,
    emulator: Emulator,
    public_proxy: PublicProxy,
    simulator: Simulator,
    captured: Captured,
    lambda: aws_sdk_lambda::Client,
}

/// The reasons why the stack is not running, or why an operation on it failed.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// It was asked to stop before everything had started, and everything has ended.
    #[error("the stack was stopped before it had started")]
    Stopped,
    /// The tools are missing.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// The emulator did not start or stop.
    #[error(transparent)]
    Emulator(#[from] EmulatorError),
    /// The public address could not be opened.
    #[error(transparent)]
    PublicProxy(#[from] PublicProxyError),
    /// The simulator did not start.
    #[error(transparent)]
    Simulator(#[from] SimulatorError),
    /// There is no randomness for credentials.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The key of the audit chain is unusable.
    #[error(transparent)]
    ChainKeys(#[from] InvalidChainKeys),
    /// The segment of the addresses that Twilio calls is unusable.
    #[error(transparent)]
    WebhookSegment(#[from] InvalidSegment),
    /// The templates could not be brought to the simulator.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The simulator does not take the templates as they are.
    #[error("the templates of infra/content are not as WhatsApp wants them:\n{0}")]
    Templates(Report),
    /// The functions could not be packed.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The stack was not deployed.
    #[error(transparent)]
    Deploy(#[from] DeployError),
    /// The administrator or a token could not be created.
    #[error(transparent)]
    Administrator(#[from] AdministratorError),
    /// Email and events cannot be captured or read.
    #[error(transparent)]
    Captured(#[from] CaptureError),
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A function could not be reached.
    #[error("a function could not be called: the emulator has stopped or refuses it")]
    Invoke(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A function failed.
    #[error("a function failed: {0}")]
    Failed(String),
    /// A function asked for something that its role does not allow.
    #[error("a function needs what its role does not allow: {0}")]
    NotAllowed(String),
}

/// The initial contents of a workspace in the local stack.
pub struct WorkspaceContents {
    /// The workspace, its people and its campaigns.
    pub settings: WorkspaceSettings,
    pub creatives: Vec<Creative>,
    pub facts: Vec<DailyMetric>,
}

impl LocalStack {
    /// Returns the public address, which Twilio signs and links contain.
    #[must_use]
    pub fn public_url(&self) -> &str {
        self.public_proxy.url()
    }

    /// Returns the address to which Twilio posts what people write, as it signs it.
    #[must_use]
    pub fn inbound_url(&self) -> String {
        format!("{}{}", self.public_url(), self.webhook_paths.inbound())
    }

    /// Returns the address to which Twilio posts the status of messages, without the query that names one.
    #[must_use]
    pub fn status_url(&self) -> String {
        format!("{}{}", self.public_url(), self.webhook_paths.status())
    }

    /// Returns the address of the Twilio simulator, which also serves the phone page.
    #[must_use]
    pub fn twilio_url(&self) -> &str {
        self.simulator.base_url()
    }

    /// Returns the address of the AWS emulator.
    #[must_use]
    pub fn aws_endpoint(&self) -> &str {
        self.emulator.endpoint()
    }

    /// Returns the folder that is deleted when the stack ends, however it ends.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.emulator.folder(&self.tools)
    }

    /// Opens the delivery queue.
    #[must_use]
    pub fn delivery_queue(&self) -> SqsDeliveryQueue {
        delivery_queue(self.aws_endpoint(), &self.outputs.delivery_queue_url)
    }

    /// Opens the bucket for files, as the administrator of the emulator.
    ///
    /// # Errors
    /// If there is no HTTP client.
    pub fn objects(&self) -> Result<S3Objects, InvalidBucket> {
        let aws = aws(self.aws_endpoint());
        let credentials = aws.credentials_provider().ok_or(InvalidBucket::NoCredentials)?;
        let bucket = self.outputs.drop_bucket_name.clone();
        S3Objects::new(self.aws_endpoint(), REGION.to_owned(), bucket, credentials, SizeLimits::default())
    }

    /// Returns the name of the table.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.outputs.table_name
    }

    /// Stores a complete workspace, and adds its people to the simulated phones.
    ///
    /// # Errors
    /// If the table cannot be written.
    pub async fn load(&self, contents: &WorkspaceContents) -> Result<(), StackError> {
        let settings = &contents.settings;
        let workspace = &settings.workspace.id;
        self.store.save_settings(settings).await?;
        for subscription in &settings.subscriptions {
            let owner = AddressOwner { workspace: workspace.clone(), member: subscription.member.clone() };
            for address in subscription.addresses() {
                self.store.save_owner(&self.credentials.pepper().hash(&address), &owner).await?;
            }
        }
        self.store.save_creatives(workspace, &contents.creatives).await?;
        self.store.save_facts(workspace, &contents.facts, &|_| {}).await?;
        self.simulator.set_people(phones(settings));
        Ok(())
    }

    /// Creates the administrator of this run for these workspaces.
    ///
    /// # Errors
    /// If the emulator refuses.
    pub async fn appoint_administrator(&self, workspaces: &[WorkspaceId]) -> Result<(), StackError> {
        let password = &self.credentials.admin_password;
        let username = ADMINISTRATOR;
        self.appoint(&Appointment { username, password, workspaces, is_administrator: true }).await
    }

    /// Creates a person in the pool of administrators.
    ///
    /// # Errors
    /// If the emulator refuses.
    pub async fn appoint(&self, appointment: &Appointment<'_>) -> Result<(), StackError> {
        Ok(appoint(&self.tools, self.emulator.endpoint(), &self.outputs, appointment).await?)
    }

    /// Logs in a person of the pool.
    ///
    /// # Errors
    /// If the name or the password is wrong.
    pub async fn log_in(&self, username: &str, password: &str) -> Result<Tokens, StackError> {
        Ok(log_in(self.emulator.endpoint(), &self.outputs.admin_client_id, username, password).await?)
    }

    /// Returns the file with the key with which the pool signs ID tokens, so that a test can sign a token that the
    /// pool would never issue.
    #[must_use]
    pub fn administrators_key(&self) -> PathBuf {
        let file = format!("state/cognito-pool-keys/{}-id.pem", self.outputs.admin_pool_id);
        self.emulator.folder(&self.tools).join(file)
    }

    /// Returns every email that was sent, oldest first.
    ///
    /// # Errors
    /// If the emulator does not respond.
    pub async fn emails(&self) -> Result<Vec<Mail>, StackError> {
        Ok(self.captured.mails().await?)
    }

    /// Returns every domain event that was published on the bus, oldest first.
    ///
    /// # Errors
    /// If the emulator does not respond.
    pub async fn events(&self) -> Result<Vec<DomainEvent>, StackError> {
        Ok(self.captured.events().await?)
    }

    /// Verifies the sealed audit log of a workspace.
    ///
    /// # Errors
    /// If the table cannot be read; a broken chain is not an error.
    pub async fn verify_audit(&self, workspace: &WorkspaceId) -> Result<ChainReport, StackError> {
        Ok(self.store.verify_chain(&self.credentials.chain_keys()?, workspace, None).await?)
    }

    /// Returns the calls of the functions to AWS so far, and whether their policies allow them.
    #[must_use]
    pub fn policy_decisions(&self) -> Vec<PolicyDecision> {
        self.emulator.decisions()
    }

    /// Stops everything and waits until it has ended.
    ///
    /// # Errors
    /// If the emulator cannot be stopped, or a function asked for something that its role does not allow: on AWS that
    /// would have failed as well, whether or not anybody noticed here.
    pub async fn stop(self) -> Result<(), StackError> {
        let refused = refused(&self.policy_decisions());
        self.public_proxy.stop().await;
        self.simulator.stop().await;
        self.emulator.stop().await?;
        refused.map_or(Ok(()), |refused| Err(StackError::NotAllowed(refused)))
    }
}

/// Returns what the functions asked for and were refused, if anything.
fn refused(decisions: &[PolicyDecision]) -> Option<String> {
    let refused = decisions.iter().filter(|decision| !decision.allowed);
    let told = refused.map(|decision| {
        format!("{}: {} on {} {}", decision.function, decision.action, decision.resource, decision.key)
    });
    Some(told.collect::<Vec<_>>().join("; ")).filter(|told| !told.is_empty())
}

/// Returns the AWS client configuration for an emulator, as its administrator.
pub(crate) fn aws(endpoint: &str) -> aws_config::SdkConfig {
    let credentials = AwsCredentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "local-stack");
    aws_config::SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .endpoint_url(endpoint)
        // The emulator uses plain HTTP on the loopback interface.
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

/// Creates a DynamoDB client for an emulator, as its administrator.
#[must_use]
pub fn dynamodb(endpoint: &str) -> aws_sdk_dynamodb::Client {
    aws_sdk_dynamodb::Client::new(&aws(endpoint))
}

/// Opens the delivery queue of an emulator, as its administrator.
pub(crate) fn delivery_queue(endpoint: &str, url: &str) -> SqsDeliveryQueue {
    SqsDeliveryQueue::new(aws_sdk_sqs::Client::new(&aws(endpoint)), url)
}
