//! Claims about the bucket, against a server of HTTP.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Read, Seek, SeekFrom};
use wiremock::matchers::{body_bytes, method, path, query_param_contains};
use wiremock::{Mock, MockServer, ResponseTemplate};

const KEY: &str = "in/acme-store/Google Ads/day 28.csv";
const LIMITS: SizeLimits = SizeLimits { packed: 1_000, unpacked: 2_000 };

fn objects(server: &MockServer) -> S3Objects {
    let credentials =
        aws_credential_types::Credentials::new("key", "secret", Some("token".into()), None, "test");
    let provider = SharedCredentialsProvider::new(credentials);
    S3Objects::new(&server.uri(), "eu-west-1".into(), "drop".into(), provider, LIMITS).unwrap()
}

fn wanted() -> ObjectVersion {
    ObjectVersion { key: KEY.into(), version: Some("v1".into()), etag: "e1".into() }
}

async fn serving(etag: &str, content: &[u8]) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200)
        .insert_header("etag", format!("\"{etag}\"").as_str())
        .insert_header("x-amz-version-id", "v1")
        .insert_header("x-amz-meta-currency", "eur")
        .set_body_bytes(content);
    Mock::given(method("GET"))
        .and(path("/drop/in/acme-store/Google%20Ads/day%2028.csv"))
        .and(query_param_contains("X-Amz-Security-Token", "token"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

async fn fetched(content: &[u8]) -> Result<FetchedObject, StorageError> {
    let server = serving("e1", content).await;
    objects(&server).fetch(&wanted(), Wanted::Exactly).await
}

fn text(mut fetched: FetchedObject) -> String {
    let mut text = String::new();
    fetched.content.read_to_string(&mut text).unwrap();
    assert_eq!(text.len() as u64, fetched.bytes);
    text
}

#[tokio::test]
async fn an_object_comes_with_its_currency_and_can_be_read_again_from_its_start() {
    let mut found = fetched(b"date,spend").await.unwrap();
    assert_eq!(found.currency, Some("EUR".parse().unwrap()));
    let mut first = [0; 4];
    found.content.read_exact(&mut first).unwrap();
    found.content.seek(SeekFrom::Start(0)).unwrap();
    assert_eq!(text(found), "date,spend");
}

#[tokio::test]
async fn what_is_packed_is_unpacked_whatever_it_is_called() {
    assert_eq!(text(fetched(&packed(b"date,spend")).await.unwrap()), "date,spend");
    let two = [packed(b"date,"), packed(b"spend")].concat();
    assert_eq!(text(fetched(&two).await.unwrap()), "date,spend", "of several parts");
}

#[tokio::test]
async fn what_is_too_large_is_refused_packed_or_unpacked() {
    assert!(matches!(fetched(&[b'x'; 1_001]).await, Err(StorageError::TooLargeToFetch { .. })));
    assert!(matches!(fetched(&packed(&[b'x'; 2_001])).await, Err(StorageError::TooLarge { .. })));
    assert_eq!(text(fetched(&packed(&[b'x'; 2_000])).await.unwrap()).len(), 2_000);
}

#[tokio::test]
async fn what_is_cut_off_or_broken_inside_is_refused() {
    let whole = packed(b"date,campaign,spend");
    assert!(matches!(fetched(&whole[..whole.len() - 5]).await, Err(StorageError::Damaged)));
    let broken = [&whole[..2], &[0xff; 20]].concat();
    assert!(matches!(fetched(&broken).await, Err(StorageError::Damaged)));
}

#[tokio::test]
async fn another_version_is_newer_and_none_is_gone() {
    let server = serving("e2", b"newer").await;
    assert!(matches!(
        objects(&server).fetch(&wanted(), Wanted::Exactly).await,
        Err(StorageError::Superseded)
    ));
    let newest = objects(&server).fetch(&wanted(), Wanted::Newest).await.unwrap();
    assert_eq!(newest.object, ObjectVersion { etag: "e2".into(), ..wanted() });
    let empty = MockServer::start().await;
    assert!(matches!(objects(&empty).fetch(&wanted(), Wanted::Exactly).await, Err(StorageError::Gone)));
}

#[tokio::test]
async fn a_storage_in_trouble_is_unavailable_and_its_signed_address_is_not_told() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    assert!(matches!(
        objects(&server).fetch(&wanted(), Wanted::Exactly).await,
        Err(StorageError::Unavailable(_))
    ));
    let away = objects(&server);
    drop(server);
    let error = away.fetch(&wanted(), Wanted::Exactly).await.err().unwrap();
    let told = domain::error::with_causes(&error);
    assert!(matches!(error, StorageError::Unavailable(_)) && !told.contains("X-Amz"), "{told}");
}

#[tokio::test]
async fn an_object_that_may_not_be_read_is_refused_with_what_to_do() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(403)).mount(&server).await;
    let error = objects(&server).fetch(&wanted(), Wanted::Exactly).await.err().unwrap();
    assert!(matches!(error, StorageError::Forbidden), "{error}");
}

#[tokio::test]
async fn an_object_is_put_and_an_address_lets_somebody_else_put_one() {
    let server = MockServer::start().await;
    Mock::given(method("PUT"))
        .and(path("/drop/in/a/b/c"))
        .and(body_bytes(b"x".to_vec()))
        .respond_with(ResponseTemplate::new(200))
        .expect(2)
        .mount(&server)
        .await;
    let objects = objects(&server);
    objects.put("in/a/b/c", b"x").await.unwrap();
    let address = objects.upload_address("in/a/b/c", 3_600).await.unwrap();
    assert!(address.0.contains("X-Amz-Expires=3600") && !format!("{address:?}").contains("X-Amz"));
    let sent = reqwest::Client::new().put(address.0).body("x").send().await.unwrap();
    assert!(sent.status().is_success());
}
