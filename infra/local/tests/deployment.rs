//! The template on the emulator: what is deployed runs, is reached through the public address, and may do no more than it must.
#![expect(clippy::unwrap_used, reason = "the helpers of a test fail it, as the test itself does")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;

use command_center::adapters::config::{AuditSecret, Secret, TokenSecret, TwilioSecret};
use local_stack::deploy::{DeployError, Deployment, Outputs, deploy, environment};
use local_stack::emulator::Emulator;
use local_stack::package::{Function, package_all};
use local_stack::public_proxy::PublicProxy;
use local_stack::root::project_root;
use local_stack::tools::Tools;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

/// A stack whose functions are all the same program, written for the test.
struct Stack {
    tools: Tools,
    emulator: Emulator,
    public_proxy: PublicProxy,
    archives: TempDir,
}

impl Stack {
    async fn start() -> Self {
        let tools = Tools::prepare(&project_root().unwrap()).await.unwrap();
        let emulator = Emulator::start(&tools).await.unwrap();
        Self {
            tools,
            emulator,
            public_proxy: PublicProxy::start(None).await.unwrap(),
            archives: TempDir::new().unwrap(),
        }
    }

    /// Packs the program as every function. It names its interpreter by way of the shell: a first line can hold no path
    /// with a space.
    async fn package(&self, program: &str) -> BTreeMap<Function, PathBuf> {
        let binaries = TempDir::new().unwrap();
        let python = self.tools.python();
        let program = format!("#!/bin/sh\n'''exec' \"{}\" \"$0\" \"$@\"\n' '''\n{program}", python.display());
        for function in Function::ALL {
            std::fs::write(binaries.path().join(function.name()), &program).unwrap();
        }
        package_all(binaries.path(), self.archives.path()).await.unwrap()
    }

    async fn deploy(&self, program: &str) -> Result<Outputs, DeployError> {
        let parameters = [
            ("Stage", "local"),
            ("PublicUrl", self.public_proxy.url()),
            ("TwilioUrl", "http://127.0.0.1:9"),
            ("TwilioAccountSid", "AC00000000000000000000000000000000"),
            ("Sender", "+14155238886"),
            ("EmailFrom", "command-center@example.com"),
            ("WebhookSegment", SEGMENT),
        ];
        let deployment = Deployment {
            stack: "command-center-test".to_owned(),
            code: self.package(program).await,
            secrets: SECRETS.map(|variable| (variable, json!({ "key": "value of a secret" }))).into(),
            parameters: parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        };
        let outputs = deploy(&self.tools, &self.emulator, &deployment).await?;
        self.public_proxy.forward_to(self.emulator.api_url(&outputs.api_id));
        Ok(outputs)
    }

    /// Runs a Python program with the administrator's rights and returns the JSON that it prints.
    async fn administer(&self, program: &str, argument: &str) -> Value {
        let output = Command::new(self.tools.python())
            .args(["-c", program, argument])
            .env_clear()
            .envs(environment(&self.emulator))
            .output()
            .await
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    async fn stop(self) {
        self.public_proxy.stop().await;
        self.emulator.stop().await.unwrap();
    }
}

/// The variables that name the secrets to the functions.
const SECRETS: [&str; 3] = [TwilioSecret::ARN, TokenSecret::ARN, AuditSecret::ARN];

/// Answers with the event that it was given and with its environment.
const ECHO: &str = include_str!("deployment/echo.py");
/// Ends before it asks for its first event.
const BROKEN: &str = "raise SystemExit(1)\n";
/// The secret part of the addresses that Twilio calls.
const SEGMENT: &str = "the-segment-of_the-tests";
const FACTS: &str = include_str!("deployment/facts.py");
const RIGHTS: &str = include_str!("deployment/rights.py");

async fn get(url: String) -> Value {
    let response = request("GET", url, Vec::new()).await;
    assert_eq!(response.0, 200);
    response.1
}

async fn request(method: &str, url: String, body: Vec<u8>) -> (u16, Value) {
    // The provider is only asked for where there is TLS; a second installation is refused and changes nothing.
    let _already = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let method = method.parse().unwrap();
    let response =
        client.request(method, url).header("x-twilio-signature", "a+/=").body(body).send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default())
}

