//! Connects the `import` function to its services and runs it.

use command_center::adapters::{config, lambda, telemetry};
use import::ImportFunction;
use lambda_runtime::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = config::aws(config::TimeoutProfile::Working).await;
    let function = ImportFunction {
        store: config::store(&aws)?,
        objects: config::objects(&aws)?,
        queue: config::import_queue(&aws)?,
        delivery: config::delivery_queue(&aws)?,
        clock: config::clock(),
    };
    lambda::serve(async |payload| function.handle(payload).await).await
}
