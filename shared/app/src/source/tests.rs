//! Claims about changing until when a source is expected.

use super::*;
use domain::clock::FixedClock;
use domain::oidc::AdminAccess;
use domain::testing::issuer::{PublishedKeys, Signer, access, admin_claims};
use domain::testing::{now, workspace};
use domain::verification::history::History;
use domain::verification::{Origin, Stored, Verdict, prove};
use jiff::civil::time;
use store::embedded::{self, EmbeddedStore, Fault, FaultPlan};
use store::testing::store_workspace;

const HALF_PAST_SIX: Option<Time> = Some(time(6, 30, 0, 0));
const SEVEN: Option<Time> = Some(time(7, 0, 0, 0));

struct Desk {
    embedded: EmbeddedStore,
    administrator: Administrator,
}

impl Desk {
    async fn start() -> Self {
        let embedded = embedded::start().without_retries();
        store_workspace(&embedded.store).await;
        embedded.calls.take();
        let access: AdminAccess = access(PublishedKeys::new(&[&Signer::issuer()]));
        let token = Signer::issuer().sign(&admin_claims(now()));
        Self { embedded, administrator: access.admit(&token, now()).await.unwrap() }
    }

    async fn expect(&self, expected_by: Option<Time>) -> Result<Option<Expected>, StoreError> {
        self.expect_in(&workspace().id, expected_by).await
    }

    async fn expect_in(
        &self,
        workspace: &WorkspaceId,
        expected_by: Option<Time>,
    ) -> Result<Option<Expected>, StoreError> {
        let (administrator, channel) = (&self.administrator, &"google".parse().unwrap());
        let wish = ExpectationRequest { administrator, workspace, channel, expected_by };
        expect(&SourceDeps { store: &self.embedded.store, clock: &FixedClock(now()) }, &wish).await
    }

    async fn expected(&self) -> Option<Time> {
        let settings = self.embedded.store.settings(&workspace().id).await.unwrap().unwrap();
        expected(&settings, &"google".parse().unwrap())
    }

    async fn events(&self) -> Vec<AuditEvent> {
        self.embedded.store.latest_audit(&workspace().id, 10).await.unwrap()
    }
}

#[tokio::test]
async fn a_change_is_one_transaction_with_its_event_and_the_same_wish_again_is_none() {
    let desk = Desk::start().await;
    assert_eq!(desk.expect(HALF_PAST_SIX).await.unwrap(), Some(Expected::Changed));
    assert_eq!(desk.embedded.calls.take(), ["Query", "TransactWriteItems"]);
    assert_eq!(desk.expect(HALF_PAST_SIX).await.unwrap(), Some(Expected::Unchanged));
    assert_eq!(desk.embedded.calls.take(), ["Query"]);
    let events = desk.events().await;
    assert_eq!(events.len(), 1);
    let event = &events[0];
    assert_eq!(
        (event.verb, event.object.as_str(), event.source),
        (Verb::ExpectSource, "google", Source::Admin)
    );
    assert_eq!(event.administrator.as_deref(), Some(desk.administrator.subject()));
    let told = (event.before.as_deref(), event.after.as_deref());
    assert_eq!(told, (Some("not expected"), Some("expected by 06:30")));
    let verdict = prove(event, &Stored::default(), &History::default());
    assert_eq!(verdict, Verdict::NotAPersons(Origin::Administrator));
}

#[tokio::test]
async fn what_is_expected_can_be_changed_and_ended() {
    let desk = Desk::start().await;
    for wish in [HALF_PAST_SIX, SEVEN, None] {
        assert_eq!(desk.expect(wish).await.unwrap(), Some(Expected::Changed));
        assert_eq!(desk.expected().await, wish);
    }
    assert_eq!(desk.expect(None).await.unwrap(), Some(Expected::Unchanged));
    assert_eq!(desk.events().await.len(), 3);
}

#[tokio::test]
async fn a_workspace_that_is_not_there_expects_nothing() {
    let desk = Desk::start().await;
    assert_eq!(desk.expect_in(&"nowhere".parse().unwrap(), SEVEN).await.unwrap(), None);
    assert_eq!(desk.embedded.calls.take(), ["Query"]);
}

#[tokio::test]
async fn two_who_change_it_at_once_both_have_their_event_and_the_last_wish_stands() {
    let desk = Desk::start().await;
    let (one, two) = futures::join!(desk.expect(HALF_PAST_SIX), desk.expect(SEVEN));
    assert_eq!((one.unwrap(), two.unwrap()), (Some(Expected::Changed), Some(Expected::Changed)));
    let events = desk.events().await;
    assert_eq!(events.len(), 2);
    let last = describe(desk.expected().await);
    assert!(events.iter().any(|event| event.before.as_deref() != Some("not expected")));
    assert!(events.iter().any(|event| event.after == Some(last.clone())));
}

#[tokio::test]
async fn a_change_that_fails_leaves_no_event() {
    let desk = Desk::start().await;
    desk.embedded.set_faults(FaultPlan::at(1, Fault::ServerError));
    assert!(desk.expect(SEVEN).await.is_err());
    desk.embedded.set_faults(FaultPlan::none());
    assert_eq!((desk.expected().await, desk.events().await.len()), (None, 0));
}
