//! Tests of action links, on a real DynamoDB engine: the content of each page, that opening a link changes nothing,
//! and that the button acts once.

mod insistent;
mod odd;
mod pages;
mod pressed;

use super::*;
use crate::action_page::view::PageState;
use crate::dashboard::view::fixture;
use crate::form::FormPost;
use domain::clock::FixedClock;
use domain::insight::record::{Alert, Recommendation};
use domain::testing::{
    CountingRandomness, RecordingQueue, adjustment, claims, lee, maya, now, stored_token, token_keys,
    workspace,
};
use domain::token::{Action, WhatsAppActionToken};
use domain::workspace::{Member, Workspace};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicU8, Ordering};
use store::embedded::{self, EmbeddedStore};
use store::key::{self, Key};
use store::pages::Range;
use store::testing::{store_one, store_workspace};

const PUBLIC_URL: &str = "https://app.example.com";
/// The calls for a read; the next constant has those for a change.
const ONE_CALL: [&str; 1] = ["BatchGetItem"];
const TWO_CALLS: [&str; 2] = ["BatchGetItem", "TransactWriteItems"];

/// A workspace with a proposed shift, its recommendation, three alerts, and the findings of their day.
struct Desk {
    embedded: EmbeddedStore,
    queue: RecordingQueue,
    randomness: CountingRandomness,
    seed: AtomicU8,
}

impl Desk {
    async fn start() -> Self {
        let embedded = embedded::start();
        let (store, scene) = (&embedded.store, fixture::Scene::new());
        store_workspace(store).await;
        let shift = adjustment();
        store_one(store, &Key::adjustment(&shift.workspace, &shift.id), &shift).await;
        for alert in &scene.alerts {
            store_one(store, &Key::alert(&alert.workspace, &alert.finding.id), alert).await;
        }
        let recommendation = &scene.recommendations[0];
        store_one(store, &Key::recommendation(&shift.workspace, &recommendation.id), recommendation).await;
        let day = domain::insight::record::DayFindings {
            workspace: shift.workspace.clone(),
            day: scene.day,
            alerts: scene.alerts.iter().map(|alert| alert.finding.clone()).collect(),
            alert_count: scene.alerts.len(),
            adjustment: Some(shift.id),
            confidence: None,
        };
        store_one(store, &Key::day(&day.workspace, day.day), &day).await;
        embedded.calls.take();
        Self {
            embedded,
            queue: RecordingQueue::default(),
            randomness: CountingRandomness::default(),
            seed: AtomicU8::new(0),
        }
    }

    fn store(&self) -> &Store {
        &self.embedded.store
    }

    /// Sends a person a link: stores its token and returns the text at the end of the address.
    async fn link(&self, member: &Member, action: Action, target: &str, version: u64) -> String {
        self.link_with(member, action, target, |token| token.target_version = version).await
    }

    async fn link_with(
        &self,
        member: &Member,
        action: Action,
        target: &str,
        change: impl FnOnce(&mut WhatsAppActionToken),
    ) -> String {
        let seed = self.seed.fetch_add(1, Ordering::Relaxed) + 1;
        let claims = TokenClaims { channel: TokenChannel::Link, ..claims(member, action, target, seed) };
        let mut token = stored_token(&claims, 1);
        change(&mut token);
        store_one(self.store(), &Key::token(&claims.workspace, &claims.hash()), &token).await;
        self.embedded.calls.take();
        token_keys().seal(&claims).as_str().to_owned()
    }

    /// Sends Maya a link about the shift.
    async fn shift_link(&self, action: Action) -> String {
        self.link(&maya(), action, adjustment().id.as_str(), 1).await
    }

    async fn look(&self, link: &str) -> ActionView {
        self.look_at(link, now()).await.unwrap()
    }

    async fn look_at(&self, link: &str, at: Timestamp) -> Result<ActionView, LinkError> {
        let (clock, keys) = (FixedClock(at), token_keys());
        look(&self.deps(&clock, &keys), link).await
    }

