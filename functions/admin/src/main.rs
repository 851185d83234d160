//! Wires the function: it reads settings and secrets once, then handles requests until Lambda stops it.

use admin::Pages;
use command_center::adapters::config::{
    Environment, Secret, TimeoutProfile, TokenSecret, admin_access, aws, clock, delivery_queue, objects,
    store,
};
use command_center::adapters::telemetry;
use command_center::domain::clock::SystemRandomness;
use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = aws(TimeoutProfile::Reading).await;
    let pages = Pages {
        store: store(&aws)?,
        clock: Box::new(clock()),
        randomness: Box::new(SystemRandomness::default()),
        token_keys: TokenSecret::load(&aws).await?.token_keys()?,
        queue: Box::new(delivery_queue(&aws)?),
        administrators: admin_access()?,
        objects: Box::new(objects(&aws)?),
        public_url: Environment.url("PUBLIC_URL")?,
    };
    run(service_fn(|request| pages.handle(request))).await
}
