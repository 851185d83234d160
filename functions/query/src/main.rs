//! Connects the `query` function to its services and runs it.

use command_center::adapters::config::{self, Secret, TimeoutProfile, TwilioSecret, TwilioSecretReader};
use command_center::adapters::twilio::TwilioClient;
use command_center::adapters::{lambda, telemetry};
use lambda_runtime::Error;
use query::QueryFunction;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = config::aws(TimeoutProfile::Reading).await;
    let twilio = TwilioSecret::load(&aws).await?;
    let function = QueryFunction {
        store: config::store(&aws)?,
        queue: config::delivery_queue(&aws)?,
        clock: config::clock(),
        typing: TwilioClient::new(twilio.settings()?)?
            .with_keys_kept_in(Arc::new(TwilioSecretReader::new(&aws)?)),
        model: config::language_model(&aws).await?.map(|model| Box::new(model) as Box<_>),
        people: twilio.person_key(),
    };
    lambda::serve(async |payload| function.handle(payload).await).await
}
