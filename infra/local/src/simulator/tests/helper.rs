//! Uses Twilio's official helper library as a reference: the simulator accepts its requests, and it accepts the
//! simulator's signatures.

use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::harness::{ACCOUNT, MAYA, SENDER, TOKEN, world};
use crate::root::project_root;
use crate::tools::Tools;

#[tokio::test]
async fn the_official_helper_sends_fetches_lists_and_holds_every_callback_for_genuine() {
    let world = world().await;
    let tools = Tools::prepare(&project_root().expect("the project")).await.expect("the Python tools");
    world.open_session("maya").await;
    let wish = json!({
        "base": world.simulator.base_url(), "account": ACCOUNT, "key": "SK1", "secret": "key-secret",
        "token": TOKEN, "sender": SENDER, "to": MAYA,
    });
    let mut helper = Command::new(tools.python())
        .arg(tools.program("twilio_helper.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the helper starts");
    let mut input = helper.stdin.take().expect("its input");
    input.write_all(wish.to_string().as_bytes()).await.expect("it listens");
    drop(input);
    let output = helper.wait_with_output().await.expect("it ends");
    let seen: Value = serde_json::from_slice(&output.stdout).expect("it says what it saw");

    let callbacks = seen["callbacks"].as_array().expect("callbacks");
    let statuses: Vec<_> = callbacks.iter().map(|callback| callback[0].as_str().expect("a status")).collect();
    assert_eq!(statuses, ["sent", "delivered"]);
    assert!(callbacks.iter().all(|callback| callback[1] == true), "its validator refuses one: {callbacks:?}");
    assert_eq!((&seen["status"], &seen["fetched"]), (&json!("queued"), &json!("delivered")));
    assert_eq!(seen["listed"], json!([seen["sid"]]));
    assert_eq!(seen["refused"], json!([400, 21619]), "neither body nor content");
}
