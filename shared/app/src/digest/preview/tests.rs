//! Claims about previews, on the real engine: each is compared with what a real run then stores.

mod any;

use super::*;
use crate::digest::scheduled::{ScheduledOutcome, send_scheduled};
use crate::digest::tests::Desk;
use crate::digest::{DigestDeps, DigestRequest, send_digest};
use any::{Case, Fate, any_case};
use domain::clock::FixedClock;
use domain::insight::record::Alert;
use domain::instant::EpochSecond;
use domain::metrics::source::SourceHealth;
use domain::schedule::job::WorkspaceJob;
use domain::testing::{
    RecordingQueue, RecordingSchedule, decision, lee, maya, now, report_day, subscription, workspace,
};
use domain::workspace::{Consent, Workspace};
use jiff::civil::{date, time};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use store::embedded;
use store::key::Key;
use store::testing::store_one;

fn tuesday() -> Date {
    date(2026, 10, 6)
}

async fn look(store: &Store, member: &str, date: Option<Date>, at: Timestamp) -> Option<DigestPreview> {
    let request = PreviewRequest { workspace: workspace().id, member: member.parse().unwrap(), date };
    preview(store, &FixedClock(at), &request).await.unwrap()
}

/// Asserts that a preview shows what is stored for a person.
async fn assert_is_stored(store: &Store, shown: &DigestPreview) {
    let (digest, message) = store.digest(&workspace().id, &shown.message).await.unwrap().expect("a digest");
    let composed = &shown.composed;
    assert_eq!((&composed.text, &composed.variables), (&digest.text, &digest.variables));
    assert_eq!((composed.template, composed.template_version), (digest.template, digest.template_version));
    assert_eq!((composed.language.tag(), &composed.buttons), (digest.language.as_str(), &message.buttons));
    assert_eq!((&composed.adjustment, shown.outlook.report_day), (&digest.adjustment, digest.report_day));
    assert_eq!((shown.outlook.date, composed.button_titles()), (digest.local_date, digest.button_titles));
}

async fn change(desk: &Desk, member: &Member, change: impl FnOnce(&mut Member, &mut WhatsAppSubscription)) {
    let (mut member, mut known) = (member.clone(), subscription(member));
    change(&mut member, &mut known);
    let (store, workspace) = (desk.store(), workspace().id);
    store_one(store, &Key::member(&workspace, &member.id), &member).await;
    store_one(store, &Key::subscription(&workspace, &member.id), &known).await;
}

/// Sends the digest that a preview is of, when it is due.
async fn send_when_due(desk: &Desk, shown: &DigestPreview, after: SignedDuration) -> ScheduledOutcome {
    let due = shown.outlook.due.clone().unwrap();
    let clock = FixedClock(due.at + after);
    let deps = DigestDeps { store: desk.store(), queue: &desk.queue, clock: &clock };
    let job =
        WorkspaceJob { due, workspace: workspace().id, members: vec![shown.member.id.clone()], held: false };
    send_scheduled(&deps, &RecordingSchedule::default(), &job).await.unwrap()
}

#[tokio::test]
async fn looking_costs_reads_alone_and_leaves_the_table_as_it_is() {
    let desk = Desk::start().await;
    let before = desk.embedded.items().await;
    desk.embedded.calls.take();
    let shown = look(desk.store(), "maya", Some(tuesday()), now()).await.unwrap();
    let calls = desk.embedded.calls.take();
    // Settings, three months of facts, alerts, the newest day and shifts; whether it was composed or judged before, and
    // whether the one before it was left out.
    assert_eq!(calls.iter().filter(|call| *call == "Query").count(), 7);
    assert_eq!(calls.iter().filter(|call| *call == "BatchGetItem").count(), 3);
    assert_eq!(calls.len(), 10, "{calls:?}");
    assert!(shown.composed.text.contains("Move $240/day from Retargeting US to Prospecting EU"));
    assert!(desk.embedded.items().await == before, "looking changed the table");
    assert!(desk.queued().is_empty());
}

