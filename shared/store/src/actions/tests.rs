//! Tests of an action's read and transaction in isolation.

use super::*;
use crate::embedded::{self, EmbeddedStore};
use crate::key;
use crate::pages::Range;
use crate::testing::{store_one, store_workspace};
use domain::action::context::{RequestedAction, Via};
use domain::action::effects::ChangeConditions;
use domain::action::plan::{ActionOutcome, ActionResult};
use domain::address::WhatsAppAddress;
use domain::audit::{AuditEvent, Evidence, Occasion, Source, Verb};
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
        Actor { claims: &self.button, via: Via::Phone(&self.senders), requested: None, now: now() }
    }

    async fn context(&self) -> ActionContext {
        self.store().read_action(&self.actor(), None).await.unwrap().context
    }

    /// Approves the shift as the decision would, with this use of the token.
    async fn approve(&self, context: &ActionContext, token: TokenUse) -> Result<Committed, StoreError> {
        let by = DecisionRecord { by: maya().id, name: "Maya".into(), at: now(), source: Source::WhatsApp };
        let after = Target::Shift(Box::new(adjustment().approved(by, 0)));
        let conditions = ChangeConditions { needs_another: true, ..ChangeConditions::default() };
        let change = PlannedChange { after, token, conditions, audit: event() };
        let plan = Plan {
            write: PlannedWrite::Change(Box::new(change)),
            effects: SideEffects::default(),
            result: ActionResult {
                reply: None,
                jobs: Vec::new(),
                outcome: ActionOutcome::Changed,
                language: Language::English,
            },
        };
        self.embedded.calls.take();
        self.store().commit(&self.actor(), context, &plan).await
    }

    async fn shift_version(&self) -> u64 {
        let stored = self.store().adjustment(&workspace().id, &adjustment().id).await.unwrap();
        stored.unwrap().version
    }
}

fn event() -> AuditEvent {
    let sid = inbound_sid(1);
    let occasion = Occasion {
        id: AuditEvent::id_for_message(&sid),
        workspace: workspace().id,
        at: now(),
        source: Source::WhatsApp,
    };
    let evidence = Evidence {
        token: None,
        role: Role::Owner,
        rules_version: 1,
        target_version: 1,
        band: None,
        first_approver: None,
    };
    AuditEvent::executed(occasion, Verb::ApproveShift, adjustment().id.as_str())
        .by(&maya().id)
        .asked_by(&sid)
        .because(evidence)
}

#[tokio::test]
async fn one_batch_reads_what_the_request_names_and_nothing_else() {
    let table = Table::start().await;
    table.embedded.calls.meter();
    let (phone, sid) = (table.actor(), inbound_sid(1));
    let link_claims = TokenClaims { channel: TokenChannel::Link, ..table.button.clone() };
    let link = Actor { claims: &link_claims, via: Via::Link, ..table.actor() };
    let login = TokenClaims {
        purpose: TokenPurpose::Api(ApiCaller::Member),
        channel: TokenChannel::Bearer,
        ..table.button.clone()
    };
    let asked = RequestedAction {
        action: Action::ShowAlerts,
        target: "2026-10-05".parse().unwrap(),
        seen_version: 0,
        detail: None,
    };
    let api = Actor { claims: &login, via: Via::Bearer, requested: Some(asked), now: now() };
    let nothing = Actor { requested: None, ..api.clone() };
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
    let context = table.context().await;
    let refused = table.approve(&context, TokenUse::Absent).await;
    assert!(matches!(refused, Err(StoreError::Malformed { kind: "token" })));
    assert_eq!((table.embedded.calls.take(), table.shift_version().await), (vec![], 1));
}

#[tokio::test]
async fn without_what_it_rests_on_an_action_is_a_defect_and_reaches_nothing() {
    let table = Table::start().await;
    let whole = table.context().await;
    let lacking = [
        ActionContext { token: None, ..whole.clone() },
        ActionContext { member: None, ..whole.clone() },
        ActionContext { workspace: None, ..whole.clone() },
        ActionContext { subscription: None, ..whole.clone() },
        ActionContext { roster: None, ..whole.clone() },
        ActionContext { target: None, ..whole },
    ];
    for context in lacking {
        let refused = table.approve(&context, TokenUse::Fresh).await;
        assert!(matches!(refused, Err(StoreError::Malformed { .. })), "{context:?}");
        assert_eq!(table.embedded.calls.take(), [""; 0]);
    }
}

#[tokio::test]
async fn nothing_changes_when_its_event_cannot_be_written() {
    let table = Table::start().await;
    let context = table.context().await;
    let audit = event();
    store_one(table.store(), &Key::audit(&audit.workspace, audit.at, &audit.id), &audit).await;
    let lost = table.approve(&context, TokenUse::Fresh).await.unwrap();
    let Committed::StoodInTheWay(found) = lost else { panic!("{lost:?}") };
    assert_eq!((found.token, found.target), (context.token, context.target));
    assert_eq!(table.shift_version().await, 1);
}

#[tokio::test]
async fn a_change_and_its_event_are_there_together() {
    let table = Table::start().await;
    let context = table.context().await;
    assert!(matches!(table.approve(&context, TokenUse::Fresh).await, Ok(Committed::Done)));
    assert_eq!(table.embedded.calls.take(), ["TransactWriteItems"]);
    assert_eq!(table.shift_version().await, 2);
    assert_eq!(table.store().audit(&workspace().id).await.unwrap(), [event()]);
    assert_eq!(table.store().latest_audit(&workspace().id, 5).await.unwrap(), [event()]);
}

#[tokio::test]
async fn what_leaves_nothing_costs_no_call() {
    let table = Table::start().await;
    table.store().log_unchanged(None, &SideEffects::default()).await.unwrap();
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
