//! Wires the `proof` function to the world and runs it.

use command_center::adapters::config::{self, Environment, Secrets, TimeoutProfile};
use command_center::adapters::telemetry;
use command_center::domain::clock::{SystemClock, SystemRandomness};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use proof::ProofFunction;
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = config::aws(TimeoutProfile::Working).await;
    let secrets = Secrets::load(&aws).await?;
    let function = ProofFunction {
        store: config::store(&aws)?,
        chain_keys: secrets.chain_keys()?,
        auth_tokens: secrets.auth_tokens(),
        token_keys: secrets.token_keys()?,
        pepper: secrets.pepper()?,
        clock: SystemClock,
        randomness: SystemRandomness::default(),
        function_name: Environment.required("AWS_LAMBDA_FUNCTION_NAME")?,
    };
    run(service_fn(async |event: LambdaEvent<Value>| {
        Box::pin(function.handle(event.payload, &mut std::io::stdout())).await
    }))
    .await
}
