//! Tests of the JSON API, on a real DynamoDB engine: who is admitted, what a request costs, and what the response is.

mod catalog;
mod digests;
mod imports;
mod insistent;
mod kept_reports;
mod reports;
mod resends;
mod sources;

use super::*;
use domain::audit::{Outcome, Source, Verb};
use domain::clock::FixedClock;
use domain::insight::adjustment::AdjustmentState;
use domain::testing::issuer::{PublishedKeys, Signer, access};
use domain::testing::objects::MemoryObjects;
use domain::testing::{
    RecordingQueue, adjustment, anna, claims, dollars, lee, maya, now, token_keys, workspace,
};
use domain::token::bearer::{BearerFor, IssuedBearer, new_bearer};
use domain::token::issued::IssuedToken;
use domain::token::{Action, TokenChannel, TokenClaims, TokenState, WireToken};
use domain::workspace::Member;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::embedded::{self, EmbeddedStore};
use store::key::Key;
use store::testing::{store_one, store_workspace};

const TWO_CALLS: [&str; 2] = ["BatchGetItem", "TransactWriteItems"];

/// A workspace with a proposed shift.
struct Desk {
    embedded: EmbeddedStore,
    queue: RecordingQueue,
    administrators: AdminAccess,
    objects: MemoryObjects,
    /// The key that the requests carry.
    idempotency_key: Option<String>,
}

impl Desk {
    async fn start() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        let administrators = access(PublishedKeys::new(&[&Signer::issuer()]));
        let (queue, objects, idempotency_key) = Default::default();
        let desk = Self { embedded, queue, administrators, objects, idempotency_key };
        desk.save_shift(&adjustment()).await;
        desk.embedded.calls.take();
        desk
    }

    async fn save_shift(&self, shift: &domain::insight::adjustment::BudgetAdjustment) {
        store_one(&self.embedded.store, &Key::adjustment(&shift.workspace, &shift.id), shift).await;
    }

    /// Issues a token and returns the header that carries it.
    async fn token(&self, whom: BearerFor, seed: u8) -> (String, IssuedToken) {
        let (wire, bearer) = made(&whom, seed);
        self.embedded.store.issue_bearer(&bearer).await.unwrap();
        self.embedded.calls.take();
        (format!("Bearer {}", wire.as_str()), bearer.issued)
    }

    async fn of(&self, member: &Member) -> String {
        self.token(BearerFor::Member(member.id.clone()), 1).await.0
    }

    async fn integrator(&self) -> String {
        self.token(BearerFor::Integrator, 2).await.0
    }

    async fn send(&self, path: &str, authorization: Option<&str>, body: &Value) -> ApiAnswer {
        self.send_at(now(), path, authorization, body.to_string().as_bytes()).await
    }

    async fn look_at(&self, at: Timestamp, path: &str, authorization: Option<&str>) -> ApiAnswer {
        self.ask(at, ApiMethod::Get, path, authorization, b"").await
    }

    async fn send_at(
        &self,
        at: Timestamp,
        path: &str,
        authorization: Option<&str>,
        body: &[u8],
    ) -> ApiAnswer {
        self.ask(at, ApiMethod::Post, path, authorization, body).await
    }

    async fn ask(
        &self,
        at: Timestamp,
        method: ApiMethod,
        path: &str,
        authorization: Option<&str>,
        body: &[u8],
    ) -> ApiAnswer {
        let (clock, keys) = (FixedClock(at), token_keys());
        let deps = ApiDeps {
            store: &self.embedded.store,
            clock: &clock,
            token_keys: &keys,
            queue: &self.queue,
            administrators: &self.administrators,
            objects: &self.objects,
        };
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let idempotency_key = self.idempotency_key.as_deref();
        answer(&deps, &ApiRequest { method, path, query, authorization, idempotency_key, body }).await
    }

    async fn shift(&self) -> domain::insight::adjustment::BudgetAdjustment {
        self.embedded.store.adjustment(&workspace().id, &adjustment().id).await.unwrap().unwrap()
    }
}

fn made(whom: &BearerFor, seed: u8) -> (WireToken, IssuedBearer) {
    new_bearer(&token_keys(), &workspace().id, whom, [seed; 16], now()).unwrap()
}

fn approve() -> Value {
    json!({ "action": "approve_shift", "target": adjustment().id, "version": 1 })
}

fn word(answer: &ApiAnswer) -> (u16, &str) {
    (answer.status, answer.body["error"].as_str().or(answer.body["reason"].as_str()).unwrap_or_default())
}

