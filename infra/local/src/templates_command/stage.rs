//! A stage on AWS, as its file in `infra/stages` and the deployed stack describe it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use aws_smithy_http_client::tls;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use command_center::adapters::config::TwilioSecretReader;
use command_center::adapters::twilio::{ApiKey, ApiKeys};
use command_center::domain::twilio::Cause;
use command_center::store::Store;
use reqwest::Url;
use serde::Deserialize;
use tokio::process::Command;

use crate::tools::{Tools, ToolsError};

/// Twilio's Content API.
const CONTENT_URL: &str = "https://content.twilio.com";

/// The reasons why a stage cannot be used, by remedy.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// There is no such stage.
    #[error("{} is missing: name a stage that is deployed, or copy infra/stages/example.json and deploy it first", .0.display())]
    NoFile(PathBuf),
    /// The Python tools are missing.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// Python cannot be started.
    #[error("Python cannot be started: delete target/local/venv and start again")]
    Python(#[source] io::Error),
    /// The stage cannot be read; the reason is on standard error.
    #[error("the stage cannot be used: read what is said above")]
    Refused,
    /// The stack lacks an output.
    #[error("the stack of the stage lacks an output that this version needs: deploy it first")]
    Outputs(#[source] serde_json::Error),
    /// The secret cannot be read.
    #[error(
        "the credentials of Twilio cannot be read: your own AWS credentials must be allowed to read the secret that \
         TwilioSecretArn names, which must have the form of docs/runbook.md, section Secrets"
    )]
    Secret(#[source] Cause),
}

/// A stage that is deployed.
#[derive(Deserialize)]
pub struct Stage {
    region: String,
    /// The address of an emulator in the place of AWS.
    endpoint: Option<String>,
    /// The outputs of the stack.
    pub outputs: StageOutputs,
    parameters: StageParameters,
    credentials: AwsCredentials,
}

/// The outputs of a stack that are needed here.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StageOutputs {
    /// The base address of links.
    pub api_url: String,
    pub table_name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StageParameters {
    twilio_secret_arn: String,
    twilio_url: Option<String>,
}

/// The credentials with which the stage was found.
#[derive(Clone, Deserialize)]
struct AwsCredentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
}

impl fmt::Debug for Stage {
    /// Hides the credentials.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Stage({:?} in {})", self.outputs, self.region)
    }
}

impl Stage {
    /// Reads the file of a stage and the outputs of its stack, with the AWS credentials that a deployment would use.
    ///
    /// # Errors
    /// If there is no such file or stack, or the credentials are those of another account or region.
    pub async fn open(root: &Path, name: &str) -> Result<Self, StageError> {
        let file = root.join("infra/stages").join(format!("{name}.json"));
        if !file.is_file() {
            return Err(StageError::NoFile(file));
        }
        let tools = Tools::prepare(root).await?;
        let output = Command::new(tools.python())
            .arg(tools.program("stage.py"))
            .arg(&file)
            .current_dir(tools.root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // What it says is meant for the person; what it answers is not.
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .map_err(StageError::Python)?
            .wait_with_output()
            .await
            .map_err(StageError::Python)?;
        if !output.status.success() {
            return Err(StageError::Refused);
        }
        serde_json::from_slice(&output.stdout).map_err(StageError::Outputs)
    }

    /// Opens the table of the stack.
    #[must_use]
    pub fn store(&self) -> Store {
        Store::new(aws_sdk_dynamodb::Client::new(&self.aws()), &self.outputs.table_name)
    }

    /// Reads the API key of the account at Twilio.
    ///
    /// # Errors
    /// If the secret cannot be read.
    pub async fn api_key(&self) -> Result<ApiKey, StageError> {
        let secret = TwilioSecretReader::of(&self.aws(), self.parameters.twilio_secret_arn.clone());
        secret.read_api_key().await.map_err(StageError::Secret)
    }

    /// Returns the address of the Content API, which is another one than that of messages, but for a simulator.
    #[must_use]
    pub fn content_url(&self) -> String {
        content_url(self.parameters.twilio_url.as_deref())
    }

    fn aws(&self) -> SdkConfig {
        let AwsCredentials { access_key_id, secret_access_key, session_token } = self.credentials.clone();
        let credentials = Credentials::new(access_key_id, secret_access_key, session_token, None, "stage");
        let https = aws_smithy_http_client::Builder::new()
            .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
            .build_https();
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(self.region.clone()))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(https);
        config.set_endpoint_url(self.endpoint.clone());
        config.build()
    }
}

fn content_url(twilio_url: Option<&str>) -> String {
    let of_twilio = |url: &Url| url.host_str().is_some_and(|host| host.ends_with("twilio.com"));
    match twilio_url.filter(|url| !url.is_empty()) {
        Some(url) if !Url::parse(url).is_ok_and(|url| of_twilio(&url)) => url.to_owned(),
        _ => CONTENT_URL.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_at_an_address_of_their_own_but_for_a_simulator() {
        for twilio in
            [None, Some(""), Some("https://api.twilio.com"), Some("https://api.dublin.ie1.twilio.com")]
        {
            assert_eq!(content_url(twilio), "https://content.twilio.com", "{twilio:?}");
        }
        assert_eq!(content_url(Some("http://127.0.0.1:4010")), "http://127.0.0.1:4010");
    }

    #[test]
    fn a_stage_shows_no_credentials() {
        let stage: Stage = serde_json::from_value(serde_json::json!({
            "region": "eu-west-1", "endpoint": null,
            "outputs": { "ApiUrl": "https://a.example", "TableName": "t", "Other": "x" },
            "parameters": { "TwilioSecretArn": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:t" },
            "credentials": { "access_key_id": "AKIA1", "secret_access_key": "hidden-1", "session_token": "hidden-2" },
        }))
        .unwrap();
        let shown = format!("{stage:?}");
        assert!(
            shown.contains("eu-west-1") && !shown.contains("AKIA1") && !shown.contains("hidden"),
            "{shown}"
        );
    }

    #[tokio::test]
    async fn a_stage_without_a_file_is_named_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let told = Stage::open(folder.path(), "qa").await.unwrap_err().to_string();
        assert!(told.contains("infra/stages/qa.json is missing") && told.contains("example.json"), "{told}");
    }
}
