//! `target/local/stack.json` and `functions.env`, by which other programs find the running stack.

use std::io;
use std::path::{Path, PathBuf};

use command_center::adapters::config::{AuditSecret, Secret, TokenSecret, TwilioSecret};
use command_center::adapters::sqs::SqsDeliveryQueue;
use command_center::domain::identity::WorkspaceId;
use command_center::domain::settings::WorkspaceSettings;
use command_center::domain::workspace::Member;
use command_center::store::Store;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::administrator::ADMINISTRATOR;
use crate::console::progress;
use crate::credentials::{EMAIL_FROM, SENDER};
use crate::deploy::secret_name;
use crate::emulator::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};
use crate::package::Function;
use crate::stack::{LocalStack, STACK, StackError, aws, call, costs_of, delivery_queue, dynamodb};
use crate::tools::local_folder;

mod place;

pub use place::StackFiles;

impl StackFiles {
    /// Writes both files, readable only by this user, in place of those of another stack, which is told.
    ///
    /// # Errors
    /// If `target/local` cannot be written.
    pub fn write(stack: &LocalStack, settings: &WorkspaceSettings) -> io::Result<Self> {
        let description = format!("{:#}\n", describe(stack, settings));
        let contents = [description.into_bytes(), functions_environment(stack).into_bytes()];
        let (files, other) = Self::place(stack.tools.root(), &stack.folder(), contents)?;
        if let Some(other) = other {
            progress(format!(
                "another stack is running, whose phones are at {}/phone; target/local/stack.json now names this one",
                other.twilio.twilio_url
            ));
        }
        Ok(files)
    }
}

/// Returns the path of `stack.json` in the project's folder.
#[must_use]
pub fn stack_json(root: &Path) -> PathBuf {
    local_folder(root).join("stack.json")
}

/// What other commands need to know about a running stack.
#[derive(Debug, Clone, Deserialize)]
pub struct RunningStack {
    /// The address of the AWS emulator.
    pub aws_endpoint: String,
    /// The public address, below which the API is.
    pub public_url: String,
    /// The table's name.
    pub table: String,
    /// The name of the delivery function.
    pub delivery_function: String,
    /// The address of the delivery queue.
    pub delivery_queue_url: String,
    /// The folder with the files of the stack's clock.
    pub clock_folder: String,
    /// The workspace that the stack was started with.
    pub workspace: WorkspaceId,
    /// Its administrator.
    pub admin: AdminLogin,
    /// The simulated Twilio.
    #[serde(flatten)]
    pub twilio: RunningTwilio,
}

/// How to reach the simulated Twilio of a running stack.
#[derive(Clone, Default, Deserialize)]
pub struct RunningTwilio {
    /// Its address.
    pub twilio_url: String,
    /// The API key of its account.
    pub api_key_sid: String,
    pub api_key_secret: String,
}

impl std::fmt::Debug for RunningTwilio {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "RunningTwilio({})", self.twilio_url)
    }
}

/// The login data of a running stack's administrator.
#[derive(Clone, Deserialize)]
pub struct AdminLogin {
    /// The user name.
    pub username: String,
    pub password: String,
    /// The pool's client.
    pub client: String,
}

impl std::fmt::Debug for AdminLogin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AdminLogin(…)")
    }
}

impl RunningStack {
    /// Opens the table, as the administrator of the emulator.
    #[must_use]
    pub fn store(&self) -> Store {
        Store::new(dynamodb(&self.aws_endpoint), &self.table)
    }

    /// Opens the delivery queue, as the administrator of the emulator.
    #[must_use]
    pub fn delivery_queue(&self) -> SqsDeliveryQueue {
        delivery_queue(&self.aws_endpoint, &self.delivery_queue_url)
    }

    /// Calls the delivery function of the running stack for the message costs of a day.
    ///
    /// # Errors
    /// If the function cannot be reached or fails.
    pub async fn learn_costs(&self, date: Date) -> Result<(), StackError> {
        let lambda = aws_sdk_lambda::Client::new(&aws(&self.aws_endpoint));
        let answer: Result<Value, _> = call(&lambda, &self.delivery_function, &costs_of(date)).await;
        answer.map(drop)
    }
}

/// Finds the stack that is running in the project's folder, if any; a file left behind by a killed stack is ignored.
#[must_use]
pub fn running_stack(root: &Path) -> Option<RunningStack> {
    answering(&std::fs::read(stack_json(root)).ok()?)
}

