//! Many requests at once: one of them changes something, everybody else gets a correct reply, and every attempt is
//! audited. Each seed puts the calls of the crowd in a different order.

use super::*;
use domain::audit::{AuditEvent, Outcome};
use domain::testing::member;
use domain::workspace::Role;
use futures::future::join_all;
use std::collections::BTreeSet;
use store::embedded::{Fault, FaultPlan};

const SEEDS: u64 = 8;

/// Fifty people who may approve, each with their own phone.
fn crowd() -> Vec<Member> {
    (0..50)
        .map(|number| member(&format!("p{number:02}"), &format!("Person {number:02}"), Role::Marketer))
        .collect()
}

async fn scene_of_a_crowd(seed: u64) -> Scene {
    let scene = Scene::start().await;
    scene.embedded.set_faults(FaultPlan::seeded(seed).without(&Fault::ALL));
    scene
}

/// Lets all of them tap at the same time, each with a separate message.
async fn all_tap(scene: &Scene, taps: &[(Member, TokenClaims)]) -> Vec<ActionResult> {
    let messages: Vec<_> =
        (1..).zip(taps).map(|(number, (who, button))| tap_message(who, button, number)).collect();
    let requests: Vec<_> =
        messages.iter().zip(taps).map(|(message, (_, button))| request(message, button, now())).collect();
    let performed = join_all(requests.iter().map(|request| perform(&scene.embedded.store, request))).await;
    performed.into_iter().map(Result::unwrap).collect()
}

/// Lets a worker record the lost races, and checks that every attempt has exactly one event.
async fn assert_audited(scene: &Scene, performed: &[ActionResult]) {
    for job in performed.iter().flat_map(|performed| &performed.jobs) {
        if let QueueJob::RecordRefusal(job) = job {
            scene.world.store.record_refusal(job).await.unwrap();
        }
    }
    let audit: Vec<AuditEvent> = scene.world.store.audit(&workspace().id).await.unwrap();
    let messages: BTreeSet<_> = audit.iter().map(|event| event.message_sid.clone()).collect();
    assert_eq!((audit.len(), messages.len()), (performed.len(), performed.len()));
    assert_eq!(audit.iter().filter(|event| event.outcome == Outcome::Executed).count(), 1);
}

fn changed(performed: &[ActionResult]) -> usize {
    performed.iter().filter(|performed| performed.outcome == ActionOutcome::Changed).count()
}

#[tokio::test]
async fn of_fifty_taps_on_one_button_one_approves_and_the_others_hear_that_it_is_done() {
    for seed in 0..SEEDS {
        let scene = scene_of_a_crowd(seed).await;
        let button = scene.shift_button(&maya(), Action::ApproveShift).await;
        let performed = all_tap(&scene, &vec![(maya(), button); 50]).await;
        assert_eq!(changed(&performed), 1, "seed {seed}");
        let others = performed.iter().filter(|performed| performed.outcome != ActionOutcome::Changed);
        let told: BTreeSet<&str> = others.filter_map(|other| other.reply.as_deref()).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(Vec::from_iter(told).join("\n"), @"Already done, nothing changed. You approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp).");
        }
        assert_eq!(scene.shift().await, adjustment().approved(decided_by(&maya(), now()), 1800));
        assert_audited(&scene, &performed).await;
    }
}

#[tokio::test]
async fn of_fifty_people_at_one_shift_one_approves_and_the_others_hear_who_did() {
    for seed in 0..SEEDS {
        let scene = scene_of_a_crowd(seed).await;
        let taps = buttons(&scene, |_| Action::ApproveShift).await;
        let performed = all_tap(&scene, &taps).await;
        let winner = scene.shift().await.decided.unwrap();
        let expected = format!(
            "{} approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.",
            winner.name
        );
        let told = performed.iter().filter(|performed| performed.reply.as_ref() == Some(&expected)).count();
        assert_eq!((changed(&performed), told), (1, 49), "seed {seed}");
        assert_eq!(scene.shift().await.version, 2);
        assert_audited(&scene, &performed).await;
    }
}

#[tokio::test]
async fn of_a_yes_and_a_no_at_once_the_first_counts_for_everybody() {
    for seed in 0..SEEDS {
        let scene = scene_of_a_crowd(seed).await;
        let taps =
            buttons(&scene, |place| if place % 2 == 0 { Action::ApproveShift } else { Action::DeclineShift })
                .await;
        let performed = all_tap(&scene, &taps).await;
        let shift = scene.shift().await;
        let said = if shift.state == AdjustmentState::Approved { "approved" } else { "said no to" };
        let expected = format!("{} {said} this shift", shift.decided.unwrap().name);
        let told = performed.iter().filter_map(|performed| performed.reply.as_deref());
        assert_eq!(told.filter(|reply| reply.starts_with(&expected)).count(), 49, "seed {seed}");
        assert_audited(&scene, &performed).await;
    }
}

#[tokio::test]
async fn one_message_in_twenty_workers_gets_one_reply_and_changes_something_once() {
    for seed in 0..SEEDS {
        let scene = scene_of_a_crowd(seed).await;
        let button = scene.shift_button(&maya(), Action::ApproveShift).await;
        let message = tap_message(&maya(), &button, 7);
        let request = request(&message, &button, now());
        let performed = join_all((0..20).map(|_| perform(&scene.embedded.store, &request))).await;
        let performed: Vec<ActionResult> = performed.into_iter().map(Result::unwrap).collect();
        assert_eq!(changed(&performed), 1, "seed {seed}");
        let same =
            |other: &ActionResult| (&other.reply, &other.jobs) == (&performed[0].reply, &performed[0].jobs);
        assert!(performed.iter().all(same), "{performed:#?}");
        assert_eq!(scene.world.store.audit(&workspace().id).await.unwrap().len(), 1);
    }
}

/// Gives every person of the crowd a button for the shift.
async fn buttons(scene: &Scene, action: impl Fn(usize) -> Action) -> Vec<(Member, TokenClaims)> {
    let mut people = crowd();
    lists::join(scene, &people).await;
    let mut taps = Vec::new();
    for (place, who) in people.drain(..).enumerate() {
        let button = scene.shift_button(&who, action(place)).await;
        taps.push((who, button));
    }
    taps
}
