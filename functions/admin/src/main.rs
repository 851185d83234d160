//! Wires the function: settings and secrets are read once, then it answers until Lambda stops it.

use admin::Pages;
use command_center::clock::SystemClock;
use command_center::config::{Patience, Secrets, aws, store};
use command_center::telemetry;
use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let aws = aws(Patience::Reading).await;
    let secrets = Secrets::load(&aws).await?;
    let pages =
        Pages { store: store(&aws)?, clock: Box::new(SystemClock), token_keys: secrets.token_keys()? };
    run(service_fn(|request| pages.handle(request))).await
}
