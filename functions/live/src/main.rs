//! Connects the `live` function to its services and runs it.

use command_center::adapters::config::{self, AuditSecret, Secret, TimeoutProfile};
use command_center::adapters::{lambda, telemetry};
use lambda_runtime::Error;
use live::LiveFunction;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = config::aws(TimeoutProfile::Answering).await;
    let function = LiveFunction {
        store: config::store(&aws)?,
        bus: config::event_bus(&aws)?,
        chain_keys: AuditSecret::load(&aws).await?.chain_keys()?,
        clock: config::clock(),
    };
    lambda::serve(async |payload| function.handle(payload).await).await
}
