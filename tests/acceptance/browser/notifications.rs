//! Which notifications count as seen: only those that were on the screen for a moment.

use std::collections::BTreeSet;
use std::time::Duration;

use command_center::domain::identity::NotificationId;
use fantoccini::Locator;
use serde_json::json;

use super::Browser;
use crate::harness::{PATIENCE_SECONDS, Running};

/// Scrolls so that the first notification is at the lower edge of the screen and the second one is below it.
const SHOW_THE_FIRST: &str = "document.querySelector('[data-notice]').scrollIntoView({ block: 'end' })";
/// Reports whether every notification is below the visible area.
const ALL_BELOW: &str = "return [...document.querySelectorAll('[data-notice]')] \
    .every((line) => line.getBoundingClientRect().top >= window.innerHeight)";
/// Counts the responses to requests of the page's script.
const ANSWERED: &str = "return performance.getEntriesByType('resource') \
    .filter((entry) => entry.initiatorType === 'fetch').length";
/// Makes the first report of the page's script fail, as if the server were too busy.
const REFUSE_ONCE: &str = "const real = window.fetch; window.refused = 0; window.fetch = (address, request) => { \
    if (request.method !== 'POST' || window.refused > 0) return real(address, request); \
    window.refused += 1; \
    return Promise.resolve(new Response('', { status: 503 })); }";
/// Simulates leaving the page and coming back, with the browser's events.
const LOOK_AWAY_AND_BACK: &str = "for (const state of ['hidden', 'visible']) { \
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true }); \
    document.dispatchEvent(new Event('visibilitychange')); }";

#[tokio::test(flavor = "multi_thread")]
async fn a_notification_is_new_until_its_person_has_looked_at_it() {
    let running = Running::start().await;
    let link = running.with_two_notifications_for_lee().await;
    let opened = reqwest::get(&link).await.expect("the dashboard answers").text().await.expect("a page");
    assert!(opened.contains("class=\"new\""), "the assignment is news");
    assert_eq!(running.unread_of("lee").await.len(), 2, "a GET, as of a mail scanner, reads nothing");

    let browser = open_low(&link).await;
    browser.picture("dashboard-notice.png").await;
    // The page polls after five seconds, and would have reported after two.
    browser.until(ANSWERED, 1).await;
    assert_eq!(running.unread_of("lee").await.len(), 2, "what is below the screen was not looked at");
    browser.run(SHOW_THE_FIRST).await;
    let [first, second] = browser.notifications().await;
    running.until_unread("lee", &[&second]).await;

    // Changes in the meantime are shown, and what was new when the person arrived stays marked until they leave the
    // page.
    let of_maya = running.digest_of("maya").await;
    let button = of_maya.button("Approve budget shift").cloned().expect("the button");
    running.phone("maya").tap(&of_maya, &button).await.expect("a reply");
    let wait = browser.client.wait().at_most(Duration::from_secs(PATIENCE_SECONDS));
    let approved = Locator::XPath("//main//*[contains(text(), 'Approved via WhatsApp')]");
    wait.for_element(approved).await.expect("the approval appears");
    assert!(browser.text_of(&format!("[data-notice='{first}'].new")).await.contains("New"));
    browser.client.goto(&link).await.expect("the dashboard opens");
    let seen = browser.text_of(&format!("[data-notice='{first}']:not(.new)")).await;
    assert!(seen.contains("Maya") && !seen.contains("New"), "{seen}");
    let unseen = browser.text_of(&format!("[data-notice='{second}'].new")).await;
    assert!(unseen.contains("Maya") && unseen.contains("New"), "{unseen}");
    running.until_unread("lee", &[&second]).await;
    browser.close().await;
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notification_that_could_not_be_told_is_told_when_its_person_comes_back() {
    let running = Running::start().await;
    let link = running.with_two_notifications_for_lee().await;
    let browser = open_low(&link).await;
    browser.run(REFUSE_ONCE).await;
    browser.run(SHOW_THE_FIRST).await;
    browser.until("return window.refused", 1).await;
    let [first, second] = browser.notifications().await;
    running.until_unread("lee", &[&first, &second]).await;
    browser.run(LOOK_AWAY_AND_BACK).await;
    running.until_unread("lee", &[&second]).await;
    browser.close().await;
    running.stack.stop().await.expect("the stack stops");
}

/// Opens the dashboard on a screen so low that no notification is visible.
async fn open_low(link: &str) -> Browser {
    let browser = Browser::open(390, 180).await;
    browser.client.goto(link).await.expect("the dashboard opens");
    let notification = browser.text_of(".notices .new").await;
    assert!(notification.contains("Maya") && notification.contains("New"), "{notification}");
    assert_eq!(browser.run(ALL_BELOW).await, json!(true), "a notice is on the screen already");
    browser
}

impl Browser {
    /// Returns the notifications on the page, from the top.
    async fn notifications(&self) -> [NotificationId; 2] {
        let script =
            "return [...document.querySelectorAll('[data-notice]')].map((line) => line.dataset.notice)";
        serde_json::from_value(self.run(script).await).expect("two notices")
    }
}

impl Running {
    /// Sends the digest, assigns its recommendation to Lee twice, and returns the link to Lee's dashboard.
    async fn with_two_notifications_for_lee(&self) -> String {
        self.send_digest().await;
        let (digest, _) = (self.digest_of("lee").await, self.digest_of("maya").await);
        for whom in ["assign Lee", "assign me", "assign Lee"] {
            self.phone("maya").say(whom).await.expect("a reply");
        }
        digest.button("View dashboard").and_then(|button| button.url.clone()).expect("a link")
    }

    /// Returns the notifications that a person has not seen.
    async fn unread_of(&self, person: &str) -> BTreeSet<NotificationId> {
        let member = person.parse().expect("a member id");
        let latest = self.stack.store.latest_notifications(&self.workspace, &member, 20).await;
        let unread = latest
            .expect("the store reads")
            .into_iter()
            .filter(|notification| notification.read_at.is_none());
        unread.map(|notification| notification.id).collect()
    }

    /// Waits until fewer notifications are new than before, and checks which ones are.
    async fn until_unread(&self, person: &str, expected: &[&NotificationId]) {
        let mut look = tokio::time::interval(Duration::from_millis(200));
        let looking = async {
            while self.unread_of(person).await.len() > expected.len() {
                look.tick().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), looking).await.expect("a notice is read");
        assert_eq!(self.unread_of(person).await, expected.iter().copied().cloned().collect());
    }
}