#[tokio::test]
async fn every_route_reaches_its_function_with_the_request_as_it_was_sent() {
    let stack = Stack::start().await;
    let outputs = stack.deploy(ECHO).await.unwrap();
    let url = stack.public_proxy.url().to_owned();
    assert_eq!(outputs.api_url, url);

    let page = get(format!("{url}/d/v1.abc?x=1&x=2&y=%2Bz+w")).await;
    assert_eq!(page["event"]["rawPath"], "/d/v1.abc");
    assert_eq!(page["event"]["rawQueryString"], "x=1&x=2&y=%2Bz+w");
    let admin = outputs.function_name(function("admin"));
    assert_eq!(page["function"], admin);
    for path in ["/", "/assets/app.css", "/a/v1.abc", "/u/v1.abc", "/api/v1/notices/unread?since=1"] {
        assert_eq!(get(format!("{url}{path}")).await["function"], admin, "{path}");
    }
    for path in ["/d/v1.abc", "/a/v1.abc", "/u/v1.abc", "/api/v1/notices/1/read"] {
        let (status, call) = request("POST", format!("{url}{path}"), b"confirm=1".to_vec()).await;
        assert_eq!(
            (status, &call["function"], &call["body"]),
            (200, &json!(admin), &json!("confirm=1")),
            "{path}"
        );
    }

    for path in ["inbound", "status?id=1"] {
        let (status, call) =
            request("POST", format!("{url}/twilio/{SEGMENT}/{path}"), b"Body=%2B1&Empty=".to_vec()).await;
        assert_eq!((status, &call["function"]), (200, &json!(outputs.function_name(function("webhook")))));
        assert_eq!(call["event"]["headers"]["x-twilio-signature"], "a+/=");
        assert_eq!(call["body"], "Body=%2B1&Empty=");
        assert_eq!(call["environment"]["PUBLIC_URL"], url);
        assert_eq!(call["environment"]["SENDER"], "+14155238886");
        assert_eq!(call["environment"]["WEBHOOK_SEGMENT"], SEGMENT);
    }
    assert_eq!(
        request("POST", format!("{url}/assets/app.css"), Vec::new()).await.0,
        404,
        "files are only read"
    );
    assert_eq!(request("GET", format!("{url}/twilio/{SEGMENT}/inbound"), Vec::new()).await.0, 404);
    for elsewhere in ["/twilio/inbound", "/twilio/status", "/twilio/another-segment-of-a-stranger/inbound"] {
        assert_eq!(request("POST", format!("{url}{elsewhere}"), Vec::new()).await.0, 404, "{elsewhere}");
    }
    assert_eq!(request("DELETE", format!("{url}/api/v1/notices/1"), Vec::new()).await.0, 404);
    stack.stop().await;
}

#[tokio::test]
async fn a_stopped_stack_leaves_no_function_running() {
    let stack = Stack::start().await;
    stack.deploy(ECHO).await.unwrap();
    let process = get(format!("{}/", stack.public_proxy.url())).await["process"].to_string();
    assert!(is_running(&process).await);
    stack.stop().await;
    assert!(!is_running(&process).await);
}

async fn is_running(process: &str) -> bool {
    Command::new("kill").args(["-0", process]).stderr(Stdio::null()).status().await.unwrap().success()
}

#[tokio::test]
async fn the_table_and_the_queues_are_what_the_functions_rely_on() {
    let stack = Stack::start().await;
    let outputs = stack.deploy(ECHO).await.unwrap();

    let facts = stack.administer(FACTS, &outputs_json(&outputs)).await;
    insta::assert_snapshot!(serde_json::to_string_pretty(&facts).unwrap());
    stack.stop().await;
}

