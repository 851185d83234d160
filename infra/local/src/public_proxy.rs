//! The public address of the local stack: a proxy in front of the emulator's HTTP API.
//!
//! Twilio signs the public URL, links contain it, and the functions are configured with it when they are deployed, so
//! it must be known before the API exists. Requests and responses pass through unchanged: a single changed byte would
//! invalidate a signature.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A listening proxy; dropping it frees the port.
#[derive(Debug)]
pub struct PublicProxy {
    url: String,
    upstream: watch::Sender<Option<String>>,
    server: JoinHandle<()>,
}

/// The reasons why the public address cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum PublicProxyError {
    /// The port is taken, or the loopback interface does not work.
    #[error("the public address cannot be opened: choose another port, or none for a free one")]
    Port(#[source] io::Error),
}

#[derive(Clone)]
struct Proxy {
    client: Client<HttpConnector, Body>,
    upstream: watch::Receiver<Option<String>>,
}

/// Hop-by-hop headers, which a proxy must not forward.
const CONNECTION_HEADERS: [HeaderName; 6] = [
    header::CONNECTION,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

impl PublicProxy {
    /// Listens on the given loopback port, or on a free one; until [`PublicProxy::forward_to`] is called, every
    /// response is 503.
    ///
    /// # Errors
    /// If the port cannot be opened.
    pub async fn start(port: Option<u16>) -> Result<Self, PublicProxyError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.unwrap_or(0)));
        let listener = TcpListener::bind(address).await.map_err(PublicProxyError::Port)?;
        let url = format!("http://{}", listener.local_addr().map_err(PublicProxyError::Port)?);
        let (upstream, receiver) = watch::channel(None);
        let client = Client::builder(TokioExecutor::new()).build_http();
        let router = Router::new().fallback(forward).with_state(Proxy { client, upstream: receiver });
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the public address is closed");
            }
        });
        Ok(Self { url, upstream, server })
    }

    /// Returns the public address, without a trailing slash.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Forwards every request from now on to this address, appending the raw path and query.
    pub fn forward_to(&self, base: String) {
        self.upstream.send_replace(Some(base));
    }

    /// Closes the public address and frees its port.
    pub async fn stop(mut self) {
        self.server.abort();
        // The only possible result is that the task was cancelled, which is what was requested.
        let _cancelled = (&mut self.server).await;
    }
}

impl Drop for PublicProxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn forward(State(proxy): State<Proxy>, mut request: Request) -> Response {
    let Some(base) = proxy.upstream.borrow().clone() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "the stack is still being deployed").into_response();
    };
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let Ok(uri) = Uri::try_from(format!("{base}{path}")) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    *request.uri_mut() = uri;
    drop_connection_headers(request.headers_mut());
    match proxy.client.request(request).await {
        Ok(mut response) => {
            drop_connection_headers(response.headers_mut());
            response.map(Body::new)
        }
        Err(error) => {
            tracing::warn!(%error, "the emulator did not answer");
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}

fn drop_connection_headers(headers: &mut HeaderMap) {
    for name in CONNECTION_HEADERS {
        headers.remove(name);
    }
    headers.remove("keep-alive");
}

#[cfg(test)]
mod tests;
