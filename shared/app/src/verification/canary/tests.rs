//! Claims about the canaries: all of them are refused, and each one raises the alarm if its guard is missing.

use super::*;
use domain::testing::{CountingRandomness, now};
use domain::token::WhatsAppActionToken;
use domain::verification::canary::{is_synthetic, missing};
use domain::workspace::{Member, WhatsAppSubscription};
use store::embedded::{self, EmbeddedStore};
use store::item;
use store::key::{self, Key};
use store::pages::Range;

struct Cage {
    embedded: EmbeddedStore,
    keys: CanaryKeys,
    randomness: CountingRandomness,
}

impl Cage {
    fn new() -> Self {
        Self {
            embedded: embedded::start(),
            keys: CanaryKeys::generate(&CountingRandomness::default()).unwrap(),
            randomness: CountingRandomness::default(),
        }
    }

    fn deps(&self) -> CanaryDeps<'_> {
        CanaryDeps { store: &self.embedded.store, keys: &self.keys, randomness: &self.randomness, now: now() }
    }

    /// Sets up the scene, removes a guard, and makes one attempt.
    async fn sings(&self, canary: Canary) -> CanaryOutcome {
        let deps = self.deps();
        let scene = scene::Scene::new(deps.now);
        scene.save(deps.store).await.unwrap();
        self.open(canary).await;
        tried(&deps, &attempt::Attempt::new(canary, &deps).unwrap()).await
    }

    /// Removes the one guard that the canary tests.
    async fn open(&self, canary: Canary) {
        let (store, workspace, person) =
            (&self.embedded.store, scene::home_of(canary), scene::person_of(canary));
        let (member, subscription) =
            (Key::member(&workspace, &person), Key::subscription(&workspace, &person));
        let mut found = store.get_all(&[member.clone(), subscription.clone()]).await.unwrap();
        let mut person: Member = item::read(found.remove(&member).unwrap()).unwrap();
        let mut known: WhatsAppSubscription = item::read(found.remove(&subscription).unwrap()).unwrap();
        match canary {
            Canary::NotVerified => known.unverified = false,
            Canary::OptedOut => {
                known.consent = domain::workspace::Consent::OptedIn;
                known.consent_changed_at = Timestamp::UNIX_EPOCH;
            }
            Canary::RemovedMember => person.active = true,
            Canary::RevokedRole => person.changed_at = Timestamp::UNIX_EPOCH,
            Canary::Viewer => person.role = domain::workspace::Role::Marketer,
            _ => {}
        }
        let items = vec![item::write(&member, &person).unwrap(), item::write(&subscription, &known).unwrap()];
        store.put_all(items, &|_| {}).await.unwrap();
    }
}

#[tokio::test]
async fn every_canary_is_refused_night_after_night_and_sends_nothing() {
    let cage = Cage::new();
    for _night in 0..2 {
        let results = try_each(&cage.deps()).await.unwrap();
        assert_eq!(results.len(), Canary::ALL.len());
        let sung: Vec<&CanaryResult> = results.iter().filter(|result| !result.is_refused()).collect();
        assert!(sung.is_empty(), "{sung:?}");
        assert_eq!(missing(&results), 0);
    }
    let executed = cage.embedded.items().await.into_iter().filter(|stored| item::kind(stored) == "audit");
    let executed = executed.map(|stored| item::read::<AuditEvent>(stored).unwrap());
    assert_eq!(executed.filter(|event| event.outcome == Outcome::Executed).count(), 0);
}

#[tokio::test]
async fn a_canary_whose_guard_is_gone_is_carried_out_and_shows_it() {
    for canary in
        [Canary::NotVerified, Canary::OptedOut, Canary::RemovedMember, Canary::RevokedRole, Canary::Viewer]
    {
        assert_eq!(Cage::new().sings(canary).await, CanaryOutcome::NotRefused, "{canary:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_tried_is_missing() {
    let cage = Cage::new();
    let results = {
        let plan = embedded::FaultPlan::at(0, embedded::Fault::ALL[0]);
        let worker = cage.embedded.another_worker().without_retries().with_faults(plan);
        let deps = CanaryDeps { store: &worker.store, ..cage.deps() };
        try_each(&deps).await.unwrap()
    };
    assert_eq!(missing(&results), Canary::ALL.len());
    assert_eq!(missing(&[]), Canary::ALL.len(), "a result that is not there is missing too");
}

#[tokio::test]
async fn the_canaries_leave_nothing_outside_their_workspaces() {
    let cage = Cage::new();
    try_each(&cage.deps()).await.unwrap();
    for stored in cage.embedded.items().await {
        let partition = item::key(&stored).unwrap().partition;
        if partition.starts_with("SENDER#") {
            continue; // the count of the canaries' phones, which nobody has
        }
        let workspace = partition.trim_start_matches("W#").split('#').next().unwrap().to_owned();
        assert!(is_synthetic(&workspace.parse().unwrap()), "{partition}");
    }
    assert!(cage.embedded.store.workspaces().await.unwrap().is_empty());
    let tokens = cage.embedded.store.query("W#canary#TOKEN", Range::All).await.unwrap();
    let tokens: Vec<WhatsAppActionToken> =
        tokens.into_iter().map(|stored| item::read(stored).unwrap()).collect();
    assert!(tokens.iter().all(|token| token.used_by.as_deref().is_none_or(|by| by == "canary")));
    assert!(
        !cage
            .embedded
            .store
            .query(&key::audit(&"canary".parse().unwrap()), Range::All)
            .await
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_refusal_for_another_reason_is_no_refusal_of_this_canary() {
    assert_eq!(evaluate(Canary::ExpiredToken, &Found::default()), CanaryOutcome::Missing);
    assert_eq!(evaluate(Canary::ForgedToken, &Found::default()), CanaryOutcome::Refused);
    let changed = Found { changed: true, ..Found::default() };
    assert!(Canary::ALL.iter().all(|canary| evaluate(*canary, &changed) == CanaryOutcome::NotRefused));
}