#[tokio::test]
async fn a_person_approves_in_two_calls_and_may_ask_again_with_the_same_token() {
    let desk = Desk::start().await;
    let maya = desk.of(&maya()).await;
    let answer = desk.send("actions", Some(&maya), &approve()).await;
    assert_eq!(desk.embedded.calls.take(), TWO_CALLS);
    assert_eq!((answer.status, answer.body["result"].as_str()), (200, Some("changed")));
    assert!(
        answer.body["message"].as_str().unwrap().starts_with("✅ Approved via app by Maya"),
        "{answer:?}"
    );
    assert_eq!(desk.shift().await.decided.unwrap().source, Source::Api);
    let later = now() + SignedDuration::from_secs(5);
    let again = desk.send_at(later, "actions", Some(&maya), approve().to_string().as_bytes()).await;
    assert_eq!(word(&again), (409, "already_approved"));
    assert_eq!(again.body["result"], "refused");
    let undo = json!({ "action": "undo_shift", "target": adjustment().id, "version": 2 });
    let later = later + SignedDuration::from_secs(5);
    let undone = desk.send_at(later, "actions", Some(&maya), undo.to_string().as_bytes()).await;
    assert_eq!((undone.status, desk.shift().await.state), (200, AdjustmentState::Undone), "{undone:?}");
    let audit = desk.embedded.store.audit(&workspace().id).await.unwrap();
    let of_api = audit.iter().filter(|event| event.source == Source::Api);
    assert_eq!(of_api.filter(|event| event.outcome == Outcome::Executed).count(), 2);
}

#[tokio::test]
async fn whoever_is_not_logged_in_costs_at_most_one_read_and_changes_nothing() {
    let desk = Desk::start().await;
    let (good, issued) = desk.token(BearerFor::Member(maya().id), 1).await;
    let last = if good.ends_with('A') { "B" } else { "A" };
    let forged = format!("{}{last}", &good[..good.len() - 1]);
    let bare = good.trim_start_matches("Bearer ").to_owned();
    for header in [None, Some(""), Some("Bearer"), Some("Basic bWF5YTpzZWNyZXQ="), Some(&bare), Some(&forged)]
    {
        let answer = desk.send("actions", header, &approve()).await;
        assert_eq!(word(&answer), (401, "unauthorized"));
    }
    assert!(desk.embedded.calls.take().is_empty(), "a forged token costs no read");
    let hour = now() + SignedDuration::from_hours(1);
    let expired = desk.send_at(hour, "actions", Some(&good), approve().to_string().as_bytes()).await;
    assert_eq!(word(&expired), (401, "unauthorized"));
    let decline = json!({ "action": "decline_shift", "target": adjustment().id, "version": 1 });
    let expired = desk.send_at(hour, "actions", Some(&good), decline.to_string().as_bytes()).await;
    assert_eq!(
        word(&expired),
        (401, "unauthorized"),
        "a no is never too late, but who says it must be known"
    );
    let mut taken_back = issued.token.clone();
    taken_back.state = TokenState::Used;
    store_one(&desk.embedded.store, &Key::token(&workspace().id, &issued.hash), &taken_back).await;
    assert_eq!(word(&desk.send("actions", Some(&good), &approve()).await), (401, "unauthorized"));
    assert_eq!(desk.shift().await, adjustment());
}

#[tokio::test]
async fn a_change_of_role_after_the_token_voids_it() {
    let desk = Desk::start().await;
    let maya_token = desk.of(&maya()).await;
    let later = now() + SignedDuration::from_secs(60);
    let changed = maya().changed(domain::workspace::Role::Marketer, true, later);
    store_one(&desk.embedded.store, &Key::member(&changed.workspace, &changed.id), &changed).await;
    let answer = desk.send_at(later, "actions", Some(&maya_token), approve().to_string().as_bytes()).await;
    assert_eq!(word(&answer), (401, "unauthorized"));
    assert_eq!(desk.shift().await, adjustment());
}

#[tokio::test]
async fn a_token_opens_its_own_door_alone() {
    let desk = Desk::start().await;
    let (maya_token, integrator) = (desk.of(&maya()).await, desk.integrator().await);
    let link = TokenClaims {
        channel: TokenChannel::Link,
        ..claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 9)
    };
    let link = format!("Bearer {}", token_keys().seal(&link).as_str());
    let outcome = format!("adjustments/{}/outcome", adjustment().id);
    for (path, token) in [
        ("actions", &integrator),
        ("actions", &link),
        (outcome.as_str(), &maya_token),
        ("campaigns/retargeting-us/budget", &link),
    ] {
        assert_eq!(word(&desk.send(path, Some(token), &approve()).await), (403, "wrong_token"), "{path}");
    }
    assert!(desk.embedded.calls.take().is_empty());
}

#[tokio::test]
async fn who_may_only_look_and_who_left_are_refused_by_that() {
    let desk = Desk::start().await;
    let (anna_token, _) = desk.token(BearerFor::Member(anna().id), 3).await;
    assert_eq!(word(&desk.send("actions", Some(&anna_token), &approve()).await), (403, "may_not"));
    let (lee_token, _) = desk.token(BearerFor::Member(lee().id), 4).await;
    let removed = Member { active: false, ..lee() };
    store_one(&desk.embedded.store, &Key::member(&removed.workspace, &removed.id), &removed).await;
    assert_eq!(word(&desk.send("actions", Some(&lee_token), &approve()).await), (403, "no_longer_member"));
    let (nobody, _) = desk.token(BearerFor::Member("nobody".parse().unwrap()), 5).await;
    assert_eq!(word(&desk.send("actions", Some(&nobody), &approve()).await), (403, "no_longer_member"));
    assert_eq!(desk.shift().await, adjustment());
}

