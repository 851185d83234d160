//! `make templates` as a process: against the stack that runs, and for a stage of which the emulator is the AWS.

use serde_json::{Value, json};
use tokio::process::Command;

use super::{CopiedCheckout, command};

/// What the command ended with, and all that it said.
struct Ended {
    is_good: bool,
    said: String,
}

async fn ended(mut command: Command) -> Ended {
    let output = command.output().await.expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    Ended { is_good: output.status.success(), said: String::from_utf8_lossy(&said).into_owned() }
}

async fn templates(copy: &CopiedCheckout, arguments: &[&str]) -> Ended {
    let mut command = command(copy);
    command.arg("templates").args(arguments);
    ended(command).await
}

/// Runs the command for a stage, as somebody who is logged in at AWS in a region.
async fn of_stage(copy: &CopiedCheckout, stack: &Value, region: &str) -> Ended {
    let mut command = command(copy);
    command.args(["templates", "--stage", "emulated"]);
    let endpoint = stack["aws_endpoint"].as_str().expect("its address");
    command.env("AWS_ENDPOINT_URL", endpoint).env("AWS_DEFAULT_REGION", region);
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    ended(command).await
}

/// Writes the file of a stage whose stack and secret are those of the running one.
async fn describe_stage(copy: &CopiedCheckout, stack: &Value) {
    let secret = "arn:aws:secretsmanager:us-east-1:000000000000:secret:command-center/TWILIO_SECRET_ARN";
    let stage = json!({
        "stack": "command-center",
        "parameters": { "TwilioSecretArn": secret, "TwilioUrl": stack["twilio_url"] },
    });
    let folder = copy.root().join("infra/stages");
    tokio::fs::create_dir_all(&folder).await.expect("a folder");
    tokio::fs::write(folder.join("emulated.json"), stage.to_string()).await.expect("a stage file");
}

/// Returns the identifier of a content, as the table of the report has it.
fn sid_of(said: &str, key: &str) -> String {
    let line = said.lines().find(|line| line.starts_with(key)).expect("its line");
    line.split_whitespace().nth(1).expect("its content").to_owned()
}

/// The templates of the stack are as they should be, for whoever looks at them here or as on AWS; what WhatsApp changes
/// is told to both, with an exit code that says so, and nobody is shown a secret.
pub async fn the_templates_are_where_they_belong(copy: &CopiedCheckout, stack: &Value) {
    describe_stage(copy, stack).await;
    let good = [templates(copy, &["--dry-run"]).await, of_stage(copy, stack, "us-east-1").await];
    assert!(good[0].is_good && good[0].said.contains("nothing was changed"), "{}", good[0].said);
    assert!(
        good[1].is_good && good[1].said.contains("67 contents, all as they should be"),
        "{}",
        good[1].said
    );

    let sid = sid_of(&good[1].said, "kpi_daily.en.v1");
    let decision = format!("{}/sim/contents/{sid}", stack["twilio_url"].as_str().expect("its address"));
    let change = reqwest::Client::new().post(decision).json(&json!({ "category": "MARKETING" })).send().await;
    assert_eq!(change.expect("it answers").status(), 200);
    let bad = [templates(copy, &["--stage", "local"]).await, of_stage(copy, stack, "us-east-1").await];
    for Ended { is_good, said } in &bad {
        assert!(!is_good && said.contains("kpi_daily.en.v1: WhatsApp made it MARKETING"), "{said}");
        assert!(said.contains("1 need a person"), "{said}");
    }

    let elsewhere = of_stage(copy, stack, "eu-west-1").await;
    assert!(
        !elsewhere.is_good && elsewhere.said.contains("set AWS_DEFAULT_REGION=us-east-1"),
        "{}",
        elsewhere.said
    );
    let unknown = templates(copy, &["--stage", "nowhere"]).await;
    assert!(
        !unknown.is_good && unknown.said.contains("infra/stages/nowhere.json is missing"),
        "{}",
        unknown.said
    );
    let secret = stack["api_key_secret"].as_str().expect("the secret");
    for Ended { said, .. } in good.iter().chain(&bad).chain([&elsewhere, &unknown]) {
        assert!(!said.contains(secret), "the secret is shown");
    }
}
