//! Claims about a digest run, on the real engine with a queue that keeps every job.

mod dates;
mod handled;
mod silent;
mod unusual;

use super::*;
use domain::audit::Source;
use domain::clock::FixedClock;
use domain::error::with_causes;
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment, DecisionRecord};
use domain::insight::record::AlertState;
use domain::instant::EpochSecond;
use domain::metrics::SourceCompleteness;
use domain::testing::{self, RecordingQueue, fact, now, report_day};
use jiff::SignedDuration;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use store::embedded::{self, EmbeddedStore};
use store::key::Key;
use store::testing::{store_one as store_as_is, store_workspace};

/// A workspace with four weeks of facts: one campaign has a low return and overspent, the other performs well.
pub(super) struct Desk {
    pub(super) embedded: EmbeddedStore,
    pub(super) queue: RecordingQueue,
}

impl Desk {
    pub(super) async fn start() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        let desk = Self { embedded, queue: RecordingQueue::default() };
        for days_before in 0..=28 {
            let spend = if days_before == 0 { 1_120 } else { 900 };
            desk.facts_of(report_day().saturating_sub(days_before.days()), spend).await;
        }
        desk.whole_through(report_day()).await;
        desk.embedded.calls.take();
        desk
    }

    pub(super) fn store(&self) -> &Store {
        &self.embedded.store
    }

    /// Stores the facts of a day and marks it as complete.
    pub(super) async fn facts_of(&self, day: Date, spend: i64) {
        let facts =
            [fact("retargeting-us", day, spend, spend * 21 / 10), fact("prospecting-eu", day, 1_200, 5_280)];
        let workspace = testing::workspace().id;
        self.store().save_facts(&workspace, &facts, &|_| {}).await.unwrap();
        self.whole_through(day).await;
    }

    pub(super) async fn whole_through(&self, complete_through: Date) {
        let source = SourceCompleteness::own("meta".parse().unwrap(), complete_through);
        self.store().save_sources(&testing::workspace().id, &[source]).await.unwrap();
    }

    async fn run(&self, local_date: Option<Date>, at: Timestamp) -> Result<DigestSummary, DigestError> {
        let deps = DigestDeps { store: self.store(), queue: &self.queue, clock: &FixedClock(at) };
        send_digest(&deps, &DigestRequest { workspace: testing::workspace().id, local_date }).await
    }

    /// Sends the digest that reports on a day, on the following morning.
    pub(super) async fn report_on(&self, day: Date) -> DigestSummary {
        let days = report_day().until(day).unwrap().get_days();
        let morning = now() + SignedDuration::from_hours(24 * i64::from(days));
        self.run(Some(day.tomorrow().unwrap()), morning).await.unwrap()
    }

    async fn shifts(&self) -> Vec<BudgetAdjustment> {
        self.store().adjustments(&testing::workspace().id).await.unwrap()
    }

    pub(super) async fn approve(&self, shift: &BudgetAdjustment, at: Timestamp) -> BudgetAdjustment {
        let decision =
            DecisionRecord { by: "maya".parse().unwrap(), name: "Maya".into(), at, source: Source::WhatsApp };
        let approved = shift.approved(decision, 1800);
        store_as_is(self.store(), &Key::adjustment(&shift.workspace, &shift.id), &approved).await;
        approved
    }

    pub(super) fn queued(&self) -> Vec<DeliveryJob> {
        self.queue.jobs.lock().unwrap().iter().map(|(job, _)| job.clone()).collect()
    }

    /// Marks a person's message as accepted by Twilio.
    async fn accept(&self, member: &str) {
        let id = Message::digest_id(&member.parse().unwrap(), report_day().tomorrow().unwrap());
        let workspace = testing::workspace().id;
        let message = self.store().message(&workspace, &id).await.unwrap().unwrap();
        let state = MessageState::Accepted;
        let accepted = Message { state, rank: state.rank(), ..message };
        store_as_is(self.store(), &Key::message(&workspace, &id), &accepted).await;
    }
}

fn people(summary: &[MemberId]) -> Vec<&str> {
    summary.iter().map(MemberId::as_str).collect()
}

fn states(shifts: &[BudgetAdjustment]) -> Vec<AdjustmentState> {
    shifts.iter().map(|shift| shift.state).collect()
}

