//! A morning comes by the clock, and a phone that is open shows its digest.

use std::time::Duration;

use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::instant::first_instant;
use fantoccini::Locator;
use jiff::civil::time;
use jiff::tz::TimeZone;
use local_stack::mornings::Mornings;

use super::Browser;
use crate::harness::{PATIENCE_SECONDS, Running};

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_is_open_shows_tomorrows_digest_once_the_clock_is_moved_on() {
    let running = Running::start().await;
    let browser = Browser::open(390, 844).await;
    browser.client.goto(&format!("{}/phone/maya", running.stack.twilio_url())).await.expect("the page opens");

    let settings =
        running.stack.store.settings(&running.workspace).await.expect("settings").expect("a workspace");
    let zone = TimeZone::get(&settings.workspace.zone).expect("a zone");
    let tomorrow = running.today.tomorrow().expect("a day");
    // After Maya's eight o'clock, and before anything that anybody else is late for.
    let nine = first_instant(tomorrow.to_datetime(time(9, 0, 0, 0)), &zone);
    let mornings = Mornings::of_sample(&running.stack, settings, running.today);
    let ahead_seconds = nine.as_second() - SystemClock.now().as_second();
    mornings.pass_to(ahead_seconds).await.expect("time passes");

    let day = running.today.strftime("%-d %b").to_string();
    let wait = browser.client.wait().at_most(Duration::from_secs(PATIENCE_SECONDS));
    let digest = Locator::XPath("//*[contains(text(), 'Good morning Maya')]");
    wait.for_element(digest).await.expect("the digest appears without a reload");
    let page = browser.text_of("body").await;
    assert!(page.contains(&format!("{day}.")) && !page.contains(", late"), "{page}");
    browser.picture("phone-next-morning.png").await;
    browser.close().await;
    running.stack.stop().await.expect("the stack stops");
}
