//! Connects the `proof` function to its services and runs it.

use command_center::adapters::config::{self, AuditSecret, Environment, Secret, TimeoutProfile};
use command_center::adapters::{lambda, telemetry};
use command_center::domain::clock::SystemRandomness;
use lambda_runtime::Error;
use proof::ProofFunction;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = config::aws(TimeoutProfile::Working).await;
    let function = ProofFunction {
        store: config::store(&aws)?,
        chain_keys: AuditSecret::load(&aws).await?.chain_keys()?,
        clock: config::clock(),
        randomness: SystemRandomness::default(),
        function_name: Environment.required("AWS_LAMBDA_FUNCTION_NAME")?,
    };
    lambda::serve(async |payload| function.handle(payload, &mut std::io::stdout()).await).await
}
