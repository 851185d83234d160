//! Tests that everything version 0.1.0 stored, sealed, queued and reported is still read with its original meaning.
//! The files are described in `tests/fixtures/former/README.md`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::Item;
use crate::chain::canonical::event_hash;
use crate::entities::{KINDS, Rewrite};
use crate::item::{key, kind, read};
use domain::audit::AuditEvent;
use domain::audit::chain::digest::Digest;
use domain::audit::chain::{ChainHead, ChainKeys, ChainLink, MacCheck};
use domain::events::DomainEvent;
use domain::message::job::{DeliveryPayload, QueueJob};
use domain::testing::{token_keys, workspace};
use domain::token::{Action, TokenClaims, TokenPurpose};

const ITEMS: &str = include_str!("../../../tests/fixtures/former/items.jsonl");
const TOKENS: &str = include_str!("../../../tests/fixtures/former/tokens.jsonl");
const JOBS: &str = include_str!("../../../tests/fixtures/former/jobs.jsonl");
const EVENTS: &str = include_str!("../../../tests/fixtures/former/events.jsonl");

/// The attributes of an item that are not part of its entity: its position in a list, and its expiry.
const BESIDE_THE_ENTITY: [&str; 3] = ["list_pk", "list_sk", "expires_at"];

fn items() -> impl Iterator<Item = Item> {
    ITEMS.lines().map(|line| serde_json::from_str::<serde_dynamo::Item>(line).unwrap().into())
}

fn values(lines: &str) -> impl Iterator<Item = Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap())
}

fn rewrite_of(item: &Item) -> Rewrite {
    let known = KINDS.iter().find(|(name, _)| *name == kind(item));
    known.unwrap_or_else(|| panic!("{} is no kind any more", kind(item))).1
}

#[test]
fn every_item_is_read_and_written_back_with_the_same_attributes() {
    for mut item in items() {
        let written = rewrite_of(&item)(item.clone()).unwrap_or_else(|error| panic!("{item:?}: {error}"));
        item.retain(|name, _| !BESIDE_THE_ENTITY.contains(&name.as_str()));
        assert_eq!(written, item);
    }
}

#[test]
fn every_kind_of_item_that_there_was_is_among_them() {
    let kept: BTreeSet<String> = items().map(|item| kind(&item).to_owned()).collect();
    let known: BTreeSet<String> = KINDS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(kept, known);
}

fn of_kind(name: &str) -> Vec<Item> {
    items().filter(|item| kind(item) == name).collect()
}

/// Returns the stored event that a link seals.
fn sealed_by(link: &ChainLink, events: &[Item]) -> Item {
    let named = |item: &&Item| key(item).is_some_and(|key| key.sort == link.event_key);
    events.iter().find(named).cloned().unwrap_or_else(|| panic!("{} is not kept", link.event_key))
}

#[test]
fn the_audit_chain_that_was_sealed_still_holds() {
    let keys = ChainKeys::new("a1", &BTreeMap::from([("a1".to_owned(), vec![1; 32])])).unwrap();
    let events = of_kind("audit");
    let mut links: Vec<ChainLink> =
        of_kind("chain_link").into_iter().map(|item| read(item).unwrap()).collect();
    links.sort_by_key(|link| link.sequence);
    let mut before = Digest::NONE;
    for (link, place) in links.iter().zip(1..) {
        assert_eq!(keys.check(&workspace().id, place, link), MacCheck::Good);
        assert_eq!(link.event_hash, event_hash(&sealed_by(link, &events).into()));
        assert_eq!(std::mem::replace(&mut before, link.mac.clone()), link.previous_mac);
    }
    let head: ChainHead = read(of_kind("chain_head").remove(0)).unwrap();
    assert_eq!(Some(head), links.last().map(ChainHead::from));
}

fn told(claims: &TokenClaims) -> Value {
    serde_json::json!({
        "action": claims.purpose, "channel": claims.channel, "workspace": claims.workspace, "member": claims.member,
        "target": claims.target, "hash": claims.hash(),
    })
}

#[test]
fn every_token_opens_to_what_it_said_and_is_sealed_to_the_same_text() {
    for mut kept in values(TOKENS) {
        let text = kept["token"].take();
        let claims = token_keys().open(text.as_str().unwrap()).unwrap();
        kept.as_object_mut().unwrap().remove("token");
        assert_eq!(told(&claims), kept);
        assert_eq!(token_keys().seal(&claims).as_str(), text.as_str().unwrap());
    }
}

#[test]
fn every_kind_of_token_is_among_them() {
    let kept: BTreeSet<String> = values(TOKENS).map(|kept| kept["action"].to_string()).collect();
    // A reason is given as text, and the address of a picture is sealed in a form of its own.
    let is_carried =
        |purpose: &TokenPurpose| ![Action::GiveReason.into(), TokenPurpose::Chart].contains(purpose);
    assert_eq!(kept.len(), TokenPurpose::all().filter(is_carried).count());
}

#[test]
fn every_job_is_read_and_queued_again_in_the_same_form() {
    for kept in values(JOBS) {
        let payload: DeliveryPayload = serde_json::from_value(kept.clone()).unwrap();
        assert_eq!(serde_json::to_value(DeliveryPayload::from(payload.into_job())).unwrap(), kept);
    }
}

#[test]
fn every_kind_of_job_is_among_them() {
    let kind = |job: QueueJob| match job {
        QueueJob::Message(_) => "message",
        QueueJob::NotificationMail(_) => "notice mail",
        QueueJob::RecordRefusal(_) => "refusal",
    };
    let payloads = JOBS.lines().map(|line| serde_json::from_str::<DeliveryPayload>(line).unwrap());
    let kept: BTreeSet<&str> = payloads.map(|payload| kind(payload.into_job())).collect();
    assert_eq!(kept.len(), 3);
}

#[test]
fn every_audit_event_is_told_in_the_same_words() {
    for kept in values(EVENTS) {
        let audit: AuditEvent = serde_json::from_value(kept["audit"].clone()).unwrap();
        assert_eq!(serde_json::to_value(&audit).unwrap(), kept["audit"]);
        let told = DomainEvent::from_audit(&audit).unwrap();
        assert_eq!(told.detail_type, kept["detail_type"]);
        assert_eq!(serde_json::to_value(&told).unwrap(), kept["detail"]);
    }
}
