//! A question that is asked on the phone page, its picture, and the page behind its link, on a phone and on a desktop.

use std::time::Duration;

use fantoccini::Locator;
use serde_json::json;

use super::Browser;
use crate::harness::{PATIENCE_SECONDS, Running};

const QUESTION: &str = "spend by day last 14 days";
/// Returns how wide the picture of the answer is, once it was fetched and drawn.
const PICTURE_WIDTH: &str = "const image = document.querySelector('.message.theirs .picture'); \
    if (image) image.scrollIntoView(); \
    return image && image.complete ? image.naturalWidth : 0";
/// Returns by how many pixels the page is wider than the screen.
const OVERFLOW: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
/// Counts the charts that can be seen: each is there for phones and for desktops.
const CHARTS_SEEN: &str = "return [...document.querySelectorAll('svg[role=img]')].filter((chart) => chart.getClientRects().length > 0).length";

/// What the reader prefers, as an argument of the browser.
const SCHEMES: [(&str, &str); 2] = [
    ("light", "--blink-settings=preferredColorScheme=1"),
    ("dark", "--blink-settings=preferredColorScheme=0"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_on_the_phone_with_a_picture_and_a_link_to_the_same_numbers() {
    let running = Running::start().await;
    let browser = Browser::open(390, 844).await;
    browser.client.goto(&format!("{}/phone/maya", running.stack.twilio_url())).await.expect("the page opens");
    let input = browser.wait_for("#text").await;
    input.send_keys(QUESTION).await.expect("it can be written");
    browser.click("#send").await;
    let wait = browser.client.wait().at_most(Duration::from_secs(PATIENCE_SECONDS));
    let button = Locator::XPath("//*[contains(text(), 'Good answer')]");
    wait.for_element(button).await.expect("the answer appears");
    browser.until(PICTURE_WIDTH, 1080).await;
    browser.picture("phone-answer.png").await;

    let messages = running.phone("maya").messages().await.expect("a chat");
    let answer = messages.iter().find(|message| !message.media.is_empty()).expect("an answer with a picture");
    let link = answer.text.lines().last().expect("a link").to_owned();
    browser.close().await;
    for (width, height) in [(320, 640), (390, 844), (1280, 800)] {
        for (scheme, setting) in SCHEMES {
            let browser = Browser::open_with(width, height, &[setting]).await;
            browser.client.goto(&link).await.expect("the page opens");
            let page = browser.text_of("main").await;
            assert!(page.contains("Spend by day: $"), "{page}");
            assert_eq!(
                (browser.run(OVERFLOW).await, browser.run(CHARTS_SEEN).await),
                (json!(0), json!(1)),
                "{width}"
            );
            browser.picture(&format!("answer-{width}-{scheme}.png")).await;
            browser.close().await;
        }
    }
    running.stack.stop().await.expect("the stack stops");
}