#[tokio::test]
async fn a_digest_that_is_there_is_not_told_as_missing_however_long_ago_it_was_due() {
    let desk = Desk::start().await;
    let evening = now() + SignedDuration::from_hours(8);
    let obstacles =
        async || look(desk.store(), "maya", Some(tuesday()), evening).await.unwrap().outlook.obstacles;
    assert_eq!(obstacles().await, [Obstacle::TooLate]);
    desk.report_on(report_day()).await;
    assert_eq!(obstacles().await, [Obstacle::AlreadyComposed]);
}

#[tokio::test]
async fn the_proposal_that_stands_is_shown_and_not_a_new_one() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let shift = desk.store().adjustments(&workspace().id).await.unwrap().remove(0);
    let shown = look(desk.store(), "maya", Some(tuesday()), now()).await.unwrap();
    assert_eq!(shown.composed.adjustment, Some(shift.id.clone()));
    assert_eq!(shown.outlook.obstacles, [Obstacle::AlreadyComposed]);
    desk.approve(&shift, now()).await;
    let shown = look(desk.store(), "maya", Some(tuesday()), now()).await.unwrap();
    assert_eq!(shown.composed.adjustment, None, "it was approved since");
}

#[tokio::test]
async fn a_digest_in_another_zone_is_previewed_as_it_is_sent_there_also_from_a_day_that_was_judged_before() {
    let desk = Desk::start().await;
    change(&desk, &maya(), |member, _| "Australia/Sydney".clone_into(&mut member.zone)).await;
    change(&desk, &lee(), |member, _| "America/Chicago".clone_into(&mut member.zone)).await;
    let early = "2026-10-06T01:00:00Z".parse().unwrap();
    for member in ["anna", "lee", "maya"] {
        let shown = look(desk.store(), member, None, early).await.unwrap();
        assert_eq!((shown.outlook.report_day, shown.outlook.obstacles.as_slice()), (report_day(), &[][..]));
        let sent = send_when_due(&desk, &shown, SignedDuration::ZERO).await;
        assert!(matches!(sent, ScheduledOutcome::Sent(_)), "{sent:?}");
        assert_is_stored(desk.store(), &shown).await;
    }
}

#[tokio::test]
async fn a_late_digest_and_one_after_a_missing_one_are_previewed_with_what_they_say_of_that() {
    let desk = Desk::start().await;
    let shown = look(desk.store(), "maya", Some(tuesday()), now()).await.unwrap();
    let hours = SignedDuration::from_hours(5);
    assert_eq!(send_when_due(&desk, &shown, hours).await, ScheduledOutcome::TooLate);
    let too_late = look(desk.store(), "maya", Some(tuesday()), now() + hours).await.unwrap();
    assert_eq!(too_late.outlook.obstacles, [Obstacle::TooLate]);
    let wednesday = tuesday().tomorrow().unwrap();
    desk.facts_of(tuesday(), 1_000).await;
    let late = SignedDuration::from_mins(16);
    let at = "2026-10-07T12:16:00Z".parse().unwrap();
    let shown = look(desk.store(), "maya", Some(wednesday), at).await.unwrap();
    let text = &shown.composed.text;
    assert!(text.contains(", late.") && text.contains("Mon 5 Oct was not sent: spend $2,320"), "{text}");
    send_when_due(&desk, &shown, late).await;
    assert_is_stored(desk.store(), &shown).await;
}

#[tokio::test]
async fn who_gets_none_is_previewed_all_the_same_and_says_why_and_who_is_not_there_is_not() {
    let desk = Desk::start().await;
    change(&desk, &maya(), |_, known| known.consent = Consent::OptedOut).await;
    change(&desk, &lee(), |member, _| member.active = false).await;
    for (member, obstacle) in [("maya", Obstacle::OptedOut), ("lee", Obstacle::NotAMember)] {
        let shown = look(desk.store(), member, Some(tuesday()), now()).await.unwrap();
        assert_eq!(shown.outlook.obstacles, [obstacle]);
        assert!(shown.composed.text.contains("Spend: $2,320"), "{}", shown.composed.text);
    }
    assert!(look(desk.store(), "zoe", None, now()).await.is_none());
    let elsewhere = PreviewRequest { workspace: "none".parse().unwrap(), member: maya().id, date: None };
    assert!(preview(desk.store(), &FixedClock(now()), &elsewhere).await.unwrap().is_none());
    let nowhere = Workspace { zone: "Mars/Olympus".into(), ..workspace() };
    store_one(desk.store(), &Key::workspace(&nowhere.id), &nowhere).await;
    let request = PreviewRequest { workspace: nowhere.id, ..elsewhere };
    let failure = preview(desk.store(), &FixedClock(now()), &request).await.unwrap_err();
    assert!(matches!(failure, PreviewError::UnknownZone), "{failure}");
}

