//! Claims about inbound messages, on a real DynamoDB engine.

mod assigning;
mod budgets;
mod endless;
mod forms;
mod messages;
mod owners;
mod questions;
mod reasons;
mod reference;
mod statuses;
mod taps;

use super::*;
use domain::audit::Verb;
use domain::clock::FixedClock;
use domain::testing::{
    ACCOUNT_SID, RecordingQuestions, RecordingQueue, SENDER, inbound, now, pepper, token_keys, workspace,
};
use domain::workspace::{Consent, Member};
use store::embedded::{self, EmbeddedStore};
use store::item::Entity;
use store::key::Key;
use store::testing::store_workspace;

/// The workspace of the tests, ready to receive messages.
struct Scene {
    embedded: EmbeddedStore,
    queue: RecordingQueue,
    questions: RecordingQuestions,
    keys: TokenKeys,
    pepper: AddressPepper,
    clock: FixedClock,
}

impl Scene {
    async fn start() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        embedded.calls.take();
        let queue = RecordingQueue::default();
        let questions = RecordingQuestions::default();
        Self { embedded, queue, questions, keys: token_keys(), pepper: pepper(), clock: FixedClock(now()) }
    }

    fn store(&self) -> &Store {
        &self.embedded.store
    }

    fn deps(&self) -> InboundDeps<'_> {
        InboundDeps {
            store: self.store(),
            queue: &self.queue,
            questions: &self.questions,
            clock: &self.clock,
            token_keys: &self.keys,
            pepper: &self.pepper,
            account_sid: ACCOUNT_SID,
            sender: SENDER,
        }
    }

    async fn receive(&self, message: &InboundMessage) -> InboundAnswer {
        receive(&self.deps(), message).await.unwrap()
    }

    /// Lets a person write. Returns the reply; there is none to a question, which is queued.
    async fn write(&self, who: &Member, number: u32, text: &str) -> String {
        match self.receive(&inbound(who, number, &[("Body", text)])).await {
            InboundAnswer::Say(reply) => reply,
            InboundAnswer::Silence => String::new(),
            InboundAnswer::NotForUs => panic!("it is for us"),
        }
    }

    async fn put<E: Entity>(&self, key: &Key, entity: &E) {
        store::testing::store_one(self.store(), key, entity).await;
    }

    async fn consent(&self, who: &Member) -> Consent {
        self.store().subscription(&who.workspace, &who.id).await.unwrap().unwrap().consent
    }

    async fn audited(&self) -> Vec<Verb> {
        self.store().audit(&workspace().id).await.unwrap().into_iter().map(|event| event.verb).collect()
    }
}
