//! Claims about the read and the transaction of an action by themselves.

use super::*;
use crate::embedded::{self, EmbeddedStore};
use crate::key;
use crate::pages::Range;
use crate::testing::{store_one, store_workspace};
use domain::action::context::{Presence, Wish};
use domain::action::effects::ChangeConditions;
use domain::action::plan::{Ending, Performed};
use domain::address::WhatsAppAddress;
use domain::audit::{AuditEvent, Evidence, Outcome, Source, Verb};
use domain::insight::adjustment::DecisionRecord;
use domain::language::Language;
use domain::testing::{address, adjustment, claims, inbound_sid, maya, now, stored_token, workspace};
use domain::token::{Action, ApiCaller, TokenChannel, TokenClaims, TokenPurpose};
use domain::workspace::Role;

/// A workspace with a shift and Maya's button for it.
struct Table {
    embedded: EmbeddedStore,
    button: TokenClaims,
    senders: Vec<WhatsAppAddress>,
}

impl Table {
    async fn start() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        let shift = adjustment();
        store_one(&embedded.store, &Key::adjustment(&shift.workspace, &shift.id), &shift).await;
        let button = claims(&maya(), Action::ApproveShift, shift.id.as_str(), 1);
        let key = Key::token(&button.workspace, &button.hash());
        store_one(&embedded.store, &key, &stored_token(&button, 1)).await;
        embedded.calls.take();
        Self { embedded, button, senders: vec![address(&maya())] }
    }

    fn store(&self) -> &Store {
        &self.embedded.store
    }

    fn actor(&self) -> Actor<'_> {
        Actor { claims: &self.button, presence: Presence::Phone(&self.senders), asked: None, now: now() }
    }

    async fn facts(&self) -> ActionFacts {
        self.store().read_action(&self.actor(), None).await.unwrap().facts
    }

    /// Approves the shift as the decision would, with this use of the token.
    async fn approve(&self, facts: &ActionFacts, token: TokenUse) -> Result<Committed, StoreError> {
        let by = DecisionRecord { by: maya().id, name: "Maya".into(), at: now(), source: Source::WhatsApp };
        let after = Target::Shift(Box::new(adjustment().approved(by, 0)));
        let conditions = ChangeConditions { needs_another: true, ..ChangeConditions::default() };
        let change = PlannedChange { after, token, conditions, audit: event() };
        let plan = Plan {
            write: PlannedWrite::Change(Box::new(change)),
            effects: Left::default(),
            result: Performed {
                reply: None,
                jobs: Vec::new(),
                ending: Ending::Changed,
                language: Language::English,
            },
        };
        self.embedded.calls.take();
        self.store().commit(&self.actor(), facts, &plan).await
    }

    async fn shift_version(&self) -> u64 {
        let stored = self.store().adjustment(&workspace().id, &adjustment().id).await.unwrap();
        stored.unwrap().version
    }
}

fn event() -> AuditEvent {
    let sid = inbound_sid(1);
    AuditEvent {
        id: AuditEvent::id_for_message(&sid),
        workspace: workspace().id,
        at: now(),
        actor: Some(maya().id),
        administrator: None,
        source: Source::WhatsApp,
        verb: Verb::ApproveShift,
        object: adjustment().id.to_string(),
        before: None,
        after: None,
        outcome: Outcome::Executed,
        message_sid: Some(sid),
        evidence: Some(Evidence {
            token: None,
            role: Role::Owner,
            rules_version: 1,
            target_version: 1,
            band: None,
            first_approver: None,
        }),
    }
}

#[tokio::test]
async fn one_batch_reads_what_the_request_names_and_nothing_else() {
    let table = Table::start().await;
    table.embedded.calls.meter();
    let (phone, sid) = (table.actor(), inbound_sid(1));
    let link_claims = TokenClaims { channel: TokenChannel::Link, ..table.button.clone() };
    let link = Actor { claims: &link_claims, presence: Presence::Link, ..table.actor() };
    let login = TokenClaims {
        purpose: TokenPurpose::Api(ApiCaller::Member),
        channel: TokenChannel::Bearer,
        ..table.button.clone()
    };
    let asked = Wish {
        action: Action::ShowAlerts,
        target: "2026-10-05".parse().unwrap(),
        seen_version: 0,
        detail: None,
    };
    let api = Actor { claims: &login, presence: Presence::Bearer, asked: Some(asked), now: now() };
    let nothing = Actor { asked: None, ..api.clone() };
    for (actor, sid, items) in
        [(&phone, Some(sid.as_str()), 7.0), (&link, None, 6.0), (&api, None, 6.0), (&nothing, None, 5.0)]
    {
        table.store().read_action(actor, sid).await.unwrap();
        assert_eq!(table.embedded.calls.take(), ["BatchGetItem"]);
        let units = table.embedded.calls.take_units();
        assert!((units["BatchGetItem"].read - items).abs() < f64::EPSILON, "{units:?}, not {items}");
    }
}

