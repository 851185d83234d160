//! Claims about digests that are due, on the real engine. The workspace and its people are in New York, and everybody
//! wants the digest at eight.

use super::*;
use crate::digest::tests::Desk;
use domain::clock::FixedClock;
use domain::identity::MessageId;
use domain::metrics::source::SourceHealth;
use domain::schedule::slot::LocalMinute;
use domain::testing::{RecordingSchedule, lee, maya, report_day, settings, workspace};
use domain::workspace::preferences::{DigestDays, QuietHours};
use jiff::SignedDuration;
use jiff::civil::{date, time};
use store::key::Key;
use store::testing::store_one;

const EIGHT: &str = "2026-10-06T12:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn minutes_after_eight(minutes: i64) -> Timestamp {
    at(EIGHT) + SignedDuration::from_mins(minutes)
}

fn slot(zone: &str, minute: &str) -> Slot {
    Slot { zone: zone.to_owned(), minute: LocalMinute::of(minute.parse().unwrap()) }
}

/// The job of everybody who is in a slot on a date, when that is due.
fn job_of(of: Slot, date: Date) -> WorkspaceJob {
    let zone = TimeZone::get(&of.zone).unwrap();
    let due_at = due_at(&of, date, &zone).unwrap();
    WorkspaceJob {
        due: DueSlot { slot: of, date, at: due_at },
        workspace: workspace().id,
        members: settings().members.into_iter().map(|member| member.id).collect(),
        held: false,
    }
}

fn job() -> WorkspaceJob {
    job_of(slot("America/New_York", "08:00"), date(2026, 10, 6))
}

struct Morning {
    desk: Desk,
    schedule: RecordingSchedule,
}

impl Morning {
    async fn start() -> Self {
        Self { desk: Desk::start().await, schedule: RecordingSchedule::default() }
    }

    async fn run(&self, job: &WorkspaceJob, now: Timestamp) -> ScheduledOutcome {
        let clock = FixedClock(now);
        let deps = DigestDeps { store: self.desk.store(), queue: &self.desk.queue, clock: &clock };
        send_scheduled(&deps, &self.schedule, job).await.unwrap()
    }

    async fn queued(&self, job: &WorkspaceJob, now: Timestamp) -> Vec<String> {
        match self.run(job, now).await {
            ScheduledOutcome::Sent(summary) => summary.queued.iter().map(ToString::to_string).collect(),
            other => panic!("nothing was sent: {other:?}"),
        }
    }

    async fn change(&self, member: &Member, change: impl FnOnce(&mut Member, &mut WhatsAppSubscription)) {
        let (mut member, mut known) = (member.clone(), domain::testing::subscription(member));
        change(&mut member, &mut known);
        let (store, workspace) = (self.desk.store(), workspace().id);
        store_one(store, &Key::member(&workspace, &member.id), &member).await;
        store_one(store, &Key::subscription(&workspace, &member.id), &known).await;
    }

    async fn expect_meta(&self, last_success: Option<Timestamp>) {
        let known = SourceHealth::unknown("meta".parse().unwrap());
        let health = SourceHealth { expected_by: Some(time(6, 30, 0, 0)), last_success, ..known };
        let key = Key::source_health(&workspace().id, &health.channel);
        store_one(self.desk.store(), &key, &health).await;
    }

    async fn text(&self, member: &Member, on: Date) -> Option<String> {
        let id: MessageId = Message::digest_id(&member.id, on);
        self.desk.store().message(&workspace().id, &id).await.unwrap().map(|message| message.text)
    }

    /// Returns how many reads a run needs for the facts of four weeks: two months of them.
    async fn queries(&self, job: &WorkspaceJob, now: Timestamp) -> usize {
        self.desk.embedded.calls.take();
        self.run(job, now).await;
        self.desk.embedded.calls.take().into_iter().filter(|call| call == "Query").count()
    }
}

