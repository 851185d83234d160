//! Claims about taps, on a real DynamoDB engine: what an approval leaves, and what everything else leaves unchanged.

mod alerts;
mod approval;
mod odd;
mod races;

use super::*;
use crate::action::token::WhatsAppActionToken;
use crate::store::Item;
use crate::store::embedded::{self, EmbeddedStore};
use crate::store::item;
use crate::store::key::{self, Key};
use crate::store::pages::Range;
use crate::testing::{
    adjustment, claims, inbound, maya, now, store_one, store_workspace, stored_token, token_keys, workspace,
};
use crate::workspace::Member;

/// The two calls of an approval; what refuses costs the same or less.
const TWO_CALLS: [&str; 2] = ["BatchGetItem", "TransactWriteItems"];

/// A workspace with a proposed shift and a button for Maya to approve it.
struct Scene {
    embedded: EmbeddedStore,
    claims: TokenClaims,
}

impl Scene {
    async fn start() -> Self {
        let embedded = embedded::start().await;
        store_workspace(&embedded.store).await;
        let shift = adjustment();
        store_one(&embedded.store, &Key::adjustment(&shift.workspace, &shift.id), &shift).await;
        let scene =
            Self { embedded, claims: claims(&maya(), ActionKind::ApproveShift, shift.id.as_str(), 1) };
        scene.issue(&scene.claims).await;
        scene.embedded.calls.take();
        scene
    }

    fn store(&self) -> &Store {
        &self.embedded.store
    }

    /// Stores the token of a button and gives its claims back.
    async fn issue(&self, claims: &TokenClaims) {
        store_one(self.store(), &Key::token(&claims.workspace, &claims.hash()), &stored_token(claims, 1))
            .await;
    }

    /// Issues a button for another person and the same shift.
    async fn issue_to(&self, member: &Member, seed: u8) -> TokenClaims {
        let claims = claims(member, ActionKind::ApproveShift, adjustment().id.as_str(), seed);
        self.issue(&claims).await;
        claims
    }

    /// Maya taps her button.
    async fn tap(&self, number: u32) -> String {
        self.tap_as(&maya(), &self.claims, number, now()).await
    }

    async fn tap_as(&self, who: &Member, claims: &TokenClaims, number: u32, at: Timestamp) -> String {
        let message = tap_message(who, number);
        handle(self.store(), &Tap { claims, message: &message, now: at }).await.unwrap()
    }

    async fn audit(&self) -> Vec<AuditEvent> {
        self.store().audit(&workspace().id).await.unwrap()
    }

    async fn shift(&self) -> BudgetAdjustment {
        self.store().adjustment(&workspace().id, &adjustment().id).await.unwrap().unwrap()
    }

    async fn token(&self, claims: &TokenClaims) -> WhatsAppActionToken {
        let key = Key::token(&claims.workspace, &claims.hash());
        item::read(self.store().get_all(std::slice::from_ref(&key)).await.unwrap().remove(&key).unwrap())
            .unwrap()
    }

    async fn entry(&self, member: &Member, number: u32) -> Option<WhatsAppConversationEntry> {
        let sid = crate::testing::inbound_sid(number);
        self.store().inbound_entry(&member.workspace, &member.id, &sid).await.unwrap()
    }

    /// Every item that a tap could change, for comparing.
    async fn everything(&self) -> Vec<Item> {
        let workspace = workspace().id;
        let people = crate::testing::settings().members;
        let mut partitions: Vec<String> =
            people.iter().map(|member| key::talk(&workspace, &member.id)).collect();
        partitions.extend([key::settings(&workspace), key::findings(&workspace), key::audit(&workspace)]);
        partitions.push(Key::token(&workspace, &self.claims.hash()).partition);
        let mut items = Vec::new();
        for partition in partitions {
            items.extend(self.store().query(&partition, Range::All).await.unwrap());
        }
        items
    }

    /// Checks that a tap changed nothing but the logs: the shift and the button are as they were.
    async fn assert_nothing_happened(&self) {
        assert_eq!(self.shift().await, adjustment());
        assert_eq!(self.token(&self.claims).await, stored_token(&self.claims, 1));
    }

    /// Checks that the last audit event is a denial for this reason, by this person, and the only one.
    async fn assert_denied(&self, reason: &str, actor: Option<&Member>) {
        let audit = self.audit().await;
        let [event] = audit.as_slice() else { panic!("{audit:?}") };
        assert_eq!(event.outcome, Outcome::Denied { reason: reason.to_owned() });
        assert_eq!(event.actor.as_ref(), actor.map(|actor| &actor.id));
    }
}

/// A tap on "Approve budget shift" as it arrives from a person's phone.
fn tap_message(who: &Member, number: u32) -> InboundMessage {
    let button = token_keys().seal(&claims(who, ActionKind::ApproveShift, adjustment().id.as_str(), 1));
    let on = "MM000000000000000000000000000000d1";
    let more = [
        ("ButtonText", "Approve budget shift"),
        ("ButtonPayload", button.as_str()),
        ("OriginalRepliedMessageSid", on),
    ];
    inbound(who, number, &more)
}
