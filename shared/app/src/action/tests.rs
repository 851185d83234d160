//! Claims about actions, on a real DynamoDB engine: what each leaves behind, what it costs, and that everything else
//! stays unchanged. Every tap goes through [`Story::check`], which asserts what holds for all of them.

mod again;
mod alerts;
mod approval;
mod assignment;
mod before;
mod conditions;
mod crowds;
mod decline;
mod faults;
mod former;
mod lists;
mod odd;
mod races;
mod roster;
mod second;
mod story;
mod undo;
mod units;
mod void;

use super::*;
use crate::delivery::contents::ContentCache;
use crate::delivery::{Delivered, DeliveryDeps, deliver};
use domain::action::context::{Actor, Via};
use domain::action::decision::Refusal;
use domain::address::AddressPepper;
use domain::audit::Source;
use domain::clock::FixedClock;
use domain::delivery::breaker::SenderHealth;
use domain::inbound::InboundMessage;
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment, DecisionRecord};
use domain::insight::record::{Alert, DayFindings, Recommendation, occurrence};
use domain::message::conversation::WhatsAppConversationEntry;
use domain::message::job::{QueueJob, RefusalJob};
use domain::message::reference::DeliveryJob;
use domain::message::{Message, MessageStatus};
use domain::testing::{
    self, CountingRandomness, NoRateLimit, RecordingQueue, ScriptedWhatsApp, adjustment, claims, inbound,
    lee, maya, now, recommendation, report_day, stored_token, token_keys, workspace,
};
use domain::token::{Action, TokenClaims, WhatsAppActionToken};
use domain::twilio::{Accepted, OutboundContent};
use domain::workspace::{Member, WhatsAppSubscription, Workspace};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use store::embedded::{self, EmbeddedStore};
use store::item::{self, Entity};
use store::key::Key;
use store::testing::store_workspace;
use story::Story;

/// The calls of an action: one read, one transaction.
const TWO_CALLS: [&str; 2] = ["BatchGetItem", "TransactWriteItems"];
/// The calls for a message that was already handled.
const ONE_CALL: [&str; 1] = ["BatchGetItem"];
/// The outbound message whose buttons are tapped in the tests.
const CARRIER: &str = "MM000000000000000000000000000000d1";

/// A workspace with a proposed shift, its recommendation, three alerts, and the day on which they were found.
struct Scene {
    embedded: EmbeddedStore,
    /// Makes the changes other than taps, so that the call ledger counts only the taps.
    world: EmbeddedStore,
    randomness: CountingRandomness,
    drawn: AtomicU8,
}

impl Scene {
    async fn start() -> Self {
        let embedded = embedded::start();
        let world = embedded.another_worker();
        store_workspace(&world.store).await;
        let scene =
            Self { embedded, world, randomness: CountingRandomness::default(), drawn: AtomicU8::new(0) };
        scene.save_shift(&adjustment()).await;
        scene.save_recommendation(&recommendation()).await;
        let found = testing::alerts();
        for alert in &found {
            scene.save_alert(alert).await;
        }
        scene.save_day(found).await;
        scene
    }

    /// Stores the findings of the report's day.
    async fn save_day(&self, alerts: Vec<Alert>) {
        let day = DayFindings {
            workspace: workspace().id,
            day: report_day(),
            alert_count: alerts.len(),
            alerts: alerts.into_iter().map(|alert| alert.finding).collect(),
            adjustment: Some(adjustment().id),
            confidence: None,
        };
        self.put(&Key::day(&day.workspace, day.day), &day).await;
    }

    async fn put<E: Entity>(&self, key: &Key, entity: &E) {
        store::testing::store_one(&self.world.store, key, entity).await;
    }

    async fn get<E: Entity>(&self, key: &Key) -> Option<E> {
        let mut found = self.world.store.get_all(std::slice::from_ref(key)).await.unwrap();
        found.remove(key).map(|stored| item::read(stored).unwrap())
    }

    async fn shift(&self) -> BudgetAdjustment {
        self.get(&Key::adjustment(&workspace().id, &adjustment().id)).await.unwrap()
    }

