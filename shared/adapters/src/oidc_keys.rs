//! The issuer's keys over HTTPS: one request, a short timeout, and a size limit for the response.

use async_trait::async_trait;
use domain::error::BoxError;
use domain::oidc::keys::{KeySource, KeysUnavailable};
use reqwest::Url;
use std::net::IpAddr;
use std::time::Duration;

/// The maximum size of a key set, in bytes; Cognito's has about 900.
const LONGEST_KEY_SET: usize = 64 * 1024;
/// The timeout for the connection; the next constant is the timeout for the whole request.
const CONNECT: Duration = Duration::from_secs(2);
const TOTAL: Duration = Duration::from_secs(3);

/// The reasons why keys cannot be fetched from an address.
#[derive(Debug, thiserror::Error)]
pub enum InvalidKeyAddress {
    /// The address is neither an https address nor an http address of this machine.
    #[error("the address of the issuer's keys must be an https address")]
    NotHttps,
    /// TLS could not be set up.
    #[error("the HTTP client could not be set up")]
    Tls(#[source] reqwest::Error),
}

/// The address of a key set.
pub struct HttpsKeys {
    http: reqwest::Client,
    url: Url,
}

impl HttpsKeys {
    /// Creates the client for a key set's address. Plain http is accepted only for this machine, where the emulator
    /// serves the keys.
    ///
    /// # Errors
    /// If the address is not valid, or TLS has no root certificates to trust.
    pub fn new(url: &str) -> Result<Self, InvalidKeyAddress> {
        let url = Url::parse(url).map_err(|_no_url| InvalidKeyAddress::NotHttps)?;
        let is_here = url.host_str().and_then(|host| host.parse::<IpAddr>().ok());
        let is_here = is_here.is_some_and(|address| address.is_loopback());
        if url.scheme() != "https" && !(url.scheme() == "http" && is_here) {
            return Err(InvalidKeyAddress::NotHttps);
        }
        // It does not matter which provider is installed, so an existing one is kept.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .build()
            .map_err(InvalidKeyAddress::Tls)?;
        Ok(Self { http, url })
    }

    async fn read(&self) -> Result<Vec<u8>, BoxError> {
        let mut answer = self.http.get(self.url.clone()).send().await?;
        if answer.status() != reqwest::StatusCode::OK {
            return Err(format!("the answer has the status {}", answer.status().as_u16()).into());
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > LONGEST_KEY_SET {
                return Err("the answer is longer than any key set".into());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

#[async_trait]
impl KeySource for HttpsKeys {
    async fn fetch(&self) -> Result<Vec<u8>, KeysUnavailable> {
        self.read().await.map_err(KeysUnavailable::NotFetched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiremock::matchers::any;
    use wiremock::{Mock, MockServer, ResponseTemplate};

    async fn fetched(answer: ResponseTemplate) -> Result<Vec<u8>, KeysUnavailable> {
        let issuer = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&issuer).await;
        HttpsKeys::new(&format!("{}/.well-known/jwks.json", issuer.uri())).unwrap().fetch().await
    }

    #[tokio::test]
    async fn a_key_set_is_read_as_it_is() {
        let body = br#"{"keys":[]}"#;
        assert_eq!(fetched(ResponseTemplate::new(200).set_body_bytes(body)).await.unwrap(), body);
    }

    #[tokio::test]
    async fn an_error_a_redirect_and_an_endless_answer_are_no_keys() {
        let endless = ResponseTemplate::new(200).set_body_bytes(vec![b' '; LONGEST_KEY_SET + 1]);
        let elsewhere = ResponseTemplate::new(302).insert_header("location", "https://keys.example/");
        for answer in [ResponseTemplate::new(500), elsewhere, endless] {
            assert!(matches!(fetched(answer).await, Err(KeysUnavailable::NotFetched(_))));
        }
    }

    #[test]
    fn keys_come_over_https_or_from_this_machine() {
        for good in
            ["https://cognito-idp.us-east-1.amazonaws.com/p/.well-known/jwks.json", "http://127.0.0.1:4566/p"]
        {
            assert!(HttpsKeys::new(good).is_ok(), "{good}");
        }
        for bad in ["http://keys.example/", "http://localhost:1/", "file:///etc/passwd", "keys", ""] {
            assert!(matches!(HttpsKeys::new(bad), Err(InvalidKeyAddress::NotHttps)), "{bad}");
        }
    }
}