#[tokio::test]
async fn a_function_may_do_what_it_needs_and_nothing_else() {
    let stack = Stack::start().await;
    let outputs = stack.deploy(ECHO).await.unwrap();

    let rights = stack.administer(RIGHTS, &outputs_json(&outputs)).await;
    insta::assert_snapshot!(listed(&rights));
    stack.stop().await;
}

#[tokio::test]
async fn a_function_that_does_not_start_is_refused_and_a_corrected_one_replaces_it() {
    let stack = Stack::start().await;
    let refused = stack.deploy(BROKEN).await.unwrap_err();
    assert!(matches!(refused, DeployError::Refused));

    let first = stack.deploy(ECHO).await.unwrap();
    let changed = stack.deploy(&format!("{ECHO}# changed\n")).await.unwrap();
    assert_eq!(first, changed, "the same stack with new code");
    get(format!("{}/", stack.public_proxy.url())).await;
    stack.stop().await;
}

/// One line a function, so that a new right is one changed line.
fn listed(rights: &Value) -> String {
    let lines = rights.as_object().unwrap().iter().map(|(function, rights)| {
        let rights: Vec<_> = rights.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        format!("{function}: {}", rights.join(", "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_path_that_holds_a_token_or_the_segment_is_not_written_to_the_access_log() {
    let template = std::fs::read_to_string(template()).unwrap();
    let format = template.lines().find(|line| line.contains("$context.requestId")).unwrap();
    for secret in ["path", "Path", "routeKey", "query", "$context.httpMethod", "header", "userAgent"] {
        assert!(!format.contains(secret), "{secret} is in the access log");
    }
}

#[test]
fn on_aws_everything_is_https_alarms_are_heard_and_callers_are_forgotten_after_a_week() {
    let template = std::fs::read_to_string(template()).unwrap();
    assert!(!template.contains("https?://"), "an address in the clear is only the machine's own");
    assert!(template.contains("RuleCondition: !Equals [!Ref Stage, prod]"));
    assert!(template.contains("DisableExecuteApiEndpoint: !If [HasOwnDomain, true, false]"));
    let (_, logs) = template.split_once("\n  ApiLogs:").unwrap();
    let retention = logs.lines().find(|line| line.contains("RetentionInDays")).unwrap();
    assert_eq!(retention.trim(), "RetentionInDays: 7");
}

#[test]
fn no_job_is_handed_out_again_while_the_function_may_still_work_on_it() {
    let template = std::fs::read_to_string(template()).unwrap();
    let number = |after: &str, key: &str| -> u32 {
        let (_, section) = template.split_once(after).unwrap();
        let (_, value) = section.split_once(key).unwrap();
        value.lines().next().unwrap().trim().parse().unwrap()
    };
    let visibility = number("\n  DeliveryQueue:", "VisibilityTimeout:");
    let timeout = number("\n  DeliveryFunction:", "\n      Timeout:");
    assert!(visibility >= 6 * timeout, "{visibility} s is less than six times {timeout} s");
}

#[test]
fn no_administrator_gets_in_without_a_second_factor() {
    let template = std::fs::read_to_string(template()).unwrap();
    let (_, pool) = template.split_once("Type: AWS::Cognito::UserPool\n").unwrap();
    let (pool, _) = pool.split_once("Type: AWS::Cognito::UserPoolGroup").unwrap();
    assert!(pool.contains("MfaConfiguration: 'ON'\n      EnabledMfas: [SOFTWARE_TOKEN_MFA]\n"));
}

/// Fills in what the example leaves to whoever deploys.
fn filled_in(given: &mut Value) {
    given["WebhookSegment"] = json!("segment-of-the-tests-of-deployment");
    given["TwilioAccountSid"] = json!("AC0123456789abcdef0123456789abcdef");
    given["EmailFrom"] = json!("digest@shop.test");
    for secret in ["TwilioSecretArn", "TokenSecretArn", "AuditSecretArn"] {
        given[secret] = json!("arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/secret-AbCdEf");
    }
}

/// Checks a stage file that is filled in, but for a change.
async fn checked(change: impl FnOnce(&mut Value)) -> (bool, String) {
    checked_as_it_is(|given| {
        filled_in(given);
        change(given);
    })
    .await
}

/// Checks a stage file whose parameters are those of the example, but for a change.
async fn checked_as_it_is(change: impl FnOnce(&mut Value)) -> (bool, String) {
    let root = project_root().unwrap();
    let mut request: Value =
        serde_json::from_str(&std::fs::read_to_string(root.join("infra/stages/example.json")).unwrap())
            .unwrap();
    change(&mut request["parameters"]);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), request.to_string()).unwrap();
    let tools = Tools::prepare(&root).await.unwrap();
    let mut deployer = Command::new(tools.python());
    deployer.arg(tools.program("deploy.py")).arg(file.path()).arg("--check").current_dir(&root).env_clear();
    let output = deployer.output().await.unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test]
async fn what_a_stage_file_lacks_is_said_before_anything_is_built() {
    let (is_good, said) = checked(|_| {}).await;
    assert!(is_good, "the example is one once it is filled in: {said}");
    let (is_good, said) =
        checked(|given| drop(given.as_object_mut().unwrap().remove("AuditSecretArn"))).await;
    assert!(!is_good && said.contains("lacks AuditSecretArn"), "{said}");
    let (is_good, said) = checked(|given| given["SecretArn"] = json!("arn:aws:secretsmanager:…")).await;
    assert!(!is_good && said.contains("three secrets"), "{said}");
    let (is_good, said) = checked(|given| given["ContentSids"] = json!("{}")).await;
    assert!(!is_good && said.contains("moved into the table"), "{said}");
    let (is_good, said) = checked(|given| given["Sendr"] = json!("+14155238886")).await;
    assert!(!is_good && said.contains("no parameter Sendr"), "{said}");
}

#[tokio::test]
async fn what_a_stage_file_still_has_of_the_example_is_said_before_anything_is_built() {
    let (is_good, said) = checked_as_it_is(|_| {}).await;
    assert!(!is_good && said.contains("no value for WebhookSegment"), "{said}");
    let (is_good, said) = checked_as_it_is(|given| given["WebhookSegment"] = json!("of-ones-own")).await;
    assert!(!is_good, "{said}");
    for name in ["TwilioAccountSid", "EmailFrom", "TwilioSecretArn", "TokenSecretArn", "AuditSecretArn"] {
        assert!(said.contains(name), "{name}: {said}");
    }
}

#[test]
fn nobody_writes_the_own_workspaces() {
    let template = std::fs::read_to_string(template()).unwrap();
    let (_, client) = template.split_once("Type: AWS::Cognito::UserPoolClient").unwrap();
    let written = client.lines().find(|line| line.contains("WriteAttributes")).unwrap();
    assert_eq!(written.trim(), "WriteAttributes: [name]");
    assert!(template.contains("AllowAdminCreateUserOnly: true"));
}

fn template() -> PathBuf {
    project_root().unwrap().join("infra/template.yaml")
}

fn function(name: &str) -> Function {
    Function::ALL.into_iter().find(|function| function.name() == name).unwrap()
}

fn outputs_json(outputs: &Outputs) -> String {
    let functions: BTreeMap<_, _> =
        Function::ALL.map(|function| (function.name(), outputs.function_name(function))).into();
    json!({
        "table": outputs.table_name,
        "queue": outputs.delivery_queue_url,
        "dead": outputs.delivery_dead_letter_queue_url,
        "live_dead": outputs.live_dead_letter_queue_url,
        "files": outputs.import_queue_url,
        "files_dead": outputs.import_dead_letter_queue_url,
        "drop": outputs.drop_bucket_name,
        "bus": outputs.event_bus_name,
        "functions": functions,
    })
    .to_string()
}
