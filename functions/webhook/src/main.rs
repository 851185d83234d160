//! Wires the function: it reads settings and secrets once, then handles requests until Lambda stops it.

use command_center::adapters::config::{
    Environment, Secret, TimeoutProfile, TokenSecret, TwilioSecret, aws, clock, delivery_queue,
    question_queue, store,
};
use command_center::adapters::telemetry;
use lambda_http::{Error, run, service_fn};
use webhook::Webhook;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start(env!("CARGO_CRATE_NAME"));
    let aws = aws(TimeoutProfile::Answering).await;
    let (twilio, tokens) = tokio::try_join!(TwilioSecret::load(&aws), TokenSecret::load(&aws))?;
    let webhook = Webhook {
        store: store(&aws)?,
        queue: Box::new(delivery_queue(&aws)?),
        questions: Box::new(question_queue(&aws)?),
        clock: Box::new(clock()),
        auth_tokens: twilio.auth_tokens(),
        token_keys: tokens.token_keys()?,
        pepper: tokens.pepper()?,
        account_sid: Environment.required("TWILIO_ACCOUNT_SID")?,
        sender: Environment.required("SENDER")?,
        public_url: Environment.url("PUBLIC_URL")?,
        paths: Environment.webhook_paths()?,
    };
    run(service_fn(|request| webhook.handle(request))).await
}
