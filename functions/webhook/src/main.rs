//! Wires the function: it reads settings and secrets once, then handles requests until Lambda stops it.

use command_center::adapters::config::{Environment, Secrets, TimeoutProfile, aws, delivery_queue, store};
use command_center::adapters::telemetry;
use command_center::domain::clock::SystemClock;
use lambda_http::{Error, run, service_fn};
use webhook::Webhook;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = aws(TimeoutProfile::Answering).await;
    let secrets = Secrets::load(&aws).await?;
    let webhook = Webhook {
        store: store(&aws)?,
        queue: Box::new(delivery_queue(&aws)?),
        clock: Box::new(SystemClock),
        auth_tokens: secrets.auth_tokens(),
        token_keys: secrets.token_keys()?,
        pepper: secrets.pepper()?,
        account_sid: Environment.required("TWILIO_ACCOUNT_SID")?,
        sender: Environment.required("SENDER")?,
        public_url: Environment.url("PUBLIC_URL")?,
        paths: Environment.webhook_paths()?,
    };
    run(service_fn(|request| webhook.handle(request))).await
}
