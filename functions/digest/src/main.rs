//! Connects the `digest` function to its services and runs it.

use command_center::adapters::config::{self, Environment};
use command_center::adapters::{lambda, telemetry};
use digest::DigestFunction;
use lambda_runtime::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = config::aws(config::TimeoutProfile::Working).await;
    let function = DigestFunction {
        store: config::store(&aws)?,
        queue: config::delivery_queue(&aws)?,
        schedule: config::schedule_queue(&aws)?,
        clock: config::clock(),
        per_second: Environment.sender_per_second()?,
    };
    lambda::serve(async |payload| function.handle(payload).await).await
}
