//! Signs a request as an AWS identity.

use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use domain::error::BoxError;
use jiff::Timestamp;
use std::time::SystemTime;

const SERVICE: &str = "bedrock";

/// A request to sign, with the headers that the signature is to cover.
pub(super) struct Unsigned<'a> {
    pub(super) url: &'a str,
    pub(super) headers: &'a [(&'static str, String)],
    pub(super) body: &'a [u8],
}

/// Returns the headers that sign a POST.
///
/// # Errors
/// If there are no credentials.
pub(super) async fn signature(
    request: &Unsigned<'_>,
    provider: &SharedCredentialsProvider,
    region: &str,
    now: Timestamp,
) -> Result<Vec<(&'static str, String)>, BoxError> {
    let identity = provider.provide_credentials().await?.into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(SERVICE)
        .time(SystemTime::from(now))
        .settings(SigningSettings::default())
        .build()?;
    let headers = request.headers.iter().map(|(name, value)| (*name, value.as_str()));
    let signable = SignableRequest::new("POST", request.url, headers, SignableBody::Bytes(request.body))?;
    let (instructions, _signature) = sign(signable, &parameters.into())?.into_parts();
    Ok(instructions.headers().map(|(name, value)| (known(name), value.to_owned())).collect())
}

/// Returns the name of a header of a signature as a constant.
fn known(name: &str) -> &'static str {
    match name {
        "x-amz-date" => "x-amz-date",
        "x-amz-security-token" => "x-amz-security-token",
        "x-amz-content-sha256" => "x-amz-content-sha256",
        _ => "authorization",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_credential_types::Credentials;

    #[tokio::test]
    async fn a_request_is_signed_as_the_official_client_signs_it() {
        let host = "https://bedrock-runtime.eu-central-1.amazonaws.com";
        let model = "arn%3Aaws%3Abedrock%3Aeu-central-1%3A1%3Ainference-profile%2Feu.vendor.model-5%3A0";
        let url = format!("{host}/model/{model}/converse");
        let headers = [("content-type", "application/json".to_owned())];
        let identity = Credentials::new("AKID", "secret", Some("session".to_owned()), None, "test");
        let provider = SharedCredentialsProvider::new(identity);
        let request = Unsigned { url: &url, headers: &headers, body: "{\"a\":\"ä\"}".as_bytes() };
        let at = "2026-10-06T08:15:02Z".parse().unwrap();
        let signed = signature(&request, &provider, "eu-central-1", at).await.unwrap();
        let header = |name: &str| signed.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        assert_eq!(header("x-amz-date"), "20261006T081502Z");
        assert_eq!(header("x-amz-security-token"), "session");
        // As botocore has it.
        let expected = "edb8f0461fb07596cef847a5c3f2fac6fd5c52439f841c4400cfaf343193749e";
        assert!(header("authorization").ends_with(&format!("Signature={expected}")));
    }
}