/// Returns the stack that a `stack.json` describes, if its address still answers.
fn answering(described: &[u8]) -> Option<RunningStack> {
    let running: RunningStack = serde_json::from_slice(described).ok()?;
    let address = running.aws_endpoint.trim_start_matches("http://").parse::<std::net::SocketAddr>().ok()?;
    std::net::TcpStream::connect(address).is_ok().then_some(running)
}

fn describe(stack: &LocalStack, settings: &WorkspaceSettings) -> Value {
    let public = stack.public_url();
    let twilio = stack.twilio_url();
    json!({
        "public_url": public,
        "inbound_url": stack.inbound_url(),
        "status_url": stack.status_url(),
        "api_url": public,
        "app_url": public,
        "admin_url": public,
        "phone_url": format!("{twilio}/phone"),
        "twilio_url": twilio,
        "aws_endpoint": stack.aws_endpoint(),
        "account_sid": stack.credentials.account_sid,
        "auth_token": stack.credentials.auth_token,
        "api_key_sid": stack.credentials.api_key_sid,
        "api_key_secret": stack.credentials.api_key_secret,
        "sender": SENDER,
        "table": stack.outputs.table_name,
        "delivery_queue_url": stack.outputs.delivery_queue_url,
        "schedule_queue_url": stack.outputs.schedule_queue_url,
        "clock_folder": stack.clock_files().folder(),
        "drop_bucket": stack.outputs.drop_bucket_name,
        "digest_function": stack.outputs.function_name(Function::DIGEST),
        "delivery_function": stack.outputs.function_name(Function::DELIVERY),
        "workspace": settings.workspace.id,
        "members": settings.members.iter().map(|member| describe_member(settings, member)).collect::<Vec<_>>(),
        "admin": {
            "username": ADMINISTRATOR,
            "password": stack.credentials.admin_password,
            "pool": stack.outputs.admin_pool_id,
            "client": stack.outputs.admin_client_id,
        },
    })
}

fn describe_member(settings: &WorkspaceSettings, member: &Member) -> Value {
    let subscription = settings.subscriptions.iter().find(|subscription| subscription.member == member.id);
    json!({
        "id": member.id,
        "name": member.name,
        "role": member.role,
        "phone": subscription.and_then(|subscription| subscription.phone.clone()),
        "email": member.email,
    })
}

/// Returns the variables that `cargo lambda watch` needs to run the functions against this stack.
fn functions_environment(stack: &LocalStack) -> String {
    let public = stack.public_url();
    let pool = &stack.outputs.admin_pool_id;
    let issuer = format!("https://cognito-idp.{REGION}.amazonaws.com/{pool}");
    let clock_file = stack.clock_files().clock_path();
    let keys_url = format!("{}/{pool}/.well-known/jwks.json", stack.aws_endpoint());
    let secrets = [TwilioSecret::ARN, TokenSecret::ARN, AuditSecret::ARN];
    let secrets = secrets.map(|variable| (variable, secret_name(STACK, variable)));
    let variables = [
        ("AWS_ENDPOINT_URL", stack.aws_endpoint()),
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
        ("AWS_REGION", REGION),
        ("TABLE_NAME", &stack.outputs.table_name),
        ("DELIVERY_QUEUE_URL", &stack.outputs.delivery_queue_url),
        ("SCHEDULE_QUEUE_URL", &stack.outputs.schedule_queue_url),
        ("IMPORT_QUEUE_URL", &stack.outputs.import_queue_url),
        ("DROP_BUCKET", &stack.outputs.drop_bucket_name),
        ("S3_URL", stack.aws_endpoint()),
        ("EVENT_BUS", &stack.outputs.event_bus_name),
        ("EMAIL_FROM", EMAIL_FROM),
        ("PUBLIC_URL", public),
        ("APP_URL", public),
        ("TWILIO_URL", stack.twilio_url()),
        ("TWILIO_ACCOUNT_SID", &stack.credentials.account_sid),
        ("SENDER", SENDER),
        ("WEBHOOK_SEGMENT", &stack.credentials.webhook_segment),
        ("OIDC_ISSUER", &issuer),
        ("OIDC_AUDIENCE", &stack.outputs.admin_client_id),
        ("OIDC_KEYS_URL", &keys_url),
        ("CLOCK_FILE", &clock_file),
        ("SENDER_PER_SECOND", "80"),
        ("LOG_LEVEL", "INFO"),
    ];
    // In single quotes: the contents are JSON, and no value contains a single quote.
    let variables = variables.into_iter().chain(secrets.iter().map(|(name, value)| (*name, value.as_str())));
    variables.map(|(name, value)| format!("{name}='{value}'\n")).collect()
}
