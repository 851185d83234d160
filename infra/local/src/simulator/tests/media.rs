//! Tests of pictures: fetched when the message is sent, and kept.

use serde_json::{Value, json};

use super::harness::{MAYA, SENDER, World, world};

/// Sends Maya a picture that is at the product, and returns the status that she gets it with and the error.
async fn picture(world: &World, answer: (u16, Option<&'static str>, &str)) -> (String, Option<String>) {
    world.open_session("maya").await;
    world.answer(answer.0, answer.1, answer.2);
    let (media, callback) = (format!("{}/c/a.png", world.product), format!("{}/status", world.product));
    let fields = [
        ("To", MAYA),
        ("From", SENDER),
        ("Body", "Spend"),
        ("MediaUrl", &media),
        ("StatusCallback", &callback),
    ];
    assert_eq!(world.send(&fields).await.0, 201);
    assert_eq!(world.hook().await.path, "/c/a.png");
    let first = world.hook().await;
    let status = first.field("MessageStatus").unwrap_or_default().to_owned();
    (status, first.field("ErrorCode").map(str::to_owned))
}

async fn shown(world: &World) -> Value {
    world.chat("maya").await.last().expect("a message")["media"].clone()
}

#[tokio::test]
async fn a_picture_is_fetched_once_and_the_phone_shows_what_was_fetched() {
    let world = world().await;
    assert_eq!(picture(&world, (200, Some("image/png"), "pixels")).await, ("sent".to_owned(), None));
    let addresses = shown(&world).await;
    let address = addresses[0].as_str().expect("an address");
    // The address at the product has expired by then.
    world.answer(410, None, "");
    let response = reqwest::get(format!("{}{address}", world.simulator.base_url())).await.expect("a picture");
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.text().await.expect("a body"), "pixels");
    let missing = format!("{}{}9", world.simulator.base_url(), address);
    assert_eq!(reqwest::get(missing).await.expect("an answer").status(), 404);
}

#[tokio::test]
async fn a_message_fails_whose_picture_cannot_be_had() {
    let failed = |code: &str| ("failed".to_owned(), Some(code.to_owned()));
    for (answer, code) in [
        ((410, None, ""), "63019"),
        ((200, Some("text/html"), "<p>"), "63019"),
        ((200, Some("image/svg+xml"), "<svg/>"), "63019"),
    ] {
        let world = world().await;
        assert_eq!(picture(&world, answer).await, failed(code));
        assert_eq!(shown(&world).await, json!([]));
    }
    let (world, large) = (world().await, "x".repeat(5 * 1024 * 1024 + 1));
    assert_eq!(picture(&world, (200, Some("image/jpeg"), &large)).await, failed("63034"));
}
