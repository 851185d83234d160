//! A workspace as stored by version 0.1.0, and a button that it sent. The files are described in
//! `tests/fixtures/former/README.md`.

use super::*;
use store::Item;

const TABLE: &str = include_str!("../../../../../tests/fixtures/former/table.jsonl");
const TOKENS: &str = include_str!("../../../../../tests/fixtures/former/tokens.jsonl");

/// Returns the payload of the button with which Maya approves the stored shift.
fn button_text() -> String {
    let tokens = TOKENS.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let mut buttons = tokens.filter(|kept| kept["action"] == "approve_shift" && kept["channel"] == "button");
    buttons.next().unwrap()["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_button_of_the_former_version_approves_the_shift_that_it_stored() {
    let embedded = embedded::start();
    let items = TABLE.lines().map(|line| serde_json::from_str::<serde_dynamo::Item>(line).unwrap());
    embedded.store.put_all(items.map(Item::from).collect(), &|_| {}).await.unwrap();
    let button = token_keys().open(&button_text()).unwrap();
    let done = crate::testing::tap(&embedded.store, &maya(), &button, 1, now()).await;
    assert_eq!(done.outcome, ActionOutcome::Changed);
    let shift = embedded.store.adjustment(&workspace().id, &adjustment().id).await.unwrap().unwrap();
    assert_eq!((shift.state, shift.version), (AdjustmentState::Approved, 2));
}