#[tokio::test]
async fn what_an_analytics_tool_claims_is_not_added_to_what_the_platform_measured() {
    let texts = async |desk: &Desk| {
        desk.report_on(report_day()).await;
        let messages = desk.store().latest_messages(&testing::workspace().id, 10).await.unwrap();
        let mut texts: Vec<String> = messages.into_iter().map(|message| message.text).collect();
        texts.sort();
        texts
    };
    let (own, both) = (Desk::start().await, Desk::start().await);
    let claimed = domain::metrics::DailyMetric {
        creative: domain::metrics::measure::ANALYTICS.parse().unwrap(),
        ..fact("prospecting-eu", report_day(), 1_200, 90_000)
    };
    both.store().save_facts(&testing::workspace().id, &[claimed], &|_| {}).await.unwrap();
    assert_eq!(texts(&own).await, texts(&both).await);
}

#[tokio::test]
async fn everybody_who_opted_in_gets_one_digest_and_one_job() {
    let desk = Desk::start().await;
    let summary = desk.report_on(report_day()).await;
    assert_eq!(people(&summary.queued), ["anna", "lee", "maya"]);
    assert!(summary.already_sent.is_empty() && summary.without_consent.is_empty());
    assert_eq!((summary.report_day, summary.alerts, summary.proposes_shift), (report_day(), 2, true));
    let messages: Vec<String> = desk.queued().iter().map(|job| job.message.to_string()).collect();
    assert_eq!(messages, ["d-20261006-anna", "d-20261006-lee", "d-20261006-maya"]);
}

#[tokio::test]
async fn a_digest_is_stored_whole_and_knows_its_message() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let workspace = testing::workspace().id;
    let [anna, _, maya] = desk.queued().try_into().unwrap();
    let (digest, message) = desk.store().digest(&workspace, &maya.message).await.unwrap().unwrap();
    assert!(digest.text.contains("Move $240/day from Retargeting US to Prospecting EU"), "{}", digest.text);
    assert_eq!(digest.adjustment.as_ref(), Some(&desk.shifts().await[0].id));
    assert_eq!((digest.text, digest.variables), (message.text, message.variables));
    assert_eq!((message.state, message.buttons.len()), (MessageState::Queued, 3));
    assert_eq!(message.deadline, EpochSecond::from(now()).plus_seconds(3_600));
    let (viewed, _) = desk.store().digest(&workspace, &anna.message).await.unwrap().unwrap();
    assert_eq!(viewed.adjustment, None, "a viewer is asked nothing");
}

#[tokio::test]
async fn who_has_it_already_gets_nothing_again() {
    let desk = Desk::start().await;
    let first = desk.report_on(report_day()).await;
    for member in ["anna", "lee", "maya"] {
        desk.accept(member).await;
    }
    desk.queue.jobs.lock().unwrap().clear();
    let second = desk.report_on(report_day()).await;
    assert_eq!((people(&second.queued).len(), people(&second.already_sent)), (0, people(&first.queued)));
    assert!(desk.queued().is_empty());
}

#[tokio::test]
async fn a_run_that_stored_but_could_not_queue_is_completed_by_the_next() {
    let desk = Desk::start().await;
    desk.queue.failing.store(true, Ordering::Relaxed);
    let failure = desk.run(Some(report_day().tomorrow().unwrap()), now()).await.unwrap_err();
    assert!(matches!(failure, DigestError::Queue(_)), "{failure}");
    desk.accept("lee").await;
    desk.queue.failing.store(false, Ordering::Relaxed);
    let summary = desk.report_on(report_day()).await;
    assert_eq!((people(&summary.queued), people(&summary.already_sent)), (vec!["anna", "maya"], vec!["lee"]));
    assert_eq!(desk.queued().len(), 2);
}

#[tokio::test]
async fn who_said_stop_is_listed_and_who_left_or_never_asked_is_not() {
    let desk = Desk::start().await;
    let mut settings = testing::settings();
    settings.subscriptions[0].consent = Consent::OptedOut;
    settings.members[1].active = false;
    let stranger = testing::member("zoe", "Zoe", domain::workspace::Role::Owner);
    settings.members.push(stranger);
    desk.store().save_settings(&settings).await.unwrap();
    let summary = desk.report_on(report_day()).await;
    assert_eq!((people(&summary.queued), people(&summary.without_consent)), (vec!["anna"], vec!["maya"]));
    assert_eq!(desk.queued().len(), 1);
}

#[tokio::test]
async fn a_second_run_of_a_day_keeps_the_proposal_that_people_have_on_their_phones() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let before = desk.shifts().await;
    assert!(desk.report_on(report_day()).await.proposes_shift);
    assert_eq!((before.len(), desk.shifts().await), (1, before));
}