#[tokio::test]
async fn a_body_of_another_form_is_refused_without_repeating_it() {
    let desk = Desk::start().await;
    let maya = desk.of(&maya()).await;
    let with = |name: &str, value: Value| {
        let mut body = approve();
        body[name] = value;
        body.to_string()
    };
    let bodies = [
        String::new(),
        "[]".into(),
        "{".into(),
        with("action", json!("secret-word")),
        with("action", json!("integrate")),
        with("action", json!("view_dashboard")),
        with("target", json!("Secret Word")),
        with("version", json!(-1)),
        with("detail", json!("secret".repeat(20))),
        with("secret", json!(true)),
    ];
    for body in bodies {
        let answer = desk.send_at(now(), "actions", Some(&maya), body.as_bytes()).await;
        assert_eq!(word(&answer), (422, "malformed"), "{body}");
        assert!(!answer.body.to_string().to_lowercase().contains("secret"), "{answer:?}");
        assert!(answer.body["message"].as_str().unwrap().contains("\"action\": \"approve_shift\""));
    }
    let long = vec![b' '; LONGEST_BODY + 1];
    assert_eq!(word(&desk.send_at(now(), "actions", Some(&maya), &long).await), (413, "too_long"));
    assert!(desk.embedded.calls.take().is_empty());
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let desk = Desk::start().await;
    let maya = desk.of(&maya()).await;
    for path in ["", "action", "actions/", "adjustments", "adjustments/x", "campaigns/x/y/budget"] {
        assert_eq!(word(&desk.send(path, Some(&maya), &approve()).await), (404, "no_such_path"), "{path}");
    }
    let mut other = approve();
    other["target"] = json!("20261005-none");
    assert_eq!(word(&desk.send("actions", Some(&maya), &other).await), (404, "gone"));
}

#[tokio::test]
async fn what_only_shows_is_shown_and_what_an_action_brings_is_queued() {
    let desk = Desk::start().await;
    let maya = desk.of(&maya()).await;
    let review = json!({ "action": "review_shift", "target": adjustment().id, "version": 1 });
    let shown = desk.send("actions", Some(&maya), &review).await;
    assert_eq!((shown.status, shown.body["result"].as_str()), (200, Some("shown")));
    assert!(shown.body["message"].as_str().unwrap().contains("move $300 a day"), "{shown:?}");
    let mut strict = workspace();
    strict.single_tap_limit = dollars(100);
    store_one(&desk.embedded.store, &Key::workspace(&strict.id), &strict).await;
    let first = desk.send("actions", Some(&maya), &approve()).await;
    assert_eq!((first.status, desk.shift().await.state), (200, AdjustmentState::AwaitingSecond));
    assert_eq!((desk.queue.jobs.lock().unwrap().len(), desk.queue.others.lock().unwrap().len()), (1, 1));
}

#[tokio::test]
async fn a_token_is_stored_as_a_hash_alone() {
    let desk = Desk::start().await;
    let (header, issued) = desk.token(BearerFor::Integrator, 7).await;
    let dump = desk.embedded.dump().await;
    let secret = header.trim_start_matches("Bearer ").split('.').nth(2).unwrap().to_owned();
    assert!(dump.contains(issued.hash.as_str()) && !dump.contains(&secret));
}

#[tokio::test]
async fn a_token_and_the_event_that_it_was_issued_are_stored_together_or_not_at_all() {
    let desk = Desk::start().await;
    let (store, workspace) = (&desk.embedded.store, workspace().id);
    let (_, bearer) = made(&BearerFor::Member(maya().id), 7);
    store.issue_bearer(&bearer).await.unwrap();
    let events = store.audit(&workspace).await.unwrap();
    assert_eq!(events, std::slice::from_ref(&bearer.audit));
    assert_eq!(
        (events[0].verb, events[0].source, &events[0].actor),
        (Verb::IssueBearer, Source::System, &None)
    );
    assert_eq!(events[0].object, "member maya");
    assert_eq!(events[0].after.as_deref(), Some("good until 2026-10-06T13:07:00Z"));
    assert!(store.issue_bearer(&bearer).await.is_err(), "a name is never used twice");
    // If the audit event cannot be written, the token is not stored either.
    let (wire, other) = made(&BearerFor::Integrator, 8);
    assert_eq!(other.audit.object, "integrator");
    let without_event = IssuedBearer { audit: bearer.audit, ..other };
    assert!(store.issue_bearer(&without_event).await.is_err());
    let claims = token_keys().open(wire.as_str()).unwrap();
    assert!(store.read_link(&claims).await.unwrap().token.is_none());
    assert_eq!(store.audit(&workspace).await.unwrap().len(), 1);
}