#[tokio::test]
async fn a_target_of_a_kind_that_no_action_is_about_is_not_read_as_one() {
    let table = Table::start().await;
    let shift = adjustment();
    let odd = item::mark(&Key::adjustment(&shift.workspace, &shift.id), "digest");
    table.store().put_all(vec![odd], &|_| {}).await.unwrap();
    let read = table.store().read_action(&table.actor(), None).await;
    assert!(matches!(read, Err(StoreError::Malformed { kind: "target" })));
}

#[tokio::test]
async fn a_tap_without_a_token_is_a_defect_and_reaches_nothing() {
    let table = Table::start().await;
    let facts = table.facts().await;
    let refused = table.approve(&facts, TokenUse::Absent).await;
    assert!(matches!(refused, Err(StoreError::Malformed { kind: "token" })));
    assert_eq!((table.embedded.calls.take(), table.shift_version().await), (vec![], 1));
}

#[tokio::test]
async fn without_what_it_rests_on_an_action_is_a_defect_and_reaches_nothing() {
    let table = Table::start().await;
    let whole = table.facts().await;
    let lacking = [
        ActionFacts { token: None, ..whole.clone() },
        ActionFacts { member: None, ..whole.clone() },
        ActionFacts { workspace: None, ..whole.clone() },
        ActionFacts { subscription: None, ..whole.clone() },
        ActionFacts { roster: None, ..whole.clone() },
        ActionFacts { target: None, ..whole },
    ];
    for facts in lacking {
        let refused = table.approve(&facts, TokenUse::Fresh).await;
        assert!(matches!(refused, Err(StoreError::Malformed { .. })), "{facts:?}");
        assert_eq!(table.embedded.calls.take(), [""; 0]);
    }
}

#[tokio::test]
async fn nothing_changes_when_its_event_cannot_be_written() {
    let table = Table::start().await;
    let facts = table.facts().await;
    let audit = event();
    store_one(table.store(), &Key::audit(&audit.workspace, audit.at, &audit.id), &audit).await;
    let lost = table.approve(&facts, TokenUse::Fresh).await.unwrap();
    let Committed::StoodInTheWay(found) = lost else { panic!("{lost:?}") };
    assert_eq!((found.token, found.target), (facts.token, facts.target));
    assert_eq!(table.shift_version().await, 1);
}

#[tokio::test]
async fn a_change_and_its_event_are_there_together() {
    let table = Table::start().await;
    let facts = table.facts().await;
    assert!(matches!(table.approve(&facts, TokenUse::Fresh).await, Ok(Committed::Done)));
    assert_eq!(table.embedded.calls.take(), ["TransactWriteItems"]);
    assert_eq!(table.shift_version().await, 2);
    assert_eq!(table.store().audit(&workspace().id).await.unwrap(), [event()]);
    assert_eq!(table.store().latest_audit(&workspace().id, 5).await.unwrap(), [event()]);
}

#[tokio::test]
async fn what_leaves_nothing_costs_no_call() {
    let table = Table::start().await;
    table.store().log_unchanged(None, &Left::default()).await.unwrap();
    assert_eq!(table.embedded.calls.take(), [""; 0]);
}

#[tokio::test]
async fn the_event_of_a_stranger_is_written_once_whatever_time_it_names() {
    let table = Table::start().await;
    let first = AuditEvent { actor: None, ..event() };
    let later = AuditEvent { at: now() + jiff::SignedDuration::from_secs(20), ..first.clone() };
    for audit in [&first, &first, &later] {
        table.store().log_stranger(audit).await.unwrap();
    }
    assert_eq!(table.store().audit(&workspace().id).await.unwrap(), [first]);
    let talk = key::talk(&workspace().id, &maya().id);
    assert_eq!(table.store().query(&talk, Range::All).await.unwrap(), []);
}
