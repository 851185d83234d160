//! A day of a workspace, produced by the real code: taps, links, a login, free text, changes of roles and rules.

use super::*;
use crate::action::text::{self, TextMessage};
use crate::action::{ActionOutcome, perform};
use crate::inbound::{InboundDeps, receive};
use crate::verification::NightlyDeps;
use crate::workspace;
use crate::workspace::membership::{MembershipRequest, change_membership};
use crate::workspace::rules::{RulesRequest, change_rules};
use domain::action::context::{Actor, RequestedAction, Via};
use domain::action::request::Request;
use domain::audit::chain::{Arrival, ChainKeys};
use domain::audit::{AuditEvent, Source, Verb};
use domain::clock::FixedClock;
use domain::identity::{AdjustmentId, WorkspaceId};
use domain::inbound::InboundMessage;
use domain::inbound::command::Whom;
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::{Alert, Recommendation, occurrence};
use domain::instant::EpochSecond;
use domain::testing::{
    ACCOUNT_SID, CountingRandomness, RecordingQuestions, RecordingQueue, SENDER, adjustment, anna, claims,
    dollars, inbound, lee, maya, pepper, recommendation, report_day, stored_token, token_keys, workspace,
};
use domain::token::bearer::{BearerFor, new_bearer};
use domain::token::{Action, ApiCaller, TargetId, TokenChannel, TokenClaims, TokenPurpose};
use domain::workspace::rules::NamedPeople;
use domain::workspace::{Member, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::atomic::{AtomicU8, Ordering};
use store::Store;
use store::chain::canonical::event_hash;
use store::embedded::{self, EmbeddedStore};
use store::item::{self, Entity};
use store::key::{self, Key};
use store::pages::Range;
use store::testing::{store_one, store_workspace};

/// The shifts of the day: each letter has a different amount.
pub(super) const SHIFTS: [(&str, i64); 6] =
    [("a", 300), ("b", 300), ("c", 600), ("d", 900), ("e", 300), ("f", 300)];

/// A workspace after a day.
pub(super) struct Day {
    pub(super) embedded: EmbeddedStore,
    drawn: AtomicU8,
}

pub(super) fn at(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

pub(super) fn shift_id(letter: &str) -> AdjustmentId {
    format!("20261005-{letter}").parse().unwrap()
}

pub(super) fn alerts() -> Vec<Alert> {
    domain::testing::alerts()
}

fn by(owner: &Member, seconds: i64) -> workspace::Change {
    let (workspace, actor) = (workspace().id, Some(owner.id.clone()));
    workspace::Change { workspace, actor, source: Source::Api, at: at(seconds) }
}

impl Day {
    pub(super) fn store(&self) -> &Store {
        &self.embedded.store
    }

    pub(super) fn date(&self) -> Date {
        jiff::civil::date(2026, 10, 6)
    }

    fn number(&self) -> u8 {
        self.drawn.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) async fn lived() -> Self {
        let day = Self { embedded: embedded::start(), drawn: AtomicU8::new(1) };
        day.set_up().await;
        day.shifts().await;
        day.alerts_and_recommendation().await;
        day.people().await;
        day.seal().await;
        day
    }

    async fn set_up(&self) {
        store_workspace(self.store()).await;
        for (letter, amount) in SHIFTS {
            let shift = BudgetAdjustment { id: shift_id(letter), amount: dollars(amount), ..adjustment() };
            store_one(self.store(), &Key::adjustment(&shift.workspace, &shift.id), &shift).await;
        }
        for alert in alerts() {
            store_one(self.store(), &Key::alert(&alert.workspace, &alert.finding.id), &alert).await;
        }
        let open = Recommendation { adjustment: shift_id("e"), ..recommendation() };
        store_one(self.store(), &Key::recommendation(&open.workspace, &open.id), &open).await;
    }

    /// Shifts: one tap and undo, a decline with its reason, two taps, two people (the second on a page).
    async fn shifts(&self) {
        self.tap(&maya(), Action::ApproveShift, "20261005-a", 1, 10).await;
        self.tap(&maya(), Action::UndoShift, "20261005-a", 2, 20).await;
        self.tap(&lee(), Action::DeclineShift, "20261005-b", 1, 30).await;
        self.reason(40).await;
        self.rules(50).await;
        self.tap(&maya(), Action::ConfirmShift, "20261005-c", 1, 60).await;
        self.tap(&maya(), Action::ApproveShift, "20261005-d", 1, 70).await;
        self.link(&lee(), Action::ApproveShift, "20261005-d", 2, 80).await;
    }

    async fn alerts_and_recommendation(&self) {
        let ids: Vec<String> = alerts().iter().map(|alert| alert.finding.id.to_string()).collect();
        self.login(&lee(), Action::AcknowledgeAlert, &ids[0], occurrence(report_day()), 90).await;
        self.tap(&maya(), Action::SnoozeAlert, &ids[1], occurrence(report_day()), 100).await;
        let what = recommendation().id.to_string();
        self.tap(&maya(), Action::PickAssignee, &what, 1, 110).await;
        self.tap(&lee(), Action::AcceptAssignment, &what, 2, 120).await;
        self.tap(&lee(), Action::PassBackAssignment, &what, 2, 130).await;
        self.assign_in_words(140).await;
    }

    async fn people(&self) {
        let role = MembershipRequest::Role(Role::Owner);
        change_membership(self.store(), &by(&maya(), 150), &lee().id, &role).await.unwrap();
        self.tap(&lee(), Action::ApproveShift, "20261005-f", 1, 160).await;
        self.try_tap(&anna(), Action::ApproveShift, "20261005-e", 1, 170).await;
        self.write(&lee(), "STOP", 180).await;
        self.try_tap(&lee(), Action::ApproveShift, "20261005-e", 1, 185).await;
        self.write(&lee(), "START", 190).await;
        let operator = workspace::Change { actor: None, ..by(&maya(), 200) };
        let role = MembershipRequest::Role(Role::Marketer);
        change_membership(self.store(), &operator, &lee().id, &role).await.unwrap();
        let nonce = [self.number(); 16];
        let bearer =
            new_bearer(&token_keys(), &workspace().id, &BearerFor::Integrator, nonce, at(205)).unwrap();
        self.store().issue_bearer(&bearer.1).await.unwrap();
    }

    async fn issue(
        &self,
        who: &Member,
        (purpose, channel): (TokenPurpose, TokenChannel),
        target: &str,
        version: u64,
        seconds: i64,
    ) -> TokenClaims {
        let claims = TokenClaims { channel, ..claims(who, purpose, target, self.number()) };
        let mut token = stored_token(&claims, version);
        token.issued_at = EpochSecond::from(at(seconds - 5));
        token.detail = (purpose == Action::PickAssignee.into()).then(|| lee().id.to_string());
        store_one(self.store(), &Key::token(&claims.workspace, &claims.hash()), &token).await;
        claims
    }

    fn message(&self, who: &Member, more: &[(&str, &str)]) -> InboundMessage {
        let number = u32::from(self.number());
        inbound(who, number, more).vouched_by(&format!("signature {number}"))
    }

    async fn tap(&self, who: &Member, action: Action, target: &str, version: u64, seconds: i64) {
        assert_eq!(
            self.try_tap(who, action, target, version, seconds).await,
            ActionOutcome::Changed,
            "{action:?} {target}"
        );
    }

    async fn try_tap(
        &self,
        who: &Member,
        action: Action,
        target: &str,
        version: u64,
        seconds: i64,
    ) -> ActionOutcome {
        let claims = self.issue(who, (action.into(), TokenChannel::Button), target, version, seconds).await;
        let message = self.message(who, &[("ButtonText", "A button"), ("ButtonPayload", "v1.k1.body.mac")]);
        let via = Via::Phone(&message.senders);
        let actor = Actor { claims: &claims, via, requested: None, now: at(seconds) };
        perform(self.store(), &Request { actor, message: Some(&message) }).await.unwrap().outcome
    }

    async fn link(&self, who: &Member, action: Action, target: &str, version: u64, seconds: i64) {
        let claims = self.issue(who, (action.into(), TokenChannel::Link), target, version, seconds).await;
        let actor = Actor { claims: &claims, via: Via::Link, requested: None, now: at(seconds) };
        let ended = perform(self.store(), &Request { actor, message: None }).await.unwrap().outcome;
        assert_eq!(ended, ActionOutcome::Changed);
    }

    async fn login(&self, who: &Member, action: Action, target: &str, seen_version: u64, seconds: i64) {
        let claims = self
            .issue(
                who,
                (TokenPurpose::Api(ApiCaller::Member), TokenChannel::Bearer),
                who.id.as_str(),
                0,
                seconds,
            )
            .await;
        let requested =
            Some(RequestedAction { action, target: target.parse().unwrap(), seen_version, detail: None });
        let actor = Actor { claims: &claims, via: Via::Bearer, requested, now: at(seconds) };
        let ended = perform(self.store(), &Request { actor, message: None }).await.unwrap().outcome;
        assert_eq!(ended, ActionOutcome::Changed);
    }

    async fn written(&self, who: &Member) -> (Member, domain::workspace::WhatsAppSubscription) {
        let member = self.get(&Key::member(&who.workspace, &who.id)).await;
        (member, self.get(&Key::subscription(&who.workspace, &who.id)).await)
    }

    async fn reason(&self, seconds: i64) {
        let (member, subscription) = self.written(&lee()).await;
        let message = self.message(&lee(), &[("Body", "Sale week, keep it")]);
        let written =
            TextMessage { message: &message, member: &member, subscription: &subscription, now: at(seconds) };
        let shift: TargetId = "20261005-b".parse().unwrap();
        text::give_reason(self.store(), &written, &shift).await.unwrap().unwrap();
    }

    async fn assign_in_words(&self, seconds: i64) {
        let (member, subscription) = self.written(&maya()).await;
        let message = self.message(&maya(), &[("Body", "assign Lee")]);
        let written =
            TextMessage { message: &message, member: &member, subscription: &subscription, now: at(seconds) };
        let performed = text::assign(
            self.store(),
            &written,
            &Whom::Named(domain::text::free::GivenName::clean("Lee").unwrap()),
        )
        .await
        .unwrap();
        assert_eq!(performed.outcome, ActionOutcome::Changed);
    }

    async fn write(&self, who: &Member, body: &str, seconds: i64) {
        self.receive(&self.message(who, &[("Body", body)]), seconds).await;
    }

    /// Lets a person write two texts under one identifier.
    pub(super) async fn write_twice(&self, who: &Member, bodies: [&str; 2], seconds: i64) {
        let first = self.message(who, &[("Body", bodies[0])]);
        let second = InboundMessage { body: bodies[1].to_owned(), ..first.clone() };
        self.receive(&first, seconds).await;
        self.receive(&second.vouched_by("another signature"), seconds + 1).await;
    }

    async fn receive(&self, message: &InboundMessage, seconds: i64) {
        let (queue, keys, pepper, clock) =
            (RecordingQueue::default(), token_keys(), pepper(), FixedClock(at(seconds)));
        let deps = InboundDeps {
            store: self.store(),
            queue: &queue,
            questions: &RecordingQuestions::default(),
            clock: &clock,
            token_keys: &keys,
            pepper: &pepper,
            account_sid: ACCOUNT_SID,
            sender: SENDER,
        };
        receive(&deps, message).await.unwrap();
    }

    async fn rules(&self, seconds: i64) {
        let wish = RulesRequest {
            seen_version: 1,
            single_tap_limit: dollars(500),
            confirm_limit: Some(dollars(700)),
            named: NamedPeople::default(),
            undo_seconds: 1_800,
            shift_step_percent: 20,
            tokens_valid_from: None,
        };
        change_rules(self.store(), &by(&maya(), seconds), &wish).await.unwrap();
    }

    async fn seal(&self) {
        let events = self.store().query(&key::audit(&workspace().id), Range::All).await.unwrap();
        let arrivals: Vec<Arrival> = events.into_iter().map(arrival).collect();
        self.store().seal(&chain_keys(), &workspace().id, &arrivals, at(300)).await.unwrap();
    }

    /// Removes the last event together with its link, its mark and its trace in the head.
    pub(super) async fn cut_the_chain_off(&self) {
        let workspace = workspace().id;
        let links = self.store().query(&key::chain(&workspace), Range::Between("0", "9")).await.unwrap();
        let mut links: Vec<domain::audit::chain::ChainLink> =
            links.into_iter().map(|link| item::read(link).unwrap()).collect();
        let last = links.pop().unwrap();
        for key in [
            Key::chain_link(&workspace, last.sequence),
            Key::seal_mark(&workspace, &last.event_key),
            Key::audit_event(&workspace, &last.event_key),
        ] {
            self.embedded.delete(&key).await;
        }
        let head = domain::audit::chain::ChainHead::from(&links.pop().unwrap());
        store_one(self.store(), &Key::chain_head(&workspace), &head).await;
    }

    /// Sets up a workspace whose people cannot be read.
    pub(super) async fn spoil_another_workspace(&self) {
        let mut settings = domain::testing::settings();
        settings.workspace.id = "spoilt".parse().unwrap();
        self.store().save_settings(&settings).await.unwrap();
        let key = Key::member(&settings.workspace.id, &maya().id);
        self.store().put_all(vec![item::mark(&key, "member")], &|_| {}).await.unwrap();
    }

    /// Adds an unreadable message to the list of the day's messages.
    pub(super) async fn spoil_a_message(&self) {
        let key = Key::message(&workspace().id, &"spoilt".parse().unwrap());
        let list = key::message_list(&workspace().id);
        let spoilt = item::listed(item::mark(&key, "message"), list, key::sortable(at(0)));
        self.store().put_all(vec![spoilt], &|_| {}).await.unwrap();
    }

    pub(super) async fn night(&self, request: &NightlyRequest) -> NightlyRun {
        self.try_night(request).await.unwrap()
    }

    pub(super) async fn try_night(&self, request: &NightlyRequest) -> Result<NightlyRun, NightlyError> {
        let chain_keys = chain_keys();
        run(&deps(self.store(), &chain_keys), request).await
    }

    /// Verifies the day of this workspace only.
    pub(super) async fn proof(&self) -> SafetyReport {
        let workspace: WorkspaceId = workspace().id;
        let chain_keys = chain_keys();
        let deps = deps(self.store(), &chain_keys);
        let day = super::super::day(Some(self.date()), deps.now).unwrap();
        super::super::of_workspace(&deps, &workspace, day, &[]).await.unwrap().safety
    }

    pub(super) async fn get<E: Entity>(&self, key: &Key) -> E {
        let mut found = self.store().get_all(std::slice::from_ref(key)).await.unwrap();
        item::read(found.remove(key).unwrap_or_else(|| panic!("{key:?}"))).unwrap()
    }

    /// Returns the only executed event with this verb about an object; the object may be left open.
    pub(super) async fn event(&self, verb: Verb, object: &str) -> AuditEvent {
        let events = self.store().audit(&workspace().id).await.unwrap();
        let found: Vec<AuditEvent> = events
            .into_iter()
            .filter(|event| event.outcome == domain::audit::Outcome::Executed)
            .filter(|event| event.verb == verb && (object.is_empty() || event.object == object))
            .collect();
        found.into_iter().next().unwrap_or_else(|| panic!("{verb:?} {object}"))
    }
}

fn arrival(stored: store::Item) -> Arrival {
    Arrival { event_key: item::key(&stored).unwrap().sort, event_hash: event_hash(&stored.into()) }
}

fn chain_keys() -> ChainKeys {
    ChainKeys::new("a1", &std::collections::BTreeMap::from([("a1".to_owned(), vec![1; 32])])).unwrap()
}

fn deps<'a>(store: &'a Store, chain_keys: &'a ChainKeys) -> NightlyDeps<'a> {
    static RANDOMNESS: std::sync::LazyLock<CountingRandomness> =
        std::sync::LazyLock::new(CountingRandomness::default);
    let now = "2026-10-07T03:15:00Z".parse().unwrap();
    NightlyDeps { store, chain_keys, randomness: &*RANDOMNESS, now }
}
