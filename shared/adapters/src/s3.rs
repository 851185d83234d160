//! What comes in, as objects of an S3 bucket. Requests are signed by `rusty-s3` and sent by the HTTP client that the other
//! services use: the SDK of S3 is larger than everything else of a function together, for three calls.

mod unpack;

use async_trait::async_trait;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use domain::error::BoxError;
use domain::import::object::{
    FetchedObject, ObjectStorage, ObjectVersion, StorageError, UploadAddress, Wanted,
};
use domain::money::Currency;
use reqwest::header::{ETAG, HeaderMap};
use reqwest::{Response, StatusCode, Url};
use rusty_s3::{Bucket, BucketError, Credentials, S3Action, UrlStyle};
use std::fs::File;
use std::io::Write;
use std::time::Duration;

/// How many seconds after it was signed a request of our own may begin.
const OWN_REQUEST: Duration = Duration::from_mins(1);
const CONNECT: Duration = Duration::from_secs(2);
/// How long nothing may come before a transfer counts as broken.
const SILENCE: Duration = Duration::from_secs(20);
/// How long keeping an object may take: whoever sent it waits.
const WHOLE_PUT: Duration = Duration::from_secs(5);
const MEGABYTE: u64 = 1_000_000;

/// How large what comes in may be.
#[derive(Debug, Clone, Copy)]
pub struct SizeLimits {
    /// The most bytes of an object.
    pub packed: u64,
    /// The most bytes of its content, once unpacked.
    pub unpacked: u64,
}

impl Default for SizeLimits {
    fn default() -> Self {
        Self { packed: 300 * MEGABYTE, unpacked: 1_000 * MEGABYTE }
    }
}