    async fn save_shift(&self, shift: &BudgetAdjustment) {
        self.put(&Key::adjustment(&shift.workspace, &shift.id), shift).await;
    }

    async fn recommendation(&self) -> Recommendation {
        self.get(&Key::recommendation(&workspace().id, &recommendation().id)).await.unwrap()
    }

    async fn save_recommendation(&self, recommendation: &Recommendation) {
        let key = Key::recommendation(&recommendation.workspace, &recommendation.id);
        self.put(&key, recommendation).await;
    }

    async fn alert(&self) -> Alert {
        self.get(&Key::alert(&workspace().id, &alert().finding.id)).await.unwrap()
    }

    async fn save_alert(&self, alert: &Alert) {
        self.put(&Key::alert(&alert.workspace, &alert.finding.id), alert).await;
    }

    async fn member(&self, member: &Member) -> Member {
        self.get(&Key::member(&member.workspace, &member.id)).await.unwrap()
    }

    async fn token(&self, claims: &TokenClaims) -> WhatsAppActionToken {
        self.get(&Key::token(&claims.workspace, &claims.hash())).await.unwrap()
    }

    async fn change_workspace(&self, change: impl FnOnce(&mut Workspace)) {
        let mut changed: Workspace = self.get(&Key::workspace(&workspace().id)).await.unwrap();
        change(&mut changed);
        self.put(&Key::workspace(&changed.id), &changed).await;
    }

    /// Changes a membership without updating the roster.
    async fn change_member(&self, member: &Member, change: impl FnOnce(&mut Member)) {
        let mut changed = self.member(member).await;
        change(&mut changed);
        self.put(&Key::member(&changed.workspace, &changed.id), &changed).await;
    }

    async fn change_subscription(&self, member: &Member, change: impl FnOnce(&mut WhatsAppSubscription)) {
        let key = Key::subscription(&member.workspace, &member.id);
        let mut changed: WhatsAppSubscription = self.get(&key).await.unwrap();
        change(&mut changed);
        self.put(&key, &changed).await;
    }

    async fn change_token(&self, claims: &TokenClaims, change: impl FnOnce(&mut WhatsAppActionToken)) {
        let mut changed = self.token(claims).await;
        change(&mut changed);
        self.put(&Key::token(&claims.workspace, &claims.hash()), &changed).await;
    }

    /// Gives a campaign of the shift a different budget, and hence a different version.
    async fn change_campaign(&self, place: usize, dollars: i64) {
        let mut changed = testing::campaigns().swap_remove(place);
        (changed.daily_budget, changed.version) = (testing::dollars(dollars), 2);
        self.world.store.save_campaigns(&workspace().id, &[changed]).await.unwrap();
    }

    /// Gives a person a button.
    async fn button(&self, who: &Member, action: Action, target: &str, version: u64) -> TokenClaims {
        self.button_with(who, action, target, |token| token.target_version = version).await
    }

    async fn button_with(
        &self,
        who: &Member,
        action: Action,
        target: &str,
        change: impl FnOnce(&mut WhatsAppActionToken),
    ) -> TokenClaims {
        let claims = claims(who, action, target, self.drawn.fetch_add(1, Ordering::Relaxed) + 100);
        let mut token = stored_token(&claims, 1);
        change(&mut token);
        self.put(&Key::token(&claims.workspace, &claims.hash()), &token).await;
        claims
    }

    /// Gives a person a digest button for the shift.
    async fn shift_button(&self, who: &Member, action: Action) -> TokenClaims {
        self.button(who, action, adjustment().id.as_str(), 1).await
    }

    /// Lets a person tap, with a new message each time.
    async fn tap(&self, who: &Member, button: &TokenClaims) -> Story {
        self.tap_at(who, button, now()).await
    }

    async fn tap_at(&self, who: &Member, button: &TokenClaims, at: Timestamp) -> Story {
        let number = u32::from(self.drawn.fetch_add(1, Ordering::Relaxed));
        self.send(&tap_message(who, button, number), button, at).await
    }

    /// Handles the request of a message, for the first time or again.
    async fn send(&self, message: &InboundMessage, button: &TokenClaims, at: Timestamp) -> Story {
        self.forget_cards().await;
        let before = story::table(&self.world).await;
        self.embedded.calls.take();
        let performed = perform(&self.embedded.store, &request(message, button, at)).await.unwrap();
        self.story(message, at, before, performed).await
    }