/// Stores what people did about what the digest of the day before found.
async fn live_through_the_day_before(store: &Store, case: &Case) {
    let queue = RecordingQueue::default();
    let clock = FixedClock(now() - SignedDuration::from_hours(24));
    let deps = DigestDeps { store, queue: &queue, clock: &clock };
    let request = DigestRequest { workspace: workspace().id, local_date: Some(report_day()) };
    send_digest(&deps, &request).await.unwrap();
    let alerts = store.alerts(&workspace().id).await.unwrap();
    for (alert, fate) in alerts.iter().zip(case.fates.iter().cycle()) {
        let by = decision(&maya(), now());
        let in_an_hour = EpochSecond::from(now()).plus_seconds(3_600);
        let handled: Alert = match fate {
            Fate::Waits => continue,
            Fate::Acknowledged => alert.acknowledged(by),
            Fate::Snoozed => alert.snoozed(by, in_an_hour),
            Fate::SnoozeOver => alert.snoozed(by, EpochSecond::from(now())),
        };
        store_one(store, &Key::alert(&alert.workspace, &alert.finding.id), &handled).await;
    }
    for shift in store.adjustments(&workspace().id).await.unwrap() {
        let decided = match case.fates[0] {
            Fate::Waits => continue,
            Fate::Acknowledged => shift.approved(decision(&maya(), now()), 1800),
            Fate::Snoozed => shift.declined(decision(&maya(), now())),
            Fate::SnoozeOver => shift.approved_first(decision(&maya(), now())),
        };
        store_one(store, &Key::adjustment(&shift.workspace, &shift.id), &decided).await;
    }
}

async fn assert_previews_are_what_is_stored(case: &Case) {
    let embedded = embedded::start();
    let store = &embedded.store;
    store.save_settings(&case.settings).await.unwrap();
    store.save_facts(&workspace().id, &case.facts, &|_| {}).await.unwrap();
    if case.had_a_digest_before {
        live_through_the_day_before(store, case).await;
    }
    let before = embedded.items().await;
    embedded.calls.take();
    let mut shown = Vec::new();
    for member in &case.settings.members {
        shown.push(look(store, member.id.as_str(), Some(tuesday()), now()).await.unwrap());
    }
    let calls = embedded.calls.take();
    let reads = |call: &String| ["Query", "BatchGetItem"].contains(&call.as_str());
    assert!(calls.iter().all(reads), "{calls:?}");
    assert!(embedded.items().await == before, "looking changed the table");
    let queue = RecordingQueue::default();
    let deps = DigestDeps { store, queue: &queue, clock: &FixedClock(now()) };
    let request = DigestRequest { workspace: workspace().id, local_date: Some(tuesday()) };
    let summary = send_digest(&deps, &request).await.unwrap();
    for shown in shown {
        if summary.queued.contains(&shown.member.id) {
            assert_is_stored(store, &shown).await;
        } else {
            assert!(!shown.outlook.obstacles.is_empty(), "{:?}", shown.outlook);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_stored_a_preview_is_what_a_run_then_stores(case in any_case()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(Box::pin(assert_previews_are_what_is_stored(&case)));
    }
}

#[tokio::test]
async fn what_it_would_wait_for_is_told() {
    let desk = Desk::start().await;
    let known = SourceHealth::unknown("meta".parse().unwrap());
    let health = SourceHealth { expected_by: Some(time(6, 30, 0, 0)), ..known };
    store_one(desk.store(), &Key::source_health(&workspace().id, &health.channel), &health).await;
    let shown = look(desk.store(), "maya", None, now()).await.unwrap();
    assert_eq!(shown.outlook.waits_for, ["meta".parse().unwrap()]);
    assert_eq!(shown.completeness, DayCompleteness::NoData, "Tuesday has just begun");
}
