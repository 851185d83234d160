//! `make run` as a process, in a copy of the checkout: it can be killed and run again, and leaves nothing behind.

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use local_stack::administrator::log_in;
use serde_json::Value;
use tokio::process::{Child, Command};

use crate::harness::{PATIENCE_SECONDS, root};
use crate::relocation::CopiedCheckout;

mod stopped;
mod templates;

/// Builds a command of the copy, started in a folder inside it.
fn command(copy: &CopiedCheckout) -> Command {
    let mut command = Command::new(copy.program());
    command.current_dir(copy.root().join("infra"));
    command
}

fn stack_file(copy: &CopiedCheckout) -> PathBuf {
    copy.root().join("target/local/stack.json")
}

fn run(copy: &CopiedCheckout) -> Child {
    command(copy)
        .arg("run")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("it starts")
}

/// Waits until the file describes a stack with another emulator than before.
async fn described(copy: &CopiedCheckout, before: Option<&Value>) -> Value {
    let mut look = tokio::time::interval(Duration::from_millis(200));
    let looking = async {
        loop {
            look.tick().await;
            let text = tokio::fs::read(stack_file(copy)).await.unwrap_or_default();
            if let Ok(found) = serde_json::from_slice::<Value>(&text)
                && before.is_none_or(|before| before["auth_token"] != found["auth_token"])
            {
                return found;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), looking).await.expect("stack.json is written")
}

fn answers(url: &Value) -> bool {
    let address =
        url.as_str().expect("a URL").trim_start_matches("http://").split('/').next().unwrap_or_default();
    TcpStream::connect(address).is_ok()
}

async fn is_gone(url: &Value) {
    let mut look = tokio::time::interval(Duration::from_millis(200));
    let looking = async {
        while answers(url) {
            look.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), looking).await.expect("the port is free");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_that_was_killed_does_not_hinder_the_next_and_one_that_is_ended_leaves_nothing() {
    let copy = CopiedCheckout::new();
    let mut killed = run(&copy);
    let first = described(&copy, None).await;
    killed.kill().await.expect("it is killed");
    is_gone(&first["aws_endpoint"]).await;

    let mut second = run(&copy);
    let described_second = described(&copy, Some(&first)).await;
    for field in [
        "public_url",
        "inbound_url",
        "status_url",
        "api_url",
        "app_url",
        "admin_url",
        "phone_url",
        "twilio_url",
        "aws_endpoint",
        "account_sid",
        "auth_token",
        "sender",
        "workspace",
    ] {
        assert!(described_second[field].is_string(), "{field}");
    }
    assert_eq!(described_second["members"].as_array().map(Vec::len), Some(6));
    an_event_is_made_one_of_the_stack(&copy, &described_second).await;
    the_administrator_gets_in(&copy, &described_second).await;
    the_commands_find_the_stack(&copy).await;
    a_digest_is_previewed_and_replayed(&copy).await;
    templates::the_templates_are_where_they_belong(&copy, &described_second).await;
    let process = second.id().expect("it runs").to_string();
    Command::new("kill").args(["-INT", &process]).status().await.expect("a signal is sent");
    let ended =
        tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), second.wait()).await.expect("it ends");
    assert!(ended.expect("its status").success());
    for url in ["public_url", "twilio_url", "aws_endpoint"] {
        assert!(!answers(&described_second[url]), "{url} still answers");
    }
    assert!(!stack_file(&copy).exists(), "stack.json is left");
}

/// The event that `make invoke` sends: the recorded tap, with the account of the stack and the button that is on the
/// phone.
async fn an_event_is_made_one_of_the_stack(copy: &CopiedCheckout, stack: &Value) {
    let recorded = root().join("events/webhook.button-approve.json");
    let output = command(copy).arg("event").arg(recorded).output().await.expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let prepared = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    assert_eq!(prepared, copy.root().join("target/local/event.json"));
    let event: Value =
        serde_json::from_slice(&tokio::fs::read(prepared).await.expect("the event")).expect("JSON");
    let body = local_stack::recorded::body_of(&event).expect("a body");
    let form = command_center::domain::inbound::Form::decode(&body).expect("a form");
    assert_eq!(form.get("AccountSid"), stack["account_sid"].as_str());
}

/// The commands import an export, create a token, verify the audit log, and fetch the costs of messages.
async fn the_commands_find_the_stack(copy: &CopiedCheckout) {
    let export = tempfile::NamedTempFile::new().expect("a file");
    let rows = "Day,Campaign name,Ad name,Amount spent (USD)\n2026-10-05,Autumn Launch,Video,42.00\n";
    tokio::fs::write(export.path(), rows).await.expect("it is written");
    let file = export.path().to_str().expect("its name");
    for (arguments, told) in [
        (&["import", file][..], "Stored in "),
        (&["token", "--for", "integrator"], "v1."),
        (&["verify"], "acme-store"),
        (&["proof"], "    cost:   "),
    ] {
        let output = command(copy).args(arguments).output().await.expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && said.contains(told), "{arguments:?}: {output:?}");
    }
}

/// The digest that Maya would get next is shown, and the one that she got; who asks for none is told which there are.
async fn a_digest_is_previewed_and_replayed(copy: &CopiedCheckout) {
    let said = async |arguments: &[&str]| {
        let output = command(copy).args(arguments).output().await.expect("it runs");
        let told = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&told).into_owned())
    };
    let (is_shown, preview) = said(&["preview", "--member", "maya"]).await;
    assert!(
        is_shown && preview.contains("Good morning Maya.") && preview.contains("Nothing was sent"),
        "{preview}"
    );
    let (is_shown, nobody) = said(&["preview", "--member", "zoe"]).await;
    assert!(!is_shown && nobody.contains("MEMBER= names one of") && nobody.contains("lee (Lee)"), "{nobody}");
    let (is_shown, unnamed) = said(&["replay"]).await;
    assert!(!is_shown, "{unnamed}");
    let mayas =
        unnamed.split([' ', ',', '\n']).find(|word| word.starts_with("d-") && word.ends_with("-maya"));
    let (is_shown, replay) = said(&["replay", "--message", mayas.expect("the digest of Maya")]).await;
    assert!(is_shown && replay.contains("[View dashboard]") && replay.contains("Composed at"), "{replay}");
}

/// Does what readers of `stack.json` do: logs the administrator in and calls the API.
async fn the_administrator_gets_in(copy: &CopiedCheckout, stack: &Value) {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let admin = &stack["admin"];
    let endpoint = text(&stack["aws_endpoint"]);
    let (username, password) = (text(&admin["username"]), text(&admin["password"]));
    let login = log_in(&endpoint, &text(&admin["client"]), &username, &password).await;
    let printed = command(copy).args(["token", "--for", "administrator"]).output().await.expect("it runs");
    let printed = String::from_utf8_lossy(&printed.stdout).trim().to_owned();
    let preview = format!(
        "{}/api/v1/workspaces/{}/resends/preview",
        text(&stack["api_url"]),
        text(&stack["workspace"])
    );
    let window = serde_json::json!({ "from": "2026-10-01T00:00:00Z", "to": "2026-10-02T00:00:00Z" });
    for token in [login.expect("a login").id_token, printed] {
        let asked = reqwest::Client::new().post(&preview).bearer_auth(token).json(&window).send().await;
        assert_eq!(asked.expect("the API answers").status(), 200);
    }
}