    /// Makes the next tap one that comes after the cards of the last one are through.
    async fn forget_cards(&self) {
        for member in testing::settings().members {
            let known = self.world.store.subscription(&member.workspace, &member.id).await.unwrap();
            if known.is_some_and(|known| known.asked_cards.is_some()) {
                self.change_subscription(&member, |known| known.asked_cards = None).await;
            }
        }
    }

    async fn story(
        &self,
        message: &InboundMessage,
        at: Timestamp,
        before: story::Table,
        performed: ActionResult,
    ) -> Story {
        let calls = self.embedded.calls.take();
        let after = story::table(&self.world).await;
        let story = Story { performed, calls, sid: message.message_sid.to_string(), at, before, after };
        story.check();
        story
    }

    /// Sends a message as the delivery function does, and returns its buttons in order.
    async fn delivered(&self, message: &Message, at: Timestamp) -> Vec<TokenClaims> {
        let sid_text = format!("MM{:032x}", self.drawn.fetch_add(1, Ordering::Relaxed));
        let sid = sid_text.parse().unwrap();
        let whatsapp = ScriptedWhatsApp::answering([Ok(Accepted { sid, status: MessageStatus::Queued })]);
        let content = message.template.versioned_key(&message.language, message.template_version);
        // Each message gets its own phone, so that none has to wait for the previous one.
        let a_phone_of_its_own = AddressPepper::new(sid_text.as_bytes());
        let (clock, queue, keys) = (FixedClock(at), RecordingQueue::default(), token_keys());
        let deps = DeliveryDeps {
            store: &self.world.store,
            whatsapp: &whatsapp,
            queue: &queue,
            clock: &clock,
            randomness: &self.randomness,
            pace: &NoRateLimit,
            health: &SenderHealth::default(),
            token_keys: &keys,
            pepper: &a_phone_of_its_own,
            contents: &ContentCache::read_at(at, BTreeMap::from([(content, "HX1".to_owned())])),
            status_callback: "https://hooks.example.com/twilio/status",
        };
        let job = DeliveryJob {
            workspace: message.workspace.clone(),
            member: message.member.clone(),
            message: message.id.clone(),
        };
        assert_eq!(deliver(&deps, &job).await.unwrap(), Delivered::Accepted);
        let sent = whatsapp.sent.lock().unwrap().pop().unwrap();
        let OutboundContent::Template { variables, .. } = sent.content else { panic!("no template") };
        let carried = message.buttons.iter().map(|button| &variables[&button.variable.to_string()]);
        carried.map(|rest| keys.open(&format!("v1.{rest}")).unwrap()).collect()
    }
}

/// Carries out a request based on the state that was read for it.
async fn settle(
    store: &Store,
    request: &Request<'_>,
    context: &ActionContext,
) -> Result<ActionResult, StoreError> {
    commit(store, request, context.clone(), &|context| plan(request, context)).await
}

fn request<'a>(message: &'a InboundMessage, button: &'a TokenClaims, at: Timestamp) -> Request<'a> {
    let via = Via::Phone(&message.senders);
    Request { actor: Actor { claims: button, via, requested: None, now: at }, message: Some(message) }
}

/// A tap as it arrives from a person's phone, through a webhook with a verified signature.
fn tap_message(who: &Member, button: &TokenClaims, number: u32) -> InboundMessage {
    let wire = token_keys().seal(button);
    let more = [
        ("ButtonText", "A button"),
        ("ButtonPayload", wire.as_str()),
        ("OriginalRepliedMessageSid", CARRIER),
    ];
    inbound(who, number, &more).vouched_by("a signature")
}

fn alert() -> Alert {
    testing::alerts().swap_remove(0)
}

/// The occurrence of the problem that the cards of the tests are about.
fn seen_today() -> u64 {
    occurrence(report_day())
}

fn decided_by(who: &Member, at: Timestamp) -> DecisionRecord {
    DecisionRecord { by: who.id.clone(), name: who.name.clone(), at, source: Source::WhatsApp }
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}