    /// Presses the page's button as a browser does.
    async fn press(&self, link: &str, form: &str) -> ActionView {
        self.press_at(link, form, now()).await.unwrap()
    }

    async fn press_at(&self, link: &str, form: &str, at: Timestamp) -> Result<ActionView, LinkError> {
        let pressed =
            FormPost { body: form.as_bytes(), origin: Some(PUBLIC_URL), fetch_site: Some("same-origin") };
        let (clock, keys) = (FixedClock(at), token_keys());
        press(&self.deps(&clock, &keys), link, &pressed).await
    }

    fn deps<'a>(&'a self, clock: &'a FixedClock, token_keys: &'a TokenKeys) -> ActionPageDeps<'a> {
        ActionPageDeps {
            store: self.store(),
            clock,
            randomness: &self.randomness,
            token_keys,
            queue: &self.queue,
            public_url: PUBLIC_URL,
        }
    }

    async fn shift(&self) -> domain::insight::adjustment::BudgetAdjustment {
        self.store().adjustment(&workspace().id, &adjustment().id).await.unwrap().unwrap()
    }

    async fn save_shift(&self, shift: &domain::insight::adjustment::BudgetAdjustment) {
        store_one(self.store(), &Key::adjustment(&shift.workspace, &shift.id), shift).await;
    }

    async fn save_recommendation(&self, recommendation: &Recommendation) {
        let key = Key::recommendation(&recommendation.workspace, &recommendation.id);
        store_one(self.store(), &key, recommendation).await;
    }

    async fn save_alert(&self, alert: &Alert) {
        store_one(self.store(), &Key::alert(&alert.workspace, &alert.finding.id), alert).await;
    }

    /// Returns every item that a press could change, for comparison.
    async fn everything(&self) -> Vec<store::Item> {
        let id = &workspace().id;
        let token = Key::token(id, &claims(&maya(), Action::ApproveShift, "x", 1).hash());
        let mut items = Vec::new();
        for partition in [key::settings(id), key::findings(id), key::audit(id), token.partition] {
            items.extend(self.store().query(&partition, Range::All).await.unwrap());
        }
        self.embedded.calls.take();
        items
    }

    async fn change_workspace(&self, change: impl FnOnce(&mut Workspace)) {
        let mut changed = workspace();
        change(&mut changed);
        store_one(self.store(), &Key::workspace(&changed.id), &changed).await;
    }

    async fn change_member(&self, member: Member, change: impl FnOnce(&mut Member)) {
        let mut changed = member;
        change(&mut changed);
        store_one(self.store(), &Key::member(&changed.workspace, &changed.id), &changed).await;
    }
}

fn recommendation() -> Recommendation {
    fixture::Scene::new().recommendations.remove(0)
}

fn alert() -> Alert {
    fixture::Scene::new().alerts.remove(0)
}

/// The day of the facts as cards encode it; see [`domain::insight::record::occurrence`].
fn today() -> u64 {
    domain::insight::record::occurrence(domain::testing::report_day())
}

fn decided_by(member: &Member) -> domain::insight::adjustment::DecisionRecord {
    domain::insight::adjustment::DecisionRecord {
        by: member.id.clone(),
        name: member.name.clone(),
        at: now(),
        source: domain::audit::Source::WhatsApp,
    }
}

/// Returns the visible text of a page, one line per part, with the buttons in brackets.
fn read_page(view: &ActionView) -> String {
    let html = page::action(view).unwrap();
    let main = html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    let document = format!("<main{main}</main>");
    let document = roxmltree::Document::parse(&document).unwrap();
    let text = |node: roxmltree::Node<'_, '_>| {
        let words: Vec<&str> =
            node.descendants().filter(roxmltree::Node::is_text).filter_map(|inner| inner.text()).collect();
        words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let lines = document.descendants().filter_map(|node| match node.tag_name().name() {
        "p" | "h1" | "h2" | "li" => Some(text(node)),
        "button" => Some(format!("[{}]", text(node))),
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn later(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}
