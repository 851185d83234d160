//! The simulator of Twilio and the phones behind it: one loopback server that accepts WhatsApp messages as Twilio
//! does, shows them on a phone page, and sends signed webhooks for what people tap and type.
//!
//! Everything is in memory. `http` maps paths to use cases; `messages`, `content` and `auth` are the API that the
//! product calls; `inbound` and `callbacks` make the calls that the product receives; `faults` makes any of them fail
//! on demand; `hooks` and `phone` are for tests and for people.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

mod address;
mod auth;
mod callbacks;
mod calls;
mod clock;
mod content;
mod debugger;
mod delivery;
mod faults;
mod form;
mod hooks;
mod http;
mod ids;
mod inbound;
mod media;
mod message;
mod messages;
mod overrides;
mod phone;
mod refusal;
mod rendering;
mod signature;
mod state;
mod typing;
mod webhook;
mod window;

pub use faults::{CallbackTiming, FailureStatus, FaultEffect, FaultMatch, FaultRule, FaultRules};

use state::Shared;

/// Moves the clock of the phones, which is that of the whole stack.
pub(crate) fn set_clock_ahead(seconds: i64) {
    clock::set_ahead(seconds);
}

/// Waits, as whoever stands for the passing of time does.
pub(crate) async fn pass_time(duration: std::time::Duration) {
    clock::pass(duration).await;
}

/// The settings of the simulated account.
#[derive(Debug, Clone)]
pub struct SimulatorSettings {
    /// The port to listen on, or `None` for a free one.
    pub port: Option<u16>,
    /// The account, `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// The primary token, which authenticates API requests and signs every webhook.
    pub auth_token: String,
    /// API keys that authenticate API requests, in addition to the primary token.
    pub api_keys: Vec<ApiKey>,
    /// The WhatsApp sender of the account, E.164.
    pub sender: String,
    /// The name that the phone page shows for the sender.
    pub business_name: String,
    /// The URL for inbound messages; it may be set later.
    pub inbound_url: Option<String>,
    /// The URL for inbound messages that the first one did not answer.
    pub fallback_url: Option<String>,
    /// The people whose phones are simulated.
    pub people: Vec<Person>,
    /// The seed of the generator for fault probabilities.
    pub seed: u64,
}

/// One API key of the account.
#[derive(Debug, Clone)]
pub struct ApiKey {
    /// The key's public part, `SK` and 32 hexadecimal digits.
    pub sid: String,
    /// The key's secret part.
    pub secret: String,
}

/// One person with a WhatsApp account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// A short name for paths, such as `maya`.
    pub id: String,
    /// The profile name shown in WhatsApp.
    pub name: String,
    /// The number, E.164.
    pub phone: String,
    /// The business-scoped user id, such as `US.1349000000000001`.
    pub business_scoped_id: String,
    /// The IANA time zone in which the phone shows times.
    pub zone: String,
    /// The language of the phone, a BCP 47 tag.
    pub language: String,
}

/// The reasons why the simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// The port is taken or may not be used: choose another one.
    #[error("the simulator cannot listen on its port")]
    Listen(#[source] std::io::Error),
    /// The client for webhooks cannot be built: the installation is broken.
    #[error("the simulator cannot build its HTTP client")]
    Client(#[source] reqwest::Error),
}

/// A running simulator; it stops when stopped explicitly or dropped.
#[derive(Debug)]
pub struct Simulator {
    shared: Arc<Shared>,
    server: Option<JoinHandle<()>>,
}

/// Starts a simulator on 127.0.0.1.
///
/// # Errors
/// Fails when the port cannot be opened or the HTTP client cannot be built.
pub async fn start(settings: SimulatorSettings) -> Result<Simulator, SimulatorError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port.unwrap_or(0)));
    let listener = TcpListener::bind(address).await.map_err(SimulatorError::Listen)?;
    let bound = listener.local_addr().map_err(SimulatorError::Listen)?;
    let client = webhook::client().map_err(SimulatorError::Client)?;
    let shared = Shared::new(settings, format!("http://{bound}"), client, clock::now());
    let routes = http::routes(Arc::clone(&shared));
    let stopped = shared.stop_signal();
    let server = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes).with_graceful_shutdown(stopped).await {
            tracing::error!(error = %error, "the simulator ended by itself");
        }
    });
    Ok(Simulator { shared, server: Some(server) })
}

impl Simulator {
    /// Returns the address of the server without a trailing slash, such as `http://127.0.0.1:4010`.
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// Sets the URL for inbound messages, and the one that is called when it fails, from now on.
    pub fn set_inbound_url(&self, url: String, fallback: Option<String>) {
        let mut world = self.shared.world();
        (world.inbound_url, world.fallback_url) = (Some(url), fallback);
    }

    /// Replaces the people, keeping the chats and switches of those who remain.
    pub fn set_people(&self, people: Vec<Person>) {
        self.shared.world().set_people(people);
        self.shared.announce();
    }

    /// Ends every task and frees the port.
    pub async fn stop(mut self) {
        self.shared.stop();
        let Some(mut server) = self.server.take() else { return };
        if clock::within(clock::STOP_GRACE, &mut server).await.is_none() {
            server.abort();
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.shared.stop();
        if let Some(server) = &self.server {
            server.abort();
        }
    }
}

#[cfg(test)]
mod tests;