#[tokio::test]
async fn whoever_is_in_the_slot_gets_one_digest_of_the_local_date_however_often_it_is_due() {
    let morning = Morning::start().await;
    assert_eq!(morning.queued(&job(), at(EIGHT)).await, ["anna", "lee", "maya"]);
    let text = morning.text(&maya(), date(2026, 10, 6)).await.unwrap();
    assert!(text.contains("on Mon 5 Oct.") && !text.contains("late"), "{text}");
    let again = morning.run(&job(), minutes_after_eight(2)).await;
    let ScheduledOutcome::Sent(again) = again else { panic!("{again:?}") };
    assert_eq!(
        (again.already_sent.len(), again.queued.len()),
        (0, 3),
        "they wait for a worker, who is told again"
    );
    assert_eq!(morning.desk.store().latest_messages(&workspace().id, 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn whoever_moved_to_another_time_or_zone_wants_no_digest_on_this_day_or_left_is_not_in_the_slot() {
    let morning = Morning::start().await;
    let tuesday = jiff::civil::Weekday::Tuesday;
    let others: Vec<_> = [1, 2, 3, 4, 5, 6].map(|days| tuesday.wrapping_add(days)).into();
    morning.change(&maya(), |member, _| member.zone = "America/Chicago".to_owned()).await;
    morning.change(&lee(), |_, known| known.digest_days = DigestDays::of(&others)).await;
    assert_eq!(morning.queued(&job(), at(EIGHT)).await, ["anna"]);
    morning.change(&domain::testing::anna(), |member, _| member.active = false).await;
    assert_eq!(morning.run(&job(), at(EIGHT)).await, ScheduledOutcome::Nobody);
    let chicago = job_of(slot("America/Chicago", "08:00"), date(2026, 10, 6));
    assert_eq!(morning.queued(&chicago, minutes_after_eight(60)).await, ["maya"]);
}

#[tokio::test]
async fn whoever_chooses_a_time_that_has_passed_while_the_job_waits_still_gets_the_digest_of_the_day() {
    let morning = Morning::start().await;
    morning.change(&maya(), |_, known| known.digest_time = time(7, 30, 0, 0)).await;
    morning.change(&lee(), |_, known| known.digest_time = time(17, 0, 0, 0)).await;
    assert_eq!(morning.queued(&job(), minutes_after_eight(5)).await, ["anna", "maya"]);
}

#[tokio::test]
async fn whoever_opted_in_after_a_digest_was_left_out_is_not_told_of_it() {
    let morning = Morning::start().await;
    morning.change(&maya(), |_, known| known.consent_changed_at = minutes_after_eight(120)).await;
    assert_eq!(morning.run(&job(), minutes_after_eight(300)).await, ScheduledOutcome::TooLate);
    morning.desk.facts_of(date(2026, 10, 6), 1_000).await;
    let wednesday = job_of(slot("America/New_York", "08:00"), date(2026, 10, 7));
    morning.queued(&wednesday, wednesday.due.at).await;
    let text = morning.text(&maya(), date(2026, 10, 7)).await.unwrap();
    assert!(!text.contains("was not sent"), "{text}");
    let text = morning.text(&lee(), date(2026, 10, 7)).await.unwrap();
    assert!(text.contains("was not sent"), "{text}");
}

#[tokio::test]
async fn a_digest_reports_on_the_last_day_that_has_ended_where_the_workspace_is() {
    let morning = Morning::start().await;
    morning.change(&maya(), |member, _| member.zone = "Australia/Sydney".to_owned()).await;
    let sydney = job_of(slot("Australia/Sydney", "08:00"), date(2026, 10, 7));
    assert_eq!(sydney.due.at, at("2026-10-06T21:00:00Z"), "still Tuesday in New York");
    morning.queued(&sydney, sydney.due.at).await;
    let text = morning.text(&maya(), date(2026, 10, 7)).await.unwrap();
    assert!(text.contains("on Mon 5 Oct."), "{text}");
}

#[tokio::test]
async fn a_digest_says_that_it_is_late_after_a_quarter_of_an_hour_and_is_left_out_after_four_hours() {
    for (minutes, expected) in [(15, Some("on Mon 5 Oct.")), (16, Some("on Mon 5 Oct, late.")), (241, None)] {
        let morning = Morning::start().await;
        let outcome = morning.run(&job(), minutes_after_eight(minutes)).await;
        let text = morning.text(&maya(), date(2026, 10, 6)).await;
        match expected {
            Some(expected) => assert!(text.unwrap().contains(expected), "{minutes}"),
            None => assert_eq!((outcome, text), (ScheduledOutcome::TooLate, None)),
        }
    }
}

#[tokio::test]
async fn the_digest_after_one_that_was_left_out_says_so_with_its_numbers_to_those_who_did_not_get_it() {
    let morning = Morning::start().await;
    morning.desk.report_on(report_day()).await;
    // Of Tuesday's digests only Maya's was not stored: the others came when somebody asked for them.
    let workspace_id = workspace().id;
    let mayas = Message::digest_id(&maya().id, date(2026, 10, 6));
    let keys = [Key::message(&workspace_id, &mayas), Key::digest(&workspace_id, &mayas)];
    morning.desk.store().delete_all(&keys).await.unwrap();
    assert_eq!(morning.run(&job(), minutes_after_eight(300)).await, ScheduledOutcome::TooLate);

    morning.desk.facts_of(date(2026, 10, 6), 1_000).await;
    let wednesday = job_of(slot("America/New_York", "08:00"), date(2026, 10, 7));
    morning.queued(&wednesday, wednesday.due.at).await;
    let text = morning.text(&maya(), date(2026, 10, 7)).await.unwrap();
    assert!(text.contains("Mon 5 Oct was not sent: spend $2,320, revenue $7,632"), "{text}");
    let text = morning.text(&lee(), date(2026, 10, 7)).await.unwrap();
    assert!(!text.contains("was not sent"), "{text}");

    morning.desk.facts_of(date(2026, 10, 7), 1_000).await;
    let thursday = job_of(slot("America/New_York", "08:00"), date(2026, 10, 8));
    morning.queued(&thursday, thursday.due.at).await;
    let text = morning.text(&maya(), date(2026, 10, 8)).await.unwrap();
    assert!(!text.contains("was not sent"), "{text}");
}

#[tokio::test]
async fn a_digest_names_the_one_before_on_the_days_that_the_person_chose_whatever_became_of_the_slot_since() {
    use jiff::civil::Weekday;
    let morning = Morning::start().await;
    let days = DigestDays::of(&[Weekday::Tuesday, Weekday::Thursday]);
    morning.change(&maya(), |_, known| known.digest_days = days).await;
    let eight = || slot("America/New_York", "08:00");
    for day in [6, 7] {
        let late = job_of(eight(), date(2026, 10, day));
        let outcome = morning.run(&late, late.due.at + SignedDuration::from_hours(5)).await;
        assert_eq!(outcome, ScheduledOutcome::TooLate);
    }
    let thursday = job_of(eight(), date(2026, 10, 8));
    morning.queued(&thursday, thursday.due.at).await;
    for (member, expected) in
        [(maya(), "no report went out for Mon 5 Oct"), (lee(), "no report went out for Tue 6 Oct")]
    {
        let text = morning.text(&member, date(2026, 10, 8)).await.unwrap();
        assert!(text.contains(expected), "{text}");
    }
}

#[tokio::test]
async fn a_digest_waits_for_a_source_that_is_expected_and_goes_out_without_it_after_an_hour() {
    let morning = Morning::start().await;
    morning.expect_meta(None).await;
    morning.desk.whole_through(report_day().yesterday().unwrap()).await;
    let outcome = morning.run(&job(), at(EIGHT)).await;
    assert_eq!(outcome, ScheduledOutcome::Waits(vec!["meta".parse().unwrap()]));
    let [again] = &morning.schedule.take()[..] else { panic!("one job waits") };
    assert_eq!(again.delay_seconds, 300);
    let ScheduledJob::Workspace(held) = &again.job else { panic!("{again:?}") };
    assert_eq!(*held, WorkspaceJob { held: true, ..job() });
    assert_eq!(morning.queued(held, minutes_after_eight(60)).await.len(), 3);
    let text = morning.text(&maya(), date(2026, 10, 6)).await.unwrap();
    assert!(text.contains("not final, waiting for Meta") && !text.contains("late"), "{text}");
}

#[tokio::test]
async fn whose_quiet_hours_begin_gets_the_digest_before_them_and_the_others_go_on_waiting() {
    let morning = Morning::start().await;
    morning.expect_meta(None).await;
    morning.desk.whole_through(report_day().yesterday().unwrap()).await;
    let quiet_hours = Some(QuietHours { from: time(8, 30, 0, 0), until: time(10, 0, 0, 0) });
    morning.change(&maya(), |_, known| known.quiet_hours = quiet_hours).await;
    let outcome = morning.run(&job(), minutes_after_eight(22)).await;
    assert_eq!(outcome, ScheduledOutcome::Waits(vec!["meta".parse().unwrap()]));
    let [again] = &morning.schedule.take()[..] else { panic!("one job waits") };
    assert_eq!(again.delay_seconds, 180, "five minutes before they begin");
    assert_eq!(morning.queued(&job(), minutes_after_eight(25)).await, ["maya"]);
    let jobs = morning.schedule.take();
    let held = jobs.iter().find_map(|job| match &job.job {
        ScheduledJob::Workspace(held) => Some(held),
        _ => None,
    });
    let mut members: Vec<String> = held.unwrap().members.iter().map(ToString::to_string).collect();
    members.sort();
    assert_eq!(members, ["anna", "lee"]);
    assert_eq!(morning.queued(held.unwrap(), minutes_after_eight(60)).await, ["anna", "lee"]);
}

#[tokio::test]
async fn a_digest_that_was_late_before_it_waited_says_so() {
    let morning = Morning::start().await;
    morning.expect_meta(None).await;
    morning.desk.whole_through(report_day().yesterday().unwrap()).await;
    morning.run(&job(), minutes_after_eight(50)).await;
    let [DelayedJob { job: ScheduledJob::Workspace(held), .. }] = &morning.schedule.take()[..] else {
        panic!("one job waits")
    };
    morning.queued(held, minutes_after_eight(61)).await;
    let text = morning.text(&maya(), date(2026, 10, 6)).await.unwrap();
    assert!(text.contains(", late."), "{text}");
}

#[tokio::test]
async fn what_comes_in_while_a_digest_waits_is_in_it() {
    let morning = Morning::start().await;
    morning.expect_meta(None).await;
    morning.desk.whole_through(report_day().yesterday().unwrap()).await;
    morning.run(&job(), at(EIGHT)).await;
    morning.desk.whole_through(report_day()).await;
    let held = WorkspaceJob { held: true, ..job() };
    morning.queued(&held, minutes_after_eight(35)).await;
    let text = morning.text(&maya(), date(2026, 10, 6)).await.unwrap();
    assert!(text.contains("complete to 23:59") && !text.contains("late"), "{text}");
}

#[tokio::test]
async fn facts_are_read_once_a_morning_and_again_only_if_something_came_in() {
    let morning = Morning::start().await;
    morning.change(&maya(), |member, _| member.zone = "America/Chicago".to_owned()).await;
    let chicago = job_of(slot("America/Chicago", "08:00"), date(2026, 10, 6));
    // The first reads settings, two months of facts and all findings, the second only settings and what became of alerts.
    assert_eq!(morning.queries(&job(), at(EIGHT)).await, 7);
    assert_eq!(morning.queries(&chicago, minutes_after_eight(60)).await, 2);
    let first = morning.text(&lee(), date(2026, 10, 6)).await.unwrap();
    let second = morning.text(&maya(), date(2026, 10, 6)).await.unwrap();
    assert_eq!(first.replace("Lee", "Maya"), second);
    morning.expect_meta(Some(minutes_after_eight(70))).await;
    assert_eq!(morning.queries(&chicago, minutes_after_eight(71)).await, 7);
}

#[tokio::test]
async fn what_became_of_the_findings_since_the_first_slot_is_in_the_digests_of_the_second() {
    let morning = Morning::start().await;
    morning.change(&maya(), |member, _| member.zone = "America/Chicago".to_owned()).await;
    morning.queued(&job(), at(EIGHT)).await;
    let shift = morning.desk.store().adjustments(&workspace().id).await.unwrap().remove(0);
    morning.desk.approve(&shift, minutes_after_eight(10)).await;
    let chicago = job_of(slot("America/Chicago", "08:00"), date(2026, 10, 6));
    morning.queued(&chicago, minutes_after_eight(60)).await;
    let proposes = |text: Option<String>| text.unwrap().contains("Move $");
    assert!(proposes(morning.text(&lee(), date(2026, 10, 6)).await));
    assert!(!proposes(morning.text(&maya(), date(2026, 10, 6)).await), "it was approved since");
}