#[tokio::test]
async fn a_newer_day_supersedes_the_proposal_that_waits() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let next = report_day().tomorrow().unwrap();
    desk.facts_of(next, 900).await;
    assert!(desk.report_on(next).await.proposes_shift);
    let shifts = desk.shifts().await;
    assert_eq!(states(&shifts), [AdjustmentState::Proposed, AdjustmentState::Superseded]);
    assert_eq!((shifts[1].version, shifts[0].version), (2, 1));
}

#[tokio::test]
async fn a_report_on_an_older_day_leaves_the_newer_proposal_alone() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let before = desk.shifts().await;
    let summary = desk.run(Some(report_day()), now()).await.unwrap();
    assert_eq!((summary.report_day, summary.proposes_shift), (report_day().yesterday().unwrap(), false));
    assert_eq!(desk.shifts().await, before);
}

#[tokio::test]
async fn an_approved_shift_is_neither_overwritten_nor_proposed_again() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let approved = desk.approve(&desk.shifts().await[0], now()).await;
    assert!(!desk.report_on(report_day()).await.proposes_shift, "the same day");
    let next = report_day().tomorrow().unwrap();
    desk.facts_of(next, 900).await;
    assert!(!desk.report_on(next).await.proposes_shift, "the day after, with the budgets as they were");
    assert_eq!(desk.shifts().await, std::slice::from_ref(&approved));
    let day = desk.store().day(&testing::workspace().id, report_day()).await.unwrap().unwrap();
    assert_eq!(day.adjustment, Some(approved.id), "the page of the day still shows what was approved");
}

#[tokio::test]
async fn once_the_ad_account_carried_it_out_a_new_shift_is_proposed() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    desk.approve(&desk.shifts().await[0], now()).await;
    let mut campaigns = testing::campaigns();
    for campaign in &mut campaigns {
        campaign.version += 1;
    }
    desk.store().save_campaigns(&testing::workspace().id, &campaigns).await.unwrap();
    let next = report_day().tomorrow().unwrap();
    desk.facts_of(next, 900).await;
    assert!(desk.report_on(next).await.proposes_shift);
    assert_eq!(states(&desk.shifts().await), [AdjustmentState::Proposed, AdjustmentState::Approved]);
}

#[tokio::test]
async fn two_runs_at_once_make_one_digest_a_person_and_one_proposal() {
    let desk = Desk::start().await;
    let (one, other) = tokio::join!(desk.report_on(report_day()), desk.report_on(report_day()));
    assert!(one.proposes_shift && other.proposes_shift);
    assert_eq!(desk.shifts().await.len(), 1);
    assert_eq!(desk.store().latest_messages(&testing::workspace().id, 50).await.unwrap().len(), 3);
}

#[tokio::test]
async fn an_alert_opens_lasts_and_is_resolved() {
    let desk = Desk::start().await;
    let alerts = async || {
        let stored = desk.store().alerts(&testing::workspace().id).await.unwrap();
        let by_id = |alert: domain::insight::record::Alert| (alert.finding.id.to_string(), alert);
        stored.into_iter().map(by_id).collect::<BTreeMap<_, _>>()
    };
    let (first, second) = (report_day(), report_day().tomorrow().unwrap());
    desk.report_on(first).await;
    let opened = alerts().await;
    assert_eq!(opened.keys().collect::<Vec<_>>(), ["low-roas-retargeting-us", "overspent-retargeting-us"]);
    desk.facts_of(second, 900).await;
    desk.report_on(second).await;
    let after = alerts().await;
    let (low, overspent) = (&after["low-roas-retargeting-us"], &after["overspent-retargeting-us"]);
    assert_eq!((low.state, low.first_day, low.last_day, low.version), (AlertState::Open, first, second, 2));
    assert_eq!((overspent.state, overspent.last_day), (AlertState::Resolved, second));
    desk.report_on(second).await;
    assert_eq!(alerts().await, after, "the same day again leaves no trace");
}

#[tokio::test]
async fn a_report_on_an_older_day_leaves_no_trace_on_the_alerts() {
    let desk = Desk::start().await;
    let (older, newer) = (report_day(), report_day().tomorrow().unwrap());
    desk.facts_of(newer, 900).await;
    desk.report_on(newer).await;
    let alerts = desk.store().alerts(&testing::workspace().id).await.unwrap();
    assert_eq!(alerts.len(), 1, "the older day overspent, the newer one did not");
    assert_eq!(desk.report_on(older).await.alerts, 2, "its own report still tells them");
    assert_eq!(desk.store().alerts(&testing::workspace().id).await.unwrap(), alerts);
}