/// Why the bucket cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum InvalidBucket {
    /// The address is not one.
    #[error("the address of the storage is no http or https address")]
    Address(#[source] BoxError),
    /// The name is not one.
    #[error("the bucket has no valid name")]
    Name(#[source] BucketError),
    /// There is no HTTP client.
    #[error("the HTTP client cannot be created")]
    Client(#[source] reqwest::Error),
    /// There are no credentials.
    #[error("there are no AWS credentials")]
    NoCredentials,
}

/// A bucket for what comes in.
#[derive(Debug, Clone)]
pub struct S3Objects {
    bucket: Bucket,
    credentials: SharedCredentialsProvider,
    http: reqwest::Client,
    limits: SizeLimits,
}

impl S3Objects {
    /// Creates the storage of a bucket at an address of S3. An address without TLS is an emulator's, which has no names for
    /// its buckets.
    ///
    /// # Errors
    /// See [`InvalidBucket`].
    pub fn new(
        address: &str,
        region: String,
        bucket: String,
        credentials: SharedCredentialsProvider,
        limits: SizeLimits,
    ) -> Result<Self, InvalidBucket> {
        // It does not matter which provider is installed, so an existing one is kept.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let address: Url = address.parse().map_err(|error| InvalidBucket::Address(BoxError::from(error)))?;
        let style = if address.scheme() == "http" { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .build()
            .map_err(InvalidBucket::Client)?;
        let bucket = Bucket::new(address, style, bucket, region).map_err(InvalidBucket::Name)?;
        Ok(Self { bucket, credentials, http, limits })
    }

    async fn credentials(&self) -> Result<Credentials, StorageError> {
        let found = self.credentials.provide_credentials().await.map_err(unavailable)?;
        let (key, secret) = (found.access_key_id(), found.secret_access_key());
        Ok(match found.session_token() {
            Some(token) => Credentials::new_with_token(key, secret, token),
            None => Credentials::new(key, secret),
        })
    }

    /// Asks for the newest version, and gives its answer only if that is one that is wanted.
    async fn newest(
        &self,
        object: &ObjectVersion,
        wanted: Wanted,
    ) -> Result<(Response, ObjectVersion), StorageError> {
        let credentials = self.credentials().await?;
        let url = self.bucket.get_object(Some(&credentials), &object.key).sign(OWN_REQUEST);
        let answer = self.http.get(url).send().await.map_err(unavailable)?;
        match answer.status() {
            status if status.is_success() => {}
            StatusCode::NOT_FOUND => return Err(StorageError::Gone),
            StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST => return Err(StorageError::Forbidden),
            status => return Err(unavailable(format!("S3 answered {status}"))),
        }
        let newest = ObjectVersion {
            key: object.key.clone(),
            version: header(answer.headers(), "x-amz-version-id").map(str::to_owned),
            etag: header(answer.headers(), ETAG.as_str()).unwrap_or_default().trim_matches('"').to_owned(),
        };
        let is_same =
            newest.etag == object.etag && (object.version.is_none() || newest.version == object.version);
        match wanted {
            Wanted::Exactly if !is_same => Err(StorageError::Superseded),
            Wanted::Exactly | Wanted::Newest => Ok((answer, newest)),
        }
    }

    fn too_large(&self) -> StorageError {
        StorageError::TooLargeToFetch { limit: self.limits.packed / MEGABYTE }
    }

    /// Writes the body of an answer into a file, which is at its end then.
    async fn download(&self, mut answer: Response) -> Result<File, StorageError> {
        let mut file = scratch()?;
        let mut bytes = 0;
        while let Some(chunk) = answer.chunk().await.map_err(unavailable)? {
            bytes += chunk.len() as u64;
            if bytes > self.limits.packed {
                return Err(self.too_large());
            }
            file.write_all(&chunk).map_err(unavailable)?;
        }
        Ok(file)
    }
}

#[async_trait]
impl ObjectStorage for S3Objects {
    async fn fetch(&self, object: &ObjectVersion, wanted: Wanted) -> Result<FetchedObject, StorageError> {
        let (answer, object) = self.newest(object, wanted).await?;
        let currency = header(answer.headers(), "x-amz-meta-currency").and_then(currency);
        if answer.content_length().is_some_and(|bytes| bytes > self.limits.packed) {
            return Err(self.too_large());
        }
        let file = self.download(answer).await?;
        let limits = self.limits;
        let unpacked = tokio::task::spawn_blocking(move || unpack::unpacked(file, limits)).await;
        let (content, bytes) = unpacked.map_err(unavailable)??;
        Ok(FetchedObject {
            object,
            content: Box::new(content),
            scratch: Box::new(scratch()?),
            bytes,
            currency,
        })
    }

    async fn put(&self, key: &str, content: &[u8]) -> Result<(), StorageError> {
        let credentials = self.credentials().await?;
        let url = self.bucket.put_object(Some(&credentials), key).sign(OWN_REQUEST);
        let request = self.http.put(url).timeout(WHOLE_PUT).body(content.to_vec());
        let answer = request.send().await.map_err(unavailable)?;
        if answer.status().is_success() {
            Ok(())
        } else {
            Err(unavailable(format!("S3 answered {}", answer.status())))
        }
    }

    async fn upload_address(&self, key: &str, seconds: u64) -> Result<UploadAddress, StorageError> {
        let credentials = self.credentials().await?;
        let url = self.bucket.put_object(Some(&credentials), key).sign(Duration::from_secs(seconds));
        Ok(UploadAddress(url.into()))
    }
}

/// Creates an empty file that is gone with its handle.
fn scratch() -> Result<File, StorageError> {
    tempfile::tempfile().map_err(unavailable)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Reads a currency as people write it; what is none is as if nothing was said.
fn currency(code: &str) -> Option<Currency> {
    code.trim().to_ascii_uppercase().parse().ok()
}

/// Hides the address of the request, which may be signed.
fn unavailable(cause: impl Into<BoxError>) -> StorageError {
    let cause: BoxError = cause.into();
    match cause.downcast::<reqwest::Error>() {
        Ok(error) => StorageError::Unavailable(error.without_url().into()),
        Err(cause) => StorageError::Unavailable(cause),
    }
}

#[cfg(test)]
mod tests;
