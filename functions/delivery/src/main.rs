//! Connects the `delivery` function to its services and runs it.

use command_center::adapters::config::{
    self, Environment, Secret, TimeoutProfile, TokenSecret, TwilioSecret, TwilioSecretReader,
};
use command_center::adapters::rate_limit::WorkerRateLimit;
use command_center::adapters::twilio::TwilioClient;
use command_center::adapters::{lambda, telemetry};
use command_center::app::delivery::contents::ContentCache;
use command_center::domain::clock::SystemRandomness;
use command_center::domain::delivery::breaker::SenderHealth;
use delivery::DeliveryFunction;
use lambda_runtime::Error;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = config::aws(TimeoutProfile::Answering).await;
    let (twilio, tokens) = tokio::try_join!(TwilioSecret::load(&aws), TokenSecret::load(&aws))?;
    let function = DeliveryFunction {
        store: config::store(&aws)?,
        whatsapp: TwilioClient::new(twilio.settings()?)?
            .with_keys_kept_in(Arc::new(TwilioSecretReader::new(&aws)?)),
        email: config::email(&aws)?,
        queue: config::delivery_queue(&aws)?,
        clock: config::clock(),
        randomness: SystemRandomness::default(),
        pace: WorkerRateLimit::new(Environment.send_pace()?),
        health: SenderHealth::default(),
        token_keys: tokens.token_keys()?,
        pepper: tokens.pepper()?,
        contents: ContentCache::default(),
        status_callback: Environment.url("PUBLIC_URL")? + Environment.webhook_paths()?.status(),
        app_url: config::app_url()?,
    };
    lambda::serve(async |payload| function.handle(payload).await).await
}