#[tokio::test]
async fn a_day_without_alerts_is_newer_than_an_older_one_too() {
    let desk = Desk::start().await;
    let workspace = testing::workspace().id;
    let (older, newer) = (report_day(), report_day().tomorrow().unwrap());
    desk.report_on(newer).await;
    assert!(desk.store().alerts(&workspace).await.unwrap().is_empty(), "nothing came for it");
    desk.report_on(older).await;
    assert!(desk.store().alerts(&workspace).await.unwrap().is_empty());
}

#[tokio::test]
async fn one_person_whose_digest_cannot_be_stored_does_not_stop_the_others() {
    let desk = Desk::start().await;
    let workspace = testing::workspace().id;
    let lee = Message::digest_id(&"lee".parse().unwrap(), report_day().tomorrow().unwrap());
    let digest = Key::digest(&workspace, &lee);
    store_as_is(desk.store(), &digest, &testing::adjustment()).await;
    let failure = desk.run(Some(report_day().tomorrow().unwrap()), now()).await.unwrap_err();
    let DigestError::Incomplete { summary, not_stored, .. } = failure else { panic!("{failure}") };
    assert_eq!((people(&summary.queued), people(&not_stored)), (vec!["anna", "maya"], vec!["lee"]));
    assert_eq!(desk.queued().len(), 2);
    desk.embedded.delete(&digest).await;
    assert_eq!(people(&desk.report_on(report_day()).await.queued), ["anna", "lee", "maya"]);
}

#[tokio::test]
async fn an_alert_of_a_channel_that_is_late_is_not_taken_for_over() {
    let desk = Desk::start().await;
    desk.report_on(report_day()).await;
    let before = desk.store().alerts(&testing::workspace().id).await.unwrap();
    assert_eq!(before.len(), 2);
    desk.report_on(report_day().tomorrow().unwrap()).await;
    assert_eq!(desk.store().alerts(&testing::workspace().id).await.unwrap(), before);
}

#[tokio::test]
async fn without_a_date_it_is_the_one_in_the_zone_of_the_workspace() {
    let desk = Desk::start().await;
    let summary = desk.run(None, "2026-10-06T03:59:59Z".parse().unwrap()).await.unwrap();
    assert_eq!(summary.report_day, report_day().yesterday().unwrap(), "23:59:59 in New York");
    let summary = desk.run(None, "2026-10-06T04:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(summary.report_day, report_day());
}

#[tokio::test]
async fn an_unknown_workspace_or_zone_is_an_error_with_a_remedy() {
    let desk = Desk { embedded: embedded::start(), queue: RecordingQueue::default() };
    let nobody = desk.run(None, now()).await.unwrap_err();
    assert!(matches!(nobody, DigestError::UnknownWorkspace));
    let mut settings = testing::settings();
    settings.workspace.zone = "Mars/Olympus".to_owned();
    desk.store().save_settings(&settings).await.unwrap();
    let nowhere = desk.run(None, now()).await.unwrap_err();
    assert!(matches!(nowhere, DigestError::UnknownZone));
    assert!(!nowhere.to_string().contains("Mars"), "{nowhere}");
}

/// The cost of a run: 1 query for the settings, 3 for the facts of three months, 1 for the alerts, 1 for the newest day, 1 for the
/// shifts; 1 transaction for the proposal and 1 for each person; 1 put for each alert that changed and 1 for the day.
#[tokio::test]
async fn a_run_costs_seven_queries_and_a_transaction_a_person() {
    let desk = Desk::start().await;
    let calls_of = async |day: Date| {
        desk.embedded.calls.take();
        desk.report_on(day).await;
        let mut calls = BTreeMap::new();
        for call in desk.embedded.calls.take() {
            *calls.entry(call).or_insert(0) += 1;
        }
        calls
    };
    let expected =
        |calls: &[(&str, i32)]| calls.iter().map(|(call, count)| ((*call).to_owned(), *count)).collect();
    let first: BTreeMap<String, i32> = expected(&[("Query", 7), ("TransactWriteItems", 4), ("PutItem", 3)]);
    assert_eq!(calls_of(report_day()).await, first);
    let again: BTreeMap<String, i32> = expected(&[("Query", 7), ("TransactWriteItems", 3), ("PutItem", 1)]);
    assert_eq!(calls_of(report_day()).await, again);
    let next = report_day().tomorrow().unwrap();
    desk.facts_of(next, 1_120).await;
    assert_eq!(calls_of(next).await, first, "the days that went before cost nothing");
}

#[test]
fn an_error_is_told_with_its_causes_and_each_of_them_once() {
    let error = DigestError::from(StoreError::Unavailable("the line is cut".into()));
    assert_eq!(
        with_causes(&error),
        "the store did not answer: try again, the write may or may not have happened: the line is cut"
    );
}
